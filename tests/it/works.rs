//! Works of Crossref and OpenAlex by their funder, from services on this machine and from files.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use parvis::domain::deposit::ReviewMode;
use parvis::domain::source::{Fate, HarvestRun, RunOutcome, Source, SourceSettings};
use parvis::domain::{AccessRight, ArticleId, CopyHost, Metadata};
use parvis::service::{SourceRequest, Wanted};

use crate::support::script::{Call, Said, Service, json, status};
use crate::support::{TestSite, pdf};

fn wanted(kind: &str, base_url: &str) -> SourceRequest {
    let wanted = Wanted { kind: Some(kind.to_owned()), base_url: base_url.to_owned(), prefix: None, set: None };
    let settings = SourceSettings { review: ReviewMode::Auto, ..SourceSettings::usual() };
    SourceRequest { wanted, name: Some("essai".to_owned()), settings }
}

/// A work as Crossref lists it.
fn crossref(number: u32, more: &str) -> String {
    format!(
        r#"{{"indexed":{{"date-time":"2026-10-{:02}T00:00:{:02}Z"}},"DOI":"10.5555/W{number}","type":"journal-article",
        "title":["Une étude numéro {number} de la neige"],"author":[{{"given":"Léa","family":"Roy"}}],
        "published-online":{{"date-parts":[[2024,5,14]]}},"reference":[{{"key":"1"}}],
        "funder":[{{"DOI":"10.13039/501100003151","award":["90{number:04}"]}}]{more}}}"#,
        number / 50 + 1,
        number % 50
    )
}

fn page(items: &[String], next: &str, total: usize) -> Said {
    json(format!(
        r#"{{"status":"ok","message":{{"total-results":{total},"next-cursor":"{next}","items":[{}]}}}}"#,
        items.join(",")
    ))
}

/// A Crossref with some works that name the funder by its DOI, ten a page, and none by its ROR id.
fn depot(count: u32) -> impl Fn(&Call) -> Said + Clone + Send + Sync + 'static {
    move |call| {
        if call.get("filter").is_some_and(|filter| filter.contains("ror-id")) {
            return page(&[], "x", 0);
        }
        let at = call.get("cursor").and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
        let end = count.min(at + 10);
        let items: Vec<String> = (at..end).map(|number| crossref(number, "")).collect();
        page(&items, &end.to_string(), usize::try_from(count).unwrap())
    }
}

async fn add(site: &TestSite, kind: &str, service: &Service) -> Source {
    site.repository.add_source(&wanted(kind, &service.root)).await.unwrap()
}

async fn run(site: &TestSite, source: &Source) -> HarvestRun {
    let run = site.repository.run_source(source, |_| ()).await.unwrap();
    site.work().await;
    site.repository.settle_source(source).await.unwrap();
    site.work().await;
    run
}

async fn described(site: &TestSite, id: ArticleId) -> Metadata {
    site.repository.store().find_article(id).await.unwrap().unwrap().version.metadata
}

async fn count(site: &TestSite, source: &Source, fate: Fate) -> i64 {
    site.repository.source_status(source.clone()).await.unwrap().count(fate)
}

#[tokio::test]
async fn works_of_crossref_are_listed_by_both_names_of_the_funders_and_become_articles() {
    let service = Service::start(|call: &Call| {
        let by_ror = call.get("filter").unwrap().contains("ror-id");
        let open = r#","license":[{"URL":"https://creativecommons.org/licenses/by/4.0/","content-version":"vor",
            "start":{"date-parts":[[2024,6,1]]}}],"resource":{"primary":{"URL":"https://revue.example.org/3"}}"#;
        let by_id = r#","funder":[{"id":[{"id":"https://ror.org/02eqrsj93","id-type":"ROR"}],"award":["277777"]}]"#;
        match (by_ror, call.get("cursor")) {
            (false, None | Some("*")) => page(&[crossref(3, open)], "b", 1),
            (true, Some("*")) => page(&[crossref(3, open), crossref(4, by_id)], "c", 2),
            _ => page(&[], "c", 1),
        }
    })
    .await;
    let site = TestSite::new().await;
    let source = add(&site, "crossref", &service).await;
    assert_eq!((source.title.as_str(), source.place.format.as_str()), ("Crossref", "crossref-json"));
    let run = run(&site, &source).await;
    assert_eq!((run.error, run.tally.articles), (None, 2));
    assert_eq!(count(&site, &source, Fate::Article).await, 2);
    let calls = service.calls();
    let filters: Vec<&str> = calls.iter().filter_map(|call| call.get("filter")).collect();
    for id in ["funder:10.13039/501100020951", "10.13039/501100000156", "10.13039/100008240"] {
        assert!(filters[0].contains(id), "{filters:?}");
    }
    assert!(filters.last().unwrap().contains("ror-id:https://ror.org/00w3qhf76"), "{filters:?}");
    assert!(calls.iter().all(|call| call.get("mailto") == Some("parvis@example.org") && call.get("api_key").is_none()));
    let first = described(&site, ArticleId(1)).await;
    assert_eq!(first.doi.as_ref().unwrap().as_str(), "10.5555/w3");
    let copy = &first.copies[0];
    assert_eq!((copy.host, copy.access), (CopyHost::Publisher, Some(AccessRight::Open)));
    assert_eq!(
        (copy.url.as_deref(), copy.open_from.unwrap().to_string()),
        (Some("https://revue.example.org/3"), "2024-06-01".to_owned())
    );
    let second = described(&site, ArticleId(2)).await;
    assert_eq!(second.copies[0].access, None, "nobody says that it is open, or closed");
    site.finish().await;
}

#[tokio::test]
async fn a_second_run_asks_for_what_was_indexed_since_the_day_before() {
    let service = Service::start(depot(25)).await;
    let site = TestSite::new().await;
    let source = add(&site, "crossref", &service).await;
    let first = run(&site, &source).await;
    assert_eq!((first.outcome, first.tally.records, first.total), (Some(RunOutcome::Done), 25, Some(25)));
    let second = run(&site, &source).await;
    assert_eq!((second.tally.records, second.tally.unchanged), (0, 25));
    let last = service.calls().last().unwrap().target.clone();
    assert!(last.contains("from-index-date:2026-11-20"), "{last}");
    assert_eq!(count(&site, &source, Fate::Article).await, 25);
    site.finish().await;
}

#[tokio::test]
async fn a_cursor_that_ends_and_an_answer_that_is_lost_cost_no_work() {
    let (expired, plain) = (Arc::new(AtomicBool::new(false)), depot(45));
    let service = Service::start(move |call: &Call| {
        if call.get("cursor") == Some("20") && !expired.swap(true, Ordering::SeqCst) {
            return (400, Vec::new(), br#"{"status":"failed","message":[{"type":"cursor-expired"}]}"#.to_vec());
        }
        plain(call)
    })
    .await;
    let site = TestSite::new().await;
    let source = add(&site, "crossref", &service).await;
    let run = run(&site, &source).await;
    assert_eq!((run.outcome, run.tally.records, run.tally.unchanged), (Some(RunOutcome::Done), 45, 20));
    let again = service
        .calls()
        .iter()
        .filter_map(|call| call.get("filter").map(str::to_owned))
        .any(|filter| filter.contains("from-index-date:2026-10-01"));
    assert!(again, "from the day that was reached");
    site.finish().await;
}

#[tokio::test]
async fn a_cursor_that_moved_on_by_itself_is_noticed_at_the_end() {
    let (asked, plain) = (Arc::new(AtomicUsize::new(0)), depot(25));
    let service = Service::start(move |call: &Call| {
        // The page behind the first cursor is skipped once.
        if call.get("cursor") == Some("10") && asked.fetch_add(1, Ordering::SeqCst) == 0 {
            let skipped = Call { target: call.target.replace("cursor=10", "cursor=20"), ..call.clone() };
            return plain(&skipped);
        }
        plain(call)
    })
    .await;
    let site = TestSite::new().await;
    let source = add(&site, "crossref", &service).await;
    let run = run(&site, &source).await;
    assert_eq!((run.outcome, run.tally.records), (Some(RunOutcome::Done), 25));
    site.finish().await;
}

#[tokio::test]
async fn overload_is_waited_for_and_what_is_no_list_is_told() {
    let (asked, plain) = (Arc::new(AtomicUsize::new(0)), depot(25));
    let service = Service::start(move |call: &Call| match asked.fetch_add(1, Ordering::SeqCst) {
        2 => (429, vec![("retry-after", "60".to_owned())], Vec::new()),
        3 => (503, Vec::new(), Vec::new()),
        4 => json("{\"status\":"),
        _ => plain(call),
    })
    .await;
    let site = TestSite::new().await;
    let source = add(&site, "crossref", &service).await;
    assert_eq!(run(&site, &source).await.tally.records, 25);
    for (answer, told) in [(json("{\"results\":[]}"), "no list of works"), (json("oops"), "not the JSON")] {
        let service = Service::start(move |_: &Call| answer.clone()).await;
        let refused =
            site.repository.add_source(&SourceRequest { name: None, ..wanted("crossref", &service.root) }).await;
        let error = refused.unwrap_err();
        let text =
            format!("{error}: {}", std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default());
        assert!(text.contains(told), "{text}");
    }
    site.finish().await;
}

#[tokio::test]
async fn a_run_that_fails_half_way_goes_on_and_doubles_nothing() {
    let (works, plain) = (Arc::new(AtomicBool::new(false)), depot(45));
    let fixed = Arc::clone(&works);
    let service = Service::start(move |call: &Call| {
        let broken = call.get("cursor") == Some("30") && !fixed.load(Ordering::SeqCst);
        if broken { status(404) } else { plain(call) }
    })
    .await;
    let site = TestSite::new().await;
    let source = add(&site, "crossref", &service).await;
    let first = run(&site, &source).await;
    assert_eq!((first.outcome, first.tally.records), (Some(RunOutcome::Failed), 30));
    works.store(true, Ordering::SeqCst);
    let second = run(&site, &source).await;
    assert_eq!((second.outcome, second.tally.records), (Some(RunOutcome::Done), 15));
    assert_eq!(count(&site, &source, Fate::Article).await, 45);
    site.finish().await;
}

/// A work as OpenAlex lists it.
fn openalex(number: u32, funding: &str, locations: &str) -> String {
    format!(
        r#"{{"id":"https://openalex.org/W{number}","doi":"https://doi.org/10.5555/oa{number}","type":"article",
        "title":"Étude {number} de la glace du fleuve","publication_date":"2024-02-03","updated_date":"2026-01-02T03:04:05.678",
        "authorships":[{{"author":{{"display_name":"Léa Roy"}}}}],"locations":[{locations}],{funding}}}"#
    )
}

fn listed(items: &[String], next: Option<&str>, total: usize) -> Said {
    let next = next.map_or("null".to_owned(), |next| format!("\"{next}\""));
    json(format!(r#"{{"meta":{{"count":{total},"next_cursor":{next}}},"results":[{}]}}"#, items.join(",")))
}

const REPOSITORY: &str = r#"{"is_oa":true,"landing_page_url":"https://papyrus.bib.umontreal.ca/xmlui/handle/1866/7",
    "version":"acceptedVersion","license":"cc-by","source":{"type":"repository"}}"#;
const PUBLISHER: &str =
    r#"{"is_oa":false,"landing_page_url":"https://doi.org/10.5555/oa1","source":{"type":"journal"}}"#;

#[tokio::test]
async fn works_of_openalex_come_with_their_copies_under_funders_that_change_their_names() {
    let service = Service::start(|call: &Call| {
        let filter = call.get("filter").unwrap_or_default();
        let names = |id: &str| filter.contains(id);
        match (call.path(), call.get("cursor")) {
            ("/funders", _) => listed(&["{\"id\":\"https://openalex.org/F999\"}".to_owned()], None, 1),
            _ if names("from_updated_date") => status(403),
            ("/works", Some("*")) if names("funders.id:") && names("F999") && names("F4320321747") => {
                let awards =
                    r#""awards":[{"funder_id":"https://openalex.org/F4320334618","funder_award_id":"277777"}]"#;
                let funders = r#""funders":[{"id":"https://openalex.org/F1","ror":"https://ror.org/00shpc021"}]"#;
                let both = format!("{PUBLISHER},{REPOSITORY}");
                listed(&[openalex(1, awards, &both), openalex(2, funders, "")], Some("next"), 3)
            }
            ("/works", Some("next")) => listed(&["{\"id\":7}".to_owned()], None, 3),
            _ => listed(&[], None, 0),
        }
    })
    .await;
    let site = TestSite::new().await;
    let source = add(&site, "openalex", &service).await;
    let first = run(&site, &source).await;
    assert_eq!((first.error, first.tally.articles, first.tally.faults), (None, 2, 1));
    assert!(service.calls().iter().any(|call| call.get("api_key") == Some("clef-secrete")));
    let metadata = described(&site, ArticleId(1)).await;
    assert_eq!(metadata.awards[0].number.as_ref().unwrap().as_str(), "277777");
    let copies: Vec<_> = metadata.copies.iter().map(|copy| (copy.host, copy.access, copy.version)).collect();
    assert_eq!(copies[0], (CopyHost::Publisher, Some(AccessRight::Restricted), None));
    assert_eq!(copies[1].0, CopyHost::Repository);
    assert_eq!(copies[1].2.unwrap().code(), "AM");
    assert!(metadata.copies[1].repository_kind.is_some(), "its host is known");
    // A window is refused: the whole lists are asked for, now and later.
    let second = run(&site, &source).await;
    assert_eq!((second.outcome, second.tally.unchanged), (Some(RunOutcome::Done), 2));
    run(&site, &source).await;
    let windows = service.calls().iter().filter(|call| call.target.contains("from_updated_date")).count();
    assert_eq!(windows, 1);
    site.finish().await;
}

#[tokio::test]
async fn a_key_is_told_to_nobody_else_not_even_in_an_error() {
    let site = TestSite::new().await;
    let service = Service::start(|_: &Call| listed(&[], None, 0)).await;
    let source = add(&site, "openalex", &service).await;
    drop(service);
    let gone = SourceRequest { name: Some("autre".to_owned()), ..wanted("openalex", "http://127.0.0.1:1") };
    let error = site.repository.add_source(&gone).await.unwrap_err();
    let told = format!("{error:?} {}", std::error::Error::source(&error).unwrap());
    assert!(told.contains("127.0.0.1") && !told.contains("clef-secrete"), "{told}");
    assert!(!format!("{source:?}").contains("clef-secrete"));
    site.finish().await;
}

#[tokio::test]
async fn one_work_of_three_sources_is_one_article_with_its_copies() {
    let site = TestSite::new().await;
    let sidecar = r#"{"title":{"fr":"Étude 1 de la glace du fleuve"},"doi":"10.5555/oa1","type":"journal_article",
        "authors":[{"given":"Léa","family":"Roy"}],"dates":{"online":"2024-02-03"}}"#;
    let id = site.publish(sidecar, &pdf(&["Étude"])).await;
    let award = r#""awards":[{"funder_id":"https://openalex.org/F4320334618","funder_award_id":"277777"}]"#;
    let work = openalex(1, award, REPOSITORY);
    let service = Service::start(move |call: &Call| match call.path() {
        "/works" => listed(std::slice::from_ref(&work), None, 1),
        _ => status(404),
    })
    .await;
    let source = add(&site, "openalex", &service).await;
    let run = run(&site, &source).await;
    assert_eq!((run.error, run.tally.articles, run.tally.copies), (None, 0, 1));
    let metadata = described(&site, id).await;
    assert_eq!((metadata.copies.len(), metadata.awards.len()), (1, 1));
    site.finish().await;
}

#[tokio::test]
async fn files_give_what_services_give_and_are_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let other =
        r#"{"DOI":"10.5555/nobody","type":"journal-article","title":["Sans lien"],"funder":[{"name":"NSERC"}]}"#;
    let lines = format!("{}\n{{\"DOI\":\"10.5555/frq\n{other}\n", crossref(1, "").replace('\n', " "));
    std::fs::write(folder.path().join("a.jsonl"), lines).unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    write!(packed, "{{\"items\":[{},{other},{}]}}", crossref(2, ""), crossref(3, "")).unwrap();
    std::fs::write(folder.path().join("b.json.gz"), packed.finish().unwrap()).unwrap();
    let site = TestSite::new().await;
    let address = format!("file://{}", folder.path().display());
    let request = SourceRequest { name: None, ..wanted("crossref", &address) };
    let source = site.repository.add_source(&request).await.unwrap();
    assert_eq!(source.name.as_str(), "crossref");
    let first = run(&site, &source).await;
    assert_eq!((first.outcome, first.tally.records, first.tally.faults), (Some(RunOutcome::Done), 3, 1));
    assert_eq!(count(&site, &source, Fate::Article).await, 3);
    let second = run(&site, &source).await;
    assert_eq!((second.tally.records, second.tally.unchanged), (0, 0), "nothing changed, nothing is read");
    std::fs::write(folder.path().join("c.json"), format!("[{}]", crossref(9, ""))).unwrap();
    assert_eq!(run(&site, &source).await.tally.records, 1);
    let absent = SourceRequest { name: Some("rien".to_owned()), ..wanted("crossref", "file:///nulle/part") };
    assert!(site.repository.add_source(&absent).await.is_err());
    let mirror = SourceSettings { mirror: true, ..SourceSettings::usual() };
    let mirrored = SourceRequest { name: Some("miroir".to_owned()), settings: mirror, ..wanted("crossref", &address) };
    assert!(site.repository.add_source(&mirrored).await.is_err(), "JSON is no record of OAI-PMH");
    site.finish().await;
}
