-- Version 6 of the state: what guards know and did. A failure may be given back to its job, a job
-- may be a suspect because the process died under it, and a run says why it set a worker aside.

-- Why an attempt does not count against its job; empty for those that do.
ALTER TABLE attempts ADD COLUMN given_back TEXT;
-- Whether it ran with nothing else at work.
ALTER TABLE attempts ADD COLUMN alone INTEGER NOT NULL DEFAULT 0;

-- How often the process died under the job, and whether it runs alone for that.
ALTER TABLE jobs ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN suspect INTEGER NOT NULL DEFAULT 0;

-- Nearly always empty.
CREATE INDEX jobs_suspect ON jobs (key) WHERE suspect = 1;

ALTER TABLE passes ADD COLUMN given_back INTEGER NOT NULL DEFAULT 0;
-- What guards did in it, in words; known when it has ended.
ALTER TABLE passes ADD COLUMN guards TEXT;

-- How long the run held because nothing worked, in ticks.
ALTER TABLE runs ADD COLUMN held INTEGER NOT NULL DEFAULT 0;

CREATE TABLE guard_acts (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    pass INTEGER NOT NULL,
    at INTEGER NOT NULL,
    -- What it is about: a slot, a job, or the run.
    subject TEXT NOT NULL,
    action TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

CREATE INDEX guard_acts_run ON guard_acts (run_id);
