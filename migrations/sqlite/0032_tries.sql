-- Tries that are bounded in a span of time, over all processes of a site: passwords, and requests for messages. Names are digests
-- under the key of the site, and rows go once they are a day old.
CREATE TABLE tries (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    name  TEXT    NOT NULL,
    at_us BIGINT  NOT NULL
);
CREATE INDEX tries_by_name ON tries (name, at_us);
CREATE INDEX tries_by_age ON tries (at_us);
