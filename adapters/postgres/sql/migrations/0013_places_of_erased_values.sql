-- What a redaction's receipt tells beside its place: where in the stream the erased values stood still. Its sender may not
-- have heard the first answer, and nobody could say it again, for the values are gone. Of redactions that were recorded
-- before there is no row, and it is left out of their receipts.

CREATE TABLE also_in (
    position bigint NOT NULL PRIMARY KEY,
    places   bytea  NOT NULL
);
COMMENT ON TABLE also_in IS 'A row for each redaction, at its own position; no part of what the log commits to.';
COMMENT ON COLUMN also_in.places IS 'UTF-8 JSON: [{"version": …, "pointer": …}].';
ALTER TABLE also_in ALTER COLUMN places SET STATISTICS 0;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'claimtrail_service') THEN
        GRANT SELECT, INSERT ON also_in TO claimtrail_service;
    END IF;
EXCEPTION
    WHEN insufficient_privilege THEN RAISE NOTICE 'rights not granted: the service works as the owner';
END;
$$;
