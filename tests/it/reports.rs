//! Reports in every form: the same figures everywhere, the same bytes later, and links to them by mail.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use parvis::compliance::subject::Subject;
use parvis::compliance::table::Format;
use parvis::domain::Lang;
use parvis::domain::user::Role;
use parvis::extract::{Limits, extract, to_text};
use parvis::reporting::Form;
use parvis::service::{AsOf, ReportRequest, read_register};
use regex::Regex;

use crate::support::smtp::MailServer;
use crate::support::visitor::{Visitor, fields, set};
use crate::support::{BASE_URL, TestSite, pdf};

const DAY_SECONDS: i64 = 86_400;
const PASSWORD: &str = "un bon mot de passe";
const LAVAL: &str = "https://ror.org/04sjchr03";
const REGISTER: &str = "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,\
active_from,active_to,programme_policy\n\
900101,frqnt,\"Roy, Léa\",04sjchr03,Projet,grant,2023-08-15,false,2024-04-01,2027-03-31,\n\
900102,frqsc,\"Roy, Léa\",0161xgx34,Équipe,grant,2023-08-15,false,2024-04-01,2027-03-31,\n";

/// Seven articles: open under two licences and without one, some of two awards.
async fn fill(site: &TestSite) {
    let awards: Vec<_> = read_register(REGISTER.as_bytes()).map(Result::unwrap).collect();
    site.repository.put_awards(&awards).await.unwrap();
    for number in 0..7 {
        let licence = match number % 3 {
            0 => "\"licence\":\"cc-by-4.0\",",
            1 => "\"licence\":\"cc-by-nc-4.0\",",
            _ => "",
        };
        let second = if number % 2 == 0 { ",{\"funder\":\"frqsc\",\"number\":\"900102\"}" } else { "" };
        let sidecar = format!(
            r#"{{"title":{{"fr":"Le chant no {number} & l’été"}},"type":"journal_article","peer_reviewed":true,
            "version":"AM",{licence}"doi":"10.5555/chant.{number}",
            "dates":{{"online":"202{}-02-03","deposited":"2026-02-0{}"}},
            "awards":[{{"funder":"frqnt","number":"900101"}}{second}]}}"#,
            5 + number % 2,
            3 + number
        );
        site.publish(&sidecar, &pdf(&[&format!("Le chant no {number}")])).await;
    }
    let put = |email, role| site.repository.put_user(email, "Camille", role, PASSWORD);
    put("f@example.org", Role::Funder).await.unwrap();
    put("d@example.org", Role::Depositor).await.unwrap();
}

async fn funder(site: &TestSite) -> Visitor<'_> {
    let mut visitor = Visitor::new(site);
    visitor.sign_in("f@example.org", PASSWORD).await;
    visitor
}

/// The reports that are looked at: kind and value, encoded.
fn subjects() -> Vec<String> {
    let ror = LAVAL.replace(':', "%3A").replace('/', "%2F");
    vec![
        "par=all".to_owned(),
        "par=award&valeur=900101".to_owned(),
        "par=holder&valeur=Roy%2C+L%C3%A9a".to_owned(),
        format!("par=institution&valeur={ror}"),
        "par=programme&valeur=Projet".to_owned(),
        "par=sector&valeur=frqsc".to_owned(),
        "par=year&valeur=2025".to_owned(),
    ]
}

type Cells = HashMap<String, String>;

fn csv_rows(text: &str) -> Vec<Cells> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// A sheet of a workbook: for each row its cells by column letter.
fn sheet(bytes: &[u8], number: usize) -> Vec<Cells> {
    let mut book = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    book.by_name(&format!("xl/worksheets/sheet{number}.xml")).unwrap().read_to_string(&mut xml).unwrap();
    let row = Regex::new(r"(?s)<row [^>]*>(.*?)</row>").unwrap();
    let cell = Regex::new(r#"(?s)<c r="([A-Z]+)\d+"[^>]*>(.*?)</c>"#).unwrap();
    let tag = Regex::new("<[^>]*>").unwrap();
    let plain = |text: &str| tag.replace_all(text, "").replace("&amp;", "&");
    row.captures_iter(&xml)
        .map(|row| cell.captures_iter(&row[1]).map(|cell| (cell[1].to_owned(), plain(&cell[2]))).collect())
        .collect()
}

/// The figures of a page: name, share, value, counts, unknown, bounds.
fn page_lines(html: &str) -> Vec<Vec<String>> {
    let figures = html.split("id=\"chiffres\"").nth(1).unwrap().split("</section>").next().unwrap();
    let row = Regex::new(r"(?s)<tr><th scope=.row.>(.*?)</tr>").unwrap();
    let cell = Regex::new(r"(?s)(?:<a [^>]*>(.*?)</a>|<td[^>]*>(.*?)</td>)").unwrap();
    let text = |found: &regex::Captures<'_>| {
        let text = found.get(1).or(found.get(2)).map_or("", |found| found.as_str());
        text.replace("&#39;", "'").replace("&#38;", "&")
    };
    row.captures_iter(figures).map(|row| cell.captures_iter(&row[1]).map(|cell| text(&cell)).collect()).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn every_form_of_every_report_has_the_same_figures() {
    let site = TestSite::new().await;
    fill(&site).await;
    let mut visitor = funder(&site).await;
    for subject in subjects() {
        let figures = csv_rows(&visitor.get(&format!("/rapports/chiffres.csv?{subject}")).await.text());
        assert!(figures.len() > 16, "{subject}");
        let list = csv_rows(&visitor.get(&format!("/rapports/liste.csv?{subject}")).await.text());
        assert!(!list.is_empty(), "{subject}");
        let total: u64 =
            figures.iter().find(|row| row["indicator"] == "pid_rate").unwrap()["denominator"].parse().unwrap_or(0);
        let articles: std::collections::HashSet<_> = list.iter().map(|row| row["article_id"].clone()).collect();
        assert!(total == 0 || total == u64::try_from(articles.len()).unwrap(), "{subject}");

        let json = visitor.get(&format!("/rapports/rapport.json?{subject}")).await.json();
        let same = |row: &Cells, value: &serde_json::Value| {
            row.iter().all(|(name, cell)| match &value[name.as_str()] {
                serde_json::Value::Null => cell.is_empty(),
                serde_json::Value::String(text) => text == cell,
                other => cell.parse::<serde_json::Value>().is_ok_and(|value| value == *other),
            })
        };
        let in_json = json["figures"].as_array().unwrap();
        assert_eq!(in_json.len(), figures.len());
        assert!(figures.iter().zip(in_json).all(|(row, value)| same(row, value)), "{subject}");
        assert_eq!(json["rows"].as_array().unwrap().len(), list.len());

        let book = visitor.get(&format!("/rapports/rapport.xlsx?{subject}")).await.body;
        let cells = sheet(&book, 1);
        for (row, cells) in figures.iter().zip(&cells[3..]) {
            let columns =
                [("D", "numerator"), ("E", "denominator"), ("F", "unknown"), ("I", "high"), ("K", "median_days")];
            for (column, name) in columns {
                assert_eq!(cells.get(column).map_or("", String::as_str), row[name], "{subject} {name}");
            }
            assert_eq!(cells["L"], row["indicator"]);
        }
        assert_eq!(sheet(&book, 2).len(), list.len() + 1, "{subject}");

        let page = page_lines(&visitor.get(&format!("/rapports?{subject}")).await.text());
        assert_eq!(page.len(), figures.len());
        let delays = ["deposit_lag_days", "open_lag_days"];
        for (row, line) in figures.iter().zip(&page) {
            if row["protected"] == "false" && !delays.contains(&row["indicator"].as_str()) {
                assert_eq!(line[3], format!("{} / {}", row["numerator"], row["denominator"]), "{subject}");
            }
        }
        let file = visitor.get(&format!("/rapports/rapport.pdf?{subject}")).await.body;
        let read = extract(&file, &Limits::default()).unwrap();
        let text = squeezed(&to_text(&read));
        for line in &page {
            for part in line.iter().filter(|part| !part.is_empty()) {
                assert!(text.contains(&squeezed(part)), "{subject}: {part:?} is not in {text}");
            }
        }
    }
    site.finish().await;
}

#[tokio::test]
async fn the_report_of_a_past_day_is_the_same_to_the_byte_a_year_later() {
    let site = TestSite::new().await;
    fill(&site).await;
    site.clock.advance_seconds(2 * DAY_SECONDS);
    let files = ["liste.csv", "chiffres.jsonl", "rapport.json", "rapport.xlsx", "rapport.pdf"];
    let mut first = Vec::new();
    for file in files {
        first.push(site.get(&format!("/en/rapports/{file}?par=sector&valeur=frqnt&au=2026-11-21")).await.body);
    }
    site.publish(r#"{"title":{"fr":"Plus tard"},"awards":[{"funder":"frqnt","number":"900101"}]}"#, &pdf(&["Plus"]))
        .await;
    site.clock.advance_seconds(365 * DAY_SECONDS);
    for (file, before) in files.iter().zip(first) {
        let again = site.get(&format!("/en/rapports/{file}?par=sector&valeur=frqnt&au=2026-11-21")).await;
        assert_eq!(again.status, 200);
        assert!(again.body == before, "{file} changed");
    }
    site.finish().await;
}

#[tokio::test]
async fn a_report_that_counts_few_is_the_funders_wherever_it_may_point_to_a_person() {
    let site = TestSite::new().await;
    fill(&site).await;
    let mut visitor = funder(&site).await;
    // Four articles come of the award of that programme, and seven of the other one.
    for few in ["par=programme&valeur=%C3%89quipe", "par=institution&valeur=0161xgx34"] {
        for day in ["", "&au=2026-11-21"] {
            let page = site.get(&format!("/rapports?{few}{day}")).await;
            assert_eq!(page.status, 200);
            let text = page.text();
            assert!(text.contains("moins de 5 publications") && !text.contains("Le chant no"), "{text}");
            assert_eq!(site.get(&format!("/rapports/liste.csv?{few}{day}")).await.status, 303);
            let own = visitor.get(&format!("/rapports/liste.csv?{few}{day}")).await;
            assert_eq!((own.status.as_u16(), own.text().lines().count()), (200, 5));
        }
    }
    assert!(site.get("/rapports?par=programme&valeur=Projet").await.text().contains("Le chant no"));
    assert_eq!(site.get("/rapports/liste.csv?par=programme&valeur=Projet").await.text().lines().count(), 8);
    for few in ["programme=%C3%89quipe", "etablissement=0161xgx34", "programme=Projet&annee=2026"] {
        let text = site.get(&format!("/conformite/liste?{few}")).await.text();
        assert!(text.contains("moins de 5") && !text.contains("Le chant no"), "{few}: {text}");
        assert!(visitor.get(&format!("/conformite/liste?{few}")).await.text().contains("Le chant no"));
    }
    assert!(site.get("/conformite/liste?programme=Projet").await.text().contains("Le chant no"));
    assert!(site.get("/conformite/liste?annee=2026").await.text().contains("Le chant no"), "a year points to nobody");
    site.finish().await;
}

#[tokio::test]
async fn a_past_report_of_a_small_subject_looks_at_few_articles_and_misses_none() {
    let site = TestSite::new().await;
    fill(&site).await;
    let numbers = |text: &str| -> Vec<String> {
        let mut rows = csv_rows(text);
        rows.retain(|row| row["award_number"] == "900102");
        rows.into_iter().map(|row| row["article_id"].clone()).collect()
    };
    site.clock.advance_seconds(2 * DAY_SECONDS);
    let past = AsOf::day("2026-11-21".parse().unwrap());
    let looked_at = async |kind: &str, value: &str| {
        let subject = Subject::parse(kind, value).unwrap();
        let request = ReportRequest { subject, as_of: Some(past), lang: Lang::FR };
        let mut pieces = site.repository.open_report(&request, Form::List(Format::Csv)).await.unwrap();
        let mut text = Vec::new();
        while let Some(piece) = pieces.next().await.unwrap() {
            text.extend(piece);
        }
        (pieces.articles(), numbers(&String::from_utf8(text).unwrap()))
    };
    let all = numbers(&site.get("/conformite.csv?au=2026-11-21").await.text());
    assert_eq!(all.len(), 4);
    let subjects = [("award", "900102"), ("programme", "Équipe"), ("institution", "0161xgx34"), ("sector", "frqsc")];
    for (kind, value) in subjects {
        assert_eq!(looked_at(kind, value).await, (4, all.clone()), "{kind}");
    }
    assert_eq!(looked_at("holder", "Roy, Léa").await, (7, all.clone()));

    // The award goes elsewhere, an article comes, another one leaves: the past stays what it was.
    let moved = REGISTER.replace("\"Roy, Léa\",0161xgx34,Équipe", "\"Côté, Jo\",04sjchr03,Autre");
    let awards: Vec<_> = read_register(moved.as_bytes()).map(Result::unwrap).collect();
    site.repository.put_awards(&awards).await.unwrap();
    site.publish(r#"{"title":{"fr":"Plus tard"},"awards":[{"funder":"frqsc","number":"900102"}]}"#, &pdf(&["Plus"]))
        .await;
    for (kind, value) in subjects.into_iter().chain([("holder", "Roy, Léa")]) {
        assert_eq!(looked_at(kind, value).await.1, all, "{kind}");
    }
    assert!(looked_at("programme", "Autre").await.1.is_empty(), "nobody had heard of it then");
    site.finish().await;
}

#[tokio::test]
async fn what_is_no_report_gets_a_clear_answer_and_reports_about_people_are_the_funders() {
    let site = TestSite::new().await;
    fill(&site).await;
    for wrong in
        ["par=planete", "par=year&valeur=x", "par=all&au=2027-01-01", "par=all&au=hier", "par=institution&valeur=x"]
    {
        let page = site.get(&format!("/rapports?{wrong}")).await;
        assert_eq!(page.status, 422, "{wrong}");
        assert!(page.text().contains("role=\"alert\""));
        assert_eq!(site.get(&format!("/rapports/rapport.pdf?{wrong}")).await.status, 422);
    }
    assert_eq!(site.get("/rapports/rapport.doc").await.status, 404);
    assert_eq!(site.get("/rapports/liste.csv?par=year&valeur=1901").await.text().lines().count(), 1);
    assert!(site.get("/rapports/rapport.pdf?par=year&valeur=1901").await.body.starts_with(b"%PDF"));
    assert_eq!(site.get("/rapports?par=holder&valeur=Roy").await.status, 303);
    let mut depositor = Visitor::new(&site);
    depositor.sign_in("d@example.org", PASSWORD).await;
    assert_eq!(depositor.get("/rapports/liste.csv?par=award&valeur=900101").await.status, 403);
    assert!(!depositor.get("/rapports").await.text().contains("value=\"holder\""));
    let named = funder(&site).await.get("/rapports?par=institution&valeur=Universit%C3%A9+Laval").await.text();
    assert!(named.contains("Établissement\u{a0}: Université Laval"), "{named}");
    site.finish().await;
}

#[tokio::test]
async fn a_funder_gets_a_link_after_each_period_until_one_click_ends_it() {
    let (server, address) = MailServer::start().await;
    let site = TestSite::with_mail(&address).await;
    fill(&site).await;
    let mut visitor = funder(&site).await;
    let page = visitor.get("/rapports/abonnements?par=institution&valeur=x").await.text();
    let mut form = fields(&page);
    form.retain(|(name, _)| name != "action" && name != "abonnement");
    set(&mut form, "valeur", "Université Laval");
    for (name, value) in [("par", "institution"), ("fichier", "rapport.xlsx"), ("periode", "month")] {
        form.retain(|(known, _)| known != name);
        form.push((name.to_owned(), value.to_owned()));
    }
    assert_eq!(visitor.post("/rapports/abonnements", &form).await.status, 303);
    set(&mut form, "valeur", "nulle part");
    assert_eq!(visitor.post("/rapports/abonnements", &form).await.status, 422);
    assert_eq!(site.repository.send_due_reports().await.unwrap(), 0, "the month is not over");

    site.clock.advance_seconds(11 * DAY_SECONDS);
    assert_eq!(site.repository.send_due_reports().await.unwrap(), 1);
    assert_eq!(site.repository.send_due_reports().await.unwrap(), 0, "once a period");
    site.repository.send_due_mail().await.unwrap();
    let mails = server.take();
    let link = mails[0].link("/rapports/rapport.xlsx");
    assert!(link.ends_with("&au=2026-11-30") && mails[0].part("text/plain").contains("Université Laval"));
    assert!(site.get(&link).await.body.starts_with(b"PK"));
    assert_eq!(mails[0].header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let stop = mails[0].header("List-Unsubscribe");
    let stop = stop.trim_matches(['<', '>']).strip_prefix(BASE_URL).unwrap().to_owned();
    assert!(site.get(&stop).await.text().contains("Ne plus recevoir ce rapport"));
    assert_eq!(site.post(&stop, "List-Unsubscribe=One-Click").await.status, 200);
    assert_eq!(site.post(&stop, "List-Unsubscribe=One-Click").await.status, 200, "twice is no error");
    site.clock.advance_seconds(31 * DAY_SECONDS);
    assert_eq!(site.repository.send_due_reports().await.unwrap(), 0);
    site.finish().await;
}
