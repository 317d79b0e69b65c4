//! Work lists, holders of awards and reminders, from the browser to the mail server.

use parvis::domain::ArticleId;
use parvis::domain::user::Role;
use parvis::service::read_register;

use crate::support::smtp::{MailServer, Received};
use crate::support::visitor::{Visitor, fields};
use crate::support::{Answer, TestSite, pdf};

const HEADER: &str = "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,\
active_from,active_to,programme_policy\n";
const PASSWORD: &str = "un bon mot de passe";
const LAVAL: &str = "04sjchr03";
const DAY_SECONDS: i64 = 86_400;

/// Three articles: two under awards of Laval, one of nobody's; the first lacks an accepted licence.
async fn prepared(mail: Option<&str>) -> (TestSite, [ArticleId; 3]) {
    let site = match mail {
        Some(server) => TestSite::with_mail(server).await,
        None => TestSite::new().await,
    };
    let rows = format!(
        "{HEADER}900101,frqnt,\"Côté, Ève\",{LAVAL},Projet,grant,2023-08-15,false,2024-04-01,2027-03-31,\n\
         900102,frqs,\"Roy, Léa\",,Relève,grant,2023-08-15,false,2024-04-01,2027-03-31,\n"
    );
    let awards: Vec<_> = read_register(rows.as_bytes()).map(Result::unwrap).collect();
    site.repository.put_awards(&awards).await.unwrap();
    let mut articles = Vec::new();
    for (title, licence, fund, number) in [
        ("Le chant", "cc-by-nc-4.0", "frqnt", "900101"),
        ("Le gel", "cc-by-4.0", "frqnt", "900101"),
        ("La neige", "cc-by-nc-4.0", "frqs", "900102"),
    ] {
        let sidecar = serde_json::json!({"title": {"fr": title}, "type": "journal_article", "peer_reviewed": true,
            "version": "AM", "licence": licence, "dates": {"online": "2026-02-03", "deposited": "2026-02-03"},
            "awards": [{"funder": fund, "number": number}]});
        articles.push(site.publish(&sidecar.to_string(), &pdf(&[title])).await);
    }
    for (name, role) in [
        ("titulaire", Role::Depositor),
        ("laval", Role::Depositor),
        ("fonds", Role::Funder),
        ("curation", Role::Curator),
        ("admin", Role::Administrator),
    ] {
        site.repository.put_user(&format!("{name}@example.org"), name, role, PASSWORD).await.unwrap();
    }
    (site, articles.try_into().unwrap())
}

async fn visitor<'a>(site: &'a TestSite, name: &str) -> Visitor<'a> {
    let mut visitor = Visitor::new(site);
    assert_eq!(visitor.sign_in(&format!("{name}@example.org"), PASSWORD).await.status, 303);
    visitor
}

/// Gives somebody the list of Laval, as administrators do.
async fn give_laval(site: &TestSite) {
    let mut admin = visitor(site, "admin").await;
    let page = admin.get("/administration/comptes?q=laval").await.text();
    let mut form = fields(&page);
    for (name, value) in &mut form {
        match name.as_str() {
            "role" => "depositor".clone_into(value),
            "etablissement" => "Université Laval".clone_into(value),
            _ => {}
        }
    }
    form.retain(|(name, _)| name != "confiance" && name != "ferme");
    assert_eq!(admin.post("/administration/comptes", &form).await.status, 303);
}

fn token(page: &str) -> (String, String) {
    fields(page).into_iter().find(|(name, _)| name == "jeton").unwrap()
}

/// Does something about articles of a list.
async fn act(visitor: &mut Visitor<'_>, action: &str, articles: &[ArticleId], more: &[(&str, &str)]) -> Answer {
    let page = visitor.get("/conformite/suivi?action=tout&etat=tous").await.text();
    let mut form = vec![token(&page), ("action".to_owned(), action.to_owned())];
    form.extend(articles.iter().map(|id| ("article".to_owned(), id.to_string())));
    form.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    visitor.post("/conformite/suivi", &form).await
}

#[tokio::test]
async fn the_funder_sees_all_articles_and_an_institution_its_own_alone() {
    let (site, [chant, gel, neige]) = prepared(None).await;
    give_laval(&site).await;
    let mut funder = visitor(&site, "fonds").await;
    let page = funder.get("/conformite/suivi").await.text();
    assert!(page.contains("Le chant") && page.contains("La neige") && !page.contains("Le gel"), "what needs nothing");
    assert!(page.contains(&format!("/articles/{chant}/corriger")));
    let page = funder.get("/conformite/suivi?action=tout").await.text();
    assert!(page.contains("Le gel"));
    for (query, shown) in [
        ("titulaire=cote", vec!["Le chant", "Le gel"]),
        ("titulaire=C%C3%94T%C3%89%20%C3%A8", vec!["Le chant", "Le gel"]),
        ("titulaire=cotes", vec![]),
        ("octroi=900102", vec!["La neige"]),
        ("secteur=frqs", vec!["La neige"]),
        ("programme=Projet", vec!["Le chant", "Le gel"]),
        ("politique=frq-2022&resultat=compliant", vec!["Le gel"]),
        ("politique=frq-2019", vec![]),
        ("etablissement=04sjchr03", vec!["Le chant", "Le gel"]),
        ("annee=2026&niveau=A&tri=recents", vec!["Le chant", "Le gel", "La neige"]),
        ("annee=2025", vec![]),
        ("avant=2026-02-03", vec![]),
        ("avant=2026-02-04", vec!["Le chant", "Le gel", "La neige"]),
        // Fund and number must be of one award.
        ("secteur=frqs&octroi=900101", vec![]),
    ] {
        let page = funder.get(&format!("/conformite/suivi?action=tout&{query}")).await.text();
        for title in ["Le chant", "Le gel", "La neige"] {
            assert_eq!(page.contains(title), shown.contains(&title), "{query}: {title}");
        }
    }
    let mut laval = visitor(&site, "laval").await;
    let page = laval.get("/conformite/suivi?action=tout&etablissement=0161xgx34").await.text();
    assert!(page.contains("Université Laval") && page.contains("Le chant") && !page.contains("La neige"));
    let csv = laval.get("/conformite/suivi/liste.csv?action=tout").await;
    assert!(csv.header("content-type").starts_with("text/csv") && csv.text().lines().count() == 3, "{}", csv.text());
    let done = act(&mut laval, "suivi", &[chant, neige], &[]).await;
    assert!(done.header("location").ends_with("suivi=1"), "of another institution: {}", done.header("location"));
    let exported = act(&mut laval, "exporter", &[gel, neige], &[]).await.text();
    assert!(exported.contains("Le gel") && exported.contains("900101") && !exported.contains("La neige"));
    assert_eq!(visitor(&site, "titulaire").await.get("/conformite/suivi").await.status, 403);
    site.finish().await;
}

#[tokio::test]
async fn a_case_is_assigned_followed_up_and_comes_back_when_its_outcome_moves() {
    let (site, [chant, _, neige]) = prepared(None).await;
    let mut funder = visitor(&site, "fonds").await;
    let page = funder.get("/conformite/suivi").await.text();
    let own =
        regex::Regex::new(r#"<option value="(\d+)" selected>fonds<"#).unwrap().captures(&page).unwrap()[1].to_owned();
    let done = act(&mut funder, "assigner", &[chant], &[("a", &own)]).await;
    let page = funder.get(done.header("location")).await.text();
    assert!(page.contains("Un article est confié") && page.contains("Confié à fonds"));
    assert!(!funder.get("/conformite/suivi?responsable=moi").await.text().contains("La neige"));
    act(&mut funder, "suivi", &[chant], &[]).await;
    assert!(!funder.get("/conformite/suivi").await.text().contains("Le chant"));
    assert!(funder.get("/conformite/suivi?etat=suivis").await.text().contains("Le chant"));
    // Another desk has cases of its own.
    give_laval(&site).await;
    assert!(visitor(&site, "laval").await.get("/conformite/suivi").await.text().contains("Le chant"));
    let mut curator = visitor(&site, "curation").await;
    let refused = act(&mut curator, "exception", &[chant, neige], &[]).await;
    assert!(refused.text().contains("Une décision pour plusieurs articles"));
    let form = |proof: &str| {
        let values = [
            ("acte", "grant"),
            ("motif", "patent"),
            ("explication", "Brevet"),
            ("preuve", proof),
            ("jusqu_au", "2027-06-30"),
        ];
        let mut form: Vec<_> = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        form.extend([chant, neige].map(|id| ("article".to_owned(), id.to_string())));
        form
    };
    let mut without = form("");
    without.push(token(&refused.text()));
    let answer = curator.post("/conformite/suivi/exceptions", &without).await;
    assert!(answer.status == 422 && answer.text().contains("Dites où se trouve la preuve"), "{}", answer.text());
    let mut whole = form("dossier 12");
    whole.push(token(&refused.text()));
    let done = curator.post("/conformite/suivi/exceptions", &whole).await;
    assert!(done.header("location").ends_with("exception=2"), "{:?}", done.status);
    let page = funder.get("/conformite/suivi?action=tout&resultat=exempt").await.text();
    assert!(page.contains("Le chant") && page.contains("La neige"), "followed up under another outcome: it is back");
    assert!(curator.get(&format!("/articles/{chant}/exception")).await.text().contains("dossier 12"));
    assert_eq!(act(&mut funder, "exception", &[chant], &[]).await.status, 403, "the funder does not decide");
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn acts_without_articles_or_with_a_foreign_form_change_nothing() {
    let (site, [chant, ..]) = prepared(None).await;
    let mut funder = visitor(&site, "fonds").await;
    assert!(act(&mut funder, "suivi", &[], &[]).await.text().contains("Cochez au moins un article"));
    assert_eq!(act(&mut funder, "rien", &[chant], &[]).await.status, 422);
    assert_eq!(act(&mut funder, "assigner", &[chant], &[("a", "1")]).await.status, 422, "a depositor has no desk");
    assert_eq!(act(&mut funder, "rappeler", &[chant], &[]).await.status, 422, "the site sends no mail");
    let forged = [("action", "suivi"), ("article", "1"), ("jeton", "x")].map(|(n, v)| (n.to_owned(), v.to_owned()));
    assert_eq!(funder.post("/conformite/suivi", &forged).await.status, 422);
    assert!(funder.get("/conformite/suivi").await.text().contains("Le chant"));
    assert_eq!(
        act(&mut funder, "suivi", &[ArticleId(999_999)], &[]).await.header("location"),
        "/conformite/suivi?suivi=0"
    );
}

/// Names an award, and has a curator confirm it.
async fn hold(site: &TestSite, number: &str) {
    let mut holder = visitor(site, "titulaire").await;
    let page = holder.get("/octrois").await.text();
    let named = |action: &str| vec![token(&page), ("octroi".into(), number.into()), ("action".into(), action.into())];
    assert_eq!(holder.post("/octrois", &named("nommer")).await.status, 303);
    let mut curator = visitor(site, "curation").await;
    let page = curator.get("/administration/titulaires").await.text();
    let mut form = fields(&page);
    form.push(("action".to_owned(), "confirmer".to_owned()));
    assert_eq!(curator.post("/administration/titulaires", &form).await.status, 303);
}

#[tokio::test]
async fn a_holder_sees_the_articles_of_an_award_once_a_curator_confirmed_it() {
    let (site, [chant, ..]) = prepared(None).await;
    let mut holder = visitor(&site, "titulaire").await;
    let page = holder.get("/octrois").await.text();
    let named = |text: &str| vec![token(&page), ("octroi".into(), text.into()), ("action".into(), "nommer".into())];
    assert!(holder.post("/octrois", &named("999999")).await.text().contains("ne connaît pas cet octroi"));
    assert_eq!(holder.post("/octrois", &named("douze")).await.status, 422);
    assert_eq!(holder.post("/octrois", &named("https://doi.org/10.69777/900101")).await.status, 303);
    let page = holder.get("/octrois").await.text();
    assert!(page.contains("En attente") && !page.contains("Le chant"));
    let mut curator = visitor(&site, "curation").await;
    let asked = curator.get("/administration/titulaires").await.text();
    assert!(asked.contains("Côté, Ève") && asked.contains("Le nom n’est pas celui du registre"));
    hold(&site, "900101").await;
    let page = holder.get("/octrois").await.text();
    assert!(
        page.contains("Confirmé") && page.contains("Le chant") && page.contains("Ouvert, sans licence acceptée"),
        "{page}"
    );
    assert!(page.contains(&format!("/articles/{chant}/corriger")) && !page.contains("La neige"));
    // One button leads to a form that is filled in already.
    let fix = holder.get(&format!("/articles/{chant}/corriger")).await.text();
    assert!(fix.contains("Commencer le dépôt"));
    let begun = holder.post("/deposer/notice", &[token(&fix), ("pour".into(), chant.to_string())]).await;
    assert!(holder.get(begun.header("location")).await.text().contains("Le chant"));
    let curators = curator.get(&format!("/articles/{chant}/corriger")).await;
    assert!(curators.header("location").ends_with("#licence"), "{}", curators.header("location"));
    // Nobody else becomes its holder.
    let mut other = visitor(&site, "laval").await;
    let page = other.get("/octrois").await.text();
    let named = vec![token(&page), ("octroi".into(), "900101".into()), ("action".into(), "nommer".into())];
    other.post("/octrois", &named).await;
    let page = curator.get("/administration/titulaires").await.text();
    assert!(page.contains("Quelqu’un d’autre est confirmé") && !page.contains("value=\"confirmer\""));
    let mut form = fields(&page);
    form.push(("action".to_owned(), "confirmer".to_owned()));
    assert_eq!(curator.post("/administration/titulaires", &form).await.status, 422);
    assert!(!other.get("/octrois").await.text().contains("Le chant"));
    site.work().await;
}

async fn sent(site: &TestSite, server: &MailServer) -> Vec<Received> {
    site.repository.send_due_mail().await.unwrap();
    server.take()
}

#[tokio::test]
async fn a_reminder_names_what_to_do_goes_once_a_period_and_ends_by_one_click() {
    let (server, address) = MailServer::start().await;
    let (site, [chant, gel, neige]) = prepared(Some(&address)).await;
    hold(&site, "900101").await;
    let mut funder = visitor(&site, "fonds").await;
    let done = act(&mut funder, "rappeler", &[chant, gel, neige], &[]).await;
    let said = done.header("location").to_owned();
    assert!(said.contains("rappel=1") && said.contains("regle=1") && said.contains("inconnu=1"), "{said}");
    let mails = sent(&site, &server).await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "titulaire@example.org"));
    let text = mails[0].part("text/plain");
    assert!(text.contains("Le chant") && !text.contains("Le gel") && text.contains("licence"), "{text}");
    assert!(!text.contains("non conforme") && !text.contains("La neige"));
    assert!(text.contains(&format!("/articles/{chant}/corriger")));
    assert_eq!(mails[0].header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let page = funder.get("/conformite/suivi/rappels").await.text();
    assert!(
        page.contains("titulaire")
            && page.contains("Le chant")
            && page.contains("envoyé")
            && !page.contains("titulaire@")
    );
    assert!(funder.get("/conformite/suivi").await.text().contains("Dernier rappel le"));
    // Whoever asks, one in a period.
    let again = act(&mut funder, "rappeler", &[chant], &[]).await;
    assert!(again.header("location").contains("rappel=0") && again.header("location").contains("trop-tot=1"));
    assert!(sent(&site, &server).await.is_empty());
    site.clock.advance_seconds(31 * DAY_SECONDS);
    let mut funder = visitor(&site, "fonds").await;
    act(&mut funder, "rappeler", &[chant], &[]).await;
    let mails = sent(&site, &server).await;
    let stop = mails[0].link("/rappels/arreter");
    assert!(site.get(&stop).await.text().contains("Ne plus m’écrire"), "a link alone changes nothing");
    assert_eq!(site.post(&stop, "List-Unsubscribe=One-Click").await.status, 200);
    site.clock.advance_seconds(31 * DAY_SECONDS);
    let mut funder = visitor(&site, "fonds").await;
    let refused = act(&mut funder, "rappeler", &[chant], &[]).await;
    assert!(refused.header("location").contains("refus=1") && sent(&site, &server).await.is_empty());
    assert_eq!(site.post("/rappels/arreter?jeton=x", "").await.status, 200, "an unknown link tells nothing");
    site.work().await;
}

#[tokio::test]
async fn an_erased_holder_leaves_no_award_and_no_name_behind() {
    let (server, address) = MailServer::start().await;
    let (site, [chant, ..]) = prepared(Some(&address)).await;
    hold(&site, "900101").await;
    let mut funder = visitor(&site, "fonds").await;
    act(&mut funder, "rappeler", &[chant], &[]).await;
    sent(&site, &server).await;
    let account = site.repository.store().find_account_of("titulaire@example.org").await.unwrap().unwrap();
    let mut tx = site.repository.store().begin().await.unwrap();
    tx.erase_account(&account.user, site.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let page = funder.get("/conformite/suivi/rappels").await.text();
    assert!(page.contains("Compte effacé") && !page.contains("titulaire<"));
    let number = parvis::domain::AwardNumber::parse("900101").unwrap();
    assert_eq!(site.repository.store().find_holder(&number).await.unwrap(), None);
}
