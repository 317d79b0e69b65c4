//! A work list as CSV (RFC 4180): what is chosen by the address, or the articles that are ticked.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;

use super::filter::Asked;
use super::sure;
use crate::domain::ArticleId;
use crate::domain::clock::quebec_date;
use crate::domain::verdict::Outcome;
use crate::metadata::table::harmless;
use crate::service::{DeskLine, Error, Kind};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::member::DeskMember;

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
    let outcome = Outcome::from_code(&row.outcome).map(|outcome| sure(outcome, &row.tier).code());
    let of_awards =
        |value: fn(&crate::domain::Award) -> String| line.awards.iter().map(value).collect::<Vec<_>>().join("; ");
    [
        line.article.id.to_string(),
        metadata.main_title().map(|title| title.text.clone()).unwrap_or_default(),
        metadata.doi.as_ref().map(ToString::to_string).unwrap_or_default(),
        outcome.unwrap_or_default().to_owned(),
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

fn write(writer: &mut csv::Writer<Vec<u8>>, lines: &[DeskLine], base_url: &str) -> Result<(), Error> {
    let failed = |error| Error::internal("the work list cannot be written", error);
    lines.iter().try_for_each(|line| {
        writer.write_record(record(line, base_url).iter().map(|cell| harmless(cell))).map_err(failed)
    })
}

fn begun() -> Result<csv::Writer<Vec<u8>>, Fault> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(Fault::internal)?;
    Ok(writer)
}

fn sent(writer: csv::Writer<Vec<u8>>, today: jiff::civil::Date) -> Result<Response, Fault> {
    let bytes = writer.into_inner().map_err(|error| Fault::internal(error.into_error()))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"parvis-suivi-{today}.csv\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// The articles that are ticked.
pub(super) async fn selection(site: &Site, member: &DeskMember, articles: &[ArticleId]) -> Result<Response, Fault> {
    let lines = site.repository.desk_selection(&member.desk, articles).await?;
    let mut writer = begun()?;
    write(&mut writer, &lines, &site.settings.base_url)?;
    sent(writer, member.frame.today)
}

/// `GET /conformite/suivi/liste.csv`
pub(crate) async fn csv(State(site): State<Site>, member: DeskMember, pairs: Pairs) -> Result<Response, Fault> {
    let _place = site.repository.list_place().await.ok_or_else(|| Fault::of(Kind::Unavailable))?;
    let filter = Asked::read(&pairs).filter(&member.user);
    let mut writer = begun()?;
    let base_url = site.settings.base_url.as_str();
    site.repository.for_each_desk_line(&member.desk, &filter, |lines| write(&mut writer, lines, base_url)).await?;
    sent(writer, member.frame.today)
}
