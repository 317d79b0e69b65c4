//! Records as harvesters get them, kept beside the articles that they were written from.
//!
//! A kept record is never stale: triggers delete it in the transaction of any change of its article, and what was written
//! from rows that have changed since is not kept (`record_revision`).

use jiff::Timestamp;
use jiff::civil::Date;

use super::oai::{of_page, of_set_page};
use super::{OaiSelection, Result, Store, Tx};
use crate::domain::ArticleId;

/// One row a page: `SQLite` hands each row from its thread to ours, and waking us takes longer than reading a record does.
/// The parts of a record stand between [`PART`]s and the records between [`RECORD`]s, which no XML 1.0 document holds (§2.2).
/// Withdrawn articles have no fragment; their sets are looked up.
macro_rules! kept_page {
    () => {
        "SELECT STRING_AGG(CAST(a.id AS TEXT) || $9 || CAST(a.datestamp_s AS TEXT) || $9 || \
         CASE WHEN a.state = 'withdrawn' THEN 'w' ELSE '' END || $9 || COALESCE(CASE WHEN f.article_id IS NULL THEN \
         (SELECT STRING_AGG(s.set_spec, ' ') FROM article_sets s WHERE s.article_id = a.id AND s.deepest) ELSE f.sets END, '') || $9 || \
         CASE WHEN EXISTS (SELECT 1 FROM source_records r WHERE r.article_id = a.id AND r.is_origin) THEN 'o' ELSE '' END || $9 || \
         COALESCE(f.xml, ''), $10) \
         FROM articles a LEFT JOIN oai_fragments f ON f.article_id = a.id AND f.format = $6 AND f.basis = $7 \
         AND (f.until_day IS NULL OR f.until_day > $8) AND a.state = 'published' "
    };
}
const SELECT_PAGE: &str = concat!(kept_page!(), of_page!());
const SELECT_SET_PAGE: &str = concat!(kept_page!(), of_set_page!());
/// What stands between the parts of a record, and between records (ASCII: unit and record separator).
const PART: char = '\u{1f}';
const RECORD: char = '\u{1e}';
const UPSERT: &str = "INSERT INTO oai_fragments (article_id, format, basis, until_day, sets, xml) \
     SELECT a.id, $3, $4, $5, $6, $7 FROM articles a \
     WHERE a.id = $1 AND a.record_revision = $2 AND a.state = 'published' \
     ON CONFLICT (article_id, format) DO UPDATE SET basis = excluded.basis, until_day = excluded.until_day, \
     sets = excluded.sets, xml = excluded.xml";
const RAISE_REVISION: &str = "UPDATE articles SET record_revision = record_revision + 1 WHERE id = $1";
const COUNT: &str = "SELECT COUNT(*) FROM oai_fragments";
/// By number, as `article.rs` says.
const SELECT_UNKEPT_IDS: &str = "SELECT a.id FROM articles a WHERE COALESCE(a.state, '') = 'published' AND a.id > $4 AND a.id <= $5 \
     AND NOT EXISTS (SELECT 1 FROM oai_fragments f WHERE f.article_id = a.id AND f.format = $1 AND f.basis = $2 \
     AND (f.until_day IS NULL OR f.until_day > $3)) ORDER BY a.id";
const LAST_ID: &str = "SELECT COALESCE(MAX(id), 0) FROM articles";

/// Which kept records hold: those of a format that were written on the same basis, at a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Name of the format.
    pub format: &'static str,
    /// What they follow from beside their articles: the release, the settings of the site.
    pub basis: String,
    /// The day of the answer.
    pub today: Date,
}

/// A kept record, or a withdrawal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRow {
    /// Its article.
    pub id: ArticleId,
    /// When it changed last.
    pub datestamp: Timestamp,
    /// The deepest sets that it is in, joined by spaces.
    pub sets: String,
    /// What it is in the format; `None` when it is withdrawn.
    pub xml: Option<String>,
    /// Whether it came from another repository.
    pub has_origin: bool,
}

/// A record to be kept.
#[derive(Debug)]
pub struct NewFragment {
    /// Its article.
    pub article: ArticleId,
    /// The revision of the article that it was written from.
    pub revision: i64,
    /// First day on which it does not hold any more.
    pub until: Option<Date>,
    /// The deepest sets of the article, joined by spaces.
    pub sets: String,
    /// What it is in the format.
    pub xml: String,
}

impl KeptRow {
    /// Takes one record of a page apart; `None` when it is not kept.
    fn read(record: &str) -> Option<Self> {
        let mut parts = record.splitn(6, PART);
        let mut next = || parts.next().unwrap_or_default();
        let (id, second, withdrawn, sets, origin, xml) = (next(), next(), next(), next(), next(), next());
        let xml = (!xml.is_empty()).then(|| xml.to_owned());
        if xml.is_none() && withdrawn.is_empty() {
            return None;
        }
        Some(Self {
            id: ArticleId(id.parse().ok()?),
            datestamp: Timestamp::from_second(second.parse().ok()?).ok()?,
            sets: sets.to_owned(),
            xml,
            has_origin: !origin.is_empty(),
        })
    }
}

impl Store {
    /// A page of records after a position, in the order of (datestamp, number); `None` when one of them is not kept.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_kept(
        &self,
        selection: &OaiSelection,
        after: Option<(Timestamp, ArticleId)>,
        limit: i64,
        wording: &Wording,
    ) -> Result<Option<Vec<KeptRow>>> {
        let (after_s, after_id) = selection.start(after);
        let page = if selection.set.is_some() { SELECT_SET_PAGE } else { SELECT_PAGE };
        let rows: Option<String> = reading!(self, db => sqlx::query_scalar(page).bind(after_s).bind(after_id)
            .bind(selection.until.as_second()).bind(selection.set.clone().unwrap_or_default()).bind(limit)
            .bind(wording.format).bind(&wording.basis).bind(wording.today.to_string()).bind(PART.to_string()).bind(RECORD.to_string())
            .fetch_one(db).await?);
        let rows = rows.unwrap_or_default();
        let records = rows.split(RECORD).filter(|record| !record.is_empty());
        let Some(mut kept) = records.map(KeptRow::read).collect::<Option<Vec<_>>>() else { return Ok(None) };
        kept.sort_unstable_by_key(|row| (row.datestamp, row.id));
        Ok(Some(kept))
    }

    /// The public articles with a number after one, up to another, whose record is not kept.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_unkept_ids(
        &self,
        after: ArticleId,
        last: ArticleId,
        wording: &Wording,
    ) -> Result<Vec<ArticleId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_UNKEPT_IDS).bind(wording.format).bind(&wording.basis)
            .bind(wording.today.to_string()).bind(after).bind(last).fetch_all(db).await?))
    }

    /// The highest number of an article, 0 when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_article(&self) -> Result<ArticleId> {
        Ok(reading!(self, db => sqlx::query_scalar(LAST_ID).fetch_one(db).await?))
    }

    /// Number of kept records, in all formats.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_fragments(&self) -> Result<i64> {
        Ok(reading!(self, db => sqlx::query_scalar(COUNT).fetch_one(db).await?))
    }
}

impl Tx {
    /// Keeps a record, over the one that was kept, unless its article has changed since it was read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_fragment(&mut self, wording: &Wording, fragment: &NewFragment) -> Result<()> {
        within!(self, db => sqlx::query(UPSERT).bind(fragment.article).bind(fragment.revision)
            .bind(wording.format).bind(&wording.basis).bind(fragment.until.map(|day| day.to_string()))
            .bind(&fragment.sets).bind(&fragment.xml).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Forgets what is kept of an article, and what is being written from its rows at this moment.
    pub(super) async fn forget_fragments(&mut self, article: ArticleId) -> Result<()> {
        within!(self, db => sqlx::query(RAISE_REVISION).bind(article).execute(db).await?.rows_affected());
        Ok(())
    }
}
