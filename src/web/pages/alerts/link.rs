//! What the links of messages lead to: confirming an alert, ending it. A link alone changes nothing, since programs
//! that look for harm open links too; a button does.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::domain::alert::Alert;
use crate::service::{Error, Kind};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::page::{Cache, Frame};
use crate::web::search_name;

/// What a page tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    /// A link is on its way, if the address can receive any.
    Asked,
    /// A button confirms the address.
    Confirm,
    /// It is confirmed.
    Confirmed,
    /// A button ends the alert.
    Stop,
    /// It is ended.
    Stopped,
    /// The link is no longer good for anything.
    Gone,
}

impl Telling {
    /// All of them.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 6] =
        [Self::Asked, Self::Confirm, Self::Confirmed, Self::Stop, Self::Stopped, Self::Gone];

    /// The messages of heading and text.
    fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Asked => ("alert-asked-title", "alert-asked-lead"),
            Self::Confirm => ("alert-confirm-title", "alert-confirm-lead"),
            Self::Confirmed => ("alert-confirmed-title", "alert-confirmed-lead"),
            Self::Stop => ("alert-stop-title", "alert-stop-lead"),
            Self::Stopped => ("alert-stopped-title", "alert-stopped-lead"),
            Self::Gone => ("alert-gone-title", "alert-gone-lead"),
        }
    }
}

/// A short page with at most one button.
#[derive(Debug, Template)]
#[template(path = "alert_link.html")]
pub(crate) struct LinkPage<'a> {
    frame: &'a Frame,
    title: String,
    lead: String,
    /// What more there is to say.
    note: Option<String>,
    /// The search: its name and its address.
    search: Option<(String, String)>,
    /// The button: where its form goes and what stands on it.
    button: Option<(String, String)>,
}

impl<'a> LinkPage<'a> {
    /// A page about an alert.
    pub(crate) fn new(frame: &'a Frame, telling: Telling, alert: Option<&Alert>) -> Self {
        let (title, lead) = telling.keys();
        Self {
            frame,
            title: frame.t(title),
            lead: frame.t(lead),
            note: None,
            search: alert.map(|alert| {
                (search_name::name(&alert.search, frame.locale), super::results_href(alert, frame.locale))
            }),
            button: None,
        }
    }

    /// The page with a button that posts to its own address.
    pub(crate) fn with_button(self, key: &str) -> Self {
        let button = Some((self.frame.here_in(self.frame.locale), self.frame.t(key)));
        Self { button, ..self }
    }
}

/// `GET /alertes/demande`: the same for everybody who asked, whatever is known of the address.
pub(crate) async fn asked(frame: Frame) -> Result<Response, Fault> {
    let page = LinkPage { note: Some(frame.t("alert-asked-nothing")), ..LinkPage::new(&frame, Telling::Asked, None) };
    frame.send(&page, Cache::Never)
}

/// `GET /alertes/confirmer`
pub(crate) async fn confirm(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    match site.repository.alert_of_link(pairs.first("jeton")).await {
        Ok(alert) if alert.is_confirmed => {
            frame.send(&LinkPage::new(&frame, Telling::Confirmed, Some(&alert)), Cache::Never)
        }
        Ok(alert) => {
            let page = LinkPage::new(&frame, Telling::Confirm, Some(&alert)).with_button("alert-confirm-button");
            frame.send(&page, Cache::Never)
        }
        Err(error) => gone(&frame, error),
    }
}

/// `POST /alertes/confirmer`
pub(crate) async fn confirmed(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    match site.repository.confirm_alert(pairs.first("jeton")).await {
        Ok(alert) => frame.send(&LinkPage::new(&frame, Telling::Confirmed, Some(&alert)), Cache::Never),
        Err(error) => gone(&frame, error),
    }
}

/// `GET /alertes/arreter`
pub(crate) async fn stop(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    match site.repository.alert_of_link(pairs.first("jeton")).await {
        Ok(alert) => {
            let page = LinkPage::new(&frame, Telling::Stop, Some(&alert)).with_button("alert-stop-button");
            frame.send(&page, Cache::Never)
        }
        Err(error) if error.kind() == Kind::NotFound => {
            frame.send(&LinkPage::new(&frame, Telling::Stopped, None), Cache::Never)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /alertes/arreter`: from the button, or from a mail program without any cookie (RFC 8058 §3.2).
pub(crate) async fn stopped(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    site.repository.stop_alert(pairs.first("jeton")).await?;
    frame.send(&LinkPage::new(&frame, Telling::Stopped, None), Cache::Never)
}

fn gone(frame: &Frame, error: Error) -> Result<Response, Fault> {
    if error.kind() == Kind::NotFound {
        return frame.send_as(StatusCode::NOT_FOUND, &LinkPage::new(frame, Telling::Gone, None), Cache::Never);
    }
    Err(error.into())
}
