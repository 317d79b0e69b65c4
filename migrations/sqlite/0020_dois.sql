-- DOIs that this site registers for its articles: one an article, and one more in the test system, which is shown to nobody.
-- `state` is what the registry was brought to last: reserved (nothing known there yet), findable, registered (withdrawn).
-- `sent_sha256` is the digest of what it was told last, so that nothing is told twice.
CREATE TABLE own_dois (
    article_id  BIGINT  NOT NULL REFERENCES articles (id),
    is_test     BOOLEAN NOT NULL,
    doi         TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    sent_sha256 TEXT,
    failures    BIGINT  NOT NULL DEFAULT 0,
    error       TEXT,
    changed_us  BIGINT  NOT NULL,
    PRIMARY KEY (article_id, is_test),
    UNIQUE (doi, is_test)
);

-- The one that is shown, once it leads here. `doi` stays the one of a publisher.
ALTER TABLE articles ADD COLUMN own_doi TEXT;
CREATE UNIQUE INDEX articles_by_own_doi ON articles (own_doi) WHERE own_doi IS NOT NULL;
