-- Parts of queries in moments.sql, reading.sql, figure_reading.sql, log_pages.sql and recorder.sql: conditions of lists
-- and their joints, and what finds the position of a moment.

-- name: halving
-- The last position recorded at asked.moment or before (0: none), by halving, since recorded_at rises with the position;
-- and whether that is settled, for something was recorded then or later.
WITH RECURSIVE last AS MATERIALIZED (
    SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1
), halving(low, high) AS (
    SELECT 0::bigint, position FROM last
    UNION ALL
    SELECT CASE WHEN probe.recorded_at <= asked.moment THEN probe.position ELSE low END,
           CASE WHEN probe.recorded_at <= asked.moment THEN high ELSE probe.position - 1 END
    FROM halving
    CROSS JOIN LATERAL (
        SELECT position, recorded_at FROM event WHERE position = (halving.low + halving.high + 1) / 2
    ) AS probe
    WHERE low < high
)
SELECT coalesce((SELECT low FROM halving WHERE low = high), 0) AS position,
       coalesce((SELECT recorded_at >= asked.moment FROM last), false) AS is_settled

-- name: counting
-- How often each value is found, the most frequent first, 20 of each; the last row says how many were looked at.
counted AS (
    SELECT CASE WHEN grouping(kind) = 0 THEN 'kind' WHEN grouping(question) = 0 THEN 'question'
                WHEN grouping(originator) = 0 THEN 'originator' WHEN grouping(status) = 0 THEN 'status'
                ELSE 'disputed' END AS facet,
           coalesce(kind, question, originator, status, disputed::text) AS value, count(*) AS hits
    FROM found
    GROUP BY GROUPING SETS ((kind), (question), (originator), (status), (disputed))
)
(
    SELECT facet, value, hits
    FROM (SELECT *, row_number() OVER (PARTITION BY facet ORDER BY hits DESC, value) AS place FROM counted
          WHERE value IS NOT NULL) AS placed
    WHERE place <= 20
    ORDER BY facet, place
)
UNION ALL
SELECT NULL, NULL, count(*) FROM found

-- name: always
-- No condition.
true

-- name: and
-- Between two conditions.
 AND

-- name: ascending
-- The first comes first.
ASC

-- name: descending
-- The last comes first.
DESC

-- name: type
-- Events of one type.
type = %(type)s

-- name: topics
-- Events of some types.
type = ANY(%(topics)s)

-- name: question
-- Claims about one question.
shown.question = %(question)s

-- name: originator
-- Claims of one source.
shown.originator = %(originator)s

-- name: who
-- Claims with a party anywhere in the chain.
shown.parties @> ARRAY[%(who)s]::text[]

-- name: story
-- Claims that a story prints in an edition that is in force.
shown.claim = ANY(ARRAY(
    SELECT printed.claim FROM story_print AS printed
    WHERE printed.story = %(story)s AND printed.position = (
        SELECT max(edition.position) FROM story_edition AS edition
        WHERE edition.story = printed.story AND edition.edition = printed.edition
          AND (%(position)s::bigint IS NULL OR edition.position <= %(position)s)
    )
))

-- name: role
-- Claims in whose chain the source has a role.
listed.role = %(role)s

-- name: source_q
-- Sources whose name or id holds all of these.
listed.named ILIKE ALL(%(q)s)

-- name: status
-- Claims that stand, are retracted, or are empty.
shown.status = %(status)s

-- name: disputed
-- Claims with an open dispute, or without.
shown.disputed = %(disputed)s

-- name: recorded_after
-- Claims of which something was recorded later.
shown.recorded_at > %(recorded_after)s

-- name: key_after
-- Where an ascending page begins.
listed.key > %(key)s

-- name: key_before
-- Where a descending page begins.
listed.key < %(key)s

-- name: only_key
-- The one with this id.
listed.key = %(only)s

-- name: point_after
-- Where an ascending page of points begins: after a moment and the number of a revision.
(listed.at, listed.number) > (%(at)s, %(number)s)

-- name: point_before
-- Where a descending page of points begins.
(listed.at, listed.number) < (%(at)s, %(number)s)

-- name: q
-- Claims whose words hold all of these.
shown.words ILIKE ALL(%(q)s)

-- name: question_q
-- Questions whose text or id holds all of these.
(coalesce(asked.text, '') || ' ' || listed.key) ILIKE ALL(%(q)s)

-- name: corrected_after
-- Corrections recorded later.
listed.recorded_at > %(recorded_after)s

-- name: story_q
-- Stories whose headline, outlet, printed words or id hold all of these.
(listed.words || ' ' || listed.story) ILIKE ALL(%(q)s)

-- name: finding_silent
-- Stories that changed a figure silently, in any edition.
finding.silent > 0

-- name: finding_mismatches
-- Stories that give one claim figures that are not the same at two places.
finding.mismatches > 0

-- name: finding_behind
-- Stories that print a figure that is behind the record.
finding.behind > 0

-- name: finding_corrected
-- Stories that print what was corrected since.
finding.corrected > 0

-- name: finding_disputed
-- Stories that print what is disputed.
finding.disputed > 0

-- name: finding_retracted
-- Stories that print what was retracted since.
finding.retracted > 0

-- name: finding_unmatched
-- Stories that print what no claim of the record is about.
finding.unmatched > 0

-- name: finding_wrong
-- Stories that print what was corrected or retracted since.
finding.wrong > 0
