//! Depositors and what they want back: the page on which a deposit becomes a draft again, or a withdrawal is asked for.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::description::{self, FieldView};
use super::progress;
use super::view::Text;
use crate::domain::clock::quebec_date;
use crate::domain::user::User;
use crate::domain::{ArticleState, DepositId};
use crate::service::{Error, Kind, ReviewItem};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::form::{FieldErrors, Fields};
use crate::web::i18n::Locale;
use crate::web::member::{DepositNumber, Member};
use crate::web::page::{Cache, Frame};

/// What a depositor can do about a deposit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Make it a draft again.
    TakeBack,
    /// Go on with the draft that it became.
    GoOn,
    /// Ask that its article be withdrawn.
    Ask,
    /// Call that back.
    Asked,
    /// Nothing.
    Closed,
}

impl Way {
    /// The way that is open for a deposit.
    pub(crate) fn of(item: &ReviewItem) -> Self {
        match item.state {
            ArticleState::Submitted | ArticleState::InReview | ArticleState::Returned => Self::TakeBack,
            ArticleState::Draft if item.draft.is_some() => Self::GoOn,
            ArticleState::Published if item.withdrawal.is_some() => Self::Asked,
            ArticleState::Published => Self::Ask,
            _ => Self::Closed,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::TakeBack => "take",
            Self::GoOn => "go-on",
            Self::Ask => "ask",
            Self::Asked => "asked",
            Self::Closed => "closed",
        }
    }

    /// Where the way begins and what its link says.
    pub(crate) fn link(item: &ReviewItem, frame: &Frame) -> Option<(String, String)> {
        let way = Self::of(item);
        let href = match (way, item.draft) {
            (Self::Closed, _) => return None,
            (Self::GoOn, Some(draft)) => frame.href(&format!("/deposer/{draft}")),
            _ => frame.href(&format!("/depots/{}/retrait", item.deposit.id)),
        };
        Some((href, frame.t(&format!("back-link-{}", way.code()))))
    }
}

/// A request for a withdrawal in the words of a page.
pub(crate) fn told(item: &ReviewItem, locale: Locale) -> Option<(String, String)> {
    let asked = item.withdrawal.as_ref()?;
    let day = locale.day(quebec_date(asked.at));
    Some((locale.text_with("withdrawal-since", &[("date", &day)]), asked.reason.clone()))
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "take_back.html")]
pub(crate) struct TakeBackPage<'a> {
    frame: &'a Frame,
    way: Way,
    heading: String,
    lead: String,
    title: Text,
    deposit_href: String,
    asked: Option<(String, String)>,
    reason: FieldView,
    errors: Vec<(&'static str, String)>,
}

impl<'a> TakeBackPage<'a> {
    /// The page of a deposit.
    pub(crate) fn new(frame: &'a Frame, item: &ReviewItem, fields: &Fields, errors: &FieldErrors) -> Self {
        let way = Way::of(item);
        Self {
            frame,
            way,
            heading: frame.t(&format!("back-title-{}", way.code())),
            lead: frame.t(&format!("back-lead-{}", way.code())),
            title: progress::title(item, frame.locale),
            deposit_href: frame.href(&format!("/depots/{}", item.deposit.id)),
            asked: told(item, frame.locale),
            reason: description::comment("raison", fields, errors, frame.locale),
            errors: errors.summary(frame.locale),
        }
    }
}

/// `GET /depots/{id}/retrait`
pub(crate) async fn show(
    State(site): State<Site>,
    Member { frame, user }: Member,
    DepositNumber(id): DepositNumber,
) -> Result<Response, Fault> {
    let item = site.repository.own_deposit(id, user.id).await?;
    frame.send(&TakeBackPage::new(&frame, &item, &Fields::default(), &FieldErrors::default()), Cache::Never)
}

/// `POST /depots/{id}/retrait`
pub(crate) async fn send(
    State(site): State<Site>,
    Member { frame, user }: Member,
    DepositNumber(id): DepositNumber,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    site.repository.own_deposit(id, user.id).await?;
    let errors = if fields.is_ours(&site, &headers) {
        match act(&site, &user, id, &fields).await {
            Ok(path) => return Ok(Redirect::to(&frame.href(&path)).into_response()),
            Err(error) => refusal(&error, &fields).ok_or(error)?,
        }
    } else {
        FieldErrors::one("raison", "form-stale")
    };
    // Whatever happened in between, the page shows how the deposit stands now.
    let item = site.repository.own_deposit(id, user.id).await?;
    frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &TakeBackPage::new(&frame, &item, &fields, &errors), Cache::Never)
}

/// Does what was pressed; gives where to go then.
async fn act(site: &Site, user: &User, id: DepositId, fields: &Fields) -> Result<String, Error> {
    match fields.raw("action") {
        "reprendre" => Ok(format!("/deposer/{}", site.repository.take_back(id, user.id).await?)),
        "annuler" => {
            site.repository.call_withdrawal_back(id, user.id).await?;
            Ok(format!("/depots/{id}"))
        }
        _ => {
            site.repository.ask_withdrawal(id, user.id, &fields.text("raison")).await?;
            Ok(format!("/depots/{id}"))
        }
    }
}

/// What a refusal means to the depositor; nothing for a fault of ours.
fn refusal(error: &Error, fields: &Fields) -> Option<FieldErrors> {
    match error.kind() {
        Kind::Conflict => Some(FieldErrors::one("raison", "back-decided")),
        Kind::Invalid if fields.text("raison").is_empty() => Some(FieldErrors::one("raison", "form-reason-none")),
        Kind::Invalid => Some(FieldErrors::one("raison", "back-reason-long")),
        _ => None,
    }
}
