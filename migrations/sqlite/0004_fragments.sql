-- Records as harvesters get them, kept so that they are not written again for each harvester. A row is true for its
-- article by the triggers below, for the release and the settings of the site by `basis`, and for the calendar by
-- `until_day`, from which on it is not to be used. `sets` are the deepest ones, joined by spaces.
CREATE TABLE oai_fragments (
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    format     TEXT   NOT NULL,
    basis      TEXT   NOT NULL,
    until_day  TEXT,
    sets       TEXT   NOT NULL,
    xml        TEXT   NOT NULL,
    PRIMARY KEY (article_id, format)
);

-- Raised with everything that a record follows from, so that what was written from older rows is not kept.
ALTER TABLE articles ADD COLUMN record_revision BIGINT NOT NULL DEFAULT 0;

CREATE TRIGGER articles_raise_revision AFTER UPDATE OF state, version_id, published_us, datestamp_s ON articles
BEGIN
    UPDATE articles SET record_revision = record_revision + 1 WHERE id = NEW.id;
END;

CREATE TRIGGER articles_forget_fragments AFTER UPDATE OF record_revision ON articles
BEGIN
    DELETE FROM oai_fragments WHERE article_id = NEW.id;
END;
