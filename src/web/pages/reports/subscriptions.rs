//! Reports by mail: what an account of the funder gets, and what the link of a message ends.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use super::{kinds, subject};
use crate::compliance::subject::Subject;
use crate::domain::subscription::{NewSubscription, Period, Subscription};
use crate::reporting::{Form, subject_name, words};
use crate::service::Kind;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::Fields;
use crate::web::member::Funder;
use crate::web::page::{Cache, Frame};
use crate::web::pages::description::Choice;

/// Where the reports of an account stand.
pub(crate) const PATH: &str = "/rapports/abonnements";

/// The reports that an account gets.
#[derive(Debug, Template)]
#[template(path = "report_subscriptions.html")]
pub(crate) struct SubscriptionsPage<'a> {
    frame: &'a Frame,
    email: String,
    done: Option<String>,
    wrong: bool,
    paused: bool,
    kinds: Vec<Choice>,
    value: String,
    files: Vec<Choice>,
    periods: Vec<Choice>,
    lines: Vec<SubscriptionLine>,
}

#[derive(Debug)]
struct SubscriptionLine {
    id: String,
    title: String,
    file: String,
    period: String,
}

/// The page that ends a subscription.
#[derive(Debug, Template)]
#[template(path = "report_stop.html")]
pub(crate) struct StopPage<'a> {
    frame: &'a Frame,
    /// What the report is about; nothing once it is ended.
    title: Option<String>,
    /// Where the form goes.
    action: String,
}

impl<'a> SubscriptionsPage<'a> {
    fn new(frame: &'a Frame, own: &[Subscription], sends_mail: bool, (kind, value): (&str, &str)) -> Self {
        Self {
            frame,
            email: frame.user.as_ref().map(|user| user.email.clone()).unwrap_or_default(),
            done: None,
            wrong: false,
            paused: !sends_mail,
            kinds: kinds(frame, kind),
            value: value.to_owned(),
            files: files(frame),
            periods: periods(frame),
            lines: own.iter().map(|one| line(one, frame)).collect(),
        }
    }
}

fn files(frame: &Frame) -> Vec<Choice> {
    let page = Choice { value: String::new(), label: frame.t("report-file-page"), chosen: true };
    let files = Form::FILES.iter().map(|(name, _)| Choice {
        value: (*name).to_owned(),
        label: frame.t(&file_key(name)),
        chosen: false,
    });
    std::iter::once(page).chain(files).collect()
}

fn file_key(name: &str) -> String {
    if name.is_empty() { "report-file-page".to_owned() } else { format!("report-file-{}", name.replace('.', "-")) }
}

fn periods(frame: &Frame) -> Vec<Choice> {
    let choice = |period: Period| Choice {
        value: period.code().to_owned(),
        label: frame.t(&format!("report-period-{}", period.code())),
        chosen: period == Period::default(),
    };
    Period::ALL.into_iter().map(choice).collect()
}

fn line(one: &Subscription, frame: &Frame) -> SubscriptionLine {
    let subject = Subject::parse(&one.kind, &one.value);
    SubscriptionLine {
        id: one.id.to_string(),
        title: subject.map_or_else(|_| one.value.clone(), |subject| words::subject(&subject, frame.locale)),
        file: frame.t(&file_key(&one.file)),
        period: frame.t(&format!("report-period-{}", one.period.code())),
    }
}

/// `GET /rapports/abonnements`
pub(crate) async fn list(
    State(site): State<Site>,
    Funder { frame, user }: Funder,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let own = site.repository.subscriptions_of(&user).await?;
    let typed = (pairs.first("par"), pairs.first("valeur"));
    let mut page = SubscriptionsPage::new(&frame, &own, site.repository.sends_mail(), typed);
    page.done = match pairs.first("fait") {
        "ajoute" => Some(frame.t("report-subscribed")),
        "retire" => Some(frame.t("report-unsubscribed")),
        _ => None,
    };
    frame.send(&page, Cache::Never)
}

/// `POST /rapports/abonnements`: adds or ends one.
pub(crate) async fn act(
    State(site): State<Site>,
    Funder { frame, user }: Funder,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    if !fields.is_ours(&site, &headers) {
        return Err(Fault::forbidden());
    }
    if fields.text("action") == "retirer" {
        let id = fields.text("abonnement").parse().map_err(|_| Fault::not_found())?;
        site.repository.unsubscribe(&user, id).await?;
        return Ok(Redirect::to(&format!("{}?fait=retire", frame.href(PATH))).into_response());
    }
    let (kind, value) = (fields.text("par"), fields.text("valeur"));
    let period = Period::from_code(&fields.text("periode")).unwrap_or_default();
    let added = match subject(&kind, &value) {
        Some(subject) => {
            let new = NewSubscription {
                user: user.id,
                kind: subject.kind().to_owned(),
                value: subject.value(),
                file: fields.text("fichier"),
                period,
                language: frame.locale.lang(),
            };
            site.repository.subscribe(&user, new).await.map_err(|error| error.kind())
        }
        None => Err(Kind::Invalid),
    };
    match added {
        Ok(()) => Ok(Redirect::to(&format!("{}?fait=ajoute", frame.href(PATH))).into_response()),
        Err(Kind::Invalid) => {
            let own = site.repository.subscriptions_of(&user).await?;
            let mut page = SubscriptionsPage::new(&frame, &own, site.repository.sends_mail(), (&kind, &value));
            page.wrong = true;
            frame.send_as(axum::http::StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
        }
        Err(kind) => Err(Fault::of(kind)),
    }
}

/// `GET /rapports/abonnements/arreter`: a button, since programs that look for harm open links too.
pub(crate) async fn stop(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    let found = site.repository.subscription_of_link(pairs.first("jeton")).await?;
    let subject = found.and_then(|found| Subject::parse(&found.kind, &found.value).ok());
    let title = subject.map(|subject| subject_name(&subject, frame.locale.lang()));
    frame.send(&StopPage { frame: &frame, title, action: frame.here_in(frame.locale) }, Cache::Never)
}

/// `POST /rapports/abonnements/arreter`: from the button, or from a mail program without any cookie (RFC 8058 §3.2).
pub(crate) async fn stopped(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    site.repository.unsubscribe_by_link(pairs.first("jeton")).await?;
    frame.send(&StopPage { frame: &frame, title: None, action: String::new() }, Cache::Never)
}
