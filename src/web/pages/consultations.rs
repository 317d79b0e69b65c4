//! Consultations: the list, one with its comments and its form, the comments as CSV and Atom, and the desk that opens,
//! closes and answers them.

use std::fmt::Write;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::description::Choice;
use crate::compliance::indicators::Indicator;
use crate::domain::Lang;
use crate::domain::clock::quebec_date;
use crate::domain::consultation::{Comment, Consultation, LONGEST_COMMENT};
use crate::domain::ids::ConsultationId;
use crate::metadata::table;
use crate::reporting::words;
use crate::service::Kind;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::feeds::{escaped, tagged};
use crate::web::form::Fields;
use crate::web::i18n::Locale;
use crate::web::member::Administrator;
use crate::web::page::{Cache, Frame, csv_file};
use crate::web::session::{self, Cookie};
use crate::web::visits::Visitor;

/// Where consultations stand.
const PATH: &str = "/consultations";
/// Where they are managed.
const DESK: &str = "/administration/consultations";

/// The consultations there are.
#[derive(Debug, Template)]
#[template(path = "consultations.html")]
pub(crate) struct ListPage<'a> {
    frame: &'a Frame,
    all: Vec<Told>,
}

/// A consultation in words.
#[derive(Debug)]
struct Told {
    id: String,
    href: String,
    name: String,
    days: String,
    is_open: bool,
}

/// One consultation.
#[derive(Debug, Template)]
#[template(path = "consultation.html")]
pub(crate) struct OnePage<'a> {
    frame: &'a Frame,
    told: Told,
    meaning: String,
    formula: String,
    indicator_href: String,
    comments: Vec<Said>,
    longest: String,
    body: String,
    done: bool,
    error: Option<String>,
}

/// A comment in words.
#[derive(Debug)]
struct Said {
    id: String,
    about: String,
    lang: &'static str,
    day: String,
    lines: Vec<String>,
    answer: Vec<String>,
    answer_text: String,
    is_shown: bool,
}

/// The desk.
#[derive(Debug, Template)]
#[template(path = "consultations_desk.html")]
pub(crate) struct DeskPage<'a> {
    frame: &'a Frame,
    done: bool,
    wrong: bool,
    indicators: Vec<Choice>,
    newest: String,
    open: Vec<Told>,
    has_waiting: bool,
    /// What waits, under no heading, and what was decided about.
    groups: [(String, Vec<Said>); 2],
}

fn indicator_of(consultation: &Consultation) -> Option<Indicator> {
    Indicator::find(&consultation.indicator)
}

fn told(one: &Consultation, frame: &Frame) -> Told {
    let locale = frame.locale;
    let name = indicator_of(one).map_or_else(|| one.indicator.clone(), |indicator| words::name(indicator, locale));
    let days = [("from", locale.day(one.opens)), ("to", locale.day(one.closes))];
    Told {
        id: one.id.to_string(),
        href: frame.href(&format!("{PATH}/{}", one.id)),
        name,
        days: locale.text_with("consultation-days", &days.each_ref().map(|(name, value)| (*name, value.as_str()))),
        is_open: one.is_open(frame.today),
    }
}

fn said(comment: &Comment, about: &str, locale: Locale) -> Said {
    let lines = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    Said {
        id: comment.id.to_string(),
        about: about.to_owned(),
        lang: if comment.language == Lang::EN { "en" } else { "fr" },
        day: locale.day(quebec_date(comment.at)),
        lines: lines(&comment.body),
        answer: lines(&comment.answer),
        answer_text: comment.answer.clone(),
        is_shown: comment.shown == Some(true),
    }
}

/// `GET /consultations`
pub(crate) async fn list(State(site): State<Site>, frame: Frame) -> Result<Response, Fault> {
    let all = site.repository.consultations().await?;
    let all = all.iter().map(|one| told(one, &frame)).collect();
    frame.send(&ListPage { frame: &frame, all }, Cache::Public(300))
}

/// What was typed, and what became of it.
#[derive(Debug, Default)]
struct Typed {
    body: String,
    done: bool,
    error: Option<&'static str>,
}

/// `GET /consultations/{id}`
pub(crate) async fn show(
    State(site): State<Site>,
    frame: Frame,
    Path(id): Path<String>,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let done = pairs.first("fait") == "1";
    one(&site, frame, &id, Typed { done, ..Typed::default() }).await
}

async fn one(site: &Site, frame: Frame, id: &str, typed: Typed) -> Result<Response, Fault> {
    let id: ConsultationId = id.parse().map_err(|_| Fault::not_found())?;
    let (consultation, comments) = site.repository.consultation(id).await?;
    let locale = frame.locale;
    let secret = (frame.user.is_none() && consultation.is_open(frame.today)).then(session::random_word).flatten();
    let token = secret.as_deref().map_or(frame.form_token.clone(), session::form_token);
    let frame = Frame { form_token: token, ..frame };
    let indicator = indicator_of(&consultation);
    let text = |read: fn(Indicator, Locale) -> String| indicator.map(|one| read(one, locale)).unwrap_or_default();
    let page = OnePage {
        frame: &frame,
        told: told(&consultation, &frame),
        meaning: text(words::meaning),
        formula: text(words::formula),
        indicator_href: frame.href(&format!("/conformite/indicateurs/{}", consultation.indicator)),
        comments: comments.iter().map(|comment| said(comment, "", locale)).collect(),
        longest: LONGEST_COMMENT.to_string(),
        body: typed.body,
        done: typed.done,
        error: typed.error.map(|key| frame.t(key)),
    };
    let status = if page.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut response = frame.send_as(status, &page, Cache::Never)?;
    if let Some(cookie) = secret.and_then(|secret| Cookie::Form.set(&site.settings, &secret)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `POST /consultations/{id}`: a comment.
pub(crate) async fn say(
    State(site): State<Site>,
    frame: Frame,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let number: ConsultationId = id.parse().map_err(|_| Fault::not_found())?;
    let body = fields.text("commentaire");
    let again = |error| Typed { body: body.clone(), done: false, error: Some(error) };
    if !fields.is_ours(&site, &headers) {
        return one(&site, frame, &id, again("consultation-stale")).await;
    }
    let lang = frame.locale.lang();
    match site.repository.comment_on(number, &body, lang, &visitor.client()).await {
        Ok(()) => Ok(Redirect::to(&format!("{}?fait=1", frame.href(&format!("{PATH}/{id}")))).into_response()),
        Err(error) => match error.kind() {
            Kind::Invalid => one(&site, frame, &id, again("consultation-length")).await,
            Kind::Unavailable => one(&site, frame, &id, again("consultation-many")).await,
            Kind::Forbidden => one(&site, frame, &id, again("consultation-closed")).await,
            _ => Err(error.into()),
        },
    }
}

/// `GET /consultations/{id}/commentaires.csv`: what is public, without anything about anybody.
pub(crate) async fn csv(State(site): State<Site>, Path(id): Path<String>) -> Result<Response, Fault> {
    let id: ConsultationId = id.parse().map_err(|_| Fault::not_found())?;
    let (consultation, comments) = site.repository.consultation(id).await?;
    let heading =
        ["consultation", "indicator", "version", "comment", "language", "received_on", "body", "answer", "answered_on"];
    let mut bytes = table::line(&heading).map_err(Fault::internal)?;
    for comment in &comments {
        let answered = comment.answered_at.map(|at| quebec_date(at).to_string()).unwrap_or_default();
        let row = [
            id.to_string(),
            consultation.indicator.clone(),
            consultation.version.to_string(),
            comment.id.to_string(),
            comment.language.to_string(),
            quebec_date(comment.at).to_string(),
            comment.body.clone(),
            comment.answer.clone(),
            answered,
        ];
        bytes.extend(table::line(&row).map_err(Fault::internal)?);
    }
    Ok((csv_file(&format!("consultation-{id}"), "public, max-age=300"), bytes).into_response())
}

/// `GET /consultations/{id}/flux.atom`: public comments and answers, latest first (RFC 4287).
pub(crate) async fn atom(
    State(site): State<Site>,
    frame: Frame,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let id: ConsultationId = id.parse().map_err(|_| Fault::not_found())?;
    let (consultation, comments) = site.repository.consultation(id).await?;
    let told = told(&consultation, &frame);
    let address = escaped(&site.settings.absolute(&told.href));
    let changed = |comment: &Comment| comment.answered_at.unwrap_or(comment.at);
    let updated = comments.iter().map(changed).max().unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <id>{address}</id>\n<title>{}</title>\n<updated>{updated}</updated>\n\
         <link rel=\"self\" href=\"{address}/flux.atom\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>\n\
         <author><name>{}</name></author>\n",
        frame.locale.tag(),
        escaped(&told.name),
        escaped(&site.settings.site_name),
    );
    for comment in comments.iter().rev() {
        let answer = if comment.answer.is_empty() { String::new() } else { format!("\n\n{}", comment.answer) };
        let number = format!("{} {}", frame.t("consultation-comment"), comment.id);
        let _infallible = writeln!(
            xml,
            "<entry>\n<id>{address}#c{0}</id>\n<title>{1}</title>\n<link rel=\"alternate\" href=\"{address}#c{0}\"/>\n\
             <published>{2}</published>\n<updated>{3}</updated>\n<content type=\"text\" xml:lang=\"{4}\">{5}</content>\n</entry>",
            comment.id,
            escaped(&number),
            comment.at,
            changed(comment),
            comment.language,
            escaped(&format!("{}{answer}", comment.body)),
        );
    }
    xml.push_str("</feed>\n");
    Ok(tagged("application/atom+xml; charset=utf-8", xml, &headers))
}

/// `GET /administration/consultations`
pub(crate) async fn desk(
    State(site): State<Site>,
    Administrator { frame, .. }: Administrator,
    pairs: Pairs,
) -> Result<Response, Fault> {
    send_desk(&site, &frame, pairs.first("fait") == "1", false).await
}

async fn send_desk(site: &Site, frame: &Frame, done: bool, wrong: bool) -> Result<Response, Fault> {
    let all = site.repository.consultations().await?;
    let (waiting, decided) = site.repository.comments_to_decide().await?;
    let about = |comment: &Comment| {
        let found = all.iter().find(|one| one.id == comment.consultation);
        found.map(|one| told(one, frame).name).unwrap_or_default()
    };
    let lines = |comments: &[Comment]| {
        comments.iter().map(|comment| said(comment, &about(comment), frame.locale)).collect::<Vec<_>>()
    };
    let choice = |indicator: &Indicator| Choice {
        value: indicator.id().to_owned(),
        label: words::name(*indicator, frame.locale),
        chosen: false,
    };
    let page = DeskPage {
        frame,
        done,
        wrong,
        indicators: Indicator::ALL.iter().map(choice).collect(),
        newest: frame.today.to_string(),
        open: all.iter().filter(|one| one.closes >= frame.today).map(|one| told(one, frame)).collect(),
        has_waiting: !waiting.is_empty(),
        groups: [(String::new(), lines(&waiting)), (frame.t("announcements-decided"), lines(&decided))],
    };
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    frame.send_as(status, &page, Cache::Never)
}

/// `POST /administration/consultations`: opens, closes, or decides about a comment.
pub(crate) async fn act(
    State(site): State<Site>,
    Administrator { frame, .. }: Administrator,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    if !fields.is_ours(&site, &headers) {
        return Err(Fault::forbidden());
    }
    let repository = &site.repository;
    let done = match fields.text("action").as_str() {
        "ouvrir" => match (fields.text("du").parse(), fields.text("au").parse()) {
            (Ok(from), Ok(to)) => repository.open_consultation(&fields.text("indicateur"), (from, to)).await,
            _ => return send_desk(&site, &frame, false, true).await,
        },
        "fermer" => {
            let id = fields.text("consultation").parse().map_err(|_| Fault::not_found())?;
            repository.close_consultation(id).await
        }
        action => {
            let id = fields.text("commentaire").parse().map_err(|_| Fault::not_found())?;
            repository.decide_comment(id, action == "publier", &fields.text("reponse")).await
        }
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}?fait=1", frame.href(DESK))).into_response()),
        Err(error) if error.kind() == Kind::Invalid => send_desk(&site, &frame, false, true).await,
        Err(error) => Err(error.into()),
    }
}
