//! `/articles/{id}/corriger`: what mends one article, behind one button. Work lists and reminders lead here.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::domain::verdict::NextAction;
use crate::service::{Fix, FixView};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Id;
use crate::web::member::Member;
use crate::web::page::{Cache, Frame};
use crate::web::pages::awards::{self, Reason, action_key, outcome_key};
use crate::web::pages::view::{self, Text};

/// The page.
#[derive(Debug, Template)]
#[template(path = "fix.html")]
pub(crate) struct FixPage<'a> {
    frame: &'a Frame,
    title: Text,
    article_href: String,
    id: String,
    class: &'static str,
    outcome: String,
    meaning: String,
    action: Option<String>,
    reasons: Vec<Reason>,
    /// The field at which the button begins a deposit with what is known of the article.
    begins: Option<&'static str>,
    /// A message about an open question, begun.
    ask: Option<String>,
}

impl<'a> FixPage<'a> {
    /// The page of an article.
    pub(crate) fn new(frame: &'a Frame, view: &FixView, admin_email: &str) -> Self {
        let locale = frame.locale;
        let action = view.verdict.as_ref().map(|verdict| verdict.next_action).filter(|one| *one != NextAction::None);
        let key = view.outcome.map(outcome_key);
        Self {
            frame,
            title: view::title(&view.article.version.metadata, locale),
            article_href: frame.href(&format!("/articles/{}", view.article.id)),
            id: view.article.id.to_string(),
            class: view.outcome.map_or("neutral", awards::class),
            outcome: key.as_ref().map(|key| locale.text(key)).unwrap_or_default(),
            meaning: key.map(|key| locale.text(&format!("{key}-meaning"))).unwrap_or_default(),
            action: action.map(|action| locale.text(&action_key(action))),
            reasons: view.verdict.as_ref().map(|verdict| awards::open_reasons(verdict, locale)).unwrap_or_default(),
            begins: if let Fix::Deposit(field) = view.fix { Some(field) } else { None },
            ask: (view.fix == Fix::Ask).then(|| question(frame, view, admin_email)),
        }
    }
}

/// The address of a message about an article, with its subject and where the article stands (RFC 6068).
fn question(frame: &Frame, view: &FixView, admin_email: &str) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let title = view::title(&view.article.version.metadata, frame.locale).text;
    let place = frame.site.absolute(&frame.href(&format!("/articles/{}", view.article.id)));
    format!("mailto:{admin_email}?subject={}&body={}", encoded(&title), encoded(&place))
}

/// `GET /articles/{id}/corriger`
pub(crate) async fn show(
    State(site): State<Site>,
    Member { frame, user }: Member,
    Id(id): Id,
) -> Result<Response, Fault> {
    let view = site.repository.fix_of(&user, id).await?;
    match view.fix {
        Fix::Review(deposit, field) => {
            let anchor = field.map(|field| format!("#{field}")).unwrap_or_default();
            Ok(Redirect::to(&frame.href(&format!("/revision/{deposit}{anchor}"))).into_response())
        }
        Fix::Tell(deposit, field) => {
            let about = field.map(|field| format!("?champ={field}")).unwrap_or_default();
            Ok(Redirect::to(&frame.href(&format!("/depots/{deposit}{about}#message"))).into_response())
        }
        Fix::Nothing | Fix::Deposit(_) | Fix::Ask => {
            frame.send(&FixPage::new(&frame, &view, &site.repository.site().admin_email), Cache::Never)
        }
    }
}
