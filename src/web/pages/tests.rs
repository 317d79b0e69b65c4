//! Every page in both languages: balanced, one `h1`, its language said, nothing unescaped, no name twice.

use std::collections::HashSet;

use askama::Template;
use regex::Regex;

use super::alerts::AlertsPage;
use super::alerts::link::{LinkPage, Telling};
use super::alerts::new::{NewAlertPage, Typed};
use super::article::ArticlePage;
use super::awards::award_views;
use super::barometer::CompliancePage;
use super::barometer::one::IndicatorPage;
use super::errors::ErrorPage;
use super::home::HomePage;
use super::prose::{ABOUT, ACCESSIBILITY, PRIVACY, ProsePage};
use super::reading::ReadingPage;
use super::samples::{HOSTILE, article, extraction, found, frame};
use super::search::SearchPage;
use super::sign_in::SignInPage;
use super::sources::SourcesPage;
use super::sources::one::{SettingsForm, SourcePage};
use super::sources::view::{RunView, SourceView};
use super::tombstone::TombstonePage;
use super::view::{Card, Marked};
use super::viewer::{Found, ViewerPage};
use crate::compliance::indicators::{Barometer, Indicator, Standing};
use crate::domain::LinkTier;
use crate::domain::alert::{Alert, Frequency};
use crate::domain::ids::{AlertId, RunId, SourceId};
use crate::domain::query::{Facet, Piece, SearchQuery, SearchResult};
use crate::domain::source::{
    Fate, HarvestRun, Place, RecordFault, RunOutcome, Source, SourceName, SourceSettings, Tally,
};
use crate::domain::understood::Understood;
use crate::domain::verdict::{Finding, NextAction, Outcome, Verdict};
use crate::metadata::Record;
use crate::service::{Counts, Kind, SourceStatus};
use crate::web::form::{FieldErrors, Fields};
use crate::web::i18n::Locale;

/// Elements without an end tag (HTML Standard §13.1.2).
const VOID: [&str; 4] = ["meta", "link", "input", "br"];

/// Holds a page against what all pages owe.
pub(super) fn check(html: &str, locale: Locale) {
    assert!(html.contains(&format!("<html lang=\"{}\">", locale.tag())));
    assert_eq!(html.matches("<h1").count(), 1, "one h1");
    assert_eq!(html.matches("<main").count(), 1, "one main");
    assert!(!html.contains(HOSTILE) && !html.contains("<script>"), "unescaped text");
    assert!(!html.contains(" style=") && !html.contains(" onclick="), "the content policy forbids it");
    assert_balanced(html);
    let ids: Vec<_> =
        Regex::new(r#" id="([^"]+)""#).unwrap().captures_iter(html).map(|found| found[1].to_owned()).collect();
    let unique: HashSet<_> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "ids twice: {ids:?}");
    let labelled = Regex::new(r#"aria-(?:labelledby|describedby)="([^"]+)""#).unwrap();
    for found in labelled.captures_iter(html) {
        for named in found[1].split(' ') {
            assert!(ids.iter().any(|id| id == named), "nothing has the id {named}");
        }
    }
}

fn assert_balanced(html: &str) {
    let tag = Regex::new(r"<(/?)([a-z][a-z0-9]*)((?:[^<>\x22]|\x22[^\x22]*\x22)*?)(/?)>").unwrap();
    let mut open = Vec::new();
    for found in tag.captures_iter(html) {
        let name = found[2].to_owned();
        if &found[1] == "/" {
            assert_eq!(
                open.pop(),
                Some(name),
                "after {:?}",
                &html[..found.get(0).unwrap().start()]
                    .chars()
                    .rev()
                    .take(80)
                    .collect::<String>()
                    .chars()
                    .rev()
                    .collect::<String>()
            );
        } else if &found[4] != "/" && !VOID.contains(&name.as_str()) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
}

fn verdict() -> Verdict {
    serde_json::from_value(serde_json::json!({
        "award": {"funder": "frqnt", "number": "900101"},
        "tier": LinkTier::A, "policy": "frq-2022", "rules_version": "2026-01-01", "observed_on": "2026-11-21",
        "published": "2024-05-14", "due": "2024-05-14", "opened": null,
        "outcome": Outcome::Closed, "computed": Outcome::Closed, "next_action": NextAction::DepositManuscript,
        "findings": [
            Finding { rule: "timing".into(), passed: Some(false), code: "due_passed".into(),
                      details: vec![("due".into(), "2024-05-14".into())] },
            Finding { rule: "copies".into(), passed: None, code: "copy_access_unknown".into(),
                      details: vec![("copy".into(), format!("https://a.example/{HOSTILE}"))] },
        ]
    }))
    .unwrap()
}

fn standing() -> Standing {
    serde_json::from_value(serde_json::json!({
        "y": 2024, "f": "frqnt", "n": "900101", "p": HOSTILE, "i": null, "d": null, "l": "fr", "r": "frq-2022",
        "t": LinkTier::A, "o": Outcome::Closed, "a": NextAction::DepositManuscript, "u": true, "ud": "2024-05-14",
        "lo": null, "ld": -3, "fr": false, "f1": "closed", "op": false, "li": "none", "lk": false, "v": "unknown",
        "ro": "none", "m": "unknown", "id": [true, false, false], "re": false
    }))
    .unwrap()
}

#[test]
fn every_page_is_sound_in_both_languages() {
    for locale in Locale::ALL {
        let here = |path: &str| frame(locale, path);
        let home = here("/");
        let cards = vec![Card::of(&article(), &home)];
        check(&HomePage::new(&home, &Counts::default(), cards).render().unwrap(), locale);
        check(&HomePage::new(&home, &Counts::default(), Vec::new()).render().unwrap(), locale);
        for prose in [&ABOUT, &ACCESSIBILITY, &PRIVACY] {
            check(&ProsePage { frame: &here("/a-propos"), prose }.render().unwrap(), locale);
        }
        for kind in [Kind::NotFound, Kind::Gone, Kind::Internal, Kind::TooLarge, Kind::Forbidden] {
            check(&ErrorPage::new(&here("/x"), kind, "abc").render().unwrap(), locale);
        }
        check(&ErrorPage::wrong_role(&here("/revision")).render().unwrap(), locale);
        let sign_in = here("/connexion");
        for error in [None, Some(HOSTILE.to_owned())] {
            let page = SignInPage {
                frame: &sign_in,
                back: "/".into(),
                email: HOSTILE.into(),
                error,
                refusal: None,
                offers: Vec::new(),
            };
            check(&page.render().unwrap(), locale);
        }
        let mut barometer = Barometer::default();
        check(&CompliancePage::new(&here("/conformite"), &barometer).render().unwrap(), locale);
        barometer.add_article(&[standing()]);
        check(&CompliancePage::new(&here("/conformite"), &barometer).render().unwrap(), locale);
        for indicator in Indicator::ALL {
            let path = format!("/conformite/indicateurs/{}", indicator.id());
            let days = [("2026-11-21".to_owned(), [1, 2])];
            check(&IndicatorPage::new(&here(&path), *indicator, &barometer, &[], &days).render().unwrap(), locale);
        }
        check(&TombstonePage::new(&here("/articles/7"), &article()).render().unwrap(), locale);
    }
}

#[test]
fn bounds_that_are_equal_are_one_number() {
    let mut barometer = Barometer::default();
    barometer.add_article(&[standing()]);
    let html = CompliancePage::new(&frame(Locale::English, "/conformite"), &barometer).render().unwrap();
    assert!(html.contains("<td>0.0%</td>") && !html.contains("0.0% –") && !html.contains("lies between"));
}

#[test]
fn a_type_that_every_policy_covers_is_told_without_naming_one() {
    let finding = Finding {
        rule: "scope".into(),
        passed: Some(true),
        code: "type_covered".into(),
        details: vec![("type".into(), "thesis".into()), ("policy".into(), String::new())],
    };
    let verdict = Verdict { policy: None, findings: vec![finding], ..verdict() };
    let views = award_views(&article().version.metadata, &[verdict], Locale::English);
    let texts: Vec<_> = views.iter().flat_map(|view| &view.verdict).flat_map(|view| &view.reasons).collect();
    assert!(texts.iter().all(|reason| reason.text.contains("every policy")) && !texts.is_empty());
}

#[test]
fn the_article_page_is_sound_and_keeps_addresses_of_people_to_itself() {
    let article = article();
    for locale in Locale::ALL {
        let frame = frame(locale, "/articles/7");
        let record = Record::of(&article, "https://parvis.example", "https://parvis.example/f", "Parvis", frame.today);
        let html = ArticlePage::new(&frame, &article, &record, &[verdict()]).render().unwrap();
        check(&html, locale);
        assert!(!html.contains("secret@example.org"), "an e-mail address is shown");
        assert!(!html.contains("javascript:"), "only web addresses are links");
        assert!(html.contains(&format!("<strong>{}</strong>", locale.text("outcome-closed"))));
        assert!(html.contains(" lang=\"en\">An abstract.") || html.contains("<p lang=\"en\">An abstract.</p>"));
    }
}

#[test]
fn results_lead_to_the_passage_and_to_each_other() {
    let query = SearchQuery {
        text: "neige & glace".to_owned(),
        filters: vec![(Facet::Language, "fr".to_owned())],
        year_from: Some(2020),
        limit: 20,
        ..SearchQuery::default()
    };
    for locale in Locale::ALL {
        let frame = frame(locale, "/recherche");
        let html = SearchPage::new(&frame, &query, &found(), Marked::plain).render().unwrap();
        check(&html, locale);
        let reader = locale.address("/articles/7/lire?q=neige%20%26%20glace#p3");
        assert!(html.contains(&format!("href=\"{reader}\"")), "no way to the passage");
        assert!(html.contains("&#38;suite=1-7") || html.contains("&amp;suite=1-7"), "no next page");
        let none = SearchPage::new(
            &frame,
            &query,
            &crate::service::Found {
                result: SearchResult::default(),
                articles: vec![],
                understood: Understood::default(),
            },
            Marked::plain,
        );
        check(&none.render().unwrap(), locale);
    }
}

#[test]
fn the_reading_page_has_a_section_a_page_and_a_way_to_the_file() {
    for locale in Locale::ALL {
        let frame = frame(locale, "/articles/7/lire");
        let html =
            ReadingPage::new(&frame, &article(), &extraction(), Vec::new(), HOSTILE, &Marked::plain).render().unwrap();
        check(&html, locale);
        assert!(html.contains("id=\"p1\"") && html.contains("id=\"p2\""));
        assert!(html.contains("/articles/7/fichier.pdf#page=2"));
    }
}

#[test]
fn the_viewer_leads_to_the_file_and_to_the_text() {
    for locale in Locale::ALL {
        let frame = frame(locale, "/articles/7/pdf");
        let mark = |text: &str| vec![Piece { text: text.to_owned(), marked: true }];
        let found = Found::in_text(&extraction(), mark);
        for (words, found) in [("", None), (HOSTILE, Some(&found))] {
            let html = ViewerPage::new(&frame, &article(), words, found).render().unwrap();
            check(&html, locale);
            assert!(html.contains("<a href=\"/articles/7/fichier.pdf\""));
            assert!(html.contains(&format!("href=\"{}/articles/7/lire", locale.address("/").trim_end_matches('/'))));
        }
    }
}

#[test]
fn the_language_link_keeps_the_question() {
    let html = ErrorPage::new(&frame(Locale::French, "/recherche"), Kind::NotFound, "").render().unwrap();
    assert!(html.contains("href=\"/en/recherche?q=a%20b\""));
    let html = ErrorPage::new(&frame(Locale::English, "/recherche"), Kind::NotFound, "").render().unwrap();
    assert!(html.contains("href=\"/recherche?q=a%20b\"") && html.contains("class=\"charter\""));
}

#[test]
fn only_failures_of_ours_show_the_number_of_the_request() {
    let shown =
        |kind| ErrorPage::new(&frame(Locale::French, "/"), kind, "abc-123").render().unwrap().contains("abc-123");
    assert!(shown(Kind::Internal) && shown(Kind::Unavailable));
    assert!(!shown(Kind::NotFound) && !shown(Kind::Forbidden));
}

#[test]
fn the_pages_of_alerts_are_sound_whatever_is_searched_for() {
    let query = SearchQuery {
        text: HOSTILE.to_owned(),
        filters: vec![(Facet::Sector, HOSTILE.to_owned())],
        ..SearchQuery::default()
    };
    let alert = Alert {
        id: AlertId(3),
        email: "lea@example.org".to_owned(),
        address: "/recherche?q=a".to_owned(),
        search: query.clone(),
        name: HOSTILE.to_owned(),
        language: crate::domain::Lang::FR,
        frequency: Frequency::Weekly,
        token: "secret".to_owned(),
        is_confirmed: true,
        announced_until: jiff::Timestamp::UNIX_EPOCH,
    };
    for locale in Locale::ALL {
        let frame = frame(locale, "/alertes");
        for (alerts, mail) in [(vec![alert.clone(), Alert { id: AlertId(4), ..alert.clone() }], true), (vec![], false)]
        {
            let html = AlertsPage::new(&frame, &alerts, mail, "changee").render().unwrap();
            check(&html, locale);
            assert!(!html.contains("secret"));
        }
        for mail in [true, false] {
            check(&NewAlertPage::new(&frame, &query, mail, Typed::default()).render().unwrap(), locale);
        }
        for telling in Telling::ALL {
            let page = LinkPage::new(&frame, telling, Some(&alert)).with_button("alert-confirm-button");
            check(&page.render().unwrap(), locale);
        }
    }
}

fn source_status() -> SourceStatus {
    let now = jiff::Timestamp::UNIX_EPOCH;
    let text = || HOSTILE.to_owned();
    let place = Place {
        kind: "oai".into(),
        base_url: text(),
        prefix: text(),
        namespace: text(),
        schema: text(),
        format: "oai_dc".into(),
        set: Some(text()),
    };
    let settings = SourceSettings { mirror: true, ..SourceSettings::usual() };
    let tally = Tally {
        records: 1,
        deleted: 2,
        articles: 3,
        copies: 4,
        files: 5,
        kept: 6,
        filtered: 7,
        faults: 9,
        ..Tally::default()
    };
    let run = HarvestRun {
        id: RunId(1),
        source: SourceId(1),
        started_at: now,
        ended_at: Some(now),
        outcome: Some(RunOutcome::Failed),
        tally,
        total: None,
        since: None,
        error: Some(text()),
    };
    let name = SourceName::parse("essai").unwrap();
    SourceStatus {
        source: Source { id: SourceId(1), name, place, title: text(), settings, paused: false, next_run: Some(now) },
        last: Some(run),
        is_running: false,
        fates: Fate::ALL.map(|fate| (fate, 2)).to_vec(),
    }
}

#[test]
fn the_pages_of_sources_are_sound_whatever_a_source_says() {
    for locale in Locale::ALL {
        let list = frame(locale, "/administration/sources");
        let status = source_status();
        let mut errors = FieldErrors::default();
        errors.add("adresse", "source-error-remote", HOSTILE);
        let fields = Fields::of(vec![("adresse".to_owned(), HOSTILE.to_owned())]);
        let views = vec![SourceView::new(&status, locale)];
        check(&SourcesPage::new(&list, views, "ajoutee", &fields, &errors).render().unwrap(), locale);
        let one = frame(locale, "/administration/sources/essai");
        let fault = RecordFault { identifier: None, reason: HOSTILE.to_owned() };
        let runs = vec![RunView::new(status.last.as_ref().unwrap(), vec![fault], locale)];
        let form = SettingsForm::new(status.source.settings.clone());
        let view = SourceView::new(&status, locale);
        let page = SourcePage::new(&one, view, runs, &form, "lancer").render().unwrap();
        check(&page, locale);
        assert!(page.contains(&locale.text_count("source-faults-more", 8)));
    }
}
