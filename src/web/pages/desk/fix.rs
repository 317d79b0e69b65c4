//! `/articles/{id}/corriger`: what mends one article, behind one button. Work lists and reminders lead here.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

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
    /// Whether the button begins a deposit with what is known of the article.
    begins: bool,
    /// Whom to write to about an open question.
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
            begins: view.fix == Fix::Deposit,
            ask: (view.fix == Fix::Ask).then(|| admin_email.to_owned()),
        }
    }
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
        Fix::Tell(deposit) => Ok(Redirect::to(&frame.href(&format!("/depots/{deposit}#message"))).into_response()),
        Fix::Nothing | Fix::Deposit | Fix::Ask => {
            frame.send(&FixPage::new(&frame, &view, &site.repository.site().admin_email), Cache::Never)
        }
    }
}
