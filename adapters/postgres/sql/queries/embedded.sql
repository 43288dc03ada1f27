-- The database inside a PostgreSQL that has just been made.

-- name: database_exists
-- Whether it is there already.
SELECT FROM pg_catalog.pg_database WHERE datname = %(name)s;

-- name: create_database
-- Make it; CREATE DATABASE takes no parameter.
CREATE DATABASE claimtrail;
