//! Work lists of the funder and of institutions: which articles, and what is being done about each.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::AssertSqlSafe;

use super::{Result, Store, Tx};
use crate::domain::ArticleId;
use crate::domain::ids::UserId;

const ROW: &str = "SELECT s.article_id, s.outcome, s.action, s.tier, s.due_on, c.assignee, u.name AS assignee_name, \
     CASE WHEN c.outcome = s.outcome THEN c.followed_us END AS followed_us, \
     (SELECT MAX(r.at_us) FROM reminder_articles a JOIN reminders r ON r.id = a.reminder_id \
     WHERE a.article_id = s.article_id) AS reminded_us FROM standings s \
     LEFT JOIN desk_cases c ON c.desk = $2 AND c.article_id = s.article_id \
     LEFT JOIN users u ON u.id = c.assignee WHERE s.article_id = $1";
const NUMBERS: &str = "SELECT DISTINCT number FROM standing_awards WHERE article_id = $1 AND number IS NOT NULL \
     ORDER BY number";
const IS_OF: &str = "SELECT COUNT(*) FROM standing_awards WHERE article_id = $1 AND institution = $2";
const ASSIGN: &str = "INSERT INTO desk_cases (desk, article_id, assignee) VALUES ($1, $2, $3) \
     ON CONFLICT (desk, article_id) DO UPDATE SET assignee = excluded.assignee";
const FOLLOW: &str = "INSERT INTO desk_cases (desk, article_id, followed_us, followed_by, outcome) \
     SELECT $1, article_id, $3, $4, outcome FROM standings WHERE article_id = $2 \
     ON CONFLICT (desk, article_id) DO UPDATE SET followed_us = excluded.followed_us, \
     followed_by = excluded.followed_by, outcome = excluded.outcome";
const REOPEN: &str = "UPDATE desk_cases SET followed_us = NULL, followed_by = NULL, outcome = NULL \
     WHERE desk = $1 AND article_id = $2";
const INSTITUTION: &str = "SELECT desk_institution FROM users WHERE id = $1 AND disabled_us IS NULL";
const INSTITUTIONS: &str =
    "SELECT id, desk_institution FROM users WHERE desk_institution IS NOT NULL AND erased_us IS NULL";
const SET_INSTITUTION: &str = "UPDATE users SET desk_institution = $2 WHERE id = $1";
const MEMBERS: &str = "SELECT id, name FROM users WHERE desk_institution = $1 AND disabled_us IS NULL ORDER BY name";
const FUNDERS: &str = "SELECT id, name FROM users WHERE role <> 'depositor' AND disabled_us IS NULL ORDER BY name";

/// How the articles of a work list are ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DeskOrder {
    /// What is due first; what has no due date last.
    #[default]
    Due,
    /// The last published number first.
    Latest,
    /// The last year of publication first.
    Year,
}

/// Which cases are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CaseState {
    /// Those that nobody followed up since their outcome moved.
    #[default]
    Open,
    /// Those that were followed up.
    Followed,
    /// All.
    All,
}

/// What a work list is chosen by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeskFilter {
    /// Outcome.
    pub outcome: Option<String>,
    /// What would mend it; several codes mean one of them, none means any.
    pub actions: Vec<&'static str>,
    /// Surest link, a letter.
    pub tier: Option<String>,
    /// Year of publication.
    pub year: Option<i16>,
    /// Last day before which the due date lies.
    pub due_before: Option<Date>,
    /// Policy of an award.
    pub policy: Option<String>,
    /// Fund of an award.
    pub fund: Option<String>,
    /// Programme of an award.
    pub programme: Option<String>,
    /// ROR id of the managing institution of an award.
    pub institution: Option<String>,
    /// Number of an award.
    pub number: Option<String>,
    /// Beginning of the name of a holder, in letters without accents.
    pub holder: Option<String>,
    /// Which cases.
    pub cases: CaseState,
    /// Who looks after them.
    pub assignee: Option<UserId>,
    /// Their order.
    pub order: DeskOrder,
}

/// An article of a work list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DeskRow {
    /// The article.
    pub article_id: ArticleId,
    /// Outcome.
    pub outcome: String,
    /// What would mend it.
    pub action: String,
    /// Surest link.
    pub tier: String,
    /// Last day on which an open copy is in time.
    pub due_on: Option<String>,
    /// Who looks after it.
    pub assignee: Option<i64>,
    /// Name of who looks after it.
    pub assignee_name: Option<String>,
    /// When it was followed up, its outcome being what it was then.
    pub followed_us: Option<i64>,
    /// When somebody was reminded of it last.
    pub reminded_us: Option<i64>,
}

impl DeskFilter {
    /// The condition with its values, `$1` on: the desk is the first one.
    fn condition(&self, desk: &str) -> (String, Vec<String>) {
        let mut values = vec![desk.to_owned()];
        let mut parts = vec!["$1 = $1".to_owned()];
        let mut bound = |sql: &str, value: &str| {
            values.push(value.to_owned());
            sql.replace('?', &format!("${}", values.len()))
        };
        for (sql, value) in [("s.outcome = ?", &self.outcome), ("s.tier = ?", &self.tier)] {
            parts.extend(value.as_ref().map(|value| bound(sql, value)));
        }
        parts.extend(self.due_before.map(|day| bound("s.due_on < ?", &day.to_string())));
        let of_award = [
            ("w.number = ?", &self.number),
            ("w.institution = ?", &self.institution),
            ("w.fund = ?", &self.fund),
            ("w.policy = ?", &self.policy),
            ("w.programme = ?", &self.programme),
            ("w.holder >= ? AND w.holder < ? || '{'", &self.holder),
        ];
        // All of it must hold of one award.
        let award: Vec<_> = of_award.iter().filter_map(|(sql, value)| Some(bound(sql, value.as_ref()?))).collect();
        if !award.is_empty() {
            let all = award.join(" AND ");
            parts.push(format!("s.article_id IN (SELECT w.article_id FROM standing_awards w WHERE {all})"));
        }
        if let Some(year) = self.year {
            parts.push(format!("s.year = {year}"));
        }
        if !self.actions.is_empty() {
            parts.push(format!("s.action IN ('{}')", self.actions.join("', '")));
        }
        if let Some(UserId(id)) = self.assignee {
            parts.push(format!(
                "s.article_id IN (SELECT c.article_id FROM desk_cases c WHERE c.desk = $1 AND c.assignee = {id})"
            ));
        }
        let followed = "EXISTS (SELECT 1 FROM desk_cases c WHERE c.desk = $1 AND c.article_id = s.article_id \
             AND c.followed_us IS NOT NULL AND c.outcome = s.outcome)";
        match self.cases {
            CaseState::Open => parts.push(format!("NOT {followed}")),
            CaseState::Followed => parts.push(followed.to_owned()),
            CaseState::All => {}
        }
        (parts.join(" AND "), values)
    }
}

impl Store {
    /// The numbers of a page of the articles that a filter chooses.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_desk(&self, desk: &str, filter: &DeskFilter, offset: i64, limit: i64) -> Result<Vec<ArticleId>> {
        let (condition, values) = filter.condition(desk);
        let order = match filter.order {
            DeskOrder::Due => "s.due_on IS NULL, s.due_on, s.article_id",
            DeskOrder::Latest => "s.article_id DESC",
            DeskOrder::Year => "s.year DESC NULLS LAST, s.article_id DESC",
        };
        let sql = format!(
            "SELECT s.article_id FROM standings s WHERE {condition} ORDER BY {order} LIMIT {limit} OFFSET {offset}"
        );
        Ok(reading!(self, db => {
            let query = sqlx::query_scalar(AssertSqlSafe(sql));
            values.iter().fold(query, sqlx::query::QueryScalar::bind).fetch_all(db).await?
        }))
    }

    /// How many articles a filter chooses.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_desk(&self, desk: &str, filter: &DeskFilter) -> Result<i64> {
        let (condition, values) = filter.condition(desk);
        let sql = format!("SELECT COUNT(*) FROM standings s WHERE {condition}");
        Ok(reading!(self, db => {
            let query = sqlx::query_scalar(AssertSqlSafe(sql));
            values.iter().fold(query, sqlx::query::QueryScalar::bind).fetch_one(db).await?
        }))
    }

    /// An article as a desk sees it, with the numbers of its awards.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_desk_row(&self, desk: &str, article: ArticleId) -> Result<Option<(DeskRow, Vec<String>)>> {
        let row: Option<DeskRow> =
            reading!(self, db => sqlx::query_as(ROW).bind(article).bind(desk).fetch_optional(db).await?);
        let Some(row) = row else { return Ok(None) };
        let numbers = reading!(self, db => sqlx::query_scalar(NUMBERS).bind(article).fetch_all(db).await?);
        Ok(Some((row, numbers)))
    }

    /// Whether an institution manages an award of an article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_article_of(&self, article: ArticleId, institution: &str) -> Result<bool> {
        let count: i64 = reading!(self, db => sqlx::query_scalar(IS_OF).bind(article).bind(institution)
            .fetch_one(db).await?);
        Ok(count > 0)
    }

    /// The ROR id of the institution whose work list an account sees.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_desk_institution(&self, user: UserId) -> Result<Option<String>> {
        let found: Option<Option<String>> =
            reading!(self, db => sqlx::query_scalar(INSTITUTION).bind(user).fetch_optional(db).await?);
        Ok(found.flatten())
    }

    /// The accounts that see the work list of an institution, with its ROR id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_desk_institutions(&self) -> Result<Vec<(UserId, String)>> {
        Ok(reading!(self, db => sqlx::query_as(INSTITUTIONS).fetch_all(db).await?))
    }

    /// Who works at the desk of an institution, or at that of the funder: number and name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_desk_members(&self, institution: Option<&str>) -> Result<Vec<(UserId, String)>> {
        Ok(match institution {
            Some(ror) => reading!(self, db => sqlx::query_as(MEMBERS).bind(ror).fetch_all(db).await?),
            None => reading!(self, db => sqlx::query_as(FUNDERS).fetch_all(db).await?),
        })
    }
}

impl Tx {
    /// Gives an account the work list of an institution, by its ROR id, or takes it away.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_desk_institution(&mut self, user: UserId, institution: Option<&str>) -> Result<()> {
        within!(self, db => sqlx::query(SET_INSTITUTION).bind(user).bind(institution).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Writes down who looks after an article at a desk.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn assign_case(&mut self, desk: &str, article: ArticleId, assignee: Option<UserId>) -> Result<()> {
        within!(self, db => sqlx::query(ASSIGN).bind(desk).bind(article).bind(assignee).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Marks an article as followed up at a desk, as long as its outcome stays.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn follow_case(&mut self, desk: &str, article: ArticleId, user: UserId, now: Timestamp) -> Result<()> {
        within!(self, db => sqlx::query(FOLLOW).bind(desk).bind(article).bind(now.as_microsecond()).bind(user)
            .execute(db).await?.rows_affected());
        Ok(())
    }

    /// Opens a case again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reopen_case(&mut self, desk: &str, article: ArticleId) -> Result<()> {
        within!(self, db => sqlx::query(REOPEN).bind(desk).bind(article).execute(db).await?.rows_affected());
        Ok(())
    }
}
