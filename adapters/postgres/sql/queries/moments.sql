-- Moments of the record: positions, times, how far the read models have come. Index look-ups only.

-- name: end_of_log
-- The last position; 0 where nothing is recorded.
SELECT coalesce((SELECT position FROM event ORDER BY position DESC LIMIT 1), 0);

-- name: position_at
-- The last position recorded at a moment or before (0: none); whether that is settled, for something was recorded then
-- or later; whether the moment has come by our clock.
SELECT found.position, found.is_settled, clock_timestamp() >= asked.moment
FROM (SELECT %(moment)s::timestamptz AS moment) AS asked
CROSS JOIN LATERAL ({halving}) AS found;

-- name: wait_for_groups
-- Waits until no group is in flight that may still be recorded before now, and lets go at once.
SELECT pg_advisory_xact_lock_shared(4915732001);

-- name: first_of_log
-- When the record begins; no row while it is empty.
SELECT position, recorded_at FROM event WHERE position = 1;

-- name: first_of_stream
-- When a stream begins; no row where there is none.
SELECT position, recorded_at FROM event WHERE stream = %(stream)s ORDER BY version LIMIT 1;

-- name: tracked
-- How far a read model has come, and whether it is being made anew; no row before its first batch.
SELECT position, rebuilding FROM tracking WHERE name = %(name)s;

-- name: projections
-- How far each read model has come, and where the log ends; at least one row, without a name if there is no read model.
SELECT coalesce((SELECT position FROM event ORDER BY position DESC LIMIT 1), 0) AS log,
       tracking.name, tracking.position, tracking.digest, tracking.rebuilding, tracking.failed_at, tracking.failure
FROM (SELECT 1) AS always
LEFT JOIN tracking ON true
ORDER BY tracking.name COLLATE "C";
