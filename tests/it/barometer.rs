//! The barometer: counts that follow each change and each day, its pages, its open data.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::io::Read;
use std::process::Command;

use parvis::compliance::indicators::{Figure, Indicator, Rate};
use parvis::domain::user::Role;
use parvis::domain::verdict::Outcome;
use parvis::domain::{ArticleId, Licence};
use parvis::service::{Shown, StandingFilter, read_register};

use crate::support::{TestSite, pdf};

const DAY_SECONDS: i64 = 86_400;
const HEADER: &str = "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,\
active_from,active_to,programme_policy\n";

/// A site of generated articles, most of whose awards are in the register.
async fn generated(articles: u64) -> TestSite {
    let site = TestSite::generated(articles).await;
    let shown = site.repository.store().list_published(ArticleId(0), 10_000).await.unwrap();
    let links = shown.iter().flat_map(|article| &article.version.metadata.awards);
    let numbers: BTreeSet<String> = links.filter_map(|link| Some(link.number.as_ref()?.to_string())).collect();
    let mut rows = HEADER.to_owned();
    for (place, number) in numbers.iter().enumerate().filter(|(place, _)| !place.is_multiple_of(4)) {
        let launched = if place.is_multiple_of(3) { "2021-09-01" } else { "2023-09-01" };
        writeln!(rows, "{number},frq,X,,Projet {},grant,{launched},false,2022-04-01,2027-03-31,", place % 7).unwrap();
    }
    let awards: Vec<_> = read_register(rows.as_bytes()).map(Result::unwrap).collect();
    site.repository.put_awards(&awards).await.unwrap();
    site
}

/// Has everything counted again.
async fn count_anew(site: &TestSite) {
    let mut tx = site.repository.store().begin().await.unwrap();
    tx.mark_standings_stale().await.unwrap();
    tx.commit().await.unwrap();
}

async fn assert_kept_is_true(site: &TestSite, when: &str) {
    let kept = site.repository.barometer().await.unwrap();
    count_anew(site).await;
    let counted = site.repository.barometer().await.unwrap();
    assert!(kept == counted, "{when}: what was kept differs from what is counted anew");
}

#[tokio::test]
async fn what_is_kept_is_what_would_be_counted_anew_on_any_day() {
    let site = generated(120).await;
    assert!(site.repository.barometer().await.unwrap().total.all() > 60);
    for days in [1, 30, 45, 200, 400, 1_500] {
        site.clock.advance_seconds(days * DAY_SECONDS);
        assert_kept_is_true(&site, &format!("{days} days later")).await;
    }
}

#[tokio::test]
async fn who_asks_for_figures_waits_for_some_articles_and_the_rest_is_counted_behind() {
    let site = generated(230).await;
    site.repository.refresh_standings().await.unwrap();
    let before = site.repository.barometer().await.unwrap();
    assert!(!site.repository.is_counting().await.unwrap());
    count_anew(&site).await;
    site.repository.barometer().await.unwrap();
    assert!(site.repository.is_counting().await.unwrap());
    site.repository.refresh_standings().await.unwrap();
    assert!(!site.repository.is_counting().await.unwrap());
    assert!(site.repository.barometer().await.unwrap() == before);
}

#[tokio::test]
async fn the_barometer_follows_each_change_of_an_article() {
    let site = TestSite::new().await;
    let row = format!("{HEADER}900101,frqnt,X,,Projet,grant,2023-08-15,false,2024-04-01,2027-03-31,\n");
    let awards: Vec<_> = read_register(row.as_bytes()).map(Result::unwrap).collect();
    site.repository.put_awards(&awards).await.unwrap();
    let sidecar = r#"{"title":{"fr":"Le chant"},"type":"journal_article","peer_reviewed":true,"version":"AM",
        "licence":"cc-by-nc-4.0","dates":{"online":"2026-02-03","deposited":"2026-02-03"},
        "awards":[{"funder":"frqnt","number":"900101"}]}"#;
    assert_eq!(site.repository.barometer().await.unwrap().total.all(), 0);
    let id = site.publish(sidecar, &pdf(&["Le chant"])).await;
    let total = async || site.repository.barometer().await.unwrap().total.clone();
    assert_eq!(total().await.count(Outcome::OpenWithoutLicence), 1);
    let licence = Figure::of(Indicator::OpenLicenceRate, &total().await);
    assert_eq!((licence.first(), licence.unknown.numerator), (Rate::of(0, 1), 0));
    let user = site.repository.put_user("c@example.org", "C", Role::Curator, "un bon mot de passe").await.unwrap();
    let Shown::Article(article) = site.repository.show(id).await.unwrap() else { panic!("withdrawn") };
    let mut metadata = article.version.metadata;
    metadata.licence = Licence::parse("cc-by-4.0").ok();
    let deposit = site.repository.review_outline_of(id).await.unwrap().deposit.id;
    site.repository.correct(deposit, user, metadata).await.unwrap();
    assert_eq!((total().await.count(Outcome::Compliant), total().await.all()), (1, 1));
    let filter = StandingFilter { outcome: Some("compliant".into()), fund: Some("frqnt".into()), ..Default::default() };
    assert_eq!(site.repository.filter_standings(&filter, 0, 10).await.unwrap().0, 1);
    site.repository.withdraw(id, Some(user), "retiré").await.unwrap();
    assert_eq!(total().await.all(), 0);
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn every_figure_leads_to_its_definition_and_to_the_list_behind_it() {
    let site = generated(60).await;
    let page = site.get("/conformite").await.text();
    for indicator in Indicator::PUBLIC {
        assert!(page.contains(&format!("href=\"/conformite/indicateurs/{}\"", indicator.id())), "{}", indicator.id());
    }
    assert!(page.contains("/conformite/liste?annee="));
    for indicator in Indicator::ALL {
        for prefix in ["", "/en"] {
            let answer = site.get(&format!("{prefix}/conformite/indicateurs/{}", indicator.id())).await;
            assert!(answer.status.is_success() && answer.text().contains(indicator.id()));
        }
    }
    let page = site.get("/conformite/indicateurs/oa_rate").await.text();
    assert!(page.contains("80,0") && page.contains("70,0"), "the target and the one before it");
    let svg = site.get("/conformite/indicateurs/oa_rate/graphique.svg").await;
    assert_eq!(svg.header("content-type"), "image/svg+xml; charset=utf-8");
    assert!(quick_xml_reads(&svg.text()));
    assert_eq!(site.get("/conformite/indicateurs/nothing").await.status.as_u16(), 404);
    let list = site.get("/conformite/liste?resultat=undetermined&tri=echeance").await.text();
    assert!(list.contains("/articles/"));
    assert!(site.get("/conformite/liste?resultat=x&annee=-9&page=zzz").await.status.is_success());
}

fn quick_xml_reads(text: &str) -> bool {
    text.contains("xmlns=\"http://www.w3.org/2000/svg\"") && text.trim_end().ends_with("</svg>")
}

#[tokio::test]
async fn the_figures_of_a_day_are_kept_once() {
    let site = generated(30).await;
    assert!(site.repository.keep_barometer_when_due().await.unwrap());
    assert!(!site.repository.keep_barometer_when_due().await.unwrap());
    site.clock.advance_seconds(DAY_SECONDS);
    assert!(site.repository.keep_barometer_when_due().await.unwrap());
    assert_eq!(site.repository.indicator_days(Indicator::ComplianceRate).await.unwrap().len(), 2);
}

#[tokio::test]
async fn anybody_can_make_the_published_figures_again_from_the_published_rows() {
    let site = generated(300).await;
    // The dump of the day of the generated site is there, empty: the next day has its own.
    site.clock.advance_seconds(400 * DAY_SECONDS);
    assert!(site.repository.write_dump_when_due().await.unwrap());
    let day = site.repository.clock().today();
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for name in ["verdicts.csv.gz", "barometre.csv.gz", "exceptions.csv.gz"] {
        let answer = site.get(&format!("/donnees/{day}/{name}")).await;
        assert!(answer.status.is_success(), "{name}");
        let mut text = String::new();
        flate2::read::GzDecoder::new(answer.body.as_ref()).read_to_string(&mut text).unwrap();
        assert!(!text.is_empty());
        paths.push(folder.path().join(name));
        std::fs::write(paths.last().unwrap(), &answer.body).unwrap();
    }
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recompute.py");
    assert!(std::fs::read_to_string(&script).unwrap().lines().count() <= 200);
    match Command::new("python3").arg(script).args(&paths[..2]).output() {
        Ok(run) => {
            let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
            assert!(run.status.success() && said.contains(" 0 differ"), "{said}");
        }
        Err(error) => println!("skipped: python3 cannot be started: {error}"),
    }
}

#[tokio::test]
async fn a_later_catalogue_differs_only_where_the_files_do() {
    let site = generated(20).await;
    let mut days = Vec::new();
    for _ in 0..2 {
        site.clock.advance_seconds(400 * DAY_SECONDS);
        assert!(site.repository.write_dump_when_due().await.unwrap());
        let catalogue = site.get("/donnees/catalogue.jsonld").await.json();
        let manifest = site.get("/donnees/manifeste.json").await.json();
        days.push((catalogue["dcat:dataset"].as_array().unwrap().clone(), manifest["dumps"][0]["day"].clone()));
    }
    let [(before, first), (after, second)] = days.as_slice() else { panic!("two days") };
    for (old, new) in before.iter().zip(after) {
        let digests = |set: &serde_json::Value| -> Vec<_> {
            let files = set["dcat:distribution"].as_array().unwrap();
            files.iter().map(|file| file["spdx:checksum"]["spdx:checksumValue"]["@value"].clone()).collect()
        };
        let is_same = digests(old) == digests(new);
        assert_eq!(old == new, is_same, "{}", new["dct:identifier"]);
        assert_eq!(new["dct:modified"]["@value"], if is_same { first.clone() } else { second.clone() });
        if matches!(new["dct:identifier"].as_str().unwrap(), "liens" | "usage" | "barometre") {
            assert_eq!(is_same, new["dct:identifier"] != "barometre", "figures are of their day, links are not");
        }
    }
    let latest = site.get("/donnees/dernier/liens.csv.gz").await;
    assert_eq!(latest.header("cache-control"), "public, max-age=300");
    let dated = site.get(&format!("/donnees/{}/liens.csv.gz", second.as_str().unwrap())).await;
    assert_eq!(latest.body, dated.body);
    assert_eq!(site.get("/donnees/jamais/liens.csv.gz").await.status.as_u16(), 404);
}

#[tokio::test]
async fn the_catalogue_and_the_dictionary_describe_every_file() {
    let site = generated(20).await;
    site.clock.advance_seconds(400 * DAY_SECONDS);
    site.repository.write_dump_when_due().await.unwrap();
    let catalogue = site.get("/donnees/catalogue.jsonld").await.json();
    let sets = catalogue["dcat:dataset"].as_array().unwrap();
    assert_eq!(sets.len(), 9, "six data sets and three files of records");
    for set in sets {
        let file = &set["dcat:distribution"][0];
        let address = file["@id"].as_str().unwrap().strip_prefix("https://parvis.example.org").unwrap();
        assert!(site.get(address).await.status.is_success(), "{address}");
        assert_eq!(file["spdx:checksum"]["spdx:checksumValue"]["@value"].as_str().unwrap().len(), 64);
    }
    let dictionary = site.get("/donnees/dictionnaire.json").await.json();
    let described = dictionary["resources"].as_array().unwrap();
    assert!(described.iter().take(6).all(|set| set["licenses"][0]["path"].as_str().unwrap().starts_with("https://")));
    let fields = dictionary["resources"][1]["schema"]["fields"].as_array().unwrap();
    assert!(fields.iter().all(|field| !field["title"].as_str().unwrap().starts_with("column-")));
    let lines = site.get("/conformite.jsonl").await.text();
    assert!(lines.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
    let csv = site.get("/conformite.csv").await.text();
    assert_eq!(csv.lines().count(), lines.lines().count() + 1);
}
