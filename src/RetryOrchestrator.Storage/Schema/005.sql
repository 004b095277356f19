-- Version 5 of the state: jobs that may have been done and that nobody knows of, what their attempts
-- had said, what was answered to the question whether it happened; and what retries came to.

ALTER TABLE attempts ADD COLUMN checkpoint TEXT;
ALTER TABLE attempts ADD COLUMN verification TEXT;
ALTER TABLE attempts ADD COLUMN verification_note TEXT;

ALTER TABLE passes ADD COLUMN uncertain INTEGER NOT NULL DEFAULT 0;
ALTER TABLE passes ADD COLUMN succeeded_on_retry INTEGER NOT NULL DEFAULT 0;
-- In ticks, as duration is.
ALTER TABLE passes ADD COLUMN retry_time INTEGER NOT NULL DEFAULT 0;
-- From here on: known when the pass has ended.
ALTER TABLE passes ADD COLUMN run_uncertain INTEGER;
ALTER TABLE passes ADD COLUMN run_succeeded_on_retry INTEGER;
ALTER TABLE passes ADD COLUMN run_retry_time INTEGER;

INSERT INTO job_counts (status, category) VALUES ('uncertain', '');
