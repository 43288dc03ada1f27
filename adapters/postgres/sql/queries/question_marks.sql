-- Marks of a list of questions. Index scans only.

-- name: contested_among
-- Those of some questions on which two bounds lie apart, or what stands is disputed.
SELECT question FROM (
    SELECT question FROM contest
    WHERE question = ANY(%(questions)s::text[]) AND scope <> ''
    GROUP BY question, scope, period HAVING max(low) > min(high)
) AS apart
UNION
SELECT question FROM contest WHERE question = ANY(%(questions)s::text[]) AND is_disputed;
