-- Answers to requests that a program may send again under the same key (Idempotency-Key): what was asked, as a digest, and
-- what was answered; no status while the first request is still being answered.
CREATE TABLE kept_answers (
    account    BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key        TEXT   NOT NULL,
    request    TEXT   NOT NULL,
    status     BIGINT,
    location   TEXT,
    answer     TEXT,
    begun_us   BIGINT NOT NULL,
    PRIMARY KEY (account, key)
);
CREATE INDEX kept_answers_by_age ON kept_answers (begun_us);
