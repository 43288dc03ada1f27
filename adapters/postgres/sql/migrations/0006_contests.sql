-- Which questions are contested: of each claim the bounds of what stands, under what decides whom they are held against.

CREATE TABLE contest (
    claim       text    COLLATE "C" NOT NULL PRIMARY KEY,
    question    text    COLLATE "C" NOT NULL,
    scope       text    COLLATE "C" NOT NULL,
    period      text    COLLATE "C" NOT NULL,
    low         numeric,
    low_open    boolean NOT NULL,
    high        numeric,
    high_open   boolean NOT NULL,
    tally       text    COLLATE "C",
    is_disputed boolean NOT NULL
);
CREATE INDEX contest_question ON contest (question); -- scope and tally may be longer than an index takes
CREATE INDEX contest_disputed ON contest (question) WHERE is_disputed;
COMMENT ON TABLE contest IS 'A claim of which something stands that has bounds, is a tally, or is disputed.';
COMMENT ON COLUMN contest.scope IS 'JSON array of population, place, unit, definition as compared; null is left open.';
COMMENT ON COLUMN contest.period IS 'One text for each interval, empty for none.';
COMMENT ON COLUMN contest.low IS 'NULL where there is no lower bound; likewise high.';
COMMENT ON COLUMN contest.tally IS 'The same for two tallies that are the same; NULL for another figure.';
COMMENT ON COLUMN contest.is_disputed IS 'Whether what stands has an open dispute that contests the question.';

-- What the desk looks for besides: claims with an open dispute, the last moved first.
CREATE INDEX current_view_disputed ON current_view (position) WHERE disputed;

INSERT INTO tracking (name) VALUES ('contests') ON CONFLICT DO NOTHING;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'claimtrail_service') THEN
        GRANT SELECT, INSERT, DELETE, TRUNCATE ON contest TO claimtrail_service;
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN RAISE NOTICE 'rights not granted: the service works as the owner';
END;
$$;
