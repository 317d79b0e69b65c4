-- What the indicators count of each public article, kept so that nothing is counted anew for a page. `counted` is JSON,
-- true until `until_day` as far as the calendar goes; `standings_stale` names what changed since.
CREATE TABLE standings (
    article_id BIGINT NOT NULL PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    outcome    TEXT   NOT NULL,
    action     TEXT   NOT NULL,
    tier       TEXT   NOT NULL,
    year       BIGINT,
    due_on     TEXT,
    until_day  TEXT,
    counted    TEXT   NOT NULL
);
CREATE INDEX standings_by_outcome ON standings (outcome, article_id);
CREATE INDEX standings_by_until ON standings (until_day) WHERE until_day IS NOT NULL;

CREATE TABLE standing_awards (
    article_id  BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    place       BIGINT NOT NULL,
    fund        TEXT   NOT NULL,
    number      TEXT,
    programme   TEXT,
    institution TEXT,
    PRIMARY KEY (article_id, place)
);
CREATE INDEX standing_awards_by_number ON standing_awards (number) WHERE number IS NOT NULL;

CREATE TABLE standings_stale (
    article_id BIGINT NOT NULL PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO standings_stale (article_id) SELECT id FROM articles WHERE state = 'published';

CREATE TRIGGER standings_by_article AFTER INSERT ON article_observations
BEGIN
    INSERT INTO standings_stale (article_id) VALUES (NEW.article_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER standings_by_award AFTER INSERT ON award_observations
BEGIN
    INSERT INTO standings_stale (article_id)
    SELECT article_id FROM standing_awards WHERE number = NEW.number ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER standings_by_exception AFTER INSERT ON exception_acts
BEGIN
    INSERT INTO standings_stale (article_id) VALUES (NEW.article_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER standings_by_rules AFTER INSERT ON rule_tables
BEGIN
    INSERT INTO standings_stale (article_id)
    SELECT id FROM articles WHERE state = 'published' ON CONFLICT DO NOTHING;
END;

-- The figures of a day as they were, so that a rate can be followed by the day it was observed on.
CREATE TABLE barometer_days (
    day     TEXT   NOT NULL,
    id      TEXT   NOT NULL,
    version BIGINT NOT NULL,
    figures TEXT   NOT NULL,
    PRIMARY KEY (day, id)
);
