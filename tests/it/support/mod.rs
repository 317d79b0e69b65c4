//! The harness: a site in process whose clock stands still and whose jobs run when the test says so.

pub(crate) mod bucket;
pub(crate) mod database;
#[path = "../../bench/speed/generate/mod.rs"]
mod generate;
mod pdf;
pub(crate) mod program;
pub(crate) mod provider;
pub(crate) mod registry;
pub(crate) mod script;
pub(crate) mod server;
pub(crate) mod smtp;
pub(crate) mod sword;
pub(crate) mod visitor;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use bytes::Bytes;
use parvis::blob::Blobs;
use parvis::domain::deposit::{DepositOrigin, NewDeposit, ReviewMode, Submission};
use parvis::domain::vocabulary::POLICY_RULES;
use parvis::domain::{ArticleId, Clock, DepositId, Metadata};
use parvis::extract::sandbox::Sandbox;
use parvis::mail::Mailer;
use parvis::openid::Providers;
use parvis::search::{Entry, Index};
use parvis::service::{
    BarometerCache, BesideCache, Care, Drawings, Error, Keeping, MOST_LISTS, Operations, Parts, ReminderRules,
    Repository, SiteIdentity, Totals, Usage, Vault,
};
use parvis::source::{LookupSettings, Net, NetSettings, Registrar, VisitSettings, Visits};
use parvis::web::{Site, SiteSettings, router};
use parvis::worker::Worker;
use tower::ServiceExt;

pub(crate) use database::Database;
pub(crate) use pdf::{drawn_pdf, pdf};

/// Address of the site under test.
pub(crate) const BASE_URL: &str = "https://parvis.example.org";

/// The file of its database.
const DATABASE: &str = "test.sqlite";

/// Targets of the site under test.
const TARGETS: &str =
    "indicator,year,percent,set_on,note\noa_rate,2026,70,2025-04-01,\noa_rate,2026,80,2026-04-01,Plan\n";

/// Requests of harvesters that the site under test answers at the same time.
pub(crate) const OAI_REQUESTS: usize = 4;

/// A site under test. [`TestSite::finish`] checks that no job was left behind.
pub(crate) struct TestSite {
    pub(crate) repository: Repository,
    pub(crate) clock: Clock,
    router: Router,
    pub(crate) database: Database,
    /// Removed with the site.
    _folder: tempfile::TempDir,
}

/// Whom a site asks.
#[derive(Default)]
struct Asks {
    private_addresses: bool,
    mailer: Option<Mailer>,
    lookups: LookupSettings,
    providers: Providers,
    visits: VisitSettings,
    registrar: Option<Registrar>,
    blobs: Option<Blobs>,
}

/// An answer with its body read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl TestSite {
    /// An empty site on 21 November 2026, noon in Greenwich.
    pub(crate) async fn new() -> Self {
        Self::with_page_size(100).await
    }

    /// An empty site that gives harvesters `oai_page_size` records a page.
    pub(crate) async fn with_page_size(oai_page_size: usize) -> Self {
        Self::with(oai_page_size, true).await
    }

    /// An empty site that asks no source on this machine.
    pub(crate) async fn without_private_addresses() -> Self {
        Self::with(100, false).await
    }

    /// A site with so many generated articles, searchable by their titles; a few of them are withdrawn.
    pub(crate) async fn generated(articles: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        generate::fill(folder.path(), articles).await.unwrap();
        std::fs::rename(folder.path().join("parvis.sqlite"), folder.path().join(DATABASE)).unwrap();
        let index = Index::in_memory().unwrap();
        for first in (0..articles).step_by(1_000) {
            let entries = (first..articles.min(first + 1_000)).map(entry).collect::<Vec<_>>();
            index.upsert(&entries).unwrap();
        }
        index.commit().unwrap();
        Self::in_folder(folder, index, 100, true, None).await
    }

    async fn with(oai_page_size: usize, private_addresses: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::in_folder(folder, Index::in_memory().unwrap(), oai_page_size, private_addresses, None).await
    }

    /// An empty site with an index of some engine.
    pub(crate) async fn searching(index: Index) -> Self {
        Self::in_folder(tempfile::tempdir().unwrap(), index, 100, true, None).await
    }

    /// An empty site that sends its mail to a server.
    pub(crate) async fn with_mail(server: &str) -> Self {
        let mailer = Mailer::new(server, "parvis@example.org", "Parvis", "parvis.example.org").unwrap();
        let folder = tempfile::tempdir().unwrap();
        Self::in_folder(folder, Index::in_memory().unwrap(), 100, true, Some(mailer)).await
    }

    async fn in_folder(
        folder: tempfile::TempDir,
        index: Index,
        oai_page_size: usize,
        private_addresses: bool,
        mailer: Option<Mailer>,
    ) -> Self {
        let asks = Asks { private_addresses, mailer, ..Asks::default() };
        Self::asking(folder, index, oai_page_size, asks).await
    }

    /// An empty site that asks services about DOIs.
    pub(crate) async fn with_lookups(lookups: LookupSettings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let asks = Asks { private_addresses: true, lookups, ..Asks::default() };
        Self::asking(folder, Index::in_memory().unwrap(), 100, asks).await
    }

    /// An empty site that looks at copies elsewhere, where it may ask this machine.
    pub(crate) async fn visiting(visits: VisitSettings, private_addresses: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let asks = Asks { private_addresses, visits, ..Asks::default() };
        Self::asking(folder, Index::in_memory().unwrap(), 100, asks).await
    }

    /// An empty site whose files are somewhere else.
    pub(crate) async fn with_files(blobs: Blobs) -> Self {
        let asks = Asks { private_addresses: true, blobs: Some(blobs), ..Asks::default() };
        Self::asking(tempfile::tempdir().unwrap(), Index::in_memory().unwrap(), 100, asks).await
    }

    /// An empty site that registers DOIs.
    pub(crate) async fn with_registrar(registrar: Registrar) -> Self {
        let asks = Asks { private_addresses: true, registrar: Some(registrar), ..Asks::default() };
        Self::asking(tempfile::tempdir().unwrap(), Index::in_memory().unwrap(), 100, asks).await
    }

    /// An empty site that people may sign in to through providers, and that asks services.
    pub(crate) async fn with_providers_and_lookups(providers: Providers, lookups: LookupSettings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let asks = Asks { private_addresses: true, lookups, providers, ..Asks::default() };
        Self::asking(folder, Index::in_memory().unwrap(), 100, asks).await
    }

    /// An empty site that people may sign in to through providers; it sends mail where a server is named.
    pub(crate) async fn with_providers(providers: Providers, mail: Option<&str>) -> Self {
        let mailer = mail.map(|mail| Mailer::new(mail, "parvis@example.org", "Parvis", "parvis.example.org").unwrap());
        let folder = tempfile::tempdir().unwrap();
        let asks = Asks { private_addresses: true, mailer, providers, ..Asks::default() };
        Self::asking(folder, Index::in_memory().unwrap(), 100, asks).await
    }

    async fn asking(folder: tempfile::TempDir, index: Index, oai_page_size: usize, asks: Asks) -> Self {
        let Asks { private_addresses, mailer, lookups, providers, visits, registrar, blobs } = asks;
        let clock = Clock::fixed("2026-11-21T12:00:00Z".parse().unwrap());
        let database = Database::new(&folder.path().join(DATABASE)).await;
        let store = database.open().await;
        let site = SiteIdentity {
            name: "Parvis".to_owned(),
            base_url: BASE_URL.to_owned(),
            admin_email: "parvis@example.org".to_owned(),
            oai_page_size,
            oai_friends: vec!["https://ami.example.org/oai".to_owned()],
            metadata_licence: Some("https://creativecommons.org/publicdomain/zero/1.0/".to_owned()),
            token_key: [7; 32],
        };
        let sandbox = Sandbox {
            program: program(),
            memory_bytes: 512_000_000,
            wall: Duration::from_mins(1),
            output_bytes: 50_000_000,
        };
        let repository = Repository::new(Parts {
            store,
            blobs: blobs.unwrap_or_else(Blobs::in_memory),
            index,
            clock: clock.clone(),
            sandbox,
            site,
            max_upload_bytes: 5_000_000,
            draft_days: 180,
            notify_trusted: Vec::new(),
            work_added: tokio::sync::Notify::new(),
            mailer,
            vault: Vault::new(&[7; 32]),
            providers,
            net: net(private_addresses),
            lookups,
            registrar,
            visits: Visits::new(visits),
            readings: tokio::sync::Semaphore::new(2),
            drawings: Drawings::new(2),
            oai_requests: Arc::new(tokio::sync::Semaphore::new(OAI_REQUESTS)),
            lists: Arc::new(tokio::sync::Semaphore::new(MOST_LISTS)),
            keeping: Keeping::default(),
            beside: BesideCache::default(),
            usage: Usage::default(),
            totals: Totals::default(),
            operations: Operations::new(Care::default(), clock.now()),
            barometer: BarometerCache::default(),
            reminders: ReminderRules::default(),
            targets: parvis::compliance::targets::read_targets(TARGETS).unwrap(),
            rules: Arc::new(parvis::compliance::policies::PolicyTable::parse(POLICY_RULES).unwrap()),
        });
        let router = router(Site::new(repository.clone(), SiteSettings::new(BASE_URL, "Parvis")));
        Self { repository, clock, router, database, _folder: folder }
    }

    /// Changes what is kept behind the back of the site.
    pub(crate) async fn tamper(&self, change: &str) {
        self.database.run(change).await;
        // Pages are kept until this process writes: what comes from elsewhere shows a moment later.
        self.repository.store().note_change();
    }

    /// Serves the site on a port of this machine, and gives its address.
    pub(crate) async fn serve(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let router = self.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        root
    }

    /// Hands a file in without running its job.
    pub(crate) async fn submit(&self, metadata: Metadata, bytes: &[u8]) -> Result<Submission, Error> {
        self.submit_for(metadata, bytes, ReviewMode::Auto).await
    }

    /// Hands a file in for a person to review, or not.
    pub(crate) async fn submit_for(
        &self,
        metadata: Metadata,
        bytes: &[u8],
        review: ReviewMode,
    ) -> Result<Submission, Error> {
        let deposit = NewDeposit {
            metadata,
            file_name: "article.pdf".to_owned(),
            origin: DepositOrigin::Ingest,
            review,
            depositor: None,
            version_of: None,
        };
        let chunks: Vec<Result<Bytes, std::io::Error>> =
            bytes.chunks(1_000).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
        self.repository.submit(deposit, futures_util::stream::iter(chunks)).await
    }

    /// Hands a file in and runs its jobs: a published article.
    pub(crate) async fn publish(&self, sidecar: &str, bytes: &[u8]) -> ArticleId {
        let metadata = serde_json::from_str(sidecar).unwrap();
        let (_, article) = created(self.submit(metadata, bytes).await.unwrap());
        self.work().await;
        article
    }

    /// Runs jobs until none is due.
    pub(crate) async fn work(&self) {
        Worker::new(self.repository.clone(), "test").drain().await.unwrap();
    }

    /// `GET` of a path.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    /// `GET` of a path with headers.
    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// `POST` of a form.
    pub(crate) async fn post(&self, path: &str, form: &str) -> Answer {
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// Any request.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 50_000_000).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Ends the test: no job may be left, waiting or given up.
    pub(crate) async fn finish(self) {
        let counts = self.repository.store().job_counts().await.unwrap();
        assert_eq!((counts.pending, counts.running, counts.failed), (0, 0, 0), "jobs were left behind");
    }
}

/// The way to servers on this machine, by a clock that jumps instead of waiting.
fn net(private_addresses: bool) -> Net {
    let settings = NetSettings {
        user_agent: "parvis-test/1.0".to_owned(),
        contact: Some("parvis@example.org".to_owned()),
        delay: Duration::ZERO,
        private_addresses,
        max_file_bytes: 5_000_000,
        openalex_key: Some("clef-secrete".to_owned()),
        files: None,
    };
    Net::with_clock(settings, Arc::new(server::JumpingClock::default()))
}

/// A generated article as the index has it; the database numbers from 1.
fn entry(number: u64) -> Entry {
    let metadata = generate::article(number);
    let id = i64::try_from(number).unwrap() + 1;
    let (titles, year, language) = (metadata.titles.clone(), metadata.year(), metadata.language.unwrap());
    Entry { titles, year, language, added_us: Some(id), ..Entry::new(ArticleId(id)) }
}

/// The numbers of a deposit that was new.
pub(crate) fn created(submission: Submission) -> (DepositId, ArticleId) {
    match submission {
        Submission::Created(deposit, article) => (deposit, article),
        other => panic!("expected a new deposit, got {other:?}"),
    }
}

/// The program under test, for the child that reads files and for whole-process tests.
pub(crate) fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_parvis"))
}

/// A folder of the real PDFs to measure on, when they lie beside the project.
pub(crate) fn corpus(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

/// The sample articles.
pub(crate) fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}
