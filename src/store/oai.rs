//! What harvesters read: public and withdrawn articles by (datestamp, number), and their sets.

use futures_util::{StreamExt, TryStreamExt};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::article::ArticleRow;
use super::{Error, Result, Store, Tx, Wording};
use crate::domain::{Article, ArticleId};

/// Columns of [`Row`]. The sets come with the article, so that a page is one statement and one row a record; all of them,
/// since the index holds their names and not whether they are the deepest.
macro_rules! oai_columns {
    () => {
        "SELECT a.id, a.state, a.published_us, a.datestamp_s, a.withdrawal_reason, a.own_doi, v.id AS version_id, v.number, \
         v.metadata, v.created_us AS version_created_us, a.record_revision, f.sha256, f.name, f.media_type, f.size_bytes, f.pages, \
         (SELECT STRING_AGG(s.set_spec, ' ') FROM article_sets s WHERE s.article_id = a.id) AS sets \
         FROM articles a JOIN versions v ON v.id = a.version_id JOIN files f ON f.sha256 = v.file_sha256 "
    };
}

/// Which articles are on a page, for whatever is selected `FROM articles a`: the rest of the second that the page before
/// ended in, then what is later. One comparison of rows would say the same, but SQLite compares only the first column
/// of an index whose second one is the row number; after an import or a renewal, where many share one second, each page
/// would be slower than the one before. The rows come in any order: sorting them there would copy them once more.
macro_rules! of_page {
    () => {
        "WHERE a.id IN (SELECT id FROM (SELECT datestamp_s, id FROM articles WHERE datestamp_s = $1 AND id > $2 \
         AND datestamp_s <= $3 UNION ALL SELECT datestamp_s, id FROM articles WHERE datestamp_s > $1 AND datestamp_s <= $3 \
         AND $4 = '' ORDER BY datestamp_s, id LIMIT $5) AS page)"
    };
}
pub(super) use of_page;

/// The same for the articles of a set, whose rows hold the datestamps of its articles: a rare set costs what there is of
/// it, not what there is beside it. Both columns are compared in the index here, none is the row number.
macro_rules! of_set_page {
    () => {
        "WHERE a.id IN (SELECT article_id FROM (SELECT article_id FROM article_sets WHERE set_spec = $4 \
         AND (datestamp_s, article_id) > ($1, $2) AND datestamp_s <= $3 ORDER BY datestamp_s, article_id LIMIT $5) AS page)"
    };
}
pub(super) use of_set_page;

const SELECT_PAGE: &str = concat!(oai_columns!(), of_page!());
const SELECT_SET_PAGE: &str = concat!(oai_columns!(), of_set_page!());
const SELECT_UNKEPT: &str = concat!(
    oai_columns!(),
    "WHERE COALESCE(a.state, '') = 'published' AND NOT EXISTS (SELECT 1 FROM oai_fragments f WHERE f.article_id = a.id \
     AND f.format = $1 AND f.basis = $2 AND (f.until_day IS NULL OR f.until_day > $3)) "
);
const SELECT_ONE: &str = concat!(oai_columns!(), "WHERE a.datestamp_s IS NOT NULL AND a.id = $1");
const COUNT: &str = "SELECT COUNT(*) FROM articles WHERE datestamp_s >= $1 AND datestamp_s <= $2";
const COUNT_SET: &str =
    "SELECT COUNT(*) FROM article_sets WHERE datestamp_s >= $1 AND datestamp_s <= $2 AND set_spec = $3";
const EARLIEST: &str = "SELECT MIN(datestamp_s) FROM articles WHERE datestamp_s IS NOT NULL";
const SELECT_MARKS: &str = "SELECT datestamp_s, id FROM (SELECT datestamp_s, id, \
     ROW_NUMBER() OVER (ORDER BY datestamp_s, id) AS place FROM articles WHERE datestamp_s IS NOT NULL) AS placed \
     WHERE place % $1 = 0 ORDER BY datestamp_s, id";
const SELECT_SETS: &str = "SELECT article_id, set_spec FROM article_sets WHERE deepest AND article_id >= $1 \
     AND article_id <= $2 ORDER BY article_id, set_spec";
/// One look into the index a set, where `SELECT DISTINCT` would go through the rows of all articles.
const LIST_SETS: &str = "WITH RECURSIVE walk (set_spec) AS (SELECT MIN(set_spec) FROM article_sets WHERE set_spec > $1 \
     UNION ALL SELECT (SELECT MIN(s.set_spec) FROM article_sets s WHERE s.set_spec > walk.set_spec) FROM walk \
     WHERE walk.set_spec IS NOT NULL) SELECT set_spec FROM walk WHERE set_spec IS NOT NULL LIMIT $2";
const DELETE_SETS: &str = "DELETE FROM article_sets WHERE article_id = $1";

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

impl OaiSelection {
    /// Second and number behind which a page begins.
    pub(super) fn start(&self, after: Option<(Timestamp, ArticleId)>) -> (i64, i64) {
        let start = (self.from.as_second(), 0);
        after.map_or(start, |(at, id)| start.max((at.as_second(), id.0)))
    }
}

/// An article as a harvester sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct OaiRow {
    /// The article, withdrawn ones among them.
    pub article: Article,
    /// The deepest sets that it is in.
    pub sets: Vec<String>,
    /// Raised with everything that its record follows from.
    pub revision: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    article: ArticleRow,
    sets: Option<String>,
    record_revision: i64,
}

impl TryFrom<Row> for OaiRow {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        // A setSpec holds no white space (OAI-PMH 2.0 §2.6).
        let all: Vec<&str> = row.sets.iter().flat_map(|all| all.split(' ')).collect();
        let is_above = |set: &str, other: &str| other.strip_prefix(set).is_some_and(|rest| rest.starts_with(':'));
        let deepest = all.iter().filter(|set| !all.iter().any(|other| is_above(set, other)));
        let mut sets: Vec<String> = deepest.map(|set| (*set).to_owned()).collect();
        sets.sort_unstable();
        Ok(Self { article: row.article.try_into()?, sets, revision: row.record_revision })
    }
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
        let (after_s, after_id) = selection.start(after);
        let page = if selection.set.is_some() { SELECT_SET_PAGE } else { SELECT_PAGE };
        // Rows are decoded while the database reads the next ones.
        let mut rows: Vec<OaiRow> = reading!(self, db => sqlx::query_as(page).bind(after_s).bind(after_id)
            .bind(selection.until.as_second()).bind(selection.set.clone().unwrap_or_default()).bind(limit)
            .fetch(db).map(|row: sqlx::Result<Row>| OaiRow::try_from(row?)).try_collect().await?);
        rows.sort_by_key(|row| (row.article.datestamp, row.article.id));
        Ok(rows)
    }

    /// Those of some articles that are public while their record is not kept, in any order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_unkept(&self, ids: &[ArticleId], wording: &Wording) -> Result<Vec<OaiRow>> {
        let places: Vec<String> = (4..ids.len() + 4).map(|place| format!("${place}")).collect();
        let sql = format!("{SELECT_UNKEPT} AND a.id IN ({})", places.join(", "));
        let rows: Vec<Row> = reading!(self, db => {
            let query = sqlx::query_as(AssertSqlSafe(sql)).bind(wording.format).bind(&wording.basis)
                .bind(wording.today.to_string());
            ids.iter().fold(query, |query, id| query.bind(*id)).fetch_all(db).await?
        });
        rows.into_iter().map(OaiRow::try_from).collect()
    }

    /// One record, by article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_oai(&self, id: ArticleId) -> Result<Option<OaiRow>> {
        let row: Option<Row> = reading!(self, db => sqlx::query_as(SELECT_ONE).bind(id).fetch_optional(db).await?);
        row.map(OaiRow::try_from).transpose()
    }

    /// Number of records of a selection.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_oai(&self, selection: &OaiSelection) -> Result<i64> {
        let (from, until) = (selection.from.as_second(), selection.until.as_second());
        Ok(match &selection.set {
            Some(set) => reading!(self, db => sqlx::query_scalar(COUNT_SET).bind(from).bind(until).bind(set)
                .fetch_one(db).await?),
            None => reading!(self, db => sqlx::query_scalar(COUNT).bind(from).bind(until).fetch_one(db).await?),
        })
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

    /// A page of articles with their deepest sets: one statement over the span of their numbers when it is narrow,
    /// else one an article, so that scattered numbers never read the whole table.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn with_sets(&self, articles: Vec<Article>) -> Result<Vec<(Article, Vec<String>)>> {
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
        let with_sets = |article: Article| {
            let sets = sets_of(article.id.0);
            (article, sets)
        };
        Ok(articles.into_iter().map(with_sets).collect())
    }
}

impl Tx {
    /// Puts an article into sets, and out of all others. `a:b` puts it into `a` too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_sets(&mut self, article: ArticleId, specs: &[String]) -> Result<()> {
        self.forget_fragments(article).await?;
        within!(self, db => sqlx::query(DELETE_SETS).bind(article).execute(db).await?.rows_affected());
        let ancestors = specs.iter().flat_map(|spec| spec.match_indices(':').filter_map(|(at, _)| spec.get(..at)));
        let rows = specs.iter().map(|spec| (spec.as_str(), true)).chain(ancestors.map(|spec| (spec, false)));
        let rows: Vec<(&str, bool)> = rows.collect();
        if rows.is_empty() {
            return Ok(());
        }
        // A trigger changes the datestamp with that of the article.
        let place =
            |row| format!("($1, ${}, ${}, (SELECT datestamp_s FROM articles WHERE id = $1))", 2 * row + 2, 2 * row + 3);
        let places: Vec<String> = (0..rows.len()).map(place).collect();
        let sql = format!(
            "INSERT INTO article_sets (article_id, set_spec, deepest, datestamp_s) VALUES {} ON CONFLICT (article_id, set_spec) DO NOTHING",
            places.join(", ")
        );
        within!(self, db => {
            let insert = sqlx::query(AssertSqlSafe(sql)).bind(article);
            rows.iter().fold(insert, |insert, (spec, deepest)| insert.bind(*spec).bind(*deepest)).execute(db).await?.rows_affected()
        });
        Ok(())
    }
}
