//! Searches followed by mail, over a real connection to a mail server of this test.

use parvis::domain::user::Role;

use crate::support::smtp::{MailServer, Received};
use crate::support::visitor::{Visitor, fields, set};
use crate::support::{Database, TestSite, pdf};

const DAY_SECONDS: i64 = 24 * 3600;
const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

async fn site() -> (TestSite, MailServer) {
    let (server, address) = MailServer::start().await;
    (TestSite::with_mail(&address).await, server)
}

/// Publishes an article with a title.
async fn publish(site: &TestSite, title: &str) {
    let sidecar = format!(
        r#"{{"title":{{"fr":"{title}"}},"language":"fr","authors":[{{"given":"Léa","family":"Roy"}}],
        "dates":{{"online":"2020-01-01"}}}}"#
    );
    site.clock.advance_seconds(60);
    site.publish(&sidecar, &pdf(&[title])).await;
}

/// Asks for an alert through the form, as people do.
async fn ask(site: &TestSite, search: &str, email: &str) -> crate::support::Answer {
    let mut visitor = Visitor::new(site);
    let mut form = fields(&visitor.get(&format!("/alertes/nouvelle?{search}")).await.text());
    set(&mut form, "courriel", email);
    form.retain(|(name, value)| name != "frequence" || value == "daily");
    visitor.post("/alertes/nouvelle", &form).await
}

/// Everything that is sent now.
async fn sent(site: &TestSite, server: &MailServer) -> Vec<Received> {
    site.repository.send_due_mail().await.unwrap();
    server.take()
}

/// What is sent the next morning.
async fn next_morning(site: &TestSite, server: &MailServer) -> Vec<Received> {
    site.clock.advance_seconds(DAY_SECONDS);
    site.repository.announce_due().await.unwrap();
    sent(site, server).await
}

/// A confirmed alert at `lea@example.org`.
async fn follow(site: &TestSite, server: &MailServer, search: &str) {
    assert_eq!(ask(site, search, "lea@example.org").await.status, 303);
    let link = sent(site, server).await.first().unwrap().link("/alertes/confirmer");
    assert_eq!(site.post(&link, "").await.status, 200);
}

#[tokio::test]
async fn an_address_is_confirmed_by_a_button_and_then_gets_each_new_article_once() {
    let (site, server) = site().await;
    publish(&site, "Neige d’avant").await;
    let asked = ask(&site, "q=neige&langue=fr", " Lea@Example.org ").await;
    assert_eq!((asked.status.as_u16(), asked.header("location")), (303, "/alertes/demande"));
    let mails = sent(&site, &server).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "lea@example.org");
    assert!(!mails[0].data.contains("neige"), "nobody can send their words to others");
    let link = mails[0].link("/alertes/confirmer");
    assert!(site.get(&link).await.text().contains("Confirmer l’alerte"));
    publish(&site, "Neige entre-temps").await;
    assert!(next_morning(&site, &server).await.is_empty(), "a link that was only opened confirms nothing");
    assert!(site.post(&link, "").await.text().contains("L’alerte est active"));
    assert!(site.post(&link, "").await.text().contains("L’alerte est active"), "twice is no error");

    publish(&site, "Neige & glace").await;
    publish(&site, "Pluie").await;
    publish(&site, "Encore de la neige").await;
    let news = next_morning(&site, &server).await;
    assert_eq!(news.len(), 1);
    let (text, html) = (news[0].part("text/plain"), news[0].part("text/html"));
    assert!(text.contains("2 nouveaux articles") && text.contains("* Neige & glace\n  Léa Roy · 2020\n"), "{text}");
    assert!(text.contains("Encore") && !text.contains("Pluie") && !text.contains("avant") && !text.contains("entre"));
    assert!(html.contains("Neige &#38; glace") && html.contains("/articles/"), "{html}");
    assert_eq!(news[0].link("/recherche"), "/recherche?q=neige&langue=fr&tri=ajouts");
    for _ in 0..3 {
        assert!(next_morning(&site, &server).await.is_empty(), "nothing new, no mail");
    }
    publish(&site, "Neige tardive").await;
    let later = next_morning(&site, &server).await;
    assert!(later[0].part("text/plain").contains("1 nouvel article") && !later[0].data.contains("glace"));
    site.finish().await;
}

#[tokio::test]
async fn one_click_ends_an_alert_without_account_or_cookie_and_the_address_is_gone() {
    let (site, server) = site().await;
    follow(&site, &server, "q=neige").await;
    publish(&site, "Neige").await;
    let news = next_morning(&site, &server).await;
    assert_eq!(news[0].header("List-Unsubscribe-Post"), ONE_CLICK);
    let address = news[0].header("List-Unsubscribe");
    let path = address.trim_matches(['<', '>']).strip_prefix(crate::support::BASE_URL).unwrap().to_owned();
    assert_eq!(path, news[0].link("/alertes/arreter"));
    assert!(site.get(&path).await.text().contains("effacer mon adresse"));
    publish(&site, "Neige encore").await;
    site.clock.advance_seconds(DAY_SECONDS);
    assert_eq!(site.repository.announce_due().await.unwrap(), 1, "opening the link ends nothing");
    let ended = site.post(&path, ONE_CLICK).await;
    assert!(ended.status == 200 && ended.text().contains("L’alerte est arrêtée"));
    assert!(sent(&site, &server).await.is_empty(), "what waited is gone too");
    assert_eq!(site.post(&path, ONE_CLICK).await.status, 200, "twice is no error");
    site.repository.store().close().await;
    if let Database::Sqlite(file) = &site.database {
        let journal = std::fs::read(file.with_extension("sqlite-wal")).unwrap_or_default();
        assert!(journal.is_empty());
    }
    let rows = rows(&site).await;
    assert!(!rows.contains("lea@example.org"), "{rows}");
}

/// All addresses that the database holds.
async fn rows(site: &TestSite) -> String {
    let store = site.database.open().await;
    let alerts = store.list_alerts("lea@example.org").await.unwrap();
    let claimed = store.claim_mail(jiff::Timestamp::MAX, std::time::Duration::ZERO, 100).await.unwrap();
    format!("{alerts:?} {claimed:?}")
}

#[tokio::test]
async fn nothing_is_lost_while_the_index_is_behind_nor_announced_twice_by_two_rounds_at_once() {
    let (site, server) = site().await;
    follow(&site, &server, "q=neige").await;
    publish(&site, "Neige").await;
    site.repository.reindex().await.unwrap();
    assert!(next_morning(&site, &server).await.is_empty(), "the article waits to be indexed");
    site.work().await;
    let (one, two) = tokio::join!(site.repository.announce_due(), site.repository.announce_due());
    assert_eq!(one.unwrap() + two.unwrap(), 1);
    assert_eq!(sent(&site, &server).await.len(), 1);
    site.finish().await;
}

#[tokio::test]
async fn a_server_that_is_busy_is_asked_again_and_one_that_refuses_is_not() {
    let (site, server) = site().await;
    server.refuse("451 later");
    ask(&site, "q=neige", "lea@example.org").await;
    assert!(sent(&site, &server).await.is_empty());
    assert!(sent(&site, &server).await.is_empty(), "not at once");
    site.clock.advance_seconds(70);
    assert_eq!(sent(&site, &server).await.len(), 1);
    server.refuse("550 nobody of that name");
    ask(&site, "q=neige", "personne@example.org").await;
    assert!(sent(&site, &server).await.is_empty());
    site.clock.advance_seconds(DAY_SECONDS);
    assert!(sent(&site, &server).await.is_empty());
    let counts = site.repository.store().mail_counts().await.unwrap();
    assert_eq!((counts.pending, counts.sent, counts.failed), (0, 1, 1));
    site.finish().await;
}

#[tokio::test]
async fn a_message_survives_a_server_that_is_away_and_a_process_that_dies() {
    let site = TestSite::with_mail("smtp://127.0.0.1:1").await;
    ask(&site, "q=neige", "lea@example.org").await;
    for _ in 0..3 {
        assert_eq!(site.repository.send_due_mail().await.unwrap(), 0);
        site.clock.advance_seconds(3600);
    }
    let store = site.repository.store();
    let lease = std::time::Duration::from_mins(15);
    // A process that claims and dies leaves the message due again when its lease ends.
    let claimed = store.claim_mail(site.clock.now(), lease, 10).await.unwrap();
    assert_eq!((claimed.len(), claimed[0].attempt), (1, 4));
    assert!(store.claim_mail(site.clock.now(), lease, 10).await.unwrap().is_empty());
    site.clock.advance_seconds(16 * 60);
    assert_eq!(store.claim_mail(site.clock.now(), lease, 10).await.unwrap().len(), 1);
    site.finish().await;
}

#[tokio::test]
async fn nobody_learns_which_addresses_are_known_and_nobody_is_flooded() {
    let (site, server) = site().await;
    follow(&site, &server, "q=neige").await;
    let known = ask(&site, "q=neige", "lea@example.org").await;
    let other = ask(&site, "q=neige", "autre@example.org").await;
    assert_eq!((known.status, known.header("location")), (other.status, other.header("location")));
    for number in 0..10 {
        let answer = ask(&site, &format!("q=mot{number}"), "autre@example.org").await;
        assert_eq!((answer.status, answer.header("location")), (other.status, other.header("location")));
    }
    let mails = sent(&site, &server).await;
    assert_eq!(mails.iter().filter(|mail| mail.to == "autre@example.org").count(), 5, "five an hour");
    site.finish().await;
}

#[tokio::test]
async fn addresses_that_nobody_confirms_are_forgotten_after_two_days() {
    let (site, server) = site().await;
    ask(&site, "q=neige", "lea@example.org").await;
    let link = sent(&site, &server).await[0].link("/alertes/confirmer");
    site.clock.advance_seconds(2 * DAY_SECONDS + 60);
    site.repository.announce_due().await.unwrap();
    let late = site.post(&link, "").await;
    assert!(late.status == 404 && late.text().contains("plus valable"), "{}", late.text());
    assert!(!rows(&site).await.contains("example.org"));
    site.finish().await;
}

#[tokio::test]
async fn a_form_that_cannot_be_used_says_why_and_keeps_what_was_typed() {
    let (site, server) = site().await;
    for email in
        ["", "x", "a@b", "a b@example.org", "<script>@example.org\u{0}", &format!("{}@example.org", "a".repeat(300))]
    {
        let answer = ask(&site, "q=neige", email).await;
        assert_eq!(answer.status, 422, "{email}");
        assert!(answer.text().contains("nom@exemple.org") && !answer.text().contains("<script>@"));
        assert!(answer.text().contains("name=\"q\" value=\"neige\""));
    }
    let stale = site.post("/alertes/nouvelle", "q=neige&courriel=lea%40example.org&jeton=x").await;
    assert!(stale.status == 422 && stale.text().contains("lea@example.org"));
    for path in ["/alertes/confirmer", "/alertes/confirmer?jeton=", "/en/alertes/confirmer?jeton=%00%FF"] {
        assert_eq!((site.get(path).await.status.as_u16(), site.post(path, "").await.status.as_u16()), (404, 404));
    }
    assert!(sent(&site, &server).await.is_empty());
    site.finish().await;
}

#[tokio::test]
async fn an_account_follows_changes_and_ends_its_own_alerts_alone() {
    let (site, server) = site().await;
    for email in ["lea@example.org", "autre@example.org"] {
        site.repository.put_user(email, "Léa", Role::Depositor, "mot de passe long").await.unwrap();
    }
    let mut lea = Visitor::new(&site);
    lea.sign_in("lea@example.org", "mot de passe long").await;
    let form = fields(&lea.get("/en/alertes/nouvelle?q=snow").await.text());
    assert!(form.iter().all(|(name, _)| name != "courriel"));
    assert_eq!(lea.post("/en/alertes/nouvelle", &form).await.header("location"), "/en/alertes?fait=ajoutee");
    let page = lea.get("/alertes?fait=ajoutee").await.text();
    assert!(page.contains("«\u{a0}snow\u{a0}»") && page.contains("La recherche est suivie"), "{page}");
    assert!(page.contains("href=\"/recherche?q=snow&#38;tri=ajouts\""), "{page}");
    let mut change = fields(&page);
    let id = change.iter().find(|(name, _)| name == "alerte").unwrap().1.clone();
    set(&mut change, "frequence", "daily");
    assert_eq!(lea.post("/alertes", &change).await.header("location"), "/alertes?fait=changee");

    let mut other = Visitor::new(&site);
    other.sign_in("autre@example.org", "mot de passe long").await;
    let jeton = fields(&other.get("/alertes/nouvelle").await.text()).swap_remove(0);
    for action in ["retirer", "changer"] {
        let pairs = [("alerte", id.as_str()), ("action", action), ("frequence", "weekly")];
        let mut form: Vec<_> = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        assert_eq!(other.post("/alertes", &form).await.status, 403, "without the token of the form");
        form.push(jeton.clone());
        assert_eq!(other.post("/alertes", &form).await.status, 404, "{action}");
    }
    publish(&site, "Snow").await;
    let news = next_morning(&site, &server).await;
    assert_eq!(news.len(), 1, "no confirmation, and daily");
    assert!(news[0].part("text/plain").contains("1 new article") && news[0].link("/recherche").starts_with("/en/"));
    lea.sign_in("lea@example.org", "mot de passe long").await;
    let mut change = fields(&lea.get("/alertes").await.text());
    change.push(("action".to_owned(), "retirer".to_owned()));
    assert_eq!(lea.post("/alertes", &change).await.header("location"), "/alertes?fait=retiree");
    assert!(lea.get("/alertes").await.text().contains("Vous ne suivez aucune recherche"));
    assert_eq!(Visitor::new(&site).get("/alertes").await.header("location"), "/connexion?retour=%2Falertes");
    site.finish().await;
}

#[tokio::test]
async fn a_site_without_mail_server_offers_the_feeds_and_says_so() {
    let site = TestSite::new().await;
    let page = site.get("/recherche?q=neige").await.text();
    assert!(page.contains("n’envoie pas de courriel") && !page.contains("/alertes/nouvelle"), "{page}");
    let form = site.get("/alertes/nouvelle?q=neige").await.text();
    assert!(form.contains("n’envoie pas de courriel") && form.contains("/recherche/flux.atom?q=neige"), "{form}");
    assert!(!form.contains("name=\"courriel\""));
    let sent = site.post("/alertes/nouvelle", "q=neige&courriel=lea%40example.org").await;
    assert!(sent.status == 200 && sent.text().contains("n’envoie pas de courriel"));
    assert_eq!((site.repository.announce_due().await.unwrap(), site.repository.send_due_mail().await.unwrap()), (0, 0));
    let (mailing, _) = self::site().await;
    assert!(mailing.get("/recherche?q=neige&tri=titre").await.text().contains("/alertes/nouvelle?q=neige\""));
    site.finish().await;
}
