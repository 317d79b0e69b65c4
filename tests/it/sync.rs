//! What machines find without reading a page: typed links, and the lists of `ResourceSync`.

use std::io::Read;

use axum::http::StatusCode;
use parvis::domain::Sha256;

use crate::support::{BASE_URL, TestSite, pdf};

const OPEN: &str = r#"{"title":{"fr":"Les tourbières du Nord"},"doi":"10.5555/sync.1","licence":"cc-by-4.0",
    "authors":[{"given":"Léa","family":"Côté","orcid":"0000-0002-1825-0097"}],"access":"open"}"#;

fn sidecar(number: u32, access: &str) -> String {
    format!(r#"{{"title":{{"fr":"Article {number}"}},{access},"licence":"cc-by-4.0"}}"#)
}

/// The addresses of a list, in order, each with what stands between it and the end of its entry.
fn entries(xml: &str) -> Vec<(String, String)> {
    let entry = |part: &str| {
        let (address, facts) = part.split_once("</loc>").unwrap();
        (address.to_owned(), facts.split("</url>").next().unwrap().to_owned())
    };
    xml.split("<loc>").skip(1).map(entry).collect()
}

#[tokio::test]
async fn the_page_of_an_article_leads_machines_to_its_file_its_licence_and_its_descriptions() {
    let site = TestSite::new().await;
    let id = site.publish(OPEN, &pdf(&["Les tourbières du Nord"])).await;
    let page = site.get(&format!("/articles/{id}")).await;
    let links = page.header("link");
    let here = format!("{BASE_URL}/articles/{id}");
    for expected in [
        format!("<{here}>; rel=\"cite-as\""),
        "<https://doi.org/10.5555/sync.1>; rel=\"related\"".to_owned(),
        "<https://schema.org/AboutPage>; rel=\"type\"".to_owned(),
        "<https://orcid.org/0000-0002-1825-0097>; rel=\"author\"".to_owned(),
        format!("<{here}/fichier.pdf>; rel=\"item\"; type=\"application/pdf\""),
        format!("<{here}/linkset.json>; rel=\"linkset\"; type=\"application/linkset+json\""),
        "rel=\"license\"".to_owned(),
        "profile=\"http://www.openarchives.org/OAI/2.0/oai_dc/\"".to_owned(),
    ] {
        assert!(links.contains(&expected), "{expected} is not in {links}");
    }
    assert_eq!(links.matches("cite-as").count(), 1, "one address to cite, or machines must guess");
    assert!(site.get(&format!("/articles/{id}/fichier.pdf")).await.header("link").contains("rel=\"collection\""));
    assert!(site.get(&format!("/articles/{id}/export/oai_dc")).await.header("link").contains("rel=\"describes\""));
    site.finish().await;
}

#[tokio::test]
async fn the_link_set_says_the_same_for_the_page_its_file_and_its_descriptions() {
    let site = TestSite::new().await;
    let id = site.publish(OPEN, &pdf(&["Les tourbières du Nord"])).await;
    let answer = site.get(&format!("/articles/{id}/linkset.json")).await;
    assert_eq!(answer.header("content-type"), "application/linkset+json");
    let set = answer.json();
    let contexts = set["linkset"].as_array().unwrap();
    let here = format!("{BASE_URL}/articles/{id}");
    assert_eq!(contexts[0]["anchor"], here);
    assert_eq!(contexts[0]["item"][0]["href"], format!("{here}/fichier.pdf"));
    assert_eq!(contexts[1]["collection"][0]["href"], here);
    let described = contexts[0]["describedby"].as_array().unwrap().len();
    assert_eq!(contexts.iter().filter(|context| context.get("describes").is_some()).count(), described);
    site.finish().await;
}

#[tokio::test]
async fn resourcesync_leads_from_the_well_known_address_to_every_resource_with_its_true_digest() {
    let site = TestSite::new().await;
    let bytes = pdf(&["Les tourbières du Nord"]);
    let open = site.publish(OPEN, &bytes).await;
    let closed = site.publish(&sidecar(2, r#""access":"restricted""#), &pdf(&["Fermé"])).await;
    let source = site.get("/.well-known/resourcesync").await.text();
    let capabilities = entries(&source)[0].0.strip_prefix(BASE_URL).unwrap().to_owned();
    let lists = entries(&site.get(&capabilities).await.text());
    assert!(lists[0].1.contains("resourcelist") && lists[1].1.contains("changelist"));
    let resources = entries(&site.get(lists[0].0.strip_prefix(BASE_URL).unwrap()).await.text());
    let file = resources.iter().find(|(address, _)| address.ends_with(&format!("/{open}/fichier.pdf"))).unwrap();
    let digest = Sha256::of(&bytes).to_string();
    assert!(file.1.contains(&format!("hash=\"sha-256:{digest}\" length=\"{}\"", bytes.len())), "{}", file.1);
    assert!(!resources.iter().any(|(address, _)| address.contains(&format!("/{closed}/fichier"))), "closed files stay");
    for (address, _) in &resources {
        assert_eq!(site.get(address.strip_prefix(BASE_URL).unwrap()).await.status, StatusCode::OK, "{address}");
    }
    site.finish().await;
}

#[tokio::test]
async fn the_change_list_goes_forward_in_time_and_keeps_what_was_withdrawn() {
    let site = TestSite::new().await;
    let first = site.publish(&sidecar(1, r#""access":"open""#), &pdf(&["Un"])).await;
    site.clock.advance_seconds(60);
    let second = site.publish(&sidecar(2, r#""access":"open""#), &pdf(&["Deux"])).await;
    site.clock.advance_seconds(60);
    site.repository.withdraw(first, None, "retrait demandé").await.unwrap();
    site.work().await;
    let changes = entries(&site.get("/resourcesync/changements.xml").await.text());
    let of = |id| changes.iter().position(|(address, _)| address.ends_with(&format!("/{id}/export/oai_dc"))).unwrap();
    assert!(of(second) < of(first), "a withdrawal is the latest change");
    assert!(changes[of(second)].1.contains("change=\"created\""));
    let gone = changes.iter().filter(|(address, _)| address.contains(&format!("/{first}/")));
    assert!(gone.clone().count() == 2 && gone.into_iter().all(|(_, facts)| facts.contains("change=\"deleted\"")));
    site.finish().await;
}

#[tokio::test]
async fn the_dump_of_the_day_holds_every_record_once_and_its_manifest_tells_the_truth() {
    let site = TestSite::new().await;
    let gone = site.publish(&sidecar(1, r#""access":"open""#), &pdf(&["Un"])).await;
    site.publish(&sidecar(2, r#""access":"restricted""#), &pdf(&["Deux"])).await;
    site.repository.withdraw(gone, None, "retrait demandé").await.unwrap();
    site.work().await;
    site.clock.advance_seconds(60);
    assert!(site.repository.write_dump_when_due().await.unwrap());
    assert!(!site.repository.write_dump_when_due().await.unwrap(), "one a day");
    site.clock.advance_seconds(86_400);
    let open = site.publish(&sidecar(3, r#""access":"open""#), &pdf(&["Trois"])).await;
    site.clock.advance_seconds(60);
    assert!(site.repository.write_dump_when_due().await.unwrap());

    let manifest = site.get("/donnees/manifeste.json").await.json();
    let mut lines = Vec::new();
    for file in manifest["dumps"][0]["files"].as_array().unwrap() {
        let answer = site.get(file["url"].as_str().unwrap().strip_prefix(BASE_URL).unwrap()).await;
        let digest = Sha256::of(&answer.body).to_string();
        assert_eq!(file["sha256"], digest);
        assert_eq!(file["size_bytes"], answer.body.len());
        if file["url"].as_str().unwrap().ends_with(".parquet") {
            assert!(answer.body.starts_with(b"PAR1") && answer.body.ends_with(b"PAR1"));
            continue;
        }
        let mut text = String::new();
        flate2::read::GzDecoder::new(answer.body.as_ref()).read_to_string(&mut text).unwrap();
        lines.push(text.lines().map(ToOwned::to_owned).collect::<Vec<_>>());
    }
    assert_eq!(lines[0].len(), 3, "two that stay and one that is gone: {lines:?}");
    assert_eq!(lines[0].iter().filter(|line| line.contains("\"withdrawn\":true")).count(), 1);
    assert_eq!(lines[1].len(), 1, "only the third is new since yesterday");
    assert_eq!(lines[2].len(), 2, "a heading and one open file");
    assert!(lines[2][1].contains(&format!("/articles/{open}/fichier.pdf")));
    assert_eq!(site.repository.sweep().await.unwrap(), 0, "a start keeps the dumps");
    assert_eq!(site.get("/donnees/2024-02-30/articles.jsonl.gz").await.status, StatusCode::NOT_FOUND);
    site.finish().await;
}

#[tokio::test]
async fn packages_hold_every_description_with_its_true_digest() {
    let site = TestSite::new().await;
    for number in 1..=3 {
        site.publish(&sidecar(number, r#""access":"open""#), &pdf(&[&format!("Texte {number}")])).await;
    }
    site.repository.withdraw(parvis::domain::ArticleId(2), None, "retrait demandé").await.unwrap();
    site.work().await;
    let capabilities = entries(&site.get("/resourcesync/capacites.xml").await.text());
    let (list, _) = capabilities.iter().find(|(_, facts)| facts.contains("\"resourcedump\"")).unwrap();
    let packages = entries(&site.get(list.strip_prefix(BASE_URL).unwrap()).await.text());
    assert_eq!(packages.len(), 1);
    let answer = site.get(packages[0].0.strip_prefix(BASE_URL).unwrap()).await;
    assert_eq!(answer.header("content-type"), "application/zip");
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(answer.body)).unwrap();
    let mut read = |name: &str| {
        let mut text = String::new();
        package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let manifest = read("manifest.xml");
    assert!(manifest.contains("capability=\"resourcedump-manifest\""), "{manifest}");
    let listed = entries(&manifest);
    assert_eq!(listed.len(), 2, "what was withdrawn is in the change list");
    for (address, facts) in listed {
        let fact = |name: &str| facts.split_once(&format!("{name}=\"")).unwrap().1.split('"').next().unwrap();
        let packed = read(fact("path").trim_start_matches('/'));
        assert_eq!(fact("hash"), format!("sha-256:{}", Sha256::of(packed.as_bytes())));
        assert_eq!(fact("length"), packed.len().to_string());
        assert_eq!(
            site.get(address.strip_prefix(BASE_URL).unwrap()).await.text(),
            packed,
            "the same as at its address"
        );
    }
    for missing in ["1.zip", "-1.zip", "x.zip", "0"] {
        let answer = site.get(&format!("/resourcesync/paquets/{missing}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{missing}");
    }
    site.finish().await;
}
