-- Consultations about definitions of indicators. Comments say nothing of who wrote them.
CREATE TABLE consultations (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    indicator  TEXT    NOT NULL,
    version    BIGINT  NOT NULL,
    opens_on   TEXT    NOT NULL,
    closes_on  TEXT    NOT NULL
);

CREATE TABLE consultation_comments (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    consultation_id BIGINT  NOT NULL REFERENCES consultations (id) ON DELETE CASCADE,
    body            TEXT    NOT NULL,
    language        TEXT    NOT NULL,
    at_us           BIGINT  NOT NULL,
    shown           BOOLEAN,
    answer          TEXT    NOT NULL,
    answered_us     BIGINT
);
CREATE INDEX consultation_comments_by_consultation ON consultation_comments (consultation_id, id);
CREATE INDEX consultation_comments_waiting ON consultation_comments (id) WHERE shown IS NULL;
