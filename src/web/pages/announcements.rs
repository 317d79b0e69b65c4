//! Announcements of other services: what is shown with an article, and the page where curators decide.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use crate::domain::announcement::Announcement;
use crate::domain::clock::quebec_date;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::Fields;
use crate::web::i18n::Locale;
use crate::web::member::Curator;
use crate::web::page::{Cache, Frame};

/// Where the page is.
const PATH: &str = "/administration/annonces";

/// An announcement as it is shown.
#[derive(Debug)]
pub(crate) struct AnnouncementView {
    pub(crate) id: String,
    pub(crate) what: String,
    pub(crate) who: String,
    pub(crate) href: String,
    pub(crate) day: String,
    /// The article, for curators.
    pub(crate) article: String,
    pub(crate) is_shown: bool,
}

impl AnnouncementView {
    /// An announcement; its words are those of whoever announces it.
    pub(crate) fn new(announcement: &Announcement, locale: Locale) -> Self {
        let origin = &announcement.origin;
        let who =
            if announcement.actor.is_empty() { origin.clone() } else { format!("{} ({origin})", announcement.actor) };
        Self {
            id: announcement.id.to_string(),
            what: locale.text(&format!("announcement-{}", announcement.kind.code())),
            who,
            href: announcement.object.clone(),
            day: locale.day(quebec_date(announcement.received_at)),
            article: locale.address(&format!("/articles/{}", announcement.article)),
            is_shown: announcement.shown == Some(true),
        }
    }
}

/// The page where curators decide.
#[derive(Debug, Template)]
#[template(path = "announcements.html")]
pub(crate) struct AnnouncementsPage<'a> {
    frame: &'a Frame,
    done: bool,
    waiting: Vec<AnnouncementView>,
    decided: Vec<AnnouncementView>,
}

/// `GET /administration/annonces`
pub(crate) async fn list(
    State(site): State<Site>,
    Curator { frame, .. }: Curator,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let (waiting, decided) = site.repository.announcements().await?;
    let views = |all: &[Announcement]| all.iter().map(|one| AnnouncementView::new(one, frame.locale)).collect();
    let (waiting, decided) = (views(&waiting), views(&decided));
    let page = AnnouncementsPage { frame: &frame, done: pairs.first("fait") == "1", waiting, decided };
    frame.send(&page, Cache::Never)
}

/// `POST /administration/annonces`
pub(crate) async fn decide(
    State(site): State<Site>,
    Curator { frame, user }: Curator,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    if !fields.is_ours(&site, &headers) {
        return Err(Fault::forbidden());
    }
    let id = fields.raw("annonce").parse().map_err(|_| Fault::not_found())?;
    site.repository.decide_announcement(id, fields.raw("action") == "montrer", user.id).await?;
    Ok(Redirect::to(&frame.href(&format!("{PATH}?fait=1"))).into_response())
}
