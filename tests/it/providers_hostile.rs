//! Dishonest providers, borrowed answers and broken ones: none opens an account.

use crate::providers::{leads_to, leave, sign_in};
use crate::support::TestSite;
use crate::support::provider::{Tamper, TestProvider};
use crate::support::visitor::Visitor;

async fn nobody(site: &TestSite) {
    let people = site.repository.people(&parvis::service::PeopleQuery::default()).await.unwrap();
    assert!(people.is_empty(), "{people:?}");
}

#[tokio::test]
async fn a_token_that_proves_nothing_opens_nothing() {
    let provider = TestProvider::start().await;
    let site = TestSite::with_providers(provider.settings(&[("u", "")]), None).await;
    let tampered: [(&str, Tamper); 12] = [
        ("another issuer", |_, claims| claims["iss"] = "https://evil.example".into()),
        ("another audience", |_, claims| claims["aud"] = "somebody".into()),
        ("a further audience", |_, claims| claims["aud"] = serde_json::json!(["parvis", "somebody"])),
        ("another party", |_, claims| claims["azp"] = "somebody".into()),
        ("another nonce", |_, claims| claims["nonce"] = "x".into()),
        ("no nonce", |_, claims| drop(claims.as_object_mut().unwrap().remove("nonce"))),
        ("an end in the past", |_, claims| claims["exp"] = 1_795_262_000.into()),
        ("a beginning long ago", |_, claims| claims["iat"] = 1_795_252_400.into()),
        ("a beginning to come", |_, claims| claims["iat"] = 1_795_272_400.into()),
        ("an access token's digest that is wrong", |_, claims| claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA".into()),
        ("a key that nobody knows", |header, _| header["kid"] = "9".into()),
        ("no subject", |_, claims| claims["sub"] = "".into()),
    ];
    for (what, tamper) in tampered {
        provider.behave().tamper = tamper;
        let refused = sign_in(&mut Visitor::new(&site), &provider, "u").await;
        assert_eq!(refused.header("location"), "/connexion?refus=proof&fournisseur=u", "{what}");
        nobody(&site).await;
    }
    provider.behave().tamper = |_, _| {};
    assert_eq!(sign_in(&mut Visitor::new(&site), &provider, "u").await.header("location"), "/depots");
}

#[tokio::test]
async fn a_token_without_a_signature_of_the_provider_opens_nothing() {
    let provider = TestProvider::start().await;
    let site = TestSite::with_providers(provider.settings(&[("u", "")]), None).await;
    for (algorithm, signature) in [("none", ""), ("HS256", "AAAA"), ("ES256", "AAAA"), ("RS256", "AAAA"), ("x", "AAAA")]
    {
        provider.behave().signature = Some(signature);
        provider.behave().tamper = match algorithm {
            "none" => |header, _| header["alg"] = "none".into(),
            "HS256" => |header, _| header["alg"] = "HS256".into(),
            "RS256" => |header, _| header["alg"] = "RS256".into(),
            "x" => |header, _| header["alg"] = "x".into(),
            _ => |_, _| {},
        };
        let refused = sign_in(&mut Visitor::new(&site), &provider, "u").await;
        let place = refused.header("location");
        assert!(place.contains("refus=proof") || place.contains("refus=silent"), "{algorithm}: {place}");
    }
    nobody(&site).await;
}

#[tokio::test]
async fn an_answer_is_taken_once_in_the_browser_that_asked_and_at_the_place_of_its_provider() {
    let (one, two) = (TestProvider::start().await, TestProvider::start().await);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret"), "le secret").unwrap();
    let file = folder.path().join("providers.toml");
    std::fs::write(&file, one.section("one", "") + &two.section("two", "")).unwrap();
    let all = parvis::openid::read_providers(&file, true).unwrap();
    let providers = parvis::openid::Providers::new(all, harvest::client::HttpSettings::new("parvis-test/1.0"));
    let site = TestSite::with_providers(providers, None).await;
    let mut lea = Visitor::new(&site);
    let path = one.come_back(&leads_to(&leave(&mut lea, "/en/connexion", "one", "").await));
    let elsewhere = Visitor::new(&site).get(&path).await;
    assert_eq!(elsewhere.header("location"), "/connexion?refus=late&fournisseur=one", "another browser");
    let borrowed = lea.get(&path.replace("/retour/one", "/retour/two")).await;
    assert_eq!(
        borrowed.header("location"),
        "/en/connexion?refus=late&fournisseur=two",
        "the place of another provider"
    );
    nobody(&site).await;

    let mut lea = Visitor::new(&site);
    let path = one.come_back(&leads_to(&leave(&mut lea, "/connexion", "one", "").await));
    let mixed = lea.get(&format!("{path}&iss={}", two.root)).await;
    assert!(mixed.header("location").contains("refus=proof"), "the answer says that it is another's");
    let mut lea = Visitor::new(&site);
    let cookies = {
        let path = one.come_back(&leads_to(&leave(&mut lea, "/connexion", "one", "").await));
        let cookies = lea.cookie_header();
        assert_eq!(lea.get(&format!("{path}&iss={}", one.root)).await.header("location"), "/depots");
        (path, cookies)
    };
    let replay = site.get_with(&cookies.0, &[("cookie", &cookies.1)]).await;
    assert!(replay.header("location").contains("refus=late"), "once");
    let mut late = Visitor::new(&site);
    let path = one.come_back(&leads_to(&leave(&mut late, "/connexion", "one", "").await));
    site.clock.advance_seconds(901);
    assert!(late.get(&path).await.header("location").contains("refus=late"), "a quarter of an hour later");
    assert_eq!((one.behave().exchanged, two.behave().exchanged), (1, 0));
}

#[tokio::test]
async fn a_provider_that_refuses_or_breaks_is_told_in_the_language_of_the_person() {
    let provider = TestProvider::start().await;
    let site = TestSite::with_providers(provider.settings(&[("u", "")]), None).await;
    let mut lea = Visitor::new(&site);
    let path = provider.come_back(&leads_to(&leave(&mut lea, "/en/connexion", "u", "").await));
    let state = path.split("state=").nth(1).unwrap();
    let refused = lea.get(&format!("/connexion/retour/u?error=access_denied&state={state}")).await;
    assert_eq!(refused.header("location"), "/en/connexion?refus=broken-off&fournisseur=u");
    assert!(lea.get(refused.header("location")).await.text().contains("was broken off at University u"));
    for (status, expected) in [(500, "silent"), (503, "silent"), (429, "silent"), (404, "silent")] {
        provider.behave().broken = Some(status);
        let answer = sign_in(&mut Visitor::new(&site), &provider, "u").await;
        assert_eq!(answer.header("location"), format!("/connexion?refus={expected}&fournisseur=u"), "{status}");
    }
    provider.behave().broken = None;
    let mut lea = Visitor::new(&site);
    let path = provider.come_back(&leads_to(&leave(&mut lea, "/connexion", "u", "").await));
    let wrong = lea.get(&path.replace("code=code", "code=other")).await;
    assert!(wrong.header("location").contains("refus=proof"), "a code that the provider did not give");
    for path in
        ["/connexion/retour/u", "/connexion/retour/u?state=x&code=y", "/connexion/retour/u?state=%00&error=%F0%9F"]
    {
        assert!(site.get(path).await.header("location").contains("refus=late"), "{path}");
    }
    assert_eq!(site.get("/connexion/retour/nobody?state=x&code=y").await.status, 404);
    assert!(site.get("/connexion?refus=late&fournisseur=%3Cb%3E").await.text().matches("<b>").next().is_none());
}

#[tokio::test]
async fn a_provider_that_is_another_one_or_unreachable_is_not_gone_to() {
    let provider = TestProvider::start().await;
    provider.behave().issuer = "https://evil.example".to_owned();
    let site = TestSite::with_providers(provider.settings(&[("u", "")]), None).await;
    let refused = leave(&mut Visitor::new(&site), "/connexion", "u", "").await;
    assert_eq!(refused.header("location"), "/connexion?refus=silent&fournisseur=u");
    let mut forged = Visitor::new(&site);
    let stale = forged.post("/connexion/fournisseurs/u", &[("jeton".to_owned(), "x".to_owned())]).await;
    assert_eq!(stale.header("location"), "/connexion?refus=stale&fournisseur=u");
}

#[tokio::test]
async fn nobody_is_led_to_another_site_and_addresses_stay_in_their_domains() {
    let provider = TestProvider::start().await;
    let site =
        TestSite::with_providers(provider.settings(&[("u", "allowed_domains = [\"ulaval.example\"]")]), None).await;
    for (back, expected) in
        [("//evil.example", "/depots"), ("https://evil.example", "/depots"), ("/articles/1", "/articles/1")]
    {
        let mut lea = Visitor::new(&site);
        let page = lea.get("/connexion").await.text();
        let token = crate::support::visitor::fields(&page).into_iter().find(|(name, _)| name == "jeton").unwrap();
        let form = [token, ("retour".to_owned(), back.to_owned())];
        let led = leads_to(&lea.post("/connexion/fournisseurs/u", &form).await);
        assert_eq!(lea.get(&provider.come_back(&led)).await.header("location"), expected, "{back}");
    }
    for (email, verified) in [("x@evil-ulaval.example", true), ("x@ulaval.example", false)] {
        let claims = serde_json::json!({"sub": email, "name": "X", "email": email, "email_verified": verified});
        provider.behave().claims = claims;
        let refused = sign_in(&mut Visitor::new(&site), &provider, "u").await;
        assert!(refused.header("location").contains("refus=domain"), "{email}");
    }
}

#[tokio::test]
async fn one_network_cannot_fill_the_database_with_sign_ins() {
    let provider = TestProvider::start().await;
    let site = TestSite::with_providers(provider.settings(&[("u", "")]), None).await;
    let mut many = Visitor::new(&site);
    for _ in 0..300 {
        assert_eq!(leave(&mut many, "/connexion", "u", "").await.status, 200);
    }
    assert!(leave(&mut many, "/connexion", "u", "").await.header("location").contains("refus=throttled"));
    site.clock.advance_seconds(901);
    assert_eq!(leave(&mut many, "/connexion", "u", "").await.status, 200, "those have run out");
}
