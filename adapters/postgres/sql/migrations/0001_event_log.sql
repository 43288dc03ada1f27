-- The log: one table of events, append-only twice over (by trigger and by role).
-- Positions are gapless and in commit order: writers hold one advisory lock from reading the last position to COMMIT.

CREATE TABLE event (
    position    bigint      NOT NULL PRIMARY KEY CHECK (position > 0),
    stream      text        COLLATE "C" NOT NULL,
    version     integer     NOT NULL CHECK (version >= 0),
    type        text        COLLATE "C" NOT NULL,
    source      text        COLLATE "C" NOT NULL,
    id          text        COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL,
    header      bytea       NOT NULL,
    leaf        bytea       NOT NULL CHECK (octet_length(leaf) = 32),
    payload     bytea       NOT NULL,
    secret      bytea       CHECK (octet_length(secret) = 32),
    erased      bytea,
    CHECK ((secret IS NULL) = (erased IS NOT NULL)),
    UNIQUE (stream, version),
    UNIQUE (source, id)
);

COMMENT ON TABLE event IS 'Every recorded event, for ever. See docs/stored-form.md.';
COMMENT ON COLUMN event.header IS 'RFC 8785 bytes of the header: the leaf data of the log (RFC 6962).';
COMMENT ON COLUMN event.payload IS 'RFC 8785 bytes of data; an erased unit is null in place.';
COMMENT ON COLUMN event.erased IS 'RFC 8785 bytes of {"erased": {pointer: commitment}, "salts": {pointer: salt}}.';

-- Values are small and already compact: compression would cost the writer more than it saves the disk.
ALTER TABLE event ALTER COLUMN header SET STORAGE EXTERNAL;
ALTER TABLE event ALTER COLUMN payload SET STORAGE MAIN;

CREATE FUNCTION event_is_append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND NEW.position = OLD.position
        AND NEW.stream = OLD.stream
        AND NEW.version = OLD.version
        AND NEW.type = OLD.type
        AND NEW.source = OLD.source
        AND NEW.id = OLD.id
        AND NEW.recorded_at = OLD.recorded_at
        AND NEW.header = OLD.header
        AND NEW.leaf = OLD.leaf
        AND NEW.secret IS NULL
        AND NEW.erased IS NOT NULL
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'events are never changed or deleted (% refused)', TG_OP
        USING ERRCODE = 'integrity_constraint_violation',
              HINT = 'A value that has to go is erased by claim.redacted.v1.';
END;
$$;

CREATE TRIGGER event_update BEFORE UPDATE ON event
    FOR EACH ROW EXECUTE FUNCTION event_is_append_only();
CREATE TRIGGER event_delete BEFORE DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION event_is_append_only();
CREATE TRIGGER event_truncate BEFORE TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION event_is_append_only();

-- The one way in which a stored event loses something: towards erased, by the service, in the transaction that
-- records the redaction.
CREATE FUNCTION erase(at_position bigint, new_payload bytea, new_erased bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE public.event SET payload = new_payload, erased = new_erased, secret = NULL WHERE position = at_position;
$$;
REVOKE ALL ON FUNCTION erase(bigint, bytea, bytea) FROM PUBLIC;

-- How far each projection has come, and the order-independent digest of its rows.
CREATE TABLE tracking (
    name       text    COLLATE "C" NOT NULL PRIMARY KEY,
    position   bigint  NOT NULL DEFAULT 0,
    digest     numeric NOT NULL DEFAULT 0,
    rebuilding boolean NOT NULL DEFAULT false,
    failed_at  bigint,
    failure    text
);

-- Where roles may be created, the service works as one that can read and append, and nothing else.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'claimtrail_service') THEN
        BEGIN
            CREATE ROLE claimtrail_service NOLOGIN;
        EXCEPTION
            WHEN insufficient_privilege THEN RAISE NOTICE 'role claimtrail_service not created: only triggers guard the log';
            WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'claimtrail_service') THEN
        BEGIN
            EXECUTE format('GRANT claimtrail_service TO %I', current_user);
            GRANT USAGE ON SCHEMA public TO claimtrail_service;
            GRANT SELECT, INSERT ON event TO claimtrail_service;
            GRANT EXECUTE ON FUNCTION erase(bigint, bytea, bytea) TO claimtrail_service;
            GRANT SELECT, INSERT, UPDATE ON tracking TO claimtrail_service;
        EXCEPTION
            WHEN insufficient_privilege THEN RAISE NOTICE 'rights not granted: only triggers guard the log';
        END;
    END IF;
END;
$$;
