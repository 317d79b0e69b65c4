//! Exceptions of an article for curators: what the rules say beside what was decided, the acts so far, and the form of
//! the next one. What was known when stands below.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;

use super::awards::outcome_key;
use super::description::{self, FieldView};
use super::view::{self, Text};
use crate::domain::clock::quebec_date;
use crate::domain::exception::{Act, ExceptionAct, Ground, Refusal};
use crate::domain::verdict::Verdict;
use crate::domain::{Article, ArticleId, AwardNumber};
use crate::service::{Error, ExceptionRequest, Kind, Shown};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::{Id, Pairs};
use crate::web::form::{FieldErrors, Fields};
use crate::web::i18n::Locale;
use crate::web::member::Curator;
use crate::web::page::{Cache, Frame};

/// The page of the exceptions of an article.
#[derive(Debug, Template)]
#[template(path = "exception.html")]
pub(crate) struct ExceptionPage<'a> {
    frame: &'a Frame,
    title: Text,
    article_href: String,
    done: bool,
    verdicts: Vec<[String; 3]>,
    acts: Vec<ActView>,
    seen: Vec<[String; 3]>,
    fields: Vec<FieldView>,
    errors: Vec<(&'static str, String)>,
}

/// An act as the page shows it.
#[derive(Debug)]
struct ActView {
    day: String,
    what: String,
    by: String,
    award: String,
    motive: String,
    proof: String,
    expires: String,
}

/// What the page is made from.
pub(crate) struct Facts {
    pub(crate) article: Article,
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) acts: Vec<ExceptionAct>,
    pub(crate) seen: Vec<crate::service::Observation>,
}

impl<'a> ExceptionPage<'a> {
    /// The page with what was typed.
    pub(crate) fn new(frame: &'a Frame, facts: &Facts, done: bool, fields: &Fields, errors: &FieldErrors) -> Self {
        let locale = frame.locale;
        let outcome = |outcome| locale.text(&outcome_key(outcome));
        let verdicts = facts.verdicts.iter().map(|verdict| {
            let award = award_name(verdict.award.number.as_ref(), locale);
            [award, outcome(verdict.computed), outcome(verdict.outcome)]
        });
        Self {
            frame,
            title: view::title(&facts.article.version.metadata, locale),
            article_href: frame.href(&format!("/articles/{}", facts.article.id)),
            done,
            verdicts: verdicts.collect(),
            acts: facts.acts.iter().map(|act| act_view(act, locale)).collect(),
            seen: facts.seen.iter().map(|seen| observation(seen, locale)).collect(),
            fields: form(facts, fields, errors, locale),
            errors: errors.summary(locale),
        }
    }
}

fn award_name(number: Option<&AwardNumber>, locale: Locale) -> String {
    number.map_or_else(|| locale.text("exception-every-award"), ToString::to_string)
}

fn act_view(act: &ExceptionAct, locale: Locale) -> ActView {
    let what = locale.text(&format!("exception-act-{}", act.act.code()));
    let ground = locale.text(&ground_key(act.ground));
    ActView {
        day: locale.day(quebec_date(act.at)),
        what: format!("{what} – {ground}"),
        by: act.by.clone().unwrap_or_default(),
        award: award_name(act.award.as_ref(), locale),
        motive: act.motive.clone(),
        proof: act.proof.clone(),
        expires: act.expires.map(|day| locale.day(day)).unwrap_or_default(),
    }
}

fn ground_key(ground: Ground) -> String {
    format!("exception-ground-{}", ground.code().replace('_', "-"))
}

/// Day, what was seen, and who or what made it.
fn observation(seen: &crate::service::Observation, locale: Locale) -> [String; 3] {
    let day = Timestamp::from_microsecond(seen.at_us).map(|at| locale.day(quebec_date(at))).unwrap_or_default();
    let number = seen.number.to_string();
    let what = match seen.state.as_str() {
        "withdrawn" => locale.text("observation-withdrawn"),
        _ => locale.text_with("observation-version", &[("number", &number)]),
    };
    let act = seen.act.as_deref().map(|act| format!("event-{}", act.replace('_', "-")));
    let act = act.filter(|key| locale.has(key)).map(|key| locale.text(&key));
    let by = [act, seen.by.clone()].into_iter().flatten().collect::<Vec<_>>().join(" – ");
    [day, what, by]
}

fn form(facts: &Facts, fields: &Fields, errors: &FieldErrors, locale: Locale) -> Vec<FieldView> {
    let numbers = facts.article.version.metadata.awards.iter().filter_map(|link| link.number.as_ref());
    let mut awards = vec![(String::new(), locale.text("exception-every-award"))];
    awards.extend(numbers.map(|number| (number.to_string(), number.to_string())));
    let mut all = vec![description::choice_of("octroi", awards, fields, errors, locale)];
    all.extend(form_of_several(fields, errors, locale));
    all
}

/// The form of one act on the exceptions of several articles: for every award of each.
pub(crate) fn form_of_several(fields: &Fields, errors: &FieldErrors, locale: Locale) -> Vec<FieldView> {
    let acts = Act::ALL.map(|act| (act.code().to_owned(), locale.text(&format!("exception-act-{}", act.code()))));
    let grounds = Ground::ALL.map(|ground| (ground.code().to_owned(), locale.text(&ground_key(ground))));
    vec![
        description::choice_of("acte", acts.to_vec(), fields, errors, locale),
        description::choice_of("motif", grounds.to_vec(), fields, errors, locale),
        description::comment("explication", fields, errors, locale),
        description::text_line("preuve", fields, errors, locale),
        description::text_line("jusqu_au", fields, errors, locale),
    ]
}

/// `GET /articles/{id}/exception`
pub(crate) async fn show(
    State(site): State<Site>,
    Curator { frame, .. }: Curator,
    Id(id): Id,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let facts = facts(&site, id).await?;
    let done = pairs.first("fait") == "oui";
    frame.send(&ExceptionPage::new(&frame, &facts, done, &Fields::default(), &FieldErrors::default()), Cache::Never)
}

/// `POST /articles/{id}/exception`
pub(crate) async fn send(
    State(site): State<Site>,
    Curator { frame, user }: Curator,
    Id(id): Id,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let read = if fields.is_ours(&site, &headers) {
        request(&fields)
    } else {
        Err(FieldErrors::one("explication", "form-stale"))
    };
    let errors = match read {
        Err(errors) => errors,
        Ok(request) => match site.repository.act_on_exception(id, user.id, &request).await {
            Ok(()) => {
                let address = format!("{}?fait=oui", frame.href(&format!("/articles/{id}/exception")));
                return Ok(Redirect::to(&address).into_response());
            }
            Err(Error::Exception(refusal)) => refused(refusal),
            Err(error) => return Err(error.into()),
        },
    };
    let facts = facts(&site, id).await?;
    let page = ExceptionPage::new(&frame, &facts, false, &fields, &errors);
    frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
}

/// What the form asks for.
pub(crate) fn request(fields: &Fields) -> Result<ExceptionRequest, FieldErrors> {
    let mut errors = FieldErrors::default();
    let award = Some(fields.text("octroi")).filter(|text| !text.is_empty());
    let award = award.map(|text| AwardNumber::parse(&text).map_err(|_| text)).transpose();
    let day = Some(fields.text("jusqu_au")).filter(|text| !text.is_empty());
    let expires = day.map(|text| text.parse().map_err(|_| text)).transpose();
    if let Err(text) = &award {
        errors.add("octroi", "form-choice", text);
    }
    if let Err(text) = &expires {
        errors.add("jusqu_au", "exception-error-day", text);
    }
    let (act, ground) = (Act::from_code(fields.raw("acte")), Ground::from_code(fields.raw("motif")));
    if act.is_none() {
        errors.add("acte", "form-choice", fields.raw("acte"));
    }
    if ground.is_none() {
        errors.add("motif", "form-choice", fields.raw("motif"));
    }
    match (award, expires, act, ground) {
        (Ok(award), Ok(expires), Some(act), Some(ground)) => {
            let (motive, proof) = (fields.text("explication"), fields.text("preuve"));
            Ok(ExceptionRequest { award, act, ground, motive, proof, expires })
        }
        _ => Err(errors),
    }
}

/// The field that a refusal is about.
pub(crate) fn refused(refusal: Refusal) -> FieldErrors {
    match refusal {
        Refusal::NoMotive => FieldErrors::one("explication", "form-reason-none"),
        Refusal::NoProof => FieldErrors::one("preuve", "exception-error-proof"),
        Refusal::NoExpiry => FieldErrors::one("jusqu_au", "exception-error-expiry"),
        Refusal::NothingToRevoke => FieldErrors::one("acte", "exception-error-revoke"),
        Refusal::NothingToAppeal => FieldErrors::one("acte", "exception-error-appeal"),
    }
}

async fn facts(site: &Site, id: ArticleId) -> Result<Facts, Fault> {
    let article = match site.repository.show(id).await? {
        Shown::Article(article) => *article,
        Shown::Tombstone(_) => return Err(Fault::of(Kind::Gone)),
    };
    let verdicts = site.repository.verdicts(&article).await?;
    let acts = site.repository.exception_acts(id).await?;
    Ok(Facts { article, verdicts, acts, seen: site.repository.observations(id).await? })
}
