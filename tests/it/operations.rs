//! What is seen from outside: readiness, the state page, metrics, files read against their digests, jobs tried again.

use axum::body::Body;
use axum::http::Request;
use parvis::domain::user::Role;
use parvis::service::{Health, Watch};
use parvis::web::{Site, SiteSettings, metrics_router, router};
use tower::ServiceExt;

use crate::support::visitor::{Visitor, set};
use crate::support::{TestSite, pdf};

const PASSWORD: &str = "un bon mot de passe";
/// A digest that no file has.
const ABSENT: &str = "00000000000000000000000000000000000000000000000000000000000000ff";

async fn health(site: &TestSite, watch: Watch) -> Health {
    let state = site.repository.state().await.unwrap();
    state.checks.iter().find(|check| check.watch == watch).unwrap().health
}

#[tokio::test]
async fn every_file_is_read_once_in_the_period_and_a_missing_one_is_named() {
    let site = TestSite::new().await;
    for number in 0..3 {
        let sidecar = format!(r#"{{"title":{{"fr":"Neige {number}"}}}}"#);
        site.publish(&sidecar, &pdf(&[&format!("Neige {number}")])).await;
    }
    assert_eq!(site.repository.check_files().await.unwrap(), 3);
    assert_eq!(site.repository.check_files().await.unwrap(), 0, "nothing is due again");
    let files = "INSERT INTO files (sha256, name, media_type, size_bytes, pages, created_us)";
    site.tamper(&format!("{files} VALUES ('{ABSENT}', 'perdu.pdf', 'application/pdf', 9, 1, 0)")).await;
    assert_eq!(site.repository.check_files().await.unwrap(), 1);
    assert_eq!(health(&site, Watch::Files).await, Health::Failed);
    let named = site.repository.troubles().await.unwrap().files;
    assert_eq!(named.iter().map(|file| file.sha256.as_str()).collect::<Vec<_>>(), [ABSENT]);
    let page = site.get("/etat").await;
    assert!(page.status.is_success() && page.text().contains("1 sur 4"), "{}", page.text());
    // The damaged one is read daily, the others when two thirds of the period are over.
    site.clock.advance_seconds(25 * 3_600);
    assert_eq!(site.repository.check_files().await.unwrap(), 1);
    site.clock.advance_seconds(61 * 24 * 3_600);
    assert_eq!(site.repository.check_files().await.unwrap(), 4);
}

#[tokio::test]
async fn an_administrator_has_a_job_that_was_given_up_tried_again() {
    let site = TestSite::new().await;
    let id = site.publish(r#"{"title":{"fr":"Le chant du bruant"}}"#, &pdf(&["Le chant du bruant"])).await;
    let row = format!("VALUES ('index', {}, 'failed', 5, 0, 'the <disk> was full')", id.0);
    site.tamper(&format!("INSERT INTO jobs (kind, key, state, attempt, run_after_us, error) {row}")).await;
    assert_eq!(health(&site, Watch::Jobs).await, Health::Care);
    site.repository.put_user("a@example.org", "Camille", Role::Administrator, PASSWORD).await.unwrap();
    let mut visitor = Visitor::new(&site);
    visitor.sign_in("a@example.org", PASSWORD).await;
    let page = visitor.get("/administration/etat").await.text();
    assert!(page.contains("the &#60;disk&#62; was full") || page.contains("the &lt;disk&gt; was full"), "{page}");
    let token = page.split("name=\"jeton\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let number = page.split("name=\"tache\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let mut form = vec![("jeton".to_owned(), token.to_owned()), ("tache".to_owned(), number.to_owned())];
    let again = visitor.post("/administration/etat", &form).await;
    assert_eq!(again.status, 303);
    assert!(visitor.get(again.header("location")).await.text().contains("reprise dans un instant"));
    assert_eq!(site.repository.store().job_counts().await.unwrap().pending, 1);
    set(&mut form, "jeton", "faux");
    assert_eq!(visitor.post("/administration/etat", &form).await.status, 422);
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn prometheus_reads_what_was_answered_and_how_the_site_stands() {
    let site = TestSite::new().await;
    let measured = Site::new(site.repository.clone(), SiteSettings::new("https://parvis.example.org", "Parvis"));
    let ask = async |router: axum::Router, path: &str| {
        let answer = router.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        let body = axum::body::to_bytes(answer.into_body(), 1_000_000).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    };
    assert_eq!(ask(router(measured.clone()), "/readyz").await, "ready\n");
    for path in ["/articles/7", "/articles/8", "/nulle/part"] {
        ask(router(measured.clone()), path).await;
    }
    let text = ask(metrics_router(measured.clone()), "/metrics").await;
    for line in [
        r#"parvis_http_requests_total{route="/articles/{id}",method="GET",status="404"} 2"#,
        r#"parvis_http_requests_total{route="none",method="GET",status="404"} 1"#,
        r#"parvis_http_request_duration_seconds_count{route="/readyz"} 1"#,
        "parvis_http_requests_in_flight 0",
        r#"parvis_jobs{name="failed"} 0"#,
        r#"parvis_check_well{name="index"} 1"#,
        r#"parvis_check_well{name="backup"} 0"#,
    ] {
        assert!(text.lines().any(|one| one == line), "{line} is not in\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
    assert!(ask(router(measured), "/metrics").await.contains("<html"), "visitors find no metrics");
}
