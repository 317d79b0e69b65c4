//! Deposit and review as people do them, form by form, without JavaScript.

use parvis::domain::user::Role;

use crate::support::visitor::{Visitor, fields, set};
use crate::support::{TestSite, pdf};

const PASSWORD: &str = "un bon mot de passe";

async fn site_with_accounts() -> TestSite {
    let site = TestSite::new().await;
    for (email, role) in
        [("d@example.org", Role::Depositor), ("autre@example.org", Role::Depositor), ("c@example.org", Role::Curator)]
    {
        site.repository.put_user(email, "Camille", role, PASSWORD).await.unwrap();
    }
    site
}

async fn signed_in<'a>(site: &'a TestSite, email: &str) -> Visitor<'a> {
    let mut visitor = Visitor::new(site);
    assert_eq!(visitor.sign_in(email, PASSWORD).await.status, 303);
    visitor
}

async fn upload(visitor: &mut Visitor<'_>, name: &str, bytes: &[u8]) -> crate::support::Answer {
    let page = visitor.get("/deposer").await.text();
    let sent: Vec<_> = fields(&page).into_iter().filter(|(name, _)| name != "fichier").collect();
    visitor.upload("/deposer", &sent, name, bytes).await
}

#[tokio::test]
async fn a_file_goes_from_its_depositor_over_a_curator_to_the_public() {
    let site = site_with_accounts().await;
    let mut depositor = signed_in(&site, "d@example.org").await;
    let first = "Le chant des mésanges en hiver\nLéa Roy\nNous avons écouté des mésanges tout un hiver.";
    let bytes = pdf(&[first, "Les oiseaux chantent moins quand il fait froid."]);
    let sent = upload(&mut depositor, "chant.pdf", &bytes).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let mine = sent.header("location").to_owned();
    site.work().await;
    assert!(depositor.get(&mine).await.text().contains("Le chant des mésanges en hiver"), "what was read is shown");
    assert!(depositor.get("/depots").await.status.is_success());
    assert_eq!(depositor.get("/revision").await.status, 403);

    let mut curator = signed_in(&site, "c@example.org").await;
    assert!(curator.get("/revision").await.text().contains("Le chant des mésanges en hiver"));
    let desk = mine.replace("/depots/", "/revision/");
    let mut form = fields(&curator.get(&desk).await.text());
    form.push(("decision".to_owned(), "publier".to_owned()));
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
    let sent = upload(&mut depositor, "chant.pdf", &pdf(&["Le chant"])).await;
    let desk = sent.header("location").replace("/depots/", "/revision/");
    site.work().await;
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
    let mine = upload(&mut depositor, "chant.pdf", &pdf(&["Le chant"])).await.header("location").to_owned();
    site.work().await;
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
