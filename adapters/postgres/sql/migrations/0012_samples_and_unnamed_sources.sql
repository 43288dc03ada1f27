-- Whole values of these columns are never looked for, so PostgreSQL need not keep samples of them in its statistics, where
-- what is erased would stay until the next ANALYZE. What it has sampled already goes with `VACUUM (FULL, ANALYZE)` of an
-- owner who lets it sample once more; a record that was begun with this version has none.

DO $$
DECLARE
    sampled record;
BEGIN
    FOR sampled IN
        SELECT attrelid::regclass AS relation, attname
        FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid AND relkind = 'r'
        WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND attnum > 0 AND NOT attisdropped
          AND (
              (atttypid = 'bytea'::regtype AND (relname, attname) <> ('event', 'leaf'))
              OR (relname, attname) IN (
                  ('search_entry', 'title'), ('search_entry', 'wording'), ('search_entry', 'more'),
                  ('search_history', 'title'), ('search_history', 'wording'), ('search_history', 'more'),
                  ('story_view', 'headline'), ('story_view_history', 'headline'),
                  ('question_view', 'text'), ('question_view_history', 'text'),
                  ('source', 'name'), ('party_history', 'name'), ('source_event', 'detail')
              )
          )
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', sampled.relation, sampled.attname);
    END LOOP;
END;
$$;

-- The trail names every member that an event changed, and an unnamed source stays unnamed whatever id it was given: read
-- models that held otherwise are made anew from the log, by the next worker or quicker by `claimtrail rebuild`.

UPDATE tracking SET position = 0, digest = 0, rebuilding = true WHERE name = 'audit_trail' AND position > 0;

UPDATE tracking SET position = 0, digest = 0, rebuilding = true
WHERE name IN ('current_view', 'search', 'contests') AND position > 0 AND EXISTS (
    SELECT FROM current_view_history
    WHERE convert_from(view, 'UTF8')::json -> 'attribution' -> 0 -> 'who' ->> 'kind' = 'unnamed'
      AND convert_from(view, 'UTF8')::json -> 'attribution' -> 0 -> 'who' ->> 'id' IS NOT NULL
);
