//! Work lists of the funder and of institutions: which articles, in which order, from where on.
//!
//! Pages follow each other by the last row of the one before, so that the thousandth costs what the first does; a page that is
//! asked for by its number alone is counted off.

use jiff::civil::Date;
use sqlx::AssertSqlSafe;

use super::{DeskRow, Result, Store};
use crate::domain::ArticleId;
use crate::domain::ids::UserId;

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
    /// The institution whose list it is, by its ROR id: of an article its own links count, and nothing else. None for the
    /// funder's list.
    pub place: Option<String>,
    /// Outcome, as it is said.
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

/// Where a page of a work list begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskFrom {
    /// Behind so many rows.
    Offset(i64),
    /// Behind a row.
    After(DeskMark),
    /// So that it ends before a row.
    Before(DeskMark),
}

/// A row of a work list, as far as any order goes by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskMark {
    /// Its due date.
    pub due_on: Option<Date>,
    /// Its year of publication.
    pub year: Option<i64>,
    /// Its article.
    pub article: ArticleId,
}

impl DeskRow {
    /// Where the row stands.
    #[must_use]
    pub fn mark(&self) -> DeskMark {
        let due_on = self.due_on.as_deref().and_then(|day| day.parse().ok());
        DeskMark { due_on, year: self.year, article: self.article_id }
    }
}

impl DeskOrder {
    /// The column it goes by, whether upside down, and the value of a row, as SQL.
    fn column(self, mark: &DeskMark) -> (Option<&'static str>, bool, Option<String>) {
        match self {
            Self::Due => (Some("s.due_on"), false, mark.due_on.map(|day| format!("'{day}'"))),
            Self::Latest => (None, true, None),
            Self::Year => (Some("s.year"), true, mark.year.map(|year| year.to_string())),
        }
    }

    /// The stretches of the list behind a row, or before it backwards: conditions and orders that an index answers each.
    /// Rows without a value stand at the end.
    fn stretches(self, mark: &DeskMark, backwards: bool) -> Vec<(String, String)> {
        let (column, descends, value) = self.column(mark);
        let (sign, way) = if descends == backwards { (">", "ASC") } else { ("<", "DESC") };
        let by_number = format!("s.article_id {way}");
        let further = format!("s.article_id {sign} {}", mark.article);
        let Some(column) = column else { return vec![(further, by_number)] };
        let by_value = format!("{column} {way}, {by_number}");
        let (known, unknown) = (format!("{column} IS NOT NULL"), format!("{column} IS NULL"));
        match (value, backwards) {
            (Some(value), false) => vec![
                (format!("({column}, s.article_id) {sign} ({value}, {})", mark.article), by_value),
                (unknown, by_number),
            ],
            (Some(value), true) => {
                vec![(format!("({column}, s.article_id) {sign} ({value}, {})", mark.article), by_value)]
            }
            (None, false) => vec![(format!("{unknown} AND {further}"), by_number)],
            (None, true) => vec![(format!("{unknown} AND {further}"), by_number), (known, by_value)],
        }
    }
}

impl DeskFilter {
    /// Where its rows are kept.
    fn table(&self) -> &'static str {
        if self.place.is_some() { "standing_desks" } else { "standings" }
    }

    /// The condition with its values, `$1` on: the desk is the first one.
    fn condition(&self, desk: &str) -> (String, Vec<String>) {
        let mut values = vec![desk.to_owned()];
        let mut parts = vec!["$1 = $1".to_owned()];
        let mut bound = |sql: &str, value: &str| {
            values.push(value.to_owned());
            sql.replace('?', &format!("${}", values.len()))
        };
        for (sql, value) in [
            ("s.institution = ?", &self.place),
            ("COALESCE(s.shown, s.outcome) = ?", &self.outcome),
            ("s.tier = ?", &self.tier),
        ] {
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
        let mut award: Vec<_> = of_award.iter().filter_map(|(sql, value)| Some(bound(sql, value.as_ref()?))).collect();
        if !award.is_empty() {
            award.extend(self.place.as_ref().map(|place| bound("w.institution = ?", place)));
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
    /// The numbers of the articles that a filter chooses, from somewhere on, so many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_desk(
        &self,
        desk: &str,
        filter: &DeskFilter,
        from: DeskFrom,
        limit: i64,
    ) -> Result<Vec<ArticleId>> {
        let (mark, backwards) = match from {
            DeskFrom::Offset(offset) => {
                let order = match filter.order {
                    DeskOrder::Due => "s.due_on NULLS LAST, s.article_id",
                    DeskOrder::Latest => "s.article_id DESC",
                    DeskOrder::Year => "s.year DESC NULLS LAST, s.article_id DESC",
                };
                return self.stretch(desk, filter, "1 = 1", &format!("{order} LIMIT {limit} OFFSET {offset}")).await;
            }
            DeskFrom::After(mark) => (mark, false),
            DeskFrom::Before(mark) => (mark, true),
        };
        let mut found = Vec::new();
        for (condition, order) in filter.order.stretches(&mark, backwards) {
            let left = limit - i64::try_from(found.len()).unwrap_or(limit);
            if left > 0 {
                found.extend(self.stretch(desk, filter, &condition, &format!("{order} LIMIT {left}")).await?);
            }
        }
        if backwards {
            found.reverse();
        }
        Ok(found)
    }

    async fn stretch(&self, desk: &str, filter: &DeskFilter, further: &str, order: &str) -> Result<Vec<ArticleId>> {
        let (condition, values) = filter.condition(desk);
        let table = filter.table();
        let sql = format!("SELECT s.article_id FROM {table} s WHERE {condition} AND {further} ORDER BY {order}");
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
        let sql = format!("SELECT COUNT(*) FROM {} s WHERE {condition}", filter.table());
        Ok(reading!(self, db => {
            let query = sqlx::query_scalar(AssertSqlSafe(sql));
            values.iter().fold(query, sqlx::query::QueryScalar::bind).fetch_one(db).await?
        }))
    }
}
