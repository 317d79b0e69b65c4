//! The deposit of programs over the REST API: drafts, what is stated about them, handing in, and every kind of bad input.

use axum::body::Body;
use axum::http::Request;
use parvis::domain::DepositId;
use parvis::domain::user::{Role, Scope};
use serde_json::{Value, json};

use crate::support::program::{Program, form};
use crate::support::{Answer, TestSite, pdf};

fn article(text: &str) -> Vec<u8> {
    pdf(&[&format!("{text}\nAnne Roy\nAbstract\nA study of snow.")])
}

fn whole() -> Value {
    json!({"metadata": {"title": {"fr": "La neige", "en": "Snow"}, "authors": [{"family": "Roy", "given": "Anne",
        "orcid": "0000-0002-1825-0097"}], "language": "fr", "type": "journal_article", "version": "AM",
        "licence": "CC-BY-4.0", "access": "open", "doi": "10.5555/neige", "dates": {"online": "2026-03"},
        "awards": [{"funder": "frqnt", "number": "312345"}]}})
}

fn pointers(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text());
    let problem = answer.json();
    let errors = problem.get("errors").and_then(Value::as_array).cloned().unwrap_or_default();
    assert!(errors.iter().all(|error| !error["detail"].as_str().unwrap().is_empty()));
    errors.iter().map(|error| error["pointer"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_form_with_description_and_file_becomes_a_deposit_that_a_curator_sees() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Read, Scope::Deposit]).await;
    let (media_type, body) = form(&[
        ("metadata", None, whole()["metadata"].to_string().as_bytes()),
        ("file", Some("neige.pdf"), &article("La neige")),
    ]);
    let made = program.send("POST", "/api/v1/drafts", &[("content-type", &media_type)], body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let draft = made.json();
    let path = made.header("location").strip_prefix("https://parvis.example.org").unwrap().to_owned();
    assert_eq!((draft["state"].as_str(), draft["metadata"]["doi"].as_str()), (Some("reading"), Some("10.5555/neige")));
    let refused = program.json("POST", &format!("{path}/submission"), &json!({"rights_confirmed": false})).await;
    assert_eq!((refused.status.as_u16(), pointers(&refused)), (422, vec!["/rights_confirmed".to_owned()]));
    let handed = program.json("POST", &format!("{path}/submission"), &json!({"rights_confirmed": true})).await;
    assert_eq!(handed.status, 201, "{}", handed.text());
    assert_eq!(handed.json()["state"], "in_review");
    site.work().await;
    let number = handed.json()["id"].as_i64().unwrap();
    let queue = site.repository.review_queue(10).await.unwrap();
    assert_eq!(queue.len(), 1);
    let metadata = &queue[0].version.metadata;
    assert_eq!((metadata.titles.len(), metadata.awards.len()), (2, 1));
    let again = program.json("POST", &format!("{path}/submission"), &json!({"rights_confirmed": true})).await;
    assert_eq!(
        (again.status.as_u16(), again.json()["see"].as_str().unwrap().ends_with(&format!("/deposits/{number}"))),
        (409, true)
    );
    assert_eq!(program.get(&path).await.json()["state"], "handed_in");
    let listed = program.get("/api/v1/deposits").await.json();
    assert_eq!((listed["deposits"][0]["id"].as_i64(), listed["deposits"].as_array().unwrap().len()), (Some(number), 1));
    assert_eq!(program.get("/api/v1/drafts").await.json()["drafts"], json!([]));
    site.finish().await;
}

#[tokio::test]
async fn a_description_begins_a_draft_the_file_follows_and_what_is_read_fills_the_gaps() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Read, Scope::Deposit]).await;
    let made = program.json("POST", "/api/v1/drafts", &json!({"metadata": {"licence": "CC-BY-4.0"}})).await;
    assert_eq!((made.status.as_u16(), made.json()["state"].as_str()), (201, Some("no_file")));
    let path = format!("/api/v1/drafts/{}", made.json()["id"]);
    let headers = [("content-type", "application/pdf"), ("content-disposition", "attachment; filename=\"neige.pdf\"")];
    let file = program.send("PUT", &format!("{path}/file"), &headers, article("La neige du nord")).await;
    assert_eq!(file.status, 200, "{}", file.text());
    site.work().await;
    let read = program.get(&path).await;
    let draft = read.json();
    assert_eq!(draft["state"], "ready");
    assert!(draft["metadata"]["title"].to_string().contains("La neige du nord"), "{draft}");
    assert_eq!(draft["metadata"]["licence"], "cc-by-4.0");
    let missing: Vec<_> =
        draft["missing"].as_array().unwrap().iter().map(|one| one["pointer"].as_str().unwrap()).collect();
    assert!(missing.contains(&"/metadata/type"), "{missing:?}");
    let change =
        json!({"metadata": {"type": "preprint", "version": "AO", "title": {"fr": "La neige"}, "licence": null}});
    let stale = program.send(
        "PATCH",
        &path,
        &[("content-type", "application/json"), ("if-match", "\"r0\"")],
        change.to_string(),
    );
    assert_eq!(stale.await.status, 412);
    let tag = read.header("etag").to_owned();
    let changed = program
        .send(
            "PATCH",
            &path,
            &[("content-type", "application/merge-patch+json"), ("if-match", &tag)],
            change.to_string(),
        )
        .await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert_eq!(
        (changed.json()["metadata"]["type"].as_str(), &changed.json()["metadata"]["licence"]),
        (Some("preprint"), &Value::Null)
    );
    assert_ne!(changed.header("etag"), tag);
    assert_eq!(program.send("DELETE", &path, &[], "").await.status, 204);
    assert_eq!(program.get(&path).await.status, 404);
    site.finish().await;
}

#[tokio::test]
async fn a_deposit_is_corrected_while_it_waits_and_by_nobody_else() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Read, Scope::Deposit]).await;
    let deposit = program.deposit(&whole(), &article("La neige")).await;
    let path = format!("/api/v1/deposits/{deposit}");
    let changed = program.json("PATCH", &path, &json!({"metadata": {"title": {"en": "Frost"}}})).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert_eq!(changed.json()["metadata"]["title"], json!({"en": "Frost", "fr": "La neige"}));
    let wrong = program.json("PATCH", &path, &json!({"metadata": {"authors": []}})).await;
    assert_eq!((wrong.status.as_u16(), pointers(&wrong)), (422, vec!["/metadata/authors".to_owned()]));
    let other = Program::named(&site, "autre@example.org", Role::Administrator, &[Scope::Read, Scope::Deposit]).await;
    assert_eq!(other.get(&path).await.status, 404);
    assert_eq!(other.json("PATCH", &path, &json!({})).await.status, 404);
    let number = DepositId(deposit);
    let curator = other.user.id;
    site.repository.decide(number, curator, parvis::service::Decision::Reject("Non".to_owned())).await.unwrap();
    assert_eq!(program.json("PATCH", &path, &json!({"metadata": {"language": "en"}})).await.status, 409);
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn a_token_does_what_its_scopes_say_and_nothing_else() {
    let site = TestSite::new().await;
    let reads = Program::new(&site, Role::Depositor, &[Scope::Read]).await;
    let writes = Program::new(&site, Role::Depositor, &[Scope::Deposit]).await;
    let refused = reads.json("POST", "/api/v1/drafts", &whole()).await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["type"].as_str().unwrap().ends_with("/api#scope")),
        (403, true)
    );
    assert_eq!(
        refused.header("www-authenticate"),
        "Bearer realm=\"Parvis\", error=\"insufficient_scope\", scope=\"deposit\""
    );
    let made = writes.json("POST", "/api/v1/drafts", &whole()).await;
    let path = format!("/api/v1/drafts/{}", made.json()["id"]);
    assert_eq!(made.status, 201);
    for path in [path.as_str(), "/api/v1/drafts", "/api/v1/deposits"] {
        assert_eq!(writes.get(path).await.status, 403, "{path}");
        assert_eq!(reads.get(path).await.status, 200, "{path}");
    }
    for (method, path) in [("PATCH", path.clone()), ("DELETE", path.clone()), ("POST", format!("{path}/submission"))] {
        assert_eq!(reads.json(method, &path, &json!({})).await.status, 403, "{method}");
    }
    let nobody =
        Request::post("/api/v1/drafts").header("content-type", "application/json").body(Body::from("{}")).unwrap();
    assert_eq!(site.send(nobody).await.status, 401);
}

#[tokio::test]
async fn bad_input_is_told_at_its_place_in_the_language_asked_for_and_makes_nothing() {
    let site = TestSite::new().await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Read, Scope::Deposit]).await;
    let long = "é".repeat(60_000);
    for (metadata, place) in [
        (json!("x"), "/metadata"),
        (json!(null), "/metadata"),
        (json!({"doi": "11.5555/x"}), "/metadata/doi"),
        (json!({"authors": [{"family": "Roy", "orcid": "0000-0002-1825-0098"}]}), "/metadata/authors/0/orcid"),
        (json!({"dates": {"online": "2030-01"}}), "/metadata/dates/online"),
        (json!({"dates": {"deposited": "2019"}}), "/metadata/dates/deposited"),
        (json!({"access": "embargoed", "embargo_until": null}), "/metadata/embargo_until"),
        (json!({"abstract": {"fr": long}}), "/metadata/abstract/fr"),
        (json!({"journal": {"title": "", "issn": "0317-8471"}}), "/metadata/journal/title"),
        (json!({"titre": "x"}), "/metadata/titre"),
        (json!({"version_of": 99}), "/metadata/version_of"),
    ] {
        let answer = program.json("POST", "/api/v1/drafts", &json!({"metadata": metadata})).await;
        assert_eq!((answer.status.as_u16(), pointers(&answer)), (422, vec![place.to_owned()]));
    }
    for (body, status) in
        [("{", 400), ("", 400), ("[]", 422), ("{\"x\": 1}", 422), ("{\"version_of\": 99}", 422), ("\u{feff}", 400)]
    {
        let answer = program.send("POST", "/api/v1/drafts", &[("content-type", "application/json")], body).await;
        assert_eq!(answer.status.as_u16(), status, "{body}");
    }
    let text = [("content-type", "text/plain")];
    assert_eq!(program.send("POST", "/api/v1/drafts", &text, "x").await.status, 415);
    assert_eq!(program.send("POST", "/api/v1/drafts", &[], "x").await.status, 415);
    let file = [("content-type", "application/pdf")];
    for (bytes, status) in [(Vec::new(), 422), (b"<html>".to_vec(), 422), (vec![b'x'; 6_000_000], 413)] {
        assert_eq!(program.send("POST", "/api/v1/drafts", &file, bytes).await.status.as_u16(), status);
    }
    for body in ["", "--x", "--x\r\nContent-Disposition: form-data; name=\"autre\"\r\n\r\nx\r\n--x--\r\n"] {
        let answer =
            program.send("POST", "/api/v1/drafts", &[("content-type", "multipart/form-data; boundary=x")], body).await;
        assert!([400, 422].contains(&answer.status.as_u16()), "{body}: {}", answer.status);
    }
    let english = [("content-type", "application/json"), ("accept-language", "en")];
    let told = program.send("POST", "/api/v1/drafts", &english, json!({"metadata": {"doi": "x"}}).to_string()).await;
    assert_eq!(told.header("content-language"), "en-CA");
    assert!(told.json()["errors"][0]["detail"].as_str().unwrap().contains("is not a DOI"), "{}", told.text());
    assert_eq!(program.get("/api/v1/drafts").await.json()["drafts"], json!([]));
    site.finish().await;
}

#[tokio::test]
async fn what_is_here_already_is_told_with_its_address() {
    let site = TestSite::new().await;
    let public =
        site.publish(r#"{"title":{"fr":"Pluie"},"language":"fr","doi":"10.5555/pluie"}"#, &article("Pluie")).await;
    let program = Program::new(&site, Role::Depositor, &[Scope::Read, Scope::Deposit]).await;
    let file = [("content-type", "application/pdf")];
    let answer = program.send("POST", "/api/v1/drafts", &file, article("Pluie")).await;
    assert_eq!(answer.status, 409);
    assert!(answer.json()["see"].as_str().unwrap().ends_with(&format!("/api/v1/articles/{public}")));
    let mut stated = whole();
    stated["metadata"]["doi"] = json!("10.5555/pluie");
    let draft = program.draft(&stated, &article("Autre pluie")).await;
    let shown = program.get(&format!("/api/v1/drafts/{draft}")).await.json();
    assert_eq!(shown["lookalikes"][0]["article"], public.0);
    let path = format!("/api/v1/drafts/{draft}/submission");
    assert_eq!(program.json("POST", &path, &json!({"rights_confirmed": true})).await.status, 409);
    let version = program.json("PATCH", &format!("/api/v1/drafts/{draft}"), &json!({"version_of": public.0})).await;
    assert_eq!((version.status.as_u16(), version.json()["version_of"].as_i64()), (200, Some(public.0)));
    assert_eq!(program.json("POST", &path, &json!({"rights_confirmed": true})).await.status, 201);
    site.work().await;
    site.finish().await;
}
