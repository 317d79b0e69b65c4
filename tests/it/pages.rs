//! Pages for people: languages, addresses, errors, headers.

use parvis::service::{Client, Error, SessionToken, SignedIn};

use crate::support::{TestSite, pdf};

async fn site_with_article() -> (TestSite, parvis::domain::ArticleId) {
    let site = TestSite::new().await;
    let sidecar = r#"{"title":{"fr":"Chant & <b>mésanges</b>","en":"Song"},"language":"fr",
        "abstract":{"fr":"Un résumé.","en":"An abstract."},"authors":[{"given":"Léa","family":"O'Roy"}]}"#;
    let article = site.publish(sidecar, &pdf(&["Chant", "Deuxième page."])).await;
    (site, article)
}

#[tokio::test]
async fn every_page_answers_in_both_languages_with_its_language_and_one_heading() {
    let (site, article) = site_with_article().await;
    let paths = [
        "/".to_owned(),
        "/recherche?q=chant".to_owned(),
        format!("/articles/{article}"),
        format!("/articles/{article}/lire?q=page"),
        format!("/articles/{article}/pdf?q=page"),
        "/conformite".to_owned(),
        "/a-propos".to_owned(),
        "/accessibilite".to_owned(),
        "/confidentialite".to_owned(),
        "/connexion".to_owned(),
    ];
    for path in paths {
        for (prefix, lang) in [("", "fr"), ("/en", "en")] {
            let address = format!("{prefix}{path}").replace("/en/?", "/en?").trim_end_matches('/').to_owned();
            let answer = site.get(if address.is_empty() { "/" } else { &address }).await;
            let answer =
                if answer.status.is_redirection() { site.get(answer.header("location")).await } else { answer };
            assert_eq!(answer.status, 200, "{address}");
            let html = answer.text();
            assert!(html.contains(&format!("<html lang=\"{lang}")), "{address}");
            assert_eq!(html.matches("<h1").count(), 1, "{address}");
            assert!(!html.contains("<b>mésanges"), "{address} does not escape");
            assert!(answer.header("content-security-policy").contains("default-src"), "{address}");
        }
    }
    site.finish().await;
}

#[tokio::test]
async fn the_reading_page_has_a_section_for_each_page_of_the_file() {
    let (site, article) = site_with_article().await;
    let html = site.get(&format!("/articles/{article}/lire?q=deuxieme")).await.text();
    assert!(html.contains("id=\"p1\"") && html.contains("id=\"p2\""));
    assert!(html.contains("<mark"), "the words are marked");
    site.finish().await;
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_language_of_the_address() {
    let site = TestSite::new().await;
    for (path, lang) in [("/articles/99", "fr"), ("/en/articles/99", "en"), ("/rien", "fr"), ("/articles/abc", "fr")] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text().contains(&format!("<html lang=\"{lang}")), "{path}");
    }
    let problem = site.get("/api/v1/articles/99").await;
    assert_eq!((problem.status.as_u16(), problem.header("content-type")), (404, "application/problem+json"));
    site.finish().await;
}

#[tokio::test]
async fn the_exports_carry_the_title() {
    let (site, article) = site_with_article().await;
    for crosswalk in parvis::metadata::formats() {
        let format = crosswalk.format();
        let answer = site.get(&format!("/articles/{article}/export/{}", format.prefix)).await;
        if ["etdms", "uketd_dc"].contains(&format.prefix) {
            assert_eq!(answer.status, 404, "an article is no thesis: {}", format.prefix);
            continue;
        }
        assert_eq!(answer.status, 200, "{}", format.prefix);
        assert!(answer.header("content-type").starts_with(format.media_type), "{}", format.prefix);
        assert!(answer.text().contains("sanges"), "{}", format.prefix);
    }
    site.finish().await;
}

#[tokio::test]
async fn a_wrong_password_is_told_without_saying_what_was_wrong_and_ten_close_the_door() {
    let site = TestSite::new().await;
    let role = parvis::domain::user::Role::Curator;
    site.repository.put_user("Curation@Example.org", "C", role, "un bon mot de passe").await.unwrap();
    let token = sign_in(&site, "curation@example.org", "un bon mot de passe").await.unwrap();
    assert_eq!(site.repository.session(&token.0).await.unwrap().unwrap().role, role);
    site.repository.sign_out(&token.0).await.unwrap();
    assert_eq!(site.repository.session(&token.0).await.unwrap(), None);
    for _ in 0..10 {
        let error = sign_in(&site, "curation@example.org", "faux").await.unwrap_err();
        assert_eq!(error.kind(), parvis::service::Kind::Unauthenticated);
    }
    let error = sign_in(&site, "curation@example.org", "un bon mot de passe").await.unwrap_err();
    assert_eq!(error.kind(), parvis::service::Kind::Unavailable);
    site.clock.advance_seconds(16 * 60);
    assert!(sign_in(&site, "curation@example.org", "un bon mot de passe").await.is_ok());
    site.finish().await;
}

#[tokio::test]
async fn a_session_ends_after_its_time() {
    let site = TestSite::new().await;
    let role = parvis::domain::user::Role::Depositor;
    site.repository.put_user("a@example.org", "A", role, "un bon mot de passe").await.unwrap();
    let token = sign_in(&site, "a@example.org", "un bon mot de passe").await.unwrap();
    site.clock.advance_seconds(13 * 3_600);
    assert_eq!(site.repository.session(&token.0).await.unwrap(), None);
    site.finish().await;
}

#[tokio::test]
async fn the_address_of_an_article_gives_the_format_that_is_asked_for() {
    let (site, article) = site_with_article().await;
    let path = format!("/articles/{article}");
    let csl = "application/vnd.citationstyles.csl+json";
    let answer = site.get_with(&path, &[("accept", csl)]).await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").starts_with(csl), "{}", answer.header("content-type"));
    assert_eq!(answer.header("content-location"), format!("{path}/export/csl"));
    assert!(answer.header("vary").contains("accept,"), "{}", answer.header("vary"));
    assert_eq!(answer.text(), site.get(&format!("{path}/export/csl")).await.text());
    assert_eq!(answer.json()["title"], "Chant & <b>mésanges</b>");

    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for accept in [browser, "*/*", "application/pdf"] {
        let page = site.get_with(&path, &[("accept", accept)]).await;
        assert!(page.header("content-type").starts_with("text/html"), "{accept}");
        assert!(page.header("vary").contains("accept,"), "a shared cache must keep page and formats apart");
    }
    assert_eq!(
        site.get_with(&path, &[("accept", "application/ld+json")]).await.json()["@context"],
        "https://schema.org"
    );
    site.finish().await;
}

/// An article with citations of both kinds, an address, and a bibliography.
const CITING: [&str; 2] = [
    "Le chant du lac\nLes oiseaux chantent quand la glace part, comme on le sait depuis longtemps [1], et ils\n\
     reviennent chaque année au même lac [2]. Une autre étude dit la même chose [1], avec prudence.\n\
     Les données sont à https://exemple.org/donnees pour qui veut les relire.",
    "Références\n\
     [1] A. Roy. Le gel des lacs. Revue inventée, 12, 3-14, 2020.\n\
     [2] L. Gall. Le dégel des lacs. Annales inventées, 7, 1-9, 2019.",
];

/// The values of an attribute that begin with a prefix.
fn values<'a>(html: &'a str, opening: &str) -> Vec<&'a str> {
    html.split(opening).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test]
async fn citations_lead_to_their_entries_and_entries_back_to_their_citations() {
    let site = TestSite::new().await;
    let article = site.publish(r#"{"title":{"fr":"Le chant du lac"},"language":"fr"}"#, &pdf(&CITING)).await;
    for (prefix, back) in [("", "Revenir au texte, citation 2"), ("/en", "Back to the text, citation 2")] {
        let html = site.get(&format!("{prefix}/articles/{article}/lire?q=oiseaux+1")).await.text();
        let cited = values(&html, "<a href=\"#b");
        assert_eq!(cited.len(), 3, "{html}");
        assert!(cited[0] == cited[2] && cited[0] != cited[1], "{cited:?}");
        let names = values(&html, " id=\"");
        let ways = values(&html, "href=\"#c");
        let ways: Vec<_> = ways.into_iter().filter(|way| way.contains('-')).collect();
        assert_eq!(ways.len(), 3, "{html}");
        for place in cited.iter().map(|place| format!("b{place}")).chain(ways.iter().map(|way| format!("c{way}"))) {
            assert_eq!(names.iter().filter(|name| **name == place).count(), 1, "{place} in {html}");
        }
        assert!(html.contains(&format!("aria-label=\"{back}\">2</a>")), "{html}");
        assert!(html.contains("<a href=\"https://exemple.org/donnees\" rel=\"external nofollow\">"), "{html}");
        assert!(html.contains("<mark>oiseaux</mark>"), "{html}");
    }
    site.finish().await;
}

/// Signs in from nowhere in particular, in one step.
async fn sign_in(site: &TestSite, email: &str, password: &str) -> Result<SessionToken, Error> {
    match site.repository.sign_in(email, password, &Client::default()).await? {
        SignedIn::Whole(token) => Ok(token),
        SignedIn::Half(_) => panic!("the account has no second factor"),
    }
}
