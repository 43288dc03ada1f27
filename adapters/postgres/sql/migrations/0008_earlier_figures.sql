-- Finding a claim by a figure that no longer stands: one entry a revision that states an amount, two for a range.

CREATE INDEX revision_amount ON revision (amount) WHERE amount IS NOT NULL;
CREATE INDEX revision_range_low ON revision (low) WHERE amount IS NULL AND low IS NOT NULL;
CREATE INDEX revision_range_high ON revision (high) WHERE amount IS NULL AND high IS NOT NULL;
