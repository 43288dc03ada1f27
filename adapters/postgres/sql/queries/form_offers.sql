-- What forms offer while an id is typed in, and whether an id is known. The latest used, and bounded: about 1 ms each on
-- 100,000 claims, 3,000 questions and 5,000 sources.

-- name: claims
-- The claims that something was recorded of last, and those whose ids begin with what was typed.
SELECT claim, view FROM (SELECT claim, view FROM current_view ORDER BY position DESC LIMIT %(most)s) AS latest
UNION ALL
SELECT alike.claim, alike.view FROM unnest(%(typed)s::text[]) AS asked(typed)
CROSS JOIN LATERAL (
    SELECT claim, view FROM current_view
    WHERE claim >= asked.typed COLLATE "C" AND claim < (asked.typed || chr(127)) COLLATE "C" ORDER BY claim LIMIT 50
) AS alike;

-- name: questions
-- The questions of those claims, those asked lately, some in the order of their ids, and those that begin like it.
SELECT used.question, asked.text
FROM (
    SELECT question, max(position) AS position
    FROM (
        (SELECT question, position FROM current_view ORDER BY position DESC LIMIT 1000)
        UNION ALL
        (SELECT substr(stream, 10), position
         FROM (SELECT stream, position FROM event ORDER BY position DESC LIMIT 1000) AS latest
         WHERE starts_with(stream, 'question/'))
        UNION ALL
        (SELECT question, 0 FROM question_view ORDER BY question LIMIT 100)
        UNION ALL
        (SELECT alike.question, 9223372036854775807 FROM unnest(%(typed)s::text[]) AS asked(typed)
         CROSS JOIN LATERAL (
             SELECT question FROM question_view
             WHERE question >= asked.typed COLLATE "C" AND question < (asked.typed || chr(127)) COLLATE "C"
             ORDER BY question LIMIT 50
         ) AS alike)
    ) AS one
    GROUP BY question ORDER BY max(position) DESC, question LIMIT %(most)s
) AS used
LEFT JOIN question_view AS asked ON asked.question = used.question
ORDER BY used.position DESC, used.question;

-- name: sources
-- Who is named in those claims, and whose ids begin with what was typed.
SELECT used.party, source.name
FROM (
    SELECT party, max(position) AS position
    FROM (
        (SELECT unnest(parties) AS party, position
         FROM (SELECT parties, position FROM current_view ORDER BY position DESC LIMIT 500) AS latest)
        UNION ALL
        (SELECT alike.party, 9223372036854775807 FROM unnest(%(typed)s::text[]) AS asked(typed)
         CROSS JOIN LATERAL (
             SELECT party FROM source
             WHERE party >= asked.typed COLLATE "C" AND party < (asked.typed || chr(127)) COLLATE "C"
             ORDER BY party LIMIT 50
         ) AS alike)
    ) AS one
    GROUP BY party ORDER BY max(position) DESC, party LIMIT %(most)s
) AS used
LEFT JOIN source ON source.party = used.party
ORDER BY used.position DESC, used.party;

-- name: known
-- Which of some streams the log has.
SELECT asked.stream FROM unnest(%(streams)s::text[]) AS asked(stream)
WHERE EXISTS (SELECT FROM event WHERE event.stream = asked.stream);

-- name: is_named
-- Whether a claim names a question.
SELECT EXISTS (SELECT FROM current_view WHERE question = %(question)s);

-- name: latest_editions
-- The number of the latest edition of each of some stories that are not withdrawn.
SELECT shown.story, (SELECT max(edition) FROM story_edition WHERE story_edition.story = shown.story)
FROM story_view AS shown WHERE shown.story = ANY(%(stories)s) AND NOT shown.withdrawn;
