-- What was known when, so that a verdict can be made again as of any day. Rows of these tables are only ever added.

-- What the public could see of an article from a moment on. Written by the trigger with every public change.
CREATE TABLE article_observations (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id   BIGINT  NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    at_us        BIGINT  NOT NULL,
    state        TEXT    NOT NULL,
    version_id   BIGINT  NOT NULL REFERENCES versions (id),
    published_us BIGINT
);
CREATE INDEX article_observations_by_article ON article_observations (article_id, id);

INSERT INTO article_observations (article_id, at_us, state, version_id, published_us)
SELECT a.id, MAX(v.created_us, a.published_us), 'published', v.id, a.published_us
FROM articles a JOIN versions v ON v.article_id = a.id
WHERE a.published_us IS NOT NULL AND (v.created_us >= a.published_us OR v.id =
    (SELECT MAX(w.id) FROM versions w WHERE w.article_id = a.id AND w.created_us <= a.published_us))
ORDER BY a.id, v.id;
INSERT INTO article_observations (article_id, at_us, state, version_id, published_us)
SELECT id, datestamp_s * 1000000, state, version_id, published_us FROM articles
WHERE state = 'withdrawn' AND datestamp_s IS NOT NULL AND version_id IS NOT NULL;

CREATE TRIGGER articles_observe AFTER UPDATE OF datestamp_s ON articles
WHEN NEW.datestamp_s IS NOT NULL AND NEW.version_id IS NOT NULL
BEGIN
    INSERT INTO article_observations (article_id, at_us, state, version_id, published_us)
    SELECT NEW.id, NEW.datestamp_s * 1000000, NEW.state, NEW.version_id, NEW.published_us
    WHERE NOT EXISTS (SELECT 1 FROM article_observations o
        WHERE o.id = (SELECT MAX(l.id) FROM article_observations l WHERE l.article_id = NEW.id)
        AND o.state = NEW.state AND o.version_id = NEW.version_id AND o.published_us IS NEW.published_us);
END;

-- What the register said of an award from a moment on, and where that came from.
CREATE TABLE award_observations (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT    NOT NULL,
    at_us  BIGINT  NOT NULL,
    source TEXT    NOT NULL,
    award  TEXT    NOT NULL
);
CREATE INDEX award_observations_by_number ON award_observations (number, id);
INSERT INTO award_observations (number, at_us, source, award) SELECT number, 0, 'register', award FROM awards ORDER BY number;

-- The tables of rules that the site has judged by, each from the moment that it was first used.
CREATE TABLE rule_tables (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT    NOT NULL,
    as_of  TEXT    NOT NULL,
    rules  TEXT    NOT NULL,
    at_us  BIGINT  NOT NULL
);

-- What was decided of exceptions: the last deciding act of an (article, award) counts. No number means every award.
CREATE TABLE exception_acts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id BIGINT  NOT NULL REFERENCES articles (id),
    number     TEXT,
    at_us      BIGINT  NOT NULL,
    user_id    BIGINT  REFERENCES users (id),
    act        TEXT    NOT NULL,
    ground     TEXT    NOT NULL,
    motive     TEXT    NOT NULL,
    proof      TEXT    NOT NULL,
    expires_on TEXT
);
CREATE INDEX exception_acts_by_article ON exception_acts (article_id, id);
