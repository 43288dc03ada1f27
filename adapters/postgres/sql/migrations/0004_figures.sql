-- Every figure that claims have had, what stories print of them, and what is to be said of that. Rows are
-- written once and never changed, so that what was known at a position is what lies up to it; but for story_view and
-- story_finding, which are about now.

CREATE TABLE revision (
    claim           text        COLLATE "C" NOT NULL,
    position        bigint      NOT NULL,
    version         integer     NOT NULL,
    recorded_at     timestamptz NOT NULL,
    source          text        COLLATE "C" NOT NULL,
    id              text        COLLATE "C" NOT NULL,
    kind            text        COLLATE "C" NOT NULL,
    number          integer,
    replaces        integer,
    stands          integer,
    retracted       boolean     NOT NULL,
    late            boolean     NOT NULL,
    changed         text[]      COLLATE "C",
    correction      bytea,
    form            text        COLLATE "C",
    figure_key      text        COLLATE "C",
    amount          numeric,
    low             numeric,
    high            numeric,
    said_at         text        COLLATE "C",
    said_first      bigint,
    said_last       bigint,
    refers_to       text        COLLATE "C",
    period          text        COLLATE "C",
    period_day      bigint,
    published_at    text        COLLATE "C",
    published_first bigint,
    wording_key     bigint,
    view            bytea,
    PRIMARY KEY (claim, position)
);
CREATE UNIQUE INDEX revision_number ON revision (claim, number) WHERE number IS NOT NULL;
CREATE UNIQUE INDEX revision_replaces ON revision (claim, replaces) WHERE replaces IS NOT NULL;
CREATE INDEX revision_figure ON revision (claim, figure_key, number) WHERE figure_key IS NOT NULL;
CREATE INDEX revision_wording ON revision (claim, wording_key, number) WHERE wording_key IS NOT NULL;
CREATE INDEX revision_claim_amount ON revision (claim, amount, number) WHERE amount IS NOT NULL;
CREATE INDEX revision_claim_low ON revision (claim, low) WHERE form = 'range';
CREATE INDEX revision_claim_high ON revision (claim, high) WHERE form = 'range';
CREATE INDEX revision_tally ON revision (claim, number) WHERE form = 'tally';
CREATE INDEX revision_day ON revision (claim, period_day) WHERE number IS NOT NULL;
CREATE INDEX revision_long_said ON revision (claim, period_day)
    WHERE number IS NOT NULL AND coalesce(said_last - said_first > 86400000000, true);
COMMENT ON INDEX revision_long_said IS 'Those that may be about a later day than the first that they may have been said on.';
COMMENT ON TABLE revision IS 'A row for each event that makes or replaces a revision, retracts or reinstates.';
COMMENT ON COLUMN revision.kind IS 'reported, updated or corrected; retracted or reinstated.';
COMMENT ON COLUMN revision.number IS 'NULL where the event made no revision.';
COMMENT ON COLUMN revision.replaces IS 'The revision that a correction replaces.';
COMMENT ON COLUMN revision.stands IS 'The revision that stands after the event; NULL for none.';
COMMENT ON COLUMN revision.retracted IS 'Whether the claim is retracted after the event.';
COMMENT ON COLUMN revision.changed IS 'The members that a correction set; NULL for other kinds.';
COMMENT ON COLUMN revision.correction IS 'UTF-8 JSON: kind; was and is of scope, attribution, question. NULL for other kinds.';
COMMENT ON COLUMN revision.form IS 'The figure''s form, with its leaning (approximate:below); NULL where it is erased.';
COMMENT ON COLUMN revision.amount IS 'The amount of a figure that has one.';
COMMENT ON COLUMN revision.low IS 'The lower bound without tolerance, NULL for an open end or none; likewise high.';
COMMENT ON COLUMN revision.said_first IS 'The first moment that said_at allows, in µs since 1970; NULL where none is known.';
COMMENT ON COLUMN revision.period IS 'refers_to as an interval, one text for each; NULL where it is absent.';
COMMENT ON COLUMN revision.period_day IS 'The last day the figure is about, as the standing rule takes it.';
COMMENT ON COLUMN revision.wording_key IS 'A hash, the same for two wordings that are the same after folding; NULL where it is erased.';
COMMENT ON COLUMN revision.view IS 'UTF-8 JSON: what no later event says of the revision.';

CREATE TABLE claim_terms (
    claim    text   COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    question text   COLLATE "C" NOT NULL,
    scope    bytea  NOT NULL,
    chain    bytea  NOT NULL,
    PRIMARY KEY (claim, position)
);
CREATE INDEX claim_terms_question ON claim_terms (question, claim);
COMMENT ON TABLE claim_terms IS 'What a claim is about and on whose word: a row whenever question, scope or chain is set.';
COMMENT ON COLUMN claim_terms.chain IS 'UTF-8 JSON, as scope.';

CREATE TABLE dispute_change (
    claim       text        COLLATE "C" NOT NULL,
    position    bigint      NOT NULL,
    recorded_at timestamptz NOT NULL,
    dispute     text        COLLATE "C" NOT NULL,
    revision    integer     NOT NULL,
    aspect      text        COLLATE "C",
    open        boolean     NOT NULL,
    PRIMARY KEY (claim, position)
);
COMMENT ON TABLE dispute_change IS 'A row where a dispute is opened and one where it is resolved.';
COMMENT ON COLUMN dispute_change.aspect IS 'NULL where it is erased.';

CREATE TABLE claim_link (
    claim     text   COLLATE "C" NOT NULL,
    position  bigint NOT NULL,
    linked_to text   COLLATE "C",
    relation  text   COLLATE "C",
    PRIMARY KEY (claim, position)
);
CREATE INDEX claim_link_to ON claim_link (linked_to, relation);
COMMENT ON COLUMN claim_link.linked_to IS 'NULL where it is erased, as relation.';

CREATE TABLE story_view (
    story        text        COLLATE "C" NOT NULL PRIMARY KEY,
    version      integer     NOT NULL,
    position     bigint      NOT NULL,
    recorded_at  timestamptz NOT NULL,
    outlet       text        COLLATE "C",
    headline     text,
    published_at text        COLLATE "C",
    editions     integer     NOT NULL,
    withdrawn    boolean     NOT NULL,
    words        text        NOT NULL,
    view         bytea       NOT NULL
);
CREATE INDEX story_view_position ON story_view (position);
COMMENT ON COLUMN story_view.outlet IS 'The id, else the name; NULL where it is erased.';
COMMENT ON COLUMN story_view.headline IS 'Of the latest edition, as the columns around it; NULL where it is erased.';
COMMENT ON COLUMN story_view.words IS 'What a search by words looks through: headline, outlet, printed wordings.';
COMMENT ON COLUMN story_view.view IS 'UTF-8 JSON, for lists.';

CREATE TABLE story_view_history (
    LIKE story_view INCLUDING COMMENTS,
    PRIMARY KEY (story, position)
);

CREATE TABLE story_edition (
    story       text        COLLATE "C" NOT NULL,
    position    bigint      NOT NULL,
    edition     integer     NOT NULL,
    recorded_at timestamptz NOT NULL,
    view        bytea       NOT NULL,
    text        bytea,
    PRIMARY KEY (story, position)
);
CREATE INDEX story_edition_number ON story_edition (story, edition, position);
COMMENT ON TABLE story_edition IS 'An edition as its event or a correction left it: of each, the latest row is in force.';
COMMENT ON COLUMN story_edition.view IS 'UTF-8 JSON of the edition, its text left out.';
COMMENT ON COLUMN story_edition.text IS 'UTF-8; NULL where there is none, or it is erased.';

CREATE TABLE story_print (
    story     text    COLLATE "C" NOT NULL,
    position  bigint  NOT NULL,
    n         integer NOT NULL,
    edition   integer NOT NULL,
    claim     text    COLLATE "C" NOT NULL,
    placement text    COLLATE "C" NOT NULL,
    view      bytea   NOT NULL,
    PRIMARY KEY (story, position, n)
);
CREATE INDEX story_print_claim ON story_print (claim, story);
COMMENT ON TABLE story_print IS 'What the rows of story_edition print; erased prints have no row.';
COMMENT ON COLUMN story_print.n IS 'Its place in the list, from 0.';

CREATE TABLE story_finding (
    story            text        COLLATE "C" NOT NULL PRIMARY KEY,
    withdrawn        boolean     NOT NULL,
    silent           integer     NOT NULL,
    mismatches       integer     NOT NULL,
    behind           integer     NOT NULL,
    corrected        integer     NOT NULL,
    disputed         integer     NOT NULL,
    retracted        integer     NOT NULL,
    unmatched        integer     NOT NULL,
    latest_silent_at timestamptz,
    view             bytea       NOT NULL
);
COMMENT ON TABLE story_finding IS 'What is to be said of a story now; made anew whenever it or a claim that it prints changes.';
COMMENT ON COLUMN story_finding.latest_silent_at IS 'When the last edition that changed a figure silently was recorded.';
COMMENT ON COLUMN story_finding.view IS 'UTF-8 JSON: what there is of each, one by one.';

-- Compressing what is written once and read whole costs more than it saves.
ALTER TABLE revision ALTER COLUMN view SET STORAGE EXTERNAL;
ALTER TABLE story_view ALTER COLUMN view SET STORAGE EXTERNAL;
ALTER TABLE story_view_history ALTER COLUMN view SET STORAGE EXTERNAL;
ALTER TABLE story_print ALTER COLUMN view SET STORAGE EXTERNAL;
ALTER TABLE story_finding ALTER COLUMN view SET STORAGE EXTERNAL;

INSERT INTO tracking (name) VALUES ('figures') ON CONFLICT DO NOTHING;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'claimtrail_service') THEN
        GRANT SELECT, INSERT, DELETE, TRUNCATE
            ON revision, claim_terms, dispute_change, claim_link,
               story_view, story_view_history, story_edition, story_print, story_finding
            TO claimtrail_service;
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN RAISE NOTICE 'rights not granted: the service works as the owner';
END;
$$;
