//! Harvesters in numbers: more at once than there are places, and twenty who walk side by side.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use harvest::client::{Harvester, HttpSettings, Plan};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::oai::site_with;
use crate::support::OAI_REQUESTS;

/// A whole answer, head and body, over a connection of its own.
async fn fetch(root: &str, target: &str) -> String {
    let host = root.strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(host).await.unwrap();
    let request = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn h7_too_many_harvesters_at_once_are_told_when_to_come_again_and_then_succeed() {
    const CONNECTIONS: usize = 60;
    let site = site_with(3, 100).await;
    let root = site.serve().await;
    // While this write lasts, no harvest can begin: whoever has a place keeps it.
    let write = site.repository.store().begin().await.unwrap();
    let (sender, mut answers) = tokio::sync::mpsc::unbounded_channel();
    for _ in 0..CONNECTIONS {
        let (root, sender) = (root.clone(), sender.clone());
        tokio::spawn(async move {
            sender.send(fetch(&root, "/oai?verb=ListRecords&metadataPrefix=oai_dc").await).unwrap();
        });
    }
    for _ in OAI_REQUESTS..CONNECTIONS {
        let refused = answers.recv().await.unwrap().to_ascii_lowercase();
        assert!(refused.starts_with("http/1.1 503 "), "{refused}");
        assert!(refused.contains("\r\nretry-after: 5\r\n"), "a whole number of seconds: {refused}");
        assert!(refused.len() < 2_000, "a short answer");
    }
    assert!(answers.is_empty(), "{OAI_REQUESTS} have a place and wait");
    drop(write);
    for _ in 0..OAI_REQUESTS {
        let answered = answers.recv().await.unwrap();
        assert!(answered.starts_with("HTTP/1.1 200 ") && answered.contains("<ListRecords>"), "{answered}");
    }
    let again = fetch(&root, "/oai?verb=ListRecords&metadataPrefix=oai_dc").await;
    assert!(again.starts_with("HTTP/1.1 200 ") && again.contains("<ListRecords>"), "{again}");
    site.finish().await;
}

/// More than there are places, so that some are sent away: our client comes again when it was told to.
#[tokio::test(flavor = "multi_thread")]
async fn t20_twenty_harvesters_side_by_side_each_get_the_complete_list() {
    let site = site_with(9, 2).await;
    let root = site.serve().await;
    let walk = |_| {
        let settings = HttpSettings { min_delay: Duration::ZERO, ..HttpSettings::new("walker/1.0") };
        let plan = Plan::new(&format!("{root}/oai"), "oai_dc");
        async move {
            let mut harvest = Harvester::new(settings).unwrap().harvest(plan, None).unwrap();
            let mut seen = Vec::new();
            while let Some(page) = harvest.next_page().await.unwrap() {
                seen.extend(page.records.into_iter().map(|record| record.header.identifier));
            }
            seen
        }
    };
    for seen in join_all((0..20).map(walk)).await {
        assert_eq!(seen.len(), 9, "{seen:?}");
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 9);
    }
    site.finish().await;
}
