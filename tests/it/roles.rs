//! Every address of the site for every kind of visitor. A new route needs a row here, or the first test fails.

use std::collections::BTreeSet;

use axum::http::Request;
use bytes::Bytes;
use parvis::domain::deposit::{DepositOrigin, NewDeposit, ReviewMode};
use parvis::domain::user::Role;
use parvis::domain::{ArticleId, DepositId, Metadata};
use regex::Regex;

use crate::support::visitor::Visitor;
use crate::support::{TestSite, created, pdf};

const PASSWORD: &str = "un bon mot de passe";

/// Who visits: nobody who signed in, the depositor of the deposit, another depositor, and the roles above.
const VISITORS: [&str; 6] = ["anonymous", "owner", "other", "funder", "curator", "administrator"];

/// Route, an address of it with `A` for a public article and `D` for a deposit that waits, and the answers to `GET` and
/// to a `POST` without form, for each visitor; `-` where the route has no such method.
const ROWS: &str = include_str!("roles.txt");

struct Row {
    route: String,
    address: String,
    answers: [Option<Vec<u16>>; 2],
}

fn rows() -> Vec<Row> {
    let statuses =
        |text: &str| (text.trim() != "-").then(|| text.split_whitespace().map(|n| n.parse().unwrap()).collect());
    let row = |line: &str| {
        let parts: Vec<_> = line.split('|').map(str::trim).collect();
        let [route, address, get, post] = parts.as_slice() else { panic!("not a row: {line}") };
        Row { route: (*route).to_owned(), address: (*address).to_owned(), answers: [statuses(get), statuses(post)] }
    };
    ROWS.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).map(row).collect()
}

#[test]
fn every_route_has_its_row() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let source = read("mod.rs") + &read("api/mod.rs") + &read("sword/mod.rs");
    let feeds = read("search_feeds.rs");
    let in_mod = Regex::new(r#"[(\s]"(/[^"]*)","#).unwrap();
    let named = Regex::new(r#"const \w+: &str = "(/[^"]*)";"#).unwrap();
    let routes: BTreeSet<_> = in_mod
        .captures_iter(&source)
        .chain(named.captures_iter(&feeds))
        .map(|found| found[1].to_owned())
        .filter(|route| !route.contains("{}") && !route.starts_with("/en/"))
        .collect();
    let rows: BTreeSet<_> = rows().into_iter().map(|row| row.route).collect();
    let missing: Vec<_> = routes.difference(&rows).collect();
    let gone: Vec<_> = rows.difference(&routes).collect();
    assert!(missing.is_empty() && gone.is_empty(), "routes without a row: {missing:?}; rows without a route: {gone:?}");
}

async fn prepared(site: &TestSite) -> (ArticleId, DepositId) {
    let roles = [Role::Depositor, Role::Depositor, Role::Funder, Role::Curator, Role::Administrator];
    let mut owner = None;
    for (name, role) in VISITORS[1..].iter().zip(roles) {
        let id = site.repository.put_user(&format!("{name}@example.org"), name, role, PASSWORD).await.unwrap();
        owner.get_or_insert(id);
    }
    let article = site.publish(r#"{"title":{"fr":"Pluie"},"language":"fr"}"#, &pdf(&["Pluie"])).await;
    let metadata: Metadata = serde_json::from_value(serde_json::json!({"title": {"fr": "La neige"}})).unwrap();
    let (origin, review) = (DepositOrigin::Web, ReviewMode::Person);
    let file_name = "neige.pdf".to_owned();
    let deposit = NewDeposit { metadata, file_name, origin, review, depositor: owner, version_of: None };
    let bytes: Vec<Result<Bytes, std::io::Error>> = vec![Ok(pdf(&["La neige"]).into())];
    let taken = site.repository.submit(deposit, futures_util::stream::iter(bytes)).await.unwrap();
    site.work().await;
    (article, created(taken).0)
}

/// The cookies of each visitor.
async fn cookies(site: &TestSite) -> Vec<String> {
    let mut cookies = Vec::new();
    for name in VISITORS {
        let mut visitor = Visitor::new(site);
        if name != "anonymous" {
            assert_eq!(visitor.sign_in(&format!("{name}@example.org"), PASSWORD).await.status, 303);
        }
        cookies.push(visitor.cookie_header());
    }
    cookies
}

#[tokio::test]
async fn every_address_answers_each_visitor_as_it_should() {
    let site = TestSite::new().await;
    let (article, deposit) = prepared(&site).await;
    let cookies = cookies(&site).await;
    let (mut wrong, mut found) = (Vec::new(), String::new());
    for row in rows() {
        let address = row.address.replace('A', &article.to_string()).replace('D', &deposit.to_string());
        let mut line = format!("{} | {}", row.route, row.address);
        for (method, expected) in ["GET", "POST"].iter().zip(&row.answers) {
            let Some(expected) = expected else {
                line.push_str(" | -");
                continue;
            };
            let mut answers = Vec::new();
            for cookie in &cookies {
                let request = Request::builder().method(*method).uri(&address).header("cookie", cookie);
                let request = request.header("content-type", "application/x-www-form-urlencoded");
                answers.push(site.send(request.body(String::new().into()).unwrap()).await.status.as_u16());
            }
            assert!(answers.iter().all(|status| *status < 500), "{method} {address}: {answers:?}");
            line.push_str(" | ");
            line.push_str(&answers.iter().map(u16::to_string).collect::<Vec<_>>().join(" "));
            if answers != *expected {
                wrong.push(format!("{method} {address}: {answers:?} instead of {expected:?}"));
            }
        }
        found.push_str(&line);
        found.push('\n');
    }
    println!("{found}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
