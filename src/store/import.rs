//! Bulk imports and their rows.

use jiff::Timestamp;

use super::{Error, Result, Store, Tx};
use crate::domain::deposit::ReviewMode;
use crate::domain::extraction::ExtractionFailure;
use crate::domain::ids::{ImportId, UserId};
use crate::domain::import::{
    FaultCode, Import, ImportLine, ImportRow, ImportState, RowFate, RowFault, RowOutcome, RowProgress,
};
use crate::domain::{ArticleId, ArticleState, DepositId, Sha256};

const INSERT: &str = "INSERT INTO imports (user_id, name, digest, review, state, created_us) \
     VALUES ($1, $2, $3, $4, 'planned', $5) RETURNING id";
const INSERT_ROW: &str = "INSERT INTO import_rows (import_id, number, source, line, title, metadata, file_sha256, fate, \
     subject, fault, fault_column, fault_value, progress) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const SELECT: &str = "SELECT id, user_id, name, digest, review, state, created_us FROM imports WHERE id = $1";
const SELECT_ALL: &str =
    "SELECT id, user_id, name, digest, review, state, created_us FROM imports ORDER BY id DESC LIMIT $1";
const SELECT_OPEN: &str =
    "SELECT id FROM imports WHERE user_id = $1 AND digest = $2 AND state <> 'done' ORDER BY id LIMIT 1";
const SELECT_LEFT: &str = "SELECT id FROM imports WHERE state = 'planned' AND created_us < $1";
/// Columns of [`LineRow`].
macro_rules! line_columns {
    () => {
        "SELECT r.number, r.source, r.line, r.title, r.metadata, r.file_sha256, r.fate, r.subject, r.fault, \
         r.fault_column, r.fault_value, r.progress, r.deposit_id, d.article_id, a.state, d.failure, d.duplicate_of \
         FROM import_rows r LEFT JOIN deposits d ON d.id = r.deposit_id LEFT JOIN articles a ON a.id = d.article_id \
         WHERE r.import_id = $1 "
    };
}
const SELECT_LINES: &str =
    concat!(line_columns!(), "AND r.number > $2 AND ($3 = '' OR r.fate = $3) ORDER BY r.number LIMIT $4");
const SELECT_WORK: &str =
    concat!(line_columns!(), "AND r.progress <> 'done' AND r.fate IN ('new', 'version') ORDER BY r.number LIMIT $2");
const COUNT: &str = "SELECT r.fate, r.progress = 'done', a.state, d.failure IS NOT NULL, d.duplicate_of IS NOT NULL, \
     COUNT(*) FROM import_rows r LEFT JOIN deposits d ON d.id = r.deposit_id LEFT JOIN articles a ON a.id = d.article_id \
     WHERE r.import_id = $1 GROUP BY 1, 2, 3, 4, 5";
const BEGIN: &str = "UPDATE import_rows SET progress = 'begun' WHERE import_id = $1 AND number = $2";
const SETTLE: &str = "UPDATE import_rows SET fate = $3, subject = $4, fault = $5, progress = 'done', deposit_id = $6, \
     metadata = NULL WHERE import_id = $1 AND number = $2";
const UPDATE_STATE: &str = "UPDATE imports SET state = $3 WHERE id = $1 AND state = $2";
const SELECT_FILES: &str =
    "SELECT DISTINCT file_sha256 FROM import_rows WHERE import_id = $1 AND file_sha256 IS NOT NULL";
const RELEASE_FILES: &str = "UPDATE import_rows SET file_sha256 = NULL WHERE import_id = $1";
const DELETE: &str = "DELETE FROM imports WHERE id = $1 AND state = 'planned'";

/// An import to be written.
#[derive(Debug)]
pub struct NewImport<'a> {
    /// Who imports.
    pub user: UserId,
    /// The files that it was read from.
    pub name: &'a str,
    /// Digest of those files and of what was asked.
    pub digest: &'a Sha256,
    /// Who decides about its deposits.
    pub review: ReviewMode,
    /// When.
    pub created_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    id: ImportId,
    user_id: UserId,
    name: String,
    digest: String,
    review: String,
    state: String,
    created_us: i64,
}

impl TryFrom<HeadRow> for Import {
    type Error = Error;

    fn try_from(row: HeadRow) -> Result<Self> {
        let broken = |column| Error::Inconsistent { column, id: row.id.0, source: None };
        Ok(Self {
            id: row.id,
            user: row.user_id,
            digest: Sha256::parse(&row.digest).map_err(|_| broken("digest"))?,
            review: ReviewMode::from_code(&row.review).ok_or_else(|| broken("review"))?,
            state: ImportState::from_code(&row.state).ok_or_else(|| broken("state"))?,
            created_at: Timestamp::from_microsecond(row.created_us).map_err(|_| broken("created_us"))?,
            name: row.name,
        })
    }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    number: i64,
    source: String,
    line: Option<i64>,
    title: String,
    metadata: Option<String>,
    file_sha256: Option<String>,
    fate: String,
    subject: Option<i64>,
    fault: Option<String>,
    fault_column: String,
    fault_value: String,
    progress: String,
    deposit_id: Option<DepositId>,
    article_id: Option<ArticleId>,
    state: Option<String>,
    failure: Option<String>,
    duplicate_of: Option<ArticleId>,
}

impl TryFrom<LineRow> for ImportLine {
    type Error = Error;

    fn try_from(row: LineRow) -> Result<Self> {
        let broken = |column| Error::Inconsistent { column, id: row.number, source: None };
        let subject = row.subject.unwrap_or_default();
        let fate = match row.fate.as_str() {
            "new" => RowFate::New,
            "version" => RowFate::Version(ArticleId(subject)),
            "here" => RowFate::Here(ArticleId(subject)),
            "same" => RowFate::Same(subject),
            _ => RowFate::Fault(RowFault {
                code: row.fault.as_deref().and_then(FaultCode::from_code).ok_or_else(|| broken("fault"))?,
                column: row.fault_column,
                value: row.fault_value,
            }),
        };
        let progress = match row.progress.as_str() {
            "done" => RowProgress::Done(row.deposit_id),
            "begun" => RowProgress::Begun,
            _ => RowProgress::Planned,
        };
        let state = row.state.as_deref().and_then(ArticleState::from_code);
        let failure = |code: String| serde_json::from_value::<ExtractionFailure>(serde_json::Value::String(code));
        Ok(Self {
            row: ImportRow {
                number: row.number,
                source: row.source,
                line: row.line,
                title: row.title,
                metadata: row.metadata.as_deref().map(serde_json::from_str).transpose()?,
                file: row.file_sha256.as_deref().map(Sha256::parse).transpose().map_err(|_| broken("file_sha256"))?,
                fate,
                progress,
            },
            article: row.article_id.zip(state),
            failure: row.failure.map(failure).transpose()?,
            duplicate_of: row.duplicate_of,
        })
    }
}

/// What stands beside a fate in its row: the article or row that it is about, and the code of what is wrong.
fn parts(fate: &RowFate) -> (Option<i64>, Option<&RowFault>) {
    match fate {
        RowFate::New => (None, None),
        RowFate::Version(article) | RowFate::Here(article) => (Some(article.0), None),
        RowFate::Same(row) => (Some(*row), None),
        RowFate::Fault(fault) => (None, Some(fault)),
    }
}

impl Store {
    /// An import.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_import(&self, id: ImportId) -> Result<Option<Import>> {
        let row: Option<HeadRow> = reading!(self, db => sqlx::query_as(SELECT).bind(id).fetch_optional(db).await?);
        row.map(Import::try_from).transpose()
    }

    /// The latest imports.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_imports(&self, limit: i64) -> Result<Vec<Import>> {
        let rows: Vec<HeadRow> = reading!(self, db => sqlx::query_as(SELECT_ALL).bind(limit).fetch_all(db).await?);
        rows.into_iter().map(Import::try_from).collect()
    }

    /// The import of an account with a digest, while it is not done.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_open_import(&self, user: UserId, digest: &Sha256) -> Result<Option<ImportId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_OPEN).bind(user).bind(digest.as_str())
            .fetch_optional(db).await?))
    }

    /// Imports that nobody started and that were read before a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_left_imports(&self, before: Timestamp) -> Result<Vec<ImportId>> {
        Ok(reading!(self, db => sqlx::query_scalar(SELECT_LEFT).bind(before.as_microsecond()).fetch_all(db).await?))
    }

    /// Rows of an import after a number, of one fate or all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_import_lines(&self, id: ImportId, after: i64, fate: &str, limit: i64) -> Result<Vec<ImportLine>> {
        let rows: Vec<LineRow> = reading!(self, db => sqlx::query_as(SELECT_LINES).bind(id).bind(after).bind(fate)
            .bind(limit).fetch_all(db).await?);
        rows.into_iter().map(ImportLine::try_from).collect()
    }

    /// The next rows of an import that are to be taken in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_import_work(&self, id: ImportId, limit: i64) -> Result<Vec<ImportRow>> {
        let rows: Vec<LineRow> = reading!(self, db => sqlx::query_as(SELECT_WORK).bind(id).bind(limit)
            .fetch_all(db).await?);
        rows.into_iter().map(|row| ImportLine::try_from(row).map(|line| line.row)).collect()
    }

    /// How many rows of an import came to what.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_import_rows(&self, id: ImportId) -> Result<Vec<(RowOutcome, u64)>> {
        type Counted = (String, bool, Option<String>, bool, bool, i64);
        let rows: Vec<Counted> = reading!(self, db => sqlx::query_as(COUNT).bind(id).fetch_all(db).await?);
        let read = |(fate, done, state, failed, duplicate, count): Counted| {
            let state = state.as_deref().and_then(ArticleState::from_code);
            (RowOutcome::of(&fate, done, state, failed, duplicate), u64::try_from(count).unwrap_or_default())
        };
        Ok(rows.into_iter().map(read).collect())
    }
}

impl Tx {
    /// Writes an import with its rows; nothing happens with them before it is started.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_import(&mut self, import: &NewImport<'_>, rows: &[ImportRow]) -> Result<ImportId> {
        let id: ImportId = within!(self, db => sqlx::query_scalar(INSERT).bind(import.user).bind(import.name)
            .bind(import.digest.as_str()).bind(import.review.code()).bind(import.created_at.as_microsecond())
            .fetch_one(db).await?);
        for row in rows {
            let metadata = row.metadata.as_ref().map(serde_json::to_string).transpose()?;
            let (subject, fault) = parts(&row.fate);
            let progress = if row.fate.is_work() { "planned" } else { "done" };
            within!(self, db => sqlx::query(INSERT_ROW).bind(id).bind(row.number).bind(&row.source).bind(row.line)
                .bind(&row.title).bind(metadata.filter(|_| row.fate.is_work()))
                .bind(row.file.as_ref().map(Sha256::as_str)).bind(row.fate.code()).bind(subject)
                .bind(fault.map(|fault| fault.code.code())).bind(fault.map_or("", |fault| &fault.column))
                .bind(fault.map_or("", |fault| &fault.value)).bind(progress).execute(db).await?.rows_affected());
        }
        Ok(id)
    }

    /// Marks a row as being taken in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_import_row(&mut self, id: ImportId, number: i64) -> Result<()> {
        within!(self, db => sqlx::query(BEGIN).bind(id).bind(number).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Writes what a row came to, with the deposit that it made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settle_import_row(
        &mut self,
        id: ImportId,
        number: i64,
        fate: &RowFate,
        deposit: Option<DepositId>,
    ) -> Result<()> {
        let (subject, fault) = parts(fate);
        within!(self, db => sqlx::query(SETTLE).bind(id).bind(number).bind(fate.code()).bind(subject)
            .bind(fault.map(|fault| fault.code.code())).bind(deposit).execute(db).await?.rows_affected());
        Ok(())
    }

    /// Moves an import on; `false` when it did not stand there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn move_import(&mut self, id: ImportId, from: ImportState, to: ImportState) -> Result<bool> {
        let moved = within!(self, db => sqlx::query(UPDATE_STATE).bind(id).bind(from.code()).bind(to.code())
            .execute(db).await?.rows_affected());
        Ok(moved == 1)
    }

    /// Lets go of the files that came with an import; gives them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_import_files(&mut self, id: ImportId) -> Result<Vec<Sha256>> {
        let files: Vec<String> = within!(self, db => sqlx::query_scalar(SELECT_FILES).bind(id).fetch_all(db).await?);
        within!(self, db => sqlx::query(RELEASE_FILES).bind(id).execute(db).await?.rows_affected());
        Ok(files.iter().filter_map(|sha256| Sha256::parse(sha256).ok()).collect())
    }

    /// Throws away an import that was not started; gives the files that came with it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_import(&mut self, id: ImportId) -> Result<Vec<Sha256>> {
        let files: Vec<String> = within!(self, db => sqlx::query_scalar(SELECT_FILES).bind(id).fetch_all(db).await?);
        let gone = within!(self, db => sqlx::query(DELETE).bind(id).execute(db).await?.rows_affected());
        Ok(if gone == 1 { files.iter().filter_map(|sha256| Sha256::parse(sha256).ok()).collect() } else { Vec::new() })
    }
}
