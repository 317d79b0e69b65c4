//! A work list as CSV (RFC 4180): what is chosen by the address, or the articles that are ticked.

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use jiff::Timestamp;
use tokio::sync::OwnedSemaphorePermit;

use super::filter::Asked;
use crate::domain::ArticleId;
use crate::domain::clock::quebec_date;
use crate::metadata::table;
use crate::service::{DeskLine, DeskNumbers, Error, Kind};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::member::DeskMember;
use crate::web::page::csv_file;

/// The columns.
const COLUMNS: [&str; 13] = [
    "article_id",
    "title",
    "doi",
    "outcome",
    "next_action",
    "tier",
    "due_on",
    "award_numbers",
    "holders",
    "assignee",
    "followed_on",
    "reminded_on",
    "url",
];

fn record(line: &DeskLine, base_url: &str) -> [String; 13] {
    let day = |at_us: Option<i64>| {
        let at = at_us.and_then(|at_us| Timestamp::from_microsecond(at_us).ok());
        at.map(|at| quebec_date(at).to_string()).unwrap_or_default()
    };
    let (row, metadata) = (&line.row, &line.article.version.metadata);
    let of_awards =
        |value: fn(&crate::domain::Award) -> String| line.awards.iter().map(value).collect::<Vec<_>>().join("; ");
    [
        line.article.id.to_string(),
        metadata.main_title().map(|title| title.text.clone()).unwrap_or_default(),
        metadata.doi.as_ref().map(ToString::to_string).unwrap_or_default(),
        row.shown.clone(),
        row.action.clone(),
        row.tier.clone(),
        row.due_on.clone().unwrap_or_default(),
        of_awards(|award| award.number.to_string()),
        of_awards(|award| award.holder.clone()),
        row.assignee_name.clone().unwrap_or_default(),
        day(row.followed_us),
        day(row.reminded_us),
        format!("{base_url}/articles/{}", line.article.id),
    ]
}

fn write(bytes: &mut Vec<u8>, lines: &[DeskLine], base_url: &str) -> Result<(), Error> {
    let failed = |error| Error::internal("the work list cannot be written", error);
    for line in lines {
        bytes.extend(table::line(&record(line, base_url)).map_err(failed)?);
    }
    Ok(())
}

fn begun() -> Result<Vec<u8>, Fault> {
    table::line(&COLUMNS).map_err(Fault::internal)
}

fn sent(body: Body, today: jiff::civil::Date) -> Response {
    (csv_file(&format!("suivi-{today}"), "no-store"), body).into_response()
}

/// The articles that are ticked.
pub(super) async fn selection(site: &Site, member: &DeskMember, articles: &[ArticleId]) -> Result<Response, Fault> {
    let lines = site.repository.desk_selection(&member.desk, articles).await?;
    let mut bytes = begun()?;
    write(&mut bytes, &lines, &site.settings.base_url)?;
    Ok(sent(Body::from(bytes), member.frame.today))
}

/// A list that is being sent, with its place among those that are sent at the same time.
struct Sending {
    numbers: DeskNumbers,
    /// What is written and not sent yet: the columns first.
    written: Vec<u8>,
    base_url: String,
    _place: OwnedSemaphorePermit,
}

impl Sending {
    /// The next piece; nothing at the end.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let lines = self.numbers.next().await?;
        let mut piece = std::mem::take(&mut self.written);
        write(&mut piece, lines.as_deref().unwrap_or_default(), &self.base_url)?;
        Ok(Some(piece).filter(|piece| lines.is_some() || !piece.is_empty()))
    }
}

/// `GET /conformite/suivi/liste.csv`: all of the list, piece by piece. A failure cuts it off, so that nobody takes half a list
/// for a whole one.
pub(crate) async fn csv(State(site): State<Site>, member: DeskMember, pairs: Pairs) -> Result<Response, Fault> {
    let place = site.repository.list_place().await.ok_or_else(|| Fault::of(Kind::Unavailable))?;
    let numbers = site.repository.desk_numbers(&member.desk, &Asked::read(&pairs).filter(&member.user)).await?;
    let base_url = site.settings.base_url.clone();
    let sending = Sending { numbers, written: begun()?, base_url, _place: place };
    let body = stream::try_unfold(sending, |mut sending| async move {
        match sending.next().await {
            Ok(piece) => Ok(piece.map(|piece| (bytes::Bytes::from(piece), sending))),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a work list is cut off");
                Err(std::io::Error::other(error))
            }
        }
    });
    Ok(sent(Body::from_stream(body), member.frame.today))
}
