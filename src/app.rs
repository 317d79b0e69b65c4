//! The composition root: the one place where adapters are chosen and put together.

mod files;
mod keys;
mod look;
mod members;
mod search;
mod telemetry;

use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use anyhow::Context;
use harvest::client::{HttpSettings, SystemClock};

use crate::config::Config;
use crate::domain::Clock;
use crate::domain::draft::RecordOrigin;
use crate::extract::sandbox::Sandbox;
use crate::mail::Mailer;
use crate::openid::{Providers, read_providers};
use crate::search::Opened;
use crate::service::{
    BarometerCache, BesideCache, Care, Drawings, Keeping, MOST_LISTS, Operations, Parts, ReminderRules, Repository,
    SiteIdentity, Totals, Usage,
};
use crate::source::{LookupSettings, Net, NetSettings, Registrar, RegistrarSettings, VisitSettings, Visits, is_public};
use crate::store::{Store, WorkClaim};
use crate::worker::Worker;

pub use self::files::{files, local_files, place};
pub use self::keys::read_key;
use self::keys::{ensure_same_key, vault};
pub use self::look::{database_state, try_settings};
use self::look::{rules, targets};
use self::members::Membership;
pub use self::members::may_share;
pub use self::search::{SearchHealth, SearchState, search_state};
pub use self::telemetry::traced;
pub use crate::store::DatabaseState;

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
    /// Held while this process works on the jobs; `None` when another one does so alone.
    lock: Option<Lock>,
}

/// What a process that works on the jobs holds.
enum Lock {
    /// It works alone: the data folder is its own, and the database where that lies elsewhere.
    Alone {
        /// The data folder.
        _folder: File,
        /// The database.
        _database: WorkClaim,
    },
    /// It is one of several.
    Shared(Membership),
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
        let store = store(config).await?;
        let lock = claim(config, &store).await?;
        let (app, rebuilt) = Self::put_together(config, program, store, lock).await?;
        if app.is_worker() {
            // Whoever only looks may have other settings; the rules of the serving process are the ones in use.
            app.repository.note_rules().await?;
            app.take_over(rebuilt).await?;
        }
        Ok(app)
    }

    /// Opens a site to look at everything in it, as it was left: nothing is swept, indexed or taken over. Nobody else works on
    /// it meanwhile, unless several processes share it.
    ///
    /// # Errors
    /// When another process works on the site alone, or the folder, the database or the index cannot be opened.
    pub async fn inspect(config: &Config, program: PathBuf) -> anyhow::Result<Self> {
        anyhow::ensure!(is_there(config), "there is no site in {}: set PARVIS_DATA", config.data.display());
        let store = store(config).await?;
        let lock = claim(config, &store).await?;
        let (app, _) = Self::put_together(config, program, store, lock).await?;
        anyhow::ensure!(app.is_worker(), "another Parvis works in {}: stop it first", config.data.display());
        Ok(app)
    }

    /// Opens a site only to look at it, beside whoever works on it or comes to do so.
    ///
    /// # Errors
    /// When the folder or the database cannot be opened.
    pub async fn visit(config: &Config, program: PathBuf) -> anyhow::Result<Self> {
        Ok(Self::put_together(config, program, store(config).await?, None).await?.0)
    }

    /// The site, and whether its index is new.
    async fn put_together(
        config: &Config,
        program: PathBuf,
        store: Store,
        lock: Option<Lock>,
    ) -> anyhow::Result<(Self, bool)> {
        let blobs = files(config)?;
        blobs.check().await.context("the files cannot be reached")?;
        let vault = vault(config, &store, lock.is_some()).await?;
        if lock.is_some() {
            ensure_same_key(config, &store).await?;
        }
        let Opened { index, rebuilt } = search::open(config, lock.is_some()).await?;
        let site = SiteIdentity {
            name: config.site_name.clone(),
            base_url: config.base_url.clone(),
            admin_email: config.admin_email.clone(),
            oai_page_size: config.oai_page_size,
            oai_friends: config.oai_friends.clone(),
            metadata_licence: config.metadata_licence.clone(),
            token_key: keys::token_key(&store).await?,
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
            mailer: mailer(config)?,
            vault,
            providers: providers(config)?,
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
        Ok((Self { repository, lock }, rebuilt))
    }

    /// Whether this process works on the jobs.
    #[must_use]
    pub fn is_worker(&self) -> bool {
        self.lock.is_some()
    }

    /// Whether other processes may work on the same jobs meanwhile.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        matches!(self.lock, Some(Lock::Shared(_)))
    }

    /// Says to other processes of the site that this one answers visitors; gives how many do, 0 while that is not known.
    /// Nothing where this process is alone.
    #[must_use]
    pub fn serve(&self) -> Option<Arc<AtomicU32>> {
        match &self.lock {
            Some(Lock::Shared(member)) => Some(member.serve()),
            Some(Lock::Alone { .. }) | None => None,
        }
    }

    /// A worker of this process; `name` tells its leases from those of others where it works alone.
    #[must_use]
    pub fn worker(&self, name: &str) -> Worker {
        match &self.lock {
            Some(Lock::Shared(member)) => Worker::new(self.repository.clone(), member.token()).sharing(),
            Some(Lock::Alone { .. }) | None => Worker::new(self.repository.clone(), name),
        }
    }

    async fn take_over(&self, rebuilt: bool) -> anyhow::Result<()> {
        if self.is_shared() {
            self.repository.store().release_left_leases().await?;
        } else {
            self.repository.store().release_leases().await?;
        }
        match self.repository.seal_secrets().await {
            Ok(0) => {}
            Ok(sealed) => tracing::info!(sealed, "sealed the secrets of second factors"),
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "secrets stay unsealed"),
        }
        self.repository.write_journal_titles().await?;
        if rebuilt {
            tracing::info!("the search index is new: every article is indexed again");
            self.repository.fill_index().await?;
        }
        Ok(())
    }
}

/// The right to work on the jobs of a site: together with others where what they share is on servers, else alone. Nothing when
/// another process has it.
async fn claim(config: &Config, store: &Store) -> anyhow::Result<Option<Lock>> {
    if may_share(config) {
        return Ok(Some(Lock::Shared(Membership::join(store).await?)));
    }
    let Some(folder) = lock(config)? else { return Ok(None) };
    let claimed = store.claim_work().await?;
    Ok(claimed.map(|database| Lock::Alone { _folder: folder, _database: database }))
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
    let named = || format!("cannot open the database that DATABASE_URL names ({})", url.place());
    Store::connect(url.reveal(), locks).await.with_context(named)
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
        openalex_key: config.openalex_key.as_ref().map(|key| key.reveal().to_owned()),
        files: config.harvest_files.clone(),
    }
}

/// How copies elsewhere are looked at.
fn visits(config: &Config) -> VisitSettings {
    VisitSettings {
        on: config.verify_copies,
        days: config.verify_days,
        a_day: config.verify_a_day,
        delay: config.verify_delay,
        evidence_hours: config.evidence_hours,
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

/// Who asks, and that only over TLS and not in private networks, unless those are allowed.
fn over_tls(config: &Config, is_private_allowed: bool) -> HttpSettings {
    HttpSettings {
        allow: Arc::new(move |url| is_private_allowed || url.scheme() == "https"),
        allow_address: Arc::new(move |address| is_private_allowed || is_public(address)),
        ..HttpSettings::new(&net_settings(config).user_agent)
    }
}

/// The registry of DOIs, asked over TLS and not in private networks, as providers are, unless sources there are allowed.
fn registrar(config: &Config) -> anyhow::Result<Option<Registrar>> {
    let Some(dois) = &config.dois else { return Ok(None) };
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
        ..over_tls(config, config.harvest_private)
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
        ..over_tls(config, is_private_allowed)
    };
    Ok(Providers::new(all, http))
}

/// The way to the mail server, when one is named.
fn mailer(config: &Config) -> anyhow::Result<Option<Mailer>> {
    let Some(server) = &config.smtp_url else { return Ok(None) };
    let address = config.base_url.split_once("://").map_or(config.base_url.as_str(), |(_, rest)| rest);
    let host = address.split([':', '/']).next().unwrap_or(address);
    let mailer = Mailer::new(server.reveal(), &config.mail_from, &config.site_name, host);
    mailer.map(Some).context("PARVIS_SMTP_URL or PARVIS_MAIL_FROM cannot be used")
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
