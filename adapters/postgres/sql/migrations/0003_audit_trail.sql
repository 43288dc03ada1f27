-- The audit trail: who recorded what, when, under which key, and what it changed; one row for each event of ours.

CREATE TABLE audit_trail (
    position    bigint      NOT NULL PRIMARY KEY,
    claim       text        COLLATE "C",
    stream      text        COLLATE "C" NOT NULL,
    version     integer     NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorder    text        COLLATE "C" NOT NULL,
    type        text        COLLATE "C" NOT NULL,
    source      text        COLLATE "C" NOT NULL,
    id          text        COLLATE "C" NOT NULL,
    time        text        COLLATE "C",
    changed     text[]      COLLATE "C" NOT NULL,
    revision    integer,
    correction  bytea
);
CREATE INDEX audit_trail_stream ON audit_trail (stream, position);
CREATE INDEX audit_trail_correction ON audit_trail (position) WHERE correction IS NOT NULL;
COMMENT ON COLUMN audit_trail.claim IS 'NULL for an event of another stream, such as a question''s.';
COMMENT ON COLUMN audit_trail.revision IS 'The revision that the event made, or else the one that it is about.';
COMMENT ON COLUMN audit_trail.correction IS 'UTF-8 JSON of what a correction says, for the correction log.';

INSERT INTO tracking (name) VALUES ('audit_trail') ON CONFLICT DO NOTHING;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'claimtrail_service') THEN
        GRANT SELECT, INSERT, DELETE, TRUNCATE ON audit_trail TO claimtrail_service;
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN RAISE NOTICE 'rights not granted: the service works as the owner';
END;
$$;
