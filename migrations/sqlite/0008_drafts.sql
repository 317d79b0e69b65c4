-- Deposits that are being written. `content` is what the draft consists of (JSON: records, edits, what it is to an
-- article that is here already), `found` what was read from its file (JSON). A draft that was handed in names its deposit.
CREATE TABLE drafts (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    owner       BIGINT  NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    revision    BIGINT  NOT NULL,
    content     TEXT    NOT NULL,
    file_sha256 TEXT    REFERENCES files (sha256),
    found       TEXT,
    failure     TEXT,
    deposit_id  BIGINT  REFERENCES deposits (id),
    created_us  BIGINT  NOT NULL,
    updated_us  BIGINT  NOT NULL
);
CREATE INDEX drafts_by_owner ON drafts (owner, updated_us) WHERE deposit_id IS NULL;
CREATE INDEX drafts_by_file ON drafts (file_sha256) WHERE file_sha256 IS NOT NULL;

-- What a draft was at its latest revisions, so that a form that was opened earlier can be told from one that disagrees.
CREATE TABLE draft_revisions (
    draft_id BIGINT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    revision BIGINT NOT NULL,
    content  TEXT   NOT NULL,
    PRIMARY KEY (draft_id, revision)
);

-- The article that a deposit is another version of, as its depositor says.
ALTER TABLE deposits ADD COLUMN version_of BIGINT REFERENCES articles (id);
