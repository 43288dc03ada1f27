-- What the record knows of the claims that stories print, as of a position: for all prints at once. "place" is that of
-- the asking story and claim among all that ask, so that what one asks for changes nothing for another. Plans: index
-- look-ups, one for a claim and question however many ask. OFFSET 0 keeps the planner from joining over all corrections.

-- name: claims
-- What holds of claims: what stands, on whose word, the open disputes, what continues them. No row for an unknown one.
SELECT ended.claim, ended.stands, ended.retracted, terms.question, terms.scope, terms.chain,
       (
           SELECT json_agg(json_build_array(opened.dispute, opened.revision, opened.aspect) ORDER BY opened.position)
           FROM dispute_change AS opened
           WHERE opened.claim = ended.claim AND opened.open AND opened.position <= %(until)s
             AND NOT EXISTS (
                 SELECT FROM dispute_change AS closed
                 WHERE closed.claim = ended.claim AND closed.dispute = opened.dispute AND NOT closed.open
                   AND closed.position <= %(until)s
             )
       ) AS disputes,
       (
           SELECT array_agg(DISTINCT claim_link.claim ORDER BY claim_link.claim) FROM claim_link
           WHERE linked_to = ended.claim AND claim <> ended.claim AND relation = 'continues' AND position <= %(until)s
       ) AS continued_by
FROM unnest(%(claims)s::text[]) AS asked(claim)
CROSS JOIN LATERAL (
    SELECT claim, stands, retracted FROM revision
    WHERE claim = asked.claim AND position <= %(until)s ORDER BY position DESC LIMIT 1
) AS ended
CROSS JOIN LATERAL (
    SELECT question, scope, chain FROM claim_terms
    WHERE claim = asked.claim AND position <= %(until)s ORDER BY position DESC LIMIT 1
) AS terms;

-- name: revisions
-- The revisions that are asked for by number, by identity, by figure, by amount or by wording; those with the figure of
-- one of these; the latest unreplaced one within bounds of a figure that none has; and what replaced them, to the last.
WITH RECURSIVE named(place, claim, number) AS (
    SELECT * FROM unnest(%(number_places)s::integer[], %(number_claims)s::text[], %(numbers)s::integer[])
    UNION
    SELECT asked.place, asked.claim, made.number
    FROM unnest(%(id_places)s::integer[], %(id_claims)s::text[], %(sources)s::text[], %(ids)s::text[])
         AS asked(place, claim, source, id)
    CROSS JOIN LATERAL (
        SELECT position FROM event
        WHERE source = asked.source AND id = asked.id AND stream = 'claim/' || asked.claim OFFSET 0
    ) AS named
    JOIN revision AS made ON made.claim = asked.claim AND made.position = named.position
    WHERE made.number IS NOT NULL
), amounts(place, claim, amounts, keys) AS MATERIALIZED (
    SELECT place, claim, array_agg(DISTINCT amount ORDER BY amount), array_agg(DISTINCT key ORDER BY key)
    FROM unnest(%(amount_places)s::integer[], %(amount_claims)s::text[], %(amounts)s::numeric[], %(amount_keys)s::text[])
         AS asked(place, claim, amount, key)
    GROUP BY place, claim
), alike AS (
    SELECT asked.place, asked.claim, found.number
    FROM (SELECT DISTINCT claim, amounts, keys FROM amounts) AS each
    CROSS JOIN LATERAL (
        SELECT number FROM (
            SELECT latest.number FROM unnest(each.keys) AS one(key)
            CROSS JOIN LATERAL (
                SELECT number FROM revision
                WHERE claim = each.claim AND figure_key = one.key AND position <= %(until)s ORDER BY number DESC LIMIT 50
            ) AS latest
            UNION
            (
                SELECT number FROM revision
                WHERE claim = each.claim AND form = 'tally' AND position <= %(until)s ORDER BY number DESC LIMIT 50
            )
            UNION
            (
                SELECT number FROM revision
                WHERE claim = each.claim AND form = 'range' AND low = ANY(each.amounts) AND position <= %(until)s
                ORDER BY number DESC LIMIT 50
            )
            UNION
            (
                SELECT number FROM revision
                WHERE claim = each.claim AND form = 'range' AND high = ANY(each.amounts) AND position <= %(until)s
                ORDER BY number DESC LIMIT 50
            )
        ) AS of_any
        ORDER BY number DESC LIMIT 50
    ) AS found
    JOIN amounts AS asked USING (claim, amounts, keys)
    UNION
    SELECT asked.place, asked.claim, found.number
    FROM unnest(%(wording_places)s::integer[], %(wording_claims)s::text[], %(wording_keys)s::bigint[])
         AS asked(place, claim, key)
    CROSS JOIN LATERAL (
        SELECT number FROM revision
        WHERE claim = asked.claim AND wording_key = asked.key AND position <= %(until)s ORDER BY number DESC LIMIT 1
    ) AS found
), allowed(place, claim, key, low, high, low_closed, high_closed) AS MATERIALIZED (
    SELECT asked.place, asked.claim, asked.key, coalesce(asked.low, '-Infinity'), coalesce(asked.high, 'Infinity'),
           asked.low_closed, asked.high_closed
    FROM unnest(
        %(within_places)s::integer[], %(within_claims)s::text[], %(within_keys)s::text[],
        %(lows)s::numeric[], %(highs)s::numeric[], %(lows_closed)s::boolean[], %(highs_closed)s::boolean[]
    ) AS asked(place, claim, key, low, high, low_closed, high_closed)
    WHERE NOT EXISTS (
        SELECT FROM revision AS known
        WHERE known.claim = asked.claim AND known.figure_key = asked.key AND known.position <= %(until)s
        OFFSET 0
    )
), latest AS MATERIALIZED (
    SELECT each.claim, held.number, held.amount
    FROM (SELECT DISTINCT claim FROM allowed) AS each
    CROSS JOIN LATERAL (
        SELECT number, amount FROM revision
        WHERE claim = each.claim AND number IS NOT NULL AND position <= %(until)s ORDER BY number DESC LIMIT 200
    ) AS held
    WHERE held.amount IS NOT NULL AND NOT EXISTS (
        SELECT FROM revision AS later
        WHERE later.claim = each.claim AND later.replaces = held.number AND later.position <= %(until)s
        OFFSET 0
    )
), near AS (
    SELECT place, claim, number
    FROM (SELECT DISTINCT claim, low, high, low_closed, high_closed FROM allowed) AS each
    CROSS JOIN LATERAL (
        -- most often it is among the latest; else by amount, of which few are near
        SELECT coalesce(
            (
                SELECT max(number) FROM latest
                WHERE claim = each.claim AND amount BETWEEN each.low AND each.high
                  AND (each.low_closed OR amount > each.low) AND (each.high_closed OR amount < each.high)
            ),
            (
                SELECT max(number) FROM (
                    SELECT number FROM revision AS held
                    WHERE claim = each.claim AND amount BETWEEN each.low AND each.high AND position <= %(until)s
                      AND (each.low_closed OR amount > each.low) AND (each.high_closed OR amount < each.high)
                      AND NOT EXISTS (
                          SELECT FROM revision AS later
                          WHERE later.claim = each.claim AND later.replaces = held.number AND later.position <= %(until)s
                          OFFSET 0
                      )
                    OFFSET 0
                ) AS held
            )
        ) AS number
        UNION ALL
        (
            SELECT number FROM revision AS held
            WHERE claim = each.claim AND form = 'range' AND low BETWEEN each.low AND each.high AND high <= each.high
              AND (each.low_closed OR low > each.low) AND (each.high_closed OR high < each.high)
              AND position <= %(until)s
              AND NOT EXISTS (
                  SELECT FROM revision AS later
                  WHERE later.claim = each.claim AND later.replaces = held.number AND later.position <= %(until)s
                  OFFSET 0
              )
            ORDER BY number DESC LIMIT 1
        )
    ) AS found
    JOIN allowed USING (claim, low, high, low_closed, high_closed)
    WHERE number IS NOT NULL
), keys(place, claim, key) AS (
    SELECT * FROM unnest(%(key_places)s::integer[], %(key_claims)s::text[], %(keys)s::text[])
    UNION
    SELECT one.place, one.claim, held.figure_key
    FROM (SELECT * FROM named UNION SELECT * FROM alike) AS one
    JOIN revision AS held ON held.claim = one.claim AND held.number = one.number AND held.position <= %(until)s
    WHERE held.figure_key IS NOT NULL
), keyed AS (
    SELECT each.claim, each.key, found.number
    FROM (SELECT DISTINCT claim, key FROM keys) AS each
    CROSS JOIN LATERAL (
        (
            SELECT number FROM revision
            WHERE claim = each.claim AND figure_key = each.key AND position <= %(until)s ORDER BY number DESC LIMIT 1
        )
        UNION
        (
            SELECT number FROM revision AS held
            WHERE claim = each.claim AND figure_key = each.key AND position <= %(until)s
              AND NOT EXISTS (
                  SELECT FROM revision AS later
                  WHERE later.claim = each.claim AND later.replaces = held.number AND later.position <= %(until)s
                  OFFSET 0
              )
            ORDER BY number DESC LIMIT 1
        )
        UNION
        SELECT number FROM revision AS held
        CROSS JOIN LATERAL (
            SELECT FROM revision AS later
            WHERE later.claim = each.claim AND later.replaces = held.number AND later.position <= %(until)s OFFSET 0
        ) AS later
        WHERE claim = each.claim AND figure_key = each.key AND held.position <= %(until)s
    ) AS found
), chosen(place, claim, number) AS (
    SELECT * FROM (
        SELECT * FROM named
        UNION SELECT * FROM alike
        UNION SELECT * FROM near
        UNION SELECT keys.place, keys.claim, keyed.number FROM keys JOIN keyed USING (claim, key)
    ) AS first
    UNION
    SELECT chosen.place, chosen.claim, later.number
    FROM chosen
    JOIN revision AS later
        ON later.claim = chosen.claim AND later.replaces = chosen.number AND later.position <= %(until)s
    WHERE later.number IS NOT NULL
)
SELECT chosen.place, held.number, held.version, held.position, held.recorded_at, held.source, held.id, held.figure_key,
       held.view, held.replaces, later.position IS NOT NULL AS replaced, later.number AS replaced_by
FROM chosen
JOIN revision AS held
    ON held.claim = chosen.claim AND held.number = chosen.number AND held.position <= %(until)s
LEFT JOIN revision AS later
    ON later.claim = chosen.claim AND later.replaces = chosen.number AND later.position <= %(until)s;

-- name: corrections
-- The corrections that replaced one of some revisions, and those that set what a claim is about or on whose word.
SELECT claim, position, version, recorded_at, correction, replaces, number, changed
FROM revision
WHERE claim = ANY(%(claims)s) AND replaces IS NOT NULL AND position <= %(until)s
  AND (
      changed && ARRAY['attribution', 'scope', 'question']
      OR (claim, replaces) IN (SELECT * FROM unnest(%(replaced_claims)s::text[], %(replaced)s::integer[]))
  )
ORDER BY position;

-- name: heard
-- Of each asked moment (µs since 1970, and its day), the unreplaced revisions of the latest period day that was not said
-- later, with the number of what each finally replaces. A period day is later than that of the moment only in revisions
-- that may have been said over more than a day.
SELECT asked.claim, asked.moment, held.number, root.number, held.said_at, held.refers_to
FROM unnest(%(claims)s::text[], %(moments)s::bigint[], %(days)s::bigint[]) AS asked(claim, moment, day)
CROSS JOIN LATERAL (
    SELECT period_day FROM (
        (
            SELECT period_day FROM revision AS held
            WHERE claim = asked.claim AND number IS NOT NULL AND coalesce(said_last - said_first > 86400000000, true)
              AND period_day > asked.day AND position <= %(until)s
              AND (said_first IS NULL OR said_first <= asked.moment)
              AND NOT EXISTS (
                  SELECT FROM revision AS later
                  WHERE later.claim = asked.claim AND later.replaces = held.number AND later.position <= %(until)s
                  OFFSET 0
              )
            ORDER BY period_day DESC LIMIT 1
        )
        UNION ALL
        (
            SELECT period_day FROM revision AS held
            WHERE claim = asked.claim AND number IS NOT NULL
              AND period_day <= asked.day AND position <= %(until)s
              AND (said_first IS NULL OR said_first <= asked.moment)
              AND NOT EXISTS (
                  SELECT FROM revision AS later
                  WHERE later.claim = asked.claim AND later.replaces = held.number AND later.position <= %(until)s
                  OFFSET 0
              )
            ORDER BY period_day DESC LIMIT 1
        )
    ) AS either
    ORDER BY period_day DESC LIMIT 1
) AS last
JOIN revision AS held
    ON held.claim = asked.claim AND held.number IS NOT NULL AND held.position <= %(until)s
    AND held.period_day = last.period_day AND (held.said_first IS NULL OR held.said_first <= asked.moment)
CROSS JOIN LATERAL (
    WITH RECURSIVE back(number, replaces) AS (
        SELECT held.number, held.replaces
        UNION ALL
        SELECT earlier.number, earlier.replaces FROM back
        JOIN revision AS earlier ON earlier.claim = asked.claim AND earlier.number = back.replaces
    )
    SELECT number FROM back WHERE replaces IS NULL
) AS root
WHERE NOT EXISTS (
    SELECT FROM revision AS later
    WHERE later.claim = asked.claim AND later.replaces = held.number AND later.position <= %(until)s
);
