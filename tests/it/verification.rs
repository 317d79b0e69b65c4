//! Looks at copies elsewhere, on servers of this machine.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use parvis::compliance::change::Cause;
use parvis::domain::copy_check::CopyState;
use parvis::domain::verdict::Outcome;
use parvis::domain::{ArticleId, LinkTier, Metadata};
use parvis::service::{AsOf, Shown, read_register};
use parvis::source::VisitSettings;

use crate::support::script::{Call, Said, Service, status};
use crate::support::server::{Depot, Item, dc};
use crate::support::{TestSite, pdf};

const TITLE: &str = "Le chant des mésanges en hiver";
const DAY_SECONDS: i64 = 86_400;
const HEADER: &str = "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,\
active_from,active_to,programme_policy\n";

type Answers = Arc<Mutex<Box<dyn Fn(&Call) -> Said + Send + Sync>>>;

fn visits() -> VisitSettings {
    VisitSettings { on: true, days: 30, a_day: 100, delay: Duration::from_secs(10), evidence_hours: 0 }
}

async fn service(answer: impl Fn(&Call) -> Said + Send + Sync + 'static) -> (Service, Answers) {
    let answers: Answers = Arc::new(Mutex::new(Box::new(answer)));
    let current = Arc::clone(&answers);
    let service = Service::start(move |call: &Call| (current.lock().unwrap())(call)).await;
    (service, answers)
}

fn file(bytes: Vec<u8>) -> Said {
    (200, vec![("content-type", "application/pdf".to_owned()), ("etag", "\"v1\"".to_owned())], bytes)
}

/// A repository: no rules, a page that names its file, the file.
fn depot(bytes: Vec<u8>) -> impl Fn(&Call) -> Said + Send + Sync + 'static {
    move |call| match call.path() {
        "/id/7" => {
            let html = "<html><head><meta name=\"citation_pdf_url\" content=\"/7/a.pdf\"></head></html>";
            (200, vec![("content-type", "text/html".to_owned())], html.into())
        }
        "/7/a.pdf" if call.headers.get("if-none-match").is_some() => status(304),
        "/7/a.pdf" => file(bytes.clone()),
        _ => status(404),
    }
}

async fn put_award(site: &TestSite) {
    let row = format!("{HEADER}900101,frqnt,\"Roy, Léa\",,Projet,grant,2020-08-15,false,2021-04-01,2024-03-31,\n");
    let awards: Vec<_> = read_register(row.as_bytes()).map(Result::unwrap).collect();
    site.repository.put_awards(&awards).await.unwrap();
}

/// A public article under the policy of 2019, closed here, with one copy whose opening nobody knows.
async fn article(site: &TestSite, copy: &str) -> ArticleId {
    put_award(site).await;
    let sidecar = format!(
        r#"{{"title":{{"fr":"{TITLE}"}},"type":"journal_article","peer_reviewed":true,"version":"AM","access":"metadata_only",
        "dates":{{"online":"2026-02-03","deposited":"2026-02-03"}},"awards":[{{"funder":"frqnt","number":"900101"}}],
        "copies":[{{"host":"repository","repository_kind":"institutional","url":"{copy}","version":"AM"}}]}}"#
    );
    site.publish(&sidecar, &pdf(&["Notice"])).await
}

async fn metadata(site: &TestSite, id: ArticleId) -> Metadata {
    let Shown::Article(article) = site.repository.show(id).await.unwrap() else { panic!("withdrawn") };
    article.version.metadata
}

async fn outcome(site: &TestSite, id: ArticleId) -> Outcome {
    let Shown::Article(article) = site.repository.show(id).await.unwrap() else { panic!("withdrawn") };
    site.repository.verdicts(&article).await.unwrap().first().unwrap().outcome
}

async fn look(site: &TestSite, id: ArticleId) -> CopyState {
    assert!(site.repository.verify_copies().await.unwrap() > 0, "nothing was due");
    site.work().await;
    site.repository.looked_at(id).await.unwrap().first().unwrap().state.unwrap()
}

/// What a server says to a call.
type Server = Box<dyn Fn(&Call) -> Said + Send + Sync>;

#[tokio::test]
async fn a_copy_seen_open_satisfies_the_rule_and_its_file_is_fetched_again_only_when_it_changed() {
    let (service, _) = service(depot(pdf(&[TITLE, "Un article."]))).await;
    let site = TestSite::visiting(visits(), true).await;
    let id = article(&site, &format!("{}/id/7", service.root)).await;
    assert_ne!(outcome(&site, id).await, Outcome::Compliant);
    assert_eq!(look(&site, id).await, CopyState::Open);
    let copy = metadata(&site, id).await.copies[0].clone();
    assert_eq!(copy.seen_open.unwrap().to_string(), "2026-11-21");
    assert_eq!(outcome(&site, id).await, Outcome::Compliant, "seen open before the end of twelve months");
    let page = site.get(&format!("/articles/{id}")).await.text();
    assert!(page.contains("vue ouverte le"), "{page}");
    let Shown::Article(shown) = site.repository.show(id).await.unwrap() else { panic!("withdrawn") };
    assert_eq!(site.repository.satisfied_elsewhere(&[*shown]).await.unwrap(), [id], "no second deposit is asked for");
    assert_eq!(site.repository.verify_copies().await.unwrap(), 0, "not before it is due");
    site.clock.advance_seconds(30 * DAY_SECONDS);
    assert_eq!(look(&site, id).await, CopyState::Open);
    let fetched: Vec<_> = service.calls().into_iter().filter(|call| call.path() == "/7/a.pdf").collect();
    assert_eq!(fetched.len(), 2);
    assert_eq!(fetched[1].headers.get("if-none-match").unwrap(), "\"v1\"");
    let checks = site.repository.copy_checks(id).await.unwrap();
    assert_eq!(checks.iter().map(|check| check.detail.as_str()).collect::<Vec<_>>(), ["", "unchanged"]);
    site.finish().await;
}

#[tokio::test]
async fn a_dead_link_reopens_the_case_after_two_looks_and_closes_it_when_it_is_back() {
    let (service, answers) = service(depot(pdf(&[TITLE]))).await;
    let site = TestSite::visiting(visits(), true).await;
    let id = article(&site, &format!("{}/id/7", service.root)).await;
    look(&site, id).await;
    let before = site.clock.today();
    *answers.lock().unwrap() = Box::new(|_: &Call| status(404));
    site.clock.advance_seconds(30 * DAY_SECONDS);
    assert_eq!(look(&site, id).await, CopyState::Gone);
    assert_eq!(outcome(&site, id).await, Outcome::Compliant, "once is no proof");
    site.clock.advance_seconds(3 * DAY_SECONDS);
    assert_eq!(look(&site, id).await, CopyState::Gone);
    assert!(metadata(&site, id).await.copies[0].withdrawn.is_some());
    assert_ne!(outcome(&site, id).await, Outcome::Compliant);
    let mut moved = Vec::new();
    let keep = |change: &parvis::compliance::change::Change| {
        moved.push((change.before, change.cause, change.datum.clone()));
        Ok(())
    };
    let days = (AsOf::day(before), AsOf::day(site.clock.today()));
    site.repository.for_each_verdict_change(days, keep).await.unwrap();
    let named = |(was, cause, datum): &(Option<&str>, Cause, String)| {
        *was == Some("compliant") && *cause == Cause::Article && datum == "copies.0.withdrawn"
    };
    assert!(moved.iter().any(named), "{moved:?}");
    *answers.lock().unwrap() = Box::new(depot(pdf(&[TITLE])));
    site.clock.advance_seconds(30 * DAY_SECONDS);
    assert_eq!(look(&site, id).await, CopyState::Open);
    assert_eq!((metadata(&site, id).await.copies[0].withdrawn, outcome(&site, id).await), (None, Outcome::Compliant));
    assert_eq!(site.repository.copy_checks(id).await.unwrap().len(), 4, "every look is kept");
    site.finish().await;
}

#[tokio::test]
async fn what_is_no_open_copy_of_the_article_proves_nothing() {
    let page = |html: &'static str| {
        move |call: &Call| match call.path() {
            "/id/7" => (200, vec![("content-type", "text/html".to_owned())], html.into()),
            _ => status(404),
        }
    };
    let bare = |status_code: u16, headers: &'static [(&'static str, &'static str)]| {
        move |call: &Call| match call.path() {
            "/id/7" => {
                (status_code, headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(), Vec::new())
            }
            _ => status(404),
        }
    };
    let rules = |call: &Call| match call.path() {
        "/robots.txt" => (200, Vec::new(), b"User-agent: Parvis\nDisallow: /id/\n".to_vec()),
        _ => file(pdf(&[TITLE])),
    };
    let direct =
        |bytes: Vec<u8>| move |call: &Call| if call.path() == "/id/7" { file(bytes.clone()) } else { status(404) };
    let broken = [b"%PDF-1.7\n".as_slice(), &[0; 500]].concat();
    let cases: Vec<(CopyState, Server)> = vec![
        (CopyState::Page, Box::new(page("<html><p>Rien ici</p></html>"))),
        (CopyState::Refused, Box::new(bare(403, &[]))),
        (CopyState::Busy, Box::new(bare(503, &[("retry-after", "7200")]))),
        (CopyState::Silent, Box::new(bare(500, &[]))),
        (CopyState::Silent, Box::new(bare(302, &[("location", "/id/7")]))),
        (CopyState::Barred, Box::new(rules)),
        (CopyState::OtherWork, Box::new(direct(pdf(&["Tout autre chose"])))),
        (CopyState::Unreadable, Box::new(direct(broken))),
    ];
    for (state, answer) in cases {
        let (service, _) = service(answer).await;
        let site = TestSite::visiting(visits(), true).await;
        let id = article(&site, &format!("{}/id/7", service.root)).await;
        let before = (metadata(&site, id).await, outcome(&site, id).await);
        assert_eq!(look(&site, id).await, state);
        assert_eq!((metadata(&site, id).await, outcome(&site, id).await), before, "{state:?}");
        site.finish().await;
    }
}

#[tokio::test]
async fn nobody_is_asked_unless_the_settings_say_so_nor_in_private_networks_nor_too_often() {
    let (service, _) = service(depot(pdf(&[TITLE]))).await;
    let url = format!("{}/id/7", service.root);
    let off = TestSite::new().await;
    article(&off, &url).await;
    assert_eq!(off.repository.verify_copies().await.unwrap(), 0);
    assert_eq!(off.repository.copy_counts().await.unwrap(), None);
    off.finish().await;
    let closed = TestSite::visiting(visits(), false).await;
    let id = article(&closed, &url).await;
    assert_eq!(look(&closed, id).await, CopyState::Barred);
    closed.finish().await;
    assert!(service.calls().is_empty());
    let little = TestSite::visiting(VisitSettings { a_day: 1, ..visits() }, true).await;
    let id = article(&little, &url).await;
    let second = r#"{"title":{"fr":"Autre"},"copies":[{"host":"publisher","url":"https://revue.example.org/1"}]}"#;
    little.publish(second, &pdf(&["Autre"])).await;
    assert_eq!(look(&little, id).await, CopyState::Open);
    assert_eq!(little.repository.verify_copies().await.unwrap(), 0, "one a day");
    assert_eq!(little.repository.copy_counts().await.unwrap().unwrap().waiting, 1);
    little.finish().await;
}

/// An article of which nothing says who paid for it.
async fn unfunded(site: &TestSite, copy: &str) -> ArticleId {
    put_award(site).await;
    let sidecar = format!(
        r#"{{"title":{{"fr":"{TITLE}"}},"type":"journal_article","peer_reviewed":true,"version":"AM","access":"metadata_only",
        "dates":{{"online":"2026-02-03","deposited":"2026-02-03"}},
        "copies":[{{"host":"repository","repository_kind":"institutional","url":"{copy}","version":"AM"}}]}}"#
    );
    site.publish(&sidecar, &pdf(&["Notice"])).await
}

fn thankful() -> Vec<u8> {
    let thanks = "Remerciements\nCette recherche a été financée par le Fonds de recherche du Québec – Nature et\n\
        technologies (octroi 900101) et par le Fonds de recherche du Québec – Santé (dossier 999999).";
    pdf(&[&format!("{TITLE}\nUn article."), thanks])
}

#[tokio::test]
async fn the_acknowledgements_of_a_copy_link_the_article_to_its_awards_with_their_words() {
    let (service, _) = service(depot(thankful())).await;
    let site = TestSite::visiting(visits(), true).await;
    let id = unfunded(&site, &format!("{}/id/7", service.root)).await;
    assert!(metadata(&site, id).await.awards.is_empty());
    assert_eq!(look(&site, id).await, CopyState::Open);
    let Shown::Article(article) = site.repository.show(id).await.unwrap() else { panic!("withdrawn") };
    let verdicts = site.repository.verdicts(&article).await.unwrap();
    let mut tiers: Vec<_> =
        verdicts.iter().map(|one| (one.award.number.clone().unwrap().to_string(), one.tier)).collect();
    tiers.sort();
    let known = |number: &str, tier| (number.to_owned(), tier);
    assert_eq!(tiers, [known("900101", LinkTier::A), known("999999", LinkTier::C)], "by what the register knows");
    let read = site.repository.funding_in_copies(id).await.unwrap();
    let one = read.iter().find(|one| one.mention.number.as_ref().unwrap().as_str() == "900101").unwrap();
    assert_eq!((one.page, one.url.clone()), (Some(2), format!("{}/id/7", service.root)));
    assert!(one.file_url.ends_with("/7/a.pdf") && one.snippet.contains("900101"), "{one:?}");
    let page = site.get(&format!("/articles/{id}")).await.text();
    assert!(page.contains("Lu dans les remerciements") && page.contains("page 2"), "{page}");
    assert_eq!(article.version.file.name, "article.pdf", "the file of the copy is not kept");
    // Seen again unchanged, it says nothing new, and is not asked for again.
    site.clock.advance_seconds(30 * DAY_SECONDS);
    look(&site, id).await;
    assert_eq!(site.repository.funding_in_copies(id).await.unwrap(), read);
    let asked: Vec<_> = service.calls().into_iter().filter(|call| call.path() == "/7/a.pdf").collect();
    assert!(asked.last().unwrap().headers.get("if-none-match").is_some());
    site.finish().await;
}

#[tokio::test]
async fn a_copy_that_was_read_before_its_acknowledgements_were_is_read_once_more() {
    let (service, _) = service(depot(thankful())).await;
    let site = TestSite::visiting(visits(), true).await;
    let id = unfunded(&site, &format!("{}/id/7", service.root)).await;
    look(&site, id).await;
    site.tamper("UPDATE copy_watch SET funding_sha256 = NULL").await;
    site.tamper("DELETE FROM copy_funding").await;
    site.clock.advance_seconds(30 * DAY_SECONDS);
    look(&site, id).await;
    assert_eq!(site.repository.funding_in_copies(id).await.unwrap().len(), 2);
    site.finish().await;
}

#[tokio::test]
async fn what_people_chose_stands_above_the_acknowledgements_of_a_copy_and_a_foreign_file_links_nothing() {
    let (service, answers) = service(depot(pdf(&["Tout autre chose", "Remerciements\nFRQNT, octroi 900101."]))).await;
    let site = TestSite::visiting(visits(), true).await;
    let id = article(&site, &format!("{}/id/7", service.root)).await;
    assert_eq!(look(&site, id).await, CopyState::OtherWork);
    assert!(site.repository.funding_in_copies(id).await.unwrap().is_empty(), "it is another work");
    site.repository.put_user("c@example.org", "C", parvis::domain::user::Role::Curator, "un bon mot").await.unwrap();
    site.tamper(&format!(
        "INSERT INTO events (article_id, user_id, action, at_us) SELECT {id}, MAX(id), 'accept', 0 FROM users"
    ))
    .await;
    *answers.lock().unwrap() = Box::new(depot(thankful()));
    site.clock.advance_seconds(30 * DAY_SECONDS);
    assert_eq!(look(&site, id).await, CopyState::Open);
    let numbers: Vec<_> = metadata(&site, id).await.awards.into_iter().filter_map(|link| link.number).collect();
    assert_eq!(numbers.iter().map(parvis::domain::AwardNumber::as_str).collect::<Vec<_>>(), ["900101"]);
    assert_eq!(site.repository.funding_in_copies(id).await.unwrap().len(), 2, "what was read is kept all the same");
    site.finish().await;
}

#[tokio::test]
async fn a_copy_that_is_gone_does_not_come_back_with_its_record_but_when_it_is_seen_open() {
    let (service, answers) = service(|_: &Call| status(404)).await;
    let url = format!("{}/id/7", service.root);
    let site = TestSite::visiting(visits(), true).await;
    let sidecar = format!(
        r#"{{"title":{{"fr":"{TITLE}"}},"type":"journal_article","doi":"10.5555/erable","dates":{{"online":"2023-05-01"}},
        "awards":[{{"funder":"frqnt","number":"900101"}}]}}"#
    );
    let id = site.publish(&sidecar, &pdf(&[TITLE])).await;
    let record = |title: &str| {
        let doi = ("relation", "info:eu-repo/semantics/altIdentifier/doi/10.5555/erable");
        dc(&[("title", title), ("identifier", url.as_str()), doi])
    };
    let item = |second: u64, title: &str| Item { number: 7, second, xml: Some(record(title)) };
    let server = crate::support::server::Server::start(Depot::new(vec![item(7, TITLE)])).await;
    let source = site.repository.add_source(&crate::sources::request(&server.base_url())).await.unwrap();
    let harvest = async || {
        assert_eq!(site.repository.run_source(&source, |_| ()).await.unwrap().error, None);
        site.work().await;
    };
    harvest().await;
    assert_eq!(look(&site, id).await, CopyState::Gone);
    site.clock.advance_seconds(3 * DAY_SECONDS);
    look(&site, id).await;
    let gone = metadata(&site, id).await.copies[0].withdrawn;
    assert!(gone.is_some());
    server.change(|depot| depot.items[0] = item(100_000_000, "Le chant, corrigé"));
    harvest().await;
    assert_eq!(metadata(&site, id).await.copies[0].withdrawn, gone, "merely harvested again");
    *answers.lock().unwrap() = Box::new(depot(pdf(&[TITLE])));
    site.clock.advance_seconds(30 * DAY_SECONDS);
    assert_eq!(look(&site, id).await, CopyState::Open);
    assert_eq!(metadata(&site, id).await.copies[0].withdrawn, None);
    site.finish().await;
}
