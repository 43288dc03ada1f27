-- Lists of stories, and the claims that the text of an edition may word. Conditions come from parts.sql.

-- name: stories_now
-- A page of stories by the place of their last event, with what is to be said of each.
SELECT listed.key, listed.view, finding.silent, finding.mismatches, finding.behind, finding.corrected,
       finding.disputed, finding.retracted, finding.unmatched,
       (SELECT position FROM tracking WHERE name = 'figures') AS reflected
FROM (SELECT position AS key, story, words, view FROM story_view) AS listed
LEFT JOIN story_finding AS finding ON finding.story = listed.story
WHERE {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;

-- name: stories_ordered_until
-- The same in the order as of a position, each as it was then; findings are those of now. Stories that have moved since
-- are looked up one by one.
SELECT listed.key, listed.view, finding.silent, finding.mismatches, finding.behind, finding.corrected,
       finding.disputed, finding.retracted, finding.unmatched,
       (SELECT position FROM tracking WHERE name = 'figures') AS reflected
FROM (
    SELECT position AS key, story, words, view FROM story_view WHERE position <= %(position)s
    UNION ALL
    SELECT past.position, past.story, past.words, past.view
    FROM story_view AS moved
    CROSS JOIN LATERAL (
        SELECT position, story, words, view FROM story_view_history
        WHERE story = moved.story AND position <= %(position)s ORDER BY position DESC LIMIT 1
    ) AS past
    WHERE moved.position > %(position)s
) AS listed
LEFT JOIN story_finding AS finding ON finding.story = listed.story
WHERE {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;

-- name: stories_as_of
-- The same as of a position; what was to be said of them then is not kept.
SELECT listed.key, listed.view, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL::bigint AS reflected
FROM (
    SELECT past.position AS key, past.story, past.words, past.view FROM story_view_history AS past
    WHERE past.position <= %(position)s AND NOT EXISTS (
        SELECT FROM story_view_history AS later
        WHERE later.story = past.story AND later.position > past.position AND later.position <= %(position)s
    )
) AS listed
WHERE {conditions}
ORDER BY listed.key {direction}
LIMIT %(limit)s;

-- name: claims_by_figure
-- Claims whose standing figure is one of some numbers, those first whose words the text has most of.
SELECT found.claim
FROM (
    SELECT DISTINCT near.claim
    FROM unnest(%(numbers)s::numeric[]) AS asked(number)
    CROSS JOIN LATERAL (
        (SELECT claim FROM search_figure WHERE low = asked.number LIMIT %(each)s)
        UNION ALL
        (SELECT claim FROM search_figure WHERE high = asked.number AND low IS DISTINCT FROM high LIMIT %(each)s)
    ) AS near
) AS found
JOIN search_entry AS entry ON entry.stream = 'claim/' || found.claim
CROSS JOIN (
    SELECT string_agg(quote_literal(lexeme), '|')::tsquery AS words
    FROM (SELECT lexeme FROM unnest(to_tsvector('english', %(text)s)) LIMIT %(lexemes)s) AS told
) AS asked
ORDER BY coalesce(ts_rank(entry.words, asked.words), 0) DESC, found.claim
LIMIT %(limit)s;

-- name: claims_by_words
-- Claims that have words of a headline, those with most of them first.
SELECT substr(found.stream, length('claim/') + 1)
FROM (
    SELECT entry.stream, entry.words, asked.words AS sought
    FROM (
        SELECT string_agg(quote_literal(lexeme), '|')::tsquery AS words
        FROM unnest(to_tsvector('english', %(text)s))
    ) AS asked
    JOIN search_entry AS entry ON entry.words @@ asked.words AND entry.kind = 'claim'
    LIMIT %(looked_through)s
) AS found
ORDER BY ts_rank(found.words, found.sought) DESC, found.stream
LIMIT %(limit)s;

-- name: claims_by_pairs
-- Claims that have two words of a text in a row, stop words between them left aside; those with most of its words first.
WITH told AS (
    SELECT lexeme, lead(lexeme) OVER in_order AS after, lead(place) OVER in_order - place AS distance
    FROM unnest(to_tsvector('english', %(text)s)) AS each(lexeme, places, weights)
    CROSS JOIN LATERAL unnest(places) AS place
    WINDOW in_order AS (ORDER BY place)
), asked AS (
    SELECT string_agg(quote_literal(lexeme) || '<' || distance || '>' || quote_literal(after), '|')::tsquery AS words
    FROM (SELECT DISTINCT lexeme, distance, after FROM told WHERE distance BETWEEN 1 AND 5 LIMIT %(pairs)s) AS pair
)
SELECT substr(found.stream, length('claim/') + 1)
FROM (
    SELECT entry.stream, entry.words, asked.words AS sought
    FROM asked
    JOIN search_entry AS entry ON entry.words @@ asked.words AND entry.kind = 'claim'
    LIMIT %(looked_through)s
) AS found
ORDER BY ts_rank(found.words, found.sought) DESC, found.stream
LIMIT %(limit)s;

-- name: wordings
-- Revisions of claims with the scope of then: of each the latest, and those that state one of some numbers.
SELECT asked.claim, said.number, said.view, terms.scope
FROM unnest(%(claims)s::text[]) AS asked(claim)
CROSS JOIN LATERAL (
    SELECT scope FROM claim_terms
    WHERE claim_terms.claim = asked.claim AND position <= %(until)s ORDER BY position DESC LIMIT 1
) AS terms
CROSS JOIN LATERAL (
    (SELECT number, view FROM revision
     WHERE revision.claim = asked.claim AND number IS NOT NULL AND position <= %(until)s
     ORDER BY number DESC LIMIT %(latest)s)
    UNION
    (SELECT number, view FROM revision
     WHERE revision.claim = asked.claim AND number IS NOT NULL AND position <= %(until)s
       AND amount = ANY(%(numbers)s::numeric[])
     ORDER BY number DESC LIMIT %(latest)s)
) AS said;

-- name: claims_of_story
-- The claims that a story prints, of many prints the last recorded ones. By the primary key alone.
SELECT DISTINCT claim FROM (
    SELECT claim FROM story_print WHERE story = %(story)s AND position <= %(until)s
    ORDER BY position DESC, n LIMIT %(looked_through)s
) AS lately
ORDER BY claim;
