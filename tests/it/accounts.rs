//! Accounts as people use them: joining, forgetting, two steps, tokens, leaving; over a real mail server.

use axum::http::{Method, Request};
use parvis::domain::user::Role;

use crate::support::TestSite;
use crate::support::smtp::{MailServer, Received};
use crate::support::visitor::{Visitor, fields, form_of, set};

const PASSWORD: &str = "un bon mot de passe";
const OTHER: &str = "un meilleur mot de passe";

async fn site() -> (TestSite, MailServer) {
    let (server, address) = MailServer::start().await;
    (TestSite::with_mail(&address).await, server)
}

async fn sent(site: &TestSite, server: &MailServer) -> Vec<Received> {
    site.repository.send_due_mail().await.unwrap();
    server.take()
}

async fn signed_in<'a>(site: &'a TestSite, email: &str, role: Role) -> Visitor<'a> {
    site.repository.put_user(email, "Camille Roy", role, PASSWORD).await.unwrap();
    let mut visitor = Visitor::new(site);
    assert_eq!(visitor.sign_in(email, PASSWORD).await.status, 303);
    visitor
}

/// Asks for a link through a form, as people do.
async fn ask(site: &TestSite, path: &str, email: &str) -> crate::support::Answer {
    let mut visitor = Visitor::new(site);
    let mut form = fields(&visitor.get(path).await.text());
    set(&mut form, "courriel", email);
    if path.ends_with("nouveau") {
        set(&mut form, "nom", "Léa <b>Roy</b>");
    }
    visitor.post(path, &form).await
}

/// Chooses a password behind a link.
async fn choose<'a>(site: &'a TestSite, link: &str, password: &str) -> (Visitor<'a>, crate::support::Answer) {
    let mut visitor = Visitor::new(site);
    let mut form = fields(&visitor.get(link).await.text());
    set(&mut form, "mot_de_passe", password);
    let path = link.split('?').next().unwrap().to_owned();
    let answer = visitor.post(&path, &form).await;
    (visitor, answer)
}

/// Sends one of the forms of the account's page.
async fn act(visitor: &mut Visitor<'_>, action: &str, values: &[(&str, &str)]) -> crate::support::Answer {
    let mut form = form_of(&visitor.get("/compte").await.text(), action);
    for (name, value) in values {
        form.retain(|(known, _)| known != name);
        form.push(((*name).to_owned(), (*value).to_owned()));
    }
    visitor.post("/compte", &form).await
}

#[tokio::test]
async fn an_account_is_made_behind_a_link_and_nobody_learns_which_addresses_are_known() {
    let (site, server) = site().await;
    site.repository.put_user("connue@example.org", "Camille", Role::Depositor, PASSWORD).await.unwrap();
    let mut answers = Vec::new();
    for email in ["lea@example.org", "connue@example.org"] {
        let answer = ask(&site, "/compte/nouveau", email).await;
        answers.push((answer.status, answer.header("location").to_owned(), answer.body));
    }
    assert_eq!(answers[0], answers[1]);
    let mails = sent(&site, &server).await;
    assert_eq!(
        mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(),
        ["lea@example.org", "connue@example.org"]
    );
    assert!(mails[1].part("text/plain").contains("déjà un compte") && !mails[0].data.contains("Roy"));
    let link = mails[0].link("/compte/mot-de-passe");
    assert!(site.get(&link).await.text().contains("lea@example.org"));
    let short = choose(&site, &link, "court").await.1;
    assert_eq!(short.status, 422);
    let (mut lea, welcome) = choose(&site, &link, PASSWORD).await;
    assert_eq!((welcome.status.as_u16(), welcome.header("location")), (303, "/depots"));
    let page = lea.get("/compte").await.text();
    assert!(page.contains("lea@example.org") && !page.contains("<b>Roy"), "{page}");
    assert_eq!(site.get(&link).await.status, 404, "a link works once");
    assert_eq!(Visitor::new(&site).sign_in("lea@example.org", PASSWORD).await.status, 303);
    for (email, status) in [("pas une adresse", 422), ("a@b\r\n.ca", 422)] {
        assert_eq!(ask(&site, "/compte/nouveau", email).await.status.as_u16(), status);
    }
}

#[tokio::test]
async fn a_forgotten_password_is_chosen_again_by_a_link_that_works_once_and_ends_all_sessions() {
    let (site, server) = site().await;
    let mut before = signed_in(&site, "camille@example.org", Role::Depositor).await;
    let (known, unknown) =
        (ask(&site, "/compte/oubli", "camille@example.org").await, ask(&site, "/compte/oubli", "x@example.org").await);
    assert_eq!((known.status, known.body), (unknown.status, unknown.body));
    let mails = sent(&site, &server).await;
    assert_eq!(mails.len(), 1);
    let link = mails[0].link("/compte/mot-de-passe");
    assert_eq!(choose(&site, &link, OTHER).await.1.status, 303);
    assert_eq!(before.get("/compte").await.status, 303, "the session of before has ended");
    assert_eq!(site.get(&link).await.status, 404, "it worked once");
    assert_eq!(Visitor::new(&site).sign_in("camille@example.org", PASSWORD).await.status, 422);
    assert_eq!(Visitor::new(&site).sign_in("camille@example.org", OTHER).await.status, 303);
    assert!(sent(&site, &server).await[0].part("text/plain").contains("changé"));

    ask(&site, "/en/compte/oubli", "camille@example.org").await;
    let late = sent(&site, &server).await[0].link("/compte/mot-de-passe");
    site.clock.advance_seconds(3_601);
    assert_eq!(site.get(&late).await.status, 404, "an hour later it is over");
    for _ in 0..20 {
        assert_eq!(ask(&site, "/compte/oubli", "camille@example.org").await.status, 303);
    }
    assert_eq!(sent(&site, &server).await.len(), 5, "nobody fills another person's mailbox");
}

#[tokio::test]
async fn wrong_passwords_close_an_account_for_a_while_even_to_the_right_one() {
    let site = TestSite::new().await;
    signed_in(&site, "camille@example.org", Role::Depositor).await;
    for _ in 0..10 {
        assert_eq!(Visitor::new(&site).sign_in("camille@example.org", "wrong").await.status, 422);
    }
    let refused = Visitor::new(&site).sign_in("camille@example.org", PASSWORD).await;
    assert!(refused.status == 422 && refused.text().contains("quart d’heure"));
    site.clock.advance_seconds(901);
    assert_eq!(Visitor::new(&site).sign_in("camille@example.org", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it_and_only_that_session_goes_on() {
    let site = TestSite::new().await;
    let mut here = signed_in(&site, "camille@example.org", Role::Depositor).await;
    let mut there = Visitor::new(&site);
    there.sign_in("camille@example.org", PASSWORD).await;
    let stolen = here.cookie_header();
    let wrong = act(&mut here, "mot-de-passe", &[("actuel", "wrong"), ("nouveau", OTHER)]).await;
    assert!(wrong.status == 422 && wrong.text().contains("n’est pas le bon"));
    let changed = act(&mut here, "mot-de-passe", &[("actuel", PASSWORD), ("nouveau", OTHER)]).await;
    assert_eq!(changed.header("location"), "/compte?fait=mot-de-passe");
    assert_eq!(here.get("/compte").await.status, 200);
    assert_eq!(there.get("/compte").await.status, 303);
    assert_eq!(site.get_with("/compte", &[("cookie", &stolen)]).await.status, 303, "the token before opens nothing");
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all() {
    let site = TestSite::new().await;
    let mut here = signed_in(&site, "camille@example.org", Role::Depositor).await;
    let mut others = Vec::new();
    for _ in 0..2 {
        let mut other = Visitor::new(&site);
        other.sign_in("camille@example.org", PASSWORD).await;
        others.push(other);
    }
    let page = here.get("/compte").await.text();
    assert_eq!(page.matches("name=\"session\"").count(), 2, "this one is not offered");
    assert_eq!(act(&mut here, "session", &[]).await.status, 303);
    let mut open = 0;
    for other in &mut others {
        open += usize::from(other.get("/compte").await.status == 200);
    }
    assert_eq!(open, 1);
    assert_eq!(act(&mut here, "sessions", &[]).await.status, 303);
    for other in &mut others {
        assert_eq!(other.get("/compte").await.status, 303);
    }
    assert_eq!(here.get("/compte").await.status, 200);
}

/// The code that a device shows for a secret.
fn code(secret: &str, site: &TestSite) -> String {
    let bytes = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let clock = totp_rs::Builder::new().with_secret(bytes).build().unwrap();
    clock.generate(u64::try_from(site.clock.now().as_second()).unwrap()).to_string()
}

async fn second_step(visitor: &mut Visitor<'_>, email: &str, code: &str) -> crate::support::Answer {
    let half = visitor.sign_in(email, PASSWORD).await;
    assert_eq!(half.status, 200, "no session before the code");
    let mut form = fields(&half.text());
    set(&mut form, "code", code);
    visitor.post("/connexion/code", &form).await
}

#[tokio::test]
async fn a_second_factor_is_asked_for_each_code_works_once_and_recovery_codes_too() {
    let (site, server) = site().await;
    let email = "camille@example.org";
    let mut here = signed_in(&site, email, Role::Curator).await;
    let page = here.get("/compte/second-facteur").await.text();
    assert!(page.contains("<svg class=\"square-code\"") && page.contains("otpauth://totp/Parvis:camille"), "{page}");
    let mut form = fields(&page);
    let secret = form.iter().find(|(name, _)| name == "secret").unwrap().1.clone();
    form.push(("action".to_owned(), "activer".to_owned()));
    set(&mut form, "code", "000000");
    let wrong = here.post("/compte/second-facteur", &form).await;
    assert!(wrong.status == 422 && wrong.text().contains(&secret), "the secret stays the same");
    set(&mut form, "code", &code(&secret, &site));
    let on = here.post("/compte/second-facteur", &form).await;
    let codes: Vec<String> = regex::Regex::new("<code>([0-9a-f-]{23})</code>")
        .unwrap()
        .captures_iter(&on.text())
        .map(|found| found[1].to_owned())
        .collect();
    assert_eq!((on.status.as_u16(), codes.len()), (200, 10));
    assert!(here.get("/compte").await.text().contains("10 codes de secours"));
    let kept = site.repository.store().list_factor_secrets().await.unwrap();
    assert!(kept[0].1.starts_with("v1:") && !kept[0].1.contains(&secret), "it is kept sealed");
    assert!(sent(&site, &server).await[0].part("text/plain").contains("deux étapes"));

    let takeover = ("secret".to_owned(), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP".to_owned());
    let mut form = fields(&here.get("/compte/second-facteur").await.text());
    let code_of_other = code(&takeover.1, &site);
    form.retain(|(name, _)| !["secret", "code", "action"].contains(&name.as_str()));
    form.extend([takeover, ("code".to_owned(), code_of_other), ("action".to_owned(), "activer".to_owned())]);
    assert_eq!(here.post("/compte/second-facteur", &form).await.status, 422, "no other device without the password");

    let mut other = Visitor::new(&site);
    let used = second_step(&mut other, email, &code(&secret, &site)).await;
    assert_eq!(used.status, 422, "the code that turned it on has been used");
    site.clock.advance_seconds(30);
    // As an earlier release kept it: it is sealed once, and the device stays the same.
    let mut tx = site.repository.store().begin().await.unwrap();
    tx.replace_factor_secret(kept[0].0, &kept[0].1, &secret).await.unwrap();
    tx.commit().await.unwrap();
    for sealed in [1, 0] {
        assert_eq!(site.repository.seal_secrets().await.unwrap(), sealed);
    }
    assert_eq!(second_step(&mut other, email, &code(&secret, &site)).await.status, 303);
    assert_eq!(other.get("/revision").await.status, 200);
    assert_eq!(second_step(&mut Visitor::new(&site), email, &codes[3].to_uppercase()).await.status, 303);
    assert_eq!(second_step(&mut Visitor::new(&site), email, &codes[3]).await.status, 422, "each works once");

    let mut late = Visitor::new(&site);
    let mut form = fields(&late.sign_in(email, PASSWORD).await.text());
    site.clock.advance_seconds(601);
    set(&mut form, "code", &code(&secret, &site));
    assert!(late.post("/connexion/code", &form).await.text().contains("Recommencez"));

    ask(&site, "/compte/oubli", email).await;
    let link = sent(&site, &server).await[0].link("/compte/mot-de-passe");
    let (mut reset, answer) = choose(&site, &link, PASSWORD).await;
    assert_eq!(answer.header("location"), "/connexion", "a link alone does not pass the second step");
    assert_eq!(reset.get("/compte").await.status, 303);
    site.clock.advance_seconds(60);
    second_step(&mut here, email, &code(&secret, &site)).await;
    let mut form = fields(&here.get("/compte/second-facteur").await.text());
    form.push(("action".to_owned(), "desactiver".to_owned()));
    assert_eq!(here.post("/compte/second-facteur", &form).await.status, 422, "the password is asked for");
    set(&mut form, "mot_de_passe", PASSWORD);
    assert_eq!(here.post("/compte/second-facteur", &form).await.status, 303);
    assert_eq!(Visitor::new(&site).sign_in(email, PASSWORD).await.status, 303);
}

#[tokio::test]
async fn a_token_acts_within_its_scopes_until_it_ends_and_a_cookie_opens_no_program() {
    let site = TestSite::new().await;
    let mut here = signed_in(&site, "camille@example.org", Role::Depositor).await;
    let offered = here.get("/compte").await.text();
    assert!(!offered.contains("portee_review") && offered.contains("portee_deposit"), "roles bound the scopes");
    let forged = [("nom", "x"), ("jours", "30"), ("portee_review", "oui"), ("portee_read", "")];
    assert_eq!(act(&mut here, "jeton", &forged).await.status, 422);
    assert_eq!(act(&mut here, "jeton", &[("nom", "x"), ("jours", "99999")]).await.status, 422);
    let made = act(&mut here, "jeton", &[("nom", "Zotero"), ("jours", "30"), ("portee_read", "oui")]).await;
    assert_eq!(made.status, 200);
    let token = regex::Regex::new("parvis_[0-9a-f]{64}").unwrap().find(&made.text()).unwrap().as_str().to_owned();
    assert!(!here.get("/compte").await.text().contains(&token), "it is shown once");
    let bearer = format!("Bearer {token}");
    let account = site.get_with("/api/v1/account", &[("authorization", &bearer)]).await;
    assert_eq!((account.status.as_u16(), account.json()["scopes"][0].as_str()), (200, Some("read")));
    assert_eq!(site.get_with("/api/v1/deposits", &[("authorization", &bearer)]).await.status, 200);
    let refused = here.get("/api/v1/account").await;
    assert_eq!((refused.status.as_u16(), refused.header("www-authenticate")), (401, "Bearer realm=\"Parvis\""));
    for wrong in ["Bearer parvis_0", "Basic abc", "Bearer"] {
        assert_eq!(site.get_with("/api/v1/account", &[("authorization", wrong)]).await.status, 401);
    }
    let made =
        act(&mut here, "jeton", &[("nom", "dépôt"), ("jours", "30"), ("portee_deposit", "oui"), ("portee_read", "")]);
    let other = regex::Regex::new("parvis_[0-9a-f]{64}").unwrap().find(&made.await.text()).unwrap().as_str().to_owned();
    let narrow = format!("bearer {other}");
    assert_eq!(site.get_with("/api/v1/deposits", &[("authorization", &narrow)]).await.status, 403);
    act(&mut here, "jeton-fin", &[]).await;
    act(&mut here, "jeton-fin", &[]).await;
    assert_eq!(site.get_with("/api/v1/account", &[("authorization", &narrow)]).await.status, 401);
    let made = act(&mut here, "jeton", &[("nom", "court"), ("jours", "30"), ("portee_read", "oui")]).await.text();
    let last = regex::Regex::new("parvis_[0-9a-f]{64}").unwrap().find(&made).unwrap().as_str().to_owned();
    site.clock.advance_seconds(30 * 24 * 3_600);
    assert_eq!(site.get_with("/api/v1/account", &[("authorization", &format!("Bearer {last}"))]).await.status, 401);
}

#[tokio::test]
async fn a_person_gets_everything_that_is_kept_and_then_leaves_without_a_trace() {
    let (site, server) = site().await;
    let mut here = signed_in(&site, "camille@example.org", Role::Depositor).await;
    let saved =
        act(&mut here, "profil", &[("orcid", "0000-0002-1825-0097"), ("institution", "Université Laval")]).await;
    assert_eq!(saved.status, 303);
    assert_eq!(act(&mut here, "profil", &[("orcid", "0000-0002-1825-0098")]).await.status, 422);
    let export = here.get("/compte/donnees.json").await;
    assert!(export.header("content-disposition").starts_with("attachment"));
    let everything = export.json();
    assert_eq!(everything["account"]["email"], "camille@example.org");
    assert_eq!(everything["account"]["institution"], "Université Laval");
    assert_eq!(everything["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(everything["compliance"]["wants_reminders"], true);
    let mut form = fields(&here.get("/compte/effacer").await.text());
    assert_eq!(here.post("/compte/effacer", &form).await.status, 422, "the password is asked for");
    set(&mut form, "mot_de_passe", PASSWORD);
    assert_eq!(here.post("/compte/effacer", &form).await.status, 303);
    assert_eq!(sent(&site, &server).await[0].to, "camille@example.org", "the last word");
    assert_eq!(Visitor::new(&site).sign_in("camille@example.org", PASSWORD).await.status, 422);
    site.repository.store().close().await;
    let open = site.database.open().await;
    assert!(open.list_users().await.unwrap().is_empty());
    assert_eq!(open.find_account_of("camille@example.org").await.unwrap(), None);
}

#[tokio::test]
async fn administrators_change_what_people_may_do_but_never_their_own_rights() {
    let site = TestSite::new().await;
    let mut camille = signed_in(&site, "camille@example.org", Role::Depositor).await;
    assert_eq!(camille.get("/administration/comptes").await.status, 403);
    let mut administrator = signed_in(&site, "admin@example.org", Role::Administrator).await;
    let page = administrator.get("/administration/comptes?q=CAMILLE%40").await.text();
    assert!(page.contains("camille@example.org") && !page.contains("admin@example.org"), "{page}");
    let mut form = fields(&page);
    form.retain(|(name, _)| name != "confiance" && name != "ferme");
    set(&mut form, "role", "curator");
    let changed = administrator.post("/administration/comptes", &form).await;
    assert_eq!(changed.header("location"), "/administration/comptes?q=CAMILLE%40&role=&fait=change");
    assert_eq!(camille.get("/compte").await.status, 303, "new rights need a new sign-in");
    camille.sign_in("camille@example.org", PASSWORD).await;
    assert_eq!(camille.get("/revision").await.status, 200);
    form.push(("ferme".to_owned(), "oui".to_owned()));
    administrator.post("/administration/comptes", &form).await;
    assert_eq!(camille.get("/compte").await.status, 303);
    assert_eq!(camille.sign_in("camille@example.org", PASSWORD).await.status, 422);
    let own = site.repository.store().find_account_of("admin@example.org").await.unwrap().unwrap().user.id;
    set(&mut form, "compte", &own.to_string());
    let refused = administrator.post("/administration/comptes", &form).await;
    assert!(refused.status == 422 && administrator.get("/administration/comptes").await.status == 200);
    set(&mut form, "jeton", "faux");
    assert_eq!(administrator.post("/administration/comptes", &form).await.status, 422);
}

#[tokio::test]
async fn a_site_without_mail_says_so_and_forms_of_others_are_refused() {
    let site = TestSite::new().await;
    for path in ["/compte/nouveau", "/en/compte/oubli"] {
        let page = site.get(path).await;
        assert!(page.status == 200 && !page.text().contains("name=\"courriel\""), "{path}");
    }
    for path in ["/compte/nouveau", "/compte/oubli", "/compte/mot-de-passe", "/connexion/code"] {
        let forged = Request::builder().method(Method::POST).uri(path);
        let forged = forged.header("content-type", "application/x-www-form-urlencoded");
        let answer = site.send(forged.body("courriel=a%40example.org".to_owned().into()).unwrap()).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
    }
}
