//! Acts on exceptions. Rows are only ever added.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::exception::{Act, ExceptionAct, Ground};
use crate::domain::ids::UserId;
use crate::domain::{ArticleId, AwardNumber};

const INSERT: &str = "INSERT INTO exception_acts (article_id, number, at_us, user_id, act, ground, motive, proof, \
     expires_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const SELECT: &str = "SELECT e.id, e.article_id, e.number, e.at_us, u.name, e.act, e.ground, e.motive, e.proof, \
     e.expires_on FROM exception_acts e LEFT JOIN users u ON u.id = e.user_id \
     WHERE e.article_id = $1 AND e.at_us < $2 ORDER BY e.id";
const SELECT_ALL: &str = "SELECT e.id, e.article_id, e.number, e.at_us, u.name, e.act, e.ground, e.motive, e.proof, \
     e.expires_on FROM exception_acts e LEFT JOIN users u ON u.id = e.user_id WHERE e.at_us < $1 ORDER BY e.id";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    article_id: ArticleId,
    number: Option<String>,
    at_us: i64,
    name: Option<String>,
    act: String,
    ground: String,
    motive: String,
    proof: String,
    expires_on: Option<String>,
}

impl Row {
    fn into_act(self) -> Result<(ArticleId, ExceptionAct)> {
        let broken = |column| Error::Inconsistent { column, id: self.id, source: None };
        let award = self.number.as_deref().map(AwardNumber::parse).transpose().map_err(|_| broken("number"))?;
        let expires = self.expires_on.as_deref().map(str::parse).transpose().map_err(|_| broken("expires_on"))?;
        let act = ExceptionAct {
            award,
            at: Timestamp::from_microsecond(self.at_us).map_err(|_| broken("at_us"))?,
            by: self.name.clone(),
            act: Act::from_code(&self.act).ok_or_else(|| broken("act"))?,
            ground: Ground::from_code(&self.ground).ok_or_else(|| broken("ground"))?,
            motive: self.motive.clone(),
            proof: self.proof.clone(),
            expires,
        };
        Ok((self.article_id, act))
    }
}

impl Store {
    /// The acts on the exceptions of an article before a moment, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_exception_acts(&self, article: ArticleId, before: Timestamp) -> Result<Vec<ExceptionAct>> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as(SELECT).bind(article)
            .bind(before.as_microsecond()).fetch_all(db).await?);
        rows.into_iter().map(|row| Ok(row.into_act()?.1)).collect()
    }

    /// All acts before a moment by article, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_all_exception_acts(&self, before: Timestamp) -> Result<BTreeMap<ArticleId, Vec<ExceptionAct>>> {
        let rows: Vec<Row> =
            reading!(self, db => sqlx::query_as(SELECT_ALL).bind(before.as_microsecond()).fetch_all(db).await?);
        let mut all: BTreeMap<ArticleId, Vec<ExceptionAct>> = BTreeMap::new();
        for row in rows {
            let (article, act) = row.into_act()?;
            all.entry(article).or_default().push(act);
        }
        Ok(all)
    }
}

impl Tx {
    /// Writes an act; who it is by follows from the account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_exception_act(&mut self, article: ArticleId, user: UserId, act: &ExceptionAct) -> Result<()> {
        within!(self, db => sqlx::query(INSERT).bind(article).bind(act.award.as_ref().map(AwardNumber::as_str))
            .bind(act.at.as_microsecond()).bind(user).bind(act.act.code()).bind(act.ground.code())
            .bind(&act.motive).bind(&act.proof).bind(act.expires.map(|day| day.to_string())).execute(db).await?.rows_affected());
        Ok(())
    }
}
