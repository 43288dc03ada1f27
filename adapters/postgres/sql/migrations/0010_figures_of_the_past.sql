-- Finding figures as of the past by indexes alone: which revision stood then, and which ever touched a range. Three take
-- the place of an index that was there and are larger by what they include; those of open ends have few entries. In all
-- some 40 bytes a revision, and no more entries to write for most.

ALTER TABLE revision DROP CONSTRAINT revision_pkey, ADD CONSTRAINT revision_pkey PRIMARY KEY (claim, position) INCLUDE (stands);

DROP INDEX revision_amount;
CREATE INDEX revision_amount ON revision (amount) INCLUDE (claim, number, position, form) WHERE amount IS NOT NULL;

DROP INDEX revision_range_low;
CREATE INDEX revision_range_low ON revision (low) INCLUDE (high, claim, number, position)
    WHERE amount IS NULL AND low IS NOT NULL;

CREATE INDEX revision_open_above ON revision (low) INCLUDE (claim, number, position) WHERE high IS NULL AND low IS NOT NULL;
CREATE INDEX revision_open_below ON revision (high) INCLUDE (amount, claim, number, position)
    WHERE low IS NULL AND high IS NOT NULL;
