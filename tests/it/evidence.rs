//! Observations that are never lost: reports of past days, what moved between two days, exceptions.

use jiff::civil::{Date, date};
use parvis::compliance::change::Cause;
use parvis::compliance::table::Format;
use parvis::domain::exception::{Act, Ground};
use parvis::domain::user::Role;
use parvis::domain::verdict::Outcome;
use parvis::domain::{ArticleId, Licence, Metadata};
use parvis::service::{AsOf, Error, ExceptionRequest, RulesOf, Shown, read_register};

use crate::support::visitor::{Visitor, fields, set};
use crate::support::{TestSite, pdf};

const HEADER: &str = "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,\
active_from,active_to,programme_policy\n";
const DAY_SECONDS: i64 = 86_400;
const PASSWORD: &str = "un bon mot de passe";

async fn put_award(site: &TestSite, launched: &str) {
    let row = format!("{HEADER}900101,frqnt,\"Roy, Léa\",,Projet,grant,{launched},false,2024-04-01,2027-03-31,\n");
    let awards: Vec<_> = read_register(row.as_bytes()).map(Result::unwrap).collect();
    site.repository.put_awards(&awards).await.unwrap();
}

/// A public article under an award of 2023; its file is open, its licence is not accepted.
async fn site() -> (TestSite, ArticleId) {
    let site = TestSite::new().await;
    put_award(&site, "2023-08-15").await;
    let sidecar = r#"{"title":{"fr":"Le chant"},"type":"journal_article","peer_reviewed":true,"version":"AM",
        "licence":"cc-by-nc-4.0","dates":{"online":"2026-02-03","deposited":"2026-02-03"},
        "awards":[{"funder":"frqnt","number":"900101"}]}"#;
    let id = site.publish(sidecar, &pdf(&["Le chant"])).await;
    (site, id)
}

async fn correct(site: &TestSite, id: ArticleId, change: impl FnOnce(&mut Metadata)) {
    let user = site.repository.put_user("c@example.org", "Camille", Role::Curator, PASSWORD).await.unwrap();
    let Shown::Article(article) = site.repository.show(id).await.unwrap() else { panic!("withdrawn") };
    let deposit = site.repository.review_outline_of(id).await.unwrap().deposit.id;
    let mut metadata = article.version.metadata;
    change(&mut metadata);
    site.repository.correct(deposit, user, metadata).await.unwrap();
    site.work().await;
}

async fn report(site: &TestSite, as_of: Option<AsOf>) -> String {
    let mut csv = Vec::new();
    site.repository.write_report(Format::Csv, &mut csv, as_of, |_| {}).await.unwrap();
    String::from_utf8(csv).unwrap()
}

async fn moved(
    site: &TestSite,
    from: Date,
    to: Date,
) -> Vec<(Option<&'static str>, Option<&'static str>, Cause, String)> {
    let mut found = Vec::new();
    let keep = |change: &parvis::compliance::change::Change| {
        found.push((change.before, change.after, change.cause, change.datum.clone()));
        Ok(())
    };
    site.repository.for_each_verdict_change((AsOf::day(from), AsOf::day(to)), keep).await.unwrap();
    found
}

const FIRST: Date = date(2026, 11, 21);
const NEXT: Date = date(2026, 11, 22);

#[tokio::test]
async fn a_dated_report_stays_the_same_to_the_byte_whatever_happens_later() {
    let (site, id) = site().await;
    let today = report(&site, None).await;
    assert_eq!(report(&site, Some(AsOf::day(FIRST))).await, today, "today as of today");
    assert!(today.contains("open_without_licence"));
    site.clock.advance_seconds(DAY_SECONDS);
    correct(&site, id, |metadata| metadata.licence = Licence::parse("cc-by-4.0").ok()).await;
    put_award(&site, "2021-08-15").await;
    let user = site.repository.put_user("d@example.org", "D", Role::Curator, PASSWORD).await.unwrap();
    site.repository.act_on_exception(id, user, &grant()).await.unwrap();
    site.clock.advance_seconds(365 * DAY_SECONDS);
    site.repository.withdraw(id, Some(user), "retiré").await.unwrap();
    site.work().await;
    assert_eq!(report(&site, Some(AsOf::day(FIRST))).await, today);
    assert_eq!(report(&site, Some(AsOf { day: FIRST, rules: RulesOf::Today })).await, today);
    assert_eq!(report(&site, None).await.lines().count(), 1, "nothing is public any more");
    site.finish().await;
}

#[tokio::test]
async fn what_moved_is_named_with_the_datum_that_moved_it() {
    let (site, id) = site().await;
    assert_eq!(
        moved(&site, date(2026, 11, 20), FIRST).await,
        [(None, Some("open_without_licence"), Cause::Published, String::new())]
    );
    site.clock.advance_seconds(DAY_SECONDS);
    correct(&site, id, |metadata| metadata.licence = Licence::parse("cc-by-4.0").ok()).await;
    let licence = (Some("open_without_licence"), Some("compliant"), Cause::Article, "licence".to_owned());
    assert_eq!(moved(&site, FIRST, NEXT).await, [licence]);
    site.clock.advance_seconds(DAY_SECONDS);
    correct(&site, id, |metadata| metadata.licence = Licence::parse("cc-by-nc-4.0").ok()).await;
    assert_eq!(moved(&site, FIRST, date(2026, 11, 23)).await, []);
    put_award(&site, "2021-08-15").await;
    site.clock.advance_seconds(DAY_SECONDS);
    let award = (Some("open_without_licence"), Some("compliant"), Cause::Award, "competition_launched".to_owned());
    assert_eq!(moved(&site, FIRST, date(2026, 11, 24)).await, [award]);
    site.finish().await;
}

#[tokio::test]
async fn a_verdict_that_only_the_day_changed_names_the_calendar() {
    let site = TestSite::new().await;
    put_award(&site, "2021-08-15").await;
    let sidecar = r#"{"title":{"fr":"Le sol"},"type":"journal_article","peer_reviewed":true,"version":"AM",
        "access":"restricted","dates":{"online":"2025-11-21","deposited":"2026-02-03"},
        "awards":[{"funder":"frqnt","number":"900101"}]}"#;
    site.publish(sidecar, &pdf(&["Le sol"])).await;
    site.clock.advance_seconds(DAY_SECONDS);
    assert_eq!(
        moved(&site, FIRST, NEXT).await,
        [(Some("not_yet_due"), Some("closed"), Cause::Calendar, String::new())]
    );
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn a_report_of_a_day_that_lies_ahead_is_refused() {
    let (site, _) = site().await;
    let refused = site.repository.write_report(Format::Csv, Vec::new(), Some(AsOf::day(NEXT)), |_| {}).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
    site.finish().await;
}

fn grant() -> ExceptionRequest {
    ExceptionRequest {
        award: None,
        act: Act::Grant,
        ground: Ground::Patent,
        motive: "Demande de brevet en cours".to_owned(),
        proof: "dossier 12".to_owned(),
        expires: Some(date(2026, 12, 31)),
    }
}

#[tokio::test]
async fn an_exception_exempts_until_its_last_day_and_the_computed_verdict_stays_beside() {
    let (site, id) = site().await;
    let user = site.repository.put_user("c@example.org", "Camille", Role::Curator, PASSWORD).await.unwrap();
    site.repository.act_on_exception(id, user, &grant()).await.unwrap();
    site.repository.act_on_exception(id, user, &grant()).await.unwrap();
    assert_eq!(site.repository.exception_acts(id).await.unwrap().len(), 1, "said twice, kept once");
    let outcomes = async || {
        let Shown::Article(article) = site.repository.show(id).await.unwrap() else { panic!("withdrawn") };
        let verdict = site.repository.verdicts(&article).await.unwrap().remove(0);
        (verdict.outcome, verdict.computed)
    };
    assert_eq!(outcomes().await, (Outcome::Exempt, Outcome::OpenWithoutLicence));
    let page = site.get(&format!("/en/articles/{id}")).await.text();
    assert!(page.contains("Without the exception: Open, without an accepted licence"), "{page}");
    site.clock.advance_seconds(60 * DAY_SECONDS);
    assert_eq!(outcomes().await, (Outcome::OpenWithoutLicence, Outcome::OpenWithoutLicence));
    let appeal = ExceptionRequest { act: Act::Appeal, ..grant() };
    assert!(matches!(site.repository.act_on_exception(id, user, &appeal).await, Err(Error::Exception(_))));
    site.work().await;
    site.finish().await;
}

#[tokio::test]
async fn a_curator_decides_an_exception_by_the_form_and_sees_what_moved() {
    let (site, id) = site().await;
    site.repository.put_user("c@example.org", "Camille", Role::Curator, PASSWORD).await.unwrap();
    let path = format!("/articles/{id}/exception");
    assert!(site.get(&path).await.status.is_redirection());
    assert!(site.get("/conformite/changements").await.status.is_redirection());
    let mut visitor = Visitor::new(&site);
    visitor.sign_in("c@example.org", PASSWORD).await;
    let mut form = fields(&visitor.get(&path).await.text());
    set(&mut form, "explication", "Savoirs de la communauté");
    set(&mut form, "acte", "grant");
    set(&mut form, "motif", "indigenous_data");
    let answer = visitor.post(&path, &form).await;
    assert_eq!(answer.status.as_u16(), 422, "no proof and no last day");
    let mut form = fields(&answer.text());
    set(&mut form, "preuve", "entente 7");
    set(&mut form, "jusqu_au", "2027-01-01");
    assert!(visitor.post(&path, &form).await.status.is_redirection());
    let page = visitor.get(&path).await.text();
    assert!(page.contains("Savoirs de la communauté") && page.contains("Camille") && page.contains("entente 7"));
    let changes = visitor.get("/conformite/changements?de=2026-11-20&a=2026-11-21").await.text();
    assert!(changes.contains("Article publié"));
    let csv = visitor.get("/conformite/changements.csv?de=2026-11-20&a=2026-11-21").await.text();
    assert_eq!(csv.lines().count(), 2);
    assert_eq!(visitor.get("/conformite/changements.csv?de=x&a=y").await.status.as_u16(), 422);
    site.work().await;
    site.finish().await;
}
