-- Writing the projection search. Rows go in and come out as bytes, so columns are named in the order in which search.py
-- and search_sources.py make them.

-- name: fill_entries
-- What there is to be found after a batch.
COPY search_entry
    (stream, kind, question, originator, status, disputed, title, wording, more)
FROM STDIN (FORMAT BINARY);

-- name: take_entries
-- Takes some out, as they were filled in.
COPY (
    DELETE FROM search_entry WHERE stream = ANY(%(keys)s)
    RETURNING stream, kind, question, originator, status, disputed, title, wording, more
) TO STDOUT (FORMAT BINARY);

-- name: show_entries
-- All of them, to add up their digest.
COPY search_entry
    (stream, kind, question, originator, status, disputed, title, wording, more)
TO STDOUT (FORMAT BINARY);

-- name: fill_entry_history
-- A row whenever that has changed.
COPY search_history
    (stream, kind, question, originator, status, disputed, title, wording, more, since)
FROM STDIN (FORMAT BINARY);

-- name: take_entry_history
-- Takes some out, as they were filled in.
COPY (
    DELETE FROM search_history WHERE stream = ANY(%(keys)s)
    RETURNING stream, kind, question, originator, status, disputed, title, wording, more, since
) TO STDOUT (FORMAT BINARY);

-- name: show_entry_history
-- All of them, to add up their digest.
COPY search_history
    (stream, kind, question, originator, status, disputed, title, wording, more, since)
TO STDOUT (FORMAT BINARY);

-- name: fill_figures
-- The standing figures after a batch.
COPY search_figure
    (claim, low, high, low_closed, high_closed)
FROM STDIN (FORMAT BINARY);

-- name: take_figures
-- Takes some out, as they were filled in.
COPY (
    DELETE FROM search_figure WHERE claim = ANY(%(keys)s)
    RETURNING claim, low, high, low_closed, high_closed
) TO STDOUT (FORMAT BINARY);

-- name: show_figures
-- All of them, to add up their digest.
COPY search_figure
    (claim, low, high, low_closed, high_closed)
TO STDOUT (FORMAT BINARY);

-- name: fill_party_claims
-- Who stands in which chain after a batch.
COPY party_claim
    (party, claim, role)
FROM STDIN (FORMAT BINARY);

-- name: take_party_claims
-- Takes some out, as they were filled in.
COPY (
    DELETE FROM party_claim WHERE claim = ANY(%(keys)s)
    RETURNING party, claim, role
) TO STDOUT (FORMAT BINARY);

-- name: show_party_claims
-- All of them, to add up their digest.
COPY party_claim
    (party, claim, role)
TO STDOUT (FORMAT BINARY);

-- name: fill_party_history
-- Who is named by an event that sets a chain, or disputes.
COPY party_history
    (party, since, claim, role, name, kind)
FROM STDIN (FORMAT BINARY);

-- name: take_party_history
-- Takes some out, as they were filled in.
COPY (
    DELETE FROM party_history WHERE claim = ANY(%(keys)s)
    RETURNING party, since, claim, role, name, kind
) TO STDOUT (FORMAT BINARY);

-- name: show_party_history
-- All of them, to add up their digest.
COPY party_history
    (party, since, claim, role, name, kind)
TO STDOUT (FORMAT BINARY);

-- name: fill_sources
-- Sources by the name that was recorded last.
COPY source
    (party, name, kind, named)
FROM STDIN (FORMAT BINARY);

-- name: take_sources
-- Takes some out, as they were filled in.
COPY (
    DELETE FROM source WHERE party = ANY(%(keys)s)
    RETURNING party, name, kind, named
) TO STDOUT (FORMAT BINARY);

-- name: show_sources
-- All of them, to add up their digest.
COPY source
    (party, name, kind, named)
TO STDOUT (FORMAT BINARY);

-- name: fill_source_events
-- What a source's record tells.
COPY source_event
    (position, party, claim, recorded_at, what, revision, dispute, detail)
FROM STDIN (FORMAT BINARY);

-- name: take_source_events
-- Takes some out, as they were filled in.
COPY (
    DELETE FROM source_event WHERE claim = ANY(%(keys)s)
    RETURNING position, party, claim, recorded_at, what, revision, dispute, detail
) TO STDOUT (FORMAT BINARY);

-- name: show_source_events
-- All of them, to add up their digest.
COPY source_event
    (position, party, claim, recorded_at, what, revision, dispute, detail)
TO STDOUT (FORMAT BINARY);

-- name: stored_entries
-- Entries as they were filled in, of streams whose last entry is not held in memory.
COPY (
    SELECT stream, kind, question, originator, status, disputed, title, wording, more
    FROM search_entry WHERE stream = ANY(%(keys)s)
) TO STDOUT (FORMAT BINARY);

-- name: stored_sources
-- Sources as they were filled in.
COPY (SELECT party, name, kind, named FROM source WHERE party = ANY(%(keys)s)) TO STDOUT (FORMAT BINARY);

-- name: latest_names
-- How sources were named last, and what kind they were last said to be.
SELECT asked.party,
       (SELECT name FROM party_history AS past
        WHERE past.party = asked.party AND name IS NOT NULL ORDER BY since DESC LIMIT 1),
       latest.kind
FROM unnest(%(keys)s::text[]) AS asked(party)
CROSS JOIN LATERAL (
    SELECT kind FROM party_history AS past WHERE past.party = asked.party ORDER BY since DESC LIMIT 1
) AS latest
ORDER BY asked.party;

-- name: empty
-- Before a rebuild.
TRUNCATE search_entry, search_history, search_figure, party_claim, party_history, source, source_event;
