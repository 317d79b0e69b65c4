//! The award register.

use super::{Result, Store, Tx};
use crate::domain::{Award, AwardNumber};

const UPSERT: &str = "INSERT INTO awards (number, award) VALUES ($1, $2) \
     ON CONFLICT (number) DO UPDATE SET award = excluded.award";
const SELECT: &str = "SELECT award FROM awards WHERE number = $1";
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

    /// The whole register (about 22,000 awards), for reports.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_awards(&self) -> Result<Vec<Award>> {
        let rows: Vec<String> = reading!(self, db => sqlx::query_scalar(SELECT_ALL).fetch_all(db).await?);
        rows.iter().map(|json| Ok(serde_json::from_str(json)?)).collect()
    }
}

impl Tx {
    /// Writes an award, over what the register said of it before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_award(&mut self, award: &Award) -> Result<()> {
        let json = serde_json::to_string(award)?;
        within!(self, db => sqlx::query(UPSERT).bind(award.number.as_str()).bind(json).execute(db).await?);
        Ok(())
    }
}
