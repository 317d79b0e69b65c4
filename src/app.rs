//! The composition root: the one place where adapters are chosen and put together.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use harvest::client::{HttpSettings, SystemClock};

use crate::blob::Blobs;
use crate::compliance::policies::PolicyTable;
use crate::compliance::targets::{Target, read_targets};
use crate::config::Config;
use crate::domain::Clock;
use crate::domain::draft::RecordOrigin;
use crate::domain::vocabulary::POLICY_RULES;
use crate::extract::sandbox::Sandbox;
use crate::mail::Mailer;
use crate::openid::{Providers, read_providers};
use crate::search::Index;
use crate::service::{
    BarometerCache, BesideCache, Care, Drawings, Keeping, MOST_LISTS, Operations, Parts, ReminderRules, Repository,
    SignIns, SignUps, SiteIdentity, Totals, Usage, Vault, holds_sealed_secrets,
};
use crate::source::{LookupSettings, Net, NetSettings, Registrar, RegistrarSettings, VisitSettings, Visits, is_public};
use crate::store::{Store, WorkClaim};

/// Output that reading one file may give: generous for 3,000 pages of text with their layout.
const MOST_OUTPUT_BYTES: u64 = 200_000_000;

/// Largest answer of a provider that people sign in with, in bytes.
const MOST_PROVIDER_BYTES: usize = 1_000_000;

/// Largest answer of the registry of DOIs, which repeats what it was told, in bytes.
const MOST_REGISTRY_BYTES: usize = 16_000_000;

/// A site on this machine.
pub struct App {
    /// The use cases.
    pub repository: Repository,
    /// Held while this process is the one that works on the jobs; `None` when another one does.
    lock: Option<Lock>,
}

/// What the process that works on the jobs holds: the data folder, and the database where that lies elsewhere.
struct Lock {
    _folder: File,
    _database: WorkClaim,
}

impl App {
    /// Opens a site in its data folder, making what is absent. The first process to open it becomes its worker, ends
    /// the leases of one that was killed, and re-indexes what a lost or outdated index misses.
    ///
    /// # Errors
    /// When the folder, the database or the index cannot be opened.
    pub async fn open(config: &Config, program: PathBuf) -> anyhow::Result<Self> {
        let data = &config.data;
        std::fs::create_dir_all(data).with_context(|| format!("cannot make the data folder {}", data.display()))?;
        let folder = lock(config)?;
        Self::put_together(config, program, folder).await
    }

    /// Opens a site only to look at it, beside whoever works on it or comes to do so.
    ///
    /// # Errors
    /// When the folder or the database cannot be opened.
    pub async fn visit(config: &Config, program: PathBuf) -> anyhow::Result<Self> {
        Self::put_together(config, program, None).await
    }

    async fn put_together(config: &Config, program: PathBuf, folder: Option<File>) -> anyhow::Result<Self> {
        let data = &config.data;
        let store = store(config).await?;
        let lock = match folder {
            Some(held) => store.claim_work().await?.map(|claimed| Lock { _folder: held, _database: claimed }),
            None => None,
        };
        let blobs = files(config)?;
        let vault = vault(config, &store, lock.is_some()).await?;
        let (index, rebuilt) = if lock.is_some() {
            let opened = Index::open(&data.join("index")).context("cannot open the search index")?;
            (opened.index, opened.rebuilt)
        } else {
            // Another process holds the index; this one only hands work in.
            (Index::in_memory()?, false)
        };
        let site = SiteIdentity {
            name: config.site_name.clone(),
            base_url: config.base_url.clone(),
            admin_email: config.admin_email.clone(),
            oai_page_size: config.oai_page_size,
            oai_friends: config.oai_friends.clone(),
            metadata_licence: config.metadata_licence.clone(),
            token_key: token_key(&store).await?,
        };
        let sandbox = Sandbox {
            program,
            memory_bytes: config.extract_memory_bytes,
            wall: Duration::from_secs(config.extract_seconds),
            output_bytes: MOST_OUTPUT_BYTES,
        };
        let repository = Repository::new(Parts {
            store,
            blobs,
            index,
            clock: Clock::system(),
            sandbox,
            site,
            max_upload_bytes: config.max_upload_bytes,
            draft_days: config.draft_days,
            notify_trusted: config.notify_trusted.clone(),
            work_added: tokio::sync::Notify::new(),
            sign_ins: SignIns::default(),
            mailer: mailer(config)?,
            vault,
            providers: providers(config)?,
            sign_ups: SignUps::default(),
            net: Net::new(net_settings(config)),
            lookups: lookups(config),
            registrar: registrar(config)?,
            visits: Visits::new(visits(config)),
            readings: tokio::sync::Semaphore::new(config.workers),
            drawings: Drawings::new(config.workers),
            oai_requests: Arc::new(tokio::sync::Semaphore::new(config.oai_requests)),
            lists: Arc::new(tokio::sync::Semaphore::new(MOST_LISTS)),
            keeping: Keeping::default(),
            beside: BesideCache::default(),
            usage: Usage::default(),
            totals: Totals::default(),
            operations: Operations::new(care(config), Clock::system().now()),
            rules: Arc::new(rules(config)?),
            barometer: BarometerCache::default(),
            targets: targets(config)?,
            reminders: ReminderRules { days: config.reminders.days, by_schedule: config.reminders.by_schedule },
        });
        let app = Self { repository, lock };
        if app.is_worker() {
            // Whoever only looks may have other settings; the rules of the serving process are the ones in use.
            app.repository.note_rules().await?;
            app.take_over(rebuilt).await?;
        }
        Ok(app)
    }

    /// Whether this process works on the jobs.
    #[must_use]
    pub fn is_worker(&self) -> bool {
        self.lock.is_some()
    }

    async fn take_over(&self, rebuilt: bool) -> anyhow::Result<()> {
        self.repository.store().release_leases().await?;
        match self.repository.seal_secrets().await {
            Ok(0) => {}
            Ok(sealed) => tracing::info!(sealed, "sealed the secrets of second factors"),
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "secrets stay unsealed"),
        }
        let removed = self.repository.sweep().await?;
        if removed > 0 {
            tracing::info!(files = removed, "removed files that no deposit names");
        }
        if rebuilt {
            tracing::info!("the search index is new: every article is indexed again");
            self.repository.reindex().await?;
            self.repository.rebuild_asked()?;
        }
        Ok(())
    }
}

/// The database file of a site that has one.
#[must_use]
pub fn database(config: &Config) -> PathBuf {
    config.data.join("parvis.sqlite")
}

/// Whether there is a site to work with: a PostgreSQL database is set, or the database file is there.
#[must_use]
pub fn is_there(config: &Config) -> bool {
    config.database_url.is_some() || database(config).exists()
}

/// The database of a site, made when absent.
///
/// # Errors
/// When it cannot be opened.
pub async fn store(config: &Config) -> anyhow::Result<Store> {
    let Some(url) = &config.database_url else {
        return Store::open(&database(config)).await.context("cannot open the database");
    };
    let locks = config.data.join("sources");
    Store::connect(url, locks).await.context("cannot open the database that DATABASE_URL names")
}

/// The files of a site, its folder made when absent.
///
/// # Errors
/// When the folder cannot be made or opened.
pub fn files(config: &Config) -> anyhow::Result<Blobs> {
    Blobs::open(&config.data.join("files")).context("cannot open the file store")
}

/// The rules that the settings name, else those of the program.
fn rules(config: &Config) -> anyhow::Result<PolicyTable> {
    let Some(file) = &config.policy_rules else { return Ok(PolicyTable::parse(POLICY_RULES)?) };
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read the rules {}", file.display()))?;
    PolicyTable::parse(&text).with_context(|| format!("cannot use the rules {}", file.display()))
}

/// The targets that the settings name.
fn targets(config: &Config) -> anyhow::Result<Vec<Target>> {
    let Some(file) = &config.targets else { return Ok(Vec::new()) };
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read the targets {}", file.display()))?;
    read_targets(&text).with_context(|| format!("cannot use the targets {}", file.display()))
}

/// Says to other repositories who asks, and where to complain.
fn net_settings(config: &Config) -> NetSettings {
    NetSettings {
        user_agent: format!(
            "Parvis/{} (+{}; mailto:{})",
            env!("CARGO_PKG_VERSION"),
            config.base_url,
            config.admin_email
        ),
        contact: Some(config.admin_email.clone()),
        delay: config.harvest_delay,
        private_addresses: config.harvest_private,
        max_file_bytes: config.max_upload_bytes,
        openalex_key: config.openalex_key.clone(),
    }
}

/// How copies elsewhere are looked at.
fn visits(config: &Config) -> VisitSettings {
    VisitSettings {
        on: config.verify_copies,
        days: config.verify_days,
        a_day: config.verify_a_day,
        delay: config.verify_delay,
    }
}

/// How the site looks after itself.
fn care(config: &Config) -> Care {
    Care {
        fixity_days: config.fixity_days,
        fixity_bytes: config.fixity_bytes,
        backup_days: config.backup_days,
        folder: Some(config.data.clone()),
    }
}

/// The services that are asked about DOIs: those whose address is set.
fn lookups(config: &Config) -> LookupSettings {
    let all = [
        (RecordOrigin::Crossref, &config.lookup_crossref),
        (RecordOrigin::Datacite, &config.lookup_datacite),
        (RecordOrigin::Openalex, &config.lookup_openalex),
    ];
    let services = all.into_iter().filter_map(|(origin, base)| Some((origin, base.clone()?))).collect();
    LookupSettings { services, orcid: config.lookup_orcid.clone() }
}

/// The registry of DOIs, asked over TLS and not in private networks, as providers are, unless sources there are allowed.
fn registrar(config: &Config) -> anyhow::Result<Option<Registrar>> {
    let Some(dois) = &config.dois else { return Ok(None) };
    let is_private_allowed = config.harvest_private;
    let settings = RegistrarSettings {
        api: dois.api.clone(),
        account: dois.repository.clone(),
        password: dois.password.reveal().to_owned(),
        prefix: dois.prefix.clone(),
        label: dois.label.clone(),
        is_test: dois.is_test,
        pause: config.harvest_delay,
    };
    let http = HttpSettings {
        connect_timeout: Duration::from_secs(10),
        answer_timeout: Duration::from_secs(40),
        idle_timeout: Duration::from_secs(10),
        total_timeout: Duration::from_secs(50),
        max_answer_bytes: MOST_REGISTRY_BYTES,
        allow: Arc::new(move |url| is_private_allowed || url.scheme() == "https"),
        allow_address: Arc::new(move |address| is_private_allowed || is_public(address)),
        ..HttpSettings::new(&net_settings(config).user_agent)
    };
    let registrar = Registrar::new(settings, http, Arc::new(SystemClock::default()));
    registrar
        .map(Some)
        .context("PARVIS_DOI_REPOSITORY, PARVIS_DOI_PASSWORD, PARVIS_DOI_PREFIX or PARVIS_DOI_LABEL cannot be used")
}

/// The providers that people may sign in with, and how they are asked: soon given up, over TLS, and not in private networks
/// unless the settings say so. Some answer from another host than their own, so addresses are bounded and not hosts.
fn providers(config: &Config) -> anyhow::Result<Providers> {
    let Some(file) = &config.oidc_providers else { return Ok(Providers::default()) };
    let is_private_allowed = config.oidc_private;
    let all =
        read_providers(file, is_private_allowed).context("the providers of PARVIS_OIDC_PROVIDERS cannot be used")?;
    let http = HttpSettings {
        connect_timeout: Duration::from_secs(5),
        answer_timeout: Duration::from_secs(10),
        idle_timeout: Duration::from_secs(5),
        total_timeout: Duration::from_secs(15),
        max_answer_bytes: MOST_PROVIDER_BYTES,
        allow: Arc::new(move |url| is_private_allowed || url.scheme() == "https"),
        allow_address: Arc::new(move |address| is_private_allowed || is_public(address)),
        ..HttpSettings::new(&net_settings(config).user_agent)
    };
    Ok(Providers::new(all, http))
}

/// The way to the mail server, when one is named.
fn mailer(config: &Config) -> anyhow::Result<Option<Mailer>> {
    let Some(server) = &config.smtp_url else { return Ok(None) };
    let address = config.base_url.split_once("://").map_or(config.base_url.as_str(), |(_, rest)| rest);
    let host = address.split([':', '/']).next().unwrap_or(address);
    let mailer = Mailer::new(server, &config.mail_from, &config.site_name, host);
    mailer.map(Some).context("PARVIS_SMTP_URL or PARVIS_MAIL_FROM cannot be used")
}

/// The key that seals secrets, made by the first process that works on the site. Where sealed secrets are here already, a key that is
/// missing is not replaced: another one would open none of them.
async fn vault(config: &Config, store: &Store, may_make: bool) -> anyhow::Result<Vault> {
    let file = &config.secret_key_file;
    if let Some(key) = read_key(file)? {
        return Ok(Vault::new(&key));
    }
    if holds_sealed_secrets(store).await? {
        tracing::error!(file = %file.display(), "the key of second factors is missing: put the file back from where it is kept");
        return Ok(Vault::without_key());
    }
    if !may_make {
        return Ok(Vault::without_key());
    }
    let mut key = [0_u8; 32];
    getrandom::fill(&mut key).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    match made {
        Ok(mut made) => {
            made.write_all(data_encoding::HEXLOWER.encode(&key).as_bytes())
                .and_then(|()| made.sync_all())
                .with_context(|| format!("cannot write the key {}", file.display()))?;
            Ok(Vault::new(&key))
        }
        // Another process was quicker.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Ok(read_key(file)?.map_or_else(Vault::without_key, |key| Vault::new(&key)))
        }
        Err(error) => Err(error).with_context(|| format!("cannot make the key {}", file.display())),
    }
}

/// The key in a file of 64 hexadecimal digits; `None` when there is no file.
///
/// # Errors
/// When the file cannot be read or holds no key.
pub fn read_key(file: &Path) -> anyhow::Result<Option<[u8; 32]>> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read the key {}", file.display())),
    };
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).unwrap_or_default();
    let key = <[u8; 32]>::try_from(bytes);
    key.map(Some).map_err(|_| anyhow::anyhow!("{} holds no key: 64 hexadecimal digits", file.display()))
}

/// Keeps every other process from working on the site, for as long as the file is held; `None` when one does. The
/// system frees it however that one ends.
///
/// # Errors
/// When the data folder cannot be locked.
pub fn lock(config: &Config) -> anyhow::Result<Option<File>> {
    let path = config.data.join("worker.lock");
    let file = File::create(&path).with_context(|| format!("cannot make {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error).context("cannot lock the data folder"),
    }
}

/// The key that signs resumption tokens: made once, kept in the database, so that tokens survive a restart.
async fn token_key(store: &Store) -> anyhow::Result<[u8; 32]> {
    let mut fresh = [0_u8; 32];
    getrandom::fill(&mut fresh).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    let kept = store.site_value("oai_token_key", &data_encoding::HEXLOWER.encode(&fresh)).await?;
    let bytes = data_encoding::HEXLOWER.decode(kept.as_bytes()).context("the token key cannot be read")?;
    bytes.try_into().map_err(|_| anyhow::anyhow!("the token key has another length"))
}
