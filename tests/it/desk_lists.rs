//! What work lists show and how they are walked through: the verdict of the links that a desk manages, every page and every
//! line.

use std::collections::HashSet;

use parvis::domain::user::{Role, User};
use parvis::domain::{ArticleId, Ror};
use parvis::service::{CaseState, Desk, DeskFilter, DeskFrom, DeskOrder, read_register};

use crate::support::smtp::MailServer;
use crate::support::visitor::{Visitor, fields};
use crate::support::{TestSite, pdf};

const HEADER: &str = "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,\
active_from,active_to,programme_policy\n";
const PASSWORD: &str = "un bon mot de passe";
const LAVAL: &str = "04sjchr03";
const MONTREAL: &str = "0161xgx34";

async fn account(site: &TestSite, name: &str, role: Role, desk: Option<&str>) -> User {
    let email = format!("{name}@example.org");
    let id = site.repository.put_user(&email, name, role, PASSWORD).await.unwrap();
    if let Some(ror) = desk {
        site.tamper(&format!("UPDATE users SET desk_institution = '{ror}' WHERE id = {id}")).await;
    }
    site.repository.store().find_account_of(&email).await.unwrap().unwrap().user
}

async fn visitor<'a>(site: &'a TestSite, name: &str) -> Visitor<'a> {
    let mut visitor = Visitor::new(site);
    assert_eq!(visitor.sign_in(&format!("{name}@example.org"), PASSWORD).await.status, 303);
    visitor
}

/// An award of 2023 of Laval (a licence is asked for) and one of 2020 of Montréal (none is).
async fn awards(site: &TestSite) {
    let rows = format!(
        "{HEADER}900101,frqnt,\"Côté, Ève\",{LAVAL},Projet,grant,2023-08-15,false,2024-04-01,2027-03-31,\n\
         900102,frqnt,\"Roy, Léa\",{MONTREAL},Relève,grant,2020-08-15,false,2021-04-01,2027-03-31,\n"
    );
    let awards: Vec<_> = read_register(rows.as_bytes()).map(Result::unwrap).collect();
    site.repository.put_awards(&awards).await.unwrap();
}

async fn publish(site: &TestSite, title: &str, numbers: &[(&str, &str)]) -> ArticleId {
    let awards: Vec<_> = numbers
        .iter()
        .map(|(number, origin)| serde_json::json!({"funder": "frqnt", "number": number, "origin": origin}))
        .collect();
    let sidecar = serde_json::json!({"title": {"fr": title}, "type": "journal_article", "peer_reviewed": true,
        "version": "AM", "licence": "cc-by-nc-4.0", "dates": {"online": "2026-02-03", "deposited": "2026-02-03"},
        "awards": awards});
    site.publish(&sidecar.to_string(), &pdf(&[title])).await
}

#[tokio::test]
async fn an_institution_sees_and_chooses_by_what_is_said_of_its_own_awards() {
    let site = TestSite::new().await;
    awards(&site).await;
    publish(&site, "Le chant", &[("900101", "declared"), ("900102", "declared")]).await;
    account(&site, "laval", Role::Depositor, Some(LAVAL)).await;
    account(&site, "montreal", Role::Depositor, Some(MONTREAL)).await;
    let list = async |name: &str, query: &str| {
        visitor(&site, name).await.get(&format!("/conformite/suivi?action=tout&{query}")).await.text()
    };
    assert!(list("laval", "").await.contains("Ouvert, sans licence acceptée"));
    let page = list("montreal", "").await;
    assert!(page.contains("Le chant") && !page.contains("<strong>Ouvert, sans licence acceptée"), "{page}");
    assert!(list("montreal", "resultat=compliant").await.contains("Le chant"));
    assert!(!list("montreal", "resultat=open_without_licence").await.contains("Le chant"));
    assert!(list("laval", "resultat=open_without_licence").await.contains("Le chant"));
    assert!(
        !visitor(&site, "montreal").await.get("/conformite/suivi").await.text().contains("Le chant"),
        "nothing to do"
    );
    // Award conditions are about its own awards too.
    assert!(!list("laval", "programme=Rel%C3%A8ve").await.contains("Le chant"));
    assert!(list("montreal", "programme=Rel%C3%A8ve").await.contains("Le chant"));
    let csv = visitor(&site, "montreal").await.get("/conformite/suivi/liste.csv?action=tout").await.text();
    assert!(csv.contains(",compliant,none,"), "{csv}");
    // It is followed up under its own outcome.
    let mut montreal = visitor(&site, "montreal").await;
    let page = montreal.get("/conformite/suivi?action=tout").await.text();
    let mut form = fields(&page);
    form.retain(|(name, _)| name == "jeton");
    form.extend([("article".to_owned(), "1".to_owned()), ("action".to_owned(), "suivi".to_owned())]);
    assert_eq!(montreal.post("/conformite/suivi", &form).await.status, 303);
    assert!(montreal.get("/conformite/suivi?action=tout&etat=suivis").await.text().contains("Le chant"));
    site.finish().await;
}

#[tokio::test]
async fn what_is_chosen_by_is_what_is_shown() {
    let site = TestSite::new().await;
    awards(&site).await;
    // The link was only read, and its award is in no register: nothing negative is said.
    publish(&site, "La neige", &[("999999", "acknowledgement")]).await;
    account(&site, "fonds", Role::Funder, None).await;
    let mut funder = visitor(&site, "fonds").await;
    let csv = funder.get("/conformite/suivi/liste.csv?action=tout").await.text();
    let shown = csv.lines().nth(1).unwrap().split(',').nth(3).unwrap().to_owned();
    for outcome in ["undetermined", "closed", "open_without_licence", "partly", "compliant"] {
        let page = funder.get(&format!("/conformite/suivi?action=tout&resultat={outcome}")).await.text();
        assert_eq!(page.contains("La neige"), outcome == shown, "{outcome}, shown as {shown}");
    }
    site.finish().await;
}

#[tokio::test]
async fn whoever_cannot_be_read_is_assigned_nothing_and_the_articles_stay_ticked() {
    let site = TestSite::new().await;
    awards(&site).await;
    let id = publish(&site, "Le chant", &[("900101", "declared")]).await;
    let other = publish(&site, "Le gel", &[("900101", "declared")]).await;
    let user = account(&site, "fonds", Role::Funder, None).await;
    let mut funder = visitor(&site, "fonds").await;
    let page = funder.get("/conformite/suivi").await.text();
    let token = fields(&page).into_iter().find(|(name, _)| name == "jeton").unwrap();
    let assign = |to: Option<&str>| {
        let mut form = vec![token.clone(), ("action".to_owned(), "assigner".to_owned())];
        form.push(("article".to_owned(), id.to_string()));
        form.extend(to.map(|to| ("a".to_owned(), to.to_owned())));
        form
    };
    assert_eq!(funder.post("/conformite/suivi", &assign(Some(&user.id.to_string()))).await.status, 303);
    for wrong in [Some("personne"), Some("-1"), Some("99999999999999999999"), Some("1e3"), None] {
        let answer = funder.post("/conformite/suivi", &assign(wrong)).await;
        assert_eq!(answer.status, 422, "{wrong:?}");
        let page = answer.text();
        assert!(page.contains("Rien n’a été confié") && page.contains("Confié à fonds"), "{wrong:?}: {page}");
        assert!(
            page.contains(&format!("value=\"{id}\" checked")) && !page.contains(&format!("value=\"{other}\" checked"))
        );
    }
    assert_eq!(funder.post("/conformite/suivi", &assign(Some(""))).await.status, 303, "nobody is a choice");
    assert!(!funder.get("/conformite/suivi").await.text().contains("Confié à"));
    site.finish().await;
}

/// The articles of a page by their order in it.
fn numbers(page: &str) -> Vec<i64> {
    let pattern = regex::Regex::new(r#"<input id="article-(\d+)""#).unwrap();
    pattern.captures_iter(page).map(|found| found[1].parse().unwrap()).collect()
}

fn link(page: &str, rel: &str) -> Option<String> {
    let pattern = regex::Regex::new(&format!(r#"rel="{rel}" href="([^"]+)""#)).unwrap();
    Some(pattern.captures(page)?[1].replace("&#38;", "&").replace("&amp;", "&"))
}

#[tokio::test]
async fn pages_follow_each_other_both_ways_in_every_order_and_by_their_numbers() {
    let site = TestSite::generated(400).await;
    site.repository.refresh_standings().await.unwrap();
    // Some are due on no day that is known, some came out in no year.
    site.tamper("UPDATE standings SET due_on = NULL WHERE article_id % 3 = 0").await;
    site.tamper("UPDATE standings SET year = NULL WHERE article_id % 4 = 0").await;
    account(&site, "fonds", Role::Funder, None).await;
    let mut funder = visitor(&site, "fonds").await;
    for order in ["", "recents", "annee"] {
        let first = format!("/conformite/suivi?action=tout&tri={order}");
        let csv = funder.get(&format!("/conformite/suivi/liste.csv?action=tout&tri={order}")).await.text();
        let all: Vec<i64> = csv.lines().skip(1).filter_map(|line| line.split(',').next()?.parse().ok()).collect();
        assert!(all.len() > 150, "{}", all.len());
        let (mut seen, mut pages, mut page) = (Vec::new(), Vec::new(), funder.get(&first).await.text());
        loop {
            seen.extend(numbers(&page));
            pages.push(numbers(&page));
            let Some(next) = link(&page, "next") else { break };
            assert!(next.contains("apres="), "{next}");
            page = funder.get(&next).await.text();
        }
        assert_eq!(seen, all, "forwards, {order}");
        assert_eq!(seen.iter().collect::<HashSet<_>>().len(), seen.len());
        for before in pages.iter().rev().skip(1) {
            page = funder.get(&link(&page, "prev").unwrap()).await.text();
            assert_eq!(&numbers(&page), before, "backwards, {order}");
        }
        assert_eq!(link(&page, "prev"), None);
        let third = funder.get(&format!("{first}&page=3")).await.text();
        assert_eq!(Some(&numbers(&third)), pages.get(2), "by its number, {order}");
        assert_eq!(funder.get(&format!("{first}&page=3&apres=%27%3B--")).await.text().matches("case-body").count(), 50);
    }
}

#[tokio::test]
async fn a_list_as_a_table_ends_where_the_list_ends() {
    let site = TestSite::generated(600).await;
    site.repository.refresh_standings().await.unwrap();
    account(&site, "fonds", Role::Funder, None).await;
    let mut funder = visitor(&site, "fonds").await;
    let filter = DeskFilter { cases: CaseState::All, order: DeskOrder::Latest, ..DeskFilter::default() };
    let page = site.repository.desk_page(&Desk::Funder, &filter, DeskFrom::Offset(0), 1).await.unwrap();
    let csv = funder.get("/conformite/suivi/liste.csv?action=tout&etat=tous").await;
    assert_eq!(csv.text().lines().count(), usize::try_from(page.total).unwrap() + 1);
    assert!(csv.header("content-length").is_empty(), "it is sent while it is read");
}

#[tokio::test]
async fn the_log_of_a_desk_counts_its_own_articles_alone() {
    let (_server, address) = MailServer::start().await;
    let site = TestSite::with_mail(&address).await;
    awards(&site).await;
    let ours = publish(&site, "Le chant", &[("900101", "declared")]).await;
    let theirs = publish(&site, "Le gel", &[("900102", "declared")]).await;
    site.tamper("UPDATE standings SET action = 'add_licence'").await;
    let holder = account(&site, "titulaire", Role::Depositor, None).await;
    let funder = account(&site, "fonds", Role::Funder, None).await;
    for id in [ours, theirs] {
        let mut tx = site.repository.store().begin().await.unwrap();
        tx.put_claim(holder.id, id, true, site.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
    }
    site.repository.refresh_standings().await.unwrap();
    site.tamper("UPDATE standings SET action = 'add_licence'").await;
    let told = site.repository.remind(&Desk::Funder, &funder, &[ours, theirs]).await.unwrap();
    assert_eq!(told.queued, 1);
    let total = async |desk: &Desk| {
        let log = site.repository.reminder_log(desk, None).await.unwrap();
        log.iter().map(|line| (line.total, line.articles.len())).collect::<Vec<_>>()
    };
    assert_eq!(total(&Desk::Funder).await, [(2, 2)]);
    let laval = Desk::Institution(Ror::parse(LAVAL).unwrap());
    assert_eq!(total(&laval).await, [(1, 1)], "what it may not see is not counted either");
    site.work().await;
}

#[tokio::test]
async fn the_link_of_a_list_or_a_mail_opens_the_form_at_the_field_for_whoever_follows_it() {
    let site = TestSite::new().await;
    awards(&site).await;
    let id = publish(&site, "Le chant", &[("900101", "declared")]).await;
    let fix = format!("/articles/{id}/corriger");
    // From a mail: first the sign-in, then there.
    let bare = site.get(&fix).await;
    assert!(bare.status == 303 && bare.header("location").contains("/connexion?"), "{}", bare.header("location"));
    assert!(bare.header("location").contains("corriger"), "{}", bare.header("location"));
    account(&site, "curation", Role::Curator, None).await;
    let mut curator = visitor(&site, "curation").await;
    let form = curator.get(&fix).await.header("location").to_owned();
    let (page, field) = form.split_once('#').unwrap();
    assert_eq!(field, "licence");
    assert!(curator.get(page).await.text().contains("<select id=\"licence\""));
    // Somebody else begins a deposit that knows the article, at the same field.
    account(&site, "titulaire", Role::Depositor, None).await;
    let mut holder = visitor(&site, "titulaire").await;
    let asked = fields(&holder.get(&fix).await.text());
    let mut asked: Vec<_> = asked.into_iter().filter(|(name, _)| name == "jeton" || name == "champ").collect();
    asked.push(("pour".to_owned(), id.to_string()));
    let begun = holder.post("/deposer/notice", &asked).await.header("location").to_owned();
    let (page, field) = begun.split_once('#').unwrap();
    let form = holder.get(page).await.text();
    assert!(field == "licence" && form.contains("id=\"licence\"") && form.contains("Le chant"), "{begun}");
    for place in ["fichier", "octroi", "en_ligne", "version", "type"] {
        assert!(form.contains(&format!("id=\"{place}\"")), "{place}");
    }
    // Its depositor begins a word about the field.
    let depositor = account(&site, "deposant", Role::Depositor, None).await;
    site.tamper(&format!("UPDATE deposits SET depositor = {} WHERE article_id = {id}", depositor.id)).await;
    let mut own = visitor(&site, "deposant").await;
    let told = own.get(&fix).await.header("location").to_owned();
    assert!(told.ends_with("?champ=licence#message"), "{told}");
    let page = own.get(told.split('#').next().unwrap()).await.text();
    assert!(
        page.contains("<option value=\"licence\" selected>") && page.contains("<textarea id=\"message\""),
        "{page}"
    );
    site.finish().await;
}
