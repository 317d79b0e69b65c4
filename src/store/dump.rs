//! Daily dumps.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Result, Store};
use crate::domain::Sha256;
use crate::domain::dump::Dump;

const INSERT: &str =
    "INSERT INTO dumps (day, made_us, parts, tables) VALUES ($1, $2, $3, $4) ON CONFLICT (day) DO NOTHING";
const SELECT: &str = "SELECT day, made_us, parts, tables FROM dumps ORDER BY day DESC LIMIT $1";
const DELETE: &str = "DELETE FROM dumps WHERE day < $1";
const USES: &str = "SELECT COUNT(*) FROM dumps WHERE parts LIKE '%' || $1 || '%' OR tables LIKE '%' || $1 || '%'";

impl Store {
    /// Keeps a dump; whoever wrote the day's first wins.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_dump(&self, dump: &Dump) -> Result<()> {
        let (parts, tables) = (serde_json::to_string(&dump.parts)?, serde_json::to_string(&dump.tables)?);
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(INSERT).bind(dump.day.to_string()).bind(dump.made_at.as_microsecond())
            .bind(parts).bind(tables).execute(db).await?.rows_affected());
        tx.commit().await
    }

    /// The dumps there are, latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_dumps(&self, limit: i64) -> Result<Vec<Dump>> {
        let rows: Vec<(String, i64, String, String)> =
            reading!(self, db => sqlx::query_as(SELECT).bind(limit).fetch_all(db).await?);
        let dumps = rows.into_iter().filter_map(|(day, made_us, parts, tables)| {
            let made_at = Timestamp::from_microsecond(made_us).ok()?;
            Some((day.parse::<Date>().ok()?, made_at, parts, tables))
        });
        let read = |(day, made_at, parts, tables): (Date, Timestamp, String, String)| {
            Ok(Dump { day, made_at, parts: serde_json::from_str(&parts)?, tables: serde_json::from_str(&tables)? })
        };
        dumps.map(read).collect()
    }

    /// Forgets the dumps of days before one, but not their files.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_dumps(&self, before: Date) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(DELETE).bind(before.to_string()).execute(db).await?.rows_affected());
        tx.commit().await
    }

    /// Whether a dump has a file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_dump_file(&self, sha256: &Sha256) -> Result<bool> {
        let uses: i64 = reading!(self, db => sqlx::query_scalar(USES).bind(sha256.to_string()).fetch_one(db).await?);
        Ok(uses > 0)
    }
}
