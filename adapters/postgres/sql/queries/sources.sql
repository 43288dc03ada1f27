-- Sources and their records. What is counted is bounded: 10,001 claims, 5,001 events of a record, the newest first.
-- Plans on 100,000 claims, half of them of one source with 60,000 corrections, disputes and the like: index scans only; a
-- list 3 ms, that record 15 ms; as of the past 105 ms, for each of its claims is looked up as it was.

-- name: sources_now
-- A page of everybody who was ever named in a chain, with the number of claims that they stand in, and have made.
SELECT listed.key, listed.name, listed.kind,
       (SELECT count(*) FROM (SELECT FROM party_claim WHERE party = listed.key LIMIT 10001) AS one) AS claims,
       (SELECT count(*) FROM (SELECT FROM search_entry WHERE originator = listed.key LIMIT 10001) AS one) AS originated,
       (SELECT position FROM tracking WHERE name = 'search') AS reflected
FROM (SELECT party AS key, name, kind, named FROM source) AS listed
WHERE {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;

-- name: sources_as_of
-- The same as of a position: names, kinds and chains as they were. A later chain of a claim takes the place of one before.
SELECT listed.key, listed.name, listed.kind, counted.claims, counted.originated, NULL::bigint AS reflected
FROM (
    SELECT now.party AS key, past.name, latest.kind,
           concat_ws(' ', past.name, now.party, CASE WHEN past.name IS NOT DISTINCT FROM now.name THEN now.named END) AS named
    FROM source AS now
    CROSS JOIN LATERAL (
        SELECT kind FROM party_history
        WHERE party = now.party AND since <= %(position)s ORDER BY since DESC LIMIT 1
    ) AS latest
    LEFT JOIN LATERAL (
        SELECT name FROM party_history
        WHERE party = now.party AND since <= %(position)s AND name IS NOT NULL ORDER BY since DESC LIMIT 1
    ) AS past ON true
) AS listed
CROSS JOIN LATERAL (
    SELECT count(*) AS claims, count(*) FILTER (WHERE role = 'originator') AS originated
    FROM (
        SELECT role FROM party_history AS named
        WHERE named.party = listed.key AND named.since <= %(position)s AND named.role <> 'disputer'
          AND NOT EXISTS (
              SELECT FROM party_history AS later
              WHERE later.claim = named.claim AND later.since > named.since AND later.since <= %(position)s
                AND later.role <> 'disputer'
          )
        LIMIT 10001
    ) AS one
) AS counted
WHERE {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;

-- name: source_begins
-- When a source was first named, and up to which position it is known; NULLs for one that never was.
SELECT first.since, event.recorded_at
FROM (SELECT min(since) AS since FROM party_history WHERE party = %(source)s) AS first
LEFT JOIN event ON event.position = first.since;

-- name: source_now
-- How a source was named last, the roles that it has in how many claims, and how those stand that it has made.
SELECT source.name, source.kind,
       (SELECT jsonb_object_agg(role, claims) FROM (
           SELECT role, count(*) AS claims
           FROM (SELECT role FROM party_claim WHERE party = %(source)s LIMIT 10001) AS one GROUP BY role
       ) AS counted) AS roles,
       (SELECT jsonb_object_agg(status, claims) FROM (
           SELECT status, count(*) AS claims
           FROM (SELECT status FROM search_entry WHERE originator = %(source)s LIMIT 10001) AS one GROUP BY status
       ) AS counted) AS statuses,
       (SELECT count(*) FROM (
           SELECT FROM search_entry WHERE originator = %(source)s AND disputed LIMIT 10001
       ) AS one) AS disputed,
       (SELECT position FROM tracking WHERE name = 'search') AS reflected
FROM source WHERE source.party = %(source)s;

-- name: source_as_of
-- The same as of a position.
WITH named AS (
    SELECT past.claim, past.role, shown.status, shown.disputed
    FROM (
        SELECT claim, role FROM party_history AS past
        WHERE past.party = %(source)s AND past.since <= %(position)s AND past.role <> 'disputer'
          AND NOT EXISTS (
              SELECT FROM party_history AS later
              WHERE later.claim = past.claim AND later.since > past.since AND later.since <= %(position)s
                AND later.role <> 'disputer'
          )
        LIMIT 10001
    ) AS past
    LEFT JOIN LATERAL (
        SELECT status, disputed FROM current_view_history AS old
        WHERE past.role = 'originator' AND old.claim = past.claim AND old.position <= %(position)s
        ORDER BY old.position DESC LIMIT 1
    ) AS shown ON true
)
SELECT (SELECT name FROM party_history
        WHERE party = %(source)s AND since <= %(position)s AND name IS NOT NULL ORDER BY since DESC LIMIT 1) AS name,
       latest.kind,
       (SELECT jsonb_object_agg(role, claims) FROM (
           SELECT role, count(*) AS claims FROM named GROUP BY role
       ) AS counted) AS roles,
       (SELECT jsonb_object_agg(status, claims) FROM (
           SELECT status, count(*) AS claims FROM named WHERE status IS NOT NULL GROUP BY status
       ) AS counted) AS statuses,
       (SELECT count(*) FROM named WHERE disputed) AS disputed,
       NULL::bigint AS reflected
FROM (
    SELECT kind FROM party_history
    WHERE party = %(source)s AND since <= %(position)s ORDER BY since DESC LIMIT 1
) AS latest;

-- name: source_claims_now
-- A page of the claims in whose chain a source stands.
SELECT listed.key, listed.role, shown.view
FROM (SELECT claim AS key, role FROM party_claim WHERE party = %(source)s) AS listed
JOIN current_view AS shown ON shown.claim = listed.key
WHERE {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;

-- name: source_claims_as_of
-- The same as of a position.
SELECT listed.key, listed.role, shown.view
FROM (
    SELECT claim AS key, role FROM party_history AS past
    WHERE past.party = %(source)s AND past.since <= %(position)s AND past.role <> 'disputer'
      AND NOT EXISTS (
          SELECT FROM party_history AS later
          WHERE later.claim = past.claim AND later.since > past.since AND later.since <= %(position)s
            AND later.role <> 'disputer'
      )
) AS listed
CROSS JOIN LATERAL (
    SELECT view FROM current_view_history AS past
    WHERE past.claim = listed.key AND past.position <= %(position)s ORDER BY past.position DESC LIMIT 1
) AS shown
WHERE {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;

-- name: told
-- What is told of a source up to a position: of its claims while they were known as its own, but for those that never
-- were; of claims that were found to be its own, also before; of the disputes that it has raised; and how these ended.
-- First how often each is told, and (of nothing) how many events were looked at; then the latest of each, with what a
-- correction says, and with whom a dispute is.
WITH own AS MATERIALIZED (
    SELECT * FROM source_event
    WHERE party = %(source)s AND position <= %(until)s ORDER BY position DESC LIMIT 5001
), turned AS MATERIALIZED (
    SELECT claim, what, max(position) AS position FROM source_event
    WHERE party = %(source)s AND what IN ('named', 'misattributed') AND position <= %(until)s
    GROUP BY claim, what
), kept AS (
    SELECT own.* FROM own
    LEFT JOIN turned ON turned.claim = own.claim AND turned.what = 'misattributed' AND turned.position > own.position
    WHERE own.what IN ('misattributed', 'disputes') OR own.what <> 'named' AND turned.claim IS NULL
    UNION ALL
    SELECT earlier.*
    FROM (SELECT * FROM turned WHERE what = 'named' ORDER BY position DESC LIMIT 1000) AS found
    CROSS JOIN LATERAL (
        SELECT * FROM source_event AS one WHERE one.claim = found.claim AND one.position < found.position LIMIT 1000
    ) AS earlier
    WHERE earlier.party IS DISTINCT FROM %(source)s AND earlier.what NOT IN ('named', 'misattributed', 'disputes')
), told AS MATERIALIZED (
    SELECT kept.*, detail AS ending FROM kept WHERE what NOT IN ('disputed', 'disputes')
    UNION ALL
    SELECT kept.*, CASE WHEN ended.position IS NULL THEN 'open' ELSE coalesce(ended.detail, 'erased') END
    FROM kept
    LEFT JOIN LATERAL (
        SELECT position, detail FROM source_event AS resolved
        WHERE resolved.what = 'resolved' AND resolved.claim = kept.claim AND resolved.dispute = kept.dispute
          AND resolved.position <= %(until)s
        LIMIT 1
    ) AS ended ON true
    WHERE what IN ('disputed', 'disputes')
), placed AS (
    SELECT *, row_number() OVER (
        PARTITION BY CASE what WHEN 'misattributed' THEN 'corrected' WHEN 'reinstated' THEN 'retracted' ELSE what END
        ORDER BY position DESC
    ) AS place
    FROM told WHERE what NOT IN ('resolved', 'assessed')
), latest AS (
    SELECT placed.*, (
        SELECT other.party FROM source_event AS other
        WHERE other.claim = placed.claim AND other.dispute = placed.dispute AND other.position = placed.position
          AND other.what = CASE placed.what WHEN 'disputed' THEN 'disputes' ELSE 'disputed' END
        LIMIT 1
    ) AS other
    FROM placed WHERE place <= %(most)s
)
SELECT what, ending, count(*) AS times, NULL::bigint AS position, NULL AS claim, NULL::timestamptz AS recorded_at,
       NULL::integer AS revision, NULL AS dispute, NULL AS detail, NULL::bytea AS correction,
       NULL AS party, NULL AS name, NULL AS kind
FROM told GROUP BY what, ending
UNION ALL
SELECT NULL, NULL, count(*), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM own
UNION ALL
SELECT what, ending, NULL, position, claim, recorded_at, revision, dispute, detail,
       CASE WHEN what IN ('corrected', 'misattributed')
            THEN (SELECT correction FROM audit_trail WHERE audit_trail.position = latest.position) END,
       other,
       (SELECT name FROM party_history
        WHERE party = latest.other AND since <= %(until)s AND name IS NOT NULL ORDER BY since DESC LIMIT 1),
       (SELECT kind FROM party_history WHERE party = latest.other AND since <= %(until)s ORDER BY since DESC LIMIT 1)
FROM latest;

-- name: earlier_chains
-- The claims in whose chain a source stood once and stands no more, as a position knew them, the latest that it left
-- first: its last role, the revisions that came meanwhile, the event that brought a chain without it. Of nothing: how
-- many of its chains were looked at.
WITH own AS MATERIALIZED (
    SELECT claim, since, role FROM party_history
    WHERE party = %(source)s AND since <= %(until)s AND role <> 'disputer' LIMIT 10001
), stood AS (
    SELECT own.*, (
        SELECT later.since FROM party_history AS later
        WHERE later.claim = own.claim AND later.since > own.since AND later.since <= %(until)s AND later.role <> 'disputer'
        ORDER BY later.since LIMIT 1
    ) AS until
    FROM own
), gone AS (
    SELECT claim, max(until) AS until, (array_agg(role ORDER BY since DESC))[1] AS role, array_agg(since) AS since,
           array_agg(until) AS untils
    FROM stood GROUP BY claim HAVING bool_and(until IS NOT NULL)
), counted AS (SELECT count(*) AS times FROM gone)
SELECT gone.claim, gone.role, made.first, made.last, gone.until, event.type, event.recorded_at, counted.times
FROM counted CROSS JOIN (SELECT * FROM gone ORDER BY until DESC LIMIT %(most)s) AS gone
JOIN event ON event.position = gone.until
CROSS JOIN LATERAL (
    SELECT min(number) AS first, max(number) AS last
    FROM unnest(gone.since, gone.untils) AS span(since, until)
    JOIN revision ON revision.claim = gone.claim AND revision.number IS NOT NULL
        AND revision.position >= span.since AND revision.position < span.until
) AS made
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, count(*) FROM own
ORDER BY until DESC NULLS LAST;
