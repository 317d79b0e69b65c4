//! Values longer than any: an index of PostgreSQL takes 2,704 bytes, and nobody may learn that from an error of ours. Each
//! ends at its entrance, on both databases.

use std::fmt::Write;

use parvis::service::Kind;

use crate::sources::add;
use crate::support::TestSite;
use crate::support::server::{Depot, Reply, Server, dc};

/// 5,000 letters that no database can pack.
fn long() -> String {
    let mut state = 7_u64;
    let mut text = String::new();
    while text.len() < 5_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        write!(text, "{:x}", state >> 20).unwrap();
    }
    text.truncate(5_000);
    text
}

#[tokio::test]
async fn a_record_with_an_endless_identifier_is_left_out_and_named_and_the_others_come() {
    let site = TestSite::new().await;
    let mut depot = Depot::new(crate::sources::plain(0..1));
    let record = |identifier: &str| {
        format!(
            "<record><header><identifier>{identifier}</identifier><datestamp>2024-01-01T00:00:00Z</datestamp></header>\
             <metadata>{}</metadata></record>",
            dc(&[("title", "Un titre")])
        )
    };
    let both = [record(&format!("oai:x.example.org:{}", long())), record("oai:x.example.org:1")].concat();
    let page = format!(
        "<?xml version='1.0'?><OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'>\
         <responseDate>2026-11-21T12:00:00Z</responseDate><request>http://x/oai</request>\
         <ListRecords>{both}</ListRecords></OAI-PMH>"
    );
    depot.instead = vec![Some(Reply::new(200, "text/xml", page))];
    let server = Server::start(depot).await;
    let source = add(&site, &server).await;
    let run = site.repository.run_source(&source, |_| ()).await.unwrap();
    assert_eq!((run.tally.records, run.tally.faults, run.error), (1, 1, None));
    site.finish().await;
}

#[tokio::test]
async fn endless_values_in_descriptions_and_addresses_are_refused_or_kept_and_break_nothing() {
    let site = TestSite::new().await;
    let long = long();
    let sidecar = format!(
        r#"{{"title":{{"fr":"{long}"}},"authors":[{{"family":"{long}"}}],"keywords":[{{"lang":"fr","text":"{long}"}}]}}"#
    );
    if let Ok(metadata) = serde_json::from_str(&sidecar) {
        site.submit(metadata, &crate::support::pdf(&["Un titre sans fin"])).await.unwrap();
        site.work().await;
        assert_eq!(site.get("/articles/1").await.status, 200);
    }
    let refused = site
        .repository
        .put_user(&format!("{long}@example.org"), "A", parvis::domain::user::Role::Depositor, "un bon mot de passe")
        .await
        .unwrap_err();
    assert_eq!(refused.kind(), Kind::Invalid);
    for path in [
        format!("/recherche?q={long}"),
        format!("/api/v1/articles?q={long}"),
        format!("/api/v1/articles?doi=10.5555/{long}"),
        format!("/api/v1/awards/{long}"),
        format!("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:parvis.example.org:{long}"),
        format!("/oai?verb=ListRecords&metadataPrefix=oai_dc&set={long}"),
        format!("/barometre?programme={long}"),
        format!("/rapports?kind=award&value={long}"),
    ] {
        let status = site.get(&path).await.status;
        assert!(!status.is_server_error(), "{status} {}", path.get(..60).unwrap_or(&path));
    }
    assert!(site.repository.verify(|_| ()).await.unwrap().findings.is_empty());
    site.finish().await;
}

#[test]
fn a_register_with_a_name_that_never_ends_is_told_so() {
    let head = "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,active_from,\
                active_to,programme_policy\n";
    let rows = [long(), "Roy, Anne".to_owned()].map(|holder| format!("312345,frqnt,\"{holder}\",,P,grant,,false,,,\n"));
    let read: Vec<_> = parvis::service::read_register(format!("{head}{}", rows.concat()).as_bytes()).collect();
    assert!(matches!(&read[..], [Err(long), Ok(_)] if long.to_string().contains("its holder is longer")), "{read:?}");
}
