-- The current view of each claim and question, and every view there has ever been: a row holds from its position until
-- the next row of the same claim. `view` is UTF-8 JSON, as it is answered; the other columns are for finding it.

CREATE TABLE current_view (
    claim       text        COLLATE "C" NOT NULL PRIMARY KEY,
    question    text        COLLATE "C" NOT NULL,
    originator  text        COLLATE "C",
    parties     text[]      COLLATE "C" NOT NULL,
    status      text        COLLATE "C" NOT NULL,
    disputed    boolean     NOT NULL,
    version     integer     NOT NULL,
    position    bigint      NOT NULL,
    recorded_at timestamptz NOT NULL,
    words       text        NOT NULL,
    view        bytea       NOT NULL
);
CREATE INDEX current_view_question ON current_view (question, claim);
CREATE INDEX current_view_originator ON current_view (originator, claim);
CREATE INDEX current_view_parties ON current_view USING gin (parties);
CREATE INDEX current_view_position ON current_view (position);
COMMENT ON COLUMN current_view.words IS 'What a search by words looks through: wording, statement, scope, names.';

CREATE TABLE current_view_history (
    claim       text        COLLATE "C" NOT NULL,
    position    bigint      NOT NULL,
    question    text        COLLATE "C" NOT NULL,
    originator  text        COLLATE "C",
    parties     text[]      COLLATE "C" NOT NULL,
    status      text        COLLATE "C" NOT NULL,
    disputed    boolean     NOT NULL,
    version     integer     NOT NULL,
    recorded_at timestamptz NOT NULL,
    view        bytea       NOT NULL,
    PRIMARY KEY (claim, position)
);
CREATE INDEX current_view_history_question ON current_view_history (question, claim);

CREATE TABLE question_view (
    question    text        COLLATE "C" NOT NULL PRIMARY KEY,
    version     integer     NOT NULL,
    position    bigint      NOT NULL,
    recorded_at timestamptz NOT NULL,
    text        text,
    scope       bytea       NOT NULL,
    tolerance   text,
    topics      text[]      NOT NULL,
    view        bytea       NOT NULL
);
CREATE TABLE question_view_history (
    LIKE question_view INCLUDING COMMENTS,
    PRIMARY KEY (question, position)
);
COMMENT ON COLUMN question_view.text IS 'NULL where it is erased.';
COMMENT ON COLUMN question_view.scope IS 'UTF-8 JSON.';

-- Compressing what is written once and read whole costs more than it saves.
ALTER TABLE current_view ALTER COLUMN view SET STORAGE EXTERNAL;
ALTER TABLE current_view_history ALTER COLUMN view SET STORAGE EXTERNAL;
ALTER TABLE question_view ALTER COLUMN view SET STORAGE EXTERNAL;
ALTER TABLE question_view_history ALTER COLUMN view SET STORAGE EXTERNAL;

INSERT INTO tracking (name) VALUES ('current_view') ON CONFLICT DO NOTHING;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'claimtrail_service') THEN
        GRANT SELECT, INSERT, DELETE, TRUNCATE
            ON current_view, current_view_history, question_view, question_view_history TO claimtrail_service;
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN RAISE NOTICE 'rights not granted: the service works as the owner';
END;
$$;
