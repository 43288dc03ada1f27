-- Conditions of lists, and their joints: parts of queries in reading.sql and log_pages.sql, which put them together.

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

-- name: question
-- Claims about one question.
shown.question = %(question)s

-- name: originator
-- Claims of one source.
shown.originator = %(originator)s

-- name: who
-- Claims with a party anywhere in the chain.
shown.parties @> ARRAY[%(who)s]::text[]

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

-- name: q
-- Claims whose words hold all of these.
shown.words ILIKE ALL(%(q)s)

-- name: question_q
-- Questions whose text or id holds all of these.
(coalesce(asked.text, '') || ' ' || listed.key) ILIKE ALL(%(q)s)

-- name: corrected_after
-- Corrections recorded later.
listed.recorded_at > %(recorded_after)s
