//! What holders of awards say of articles: under awards that a curator confirmed alone, shown to them, taken back at will.

use parvis::domain::award::LinkOrigin;
use parvis::domain::ids::UserId;
use parvis::domain::user::{Role, User};
use parvis::domain::{ArticleId, AwardNumber, LinkTier, Metadata};
use parvis::service::{Desk, Error, Kind, Shown, read_register};

use crate::support::smtp::MailServer;
use crate::support::visitor::Visitor;
use crate::support::{TestSite, pdf};

const TITLE: &str = "Le chant des mésanges en hiver";
const PASSWORD: &str = "un bon mot de passe";
const HEADER: &str = "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,\
active_from,active_to,programme_policy\n";

fn number(text: &str) -> AwardNumber {
    AwardNumber::parse(text).unwrap()
}

async fn account(site: &TestSite, name: &str, role: Role) -> User {
    let email = format!("{}@example.org", name.split(' ').next().unwrap().to_lowercase().replace('é', "e"));
    site.repository.put_user(&email, name, role, PASSWORD).await.unwrap();
    site.repository.store().find_account_of(&email).await.unwrap().unwrap().user
}

/// A site whose public article is of somebody whose name two awards bear; it names neither.
async fn prepared(site: &TestSite, online: &str) -> (UserId, ArticleId) {
    let rows = format!(
        "{HEADER}900101,frqnt,\"Roy, Léa\",,Projet,grant,2020-08-15,false,2021-04-01,2024-03-31,\n\
         900102,frqs,\"Roy, Léa\",,Relève,grant,2020-08-15,false,2021-04-01,2024-03-31,\n"
    );
    let awards: Vec<_> = read_register(rows.as_bytes()).map(Result::unwrap).collect();
    site.repository.put_awards(&awards).await.unwrap();
    let sidecar = format!(
        r#"{{"title":{{"fr":"{TITLE}"}},"type":"journal_article","dates":{{"online":"{online}"}},"authors":[{{"given":"Léa",
        "family":"Roy","affiliations":[{{"name":"Université Laval"}}]}}]}}"#
    );
    let id = site.publish(&sidecar, &pdf(&[TITLE])).await;
    let user = account(site, "Léa Roy", Role::Depositor).await;
    site.tamper("UPDATE users SET institution = 'Université Laval'").await;
    (user.id, id)
}

/// Has a curator confirm who holds an award.
async fn confirm(site: &TestSite, user: UserId, award: &str) {
    let curator = account(site, "Cura Teur", Role::Curator).await;
    site.repository.say_held(user, &number(award)).await.unwrap();
    site.repository.decide_held(&curator, user, &number(award), true).await.unwrap();
}

async fn metadata(site: &TestSite, id: ArticleId) -> Metadata {
    let Shown::Article(article) = site.repository.show(id).await.unwrap() else { panic!("withdrawn") };
    article.version.metadata
}

async fn offered(site: &TestSite, user: UserId) -> Vec<(ArticleId, String)> {
    let awaiting = site.repository.awaiting_confirmation(user).await.unwrap();
    awaiting.iter().map(|one| (one.article.id, one.award.number.to_string())).collect()
}

fn refused(outcome: &Result<(), Error>) -> bool {
    matches!(outcome, Err(Error::NotFound { .. }))
}

#[tokio::test]
async fn a_name_alone_declares_nothing_and_a_confirmed_holder_s_word_links_the_article() {
    let site = TestSite::new().await;
    let (user, id) = prepared(&site, "2026-02-03").await;
    let award = number("900101");
    assert!(offered(&site, user).await.is_empty(), "the register's name proves nothing");
    assert!(refused(&site.repository.confirm_award(user, id, &award).await));
    assert!(refused(&site.repository.reject_award(user, id, &award).await));
    let named = site.repository.awards_of_name(user).await.unwrap();
    assert_eq!(named.len(), 2, "but it saves a search");
    site.repository.say_held(user, &award).await.unwrap();
    assert!(refused(&site.repository.confirm_award(user, id, &award).await), "asked for is not confirmed");
    confirm(&site, user, "900101").await;
    assert_eq!(offered(&site, user).await, [(id, "900101".to_owned())]);
    assert!(metadata(&site, id).await.awards.is_empty(), "nothing is said of it before");
    site.repository.confirm_award(user, id, &award).await.unwrap();
    site.work().await;
    let Shown::Article(article) = site.repository.show(id).await.unwrap() else { panic!("withdrawn") };
    let verdicts = site.repository.verdicts(&article).await.unwrap();
    assert_eq!(verdicts.iter().map(|verdict| verdict.tier).collect::<Vec<_>>(), [LinkTier::D]);
    assert!(offered(&site, user).await.is_empty());
    site.repository.reject_award(user, id, &award).await.unwrap();
    assert!(metadata(&site, id).await.awards.is_empty(), "taken back");
    assert!(offered(&site, user).await.is_empty(), "and not asked again");
    site.repository.unsay_award(user, id, &award).await.unwrap();
    assert_eq!(offered(&site, user).await.len(), 1, "until the answer is taken back");
    assert!(refused(&site.repository.unsay_award(user, id, &award).await), "once");
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn nobody_else_declares_and_nothing_is_inferred_outside_of_the_period() {
    let site = TestSite::new().await;
    let (user, id) = prepared(&site, "2027-04-01").await;
    confirm(&site, user, "900101").await;
    let award = number("900101");
    assert!(offered(&site, user).await.is_empty(), "three years and a day after");
    assert!(refused(&site.repository.confirm_award(user, id, &award).await));
    let other = account(&site, "Jo Bois", Role::Depositor).await;
    assert!(refused(&site.repository.confirm_award(other.id, id, &award).await));
    assert!(refused(&site.repository.reject_award(other.id, id, &award).await));
    assert!(metadata(&site, id).await.awards.is_empty());
    site.finish().await;
}

#[tokio::test]
async fn two_declarations_at_once_both_stand() {
    let site = TestSite::new().await;
    let (user, id) = prepared(&site, "2023-02-03").await;
    confirm(&site, user, "900101").await;
    confirm(&site, user, "900102").await;
    let (one, other) = (number("900101"), number("900102"));
    let (first, second) =
        tokio::join!(site.repository.confirm_award(user, id, &one), site.repository.confirm_award(user, id, &other));
    first.unwrap();
    second.unwrap();
    let mut linked: Vec<_> = metadata(&site, id).await.awards.into_iter().filter_map(|link| link.number).collect();
    linked.sort_by_key(ToString::to_string);
    assert_eq!(linked, [one, other]);
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn two_curators_at_once_make_one_decision_and_the_second_is_told() {
    let site = TestSite::new().await;
    let (user, _) = prepared(&site, "2023-02-03").await;
    let award = number("900101");
    site.repository.say_held(user, &award).await.unwrap();
    let (one, other) = (account(&site, "Una Un", Role::Curator).await, account(&site, "Duo Deux", Role::Curator).await);
    let (first, second) = tokio::join!(
        site.repository.decide_held(&one, user, &award, true),
        site.repository.decide_held(&other, user, &award, false)
    );
    let told: Vec<_> = [first, second].into_iter().filter_map(Result::err).map(|error| error.kind()).collect();
    assert_eq!(told, [Kind::Conflict]);
    // In the browser, with a list that was opened before the decision.
    let mut curator = Visitor::new(&site);
    curator.sign_in("duo@example.org", PASSWORD).await;
    let page = curator.get("/administration/titulaires").await.text();
    let mut form = crate::support::visitor::fields(&page);
    form.retain(|(name, _)| name == "jeton");
    for (name, value) in [("compte", user.to_string()), ("octroi", "900101".into()), ("action", "confirmer".into())] {
        form.push((name.to_owned(), value));
    }
    let answer = curator.post("/administration/titulaires", &form).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("vient de décider de cette demande"), "{}", answer.text());
    site.finish().await;
}

#[tokio::test]
async fn what_was_declared_stands_on_the_holder_s_page_and_is_taken_back_there() {
    let site = TestSite::new().await;
    let (user, id) = prepared(&site, "2023-02-03").await;
    confirm(&site, user, "900101").await;
    let mut holder = Visitor::new(&site);
    holder.sign_in("lea@example.org", PASSWORD).await;
    let page = holder.get("/octrois").await.text();
    assert!(page.contains("ces octrois portent votre nom") && page.contains("900102"), "{page}");
    let token = crate::support::visitor::fields(&page).into_iter().find(|(name, _)| name == "jeton").unwrap();
    let act = |action: &str, award: &str| {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        vec![token.clone(), pair("octroi", award), pair("article", &id.to_string()), pair("action", action)]
    };
    assert_eq!(holder.post("/octrois", &act("confirmer", "900101")).await.status, 303);
    site.work().await;
    let page = holder.get("/octrois").await.text();
    assert!(page.contains("vous avez répondu qu’il vient de cet octroi. L’article le nomme."), "{page}");
    assert_eq!(holder.post("/octrois", &act("rejeter", "900101")).await.status, 303);
    site.work().await;
    let page = holder.get("/octrois").await.text();
    assert!(page.contains("qu’il ne vient pas de cet octroi. Aucun rappel"), "{page}");
    assert!(metadata(&site, id).await.awards.is_empty());
    assert_eq!(holder.post("/octrois", &act("reprendre", "900101")).await.status, 303);
    assert!(!holder.get("/octrois").await.text().contains("Vos réponses"));
    let again = holder.post("/octrois", &act("reprendre", "900101")).await;
    assert!(again.status == 422 && again.text().contains("Rien n’a été consigné"));
    assert_eq!(holder.post("/octrois", &act("confirmer", "900102")).await.status, 422, "not confirmed");
    site.finish().await;
}

#[tokio::test]
async fn an_award_that_is_given_back_takes_what_was_declared_under_it_along() {
    let site = TestSite::new().await;
    let (user, id) = prepared(&site, "2023-02-03").await;
    confirm(&site, user, "900101").await;
    site.repository.confirm_award(user, id, &number("900101")).await.unwrap();
    assert_eq!(metadata(&site, id).await.awards[0].origin, LinkOrigin::Holder);
    site.repository.unsay_held(user, &number("900101")).await.unwrap();
    assert!(metadata(&site, id).await.awards.is_empty());
    assert!(site.repository.held_awards(user).await.unwrap().is_empty());
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn who_said_no_is_never_reminded_of_the_article() {
    let (_server, address) = MailServer::start().await;
    let site = TestSite::with_mail(&address).await;
    let (user, _) = prepared(&site, "2023-02-03").await;
    confirm(&site, user, "900101").await;
    let sidecar = r#"{"title":{"fr":"Le gel"},"type":"journal_article","peer_reviewed":true,"version":"AM",
        "licence":"cc-by-nc-4.0","dates":{"online":"2026-02-03","deposited":"2026-02-03"},
        "awards":[{"funder":"frqnt","number":"900101"}]}"#;
    let id = site.publish(sidecar, &pdf(&["Le gel"])).await;
    let funder = account(&site, "Fon Ds", Role::Funder).await;
    site.repository.refresh_standings().await.unwrap();
    site.tamper("UPDATE standings SET action = 'add_licence'").await;
    assert!(site.repository.concerns(user, id).await.unwrap());
    site.repository.reject_award(user, id, &number("900101")).await.unwrap();
    assert_eq!(metadata(&site, id).await.awards.len(), 1, "what others say stays");
    assert!(!site.repository.concerns(user, id).await.unwrap());
    let told = site.repository.remind(&Desk::Funder, &funder, &[id]).await.unwrap();
    assert_eq!((told.queued, told.unknown), (0, 1));
    let held = site.repository.held_awards(user).await.unwrap();
    assert!(held[0].articles.is_empty() && held[0].declared[0].is_linked);
    // The answer taken back, the article asks again; as somebody else's article it does not.
    site.repository.unsay_award(user, id, &number("900101")).await.unwrap();
    assert!(site.repository.concerns(user, id).await.unwrap());
    let mut tx = site.repository.store().begin().await.unwrap();
    tx.put_claim(user, id, false, site.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!site.repository.concerns(user, id).await.unwrap());
    let told = site.repository.remind(&Desk::Funder, &funder, &[id]).await.unwrap();
    assert_eq!((told.queued, told.unknown), (0, 1));
    site.work().await;
}

#[tokio::test]
async fn what_is_kept_of_awards_and_reminders_is_exported_and_erased_with_the_account() {
    let (_server, address) = MailServer::start().await;
    let site = TestSite::with_mail(&address).await;
    let (user, id) = prepared(&site, "2023-02-03").await;
    confirm(&site, user, "900101").await;
    site.repository.confirm_award(user, id, &number("900101")).await.unwrap();
    site.work().await;
    site.tamper(&format!("UPDATE users SET desk_institution = '04sjchr03' WHERE id = {user}")).await;
    site.repository.refresh_standings().await.unwrap();
    site.tamper("UPDATE standings SET action = 'add_licence'").await;
    let funder = account(&site, "Fon Ds", Role::Funder).await;
    assert_eq!(site.repository.remind(&Desk::Funder, &funder, &[id]).await.unwrap().queued, 1);
    site.repository.unsay_award(user, id, &number("900101")).await.unwrap();
    let laval = Desk::Institution(parvis::domain::Ror::parse("04sjchr03").unwrap());
    site.tamper(&format!(
        "INSERT INTO desk_cases (desk, article_id, assignee, followed_us, followed_by) VALUES ('04sjchr03', {id}, {user}, 0, {user})"
    ))
    .await;
    let account = site.repository.account(user).await.unwrap().user;
    let kept = site.repository.export_account(&account).await.unwrap();
    assert_eq!(kept["account"]["work_list_of"], "04sjchr03");
    let kept = &kept["compliance"];
    assert_eq!(
        (kept["awards"][0]["number"].as_str(), kept["awards"][0]["state"].as_str()),
        (Some("900101"), Some("confirmed"))
    );
    assert_eq!(kept["declarations"][0]["comes_of_it"], true);
    assert!(kept["declarations"][0]["taken_back_at"].is_string(), "what was taken back is kept, and told");
    assert_eq!(kept["reminders"][0]["articles"][0]["asked_for"], "add_licence");
    assert_eq!(
        (kept["wants_reminders"].as_bool(), kept["looks_after"][0]["work_list"].as_str()),
        (Some(true), Some("04sjchr03"))
    );
    let mut tx = site.repository.store().begin().await.unwrap();
    tx.erase_account(&account, site.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let store = site.repository.store();
    assert!(
        store.list_held_rows(user).await.unwrap().is_empty() && store.list_award_words(user).await.unwrap().is_empty()
    );
    assert!(
        store.list_reminders_of(user).await.unwrap().is_empty() && store.list_cases_of(user).await.unwrap().is_empty()
    );
    assert_eq!(store.find_desk_institution(user).await.unwrap(), None);
    // What happened stays, and names nobody.
    let log = site.repository.reminder_log(&laval, None).await.unwrap();
    assert!(log.iter().all(|line| line.name.is_none()));
    assert!(site.repository.desk_members(&laval).await.unwrap().is_empty());
    site.work().await;
}
