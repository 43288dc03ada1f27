-- What the read models answer. Plans on a million events: index look-ups; a list walks its key's index, or that of the
-- rarest condition. A view is bytes, answered as it stands; beside it, how far the read model has come ("reflected").

-- name: claim_now
-- A claim's current view.
SELECT version, view FROM current_view WHERE claim = %(claim)s;

-- name: claim_as_of
-- A claim's view as of a position, where the log ends, how far the read model has come; always one row.
SELECT (SELECT position FROM event ORDER BY position DESC LIMIT 1) AS log_end,
       (SELECT position FROM tracking WHERE name = 'current_view') AS reflected,
       shown.view
FROM (SELECT 1) AS always
LEFT JOIN LATERAL (
    SELECT view FROM current_view_history
    WHERE claim = %(claim)s AND position <= %(position)s
    ORDER BY position DESC LIMIT 1
) AS shown ON true;

-- name: claims_now
-- A page of current views, in the order of their ids.
SELECT listed.key, shown.view, (SELECT position FROM tracking WHERE name = 'current_view') AS reflected
FROM (SELECT claim AS key, * FROM current_view) AS listed
CROSS JOIN LATERAL (SELECT listed.*) AS shown
WHERE {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;

-- name: claims_as_of
-- The same as of a position: of each claim the row that was the last one then.
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

-- name: board_now
-- A question's own view and the view of each claim about it; one row at least.
SELECT (SELECT position FROM tracking WHERE name = 'current_view') AS reflected, asked.view, shown.view
FROM (SELECT 1) AS always
LEFT JOIN question_view AS asked ON asked.question = %(question)s
LEFT JOIN current_view AS shown ON shown.question = %(question)s
ORDER BY shown.claim;

-- name: board_as_of
-- The same as of a position. A claim that was ever about the question is looked at; what counts is where it was then.
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
SELECT position AS key, version, recorded_at, recorder, type, source, id, time, changed, revision,
       (SELECT position FROM tracking WHERE name = 'audit_trail') AS reflected
FROM audit_trail
WHERE stream = %(stream)s AND position > %(after)s AND position <= %(until)s AND {conditions}
ORDER BY position {direction}
LIMIT %(limit)s;
