//! Verdicts as the pages, the list and the command show them.

use parvis::compliance::table::Format;
use parvis::domain::verdict::Outcome;
use parvis::service::{Shown, read_register};

use crate::support::{TestSite, pdf};

const REGISTER: &str = "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,\
active_from,active_to,programme_policy\n\
900101,frqnt,\"Roy, Léa\",,Projet,grant,2023-08-15,false,2024-04-01,2027-03-31,\n";

async fn site_with_article(licence: &str) -> (TestSite, parvis::domain::Article) {
    let site = TestSite::new().await;
    let awards: Vec<_> = read_register(REGISTER.as_bytes()).map(Result::unwrap).collect();
    site.repository.put_awards(&awards).await.unwrap();
    let sidecar = format!(
        r#"{{"title":{{"fr":"Le chant"}},"type":"journal_article","peer_reviewed":true,"version":"AM",{licence}
        "dates":{{"online":"2026-02-03","deposited":"2026-02-03"}},"awards":[{{"funder":"frqnt","number":"900101"}}]}}"#
    );
    let id = site.publish(&sidecar, &pdf(&["Le chant"])).await;
    let Shown::Article(article) = site.repository.show(id).await.unwrap() else { panic!("withdrawn") };
    (site, *article)
}

#[tokio::test]
async fn an_open_manuscript_under_cc_by_complies_with_the_policy_of_its_award() {
    let (site, article) = site_with_article(r#""licence":"cc-by-4.0","#).await;
    let verdicts = site.repository.verdicts(&article).await.unwrap();
    assert_eq!(verdicts.len(), 1);
    assert_eq!((verdicts[0].outcome, verdicts[0].policy.as_deref()), (Outcome::Compliant, Some("frq-2022")));
    let page = site.get(&format!("/articles/{}", article.id)).await.text();
    assert!(page.contains("900101"), "the award is named");
    site.finish().await;
}

#[tokio::test]
async fn without_a_licence_it_cannot_be_told() {
    let (site, article) = site_with_article("").await;
    let verdicts = site.repository.verdicts(&article).await.unwrap();
    assert_eq!(verdicts[0].outcome, Outcome::Undetermined);
    site.finish().await;
}

#[tokio::test]
async fn the_list_the_page_and_the_totals_agree() {
    let (site, _) = site_with_article(r#""licence":"cc-by-nc-4.0","#).await;
    let mut csv = Vec::new();
    site.repository.write_report(Format::Csv, &mut csv, None, |_| {}).await.unwrap();
    let mut rows = csv::Reader::from_reader(csv.as_slice());
    let rows: Vec<std::collections::HashMap<String, String>> = rows.deserialize().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["outcome"], "open_without_licence");
    let summary = site.repository.barometer().await.unwrap();
    assert_eq!(summary.total.count(Outcome::OpenWithoutLicence), 1);
    assert_eq!(site.get("/conformite.csv").await.body.as_ref(), csv.as_slice());
    assert!(site.get("/conformite").await.status.is_success());
    site.finish().await;
}
