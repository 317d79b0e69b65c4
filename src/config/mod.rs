//! Settings of a site: the environment over `parvis.toml` over defaults, read once and checked. `settings` lists them.

mod dois;
mod files;
mod reader;
mod reference;
mod search;
mod secret;
mod settings;
mod telemetry;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use reader::Reader;

pub use dois::DoiConfig;
pub use files::{BucketConfig, ChecksumMode, FilePlace, FilesConfig, ServiceConfig};
pub use reference::reference;
pub use search::SearchConfig;
pub use secret::Secret;
pub use settings::{SETTINGS, Setting};
pub use telemetry::TelemetryConfig;

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// How people are reminded of what is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReminderSettings {
    /// Days within which one person gets at most one reminder.
    pub days: i64,
    /// Whether reminders go by themselves.
    pub by_schedule: bool,
}

/// The settings of a site, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Folder of the database, the files and the index.
    pub data: PathBuf,
    /// Address of the PostgreSQL database, with its password; `None` for a SQLite file in the data folder.
    pub database_url: Option<Secret>,
    /// Where the files are.
    pub files: FilesConfig,
    /// Search server; `None` for an index in the data folder.
    pub search: Option<SearchConfig>,
    /// Public address of the site without trailing slash.
    pub base_url: String,
    /// Name of the site.
    pub site_name: String,
    /// Address that harvesters and people can write to.
    pub admin_email: String,
    /// File of the rules that articles are judged by; `None` for those of the program.
    pub policy_rules: Option<PathBuf>,
    /// File of yearly targets of indicators.
    pub targets: Option<PathBuf>,
    /// Mail server, with its password; `None` when the site sends no mail.
    pub smtp_url: Option<Secret>,
    /// Sender of mails.
    pub mail_from: String,
    /// Files read at the same time.
    pub workers: usize,
    /// Largest file taken in, in bytes.
    pub max_upload_bytes: u64,
    /// Machines whose announcements are shown without a curator.
    pub notify_trusted: Vec<IpAddr>,
    /// Days that a draft which nobody touches is kept.
    pub draft_days: i64,
    /// How people are reminded of what is to do.
    pub reminders: ReminderSettings,
    /// Records on a page for harvesters.
    pub oai_page_size: usize,
    /// Requests to the REST API that one network may make in a minute; 0 for any number.
    pub api_rate: u32,
    /// Requests of harvesters that are answered at the same time.
    pub oai_requests: usize,
    /// Base URLs of partner repositories.
    pub oai_friends: Vec<String>,
    /// Address of the licence of the descriptions.
    pub metadata_licence: Option<String>,
    /// Memory that reading one file may take, in bytes.
    pub extract_memory_bytes: u64,
    /// Time that reading one file may take, in seconds.
    pub extract_seconds: u64,
    /// Pause between two requests to one source.
    pub harvest_delay: Duration,
    /// Whether sources may be on this machine or in private networks.
    pub harvest_private: bool,
    /// Folder that files of sources must lie in.
    pub harvest_files: Option<PathBuf>,
    /// Address of Crossref's REST API, without trailing slash.
    pub lookup_crossref: Option<String>,
    /// Address of `DataCite`'s REST API.
    pub lookup_datacite: Option<String>,
    /// Address of `OpenAlex`.
    pub lookup_openalex: Option<String>,
    /// Key of the site at `OpenAlex`.
    pub openalex_key: Option<Secret>,
    /// Whether copies elsewhere are looked at.
    pub verify_copies: bool,
    /// Days after which a copy is looked at again.
    pub verify_days: i64,
    /// Copies looked at within a day, at most.
    pub verify_a_day: i64,
    /// Pause between two requests for copies to one host.
    pub verify_delay: Duration,
    /// Hours after which links of commitments are looked at again; 0 never.
    pub evidence_hours: i64,
    /// Address and port for Prometheus.
    pub metrics_listen: Option<SocketAddr>,
    /// Days within which each file is read against its digest.
    pub fixity_days: i64,
    /// Bytes that are read for that in a minute.
    pub fixity_bytes: u64,
    /// Days after which the last backup is too old; 0 when nobody waits for one.
    pub backup_days: i64,
    /// File of the providers that people may sign in with.
    pub oidc_providers: Option<PathBuf>,
    /// Whether such providers may be on this machine, in private networks or without TLS.
    pub oidc_private: bool,
    /// File of the key that seals secrets of second factors.
    pub secret_key_file: PathBuf,
    /// Address of ORCID's public API.
    pub lookup_orcid: Option<String>,
    /// How DOIs are registered; `None` when none are.
    pub dois: Option<DoiConfig>,
    /// Collector of spans; `None` when none are made.
    pub telemetry: Option<TelemetryConfig>,
    /// Log filter.
    pub log: String,
    /// Log format.
    pub log_format: LogFormat,
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("cannot read the settings file {path}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not TOML, or names a setting that does not exist.
    #[error("the settings file {path} cannot be understood: line {line}: {reason}")]
    Toml {
        /// The file.
        path: PathBuf,
        /// The line; never its words, which may be a password.
        line: usize,
        /// Why.
        reason: String,
    },
    /// The file names a setting that does not exist.
    #[error("the settings file {path} names {key:?}, which is no setting; `parvis --help` lists them")]
    UnknownKey {
        /// The file.
        path: PathBuf,
        /// The name.
        key: String,
    },
    /// A value does not fit its setting.
    #[error("{variable} (or {key} in parvis.toml) cannot be {value:?}: {reason}")]
    Value {
        /// Name in the environment.
        variable: &'static str,
        /// Name in the file.
        key: &'static str,
        /// The value given.
        value: String,
        /// What it should be.
        reason: &'static str,
    },
}

/// Values of `parvis.toml`: texts, numbers and booleans alike become text.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
struct FileValues(toml::Table);

impl Config {
    /// Reads the settings: `file` when given, else `parvis.toml` when it is there, then the environment over it.
    ///
    /// # Errors
    /// When the file cannot be read or a value does not fit; the message names the setting.
    pub fn read(file: Option<&Path>, environment: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let values = match file {
            Some(path) => read_file(path)?,
            None if Path::new("parvis.toml").is_file() => read_file(Path::new("parvis.toml"))?,
            None => FileValues::default(),
        };
        Self::from_values(|setting| {
            let mut names = std::iter::once(&setting.variable).chain(setting.also);
            let from_environment = names.find_map(|name| environment(name).filter(|value| !value.is_empty()));
            let from_file = || {
                values.0.get(setting.key).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            };
            from_environment.or_else(from_file).unwrap_or_else(|| setting.default.to_owned())
        })
    }

    fn from_values(value_of: impl Fn(&Setting) -> String) -> Result<Self, Error> {
        let reader = Reader { value_of };
        let listen: SocketAddr = reader.parsed("listen", "an address and a port such as 127.0.0.1:8080")?;
        let base_url = reader.text("base_url").trim_end_matches('/').to_owned();
        let base_url = if base_url.is_empty() { format!("http://{listen}") } else { base_url };
        if !base_url.starts_with("http://") && !base_url.starts_with("https://") {
            return Err(reader.error("base_url", "an address that begins with http:// or https://"));
        }
        if harvest::AdminEmail::parse(&reader.text("admin_email")).is_err() {
            return Err(reader.error("admin_email", "an e-mail address such as depot@example.org"));
        }
        let log_format = match reader.text("log_format").as_str() {
            "text" => LogFormat::Text,
            "json" => LogFormat::Json,
            _ => return Err(reader.error("log_format", "text or json")),
        };
        Ok(Self {
            listen,
            data: reader.text("data").into(),
            database_url: reader.database()?,
            files: files::read(&reader)?,
            search: search::read(&reader)?,
            base_url,
            site_name: reader.text("site_name"),
            admin_email: reader.text("admin_email"),
            targets: Some(reader.text("targets")).filter(|file| !file.is_empty()).map(PathBuf::from),
            policy_rules: Some(reader.text("policy_rules")).filter(|file| !file.is_empty()).map(PathBuf::from),
            smtp_url: reader.mail_server()?,
            mail_from: Some(reader.text("mail_from"))
                .filter(|from| !from.is_empty())
                .unwrap_or(reader.text("admin_email")),
            workers: reader.number("workers", 1, 64, "a number from 1 to 64")?,
            max_upload_bytes: reader.number::<u64>("max_upload_mb", 1, 4_000, "megabytes, 1 to 4000")? * 1_000_000,
            notify_trusted: reader.machines("notify_trusted")?,
            draft_days: reader.number("draft_days", 15, 36_500, "a number of days from 15 to 36500")?,
            reminders: ReminderSettings {
                days: reader.number("reminder_days", 1, 3_650, "a number of days from 1 to 3650")?,
                by_schedule: reader.yes_or_no("reminder_schedule")?,
            },
            oai_page_size: reader.number("oai_page_size", 1, 1_000, "a number from 1 to 1000")?,
            api_rate: reader.number("api_rate", 0, 1_000_000, "a number from 0 to 1000000")?,
            oai_requests: reader.number("oai_requests", 1, 1_000, "a number from 1 to 1000")?,
            oai_friends: reader.addresses("oai_friends")?,
            metadata_licence: match reader.text("metadata_licence").as_str() {
                "none" | "aucune" => None,
                _ => reader.addresses("metadata_licence")?.pop(),
            },
            extract_memory_bytes: reader.number::<u64>("extract_memory_mb", 64, 64_000, "megabytes, 64 to 64000")?
                * 1_000_000,
            extract_seconds: reader.number("extract_seconds", 1, 3_600, "seconds, 1 to 3600")?,
            harvest_delay: Duration::from_millis(reader.number(
                "harvest_delay_ms",
                0,
                600_000,
                "milliseconds, 0 to 600000",
            )?),
            harvest_private: reader.yes_or_no("harvest_private")?,
            harvest_files: Some(reader.text("harvest_files")).filter(|text| !text.is_empty()).map(PathBuf::from),
            lookup_crossref: reader.service("lookup_crossref")?,
            lookup_datacite: reader.service("lookup_datacite")?,
            lookup_openalex: reader.service("lookup_openalex")?,
            openalex_key: Some(reader.text("openalex_key")).filter(|key| !key.is_empty()).map(|key| Secret::new(&key)),
            verify_copies: reader.yes_or_no("verify_copies")?,
            verify_days: reader.number("verify_days", 1, 3_650, "days, 1 to 3650")?,
            verify_a_day: reader.number("verify_a_day", 1, 1_000_000, "a number from 1 to 1000000")?,
            verify_delay: Duration::from_millis(reader.number(
                "verify_delay_ms",
                0,
                600_000,
                "milliseconds, 0 to 600000",
            )?),
            evidence_hours: reader.number("evidence_hours", 0, 8_760, "hours, 0 to 8760")?,
            metrics_listen: match reader.text("metrics_listen").as_str() {
                "" => None,
                _ => Some(reader.parsed("metrics_listen", "an address and a port such as 127.0.0.1:9464")?),
            },
            fixity_days: reader.number("fixity_days", 1, 3_650, "days, 1 to 3650")?,
            fixity_bytes: reader.number::<u64>("fixity_mb_a_minute", 1, 1_000_000, "megabytes, 1 to 1000000")?
                * 1_000_000,
            backup_days: reader.number("backup_days", 0, 3_650, "days, 0 to 3650")?,
            lookup_orcid: reader.service("lookup_orcid")?,
            oidc_providers: Some(reader.text("oidc_providers")).filter(|file| !file.is_empty()).map(PathBuf::from),
            oidc_private: reader.yes_or_no("oidc_private")?,
            secret_key_file: match reader.text("secret_key_file").as_str() {
                "" => Path::new(&reader.text("data")).join("secret.key"),
                file => file.into(),
            },
            dois: dois::read(&reader)?,
            telemetry: telemetry::read(&reader)?,
            log: reader.text("log"),
            log_format,
        })
    }
}

fn read_file(path: &Path) -> Result<FileValues, Error> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
    let values: FileValues = toml::from_str(&text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        Error::Toml { path: path.to_owned(), line, reason: error.message().to_owned() }
    })?;
    match values.0.keys().find(|key| SETTINGS.iter().all(|setting| setting.key != key.as_str())) {
        Some(key) => Err(Error::UnknownKey { path: path.to_owned(), key: key.clone() }),
        None => Ok(values),
    }
}

#[cfg(test)]
mod tests;
