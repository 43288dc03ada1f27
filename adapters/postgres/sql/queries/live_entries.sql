-- The newest entries of the audit trail, for the page that lists what has just been recorded. Index scans only.

-- name: newest
-- The last entries up to a position, the newest first: the event, what it changed, and the claim that it is about.
-- They are chosen first, else the join begins at the end of the log, whatever the position.
SELECT event.stream, event.position AS key, event.type, event.header, event.payload, event.erased,
       audit_trail.changed, audit_trail.revision, audit_trail.claim
FROM (
    SELECT position, changed, revision, claim FROM audit_trail
    WHERE position <= %(until)s ORDER BY position DESC LIMIT %(most)s
) AS audit_trail
JOIN event ON event.position = audit_trail.position
ORDER BY audit_trail.position DESC;

-- name: views
-- How claims stood at a position: once each, for a long one's view is long, and many of the last events may be about it.
SELECT asked.claim, shown.view
FROM unnest(%(claims)s::text[]) AS asked(claim)
CROSS JOIN LATERAL (
    SELECT view FROM current_view_history AS past
    WHERE past.claim = asked.claim AND past.position <= %(until)s ORDER BY past.position DESC LIMIT 1
) AS shown;
