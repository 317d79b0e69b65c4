-- Words of holders on articles can be taken back; and who said one is to be confirmed as the holder, as everybody else.
ALTER TABLE award_claims ADD COLUMN taken_back_us BIGINT;
CREATE INDEX award_claims_by_article ON award_claims (article_id, user_id, number, id);
INSERT INTO award_holders (user_id, number, state, asked_us)
SELECT user_id, number, 'asked', MIN(at_us) FROM award_claims WHERE TRUE GROUP BY user_id, number
ON CONFLICT (user_id, number) DO NOTHING;

-- The funding that was read in files of copies elsewhere, file by file; of a copy, the file that was read for it last.
ALTER TABLE copy_watch ADD COLUMN funding_sha256 TEXT COLLATE "C";
CREATE TABLE copy_funding (
    article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE DEFERRABLE,
    url        TEXT COLLATE "C" NOT NULL,
    place      BIGINT NOT NULL,
    file_url   TEXT COLLATE "C" NOT NULL,
    sha256     TEXT COLLATE "C" NOT NULL,
    read_us    BIGINT NOT NULL,
    fund       TEXT COLLATE "C" NOT NULL,
    number     TEXT COLLATE "C",
    page       BIGINT,
    snippet    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (article_id, url, sha256, place)
);

-- What work lists show and are chosen by: the outcome as it is said, of an article for the funder, and of the links that an
-- institution manages for that institution.
ALTER TABLE standings ADD COLUMN shown TEXT COLLATE "C";
CREATE TABLE standing_desks (
    institution TEXT COLLATE "C" NOT NULL,
    article_id  BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE DEFERRABLE,
    outcome     TEXT COLLATE "C" NOT NULL,
    shown       TEXT COLLATE "C" NOT NULL,
    action      TEXT COLLATE "C" NOT NULL,
    tier        TEXT COLLATE "C" NOT NULL,
    year        BIGINT,
    due_on      TEXT COLLATE "C",
    PRIMARY KEY (institution, article_id)
);
CREATE INDEX standing_desks_by_article ON standing_desks (article_id);
CREATE INDEX standing_desks_by_due ON standing_desks (institution, due_on, article_id, shown, action, tier, year);

-- Networks were kept as digests that anybody can make; new ones are made with a key of the site.
UPDATE announcements SET network = 'before-' || id WHERE network <> '';
