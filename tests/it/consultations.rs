//! Consultations: anybody speaks, an administrator reads, everybody sees the answer, and nothing says who it was.

use parvis::domain::user::Role;

use crate::support::TestSite;
use crate::support::visitor::{Visitor, fields, set};

const PASSWORD: &str = "un bon mot de passe";

async fn administrator(site: &TestSite) -> Visitor<'_> {
    site.repository.put_user("a@example.org", "Ada", Role::Administrator, PASSWORD).await.unwrap();
    let mut visitor = Visitor::new(site);
    visitor.sign_in("a@example.org", PASSWORD).await;
    visitor
}

async fn open(site: &TestSite) {
    let today = site.repository.clock().today();
    let last = today.last_of_month();
    site.repository.open_consultation("oa_rate", (today, last)).await.unwrap();
}

async fn say(site: &TestSite, words: &str) -> crate::support::Answer {
    let mut visitor = Visitor::new(site);
    let mut form = fields(&visitor.get("/consultations/1").await.text());
    set(&mut form, "commentaire", words);
    visitor.post("/consultations/1", &form).await
}

#[tokio::test]
async fn a_comment_is_public_once_it_was_read_and_carries_its_answer_everywhere() {
    let site = TestSite::new().await;
    let mut ada = administrator(&site).await;
    open(&site).await;
    assert!(site.get("/consultations").await.text().contains("Taux de libre accès"));
    assert_eq!(say(&site, "Et les copies <b>payantes</b> ?").await.status, 303);
    assert!(!site.get("/consultations/1").await.text().contains("payantes"), "nobody read it yet");

    let desk = ada.get("/administration/consultations").await.text();
    assert!(desk.contains("&#60;b&#62;payantes") && !desk.contains("<b>payantes"));
    let mut form = fields(&desk);
    form.retain(|(name, _)| matches!(name.as_str(), "jeton" | "commentaire"));
    form.dedup_by(|one, other| one.0 == other.0);
    form.push(("reponse".into(), "Elles ne comptent pas.".into()));
    form.push(("action".into(), "publier".into()));
    assert_eq!(ada.post("/administration/consultations", &form).await.status, 303);
    for path in ["/consultations/1", "/consultations/1/commentaires.csv", "/consultations/1/flux.atom"] {
        let text = site.get(path).await.text();
        assert!(text.contains("payantes") && text.contains("Elles ne comptent pas."), "{path}: {text}");
        assert!(!text.contains("example.org\""), "{path} names nobody");
    }
    form.retain(|(name, _)| name != "action");
    form.push(("action".into(), "taire".into()));
    ada.post("/administration/consultations", &form).await;
    assert!(!site.get("/consultations/1/flux.atom").await.text().contains("payantes"));
    site.finish().await;
}

#[tokio::test]
async fn what_cannot_be_taken_in_is_told_with_the_words_kept() {
    let site = TestSite::new().await;
    open(&site).await;
    assert_eq!(say(&site, "  ").await.status, 422);
    let long = say(&site, &"é".repeat(5_001)).await;
    assert!(long.status == 422 && long.text().contains("ééééé"));
    assert_eq!(site.post("/consultations/1", "commentaire=x").await.status, 422, "no form of ours");
    assert_eq!(site.get("/consultations/9").await.status, 404);
    for _ in 0..5 {
        assert_eq!(say(&site, "Encore").await.status, 303);
    }
    let many = say(&site, "Encore une fois").await;
    assert!(many.status == 422 && many.text().contains("Encore une fois"), "one network cannot fill the desk");
    site.clock.advance_seconds(40 * 86_400);
    let closed = site.get("/consultations/1").await.text();
    assert!(closed.contains("est fermée") && !closed.contains("<textarea"));
    site.finish().await;
}

#[tokio::test]
async fn an_administrator_opens_and_closes_consultations() {
    let site = TestSite::new().await;
    let mut ada = administrator(&site).await;
    let mut form = fields(&ada.get("/administration/consultations").await.text());
    form.retain(|(name, _)| name == "jeton");
    let with = |days: (&str, &str)| {
        let pairs = [("indicateur", "pid_rate"), ("du", days.0), ("au", days.1), ("action", "ouvrir")];
        form.iter().cloned().chain(pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))).collect::<Vec<_>>()
    };
    for wrong in [("2026-12-01", "2026-11-01"), ("2025-01-01", "2025-02-01"), ("x", "y")] {
        assert_eq!(ada.post("/administration/consultations", &with(wrong)).await.status, 422);
    }
    assert_eq!(ada.post("/administration/consultations", &with(("2026-11-01", "2026-12-01"))).await.status, 303);
    assert!(site.get("/consultations/1").await.text().contains("<textarea"));
    let mut close = form.clone();
    close.extend([("consultation".to_owned(), "1".to_owned()), ("action".to_owned(), "fermer".to_owned())]);
    assert_eq!(ada.post("/administration/consultations", &close).await.status, 303);
    assert!(!site.get("/consultations/1").await.text().contains("<textarea"));
    site.finish().await;
}
