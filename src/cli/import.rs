//! `parvis import`: many records at once, told before they go in, gone on with after an interruption.

use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use tokio_util::io::ReaderStream;

use super::entry::file_name;
use super::ingest::with_worker;
use super::{serve, show};
use crate::app::App;
use crate::config::Config;
use crate::domain::deposit::ReviewMode;
use crate::domain::ids::ImportId;
use crate::domain::import::{ImportRow, RowFate, RowFault, RowOutcome};
use crate::service::bag::is_bag;
use crate::service::{Bundle, ImportError, ImportStatus, Repository};
use crate::web::i18n::Locale;
use crate::web::{import_advice, import_fault};

/// How often the import is looked at.
const LOOK: Duration = Duration::from_millis(250);
/// Rows with faults that are told; the page of the import has all of them.
const MOST_TOLD: usize = 100;

/// `parvis import FILE…`.
#[derive(Debug, Args)]
pub(super) struct ImportFiles {
    /// CSV, BibTeX, RIS, CSL-JSON or JATS files, or ZIP archives of them with the PDFs they name; or the one folder that
    /// `parvis export` wrote, of which an empty site is made
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// E-mail address of the account that deposits
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
    /// Say what would happen and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Folder of the files that the column `file` names
    #[arg(long = "files", value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Have a curator look at each record, where the account could publish at once
    #[arg(long)]
    review: bool,
}

impl ImportFiles {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        if let [folder] = self.files.as_slice()
            && is_bag(folder)
        {
            return super::export::import(folder, config).await;
        }
        let person = self.person.as_deref().context("say who deposits: --as, with the address of an account")?;
        let app = super::open(config).await?;
        let stop = serve::stop_on_signal()?;
        if self.dry_run {
            let bundle = self.bundle(&app.repository, Bundle::trial()).await?;
            let rows = app.repository.plan_import(&bundle).await.map_err(told)?;
            return Ok(tell_plan(&rows));
        }
        let done = with_worker(&app, config, stop, self.take_in(&app, person)).await??;
        Ok(if done { ExitCode::SUCCESS } else { ExitCode::from(2) })
    }

    async fn take_in(&self, app: &App, person: &str) -> anyhow::Result<bool> {
        let repository = &app.repository;
        let found = repository.store().find_user(&person.trim().to_lowercase()).await?;
        let (user, _) = found.with_context(|| format!("no open account has the address {person}"))?;
        let usual = repository.review_of_imports(&user).await?;
        let review = if self.review { ReviewMode::Person } else { usual };
        let bundle = self.bundle(repository, Bundle::default()).await?;
        let id = repository.prepare_import(&user, review, &bundle).await.map_err(told)?;
        drop(bundle);
        repository.start_import(id, &user).await?;
        let status = wait(repository, id).await?;
        tell_faults(repository, id).await?;
        println!("{}", summary(&status));
        Ok(status.count(RowOutcome::Fault) + status.count(RowOutcome::Refused) == 0)
    }

    /// The lists and the files that they name.
    async fn bundle(&self, repository: &Repository, mut bundle: Bundle) -> anyhow::Result<Bundle> {
        for path in &self.files {
            add(repository, &mut bundle, path, &file_name(path)).await?;
        }
        let Some(folder) = &self.folder else { return Ok(bundle) };
        anyhow::ensure!(folder.is_dir(), "{}: not a folder", folder.display());
        for name in bundle.named_files() {
            if let Some(path) = inside(folder, &name) {
                add(repository, &mut bundle, &path, &name).await?;
            }
        }
        Ok(bundle)
    }
}

/// The file of a name below a folder; a table may not lead out of it.
fn inside(folder: &Path, name: &str) -> Option<PathBuf> {
    let name = PathBuf::from(name.replace('\\', "/"));
    let is_plain = name.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let (path, folder) = (std::fs::canonicalize(folder.join(name)).ok()?, std::fs::canonicalize(folder).ok()?);
    (is_plain && path.starts_with(folder) && path.is_file()).then_some(path)
}

async fn add(repository: &Repository, bundle: &mut Bundle, path: &Path, name: &str) -> anyhow::Result<()> {
    let context = || format!("{} cannot be read", path.display());
    // Asked before it is opened: opening a named pipe waits for somebody to write into it.
    anyhow::ensure!(
        tokio::fs::metadata(path).await.with_context(context)?.is_file(),
        "{}: not a regular file",
        path.display()
    );
    let file = tokio::fs::File::open(path).await.with_context(context)?;
    let bytes = ReaderStream::with_capacity(file, 256 * 1024);
    repository.add_to_bundle(bundle, name, bytes).await.map_err(told)
}

fn told(error: ImportError) -> anyhow::Error {
    match error {
        ImportError::Service(error) => anyhow::Error::msg(show::refusal(&error)),
        error => error.into(),
    }
}

/// Waits until every row came to something, with a progress bar.
async fn wait(repository: &Repository, id: ImportId) -> anyhow::Result<ImportStatus> {
    let bar = show::bar(repository.import_status(id).await?.total, "Records");
    bar.enable_steady_tick(Duration::from_millis(200));
    loop {
        let status = repository.import_status(id).await?;
        bar.set_position(status.settled());
        if let Some(error) = &status.stuck {
            bar.finish_and_clear();
            anyhow::bail!("the import stopped: {error}; run the same command again to go on");
        }
        if !status.is_moving() {
            bar.finish_and_clear();
            return Ok(status);
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn place(row: &ImportRow) -> String {
    row.line
        .map_or_else(|| format!("{}, record {}", row.source, row.number), |line| format!("{}, line {line}", row.source))
}

fn fault_line(row: &ImportRow, fault: &RowFault) -> String {
    let column = if fault.column.is_empty() { String::new() } else { format!(", column {}", fault.column) };
    let english = Locale::English;
    format!("{}{column}: {} {}", place(row), import_fault(fault, english), import_advice(fault, english))
}

/// What would happen, row by row.
fn tell_plan(rows: &[ImportRow]) -> ExitCode {
    for row in rows {
        match &row.fate {
            RowFate::New => println!("{}: new: {}", place(row), row.title),
            RowFate::Version(article) => {
                println!("{}: a file or version more of article {article}: {}", place(row), row.title);
            }
            RowFate::Here(article) => println!("{}: already here as article {article}: {}", place(row), row.title),
            RowFate::Same(number) => println!("{}: the same as row {number}: {}", place(row), row.title),
            RowFate::Fault(fault) => println!("{}", fault_line(row, fault)),
        }
    }
    let count = |code: &str| rows.iter().filter(|row| row.fate.code() == code).count();
    println!(
        "{} rows: {} new, {} versions, {} already here, {} repeated, {} with faults; nothing was changed",
        rows.len(),
        count("new"),
        count("version"),
        count("here"),
        count("same"),
        count("fault")
    );
    if count("fault") == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

async fn tell_faults(repository: &Repository, id: ImportId) -> anyhow::Result<()> {
    let mut told = 0;
    for line in repository.import_lines(id, 0, "", i64::MAX).await? {
        let text = match (&line.row.fate, line.failure) {
            (RowFate::Fault(fault), _) => fault_line(&line.row, fault),
            (_, Some(failure)) => format!("{}: {}", place(&line.row), show::advice(failure)),
            _ => continue,
        };
        told += 1;
        if told <= MOST_TOLD {
            eprintln!("{text}");
        }
    }
    if told > MOST_TOLD {
        eprintln!("… and {} more; all are at /administration/importations/{id}", told - MOST_TOLD);
    }
    Ok(())
}

fn summary(status: &ImportStatus) -> String {
    let count = |outcome| status.count(outcome);
    format!(
        "{} rows: {} published, {} to review, {} versions, {} already here, {} repeated, {} refused",
        status.total,
        count(RowOutcome::Published),
        count(RowOutcome::InReview),
        count(RowOutcome::Version),
        count(RowOutcome::Here),
        count(RowOutcome::Same),
        count(RowOutcome::Refused) + count(RowOutcome::Fault)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_names_no_file_outside_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("pdf/sous");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(folder.path().join("secret.pdf"), b"x").unwrap();
        std::fs::write(deep.join("lac.pdf"), b"x").unwrap();
        std::os::unix::fs::symlink(folder.path().join("secret.pdf"), deep.join("lien.pdf")).unwrap();
        let pdf = folder.path().join("pdf");
        assert!(inside(&pdf, "sous\\lac.pdf").is_some() && inside(&pdf, "./sous/lac.pdf").is_some());
        for name in ["../secret.pdf", "/etc/passwd", "sous/../../secret.pdf", "sous/lien.pdf", "absent.pdf", "sous", ""]
        {
            assert!(inside(&pdf, name).is_none(), "{name}");
        }
    }
}
