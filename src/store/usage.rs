//! Uses of articles, by month.

use super::{Result, Store};
use crate::domain::ArticleId;
use crate::domain::usage::{Month, UseCounts, UsedMonth};

const ADD: &str = "INSERT INTO usage_months (article_id, month, investigations, unique_investigations, requests, \
     unique_requests) SELECT a.id, $2, $3, $4, $5, $6 FROM articles a WHERE a.id = $1 \
     ON CONFLICT (article_id, month) DO UPDATE SET investigations = usage_months.investigations + excluded.investigations, \
     unique_investigations = usage_months.unique_investigations + excluded.unique_investigations, \
     requests = usage_months.requests + excluded.requests, \
     unique_requests = usage_months.unique_requests + excluded.unique_requests";
const PAGE: &str = "SELECT article_id, month, investigations, unique_investigations, requests, unique_requests \
     FROM usage_months WHERE article_id > $1 OR (article_id = $1 AND month > $2) ORDER BY article_id, month LIMIT $3";
const SELECT: &str = "SELECT month, investigations, unique_investigations, requests, unique_requests \
     FROM usage_months WHERE article_id = $1 ORDER BY month";

impl Store {
    /// Adds what was counted to what was counted before, in one transaction.
    ///
    /// # Errors
    /// When the database fails; nothing is added then.
    pub async fn add_usage(&self, months: &[UsedMonth]) -> Result<()> {
        let mut tx = self.begin().await?;
        for used in months {
            let UseCounts { investigations, unique_investigations, requests, unique_requests } = used.counts;
            within!(&mut tx, db => sqlx::query(ADD).bind(used.article).bind(used.month.to_string())
                .bind(whole(investigations)).bind(whole(unique_investigations)).bind(whole(requests))
                .bind(whole(unique_requests)).execute(db).await?.rows_affected());
        }
        tx.commit().await
    }

    /// Months of all articles by article and month, after a place in that order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_usage_page(&self, after: &(ArticleId, String), limit: i64) -> Result<Vec<UsedMonth>> {
        let rows: Vec<(ArticleId, String, i64, i64, i64, i64)> = reading!(self, db => sqlx::query_as(PAGE)
            .bind(after.0).bind(&after.1).bind(limit).fetch_all(db).await?);
        let read = |(article, month, looks, unique_looks, reads, unique_reads)| {
            used(article, (month, looks, unique_looks, reads, unique_reads))
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// The months in which an article was used, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_usage(&self, article: ArticleId) -> Result<Vec<UsedMonth>> {
        let rows: Vec<(String, i64, i64, i64, i64)> =
            reading!(self, db => sqlx::query_as(SELECT).bind(article).fetch_all(db).await?);
        Ok(rows.into_iter().filter_map(|row| used(article, row)).collect())
    }
}

fn used(article: ArticleId, row: (String, i64, i64, i64, i64)) -> Option<UsedMonth> {
    let (month, looks, unique_looks, reads, unique_reads) = row;
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    let counts = UseCounts {
        investigations: count(looks),
        unique_investigations: count(unique_looks),
        requests: count(reads),
        unique_requests: count(unique_reads),
    };
    Some(UsedMonth { article, month: Month::parse(&month)?, counts })
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
