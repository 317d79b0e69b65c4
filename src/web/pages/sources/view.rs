//! A source and its runs, ready to be shown.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::clock::quebec_date;
use crate::domain::source::{Fate, HarvestRun, RecordFault, RunOutcome};
use crate::service::SourceStatus;
use crate::web::i18n::Locale;

/// A source in the table.
#[derive(Debug)]
pub(crate) struct SourceView {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) address: String,
    pub(crate) format: String,
    pub(crate) state: String,
    pub(crate) last: String,
    pub(crate) error: Option<String>,
    /// What became of its records: label and number.
    pub(crate) counts: Vec<(String, String)>,
    pub(crate) is_paused: bool,
    pub(crate) is_running: bool,
    /// Where its records are given on as they came.
    pub(crate) mirror: Option<String>,
}

/// A run in the history.
#[derive(Debug)]
pub(crate) struct RunView {
    pub(crate) when: String,
    pub(crate) outcome: String,
    pub(crate) class: &'static str,
    pub(crate) told: String,
    pub(crate) error: Option<String>,
    pub(crate) faults: Vec<(String, String)>,
    /// Broken records that are not shown.
    pub(crate) more: Option<String>,
}

impl SourceView {
    pub(crate) fn new(status: &SourceStatus, locale: Locale) -> Self {
        let source = &status.source;
        let count = |fate: Fate| {
            let number = u64::try_from(status.count(fate)).unwrap_or(0);
            (locale.text(&format!("source-fate-{}", fate.code())), number)
        };
        let counts = Fate::ALL.into_iter().map(count).filter(|(_, number)| *number > 0);
        Self {
            href: locale.address(&format!("/administration/sources/{}", source.name)),
            name: source.name.to_string(),
            title: source.title.clone(),
            address: source.place.base_url.clone(),
            format: source.place.prefix.clone(),
            state: state(status, locale),
            last: status.last.as_ref().map_or_else(|| locale.text("source-never"), |run| told(run, locale)),
            error: status.last.as_ref().and_then(|run| run.error.clone()),
            counts: counts.map(|(label, number)| (label, locale.number(number))).collect(),
            is_paused: source.paused,
            is_running: status.is_running,
            mirror: source.settings.mirror.then(|| format!("/oai/miroirs/{}?verb=Identify", source.name)),
        }
    }
}

fn state(status: &SourceStatus, locale: Locale) -> String {
    match (status.is_running, status.source.paused, status.source.next_run) {
        (true, ..) => locale.text("source-state-running"),
        (_, true, _) => locale.text("source-state-paused"),
        (_, _, Some(next)) => locale.text_with("source-state-due", &[("date", &moment(next, locale))]),
        (_, _, None) => locale.text("source-state-hand"),
    }
}

impl RunView {
    pub(crate) fn new(run: &HarvestRun, faults: Vec<RecordFault>, locale: Locale) -> Self {
        let (outcome, class) = match run.outcome {
            Some(RunOutcome::Done) => ("done", "good"),
            Some(RunOutcome::Failed) => ("failed", "bad"),
            Some(RunOutcome::Interrupted) => ("interrupted", "middle"),
            None => ("running", "middle"),
        };
        let shown = u64::try_from(faults.len()).unwrap_or(u64::MAX);
        let more = run.tally.faults.saturating_sub(shown);
        let nameless = || locale.text("source-fault-nameless");
        Self {
            when: moment(run.started_at, locale),
            outcome: locale.text(&format!("source-outcome-{outcome}")),
            class,
            told: told(run, locale),
            error: run.error.clone(),
            faults: faults.into_iter().map(|fault| (fault.identifier.unwrap_or_else(nameless), fault.reason)).collect(),
            more: (more > 0).then(|| locale.text_count("source-faults-more", more)),
        }
    }
}

/// What a run counted, in words; kinds of nothing left out.
fn told(run: &HarvestRun, locale: Locale) -> String {
    let tally = &run.tally;
    let parts = [
        ("records", tally.records),
        ("deleted", tally.deleted),
        ("articles", tally.articles),
        ("copies", tally.copies),
        ("files", tally.files),
        ("kept", tally.kept),
        ("filtered", tally.filtered),
        ("faults", tally.faults),
    ];
    let told: Vec<String> = parts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| locale.text_count(&format!("source-tally-{what}"), *count))
        .collect();
    if told.is_empty() { locale.text("source-nothing-new") } else { told.join(", ") }
}

/// A day with its hour in Québec.
fn moment(at: Timestamp, locale: Locale) -> String {
    let zone = TimeZone::get("America/Toronto").unwrap_or(TimeZone::UTC);
    let local = at.to_zoned(zone);
    format!("{}, {:02}:{:02}", locale.day(quebec_date(at)), local.hour(), local.minute())
}
