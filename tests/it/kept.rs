//! Pages that are kept for a moment: the same for everybody, nobody's own, and never older than what was written here.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use parvis::domain::user::Role;
use parvis::web::{Site, SiteSettings, metrics_router, router};
use tower::ServiceExt;

use crate::support::visitor::Visitor;
use crate::support::{TestSite, pdf};

const PASSWORD: &str = "un bon mot de passe";

/// A site whose pages and figures are asked for together.
struct Watched {
    site: TestSite,
    served: Site,
    pages: axum::Router,
}

impl Watched {
    async fn new() -> Self {
        let site = TestSite::new().await;
        let served = Site::new(site.repository.clone(), SiteSettings::new("https://parvis.example.org", "Parvis"));
        Self { pages: router(served.clone()), served, site }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> (StatusCode, axum::http::HeaderMap, String) {
        let request = headers.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
        let response = self.pages.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 50_000_000).await.unwrap();
        (parts.status, parts.headers, String::from_utf8_lossy(&body).into_owned())
    }

    /// Whether a page is given again when it is asked for several times.
    async fn keeps(&self, path: &str, headers: &[(&str, &str)]) -> bool {
        let before = self.again().await;
        for _ in 0..10 {
            self.get(path, headers).await;
        }
        self.again().await > before
    }

    /// Pages that were given again.
    async fn again(&self) -> u64 {
        let request = Request::get("/metrics").body(Body::empty()).unwrap();
        let answer = metrics_router(self.served.clone()).oneshot(request).await.unwrap();
        let text = axum::body::to_bytes(answer.into_body(), 1_000_000).await.unwrap();
        let text = String::from_utf8(text.to_vec()).unwrap();
        let line = text.lines().find(|line| line.starts_with("parvis_http_answered_again_total")).unwrap();
        line.rsplit(' ').next().unwrap().parse().unwrap()
    }
}

fn titled(title: &str) -> String {
    format!(r#"{{"title":{{"fr":"{title}"}},"type":"journal_article"}}"#)
}

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_who_ask_for_one_search_at_once_are_all_answered_by_one() {
    let watched = std::sync::Arc::new(Watched::new().await);
    watched.site.publish(&titled("Neige"), &pdf(&["La neige"])).await;
    let all: Vec<_> = (0..300)
        .map(|_| {
            let watched = watched.clone();
            tokio::spawn(async move { watched.get("/recherche?q=neige", &[]).await })
        })
        .collect();
    let mut pages = std::collections::BTreeSet::new();
    for one in all {
        let (status, _, page) = one.await.unwrap();
        // Without it, a lane of strangers holds some twenty and sends the others away.
        assert_eq!(status, 200);
        pages.insert(page);
    }
    assert_eq!(pages.len(), 1, "the same bytes");
    // Whoever came late may have had it made again.
    assert!(watched.again().await > 200);
}

#[tokio::test]
async fn languages_forms_and_people_are_told_apart() {
    let watched = Watched::new().await;
    let site = &watched.site;
    let id = site.publish(&titled("Neige"), &pdf(&["La neige"])).await;
    let [french, english] = [format!("/articles/{id}"), format!("/en/articles/{id}")];
    let first = watched.get(&french, &[]).await;
    let other = watched.get(&english, &[]).await;
    let forms: [&[(&str, &str)]; 3] = [&[], &[("accept", "text/html,*/*;q=0.8")], &[("accept-encoding", "gzip")]];
    for headers in forms {
        assert!(watched.keeps(&french, headers).await && watched.keeps(&english, headers).await, "{headers:?}");
    }
    assert_eq!(
        (watched.get(&french, &[]).await.2, watched.get(&english, &[]).await.2),
        (first.2.clone(), other.2.clone())
    );
    assert!(other.2.contains("<html lang=\"en") && first.2.contains("<html lang=\"fr"), "{}", other.2);
    let bibtex = watched.get(&french, &[("accept", "application/x-bibtex")]).await;
    assert!(bibtex.2.starts_with('@'), "{}", bibtex.2);
    assert_eq!(watched.get(&french, &[("accept-encoding", "gzip")]).await.1["content-encoding"], "gzip");
    assert!(!watched.get(&french, &[]).await.1.contains_key("content-encoding"));
    let tag = first.1["etag"].to_str().unwrap();
    let known = watched.get(&french, &[("if-none-match", tag)]).await;
    assert_eq!((known.0.as_u16(), known.2.as_str()), (304, ""));
    assert_eq!((&known.1["etag"], known.1.get("content-type")), (&first.1["etag"], None));
    for headers in [
        ("cookie", "__Host-parvis=somebody"),
        ("cookie", "__Host-parvis-form=somebody"),
        ("authorization", "Bearer x"),
        ("accept", "application/x-bibtex"),
    ] {
        assert!(!watched.keeps(&french, &[headers]).await, "{headers:?}");
    }
    for page in ["/connexion", "/alertes/nouvelle", "/etat", "/articles/999", "/recherche?q=a&q=a"] {
        assert!(!watched.keeps(page, &[]).await, "{page}");
    }
}

#[tokio::test]
async fn who_signed_in_sees_pages_of_their_own_and_nobody_else_does() {
    let site = TestSite::new().await;
    site.publish(&titled("Neige"), &pdf(&["La neige"])).await;
    site.repository.put_user("a@example.org", "Camille Roy", Role::Curator, PASSWORD).await.unwrap();
    let pages = ["/", "/recherche?q=neige", "/articles/1", "/articles/1/lire", "/conformite"];
    let mut of_strangers = Vec::new();
    for page in pages {
        of_strangers.push(site.get(page).await.text());
    }
    let mut camille = Visitor::new(&site);
    camille.sign_in("a@example.org", PASSWORD).await;
    for (page, of_strangers) in pages.iter().zip(of_strangers) {
        let own = camille.get(page).await;
        assert_eq!(own.header("cache-control"), "private, no-cache", "{page}");
        assert!(own.text().contains("/deconnexion") && !of_strangers.contains("/deconnexion"), "{page}");
        assert_eq!(site.get(page).await.text(), of_strangers, "{page}");
    }
}

#[tokio::test]
async fn a_publication_and_a_withdrawal_show_at_once() {
    let site = TestSite::new().await;
    let id = site.publish(&titled("Neige"), &pdf(&["La neige"])).await;
    let [home, search, article] = ["/".to_owned(), "/recherche?q=pergelisol".to_owned(), format!("/articles/{id}")];
    for _ in 0..2 {
        assert!(!site.get(&home).await.text().contains("Pergélisol"));
        assert!(!site.get(&search).await.text().contains("Pergélisol"));
        assert_eq!(site.get(&article).await.status, 200);
    }
    site.publish(&titled("Pergélisol"), &pdf(&["Le pergélisol"])).await;
    assert!(site.get(&home).await.text().contains("Pergélisol"));
    assert!(site.get(&search).await.text().contains("Pergélisol"));
    site.repository.withdraw(id, None, "Une erreur").await.unwrap();
    assert_eq!(site.get(&article).await.status, 410);
    site.work().await;
    assert!(!site.get(&home).await.text().contains("Neige"));
}

#[tokio::test]
async fn a_page_that_is_given_again_counts_for_whoever_gets_it() {
    let site = TestSite::new().await;
    let id = site.publish(&titled("Neige"), &pdf(&["La neige"])).await;
    let people = ["Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0", "Mozilla/5.0 (Macintosh) Safari/605.1"];
    for agent in people {
        site.get_with(&format!("/articles/{id}"), &[("user-agent", agent)]).await;
        site.get_with(&format!("/articles/{id}/lire"), &[("user-agent", agent)]).await;
    }
    let json = site.get(&format!("/api/v1/articles/{id}/usage")).await.json();
    assert_eq!(json["total"]["unique_item_investigations"], 2, "{json:#}");
    assert_eq!(json["total"]["unique_item_requests"], 2, "{json:#}");
}
