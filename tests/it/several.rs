//! Several processes on one site: a PostgreSQL database, a search server, a folder of files that all of them see.
//!
//! Most of it runs where `PARVIS_TEST_POSTGRES` and `PARVIS_TEST_OPENSEARCH` name servers (`tests/run --only opensearch`).

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use parvis::search::{Index, ServerSettings};

use crate::ingest::{parvis, stdout};
use crate::support::database::{Database, server};
use crate::support::{TestSite, pdf};

/// Articles that are taken in.
const ARTICLES: u32 = 40;
/// Looks at something that another process brings about, a quarter of a second apart.
const LOOKS: u32 = 240;

/// A site that several processes share.
struct Shared {
    data: tempfile::TempDir,
    url: String,
    search: String,
}

/// A process, killed with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Shared {
    /// An empty site; `None`, and a word about it, where a server is missing.
    async fn new() -> Option<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let search = std::env::var("PARVIS_TEST_OPENSEARCH").ok().filter(|host| !host.is_empty());
        let (Some(database), Some(search)) = (server(), search) else {
            println!("skipped: PARVIS_TEST_POSTGRES or PARVIS_TEST_OPENSEARCH names no server");
            return None;
        };
        let data = tempfile::tempdir().unwrap();
        let Database::Postgres { url, .. } = Database::on(&database, data.path().join("sources")).await else {
            panic!("no PostgreSQL");
        };
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        Some(Self { data, url, search: format!("{search}/several-{}-{number}", std::process::id()) })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = parvis(self.data.path(), arguments);
        command.env("DATABASE_URL", &self.url).env("PARVIS_SEARCH", &self.search).env("PARVIS_SEARCH_REPLICAS", "0");
        command
    }

    fn start(&self, arguments: &[&str], port: u16) -> Process {
        let mut command = self.command(arguments);
        command.env("PARVIS_LISTEN", format!("127.0.0.1:{port}")).env("PARVIS_LOG", "warn");
        Process(command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().unwrap())
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The answer of a process that serves, `None` while it does not.
fn get(port: u16, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    Some(String::from_utf8_lossy(&answer).into_owned())
}

/// Waits until something is so, for a bounded time.
fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..LOOKS {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(250));
    }
    panic!("{what}: not within a minute");
}

fn articles(folder: &Path, numbers: std::ops::Range<u32>) {
    for number in numbers {
        let text = format!("Article numéro {number} sur les lacs gelés du Nord");
        std::fs::write(folder.join(format!("{number}.pdf")), pdf(&[&text, "Deuxième page"])).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_processes_any_may_die_and_nothing_is_lost_or_doubled() {
    let Some(site) = Shared::new().await else { return };
    let files = tempfile::tempdir().unwrap();
    let folder = files.path().to_str().unwrap();
    articles(files.path(), 0..ARTICLES);
    let [one, two] = [(), ()].map(|()| free_port());
    let mut dying = vec![site.start(&["serve"], one)];
    let serving = site.start(&["serve"], two);
    dying.push(site.start(&["worker"], 0));
    let working = site.start(&["worker"], 0);
    wait_until("both serve", || [one, two].iter().all(|port| get(*port, "/healthz").is_some()));
    let mut taking = Process(site.command(&["ingest", folder]).stdout(Stdio::null()).spawn().unwrap());
    wait_until("work is under way", || get(two, "/recherche?q=lacs").is_some_and(|page| page.contains("/articles/")));
    // Kills one of each in the middle, and the command that hands the work in.
    dying.clear();
    taking.0.kill().unwrap();
    taking.0.wait().unwrap();
    let again = site.command(&["ingest", folder]).output().unwrap();
    assert!(again.status.success(), "{}{}", stdout(&again), String::from_utf8_lossy(&again.stderr));
    let expected = format!("{ARTICLES} articles checked; jobs: 0 waiting, 0 given up");
    let verify = || site.command(&["verify"]).output().unwrap();
    wait_until("everything is done once", || {
        let verified = verify();
        verified.status.success() && stdout(&verified).contains(&expected)
    });
    let third = site.command(&["ingest", folder]).output().unwrap();
    assert!(stdout(&third).contains(&format!("0 added, {ARTICLES} already here")), "{}", stdout(&third));
    // What one process publishes the others show, to those who search as well.
    let more = tempfile::tempdir().unwrap();
    std::fs::write(more.path().join("a.pdf"), pdf(&["Une seule étude sur les ornithorynques"])).unwrap();
    assert!(site.command(&["ingest", more.path().to_str().unwrap()]).output().unwrap().status.success());
    wait_until("the other process shows it", || {
        get(two, "/recherche?q=ornithorynques").is_some_and(|page| page.contains("/articles/"))
    });
    // A new index takes the place of the old one while the site is searched.
    let rebuilt = site.command(&["reindex"]).output().unwrap();
    assert!(rebuilt.status.success(), "{}", String::from_utf8_lossy(&rebuilt.stderr));
    assert!(verify().status.success());
    drop((serving, working));
}

#[tokio::test]
async fn processes_with_an_index_of_their_own_do_not_share_a_database() {
    let Some(site) = Shared::new().await else { return };
    let port = free_port();
    let mut alone = site.command(&["serve"]);
    alone.env_remove("PARVIS_SEARCH").env("PARVIS_LISTEN", format!("127.0.0.1:{port}")).env("PARVIS_LOG", "warn");
    let alone = Process(alone.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    wait_until("it serves", || get(port, "/healthz").is_some());
    let elsewhere = tempfile::tempdir().unwrap();
    let mut second = parvis(elsewhere.path(), &["serve"]);
    second.env("DATABASE_URL", &site.url).env("PARVIS_LISTEN", format!("127.0.0.1:{}", free_port()));
    let worker = site.command(&["worker"]);
    for mut refused in [second, worker] {
        let refused = refused.output().unwrap();
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains("PARVIS_SEARCH"), "{said}");
    }
    drop(alone);
    let mut without = parvis(elsewhere.path(), &["worker"]);
    let said = String::from_utf8_lossy(&without.output().unwrap().stderr).into_owned();
    assert!(said.contains("DATABASE_URL") && said.contains("PARVIS_SEARCH"), "{said}");
}

#[tokio::test]
async fn a_search_server_that_does_not_answer_leaves_the_rest_of_the_site_up() {
    let settings = ServerSettings {
        hosts: vec![format!("http://127.0.0.1:{}", free_port())],
        prefix: "personne".to_owned(),
        account: None,
        token: None,
        shards: 1,
        replicas: 0,
        patience: Duration::from_secs(20),
        user_agent: "parvis-test".to_owned(),
    };
    let opened = tokio::task::spawn_blocking(|| Index::connect(settings)).await.unwrap().unwrap();
    let site = TestSite::searching(opened.index).await;
    for path in ["/", "/etat", "/oai?verb=Identify"] {
        assert_eq!(site.get(path).await.status, 200, "{path}");
    }
    let page = site.get("/recherche?q=neige").await;
    assert_eq!(page.status, 503);
    assert!(page.text().contains("La recherche ne répond pas"), "{}", page.text());
    assert_eq!(site.get("/api/v1/articles?q=neige").await.status, 503);
    // What is to be indexed waits as if it had not been tried.
    let store = site.repository.store();
    let id = parvis::domain::ArticleId(1);
    let mut tx = store.begin().await.unwrap();
    tx.add_job(parvis::domain::job::Job::Index(id), site.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    for _ in 0..7 {
        site.work().await;
        site.clock.advance_seconds(30);
    }
    let jobs = store.job_counts().await.unwrap();
    assert_eq!((jobs.pending, jobs.failed), (1, 0));
}
