-- Writing the audit trail. Rows go in and come out as bytes, so columns are named in the order in which audit_trail.py
-- makes them.

-- name: fill_audit_trail
-- A row for each event.
COPY audit_trail
    (position, claim, stream, version, recorded_at, recorder, type, source, id, time, changed, revision, correction)
FROM STDIN (FORMAT BINARY);

-- name: take_audit_trail
-- Takes out those of some streams, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM audit_trail WHERE stream = ANY(%(keys)s)
    RETURNING position, claim, stream, version, recorded_at, recorder, type, source, id, time, changed, revision, correction
) TO STDOUT (FORMAT BINARY);

-- name: show_audit_trail
-- All of them, to add up their digest.
COPY audit_trail
    (position, claim, stream, version, recorded_at, recorder, type, source, id, time, changed, revision, correction)
TO STDOUT (FORMAT BINARY);

-- name: empty
-- Before a rebuild.
TRUNCATE audit_trail;
