//! What records of other repositories become here: copies of our articles, new articles, or nothing.

use parvis::domain::deposit::ReviewMode;
use parvis::domain::source::{Fate, HarvestRun, SourceSettings};
use parvis::domain::user::Role;
use parvis::domain::{AccessRight, Article, ArticleId, ArticleState, ResourceType};
use parvis::service::SourceRequest;

use crate::sources::{plain, request};
use crate::support::server::{Depot, Item, Server, dc};
use crate::support::{TestSite, pdf};

const OURS: &str = r#"{"title":{"fr":"Étude de l’érable à sucre : le cas du Témiscamingue"},"language":"fr",
    "type":"journal_article","authors":[{"given":"Jo","family":"Côté"}],"dates":{"online":"2023-05-01"},
    "awards":[{"funder":"frqnt","number":"900101"}],"doi":"10.5555/erable"}"#;

/// An FRQ award as OpenAIRE writes it.
const AWARD: (&str, &str) = ("relation", "info:eu-repo/grantAgreement/FRQ/NT/900102/CA//");

fn item(number: u32, pairs: &[(&str, &str)]) -> Item {
    Item { number, second: u64::from(number), xml: Some(dc(pairs)) }
}

/// A later state of a record.
fn later(number: u32, xml: Option<String>) -> Item {
    Item { number, second: 100_000_000 + u64::from(number), xml }
}

fn publishing() -> SourceSettings {
    SourceSettings { review: ReviewMode::Auto, ..SourceSettings::usual() }
}

/// Harvests a source by some settings, runs the jobs, and looks again at what waited.
async fn harvest(site: &TestSite, server: &Server, settings: &SourceSettings) -> HarvestRun {
    let known = site.repository.source_named("essai").await.ok();
    let source = if let Some(source) = known {
        source
    } else {
        let wanted = SourceRequest { settings: settings.clone(), ..request(&server.base_url()) };
        site.repository.add_source(&wanted).await.unwrap()
    };
    let run = site.repository.run_source(&source, |_| ()).await.unwrap();
    assert_eq!(run.error, None);
    site.work().await;
    site.repository.settle_source(&source).await.unwrap();
    site.work().await;
    site.repository.source_runs(source.id, 1).await.unwrap().remove(0)
}

async fn article(site: &TestSite, id: ArticleId) -> Article {
    site.repository.store().find_article(id).await.unwrap().unwrap()
}

async fn fate(site: &TestSite, wanted: Fate) -> i64 {
    let source = site.repository.source_named("essai").await.unwrap();
    site.repository.source_status(source).await.unwrap().count(wanted)
}

#[tokio::test]
async fn a_record_with_our_doi_becomes_a_copy_that_follows_its_source() {
    let site = TestSite::new().await;
    let id = site.publish(OURS, &pdf(&["Étude"])).await;
    let page = ("identifier", "https://depot.example.org/id/7");
    let doi = ("relation", "info:eu-repo/semantics/altIdentifier/doi/10.5555/ERABLE");
    let licence = ("rights", "https://creativecommons.org/licenses/by/4.0/");
    let accepted = ("type", "info:eu-repo/semantics/acceptedVersion");
    let record = [("title", "Erable"), page, doi, licence, accepted];
    let server = Server::start(Depot::new(vec![item(7, &record)])).await;
    let run = harvest(&site, &server, &publishing()).await;
    assert_eq!((run.tally.copies, run.tally.articles), (1, 0));
    let copies = article(&site, id).await.version.metadata.copies;
    assert_eq!(copies.len(), 1);
    assert_eq!((copies[0].url.as_deref(), copies[0].access), (Some(page.1), Some(AccessRight::Open)));
    assert_eq!(copies[0].version.unwrap().code(), "AM");

    let moved = [("title", "Erable"), ("identifier", "https://depot.example.org/id/8"), doi, licence];
    server.change(|depot| depot.items[0] = later(7, Some(dc(&moved))));
    harvest(&site, &server, &publishing()).await;
    let changed = article(&site, id).await.version.metadata.copies;
    assert_eq!((changed.len(), changed[0].url.as_deref()), (1, Some("https://depot.example.org/id/8")));

    server.change(|depot| depot.items[0] = later(8, None));
    server.change(|depot| depot.items[0].number = 7);
    harvest(&site, &server, &publishing()).await;
    let left = article(&site, id).await;
    assert_eq!(left.state, ArticleState::Published, "never our own article");
    assert_eq!(left.version.metadata.copies[0].withdrawn.unwrap().to_string(), "2026-11-21");
    assert_eq!(fate(&site, Fate::Withdrawn).await, 1);
    assert!(!site.get(&format!("/articles/{id}")).await.text().contains("depot.example.org"));
    site.finish().await;
}

#[tokio::test]
async fn a_record_without_doi_is_recognised_by_title_author_and_year() {
    let site = TestSite::new().await;
    let id = site.publish(OURS, &pdf(&["Étude"])).await;
    let known = ("identifier", "https://depot.example.org/id/1");
    let server = Server::start(Depot::new(vec![
        item(
            1,
            &[
                ("title", "ETUDE DE L'ERABLE A SUCRE: le cas du Temiscamingue"),
                ("creator", "COTE, J."),
                ("date", "2023"),
                known,
            ],
        ),
        item(2, &[("title", "Étude de l’érable à sucre"), ("creator", "Côté, Jo"), ("date", "2023-05"), AWARD]),
        item(
            3,
            &[
                ("title", "Étude de l’érable à sucre : le cas du Témiscamingue"),
                ("creator", "Roy, Léa"),
                ("date", "2023"),
            ],
        ),
    ]))
    .await;
    let run = harvest(&site, &server, &publishing()).await;
    assert_eq!((run.tally.copies, run.tally.kept, run.tally.articles), (2, 1, 0));
    assert_eq!(article(&site, id).await.version.metadata.copies[0].url.as_deref(), Some(known.1));
    let again = harvest(&site, &server, &publishing()).await;
    assert_eq!((again.tally.records, again.tally.copies), (0, 0));
    site.finish().await;
}

#[tokio::test]
async fn what_is_linked_to_the_frq_becomes_an_article_and_the_rest_stays_a_record() {
    let site = TestSite::new().await;
    let told = "Merci au Fonds de recherche du Québec – Santé (FRQS) pour la bourse 277777.";
    let kind = ("type", "info:eu-repo/semantics/article");
    let at = [("identifier", "https://depot.example.org/id/1"), ("identifier", "https://depot.example.org/id/5")];
    let server = Server::start(Depot::new(vec![
        item(
            1,
            &[
                ("title", "Neige et lumière au printemps"),
                ("creator", "Roy, Léa"),
                ("date", "2023"),
                kind,
                AWARD,
                at[0],
            ],
        ),
        item(2, &[("title", "Sommeil des mésanges en hiver"), ("description", told), ("date", "2022"), kind]),
        item(3, &[("title", "Une base de données liée au FRQ"), ("type", "info:eu-repo/semantics/book"), AWARD]),
        item(4, &[("title", "Rien à voir avec le Québec"), kind]),
        item(
            5,
            &[
                ("title", "Neige et lumière au printemps"),
                ("creator", "Roy, Léa"),
                ("date", "2023"),
                kind,
                AWARD,
                at[1],
            ],
        ),
    ]))
    .await;
    let run = harvest(&site, &server, &publishing()).await;
    let tally = &run.tally;
    assert_eq!((tally.articles, tally.copies, tally.filtered, tally.kept), (2, 1, 1, 1), "{tally:?}");
    let found = site.get("/api/v1/articles?q=mesanges").await.json();
    assert_eq!(found["total"], 1, "{found}");
    let first = article(&site, ArticleId(1)).await;
    assert_eq!(
        (first.state, first.version.metadata.access),
        (ArticleState::Published, Some(AccessRight::MetadataOnly))
    );
    assert_eq!(first.version.metadata.awards[0].number.as_ref().unwrap().as_str(), "900102");
    assert_eq!(first.version.metadata.copies.len(), 2);
    let counts = site.repository.counts().await.unwrap();
    assert_eq!((counts.articles, counts.open), (2, 0), "nothing to read yet");
    let page = site.get("/articles/1").await;
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("/articles/1/fichier"), "there is no file to give");
    assert_eq!(site.get("/articles/1/fichier.xml").await.status, 403);
    site.finish().await;
}

#[tokio::test]
async fn new_articles_wait_for_a_curator_unless_the_source_is_trusted() {
    let site = TestSite::new().await;
    let record = [("title", "Neige et lumière au printemps"), ("type", "Article"), ("date", "2023"), AWARD];
    let server = Server::start(Depot::new(vec![item(1, &record)])).await;
    let run = harvest(&site, &server, &SourceSettings::usual()).await;
    assert_eq!(run.tally.articles, 1);
    assert_eq!(article(&site, ArticleId(1)).await.state, ArticleState::InReview);
    assert_eq!(site.repository.review_queue(10).await.unwrap().len(), 1);
    assert_eq!(site.get("/articles/1").await.status, 404);
    site.finish().await;
}

#[tokio::test]
async fn the_types_that_are_taken_are_the_sources_setting() {
    let site = TestSite::new().await;
    let record =
        |number, kind| item(number, &[("title", &format!("Un titre assez long {number}")), ("type", kind), AWARD]);
    let doctoral = record(1, "info:eu-repo/semantics/doctoralThesis");
    let server = Server::start(Depot::new(vec![doctoral, record(2, "Article")])).await;
    let theses = SourceSettings { types: vec![ResourceType::DoctoralThesis], ..publishing() };
    let run = harvest(&site, &server, &theses).await;
    assert_eq!((run.tally.articles, run.tally.filtered), (1, 1));
    let kind = article(&site, ArticleId(1)).await.version.metadata.resource_type;
    assert_eq!(kind, Some(ResourceType::DoctoralThesis));
    site.finish().await;
}

#[tokio::test]
async fn a_deposit_completes_the_article_that_was_known_by_its_record() {
    let site = TestSite::new().await;
    let record = [
        ("title", "Étude de l’érable à sucre"),
        ("type", "Article"),
        ("identifier", "doi:10.5555/erable"),
        ("identifier", "https://depot.example.org/id/1"),
        AWARD,
    ];
    let server = Server::start(Depot::new(vec![item(1, &record)])).await;
    harvest(&site, &server, &publishing()).await;
    assert_eq!(article(&site, ArticleId(1)).await.version.number, 1);
    let metadata = serde_json::from_str(OURS).unwrap();
    let (deposit, own) = crate::support::created(site.submit(metadata, &pdf(&["Étude de l’érable"])).await.unwrap());
    site.work().await;
    let outcome = site.repository.outcome(deposit, own).await.unwrap();
    assert_eq!(outcome, parvis::service::Outcome::Duplicate(ArticleId(1)));
    let whole = article(&site, ArticleId(1)).await;
    assert_eq!((whole.version.number, whole.version.file.media_type.as_str()), (2, "application/pdf"));
    assert_eq!(whole.version.metadata.copies.len(), 1, "the copy elsewhere is still known");
    assert_eq!(whole.version.metadata.awards.len(), 2, "both awards");
    assert_eq!(site.get("/articles/1/fichier.pdf").await.status, 200);
    let curator =
        site.repository.put_user("c@example.org", "Camille", Role::Curator, "un bon mot de passe").await.unwrap();
    let known = site.repository.store().find_deposit_of(ArticleId(1)).await.unwrap().unwrap();
    let desk = site.repository.review_item(known.id).await.unwrap();
    assert_eq!(desk.deposit.file, whole.version.file, "curators see the file, no longer the record");
    assert_eq!(site.repository.review_file(known.id).await.unwrap().0, whole.version.file);
    let corrected = parvis::domain::Metadata { field: Some("RDF102".to_owned()), ..whole.version.metadata };
    site.repository.correct(known.id, curator, corrected).await.unwrap();
    site.work().await;
    assert_eq!(article(&site, ArticleId(1)).await.version.file, whole.version.file, "a correction keeps the file");
    assert_eq!(site.get("/api/v1/articles?q=erable").await.json()["total"], 1);
    let verified = site.repository.verify(|_| ()).await.unwrap();
    assert!(verified.is_sound(), "{verified:?}");
    site.finish().await;
}

#[tokio::test]
async fn a_file_is_fetched_where_its_licence_allows_and_only_linked_elsewhere() {
    let site = TestSite::new().await;
    let server = Server::start(Depot::new(Vec::new())).await;
    let file = |number: u32| format!("{}/fichiers/{number}.pdf", server.root);
    let record = |number: u32, rights: &str| {
        let title = format!("Un titre assez long, numéro {number}");
        let pairs = [
            ("title", title.as_str()),
            ("type", "Article"),
            ("identifier", &file(number)),
            ("rights", rights),
            ("rights", "info:eu-repo/semantics/openAccess"),
            ("date", "2023"),
            AWARD,
        ];
        item(number, &pairs)
    };
    server.change(|depot| {
        depot.items = vec![
            record(1, "https://creativecommons.org/licenses/by/4.0/"),
            record(2, "Tous droits réservés"),
            record(3, "https://creativecommons.org/licenses/by/4.0/"),
        ];
        depot.files = vec![
            ("/fichiers/1.pdf".to_owned(), pdf(&["Le premier texte"])),
            ("/fichiers/2.pdf".to_owned(), pdf(&["Le deuxième texte"])),
            ("/fichiers/3.pdf".to_owned(), b"<html>Connectez-vous</html>".to_vec()),
        ];
    });
    let run = harvest(&site, &server, &SourceSettings { fetch_files: true, ..publishing() }).await;
    assert_eq!((run.tally.articles, run.tally.files, run.tally.faults), (3, 1, 1));
    let media = |article: &Article| article.version.file.media_type.as_str();
    let all =
        [article(&site, ArticleId(1)).await, article(&site, ArticleId(2)).await, article(&site, ArticleId(3)).await];
    assert_eq!(all.each_ref().map(media), ["application/pdf", "application/jats+xml", "application/jats+xml"]);
    assert_eq!(all[0].version.metadata.licence.as_ref().unwrap().code(), "cc-by-4.0");
    assert_eq!(all[1].version.metadata.copies[0].url.as_deref(), Some(file(2).as_str()));
    let source = site.repository.source_named("essai").await.unwrap();
    let run = site.repository.source_runs(source.id, 1).await.unwrap().remove(0);
    let faults = site.repository.run_faults(run.id, 5).await.unwrap();
    assert!(faults[0].reason.contains("not a PDF"), "{faults:?}");
    site.finish().await;
}

#[tokio::test]
async fn harvesters_are_told_where_an_article_came_from() {
    let site = TestSite::new().await;
    let mut items = plain(0..1);
    items.push(item(1, &[("title", "Neige et lumière au printemps"), ("type", "Article"), ("date", "2023"), AWARD]));
    let server = Server::start(Depot::new(items)).await;
    harvest(&site, &server, &publishing()).await;
    let own = site.publish(OURS, &pdf(&["Étude"])).await;
    let list = site.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").await.text();
    assert_eq!(list.matches("<originDescription").count(), 1, "{own} is ours: {list}");
    for part in [
        "http://www.openarchives.org/OAI/2.0/provenance",
        "<identifier>oai:depot.example.org:1</identifier>",
        "<datestamp>2024-01-01T00:00:01Z</datestamp>",
        "altered=\"true\"",
        &format!("<baseURL>{}</baseURL>", server.base_url()),
    ] {
        assert!(list.contains(part), "{part}: {list}");
    }
    site.finish().await;
}
