//! Commitments with their milestones, the links that show what was done, and the barometer's reading of past days.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Error, Result, Store, Tx};
use crate::domain::commitment::{Act, CommitmentAct, EvidenceLink, Item, LinkState, Statement};

const ITEMS: &str = "SELECT commitment, milestone, place, said, changed_us, withdrawn_us FROM commitment_items \
     ORDER BY place, commitment, milestone";
const PUT: &str = "INSERT INTO commitment_items (commitment, milestone, place, said, changed_us, withdrawn_us) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (commitment, milestone) DO UPDATE SET place = excluded.place, \
     said = excluded.said, changed_us = excluded.changed_us, withdrawn_us = excluded.withdrawn_us";
const ADD_ACT: &str =
    "INSERT INTO commitment_acts (commitment, milestone, at_us, act, said) VALUES ($1, $2, $3, $4, $5)";
const ACTS: &str = "SELECT id, commitment, milestone, at_us, act, said FROM commitment_acts ORDER BY id DESC LIMIT $1";
const ACTS_OF: &str = "SELECT id, commitment, milestone, at_us, act, said FROM commitment_acts WHERE commitment = $1 \
     ORDER BY id DESC LIMIT $2";
const FORGET_LINKS: &str = "UPDATE evidence_links SET is_named = FALSE";
const NAME_LINK: &str = "INSERT INTO evidence_links (url, is_named, due_us, detail) VALUES ($1, TRUE, $2, '') \
     ON CONFLICT (url) DO UPDATE SET is_named = TRUE";
/// Columns of [`LinkRow`].
macro_rules! link_columns {
    () => {
        "SELECT url, due_us, checked_us, outcome, detail, seen_us, failing_us FROM evidence_links WHERE is_named "
    };
}
const LINKS: &str = concat!(link_columns!(), "ORDER BY url");
const DUE_LINKS: &str = concat!(link_columns!(), "AND due_us <= $1 ORDER BY due_us, url LIMIT $2");
const UPDATE_LINK: &str = "UPDATE evidence_links SET due_us = $2, checked_us = $3, outcome = $4, detail = $5, \
     seen_us = $6, failing_us = $7 WHERE url = $1";
const ADD_CHECK: &str = "INSERT INTO evidence_checks (url, at_us, outcome, detail) VALUES ($1, $2, $3, $4)";
const CHECKS: &str = "SELECT at_us, outcome, detail FROM evidence_checks WHERE url = $1 ORDER BY id DESC LIMIT $2";
const READINGS: &str = "SELECT day, figures FROM barometer_readings ORDER BY day";
const PUT_READING: &str = "INSERT INTO barometer_readings (day, figures) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING";

type ItemRow = (String, String, i64, String, i64, Option<i64>);
type ActRow = (i64, String, String, i64, String, String);

fn broken(column: &'static str) -> Error {
    Error::Inconsistent { column, id: 0, source: None }
}

fn moment(us: i64, column: &'static str) -> Result<Timestamp> {
    Timestamp::from_microsecond(us).map_err(|_| broken(column))
}

fn item((commitment, milestone, place, said, changed_us, withdrawn_us): ItemRow) -> Result<Item> {
    Ok(Item {
        commitment,
        milestone,
        place,
        said: serde_json::from_str(&said)?,
        changed: moment(changed_us, "changed_us")?,
        withdrawn: withdrawn_us.map(|us| moment(us, "withdrawn_us")).transpose()?,
    })
}

fn act((id, commitment, milestone, at_us, act, said): ActRow) -> Result<CommitmentAct> {
    Ok(CommitmentAct {
        id,
        commitment,
        milestone,
        at: moment(at_us, "at_us")?,
        act: Act::from_code(&act).ok_or_else(|| broken("act"))?,
        said: serde_json::from_str(&said)?,
    })
}

#[derive(sqlx::FromRow)]
struct LinkRow {
    url: String,
    due_us: i64,
    checked_us: Option<i64>,
    outcome: Option<String>,
    detail: String,
    seen_us: Option<i64>,
    failing_us: Option<i64>,
}

impl TryFrom<LinkRow> for EvidenceLink {
    type Error = Error;

    fn try_from(row: LinkRow) -> Result<Self> {
        let at = |us: Option<i64>, column| us.map(|us| moment(us, column)).transpose();
        Ok(Self {
            due: moment(row.due_us, "due_us")?,
            checked: at(row.checked_us, "checked_us")?,
            state: row.outcome.as_deref().and_then(LinkState::from_code),
            seen: at(row.seen_us, "seen_us")?,
            failing: at(row.failing_us, "failing_us")?,
            url: row.url,
            detail: row.detail,
        })
    }
}

impl Store {
    /// All commitments and milestones, in the order of the file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_commitment_items(&self) -> Result<Vec<Item>> {
        let rows: Vec<ItemRow> = reading!(self, db => sqlx::query_as(ITEMS).fetch_all(db).await?);
        rows.into_iter().map(item).collect()
    }

    /// What imports moved, latest first; of one commitment where one is named.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_commitment_acts(&self, commitment: Option<&str>, limit: i64) -> Result<Vec<CommitmentAct>> {
        let rows: Vec<ActRow> = reading!(self, db => match commitment {
            Some(code) => sqlx::query_as(ACTS_OF).bind(code).bind(limit).fetch_all(db).await?,
            None => sqlx::query_as(ACTS).bind(limit).fetch_all(db).await?,
        });
        rows.into_iter().map(act).collect()
    }

    /// The links that somebody may follow from a commitment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_evidence_links(&self) -> Result<Vec<EvidenceLink>> {
        let rows: Vec<LinkRow> = reading!(self, db => sqlx::query_as(LINKS).fetch_all(db).await?);
        rows.into_iter().map(EvidenceLink::try_from).collect()
    }

    /// Those that are due, the longest due first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_due_evidence(&self, now: Timestamp, limit: i64) -> Result<Vec<EvidenceLink>> {
        let rows: Vec<LinkRow> = reading!(self, db => sqlx::query_as(DUE_LINKS).bind(now.as_microsecond()).bind(limit)
            .fetch_all(db).await?);
        rows.into_iter().map(EvidenceLink::try_from).collect()
    }

    /// The looks at a link, latest first: when in microseconds, what was found, what else is to be known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_evidence_checks(&self, url: &str, limit: i64) -> Result<Vec<(i64, String, String)>> {
        Ok(reading!(self, db => sqlx::query_as(CHECKS).bind(url).bind(limit).fetch_all(db).await?))
    }

    /// The readings of past days that are kept, as JSON.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_readings(&self) -> Result<Vec<(String, String)>> {
        Ok(reading!(self, db => sqlx::query_as(READINGS).fetch_all(db).await?))
    }
}

impl Tx {
    /// Writes a commitment or a milestone as it stands now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_commitment_item(&mut self, item: &Item) -> Result<()> {
        within!(self, db => sqlx::query(PUT).bind(&item.commitment).bind(&item.milestone).bind(item.place)
            .bind(serde_json::to_string(&item.said)?).bind(item.changed.as_microsecond())
            .bind(item.withdrawn.map(Timestamp::as_microsecond)).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Writes down what an import moved.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_commitment_act(&mut self, item: &Item, act: Act, now: Timestamp) -> Result<()> {
        let said: &Statement = &item.said;
        within!(self, db => sqlx::query(ADD_ACT).bind(&item.commitment).bind(&item.milestone)
            .bind(now.as_microsecond()).bind(act.code()).bind(serde_json::to_string(said)?)
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Has exactly these links looked at from now on; new ones are due at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn name_evidence(&mut self, urls: &[&str], now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(FORGET_LINKS).execute(db).await?.rows_affected());
        for url in urls {
            within!(self, db => sqlx::query(NAME_LINK).bind(*url).bind(now.as_microsecond())
                .execute(db).await?.rows_affected());
        }
        Ok(())
    }

    /// Writes a look at a link down, and how the link stands after it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_evidence_check(&mut self, link: &EvidenceLink) -> Result<()> {
        let us = |at: Option<Timestamp>| at.map(Timestamp::as_microsecond);
        let outcome = link.state.map(LinkState::code);
        within!(self, db => sqlx::query(ADD_CHECK).bind(&link.url).bind(us(link.checked)).bind(outcome)
            .bind(&link.detail).execute(db).await?.rows_affected());
        within!(self, db => sqlx::query(UPDATE_LINK).bind(&link.url).bind(link.due.as_microsecond())
            .bind(us(link.checked)).bind(outcome).bind(&link.detail).bind(us(link.seen)).bind(us(link.failing))
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Keeps the reading of a past day, unless it is kept already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_reading(&mut self, day: Date, figures: &str) -> Result<()> {
        within!(self, db => sqlx::query(PUT_READING).bind(day.to_string()).bind(figures)
            .execute(db).await?.rows_affected());
        Ok(())
    }
}
