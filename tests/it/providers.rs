//! Signing in through a provider, from the button to the account and back out of it.

use parvis::domain::user::Role;

use crate::support::provider::TestProvider;
use crate::support::smtp::MailServer;
use crate::support::visitor::{Visitor, fields, form_of, set};
use crate::support::{Answer, TestSite};

const PASSWORD: &str = "un bon mot de passe";
const ORCID: &str = "scopes = []\norcid_claim = \"sub\"\nproves_orcid = true";

/// Goes to a provider from the sign-in page, or from the account: where the browser is led.
pub(crate) async fn leave(visitor: &mut Visitor<'_>, from: &str, name: &str, password: &str) -> Answer {
    let page = visitor.get(from).await.text();
    let mut form = vec![("jeton".to_owned(), String::new()), ("mot_de_passe".to_owned(), password.to_owned())];
    let token = fields(&page).into_iter().find(|(name, _)| name == "jeton").unwrap().1;
    set(&mut form, "jeton", &token);
    let prefix = if from.starts_with("/en/") { "/en" } else { "" };
    visitor.post(&format!("{prefix}/connexion/fournisseurs/{name}"), &form).await
}

/// The address that a page leads on to.
pub(crate) fn leads_to(answer: &Answer) -> String {
    let text = answer.text();
    let found = text.split("content=\"0;url=").nth(1).unwrap_or_else(|| panic!("{} {text}", answer.status));
    found.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&")
}

/// Signs in through a provider, as people do.
pub(crate) async fn sign_in(visitor: &mut Visitor<'_>, provider: &TestProvider, name: &str) -> Answer {
    let led = leads_to(&leave(visitor, "/connexion", name, "").await);
    visitor.get(&provider.come_back(&led)).await
}

#[tokio::test]
async fn a_button_leads_to_a_new_account_of_a_depositor_and_later_to_the_same_one() {
    let provider = TestProvider::start().await;
    let site =
        TestSite::with_providers(provider.settings(&[("ulaval", "institution = \"Université Laval\"")]), None).await;
    let page = site.get("/connexion").await.text();
    assert!(page.contains("Se connecter avec Université ulaval") && page.contains("Avec votre mot de passe"));
    assert!(site.get("/en/connexion").await.text().contains("Sign in with University ulaval"));
    for _ in 0..2 {
        let mut lea = Visitor::new(&site);
        let arrived = sign_in(&mut lea, &provider, "ulaval").await;
        assert_eq!((arrived.status.as_u16(), arrived.header("location")), (303, "/depots"), "{}", arrived.text());
        assert!(!lea.cookie_header().contains("fournisseur"), "the cookie of the way has gone");
        let account = lea.get("/compte").await.text();
        assert!(account.contains("lea@ulaval.example") && account.contains("value=\"Léa Roy\""));
        assert!(account.contains("value=\"Université Laval\"") && account.contains("n’a pas de mot de passe"));
    }
    let people = site.repository.people(&parvis::service::PeopleQuery::default()).await.unwrap();
    assert_eq!(
        people.iter().map(|one| (one.user.role, one.has_password)).collect::<Vec<_>>(),
        [(Role::Depositor, false)]
    );
    site.finish().await;
}

#[tokio::test]
async fn what_a_token_leaves_out_is_asked_for_and_a_change_of_keys_holds_nobody_up() {
    let provider = TestProvider::start().await;
    provider.behave().claims = serde_json::json!({"sub": "7"});
    let told = serde_json::json!({"sub": "7", "given_name": "Léa", "family_name": "Roy", "mail": ["lea@x.example"],
        "eduPersonOrcid": "https://orcid.org/0000-0002-1825-0097"});
    provider.behave().user_info = Some(told);
    let lines = "email_claim = \"mail\"\nvouches_for_email = true\norcid_claim = \"eduPersonOrcid\"";
    let site = TestSite::with_providers(provider.settings(&[("u", lines)]), None).await;
    let mut lea = Visitor::new(&site);
    assert_eq!(sign_in(&mut lea, &provider, "u").await.header("location"), "/depots");
    let account = lea.get("/compte").await.text();
    assert!(account.contains("lea@x.example") && account.contains("0000-0002-1825-0097"));
    assert!(!account.contains("Confirmé par ORCID"), "an institution only says so");
    provider.change_key();
    let refused = sign_in(&mut Visitor::new(&site), &provider, "u").await;
    assert!(refused.header("location").contains("refus=proof"), "the keys were asked for a moment ago");
    site.clock.advance_seconds(31);
    assert_eq!(sign_in(&mut Visitor::new(&site), &provider, "u").await.header("location"), "/depots");
}

#[tokio::test]
async fn who_has_no_checked_address_shows_one_by_a_code_in_the_same_browser() {
    let provider = TestProvider::start().await;
    provider.behave().claims =
        serde_json::json!({"sub": "0000-0002-1825-0097", "given_name": "Josiah", "family_name": "Carberry"});
    let (mail, address) = MailServer::start().await;
    let site = TestSite::with_providers(provider.settings(&[("orcid", ORCID)]), Some(&address)).await;
    site.repository.put_user("connue@example.org", "Camille", Role::Depositor, PASSWORD).await.unwrap();
    let mut josiah = Visitor::new(&site);
    assert_eq!(sign_in(&mut josiah, &provider, "orcid").await.header("location"), "/connexion/adresse");
    for (email, status) in [("pas une adresse", 422), ("connue@example.org", 303), ("josiah@example.org", 303)] {
        let mut form = fields(&josiah.get("/connexion/adresse").await.text());
        set(&mut form, "courriel", email);
        assert_eq!(josiah.post("/connexion/adresse", &form).await.status.as_u16(), status, "{email}");
    }
    site.repository.send_due_mail().await.unwrap();
    let sent = mail.take();
    assert_eq!(
        sent.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(),
        ["connue@example.org", "josiah@example.org"]
    );
    assert!(sent[0].part("text/plain").contains("déjà un compte"));
    let text = sent[1].part("text/plain");
    let code = text.lines().find(|line| line.len() == 8 && line.bytes().all(|b| b.is_ascii_digit())).unwrap();
    assert!(Visitor::new(&site).get("/connexion/adresse").await.header("location").contains("refus=late"));
    let mut wrong = form_of(&josiah.get("/connexion/adresse").await.text(), "code");
    set(&mut wrong, "code", "00000000");
    assert_eq!(josiah.post("/connexion/adresse", &wrong).await.status, 422);
    let mut form = form_of(&josiah.get("/connexion/adresse").await.text(), "code");
    set(&mut form, "code", code);
    assert_eq!(josiah.post("/connexion/adresse", &form).await.header("location"), "/depots");
    let account = josiah.get("/compte").await.text();
    assert!(account.contains("josiah@example.org") && account.contains("Confirmé par ORCID"));
    let mut again = Visitor::new(&site);
    assert_eq!(sign_in(&mut again, &provider, "orcid").await.header("location"), "/depots", "no code a second time");
    site.repository.send_due_mail().await.unwrap();
}

#[tokio::test]
async fn a_code_can_be_tried_five_times() {
    let provider = TestProvider::start().await;
    provider.behave().claims = serde_json::json!({"sub": "1", "name": "Léa"});
    let (_mail, address) = MailServer::start().await;
    let site = TestSite::with_providers(provider.settings(&[("u", "")]), Some(&address)).await;
    let mut lea = Visitor::new(&site);
    sign_in(&mut lea, &provider, "u").await;
    let mut form = fields(&lea.get("/connexion/adresse").await.text());
    set(&mut form, "courriel", "lea@example.org");
    lea.post("/connexion/adresse", &form).await;
    let mut answers = Vec::new();
    for _ in 0..6 {
        let mut form = form_of(&lea.get("/connexion/adresse").await.text(), "code");
        set(&mut form, "code", "x");
        answers.push(lea.post("/connexion/adresse", &form).await.text());
    }
    assert!(answers[4].contains("n’est pas le bon") && answers[5].contains("Demandez un autre code"));
    site.clock.advance_seconds(1_801);
    assert_eq!(lea.get("/connexion/adresse").await.header("location"), "/connexion?refus=late");
    site.repository.send_due_mail().await.unwrap();
}

#[tokio::test]
async fn a_provider_is_linked_and_unlinked_with_the_password_and_the_last_way_in_stays() {
    let provider = TestProvider::start().await;
    provider.behave().claims = serde_json::json!({"sub": "0000-0002-1825-0097", "name": "Léa", "email": "lea@u.example",
        "email_verified": true});
    let site = TestSite::with_providers(provider.settings(&[("orcid", ORCID)]), None).await;
    site.repository.put_user("lea@u.example", "Léa Roy", Role::Curator, PASSWORD).await.unwrap();
    let known = sign_in(&mut Visitor::new(&site), &provider, "orcid").await;
    assert!(known.header("location").contains("refus=known-address"), "an equal address opens nothing");
    let mut lea = Visitor::new(&site);
    lea.sign_in("lea@u.example", PASSWORD).await;
    let wrong = leave(&mut lea, "/compte", "orcid", "wrong").await;
    assert_eq!(wrong.header("location"), "/compte?refus=password&fournisseur=orcid#fournisseurs");
    let led = leads_to(&leave(&mut lea, "/en/compte", "orcid", PASSWORD).await);
    let linked = lea.get(&provider.come_back(&led)).await;
    assert_eq!(linked.header("location"), "/en/compte?fait=fournisseur#fournisseurs");
    assert!(lea.get("/compte").await.text().contains("Confirmé par ORCID"));
    assert_eq!(sign_in(&mut Visitor::new(&site), &provider, "orcid").await.header("location"), "/revision");

    let mut unlink = form_of(&lea.get("/compte").await.text(), "delier");
    assert_eq!(lea.post("/compte", &unlink).await.status, 422, "without the password");
    set(&mut unlink, "mot_de_passe", PASSWORD);
    assert_eq!(lea.post("/compte", &unlink).await.header("location"), "/compte?fait=delier");
    assert!(!lea.get("/compte").await.text().contains("Confirmé par ORCID"));

    provider.behave().claims["email"] = "autre@u.example".into();
    let mut other = Visitor::new(&site);
    assert_eq!(sign_in(&mut other, &provider, "orcid").await.header("location"), "/depots");
    let unlink = form_of(&other.get("/compte").await.text(), "delier");
    let refused = other.post("/compte", &unlink).await;
    assert!(refused.status == 422 && refused.text().contains("dernière façon"));
    let led = leads_to(&leave(&mut lea, "/compte", "orcid", PASSWORD).await);
    let taken = lea.get(&provider.come_back(&led)).await;
    assert!(taken.header("location").contains("refus=taken"), "it opens the other account");
    assert!(
        lea.get(taken.header("location").split('#').next().unwrap())
            .await
            .text()
            .contains("ouvre déjà un autre compte")
    );
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_a_closed_account_stays_closed() {
    let provider = TestProvider::start().await;
    let site = TestSite::with_providers(provider.settings(&[("u", "")]), None).await;
    let mut lea = Visitor::new(&site);
    sign_in(&mut lea, &provider, "u").await;
    let user = site.repository.people(&parvis::service::PeopleQuery::default()).await.unwrap().remove(0).user;
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let mut tx = site.repository.store().begin().await.unwrap();
    let factor = parvis::store::Factor { secret: secret.to_owned(), last_step: None };
    tx.set_factor(user.id, Some(&factor), &[]).await.unwrap();
    tx.commit().await.unwrap();
    let mut again = Visitor::new(&site);
    let half = sign_in(&mut again, &provider, "u").await;
    assert!(half.status == 200 && half.text().contains("name=\"etape\""));
    assert_eq!(again.get("/compte").await.status, 303, "nothing is open yet");

    let boss = site.repository.put_user("admin@example.org", "A", Role::Administrator, PASSWORD).await.unwrap();
    let boss = site.repository.account(boss).await.unwrap().user;
    site.repository.change_rights(&boss, user.id, Role::Depositor, false, false).await.unwrap();
    let closed = sign_in(&mut Visitor::new(&site), &provider, "u").await;
    assert_eq!(closed.header("location"), "/connexion?refus=closed&fournisseur=u");
    assert!(site.get(closed.header("location")).await.text().contains("Ce compte est fermé"));
}

#[tokio::test]
async fn a_site_without_mail_takes_nobody_in_without_a_checked_address() {
    let provider = TestProvider::start().await;
    provider.behave().claims["email_verified"] = false.into();
    let site = TestSite::with_providers(provider.settings(&[("u", "")]), None).await;
    let refused = sign_in(&mut Visitor::new(&site), &provider, "u").await;
    assert!(refused.header("location").contains("refus=no-address"));
    assert!(site.repository.people(&parvis::service::PeopleQuery::default()).await.unwrap().is_empty());
}
