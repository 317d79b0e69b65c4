-- Reports that people get by mail: a link to the report of the last day of each period.
CREATE TABLE report_subscriptions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    BIGINT  NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL,
    value      TEXT    NOT NULL,
    file       TEXT    NOT NULL,
    period     TEXT    NOT NULL,
    language   TEXT    NOT NULL,
    token      TEXT    NOT NULL UNIQUE,
    due_us     BIGINT  NOT NULL,
    created_us BIGINT  NOT NULL
);
CREATE INDEX report_subscriptions_by_user ON report_subscriptions (user_id, id);
CREATE INDEX report_subscriptions_by_due ON report_subscriptions (due_us);

-- The files of the data sets, beside those of records.
ALTER TABLE dumps ADD COLUMN tables TEXT NOT NULL DEFAULT '[]';
