-- Reads that many readers share: a row of the parameters' arrays is what one of them asked for, "place" which one, from
-- 1 on. Index look-ups only, whatever the statistics say (prepare_shared_reads in session.sql sees to it): plans on a
-- million events, one index scan for each asked row.

-- name: claims_now
-- The current views of claims, and whether views are being made anew, so that these may be old ones.
SELECT asked.place, shown.version, shown.view, (SELECT rebuilding FROM tracking WHERE name = 'current_view')
FROM unnest(%(claims)s::text[]) WITH ORDINALITY AS asked(claim, place)
JOIN current_view AS shown ON shown.claim = asked.claim;

-- name: claims_as_of
-- Views as of positions, where the log ends, how far the read model has come; a row for each that is asked for.
SELECT asked.place, (SELECT position FROM event ORDER BY position DESC LIMIT 1) AS log_end,
       (SELECT position FROM tracking WHERE name = 'current_view') AS reflected, shown.view
FROM unnest(%(claims)s::text[], %(positions)s::bigint[]) WITH ORDINALITY AS asked(claim, position, place)
LEFT JOIN LATERAL (
    SELECT view FROM current_view_history
    WHERE claim = asked.claim AND position <= asked.position
    ORDER BY position DESC LIMIT 1
) AS shown ON true;

-- name: claims_at
-- The same at moments that are settled, with the positions of these; no row for one that is not.
SELECT asked.place, found.position, (SELECT position FROM tracking WHERE name = 'current_view') AS reflected, shown.view
FROM unnest(%(claims)s::text[], %(moments)s::timestamptz[]) WITH ORDINALITY AS asked(claim, moment, place)
CROSS JOIN LATERAL ({halving}) AS found
LEFT JOIN LATERAL (
    SELECT view FROM current_view_history
    WHERE claim = asked.claim AND position <= found.position
    ORDER BY position DESC LIMIT 1
) AS shown ON true
WHERE found.is_settled;

-- name: stream_pages
-- Events of streams, each between two of its versions; beside each, where the log ends.
SELECT asked.place, listed.*, (SELECT position FROM event ORDER BY position DESC LIMIT 1) AS reflected
FROM unnest(%(streams)s::text[], %(lows)s::integer[], %(highs)s::integer[]) WITH ORDINALITY
     AS asked(stream, low, high, place)
CROSS JOIN LATERAL (
    SELECT version AS key, type, header, payload, erased FROM event
    WHERE stream = asked.stream AND version > asked.low AND version <= asked.high
    ORDER BY version
) AS listed;
