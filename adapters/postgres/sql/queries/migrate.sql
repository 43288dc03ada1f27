-- Which numbered files have been applied to this database.

-- name: try_lock
-- One migration at a time. Asked again and again: a statement that waits would hold a snapshot and block others.
SELECT pg_catalog.pg_try_advisory_lock(hashtextextended('claimtrail schema_migration', 0));

-- name: unlock
-- Let the next one in.
SELECT pg_catalog.pg_advisory_unlock(hashtextextended('claimtrail schema_migration', 0));

-- name: exists
-- Whether any migration was ever applied here.
SELECT to_regclass('schema_migration') IS NOT NULL;

-- name: create
-- The record of what was applied, which the service looks at when it starts.
CREATE TABLE IF NOT EXISTS schema_migration (
    number     integer     NOT NULL PRIMARY KEY,
    name       text        COLLATE "C" NOT NULL,
    sha256     text        COLLATE "C" NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
GRANT SELECT ON schema_migration TO PUBLIC;

-- name: applied
-- What was applied, in order.
SELECT number, name, sha256 FROM schema_migration ORDER BY number;

-- name: record
-- Remember one file, in the transaction that applied it.
INSERT INTO schema_migration (number, name, sha256) VALUES (%(number)s, %(name)s, %(sha256)s);
