-- What the read models answer. Plans on a million events: index look-ups; a list walks its key's index, or that of the
-- rarest condition. A view is bytes, answered as it stands; beside it, how far the read model has come ("reflected").

-- name: claims_now
-- A page of current views, in the order of their ids.
SELECT listed.key, shown.view, (SELECT position FROM tracking WHERE name = 'current_view') AS reflected
FROM (SELECT claim AS key, * FROM current_view) AS listed
CROSS JOIN LATERAL (SELECT listed.*) AS shown
WHERE {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;

-- name: claims_as_of
-- The same as of a position: of each claim the row that was the last one past.
SELECT listed.key, shown.view, NULL::bigint AS reflected
FROM (SELECT claim AS key FROM current_view) AS listed
CROSS JOIN LATERAL (
    SELECT * FROM current_view_history
    WHERE claim = listed.key AND position <= %(position)s
    ORDER BY position DESC LIMIT 1
) AS shown
WHERE {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;

-- name: stood_last
-- The revisions of claims that stood last up to a position; the last ones where none ever stood.
SELECT asked.claim, shown.view
FROM unnest(%(claims)s::text[]) AS asked(claim)
CROSS JOIN LATERAL (
    SELECT stands, number FROM revision
    WHERE revision.claim = asked.claim AND position <= %(position)s
    ORDER BY stands IS NULL, position DESC LIMIT 1
) AS last
JOIN revision AS shown ON shown.claim = asked.claim AND shown.number = coalesce(last.stands, last.number);

-- name: board_now
-- A question's own view and the view of each claim about it; one row at least.
SELECT (SELECT position FROM tracking WHERE name = 'current_view') AS reflected, asked.view, shown.view
FROM (SELECT 1) AS always
LEFT JOIN question_view AS asked ON asked.question = %(question)s
LEFT JOIN current_view AS shown ON shown.question = %(question)s
ORDER BY shown.claim;

-- name: board_as_of
-- The same as of a position. A claim that was ever about the question is looked at; what counts is where it was past.
SELECT NULL::bigint AS reflected, asked.view, shown.view
FROM (SELECT 1) AS always
LEFT JOIN LATERAL (
    SELECT view FROM question_view_history
    WHERE question = %(question)s AND position <= %(position)s
    ORDER BY position DESC LIMIT 1
) AS asked ON true
LEFT JOIN LATERAL (
    SELECT latest.claim, latest.view
    FROM (SELECT DISTINCT claim FROM current_view_history WHERE question = %(question)s) AS ever
    CROSS JOIN LATERAL (
        SELECT claim, question, view FROM current_view_history
        WHERE claim = ever.claim AND position <= %(position)s
        ORDER BY position DESC LIMIT 1
    ) AS latest
    WHERE latest.question = %(question)s
) AS shown ON true
ORDER BY shown.claim;

-- name: question_begins
-- When a question was first asked or first named by a claim; NULL where it never was.
SELECT least(
    (SELECT recorded_at FROM event WHERE stream = 'question/' || %(question)s ORDER BY version LIMIT 1),
    (SELECT min(recorded_at) FROM current_view_history WHERE question = %(question)s)
);

-- name: two_now
-- The views of two claims and of their questions.
SELECT shown.claim, shown.view, asked.view
FROM current_view AS shown
LEFT JOIN question_view AS asked ON asked.question = shown.question
WHERE shown.claim IN (%(left)s, %(right)s);

-- name: two_as_of
-- The same as of a position.
SELECT shown.claim, shown.view, asked.view
FROM (SELECT DISTINCT unnest(ARRAY[%(left)s, %(right)s]::text[]) AS claim) AS named
CROSS JOIN LATERAL (
    SELECT claim, question, view FROM current_view_history
    WHERE claim = named.claim AND position <= %(position)s
    ORDER BY position DESC LIMIT 1
) AS shown
LEFT JOIN LATERAL (
    SELECT view FROM question_view_history
    WHERE question = shown.question AND position <= %(position)s
    ORDER BY position DESC LIMIT 1
) AS asked ON true;

-- name: audit
-- A page of a claim's audit trail.
SELECT listed.key, version, recorded_at, recorder, type, source, id, time, changed, revision,
       (SELECT position FROM tracking WHERE name = 'audit_trail') AS reflected
FROM (SELECT position AS key, * FROM audit_trail) AS listed
WHERE listed.stream = %(stream)s AND listed.key <= %(until)s AND {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;

-- name: questions_now
-- A page of questions, asked or only named by claims, each with the number of its claims. "named" leaps through the index
-- from question to question, for claims are many and their rows wide.
WITH RECURSIVE named AS (
    SELECT min(question) AS question FROM current_view
    UNION ALL
    SELECT (SELECT min(question) FROM current_view WHERE question > named.question)
    FROM named WHERE named.question IS NOT NULL
)
SELECT listed.key, asked.view,
       (SELECT count(*) FROM current_view WHERE current_view.question = listed.key) AS claims,
       (SELECT position FROM tracking WHERE name = 'current_view') AS reflected
FROM (
    SELECT question AS key FROM question_view UNION SELECT question FROM named WHERE question IS NOT NULL
) AS listed
LEFT JOIN question_view AS asked ON asked.question = listed.key
WHERE {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;

-- name: questions_as_of
-- The same as of a position. Questions are gone through in order, and claims counted of those on the page alone.
WITH RECURSIVE named AS (
    SELECT min(question) AS question FROM current_view_history
    UNION ALL
    SELECT (SELECT min(question) FROM current_view_history WHERE question > named.question)
    FROM named WHERE named.question IS NOT NULL
)
SELECT listed.key, asked.view, counted.claims, NULL::bigint AS reflected
FROM (
    SELECT question AS key FROM question_view UNION SELECT question FROM named WHERE question IS NOT NULL
    ORDER BY key {direction} OFFSET 0
) AS listed
LEFT JOIN LATERAL (
    SELECT question, text, view FROM question_view_history AS past
    WHERE past.question = listed.key AND past.position <= %(position)s
    ORDER BY past.position DESC LIMIT 1
) AS asked ON true
CROSS JOIN LATERAL (
    SELECT count(*) AS claims
    FROM (SELECT DISTINCT claim FROM current_view_history WHERE question = listed.key) AS ever
    CROSS JOIN LATERAL (
        SELECT question FROM current_view_history AS past
        WHERE past.claim = ever.claim AND past.position <= %(position)s
        ORDER BY past.position DESC LIMIT 1
    ) AS latest
    WHERE latest.question = listed.key
) AS counted
WHERE (asked.question IS NOT NULL OR counted.claims > 0) AND {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;

-- name: corrections_now
-- A page of the correction log; the conditions are about the claims as they are now.
SELECT listed.key, shown.view, (SELECT position FROM tracking WHERE name = 'audit_trail') AS reflected,
       listed.recorded_at, listed.correction
FROM (SELECT position AS key, claim, recorded_at, correction FROM audit_trail WHERE correction IS NOT NULL) AS listed
JOIN current_view AS shown ON shown.claim = listed.claim
WHERE {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;

-- name: corrections_as_of
-- The same as of a position; the conditions are about the claims as they were past.
SELECT listed.key, shown.view, NULL::bigint AS reflected, listed.recorded_at, listed.correction
FROM (
    SELECT position AS key, claim, recorded_at, correction FROM audit_trail
    WHERE correction IS NOT NULL AND position <= %(position)s
) AS listed
CROSS JOIN LATERAL (
    SELECT * FROM current_view_history AS past
    WHERE past.claim = listed.claim AND past.position <= %(position)s
    ORDER BY past.position DESC LIMIT 1
) AS shown
WHERE {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;
