-- What needs a look. Plans: index look-ups and short scans of story_finding, a row a story; "contests" reads its table
-- once, some 60 ms for 100,000 claims, so the desk's answer is kept for a moment (api/http/desk.py).

-- name: standing
-- How far what the desk shows has come: the read model that is furthest behind; and the time by the database's clock.
SELECT min(position), clock_timestamp() FROM tracking WHERE name IN ('current_view', 'figures', 'contests');

-- name: moved_on
-- How far what the desk shows has come, and the last position by then at which something was erased (0: never).
SELECT reflected.position, coalesce((
    SELECT max(event.position) FROM event
    WHERE type IN ('claim.redacted.v1', 'question.redacted.v1', 'story.redacted.v1')
      AND event.position <= reflected.position
), 0)
FROM (
    SELECT coalesce(min(position), 0) AS position FROM tracking WHERE name IN ('current_view', 'figures', 'contests')
) AS reflected;

-- name: silent
-- Stories of which an edition that was recorded after a moment changed a figure silently, the last one first; and how many
-- figures those beyond the limit have changed silently, whenever.
WITH changed AS MATERIALIZED (
    SELECT story, silent, row_number() OVER (ORDER BY latest_silent_at DESC, story) AS place
    FROM story_finding WHERE latest_silent_at > %(after)s
)
SELECT shown.story, shown.view, finding.view, finding.silent,
       (SELECT coalesce(sum(silent), 0)::bigint FROM changed WHERE place > %(limit)s)
FROM changed
JOIN story_finding AS finding ON finding.story = changed.story
JOIN story_view AS shown ON shown.story = changed.story
WHERE place <= %(limit)s
ORDER BY place;

-- name: printed_counts
-- How many printed figures were corrected or retracted since (both: once), and how many are behind.
SELECT coalesce(sum(wrong), 0)::bigint, coalesce(sum(behind), 0)::bigint,
       count(*) FILTER (WHERE behind > 0)
FROM story_finding WHERE NOT withdrawn;

-- name: corrected
-- Stories that print what was corrected or retracted since, the last moved first.
SELECT shown.story, shown.view, finding.view
FROM story_finding AS finding
JOIN story_view AS shown ON shown.story = finding.story
WHERE finding.wrong > 0 AND NOT finding.withdrawn
ORDER BY shown.position DESC
LIMIT %(limit)s;

-- name: behind
-- Stories that print figures behind the record, those with the most first.
SELECT shown.story, shown.view, finding.view
FROM story_finding AS finding
JOIN story_view AS shown ON shown.story = finding.story
WHERE finding.behind > 0 AND NOT finding.withdrawn
ORDER BY finding.behind DESC, shown.position DESC
LIMIT %(limit)s;

-- name: disputed_count
-- How many disputes are open: each was opened once, and resolved once at most.
SELECT count(*) FILTER (WHERE open) - count(*) FILTER (WHERE NOT open) FROM dispute_change;

-- name: disputed_count_as_of
-- The same as of a position.
SELECT count(*) FILTER (WHERE open) - count(*) FILTER (WHERE NOT open) FROM dispute_change
WHERE position <= %(position)s;

-- name: disputed
-- Claims with an open dispute, the last moved first.
SELECT view FROM current_view WHERE disputed ORDER BY position DESC LIMIT %(limit)s;

-- name: disputed_as_of
-- The same as of a position, among the claims of the disputes that were open then and had been opened last.
SELECT past.view
FROM (
    SELECT claim, max(position) AS position FROM dispute_change AS opened
    WHERE open AND position <= %(position)s AND NOT EXISTS (
        SELECT FROM dispute_change AS closed
        WHERE closed.claim = opened.claim AND closed.dispute = opened.dispute AND NOT closed.open
          AND closed.position <= %(position)s
    )
    GROUP BY claim ORDER BY max(position) DESC LIMIT %(limit)s
) AS listed
CROSS JOIN LATERAL (
    SELECT view, disputed, position FROM current_view_history
    WHERE claim = listed.claim AND position <= %(position)s
    ORDER BY position DESC LIMIT 1
) AS past
WHERE past.disputed
ORDER BY past.position DESC;

-- name: opened
-- When disputes that are open were opened: claim, dispute, when, where.
SELECT claim, dispute, recorded_at, position FROM dispute_change
WHERE claim = ANY(%(claims)s) AND open AND position <= %(until)s
ORDER BY position;

-- name: contests
-- Questions that are contested, each with whether that is sure: two bounds lie apart, or what stands is disputed. Not sure
-- are bounds that touch, tallies that differ, and claims of one period that may inherit the same scope. With each, where
-- the last of its claims moved, if that is among the last so many claims that did: those come first.
WITH grouped AS (
    SELECT question, scope, period, count(*) AS claims, max(low) AS low, min(high) AS high,
           bool_or(low_open AND low IS NOT NULL OR high_open AND high IS NOT NULL) AS has_open_end,
           CASE WHEN min(tally) IS NULL THEN 0 WHEN min(tally) = max(tally) THEN 1 ELSE 2 END AS tallies
    FROM contest WHERE scope <> ''
    GROUP BY question, scope, period
), found AS (
    SELECT question, coalesce(low > high, false) AS is_sure
    FROM grouped
    WHERE low > high OR (low = high AND claims > 1 AND has_open_end) OR tallies > 1
    UNION ALL
    SELECT question, true FROM contest WHERE is_disputed
    UNION ALL
    SELECT question, false
    FROM grouped JOIN question_view USING (question)
    WHERE question_view.scope <> 'null'
    GROUP BY question, period
    HAVING count(*) > 1 AND (max(low) >= min(high) OR sum(tallies) > 1)
)
SELECT question, bool_or(is_sure) AS is_sure, moved.position
FROM found LEFT JOIN (
    SELECT question, max(position) AS position
    FROM (SELECT question, position FROM current_view ORDER BY position DESC LIMIT %(moved)s) AS last
    GROUP BY question
) AS moved USING (question)
GROUP BY question, moved.position
ORDER BY is_sure DESC, moved.position DESC NULLS LAST, question
LIMIT %(limit)s;

-- name: moved_boards
-- What tells whether anything moved on the boards of questions: how many claims, and the last positions of these and of
-- the question.
SELECT named.question, claims.count, claims.position, asked.position
FROM unnest(%(questions)s::text[]) AS named (question)
CROSS JOIN LATERAL (
    SELECT count(*), max(position) AS position FROM current_view WHERE current_view.question = named.question
) AS claims
LEFT JOIN question_view AS asked ON asked.question = named.question;

-- name: questions_as_of
-- Questions as of a position whose claims had moved last, among the last so many events by then.
SELECT past.question
FROM (
    SELECT substr(stream, 7) AS claim, max(position) AS position
    FROM (
        SELECT stream, position FROM event WHERE position <= %(position)s ORDER BY position DESC LIMIT %(events)s
    ) AS last
    WHERE stream LIKE 'claim/%%' GROUP BY stream
) AS moved
JOIN current_view_history AS past ON past.claim = moved.claim AND past.position = moved.position
GROUP BY past.question
ORDER BY max(past.position) DESC
LIMIT %(limit)s;

-- name: stories_as_of
-- Stories as of a position, the last moved first.
SELECT past.story, past.view
FROM story_view AS now
CROSS JOIN LATERAL (
    SELECT story, view, position FROM story_view_history
    WHERE story = now.story AND position <= %(position)s
    ORDER BY position DESC LIMIT 1
) AS past
ORDER BY past.position DESC
LIMIT %(limit)s;

-- name: moved
-- Claims of which something was recorded last, with their views, the last one first.
SELECT claim, recorded_at, view FROM current_view ORDER BY position DESC LIMIT %(limit)s;

-- name: moved_as_of
-- The same as of a position, among the last 2,000 events by then.
SELECT past.claim, past.recorded_at, past.view
FROM (
    SELECT substr(stream, 7) AS claim, max(position) AS position
    FROM (
        SELECT stream, position FROM event WHERE position <= %(position)s ORDER BY position DESC LIMIT 2000
    ) AS last
    WHERE stream LIKE 'claim/%%' GROUP BY stream
    ORDER BY max(position) DESC LIMIT %(limit)s
) AS moved
JOIN current_view_history AS past ON past.claim = moved.claim AND past.position = moved.position
ORDER BY past.position DESC;

-- name: recent
-- The last revisions of claims that hold, each claim's latest first: number, when it was said, amount, when recorded.
SELECT named.claim, last.number, last.said_at, last.said_first, last.period_day, last.amount::text, last.recorded_at, last.stands
FROM unnest(%(claims)s::text[]) AS named (claim)
CROSS JOIN LATERAL (
    SELECT number, said_at, said_first, period_day, amount, recorded_at, number = (
               SELECT stands FROM revision WHERE claim = named.claim AND position <= %(until)s
               ORDER BY position DESC LIMIT 1
           ) AS stands
    FROM revision AS one
    WHERE claim = named.claim AND position <= %(until)s AND number IS NOT NULL AND NOT late AND NOT EXISTS (
        SELECT FROM revision AS by
        WHERE by.claim = named.claim AND by.replaces = one.number AND by.position <= %(until)s
    )
    ORDER BY position DESC LIMIT %(limit)s
) AS last;

-- name: lines
-- The course of claims: of each at most so many of the revisions that hold, evenly taken, the last one among them.
SELECT claim, number, said_at, said_first, period_day, amount::text, recorded_at, false AS stands
FROM (
    SELECT one.*, row_number() OVER course AS nth, count(*) OVER (PARTITION BY claim) AS of
    FROM revision AS one
    WHERE claim = ANY(%(claims)s) AND position <= %(until)s AND number IS NOT NULL AND NOT late
      AND amount IS NOT NULL AND said_first IS NOT NULL AND NOT EXISTS (
        SELECT FROM revision AS by
        WHERE by.claim = one.claim AND by.replaces = one.number AND by.position <= %(until)s
    )
    WINDOW course AS (PARTITION BY claim ORDER BY period_day, said_first, position)
) AS numbered
WHERE nth = of OR nth %% greatest(of / %(limit)s, 1) = 0
ORDER BY claim, nth;

-- name: successors
-- The claims that continue others, by these.
SELECT linked_to, array_agg(DISTINCT claim ORDER BY claim) FROM claim_link
WHERE linked_to = ANY(%(claims)s) AND claim <> linked_to AND relation = 'continues' AND position <= %(until)s
GROUP BY linked_to;

-- name: views
-- The current views of claims.
SELECT claim, view FROM current_view WHERE claim = ANY(%(claims)s);

-- name: views_as_of
-- The same as of a position.
SELECT past.claim, past.view
FROM unnest(%(claims)s::text[]) AS named (claim)
CROSS JOIN LATERAL (
    SELECT claim, view FROM current_view_history
    WHERE claim = named.claim AND position <= %(position)s
    ORDER BY position DESC LIMIT 1
) AS past;
