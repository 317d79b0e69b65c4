//! DOIs of the site, registered with a registry on this machine that answers as `DataCite` is documented to.

use parvis::domain::own_doi::DoiState;
use parvis::domain::{ArticleId, Metadata};
use parvis::service::{DoiFinding, Health, Watch};

use crate::support::registry::{Registry, Whim};
use crate::support::{TestSite, pdf};

/// An article without a DOI.
const BARE: &str = r#"{"title":{"fr":"Le gel du fleuve"},"authors":[{"given":"Anne","family":"Roy"}],"language":"fr",
    "type":"journal_article","licence":"cc-by-4.0","dates":{"online":"2024-02-03"},
    "awards":[{"funder":"frqnt","number":"312345"}]}"#;

async fn publish(site: &TestSite) -> ArticleId {
    site.publish(BARE, &pdf(&["Le gel du fleuve"])).await
}

fn doi(article: ArticleId) -> String {
    format!("10.80000/parvis.{article}")
}

async fn state(site: &TestSite, article: ArticleId) -> (DoiState, Option<String>) {
    let kept = site.repository.store().find_own_doi(article, false).await.unwrap().unwrap();
    (kept.state, kept.error)
}

/// What an administrator would read of the last failure.
async fn failure(site: &TestSite) -> String {
    site.repository.troubles().await.unwrap().jobs.pop().map(|job| job.error).unwrap_or_default()
}

async fn later(site: &TestSite, seconds: i64) {
    site.clock.advance_seconds(seconds);
    site.work().await;
}

#[tokio::test]
async fn an_article_without_a_doi_gets_one_that_is_shown_everywhere() {
    let registry = Registry::start().await;
    let site = TestSite::with_registrar(registry.way()).await;
    let article = publish(&site).await;
    let told = registry.told(&doi(article));
    assert_eq!(told["url"], format!("https://parvis.example.org/articles/{article}"));
    assert_eq!((told["state"].as_str(), told["creators"][0]["name"].as_str()), (Some("findable"), Some("Roy, Anne")));
    assert_eq!(told["fundingReferences"][0]["awardNumber"], "312345");
    let link = format!("https://doi.org/{}", doi(article));
    for path in
        ["", "/export/bibtex", "/export/ris", "/export/csl", "/export/datacite", "/export/oai_dc", "/linkset.json"]
    {
        let page = site.get(&format!("/articles/{article}{path}")).await;
        assert!(page.text().contains(&doi(article)), "{path}: {}", page.text());
    }
    assert!(
        site.get(&format!("/articles/{article}")).await.header("link").contains(&format!("<{link}>; rel=\"cite-as\""))
    );
    let oai = site.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").await.text();
    assert!(oai.contains(&doi(article)), "{oai}");
    assert!(site.get(&format!("/recherche?q={}", doi(article))).await.text().contains("Le gel du fleuve"));
    site.finish().await;
}

#[tokio::test]
async fn an_article_with_a_doi_of_a_publisher_or_without_a_file_gets_none() {
    let registry = Registry::start().await;
    let site = TestSite::with_registrar(registry.way()).await;
    let metadata = Metadata { doi: "10.5555/gel".to_owned().try_into().ok(), ..serde_json::from_str(BARE).unwrap() };
    site.submit(metadata, &pdf(&["Le gel"])).await.unwrap();
    site.work().await;
    assert_eq!((registry.dois(), registry.methods().as_str()), (0, ""));
    assert_eq!(site.repository.articles_without_doi().await.unwrap(), []);
    site.finish().await;
}

#[tokio::test]
async fn nothing_is_asked_where_nobody_said_so() {
    let site = TestSite::new().await;
    let article = publish(&site).await;
    assert!(!site.get(&format!("/articles/{article}")).await.text().contains("10.80000"));
    assert!(site.repository.articles_without_doi().await.is_err());
    site.finish().await;
}

#[tokio::test]
async fn an_answer_that_never_came_makes_one_doi() {
    for whim in [Whim::CutOff, Whim::Slow] {
        let registry = Registry::start().await;
        registry.then(whim.clone());
        let site = TestSite::with_registrar(registry.way()).await;
        let article = publish(&site).await;
        let (kept, error) = state(&site, article).await;
        assert!(kept == DoiState::Reserved && error.is_some(), "{whim:?}: {error:?}");
        assert!(!site.get(&format!("/articles/{article}")).await.text().contains("10.80000"), "{whim:?}");
        later(&site, 61).await;
        assert_eq!(state(&site, article).await, (DoiState::Findable, None), "{whim:?}");
        assert_eq!((registry.dois(), registry.methods().as_str()), (1, "POST POST GET PUT"), "{whim:?}");
        site.finish().await;
    }
}

#[tokio::test]
async fn a_process_that_ends_before_it_writes_down_the_answer_makes_no_second_doi() {
    let registry = Registry::start().await;
    let site = TestSite::with_registrar(registry.way()).await;
    let article = publish(&site).await;
    site.tamper("UPDATE own_dois SET state = 'reserved', sent_sha256 = NULL; UPDATE articles SET own_doi = NULL").await;
    site.repository.want_dois(&[article]).await.unwrap();
    site.work().await;
    assert_eq!((registry.dois(), state(&site, article).await.0), (1, DoiState::Findable));
    assert!(site.get(&format!("/articles/{article}")).await.text().contains(&doi(article)));
    site.finish().await;
}

#[tokio::test]
async fn a_pause_that_is_asked_for_is_kept_for_all_articles() {
    let registry = Registry::start().await;
    let headers = vec![("Retry-After", "600".to_owned())];
    registry.then(Whim::Say(429, headers, r#"{"errors":[{"status":"429","title":"Too many requests"}]}"#.to_owned()));
    let site = TestSite::with_registrar(registry.way()).await;
    let first = publish(&site).await;
    let second = site.publish(&BARE.replace("gel", "dégel"), &pdf(&["Le dégel"])).await;
    assert_eq!(registry.methods(), "POST", "the second article waits as well");
    later(&site, 599).await;
    assert_eq!(registry.methods(), "POST");
    later(&site, 2).await;
    for article in [first, second] {
        assert_eq!(state(&site, article).await, (DoiState::Findable, None));
    }
    site.finish().await;
}

#[tokio::test]
async fn a_registry_that_fails_is_asked_again_ever_more_rarely_and_then_given_up() {
    let registry = Registry::start().await;
    (0..9).for_each(|_| registry.say(500, "oops"));
    let site = TestSite::with_registrar(registry.way()).await;
    let article = publish(&site).await;
    for tries in 2..=9 {
        later(&site, 86_400).await;
        assert_eq!(registry.methods().split(' ').count(), tries);
    }
    assert!(failure(&site).await.contains("status 500"), "{}", failure(&site).await);
    later(&site, 86_400).await;
    assert_eq!(registry.methods().split(' ').count(), 9, "given up");
    let job = site.repository.troubles().await.unwrap().jobs.pop().unwrap();
    assert!(site.repository.retry_failed_job(job.id).await.unwrap());
    site.work().await;
    assert_eq!(state(&site, article).await, (DoiState::Findable, None));
    site.finish().await;
}

#[tokio::test]
async fn a_refusal_is_told_to_administrators_and_can_be_tried_again() {
    let invalid = r#"{"errors":[{"source":"creators","uid":"x","title":"Missing child element(s)."}]}"#;
    for (status, body, words) in [
        (422, invalid, "creators: Missing child element(s)."),
        (400, "<html>Bad request</html>", "<html>Bad request</html>"),
        (401, r#"{"errors":[{"status":"401","title":"Bad credentials."}]}"#, "PARVIS_DOI_PASSWORD"),
        (
            403,
            r#"{"errors":[{"status":"403","title":"You are not authorized to access this resource."}]}"#,
            "You are not authorized",
        ),
        (302, "", "status 302"),
    ] {
        let registry = Registry::start().await;
        registry.say(status, body);
        let site = TestSite::with_registrar(registry.way()).await;
        let article = publish(&site).await;
        assert!(failure(&site).await.contains(words), "{status}: {}", failure(&site).await);
        let checks = site.repository.state().await.unwrap().checks.clone();
        let check = checks.into_iter().find(|check| check.watch == Watch::Dois).unwrap();
        assert_eq!((check.health, check.numbers), (Health::Care, [1, 1]));
        site.repository.want_dois(&[article]).await.unwrap();
        site.work().await;
        assert_eq!(state(&site, article).await, (DoiState::Findable, None), "{status}");
        site.finish().await;
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_once_to_the_registry_and_stands_in_no_message() {
    let registry = Registry::start().await;
    let site = TestSite::with_registrar(registry.registrar("faux-secret", false, true)).await;
    publish(&site).await;
    site.publish(&BARE.replace("gel", "dégel"), &pdf(&["Le dégel"])).await;
    assert_eq!(registry.methods(), "POST", "the second article is not tried");
    let jobs = site.repository.troubles().await.unwrap().jobs;
    assert_eq!(jobs.len(), 2);
    assert!(jobs.iter().all(|job| job.error.contains("Bad credentials") && !job.error.contains("faux-secret")));
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_is_no_success() {
    for body in ["oops", "{}", "[]", r#"{"data":{"id":"10.80000/other"}}"#, r#"{"data":{"id":7}}"#] {
        let registry = Registry::start().await;
        registry.say(201, body);
        let site = TestSite::with_registrar(registry.way()).await;
        let article = publish(&site).await;
        assert!(state(&site, article).await.1.is_some(), "{body}");
        later(&site, 61).await;
        assert_eq!(state(&site, article).await, (DoiState::Findable, None), "{body}");
        site.finish().await;
    }
}

#[tokio::test]
async fn a_doi_that_leads_to_another_site_is_left_alone() {
    let registry = Registry::start().await;
    let foreign =
        serde_json::json!({"doi": "10.80000/parvis.1", "url": "https://autre.example.org/1", "state": "findable"});
    registry.known.lock().unwrap().dois.insert("10.80000/parvis.1".to_owned(), foreign.clone());
    let site = TestSite::with_registrar(registry.way()).await;
    let article = publish(&site).await;
    assert_eq!(article, ArticleId(1));
    assert!(failure(&site).await.contains("autre.example.org"), "{}", failure(&site).await);
    assert_eq!(registry.told("10.80000/parvis.1"), foreign);
}

#[tokio::test]
async fn a_withdrawal_hides_the_doi_and_the_tombstone_still_shows_it() {
    let registry = Registry::start().await;
    let site = TestSite::with_registrar(registry.way()).await;
    let article = publish(&site).await;
    site.repository.withdraw(article, None, "Erreur").await.unwrap();
    site.work().await;
    assert_eq!(registry.told(&doi(article))["state"], "registered");
    assert_eq!(state(&site, article).await, (DoiState::Registered, None));
    assert!(site.get(&format!("/articles/{article}")).await.text().contains(&doi(article)));
    assert_eq!(registry.methods(), "POST PUT");
    site.finish().await;
}

#[tokio::test]
async fn what_changes_is_told_and_what_does_not_is_not() {
    let registry = Registry::start().await;
    let embargoed = BARE.replace("\"type\"", r#""access":"embargoed","embargo_until":"2026-11-25","type""#);
    let site = TestSite::with_registrar(registry.way()).await;
    let article = site.publish(&embargoed, &pdf(&["Le gel du fleuve"])).await;
    let rights = |site: &Registry| site.told(&doi(article))["rightsList"][1]["rights"].clone();
    let before = rights(&registry);
    site.repository.want_dois(&[article]).await.unwrap();
    site.work().await;
    assert_eq!(registry.methods(), "POST", "the registry knows this already");
    site.clock.advance_seconds(5 * 86_400);
    site.repository.lift_embargoes().await.unwrap();
    site.work().await;
    assert_eq!(registry.methods(), "POST PUT");
    assert_ne!(rights(&registry), before);
    site.finish().await;
}

#[tokio::test]
async fn the_test_system_is_told_and_readers_see_nothing_of_it() {
    let registry = Registry::start().await;
    let site = TestSite::with_registrar(registry.registrar("un secret", true, true)).await;
    let article = publish(&site).await;
    assert_eq!(registry.dois(), 1);
    assert!(!site.get(&format!("/articles/{article}")).await.text().contains("10.80000"));
    assert_eq!(site.repository.own_dois(ArticleId(0)).await.unwrap().len(), 1);
    site.finish().await;
}

#[tokio::test]
async fn a_registry_in_a_private_network_is_not_asked() {
    let registry = Registry::start().await;
    let site = TestSite::with_registrar(registry.registrar("un secret", false, false)).await;
    publish(&site).await;
    assert_eq!(registry.methods(), "");
    assert!(failure(&site).await.contains("may not be asked"), "{}", failure(&site).await);
}

#[tokio::test]
async fn a_check_finds_what_the_registry_knows_otherwise() {
    let registry = Registry::start().await;
    let site = TestSite::with_registrar(registry.way()).await;
    let article = publish(&site).await;
    let kept = site.repository.own_dois(ArticleId(0)).await.unwrap().remove(0);
    assert_eq!(site.repository.check_doi(&kept).await.unwrap(), None);
    let change = |name: &str, value: &str| {
        registry.known.lock().unwrap().dois.get_mut(&doi(article)).unwrap()[name] = value.into();
    };
    change("url", "https://autre.example.org/");
    let finding = DoiFinding::Address("https://autre.example.org/".to_owned());
    assert_eq!(site.repository.check_doi(&kept).await.unwrap(), Some(finding));
    change("state", "draft");
    assert_eq!(site.repository.check_doi(&kept).await.unwrap(), Some(DoiFinding::State("draft".to_owned())));
    registry.known.lock().unwrap().dois.clear();
    assert_eq!(site.repository.check_doi(&kept).await.unwrap(), Some(DoiFinding::Unknown));
    site.finish().await;
}

#[tokio::test]
async fn a_deposit_under_a_doi_of_the_site_is_known_to_be_here() {
    let registry = Registry::start().await;
    let site = TestSite::with_registrar(registry.way()).await;
    let article = publish(&site).await;
    let metadata = Metadata { doi: doi(article).try_into().ok(), ..serde_json::from_str(BARE).unwrap() };
    let again = site.submit(metadata, &pdf(&["Une autre version"])).await.unwrap();
    assert_eq!(again, parvis::domain::deposit::Submission::Duplicate(article));
    site.finish().await;
}

#[tokio::test]
async fn a_doi_that_the_registry_never_took_is_not_marked_as_registered_by_a_withdrawal() {
    let registry = Registry::start().await;
    registry.say(422, r#"{"errors":[{"source":"creators","title":"Missing"}]}"#);
    let site = TestSite::with_registrar(registry.way()).await;
    let article = publish(&site).await;
    assert_eq!(state(&site, article).await.0, DoiState::Reserved);
    site.repository.withdraw(article, None, "Erreur").await.unwrap();
    site.work().await;
    assert_eq!(state(&site, article).await, (DoiState::Reserved, None), "nobody could look it up");
    assert_eq!((registry.dois(), registry.methods().as_str()), (0, "POST PUT"));
    site.finish().await;
}

#[tokio::test]
async fn a_refusal_of_one_doi_leaves_the_others_alone() {
    let registry = Registry::start().await;
    registry.say(403, r#"{"errors":[{"status":"403","title":"You are not authorized to access this resource."}]}"#);
    let site = TestSite::with_registrar(registry.way()).await;
    let first = publish(&site).await;
    assert!(state(&site, first).await.1.unwrap().contains("PARVIS_DOI_PREFIX"));
    let second = site.publish(&BARE.replace("gel", "dégel"), &pdf(&["Le dégel"])).await;
    assert_eq!(state(&site, second).await, (DoiState::Findable, None), "it is asked for itself");
    assert_eq!(registry.methods(), "POST POST");
}

#[tokio::test]
async fn an_article_whose_publisher_s_doi_came_before_its_turn_gets_none_of_ours() {
    let registry = Registry::start().await;
    registry.then(Whim::Say(429, vec![("Retry-After", "600".to_owned())], String::new()));
    let site = TestSite::with_registrar(registry.way()).await;
    publish(&site).await;
    let waiting = site.publish(&BARE.replace("gel", "dégel"), &pdf(&["Le dégel"])).await;
    site.clock.advance_seconds(601);
    // The version with the publisher's DOI is being written while the job begins.
    let found = site.repository.store().find_article(waiting).await.unwrap().unwrap();
    let doi = "10.5555/degel".to_owned().try_into().ok();
    let metadata = Metadata { doi, ..found.version.metadata.clone() };
    let mut tx = site.repository.store().begin().await.unwrap();
    let file = &found.version.file.sha256;
    let new = parvis::store::NewVersion { article: waiting, metadata: &metadata, file, created_at: site.clock.now() };
    tx.add_version(&new).await.unwrap();
    let repository = site.repository.clone();
    let registering = tokio::spawn(async move { repository.register_doi(waiting).await });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    tx.commit().await.unwrap();
    registering.await.unwrap().unwrap();
    assert_eq!(site.repository.store().find_own_doi(waiting, false).await.unwrap(), None);
}

#[tokio::test]
async fn minting_ends_with_a_word_when_the_registry_takes_nothing() {
    let registry = Registry::start().await;
    let headers = || vec![("Retry-After", "3600".to_owned())];
    (0..9).for_each(|_| registry.then(Whim::Say(503, headers(), String::new())));
    let folder = tempfile::tempdir().unwrap();
    let papers = tempfile::tempdir().unwrap();
    std::fs::write(papers.path().join("a.pdf"), pdf(&["Le gel du fleuve"])).unwrap();
    std::fs::write(papers.path().join("a.json"), BARE).unwrap();
    std::fs::write(papers.path().join("b.pdf"), pdf(&["Le dégel du fleuve"])).unwrap();
    std::fs::write(papers.path().join("b.json"), BARE.replace("gel", "dégel")).unwrap();
    let run = |arguments: &[&str], mode: &str| {
        let mut command = std::process::Command::new(crate::support::program());
        command.args(arguments).env_clear().env("PARVIS_DATA", folder.path()).env("PARVIS_DOI_MODE", mode);
        command.env("PARVIS_DOI_API", &registry.root).env("PARVIS_DOI_REPOSITORY", "INST.DEPOT");
        command.env("PARVIS_DOI_PASSWORD", "un secret").env("PARVIS_DOI_PREFIX", "10.80000");
        command.env("PARVIS_HARVEST_PRIVATE", "yes");
        tokio::task::spawn_blocking(move || command.output().unwrap())
    };
    let papers = papers.path().display().to_string();
    let taken = run(&["ingest", &papers], "off").await.unwrap();
    assert!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
    let minted = run(&["dois", "mint", "--patience", "0"], "live").await.unwrap();
    let told = String::from_utf8(minted.stdout).unwrap();
    assert_eq!(minted.status.code(), Some(2), "{told} {}", String::from_utf8_lossy(&minted.stderr));
    assert!(
        told.contains("2 articles looked at, 2 not registered yet") && told.contains("run `parvis dois mint` again"),
        "{told}"
    );
}
