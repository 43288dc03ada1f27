-- Reading and appending the log. Plans were looked at on a million rows: every query below is index scans only.

-- name: begin_and_lock
-- Opens the group's transaction, takes the log's one lock, then (a snapshot taken before the lock would be stale)
-- reads the last event's place and the clock. Sent as one string, so that it is one round trip.
BEGIN;
SELECT pg_advisory_xact_lock(4915732001);
SELECT coalesce(last.position, 0),
       coalesce((extract(epoch FROM last.recorded_at) * 1000000)::bigint, 0),
       (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
FROM (SELECT 1) AS always
LEFT JOIN LATERAL (SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1) AS last ON true;

-- name: recorded_of
-- What is recorded under the asked identities (kind 0), and the first of the events that states lack (kind 1).
-- OFFSET and LIMIT keep the planner from turning the index look-ups into one join over the whole table.
SELECT 0 AS kind, found.*
FROM unnest(%(sources)s, %(ids)s) AS asked(source, id)
CROSS JOIN LATERAL (
    SELECT position, stream, version, type, source, id, recorded_at, header, payload, secret, erased
    FROM event WHERE event.source = asked.source AND event.id = asked.id OFFSET 0
) AS found
UNION ALL
(
    SELECT 1, found.*
    FROM unnest(%(streams)s, %(versions)s) AS had(stream, version)
    CROSS JOIN LATERAL (
        SELECT position, stream, version, type, source, id, recorded_at, ''::bytea, payload, NULL::bytea, erased
        FROM event WHERE event.stream = had.stream AND event.version > had.version ORDER BY version LIMIT %(most)s
    ) AS found
    LIMIT %(most)s
);

-- name: recalled
-- Events that settled claims have to be told again, by identity and by place.
SELECT found.*
FROM unnest(%(sources)s, %(ids)s) AS asked(source, id)
CROSS JOIN LATERAL (
    SELECT position, stream, version, type, source, id, recorded_at, ''::bytea, payload, NULL::bytea, erased
    FROM event WHERE event.source = asked.source AND event.id = asked.id OFFSET 0
) AS found
UNION ALL
SELECT found.*
FROM unnest(%(streams)s, %(versions)s) AS asked(stream, version)
CROSS JOIN LATERAL (
    SELECT position, stream, version, type, source, id, recorded_at, ''::bytea, payload, NULL::bytea, erased
    FROM event WHERE event.stream = asked.stream AND event.version = asked.version OFFSET 0
) AS found;

-- name: rows_at
-- Events of a stream by their versions, secrets included, for a redaction.
SELECT position, stream, version, type, source, id, recorded_at, header, payload, secret, erased
FROM event WHERE stream = %(stream)s AND version = ANY(%(versions)s);

-- name: holding
-- Which events of a part of a stream may hold one of some values (their canonical bytes, which stand in a payload as
-- they are; inside of another value too, so that each has to be looked at); its redactions, which erase, beside.
SELECT version, type, payload FROM event
WHERE stream = %(stream)s AND version > %(after)s AND version <= %(until)s
  AND (
      type = ANY(%(redactions)s)
      OR EXISTS (SELECT FROM unnest(%(values)s) AS value WHERE position(value IN payload) > 0)
  )
ORDER BY version;

-- name: append
-- Stores a group, in order, and wakes whoever follows the log.
WITH stored AS (
    INSERT INTO event (position, stream, version, type, source, id, recorded_at, header, leaf, payload, secret, erased)
    SELECT position, stream, version, type, source, id, %(recorded_at)s, header, leaf, payload, secret, erased
    FROM unnest(
        %(positions)s, %(streams)s, %(versions)s, %(types)s, %(sources)s, %(ids)s,
        %(headers)s, %(leaves)s, %(payloads)s, %(secrets)s, %(erased)s
    ) AS new(position, stream, version, type, source, id, header, leaf, payload, secret, erased)
)
SELECT pg_notify('claimtrail', %(last)s);

-- name: erase
-- Erases units of one event (a SECURITY DEFINER function: the service may not update the table).
SELECT erase(%(position)s, %(payload)s, %(erased)s);

-- name: keep_places
-- Where the values that a redaction has erased stood still, for its receipt.
INSERT INTO also_in (position, places) VALUES (%(position)s, %(places)s);

-- name: places
-- The same of redactions at some positions.
SELECT position, places FROM also_in WHERE position = ANY(%(positions)s);
