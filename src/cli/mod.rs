//! The command line: what each command takes, and how its errors become an exit status.
//!
//! Neighbours: `app` puts a site together, `service` does the work. One command a file.

mod awards;
mod backup;
mod child;
mod commitments;
mod demo;
mod describe;
mod doctor;
mod dois;
mod draw;
mod entry;
mod export;
mod extract;
mod harvest;
mod harvest_set;
mod import;
mod ingest;
mod journals;
mod maintain;
mod migrate;
mod move_files;
mod report;
mod serve;
mod show;
mod user;
mod verify;

use std::fmt::Write;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::{App, traced};
use crate::config::{Config, LogFormat, SETTINGS};

/// Libre accès aux articles financés par le Fonds de recherche du Québec.
///
/// Open access to the articles funded by the Fonds de recherche du Québec.
#[derive(Debug, Parser)]
#[command(name = "parvis", version, after_long_help = settings_help(), after_help = "`parvis --help`: settings")]
struct Arguments {
    /// Settings file (default: parvis.toml in the current folder, when it is there)
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Load the sample articles into a data folder of their own and serve them
    Demo(demo::Demo),
    /// Serve the site and work on its jobs
    Serve,
    /// Work on the jobs of a site that several processes share, without serving it
    Worker,
    /// Take in PDF and JATS XML files, or folders of them
    Ingest(ingest::Ingest),
    /// Take in many records at once from tables, BibTeX, RIS, CSL-JSON or JATS files
    Import(import::ImportFiles),
    /// Harvest other repositories: add sources, run them, see how they stand
    #[command(subcommand)]
    Harvest(harvest::Harvest),
    /// Take in or show the award register
    #[command(subcommand)]
    Awards(awards::Awards),
    /// Take in what directories say of journals (DOAJ, Open Policy Finder)
    #[command(subcommand)]
    Journals(journals::Journals),
    /// Take in, show or check the commitments of the open-government plan
    #[command(subcommand)]
    Commitments(commitments::Commitments),
    /// Register, list and check the DOIs of this site (`DataCite`)
    #[command(subcommand)]
    Dois(dois::Dois),
    /// Write the verdict on every (article, award) pair
    Report(report::Report),
    /// Index every public article again
    Reindex,
    /// Compare files, rows, index, records for harvesters and jobs, and mend what can be mended
    Verify(verify::Verify),
    /// Add a backup of the site, which may be running, to a folder or a bucket of backups
    Backup(backup::Make),
    /// Make a site of a backup, or try whether that would work
    Restore(backup::Restore),
    /// Write everything in open formats: articles, files, history, tables (`BagIt`)
    Export(export::Export),
    /// Move the site from its SQLite file to a PostgreSQL database, or its files to a bucket, or both
    MigrateTo(migrate::MigrateTo),
    /// Look at the machine, the settings and the site, and say what is wrong
    Doctor(doctor::Doctor),
    /// Print the reference of all settings, as Markdown
    Settings,
    /// Manage accounts
    #[command(subcommand)]
    User(user::User),
    /// Show what is read from one file
    Extract(extract::Extract),
    /// Read one file from standard input under limits (started by the program itself)
    #[command(hide = true)]
    ExtractOne(extract::ExtractOne),
    /// Describe one PDF from standard input under limits (started by the program itself)
    #[command(hide = true)]
    DescribeOne(describe::DescribeOne),
    /// Draw regions of one page from standard input under limits (started by the program itself)
    #[command(hide = true)]
    DrawOne(draw::DrawOne),
}

/// How long threads may take to end with the program.
const LAST_GRACE: std::time::Duration = std::time::Duration::from_secs(5);

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        // Before anything else: a child that reads untrusted bytes starts no thread and opens no file.
        Command::ExtractOne(command) => return command.run(),
        Command::DescribeOne(command) => return command.run(),
        Command::DrawOne(command) => return command.run(),
        Command::Extract(command) => return command.run(),
        Command::Settings => {
            let written = std::io::Write::write_all(&mut std::io::stdout(), crate::config::reference().as_bytes());
            return if written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        command => run_site(arguments.config.as_deref(), command),
    };
    done.unwrap_or_else(|error| {
        show::error(&error);
        ExitCode::FAILURE
    })
}

fn run_site(file: Option<&std::path::Path>, command: Command) -> anyhow::Result<ExitCode> {
    let config = Config::read(file, |name| std::env::var(name).ok())?;
    start_log(&config, &command);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        match command {
            Command::Demo(command) => command.run(config).await,
            Command::Serve => traced(&config, serve::run(&config)).await,
            Command::Worker => traced(&config, serve::work(&config)).await,
            Command::Ingest(command) => command.run(&config).await,
            Command::Import(command) => command.run(&config).await,
            Command::Harvest(command) => Box::pin(command.run(&config)).await,
            Command::Awards(command) => command.run(&config).await,
            Command::Journals(command) => command.run(&config).await,
            Command::Commitments(command) => command.run(&config).await,
            Command::Dois(command) => command.run(&config).await,
            Command::Report(command) => command.run(&config).await,
            Command::Reindex => maintain::reindex(&config).await,
            Command::Verify(command) => command.run(&config).await,
            Command::Backup(command) => command.run(&config).await,
            Command::Restore(command) => command.run(&config).await,
            Command::Export(command) => command.run(&config).await,
            Command::MigrateTo(command) => command.run(&config).await,
            Command::Doctor(command) => command.run(&config).await,
            Command::User(command) => command.run(&config).await,
            Command::Settings
            | Command::Extract(_)
            | Command::ExtractOne(_)
            | Command::DescribeOne(_)
            | Command::DrawOne(_) => Ok(ExitCode::SUCCESS),
        }
    });
    // A thread that waits on the system, for a disk or a pipe, must not keep the program from ending.
    runtime.shutdown_timeout(LAST_GRACE);
    done
}

/// Servers log what they do; other commands show it themselves and log what goes wrong.
fn start_log(config: &Config, command: &Command) {
    let server = matches!(command, Command::Serve | Command::Worker);
    let filter = if server || std::env::var_os("PARVIS_LOG").is_some() { config.log.as_str() } else { "error" };
    let filter = tracing_subscriber::EnvFilter::try_new(filter).unwrap_or_else(|_| "info".into());
    let colours = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}

/// Opens the site; `None` as its program is refused only where the system does not tell where it stands.
async fn open(config: &Config) -> anyhow::Result<App> {
    App::open(config, std::env::current_exe()?).await
}

/// Opens the site for a command that looks at everything: alone, and before anything is put right by itself.
async fn inspect(config: &Config) -> anyhow::Result<App> {
    App::inspect(config, std::env::current_exe()?).await
}

/// Opens the site for a command that only reads, so that it never keeps others from working.
async fn visit(config: &Config) -> anyhow::Result<App> {
    App::visit(config, std::env::current_exe()?).await
}

fn settings_help() -> String {
    let mut help = String::from("Settings (environment; the name in parvis.toml in brackets):\n");
    for setting in SETTINGS {
        let default = if setting.default.is_empty() { "-" } else { setting.default };
        let names: Vec<_> = std::iter::once(&setting.variable).chain(setting.also).copied().collect();
        let _ = writeln!(help, "  {} [{}]\n      {} (default: {default})", names.join(", "), setting.key, setting.help);
    }
    help
}
