-- What is read of revisions: pages, points for charts, timelines. A claim's rows lie together in the key's index; plans on
-- a claim of 18,851 revisions among 38,851: a page takes index look-ups only, points and counts one scan of the claim.

-- name: revisions
-- A page of a claim's revisions as of a position, with what replaced each and what stood; one row at least. Beside them,
-- how far the read model has come, and the claim's last event that it reflects.
SELECT tracked.position AS reflected, last.position AS last, ended.stands, listed.key, listed.view, listed.late,
       replacing.position IS NOT NULL AS replaced, replacing.number AS replaced_by
FROM (SELECT position FROM tracking WHERE name = 'figures') AS tracked
LEFT JOIN LATERAL (
    SELECT position FROM event
    WHERE stream = 'claim/' || %(claim)s AND position <= tracked.position AND position <= %(until)s
    ORDER BY version DESC LIMIT 1
) AS last ON true
LEFT JOIN LATERAL (
    SELECT stands FROM revision WHERE claim = %(claim)s AND position <= %(until)s ORDER BY position DESC LIMIT 1
) AS ended ON true
LEFT JOIN (
    SELECT number AS key, view, late FROM revision
    WHERE claim = %(claim)s AND number > %(low)s AND number < %(high)s AND position <= %(until)s
    ORDER BY number {direction}
    LIMIT %(limit)s
) AS listed ON true
LEFT JOIN revision AS replacing
    ON replacing.claim = %(claim)s AND replacing.replaces = listed.key AND replacing.position <= %(until)s
ORDER BY listed.key {direction};

-- name: points
-- All rows of claims as of a position, with what a chart draws. Amounts come as text, which is read faster; an exact
-- figure's bounds are its amount.
SELECT claim, replaces, stands, number, recorded_at, late, form, amount::text,
       CASE WHEN form <> 'exact' THEN low::text END, CASE WHEN form <> 'exact' THEN high::text END,
       said_first, said_last, period_day, published_first
FROM revision
WHERE claim = ANY(%(claims)s) AND position <= %(until)s
ORDER BY claim, position;

-- name: claims_about
-- The claims about a question as of a position: a claim that ever was is looked at; what counts is where it was then.
SELECT listed.key
FROM (SELECT DISTINCT claim AS key FROM claim_terms WHERE question = %(question)s AND position <= %(until)s) AS listed
CROSS JOIN LATERAL (
    SELECT question FROM claim_terms WHERE claim = listed.key AND position <= %(until)s ORDER BY position DESC LIMIT 1
) AS shown
WHERE shown.question = %(question)s AND {conditions}
ORDER BY listed.key
LIMIT %(limit)s;

-- name: points_along
-- Of each claim, revisions along the axis said or published, as of a position; those of one period where that is given.
-- A moment that nobody knows comes first on the axis said; what has no moment of publication is not on that axis.
SELECT asked.claim, listed.at, ended.stands, listed.number, listed.view, listed.late,
       replacing.position IS NOT NULL AS replaced, replacing.number AS replaced_by
FROM unnest(%(claims)s::text[]) AS asked(claim)
CROSS JOIN LATERAL (
    SELECT stands FROM revision WHERE claim = asked.claim AND position <= %(until)s ORDER BY position DESC LIMIT 1
) AS ended
CROSS JOIN LATERAL (
    SELECT listed.* FROM (
        SELECT CASE %(axis)s::text WHEN 'said' THEN coalesce(said_first, %(unknown)s) ELSE published_first END AS at,
               number, view, late
        FROM revision
        WHERE claim = asked.claim AND number IS NOT NULL AND position <= %(until)s
          AND (%(period)s::text IS NULL OR period = %(period)s)
    ) AS listed
    WHERE listed.at IS NOT NULL AND {conditions}
    ORDER BY listed.at {direction}, listed.number {direction}
    LIMIT %(limit)s
) AS listed
LEFT JOIN revision AS replacing
    ON replacing.claim = asked.claim AND replacing.replaces = listed.number AND replacing.position <= %(until)s
ORDER BY asked.claim, listed.at {direction}, listed.number {direction};

-- name: stood
-- What stood of claims after each event that may have changed it, as of a position.
SELECT claim, position, recorded_at, stands
FROM (
    SELECT claim, position, recorded_at, stands, lag(stands) OVER (PARTITION BY claim ORDER BY position) AS stood
    FROM revision WHERE claim = ANY(%(claims)s) AND position <= %(until)s
) AS each
WHERE stands IS DISTINCT FROM stood
ORDER BY claim, position;

-- name: heard
-- The events of claims that the standing rule needs within one period, as of a position.
SELECT claim, position, recorded_at, number, period = %(period)s AS is_within, said_at, replaces, retracted
FROM revision
WHERE claim = ANY(%(claims)s) AND position <= %(until)s
  AND (period = %(period)s OR replaces IS NOT NULL OR number IS NULL)
ORDER BY claim, position;

-- name: chosen
-- Some revisions of several claims, as the list of revisions has them.
SELECT asked.claim, ended.stands, listed.number, listed.view, listed.late,
       replacing.position IS NOT NULL AS replaced, replacing.number AS replaced_by
FROM unnest(%(claims)s::text[], %(numbers)s::integer[]) AS asked(claim, number)
JOIN revision AS listed
    ON listed.claim = asked.claim AND listed.number = asked.number AND listed.position <= %(until)s
CROSS JOIN LATERAL (
    SELECT stands FROM revision WHERE claim = asked.claim AND position <= %(until)s ORDER BY position DESC LIMIT 1
) AS ended
LEFT JOIN revision AS replacing
    ON replacing.claim = asked.claim AND replacing.replaces = asked.number AND replacing.position <= %(until)s;

-- name: chains
-- The chains through which some revisions came, as a position knew them: the last one before an update brought another.
SELECT asked.claim, terms.chain
FROM unnest(%(claims)s::text[], %(numbers)s::integer[]) AS asked(claim, number)
JOIN revision AS made
    ON made.claim = asked.claim AND made.number = asked.number AND made.position <= %(until)s
CROSS JOIN LATERAL (
    SELECT terms.chain FROM claim_terms AS terms
    WHERE terms.claim = asked.claim AND terms.position <= %(until)s AND (terms.position <= made.position OR NOT EXISTS (
        SELECT FROM claim_terms AS later
        JOIN revision AS bringing ON bringing.claim = later.claim AND bringing.position = later.position
        WHERE later.claim = asked.claim AND later.position > made.position AND later.position <= terms.position
          AND bringing.kind = 'updated'
    ))
    ORDER BY terms.position DESC LIMIT 1
) AS terms;

-- name: question_known
-- A row if a question had been asked by a position.
SELECT position FROM event
WHERE stream = 'question/' || %(question)s AND position <= %(until)s ORDER BY version LIMIT 1;
