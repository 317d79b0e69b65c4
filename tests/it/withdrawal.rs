//! What depositors want back: deposits that nobody has decided, and articles that are public; on the pages, over REST and
//! over SWORD.

use parvis::domain::user::{Role, Scope};
use parvis::domain::{ArticleState, DepositId};
use serde_json::{Value, json};

use crate::deposit::{PASSWORD, SONG, signed_in, site_with_accounts};
use crate::support::program::Program;
use crate::support::sword::link;
use crate::support::visitor::{Visitor, fields, set};
use crate::support::{TestSite, pdf};

/// Uploads a file; gives the address of its draft.
async fn draft(site: &TestSite, visitor: &mut Visitor<'_>) -> String {
    let page = visitor.get("/deposer").await.text();
    let sent: Vec<_> = fields(&page).into_iter().filter(|(name, _)| name != "fichier").collect();
    let sent = visitor.upload("/deposer", &sent, "article.pdf", &pdf(&[SONG])).await;
    site.work().await;
    sent.header("location").to_owned()
}

/// Hands a draft in as it stands, with a DOI; gives the address of the deposit.
async fn hand_in(site: &TestSite, visitor: &mut Visitor<'_>, draft: &str) -> String {
    let page = visitor.get(draft).await.text();
    let mut form: Vec<_> = fields(&page).into_iter().filter(|(name, _)| name != "droits").collect();
    for (name, value) in [
        ("type", "journal_article"),
        ("version", "AM"),
        ("licence", "cc-by-4.0"),
        ("acces", "open"),
        ("doi", "10.5555/mesanges"),
    ] {
        set(&mut form, name, value);
    }
    form.push(("decision".to_owned(), "deposer".to_owned()));
    form.push(("droits".to_owned(), "oui".to_owned()));
    let sent = visitor.post(draft, &form).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    site.work().await;
    sent.header("location").to_owned()
}

async fn press(visitor: &mut Visitor<'_>, page: &str, action: &str, reason: Option<&str>) -> crate::support::Answer {
    let mut form = fields(&visitor.get(page).await.text());
    if let Some(reason) = reason {
        set(&mut form, "raison", reason);
    }
    form.push(("action".to_owned(), action.to_owned()));
    visitor.post(page, &form).await
}

fn number(address: &str) -> DepositId {
    DepositId(address.rsplit('/').next().unwrap().parse().unwrap())
}

async fn state(site: &TestSite, id: DepositId) -> ArticleState {
    site.repository.review_outline(id).await.unwrap().state
}

/// Publishes a deposit as it stands.
async fn publish(site: &TestSite, curator: &mut Visitor<'_>, mine: &str) {
    let desk = mine.replace("/depots/", "/revision/");
    let mut form = fields(&curator.get(&desk).await.text());
    form.push(("decision".to_owned(), "publier".to_owned()));
    let sent = curator.post(&desk, &form).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    site.work().await;
}

#[tokio::test]
async fn a_deposit_that_is_taken_back_is_the_same_draft_again_and_goes_in_once_more() {
    let site = site_with_accounts().await;
    let mut depositor = signed_in(&site, "d@example.org").await;
    let began = draft(&site, &mut depositor).await;
    let mine = hand_in(&site, &mut depositor, &began).await;
    let place = format!("{mine}/retrait");
    assert!(
        depositor.get("/depots").await.text().contains(&place) && depositor.get(&mine).await.text().contains(&place)
    );
    let mut other = signed_in(&site, "autre@example.org").await;
    assert_eq!(other.get(&place).await.status, 404);
    assert_eq!(depositor.post(&place, &[]).await.status, 422, "a form that is not ours");
    assert_eq!(state(&site, number(&mine)).await, ArticleState::InReview);

    assert_eq!(press(&mut depositor, &place, "reprendre", None).await.header("location"), began);
    site.work().await;
    assert_eq!(state(&site, number(&mine)).await, ArticleState::Draft);
    let page = depositor.get(&began).await.text();
    assert!(page.contains("10.5555/mesanges") && !page.contains("déjà ici"), "{page}");
    let home = depositor.get("/depots").await.text();
    assert!(home.contains("Repris") && home.contains(&format!("href=\"{began}\"")), "{home}");
    let mut curator = signed_in(&site, "c@example.org").await;
    assert!(!curator.get("/revision").await.text().contains("mésanges"));
    assert!(curator.get("/revision?etat=repris").await.text().contains("mésanges"), "curators see where it went");
    let again = press(&mut depositor, &place, "reprendre", None).await;
    assert_eq!((again.status.as_u16(), again.text().contains("changé entre-temps")), (422, true));

    assert_eq!(hand_in(&site, &mut depositor, &began).await, mine, "it is the same deposit");
    assert_eq!(state(&site, number(&mine)).await, ArticleState::InReview);
    assert!(depositor.get(&mine).await.text().contains("Dépôt repris"), "its history stays");
    publish(&site, &mut curator, &mine).await;
    assert_eq!(press(&mut depositor, &place, "reprendre", None).await.status, 422, "what is public is not taken back");
    site.finish().await;
}

#[tokio::test]
async fn what_was_corrected_after_handing_in_is_in_the_draft_too() {
    let site = site_with_accounts().await;
    let mut depositor = signed_in(&site, "d@example.org").await;
    let began = draft(&site, &mut depositor).await;
    let mine = hand_in(&site, &mut depositor, &began).await;
    let correct = format!("{mine}/description");
    let mut form = fields(&depositor.get(&correct).await.text());
    set(&mut form, "revue", "Revue des mésanges");
    assert_eq!(depositor.post(&correct, &form).await.header("location"), mine);
    press(&mut depositor, &format!("{mine}/retrait"), "reprendre", None).await;
    let page = depositor.get(&began).await.text();
    assert!(page.contains("Revue des mésanges") && page.contains("10.5555/mesanges"), "{page}");
    assert!(page.contains("Votre dépôt repris"), "and says where that comes from");
    site.finish().await;
}

#[tokio::test]
async fn a_taken_back_file_keeps_nobody_else_from_depositing_it() {
    let site = site_with_accounts().await;
    let mut depositor = signed_in(&site, "d@example.org").await;
    let began = draft(&site, &mut depositor).await;
    let mine = hand_in(&site, &mut depositor, &began).await;
    press(&mut depositor, &format!("{mine}/retrait"), "reprendre", None).await;
    let mut other = signed_in(&site, "autre@example.org").await;
    let theirs = draft(&site, &mut other).await;
    assert_ne!(theirs, began);
    let theirs = hand_in(&site, &mut other, &theirs).await;
    assert_eq!(other.get(&theirs).await.status, 200);
    assert_eq!(depositor.get(&theirs).await.status, 404, "it is the other's now");
    let page = fields(&depositor.get(&began).await.text());
    let mut form: Vec<_> = page.into_iter().filter(|(name, _)| name != "droits").collect();
    form.push(("decision".to_owned(), "deposer".to_owned()));
    form.push(("droits".to_owned(), "oui".to_owned()));
    assert_ne!(depositor.post(&began, &form).await.status, 500, "the first one is told that it is here");
    site.finish().await;
}

#[tokio::test]
async fn a_withdrawal_is_asked_for_declined_asked_again_and_granted_with_its_reason() {
    let site = site_with_accounts().await;
    let mut depositor = signed_in(&site, "d@example.org").await;
    let mut curator = signed_in(&site, "c@example.org").await;
    let began = draft(&site, &mut depositor).await;
    let mine = hand_in(&site, &mut depositor, &began).await;
    publish(&site, &mut curator, &mine).await;
    let article = format!("/articles/{}", site.repository.review_outline(number(&mine)).await.unwrap().deposit.article);
    let (place, decide) = (format!("{mine}/retrait"), format!("{article}/retrait"));
    assert_eq!(press(&mut depositor, &place, "demander", Some(" ")).await.status, 422);
    let long = "é".repeat(2_001);
    let refused = press(&mut depositor, &place, "demander", Some(&long)).await;
    assert!(refused.status == 422 && refused.text().contains(&long), "what was typed stays");
    let words = "Une <b>erreur</b> dans les mesures";
    assert_eq!(press(&mut depositor, &place, "demander", Some(words)).await.header("location"), mine);
    assert_eq!(site.get(&article).await.status, 200, "it stays public until somebody decides");
    assert!(depositor.get(&mine).await.text().contains("Une &#60;b&#62;erreur"));
    let queue = curator.get("/revision").await.text();
    assert!(queue.contains("1 retrait demandé") && queue.contains("etat=retraits"), "{queue}");
    assert!(curator.get("/revision?etat=retraits").await.text().contains("mésanges"));
    assert!(curator.get(&mine.replace("/depots/", "/revision/")).await.text().contains(&decide));
    assert!(curator.get(&decide).await.text().contains("Camille demande le retrait"));

    let declined = press(&mut curator, &decide, "decliner", Some("Une correction suffit.")).await;
    assert_eq!(declined.header("location"), "/revision?fait=decline");
    let told = depositor.get(&mine).await.text();
    assert!(told.contains("Une correction suffit.") && told.contains("Demande de retrait refusée"));
    assert!(!curator.get("/revision").await.text().contains("etat=retraits\">"));

    press(&mut depositor, &place, "demander", Some("Données fausses")).await;
    assert_eq!(press(&mut depositor, &place, "annuler", None).await.status, 303);
    assert!(site.repository.withdrawals_waiting().await.unwrap() == 0, "called back");
    press(&mut depositor, &place, "demander", Some("Données fausses")).await;
    press(&mut curator, &decide, "retirer", None).await;
    site.work().await;
    let tombstone = site.get(&article).await;
    assert!(tombstone.status == 410 && tombstone.text().contains("Données fausses"), "{}", tombstone.text());
    assert_eq!(site.repository.withdrawals_waiting().await.unwrap(), 0);
    assert!(depositor.get(&place).await.text().contains("rien à reprendre"));
    site.finish().await;
}

#[tokio::test]
async fn programs_take_back_and_ask_with_the_right_scope_alone() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Read, Scope::Deposit]).await;
    let metadata = json!({"metadata": {"title": {"fr": "Le gel"}, "authors": [{"family": "Roy"}], "language": "fr",
        "type": "journal_article", "version": "AM", "licence": "CC-BY-4.0", "access": "open", "dates": {"online": "2026"}}});
    let draft = program.draft(&metadata, &pdf(&["Le gel\nAnne Roy"])).await;
    let hand_in = async || {
        let path = format!("/api/v1/drafts/{draft}/submission");
        let sent = program.json("POST", &path, &json!({"rights_confirmed": true})).await;
        assert_eq!(sent.status, 201, "{}", sent.text());
        site.work().await;
        sent.json()["id"].as_i64().unwrap()
    };
    let id = hand_in().await;
    let path = format!("/api/v1/deposits/{id}");
    let early = program.json("POST", &format!("{path}/withdrawal"), &json!({"reason": "x"})).await;
    assert_eq!((early.status.as_u16(), early.header("content-type")), (409, "application/problem+json"));
    let reader = Program::named(&site, "lecture@example.org", Role::Depositor, &[Scope::Read]).await;
    assert_eq!(reader.send("DELETE", &path, &[], "").await.status, 403);
    let stranger = Program::named(&site, "autre@example.org", Role::Depositor, &[Scope::Deposit]).await;
    assert_eq!(stranger.send("DELETE", &path, &[], "").await.status, 404);
    let taken = program.send("DELETE", &path, &[], "").await;
    assert_eq!((taken.status.as_u16(), taken.json()["id"].as_i64()), (200, Some(draft)), "{}", taken.text());
    assert_eq!(taken.json()["metadata"]["title"]["fr"], "Le gel");
    assert_eq!(program.get(&path).await.json()["state"], "draft");
    assert_eq!(program.send("DELETE", &path, &[], "").await.status, 409);

    assert_eq!(hand_in().await, id);
    let item = site.repository.review_outline(DepositId(id)).await.unwrap();
    let curator = site.repository.put_user("c@example.org", "C", Role::Curator, PASSWORD).await.unwrap();
    let metadata = Box::new(item.article.unwrap().version.metadata);
    site.repository.decide(DepositId(id), curator, parvis::service::Decision::Accept(metadata)).await.unwrap();
    site.work().await;
    for wrong in
        [json!({}), json!({"reason": ""}), json!({"reason": 3}), json!(["x"]), json!({"reason": "x".repeat(2_001)})]
    {
        let told = program.json("POST", &format!("{path}/withdrawal"), &wrong).await;
        assert_eq!(
            (told.status.as_u16(), told.json()["errors"][0]["pointer"].as_str()),
            (422, Some("/reason")),
            "{wrong}"
        );
    }
    for _ in 0..2 {
        let asked = program.json("POST", &format!("{path}/withdrawal"), &json!({"reason": "Une erreur"})).await;
        assert_eq!((asked.status.as_u16(), asked.json()["withdrawal"]["reason"].as_str()), (202, Some("Une erreur")));
    }
    assert_eq!(site.repository.withdrawals_waiting().await.unwrap(), 1, "twice is once");
    let back = program.send("DELETE", &format!("{path}/withdrawal"), &[], "").await;
    assert_eq!((back.status.as_u16(), back.json().get("withdrawal")), (200, None::<&Value>));
    assert_eq!(program.send("DELETE", &path, &[], "").await.status, 409, "what is public is not taken back");
    site.finish().await;
}

#[tokio::test]
async fn sword_deletes_what_nobody_has_decided() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Deposit]).await;
    let basic = program.basic();
    let made = async |text: &str| {
        let headers = [
            ("authorization", basic.as_str()),
            ("content-type", "application/pdf"),
            ("content-disposition", "attachment; filename=neige.pdf"),
        ];
        let made = program.send("POST", "/sword/v2/collection", &headers, pdf(&[text])).await;
        assert_eq!(made.status, 201, "{}", made.text());
        site.work().await;
        link(&made.text(), "edit")
    };
    let auth = [("authorization", basic.as_str())];
    let edit = made("La neige\nAnne Roy").await;
    assert_eq!(site.repository.review_queue(10).await.unwrap().len(), 1);
    assert_eq!(program.send("DELETE", &edit, &auth, "").await.status, 204);
    assert_eq!(program.send("GET", &edit, &auth, "").await.status, 404);
    assert!(site.repository.review_queue(10).await.unwrap().is_empty());
    let edit = made("La pluie\nAnne Roy").await;
    let waiting = site.repository.review_queue(10).await.unwrap();
    let item = site.repository.review_outline_of(waiting[0].id).await.unwrap();
    let curator = site.repository.put_user("c@example.org", "C", Role::Curator, PASSWORD).await.unwrap();
    let refused = parvis::service::Decision::Reject("Non".to_owned());
    site.repository.decide(item.deposit.id, curator, refused).await.unwrap();
    let told = program.send("DELETE", &edit, &auth, "").await;
    assert_eq!((told.status.as_u16(), told.text().contains("MethodNotAllowed")), (405, true));
    site.finish().await;
}
