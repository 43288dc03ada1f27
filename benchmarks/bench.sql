-- What the benchmark itself asks of the database.

-- name: create_database
-- One contender's, for one round.
CREATE DATABASE {};

-- name: drop_database
-- And away with it.
DROP DATABASE {} WITH (FORCE);

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
-- One event of the raw driver, committed by itself.
INSERT INTO row (stream, version, type, state) VALUES (%s, %s, %s, %s);
