-- What services answered about a work: `body` is their answer, nothing where they do not know it. Asked again when it is old.
CREATE TABLE lookup_answers (
    service    TEXT   NOT NULL,
    key        TEXT   NOT NULL,
    body       TEXT,
    fetched_us BIGINT NOT NULL,
    PRIMARY KEY (service, key)
);

-- Number, holder, institution and programme of an award in letters without accents, to be found by any of them; empty
-- until the program has written it.
ALTER TABLE awards ADD COLUMN search TEXT NOT NULL DEFAULT '';

-- Files on their way in pieces, which lie beside the other files under the token; `received` bytes have come.
CREATE TABLE uploads (
    token      TEXT    NOT NULL PRIMARY KEY,
    owner      BIGINT  NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    length     BIGINT  NOT NULL,
    received   BIGINT  NOT NULL,
    updated_us BIGINT  NOT NULL
);
