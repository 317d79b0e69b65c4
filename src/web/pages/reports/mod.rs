//! Reports by award, holder, institution, programme, sector or year: the page, and the files beside it.
//!
//! Reports by award and holder are about one person: only the funder gets them. `subscriptions` sends reports by mail.

pub(crate) mod subscriptions;

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use tokio_util::io::ReaderStream;

use super::description::Choice;
use crate::compliance::indicators::SMALL;
use crate::compliance::subject::Subject;
use crate::domain::user::Role;
use crate::domain::vocabulary::{find_institution, find_institution_by_name};
use crate::domain::{Fund, Ror};
use crate::reporting::{Form, Line, lines, words};
use crate::service::{AsOf, Kind, ReportRequest, ReportView};
use crate::web::Site;
use crate::web::address::with_pairs;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::i18n::Locale;
use crate::web::member::Refusal;
use crate::web::page::{Cache, Frame};

/// Verdicts that the page shows; the files have all of them.
const MOST_ROWS: usize = 100;
/// Programmes and institutions that the form proposes.
const MOST_PROPOSED: i64 = 500;
/// How long a report of today may be kept.
const TODAY_SECONDS: u32 = 300;

/// The page of a report.
#[derive(Debug, Template)]
#[template(path = "report.html")]
pub(crate) struct ReportPage<'a> {
    frame: &'a Frame,
    kinds: Vec<Choice>,
    value: String,
    day: String,
    newest: String,
    proposed: Vec<(String, String)>,
    wrong: bool,
    /// Why there is nothing to show: the report counts too few.
    few: Option<String>,
    report: Option<Shown>,
}

/// A report in words.
#[derive(Debug)]
struct Shown {
    title: String,
    note: String,
    lines: Vec<Line>,
    files: Vec<(String, String)>,
    rows: Vec<Row>,
    total: String,
    cut: bool,
    follow: Option<String>,
}

#[derive(Debug)]
struct Row {
    href: String,
    title: String,
    award: String,
    outcome: String,
    due: String,
    action: String,
}

/// What an address asks for.
#[derive(Debug, Clone)]
struct Asked {
    subject: Option<Subject>,
    day: Option<Date>,
    is_wrong: bool,
}

impl Asked {
    fn read(pairs: &Pairs, today: Date) -> Self {
        let (kind, value) = (pairs.first("par"), pairs.first("valeur"));
        let subject = subject(kind, value);
        let day = Some(pairs.first("au")).filter(|text| !text.is_empty()).map(|text| text.parse::<Date>().ok());
        let is_wrong = subject.is_none() || day.is_some_and(|day| day.is_none_or(|day| day > today));
        Self { subject, day: day.flatten(), is_wrong }
    }

    fn request(&self, locale: Locale) -> Option<ReportRequest> {
        let subject = self.subject.clone().filter(|_| !self.is_wrong)?;
        Some(ReportRequest { subject, as_of: self.day.map(AsOf::day), lang: locale.lang() })
    }
}

/// What a report is about; institutions and funds also by their names.
pub(super) fn subject(kind: &str, value: &str) -> Option<Subject> {
    let named = (kind == "institution").then(|| find_institution_by_name(value)).flatten();
    match named {
        Some(found) => Some(Subject::Institution(found.ror.clone())),
        None => Subject::parse(kind, value).ok(),
    }
}

/// The pairs of an address of a report.
fn pairs_of(subject: &Subject, day: Option<Date>) -> Vec<(String, String)> {
    let mut pairs = vec![("par".to_owned(), subject.kind().to_owned())];
    if *subject != Subject::All {
        pairs.push(("valeur".to_owned(), subject.value()));
    }
    pairs.extend(day.map(|day| ("au".to_owned(), day.to_string())));
    pairs
}

/// The kinds of reports that a visitor may choose.
pub(super) fn kinds(frame: &Frame, chosen: &str) -> Vec<Choice> {
    let personal = ["award", "holder"];
    let kinds = Subject::KINDS.iter().filter(|kind| frame.may_read_reports() || !personal.contains(kind));
    let choice = |kind: &&str| Choice {
        value: (*kind).to_owned(),
        label: frame.t(&format!("report-by-{kind}")),
        chosen: *kind == chosen,
    };
    kinds.map(choice).collect()
}

impl<'a> ReportPage<'a> {
    fn new(frame: &'a Frame, pairs: &Pairs, asked: &Asked, view: Option<&ReportView>) -> Self {
        let kind = asked.subject.as_ref().map_or_else(|| pairs.first("par"), |subject| subject.kind());
        Self {
            frame,
            kinds: kinds(frame, kind),
            value: pairs.first("valeur").to_owned(),
            day: asked.day.map(|day| day.to_string()).unwrap_or_default(),
            newest: frame.today.to_string(),
            proposed: Vec::new(),
            wrong: asked.is_wrong,
            few: None,
            report: view.map(|view| shown(view, asked.day, frame)),
        }
    }
}

fn shown(view: &ReportView, day: Option<Date>, frame: &Frame) -> Shown {
    let (locale, subject) = (frame.locale, &view.head.subject);
    let pairs = pairs_of(subject, day);
    let file = |(name, _): (&str, Form)| {
        let key = format!("report-file-{}", name.replace('.', "-"));
        (with_pairs(&frame.href(&format!("/rapports/{name}")), &pairs), locale.text(&key))
    };
    let told = [
        ("day", locale.day(view.head.day)),
        ("rules", view.head.rules_version.clone()),
        ("site", frame.site.site_name.clone()),
    ];
    let follow =
        frame.may_read_reports().then(|| with_pairs(&frame.href(subscriptions::PATH), &pairs_of(subject, None)));
    Shown {
        title: words::subject(subject, locale),
        note: locale.text_with("report-note", &told.each_ref().map(|(name, value)| (*name, value.as_str()))),
        lines: lines(&view.figures, locale),
        files: Form::FILES.into_iter().map(file).collect(),
        rows: view.rows.iter().map(|row| list_row(row, frame)).collect(),
        total: locale.text_count("report-total", view.total),
        cut: view.total > u64::try_from(view.rows.len()).unwrap_or(u64::MAX),
        follow,
    }
}

fn list_row(row: &crate::compliance::report::Row, frame: &Frame) -> Row {
    let locale = frame.locale;
    Row {
        href: frame.href(&format!("/articles/{}", row.article_id)),
        title: row.title.clone().unwrap_or_else(|| locale.text("article-untitled")),
        award: row.award_number.clone().unwrap_or_else(|| row.fund.to_uppercase()),
        outcome: words::outcome(row.outcome, locale),
        due: row.due.map_or_else(|| "—".to_owned(), |day| locale.day(day)),
        action: words::action(row.next_action, locale),
    }
}

/// Whether the visitor may have a report; those about one person are the funder's.
fn allowed(frame: &Frame, subject: &Subject) -> Result<(), Refusal> {
    if subject.is_a_person() { frame.clone().require(Role::Funder).map(drop) } else { Ok(()) }
}

/// `GET /rapports`
pub(crate) async fn show(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    let asked = Asked::read(&pairs, frame.today);
    let Some(request) = asked.request(frame.locale) else {
        return send(&site, &frame, ReportPage::new(&frame, &pairs, &asked, None)).await;
    };
    if let Err(refusal) = allowed(&frame, &request.subject) {
        return Ok(refusal.into_response());
    }
    let _place = site.repository.list_place().await.ok_or_else(|| Fault::of(Kind::Unavailable))?;
    if !frame.may_read_reports() && site.repository.is_report_small(&request).await? {
        let mut page = ReportPage::new(&frame, &pairs, &asked, None);
        page.few = Some(frame.ta("report-few", "number", &frame.locale.number(SMALL)));
        return send(&site, &frame, page).await;
    }
    let view = site.repository.report_view(&request, MOST_ROWS).await?;
    send(&site, &frame, ReportPage::new(&frame, &pairs, &asked, Some(&view))).await
}

async fn send(site: &Site, frame: &Frame, mut page: ReportPage<'_>) -> Result<Response, Fault> {
    let institutions = site.repository.report_institutions(MOST_PROPOSED).await?;
    let named = |ror: &String| {
        let ror = Ror::parse(ror).ok()?;
        let found = find_institution(&ror)?;
        Some((ror.as_str().to_owned(), found.name(frame.locale.lang()).to_owned()))
    };
    page.proposed = institutions.iter().filter_map(named).collect();
    let funds = Fund::ALL.map(|fund| (fund.key().to_owned(), words::fund_name(fund, frame.locale)));
    page.proposed.extend(funds);
    let programmes = site.repository.report_programmes(MOST_PROPOSED).await?;
    page.proposed.extend(programmes.into_iter().map(|name| (name.clone(), name)));
    let status = if page.wrong { axum::http::StatusCode::UNPROCESSABLE_ENTITY } else { axum::http::StatusCode::OK };
    frame.send_as(status, &page, Cache::Public(60))
}

/// `GET /rapports/{name}`: a report in one of its forms. What is made at the end comes from a temporary file.
pub(crate) async fn file(
    State(site): State<Site>,
    frame: Frame,
    Path(name): Path<String>,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let form = Form::of_file_name(&name).ok_or_else(Fault::not_found)?;
    let asked = Asked::read(&pairs, frame.today);
    let request = asked.request(frame.locale).ok_or_else(|| Fault::of(Kind::Invalid))?;
    if let Err(refusal) = allowed(&frame, &request.subject) {
        return Ok(refusal.into_response());
    }
    let place = site.repository.list_place().await.ok_or_else(|| Fault::of(Kind::Unavailable))?;
    if !frame.may_read_reports() && site.repository.is_report_small(&request).await? {
        return Ok(frame
            .require(Role::Funder)
            .map_or_else(IntoResponse::into_response, |_| Fault::not_found().into_response()));
    }
    let body = if form.is_streamed() {
        let pieces = site.repository.open_report(&request, form).await?;
        super::barometer::streamed(pieces, place)
    } else {
        let file = site.repository.report_file(&request, form, |_| {}).await?;
        Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file)))
    };
    let (stem, extension) = name.split_once('.').unwrap_or((&name, ""));
    let day = asked.day.unwrap_or(frame.today);
    let control =
        if request.subject.is_a_person() { "no-store".to_owned() } else { format!("public, max-age={TODAY_SECONDS}") };
    let kind = request.subject.kind();
    let headers = [
        (header::CONTENT_TYPE, form.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"parvis-{stem}-{kind}-{day}.{extension}\"")),
        (header::CACHE_CONTROL, control),
        (header::VARY, "cookie".to_owned()),
    ];
    Ok((headers, body).into_response())
}
