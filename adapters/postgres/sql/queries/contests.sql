-- Writing what decides whether a question is contested. Rows go in and come out as bytes, so columns are named in the
-- order in which contests.py makes them.

-- name: fill_contests
-- Of claims as they are after a batch.
COPY contest (claim, question, scope, period, low, low_open, high, high_open, tally, is_disputed)
FROM STDIN (FORMAT BINARY);

-- name: take_contests
-- Takes some out, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM contest WHERE claim = ANY(%(keys)s)
    RETURNING claim, question, scope, period, low, low_open, high, high_open, tally, is_disputed
) TO STDOUT (FORMAT BINARY);

-- name: show_contests
-- All of them, to add up their digest.
COPY contest (claim, question, scope, period, low, low_open, high, high_open, tally, is_disputed)
TO STDOUT (FORMAT BINARY);

-- name: empty
-- Before a rebuild.
TRUNCATE contest;
