//! Follow-up of the open-government plan: the file, the pages, the links that are looked at, the barometer of past days.

use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use parvis::domain::commitment::{Act, LinkState};
use parvis::service::{PlanTaken, read_plan, read_register};
use parvis::source::VisitSettings;

use crate::ingest::{run, stdout};
use crate::support::script::{Call, Service, status};
use crate::support::{TestSite, pdf};

const DAY_SECONDS: i64 = 86_400;
const HEAD: &str = "commitment,milestone,title_fr,title_en,text_fr,status,due,done,evidence,indicators\n";
const REGISTER: &str = "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,\
active_from,active_to,programme_policy\n\
900101,frqnt,\"Roy, Léa\",04sjchr03,Projet,grant,2023-08-15,false,2024-04-01,2027-03-31,\n";

async fn take(site: &TestSite, rows: &str) -> PlanTaken {
    let plan = read_plan(format!("{HEAD}{rows}").as_bytes());
    site.repository.take_plan(&plan, false).await.unwrap()
}

/// A public article, open from its first day.
async fn publish(site: &TestSite, number: u32) {
    let awards: Vec<_> = read_register(REGISTER.as_bytes()).map(Result::unwrap).collect();
    site.repository.put_awards(&awards).await.unwrap();
    let sidecar = format!(
        r#"{{"title":{{"fr":"Le chant no {number}"}},"type":"journal_article","peer_reviewed":true,"version":"AM",
        "licence":"cc-by-4.0","doi":"10.5555/chant.{number}","dates":{{"online":"2026-02-03","deposited":"2026-02-03"}},
        "awards":[{{"funder":"frqnt","number":"900101"}}]}}"#
    );
    site.publish(&sidecar, &pdf(&[&format!("Le chant {number}")])).await;
}

fn visits(evidence_hours: i64) -> VisitSettings {
    VisitSettings { on: false, days: 30, a_day: 100, delay: Duration::from_secs(10), evidence_hours }
}

#[tokio::test]
async fn a_file_taken_in_again_changes_what_changed_and_keeps_what_left() {
    let site = TestSite::new().await;
    let first = take(
        &site,
        "suivi,,Suivre,Follow,Un texte,limited,2027-03-31,,,\nsuivi,guide,Le guide,,,,2026-09-30,,,\n\
        suivi,site,Le site,,,,2026-10-31,,,\n",
    )
    .await;
    assert_eq!(first, PlanTaken { added: 3, ..PlanTaken::default() });
    let again = "suivi,,Suivre,Follow,Un texte,limited,2027-03-31,,,\nsuivi,guide,Le guide,,,completed,2026-09-30,2026-09-15,,\n";
    site.clock.advance_seconds(DAY_SECONDS);
    let expected = PlanTaken { changed: 1, same: 1, withdrawn: 1, ..PlanTaken::default() };
    let plan = read_plan(format!("{HEAD}{again}").as_bytes());
    assert_eq!(site.repository.take_plan(&plan, true).await.unwrap(), expected, "told before");
    assert_eq!(take(&site, again).await, expected, "and then done");
    assert_eq!(take(&site, again).await, PlanTaken { same: 2, ..PlanTaken::default() }, "nothing twice");

    let acts = site.repository.commitment_acts(Some("suivi")).await.unwrap();
    let told: Vec<_> = acts.iter().map(|act| (act.milestone.as_str(), act.act)).collect();
    assert_eq!(told[..2].iter().filter(|(_, act)| *act == Act::Withdrawn).count(), 1);
    assert_eq!(told.len(), 5);
    let page = site.get("/engagements/suivi").await.text();
    assert!(page.contains("Retiré du plan le 22\u{a0}novembre 2026") && page.contains("Le site"), "{page}");
    assert!(page.contains("Jalon modifié") && page.contains("Terminé le"));
    let list = site.get("/engagements").await.text();
    assert!(list.contains("1 jalons terminés sur 1") && list.contains("31\u{a0}mars 2027"), "{list}");

    let torn =
        take(&site, "suivi,,Suivre,Follow,Un texte,limited,2027-03-31,,,\nsuivi,guide,Le guide,,,fini,,,,\n").await;
    assert_eq!((torn.kept, torn.withdrawn), (1, 0), "a fault is no reason to withdraw");
    let back = take(&site, &format!("{again}suivi,site,Le site,,,,2026-10-31,,,\n")).await;
    assert_eq!((back.added, back.same), (1, 2));
    assert_eq!(site.repository.commitment_acts(None).await.unwrap()[0].act, Act::Restored);
    site.finish().await;
}

#[tokio::test]
async fn pages_and_files_say_the_same_in_both_languages_and_show_hostile_words_as_words() {
    let site = TestSite::new().await;
    assert!(site.get("/engagements").await.text().contains("Aucun engagement"));
    assert_eq!(site.get("/engagements/suivi").await.status, 404);
    take(
        &site,
        "suivi,,\"<script>alert(1)</script> & =1+1\",Follow up,,limited,2026-01-31,,,\nsuivi,guide,Le guide,,,,\
        2027-09-30,,2026-09-15 https://example.org/a?b=1&c=<x>,pid_rate\nsuivi,b,Autre,,,,2027-09-30,,\
        2026-09-15 https://example.org/a?b=1&c=2,pid_rate\n",
    )
    .await;
    let french = site.get("/engagements/suivi").await.text();
    assert!(!french.contains("<script>alert") && french.contains("échéance dépassée"), "{french}");
    assert!(french.contains("Lien pas encore vérifié") && french.contains("La lecture sera faite"), "{french}");
    let english = site.get("/en/engagements/suivi").await.text();
    assert!(english.contains("<h1>Follow up</h1>") && english.contains("overdue"), "{english}");
    assert!(english.contains("<h3 lang=\"fr\">Autre</h3>"), "French words say so on an English page: {english}");
    let json = site.get("/engagements.json").await.json();
    assert_eq!(json["commitments"][0]["milestones"][0]["evidence"][0]["found"], serde_json::Value::Null);
    assert_eq!(json["commitments"][0]["url"], "https://parvis.example.org/engagements/suivi");
    let csv = site.get("/engagements.csv").await;
    assert!(csv.header("content-type").starts_with("text/csv"));
    let plan = read_plan(&csv.body[..]);
    assert_eq!((plan.faults.as_slice(), plan.rows.len()), ([].as_slice(), 3), "the file comes back in");
    let same = site.repository.take_plan(&plan, true).await.unwrap();
    assert_eq!((same.same, same.changed), (3, 0));
    let feed = site.get("/en/engagements/flux.atom").await.text();
    assert!(feed.contains("Milestone added: “Autre”") && feed.contains("<feed xmlns"), "{feed}");
    site.finish().await;
}

#[tokio::test]
async fn links_are_looked_at_each_day_and_a_dead_one_keeps_the_day_it_was_last_seen() {
    let (answer, asked): (Arc<AtomicU16>, Arc<Mutex<Vec<String>>>) = (Arc::new(AtomicU16::new(200)), Arc::default());
    let (now, noted) = (Arc::clone(&answer), Arc::clone(&asked));
    let service = Service::start(move |call: &Call| {
        noted.lock().unwrap().push(format!("{} {}", call.method, call.path()));
        match call.path() {
            "/robots.txt" => (200, Vec::new(), b"User-agent: *\nDisallow: /prive".to_vec()),
            "/moved" => (301, vec![("location", "/a".to_owned())], Vec::new()),
            "/only-get" if call.method == "HEAD" => status(405),
            "/only-get" => status(200),
            "/wall" => status(403),
            _ => status(now.load(Ordering::SeqCst)),
        }
    })
    .await;
    let site = TestSite::visiting(visits(24), true).await;
    let links = ["a", "moved", "only-get", "wall", "prive"]
        .map(|path| format!("2026-09-15 {}/{path}", service.root))
        .join("; ");
    take(&site, &format!("suivi,,Suivre,,,,,,,\nsuivi,guide,Le guide,,,,,,{links},\n")).await;
    assert_eq!(site.repository.check_due_evidence().await.unwrap(), 5);
    assert_eq!(site.repository.check_due_evidence().await.unwrap(), 0, "once a day");
    let states = |links: Vec<parvis::domain::commitment::EvidenceLink>| -> Vec<_> {
        links.iter().map(|link| (link.url.rsplit('/').next().unwrap().to_owned(), link.state.unwrap())).collect()
    };
    let found = states(site.repository.evidence_links().await.unwrap());
    let expected = [
        ("a", LinkState::Found),
        ("moved", LinkState::Found),
        ("only-get", LinkState::Found),
        ("prive", LinkState::Barred),
        ("wall", LinkState::Refused),
    ];
    assert_eq!(found, expected.map(|(path, state)| (path.to_owned(), state)));
    let requests = asked.lock().unwrap().clone();
    assert!(requests.contains(&"HEAD /a".to_owned()) && !requests.contains(&"GET /a".to_owned()), "{requests:?}");
    assert!(!requests.iter().any(|one| one.ends_with("/prive")), "robots.txt holds here too: {requests:?}");

    answer.store(404, Ordering::SeqCst);
    site.clock.advance_seconds(DAY_SECONDS);
    assert_eq!(site.repository.check_due_evidence().await.unwrap(), 5);
    let page = site.get("/engagements/suivi").await.text();
    assert!(page.contains("Rien à cette adresse le 22\u{a0}novembre 2026"), "{page}");
    assert!(page.contains("Vu pour la dernière fois le 21\u{a0}novembre 2026"), "{page}");
    assert!(page.contains("Jamais vu depuis"), "the one behind a wall: {page}");
    let list = site.get("/en/engagements").await.text();
    assert!(list.contains("3 links lead nowhere"), "{list}");
    let checks = site.repository.evidence_checks(&format!("{}/a", service.root), 10).await.unwrap();
    let kept: Vec<_> = checks.iter().map(|(_, outcome, answer)| (outcome.as_str(), answer.as_str())).collect();
    assert_eq!(kept, [("gone", "status 404"), ("found", "")]);
    let json = site.get("/engagements.json").await.json();
    let first = &json["commitments"][0]["milestones"][0]["evidence"][0];
    assert_eq!((first["found"].as_str(), first["last_seen_on"].as_str()), (Some("gone"), Some("2026-11-21")));

    take(&site, "suivi,,Suivre,,,,,,,\n").await;
    site.clock.advance_seconds(DAY_SECONDS);
    assert_eq!(site.repository.check_due_evidence().await.unwrap(), 0, "nobody can follow them any more");
    site.finish().await;
}

#[tokio::test]
async fn links_into_private_networks_are_never_asked_for_and_none_where_the_settings_say_so() {
    let service = Service::start(|_: &Call| status(200)).await;
    let rows = format!("suivi,,Suivre,,,,,,2026-09-15 {}/a,\n", service.root);
    let guarded = TestSite::visiting(visits(24), false).await;
    take(&guarded, &rows).await;
    assert_eq!(guarded.repository.check_due_evidence().await.unwrap(), 1);
    assert_eq!(guarded.repository.evidence_links().await.unwrap()[0].state, Some(LinkState::Barred));
    guarded.finish().await;
    let off = TestSite::visiting(visits(0), true).await;
    take(&off, &rows).await;
    assert_eq!(off.repository.check_due_evidence().await.unwrap(), 0);
    off.finish().await;
    assert!(service.calls().is_empty());
}

#[tokio::test]
async fn a_milestone_shows_what_the_barometer_said_at_its_date_whatever_came_later() {
    let site = TestSite::new().await;
    publish(&site, 1).await;
    take(
        &site,
        "suivi,,Suivre,,,,,,,pid_rate\nsuivi,avant,Avant,,,,2026-06-30,,,pid_rate\nsuivi,hier,Hier,,,,2026-11-30,\
        2026-11-21,,pid_rate\n",
    )
    .await;
    assert_eq!(site.repository.keep_readings().await.unwrap(), 1, "the day of one is not over");
    site.clock.advance_seconds(DAY_SECONDS);
    publish(&site, 2).await;
    let waiting = site.get("/engagements/suivi").await.text();
    assert!(waiting.contains("se prépare") && waiting.contains("Aucun article n’était connu"), "{waiting}");
    assert_eq!(site.repository.keep_readings().await.unwrap(), 1);
    assert_eq!(site.repository.keep_readings().await.unwrap(), 0, "a past day is read once");
    publish(&site, 3).await;
    let page = site.get("/engagements/suivi").await.text();
    let of = |caption: &str| page.split(caption).nth(1).unwrap().split("</table>").next().unwrap().to_owned();
    assert!(of("Le baromètre au 21\u{a0}novembre 2026</caption>").contains("1 sur 1"), "{page}");
    assert!(of("Le baromètre aujourd’hui, 22\u{a0}novembre 2026</caption>").contains("3 sur 3"), "{page}");
    let json = site.get("/engagements.json").await.json();
    let reading = &json["commitments"][0]["milestones"][1]["reading"];
    assert_eq!(reading["observed_on"], "2026-11-21");
    let figures = reading["figures"].as_array().unwrap();
    let figure = figures.iter().find(|figure| figure["indicator"] == "pid_rate").unwrap();
    assert_eq!((figure["numerator"].as_u64(), figure["denominator"].as_u64()), (Some(1), Some(1)));
    let report = site.get("/rapports/chiffres.csv?par=all&au=2026-11-21").await.text();
    let row = report.lines().find(|line| line.contains(",pid_rate,") && line.contains(",doi,")).unwrap();
    assert!(row.contains(",1,1,"), "the report of that day says the same: {row}");
    site.finish().await;
}

#[test]
fn the_command_takes_good_rows_in_and_tells_bad_ones_by_line_and_column() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("plan.csv");
    std::fs::write(&file, format!("{HEAD}suivi,,Suivre,,,,,,,\nsuivi,x,Sans état,,,fini,,,,\n")).unwrap();
    let path = file.to_str().unwrap();
    let dry = run(data.path(), &["commitments", "import", path, "--dry-run"]);
    assert_eq!((dry.status.code(), stdout(&dry).contains("1 added")), (Some(2), true));
    assert!(stdout(&run(data.path(), &["commitments", "list"])).contains("no commitment yet"), "nothing was changed");
    let taken = run(data.path(), &["commitments", "import", path]);
    assert_eq!(taken.status.code(), Some(2));
    let told = String::from_utf8_lossy(&taken.stderr).into_owned();
    assert!(told.contains("plan.csv: line 3, column 6 (status): \"fini\" is none of"), "{told}");
    assert!(stdout(&run(data.path(), &["commitments", "list"])).contains("suivi"));
    let check = run(data.path(), &["commitments", "check"]);
    assert_eq!((check.status.code(), stdout(&check).contains("0 links looked at")), (Some(0), true));
    assert_eq!(run(data.path(), &["commitments", "import", "/nulle/part.csv"]).status.code(), Some(1));
}
