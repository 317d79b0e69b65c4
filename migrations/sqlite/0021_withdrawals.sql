-- The deposit that a draft was before its depositor took it back.
ALTER TABLE drafts ADD COLUMN taken_back BIGINT REFERENCES deposits (id);
CREATE INDEX drafts_taken_back ON drafts (taken_back) WHERE taken_back IS NOT NULL;
CREATE INDEX drafts_by_deposit ON drafts (deposit_id) WHERE deposit_id IS NOT NULL;

-- Withdrawals of public articles that their depositors ask for. `state` is asked, called_back, granted or declined; one
-- at a time is open for an article.
CREATE TABLE withdrawal_requests (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id BIGINT  NOT NULL REFERENCES articles (id),
    deposit_id BIGINT  NOT NULL REFERENCES deposits (id) ON DELETE CASCADE,
    user_id    BIGINT  NOT NULL REFERENCES users (id),
    reason     TEXT    NOT NULL,
    asked_us   BIGINT  NOT NULL,
    state      TEXT    NOT NULL,
    settled_us BIGINT,
    settled_by BIGINT  REFERENCES users (id)
);
CREATE UNIQUE INDEX withdrawal_requests_open ON withdrawal_requests (article_id) WHERE state = 'asked';

-- Depositors are told what was decided, and whoever looks after a deposit what its depositor did. Nobody is told what
-- they did themselves.
CREATE TRIGGER withdrawals_are_told AFTER INSERT ON events
WHEN NEW.action IN ('take-back', 'withdrawal-ask', 'withdrawal-unask', 'withdrawal-decline')
BEGIN
    INSERT INTO notices (user_id, deposit_id, action, at_us)
    SELECT CASE WHEN NEW.action = 'withdrawal-decline' THEN d.depositor ELSE d.curator END, d.id, NEW.action, NEW.at_us
    FROM deposits d
    WHERE d.id = (SELECT MAX(l.id) FROM deposits l WHERE l.article_id = NEW.article_id)
        AND CASE WHEN NEW.action = 'withdrawal-decline' THEN d.depositor ELSE d.curator END
            <> COALESCE(NEW.user_id, 0);
END;

-- What an origin calls a notification is its own affair, and what it says of its origin proves nothing: a name is taken
-- by those who used it first for themselves alone. `network` is where a notification came from, as far as limits need it.
CREATE TABLE announcements_new (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    iri         TEXT    NOT NULL,
    article_id  BIGINT  NOT NULL REFERENCES articles (id),
    kind        TEXT    NOT NULL,
    origin      TEXT    NOT NULL,
    actor       TEXT    NOT NULL,
    object      TEXT    NOT NULL,
    relation    TEXT    NOT NULL,
    shown       BOOLEAN,
    decided_by  BIGINT  REFERENCES users (id),
    received_us BIGINT  NOT NULL,
    network     TEXT    NOT NULL,
    UNIQUE (origin, iri, network)
);
INSERT INTO announcements_new (id, iri, article_id, kind, origin, actor, object, relation, shown, decided_by, received_us,
    network)
SELECT id, iri, article_id, kind, origin, actor, object, relation, shown, decided_by, received_us, '' FROM announcements;
DROP TABLE announcements;
ALTER TABLE announcements_new RENAME TO announcements;
CREATE INDEX announcements_by_article ON announcements (article_id) WHERE shown = TRUE;
CREATE INDEX announcements_waiting ON announcements (network) WHERE shown IS NULL;

-- A journal that a newer snapshot of its directory leaves out is there no longer from that moment on.
ALTER TABLE journal_routes ADD COLUMN ended_us BIGINT;
