//! Takes the rows of an import in, a batch a job, through the same entrance as any deposit.

use super::plan::Asked;
use crate::domain::deposit::{DepositOrigin, NewDeposit, ReviewMode, Submission};
use crate::domain::ids::ImportId;
use crate::domain::import::{FaultCode, Import, ImportRow, ImportState, RowFate, RowFault, RowProgress};
use crate::domain::job::Job;
use crate::domain::user::Role;
use crate::domain::{ArticleId, Metadata};
use crate::service::harvest::matching::Known;
use crate::service::record_file::once;
use crate::service::{Kind, Repository, Result};

/// Rows that one job takes in: well below what its lease allows.
const BATCH: i64 = 50;

impl Repository {
    /// The job of an import: takes its next rows in, and asks for the job that follows.
    ///
    /// # Errors
    /// A fault of ours, worth another try: rows that were begun are gone on with.
    pub async fn work_on_import(&self, id: ImportId) -> Result<()> {
        let running = |import: &Import| import.state == ImportState::Running;
        let Some(import) = self.parts.store.find_import(id).await?.filter(running) else { return Ok(()) };
        let rows = self.parts.store.list_import_work(id, BATCH).await?;
        if rows.is_empty() {
            return self.end_import(id).await;
        }
        self.note_titles().await?;
        let works: Vec<&Metadata> = rows.iter().filter_map(|row| row.metadata.as_ref()).collect();
        let known = self.known_of(&works).await?;
        for row in &rows {
            self.take_row(&import, row, &known).await?;
        }
        let mut tx = self.parts.store.begin().await?;
        tx.add_job(Job::Import(id), self.now()).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    async fn end_import(&self, id: ImportId) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        tx.move_import(id, ImportState::Running, ImportState::Done).await?;
        let files = tx.release_import_files(id).await?;
        tx.commit().await?;
        self.forget_unused_files(&files).await
    }

    async fn take_row(&self, import: &Import, row: &ImportRow, known: &Known) -> Result<()> {
        let Some(metadata) = &row.metadata else { return Ok(()) };
        let digest = self.digest_of(row.file.as_ref(), metadata)?;
        let was_begun = row.progress == RowProgress::Begun;
        let mut fate = row.fate.clone();
        if !was_begun {
            let version_of = version_of(&row.fate);
            let asked = Asked { metadata, digest: &digest, has_file: row.file.is_some(), version_of };
            let mut tx = self.parts.store.begin().await?;
            fate = self.judge(&mut tx, &asked, known).await?;
            if fate.is_work() {
                tx.begin_import_row(import.id, row.number).await?;
            } else {
                tx.settle_import_row(import.id, row.number, &fate, None).await?;
            }
            tx.commit().await?;
        }
        if fate.is_work() {
            let submission = self.hand_row_in(import, row, metadata, &fate).await?;
            let mut tx = self.parts.store.begin().await?;
            let (fate, deposit) = match submission {
                Err(fault) => (RowFate::Fault(RowFault::of(fault)), None),
                Ok(Submission::Created(deposit, _) | Submission::Underway(deposit, _)) => (fate, Some(deposit)),
                Ok(Submission::Declined(_)) => (RowFate::Fault(RowFault::of(FaultCode::Declined)), None),
                // It was handed in before the process ended, and has been read since.
                Ok(Submission::Duplicate(article)) => match tx.find_by_file(&digest).await?.filter(|_| was_begun) {
                    Some(existing) => (fate, Some(existing.deposit)),
                    None => (RowFate::Here(article), None),
                },
            };
            tx.settle_import_row(import.id, row.number, &fate, deposit).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Hands a row in; what is wrong with its file is the row's fault.
    async fn hand_row_in(
        &self,
        import: &Import,
        row: &ImportRow,
        metadata: &Metadata,
        fate: &RowFate,
    ) -> Result<Result<Submission, FaultCode>> {
        let deposit = NewDeposit {
            metadata: metadata.clone(),
            file_name: format!("notice-{}.xml", row.number),
            origin: if row.file.is_some() { DepositOrigin::Import } else { DepositOrigin::Record },
            review: self.review_of_row(import, fate).await?,
            depositor: Some(import.user),
            version_of: version_of(fate),
        };
        let submitted = match &row.file {
            None => self.submit(deposit, once(self.record_of(metadata)?)).await,
            Some(sha256) => match self.parts.store.find_file(sha256).await? {
                None => return Ok(Err(FaultCode::File)),
                Some(file) => self.register(&NewDeposit { file_name: file.name.clone(), ..deposit }, &file).await,
            },
        };
        self.parts.work_added.notify_waiters();
        match submitted {
            Ok(submission) => Ok(Ok(submission)),
            Err(error) if matches!(error.kind(), Kind::Invalid | Kind::TooLarge) => Ok(Err(FaultCode::FileType)),
            Err(error) => Err(error),
        }
    }

    /// A version more of somebody else's article is for a curator to decide, whoever is trusted otherwise.
    async fn review_of_row(&self, import: &Import, fate: &RowFate) -> Result<ReviewMode> {
        let RowFate::Version(article) = fate else { return Ok(import.review) };
        let account = self.parts.store.find_account(import.user).await?;
        let is_curator = account.is_some_and(|account| account.user.role >= Role::Curator);
        let is_own = self.parts.store.is_depositor_of(import.user, *article).await?;
        Ok(if is_curator || is_own { import.review } else { ReviewMode::Person })
    }
}

fn version_of(fate: &RowFate) -> Option<ArticleId> {
    match fate {
        RowFate::Version(article) => Some(*article),
        _ => None,
    }
}
