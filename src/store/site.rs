//! Single values of the site, such as the key that signs resumption tokens.

use super::{Result, Store, Tx};

const INSERT: &str = "INSERT INTO site_values (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
const UPSERT: &str = "INSERT INTO site_values (name, value) VALUES ($1, $2) \
     ON CONFLICT (name) DO UPDATE SET value = excluded.value";
const REPLACE: &str = "UPDATE site_values SET value = $3 WHERE name = $1 AND value = $2";
const SELECT: &str = "SELECT value FROM site_values WHERE name = $1";

impl Store {
    /// The value with a name; `proposed` is written first when there is none, and whoever writes first wins.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn site_value(&self, name: &str, proposed: &str) -> Result<String> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(INSERT).bind(name).bind(proposed).execute(db).await?.rows_affected());
        let value = within!(&mut tx, db => sqlx::query_scalar(SELECT).bind(name).fetch_one(db).await?);
        tx.commit().await?;
        Ok(value)
    }

    /// The value with a name, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_site_value(&self, name: &str) -> Result<Option<String>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT).bind(name).fetch_optional(db).await?))
    }

    /// Writes a value over the one there was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_site_value(&self, name: &str, value: &str) -> Result<()> {
        let mut tx = self.begin().await?;
        tx.put_site_value(name, value).await?;
        tx.commit().await
    }

    /// Writes a value if it is still the one expected.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn replace_site_value(&self, name: &str, expected: &str, value: &str) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(REPLACE).bind(name).bind(expected).bind(value).execute(db).await?.rows_affected());
        tx.commit().await
    }
}

impl Tx {
    /// Writes a value over the one there was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_site_value(&mut self, name: &str, value: &str) -> Result<()> {
        within!(self, db => sqlx::query(UPSERT).bind(name).bind(value).execute(db).await?.rows_affected());
        Ok(())
    }
}
