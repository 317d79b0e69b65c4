-- Titles of journals in letters without accents, to be found by their words; the program writes those that a snapshot of
-- an earlier release left out. When a directory was last taken in, so that its silence about a journal has a date.
CREATE TABLE journal_titles (
    issn   TEXT NOT NULL PRIMARY KEY,
    title  TEXT NOT NULL,
    search TEXT NOT NULL
);
CREATE TABLE journal_snapshots (
    directory   TEXT   NOT NULL PRIMARY KEY,
    imported_us BIGINT NOT NULL
);
INSERT INTO journal_snapshots (directory, imported_us)
SELECT directory, MAX(imported_us) FROM journal_routes GROUP BY directory;

-- What work lists are chosen by: the policy, the surest link and the holder of each award, in letters without accents.
ALTER TABLE standing_awards ADD COLUMN policy TEXT;
ALTER TABLE standing_awards ADD COLUMN holder TEXT;
CREATE INDEX standing_awards_by_holder ON standing_awards (holder, article_id) WHERE holder IS NOT NULL;
-- Chosen and ordered without reading what is counted.
CREATE INDEX standings_to_do ON standings (action, due_on, article_id, outcome, tier, year);
CREATE INDEX standings_listed_by_due ON standings (due_on, article_id, outcome, action, tier, year);

-- The institution whose work list an account sees; given by administrators.
ALTER TABLE users ADD COLUMN desk_institution TEXT;
CREATE INDEX users_by_desk ON users (desk_institution) WHERE desk_institution IS NOT NULL;

-- What a desk ('frq', or the ROR id of an institution) does about an article. Following up ends when the outcome moves.
CREATE TABLE desk_cases (
    desk        TEXT   NOT NULL,
    article_id  BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    assignee    BIGINT REFERENCES users (id),
    followed_us BIGINT,
    followed_by BIGINT REFERENCES users (id),
    outcome     TEXT,
    PRIMARY KEY (desk, article_id)
);

-- Who holds which award, as people say and curators decide. One account an award.
CREATE TABLE award_holders (
    user_id    BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    number     TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    asked_us   BIGINT NOT NULL,
    decided_us BIGINT,
    decided_by BIGINT REFERENCES users (id),
    PRIMARY KEY (user_id, number)
);
CREATE UNIQUE INDEX award_holders_confirmed ON award_holders (number) WHERE state = 'confirmed';
CREATE INDEX award_holders_asked ON award_holders (asked_us) WHERE state = 'asked';

-- Reminders: to whom, at whose wish (nobody's when by schedule), about what. The token ends them by one click.
CREATE TABLE reminder_choices (
    user_id BIGINT  NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    token   TEXT    NOT NULL UNIQUE,
    wanted  BOOLEAN NOT NULL
);
CREATE TABLE reminders (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id  BIGINT  REFERENCES users (id),
    asked_by BIGINT  REFERENCES users (id),
    at_us    BIGINT  NOT NULL
);
CREATE INDEX reminders_by_user ON reminders (user_id, at_us);
CREATE TABLE reminder_articles (
    reminder_id BIGINT NOT NULL REFERENCES reminders (id) ON DELETE CASCADE,
    article_id  BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    action      TEXT   NOT NULL,
    PRIMARY KEY (reminder_id, article_id)
);
CREATE INDEX reminder_articles_by_article ON reminder_articles (article_id, reminder_id);
