-- Writing the projection figures, the claims' side. Rows go in and come out as bytes, so columns are named in the order
-- in which figures.py makes them.

-- name: fill_revisions
-- A row for each event that makes or replaces a revision, retracts or reinstates.
COPY revision
    (claim, position, version, recorded_at, source, id, kind, number, replaces, stands, retracted, late, changed, correction,
     form, figure_key, amount, low, high, said_at, said_first, said_last, refers_to, period, period_day,
     published_at, published_first, wording_key, view)
FROM STDIN (FORMAT BINARY);

-- name: take_revisions
-- Takes some out, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM revision WHERE claim = ANY(%(keys)s)
    RETURNING claim, position, version, recorded_at, source, id, kind, number, replaces, stands, retracted, late, changed,
              correction, form, figure_key, amount, low, high, said_at, said_first, said_last, refers_to, period,
              period_day, published_at, published_first, wording_key, view
) TO STDOUT (FORMAT BINARY);

-- name: show_revisions
-- All of them, to add up their digest.
COPY revision
    (claim, position, version, recorded_at, source, id, kind, number, replaces, stands, retracted, late, changed, correction,
     form, figure_key, amount, low, high, said_at, said_first, said_last, refers_to, period, period_day,
     published_at, published_first, wording_key, view)
TO STDOUT (FORMAT BINARY);

-- name: fill_terms
-- A row whenever question, scope or chain is set.
COPY claim_terms
    (claim, position, question, scope, chain)
FROM STDIN (FORMAT BINARY);

-- name: take_terms
-- Takes some out, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM claim_terms WHERE claim = ANY(%(keys)s)
    RETURNING claim, position, question, scope, chain
) TO STDOUT (FORMAT BINARY);

-- name: show_terms
-- All of them, to add up their digest.
COPY claim_terms
    (claim, position, question, scope, chain)
TO STDOUT (FORMAT BINARY);

-- name: fill_disputes
-- A row for each dispute opened or resolved.
COPY dispute_change
    (claim, position, recorded_at, dispute, revision, aspect, open)
FROM STDIN (FORMAT BINARY);

-- name: take_disputes
-- Takes some out, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM dispute_change WHERE claim = ANY(%(keys)s)
    RETURNING claim, position, recorded_at, dispute, revision, aspect, open
) TO STDOUT (FORMAT BINARY);

-- name: show_disputes
-- All of them, to add up their digest.
COPY dispute_change
    (claim, position, recorded_at, dispute, revision, aspect, open)
TO STDOUT (FORMAT BINARY);

-- name: fill_links
-- A row for each link.
COPY claim_link
    (claim, position, linked_to, relation)
FROM STDIN (FORMAT BINARY);

-- name: take_links
-- Takes some out, as they were filled in: they are about to be filled in anew.
COPY (
    DELETE FROM claim_link WHERE claim = ANY(%(keys)s)
    RETURNING claim, position, linked_to, relation
) TO STDOUT (FORMAT BINARY);

-- name: show_links
-- All of them, to add up their digest.
COPY claim_link
    (claim, position, linked_to, relation)
TO STDOUT (FORMAT BINARY);

-- name: empty
-- Before a rebuild.
TRUNCATE revision, claim_terms, dispute_change, claim_link,
         story_view, story_view_history, story_edition, story_print, story_finding;
