-- When the bytes of each file were last read against their digest; 0 before the first time.
CREATE TABLE file_checks (
    sha256     TEXT    NOT NULL PRIMARY KEY REFERENCES files (sha256) ON DELETE CASCADE,
    checked_us BIGINT  NOT NULL,
    is_sound   BOOLEAN NOT NULL
);
CREATE INDEX file_checks_by_time ON file_checks (checked_us, sha256);
CREATE INDEX file_checks_damaged ON file_checks (checked_us) WHERE is_sound = FALSE;
INSERT INTO file_checks (sha256, checked_us, is_sound) SELECT sha256, 0, TRUE FROM files;

CREATE TRIGGER files_to_check AFTER INSERT ON files
BEGIN
    INSERT INTO file_checks (sha256, checked_us, is_sound) VALUES (NEW.sha256, 0, TRUE) ON CONFLICT DO NOTHING;
END;
