//! SIGKILL while the site is served: programs deposit over the REST API, a folder is taken in beside them, the worker
//! reads, publishes and indexes. Whatever a program was told to be here is here afterwards.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;
use std::time::Duration;

use parvis::app::App;
use parvis::config::Config;
use parvis::domain::DepositId;
use parvis::domain::ids::DraftId;
use parvis::domain::user::{Role, Scope};
use parvis::service::NewToken;
use serde_json::Value;

use super::{Killer, articles, rounds, timed, with};
use crate::ingest::parvis;
use crate::support::program::form;
use crate::support::{pdf, program};

/// Longest time that a server is left at work before it is killed.
const LONGEST: Duration = Duration::from_millis(1_800);
/// Deposits begun with each server, at most.
const MOST: u32 = 40;

/// What programs were told to be here.
#[derive(Default)]
struct Told {
    drafts: BTreeSet<i64>,
    deposits: BTreeSet<i64>,
}

pub(super) async fn open(data: &Path) -> App {
    let named = |name: &str| (name == "PARVIS_DATA").then(|| data.display().to_string());
    App::visit(&Config::read(None, named).unwrap(), program()).await.unwrap()
}

/// The token of a program that may deposit.
pub(crate) async fn token(data: &Path) -> String {
    let app = open(data).await;
    let role = Role::Depositor;
    let id = app.repository.put_user("depot@example.org", "Dépôt", role, "un bon mot de passe").await.unwrap();
    let user = app.repository.account(id).await.unwrap().user;
    let wanted = NewToken { name: "essai".to_owned(), scopes: vec![Scope::Read, Scope::Deposit], days: 30 };
    let token = app.repository.add_token(&user, &wanted).await.unwrap();
    app.repository.store().close().await;
    token
}

/// An address that was free a moment ago.
pub(crate) fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Waits until somebody listens.
pub(crate) fn wait_for(address: SocketAddr) {
    for _ in 0..600 {
        if TcpStream::connect(address).is_ok() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("nobody listens on {address}");
}

/// A request of a program; `None` where the answer does not come whole.
pub(crate) fn ask(
    address: SocketAddr,
    (method, path): (&str, &str),
    token: &str,
    (media_type, body): (&str, &[u8]),
) -> Option<(u16, Value)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\
         Accept-Language: en\r\n\
         Content-Type: {media_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    // A server that refuses a body early may answer before it is sent.
    let _ = stream.write_all(&[head.as_bytes(), body].concat());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let text = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    // Chunked or not: the document is what stands between the first brace and the last.
    let json = body.get(body.find('{')?..=body.rfind('}')?)?;
    Some((status, serde_json::from_str(&json.replace("\r\n", "")).ok()?))
}

/// A draft of an article with a text of its own.
pub(crate) fn draft(address: SocketAddr, token: &str, title: &str, file: &[u8]) -> Option<(u16, Value)> {
    let metadata = serde_json::json!({"title": {"fr": title}, "authors": [{"family": "Roy", "given": "Anne"}],
        "language": "fr", "type": "journal_article", "version": "AM", "licence": "CC-BY-4.0", "access": "open",
        "dates": {"online": "2026-03"}, "awards": [{"funder": "frqnt", "number": "312345"}]});
    let (media_type, body) =
        form(&[("metadata", None, metadata.to_string().as_bytes()), ("file", Some("a.pdf"), file)]);
    ask(address, ("POST", "/api/v1/drafts"), token, (&media_type, &body))
}

/// Deposits one article after the other until the server is gone.
fn deposit(address: SocketAddr, token: &str, round: u32, told: &Mutex<Told>) -> Option<()> {
    for number in 0..MOST {
        let title = format!("Dépôt {round}-{number}");
        let (status, made) = draft(address, token, &title, &pdf(&[&title, "Deuxième page"]))?;
        assert_eq!(status, 201, "{made}");
        let id = made["id"].as_i64()?;
        told.lock().unwrap().drafts.insert(id);
        let path = format!("/api/v1/drafts/{id}/submission");
        let sure = ("application/json", &br#"{"rights_confirmed": true}"#[..]);
        let (status, handed) = ask(address, ("POST", &path), token, sure)?;
        assert_eq!(status, 201, "{handed}");
        told.lock().unwrap().deposits.insert(handed["id"].as_i64()?);
    }
    Some(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_served_site_survives_kills_with_every_deposit_that_was_confirmed() {
    let mut killer = Killer::new("serve");
    for _ in 0..rounds() {
        killed_while_serving(&mut killer).await;
    }
    killer.tell();
}

/// A site that is killed four times: work that meets five kills is given up, for a person to look at.
async fn killed_while_serving(killer: &mut Killer) {
    let [data, files] = [(), ()].map(|()| tempfile::tempdir().unwrap());
    timed(parvis(data.path(), &["reindex"]));
    let token = token(data.path()).await;
    let told = Mutex::new(Told::default());
    let kills = 4;
    for round in 0..kills {
        articles(files.path(), 4 * round..4 * (round + 1));
        let address = free_address();
        let listen = [("PARVIS_LISTEN", address.to_string()), ("PARVIS_API_RATE", "0".to_owned())];
        let environment: Vec<(&str, &str)> = listen.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut server =
            with(data.path(), &environment, &["serve"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait_for(address);
        let beside = parvis(data.path(), &["ingest", files.path().to_str().unwrap()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        std::thread::scope(|scope| {
            scope.spawn(|| deposit(address, &token, round, &told));
            std::thread::sleep(killer.moments.within(LONGEST));
            killer.killed += u32::from(server.try_wait().unwrap().is_none());
            server.kill().unwrap();
            server.wait().unwrap();
        });
        // It would wait for a worker.
        let mut beside = beside.unwrap();
        beside.kill().unwrap();
        beside.wait().unwrap();
        killer.look(data.path(), &[]);
    }
    // Whatever is in the queue is done by whoever works next.
    timed(parvis(data.path(), &["ingest", files.path().to_str().unwrap()]));
    let report = killer.look(data.path(), &[]);
    assert_eq!((&report["jobs"]["pending"], &report["jobs"]["failed"]), (&0.into(), &0.into()), "{report:#}");
    assert_eq!(report["articles"], 4 * kills, "every article of the folder exactly once");
    let app = open(data.path()).await;
    let told = told.into_inner().unwrap();
    for id in &told.drafts {
        assert!(app.repository.store().find_draft(DraftId(*id)).await.unwrap().is_some(), "draft {id}");
    }
    for id in &told.deposits {
        let item = app.repository.review_item(DepositId(*id)).await.unwrap();
        assert_eq!(item.state.code(), "in_review", "deposit {id}");
    }
    println!("{} drafts and {} deposits were confirmed", told.drafts.len(), told.deposits.len());
    app.repository.store().close().await;
}
