-- What every projection asks: where it stands, what comes next, and the streams whose folds it does not hold.
-- Plans on a million rows: index scans only. Moments come as their eight bytes, for a thousand events often share one.

-- name: take_turns
-- Locks the places of projections until the end of the transaction, and reads them. The commit need not reach the disk:
-- what a crash loses, it loses together with the place, and is read from the log again.
SELECT name, position, digest::text, rebuilding, set_config('synchronous_commit', 'off', true)
FROM tracking WHERE name = ANY(%(names)s) ORDER BY name FOR UPDATE;

-- name: is_left_to_us
-- Whether nobody is rebuilding the projection just now (a rebuild holds this lock as long as it lives).
SELECT pg_try_advisory_xact_lock(hashtextextended('claimtrail projection ' || %(name)s, 0));

-- name: begin_rebuild
-- Takes that lock for the session; false where another rebuild has it. Asked again, since a batch holds it for a while.
SELECT pg_try_advisory_lock(hashtextextended('claimtrail projection ' || %(name)s, 0));

-- name: end_rebuild
-- Lets go of it.
SELECT pg_advisory_unlock(hashtextextended('claimtrail projection ' || %(name)s, 0));

-- name: next_events
-- What comes after a position, in order. Positions have no gaps, so they bound what is looked at: where a planner that
-- knows no better would sort all that is left of the log.
SELECT stream, version, position, timestamptz_send(recorded_at), type, source, id, payload, erased,
       CASE WHEN %(with_headers)s THEN header ELSE '' END
FROM event
WHERE position > %(after)s AND position <= least(%(until)s, %(after)s::bigint + %(most)s)
ORDER BY position LIMIT %(most)s;

-- name: next_in_streams
-- Everything up to a position, stream by stream: what comes after a version of a stream.
SELECT stream, version, position, timestamptz_send(recorded_at), type, source, id, payload, erased,
       CASE WHEN %(with_headers)s THEN header ELSE '' END
FROM event
WHERE (stream, version) > (%(stream)s, %(version)s) AND position <= %(until)s
ORDER BY stream, version LIMIT %(most)s;

-- name: streams_until
-- Whole streams up to a position. OFFSET 0 keeps the planner from joining over the whole table.
SELECT found.*
FROM unnest(%(streams)s::text[]) AS asked(stream)
CROSS JOIN LATERAL (
    SELECT stream, version, position, timestamptz_send(recorded_at), type, source, id, payload, erased,
           CASE WHEN %(with_headers)s THEN header ELSE '' END
    FROM event WHERE event.stream = asked.stream AND event.position <= %(until)s ORDER BY version OFFSET 0
) AS found;

-- name: recalled
-- Events that settled claims have to be told again, by identity and by place.
SELECT found.*
FROM unnest(%(sources)s::text[], %(ids)s::text[]) AS asked(source, id)
CROSS JOIN LATERAL (
    SELECT stream, version, position, timestamptz_send(recorded_at), type, source, id, payload, erased, ''::bytea
    FROM event WHERE event.source = asked.source AND event.id = asked.id OFFSET 0
) AS found
UNION ALL
SELECT found.*
FROM unnest(%(streams)s::text[], %(versions)s::integer[]) AS asked(stream, version)
CROSS JOIN LATERAL (
    SELECT stream, version, position, timestamptz_send(recorded_at), type, source, id, payload, erased, ''::bytea
    FROM event WHERE event.stream = asked.stream AND event.version = asked.version OFFSET 0
) AS found;

-- name: track
-- The places after a batch, with the digests of the rows as they are then. What had failed has not, this time.
UPDATE tracking
SET position = moved.position, digest = moved.digest, rebuilding = moved.rebuilding, failed_at = NULL, failure = NULL
FROM unnest(%(names)s::text[], %(positions)s::bigint[], %(digests)s::numeric[], %(rebuilding)s::boolean[])
     AS moved(name, position, digest, rebuilding)
WHERE tracking.name = moved.name;

-- name: fail
-- The event that a projection stopped at, and why.
UPDATE tracking SET failed_at = %(failed_at)s, failure = %(failure)s WHERE name = %(name)s;
