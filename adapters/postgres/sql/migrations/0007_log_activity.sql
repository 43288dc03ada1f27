-- What the log's own page counts. Positions have no gaps, so how many events a day has follows from where it begins;
-- only what is no report and no update has to be counted, and there is little of it.

CREATE INDEX event_besides ON event (position) INCLUDE (type)
    WHERE type NOT IN ('claim.reported.v1', 'claim.updated.v1');
CREATE INDEX event_redactions ON event (position)
    WHERE type IN ('claim.redacted.v1', 'question.redacted.v1', 'story.redacted.v1');
