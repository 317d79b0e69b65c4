//! Deposit and review as people do them, form by form, without JavaScript.

use parvis::domain::user::Role;

use crate::support::visitor::{Visitor, fields, set};
use crate::support::{Answer, TestSite, pdf};

pub(crate) const PASSWORD: &str = "un bon mot de passe";

/// A site with two depositors and a curator.
pub(crate) async fn site_with_accounts() -> TestSite {
    let site = TestSite::new().await;
    for (email, role) in
        [("d@example.org", Role::Depositor), ("autre@example.org", Role::Depositor), ("c@example.org", Role::Curator)]
    {
        site.repository.put_user(email, "Camille", role, PASSWORD).await.unwrap();
    }
    site
}

/// One of its people, signed in.
pub(crate) async fn signed_in<'a>(site: &'a TestSite, email: &str) -> Visitor<'a> {
    let mut visitor = Visitor::new(site);
    assert_eq!(visitor.sign_in(email, PASSWORD).await.status, 303);
    visitor
}

async fn upload(visitor: &mut Visitor<'_>, name: &str, bytes: &[u8]) -> Answer {
    let page = visitor.get("/deposer").await.text();
    let sent: Vec<_> = fields(&page).into_iter().filter(|(name, _)| name != "fichier").collect();
    visitor.upload("/deposer", &sent, name, bytes).await
}

/// Uploads a file, waits until it is read, and gives the address of the draft.
async fn draft(site: &TestSite, visitor: &mut Visitor<'_>, bytes: &[u8]) -> String {
    let sent = upload(visitor, "article.pdf", bytes).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    site.work().await;
    sent.header("location").to_owned()
}

/// The form of a draft, with the button that is pressed.
async fn form(visitor: &mut Visitor<'_>, address: &str, decision: &str) -> Vec<(String, String)> {
    let page = visitor.get(address).await;
    assert_eq!(page.status, 200);
    let mut form: Vec<_> = fields(&page.text()).into_iter().filter(|(name, _)| name != "droits").collect();
    form.push(("decision".to_owned(), decision.to_owned()));
    form
}

/// Uploads a file and hands it in with what the form still asks for; gives the address of the deposit.
async fn deposit(site: &TestSite, visitor: &mut Visitor<'_>, bytes: &[u8]) -> String {
    let address = draft(site, visitor, bytes).await;
    let mut form = form(visitor, &address, "deposer").await;
    for (name, value) in [("type", "journal_article"), ("version", "AM"), ("licence", "cc-by-4.0"), ("acces", "open")] {
        set(&mut form, name, value);
    }
    form.push(("droits".to_owned(), "oui".to_owned()));
    let sent = visitor.post(&address, &form).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    site.work().await;
    sent.header("location").to_owned()
}

pub(crate) const SONG: &str = "Le chant des mésanges en hiver\nLéa Roy\nNous avons écouté des mésanges tout un hiver.";

#[tokio::test]
async fn a_file_goes_from_its_depositor_over_a_curator_to_the_public() {
    let site = site_with_accounts().await;
    let mut depositor = signed_in(&site, "d@example.org").await;
    let bytes = pdf(&[SONG, "Les oiseaux chantent moins quand il fait froid."]);
    let mine = deposit(&site, &mut depositor, &bytes).await;
    assert!(depositor.get(&mine).await.text().contains("Le chant des mésanges en hiver"), "what was read is shown");
    assert!(depositor.get("/depots").await.status.is_success());
    assert_eq!(depositor.get("/revision").await.status, 403);

    let mut curator = signed_in(&site, "c@example.org").await;
    assert!(curator.get("/revision").await.text().contains("Le chant des mésanges en hiver"));
    let desk = mine.replace("/depots/", "/revision/");
    let mut form = fields(&curator.get(&desk).await.text());
    form.push(("decision".to_owned(), "publier".to_owned()));
    set(&mut form, "acces", "");
    let incomplete = curator.post(&desk, &form).await;
    assert_eq!(incomplete.status, 422, "what nobody knows is not published as if it were open");
    for (name, value) in [("type", "journal_article"), ("version", "AM"), ("licence", "cc-by-4.0"), ("acces", "open")] {
        set(&mut form, name, value);
    }
    let decided = curator.post(&desk, &form).await;
    assert_eq!(decided.status, 303, "{}", decided.text());
    site.work().await;
    assert_eq!(site.get("/api/v1/articles?q=mesanges").await.json()["total"], 1);
    site.finish().await;
}

#[tokio::test]
async fn what_a_curator_typed_stays_when_a_value_is_wrong() {
    let site = site_with_accounts().await;
    let mut depositor = signed_in(&site, "d@example.org").await;
    let desk = deposit(&site, &mut depositor, &pdf(&[SONG])).await.replace("/depots/", "/revision/");
    let mut curator = signed_in(&site, "c@example.org").await;
    let mut form = fields(&curator.get(&desk).await.text());
    set(&mut form, "doi", "pas un DOI <script>");
    form.push(("decision".to_owned(), "publier".to_owned()));
    let answer = curator.post(&desk, &form).await;
    assert_eq!(answer.status, 422);
    let html = answer.text();
    assert!(html.contains("pas un DOI") && !html.contains("<script>"), "typed words stay, as text");
    assert!(html.contains("aria-invalid=\"true\""));
    site.finish().await;
}

#[tokio::test]
async fn a_deposit_is_seen_by_its_depositor_and_curators_alone() {
    let site = site_with_accounts().await;
    let mut depositor = signed_in(&site, "d@example.org").await;
    let mine = deposit(&site, &mut depositor, &pdf(&[SONG])).await;
    let mut other = signed_in(&site, "autre@example.org").await;
    assert_eq!(other.get(&mine).await.status, 404);
    let file = format!("{}/fichier", mine.replace("/depots/", "/revision/"));
    assert_eq!(other.get(&file).await.status, 403);
    assert_eq!(site.get(&mine).await.status, 303, "visitors are asked to sign in");
    let mut curator = signed_in(&site, "c@example.org").await;
    assert_eq!(curator.get(&mine).await.status, 200);
    assert!(curator.get(&file).await.body.starts_with(b"%PDF-"));
    site.finish().await;
}

#[tokio::test]
async fn files_that_cannot_be_taken_are_told_on_the_page() {
    let site = site_with_accounts().await;
    let mut depositor = signed_in(&site, "d@example.org").await;
    let big = vec![b'x'; 5_000_100];
    for (name, bytes, status) in [("vide.pdf", b"".as_slice(), 422), ("x.pdf", b"GIF89a", 422), ("gros.pdf", &big, 413)]
    {
        let answer = upload(&mut depositor, name, bytes).await;
        assert_eq!(answer.status.as_u16(), status, "{name}");
        assert!(answer.text().contains("aria-invalid=\"true\""), "{name}");
    }
    site.finish().await;
}

#[tokio::test]
async fn a_form_without_its_token_is_refused() {
    let site = site_with_accounts().await;
    let mut depositor = signed_in(&site, "d@example.org").await;
    let forged = [("jeton".to_owned(), "faux".to_owned()), ("droits".to_owned(), "oui".to_owned())];
    let answer = depositor.upload("/deposer", &forged, "a.pdf", &pdf(&["A"])).await;
    assert_eq!(answer.status, 422);
    assert_eq!(site.repository.store().job_counts().await.unwrap().pending, 0);
    site.finish().await;
}
