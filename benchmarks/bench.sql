-- What the benchmarks themselves ask of the database.

-- name: create_database
-- A contender's: a copy of another one.
CREATE DATABASE {} TEMPLATE {};

-- name: drop_database
-- And away with it.
DROP DATABASE {} WITH (FORCE);

-- name: analyze
-- What autovacuum does within a minute of a large load: until then, some plans are poor.
ANALYZE;

-- name: create_rows
-- What the raw driver writes to: a key, a place in a stream, bytes.
CREATE TABLE row (
    id      bigserial PRIMARY KEY,
    stream  text,
    version integer,
    type    text,
    state   bytea,
    UNIQUE (stream, version)
);

-- name: insert_row
-- One event of the raw driver.
INSERT INTO row (stream, version, type, state) VALUES (%s, %s, %s, %s);

-- name: copy_rows
-- Many at once.
COPY row (stream, version, type, state) FROM STDIN (FORMAT binary);

-- name: end_of_log
-- How many events claimtrail's log holds.
SELECT coalesce(max(position), 0) FROM event;

-- name: claimtrail_followed
-- The position that every one of its read models has reached.
SELECT coalesce(min(position), 0) FROM tracking;

-- name: textbook_followed
-- The notification that its view has reached.
SELECT coalesce(max(notification_id), 0) FROM current_view_tracking;
