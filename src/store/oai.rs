//! What harvesters read: public and withdrawn articles by (datestamp, number), and their sets.

use jiff::Timestamp;

use super::article::{ArticleRow, article_columns};
use super::{Result, Store, Tx};
use crate::domain::{Article, ArticleId};

const SELECT_PAGE: &str = concat!(
    article_columns!(),
    "WHERE a.datestamp_s IS NOT NULL AND a.datestamp_s >= $1 AND a.datestamp_s <= $2 \
     AND (a.datestamp_s > $3 OR (a.datestamp_s = $3 AND a.id > $4)) \
     AND ($5 = '' OR EXISTS (SELECT 1 FROM article_sets s WHERE s.article_id = a.id AND s.set_spec = $5)) \
     ORDER BY a.datestamp_s, a.id LIMIT $6"
);
const COUNT: &str = "SELECT COUNT(*) FROM articles a WHERE a.datestamp_s IS NOT NULL AND a.datestamp_s >= $1 \
     AND a.datestamp_s <= $2 \
     AND ($3 = '' OR EXISTS (SELECT 1 FROM article_sets s WHERE s.article_id = a.id AND s.set_spec = $3))";
const EARLIEST: &str = "SELECT MIN(datestamp_s) FROM articles WHERE datestamp_s IS NOT NULL";
const SELECT_MARKS: &str = "SELECT datestamp_s, id FROM (SELECT datestamp_s, id, \
     ROW_NUMBER() OVER (ORDER BY datestamp_s, id) AS place FROM articles WHERE datestamp_s IS NOT NULL) AS placed \
     WHERE place % $1 = 0 ORDER BY datestamp_s, id";
const SELECT_SETS: &str = "SELECT article_id, set_spec FROM article_sets WHERE deepest AND article_id >= $1 \
     AND article_id <= $2 ORDER BY article_id, set_spec";
const LIST_SETS: &str = "SELECT DISTINCT set_spec FROM article_sets WHERE set_spec > $1 ORDER BY set_spec LIMIT $2";
const DELETE_SETS: &str = "DELETE FROM article_sets WHERE article_id = $1";
const INSERT_SET: &str = "INSERT INTO article_sets (article_id, set_spec, deepest) VALUES ($1, $2, $3) \
     ON CONFLICT (article_id, set_spec) DO NOTHING";

/// Which records a harvester asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OaiSelection {
    /// First second, inclusive.
    pub from: Timestamp,
    /// Last second, inclusive.
    pub until: Timestamp,
    /// Set that they are in.
    pub set: Option<String>,
}

/// An article as a harvester sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct OaiRow {
    /// The article, withdrawn ones among them.
    pub article: Article,
    /// The deepest sets that it is in.
    pub sets: Vec<String>,
}

impl Store {
    /// A page of records after a position, in the order of (datestamp, number).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_oai(
        &self,
        selection: &OaiSelection,
        after: Option<(Timestamp, ArticleId)>,
        limit: i64,
    ) -> Result<Vec<OaiRow>> {
        let (after_s, after_id) = after.map_or((i64::MIN, 0), |(at, id)| (at.as_second(), id.0));
        let rows: Vec<ArticleRow> = reading!(self, db => sqlx::query_as(SELECT_PAGE)
            .bind(selection.from.as_second()).bind(selection.until.as_second()).bind(after_s).bind(after_id)
            .bind(selection.set.clone().unwrap_or_default()).bind(limit).fetch_all(db).await?);
        let articles = rows.into_iter().map(Article::try_from).collect::<Result<Vec<_>>>()?;
        self.with_sets(articles).await
    }

    /// One record, by article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_oai(&self, id: ArticleId) -> Result<Option<OaiRow>> {
        let article = self.find_article(id).await?.filter(|article| article.datestamp.is_some());
        Ok(self.with_sets(article.into_iter().collect()).await?.pop())
    }

    /// Number of records of a selection.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_oai(&self, selection: &OaiSelection) -> Result<i64> {
        Ok(reading!(self, db => sqlx::query_scalar(COUNT).bind(selection.from.as_second())
            .bind(selection.until.as_second()).bind(selection.set.clone().unwrap_or_default()).fetch_one(db).await?))
    }

    /// Every `step`-th record in the order of (datestamp, number): where a list of all records is cut into parts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_marks(&self, step: i64) -> Result<Vec<(Timestamp, ArticleId)>> {
        let rows: Vec<(i64, ArticleId)> =
            reading!(self, db => sqlx::query_as(SELECT_MARKS).bind(step.max(1)).fetch_all(db).await?);
        let mark = |(second, id): (i64, ArticleId)| Some((Timestamp::from_second(second).ok()?, id));
        Ok(rows.into_iter().filter_map(mark).collect())
    }

    /// The earliest datestamp, if there is a record.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn earliest_datestamp(&self) -> Result<Option<Timestamp>> {
        let second: Option<i64> = reading!(self, db => sqlx::query_scalar(EARLIEST).fetch_one(db).await?);
        Ok(second.and_then(|second| Timestamp::from_second(second).ok()))
    }

    /// Sets that have a record, in order, after one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_sets(&self, after: &str, limit: i64) -> Result<Vec<String>> {
        Ok(reading!(self, db => sqlx::query_scalar(LIST_SETS).bind(after).bind(limit).fetch_all(db).await?))
    }

    /// Adds the sets of a page of articles: one statement over the span of their numbers when it is narrow,
    /// else one an article, so that scattered numbers never read the whole table.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn with_sets(&self, articles: Vec<Article>) -> Result<Vec<OaiRow>> {
        let numbers = || articles.iter().map(|article| article.id.0);
        let (Some(low), Some(high)) = (numbers().min(), numbers().max()) else { return Ok(Vec::new()) };
        let narrow = high - low < 4 * i64::try_from(articles.len()).unwrap_or(i64::MAX / 4);
        let spans = if narrow { vec![(low, high)] } else { numbers().map(|id| (id, id)).collect() };
        let mut all: Vec<(i64, String)> = Vec::new();
        for (first, last) in spans {
            let rows: Vec<(i64, String)> =
                reading!(self, db => sqlx::query_as(SELECT_SETS).bind(first).bind(last).fetch_all(db).await?);
            all.extend(rows);
        }
        all.sort();
        let sets_of = |id: i64| {
            let start = all.partition_point(|(owner, _)| *owner < id);
            all.iter().skip(start).take_while(|(owner, _)| *owner == id).map(|(_, set)| set.clone()).collect()
        };
        Ok(articles.into_iter().map(|article| OaiRow { sets: sets_of(article.id.0), article }).collect())
    }
}

impl Tx {
    /// Puts an article into sets, and out of all others. `a:b` puts it into `a` too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_sets(&mut self, article: ArticleId, specs: &[String]) -> Result<()> {
        within!(self, db => sqlx::query(DELETE_SETS).bind(article).execute(db).await?);
        for spec in specs {
            within!(self, db => sqlx::query(INSERT_SET).bind(article).bind(spec).bind(true).execute(db).await?);
        }
        for spec in specs {
            for (at, _) in spec.match_indices(':') {
                let ancestor = spec.get(..at).unwrap_or_default();
                within!(self, db => sqlx::query(INSERT_SET).bind(article).bind(ancestor).bind(false)
                    .execute(db).await?);
            }
        }
        Ok(())
    }
}
