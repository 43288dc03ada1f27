-- What claims are called that say nothing of what they count. Plan: index look-ups only.

-- name: of_claims
-- The first revision of some claims, as it was posted.
SELECT claim, view FROM revision WHERE claim = ANY(%(claims)s) AND number = 1;
