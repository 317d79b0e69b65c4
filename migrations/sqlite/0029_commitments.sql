-- Commitments of the open-government plan and their milestones, which have a code of their own within the commitment; an empty
-- one is the commitment itself. What a row of the imported file says is kept as it was said.
CREATE TABLE commitment_items (
    commitment   TEXT   NOT NULL,
    milestone    TEXT   NOT NULL,
    place        BIGINT NOT NULL,
    said         TEXT   NOT NULL,
    changed_us   BIGINT NOT NULL,
    withdrawn_us BIGINT,
    PRIMARY KEY (commitment, milestone)
);

-- What each import moved; rows are only ever added.
CREATE TABLE commitment_acts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    commitment TEXT    NOT NULL,
    milestone  TEXT    NOT NULL,
    at_us      BIGINT  NOT NULL,
    act        TEXT    NOT NULL,
    said       TEXT    NOT NULL
);
CREATE INDEX commitment_acts_by_commitment ON commitment_acts (commitment, id);

-- Links that show what was done: how each was when last looked at, when something was last there, since when nothing is.
CREATE TABLE evidence_links (
    url        TEXT    NOT NULL PRIMARY KEY,
    is_named   BOOLEAN NOT NULL,
    due_us     BIGINT  NOT NULL,
    checked_us BIGINT,
    outcome    TEXT,
    detail     TEXT    NOT NULL,
    seen_us    BIGINT,
    failing_us BIGINT
);
CREATE INDEX evidence_links_by_due ON evidence_links (due_us) WHERE is_named;

-- Every look at such a link; rows are only ever added.
CREATE TABLE evidence_checks (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    url     TEXT    NOT NULL,
    at_us   BIGINT  NOT NULL,
    outcome TEXT    NOT NULL,
    detail  TEXT    NOT NULL
);
CREATE INDEX evidence_checks_by_url ON evidence_checks (url, id);

-- The barometer as it was known at the end of a day.
CREATE TABLE barometer_readings (
    day     TEXT NOT NULL PRIMARY KEY,
    figures TEXT NOT NULL
);

-- What changed since a day, for reports of that day.
CREATE INDEX article_observations_by_time ON article_observations (at_us, article_id);
CREATE INDEX award_observations_by_time ON award_observations (at_us, number);
