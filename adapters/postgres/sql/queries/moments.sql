-- Moments of the record: positions, times, how far the read models have come. Index look-ups only.

-- name: end_of_log
-- The last position; 0 where nothing is recorded.
SELECT coalesce((SELECT position FROM event ORDER BY position DESC LIMIT 1), 0);

-- name: position_at
-- The last position recorded at a moment or before (0: none), by halving, since recorded_at rises with the position;
-- whether that is settled, for something was recorded then or later; whether the moment has come by our clock.
WITH RECURSIVE last AS MATERIALIZED (
    SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1
), halving(low, high) AS (
    SELECT 0::bigint, position FROM last
    UNION ALL
    SELECT CASE WHEN probe.recorded_at <= %(moment)s THEN probe.position ELSE low END,
           CASE WHEN probe.recorded_at <= %(moment)s THEN high ELSE probe.position - 1 END
    FROM halving
    CROSS JOIN LATERAL (
        SELECT position, recorded_at FROM event WHERE position = (halving.low + halving.high + 1) / 2
    ) AS probe
    WHERE low < high
)
SELECT coalesce((SELECT low FROM halving WHERE low = high), 0),
       coalesce((SELECT recorded_at >= %(moment)s FROM last), false),
       clock_timestamp() >= %(moment)s;

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
