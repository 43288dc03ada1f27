-- What the page of a claim reads of the stories that print it, all of them together. Plans: index look-ups only.

-- name: numbers
-- The numbers of all editions of some stories, as of a position.
SELECT story, array_agg(DISTINCT edition ORDER BY edition) FROM story_edition
WHERE story = ANY(%(stories)s) AND position <= %(until)s
GROUP BY story;

-- name: editions
-- Some editions, each by its story and number, as they were left last; without their texts.
SELECT asked.story, asked.edition, latest.view
FROM unnest(%(stories)s::text[], %(editions)s::integer[]) AS asked(story, edition)
CROSS JOIN LATERAL (
    SELECT view FROM story_edition
    WHERE story = asked.story AND edition = asked.edition AND position <= %(until)s
    ORDER BY position DESC LIMIT 1
) AS latest
ORDER BY asked.story, asked.edition;
