-- Version 7 of the state: what is claimed stands apart. A claim is a row of its own while its attempt
-- is open; the job stays what it was, and the history takes the attempt when it has ended. So a job
-- is written once an attempt, and its history is only added to.

-- A process of an earlier version that was held dead and is not would go on as before, with claims that
-- nobody finds: whoever had the state has lost it, and is told so at its next write.
UPDATE meta SET owner_id = NULL;

CREATE TABLE claims (
    -- A job has at most one. Without a reference: it is made of the job's row, and no job is deleted;
    -- to look that up again costs the hot path some of what it saves here.
    job_key INTEGER PRIMARY KEY,
    attempt_id INTEGER NOT NULL,
    -- Who alone may end it or take it back: who began it, or who took the run over since.
    holder_id INTEGER NOT NULL,
    -- That of the job when it was claimed.
    account TEXT,
    -- From here on what the history is to say.
    number INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    owner_id INTEGER NOT NULL,
    pass INTEGER NOT NULL,
    worker INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    alone INTEGER NOT NULL
) STRICT;

-- Two jobs of one account are never at work at once.
CREATE UNIQUE INDEX claims_account ON claims (account) WHERE account IS NOT NULL;

-- The last attempt whose claim was taken back: no other row tells that its id was given out.
ALTER TABLE meta ADD COLUMN last_withdrawn INTEGER NOT NULL DEFAULT 0;

-- A list may have been edited since a run died, so that jobs that were at work have one account now.
INSERT INTO claims
SELECT a.job_key, a.id, a.owner_id,
    iif(row_number() OVER (PARTITION BY j.account ORDER BY a.id) = 1, j.account, NULL),
    a.number, a.run_id, a.owner_id, a.pass, a.worker, a.started_at, a.alone
FROM attempts a LEFT JOIN jobs j ON j.key = a.job_key
WHERE a.ended_at IS NULL;

DROP INDEX attempts_open;
DELETE FROM attempts WHERE id IN (SELECT attempt_id FROM claims);

-- From here on claimed_from is empty, and no status is 'claimed'. The column stays: taking it out
-- would write a list of a million jobs anew.
UPDATE jobs SET status = iif(claimed_from = 'retrying', 'retrying', 'pending'), claimed_from = NULL,
    (pass, worker, claimed_at, completed_at) = (
        SELECT pass, worker, started_at, ended_at FROM attempts
        WHERE job_key = jobs.key ORDER BY id DESC LIMIT 1
    )
WHERE status = 'claimed' AND key IN (SELECT job_key FROM claims);
