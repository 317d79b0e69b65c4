//! Connections to a PostgreSQL server that are cut at any moment, by a proxy on the loopback.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parvis::store::Store;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use super::{Moments, articles, look, rounds, timed, with};
use crate::support::database::{Database, server};

/// Passes bytes on, until it is told to cut all connections.
struct Proxy {
    address: SocketAddr,
    cut: Arc<Notify>,
    /// Whether new connections are refused.
    closed: Arc<AtomicBool>,
}

impl Proxy {
    async fn start(to: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self { address: listener.local_addr().unwrap(), cut: Arc::default(), closed: Arc::default() };
        let (cut, closed) = (Arc::clone(&proxy.cut), Arc::clone(&proxy.closed));
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let (cut, closed, to) = (Arc::clone(&cut), Arc::clone(&closed), to.clone());
                tokio::spawn(async move {
                    if closed.load(Ordering::Relaxed) {
                        return;
                    }
                    let Ok(mut far) = TcpStream::connect(to).await else { return };
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        () = cut.notified() => {}
                    }
                });
            }
        });
        proxy
    }

    fn cut(&self) {
        self.cut.notify_waiters();
    }
}

/// A blank database, its address, and the same behind a proxy; nothing where there is no server.
async fn behind_a_proxy(folder: &std::path::Path) -> Option<(String, String, Proxy)> {
    let Some(server) = server() else {
        println!("skipped: PARVIS_TEST_POSTGRES names no server");
        return None;
    };
    let Database::Postgres { url, .. } = Database::on(&server, folder.join("sources")).await else { return None };
    let place = url.split_once('@')?.1.split_once('/')?.0.to_owned();
    let proxy = Proxy::start(place.clone()).await;
    let through = url.replacen(&place, &proxy.address.to_string(), 1);
    Some((url, through, proxy))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_whose_database_connections_are_cut_loses_nothing() {
    let mut moments = Moments::new("cut connections");
    let [data, files] = [(), ()].map(|()| tempfile::tempdir().unwrap());
    let Some((url, through, proxy)) = behind_a_proxy(data.path()).await else { return };
    articles(files.path(), 0..14);
    let folder = files.path().to_str().unwrap();
    for _ in 0..2 * rounds() {
        let mut taking =
            tokio::process::Command::from(with(data.path(), &[("DATABASE_URL", &through)], &["ingest", folder]));
        let mut child = taking.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
        for _ in 0..4 {
            tokio::time::sleep(moments.within(Duration::from_millis(500))).await;
            proxy.cut();
        }
        // It goes on with new connections, or ends with an error; both within its own patience.
        tokio::time::timeout(Duration::from_mins(2), child.wait()).await.unwrap().unwrap();
        look(data.path(), &[("DATABASE_URL", &url)], &["file_unnamed"]);
    }
    timed(with(data.path(), &[("DATABASE_URL", &url)], &["ingest", folder]));
    let (report, _) = look(data.path(), &[("DATABASE_URL", &url)], &["file_unnamed"]);
    assert_eq!((&report["articles"], &report["records"]), (&14.into(), &14.into()), "{report:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_loses_its_lock_takes_no_jobs_until_it_has_it_again() {
    let data = tempfile::tempdir().unwrap();
    let Some((url, through, proxy)) = behind_a_proxy(data.path()).await else { return };
    let own = Store::connect(&through, data.path().join("a")).await.unwrap();
    let other = Store::connect(&url, data.path().join("b")).await.unwrap();
    let held = own.claim_work().await.unwrap();
    assert!(held.is_some() && own.may_work());
    proxy.closed.store(true, Ordering::Relaxed);
    proxy.cut();
    until(|| !own.may_work()).await;
    // The server has seen the connection end, so that another process may have the lock.
    let mut theirs = None;
    for _ in 0..300 {
        theirs = other.claim_work().await.unwrap();
        if theirs.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(theirs.is_some());
    proxy.closed.store(false, Ordering::Relaxed);
    assert!(!own.may_work(), "two processes would work at once");
    drop(theirs);
    until(|| own.may_work()).await;
    drop(held);
}

/// Waits for something that must come, within a time that only a broken program needs.
async fn until(come: impl Fn() -> bool) {
    for _ in 0..1_200 {
        if come() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it never came");
}
