//! From bytes to a public article, and what happens to bytes that cannot become one.

use parvis::domain::deposit::{ReviewMode, Submission};
use parvis::domain::extraction::ExtractionFailure;
use parvis::domain::job::Job;
use parvis::domain::user::Role;
use parvis::domain::{ArticleState, Metadata};
use parvis::service::{Decision, Error, Kind, Outcome};

use crate::support::{TestSite, created, pdf};

const TEXT: [&str; 3] = [
    "Le chant des mésanges en hiver\nLéa Roy\nRésumé. Nous avons écouté des mésanges tout un hiver.",
    "Les oiseaux chantent moins quand il fait froid.",
    "Le mot kaléidoscope ne se trouve que sur cette page.",
];

fn titled(title: &str) -> Metadata {
    serde_json::from_value(serde_json::json!({"title": {"fr": title}, "language": "fr"})).unwrap()
}

#[tokio::test]
async fn a_pdf_becomes_a_public_article_that_is_found_by_a_word_of_its_third_page() {
    let site = TestSite::new().await;
    let article = site.publish(r#"{"title":{"fr":"Le chant des mésanges"},"language":"fr"}"#, &pdf(&TEXT)).await;
    let found = site.get("/api/v1/articles?q=kaleidoscope").await.json();
    assert_eq!(found["total"], 1, "{found}");
    assert_eq!(site.get(&format!("/articles/{article}")).await.status, 200);
    assert_eq!(site.repository.counts().await.unwrap().pages, 3);
    site.finish().await;
}

#[tokio::test]
async fn what_nobody_said_is_read_from_the_file() {
    let site = TestSite::new().await;
    let article = site.publish("{}", &pdf(&TEXT)).await;
    let shown = site.repository.store().find_article(article).await.unwrap().unwrap();
    let metadata = shown.version.metadata;
    assert_eq!(metadata.main_title().unwrap().text, "Le chant des mésanges en hiver");
    assert_eq!(metadata.dates.deposited.unwrap().to_string(), "2026-11-21");
    site.finish().await;
}

#[tokio::test]
async fn the_same_bytes_twice_make_one_article() {
    let site = TestSite::new().await;
    let bytes = pdf(&TEXT);
    let first = site.publish("{}", &bytes).await;
    assert_eq!(site.submit(Metadata::default(), &bytes).await.unwrap(), Submission::Duplicate(first));
    site.work().await;
    assert_eq!(site.repository.counts().await.unwrap().articles, 1);
    site.finish().await;
}

#[tokio::test]
async fn the_same_doi_twice_makes_one_article_even_before_the_first_is_public() {
    let site = TestSite::new().await;
    let with_doi: Metadata = serde_json::from_str(r#"{"title":{"fr":"A"},"doi":"10.5555/a"}"#).unwrap();
    let (_, first) = created(site.submit(with_doi.clone(), &pdf(&TEXT)).await.unwrap());
    let second = site.submit(with_doi, &pdf(&["Autre mise en page du même article"])).await.unwrap();
    assert_eq!(second, Submission::Duplicate(first));
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn many_deposits_of_one_file_at_once_make_one_article() {
    let site = TestSite::new().await;
    let bytes = pdf(&TEXT);
    let all = futures_util::future::join_all((0..8).map(|_| site.submit(titled("Un"), &bytes))).await;
    let new = all.iter().filter(|one| matches!(one, Ok(Submission::Created(..)))).count();
    assert_eq!(new, 1, "{all:?}");
    site.work().await;
    assert_eq!(site.repository.counts().await.unwrap().articles, 1);
    site.finish().await;
}

#[tokio::test]
async fn bytes_that_are_no_article_are_refused_at_the_door_and_leave_nothing() {
    let site = TestSite::new().await;
    let refused = |bytes: Vec<u8>| {
        let site = &site;
        async move { site.submit(Metadata::default(), &bytes).await.unwrap_err() }
    };
    assert!(matches!(refused(Vec::new()).await, Error::File(ExtractionFailure::Empty)));
    assert!(matches!(refused(b"GIF89a...".to_vec()).await, Error::File(ExtractionFailure::WrongType)));
    assert_eq!(refused(vec![b'%'; 5_000_001]).await.kind(), Kind::TooLarge);
    assert_eq!(site.repository.sweep().await.unwrap(), 0);
    site.finish().await;
}

#[tokio::test]
async fn a_damaged_file_is_refused_with_its_reason_and_may_come_again() {
    let site = TestSite::new().await;
    let damaged = b"%PDF-1.4\nnothing that could be read".to_vec();
    let (deposit, article) = created(site.submit(Metadata::default(), &damaged).await.unwrap());
    site.work().await;
    let outcome = site.repository.outcome(deposit, article).await.unwrap();
    assert_eq!(outcome, Outcome::Refused(ExtractionFailure::Damaged));
    assert_eq!(created(site.submit(Metadata::default(), &damaged).await.unwrap()), (deposit, article));
    site.work().await;
    assert_eq!(site.get(&format!("/articles/{article}")).await.status, 404);
    site.finish().await;
}

#[tokio::test]
async fn a_job_that_runs_twice_publishes_once() {
    let site = TestSite::new().await;
    let (deposit, article) = created(site.submit(titled("Un"), &pdf(&TEXT)).await.unwrap());
    site.repository.extract_deposit(deposit).await.unwrap();
    site.repository.extract_deposit(deposit).await.unwrap();
    site.work().await;
    let shown = site.repository.store().find_article(article).await.unwrap().unwrap();
    assert_eq!((shown.state, shown.version.number), (ArticleState::Published, 1));
    site.finish().await;
}

#[tokio::test]
async fn a_job_whose_worker_died_is_taken_up_when_its_lease_ends() {
    let site = TestSite::new().await;
    let (deposit, article) = created(site.submit(titled("Un"), &pdf(&TEXT)).await.unwrap());
    let store = site.repository.store();
    let lease = std::time::Duration::from_mins(1);
    let claimed = store.claim_jobs("extract", site.clock.now(), lease, "dead", 10).await.unwrap();
    assert_eq!(claimed[0].job, Job::Extract(deposit));
    site.work().await;
    assert_eq!(site.repository.outcome(deposit, article).await.unwrap(), Outcome::Underway);
    site.clock.advance_seconds(61);
    site.work().await;
    assert_eq!(site.repository.outcome(deposit, article).await.unwrap(), Outcome::Published(article));
    store.complete_jobs(&claimed).await.unwrap();
    site.finish().await;
}

#[tokio::test]
async fn a_deposit_for_people_waits_for_a_curator() {
    let site = TestSite::new().await;
    let submitted = site.submit_for(titled("Un"), &pdf(&TEXT), ReviewMode::Person).await.unwrap();
    let (deposit, article) = created(submitted);
    site.work().await;
    assert_eq!(site.repository.outcome(deposit, article).await.unwrap(), Outcome::InReview(article));
    assert_eq!(site.get(&format!("/articles/{article}")).await.status, 404);
    assert_eq!(site.get("/api/v1/articles?q=kaleidoscope").await.json()["total"], 0);
    site.finish().await;
}

#[tokio::test]
async fn a_withdrawn_article_leaves_a_tombstone_and_the_search() {
    let site = TestSite::new().await;
    let article = site.publish(r#"{"title":{"fr":"Le chant"}}"#, &pdf(&TEXT)).await;
    site.clock.advance_seconds(60);
    site.repository.withdraw(article, None, "Demande de l'autrice").await.unwrap();
    site.work().await;
    let page = site.get(&format!("/articles/{article}")).await;
    assert_eq!(page.status, 410);
    assert!(page.text().contains("Demande de l"));
    assert_eq!(site.get("/api/v1/articles?q=kaleidoscope").await.json()["total"], 0);
    assert_eq!(site.get(&format!("/articles/{article}/fichier.pdf")).await.status, 410);
    site.finish().await;
}

#[tokio::test]
async fn r9_an_embargo_ends_by_itself_and_harvesters_see_it() {
    let site = TestSite::new().await;
    let sidecar = r#"{"title":{"fr":"Le chant"},"access":"embargoed","embargo_until":"2026-11-22"}"#;
    let article = site.publish(sidecar, &pdf(&TEXT)).await;
    let file = format!("/articles/{article}/fichier.pdf");
    assert_eq!(site.get(&file).await.status, 403);
    assert_eq!(site.repository.lift_embargoes().await.unwrap(), 0);
    site.clock.advance_seconds(86_400);
    assert_eq!(site.repository.lift_embargoes().await.unwrap(), 1);
    site.work().await;
    assert_eq!(site.get(&file).await.status, 200);
    let stamped = site.repository.store().find_article(article).await.unwrap().unwrap().datestamp.unwrap();
    assert_eq!(stamped, site.clock.now());
    assert_eq!(site.get("/api/v1/articles?q=kaleidoscope").await.json()["total"], 1);
    site.finish().await;
}

#[tokio::test]
async fn a_file_that_a_curator_refused_does_not_come_back_by_itself() {
    let site = TestSite::new().await;
    let curator = site.repository.put_user("c@example.org", "C", Role::Curator, "un bon mot de passe").await.unwrap();
    let bytes = pdf(&TEXT);
    let (deposit, article) = created(site.submit_for(titled("Un"), &bytes, ReviewMode::Person).await.unwrap());
    site.work().await;
    site.repository.decide(deposit, curator, Decision::Reject("Hors sujet".to_owned())).await.unwrap();
    assert_eq!(site.submit(titled("Un"), &bytes).await.unwrap(), Submission::Declined(article));
    let history = site.repository.review_item(deposit).await.unwrap().history;
    assert_eq!(history.last().unwrap().reason.as_deref(), Some("Hors sujet"));
    site.finish().await;
}

#[tokio::test]
async fn a_curator_publishes_what_they_corrected() {
    let site = TestSite::new().await;
    let curator = site.repository.put_user("c@example.org", "C", Role::Curator, "un bon mot de passe").await.unwrap();
    let (deposit, article) = created(site.submit_for(titled("Un"), &pdf(&TEXT), ReviewMode::Person).await.unwrap());
    site.work().await;
    let corrected = Decision::Accept(Box::new(titled("Titre corrigé")));
    site.repository.decide(deposit, curator, corrected.clone()).await.unwrap();
    site.work().await;
    let shown = site.repository.store().find_article(article).await.unwrap().unwrap();
    assert_eq!(shown.version.metadata.titles[0].text, "Titre corrigé");
    assert_eq!(shown.version.number, 2, "what was read is kept as version 1");
    let twice = site.repository.decide(deposit, curator, corrected).await.unwrap_err();
    assert_eq!(twice.kind(), Kind::Conflict);
    site.clock.advance_seconds(5);
    site.repository.correct(deposit, curator, titled("Titre encore corrigé")).await.unwrap();
    site.work().await;
    let shown = site.repository.store().find_article(article).await.unwrap().unwrap();
    assert_eq!((shown.version.number, shown.datestamp), (3, Some(site.clock.now())));
    assert_eq!(site.get("/api/v1/articles?q=titre:encore").await.json()["total"], 1);
    site.finish().await;
}
