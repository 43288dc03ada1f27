-- What `claimtrail check` and `replay` ask. The first and the third read the whole log, in a transaction of their own.

-- name: every_event
-- The whole log in order, as it is stored; read through a cursor.
SELECT position, stream, version, type, source, id, recorded_at, header, payload, secret, erased, leaf
FROM event ORDER BY position;

-- name: events_of_stream
-- One stream in order, as it is stored.
SELECT position, stream, version, type, source, id, recorded_at, header, payload, secret, erased, leaf
FROM event WHERE stream = %(stream)s ORDER BY version;

-- name: versions_out_of_step
-- Events whose version does not follow the one before in their stream, or stands before it in the log. Only streams of
-- other applications may begin elsewhere than at 1. In the order of the unique index, so that nothing is sorted.
SELECT position, stream, version, before
FROM (
    SELECT position, stream, version, lag(version) OVER in_stream AS before, lag(position) OVER in_stream AS place_before
    FROM event WINDOW in_stream AS (PARTITION BY stream ORDER BY version)
) AS followed
WHERE version <> before + 1
   OR position < place_before
   OR (before IS NULL AND version <> 1 AND split_part(stream, '/', 1) = ANY(%(kinds)s))
ORDER BY position LIMIT %(most)s;

-- name: ahead_of_the_log
-- Read models that have taken in more than the log holds: its end is gone.
SELECT name, position FROM tracking WHERE position > %(last)s AND name = ANY(%(names)s) ORDER BY name;

-- name: settings
-- Whether what is committed survives a crash of the machine.
SELECT name, setting FROM pg_catalog.pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name;

-- name: triggers
-- Which triggers on the log are at work whatever the row: their kind (pg_trigger.tgtype) and function.
SELECT tgtype::integer, proname
FROM pg_catalog.pg_trigger JOIN pg_catalog.pg_proc ON pg_proc.oid = tgfoid
WHERE tgrelid = 'event'::regclass AND NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgqual IS NULL AND tgattr::text = '';

-- name: rights
-- The role that the service works as, and what it may do to the log beyond reading and appending.
SELECT current_user,
       array_remove(ARRAY[
           CASE WHEN rolsuper THEN 'superuser' END,
           CASE WHEN relowner = pg_roles.oid THEN 'owner' END,
           CASE WHEN has_table_privilege(pg_class.oid, 'UPDATE') THEN 'UPDATE' END,
           CASE WHEN has_table_privilege(pg_class.oid, 'DELETE') THEN 'DELETE' END,
           CASE WHEN has_table_privilege(pg_class.oid, 'TRUNCATE') THEN 'TRUNCATE' END,
           CASE WHEN has_table_privilege(pg_class.oid, 'TRIGGER') THEN 'TRIGGER' END
       ], NULL)
FROM pg_catalog.pg_roles, pg_catalog.pg_class
WHERE rolname = current_user AND pg_class.oid = 'event'::regclass;
