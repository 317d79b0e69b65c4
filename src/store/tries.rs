//! Tries that are bounded in a span of time, such as passwords: counted once for all processes of a site.

use std::time::Duration;

use jiff::Timestamp;

use super::{Result, Store};
use crate::domain::Sha256;

const COUNT: &str = "SELECT COUNT(*) FROM tries WHERE name = $1 AND at_us > $2";
const INSERT: &str = "INSERT INTO tries (name, at_us) VALUES ($1, $2) RETURNING id";
const DELETE: &str = "DELETE FROM tries WHERE id = $1";
const FORGET: &str = "DELETE FROM tries WHERE name = $1";
const DELETE_OLD: &str = "DELETE FROM tries WHERE at_us <= $1";
/// How long tries are kept at least, whatever they are bounded within.
const KEPT: Duration = Duration::from_hours(24);

/// How many tries of one name are let through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Digest of what the tries have in common.
    pub name: Sha256,
    /// Tries within the span, at most.
    pub most: i64,
}

/// Whether a try is let through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tried {
    /// It is: the numbers of what was counted.
    Within(Vec<i64>),
    /// It is not, and was not counted: the place of the first bound that was reached.
    Full(usize),
}

impl Store {
    /// Counts a try under each of its names, unless one of them has had enough within the span: many at once cannot all pass,
    /// since writers come one after the other. A try that is not let through writes nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_try(&self, bounds: &[Bound], within: Duration, now: Timestamp) -> Result<Tried> {
        let since = microseconds_before(now, within);
        let mut tx = self.begin().await?;
        for (place, bound) in bounds.iter().enumerate() {
            let tries: i64 = within!(&mut tx, db => sqlx::query_scalar(COUNT).bind(bound.name.as_str()).bind(since)
                .fetch_one(db).await?);
            if tries >= bound.most {
                return Ok(Tried::Full(place));
            }
        }
        let mut counted = Vec::new();
        for bound in bounds {
            let number: i64 = within!(&mut tx, db => sqlx::query_scalar(INSERT).bind(bound.name.as_str())
                .bind(now.as_microsecond()).fetch_one(db).await?);
            counted.push(number);
        }
        tx.commit_aside().await?;
        Ok(Tried::Within(counted))
    }

    /// Takes back a try that was right: it counts for nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_back_try(&self, counted: &[i64]) -> Result<()> {
        let mut tx = self.begin().await?;
        for number in counted {
            within!(&mut tx, db => sqlx::query(DELETE).bind(number).execute(db).await?.rows_affected());
        }
        tx.commit_aside().await
    }

    /// Forgets all tries of yesterday and before; gives how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_old_tries(&self, now: Timestamp) -> Result<u64> {
        let oldest = microseconds_before(now, KEPT);
        let mut tx = self.begin().await?;
        let forgotten = within!(&mut tx, db => sqlx::query(DELETE_OLD).bind(oldest).execute(db).await?.rows_affected());
        tx.commit_aside().await?;
        Ok(forgotten)
    }

    /// Forgets all tries of a name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_tries(&self, name: &Sha256) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, db => sqlx::query(FORGET).bind(name.as_str()).execute(db).await?.rows_affected());
        tx.commit_aside().await
    }
}

fn microseconds_before(now: Timestamp, span: Duration) -> i64 {
    now.as_microsecond().saturating_sub(i64::try_from(span.as_micros()).unwrap_or(i64::MAX))
}
