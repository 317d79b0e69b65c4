//! What was sent when, for a desk; and the end of reminders by one click.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::domain::clock::quebec_date;
use crate::service::ReminderLine;
use crate::web::Site;
use crate::web::address::with_pairs;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::member::DeskMember;
use crate::web::page::{Cache, Frame};
use crate::web::pages::awards::action_key;
use crate::web::pages::view::{self, Text};

/// Where the log is.
const PATH: &str = "/conformite/suivi/rappels";
/// Lines on a full page.
const FULL: usize = 50;

/// The log of reminders.
#[derive(Debug, Template)]
#[template(path = "reminders.html")]
pub(crate) struct LogPage<'a> {
    frame: &'a Frame,
    desk: String,
    days: String,
    by_schedule: bool,
    lines: Vec<Line>,
    next: Option<String>,
}

#[derive(Debug)]
struct Line {
    day: String,
    name: String,
    asked_by: String,
    state: String,
    total: String,
    articles: Vec<(String, Text, String)>,
}

fn line(line: &ReminderLine, frame: &Frame) -> Line {
    let locale = frame.locale;
    let state = match line.state.as_deref() {
        Some("pending") => "pending",
        Some("failed") => "failed",
        Some(_) => "sent",
        // Messages that went are forgotten after a while; those that failed are kept as long.
        None => "past",
    };
    let articles = line.articles.iter().map(|(article, action)| {
        let action = action.map(|action| locale.text(&action_key(action))).unwrap_or_default();
        (frame.href(&format!("/articles/{}", article.id)), view::title(&article.version.metadata, locale), action)
    });
    Line {
        day: locale.day(quebec_date(line.at)),
        name: line.name.clone().unwrap_or_else(|| frame.t("reminders-erased")),
        asked_by: line.asked_by.clone().unwrap_or_else(|| frame.t("reminders-schedule")),
        state: frame.t(&format!("reminders-state-{state}")),
        total: locale.text_count("reminders-articles", line.total),
        articles: articles.collect(),
    }
}

/// `GET /conformite/suivi/rappels`
pub(crate) async fn log(State(site): State<Site>, member: DeskMember, pairs: Pairs) -> Result<Response, Fault> {
    let DeskMember { frame, desk, .. } = &member;
    let lines = site.repository.reminder_log(desk, pairs.first("avant").parse().ok()).await?;
    let rules = site.repository.reminder_rules();
    let older = |last: &ReminderLine| with_pairs(&frame.href(PATH), &[("avant".to_owned(), last.id.to_string())]);
    let page = LogPage {
        frame,
        desk: super::name(desk, frame),
        days: frame.locale.text_count("reminders-period", u64::try_from(rules.days).unwrap_or_default()),
        by_schedule: rules.by_schedule,
        next: lines.last().filter(|_| lines.len() >= FULL).map(older),
        lines: lines.iter().map(|one| line(one, frame)).collect(),
    };
    frame.send(&page, Cache::Never)
}

/// A short page with at most one button.
#[derive(Debug, Template)]
#[template(path = "reminder_link.html")]
pub(crate) struct StopPage<'a> {
    frame: &'a Frame,
    /// Where the button posts to; none once it is done.
    action: Option<String>,
}

/// `GET /rappels/arreter`: a link alone changes nothing, since programs that look for harm open links too.
pub(crate) async fn stop(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    let known = site.repository.knows_reminder_link(pairs.first("jeton")).await?;
    let action = known.then(|| frame.here_in(frame.locale));
    frame.send(&StopPage { frame: &frame, action }, Cache::Never)
}

/// `POST /rappels/arreter`: from the button, or from a mail program without any cookie (RFC 8058 §3.2).
pub(crate) async fn stopped(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    site.repository.stop_reminders(pairs.first("jeton")).await?;
    frame.send(&StopPage { frame: &frame, action: None }, Cache::Never)
}
