-- Times are whole microseconds since 1970 UTC (`*_us`), OAI datestamps whole seconds (`*_s`), days ISO 8601 texts.

CREATE TABLE files (
    sha256     TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    media_type TEXT   NOT NULL,
    size_bytes BIGINT NOT NULL,
    pages      BIGINT,
    created_us BIGINT NOT NULL
);

CREATE TABLE users (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    email         TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    role          TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    created_us    BIGINT  NOT NULL
);

CREATE TABLE sessions (
    token_sha256 TEXT   NOT NULL PRIMARY KEY,
    user_id      BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_us   BIGINT NOT NULL
);

CREATE TABLE articles (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    state             TEXT    NOT NULL,
    doi               TEXT    UNIQUE,
    file_sha256       TEXT    NOT NULL UNIQUE REFERENCES files (sha256),
    version_id        BIGINT,
    published_us      BIGINT,
    datestamp_s       BIGINT,
    embargo_until     TEXT,
    language          TEXT,
    withdrawal_reason TEXT,
    created_us        BIGINT  NOT NULL
);
-- What harvesters page through: (datestamp, id), public and withdrawn articles only.
CREATE INDEX articles_by_datestamp ON articles (datestamp_s, id) WHERE datestamp_s IS NOT NULL;
CREATE INDEX articles_by_state ON articles (state, published_us, id);
CREATE INDEX articles_by_embargo ON articles (embargo_until) WHERE embargo_until IS NOT NULL;

CREATE TABLE versions (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id  BIGINT  NOT NULL REFERENCES articles (id),
    number      BIGINT  NOT NULL,
    metadata    TEXT    NOT NULL,
    file_sha256 TEXT    NOT NULL REFERENCES files (sha256),
    created_us  BIGINT  NOT NULL,
    UNIQUE (article_id, number)
);

CREATE TABLE deposits (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id  BIGINT  NOT NULL REFERENCES articles (id),
    file_sha256 TEXT    NOT NULL REFERENCES files (sha256),
    metadata    TEXT    NOT NULL,
    origin      TEXT    NOT NULL,
    review      TEXT    NOT NULL,
    depositor   BIGINT  REFERENCES users (id),
    failure     TEXT,
    duplicate_of BIGINT REFERENCES articles (id),
    created_us  BIGINT  NOT NULL
);
CREATE INDEX deposits_by_article ON deposits (article_id);
CREATE INDEX deposits_by_depositor ON deposits (depositor, id) WHERE depositor IS NOT NULL;

-- Sets of an article, each ancestor of a hierarchical set as a row of its own; `deepest` marks what a header lists.
CREATE TABLE article_sets (
    article_id BIGINT  NOT NULL REFERENCES articles (id),
    set_spec   TEXT    NOT NULL,
    deepest    BOOLEAN NOT NULL,
    PRIMARY KEY (article_id, set_spec)
);
CREATE INDEX article_sets_by_set ON article_sets (set_spec, article_id);

CREATE TABLE awards (
    number TEXT NOT NULL PRIMARY KEY,
    award  TEXT NOT NULL
);

-- Who did what to an article, and why. Rows are only ever added.
CREATE TABLE events (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id BIGINT  NOT NULL REFERENCES articles (id),
    at_us      BIGINT  NOT NULL,
    user_id    BIGINT  REFERENCES users (id),
    action     TEXT    NOT NULL,
    reason     TEXT
);
CREATE INDEX events_by_article ON events (article_id, id);

CREATE TABLE jobs (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT    NOT NULL,
    key          BIGINT  NOT NULL,
    state        TEXT    NOT NULL,
    attempt      BIGINT  NOT NULL,
    run_after_us BIGINT  NOT NULL,
    lease_us     BIGINT,
    token        TEXT,
    error        TEXT
);
CREATE UNIQUE INDEX jobs_one_pending ON jobs (kind, key) WHERE state = 'pending';
CREATE INDEX jobs_ready ON jobs (kind, state, run_after_us);

-- Single values of the site: keys, counters.
CREATE TABLE site_values (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
