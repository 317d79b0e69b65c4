-- How much each article is used, by month (YYYY-MM, in Québec). No row says anything of a visitor.
CREATE TABLE usage_months (
    article_id            BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    month                 TEXT   NOT NULL,
    investigations        BIGINT NOT NULL,
    unique_investigations BIGINT NOT NULL,
    requests              BIGINT NOT NULL,
    unique_requests       BIGINT NOT NULL,
    PRIMARY KEY (article_id, month)
);
