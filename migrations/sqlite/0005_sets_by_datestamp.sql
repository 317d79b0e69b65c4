-- The articles of a set in the order of their datestamps, so that a page and the count of a set are read from one range
-- of an index. `datestamp_s` is that of the article: written with the row, then kept true by the trigger.
ALTER TABLE article_sets ADD COLUMN datestamp_s BIGINT;
UPDATE article_sets SET datestamp_s = (SELECT datestamp_s FROM articles WHERE articles.id = article_sets.article_id);
DROP INDEX article_sets_by_set;
CREATE INDEX article_sets_by_set ON article_sets (set_spec, datestamp_s, article_id);

CREATE TRIGGER articles_stamp_sets AFTER UPDATE OF datestamp_s ON articles
BEGIN
    UPDATE article_sets SET datestamp_s = NEW.datestamp_s WHERE article_id = NEW.id;
END;
