-- Daily copies of all descriptions; `parts` is a JSON list of files, kept by content like all others.
CREATE TABLE dumps (
    day     TEXT   NOT NULL PRIMARY KEY,
    made_us BIGINT NOT NULL,
    parts   TEXT   NOT NULL
);
