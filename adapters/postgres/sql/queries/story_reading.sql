-- What is read of stories, as of a position (beyond the last: now). Plans: index look-ups only.

-- name: story
-- A story's own view; no row where nothing of it was recorded by then.
SELECT view, withdrawn FROM story_view_history
WHERE story = %(story)s AND position <= %(until)s ORDER BY position DESC LIMIT 1;

-- name: editions
-- Its editions in their order, each as it was left last, with their texts.
SELECT DISTINCT ON (edition) edition, view, text FROM story_edition
WHERE story = %(story)s AND position <= %(until)s ORDER BY edition, position DESC;

-- name: edition_numbers
-- The numbers of its editions, in their order.
SELECT DISTINCT edition FROM story_edition WHERE story = %(story)s AND position <= %(until)s ORDER BY edition;

-- name: editions_numbered
-- Some of its editions, each as it was left last, without their texts.
SELECT DISTINCT ON (edition) edition, view FROM story_edition
WHERE story = %(story)s AND edition = ANY(%(numbers)s) AND position <= %(until)s ORDER BY edition, position DESC;

-- name: tolerances
-- The tolerances of questions, of those that have one.
SELECT asked.question, latest.tolerance
FROM unnest(%(questions)s::text[]) AS asked(question)
CROSS JOIN LATERAL (
    SELECT tolerance FROM question_view_history
    WHERE question = asked.question AND position <= %(until)s ORDER BY position DESC LIMIT 1
) AS latest
WHERE latest.tolerance IS NOT NULL;

-- name: printed_by
-- What stories print of claims in editions in force, the latest edition of a story first; with what each edition says.
SELECT printed.claim, printed.story, printed.edition, printed.n, printed.placement, printed.view,
       edition.view AS edition_view, edition.recorded_at
FROM story_print AS printed
JOIN story_edition AS edition ON edition.story = printed.story AND edition.position = printed.position
WHERE printed.claim = ANY(%(claims)s) AND printed.position <= %(until)s
  AND NOT EXISTS (
      SELECT FROM story_edition AS later
      WHERE later.story = printed.story AND later.edition = printed.edition
        AND later.position > printed.position AND later.position <= %(until)s
  )
ORDER BY printed.claim, printed.story, printed.edition DESC, printed.n
LIMIT %(limit)s;

-- name: stories_of
-- The stories that print claims in an edition in force.
SELECT printed.claim, array_agg(DISTINCT printed.story ORDER BY printed.story)
FROM story_print AS printed
WHERE printed.claim = ANY(%(claims)s) AND printed.position <= %(until)s
  AND NOT EXISTS (
      SELECT FROM story_edition AS later
      WHERE later.story = printed.story AND later.edition = printed.edition
        AND later.position > printed.position AND later.position <= %(until)s
  )
GROUP BY printed.claim;

-- name: findings
-- What is to be said of some stories, now.
SELECT story, withdrawn, silent, mismatches, behind, corrected, disputed, retracted, unmatched, latest_silent_at, view
FROM story_finding WHERE story = ANY(%(stories)s) ORDER BY story;

-- name: sizes
-- How many editions and prints of stories there are to read, those included that a correction has replaced.
SELECT asked.story,
       (SELECT count(*) FROM story_edition WHERE story_edition.story = asked.story AND position <= %(until)s)
       + (SELECT count(*) FROM story_print WHERE story_print.story = asked.story AND position <= %(until)s)
FROM unnest(%(stories)s::text[]) AS asked(story);

-- name: headlines
-- What stories were called last, by a position.
SELECT named.story, last.view
FROM unnest(%(stories)s::text[]) AS named (story)
CROSS JOIN LATERAL (
    SELECT view FROM story_view_history AS past
    WHERE past.story = named.story AND past.position <= %(until)s
    ORDER BY past.position DESC LIMIT 1
) AS last;
