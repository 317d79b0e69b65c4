//! Moves the rows of a site from its SQLite file to a PostgreSQL database.

use std::path::Path;

use super::digest;
use crate::service::{Error, Result};
use crate::store::Store;

/// What was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relocated {
    /// Rows of all tables.
    pub rows: u64,
    /// Records that harvesters get, the same in both.
    pub records: u64,
}

/// Moves all rows of a SQLite file into an empty database, and compares number and digest of all records. Nobody may work on
/// the site meanwhile. `progress` is told the rows done so far and those of all tables. The rows are one transaction: a run that is cut off leaves
/// nothing behind and is simply begun again, and one that was cut off after them is ended by the next.
///
/// # Errors
/// When the database holds a site already, one of the two fails, or they differ afterwards.
pub async fn relocate(file: &Path, to: &Store, mut progress: impl FnMut(u64, u64) + Send) -> Result<Relocated> {
    let is_blank = to.is_blank().await?;
    // Opening brings the schema of an older site up to date.
    let from = Store::open(file).await?;
    let expected = digest::records(&from).await?;
    from.close().await;
    if !is_blank {
        // A run before this one may have moved everything and been cut off before it said so.
        if expected.0 > 0 && digest::records(to).await? == expected {
            return Ok(Relocated { rows: 0, records: expected.0 });
        }
        let text = "the PostgreSQL database holds a site already: name an empty one".to_owned();
        return Err(Error::Invalid(text));
    }
    let all = Store::count_rows(file).await?;
    let rows = to.fill_from(file, |done| progress(done, all)).await?;
    let found = digest::records(to).await?;
    if found != expected {
        let text =
            format!("{} records were moved, but they are not the same: move again into an empty database", found.0);
        return Err(Error::Invalid(text));
    }
    Ok(Relocated { rows, records: found.0 })
}
