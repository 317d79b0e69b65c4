-- When each file was copied to the place that keeps it a second time (0: it is not there), and when it was put back from there.
ALTER TABLE file_checks ADD COLUMN replica_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE file_checks ADD COLUMN repaired_us BIGINT;
CREATE INDEX file_checks_without_replica ON file_checks (sha256) WHERE replica_us = 0;
