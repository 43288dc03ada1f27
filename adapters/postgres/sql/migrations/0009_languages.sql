-- Views say in which language a wording is, and findings how many prints are wrong, each counted once. Both read models
-- are made anew from the log: by the next worker, or quicker by `claimtrail rebuild`.

ALTER TABLE story_finding ADD COLUMN wrong integer NOT NULL DEFAULT 0;
ALTER TABLE story_finding ALTER COLUMN wrong DROP DEFAULT;
COMMENT ON COLUMN story_finding.wrong IS 'Prints that are corrected, retracted, or both.';

UPDATE tracking SET position = 0, digest = 0, rebuilding = true WHERE name IN ('current_view', 'figures') AND position > 0;
