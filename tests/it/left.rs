//! What is left lying, what is done twice, and who is told: drafts that end, windows that hand in twice, versions that go
//! public, files for articles that lack them, people found whatever their accents.

use bytes::Bytes;
use parvis::domain::deposit::{DepositOrigin, NewDeposit, ReviewMode, Submission};
use parvis::domain::draft::Draft;
use parvis::domain::ids::UserId;
use parvis::domain::user::Role;
use parvis::domain::{ArticleId, Metadata, Sha256};
use parvis::service::{Decision, DraftStart, PeopleQuery};

use crate::support::smtp::MailServer;
use crate::support::visitor::{Visitor, fields};
use crate::support::{TestSite, created, pdf};

const PASSWORD: &str = "un bon mot de passe";
const DAY: i64 = 86_400;

async fn site() -> (TestSite, MailServer, UserId) {
    let (server, address) = MailServer::start().await;
    let site = TestSite::with_mail(&address).await;
    let depositor = site.repository.put_user("d@example.org", "Dana", Role::Depositor, PASSWORD).await.unwrap();
    (site, server, depositor)
}

fn stream(bytes: Vec<u8>) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + Unpin {
    futures_util::stream::iter([Ok(Bytes::from(bytes))])
}

async fn draft(site: &TestSite, owner: UserId, text: &str) -> Draft {
    let begun = site.repository.draft_with_file(owner, None, "a.pdf", stream(pdf(&[text]))).await.unwrap();
    site.work().await;
    let DraftStart::Draft(id) = begun else { panic!("{begun:?}") };
    site.repository.draft(id, owner).await.unwrap()
}

fn titled(title: &str) -> Metadata {
    serde_json::from_value(serde_json::json!({ "title": {"fr": title}, "language": "fr" })).unwrap()
}

#[tokio::test]
async fn a_draft_that_two_windows_hand_in_at_once_makes_one_deposit_that_both_are_led_to() {
    let (site, _server, depositor) = site().await;
    let draft = draft(&site, depositor, "Le chant des mésanges").await;
    let first = site.repository.hand_in(&draft, titled("Le chant"), DepositOrigin::Web).await.unwrap();
    let second = site.repository.hand_in(&draft, titled("Le chant"), DepositOrigin::Web).await.unwrap();
    assert!(matches!(first, Submission::Created(..)));
    assert_eq!(first, second);
    site.work().await;
    assert_eq!(site.repository.review_queue(10).await.unwrap().len(), 1);
    site.finish().await;
}

#[tokio::test]
async fn a_draft_that_nobody_touches_goes_with_its_file_after_one_message() {
    let (site, server, depositor) = site().await;
    let left = draft(&site, depositor, "Laissé").await;
    let kept = draft(&site, depositor, "Gardé").await;
    let sent = async || {
        site.repository.send_due_mail().await.unwrap();
        server.take()
    };
    site.clock.advance_seconds(165 * DAY);
    assert_eq!((site.repository.end_old_drafts().await.unwrap(), sent().await.len()), (0, 0));
    site.clock.advance_seconds(2 * DAY);
    assert_eq!(site.repository.end_old_drafts().await.unwrap(), 0);
    let told = sent().await;
    assert_eq!(told.len(), 1, "one message for both");
    let text = told[0].part("text/plain");
    assert!(
        text.contains(&format!("/deposer/{}", left.id)) && text.contains(&format!("/deposer/{}", kept.id)),
        "{text}"
    );
    site.clock.advance_seconds(10 * DAY);
    assert!(site.repository.save_draft(&kept, &kept.content).await.unwrap());
    site.clock.advance_seconds(3 * DAY);
    assert_eq!(
        (site.repository.end_old_drafts().await.unwrap(), sent().await.len()),
        (0, 0),
        "not before the fortnight"
    );
    site.clock.advance_seconds(2 * DAY);
    assert_eq!((site.repository.end_old_drafts().await.unwrap(), sent().await.len()), (1, 0));
    assert!(site.repository.draft(left.id, depositor).await.is_err());
    assert!(site.repository.draft(kept.id, depositor).await.is_ok());
    let has =
        async |draft: &Draft| site.repository.store().has_file(&draft.file.as_ref().unwrap().sha256).await.unwrap();
    assert_eq!((has(&left).await, has(&kept).await), (false, true));
    site.finish().await;
}

#[tokio::test]
async fn a_file_that_something_else_names_stays_and_one_that_nothing_names_goes_within_days() {
    let (site, _server, depositor) = site().await;
    let other = site.repository.put_user("autre@example.org", "Alex", Role::Depositor, PASSWORD).await.unwrap();
    let (mine, theirs) = (draft(&site, depositor, "Le même").await, draft(&site, other, "Le même").await);
    let sha256: Sha256 = mine.file.as_ref().unwrap().sha256.clone();
    site.repository.delete_draft(&mine).await.unwrap();
    assert!(site.repository.store().has_file(&sha256).await.unwrap(), "another draft has it");
    let replaced = pdf(&["Un autre fichier"]);
    site.repository.draft_with_file(other, Some(theirs.id), "b.pdf", stream(replaced)).await.unwrap();
    site.work().await;
    site.clock.advance_seconds(2 * DAY);
    site.repository.end_old_drafts().await.unwrap();
    assert!(!site.repository.store().has_file(&sha256).await.unwrap());
    site.finish().await;
}

#[tokio::test]
async fn who_deposits_a_version_more_is_told_when_it_is_public() {
    let (site, server, depositor) = site().await;
    let curator = site.repository.put_user("c@example.org", "Camille", Role::Curator, PASSWORD).await.unwrap();
    let article = site.publish(r#"{"title":{"fr":"Pluie"},"language":"fr"}"#, &pdf(&["Pluie"])).await;
    let deposit = NewDeposit {
        metadata: titled("Pluie"),
        file_name: "pluie.pdf".to_owned(),
        origin: DepositOrigin::Web,
        review: ReviewMode::Person,
        depositor: Some(depositor),
        version_of: Some(article),
    };
    let (id, _) = created(site.repository.submit(deposit, stream(pdf(&["Pluie, version publiée"]))).await.unwrap());
    site.work().await;
    site.repository.decide(id, curator, Decision::Accept(Box::new(titled("Pluie")))).await.unwrap();
    site.work().await;
    site.clock.advance_seconds(601);
    site.repository.tell_depositors().await.unwrap();
    site.repository.send_due_mail().await.unwrap();
    let told: Vec<_> = server.take().into_iter().filter(|mail| mail.to.contains("d@example.org")).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].part("text/plain").contains("Publié"), "{}", told[0].part("text/plain"));
    site.finish().await;
}

#[tokio::test]
async fn the_file_of_an_article_that_lacks_it_is_deposited_as_its_version() {
    let (site, _server, depositor) = site().await;
    let article = site.publish(r#"{"title":{"fr":"La pluie au nord"},"language":"fr"}"#, &pdf(&["Pluie"])).await;
    let mut visitor = Visitor::new(&site);
    visitor.sign_in("d@example.org", PASSWORD).await;
    let page = visitor.get("/deposer").await.text();
    let mut form: Vec<_> = fields(&page).into_iter().filter(|(name, _)| name == "jeton").take(1).collect();
    form.push(("pour".to_owned(), article.to_string()));
    let begun = visitor.post("/deposer/notice", &form).await;
    assert_eq!(begun.status, 303);
    let shown = visitor.get(begun.header("location")).await.text();
    assert!(shown.contains("La pluie au nord") && shown.contains("Fiche de l’article"), "{shown}");
    let again = visitor.post("/deposer/notice", &form).await;
    assert_eq!(again.header("location"), begun.header("location"), "one draft an article");
    let drafts = site.repository.drafts_of(depositor).await.unwrap();
    assert_eq!(drafts[0].content.version_of, Some(article));
    let last = form.len() - 1;
    for wrong in ["999", "x", ""] {
        wrong.clone_into(&mut form[last].1);
        assert_eq!(visitor.post("/deposer/notice", &form).await.status, 404, "{wrong}");
    }
    assert!(site.repository.draft_for_article(depositor, ArticleId(999)).await.is_err());
    site.finish().await;
}

#[tokio::test]
async fn people_are_found_whatever_their_accents_and_case() {
    let (site, _server, _) = site().await;
    site.repository.put_user("eve@example.org", "Ève Côté", Role::Funder, PASSWORD).await.unwrap();
    for words in ["ève", "EVE CO", "cote", "E\u{301}".to_lowercase().as_str(), "CÔTÉ", "Eve@Example"] {
        let query = PeopleQuery { words: words.to_owned(), role: None };
        let found = site.repository.people(&query).await.unwrap();
        assert!(found.iter().any(|account| account.user.name == "Ève Côté"), "{words}");
    }
    let query = PeopleQuery { words: "eve".to_owned(), role: Some(Role::Curator) };
    assert!(site.repository.people(&query).await.unwrap().is_empty());
    assert_eq!(site.repository.people(&PeopleQuery::default()).await.unwrap().len(), 2);
    site.finish().await;
}
