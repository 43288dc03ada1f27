-- What the page of a claim tells beside its view and its revisions, as of a position. Plans: index look-ups only.

-- name: questions
-- The own views of some questions; those that were not asked by then are missing.
SELECT asked.question, shown.view
FROM unnest(%(questions)s::text[]) AS asked(question)
CROSS JOIN LATERAL (
    SELECT view FROM question_view_history
    WHERE question = asked.question AND position <= %(until)s ORDER BY position DESC LIMIT 1
) AS shown;

-- name: views
-- The views of some claims; those that began later are missing.
SELECT asked.claim, shown.view
FROM unnest(%(claims)s::text[]) AS asked(claim)
CROSS JOIN LATERAL (
    SELECT view FROM current_view_history
    WHERE claim = asked.claim AND position <= %(until)s ORDER BY position DESC LIMIT 1
) AS shown;

-- name: linked_from
-- The other claims that name this one in a link, and how they stand to it.
SELECT claim, relation FROM claim_link
WHERE linked_to = %(claim)s AND claim <> %(claim)s AND position <= %(until)s ORDER BY position LIMIT %(limit)s;

-- name: disputes
-- Where and when some disputes of a claim were opened and resolved.
SELECT dispute, open, position, recorded_at FROM dispute_change
WHERE claim = %(claim)s AND dispute = ANY(%(disputes)s) AND position <= %(until)s ORDER BY position;

-- name: recorded
-- Where and when some versions of a stream were recorded.
SELECT version, position, recorded_at FROM event
WHERE stream = %(stream)s AND version = ANY(%(versions)s) ORDER BY version;

-- name: stood_before
-- What stood of a claim before each of some of its events.
SELECT asked.position, (
    SELECT stands FROM revision
    WHERE claim = %(claim)s AND position < asked.position ORDER BY position DESC LIMIT 1
) AS stood
FROM unnest(%(positions)s::bigint[]) AS asked(position);

-- name: stood_last
-- The last revision of a claim that stood.
SELECT stands FROM revision
WHERE claim = %(claim)s AND stands IS NOT NULL AND position <= %(until)s ORDER BY position DESC LIMIT 1;

-- name: beside
-- The first so many claims that were ever about a question, but for one. Plan: an index look-up for each of them, however
-- long their histories are.
WITH RECURSIVE ever (claim) AS (
    (SELECT claim FROM current_view_history WHERE question = %(question)s ORDER BY claim LIMIT 1)
    UNION ALL
    SELECT (
        SELECT later.claim FROM current_view_history AS later
        WHERE later.question = %(question)s AND later.claim > ever.claim ORDER BY later.claim LIMIT 1
    )
    FROM ever WHERE ever.claim IS NOT NULL
)
SELECT claim FROM ever WHERE claim IS NOT NULL AND claim <> %(claim)s LIMIT %(most)s;
