-- Writing the projection figures, the stories' side. Rows go in and come out as bytes, so columns are named in the order
-- in which printed.py and findings.py make them. Plans: index look-ups only.

-- name: fill_stories
-- The stories as they are after a batch.
COPY story_view
    (story, version, position, recorded_at, outlet, headline, published_at, editions, withdrawn, words, view)
FROM STDIN (FORMAT BINARY);

-- name: take_stories
-- Takes some out, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM story_view WHERE story = ANY(%(keys)s)
    RETURNING story, version, position, recorded_at, outlet, headline, published_at, editions, withdrawn, words,
              view
) TO STDOUT (FORMAT BINARY);

-- name: show_stories
-- All of them, to add up their digest.
COPY story_view
    (story, version, position, recorded_at, outlet, headline, published_at, editions, withdrawn, words, view)
TO STDOUT (FORMAT BINARY);

-- name: fill_story_history
-- A row for each event of a story.
COPY story_view_history
    (story, version, position, recorded_at, outlet, headline, published_at, editions, withdrawn, words, view)
FROM STDIN (FORMAT BINARY);

-- name: take_story_history
-- Takes some out, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM story_view_history WHERE story = ANY(%(keys)s)
    RETURNING story, version, position, recorded_at, outlet, headline, published_at, editions, withdrawn, words,
              view
) TO STDOUT (FORMAT BINARY);

-- name: show_story_history
-- All of them, to add up their digest.
COPY story_view_history
    (story, version, position, recorded_at, outlet, headline, published_at, editions, withdrawn, words, view)
TO STDOUT (FORMAT BINARY);

-- name: fill_editions
-- A row for each edition, and for each correction of one.
COPY story_edition
    (story, position, edition, recorded_at, view, text)
FROM STDIN (FORMAT BINARY);

-- name: take_editions
-- Takes some out, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM story_edition WHERE story = ANY(%(keys)s)
    RETURNING story, position, edition, recorded_at, view, text
) TO STDOUT (FORMAT BINARY);

-- name: show_editions
-- All of them, to add up their digest.
COPY story_edition
    (story, position, edition, recorded_at, view, text)
TO STDOUT (FORMAT BINARY);

-- name: fill_prints
-- A row for each print of these.
COPY story_print
    (story, position, n, edition, claim, placement, view)
FROM STDIN (FORMAT BINARY);

-- name: take_prints
-- Takes some out, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM story_print WHERE story = ANY(%(keys)s)
    RETURNING story, position, n, edition, claim, placement, view
) TO STDOUT (FORMAT BINARY);

-- name: show_prints
-- All of them, to add up their digest.
COPY story_print
    (story, position, n, edition, claim, placement, view)
TO STDOUT (FORMAT BINARY);

-- name: fill_findings
-- What is to be said of stories after a batch.
COPY story_finding
    (story, withdrawn, silent, mismatches, behind, corrected, disputed, retracted, unmatched, wrong,
     latest_silent_at, view)
FROM STDIN (FORMAT BINARY);

-- name: take_findings
-- Takes some out, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM story_finding WHERE story = ANY(%(keys)s)
    RETURNING story, withdrawn, silent, mismatches, behind, corrected, disputed, retracted, unmatched, wrong,
              latest_silent_at, view
) TO STDOUT (FORMAT BINARY);

-- name: show_findings
-- All of them, to add up their digest.
COPY story_finding
    (story, withdrawn, silent, mismatches, behind, corrected, disputed, retracted, unmatched, wrong,
     latest_silent_at, view)
TO STDOUT (FORMAT BINARY);

-- name: stories_that_print
-- The stories that print, or have printed, any of some claims, and which.
SELECT DISTINCT story, claim FROM story_print WHERE claim = ANY(%(claims)s) ORDER BY story;

-- name: printed_alike
-- What is, or was, printed of some claims, each print once: the stories, and its place where it is in their latest edition.
WITH latest AS MATERIALIZED (
    SELECT printing.story, edition.position
    FROM (SELECT DISTINCT story FROM story_print WHERE claim = ANY(%(claims)s)) AS printing
    CROSS JOIN LATERAL (
        SELECT position FROM story_edition
        WHERE story_edition.story = printing.story ORDER BY edition DESC, position DESC LIMIT 1
    ) AS edition
)
SELECT printed.view, array_agg(printed.story), array_agg(CASE WHEN latest.position IS NOT NULL THEN printed.n END)
FROM story_print AS printed
LEFT JOIN latest USING (story, position)
WHERE printed.claim = ANY(%(claims)s)
GROUP BY printed.view;

-- name: stored_findings
-- What was to be said of stories.
SELECT story, withdrawn, silent, mismatches, behind, corrected, disputed, retracted, unmatched, wrong,
       latest_silent_at, view
FROM story_finding WHERE story = ANY(%(stories)s);

-- name: editions_in_force
-- The editions of stories as of a position, each as it was left last, in their order.
SELECT DISTINCT ON (story, edition) story, edition, view
FROM story_edition
WHERE story = ANY(%(stories)s) AND position <= %(until)s
ORDER BY story, edition, position DESC;

-- name: editions_from
-- The editions of stories, each story's from a number on; each as it was left last, in their order.
SELECT DISTINCT ON (story, edition) story, edition, view
FROM unnest(%(stories)s::text[], %(numbers)s::integer[]) AS asked(story, number)
JOIN story_edition USING (story)
WHERE edition >= number
ORDER BY story, edition, position DESC;

-- name: latest_editions
-- The number of the latest edition of stories.
SELECT asked.story, (SELECT max(edition) FROM story_edition WHERE story_edition.story = asked.story)
FROM unnest(%(stories)s::text[]) AS asked(story);

-- name: printed_up_to
-- Which of some claims stories have printed, each story up to an edition.
SELECT DISTINCT story, claim
FROM unnest(%(stories)s::text[], %(numbers)s::integer[]) AS asked(story, number)
JOIN story_print USING (story)
WHERE claim = ANY(%(claims)s) AND edition <= number;

-- name: long_claims
-- Which of some claims have more than some number of revisions.
SELECT claim FROM unnest(%(claims)s::text[]) AS asked(claim)
WHERE EXISTS (SELECT FROM revision WHERE revision.claim = asked.claim AND number > %(most)s);

-- name: withdrawn
-- Which of some stories are withdrawn.
SELECT story FROM story_view WHERE story = ANY(%(stories)s) AND withdrawn;
