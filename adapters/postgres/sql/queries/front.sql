-- What the plain page shows. Index look-ups only: claims and corrections by position.

-- name: claims
-- The claims of which something was recorded last, newest first, and how far the read model has come; one row at least.
SELECT (SELECT position FROM tracking WHERE name = 'current_view') AS reflected, listed.view
FROM (SELECT 1) AS always
LEFT JOIN (SELECT position, view FROM current_view ORDER BY position DESC LIMIT %(most)s) AS listed ON true
ORDER BY listed.position DESC;

-- name: corrections
-- The last corrections, newest first.
SELECT recorded_at, correction FROM audit_trail
WHERE correction IS NOT NULL ORDER BY position DESC LIMIT %(most)s;
