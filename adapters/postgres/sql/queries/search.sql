-- Searching. "hits" is put together of the ways in which something can be found ("by_…"); each gives 10,001 at most, so
-- that a search costs no more in a record of millions, and one that finds more than 10,000 is walked through ("walk").
-- Plans on 100,000 claims of 1,000,000 revisions: a bitmap scan of the words' index, for numbers and ranges of those on low
-- and high, then look-ups by key: 2 to 5 ms; 10,000 hits ranked 16 ms, with facets 30. As of the past likewise on the index
-- of search_history, with a look for a later row at each hit (75 ms for 10,000); numbers of the past on
-- revision_amount (3 ms). Ranges of the past are read from indexes alone ("touching_as_of"): 20 ms for what ever touched one,
-- then a look-up for each such claim, 60 to 150 ms; the closest figure of the past takes two look-ups for each claim, 500 ms.
-- What no longer stands (search_earlier.sql) adds 2 to 30 ms.

-- name: terms
-- A query's words as PostgreSQL reads them: English stems without stop words, unless nothing is left; the last word also
-- as the beginning of one. And what is left of the query beside each of its numbers, NULL where nothing is.
SELECT (read.whole || coalesce(read.beginning, ''))::text AS words,
       ARRAY(
           SELECT nullif(
               coalesce(
                   nullif(websearch_to_tsquery('english', rest), ''), websearch_to_tsquery('claimtrail', rest)
               ), ''
           )::text
           FROM unnest(%(rests)s::text[]) WITH ORDINALITY AS one(rest, place) ORDER BY place
       ) AS rests,
       read.marks::text
FROM (
    SELECT coalesce(
               nullif(websearch_to_tsquery('english', %(words)s), ''), websearch_to_tsquery('claimtrail', %(words)s)
           ) AS whole,
           CASE WHEN %(prefix)s::text IS NOT NULL
               THEN websearch_to_tsquery('english', %(before_last)s) && (quote_literal(%(prefix)s) || ':*')::tsquery
           END AS beginning,
           (SELECT string_agg(quote_literal(lexeme), '|')::tsquery
            FROM unnest(
                coalesce(
                    nullif(to_tsvector('english', %(marked)s), ''), to_tsvector('claimtrail', %(marked)s)
                )
            )) AS marks
) AS read;

-- name: marks
-- Which words of a text a query asks for.
SELECT word FROM unnest(%(texts)s::text[]) AS one(word) WHERE to_tsvector('claimtrail', word) @@ %(marks)s::tsquery;

-- name: entries_now
-- What there is to be found.
search_entry

-- name: entries_as_of
-- What there was to be found at a position: of each stream the last entry up to then.
(
    SELECT past.* FROM search_history AS past
    WHERE past.since <= %(position)s AND NOT EXISTS (
        SELECT FROM search_history AS later
        WHERE later.stream = past.stream AND later.since > past.since AND later.since <= %(position)s
    )
)

-- name: entry_now
-- The entry of a claim; LIMIT has it looked up, whatever the planner thinks of how many there are.
(SELECT * FROM search_entry WHERE stream = 'claim/' || figure.claim LIMIT 1)

-- name: entry_as_of
-- The same as of a position.
(
    SELECT * FROM search_history
    WHERE stream = 'claim/' || figure.claim AND since <= %(position)s
    ORDER BY since DESC LIMIT 1
)

-- name: figures_now
-- The standing figures.
search_figure

-- name: figures_as_of
-- The figures that stood at a position: each claim is looked at.
(
    SELECT listed.claim, shown.form <> 'more_than' AS low_closed, shown.form <> 'less_than' AS high_closed,
           CASE WHEN shown.low IS NULL AND shown.high IS NULL THEN shown.amount ELSE shown.low END AS low,
           CASE WHEN shown.low IS NULL AND shown.high IS NULL THEN shown.amount ELSE shown.high END AS high
    FROM current_view AS listed
    CROSS JOIN LATERAL (
        SELECT stands FROM revision
        WHERE revision.claim = listed.claim AND revision.position <= %(position)s
        ORDER BY revision.position DESC LIMIT 1
    ) AS latest
    JOIN revision AS shown ON shown.claim = listed.claim AND shown.number = latest.stands
    WHERE coalesce(shown.low, shown.high, shown.amount) IS NOT NULL
)

-- name: touching_now
-- Claims whose figure's bounds and the range that is asked for have anything in common: nearly all figures are one amount,
-- the others have an index of their own.
(
    SELECT claim FROM search_figure
    WHERE low BETWEEN %(from)s::numeric AND %(to)s::numeric AND (low_closed OR low < %(to)s::numeric)
    UNION ALL
    SELECT claim FROM search_figure
    WHERE low IS DISTINCT FROM high AND (low < %(from)s::numeric OR low IS NULL)
      AND (high > %(from)s::numeric OR high = %(from)s::numeric AND high_closed OR high IS NULL)
)

-- name: touching_as_of
-- The same as of a position, from indexes alone: of the revisions that ever touched the range those that stood then.
(
    SELECT was.claim
    FROM (
        SELECT claim, number FROM revision
        WHERE amount BETWEEN %(from)s::numeric AND %(to)s::numeric AND position <= %(position)s
          AND (amount < %(to)s::numeric OR form <> 'more_than') AND (amount > %(from)s::numeric OR form <> 'less_than')
        UNION ALL
        SELECT claim, number FROM revision
        WHERE high IS NULL AND low < %(from)s::numeric AND position <= %(position)s
        UNION ALL
        SELECT claim, number FROM revision
        WHERE low IS NULL AND high >= %(from)s::numeric AND (high > %(to)s::numeric OR amount IS NULL)
          AND position <= %(position)s
        UNION ALL
        SELECT claim, number FROM revision
        WHERE amount IS NULL AND low <= %(to)s::numeric AND (high >= %(from)s::numeric OR high IS NULL)
          AND position <= %(position)s
    ) AS was
    GROUP BY was.claim
    HAVING (
        SELECT stands FROM revision
        WHERE revision.claim = was.claim AND revision.position <= %(position)s
        ORDER BY revision.position DESC LIMIT 1
    ) = ANY (array_agg(was.number))
)

-- name: numbered_now
-- Claims whose figure states a number: nearly all figures are one amount, and the others have an index of their own.
(
    SELECT claim FROM search_figure WHERE low = asked.number
    UNION ALL
    SELECT claim FROM search_figure WHERE high = asked.number AND low IS DISTINCT FROM high
)

-- name: numbered_as_of
-- The same as of a position.
(
    SELECT past.claim
    FROM (
        SELECT claim, number FROM revision WHERE amount = asked.number AND position <= %(position)s
        UNION ALL
        SELECT claim, number FROM revision WHERE amount IS NULL AND low = asked.number AND position <= %(position)s
        UNION ALL
        SELECT claim, number FROM revision
        WHERE amount IS NULL AND high = asked.number AND low IS DISTINCT FROM high AND position <= %(position)s
    ) AS past
    WHERE past.number = (
        SELECT stands FROM revision AS latest
        WHERE latest.claim = past.claim AND latest.position <= %(position)s ORDER BY latest.position DESC LIMIT 1
    )
)

-- name: sources_now
-- Everybody who was ever named.
source

-- name: sources_as_of
-- Everybody who was named up to a position, as they were then.
(
    SELECT now.party, old.name, latest.kind,
           CASE WHEN old.name IS NOT DISTINCT FROM now.name THEN now.words
                ELSE setweight(
                    to_tsvector('claimtrail', coalesce(old.name, '') || ' ' || replace(now.party, '-', ' ')), 'A'
                ) END AS words
    FROM source AS now
    CROSS JOIN LATERAL (
        SELECT kind FROM party_history
        WHERE party = now.party AND since <= %(position)s ORDER BY since DESC LIMIT 1
    ) AS latest
    LEFT JOIN LATERAL (
        SELECT name FROM party_history
        WHERE party = now.party AND since <= %(position)s AND name IS NOT NULL ORDER BY since DESC LIMIT 1
    ) AS old ON true
)

-- name: by_words
-- Entries by their words.
(
    SELECT entry.stream, entry.kind, entry.question, entry.originator, entry.status, entry.disputed,
           (1000000 * ts_rank(entry.words, %(words)s::tsquery))::bigint AS rank
    FROM {entries} AS entry
    WHERE entry.words @@ %(words)s::tsquery AND {conditions}
    LIMIT 10001
)

-- name: by_numbers
-- Claims by a figure that states a number of the query, and the query's other words.
(
    SELECT entry.stream, entry.kind, entry.question, entry.originator, entry.status, entry.disputed,
           2000000 + coalesce((1000000 * ts_rank(entry.words, asked.rest::tsquery))::bigint, 0) AS rank
    FROM unnest(%(numbers)s::numeric[], %(rests)s::text[]) AS asked(number, rest)
    CROSS JOIN LATERAL {numbered} AS figure
    JOIN {entries} AS entry ON entry.stream = 'claim/' || figure.claim
    WHERE (asked.rest IS NULL OR entry.words @@ asked.rest::tsquery) AND {conditions}
    LIMIT 10001
)

-- name: by_name
-- Whatever has the query for its id.
(
    SELECT entry.stream, entry.kind, entry.question, entry.originator, entry.status, entry.disputed,
           4000000::bigint AS rank
    FROM {entries} AS entry
    WHERE entry.stream IN ('claim/' || %(name)s, 'question/' || %(name)s, 'story/' || %(name)s) AND {conditions}
)

-- name: by_range
-- Claims by their figures alone.
(
    SELECT entry.stream, entry.kind, entry.question, entry.originator, entry.status, entry.disputed, 0::bigint AS rank
    FROM {touching} AS figure
    JOIN {entries} AS entry ON entry.stream = 'claim/' || figure.claim
    WHERE {conditions}
    LIMIT 10001
)

-- name: by_range_alone
-- The same under no condition: of each claim its entry is looked up, which is less than to read all of them.
(
    SELECT entry.stream, entry.kind, entry.question, entry.originator, entry.status, entry.disputed, 0::bigint AS rank
    FROM {touching} AS figure
    CROSS JOIN LATERAL {entry} AS entry
    LIMIT 10001
)

-- name: by_source
-- Sources by name and id.
(
    SELECT 'source/' || entry.party, 'source', NULL, entry.party, NULL, NULL::boolean,
           3000000 + (1000000 * ts_rank(entry.words, %(words)s::tsquery))::bigint AS rank
    FROM {sources} AS entry
    WHERE entry.words @@ %(words)s::tsquery AND {conditions}
    LIMIT 10001
)

-- name: touches
-- Whether a figure's bounds and the range that is asked for have anything in common. Nearly all figures are one amount.
(
    (figure.low BETWEEN %(from)s::numeric AND %(to)s::numeric AND (figure.low_closed OR figure.low < %(to)s::numeric))
    OR (
        figure.low IS DISTINCT FROM figure.high
        AND (figure.low < %(from)s::numeric OR figure.low IS NULL)
        AND (figure.high > %(from)s::numeric OR figure.high = %(from)s::numeric AND figure.high_closed OR figure.high IS NULL)
    )
)

-- name: in_range
-- Claims whose figure touches the range.
EXISTS (SELECT FROM {figures} AS figure WHERE figure.claim = substr(entry.stream, 7) AND {touches})

-- name: always
-- No condition.
true

-- name: and
-- Between two conditions.
AND

-- name: kind
-- Of one kind.
entry.kind = %(kind)s

-- name: question
-- About one question; the question itself.
entry.question = %(question)s

-- name: originator
-- Said by one source.
entry.originator = %(originator)s

-- name: status
-- Claims that stand, are retracted, or are empty.
entry.status = %(status)s

-- name: disputed
-- Claims with an open dispute, or without.
entry.disputed = %(disputed)s

-- name: union
-- Between two ways of finding something.
UNION ALL

-- name: hits
-- A page of what is found, the best first, how many there are in all, and how far the read model has come.
WITH found AS (
    SELECT stream, max(rank) AS rank FROM ({ways}) AS way (stream, kind, question, originator, status, disputed, rank)
    GROUP BY stream
)
SELECT stream, rank, (SELECT count(*) FROM found) AS hits, (SELECT position FROM tracking WHERE name = 'search') AS reflected
FROM found
WHERE %(rank)s::bigint IS NULL OR (rank, stream) < (%(rank)s::bigint, %(stream)s::text)
ORDER BY rank DESC, stream DESC
LIMIT %(limit)s;

-- name: walk
-- The same where there are too many to rank: in the order of their ids. "IS TRUE" keeps the planner off the words' index,
-- for they are in every n-th entry.
SELECT entry.stream, NULL::bigint AS rank, NULL::bigint AS hits
FROM {entries} AS entry
WHERE (%(stream)s::text IS NULL OR entry.stream < %(stream)s::text)
  AND {matches} AND {conditions}
ORDER BY entry.stream DESC
LIMIT %(limit)s;

-- name: matches_words
-- Entries by their words, or by a number and the other words.
(
    (entry.words @@ %(words)s::tsquery) IS TRUE
    OR EXISTS (
        SELECT FROM unnest(%(numbers)s::numeric[], %(rests)s::text[]) AS asked(number, rest)
        JOIN {figures} AS figure ON figure.low = asked.number OR figure.high = asked.number
        WHERE figure.claim = substr(entry.stream, 7)
          AND (asked.rest IS NULL OR entry.words @@ asked.rest::tsquery)
    )
)

-- name: hits_with_facets
-- The same, and how many of all hits have which value.
WITH found AS MATERIALIZED (
    SELECT stream, max(rank) AS rank, kind, question, originator, status, disputed
    FROM ({ways}) AS way (stream, kind, question, originator, status, disputed, rank)
    GROUP BY stream, kind, question, originator, status, disputed
), {counting}
UNION ALL
SELECT 'hit', stream, rank
FROM (
    SELECT stream, rank FROM found
    WHERE %(rank)s::bigint IS NULL OR (rank, stream) < (%(rank)s::bigint, %(stream)s::text)
    ORDER BY rank DESC, stream DESC
    LIMIT %(limit)s
) AS page
UNION ALL
SELECT 'reflected', NULL, position FROM tracking WHERE name = 'search';

-- name: claim_facets_now
-- How many of the claims of a list have which value.
WITH found AS MATERIALIZED (
    SELECT 'claim' AS kind, shown.question, shown.originator, shown.status, shown.disputed
    FROM (SELECT claim AS key, * FROM current_view) AS listed
    CROSS JOIN LATERAL (SELECT listed.*) AS shown
    WHERE {conditions}
    LIMIT 10001
), {counting};

-- name: claim_facets_as_of
-- The same as of a position.
WITH found AS MATERIALIZED (
    SELECT 'claim' AS kind, shown.question, shown.originator, shown.status, shown.disputed
    FROM (SELECT claim AS key FROM current_view) AS listed
    CROSS JOIN LATERAL (
        SELECT * FROM current_view_history
        WHERE claim = listed.key AND position <= %(position)s
        ORDER BY position DESC LIMIT 1
    ) AS shown
    WHERE {conditions}
    LIMIT 10001
), {counting};

-- name: closest
-- The claim whose figure comes closest to what was asked for, among those next to it.
SELECT figure.claim, greatest(figure.low - %(to)s::numeric, %(from)s::numeric - figure.low) AS away
FROM (
    (SELECT * FROM {figures} AS figure WHERE figure.low <= %(from)s::numeric ORDER BY figure.low DESC LIMIT 200)
    UNION ALL
    (SELECT * FROM {figures} AS figure WHERE figure.low >= %(to)s::numeric ORDER BY figure.low LIMIT 200)
) AS figure
JOIN {entries} AS entry ON entry.stream = 'claim/' || figure.claim
WHERE {conditions}
ORDER BY away, figure.claim
LIMIT 1;

-- name: closest_of_words
-- The same among the claims that have the query's other words.
SELECT figure.claim, greatest(figure.low - %(to)s::numeric, %(from)s::numeric - figure.low) AS away
FROM (
    SELECT entry.stream FROM {entries} AS entry WHERE entry.words @@ %(rest)s::tsquery AND {conditions} LIMIT 10001
) AS entry
CROSS JOIN LATERAL (
    SELECT * FROM {figures} AS figure WHERE figure.claim = substr(entry.stream, 7) AND figure.low IS NOT NULL LIMIT 1
) AS figure
ORDER BY away, figure.claim
LIMIT 1;

-- name: claims_shown_now
-- The views of what was found.
SELECT claim, view FROM current_view WHERE claim = ANY(%(keys)s);

-- name: claims_shown_as_of
-- The same as of a position.
SELECT asked.claim, shown.view
FROM unnest(%(keys)s::text[]) AS asked(claim)
CROSS JOIN LATERAL (
    SELECT view FROM current_view_history AS past
    WHERE past.claim = asked.claim AND past.position <= %(position)s ORDER BY past.position DESC LIMIT 1
) AS shown;

-- name: questions_shown_now
-- Questions of what was found.
SELECT question, view, recorded_at FROM question_view WHERE question = ANY(%(keys)s);

-- name: questions_shown_as_of
-- The same as of a position.
SELECT asked.question, shown.view, shown.recorded_at
FROM unnest(%(keys)s::text[]) AS asked(question)
CROSS JOIN LATERAL (
    SELECT view, recorded_at FROM question_view_history AS past
    WHERE past.question = asked.question AND past.position <= %(position)s ORDER BY past.position DESC LIMIT 1
) AS shown;

-- name: stories_shown_now
-- Stories that were found, with the words that they print, as they are searched.
SELECT shown.story, shown.view, shown.recorded_at, entry.wording, entry.more
FROM story_view AS shown
LEFT JOIN search_entry AS entry ON entry.stream = 'story/' || shown.story
WHERE shown.story = ANY(%(keys)s);

-- name: stories_shown_as_of
-- The same as of a position.
SELECT asked.story, shown.view, shown.recorded_at, entry.wording, entry.more
FROM unnest(%(keys)s::text[]) AS asked(story)
CROSS JOIN LATERAL (
    SELECT view, recorded_at FROM story_view_history AS past
    WHERE past.story = asked.story AND past.position <= %(position)s ORDER BY past.position DESC LIMIT 1
) AS shown
LEFT JOIN LATERAL (
    SELECT wording, more FROM search_history AS past
    WHERE past.stream = 'story/' || asked.story AND past.since <= %(position)s ORDER BY past.since DESC LIMIT 1
) AS entry ON true;

-- name: sources_shown
-- Sources that were found.
SELECT entry.party, entry.name, entry.kind FROM {sources} AS entry WHERE entry.party = ANY(%(keys)s);
