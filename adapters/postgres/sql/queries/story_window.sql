-- What the page of a story reads: a few of its editions, however many there are. Plans: index look-ups, but for
-- other_silent, which looks through the stories that changed a figure silently.

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

-- name: other_silent
-- Other stories of an outlet of which an edition changed a figure silently, the last one first.
SELECT shown.story, shown.view, finding.silent, finding.view
FROM story_finding AS finding
JOIN story_view AS shown ON shown.story = finding.story
WHERE finding.latest_silent_at IS NOT NULL AND shown.outlet = %(outlet)s AND shown.story <> %(story)s
ORDER BY finding.latest_silent_at DESC, finding.story
LIMIT %(limit)s;
