-- Writing the current views of claims and questions, and their history. Rows go in and come out as bytes, so columns are
-- named in the order in which current_view.py makes them.

-- name: fill_claims
-- The views of claims as they are after a batch.
COPY current_view
    (claim, question, originator, parties, status, disputed, version, position, recorded_at, words, view)
FROM STDIN (FORMAT BINARY);

-- name: take_claims
-- Takes some out, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM current_view WHERE claim = ANY(%(keys)s)
    RETURNING claim, question, originator, parties, status, disputed, version, position, recorded_at, words, view
) TO STDOUT (FORMAT BINARY);

-- name: show_claims
-- All of them, to add up their digest.
COPY current_view
    (claim, question, originator, parties, status, disputed, version, position, recorded_at, words, view)
TO STDOUT (FORMAT BINARY);

-- name: fill_claim_history
-- A view for each event of a claim.
COPY current_view_history
    (claim, position, question, originator, parties, status, disputed, version, recorded_at, view)
FROM STDIN (FORMAT BINARY);

-- name: take_claim_history
-- Takes some out, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM current_view_history WHERE claim = ANY(%(keys)s)
    RETURNING claim, position, question, originator, parties, status, disputed, version, recorded_at, view
) TO STDOUT (FORMAT BINARY);

-- name: show_claim_history
-- All of them, to add up their digest.
COPY current_view_history
    (claim, position, question, originator, parties, status, disputed, version, recorded_at, view)
TO STDOUT (FORMAT BINARY);

-- name: fill_questions
-- The views of questions as they are after a batch.
COPY question_view
    (question, version, position, recorded_at, text, scope, tolerance, topics, view)
FROM STDIN (FORMAT BINARY);

-- name: take_questions
-- Takes some out, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM question_view WHERE question = ANY(%(keys)s)
    RETURNING question, version, position, recorded_at, text, scope, tolerance, topics, view
) TO STDOUT (FORMAT BINARY);

-- name: show_questions
-- All of them, to add up their digest.
COPY question_view
    (question, version, position, recorded_at, text, scope, tolerance, topics, view)
TO STDOUT (FORMAT BINARY);

-- name: fill_question_history
-- A view for each event of a question.
COPY question_view_history
    (question, version, position, recorded_at, text, scope, tolerance, topics, view)
FROM STDIN (FORMAT BINARY);

-- name: take_question_history
-- Takes some out, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM question_view_history WHERE question = ANY(%(keys)s)
    RETURNING question, version, position, recorded_at, text, scope, tolerance, topics, view
) TO STDOUT (FORMAT BINARY);

-- name: show_question_history
-- All of them, to add up their digest.
COPY question_view_history
    (question, version, position, recorded_at, text, scope, tolerance, topics, view)
TO STDOUT (FORMAT BINARY);

-- name: empty
-- Before a rebuild.
TRUNCATE current_view, current_view_history, question_view, question_view_history;
