-- Version 2 of the state: simulated runs are told apart from real ones, so that neither is taken
-- for the other.

ALTER TABLE runs ADD COLUMN simulated INTEGER NOT NULL DEFAULT 0;

UPDATE runs SET simulated = 1
WHERE EXISTS (
    SELECT 1 FROM json_each(runs.settings)
    WHERE json_extract(value, '$.Name') = 'Simulate' AND json_extract(value, '$.Value') = 'True'
);
