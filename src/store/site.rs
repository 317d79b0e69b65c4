//! Single values of the site, such as the key that signs resumption tokens.

use super::{Result, Store};

const INSERT: &str = "INSERT INTO site_values (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
const SELECT: &str = "SELECT value FROM site_values WHERE name = $1";

impl Store {
    /// The value with a name; `proposed` is written first when there is none, and whoever writes first wins.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn site_value(&self, name: &str, proposed: &str) -> Result<String> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(INSERT).bind(name).bind(proposed).execute(db).await?);
        let value = within!(&mut tx, db => sqlx::query_scalar(SELECT).bind(name).fetch_one(db).await?);
        tx.commit().await?;
        Ok(value)
    }
}
