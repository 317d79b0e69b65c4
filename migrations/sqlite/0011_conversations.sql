-- Who looks after a deposit.
ALTER TABLE deposits ADD COLUMN curator BIGINT REFERENCES users (id);

-- What depositor and curators say to each other about a deposit, in general or at a field of its description.
CREATE TABLE deposit_comments (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    deposit_id BIGINT  NOT NULL REFERENCES deposits (id) ON DELETE CASCADE,
    user_id    BIGINT  NOT NULL REFERENCES users (id),
    at_us      BIGINT  NOT NULL,
    field      TEXT,
    body       TEXT    NOT NULL
);
CREATE INDEX deposit_comments_by_deposit ON deposit_comments (deposit_id, id);

-- What people have not been told yet: gathered for a while into one message a person. Rows follow from what happens,
-- whoever wrote it down; nobody is told what they did themselves, save that their deposit arrived.
CREATE TABLE notices (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    BIGINT  NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    deposit_id BIGINT  NOT NULL REFERENCES deposits (id) ON DELETE CASCADE,
    action     TEXT    NOT NULL,
    at_us      BIGINT  NOT NULL
);
CREATE INDEX notices_by_user ON notices (user_id, id);

CREATE TRIGGER events_are_told AFTER INSERT ON events
WHEN NEW.action IN ('submit', 'returned', 'rejected', 'refuse', 'publish', 'correct', 'withdraw')
BEGIN
    INSERT INTO notices (user_id, deposit_id, action, at_us)
    SELECT d.depositor, d.id, NEW.action, NEW.at_us FROM deposits d
    WHERE d.id = (SELECT MAX(l.id) FROM deposits l WHERE l.article_id = NEW.article_id) AND d.depositor IS NOT NULL
        AND (NEW.action = 'submit' OR NEW.user_id IS NULL OR NEW.user_id <> d.depositor);
END;

CREATE TRIGGER comments_are_told AFTER INSERT ON deposit_comments
BEGIN
    INSERT INTO notices (user_id, deposit_id, action, at_us)
    SELECT d.depositor, d.id, 'comment', NEW.at_us FROM deposits d
    WHERE d.id = NEW.deposit_id AND d.depositor IS NOT NULL AND d.depositor <> NEW.user_id;
    INSERT INTO notices (user_id, deposit_id, action, at_us)
    SELECT d.curator, d.id, 'comment', NEW.at_us FROM deposits d
    WHERE d.id = NEW.deposit_id AND d.curator IS NOT NULL AND d.curator <> NEW.user_id
        AND (d.depositor IS NULL OR d.curator <> d.depositor);
END;

-- Articles that came from elsewhere, and whether somebody says that they wrote them.
CREATE TABLE claims (
    user_id    BIGINT  NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    article_id BIGINT  NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    mine       BOOLEAN NOT NULL,
    at_us      BIGINT  NOT NULL,
    PRIMARY KEY (user_id, article_id)
);

-- Copies that readers ask the depositor for while a file is under embargo. Tokens are kept as digests; the address and
-- the words of a reader go with the row, a month after it was made.
CREATE TABLE copy_requests (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id     BIGINT  NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    email          TEXT    NOT NULL,
    message        TEXT    NOT NULL,
    language       TEXT    NOT NULL,
    answer_sha256  TEXT    NOT NULL UNIQUE,
    state          TEXT    NOT NULL,
    created_us     BIGINT  NOT NULL,
    file_sha256    TEXT    UNIQUE,
    until_us       BIGINT,
    downloads_left BIGINT  NOT NULL
);
CREATE INDEX copy_requests_by_creation ON copy_requests (created_us);
