//! A site of ours, harvested into another one of ours.

use std::collections::BTreeSet;

use harvest::client::{Harvester, HttpSettings, Plan};
use parvis::domain::deposit::ReviewMode;
use parvis::domain::source::{RunOutcome, SourceSettings};
use parvis::domain::{ArticleState, CopyHost, RepositoryKind};
use parvis::domain::{Metadata, Sha256};
use parvis::service::{SourceRequest, Wanted};

use crate::support::{TestSite, pdf, samples};

/// The OAI digest of a list: what every record is called, when it changed, and the digest of what it says, in one
/// digest. Equal digests are equal repositories for whoever harvests them.
async fn digest(base_url: &str, prefix: &str) -> (usize, Sha256) {
    let settings = HttpSettings { min_delay: std::time::Duration::ZERO, ..HttpSettings::new("digest/1.0") };
    let mut harvest = Harvester::new(settings).unwrap().harvest(Plan::new(base_url, prefix), None).unwrap();
    let mut lines = BTreeSet::new();
    while let Some(page) = harvest.next_page().await.unwrap() {
        assert!(page.faults.is_empty() && page.repairs.is_empty(), "{:?} {:?}", page.faults, page.repairs);
        for record in page.records {
            let said = record.metadata.map_or_else(String::new, |metadata| metadata.as_str().to_owned());
            let header = record.header;
            let what = Sha256::of(said.as_bytes());
            lines.insert(format!("{} {} {} {what}", header.identifier, header.datestamp, header.deleted));
        }
    }
    let all: Vec<String> = lines.into_iter().collect();
    (all.len(), Sha256::of(all.join("\n").as_bytes()))
}

fn mirrored(root: &str, prefix: &str) -> SourceRequest {
    let base_url = format!("{root}/oai");
    let wanted = Wanted { kind: None, base_url, prefix: Some(prefix.to_owned()), set: None };
    let settings = SourceSettings {
        types: Vec::new(),
        host: CopyHost::Repository,
        repository_kind: Some(RepositoryKind::Funder),
        review: ReviewMode::Auto,
        mirror: true,
        ..SourceSettings::usual()
    };
    SourceRequest { wanted, name: Some(prefix.replace('_', "-")), settings }
}

/// A site with the descriptions of the demo that say more than their file would have to.
async fn demo(page_size: usize) -> TestSite {
    let site = TestSite::with_page_size(page_size).await;
    let mut sidecars: Vec<_> =
        std::fs::read_dir(samples().join("articles")).unwrap().map(|file| file.unwrap().path()).collect();
    sidecars.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    sidecars.sort();
    for (number, sidecar) in sidecars.iter().enumerate() {
        let sidecar = std::fs::read_to_string(sidecar).unwrap();
        let metadata: Metadata = serde_json::from_str(&sidecar).unwrap();
        if metadata.doi.is_none() {
            continue;
        }
        site.submit(metadata, &pdf(&[&format!("Texte {number}")])).await.unwrap();
        site.clock.advance_seconds(i64::from(number % 3 == 0));
    }
    site.work().await;
    site
}

#[tokio::test]
async fn a_mirror_of_a_site_ends_with_an_equal_digest_in_every_format() {
    let original = demo(7).await;
    let root = original.serve().await;
    let copy = TestSite::with_page_size(5).await;
    copy.clock.advance_seconds(7_200);
    let copy_root = copy.serve().await;
    for prefix in ["jats", "oai_openaire", "oai_dc"] {
        let source = copy.repository.add_source(&mirrored(&root, prefix)).await.unwrap();
        let run = copy.repository.run_source(&source, |_| ()).await.unwrap();
        assert_eq!((run.outcome, run.tally.faults), (Some(RunOutcome::Done), 0), "{run:?}");
        let (count, theirs) = digest(&format!("{root}/oai"), prefix).await;
        assert!(count > 20, "only {count} articles in the demo");
        assert_eq!((count, theirs), digest(&format!("{copy_root}/oai/miroirs/{}", source.name), prefix).await);
        copy.work().await;
        copy.repository.settle_source(&source).await.unwrap();
        copy.work().await;
    }
    // What the first format made, the others found again.
    let articles = |site: &TestSite| site.repository.store().clone();
    let (theirs, ours) = (articles(&original).counts().await.unwrap(), articles(&copy).counts().await.unwrap());
    assert_eq!(theirs.articles, ours.articles);

    original.clock.advance_seconds(3_600);
    original.repository.withdraw(parvis::domain::ArticleId(2), None, "Erreur").await.unwrap();
    original.work().await;
    original.clock.advance_seconds(1);
    let source = copy.repository.source_named("oai-dc").await.unwrap();
    let run = copy.repository.run_source(&source, |_| ()).await.unwrap();
    assert_eq!(run.tally.deleted, 1, "{run:?}");
    let mirror = digest(&format!("{copy_root}/oai/miroirs/oai-dc"), "oai_dc").await;
    assert_eq!(mirror, digest(&format!("{root}/oai"), "oai_dc").await);
    let state = copy.repository.store().find_article(parvis::domain::ArticleId(2)).await.unwrap().unwrap().state;
    assert_eq!(state, ArticleState::Published, "articles of the mirror's own stay");
    copy.work().await;
    original.finish().await;
    copy.finish().await;
}

#[tokio::test]
async fn a_mirrored_record_says_where_it_came_from_and_other_sources_are_no_mirrors() {
    let original = demo(100).await;
    let root = original.serve().await;
    let copy = TestSite::new().await;
    let source = copy.repository.add_source(&mirrored(&root, "oai_dc")).await.unwrap();
    copy.repository.run_source(&source, |_| ()).await.unwrap();
    let at = "/oai/miroirs/oai-dc?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:parvis.example.org:1";
    let record = copy.get(at).await.text();
    assert!(
        record.contains(&format!("<baseURL>{root}/oai</baseURL>")) && record.contains("altered=\"false\""),
        "{record}"
    );
    for (query, wanted) in [
        ("verb=Identify", "<baseURL>https://parvis.example.org/oai/miroirs/oai-dc</baseURL>"),
        ("verb=ListSets", "noSetHierarchy"),
        ("verb=ListMetadataFormats", "<metadataPrefix>oai_dc</metadataPrefix>"),
        ("verb=ListRecords&metadataPrefix=jats", "cannotDisseminateFormat"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x:1", "idDoesNotExist"),
    ] {
        let answer = copy.get(&format!("/oai/miroirs/oai-dc?{query}")).await.text();
        assert!(answer.contains(wanted), "{query}: {answer}");
    }
    let unmirrored = SourceSettings { mirror: false, ..SourceSettings::usual() };
    let other = SourceRequest { name: Some("autre".to_owned()), settings: unmirrored, ..mirrored(&root, "oai_dc") };
    copy.repository.add_source(&other).await.unwrap();
    assert_eq!(copy.get("/oai/miroirs/autre?verb=Identify").await.status, 404);
    copy.work().await;
    original.finish().await;
    copy.finish().await;
}
