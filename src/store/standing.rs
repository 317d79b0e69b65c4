//! What the indicators count of each article, kept; and what became untrue since.

use jiff::civil::Date;
use sqlx::AssertSqlSafe;

use super::{Result, Store, Tx};
use crate::domain::ArticleId;

const STALE: &str = "SELECT article_id FROM standings_stale UNION \
     SELECT article_id FROM standings WHERE until_day IS NOT NULL AND until_day <= $1 ORDER BY 1 LIMIT $2";
const PAGE: &str = "SELECT article_id, counted FROM standings WHERE article_id > $1 ORDER BY article_id LIMIT $2";
const COUNTED: &str = "SELECT counted FROM standings WHERE article_id = $1";
const DELETE: &str = "DELETE FROM standings WHERE article_id = $1";
const DELETE_AWARDS: &str = "DELETE FROM standing_awards WHERE article_id = $1";
const DELETE_STALE: &str = "DELETE FROM standings_stale WHERE article_id = $1";
const DELETE_DESKS: &str = "DELETE FROM standing_desks WHERE article_id = $1";
const INSERT: &str = "INSERT INTO standings (article_id, outcome, shown, action, tier, year, due_on, until_day, counted) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const INSERT_DESK: &str = "INSERT INTO standing_desks (article_id, institution, outcome, shown, action, tier, year, due_on) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const INSERT_AWARD: &str = "INSERT INTO standing_awards (article_id, place, fund, number, programme, institution, \
     policy, holder) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const ALL_STALE: &str = "INSERT INTO standings_stale (article_id) SELECT id FROM articles \
     WHERE state = 'published' ON CONFLICT DO NOTHING";
const MARK: &str = "SELECT COALESCE((SELECT MAX(id) FROM award_observations), 0), \
     COALESCE((SELECT MAX(id) FROM exception_acts), 0), COALESCE((SELECT MAX(id) FROM rule_tables), 0)";
const PUT_DAY: &str = "INSERT INTO barometer_days (day, id, version, figures) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (day, id) DO UPDATE SET version = excluded.version, figures = excluded.figures";
const DAYS: &str = "SELECT day, figures FROM barometer_days WHERE id = $1 AND version = $2 ORDER BY day DESC LIMIT $3";

/// How far the observations go of what verdicts rest on beside the articles: awards, exceptions, rules.
pub type EvidenceMark = (i64, i64, i64);

/// What is kept of an article.
#[derive(Debug)]
pub struct NewStanding<'a> {
    /// The article.
    pub article: ArticleId,
    /// What is said of all its links.
    pub whole: NewDesk<'a>,
    /// What is said of the links that each institution manages.
    pub desks: Vec<(&'a str, NewDesk<'a>)>,
    /// First day on which it may be untrue by the calendar.
    pub until: Option<Date>,
    /// What is counted, as JSON.
    pub counted: &'a str,
    /// Fund, number, programme, institution, policy and holder of each award.
    pub awards: Vec<[Option<&'a str>; 6]>,
}

/// What is said of some links of an article.
#[derive(Debug, Clone, Copy)]
pub struct NewDesk<'a> {
    /// Outcome it is counted under.
    pub outcome: &'a str,
    /// Outcome as it is said: nothing negative by a link that was only read or inferred.
    pub shown: &'a str,
    /// What would mend it.
    pub action: &'a str,
    /// Surest link.
    pub tier: &'a str,
    /// Year of publication.
    pub year: Option<i16>,
    /// Last day on which an open copy is in time.
    pub due_on: Option<Date>,
}

/// What a list of articles is chosen by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StandingFilter {
    /// Outcome.
    pub outcome: Option<String>,
    /// What would mend it.
    pub action: Option<String>,
    /// Year of publication.
    pub year: Option<i16>,
    /// Fund.
    pub fund: Option<String>,
    /// Programme.
    pub programme: Option<String>,
    /// ROR of the institution.
    pub institution: Option<String>,
    /// Whether what is due first comes first; else the last published number.
    pub by_due: bool,
}

/// A row of a list of articles.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct StandingRow {
    /// The article.
    pub article_id: ArticleId,
    /// Outcome.
    pub outcome: String,
    /// What would mend it.
    pub action: String,
    /// Last day on which an open copy is in time.
    pub due_on: Option<String>,
}

impl StandingFilter {
    /// Whether a short list of it may point to a person: a programme or an institution is named.
    #[must_use]
    pub fn may_point_to_a_person(&self) -> bool {
        self.programme.is_some() || self.institution.is_some()
    }

    /// The condition with its values, `$1` on.
    fn condition(&self) -> (String, Vec<String>) {
        let mut parts = vec!["1 = 1".to_owned()];
        let mut values = Vec::new();
        let mut add = |column: &str, value: &Option<String>, by_award: bool| {
            let Some(value) = value else { return };
            values.push(value.clone());
            let place = values.len();
            parts.push(if by_award {
                format!("s.article_id IN (SELECT w.article_id FROM standing_awards w WHERE w.{column} = ${place})")
            } else {
                format!("s.{column} = ${place}")
            });
        };
        add("outcome", &self.outcome, false);
        add("action", &self.action, false);
        add("fund", &self.fund, true);
        add("programme", &self.programme, true);
        add("institution", &self.institution, true);
        if let Some(year) = self.year {
            parts.push(format!("s.year = {year}"));
        }
        (parts.join(" AND "), values)
    }
}

impl Store {
    /// How far the observations go.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn evidence_mark(&self) -> Result<EvidenceMark> {
        Ok(reading!(self, db => sqlx::query_as(MARK).fetch_one(db).await?))
    }

    /// Articles whose standing is not, or no longer, true on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_stale_standings(&self, today: Date, limit: i64) -> Result<Vec<ArticleId>> {
        Ok(reading!(self, db => sqlx::query_scalar(STALE).bind(today.to_string()).bind(limit).fetch_all(db).await?))
    }

    /// What is counted of the articles with numbers after one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_standings(&self, after: ArticleId, limit: i64) -> Result<Vec<(ArticleId, String)>> {
        Ok(reading!(self, db => sqlx::query_as(PAGE).bind(after).bind(limit).fetch_all(db).await?))
    }

    /// A page of the articles that a filter chooses.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn filter_standings(&self, filter: &StandingFilter, offset: i64, limit: i64) -> Result<Vec<StandingRow>> {
        let (condition, values) = filter.condition();
        let order = if filter.by_due { "s.due_on NULLS LAST, s.article_id" } else { "s.article_id DESC" };
        let sql = format!(
            "SELECT s.article_id, s.outcome, s.action, s.due_on FROM standings s WHERE {condition} \
             ORDER BY {order} LIMIT {limit} OFFSET {offset}"
        );
        Ok(reading!(self, db => {
            let query = sqlx::query_as(AssertSqlSafe(sql));
            values.iter().fold(query, sqlx::query::QueryAs::bind).fetch_all(db).await?
        }))
    }

    /// How many articles a filter chooses.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_standings(&self, filter: &StandingFilter) -> Result<i64> {
        let (condition, values) = filter.condition();
        let sql = format!("SELECT COUNT(*) FROM standings s WHERE {condition}");
        Ok(reading!(self, db => {
            let query = sqlx::query_scalar(AssertSqlSafe(sql));
            values.iter().fold(query, sqlx::query::QueryScalar::bind).fetch_one(db).await?
        }))
    }

    /// The figures of a kind by day, latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_barometer_days(&self, id: &str, version: u16, limit: i64) -> Result<Vec<(String, String)>> {
        Ok(reading!(self, db => sqlx::query_as(DAYS).bind(id).bind(i64::from(version)).bind(limit)
            .fetch_all(db).await?))
    }
}

impl Tx {
    /// How far the observations go; none comes while this transaction writes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn evidence_mark(&mut self) -> Result<EvidenceMark> {
        Ok(within!(self, db => sqlx::query_as(MARK).fetch_one(db).await?))
    }

    /// Takes away what is kept of an article, and gives what was counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_standing(&mut self, article: ArticleId) -> Result<Option<String>> {
        let counted = within!(self, db => sqlx::query_scalar(COUNTED).bind(article).fetch_optional(db).await?);
        for delete in [DELETE, DELETE_AWARDS, DELETE_DESKS, DELETE_STALE] {
            within!(self, db => sqlx::query(delete).bind(article).execute(db).await?.rows_affected());
        }
        Ok(counted)
    }

    /// Keeps what is counted of an article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_standing(&mut self, new: &NewStanding<'_>) -> Result<()> {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let whole = &new.whole;
        within!(self, db => sqlx::query(INSERT).bind(new.article).bind(whole.outcome).bind(whole.shown)
            .bind(whole.action).bind(whole.tier).bind(whole.year.map(i64::from)).bind(day(whole.due_on))
            .bind(day(new.until)).bind(new.counted).execute(db).await?.rows_affected());
        for (institution, desk) in &new.desks {
            within!(self, db => sqlx::query(INSERT_DESK).bind(new.article).bind(*institution).bind(desk.outcome)
                .bind(desk.shown).bind(desk.action).bind(desk.tier).bind(desk.year.map(i64::from))
                .bind(day(desk.due_on)).execute(db).await?.rows_affected());
        }
        for ([fund, number, programme, institution, policy, holder], place) in new.awards.iter().zip(0_i64..) {
            within!(self, db => sqlx::query(INSERT_AWARD).bind(new.article).bind(place).bind(*fund).bind(*number)
                .bind(*programme).bind(*institution).bind(*policy).bind(*holder).execute(db).await?.rows_affected());
        }
        Ok(())
    }

    /// Has every article counted anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mark_standings_stale(&mut self) -> Result<()> {
        within!(self, db => sqlx::query(ALL_STALE).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Keeps the figures of a kind for a day, over those there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_barometer_day(&mut self, day: Date, id: &str, version: u16, figures: &str) -> Result<()> {
        within!(self, db => sqlx::query(PUT_DAY).bind(day.to_string()).bind(id).bind(i64::from(version))
            .bind(figures).execute(db).await?.rows_affected());
        Ok(())
    }
}
