//! Making an account, and choosing another password, through a link of a message. Both forms answer the same whatever
//! is known of an address; a link alone changes nothing, a button does.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use crate::domain::clock::quebec_date;
use crate::domain::identity::LinkedIdentity;
use crate::service::{Kind, NewPassword, Welcome};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::Fields;
use crate::web::page::{Cache, Frame};
use crate::web::pages::providers::label;
use crate::web::pages::sign_in::{go_on, with_form_cookie, with_form_secret};
use crate::web::visits::Visitor;

/// What somebody asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// An account.
    Account,
    /// Another password.
    Password,
}

impl Wish {
    fn path(self) -> &'static str {
        match self {
            Self::Account => "/compte/nouveau",
            Self::Password => "/compte/oubli",
        }
    }

    /// The message of a part of its page.
    fn text(self, part: &str, frame: &Frame) -> String {
        match self {
            Self::Account => frame.t(&format!("join-{part}")),
            Self::Password => frame.t(&format!("forgot-{part}")),
        }
    }
}

/// The form that asks for a message, or word that it is on its way.
#[derive(Debug, Template)]
#[template(path = "account_ask.html")]
pub(crate) struct AskPage<'a> {
    frame: &'a Frame,
    wish: Wish,
    title: String,
    lead: String,
    button: String,
    sends_mail: bool,
    sent: bool,
    name: String,
    email: String,
    error: Option<String>,
}

impl<'a> AskPage<'a> {
    /// The form.
    pub(crate) fn new(frame: &'a Frame, wish: Wish, sends_mail: bool) -> Self {
        let text = |part: &str| wish.text(part, frame);
        let (title, lead, button) = (text("title"), text("lead"), text("button"));
        let (name, email) = (String::new(), String::new());
        Self { frame, wish, title, lead, button, sends_mail, sent: false, name, email, error: None }
    }

    /// Word that a message is on its way, if the address can receive any.
    pub(crate) fn sent(self) -> Self {
        Self { sent: true, ..self }
    }

    fn with(self, fields: &Fields, error: &str) -> Self {
        let error = Some(self.frame.t(error));
        Self { name: fields.text("nom"), email: fields.text("courriel"), error, ..self }
    }
}

/// The page behind a link: a password to choose, or word that the link works no longer.
#[derive(Debug, Template)]
#[template(path = "account_password.html")]
pub(crate) struct PasswordPage<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) link: Option<NewPassword>,
    pub(crate) ways: Vec<WayView>,
    pub(crate) token: String,
    pub(crate) error: Option<String>,
}

/// A provider that opens the account, to be kept or not.
#[derive(Debug)]
pub(crate) struct WayView {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) since: String,
}

/// `GET /compte/nouveau`
pub(crate) async fn join(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    form(&site, frame, Wish::Account, &pairs)
}

/// `GET /compte/oubli`
pub(crate) async fn forgot(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    form(&site, frame, Wish::Password, &pairs)
}

/// `POST /compte/nouveau`
pub(crate) async fn ask_account(
    State(site): State<Site>,
    frame: Frame,
    visitor: Visitor,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    if !fields.is_ours(&site, &headers) {
        return again(&site, frame, Wish::Account, &fields, "sign-in-stale");
    }
    let language = frame.locale.lang();
    let (name, email) = (fields.text("nom"), fields.text("courriel"));
    let asked = site.repository.ask_for_account(&name, &email, language, &visitor.client()).await;
    answer(&site, frame, Wish::Account, &fields, asked)
}

/// `POST /compte/oubli`
pub(crate) async fn ask_password(
    State(site): State<Site>,
    frame: Frame,
    visitor: Visitor,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    if !fields.is_ours(&site, &headers) {
        return again(&site, frame, Wish::Password, &fields, "sign-in-stale");
    }
    let asked = site.repository.ask_for_reset(&fields.text("courriel"), &visitor.client()).await;
    answer(&site, frame, Wish::Password, &fields, asked)
}

fn answer(
    site: &Site,
    frame: Frame,
    wish: Wish,
    fields: &Fields,
    asked: crate::service::Result<()>,
) -> Result<Response, Fault> {
    match asked {
        Ok(()) => Ok(Redirect::to(&format!("{}?fait=envoye", frame.href(wish.path()))).into_response()),
        Err(error) if error.kind() == Kind::Invalid && wish == Wish::Account => {
            again(site, frame, wish, fields, "join-wrong")
        }
        Err(error) if error.kind() == Kind::Invalid => again(site, frame, wish, fields, "alert-email-wrong"),
        Err(error) if error.kind() == Kind::Unavailable => again(site, frame, wish, fields, "alert-many"),
        Err(error) => Err(error.into()),
    }
}

fn form(site: &Site, frame: Frame, wish: Wish, pairs: &Pairs) -> Result<Response, Fault> {
    let (frame, secret) = with_form_secret(frame)?;
    let page = AskPage::new(&frame, wish, site.repository.sends_mail());
    let page = if pairs.first("fait") == "envoye" { page.sent() } else { page };
    Ok(with_form_cookie(site, frame.send(&page, Cache::Never)?, &secret))
}

fn again(site: &Site, frame: Frame, wish: Wish, fields: &Fields, error: &str) -> Result<Response, Fault> {
    let (frame, secret) = with_form_secret(frame)?;
    let page = AskPage::new(&frame, wish, site.repository.sends_mail()).with(fields, error);
    let sent = frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)?;
    Ok(with_form_cookie(site, sent, &secret))
}

/// `GET /compte/mot-de-passe`
pub(crate) async fn choose(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    let token = pairs.first("jeton").to_owned();
    password_page(&site, frame, token, None).await
}

/// `POST /compte/mot-de-passe`
pub(crate) async fn chosen(
    State(site): State<Site>,
    frame: Frame,
    visitor: Visitor,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let token = fields.text("lien");
    if !fields.is_ours(&site, &headers) {
        let stale = frame.t("sign-in-stale");
        return password_page(&site, frame, token, Some(stale)).await;
    }
    let (name, password) = (fields.text("nom"), fields.raw("mot_de_passe"));
    let keep: Vec<String> = fields.all("garder").map(str::to_owned).collect();
    match site.repository.choose_password(&token, &name, password, &keep, &visitor.client()).await {
        Ok(Welcome::SignedIn(session)) => go_on(&site, frame, "/".to_owned(), &session).await,
        Ok(Welcome::SignIn) => Ok(Redirect::to(&frame.href("/connexion")).into_response()),
        Err(error) if error.kind() == Kind::NotFound => password_page(&site, frame, token, None).await,
        Err(error) if error.kind() == Kind::Invalid => {
            let short = frame.t("account-password-short");
            password_page(&site, frame, token, Some(short)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn password_page(site: &Site, frame: Frame, token: String, error: Option<String>) -> Result<Response, Fault> {
    let link = match site.repository.password_link(&token).await {
        Ok(link) => Some(link),
        Err(gone) if gone.kind() == Kind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let status = match (&link, &error) {
        (None, _) => StatusCode::NOT_FOUND,
        (_, Some(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let way = |way: &LinkedIdentity| WayView {
        key: way.key(),
        name: label(site, frame.locale, &way.provider),
        label: way.label.clone(),
        since: frame.locale.day(quebec_date(way.linked_at)),
    };
    let ways = link.iter().flat_map(|link| &link.ways).map(way).collect();
    let (frame, secret) = with_form_secret(frame)?;
    let page = frame.send_as(status, &PasswordPage { frame: &frame, link, ways, token, error }, Cache::Never)?;
    Ok(with_form_cookie(site, page, &secret))
}
