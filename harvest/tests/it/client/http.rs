//! Statuses, pauses, limits, redirects.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use harvest::client::{HarvestError, HttpSettings};
use tokio::io::AsyncWriteExt;

use super::all;
use super::delivered;
use super::server::{Answer, Server, envelope, harvester, identify, numbers, settings};

fn seconds(pauses: &[Duration]) -> Vec<u64> {
    pauses.iter().map(Duration::as_secs).collect()
}

#[tokio::test]
async fn a_request_names_the_harvester_and_a_person_and_asks_for_gzip() {
    let server = Server::of(vec![numbers(0..1, "")]).await;
    let (client, _) = harvester(HttpSettings { from: Some("a@example.org".to_owned()), ..settings() });
    client.identify(&server.base_url).await.unwrap();
    let head = server.asked()[0].head.to_ascii_lowercase();
    for line in ["user-agent: test-harvester/1.0\r\n", "from: a@example.org\r\n", "accept-encoding: gzip\r\n"] {
        assert!(head.contains(line), "{head}");
    }
}

#[tokio::test]
async fn an_overloaded_server_is_left_alone_as_long_as_it_asks() {
    let server = Server::of(vec![
        Answer::new(503, "later").with("Retry-After", "7"),
        Answer::new(429, "later")
            .with("Retry-After", "Mon, 04 May 2026 12:00:30 GMT")
            .with("Date", "Mon, 04 May 2026 12:00:10 GMT"),
        numbers(0..3, ""),
    ])
    .await;
    let (client, clock) = harvester(settings());
    let (pages, _) = all(client.harvest(server.plan(), None).unwrap()).await;
    assert_eq!(delivered(&pages), [0, 1, 2]);
    assert_eq!(seconds(&clock.pauses.lock().unwrap()), [7, 20]);
}

#[tokio::test]
async fn without_a_word_from_the_server_pauses_double() {
    let server = Server::of(vec![Answer::new(503, ""), Answer::new(502, ""), numbers(0..1, "")]).await;
    let (client, clock) = harvester(settings());
    all(client.harvest(server.plan(), None).unwrap()).await;
    assert_eq!(seconds(&clock.pauses.lock().unwrap()), [1, 2]);
}

#[tokio::test]
async fn a_server_that_wants_to_be_left_alone_for_long_is_left_alone() {
    let server = Server::of(vec![Answer::new(503, "").with("Retry-After", "86400")]).await;
    let (client, clock) = harvester(settings());
    let error = client.harvest(server.plan(), None).unwrap().next_page().await.unwrap_err();
    let day = Duration::from_hours(24);
    assert!(matches!(error, HarvestError::Busy { status: 503, retry_after: Some(asked) } if asked == day), "{error}");
    assert!(clock.pauses.lock().unwrap().is_empty());
}

#[tokio::test]
async fn tries_end_and_a_status_is_told_with_the_beginning_of_its_body() {
    let server = Server::of(vec![Answer::new(500, "ORA-01555:\n  snapshot too old")]).await;
    let (client, _) = harvester(settings());
    let mut harvest = client.harvest(server.plan(), None).unwrap();
    let error = harvest.next_page().await.unwrap_err();
    let HarvestError::Status { status, excerpt } = error else { panic!("{error}") };
    assert_eq!((status, excerpt.as_str()), (500, "ORA-01555: snapshot too old"));
    assert_eq!(server.lists().len(), 3);
    let missing = Server::of(vec![Answer::new(404, "no such page")]).await;
    let error = client.harvest(missing.plan(), None).unwrap().next_page().await.unwrap_err();
    assert!(matches!(error, HarvestError::Status { status: 404, .. }), "{error}");
    assert_eq!(missing.lists().len(), 1);
}

#[tokio::test]
async fn an_answer_of_the_protocol_is_read_whatever_its_status() {
    let server = Server::of(vec![Answer::new(422, envelope("<error code='noRecordsMatch'/>"))]).await;
    let (client, _) = harvester(settings());
    let (pages, _) = all(client.harvest(server.plan(), None).unwrap()).await;
    assert!(pages.is_empty());
}

#[tokio::test]
async fn the_page_of_a_firewall_is_named_by_its_title() {
    let page = "<!DOCTYPE html><html><head><title>Request Rejected</title></head><body>Support ID</body></html>";
    for answer in [Answer::html(200, page), Answer::html(403, page), Answer::ok(page)] {
        let server = Server::of(vec![answer]).await;
        let (client, _) = harvester(settings());
        let error = client.harvest(server.plan(), None).unwrap().next_page().await.unwrap_err();
        assert!(matches!(&error, HarvestError::Html { title, .. } if title == "Request Rejected"), "{error}");
    }
}

#[tokio::test]
async fn silence_is_not_endured() {
    let fast = HttpSettings {
        max_retries: 0,
        answer_timeout: Duration::from_millis(50),
        idle_timeout: Duration::from_millis(50),
        ..settings()
    };
    let silent = Server::start(|_| Answer::ok("<OAI-PMH ").stalled(0)).await;
    let (client, _) = harvester(fast.clone());
    let error = client.identify(&silent.base_url).await.unwrap_err();
    assert!(matches!(error, HarvestError::TimedOut { .. }), "{error}");
    let slow = Server::start(|_| Answer::ok("<OAI-PMH ").stalled(5)).await;
    let patient = HttpSettings {
        idle_timeout: Duration::from_hours(1),
        total_timeout: Duration::from_millis(50),
        ..fast.clone()
    };
    let error = harvester(patient).0.identify(&slow.base_url).await.unwrap_err();
    assert!(matches!(error, HarvestError::TimedOut { phase: "the whole answer", .. }), "{error}");
    let dead = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", dead.local_addr().unwrap());
    let error = client.identify(&url).await.unwrap_err();
    assert!(matches!(error, HarvestError::TimedOut { phase: "the head of the answer", .. }), "{error}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_again_and_then_reported() {
    let (client, clock) = harvester(settings());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let error = client.identify(&url).await.unwrap_err();
    assert!(matches!(error, HarvestError::Unreachable { .. }), "{error}");
    assert_eq!(clock.pauses.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_not_believed_under_https() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/oai", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
    });
    let brief = Duration::from_secs(10);
    let (client, _) = harvester(HttpSettings { max_retries: 0, answer_timeout: brief, ..settings() });
    let error = client.identify(&url).await.unwrap_err();
    assert!(matches!(error, HarvestError::Unreachable { .. }), "{error}");
}

#[tokio::test]
async fn settings_that_no_header_can_hold_are_refused() {
    for settings in [HttpSettings::new("a\nb"), HttpSettings { from: Some("a\r\nX: y".to_owned()), ..settings() }] {
        assert!(matches!(harvest::client::Harvester::new(settings), Err(HarvestError::Settings(_))));
    }
}

#[tokio::test]
async fn an_answer_has_a_largest_size_also_when_it_is_compressed() {
    let bomb = format!("{}{}", identify("YYYY-MM-DD"), " ".repeat(5_000_000));
    for answer in [Answer::ok(bomb.clone()), Answer::ok(bomb).gzip()] {
        let server = Server::start(move |_| answer.clone()).await;
        let (client, _) = harvester(HttpSettings { max_answer_bytes: 1_000_000, ..settings() });
        let error = client.identify(&server.base_url).await.unwrap_err();
        assert!(matches!(error, HarvestError::TooLarge { limit_bytes: 1_000_000 }), "{error}");
    }
}

#[tokio::test]
async fn gzip_is_read_and_other_codings_are_refused() {
    let server = Server::of(vec![numbers(0..50, "").gzip()]).await;
    let (client, _) = harvester(settings());
    let (pages, _) = all(client.harvest(server.plan(), None).unwrap()).await;
    assert_eq!(delivered(&pages), (0..50).collect::<Vec<_>>());
    let other = Server::of(vec![numbers(0..1, "").with("Content-Encoding", "br")]).await;
    let error = client.harvest(other.plan(), None).unwrap().next_page().await.unwrap_err();
    assert!(matches!(&error, HarvestError::Coding(coding) if coding == "br"), "{error}");
}

#[tokio::test]
async fn redirects_are_followed_on_the_same_host_only() {
    let moved = Server::start(|asked| match asked.path() {
        "/oai" => Answer::redirect("/server/oai/request?verb=Identify"),
        "/server/oai/request" => Answer::ok(identify("YYYY-MM-DD")),
        "/away" => Answer::redirect("http://localhost:1/oai"),
        "/circle" => Answer::redirect("/circle?verb=Identify"),
        path => Answer::redirect(&format!("{path}x")),
    })
    .await;
    let (client, _) = harvester(settings());
    assert_eq!(client.identify(&moved.base_url).await.unwrap().name, "Dépôt");
    for path in ["/away", "/circle", "/chain"] {
        let url = moved.base_url.replace("/oai", path);
        let error = client.identify(&url).await.unwrap_err();
        assert!(matches!(error, HarvestError::Redirect { .. }), "{path}: {error}");
    }
    assert_eq!(moved.asked().iter().filter(|asked| asked.path().starts_with("/chain")).count(), 6);
}

#[tokio::test]
async fn the_caller_decides_which_addresses_are_asked_redirects_included() {
    let server = Server::start(|_| Answer::redirect("/private")).await;
    let (client, _) = harvester(HttpSettings { allow: Arc::new(|url| url.path() != "/private"), ..settings() });
    let error = client.identify(&server.base_url).await.unwrap_err();
    assert!(matches!(error, HarvestError::Forbidden(_)), "{error}");
    assert_eq!(server.asked().len(), 1);
    for address in ["file:///etc/passwd", "ftp://example.org/", "oai", ""] {
        let error = client.identify(address).await.unwrap_err();
        assert!(matches!(error, HarvestError::Address(_)), "{error}");
    }
}

#[tokio::test]
async fn a_host_gets_one_request_at_a_time_with_a_pause_between() {
    let server = Server::start(|_| Answer::ok(identify("YYYY-MM-DD"))).await;
    let (client, clock) = harvester(HttpSettings { min_delay: Duration::from_secs(3), ..settings() });
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let (client, url) = (client.clone(), server.base_url.clone());
            tokio::spawn(async move { client.identify(&url).await.unwrap() })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(server.most_at_once.load(Ordering::SeqCst), 1);
    assert_eq!(seconds(&clock.pauses.lock().unwrap()), [3, 3, 3]);
}

#[tokio::test]
async fn addresses_that_may_not_be_asked_are_not_even_behind_a_name() {
    let server = Server::of(vec![numbers(0..1, "")]).await;
    let private = HttpSettings { allow_address: Arc::new(|address| !address.is_loopback()), ..settings() };
    let (client, _) = harvester(HttpSettings { max_retries: 0, ..private });
    let error = client.identify(&server.base_url).await.unwrap_err();
    assert!(matches!(error, HarvestError::Forbidden(_)), "{error}");
    let named = server.base_url.replace("127.0.0.1", "localhost");
    let error = client.identify(&named).await.unwrap_err();
    assert!(matches!(error, HarvestError::Unreachable { .. }), "{error}");
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn a_file_comes_as_it_is_and_a_missing_one_is_an_error() {
    let server = Server::start(|asked| match asked.path() {
        "/file.pdf" => Answer::new(200, b"%PDF-1.4 \xFF\x00".to_vec()),
        "/half.pdf" => Answer::new(200, b"%PDF-1.4 and the rest".to_vec()).cut(8),
        _ => Answer::html(404, "<html><title>Perdu</title></html>"),
    })
    .await;
    let (client, _) = harvester(settings());
    let at = |path: &str| server.base_url.replace("/oai", path);
    assert_eq!(client.get_file(&at("/file.pdf")).await.unwrap(), b"%PDF-1.4 \xFF\x00");
    assert!(matches!(client.get_file(&at("/half.pdf")).await, Err(HarvestError::Truncated(_))));
    assert!(matches!(client.get_file(&at("/lost.pdf")).await, Err(HarvestError::Html { status: 404, .. })));
    let (small, _) = harvester(HttpSettings { max_answer_bytes: 5, ..settings() });
    assert!(matches!(small.get_file(&at("/file.pdf")).await, Err(HarvestError::TooLarge { limit_bytes: 5 })));
}
