//! The articles that a report is about, and reports that people get by mail.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::ids::{SubscriptionId, UserId};
use crate::domain::subscription::{NewSubscription, Period, Subscription};
use crate::domain::user::Role;
use crate::domain::{ArticleId, Fund, Lang};

const BY_NUMBER: &str = "SELECT DISTINCT article_id FROM standing_awards WHERE number = $1 AND article_id > $2 \
     ORDER BY article_id LIMIT $3";
const BY_INSTITUTION: &str = "SELECT DISTINCT article_id FROM standing_awards WHERE institution = $1 \
     AND article_id > $2 ORDER BY article_id LIMIT $3";
const BY_PROGRAMME: &str = "SELECT DISTINCT article_id FROM standing_awards WHERE programme = $1 AND article_id > $2 \
     ORDER BY article_id LIMIT $3";
const BY_FUND: &str = "SELECT DISTINCT article_id FROM standing_awards WHERE fund = $1 AND article_id > $2 \
     ORDER BY article_id LIMIT $3";
const BY_YEAR: &str =
    "SELECT article_id FROM standings WHERE year = $1 AND article_id > $2 ORDER BY article_id LIMIT $3";
const PROGRAMMES: &str = "SELECT DISTINCT programme FROM standing_awards WHERE programme IS NOT NULL AND programme <> '' \
     ORDER BY programme LIMIT $1";
const INSTITUTIONS: &str = "SELECT DISTINCT institution FROM standing_awards WHERE institution IS NOT NULL \
     ORDER BY institution LIMIT $1";
const INSERT: &str = "INSERT INTO report_subscriptions (user_id, kind, value, file, period, language, token, due_us, \
     created_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
/// Columns of [`SubscriptionRow`].
macro_rules! subscription_columns {
    () => {
        "SELECT s.id, s.user_id, u.email, u.role, s.kind, s.value, s.file, s.period, s.language, s.token, s.due_us \
         FROM report_subscriptions s JOIN users u ON u.id = s.user_id "
    };
}
const OF_USER: &str = concat!(subscription_columns!(), "WHERE s.user_id = $1 ORDER BY s.id");
const BY_TOKEN: &str = concat!(subscription_columns!(), "WHERE s.token = $1");
const DUE: &str = concat!(subscription_columns!(), "WHERE s.due_us <= $1 AND s.id > $2 ORDER BY s.id LIMIT $3");
const ADVANCE: &str = "UPDATE report_subscriptions SET due_us = $3 WHERE id = $1 AND due_us = $2";
const DELETE: &str = "DELETE FROM report_subscriptions WHERE id = $1";

/// A part of the kept standings.
#[derive(Debug, Clone, Copy)]
pub enum StandingPart<'a> {
    /// Of an award.
    Number(&'a str),
    /// Of an institution, by its ROR id.
    Institution(&'a str),
    /// Of a programme.
    Programme(&'a str),
    /// Of a fund.
    Sector(Fund),
    /// Of a year.
    Year(i16),
}

#[derive(sqlx::FromRow)]
struct SubscriptionRow {
    id: SubscriptionId,
    user_id: UserId,
    email: String,
    role: String,
    kind: String,
    value: String,
    file: String,
    period: String,
    language: String,
    token: String,
    due_us: i64,
}

impl TryFrom<SubscriptionRow> for Subscription {
    type Error = Error;

    fn try_from(row: SubscriptionRow) -> Result<Self> {
        let broken = |column| Error::Inconsistent { column, id: row.id.0, source: None };
        Ok(Self {
            period: Period::from_code(&row.period).ok_or_else(|| broken("period"))?,
            language: Lang::parse(&row.language).map_err(|_| broken("language"))?,
            due: Timestamp::from_microsecond(row.due_us).map_err(|_| broken("due_us"))?,
            role: Role::from_code(&row.role).ok_or_else(|| broken("role"))?,
            id: row.id,
            user: row.user_id,
            email: row.email,
            kind: row.kind,
            value: row.value,
            file: row.file,
            token: row.token,
        })
    }
}

fn all(rows: Vec<SubscriptionRow>) -> Result<Vec<Subscription>> {
    rows.into_iter().map(Subscription::try_from).collect()
}

impl Store {
    /// Articles of a part of the kept standings, with numbers after one, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_standing_part(
        &self,
        part: StandingPart<'_>,
        after: ArticleId,
        limit: i64,
    ) -> Result<Vec<ArticleId>> {
        let (sql, value) = match part {
            StandingPart::Year(year) => {
                return Ok(
                    reading!(self, db => sqlx::query_scalar(BY_YEAR).bind(i64::from(year)).bind(after).bind(limit)
                    .fetch_all(db).await?),
                );
            }
            StandingPart::Number(number) => (BY_NUMBER, number),
            StandingPart::Institution(ror) => (BY_INSTITUTION, ror),
            StandingPart::Programme(name) => (BY_PROGRAMME, name),
            StandingPart::Sector(fund) => (BY_FUND, fund.key()),
        };
        Ok(reading!(self, db => sqlx::query_scalar(sql).bind(value).bind(after).bind(limit).fetch_all(db).await?))
    }

    /// Programmes that publications have to do with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_programmes(&self, limit: i64) -> Result<Vec<String>> {
        Ok(reading!(self, db => sqlx::query_scalar(PROGRAMMES).bind(limit).fetch_all(db).await?))
    }

    /// Institutions that publications have to do with, by their ROR ids.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_standing_institutions(&self, limit: i64) -> Result<Vec<String>> {
        Ok(reading!(self, db => sqlx::query_scalar(INSTITUTIONS).bind(limit).fetch_all(db).await?))
    }

    /// The reports that an account gets.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_subscriptions(&self, user: UserId) -> Result<Vec<Subscription>> {
        all(reading!(self, db => sqlx::query_as(OF_USER).bind(user).fetch_all(db).await?))
    }

    /// The subscription that a link belongs to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_subscription(&self, token: &str) -> Result<Option<Subscription>> {
        let row: Option<SubscriptionRow> =
            reading!(self, db => sqlx::query_as(BY_TOKEN).bind(token).fetch_optional(db).await?);
        row.map(Subscription::try_from).transpose()
    }

    /// Subscriptions whose report is due, with numbers after one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_due_subscriptions(
        &self,
        now: Timestamp,
        after: SubscriptionId,
        limit: i64,
    ) -> Result<Vec<Subscription>> {
        all(reading!(self, db => sqlx::query_as(DUE).bind(now.as_microsecond()).bind(after).bind(limit)
            .fetch_all(db).await?))
    }
}

impl Tx {
    /// Adds a subscription.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_subscription(
        &mut self,
        new: &NewSubscription,
        token: &str,
        due: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        within!(self, db => sqlx::query(INSERT).bind(new.user).bind(&new.kind).bind(&new.value).bind(&new.file)
            .bind(new.period.code()).bind(new.language.as_str()).bind(token).bind(due.as_microsecond())
            .bind(now.as_microsecond()).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Moves a subscription on to its next day, unless somebody else did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn advance_subscription(&mut self, subscription: &Subscription, due: Timestamp) -> Result<bool> {
        let moved = within!(self, db => sqlx::query(ADVANCE).bind(subscription.id)
            .bind(subscription.due.as_microsecond()).bind(due.as_microsecond()).execute(db).await?.rows_affected());
        Ok(moved == 1)
    }

    /// Ends a subscription.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_subscription(&mut self, id: SubscriptionId) -> Result<()> {
        within!(self, db => sqlx::query(DELETE).bind(id).execute(db).await?.rows_affected());
        Ok(())
    }
}
