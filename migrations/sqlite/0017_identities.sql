-- Ways into an account through somebody else (OpenID Connect): `issuer` and `subject` say who it is, for good; `label` is what
-- its person knows it by. `orcid` is an iD that the provider itself gave out, so that the account's own is proven by it.
CREATE TABLE identities (
    issuer    TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    user_id   BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    provider  TEXT   NOT NULL,
    label     TEXT   NOT NULL,
    orcid     TEXT,
    linked_us BIGINT NOT NULL,
    used_us   BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_by_user ON identities (user_id, linked_us);

-- Sign-ins that are under way elsewhere, each bound to one browser and used once. `user_id` is set where an account asks to be
-- linked; `network` is a digest, to bound how many one network may have.
CREATE TABLE sign_in_flows (
    state_sha256   TEXT   NOT NULL PRIMARY KEY,
    browser_sha256 TEXT   NOT NULL,
    provider       TEXT   NOT NULL,
    nonce          TEXT   NOT NULL,
    verifier       TEXT   NOT NULL,
    user_id        BIGINT REFERENCES users (id) ON DELETE CASCADE,
    back           TEXT   NOT NULL,
    network        TEXT   NOT NULL,
    expires_us     BIGINT NOT NULL
);
CREATE INDEX sign_in_flows_by_network ON sign_in_flows (network);
CREATE INDEX sign_in_flows_by_expiry ON sign_in_flows (expires_us);

-- First sign-ins that wait until their person has shown that an address is theirs. `identity` is JSON.
CREATE TABLE first_sign_ins (
    browser_sha256 TEXT   NOT NULL PRIMARY KEY,
    identity       TEXT   NOT NULL,
    back           TEXT   NOT NULL,
    name           TEXT   NOT NULL,
    email          TEXT   NOT NULL,
    code_sha256    TEXT,
    tries          BIGINT NOT NULL,
    expires_us     BIGINT NOT NULL
);
CREATE INDEX first_sign_ins_by_expiry ON first_sign_ins (expires_us);

-- What directories of journals say of them, by ISSN: `route` is JSON.
CREATE TABLE journal_routes (
    issn        TEXT   NOT NULL,
    directory   TEXT   NOT NULL,
    route       TEXT   NOT NULL,
    imported_us BIGINT NOT NULL,
    PRIMARY KEY (issn, directory)
);
