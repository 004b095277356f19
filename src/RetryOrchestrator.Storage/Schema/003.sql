-- Version 3 of the state: how a failed attempt's program ended stands beside what it said.

ALTER TABLE attempts ADD COLUMN exit_code INTEGER;
ALTER TABLE attempts ADD COLUMN signal INTEGER;
ALTER TABLE jobs ADD COLUMN exit_code INTEGER;
ALTER TABLE jobs ADD COLUMN signal INTEGER;
