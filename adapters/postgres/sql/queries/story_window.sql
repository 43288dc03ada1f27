-- What the page of a story reads: a few of its editions, however many there are; and what its outlet changed silently.
-- Plans: index look-ups, but for silent_now, which looks through the stories that changed a figure silently, and
-- edited_as_of, which looks up every story with several editions as it was.

-- name: numbers
-- The numbers of its recorded editions.
SELECT DISTINCT edition FROM story_edition WHERE story = %(story)s AND position <= %(until)s ORDER BY edition;

-- name: editions
-- Some of its editions as they were left last; the text of one.
SELECT DISTINCT ON (edition) edition, view, CASE WHEN edition = %(worded)s THEN text END
FROM story_edition
WHERE story = %(story)s AND edition = ANY(%(editions)s) AND position <= %(until)s
ORDER BY edition, position DESC;

-- name: version
-- How many events the story has now.
SELECT version FROM story_view WHERE story = %(story)s;

-- name: silent_now
-- Stories of an outlet, but one, of which an edition changed a figure silently, the last changed first; with how many
-- figures they all have changed.
SELECT shown.story, shown.view, finding.view, finding.silent, sum(finding.silent) OVER ()
FROM story_finding AS finding
JOIN story_view AS shown ON shown.story = finding.story
WHERE finding.latest_silent_at IS NOT NULL AND shown.outlet = ANY(%(outlets)s)
  AND shown.story IS DISTINCT FROM %(besides)s
ORDER BY finding.latest_silent_at DESC, finding.story DESC
LIMIT %(limit)s;

-- name: edited_as_of
-- Stories of an outlet, but one, that had more than one edition as of a position, the last moved first.
SELECT past.story, past.view
FROM story_view AS now
CROSS JOIN LATERAL (
    SELECT story, view, outlet, editions, position FROM story_view_history
    WHERE story = now.story AND position <= %(position)s
    ORDER BY position DESC LIMIT 1
) AS past
WHERE now.editions > 1 AND past.editions > 1 AND past.outlet = ANY(%(outlets)s)
  AND now.story IS DISTINCT FROM %(besides)s
ORDER BY past.position DESC
LIMIT %(limit)s;
