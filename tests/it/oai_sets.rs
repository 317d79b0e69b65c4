//! Sets that follow from awards: by programme, and by what the policies say as the calendar goes on.

use parvis::domain::verdict::Outcome;
use parvis::domain::{ArticleId, Award};
use parvis::service::{Shown, read_register};
use parvis::store::OaiSelection;

use crate::oai::{between, site_with, walk};
use crate::support::{Database, TestSite, pdf};

const DAY_SECONDS: i64 = 86_400;
const REGISTER: &str = "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,\
active_from,active_to,programme_policy\n\
900201,frqnt,\"Roy, Léa\",,Projet de recherche en équipe,grant,2020-08-15,false,2021-04-01,2027-03-31,\n";

fn register() -> Vec<Award> {
    read_register(REGISTER.as_bytes()).map(Result::unwrap).collect()
}

/// A manuscript that nobody may read, published eleven months and some days ago.
fn closed(number: u32) -> String {
    format!(
        r#"{{"title":{{"fr":"Le chant {number}"}},"language":"fr","type":"journal_article","peer_reviewed":true,
        "version":"AM","access":"restricted","dates":{{"online":"2025-11-23","deposited":"2026-01-03"}},
        "awards":[{{"funder":"frqnt","number":"900201"}}]}}"#
    )
}

struct Header {
    datestamp: String,
    states: Vec<String>,
    programmes: Vec<String>,
}

async fn header(site: &TestSite, id: ArticleId) -> Header {
    let query = format!("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:parvis.example.org:{id}");
    let record = site.get(&format!("/oai?{query}")).await.text();
    let sets = between(&record, "<setSpec>", "</setSpec>");
    let of = |start: &str| sets.iter().filter(|set| set.starts_with(start)).map(|set| (*set).to_owned()).collect();
    let datestamp = between(&record, "<datestamp>", "</datestamp>").concat();
    Header { datestamp, states: of("conformite"), programmes: of("programme") }
}

async fn outcome(site: &TestSite, id: ArticleId) -> Outcome {
    let Shown::Article(article) = site.repository.show(id).await.unwrap() else { panic!("withdrawn") };
    site.repository.verdicts(&article).await.unwrap().first().unwrap().outcome
}

#[tokio::test]
async fn s12_r9_a_due_date_that_passes_moves_the_article_to_another_set_and_renews_its_datestamp() {
    let site = TestSite::new().await;
    site.repository.put_awards(&register()).await.unwrap();
    let id = site.publish(&closed(1), &pdf(&["Le chant"])).await;
    let other = site.publish(r#"{"title":{"fr":"Sans octroi"},"language":"fr"}"#, &pdf(&["Sans octroi"])).await;
    site.repository.refresh_sets_when_due().await.unwrap();
    let (mut before, untouched) = (header(&site, id).await, header(&site, other).await);
    let mut seen = vec![outcome(&site, id).await];
    for _ in 0..5 {
        site.clock.advance_seconds(DAY_SECONDS);
        let moved = site.repository.refresh_sets_when_due().await.unwrap();
        let (now, outcome) = (header(&site, id).await, outcome(&site, id).await);
        assert_eq!(now.states, [format!("conformite:{}", outcome.code())], "the set says what the page says");
        assert_eq!(moved, usize::from(now.states != before.states));
        assert_eq!(
            now.datestamp == before.datestamp,
            moved == 0,
            "moved {moved}: {} {}",
            before.datestamp,
            now.datestamp
        );
        seen.push(outcome);
        before = now;
    }
    seen.dedup();
    assert_eq!(seen, [Outcome::NotYetDue, Outcome::Closed]);
    assert_eq!(header(&site, other).await.datestamp, untouched.datestamp, "what did not move is not touched");
    assert_eq!(walk(&site, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=conformite:closed").await.len(), 1);
    assert!(walk(&site, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=conformite:not_yet_due").await.is_empty());
    site.work().await;
    let found = site.get("/api/v1/articles?conformite=closed").await.json();
    assert_eq!(found["hits"][0]["id"], id.0, "the search follows");
    site.finish().await;
}

#[tokio::test]
async fn a_day_is_looked_at_once_and_a_new_register_again() {
    let site = TestSite::new().await;
    let id = site.publish(&closed(1), &pdf(&["Le chant"])).await;
    assert_eq!(site.repository.refresh_sets_when_due().await.unwrap(), 0, "publishing wrote them truly");
    let before = header(&site, id).await;
    assert!(before.programmes.is_empty());
    site.clock.advance_seconds(60);
    site.repository.put_awards(&register()).await.unwrap();
    assert_eq!(site.repository.refresh_sets_when_due().await.unwrap(), 1);
    assert_eq!(site.repository.refresh_sets_when_due().await.unwrap(), 0);
    let now = header(&site, id).await;
    assert_eq!(now.programmes, ["programme:frqnt:projet-de-recherche-en-equipe"]);
    assert!(now.datestamp > before.datestamp);
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn s2_s5_every_level_of_a_programme_is_a_set_with_a_name_and_holds_its_articles_alone() {
    let site = TestSite::new().await;
    site.repository.put_awards(&register()).await.unwrap();
    site.publish(&closed(1), &pdf(&["Un"])).await;
    site.publish(&closed(2), &pdf(&["Deux"])).await;
    site.publish(r#"{"title":{"fr":"Sans octroi"},"language":"fr"}"#, &pdf(&["Trois"])).await;
    let sets = site.get("/oai?verb=ListSets").await.text();
    for (spec, name) in [
        ("programme", "Programmes de financement"),
        ("programme:frqnt", "Programmes : FRQNT"),
        ("programme:frqnt:projet-de-recherche-en-equipe", "Projet de recherche en équipe"),
        ("conformite", "Conformité aux politiques de libre accès du FRQ"),
        ("conformite:not_yet_due", "Pas encore échu"),
    ] {
        assert!(sets.contains(&format!("<setSpec>{spec}</setSpec><setName>{name}</setName>")), "{spec}: {sets}");
    }
    for (set, articles) in [
        ("programme", 2),
        ("programme:frqnt", 2),
        ("programme:frqnt:projet-de-recherche-en-equipe", 2),
        ("programme:frqnt:projet", 0),
        ("programme:frq", 0),
        ("conformite", 2),
    ] {
        let found = walk(&site, &format!("verb=ListIdentifiers&metadataPrefix=oai_dc&set={set}")).await;
        assert_eq!(found.len(), articles, "{set}");
    }
    site.finish().await;
}

#[tokio::test]
async fn s5_a_set_lists_and_counts_what_the_whole_list_says_of_it_page_by_page() {
    let site = TestSite::with_page_size(2).await;
    for (number, language) in ["fr", "en", "fr", "fr", "en", "fr"].into_iter().enumerate() {
        let sidecar = format!(r#"{{"title":{{"fr":"Article {number}"}},"language":"{language}"}}"#);
        site.publish(&sidecar, &pdf(&[&format!("Texte {number}")])).await;
    }
    site.clock.advance_seconds(60);
    site.repository.withdraw(ArticleId(1), None, "Erreur").await.unwrap();
    let mut tx = site.repository.store().begin().await.unwrap();
    tx.touch(ArticleId(3), site.clock.now()).await.unwrap();
    tx.set_sets(ArticleId(4), &["langue:en".to_owned(), "essai:rare".to_owned()]).await.unwrap();
    tx.commit().await.unwrap();
    for set in ["langue", "langue:fr", "langue:en", "essai", "essai:rare"] {
        let expected: &[i64] = match set {
            "langue" => &[2, 4, 5, 6, 1, 3],
            "langue:fr" => &[6, 1, 3],
            "langue:en" => &[2, 4, 5],
            _ => &[4],
        };
        let expected: Vec<String> = expected.iter().map(|id| format!("oai:parvis.example.org:{id}")).collect();
        let list = format!("verb=ListRecords&metadataPrefix=oai_dc&set={set}");
        assert_eq!(walk(&site, &list).await, expected, "{set}");
        let page = site.get(&format!("/oai?{list}")).await.text();
        let told = between(&page, "completeListSize=\"", "\"").concat();
        assert_eq!(told, if expected.len() > 2 { expected.len().to_string() } else { String::new() }, "{set}");
    }
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn the_sets_of_an_older_site_get_the_datestamps_of_their_articles() {
    let site = site_with(3, 100).await;
    if matches!(site.database, Database::Postgres { .. }) {
        // No older site has ever been on PostgreSQL.
        return site.finish().await;
    }
    for statement in [
        "DROP TRIGGER articles_stamp_sets",
        "DROP INDEX article_sets_by_set",
        "ALTER TABLE article_sets DROP COLUMN datestamp_s",
        "CREATE INDEX article_sets_by_set ON article_sets (set_spec, article_id)",
        "DELETE FROM _sqlx_migrations WHERE version = 5",
    ] {
        site.tamper(statement).await;
    }
    let store = site.database.open().await;
    let set = Some("langue:fr".to_owned());
    let selection = OaiSelection { from: jiff::Timestamp::MIN, until: site.clock.now(), set };
    assert_eq!(store.list_oai(&selection, None, 10).await.unwrap().len(), 3);
    assert_eq!(store.count_oai(&selection).await.unwrap(), 3);
    store.close().await;
    site.finish().await;
}
