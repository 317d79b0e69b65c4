-- Repositories that are harvested. `mark` is where the harvest stands, in the words of its kind of source; it changes
-- in the transactions that write the records it speaks of. A removed source stays for the provenance of its articles.
CREATE TABLE sources (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    base_url     TEXT    NOT NULL,
    prefix       TEXT    NOT NULL,
    namespace    TEXT    NOT NULL,
    schema_url   TEXT    NOT NULL,
    format       TEXT    NOT NULL,
    set_spec     TEXT,
    title        TEXT    NOT NULL,
    settings     TEXT    NOT NULL,
    paused       BOOLEAN NOT NULL,
    next_run_us  BIGINT,
    mark         TEXT,
    created_us   BIGINT  NOT NULL,
    removed_us   BIGINT
);
CREATE UNIQUE INDEX sources_by_name ON sources (name) WHERE removed_us IS NULL;

-- Every record as it came: `metadata` is gzip, `sha256` the digest of what it holds, `sets` and `about` JSON lists.
CREATE TABLE source_records (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id    BIGINT  NOT NULL REFERENCES sources (id),
    identifier   TEXT    NOT NULL,
    datestamp_s  BIGINT  NOT NULL,
    deleted      BOOLEAN NOT NULL,
    sets         TEXT    NOT NULL,
    sha256       TEXT,
    metadata     BLOB,
    about        TEXT    NOT NULL,
    harvested_us BIGINT  NOT NULL,
    fate         TEXT    NOT NULL,
    reason       TEXT,
    article_id   BIGINT  REFERENCES articles (id),
    is_origin    BOOLEAN NOT NULL,
    copy_url     TEXT,
    UNIQUE (source_id, identifier)
);
CREATE INDEX source_records_by_fate ON source_records (source_id, fate, id);
CREATE INDEX source_records_by_datestamp ON source_records (source_id, datestamp_s, id);
CREATE INDEX source_records_by_article ON source_records (article_id) WHERE article_id IS NOT NULL;

CREATE TABLE harvest_runs (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id  BIGINT  NOT NULL REFERENCES sources (id),
    started_us BIGINT  NOT NULL,
    ended_us   BIGINT,
    outcome    TEXT,
    tally      TEXT    NOT NULL,
    total      BIGINT,
    since_s    BIGINT,
    error      TEXT
);
CREATE INDEX harvest_runs_by_source ON harvest_runs (source_id, id);

CREATE TABLE harvest_faults (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id     BIGINT  NOT NULL REFERENCES harvest_runs (id) ON DELETE CASCADE,
    identifier TEXT,
    reason     TEXT    NOT NULL
);
CREATE INDEX harvest_faults_by_run ON harvest_faults (run_id, id);

-- What articles are recognised by where there is no DOI: letters and digits of a title, whole and before its subtitle,
-- the first author's family name, the year. Made from a version when it is looked for; version 0 is a deposit.
CREATE TABLE article_titles (
    article_id BIGINT NOT NULL REFERENCES articles (id),
    version_id BIGINT NOT NULL,
    whole      TEXT   NOT NULL,
    short      TEXT   NOT NULL,
    author     TEXT   NOT NULL,
    year       BIGINT
);
CREATE INDEX article_titles_by_article ON article_titles (article_id);
CREATE INDEX article_titles_by_whole ON article_titles (whole);
CREATE INDEX article_titles_by_short ON article_titles (short);
