-- What every page tells of the record in its head and foot. Index look-ups only.

-- name: record
-- The log's last position and when it was recorded (0 and null while it is empty); how far the read model furthest
-- behind has come (null without one); when the event at the position asked for was recorded (null without one). One row.
SELECT coalesce(last.position, 0) AS position, last.recorded_at,
       (SELECT min(tracking.position) FROM tracking) AS reflected,
       (SELECT event.recorded_at FROM event WHERE event.position = %(position)s) AS asked_recorded_at
FROM (SELECT 1) AS always
LEFT JOIN (SELECT event.position, event.recorded_at FROM event ORDER BY event.position DESC LIMIT 1) AS last ON true;
