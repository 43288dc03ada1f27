-- What is compared of a claim: two of its revisions, or what was to be seen of it at two moments. Plans: index look-ups.

-- name: revisions
-- Revisions up to a position, each as it was made, with the chain of then.
SELECT made.number AS key, made.view, terms.chain
FROM unnest(%(numbers)s::bigint[]) AS asked(number)
JOIN revision AS made
    ON made.claim = %(claim)s AND made.number = asked.number AND made.position <= %(until)s
CROSS JOIN LATERAL (
    SELECT chain FROM claim_terms
    WHERE claim = %(claim)s AND position <= made.position ORDER BY position DESC LIMIT 1
) AS terms;

-- name: moments
-- What stood at positions (NULL for nothing), with the chain of then; no row where the claim had not begun.
SELECT asked.position AS key, stood.view, terms.chain
FROM unnest(%(positions)s::bigint[]) AS asked(position)
CROSS JOIN LATERAL (
    SELECT chain FROM claim_terms
    WHERE claim = %(claim)s AND position <= asked.position ORDER BY position DESC LIMIT 1
) AS terms
CROSS JOIN LATERAL (
    SELECT stands FROM revision
    WHERE claim = %(claim)s AND position <= asked.position ORDER BY position DESC LIMIT 1
) AS ended
LEFT JOIN revision AS stood ON stood.claim = %(claim)s AND stood.number = ended.stands;

-- name: ends
-- The claim's last event and its last revision up to a position, as far as each is known.
SELECT (
    SELECT position FROM event
    WHERE stream = 'claim/' || %(claim)s AND position <= %(until)s ORDER BY version DESC LIMIT 1
), (
    SELECT number FROM revision
    WHERE claim = %(claim)s AND number IS NOT NULL AND position <= %(until)s ORDER BY number DESC LIMIT 1
);
