-- The newest entries of the audit trail, for the page that lists what has just been recorded. Index scans only.

-- name: newest
-- The last entries up to a position, the newest first: the event, what it changed, and how its claim stands now.
SELECT event.stream, event.position AS key, event.type, event.header, event.payload, event.erased,
       audit_trail.changed, audit_trail.revision, shown.view
FROM audit_trail
JOIN event ON event.position = audit_trail.position
LEFT JOIN current_view AS shown ON shown.claim = audit_trail.claim
WHERE audit_trail.position <= %(until)s
ORDER BY audit_trail.position DESC LIMIT %(most)s;
