-- What the log says of itself, for people who ask whether it can be trusted. Plans on a million rows: index scans; what
-- is read whole has a bound.

-- name: extent
-- When the first event was recorded, and the last one up to a position; no row where there is none.
SELECT first.recorded_at, last.position, last.recorded_at
FROM event AS first
CROSS JOIN (SELECT position, recorded_at FROM event WHERE position <= %(until)s ORDER BY position DESC LIMIT 1) AS last
WHERE first.position = 1;

-- name: order
-- Of the events after a position and up to another: how many there are, how many do not follow the one before, how many
-- were recorded before it, how many have a leaf that is not the hash of their header.
SELECT count(*), count(*) FILTER (WHERE position <> before + 1), count(*) FILTER (WHERE recorded_at < recorded_before),
       count(*) FILTER (WHERE leaf <> sha256('\x00'::bytea || header))
FROM (
    SELECT position, recorded_at, header, leaf,
           lag(position, 1, %(after)s::bigint) OVER in_order AS before, lag(recorded_at) OVER in_order AS recorded_before
    FROM event WHERE position > %(after)s AND position <= %(until)s WINDOW in_order AS (ORDER BY position)
) AS followed;

-- name: leaves
-- The leaves of the tree up to a position, in order.
SELECT leaf FROM event WHERE position <= %(until)s ORDER BY position;

-- name: days
-- The last position of each day that has events, from the last day back until one ends at a position or before it; day 0
-- is all that comes before the first of the asked midnights, which are in order.
WITH RECURSIVE ends AS (
    SELECT event.position, width_bucket(event.recorded_at, %(midnights)s::timestamptz[]) AS day
    FROM event WHERE event.position = %(until)s
    UNION ALL
    SELECT event.position, width_bucket(event.recorded_at, %(midnights)s::timestamptz[])
    FROM ends
    CROSS JOIN LATERAL (
        SELECT (%(midnights)s::timestamptz[])[ends.day] - interval '1 microsecond' AS moment
    ) AS asked
    CROSS JOIN LATERAL ({halving}) AS before
    JOIN event ON event.position = before.position
    WHERE ends.day > 0 AND ends.position > %(after)s
)
SELECT position, day FROM ends ORDER BY position;

-- name: besides
-- How many events of which type, but for reports and updates, stretch by stretch: each begins at an asked position and
-- ends before the next, the last one at a position.
SELECT width_bucket(position, %(firsts)s::bigint[]) AS stretch, type, count(*)
FROM event
WHERE position >= (%(firsts)s::bigint[])[1] AND position <= %(until)s
  AND type NOT IN ('claim.reported.v1', 'claim.updated.v1')
GROUP BY stretch, type;

-- name: redactions
-- The last redactions up to a position, and how many there are of them all.
SELECT position, stream, recorded_at, payload, (
    SELECT count(*) FROM event
    WHERE type IN ('claim.redacted.v1', 'question.redacted.v1', 'story.redacted.v1') AND position <= %(until)s
) AS all_of_them
FROM event
WHERE type IN ('claim.redacted.v1', 'question.redacted.v1', 'story.redacted.v1') AND position <= %(until)s
ORDER BY position DESC LIMIT %(limit)s;

-- name: told_of
-- Of some events what tells what each changed: who recorded it, whether its figure came late, the figure's revision
-- before, and of a story what is to be said of it now, and its headline at a position.
SELECT trail.position, trail.recorder, made.late, before.view, finding.view, story.headline
FROM unnest(%(positions)s::bigint[]) AS asked(position)
JOIN audit_trail AS trail ON trail.position = asked.position
LEFT JOIN LATERAL (
    SELECT late FROM revision WHERE revision.claim = trail.claim AND revision.number = trail.revision LIMIT 1
) AS made ON true
LEFT JOIN LATERAL (
    SELECT view FROM revision WHERE revision.claim = trail.claim AND revision.number = trail.revision - 1 LIMIT 1
) AS before ON trail.type = 'claim.updated.v1'
LEFT JOIN story_finding AS finding
    ON trail.type = 'story.published.v1' AND finding.story = substr(trail.stream, length('story/') + 1)
LEFT JOIN LATERAL (
    SELECT headline FROM story_view_history AS past
    WHERE past.story = substr(trail.stream, length('story/') + 1) AND past.position <= %(until)s
    ORDER BY past.position DESC LIMIT 1
) AS story ON starts_with(trail.stream, 'story/');

-- name: entry_at
-- The event at a position as it is stored, and its leaf.
SELECT position, stream, version, type, source, id, recorded_at, header, payload, secret, erased, leaf
FROM event WHERE position = %(position)s AND position <= %(until)s;

-- name: positions_of
-- Where events with an id stand, whatever their source: of a thousand sources at most, three at most.
WITH RECURSIVE named AS (
    SELECT (SELECT source FROM event ORDER BY source LIMIT 1) AS source, 1 AS n
    UNION ALL
    SELECT (SELECT event.source FROM event WHERE event.source > named.source ORDER BY event.source LIMIT 1), n + 1
    FROM named WHERE named.source IS NOT NULL AND n < 1000
)
SELECT found.position
FROM named
CROSS JOIN LATERAL (
    SELECT position FROM event
    WHERE event.source = named.source AND event.id = %(id)s AND event.position <= %(until)s
) AS found
ORDER BY found.position LIMIT 3;
