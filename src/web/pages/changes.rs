//! What moved between two days: a page for curators, and the same as a table.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use jiff::ToSpan;
use jiff::civil::Date;

use super::awards::outcome_key;
use crate::compliance::change::Change;
use crate::domain::verdict::Outcome;
use crate::service::{AsOf, Kind};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::i18n::Locale;
use crate::web::member::Curator;
use crate::web::page::{Cache, Frame, csv_file};

/// Rows that the page shows; the table has all of them.
const MOST_ROWS: usize = 200;

/// The page of what moved.
#[derive(Debug, Template)]
#[template(path = "changes.html")]
pub(crate) struct ChangesPage<'a> {
    frame: &'a Frame,
    from: String,
    to: String,
    newest: String,
    wrong: bool,
    rows: Vec<Row>,
    total: String,
    cut: bool,
}

#[derive(Debug)]
struct Row {
    href: String,
    title: String,
    award: String,
    moved: String,
    cause: String,
}

impl<'a> ChangesPage<'a> {
    /// The page of some changes out of a total.
    pub(crate) fn new(frame: &'a Frame, days: Option<(Date, Date)>, changes: &[Change], total: usize) -> Self {
        let shown = days.unwrap_or_else(|| usual(frame.today));
        Self {
            frame,
            from: shown.0.to_string(),
            to: shown.1.to_string(),
            newest: frame.today.to_string(),
            wrong: days.is_none(),
            rows: changes.iter().map(|change| row(change, frame)).collect(),
            total: frame.locale.number(u64::try_from(total).unwrap_or(u64::MAX)),
            cut: total > changes.len(),
        }
    }
}

fn row(change: &Change, frame: &Frame) -> Row {
    let locale = frame.locale;
    let outcome = |code: Option<&str>| match code.and_then(Outcome::from_code) {
        Some(outcome) => locale.text(&outcome_key(outcome)),
        None => "—".to_owned(),
    };
    Row {
        href: frame.href(&format!("/articles/{}", change.article_id)),
        title: change.title.clone().unwrap_or_else(|| locale.text("article-untitled")),
        award: change.award_number.clone().unwrap_or_else(|| change.fund.to_uppercase()),
        moved: format!("{} → {}", outcome(change.before), outcome(change.after)),
        cause: cause(change, locale),
    }
}

/// What moved, with the datum and its values where there are any.
fn cause(change: &Change, locale: Locale) -> String {
    let kind = locale.text(&format!("change-cause-{}", change.cause.code().replace('_', "-")));
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "—".to_owned());
    match (&change.was, &change.is) {
        (None, None) => kind,
        (was, is) => format!("{kind} {} ({} → {})", change.datum, value(was), value(is)),
    }
}

/// From the end of the last month to today.
fn usual(today: Date) -> (Date, Date) {
    (today.first_of_month().saturating_sub(1.day()), today)
}

/// The two days that an address names, in order and not ahead; the usual ones when it names none.
fn days(pairs: &Pairs, today: Date) -> Option<(Date, Date)> {
    let (from, to) = (pairs.first("de"), pairs.first("a"));
    if from.is_empty() && to.is_empty() {
        return Some(usual(today));
    }
    let (from, to): (Date, Date) = (from.parse().ok()?, to.parse().ok()?);
    (from <= to && to <= today).then_some((from, to))
}

/// `GET /conformite/changements`
pub(crate) async fn show(
    State(site): State<Site>,
    Curator { frame, .. }: Curator,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let days = days(&pairs, frame.today);
    let (mut rows, mut total) = (Vec::new(), 0);
    if let Some((from, to)) = days {
        let _place = site.repository.list_place().await.ok_or_else(|| Fault::of(Kind::Unavailable))?;
        let keep = |change: &Change| {
            total += 1;
            if rows.len() < MOST_ROWS {
                rows.push(change.clone());
            }
            Ok(())
        };
        site.repository.for_each_verdict_change((AsOf::day(from), AsOf::day(to)), keep).await?;
    }
    frame.send(&ChangesPage::new(&frame, days, &rows, total), Cache::Never)
}

/// `GET /conformite/changements.csv`
pub(crate) async fn csv(
    State(site): State<Site>,
    Curator { frame, .. }: Curator,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let (from, to) = days(&pairs, frame.today).ok_or_else(|| Fault::of(Kind::Invalid))?;
    let place = site.repository.list_place().await.ok_or_else(|| Fault::of(Kind::Unavailable))?;
    let pieces = site.repository.change_pieces((AsOf::day(from), AsOf::day(to))).await?;
    let body = stream::try_unfold((pieces, place), |(mut pieces, place)| async move {
        let piece = pieces.next().await.map_err(std::io::Error::other)?;
        Ok::<_, std::io::Error>(piece.map(|piece| (bytes::Bytes::from(piece), (pieces, place))))
    });
    Ok((csv_file(&format!("changements-{from}-{to}"), "no-store"), Body::from_stream(body)).into_response())
}
