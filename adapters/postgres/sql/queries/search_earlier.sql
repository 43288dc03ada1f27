-- Finding a claim by what no longer stands: earlier figures by value, earlier wordings by their words. Parts of the queries
-- of search.sql; ranks are below 0, after all that stands. Each looks at some thousand rows at most.

-- name: numbers
-- Claims by a figure that was given earlier, or corrected, and the query's other words, as they are or as they were then.
(
    SELECT entry.stream, entry.kind, entry.question, entry.originator, entry.status, entry.disputed,
           CASE WHEN asked.rest IS NULL THEN -1000000 ELSE -3000000 END::bigint AS rank, was.number AS revision
    FROM unnest(%(numbers)s::numeric[], %(rests)s::text[]) AS asked(number, rest)
    CROSS JOIN LATERAL (
        (
            SELECT claim, number, position, amount, low, high FROM revision
            WHERE amount = asked.number AND {among} LIMIT 3000
        )
        UNION ALL
        (
            SELECT claim, number, position, amount, low, high FROM revision
            WHERE amount IS NULL AND low = asked.number AND {among} LIMIT 3000
        )
        UNION ALL
        (
            SELECT claim, number, position, amount, low, high FROM revision
            WHERE amount IS NULL AND high = asked.number AND {among} LIMIT 3000
        )
    ) AS was
    JOIN {entries} AS entry ON entry.stream = 'claim/' || was.claim
    WHERE {within} AND {conditions} AND {is_over}
      AND (
          asked.rest IS NULL OR entry.words @@ asked.rest::tsquery
          OR (
              SELECT past.words FROM search_history AS past
              WHERE past.stream = 'claim/' || was.claim AND past.since <= was.position
              ORDER BY past.since DESC LIMIT 1
          ) @@ asked.rest::tsquery
      )
)

-- name: words
-- Claims by an earlier wording, with the revision that stood when its words came.
(
    SELECT entry.stream, entry.kind, entry.question, entry.originator, entry.status, entry.disputed,
           -2000000 + (900000 * ts_rank(past.words, %(words)s::tsquery))::bigint AS rank, was.number AS revision
    FROM (
        SELECT stream, since, wording, words FROM search_history
        WHERE words @@ %(words)s::tsquery AND kind = 'claim' AND {among_words} LIMIT 1500
    ) AS past
    JOIN {entries} AS entry ON entry.stream = past.stream
    CROSS JOIN LATERAL (
        SELECT stands FROM revision
        WHERE revision.claim = substr(past.stream, 7) AND revision.position <= past.since
        ORDER BY revision.position DESC LIMIT 1
    ) AS stood
    JOIN revision AS was ON was.claim = substr(past.stream, 7) AND was.number = stood.stands
    WHERE entry.wording <> past.wording AND NOT entry.words @@ %(words)s::tsquery AND {conditions} AND {is_over}
)

-- name: range
-- Claims by an amount, or by a range, that was given earlier or corrected.
(
    SELECT entry.stream, entry.kind, entry.question, entry.originator, entry.status, entry.disputed,
           -4000000::bigint AS rank, was.number AS revision
    FROM (
        (
            SELECT claim, number, position FROM revision
            WHERE amount BETWEEN %(from)s::numeric AND %(to)s::numeric AND {among} LIMIT 3000
        )
        UNION ALL
        (
            SELECT claim, number, position FROM revision
            WHERE amount IS NULL AND low <= %(to)s::numeric AND high >= %(from)s::numeric AND {among} LIMIT 3000
        )
    ) AS was
    JOIN {entries} AS entry ON entry.stream = 'claim/' || was.claim
    WHERE {conditions} AND {worded} AND {is_over}
)

-- name: worded
-- Whether a claim has the words that are asked for, or had them then.
(
    entry.words @@ %(words)s::tsquery
    OR (
        SELECT past.words FROM search_history AS past
        WHERE past.stream = 'claim/' || was.claim AND past.since <= was.position
        ORDER BY past.since DESC LIMIT 1
    ) @@ %(words)s::tsquery
)

-- name: is_over_now
-- Whether a revision stands no longer, or never did.
was.number IS DISTINCT FROM (
    SELECT latest.stands FROM revision AS latest
    WHERE latest.claim = was.claim ORDER BY latest.position DESC LIMIT 1
)

-- name: is_over_as_of
-- The same as of a position.
was.number IS DISTINCT FROM (
    SELECT latest.stands FROM revision AS latest
    WHERE latest.claim = was.claim AND latest.position <= %(position)s ORDER BY latest.position DESC LIMIT 1
)

-- name: among_now
-- Every revision.
number IS NOT NULL

-- name: among_as_of
-- Those that were recorded up to a position.
number IS NOT NULL AND position <= %(position)s

-- name: among_words_now
-- All words that there ever were.
true

-- name: among_words_as_of
-- Those of a position and before.
since <= %(position)s

-- name: of_claims
-- Revisions of those that are shown.
claim = ANY(%(claims)s)

-- name: of_streams
-- Their words.
stream = ANY(%(streams)s)

-- name: within
-- Whether the amount, or the range, lies where it is asked for.
coalesce(was.amount, was.low) <= %(to)s::numeric AND coalesce(was.amount, was.high) >= %(from)s::numeric

-- name: way
-- As one of the ways of "hits".
(
    SELECT stream, kind, question, originator, status, disputed, rank
    FROM {earlier} AS earlier (stream, kind, question, originator, status, disputed, rank, revision)
)

-- name: shown
-- By which revision each claim was found, and by what that was corrected: rather by one that was not.
SELECT DISTINCT ON (earlier.stream) earlier.stream, was.view, later.view AS corrected
FROM ({ways}) AS earlier (stream, kind, question, originator, status, disputed, rank, revision)
JOIN revision AS was ON was.claim = substr(earlier.stream, 7) AND was.number = earlier.revision
LEFT JOIN revision AS later ON later.claim = was.claim AND later.replaces = was.number
    AND (%(position)s::bigint IS NULL OR later.position <= %(position)s::bigint)
ORDER BY earlier.stream, later.number IS NOT NULL, earlier.rank DESC, was.number DESC;

-- name: closest
-- The revision that stands no longer whose amount comes closest to what was asked for, among those next to it.
SELECT was.claim, greatest(was.amount - %(to)s::numeric, %(from)s::numeric - was.amount) AS away, was.number
FROM (
    (
        SELECT claim, number, amount FROM revision
        WHERE amount <= %(from)s::numeric AND {among} ORDER BY amount DESC LIMIT 200
    )
    UNION ALL
    (
        SELECT claim, number, amount FROM revision
        WHERE amount >= %(to)s::numeric AND {among} ORDER BY amount LIMIT 200
    )
) AS was
JOIN {entries} AS entry ON entry.stream = 'claim/' || was.claim
WHERE {conditions} AND {is_over}
ORDER BY away, was.claim, was.number DESC
LIMIT 1;

-- name: closest_of_words
-- The same among the claims that have the query's other words: of each the two amounts next to it.
SELECT was.claim, greatest(was.amount - %(to)s::numeric, %(from)s::numeric - was.amount) AS away, was.number
FROM (
    SELECT substr(entry.stream, 7) AS claim FROM {entries} AS entry
    WHERE entry.words @@ %(rest)s::tsquery AND entry.kind = 'claim' AND {conditions} LIMIT 10001
) AS named
CROSS JOIN LATERAL (
    (
        SELECT claim, number, amount FROM revision
        WHERE claim = named.claim AND amount <= %(from)s::numeric AND {among} ORDER BY amount DESC LIMIT 1
    )
    UNION ALL
    (
        SELECT claim, number, amount FROM revision
        WHERE claim = named.claim AND amount >= %(to)s::numeric AND {among} ORDER BY amount LIMIT 1
    )
) AS was
WHERE {is_over}
ORDER BY away, was.claim, was.number DESC
LIMIT 1;
