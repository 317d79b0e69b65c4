-- Bulk imports: what was read, row by row, what would happen, and what happened. `metadata` (JSON) goes once a row was
-- taken in. `subject` is the article that a row is about, or the row that it repeats.
CREATE TABLE imports (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    BIGINT  NOT NULL REFERENCES users (id),
    name       TEXT    NOT NULL,
    digest     TEXT    NOT NULL,
    review     TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    created_us BIGINT  NOT NULL
);
CREATE INDEX imports_by_state ON imports (state, created_us);

CREATE TABLE import_rows (
    import_id    BIGINT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    number       BIGINT NOT NULL,
    source       TEXT   NOT NULL,
    line         BIGINT,
    title        TEXT   NOT NULL,
    metadata     TEXT,
    file_sha256  TEXT   REFERENCES files (sha256),
    fate         TEXT   NOT NULL,
    subject      BIGINT,
    fault        TEXT,
    fault_column TEXT   NOT NULL DEFAULT '',
    fault_value  TEXT   NOT NULL DEFAULT '',
    progress     TEXT   NOT NULL,
    deposit_id   BIGINT REFERENCES deposits (id),
    PRIMARY KEY (import_id, number)
);
CREATE INDEX import_rows_by_progress ON import_rows (import_id, progress, number);
CREATE INDEX import_rows_by_file ON import_rows (file_sha256) WHERE file_sha256 IS NOT NULL;

-- Drafts that nobody touches are thrown away, some time after their depositor was told so.
ALTER TABLE drafts ADD COLUMN warned_us BIGINT;
CREATE INDEX drafts_by_age ON drafts (updated_us) WHERE deposit_id IS NULL;
-- Files that nothing names any more are looked for by these.
CREATE INDEX versions_by_file ON versions (file_sha256);
CREATE INDEX deposits_by_file ON deposits (file_sha256);

-- A version more closes the deposit that it came in by as a duplicate; its depositor is told that it is public.
CREATE TRIGGER completions_are_told AFTER INSERT ON events
WHEN NEW.action = 'duplicate'
BEGIN
    INSERT INTO notices (user_id, deposit_id, action, at_us)
    SELECT d.depositor, d.id, 'publish', NEW.at_us FROM deposits d
    WHERE d.id = (SELECT MAX(l.id) FROM deposits l WHERE l.article_id = NEW.article_id) AND d.depositor IS NOT NULL
        AND (NEW.user_id IS NULL OR NEW.user_id <> d.depositor) AND d.origin NOT IN ('record', 'import')
        AND EXISTS (SELECT 1 FROM versions v WHERE v.article_id = d.duplicate_of AND v.file_sha256 = d.file_sha256);
END;

-- Whoever imports a thousand records is not told a thousand times that they arrived and went public.
DROP TRIGGER events_are_told;
CREATE TRIGGER events_are_told AFTER INSERT ON events
WHEN NEW.action IN ('submit', 'returned', 'rejected', 'refuse', 'publish', 'correct', 'withdraw')
BEGIN
    INSERT INTO notices (user_id, deposit_id, action, at_us)
    SELECT d.depositor, d.id, NEW.action, NEW.at_us FROM deposits d
    WHERE d.id = (SELECT MAX(l.id) FROM deposits l WHERE l.article_id = NEW.article_id) AND d.depositor IS NOT NULL
        AND (NEW.action = 'submit' OR NEW.user_id IS NULL OR NEW.user_id <> d.depositor)
        AND NOT (d.origin IN ('record', 'import') AND NEW.action IN ('submit', 'refuse', 'publish'));
END;

-- What other services announce about articles here. `iri` is the identifier that the announcement gives itself; `shown`
-- is empty until somebody decides.
CREATE TABLE announcements (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    iri         TEXT    NOT NULL UNIQUE,
    article_id  BIGINT  NOT NULL REFERENCES articles (id),
    kind        TEXT    NOT NULL,
    origin      TEXT    NOT NULL,
    actor       TEXT    NOT NULL,
    object      TEXT    NOT NULL,
    relation    TEXT    NOT NULL,
    shown       BOOLEAN,
    decided_by  BIGINT  REFERENCES users (id),
    received_us BIGINT  NOT NULL
);
CREATE INDEX announcements_by_article ON announcements (article_id) WHERE shown = TRUE;
CREATE INDEX announcements_waiting ON announcements (id) WHERE shown IS NULL;
