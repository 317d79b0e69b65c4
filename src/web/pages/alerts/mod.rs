//! Following searches by mail: the form (`new`), what the links of messages lead to (`link`), and the list of an account.

pub(crate) mod link;
pub(crate) mod new;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use crate::domain::alert::{Alert, Frequency};
use crate::domain::ids::AlertId;
use crate::domain::query::{SearchQuery, Sort};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::Fields;
use crate::web::i18n::Locale;
use crate::web::member::Member;
use crate::web::page::{Cache, Frame};
use crate::web::{address, search_name};

/// Where the alerts of an account stand.
pub(crate) const PATH: &str = "/alertes";

/// The alerts of an account.
#[derive(Debug, Template)]
#[template(path = "alerts.html")]
pub(crate) struct AlertsPage<'a> {
    frame: &'a Frame,
    email: String,
    /// What was just done.
    done: Option<String>,
    paused: bool,
    alerts: Vec<AlertLine>,
}

/// An alert in the list.
#[derive(Debug)]
struct AlertLine {
    id: AlertId,
    name: String,
    href: String,
    choices: Vec<Choice>,
}

/// A frequency to choose.
#[derive(Debug)]
pub(crate) struct Choice {
    value: &'static str,
    label: String,
    chosen: bool,
}

/// The results of an alert's search, the latest additions first.
fn results_href(alert: &Alert, locale: Locale) -> String {
    address::of(locale, "/recherche", &SearchQuery { sort: Sort::Added, ..new::followed(&alert.search) })
}

/// The frequencies, one of them chosen.
fn choices(chosen: Frequency, locale: Locale) -> Vec<Choice> {
    let choice = |frequency: Frequency| Choice {
        value: frequency.code(),
        label: locale.text(&format!("alert-{}", frequency.code())),
        chosen: frequency == chosen,
    };
    Frequency::ALL.into_iter().map(choice).collect()
}

impl<'a> AlertsPage<'a> {
    /// The list; `done` names what was just done, as the address has it.
    pub(crate) fn new(frame: &'a Frame, alerts: &[Alert], sends_mail: bool, done: &str) -> Self {
        let line = |alert: &Alert| AlertLine {
            id: alert.id,
            name: search_name::name(&alert.search, frame.locale),
            href: results_href(alert, frame.locale),
            choices: choices(alert.frequency, frame.locale),
        };
        let done = match done {
            "ajoutee" => Some("alerts-added"),
            "changee" => Some("alerts-changed"),
            "retiree" => Some("alerts-removed"),
            _ => None,
        };
        Self {
            frame,
            email: frame.user.as_ref().map(|user| user.email.clone()).unwrap_or_default(),
            done: done.map(|key| frame.t(key)),
            paused: !sends_mail,
            alerts: alerts.iter().map(line).collect(),
        }
    }
}

/// `GET /alertes`
pub(crate) async fn list(
    State(site): State<Site>,
    Member { frame, user }: Member,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let alerts = site.repository.alerts_of(&user).await?;
    let page = AlertsPage::new(&frame, &alerts, site.repository.sends_mail(), pairs.first("fait"));
    frame.send(&page, Cache::Never)
}

/// `POST /alertes`: changes or removes one.
pub(crate) async fn act(
    State(site): State<Site>,
    Member { frame, user }: Member,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    if !fields.is_ours(&site, &headers) {
        return Err(Fault::forbidden());
    }
    let id: AlertId = fields.text("alerte").parse().map_err(|_| Fault::not_found())?;
    let done = if fields.text("action") == "retirer" {
        site.repository.remove_alert(&user, id).await?;
        "retiree"
    } else {
        let frequency = Frequency::from_code(&fields.text("frequence")).unwrap_or_default();
        site.repository.change_alert(&user, id, frequency).await?;
        "changee"
    };
    Ok(Redirect::to(&format!("{}?fait={done}", frame.href(PATH))).into_response())
}
