-- Version 1 of the state. Never edited once released: a change is a new file with the next number.
-- Times are UTC ticks; to read one: datetime(t / 10000000 - 62135596800, 'unixepoch').
-- Words (status, category, outcome, result) are the contract's own, in lower case.

-- Every process that ever held the state. meta.owner_id names the one that holds it now.
CREATE TABLE owners (
    id INTEGER PRIMARY KEY,
    process_id INTEGER NOT NULL,
    start_token TEXT NOT NULL,
    host TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    heartbeat INTEGER NOT NULL DEFAULT 0,
    heartbeat_at INTEGER NOT NULL,
    stop_requested_at INTEGER
) STRICT;

CREATE TABLE meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    identity TEXT NOT NULL,
    owner_id INTEGER REFERENCES owners (id),
    fingerprint TEXT,
    -- The names of the list's columns, in order of first appearance, as a JSON array.
    columns TEXT NOT NULL DEFAULT '[]',
    updated_at INTEGER
) STRICT;

INSERT INTO meta (id, identity) VALUES (1, lower(hex(randomblob(16))));

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('running', 'waiting', 'stopped', 'completed')),
    owner_id INTEGER NOT NULL REFERENCES owners (id),
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    next_pass_at INTEGER,
    settings TEXT NOT NULL
) STRICT;

CREATE TABLE passes (
    run_id INTEGER NOT NULL REFERENCES runs (id),
    pass INTEGER NOT NULL,
    max_passes INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    duration INTEGER NOT NULL DEFAULT 0,
    succeeded INTEGER NOT NULL DEFAULT 0,
    failed_account INTEGER NOT NULL DEFAULT 0,
    failed_infrastructure INTEGER NOT NULL DEFAULT 0,
    failed_unknown INTEGER NOT NULL DEFAULT 0,
    failed_input INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    cancelled INTEGER NOT NULL DEFAULT 0,
    deferred INTEGER NOT NULL DEFAULT 0,
    -- From here on: known when the pass has ended.
    result TEXT,
    processed INTEGER,
    will_retry INTEGER,
    next_action TEXT,
    run_succeeded INTEGER,
    run_total INTEGER,
    PRIMARY KEY (run_id, pass)
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
    key INTEGER PRIMARY KEY,
    job_id TEXT NOT NULL,
    -- Its place in the list; meaningful while listed.
    ordinal INTEGER NOT NULL,
    listed INTEGER NOT NULL DEFAULT 1,
    account TEXT,
    device TEXT,
    -- All columns, as a JSON object in file order.
    data TEXT NOT NULL,
    -- Without a CHECK: a list of words would be compiled into every insert and update of the hot
    -- path, and cost a third of it.
    status TEXT NOT NULL DEFAULT 'pending',
    -- What a claimed job was before: a cancelled attempt gives that back.
    claimed_from TEXT,
    due_pass INTEGER NOT NULL DEFAULT 1,
    -- The last failure; empty when it never failed or has succeeded since.
    category TEXT,
    failure_type TEXT,
    error TEXT,
    rule TEXT,
    skip_reason TEXT,
    all_attempts INTEGER NOT NULL DEFAULT 0,
    counted INTEGER NOT NULL DEFAULT 0,
    counted_in_run INTEGER NOT NULL DEFAULT 0,
    infrastructure_retries INTEGER NOT NULL DEFAULT 0,
    -- The last attempt.
    pass INTEGER,
    worker INTEGER,
    claimed_at INTEGER,
    completed_at INTEGER
) STRICT;

CREATE UNIQUE INDEX jobs_id ON jobs (job_id);

-- Covers the whole of ReadDue, and shrinks as jobs finish.
CREATE INDEX jobs_due ON jobs (ordinal, due_pass, account)
WHERE listed = 1 AND status IN ('pending', 'retrying');

-- File order, jobs that left the list last.
CREATE INDEX jobs_order ON jobs (listed DESC, ordinal);

CREATE INDEX jobs_account ON jobs (account) WHERE account IS NOT NULL;

CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    job_key INTEGER NOT NULL REFERENCES jobs (key),
    number INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    owner_id INTEGER NOT NULL,
    pass INTEGER NOT NULL,
    worker INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT,
    category TEXT,
    failure_type TEXT,
    message TEXT,
    rule TEXT
) STRICT;

CREATE INDEX attempts_job ON attempts (job_key);

-- A job has at most one open attempt; the open ones are what the workers do now.
CREATE UNIQUE INDEX attempts_open ON attempts (job_key) WHERE ended_at IS NULL;

-- How many listed jobs stand where, kept in the same transaction as every change, so that a look
-- at the status costs the same for ten jobs and for a million. Only failed jobs are told apart by
-- category.
CREATE TABLE job_counts (
    status TEXT NOT NULL,
    category TEXT NOT NULL,
    n INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (status, category)
) STRICT, WITHOUT ROWID;

INSERT INTO job_counts (status, category) VALUES
    ('pending', ''),
    ('claimed', ''),
    ('success', ''),
    ('retrying', ''),
    ('failed', 'account'),
    ('failed', 'infrastructure'),
    ('failed', 'unknown'),
    ('failed', 'input'),
    ('skipped', '');
