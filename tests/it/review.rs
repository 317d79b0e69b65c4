//! Review as a conversation of depositor and curators, and what they are told by mail.

use bytes::Bytes;
use parvis::domain::deposit::{DepositOrigin, NewDeposit, ReviewMode};
use parvis::domain::ids::UserId;
use parvis::domain::user::Role;
use parvis::domain::{ArticleState, DepositId, Metadata};

use crate::support::smtp::{MailServer, Received};
use crate::support::visitor::{Visitor, fields, set};
use crate::support::{TestSite, created, pdf};

const PASSWORD: &str = "un bon mot de passe";
const TEN_MINUTES: i64 = 601;

struct Team {
    site: TestSite,
    server: MailServer,
    depositor: UserId,
}

impl Team {
    async fn new() -> Self {
        let (server, address) = MailServer::start().await;
        let site = TestSite::with_mail(&address).await;
        let put = async |email: &str, name: &str, role| site.repository.put_user(email, name, role, PASSWORD).await;
        let depositor = put("d@example.org", "Dana", Role::Depositor).await.unwrap();
        put("autre@example.org", "Alex", Role::Depositor).await.unwrap();
        put("c@example.org", "Camille", Role::Curator).await.unwrap();
        Self { site, server, depositor }
    }

    async fn deposit(&self, title: &str) -> DepositId {
        let metadata: Metadata = serde_json::from_value(serde_json::json!({
            "title": {"fr": title}, "language": "fr", "authors": [{"given": "Léa", "family": "Roy"}]
        }))
        .unwrap();
        let deposit = NewDeposit {
            version_of: None,
            metadata,
            file_name: "article.pdf".to_owned(),
            origin: DepositOrigin::Web,
            review: ReviewMode::Person,
            depositor: Some(self.depositor),
        };
        let bytes: Vec<Result<Bytes, std::io::Error>> = vec![Ok(pdf(&[title]).into())];
        let taken = self.site.repository.submit(deposit, futures_util::stream::iter(bytes)).await.unwrap();
        self.site.work().await;
        created(taken).0
    }

    async fn visitor(&self, email: &str) -> Visitor<'_> {
        let mut visitor = Visitor::new(&self.site);
        assert_eq!(visitor.sign_in(email, PASSWORD).await.status, 303);
        visitor
    }

    async fn state(&self, id: DepositId) -> ArticleState {
        self.site.repository.review_outline(id).await.unwrap().state
    }

    /// What is sent once everything that happened was gathered.
    async fn mails(&self) -> Vec<Received> {
        self.site.clock.advance_seconds(TEN_MINUTES);
        self.site.repository.tell_depositors().await.unwrap();
        self.site.repository.send_due_mail().await.unwrap();
        self.server.take()
    }
}

/// The form of a page that posts to an address.
fn form_to(html: &str, action: &str) -> Vec<(String, String)> {
    let form = html.split("<form").find(|form| form.contains(&format!("action=\"{action}\""))).unwrap();
    let form = form.split("</form>").next().unwrap();
    fields(&format!("<form{form}</form>"))
}

async fn say(visitor: &mut Visitor<'_>, page: &str, id: DepositId, field: &str, words: &str) {
    let action = format!("/depots/{id}/commentaires");
    let mut form = form_to(&visitor.get(page).await.text(), &action);
    set(&mut form, "message", words);
    set(&mut form, "champ", field);
    assert_eq!(visitor.post(&action, &form).await.header("location"), format!("{page}#echanges"));
}

#[tokio::test]
async fn a_deposit_goes_back_and_forth_with_words_at_a_field_and_without_its_file() {
    let team = Team::new().await;
    let id = team.deposit("Le chant des mésanges").await;
    let (desk, mine) = (format!("/revision/{id}"), format!("/depots/{id}"));
    let mut curator = team.visitor("c@example.org").await;
    let mut depositor = team.visitor("d@example.org").await;
    say(&mut curator, &desk, id, "doi", "Quel est le DOI ?").await;
    say(&mut depositor, &mine, id, "", "Je le cherche <b>encore</b>.").await;
    let page = curator.get(&desk).await.text();
    assert!(page.contains("Je le cherche &#60;b&#62;encore") && page.contains("href=\"#doi\""), "{page}");
    let mut form = form_to(&page, &desk);
    form.push(("decision".to_owned(), "renvoyer".to_owned()));
    set(&mut form, "commentaire", "Ajoutez le DOI.");
    assert_eq!(curator.post(&desk, &form).await.status, 303);
    assert_eq!(team.state(id).await, ArticleState::Returned);

    let page = depositor.get(&mine).await.text();
    assert!(page.contains(&format!("{mine}/description")) && page.contains("Ajoutez le DOI."));
    let correct = format!("{mine}/description");
    let page = depositor.get(&correct).await.text();
    assert!(page.contains("Quel est le DOI") && !page.contains("value=\"publier\""), "{page}");
    let mut form = form_to(&page, &correct);
    set(&mut form, "doi", "pas un DOI");
    let wrong = depositor.post(&correct, &form).await;
    assert!(wrong.status == 422 && wrong.text().contains("pas un DOI"), "what was typed stays");
    set(&mut form, "doi", "10.5555/Mesanges");
    set(&mut form, "message", "Le voici.");
    assert_eq!(depositor.post(&correct, &form).await.header("location"), mine);
    assert_eq!(team.state(id).await, ArticleState::InReview);
    let page = curator.get(&desk).await.text();
    assert!(page.contains("10.5555/mesanges") && page.contains("Le voici.") && page.contains("Description corrigée"));
    let forged = vec![("decision".to_owned(), "publier".to_owned())];
    assert_eq!(depositor.post(&correct, &forged).await.status, 422, "a form that is not ours");
    team.site.finish().await;
}

#[tokio::test]
async fn nobody_else_reads_answers_or_corrects_a_deposit() {
    let team = Team::new().await;
    let id = team.deposit("Le chant").await;
    let mut other = team.visitor("autre@example.org").await;
    let token = form_to(&other.get("/compte").await.text(), "/compte")[0].clone();
    for path in [format!("/depots/{id}"), format!("/depots/{id}/description"), "/depots/999/description".to_owned()] {
        assert_eq!(other.get(&path).await.status, 404, "{path}");
    }
    let words = [token.clone(), ("message".to_owned(), "Bonjour".to_owned())];
    assert_eq!(other.post(&format!("/depots/{id}/commentaires"), &words).await.status, 404);
    assert_eq!(other.post(&format!("/depots/{id}/description"), &words).await.status, 404);
    assert_eq!(other.post(&format!("/revision/{id}/responsable"), &[token]).await.status, 403);
    assert_eq!(other.get(&format!("/revision/{id}/lecture")).await.status, 403);
    assert!(team.site.repository.comments(id).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_queue_is_filtered_by_state_by_who_looks_after_it_and_by_words() {
    let team = Team::new().await;
    let (neige, pluie) = (team.deposit("La neige").await, team.deposit("La pluie").await);
    let mut curator = team.visitor("c@example.org").await;
    let desk = format!("/revision/{neige}");
    let action = format!("{desk}/responsable");
    let mut form = form_to(&curator.get(&desk).await.text(), &action);
    let camille = team.site.repository.curators().await.unwrap()[0].id.to_string();
    set(&mut form, "responsable", &camille);
    assert_eq!(curator.post(&action, &form).await.status, 303);
    set(&mut form, "responsable", &team.depositor.to_string());
    assert_eq!(curator.post(&action, &form).await.status, 404, "a depositor looks after nothing");
    let mut shows = async |query: &str| {
        let page = curator.get(&format!("/revision?{query}")).await.text();
        (page.contains("La neige"), page.contains("La pluie"))
    };
    assert_eq!(shows("").await, (true, true));
    assert_eq!(shows("responsable=moi").await, (true, false));
    assert_eq!(shows("responsable=personne").await, (false, true));
    assert_eq!(shows("q=PLUIE").await, (false, true));
    assert_eq!(shows("q=dana&etat=nulle-part").await, (true, true));
    assert_eq!(shows("etat=decides").await, (false, false));
    let item = team.site.repository.review_outline(pluie).await.unwrap();
    let metadata = item.article.unwrap().version.metadata;
    team.site.repository.revise_own(pluie, team.depositor, &metadata).await.unwrap();
    assert_eq!(shows("etat=renvoyes").await, (false, false));
}

#[tokio::test]
async fn the_file_is_read_beside_the_form_by_curators_alone_and_framed_by_nobody_else() {
    let team = Team::new().await;
    let id = team.deposit("La neige").await;
    let mut curator = team.visitor("c@example.org").await;
    let desk = curator.get(&format!("/revision/{id}")).await;
    assert!(desk.text().contains(&format!("<iframe src=\"/revision/{id}/lecture\"")));
    let policy = |answer: &crate::support::Answer| answer.header("content-security-policy").to_owned();
    assert!(policy(&desk).contains("frame-src 'self'") && policy(&desk).contains("frame-ancestors 'none'"));
    let viewer = curator.get(&format!("/revision/{id}/lecture")).await;
    assert!(viewer.status == 200 && viewer.text().contains(&format!("data-file=\"/revision/{id}/fichier\"")));
    assert!(policy(&viewer).contains("frame-ancestors 'self'") && !policy(&viewer).contains("frame-src"));
}

#[tokio::test]
async fn what_happens_within_ten_minutes_is_one_message_and_nobody_is_told_their_own_deeds() {
    let team = Team::new().await;
    let (neige, pluie) = (team.deposit("La neige").await, team.deposit("La pluie").await);
    let mut curator = team.visitor("c@example.org").await;
    let desk = format!("/revision/{neige}");
    say(&mut curator, &desk, neige, "", "Bonjour").await;
    say(&mut curator, &desk, neige, "", "Encore moi").await;
    assert_eq!(team.site.repository.tell_depositors().await.unwrap(), 0, "it is gathered first");
    let mails = team.mails().await;
    assert_eq!(mails.len(), 1);
    let text = mails[0].part("text/plain");
    assert_eq!(mails[0].to, "d@example.org");
    assert!(
        text.contains("La neige") && text.contains("Reçu · Nouveau message") && text.contains("La pluie"),
        "{text}"
    );
    assert!(mails[0].header("Subject").len() > 5 && text.contains("/compte#profil"));
    assert!(team.mails().await.is_empty(), "once");

    let mut form = form_to(&curator.get(&desk).await.text(), &desk);
    form.push(("decision".to_owned(), "refuser".to_owned()));
    set(&mut form, "commentaire", "Hors sujet.");
    assert_eq!(curator.post(&desk, &form).await.status, 303);
    let mails = team.mails().await;
    assert!(mails.len() == 1 && mails[0].part("text/plain").contains("Refusé"));

    let assign = format!("/revision/{pluie}/responsable");
    let mut form = form_to(&curator.get(&format!("/revision/{pluie}")).await.text(), &assign);
    let camille = team.site.repository.curators().await.unwrap()[0].id.to_string();
    set(&mut form, "responsable", &camille);
    curator.post(&assign, &form).await;
    let mut depositor = team.visitor("d@example.org").await;
    say(&mut depositor, &format!("/depots/{pluie}"), pluie, "", "Merci").await;
    let mails = team.mails().await;
    assert!(mails.len() == 1 && mails[0].to == "c@example.org", "who looks after it is told, its depositor is not");

    let action = "/compte";
    let mut form = form_to(&depositor.get("/compte").await.text(), action);
    form.retain(|(name, _)| name != "nouvelles");
    form.push(("action".to_owned(), "profil".to_owned()));
    assert_eq!(depositor.post(action, &form).await.status, 303);
    team.deposit("Le vent").await;
    assert!(team.mails().await.is_empty(), "who wants no news gets none");
}

#[tokio::test]
async fn curators_get_one_list_a_morning_when_something_waits() {
    let team = Team::new().await;
    let morning = async || {
        team.site.repository.send_digests().await.unwrap();
        team.site.repository.send_digests().await.unwrap();
        team.site.repository.send_due_mail().await.unwrap();
        team.server.take()
    };
    assert!(morning().await.is_empty(), "nothing waits");
    team.deposit("La neige").await;
    let mails = morning().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "c@example.org"));
    assert!(mails[0].part("text/plain").contains("La neige") && mails[0].data.contains("/revision"));
    team.site.clock.advance_seconds(24 * 3_600 - 3 * 3_600);
    assert!(morning().await.is_empty(), "before seven in Québec");
    team.site.clock.advance_seconds(3 * 3_600);
    assert_eq!(morning().await.len(), 1);
}

#[tokio::test]
async fn somebody_who_is_trusted_publishes_at_once_and_nobody_else() {
    let team = Team::new().await;
    let id = team.deposit("La neige").await;
    let mut depositor = team.visitor("d@example.org").await;
    let correct = format!("/depots/{id}/description");
    let mut form = form_to(&depositor.get(&correct).await.text(), &correct);
    form.push(("decision".to_owned(), "publier".to_owned()));
    for (name, value) in [("type", "journal_article"), ("version", "AM"), ("licence", "cc-by-4.0"), ("acces", "open")] {
        set(&mut form, name, value);
    }
    assert_eq!(depositor.post(&correct, &form).await.status, 403);
    assert_eq!(team.state(id).await, ArticleState::InReview);
    let administrator =
        team.site.repository.put_user("a@example.org", "A", Role::Administrator, PASSWORD).await.unwrap();
    let administrator = team.site.repository.account(administrator).await.unwrap().user;
    let trusted = team.site.repository.change_rights(&administrator, team.depositor, Role::Depositor, true, true);
    trusted.await.unwrap();
    assert!(depositor.get(&correct).await.text().contains("value=\"publier\""));
    set(&mut form, "licence", "");
    assert_eq!(depositor.post(&correct, &form).await.status, 422, "what is public is complete");
    set(&mut form, "licence", "cc-by-4.0");
    assert_eq!(depositor.post(&correct, &form).await.status, 303);
    team.site.work().await;
    assert_eq!(team.state(id).await, ArticleState::Published);
    assert_eq!(depositor.get(&correct).await.status, 409, "it is decided");
    team.site.finish().await;
}

#[tokio::test]
async fn the_home_of_a_depositor_says_what_to_do_and_offers_articles_from_elsewhere() {
    let team = Team::new().await;
    let id = team.deposit("La neige").await;
    let site = &team.site;
    let elsewhere = |title: &str, author: &str| {
        format!(r#"{{"title":{{"fr":"{title}"}},"language":"fr","access":"metadata_only","authors":[{author}]}}"#)
    };
    let by_orcid = r#"{"given":"D.","family":"Tremblay","orcid":"0000-0002-1825-0097"}"#;
    let by_name = r#"{"given":"Dana","family":"Tremblay","affiliations":[{"name":"Biologie, Université Laval"}]}"#;
    let other = r#"{"given":"Dana","family":"Tremblay","affiliations":[{"name":"McGill"}]}"#;
    let twin = r#"{"given":"Dana","family":"Tremblay","orcid":"0000-0001-5109-3700","affiliations":[{"name":"Université Laval"}]}"#;
    let ours = site.publish(&elsewhere("Pluie", by_orcid), &pdf(&["Pluie"])).await;
    let ours_too = site.publish(&elsewhere("Vent", by_name), &pdf(&["Vent"])).await;
    let theirs = site.publish(&elsewhere("Grêle", other), &pdf(&["Grêle"])).await;
    let twins = site.publish(&elsewhere("Brume", twin), &pdf(&["Brume"])).await;

    let mut depositor = team.visitor("d@example.org").await;
    let page = depositor.get("/depots").await.text();
    assert!(page.contains("Un article vous attend") && page.contains("Choisir la licence"), "{page}");
    assert!(page.contains(&format!("/depots/{id}/description#licence")) && !page.contains("Est-ce de vous"));
    let mut form = form_to(&depositor.get("/compte").await.text(), "/compte");
    for (name, value) in
        [("nom", "Dana Tremblay"), ("orcid", "0000-0002-1825-0097"), ("institution", "université laval")]
    {
        set(&mut form, name, value);
    }
    form.push(("action".to_owned(), "profil".to_owned()));
    assert_eq!(depositor.post("/compte", &form).await.status, 303);
    let page = depositor.get("/depots").await.text();
    let offered = |page: &str| {
        [ours, ours_too, theirs, twins].map(|article| page.contains(&format!("name=\"article\" value=\"{article}\"")))
    };
    assert_eq!(offered(&page), [true, true, false, false], "{page}");
    let token = form[0].clone();
    let say = |article: parvis::domain::ArticleId, word: &str| {
        vec![token.clone(), ("article".to_owned(), article.to_string()), ("action".to_owned(), word.to_owned())]
    };
    assert_eq!(depositor.post("/depots", &say(theirs, "oui")).await.status, 404, "only what may be theirs");
    assert_eq!(depositor.post("/depots", &say(ours, "oui")).await.status, 303);
    assert_eq!(depositor.post("/depots", &say(ours_too, "non")).await.status, 303);
    let page = depositor.get("/depots").await.text();
    assert_eq!(offered(&page), [false; 4]);
    assert!(page.contains("2 articles vous attendent") && page.contains("Joindre le manuscrit"), "{page}");
}
