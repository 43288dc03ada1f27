-- What the eventsourcing library's recorders ask of the log and of the table tracking. Index scans only.

-- name: select_events
-- A stream between two versions.
SELECT position, stream, version, type, source, id, recorded_at, header, payload, secret, erased
FROM event
WHERE stream = %(stream)s AND version > %(gt)s AND version <= %(lte)s
ORDER BY version {direction} LIMIT %(limit)s;

-- name: select_notifications
-- The log between two positions.
SELECT position, stream, version, type, source, id, recorded_at, header, payload, secret, erased
FROM event
WHERE position > %(after)s AND position <= %(stop)s AND {conditions}
ORDER BY position LIMIT %(limit)s;

-- name: last_position
-- Where the log ends; no row where it is empty.
SELECT position FROM event ORDER BY position DESC LIMIT 1;

-- name: listen
-- Wakes whoever follows the log at each commit; the payload is the group's last position.
LISTEN claimtrail;

-- name: track
-- Moves a tracked position forward, never back: no row is touched where it stands there already.
INSERT INTO tracking (name, position) VALUES (%(name)s, %(position)s)
ON CONFLICT (name) DO UPDATE SET position = excluded.position WHERE tracking.position < excluded.position;

-- name: tracked
-- How far a name has come.
SELECT position FROM tracking WHERE name = %(name)s;
