-- Following the log live: the next events for whoever follows it, so many bytes of them at once, and how many came.

-- name: log_messages
-- The next events of the log: as many as begin within so many bytes, so at least one where there is one.
SELECT stream, key, type, header, payload, erased, version
FROM (
    SELECT found.*, sum(octet_length(header) + octet_length(payload)) OVER (ORDER BY key ROWS UNBOUNDED PRECEDING)
                    - octet_length(header) - octet_length(payload) AS before
    FROM (
        SELECT stream, position AS key, type, header, payload, erased, version
        FROM event
        WHERE position > %(after)s AND position <= %(until)s AND {conditions}
        ORDER BY position LIMIT %(most)s
    ) AS found
) AS listed
WHERE before < %(most_bytes)s
ORDER BY key;

-- name: stream_messages
-- The same of one stream beyond a version, whose order is that of positions.
SELECT stream, key, type, header, payload, erased, version
FROM (
    SELECT found.*, sum(octet_length(header) + octet_length(payload)) OVER (ORDER BY key ROWS UNBOUNDED PRECEDING)
                    - octet_length(header) - octet_length(payload) AS before
    FROM (
        SELECT stream, position AS key, type, header, payload, erased, version
        FROM event
        WHERE stream = %(stream)s AND version > %(version)s
          AND position > %(after)s AND position <= %(until)s AND {conditions}
        ORDER BY version LIMIT %(most)s
    ) AS found
) AS listed
WHERE before < %(most_bytes)s
ORDER BY key;

-- name: came
-- How many events of these streams came between two positions, from the last so many of each stream.
SELECT count(*)
FROM unnest(%(streams)s::text[]) AS asked(stream)
CROSS JOIN LATERAL (
    SELECT position FROM event WHERE event.stream = asked.stream AND event.position <= %(until)s
    ORDER BY version DESC LIMIT %(most)s
) AS last
WHERE last.position > %(after)s;
