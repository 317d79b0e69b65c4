-- What an account says of itself, and what keeps it safe. A row is never deleted, since histories name it: an erased
-- account loses everything that says who it was. `totp_step` is the last step that a code was taken for (RFC 6238), so
-- that none works twice; the secret counts once it is set.
ALTER TABLE users ADD COLUMN language TEXT NOT NULL DEFAULT 'fr';
ALTER TABLE users ADD COLUMN orcid TEXT;
ALTER TABLE users ADD COLUMN institution TEXT;
ALTER TABLE users ADD COLUMN trusted BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE users ADD COLUMN news BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE users ADD COLUMN disabled_us BIGINT;
ALTER TABLE users ADD COLUMN erased_us BIGINT;
ALTER TABLE users ADD COLUMN totp_secret TEXT;
ALTER TABLE users ADD COLUMN totp_step BIGINT;

ALTER TABLE sessions ADD COLUMN created_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_by_user ON sessions (user_id, expires_us);

-- Links of messages that work once, and the second step of a sign-in. The database keeps a digest, never the token.
CREATE TABLE account_links (
    token_sha256 TEXT   NOT NULL PRIMARY KEY,
    purpose      TEXT   NOT NULL,
    user_id      BIGINT REFERENCES users (id) ON DELETE CASCADE,
    email        TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    language     TEXT   NOT NULL,
    expires_us   BIGINT NOT NULL
);
CREATE INDEX account_links_by_expiry ON account_links (expires_us);

-- Codes for who lost the device of the second factor: removed when used.
CREATE TABLE recovery_codes (
    user_id     BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_sha256 TEXT   NOT NULL,
    PRIMARY KEY (user_id, code_sha256)
);

-- Tokens of programs. `scopes` are codes joined by spaces.
CREATE TABLE api_tokens (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id      BIGINT  NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name         TEXT    NOT NULL,
    token_sha256 TEXT    NOT NULL UNIQUE,
    scopes       TEXT    NOT NULL,
    created_us   BIGINT  NOT NULL,
    expires_us   BIGINT  NOT NULL,
    used_us      BIGINT
);
CREATE INDEX api_tokens_by_user ON api_tokens (user_id, id);
