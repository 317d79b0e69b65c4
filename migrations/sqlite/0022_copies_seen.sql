-- Copies elsewhere that are looked at again and again: how each was when last looked at, since when it fails, when it is
-- due. The tag, the date and the digest are those of the file behind it.
CREATE TABLE copy_watch (
    article_id    BIGINT  NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    url           TEXT    NOT NULL,
    due_us        BIGINT  NOT NULL,
    checked_us    BIGINT,
    outcome       TEXT,
    file_url      TEXT,
    etag          TEXT,
    last_modified TEXT,
    sha256        TEXT,
    failing_us    BIGINT,
    is_dead       BOOLEAN NOT NULL,
    PRIMARY KEY (article_id, url)
);
CREATE INDEX copy_watch_by_due ON copy_watch (due_us);

-- The version of each article that its watched copies were taken from.
CREATE TABLE copy_watch_versions (
    article_id BIGINT NOT NULL PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    version_id BIGINT NOT NULL
);

-- Every look at a copy; rows are only ever added.
CREATE TABLE copy_checks (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id   BIGINT  NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    url          TEXT    NOT NULL,
    at_us        BIGINT  NOT NULL,
    source       TEXT    NOT NULL,
    outcome      TEXT    NOT NULL,
    file_url     TEXT,
    sha256       TEXT,
    size_bytes   BIGINT,
    licence      TEXT,
    version      TEXT,
    detail       TEXT    NOT NULL
);
CREATE INDEX copy_checks_by_article ON copy_checks (article_id, id);
CREATE INDEX copy_checks_by_time ON copy_checks (at_us);

-- What holders of awards said of articles that may come of them; the last word of an (account, article, award) counts.
CREATE TABLE award_claims (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    BIGINT  NOT NULL REFERENCES users (id),
    article_id BIGINT  NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    number     TEXT    NOT NULL,
    is_theirs  BOOLEAN NOT NULL,
    at_us      BIGINT  NOT NULL
);
CREATE INDEX award_claims_by_user ON award_claims (user_id, id);
