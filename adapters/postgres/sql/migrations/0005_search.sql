-- What is searched: words of claims, questions and stories, standing figures, and the sources with their records.

-- English stems, so that "soldier" finds "soldiers", and no stop words: who asks for "The Who" finds it.
CREATE TEXT SEARCH DICTIONARY claimtrail_stem (TEMPLATE = pg_catalog.snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION claimtrail (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION claimtrail ALTER MAPPING REPLACE pg_catalog.english_stem WITH claimtrail_stem;

CREATE TABLE search_entry (
    stream     text COLLATE "C" NOT NULL PRIMARY KEY,
    kind       text COLLATE "C" NOT NULL,
    question   text COLLATE "C",
    originator text COLLATE "C",
    status     text COLLATE "C",
    disputed   boolean,
    title      text NOT NULL,
    wording    text NOT NULL,
    more       text NOT NULL,
    words      tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('claimtrail', title), 'A')
        || setweight(to_tsvector('claimtrail', wording), 'B')
        || setweight(to_tsvector('claimtrail', more), 'D')
    ) STORED
);
CREATE INDEX search_entry_words ON search_entry USING gin (words);
CREATE INDEX search_entry_originator ON search_entry (originator, status, disputed) WHERE originator IS NOT NULL;
COMMENT ON TABLE search_entry IS 'What there is to be found now: claim/ID, question/ID, story/ID. See adapters/search_words.py.';
COMMENT ON COLUMN search_entry.wording IS 'Where it states the claim''s own figure, a word stands for the amount.';

CREATE TABLE search_history (
    LIKE search_entry INCLUDING GENERATED INCLUDING COMMENTS,
    since bigint NOT NULL,
    PRIMARY KEY (stream, since)
);
CREATE INDEX search_history_words ON search_history USING gin (words);
COMMENT ON TABLE search_history IS 'What there was to be found: a row holds from its position until the next of its stream.';

CREATE TABLE search_figure (
    claim       text    COLLATE "C" NOT NULL PRIMARY KEY,
    low         numeric,
    high        numeric,
    low_closed  boolean NOT NULL,
    high_closed boolean NOT NULL
);
CREATE INDEX search_figure_low ON search_figure (low);
CREATE INDEX search_figure_high ON search_figure (high) WHERE low IS DISTINCT FROM high;
COMMENT ON TABLE search_figure IS 'The standing figure of each claim that states an amount; an end that is NULL is open.';
COMMENT ON COLUMN search_figure.low IS 'The lower bound; of an approximate figure its value, likewise high.';

CREATE TABLE party_claim (
    party text COLLATE "C" NOT NULL,
    claim text COLLATE "C" NOT NULL,
    role  text COLLATE "C" NOT NULL,
    PRIMARY KEY (party, claim) INCLUDE (role)
);
CREATE INDEX party_claim_claim ON party_claim (claim);
COMMENT ON TABLE party_claim IS 'Who stands in the chain of which claim now, in the first of its roles there.';

CREATE TABLE party_history (
    party text   COLLATE "C" NOT NULL,
    since bigint NOT NULL,
    claim text   COLLATE "C" NOT NULL,
    role  text   COLLATE "C" NOT NULL,
    name  text,
    kind  text   COLLATE "C",
    PRIMARY KEY (party, since)
);
CREATE INDEX party_history_claim ON party_history (claim, since);
CREATE INDEX party_history_claims ON party_history (party, claim, since);
CREATE INDEX party_history_name ON party_history (party, since) WHERE name IS NOT NULL;
COMMENT ON TABLE party_history IS 'Who was named in a chain that an event has set. Party is empty where nobody was.';
COMMENT ON COLUMN party_history.role IS 'The first in the chain; disputer for a party of a dispute.';

CREATE TABLE source (
    party text COLLATE "C" NOT NULL PRIMARY KEY,
    name  text,
    kind  text COLLATE "C",
    named text NOT NULL,
    words tsvector NOT NULL GENERATED ALWAYS AS (setweight(to_tsvector('claimtrail', named), 'A')) STORED
);
CREATE INDEX source_words ON source USING gin (words);
COMMENT ON TABLE source IS 'Everybody who was ever named in a chain, by the name and kind that were recorded last.';
COMMENT ON COLUMN source.named IS 'Name and id, as a search compares them.';

CREATE TABLE source_event (
    position    bigint      NOT NULL,
    party       text        COLLATE "C",
    claim       text        COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL,
    what        text        COLLATE "C" NOT NULL,
    revision    integer,
    dispute     text        COLLATE "C",
    detail      text        COLLATE "C"
);
CREATE INDEX source_event_party ON source_event (party, position);
CREATE INDEX source_event_named ON source_event (party, claim, position) WHERE what IN ('named', 'misattributed');
CREATE INDEX source_event_claim ON source_event (claim, position);
CREATE INDEX source_event_dispute ON source_event (claim, dispute) WHERE dispute IS NOT NULL;
COMMENT ON TABLE source_event IS 'What a source''s record tells of its claims, and of the disputes that it has raised.';
COMMENT ON COLUMN source_event.party IS 'The originator then, NULL if unnamed; of "disputes" the party that disputes.';
COMMENT ON COLUMN source_event.detail IS 'Kind of correction, aspect, outcome or finding; NULL where it is erased.';

INSERT INTO tracking (name) VALUES ('search') ON CONFLICT DO NOTHING;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'claimtrail_service') THEN
        GRANT SELECT, INSERT, DELETE, TRUNCATE
            ON search_entry, search_history, search_figure, party_claim, party_history, source, source_event
            TO claimtrail_service;
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN RAISE NOTICE 'rights not granted: the service works as the owner';
END;
$$;
