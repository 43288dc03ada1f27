-- Small lines of many claims on one page. Plans: look-ups by key only, so many for each claim, however long it is.

-- name: courses
-- What claims said in their course: evenly taken revisions that hold, the first and the last among those that are tried.
SELECT asked.claim, one.said_first, one.amount::text
FROM unnest(%(claims)s::text[], %(revisions)s::integer[]) AS asked(claim, revisions)
CROSS JOIN LATERAL (
    SELECT DISTINCT 1 + (place * (asked.revisions - 1)) / (%(points)s::integer - 1) AS number
    FROM generate_series(0, %(points)s::integer - 1) AS place
) AS taken
JOIN revision AS one ON one.claim = asked.claim AND one.number = taken.number
WHERE one.position <= %(until)s AND NOT one.late AND one.amount IS NOT NULL AND one.said_first IS NOT NULL
  AND NOT EXISTS (
      SELECT FROM revision AS by
      WHERE by.claim = one.claim AND by.replaces = one.number AND by.position <= %(until)s
  )
ORDER BY asked.claim, one.period_day, one.said_first, one.position;
