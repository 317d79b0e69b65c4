//! Commitments in words: how far they are, what shows it, and what the barometer said.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::compliance::indicators::{Indicator, Rate};
use crate::domain::Lang;
use crate::domain::clock::quebec_date;
use crate::domain::commitment::{
    Commitment, CommitmentAct, Evidence, EvidenceLink, InBoth, Item, LinkState, Progress, ReadFigure,
};
use crate::reporting::words;
use crate::service::FollowUp;
use crate::web::i18n::Locale;
use crate::web::page::Frame;

/// Words with the language they are in, where that is not the one of the page.
#[derive(Debug, Clone)]
pub(super) struct Words {
    pub(super) lines: Vec<String>,
    pub(super) lang: Option<String>,
}

impl Words {
    pub(super) fn of(both: &InBoth, locale: Locale) -> Self {
        let (text, lang) = both.in_lang(locale.lang());
        let lang = Some(lang).filter(|lang: &Lang| *lang != locale.lang()).map(|lang| lang.to_string());
        Self { lines: text.lines().map(str::to_owned).collect(), lang }
    }
}

/// How far something is, with the class of its badge.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) class: &'static str,
    pub(super) text: String,
}

/// A commitment or a milestone.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) anchor: String,
    pub(super) title: Words,
    pub(super) mark: Mark,
    pub(super) text: Words,
    pub(super) facts: Vec<(String, String)>,
    /// Who answers for it, what helped or hindered, what comes next.
    pub(super) told: Vec<(String, Words)>,
    pub(super) evidence: Vec<Proof>,
    pub(super) reading: Option<Reading>,
}

/// A link of evidence.
#[derive(Debug)]
pub(super) struct Proof {
    pub(super) day: String,
    pub(super) url: String,
    pub(super) failed: bool,
    pub(super) told: String,
}

/// The barometer at the date of a milestone.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) caption: String,
    /// What stands in place of figures.
    pub(super) note: Option<String>,
    pub(super) rows: Vec<ReadRow>,
}

/// An indicator of a reading.
#[derive(Debug)]
pub(super) struct ReadRow {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) cells: [String; 4],
}

/// What an import moved.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) day: String,
    pub(super) text: String,
}

fn progress_key(status: Progress) -> String {
    format!("commitment-status-{}", status.code().replace('_', "-"))
}

/// How far something is, or that it left the plan.
pub(super) fn mark(item: &Item, frame: &Frame) -> Mark {
    if let Some(at) = item.withdrawn {
        let day = frame.locale.day(quebec_date(at));
        return Mark { class: "neutral", text: frame.ta("commitment-withdrawn", "date", &day) };
    }
    let said = &item.said;
    if said.is_late(frame.today) {
        let text = format!("{} – {}", frame.t(&progress_key(said.status)), frame.t("commitment-late"));
        return Mark { class: "bad", text };
    }
    let class = match said.status {
        Progress::Completed => "good",
        Progress::Substantial | Progress::Limited => "middle",
        Progress::NotStarted => "neutral",
    };
    Mark { class, text: frame.t(&progress_key(said.status)) }
}

/// What a line of the list says: milestones done, dead links, the last day.
pub(super) fn progress(one: &Commitment, follow_up: &FollowUp, frame: &Frame) -> Vec<String> {
    let locale = frame.locale;
    let standing: Vec<&Item> = one.milestones.iter().filter(|item| item.withdrawn.is_none()).collect();
    let done = standing.iter().filter(|item| item.said.status == Progress::Completed).count();
    let counts = [("done", count(done, locale)), ("all", count(standing.len(), locale))];
    let counts = locale.text_with("commitment-done-of", &counts.each_ref().map(|(name, text)| (*name, text.as_str())));
    let evidence = standing.iter().copied().chain([&one.item]).flat_map(|item| &item.said.evidence);
    let failed = evidence
        .filter(|proof| follow_up.links.get(&proof.url).and_then(|link| link.state).is_some_and(LinkState::is_failed));
    let failed = u64::try_from(failed.count()).unwrap_or_default();
    let due = one.item.said.due.map(|day| frame.ta("commitment-until", "date", &locale.day(day)));
    let failed = (failed > 0).then(|| locale.text_count("commitment-failed-links", failed));
    [Some(counts).filter(|_| !standing.is_empty()), due, failed].into_iter().flatten().collect()
}

fn count(number: usize, locale: Locale) -> String {
    locale.number(u64::try_from(number).unwrap_or_default())
}

/// A commitment or a milestone as its page shows it.
pub(super) fn step(item: &Item, follow_up: &FollowUp, frame: &Frame) -> Step {
    let (said, locale) = (&item.said, frame.locale);
    let day = |key: &str, day: Option<Date>| day.map(|day| (frame.t(key), locale.day(day)));
    let dates =
        [("commitment-starts", said.starts), ("commitment-due", said.due), ("commitment-completed-on", said.done)];
    let texts =
        [("commitment-lead", &said.lead), ("commitment-factors", &said.factors), ("commitment-to-come", &said.next)];
    let told = texts.into_iter().map(|(key, text)| (frame.t(key), Words::of(text, locale)));
    Step {
        anchor: if item.milestone.is_empty() { String::new() } else { format!("jalon-{}", item.milestone) },
        title: Words::of(&said.title, locale),
        mark: mark(item, frame),
        text: Words::of(&said.text, locale),
        facts: dates.into_iter().filter_map(|(key, date)| day(key, date)).collect(),
        told: told.filter(|(_, words)| !words.lines.is_empty()).collect(),
        evidence: said.evidence.iter().map(|one| proof(one, follow_up.links.get(&one.url), frame)).collect(),
        reading: if item.milestone.is_empty() {
            today(item, follow_up, frame)
        } else {
            reading(item, follow_up, frame)
        },
    }
}

fn proof(one: &Evidence, link: Option<&EvidenceLink>, frame: &Frame) -> Proof {
    let state = link.and_then(|link| link.state);
    Proof {
        day: frame.locale.day(one.day),
        url: one.url.clone(),
        failed: state.is_some_and(LinkState::is_failed),
        told: told_of_link(link, frame),
    }
}

/// When a link was looked at and what was found; when something was last there, where nothing is.
fn told_of_link(link: Option<&EvidenceLink>, frame: &Frame) -> String {
    let day = |at: Timestamp| frame.locale.day(quebec_date(at));
    let Some((link, state, checked)) = link.and_then(|link| Some((link, link.state?, link.checked?))) else {
        return frame.t("evidence-unchecked");
    };
    let looked = frame.ta(&format!("evidence-{}", state.code()), "date", &day(checked));
    if state == LinkState::Found {
        return looked;
    }
    let seen =
        link.seen.map_or_else(|| frame.t("evidence-never-seen"), |at| frame.ta("evidence-last-seen", "date", &day(at)));
    format!("{looked} {seen}")
}

/// The reading of a commitment: today's.
fn today(item: &Item, follow_up: &FollowUp, frame: &Frame) -> Option<Reading> {
    let figures = follow_up.readings.get(&frame.today).filter(|_| item.withdrawn.is_none())?;
    let caption = frame.ta("reading-today", "date", &frame.locale.day(frame.today));
    Some(Reading { caption, note: None, rows: rows(&item.said.indicators, figures, frame) })
}

/// The reading of a milestone: at the end of its day, or that this lies ahead.
fn reading(item: &Item, follow_up: &FollowUp, frame: &Frame) -> Option<Reading> {
    let day = item.said.dated()?;
    let locale = frame.locale;
    let caption = frame.ta("reading-caption", "date", &locale.day(day));
    let note = |key: &str| Some(Reading { caption: caption.clone(), note: Some(frame.t(key)), rows: Vec::new() });
    if day > frame.today {
        return note("reading-ahead");
    }
    let Some(figures) = follow_up.readings.get(&day) else { return note("reading-in-making") };
    // Before the site had anything there is nothing to read.
    if figures.iter().all(|figure| figure.denominator == 0) {
        return note("reading-empty");
    }
    Some(Reading { caption, note: None, rows: rows(&item.said.indicators, figures, frame) })
}

fn rows(wanted: &[String], figures: &[ReadFigure], frame: &Frame) -> Vec<ReadRow> {
    let locale = frame.locale;
    let row = |id: &String| {
        let indicator = Indicator::find(id)?;
        let figure = figures.iter().find(|figure| figure.indicator == *id)?;
        let rate = Rate::of(figure.numerator, figure.denominator);
        let value = match figure.median_days {
            Some(days) => words::days_text(days, locale),
            None if words::is_delay(indicator) => "—".to_owned(),
            None => words::percent(rate, locale),
        };
        let made_of = [("numerator", locale.number(rate.numerator)), ("denominator", locale.number(rate.denominator))];
        let made_of = made_of.each_ref().map(|(name, text)| (*name, text.as_str()));
        let [unknown, of] = figure.unknown;
        let bounds = figure.bounds.map_or_else(
            || "—".to_owned(),
            |[low, high, of]| {
                let [low, high] = [low, high].map(|number| words::percent(Rate::of(number, of), locale));
                if low == high { low } else { format!("{low} – {high}") }
            },
        );
        Some(ReadRow {
            href: frame.href(&format!("/conformite/indicateurs/{id}")),
            name: words::name(indicator, locale),
            cells: [
                value,
                locale.text_with("indicator-made-of", &made_of),
                words::percent(Rate::of(unknown, of), locale),
                bounds,
            ],
        })
    };
    wanted.iter().filter_map(row).collect()
}

/// A line of the history.
pub(super) fn change(act: &CommitmentAct, locale: Locale) -> Change {
    let (title, _) = act.said.title.in_lang(locale.lang());
    let (code, status) = (act.act.code(), locale.text(&progress_key(act.said.status)));
    let key = if act.milestone.is_empty() { format!("commitment-act-{code}") } else { format!("milestone-act-{code}") };
    let text = locale.text_with(&key, &[("title", title), ("status", &status)]);
    Change { day: locale.day(quebec_date(act.at)), text }
}
