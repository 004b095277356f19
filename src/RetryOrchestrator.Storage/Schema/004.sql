-- Version 4 of the state: what attempts left at work when they came to their end.

ALTER TABLE attempts ADD COLUMN leftovers INTEGER NOT NULL DEFAULT 0;
ALTER TABLE passes ADD COLUMN leftovers_ended INTEGER NOT NULL DEFAULT 0;
ALTER TABLE passes ADD COLUMN left_at_work INTEGER NOT NULL DEFAULT 0;
