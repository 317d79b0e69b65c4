//! Deposits while they are written: filled from the file, saved over and over, in two windows, with hostile values.

use parvis::domain::review::QueueQuery;
use parvis::domain::user::Role;

use crate::support::visitor::{Visitor, fields, set};
use crate::support::{TestSite, pdf};

const PASSWORD: &str = "un bon mot de passe";
const PAGE: &str = "Le chant des mésanges en hiver\nLéa Roy\nRésumé. Nous avons écouté des mésanges tout un hiver.\n\
    https://doi.org/10.5555/mesanges.1";

async fn site() -> TestSite {
    let site = TestSite::new().await;
    for email in ["d@example.org", "autre@example.org"] {
        site.repository.put_user(email, "Camille", Role::Depositor, PASSWORD).await.unwrap();
    }
    site
}

async fn signed_in<'a>(site: &'a TestSite, email: &str) -> Visitor<'a> {
    let mut visitor = Visitor::new(site);
    assert_eq!(visitor.sign_in(email, PASSWORD).await.status, 303);
    visitor
}

/// A draft whose file was read, and its address.
async fn begun(site: &TestSite, visitor: &mut Visitor<'_>, text: &str) -> String {
    let page = visitor.get("/deposer").await.text();
    let sent: Vec<_> = fields(&page).into_iter().filter(|(name, _)| name == "jeton").collect();
    let answer = visitor.upload("/deposer", &sent, "chant.pdf", &pdf(&[text])).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let address = answer.header("location").to_owned();
    assert!(visitor.get(&address).await.text().contains("http-equiv=\"refresh\""), "it waits without a script, too");
    site.work().await;
    address
}

async fn opened(visitor: &mut Visitor<'_>, address: &str) -> Vec<(String, String)> {
    let page = visitor.get(address).await.text();
    fields(&page).into_iter().filter(|(name, _)| name != "droits").collect()
}

fn pressed(form: &[(String, String)], decision: &str) -> Vec<(String, String)> {
    let mut form = form.to_vec();
    form.push(("decision".to_owned(), decision.to_owned()));
    form
}

fn value(form: &[(String, String)], name: &str) -> String {
    form.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

#[tokio::test]
async fn the_form_stands_filled_and_says_where_each_value_comes_from() {
    let site = site().await;
    let mut visitor = signed_in(&site, "d@example.org").await;
    let address = begun(&site, &mut visitor, PAGE).await;
    let page = visitor.get(&address).await.text();
    let form = fields(&page);
    assert_eq!(value(&form, "doi"), "10.5555/mesanges.1");
    assert!(page.contains("Le chant des mésanges en hiver") && page.contains("Roy, Léa"));
    assert!(page.contains("Lu à la page 1") && page.contains("Proposé par Parvis"));
    let first = page.split("class=\"doubtful\"").nth(1).unwrap().split("</fieldset>").next().unwrap();
    assert!(first.contains("id=\"licence\"") && !first.contains("id=\"doi\""), "what is unsure comes first");
    site.finish().await;
}

#[tokio::test]
async fn a_draft_belongs_to_its_depositor_alone() {
    let site = site().await;
    let mut visitor = signed_in(&site, "d@example.org").await;
    let address = begun(&site, &mut visitor, PAGE).await;
    let form = opened(&mut visitor, &address).await;
    let mut other = signed_in(&site, "autre@example.org").await;
    assert_eq!(other.get(&address).await.status, 404);
    assert_eq!(other.get(&format!("{address}/etat")).await.status, 404);
    assert_eq!(other.post(&address, &pressed(&form, "supprimer")).await.status, 404);
    assert!(!other.get("/deposer").await.text().contains(&address));
    assert!(visitor.get("/deposer").await.text().contains(&address), "its depositor finds it again");
    site.finish().await;
}

#[tokio::test]
async fn two_windows_lose_nothing_and_are_told_of_the_field_that_both_changed() {
    let site = site().await;
    let mut visitor = signed_in(&site, "d@example.org").await;
    let address = begun(&site, &mut visitor, PAGE).await;
    let (mut first, mut second) = (opened(&mut visitor, &address).await, opened(&mut visitor, &address).await);
    set(&mut first, "revue", "Revue des oiseaux");
    set(&mut first, "volume", "3");
    assert_eq!(visitor.post(&address, &pressed(&first, "enregistrer")).await.status, 303);
    set(&mut second, "revue", "Revue du froid");
    set(&mut second, "numero", "4");
    let told = visitor.post(&address, &pressed(&second, "enregistrer")).await;
    assert_eq!(told.status, 409);
    let form = fields(&told.text());
    assert_eq!(value(&form, "revue"), "Revue du froid", "what was typed stays");
    assert_eq!((value(&form, "volume"), value(&form, "numero")), ("3".to_owned(), "4".to_owned()));
    assert!(told.text().contains("Revue des oiseaux"), "the other value is told");
    let form: Vec<_> = form.into_iter().filter(|(name, _)| name != "droits").collect();
    assert_eq!(visitor.post(&address, &pressed(&form, "enregistrer")).await.status, 303);
    assert_eq!(value(&opened(&mut visitor, &address).await, "revue"), "Revue du froid");
    site.finish().await;
}

#[tokio::test]
async fn wrong_values_are_told_at_their_field_and_stay() {
    let site = site().await;
    let mut visitor = signed_in(&site, "d@example.org").await;
    let address = begun(&site, &mut visitor, PAGE).await;
    let authors = "Roy, Léa\n".repeat(3_000);
    for (field, typed) in [
        ("doi", "pas un DOI <script>alert(1)</script>"),
        ("en_ligne", "2031-01-01"),
        ("auteurs", "Roy, Léa [0000-0002-1825-0098]"),
        ("issn", "1234-5678"),
        ("licence", "la mienne"),
    ] {
        let mut form = opened(&mut visitor, &address).await;
        let before = value(&form, field);
        set(&mut form, field, typed);
        let mut sent = pressed(&form, "deposer");
        sent.push(("droits".to_owned(), "oui".to_owned()));
        let answer = visitor.post(&address, &sent).await;
        assert_eq!(answer.status, 422, "{field}");
        let html = answer.text();
        assert!(html.contains(&format!("id=\"{field}-erreur\"")) && !html.contains("<script>alert"), "{field}");
        assert_eq!(value(&fields(&html), field), typed, "what was typed stays");
        let mut form = opened(&mut visitor, &address).await;
        set(&mut form, field, &before);
        assert_eq!(visitor.post(&address, &pressed(&form, "enregistrer")).await.status, 303);
    }
    let mut form = opened(&mut visitor, &address).await;
    set(&mut form, "auteurs", &authors);
    set(&mut form, "resume_fr", &"é ".repeat(20_000));
    assert_eq!(visitor.post(&address, &pressed(&form, "enregistrer")).await.status, 303);
    assert_eq!(value(&opened(&mut visitor, &address).await, "auteurs").lines().count(), 3_000);
    site.finish().await;
}

#[tokio::test]
async fn what_a_depositor_took_out_does_not_come_back() {
    let site = site().await;
    let mut visitor = signed_in(&site, "d@example.org").await;
    let address = begun(&site, &mut visitor, PAGE).await;
    let mut form = opened(&mut visitor, &address).await;
    set(&mut form, "doi", "");
    set(&mut form, "licence", "cc-by-4.0");
    let mut sent = pressed(&form, "deposer");
    let refused = visitor.post(&address, &sent).await;
    assert!(refused.text().contains("id=\"droits-erreur\""), "nobody deposits without the right to");
    sent = pressed(&opened(&mut visitor, &address).await, "deposer");
    sent.push(("droits".to_owned(), "oui".to_owned()));
    let done = visitor.post(&address, &sent).await;
    assert_eq!(done.status, 303, "{}", done.text());
    site.work().await;
    let waiting = site.repository.review_queue(10).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].version.metadata.doi, None);
    let back = visitor.get(&address).await;
    assert_eq!((back.status.as_u16(), back.header("location")), (303, done.header("location")));
    site.finish().await;
}

#[tokio::test]
async fn a_draft_that_is_thrown_away_is_gone() {
    let site = site().await;
    let mut visitor = signed_in(&site, "d@example.org").await;
    let address = begun(&site, &mut visitor, PAGE).await;
    let form = opened(&mut visitor, &address).await;
    assert_eq!(visitor.post(&address, &pressed(&form, "supprimer")).await.status, 303);
    assert_eq!(visitor.get(&address).await.status, 404);
    site.finish().await;
}

async fn paste(visitor: &mut Visitor<'_>, text: &str) -> crate::support::Answer {
    let page = visitor.get("/deposer").await.text();
    let mut form: Vec<_> = fields(&page).into_iter().filter(|(name, _)| name == "jeton").take(1).collect();
    form.push(("notice".to_owned(), text.to_owned()));
    visitor.post("/deposer/notice", &form).await
}

#[tokio::test]
async fn a_pasted_record_fills_the_form_and_the_file_follows() {
    let site = site().await;
    let mut visitor = signed_in(&site, "d@example.org").await;
    let record = "@article{a, title={Le chant des m{\\'e}sanges en hiver}, author={Roy, L{\\'e}a}, journal={Revue des \
        oiseaux}, year=2024, doi={10.5555/mesanges.1}, langid={french}}";
    let begun = paste(&mut visitor, record).await;
    assert_eq!(begun.status, 303, "{}", begun.text());
    let address = begun.header("location").to_owned();
    let page = visitor.get(&address).await.text();
    assert!(page.contains("Revue des oiseaux") && page.contains("Notice collée"));
    let mut form = pressed(&opened(&mut visitor, &address).await, "deposer");
    form.push(("droits".to_owned(), "oui".to_owned()));
    let early = visitor.post(&address, &form).await;
    assert_eq!(early.status, 422);
    assert!(early.text().contains("Joignez le fichier"), "a deposit needs its file");
    let token: Vec<_> = form.iter().filter(|(name, _)| name == "jeton").cloned().collect();
    let sent = visitor.upload(&format!("{address}/fichier"), &token, "chant.pdf", &pdf(&[PAGE])).await;
    assert_eq!(sent.header("location"), address);
    site.work().await;
    let mut form = pressed(&opened(&mut visitor, &address).await, "deposer");
    form.push(("droits".to_owned(), "oui".to_owned()));
    let done = visitor.post(&address, &form).await;
    assert_eq!(done.status, 303, "{}", done.text());
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn a_doi_begins_a_draft_and_anything_else_is_told_and_stays() {
    let site = site().await;
    let mut visitor = signed_in(&site, "d@example.org").await;
    let begun = paste(&mut visitor, " https://doi.org/10.5555/ABC ").await;
    assert_eq!(begun.status, 303);
    let form = opened(&mut visitor, begun.header("location")).await;
    assert_eq!(value(&form, "doi"), "10.5555/abc");
    for text in ["bonjour <script>alert(1)</script>", "", "@article{a, title = {", "TY  - JOUR\nER  - "] {
        let answer = paste(&mut visitor, text).await;
        assert_eq!(answer.status, 422, "{text}");
        let html = answer.text();
        assert!(html.contains("id=\"notice-erreur\"") && !html.contains("<script>alert"), "{text}");
    }
    site.finish().await;
}

#[tokio::test]
async fn an_article_that_is_here_already_is_told_and_gets_a_version_more() {
    let site = site().await;
    let sidecar = r#"{"title":{"fr":"Le chant des mésanges en hiver"},"authors":[{"given":"Léa","family":"Roy"}],
        "doi":"10.5555/mesanges.1","language":"fr","dates":{"issue":"2024"},"licence":"cc-by-4.0"}"#;
    let article = site.publish(sidecar, &pdf(&["Le chant des mésanges en hiver, manuscrit"])).await;
    let mut visitor = signed_in(&site, "d@example.org").await;
    let address = begun(&site, &mut visitor, PAGE).await;
    let page = visitor.get(&address).await.text();
    assert!(page.contains("peut-être déjà ici") && page.contains(&format!("/articles/{article}")));
    let mut form = opened(&mut visitor, &address).await;
    set(&mut form, "licence", "cc-by-4.0");
    set(&mut form, "version", "VoR");
    let mut related = form.clone();
    related.push(("doublon".to_owned(), format!("version:{article}")));
    assert_eq!(visitor.post(&address, &related).await.status, 303);
    let mut sent = pressed(&opened(&mut visitor, &address).await, "deposer");
    sent.push(("droits".to_owned(), "oui".to_owned()));
    let done = visitor.post(&address, &sent).await;
    assert_eq!(done.status, 303, "{}", done.text());
    site.work().await;
    let curator = site.repository.put_user("c@example.org", "C", Role::Curator, PASSWORD).await.unwrap();
    let waiting = site.repository.queue(&QueueQuery::default(), curator, 1).await.unwrap();
    let item = waiting.into_iter().next().unwrap().item;
    let metadata = item.article.unwrap().version.metadata;
    let accept = parvis::service::Decision::Accept(Box::new(metadata));
    site.repository.decide(item.deposit.id, curator, accept).await.unwrap();
    site.work().await;
    let shown = site.get(&format!("/api/v1/articles/{article}")).await.json();
    assert_eq!(shown["version"], "VoR", "{shown}");
    assert_eq!(site.get("/api/v1/articles").await.json()["total"], 1);
    site.finish().await;
}

#[tokio::test]
async fn an_article_called_another_one_is_told_no_more() {
    let site = site().await;
    let sidecar = r#"{"title":{"fr":"LE CHANT DES MESANGES EN HIVER"},"authors":[{"given":"L.","family":"Roy"}],
        "doi":"10.5555/autre","language":"fr","dates":{"issue":"2024"}}"#;
    let article = site.publish(sidecar, &pdf(&["Le chant des mésanges en hiver, autre"])).await;
    let mut visitor = signed_in(&site, "d@example.org").await;
    let address = begun(&site, &mut visitor, PAGE).await;
    let mut form = opened(&mut visitor, &address).await;
    set(&mut form, "parution", "2024");
    assert_eq!(visitor.post(&address, &pressed(&form, "enregistrer")).await.status, 303);
    assert!(visitor.get(&address).await.text().contains("peut-être déjà ici"), "accents and case tell nothing apart");
    let mut form = opened(&mut visitor, &address).await;
    form.push(("doublon".to_owned(), format!("autre:{article}")));
    assert_eq!(visitor.post(&address, &form).await.status, 303);
    assert!(!visitor.get(&address).await.text().contains("peut-être déjà ici"));
    site.finish().await;
}

#[tokio::test]
async fn the_article_with_the_same_doi_is_told_before_all_that_have_its_title() {
    let site = site().await;
    for number in 1..=5 {
        let sidecar = format!(
            r#"{{"title":{{"fr":"Le gel des lacs"}},"authors":[{{"family":"Roy","given":"Léa"}}],"language":"fr",
                "doi":"10.5555/gel.{number}","dates":{{"online":"2024"}}}}"#
        );
        site.publish(&sidecar, &pdf(&[&format!("Le gel {number}")])).await;
    }
    let mut visitor = signed_in(&site, "d@example.org").await;
    let record = "@article{x, title = {Le gel des lacs}, author = {Roy, Léa}, year = {2024}, doi = {10.5555/gel.5}}";
    let begun = paste(&mut visitor, record).await;
    let page = visitor.get(begun.header("location")).await.text();
    let first = page.split("value=\"version:").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let told = site.get(&format!("/api/v1/articles/{first}")).await.json();
    assert_eq!(told["doi"], "10.5555/gel.5", "{page}");
    site.finish().await;
}
