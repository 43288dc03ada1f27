-- Views list some of very many disputes, findings and links. Where a claim may have that many, current_view is made anew
-- from the log: by the next worker, or quicker by `claimtrail rebuild current_view`. The lists never get shorter, so the
-- views of now tell.

UPDATE tracking SET position = 0, digest = 0, rebuilding = true
WHERE name = 'current_view' AND position > 0 AND EXISTS (
    SELECT FROM current_view
    CROSS JOIN LATERAL (SELECT convert_from(view, 'UTF8')::json AS shown) AS parsed
    WHERE octet_length(view) > 1000 AND greatest(
        json_array_length(shown -> 'disputes'),
        json_array_length(shown -> 'assessments'),
        json_array_length(shown -> 'links')
    ) > 4
);
