//! The award register.

use jiff::Timestamp;

use sqlx::AssertSqlSafe;

use super::{Result, Store, Tx};
use crate::domain::{Award, AwardNumber};

const OBSERVE: &str = "INSERT INTO award_observations (number, at_us, source, award) SELECT $1, $2, $3, $4 \
     WHERE NOT EXISTS (SELECT 1 FROM award_observations o WHERE o.id = \
     (SELECT MAX(l.id) FROM award_observations l WHERE l.number = $1) AND o.award = $4)";
const SELECT_AT: &str = "SELECT award FROM award_observations WHERE id IN \
     (SELECT MAX(id) FROM award_observations WHERE at_us < $1 GROUP BY number) ORDER BY number";
const UPSERT: &str = "INSERT INTO awards (number, award, search) VALUES ($1, $2, $3) \
     ON CONFLICT (number) DO UPDATE SET award = excluded.award, search = excluded.search";
const SELECT: &str = "SELECT award FROM awards WHERE number = $1";
const SELECT_NUMBERED: &str = "SELECT award FROM awards";
/// Words are letters and digits alone, so that none of them is a pattern.
const SELECT_FOUND: &str = "SELECT award FROM awards WHERE search LIKE $1 AND search LIKE $2 AND search LIKE $3 \
     AND search LIKE $4 ORDER BY number LIMIT $5";
const SELECT_UNSEARCHED: &str = "SELECT award FROM awards WHERE search = ''";
const SELECT_NUMBERS: &str = "SELECT number FROM awards";
const SELECT_ALL: &str = "SELECT award FROM awards ORDER BY number";

impl Store {
    /// An award of the register.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_award(&self, number: &AwardNumber) -> Result<Option<Award>> {
        let json: Option<String> =
            reading!(self, db => sqlx::query_scalar(SELECT).bind(number.as_str()).fetch_optional(db).await?);
        Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
    }

    /// Those of some awards that the register knows, in no order. One statement for all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_awards_numbered(&self, numbers: &[&AwardNumber]) -> Result<Vec<Award>> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<String> = (1..=numbers.len()).map(|place| format!("${place}")).collect();
        let sql = format!("{SELECT_NUMBERED} WHERE number IN ({})", places.join(", "));
        let rows: Vec<String> = reading!(self, db => {
            let query = sqlx::query_scalar(AssertSqlSafe(sql));
            numbers.iter().fold(query, |query, number| query.bind(number.as_str())).fetch_all(db).await?
        });
        rows.iter().map(|json| Ok(serde_json::from_str(json)?)).collect()
    }

    /// The whole register (about 22,000 awards), for reports.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_awards(&self) -> Result<Vec<Award>> {
        let rows: Vec<String> = reading!(self, db => sqlx::query_scalar(SELECT_ALL).fetch_all(db).await?);
        rows.iter().map(|json| Ok(serde_json::from_str(json)?)).collect()
    }

    /// The register as it was known just before a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_awards_known(&self, before: Timestamp) -> Result<Vec<Award>> {
        let rows: Vec<String> = reading!(self, db => sqlx::query_scalar(SELECT_AT)
            .bind(before.as_microsecond()).fetch_all(db).await?);
        rows.iter().map(|json| Ok(serde_json::from_str(json)?)).collect()
    }

    /// The awards whose search text holds words that begin with up to four others, by number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_awards(&self, words: &[String], limit: i64) -> Result<Vec<Award>> {
        let pattern = |at: usize| words.get(at).map_or_else(|| "%".to_owned(), |word| format!("% {word}%"));
        let rows: Vec<String> = reading!(self, db => sqlx::query_scalar(SELECT_FOUND).bind(pattern(0)).bind(pattern(1))
            .bind(pattern(2)).bind(pattern(3)).bind(limit).fetch_all(db).await?);
        rows.iter().map(|json| Ok(serde_json::from_str(json)?)).collect()
    }

    /// Awards that have no search text yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_unsearched_awards(&self) -> Result<Vec<Award>> {
        let rows: Vec<String> = reading!(self, db => sqlx::query_scalar(SELECT_UNSEARCHED).fetch_all(db).await?);
        rows.iter().map(|json| Ok(serde_json::from_str(json)?)).collect()
    }

    /// The numbers of all awards.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_award_numbers(&self) -> Result<Vec<AwardNumber>> {
        let rows: Vec<String> = reading!(self, db => sqlx::query_scalar(SELECT_NUMBERS).fetch_all(db).await?);
        Ok(rows.iter().filter_map(|number| AwardNumber::parse(number).ok()).collect())
    }
}

impl Tx {
    /// Writes an award with what it is found by, over what the register said of it before, and keeps what is new as an
    /// observation of a source.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_award(&mut self, award: &Award, search: &str, now: Timestamp, source: &str) -> Result<()> {
        let json = serde_json::to_string(award)?;
        within!(self, db => sqlx::query(OBSERVE).bind(award.number.as_str()).bind(now.as_microsecond())
            .bind(source).bind(&json).execute(db).await?.rows_affected());
        within!(self, db => sqlx::query(UPSERT).bind(award.number.as_str()).bind(json).bind(search)
            .execute(db).await?.rows_affected());
        Ok(())
    }
}
