//! Sources and their runs: what is asked of other repositories, and that nothing is lost or doubled.

use std::collections::BTreeSet;

use parvis::domain::source::{Fate, RunOutcome, Source, SourceSettings};
use parvis::service::{Error, SourceRequest, Wanted};

use crate::support::TestSite;
use crate::support::server::{Depot, Item, Reply, Server, dc, stamp};

/// Records of articles that nobody links to the FRQ.
pub(crate) fn plain(numbers: std::ops::Range<u32>) -> Vec<Item> {
    let item = |number: u32| {
        let title = format!("Une étude numéro {number} &amp; rien d’autre");
        let xml = dc(&[("title", &title), ("type", "Article"), ("creator", "Roy, Léa"), ("date", "2023")]);
        Item { number, second: u64::from(number), xml: Some(xml) }
    };
    numbers.map(item).collect()
}

pub(crate) fn request(base_url: &str) -> SourceRequest {
    let wanted = Wanted { kind: None, base_url: base_url.to_owned(), prefix: None, set: None };
    SourceRequest { wanted, name: Some("essai".to_owned()), settings: SourceSettings::usual() }
}

pub(crate) async fn add(site: &TestSite, server: &Server) -> Source {
    site.repository.add_source(&request(&server.base_url())).await.unwrap()
}

/// The identifiers' numbers kept of a source.
async fn kept(site: &TestSite, source: &Source) -> Vec<u32> {
    let wanted =
        parvis::store::MirrorSelection { source: source.id, from: jiff::Timestamp::MIN, until: jiff::Timestamp::MAX };
    let records = site.repository.store().list_source_records(&wanted, None, 1_000).await.unwrap();
    records.iter().map(|kept| kept.record.identifier.rsplit(':').next().unwrap().parse().unwrap()).collect()
}

#[tokio::test]
async fn a_source_is_added_with_the_format_that_says_most_under_a_name_of_its_own() {
    let site = TestSite::new().await;
    let mut depot = Depot::new(plain(0..1));
    depot.formats.extend([("rdf", "urn:rdf"), ("oai_openaire", "http://namespace.openaire.eu/schema/oaire/")]);
    let server = Server::start(depot).await;
    let source = add(&site, &server).await;
    assert_eq!((source.place.prefix.as_str(), source.title.as_str()), ("oai_openaire", "Dépôt d’essai"));
    assert_eq!(source.next_run, Some(site.clock.now()), "it is due at once");
    let twice = site.repository.add_source(&request(&server.base_url())).await;
    assert!(matches!(twice, Err(Error::SourceName(_))), "{twice:?}");
    let unnamed = SourceRequest { name: None, ..request(&server.base_url()) };
    assert_eq!(site.repository.add_source(&unnamed).await.unwrap().name.as_str(), "127-0-0-1");
    site.finish().await;
}

#[tokio::test]
async fn what_cannot_be_read_or_asked_is_refused_with_the_reason() {
    let site = TestSite::new().await;
    let mut depot = Depot::new(Vec::new());
    depot.formats = vec![("rdf", "urn:rdf"), ("mets", "urn:mets")];
    let server = Server::start(depot).await;
    let refusal = |base_url: String| {
        let site = &site;
        async move {
            let error = site.repository.add_source(&request(&base_url)).await.unwrap_err();
            let inner = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            format!("{error}: {inner}")
        }
    };
    assert!(refusal(server.base_url()).await.contains("rdf, mets"));
    assert!(refusal("not an address".to_owned()).await.contains("not an address"));
    assert!(site.repository.sources().await.unwrap().is_empty());
    let closed = TestSite::without_private_addresses().await;
    for address in [server.base_url(), "http://localhost/oai".to_owned(), "http://[::1]:9/oai".to_owned()] {
        let error = closed.repository.add_source(&request(&address)).await.unwrap_err();
        let inner = std::error::Error::source(&error).unwrap().to_string();
        assert!(inner.contains("PARVIS_HARVEST_PRIVATE"), "{inner}");
    }
    assert!(server.lists().is_empty());
    site.finish().await;
}

#[tokio::test]
async fn the_second_run_asks_only_for_what_changed_since_with_an_overlap() {
    let site = TestSite::new().await;
    let server = Server::start(Depot::new(plain(0..25))).await;
    let source = add(&site, &server).await;
    let first = site.repository.run_source(&source, |_| ()).await.unwrap();
    assert_eq!((first.outcome, first.tally.pages, first.tally.records), (Some(RunOutcome::Done), 3, 25));
    assert_eq!((first.total, first.tally.kept), (Some(25), 25));
    let second_2026 = 91_195_199; // 2026-11-21T11:59:59Z: one second of overlap.
    server.change(|depot| {
        depot.items[3].second = second_2026 + 5;
        depot.items[3].xml = Some(dc(&[("title", "Un autre titre pour le troisième article")]));
        depot.items.push(Item { number: 99, second: second_2026, xml: depot.items[0].xml.clone() });
    });
    let second = site.repository.run_source(&source, |_| ()).await.unwrap();
    let asked = server.lists();
    assert_eq!(asked[0].get("from"), None);
    assert_eq!(asked.last().unwrap().get("from"), Some(stamp(second_2026).as_str()));
    assert_eq!((second.tally.records, second.tally.unchanged), (2, 0));
    let third = site.repository.run_source(&source, |_| ()).await.unwrap();
    assert_eq!((third.tally.records, third.outcome), (0, Some(RunOutcome::Done)));
    assert_eq!(kept(&site, &source).await.len(), 26);
    site.finish().await;
}

#[tokio::test]
async fn a_run_killed_at_any_page_goes_on_and_ends_with_exactly_the_repository() {
    let site = TestSite::new().await;
    let server = Server::start(Depot::new(plain(0..45))).await;
    let source = add(&site, &server).await;
    for _ in 0..4 {
        // The next page comes, the one after it never does.
        server.change(|depot| depot.stall_at = Some(depot.lists().len() + 1));
        tokio::select! {
            run = site.repository.run_source(&source, |_| ()) => panic!("it ended: {run:?}"),
            () = server.stalled.notified() => {}
        }
    }
    server.change(|depot| depot.stall_at = None);
    let last = site.repository.run_source(&source, |_| ()).await.unwrap();
    assert_eq!((last.outcome, last.tally.records), (Some(RunOutcome::Done), 5));
    assert_eq!(kept(&site, &source).await, (0..45).collect::<Vec<_>>());
    let runs = site.repository.source_runs(source.id, 10).await.unwrap();
    let outcomes: Vec<_> = runs.iter().map(|run| run.outcome.unwrap()).collect();
    assert_eq!(outcomes[0], RunOutcome::Done);
    assert!(outcomes[1..].iter().all(|outcome| *outcome == RunOutcome::Interrupted), "{outcomes:?}");
    assert_eq!(runs.iter().map(|run| run.tally.records).sum::<u64>(), 45, "no record came twice");
    site.finish().await;
}

#[tokio::test]
async fn two_runs_of_one_source_never_meet() {
    let site = TestSite::new().await;
    let server = Server::start(Depot::new(plain(0..25))).await;
    let source = add(&site, &server).await;
    server.change(|depot| depot.stall_at = Some(1));
    let mut run = Box::pin(site.repository.run_source(&source, |_| ()));
    tokio::select! {
        run = &mut run => panic!("it ended: {run:?}"),
        () = server.stalled.notified() => {
            let status = site.repository.source_status(source.clone()).await.unwrap();
            assert!(status.is_running);
            let other = site.repository.run_source(&source, |_| ()).await;
            assert!(matches!(other, Err(Error::SourceBusy(_))), "{other:?}");
            assert!(matches!(site.repository.remove_source(source.id).await, Err(Error::SourceBusy(_))));
        }
    }
    drop(run);
    let status = site.repository.source_status(source.clone()).await.unwrap();
    assert!(!status.is_running);
    assert_eq!(status.last.unwrap().outcome, Some(RunOutcome::Interrupted));
    site.finish().await;
}

#[tokio::test]
async fn an_overloaded_source_is_waited_for_and_a_broken_record_costs_no_other() {
    let site = TestSite::new().await;
    let mut depot = Depot::new(plain(0..12));
    depot.instead = vec![Some(Reply::busy(120)), None];
    depot.items[4].xml = Some("<oai_dc:dc>pas fermé".to_owned());
    depot.items[5].xml = Some(dc(&[("title", "caractère \u{1} interdit &nbsp;")]));
    let server = Server::start(depot).await;
    let source = add(&site, &server).await;
    let run = site.repository.run_source(&source, |_| ()).await.unwrap();
    assert_eq!((run.outcome, run.tally.faults), (Some(RunOutcome::Done), 1), "{run:?}");
    assert!(run.tally.repairs.iter().any(|repair| repair == "characters"), "{:?}", run.tally.repairs);
    let all: BTreeSet<u32> = kept(&site, &source).await.into_iter().collect();
    assert_eq!(all, (0..12).filter(|number| *number != 4).collect());
    let faults = site.repository.run_faults(run.id, 10).await.unwrap();
    assert_eq!(faults[0].identifier.as_deref(), Some("oai:depot.example.org:4"));
    site.finish().await;
}

#[tokio::test]
async fn a_page_of_a_firewall_is_told_in_the_status_and_the_next_run_goes_on() {
    let site = TestSite::new().await;
    let mut depot = Depot::new(plain(0..25));
    depot.instead = vec![None, Some(Reply::html(403, "Accès refusé par le pare-feu"))];
    let server = Server::start(depot).await;
    let source = add(&site, &server).await;
    let run = site.repository.run_source(&source, |_| ()).await.unwrap();
    let status = site.repository.source_status(site.repository.source(source.id).await.unwrap()).await.unwrap();
    let error = status.last.unwrap().error.unwrap();
    assert!(error.contains("HTML page") && error.contains("Accès refusé par le pare-feu"), "{error}");
    assert_eq!((run.outcome, run.tally.records), (Some(RunOutcome::Failed), 10));
    assert_eq!(status.source.next_run.unwrap().duration_since(site.clock.now()).as_secs(), 3_600, "sooner than daily");
    let next = site.repository.run_source(&source, |_| ()).await.unwrap();
    assert_eq!((next.outcome, next.tally.records, next.tally.unchanged), (Some(RunOutcome::Done), 15, 0));
    site.finish().await;
}

#[tokio::test]
async fn the_schedule_runs_what_is_due_and_leaves_alone_what_is_paused() {
    let site = TestSite::new().await;
    let server = Server::start(Depot::new(plain(0..3))).await;
    let source = add(&site, &server).await;
    site.repository.pause_source(source.id, true).await.unwrap();
    assert_eq!(site.repository.run_due_sources().await.unwrap(), 0);
    site.repository.pause_source(source.id, false).await.unwrap();
    assert_eq!(site.repository.run_due_sources().await.unwrap(), 1);
    assert_eq!(site.repository.run_due_sources().await.unwrap(), 0, "not before a day has passed");
    site.clock.advance_seconds(86_400);
    assert_eq!(site.repository.run_due_sources().await.unwrap(), 1);
    site.repository.run_source_soon(source.id).await.unwrap();
    assert_eq!(site.repository.run_due_sources().await.unwrap(), 1, "when somebody asks for it");
    let by_hand = SourceSettings { every_seconds: 0, ..SourceSettings::usual() };
    let hand = SourceRequest { name: Some("main".to_owned()), settings: by_hand, ..request(&server.base_url()) };
    site.repository.add_source(&hand).await.unwrap();
    assert_eq!(site.repository.run_due_sources().await.unwrap(), 0);
    site.finish().await;
}

#[tokio::test]
async fn a_removed_source_frees_its_name_and_forgets_what_became_nothing() {
    let site = TestSite::new().await;
    let server = Server::start(Depot::new(plain(0..3))).await;
    let source = add(&site, &server).await;
    site.repository.run_source(&source, |_| ()).await.unwrap();
    let status = site.repository.source_status(source.clone()).await.unwrap();
    assert_eq!((status.records(), status.count(Fate::Kept)), (3, 3));
    site.repository.remove_source(source.id).await.unwrap();
    assert!(site.repository.sources().await.unwrap().is_empty());
    assert!(kept(&site, &source).await.is_empty());
    let again = add(&site, &server).await;
    assert_eq!(site.repository.run_source(&again, |_| ()).await.unwrap().tally.records, 3);
    site.finish().await;
}
