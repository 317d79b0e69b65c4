-- Messages on their way to people, of whatever kind: what each says is JSON by its `kind`, its wording follows from
-- `language` when it is sent. A key is queued once. What was sent stays for a while without address and content.
CREATE TABLE mail (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    dedupe_key TEXT    NOT NULL UNIQUE,
    recipient  TEXT    NOT NULL,
    language   TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    parameters TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    attempts   BIGINT  NOT NULL,
    due_us     BIGINT  NOT NULL,
    created_us BIGINT  NOT NULL,
    error      TEXT
);
CREATE INDEX mail_due ON mail (state, due_us);

-- Searches that people follow by mail. `search` is the query as JSON, `address` its path and pairs; articles that went
-- public up to `announced_us` have been announced.
CREATE TABLE alerts (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    email        TEXT    NOT NULL,
    address      TEXT    NOT NULL,
    search       TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    language     TEXT    NOT NULL,
    frequency    TEXT    NOT NULL,
    token        TEXT    NOT NULL UNIQUE,
    confirmed_us BIGINT,
    announced_us BIGINT  NOT NULL,
    due_us       BIGINT  NOT NULL,
    created_us   BIGINT  NOT NULL,
    UNIQUE (email, address)
);
CREATE INDEX alerts_due ON alerts (due_us) WHERE confirmed_us IS NOT NULL;
