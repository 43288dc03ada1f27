-- Reading the log for people and programs: pages, single events, receipts. Plans on a million rows: index scans only,
-- but for a type that is rare, which is looked for along the log.

-- name: page
-- Events of the log between two positions; beside each, where the log ends.
SELECT stream, position AS key, type, header, payload, erased,
       (SELECT position FROM event ORDER BY position DESC LIMIT 1) AS reflected
FROM event
WHERE position > %(low)s AND position <= %(high)s AND {conditions}
ORDER BY position {direction}
LIMIT %(limit)s;

-- name: stream_page
-- The same for one stream between two of its versions, whose order is that of positions.
SELECT stream, version AS key, type, header, payload, erased,
       (SELECT position FROM event ORDER BY position DESC LIMIT 1) AS reflected
FROM event
WHERE stream = %(stream)s AND version > %(low)s AND version <= %(high)s
  AND position > %(after)s AND position <= %(until)s AND {conditions}
ORDER BY version {direction}
LIMIT %(limit)s;

-- name: one_event
-- The event at a position; no row where there is none.
SELECT stream, position AS key, type, header, payload, erased FROM event WHERE position = %(position)s;

-- name: recorded_under
-- The events of the asked identities, with the place of each among those asked for.
SELECT asked.place, event.position, event.stream, event.version, event.type, event.source, event.id, event.recorded_at,
       event.header, ''::bytea AS payload, NULL::bytea AS secret, event.erased
FROM unnest(%(sources)s::text[], %(ids)s::text[]) WITH ORDINALITY AS asked(source, id, place)
JOIN event ON event.source = asked.source AND event.id = asked.id AND event.position <= %(until)s;
