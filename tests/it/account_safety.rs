//! What a password chosen anew ends, and how somebody without a password proves who they are.

use parvis::domain::ids::UserId;
use parvis::domain::user::{Role, Scope, User};
use parvis::service::{NewToken, PeopleQuery};
use serde_json::Value;

use crate::providers::{leads_to, leave, sign_in};
use crate::support::TestSite;
use crate::support::provider::TestProvider;
use crate::support::smtp::MailServer;
use crate::support::visitor::{Visitor, fields, set};

/// Tokens of a quarter of an hour after noon, when the sites under test begin.
fn later(_: &mut Value, claims: &mut Value) {
    claims["iat"] = (1_795_262_400 + 601).into();
    claims["exp"] = (1_795_262_400 + 900).into();
}

const PASSWORD: &str = "un bon mot de passe";

async fn only(site: &TestSite) -> User {
    site.repository.people(&PeopleQuery::default()).await.unwrap().remove(0).user
}

async fn ways(site: &TestSite, user: UserId) -> Vec<String> {
    let view = site.repository.account_view(user).await.unwrap();
    view.identities.into_iter().map(|way| way.subject).collect()
}

#[tokio::test]
async fn a_password_chosen_anew_ends_tokens_and_the_providers_that_are_not_kept() {
    let provider = TestProvider::start().await;
    let (mail, address) = MailServer::start().await;
    let site = TestSite::with_providers(provider.settings(&[("ulaval", "")]), Some(&address)).await;
    let id = site.repository.put_user("camille@example.org", "Camille", Role::Depositor, PASSWORD).await.unwrap();
    let user = only(&site).await;
    let mut camille = Visitor::new(&site);
    assert_eq!(camille.sign_in("camille@example.org", PASSWORD).await.status, 303);
    for subject in ["one", "other"] {
        provider.behave().claims = serde_json::json!({"sub": subject});
        let led = leads_to(&leave(&mut camille, "/compte", "ulaval", PASSWORD).await);
        assert!(camille.get(&provider.come_back(&led)).await.header("location").contains("fait=fournisseur"));
    }
    let wanted = NewToken { name: "Zotero".to_owned(), scopes: vec![Scope::Read], days: 30 };
    let token = site.repository.add_token(&user, &wanted).await.unwrap();
    assert!(site.repository.bearer(&token).await.unwrap().is_some());

    let mut reset = Visitor::new(&site);
    let mut form = fields(&reset.get("/compte/oubli").await.text());
    set(&mut form, "courriel", "camille@example.org");
    reset.post("/compte/oubli", &form).await;
    site.repository.send_due_mail().await.unwrap();
    let sent = mail.take();
    let link = sent.iter().find(|mail| mail.part("text/plain").contains("une heure")).unwrap();
    let link = link.link("/compte/mot-de-passe");
    let page = reset.get(&link).await.text();
    assert!(page.contains("Université ulaval") && page.contains("jetons de programmes prennent fin"), "{page}");
    let kept = site.repository.account_view(id).await.unwrap().identities;
    let kept = kept.iter().find(|way| way.subject == "one").unwrap().key();
    let mut form = fields(&page);
    form.retain(|(name, _)| name != "garder");
    form.push(("garder".to_owned(), kept));
    set(&mut form, "mot_de_passe", "un meilleur mot de passe");
    assert_eq!(reset.post("/compte/mot-de-passe", &form).await.status, 303);
    assert_eq!(ways(&site, id).await, ["one"]);
    assert!(site.repository.bearer(&token).await.unwrap().is_none(), "tokens end");
    assert_eq!(camille.get("/compte").await.status, 303, "sessions end");
    site.repository.send_due_mail().await.unwrap();
    let told = mail.take().pop().unwrap().part("text/plain");
    assert!(told.contains("jetons de programmes") && told.contains("fournisseurs"), "{told}");
}

#[tokio::test]
async fn an_account_without_a_password_is_erased_after_another_sign_in_with_its_provider() {
    let provider = TestProvider::start().await;
    let site = TestSite::with_providers(provider.settings(&[("ulaval", ""), ("uqam", "")]), None).await;
    let mut lea = Visitor::new(&site);
    assert_eq!(sign_in(&mut lea, &provider, "ulaval").await.header("location"), "/depots");
    assert!(lea.get("/compte/effacer").await.text().contains("Effacer pour de bon"), "the sign-in is a moment old");
    site.clock.advance_seconds(601);
    provider.behave().tamper = later;
    let page = lea.get("/compte/effacer").await.text();
    assert!(page.contains("Confirmer par Université ulaval") && !page.contains("uqam"), "{page}");
    assert!(!page.contains("Effacer pour de bon"), "{page}");
    let form = fields(&page);
    assert_eq!(lea.post("/compte/effacer", &form).await.status, 422);
    let led = leads_to(&lea.post("/connexion/fournisseurs/ulaval", &form).await);
    assert!(led.contains("prompt=login"), "{led}");
    assert_eq!(lea.get(&provider.come_back(&led)).await.header("location"), "/compte/effacer");
    let form = fields(&lea.get("/compte/effacer").await.text());
    assert_eq!(lea.post("/compte/effacer", &form).await.header("location"), "/");
    assert_eq!(lea.get("/compte").await.status, 303);
    let left = site.repository.people(&PeopleQuery::default()).await.unwrap();
    assert!(left.iter().all(|one| !one.user.email.contains("lea@")), "{left:?}");
}

#[tokio::test]
async fn somebody_elses_sign_in_proves_nothing_before_an_account_is_erased() {
    let provider = TestProvider::start().await;
    let site = TestSite::with_providers(provider.settings(&[("ulaval", "")]), None).await;
    let mut lea = Visitor::new(&site);
    sign_in(&mut lea, &provider, "ulaval").await;
    site.clock.advance_seconds(601);
    provider.behave().tamper = later;
    let form = fields(&lea.get("/compte/effacer").await.text());
    provider.behave().claims = serde_json::json!({"sub": "somebody else", "email": "x@ulaval.example"});
    let led = leads_to(&lea.post("/connexion/fournisseurs/ulaval", &form).await);
    assert!(lea.get(&provider.come_back(&led)).await.header("location").contains("refus=proof"));
    assert_eq!(lea.post("/compte/effacer", &form).await.status, 422);
}

#[tokio::test]
async fn a_provider_that_is_down_is_left_alone_for_a_while() {
    let provider = TestProvider::start().await;
    let settings = provider.settings(&[("ulaval", "")]);
    provider.behave().issuer = "https://somebody.example".to_owned();
    let site = TestSite::with_providers(settings, None).await;
    let refused = leave(&mut Visitor::new(&site), "/connexion", "ulaval", "").await;
    assert!(refused.header("location").contains("refus=silent"), "{}", refused.text());
    provider.behave().issuer = provider.root.clone();
    let again = leave(&mut Visitor::new(&site), "/connexion", "ulaval", "").await;
    assert!(again.header("location").contains("refus=silent"), "it is not asked again yet");
    site.clock.advance_seconds(31);
    assert_eq!(sign_in(&mut Visitor::new(&site), &provider, "ulaval").await.header("location"), "/depots");
}
