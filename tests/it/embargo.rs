//! Embargoes: they end by themselves at midnight in Québec, and until then the depositor may give copies.

use bytes::Bytes;
use parvis::domain::deposit::{DepositOrigin, NewDeposit, ReviewMode};
use parvis::domain::user::Role;
use parvis::domain::{ArticleId, Metadata};

use crate::support::smtp::MailServer;
use crate::support::visitor::{Visitor, fields, set};
use crate::support::{Answer, TestSite, created, pdf};

const PASSWORD: &str = "un bon mot de passe";

/// A public article under embargo until a day, deposited by `dana@example.org`.
async fn embargoed(site: &TestSite, until: &str) -> ArticleId {
    let dana = site.repository.put_user("dana@example.org", "Dana", Role::Depositor, PASSWORD).await.unwrap();
    let metadata: Metadata = serde_json::from_value(serde_json::json!({
        "title": {"fr": "La neige"}, "language": "fr", "authors": [{"given": "Léa", "family": "Roy"}],
        "type": "journal_article", "access": "embargoed", "embargo_until": until
    }))
    .unwrap();
    let deposit = NewDeposit {
        version_of: None,
        metadata,
        file_name: "neige.pdf".to_owned(),
        origin: DepositOrigin::Web,
        review: ReviewMode::Auto,
        depositor: Some(dana),
    };
    let bytes: Vec<Result<Bytes, std::io::Error>> = vec![Ok(pdf(&["La neige"]).into())];
    let taken = site.repository.submit(deposit, futures_util::stream::iter(bytes)).await.unwrap();
    site.work().await;
    created(taken).1
}

#[tokio::test]
async fn an_embargo_ends_by_itself_with_its_day_in_quebec_and_harvesters_see_it() {
    let site = TestSite::new().await;
    let id = embargoed(&site, "2026-11-23").await;
    let file = format!("/articles/{id}/fichier.pdf");
    let record = format!("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:parvis.example.org:{id}");
    let stamp = async || site.get(&record).await.text().split("<datestamp>").nth(1).unwrap()[..20].to_owned();
    let before = stamp().await;
    // Noon in Greenwich on the 21st; midnight in Québec is five hours after Greenwich's in November.
    site.clock.advance_seconds(12 * 3_600 + 24 * 3_600 + 5 * 3_600 - 1);
    assert_eq!(site.clock.now().to_string(), "2026-11-23T04:59:59Z");
    assert_eq!(site.repository.lift_embargoes().await.unwrap(), 0);
    assert_eq!(site.get(&file).await.status, 403, "the 23rd has begun in Greenwich alone");
    site.clock.advance_seconds(1);
    assert_eq!(site.get(&file).await.status, 200, "midnight opens it, before anything else happens");
    assert_eq!(site.repository.lift_embargoes().await.unwrap(), 1);
    assert_eq!(site.repository.lift_embargoes().await.unwrap(), 0, "once");
    site.work().await;
    assert!(stamp().await > before, "harvesters come for it again");
    site.finish().await;
}

async fn ask(site: &TestSite, id: ArticleId, email: &str, message: &str) -> Answer {
    let mut reader = Visitor::new(site);
    let path = format!("/articles/{id}/copie");
    let mut form = fields(&reader.get(&path).await.text());
    set(&mut form, "courriel", email);
    set(&mut form, "message", message);
    reader.post(&path, &form).await
}

/// Presses a button of the page behind a link.
async fn press(site: &TestSite, link: &str, action: &str) -> Answer {
    let (path, token) = link.split_once("?jeton=").unwrap();
    site.post(path, &format!("lien={token}&action={action}")).await
}

#[tokio::test]
async fn a_reader_gets_a_copy_a_few_times_when_the_depositor_agrees() {
    let (server, address) = MailServer::start().await;
    let site = TestSite::with_mail(&address).await;
    let id = embargoed(&site, "2027-06-01").await;
    let sent = async || {
        site.repository.send_due_mail().await.unwrap();
        server.take()
    };
    assert!(site.get(&format!("/articles/{id}")).await.text().contains(&format!("/articles/{id}/copie")));
    for (email, message) in [("pas une adresse", "x"), ("r@example.org", " "), ("r@example.org", &"x".repeat(2_001))] {
        assert_eq!(ask(&site, id, email, message).await.status, 422);
    }
    let asked = ask(&site, id, "reader@example.org", "Pour <b>un cours</b>.\nMerci").await;
    assert_eq!(asked.header("location"), format!("/articles/{id}/copie?fait=envoye"));
    let mails = sent().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "dana@example.org"));
    let link = mails[0].link("/copies/repondre");
    let page = site.get(&link).await.text();
    assert!(page.contains("reader@example.org") && page.contains("Pour &#60;b&#62;un cours"), "{page}");
    assert!(sent().await.is_empty(), "a link that was only opened answers nothing");
    assert_eq!(press(&site, &link, "accepter").await.status, 200);
    assert_eq!(press(&site, &link, "refuser").await.status, 200);
    let mails = sent().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "reader@example.org"), "the first answer holds");
    assert!(!mails[0].data.contains("dana@example.org"), "the depositor's address stays with the depositor");
    let copy = mails[0].link("/copies/lire");
    for _ in 0..2 {
        assert_eq!(site.get(&copy).await.status, 200, "looking uses nothing up");
    }
    for _ in 0..3 {
        let file = press(&site, &copy, "").await;
        assert!(file.body.starts_with(b"%PDF-") && file.header("cache-control") == "no-store");
    }
    assert_eq!(press(&site, &copy, "").await.status, 404, "three times");
    assert_eq!(site.get(&format!("/articles/{id}/fichier.pdf")).await.status, 403, "nobody else reads it");
}

#[tokio::test]
async fn a_copy_that_was_granted_ends_after_a_week_and_one_that_was_refused_is_told_kindly() {
    let (server, address) = MailServer::start().await;
    let site = TestSite::with_mail(&address).await;
    let id = embargoed(&site, "2027-06-01").await;
    let sent = async || {
        site.repository.send_due_mail().await.unwrap();
        server.take()
    };
    for _ in 0..8 {
        assert_eq!(ask(&site, id, "reader@example.org", "Merci").await.status, 303);
    }
    let mails = sent().await;
    assert_eq!(mails.len(), 5, "nobody fills a depositor's mailbox");
    press(&site, &mails[0].link("/copies/repondre"), "refuser").await;
    assert!(sent().await[0].part("text/plain").contains("ne peut pas"));
    press(&site, &mails[1].link("/copies/repondre"), "accepter").await;
    let copy = sent().await[0].link("/copies/lire");
    site.clock.advance_seconds(7 * 24 * 3_600);
    assert_eq!(press(&site, &copy, "").await.status, 404);
    site.clock.advance_seconds(24 * 24 * 3_600);
    site.repository.forget_copy_requests().await.unwrap();
    assert_eq!(site.get(&mails[2].link("/copies/repondre")).await.status, 404, "what was asked is forgotten");
}

#[tokio::test]
async fn nobody_is_asked_for_a_copy_of_what_is_open_or_has_no_depositor() {
    let (_server, address) = MailServer::start().await;
    let site = TestSite::with_mail(&address).await;
    let open = site.publish(r#"{"title":{"fr":"Pluie"},"language":"fr"}"#, &pdf(&["Pluie"])).await;
    let orphan = r#"{"title":{"fr":"Vent"},"language":"fr","access":"embargoed","embargo_until":"2027-06-01"}"#;
    let orphan = site.publish(orphan, &pdf(&["Vent"])).await;
    for id in [open, orphan, ArticleId(999)] {
        assert_eq!(site.get(&format!("/articles/{id}/copie")).await.status, 404);
        assert_eq!(site.post(&format!("/articles/{id}/copie"), "courriel=a%40example.org&message=x").await.status, 404);
    }
    assert_eq!(site.get("/copies/lire?jeton=x").await.status, 404);
    assert_eq!(site.post("/copies/repondre", "lien=x&action=accepter").await.status, 404);
    let without_mail = TestSite::new().await;
    let id = embargoed(&without_mail, "2027-06-01").await;
    assert_eq!(without_mail.get(&format!("/articles/{id}/copie")).await.status, 404);
}
