//! Bulk imports: many records at once, from lists and the files that they name.
//!
//! `bundle` takes in what was sent, `plan` says what would become of each row, `run` takes the rows in through the same
//! entrance as any deposit, a batch a job. Each row is decided, marked as begun, handed in and settled in that order;
//! identity by bytes and DOI makes handing in twice the same as once, so that a process that is killed anywhere goes on
//! where it was and doubles nothing.

mod bundle;
mod plan;
mod run;

use jiff::SignedDuration;

pub use bundle::Bundle;

use super::{Error, Repository, Result};
use crate::domain::Sha256;
use crate::domain::deposit::ReviewMode;
use crate::domain::ids::ImportId;
use crate::domain::import::{Import, ImportLine, ImportState, RowOutcome};
use crate::domain::job::Job;
use crate::domain::user::{Role, User};
use crate::metadata::bulk::BulkError;
use crate::store::NewImport;

/// Imports on the list.
const MOST_LISTED: i64 = 50;
/// How long an import that nobody starts is kept.
const LEFT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Why nothing can be imported of what was sent.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A list cannot be used at all.
    #[error("{name}")]
    List {
        /// The list.
        name: String,
        /// Why.
        #[source]
        source: BulkError,
    },
    /// An archive is broken.
    #[error("{0}: the archive is broken or holds a file that is too large")]
    Archive(String),
    /// An office document instead of a table.
    #[error("{0}: save the spreadsheet as CSV")]
    Spreadsheet(String),
    /// Too many bytes or rows.
    #[error("{0}: too large, split it")]
    TooLarge(String),
    /// Nothing but files.
    #[error("no list of records")]
    NoList,
    /// A fault of ours.
    #[error(transparent)]
    Service(#[from] Error),
}

impl From<crate::store::Error> for ImportError {
    fn from(error: crate::store::Error) -> Self {
        Self::Service(error.into())
    }
}

/// How an import stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportStatus {
    /// The import.
    pub import: Import,
    /// How many rows came to what, in the order of [`RowOutcome::ALL`]; none of nothing.
    pub counts: Vec<(RowOutcome, u64)>,
    /// All rows.
    pub total: u64,
    /// Why it does not go on by itself.
    pub stuck: Option<String>,
}

impl ImportStatus {
    /// How many rows came to something.
    #[must_use]
    pub fn count(&self, outcome: RowOutcome) -> u64 {
        self.counts.iter().find(|(known, _)| *known == outcome).map_or(0, |(_, count)| *count)
    }

    /// Rows that nothing more happens with.
    #[must_use]
    pub fn settled(&self) -> u64 {
        self.total - self.count(RowOutcome::Waiting) - self.count(RowOutcome::Reading)
    }

    /// Whether it will say something else in a moment.
    #[must_use]
    pub fn is_moving(&self) -> bool {
        let is_reading = self.count(RowOutcome::Reading) > 0;
        self.stuck.is_none() && (self.import.state == ImportState::Running || is_reading)
    }
}

impl Repository {
    /// Writes down what would become of a bundle; nothing happens before it is started. The same bundle of the same
    /// account that is not done yet is that import.
    ///
    /// # Errors
    /// When a list cannot be used at all, or the store fails.
    pub async fn prepare_import(
        &self,
        user: &User,
        review: ReviewMode,
        bundle: &Bundle,
    ) -> Result<ImportId, ImportError> {
        let digest = digest(bundle, review);
        if let Some(open) = self.parts.store.find_open_import(user.id, &digest).await? {
            return Ok(open);
        }
        let rows = match self.plan_import(bundle).await {
            Ok(rows) => rows,
            Err(error) => {
                self.forget_unused_files(&bundle.kept()).await?;
                return Err(error);
            }
        };
        let mut tx = self.parts.store.begin().await?;
        let (name, created_at) = (bundle.name(), self.now());
        let new = NewImport { user: user.id, name: &name, digest: &digest, review, created_at };
        let id = tx.add_import(&new, &rows).await?;
        tx.commit().await?;
        self.forget_unused_files(&bundle.kept()).await?;
        Ok(id)
    }

    /// Who decides about what an account imports: nobody for curators who do not ask for it, a curator else.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn review_of_imports(&self, user: &User) -> Result<ReviewMode> {
        let account = self.parts.store.find_account(user.id).await?;
        let trusted = user.role >= Role::Curator || account.is_some_and(|account| account.is_trusted);
        Ok(if trusted { ReviewMode::Auto } else { ReviewMode::Person })
    }

    /// Whether somebody may start an import or throw it away: whoever planned it, and administrators, should that person be
    /// away. What an import makes is decided with the rights of its planner.
    #[must_use]
    pub fn may_run_import(import: &Import, user: &User) -> bool {
        import.user == user.id || user.role >= Role::Administrator
    }

    /// Starts an import, or goes on with one that stopped; one that is done stays so.
    ///
    /// # Errors
    /// When it is not there, somebody else planned it, or the store fails.
    pub async fn start_import(&self, id: ImportId, user: &User) -> Result<()> {
        let import = self.import(id).await?;
        if !Self::may_run_import(&import, user) {
            return Err(Error::NotOpen);
        }
        let mut tx = self.parts.store.begin().await?;
        tx.move_import(id, ImportState::Planned, ImportState::Running).await?;
        if import.state != ImportState::Done {
            tx.add_job(Job::Import(id), self.now()).await?;
        }
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// Throws away an import that was not started.
    ///
    /// # Errors
    /// When it is not there, somebody else planned it, or the store or the files fail.
    pub async fn discard_import(&self, id: ImportId, user: &User) -> Result<()> {
        if !Self::may_run_import(&self.import(id).await?, user) {
            return Err(Error::NotOpen);
        }
        self.throw_import_away(id).await
    }

    async fn throw_import_away(&self, id: ImportId) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        let files = tx.delete_import(id).await?;
        tx.commit().await?;
        self.forget_unused_files(&files).await
    }

    /// Throws away imports that nobody started for a month; gives how many there were.
    ///
    /// # Errors
    /// When the store or the files fail.
    pub async fn forget_left_imports(&self) -> Result<usize> {
        let before = self.now().checked_sub(LEFT).map_err(|error| Error::internal("the clock is off", error))?;
        let left = self.parts.store.list_left_imports(before).await?;
        for id in &left {
            self.throw_import_away(*id).await?;
        }
        Ok(left.len())
    }

    /// An import.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn import(&self, id: ImportId) -> Result<Import> {
        self.parts.store.find_import(id).await?.ok_or(Error::NotFound { what: "import" })
    }

    /// The latest imports.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn imports(&self) -> Result<Vec<Import>> {
        Ok(self.parts.store.list_imports(MOST_LISTED).await?)
    }

    /// How an import stands.
    ///
    /// # Errors
    /// When it is not there or the store fails.
    pub async fn import_status(&self, id: ImportId) -> Result<ImportStatus> {
        let import = self.import(id).await?;
        let rows = self.parts.store.count_import_rows(id).await?;
        let count = |outcome| rows.iter().filter(|(known, _)| *known == outcome).map(|(_, count)| count).sum();
        let counts: Vec<_> = RowOutcome::ALL.map(|outcome| (outcome, count(outcome))).into();
        let total = counts.iter().map(|(_, count)| count).sum();
        let failed = self.parts.store.find_failed_job(Job::Import(id)).await?;
        let stuck = failed.filter(|_| import.state == ImportState::Running).map(|failed| failed.error);
        Ok(ImportStatus { import, counts: counts.into_iter().filter(|(_, count)| *count > 0).collect(), total, stuck })
    }

    /// Rows of an import after a number, of one fate or all, with what became of them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn import_lines(&self, id: ImportId, after: i64, fate: &str, limit: i64) -> Result<Vec<ImportLine>> {
        Ok(self.parts.store.list_import_lines(id, after, fate, limit).await?)
    }
}

/// The digest of what was sent and what was asked.
fn digest(bundle: &Bundle, review: ReviewMode) -> Sha256 {
    let mut all: Vec<u8> = review.code().into();
    for list in &bundle.lists {
        all.extend_from_slice(list.name.as_bytes());
        all.extend_from_slice(Sha256::of(&list.bytes).as_str().as_bytes());
    }
    for digest in bundle.digests() {
        all.extend_from_slice(digest.as_bytes());
    }
    Sha256::of(&all)
}
