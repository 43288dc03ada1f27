-- What needs a look. Plans: index look-ups and short scans of story_finding, a row a story; "contests" reads its covering
-- index once, some 30 ms for 100,000 claims, so the desk's answer is kept for a moment (api/http/desk.py).

-- name: standing
-- How far what the desk shows has come: the read model that is furthest behind; and the time by the database's clock.
SELECT min(position), clock_timestamp() FROM tracking WHERE name IN ('current_view', 'figures', 'contests');

-- name: silent
-- Stories of which an edition that was recorded after a moment changed a figure silently, the last one first.
SELECT shown.story, shown.view, finding.view
FROM story_finding AS finding
JOIN story_view AS shown ON shown.story = finding.story
WHERE finding.latest_silent_at > %(after)s
ORDER BY finding.latest_silent_at DESC, finding.story
LIMIT %(limit)s;

-- name: printed_counts
-- How many printed figures were corrected or retracted since, and how many are behind.
SELECT coalesce(sum(corrected + retracted), 0)::bigint, coalesce(sum(behind), 0)::bigint,
       count(*) FILTER (WHERE behind > 0)
FROM story_finding WHERE NOT withdrawn;

-- name: corrected
-- Stories that print what was corrected or retracted since, the last moved first.
SELECT shown.story, shown.view, finding.view
FROM story_finding AS finding
JOIN story_view AS shown ON shown.story = finding.story
WHERE finding.corrected + finding.retracted > 0 AND NOT finding.withdrawn
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

-- name: disputed
-- Claims with an open dispute, the last moved first.
SELECT view FROM current_view WHERE disputed ORDER BY position DESC LIMIT %(limit)s;

-- name: disputed_as_of
-- The same as of a position.
SELECT past.view
FROM current_view AS now
CROSS JOIN LATERAL (
    SELECT view, disputed, position FROM current_view_history
    WHERE claim = now.claim AND position <= %(position)s
    ORDER BY position DESC LIMIT 1
) AS past
WHERE past.disputed
ORDER BY past.position DESC
LIMIT %(limit)s;

-- name: opened
-- When disputes that are open were opened: claim, dispute, when, where.
SELECT claim, dispute, recorded_at, position FROM dispute_change
WHERE claim = ANY(%(claims)s) AND open AND position <= %(until)s
ORDER BY position;

-- name: contests
-- Questions that are contested, each with whether that is sure: two bounds lie apart, or what stands is disputed. Not sure
-- are bounds that touch, tallies that differ, and claims of one period that may inherit the same scope.
WITH grouped AS (
    SELECT question, scope, period, count(*) AS claims, max(low) AS low, min(high) AS high,
           bool_or(low_open AND low IS NOT NULL OR high_open AND high IS NOT NULL) AS has_open_end,
           count(DISTINCT tally) AS tallies
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
SELECT question, bool_or(is_sure) AS is_sure FROM found GROUP BY question ORDER BY is_sure DESC, question LIMIT %(limit)s;

-- name: questions_as_of
-- Questions with more than one claim as of a position, those whose claims moved last first.
SELECT past.question
FROM current_view AS now
CROSS JOIN LATERAL (
    SELECT question, position FROM current_view_history
    WHERE claim = now.claim AND position <= %(position)s
    ORDER BY position DESC LIMIT 1
) AS past
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
-- The same as of a position.
SELECT past.claim, past.recorded_at, past.view
FROM current_view AS now
CROSS JOIN LATERAL (
    SELECT claim, recorded_at, view, position FROM current_view_history
    WHERE claim = now.claim AND position <= %(position)s
    ORDER BY position DESC LIMIT 1
) AS past
ORDER BY past.position DESC
LIMIT %(limit)s;

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
