-- What every connection of the service begins with.

-- name: prepare_session
-- Time in UTC, no statement and no idle transaction for ever (it may hold the log's lock), and the role that can only
-- read and append, where it exists and may be taken. "SET" is what PostgreSQL 16 made of the right to take a role.
SELECT set_config('TimeZone', 'UTC', false),
       set_config('statement_timeout', %(statement_timeout)s, false),
       set_config('idle_in_transaction_session_timeout', %(idle_timeout)s, false),
       (SELECT set_config('role', rolname, false)
          FROM pg_catalog.pg_roles
         WHERE rolname = 'claimtrail_service'
           AND pg_has_role(session_user, oid,
                           CASE WHEN current_setting('server_version_num')::int >= 160000
                                THEN 'SET' ELSE 'MEMBER' END));

-- name: prepare_shared_reads
-- A connection that only looks up by index: its statements are planned once, and never for a table that was small then.
SELECT set_config('plan_cache_mode', 'force_generic_plan', false), set_config('jit', 'off', false),
       set_config('enable_seqscan', 'off', false), set_config('enable_bitmapscan', 'off', false),
       set_config('enable_hashjoin', 'off', false), set_config('enable_mergejoin', 'off', false);
