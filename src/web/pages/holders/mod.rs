//! `/octrois`: what somebody who holds awards sees: their awards, the articles under each, and what to do about each.

pub(crate) mod requests;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use crate::domain::clock::quebec_date;
use crate::domain::verdict::NextAction;
use crate::domain::{ArticleState, Award, AwardNumber};
use crate::service::{Declared, HeldArticle, HeldAward, HolderState, Kind};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::form::Fields;
use crate::web::member::Member;
use crate::web::page::{Cache, Frame};
use crate::web::pages::awards::{self, Reason, action_key, outcome_key};
use crate::web::pages::view::{self, Text};

/// Where the page is.
const PATH: &str = "/octrois";

/// The page.
#[derive(Debug, Template)]
#[template(path = "holder.html")]
pub(crate) struct HolderPage<'a> {
    frame: &'a Frame,
    awards: Vec<AwardView>,
    /// Numbers and names of awards that may be the visitor's, by the name of their holder.
    named: Vec<(String, String)>,
    wants_reminders: bool,
    has_desk: bool,
    typed: String,
    error: Option<String>,
}

#[derive(Debug)]
struct AwardView {
    number: String,
    name: String,
    facts: String,
    state: HolderState,
    label: String,
    articles: Vec<ArticleView>,
    declared: Vec<DeclaredView>,
}

/// What the visitor said of an article and an award.
#[derive(Debug)]
struct DeclaredView {
    id: String,
    /// Where the article is read; none once it is not public.
    href: Option<String>,
    title: Text,
    class: &'static str,
    /// What they said and what became of it.
    said: String,
}

impl AwardView {
    fn is_confirmed(&self) -> bool {
        self.state == HolderState::Confirmed
    }
}

#[derive(Debug)]
struct ArticleView {
    id: String,
    href: String,
    title: Text,
    class: &'static str,
    outcome: String,
    meaning: String,
    reasons: Vec<Reason>,
    /// What to do, with the address where it is done.
    action: Option<(String, String)>,
    is_confirmed: bool,
}

fn award_name(award: &Award, frame: &Frame) -> String {
    let fund = view::fund_name(award.fund, frame.locale);
    frame.locale.text_with("award-name", &[("fund", &fund), ("number", award.number.as_str())])
}

fn award_view(held: &HeldAward, frame: &Frame) -> AwardView {
    let name = held.award.as_ref().map(|award| award_name(award, frame));
    let facts = held.award.as_ref().map(|award| {
        let year = |day: Option<jiff::civil::Date>| day.map(|day| day.year().to_string()).unwrap_or_default();
        let years = [year(award.active_from), year(award.active_to)];
        let years = years.into_iter().filter(|year| !year.is_empty()).collect::<Vec<_>>().join("–");
        [award.programme.clone(), years].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    });
    AwardView {
        number: held.number.to_string(),
        name: name.unwrap_or_else(|| held.number.to_string()),
        facts: facts.unwrap_or_default(),
        state: held.state,
        label: frame.t(&format!("holder-state-{}", held.state.code())),
        articles: held.articles.iter().map(|one| article_view(one, frame)).collect(),
        declared: held.declared.iter().map(|one| declared_view(one, frame)).collect(),
    }
}

fn declared_view(declared: &Declared, frame: &Frame) -> DeclaredView {
    let is_public = declared.article.state == ArticleState::Published;
    let (class, key) = match (is_public, declared.is_theirs, declared.is_linked) {
        (false, ..) => ("neutral", "holder-said-withdrawn"),
        (_, true, true) => ("good", "holder-said-yes"),
        (_, true, false) => ("middle", "holder-said-yes-unlinked"),
        (_, false, false) => ("neutral", "holder-said-no"),
        (_, false, true) => ("middle", "holder-said-no-linked"),
    };
    let day = frame.locale.day(quebec_date(declared.said_at));
    DeclaredView {
        id: declared.article.id.to_string(),
        href: is_public.then(|| frame.href(&format!("/articles/{}", declared.article.id))),
        title: view::title(&declared.article.version.metadata, frame.locale),
        class,
        said: frame.locale.text_with(key, &[("date", &day)]),
    }
}

fn article_view(held: &HeldArticle, frame: &Frame) -> ArticleView {
    let locale = frame.locale;
    let key = held.outcome.map(outcome_key);
    let action = held.verdict.as_ref().map(|verdict| verdict.next_action).filter(|one| *one != NextAction::None);
    ArticleView {
        id: held.article.id.to_string(),
        href: frame.href(&format!("/articles/{}", held.article.id)),
        title: view::title(&held.article.version.metadata, locale),
        class: held.outcome.map_or("neutral", awards::class),
        outcome: key.as_ref().map(|key| locale.text(key)).unwrap_or_default(),
        meaning: key.map(|key| locale.text(&format!("{key}-meaning"))).unwrap_or_default(),
        reasons: held.verdict.as_ref().map(|verdict| awards::open_reasons(verdict, locale)).unwrap_or_default(),
        action: action.map(|action| {
            (locale.text(&action_key(action)), frame.href(&format!("/articles/{}/corriger", held.article.id)))
        }),
        is_confirmed: held.is_confirmed,
    }
}

async fn page<'a>(
    site: &Site,
    Member { frame, user }: &'a Member,
    typed: &str,
    error: Option<String>,
) -> Result<HolderPage<'a>, Fault> {
    let held = site.repository.held_awards(user.id).await?;
    let named = site.repository.awards_of_name(user.id).await?;
    Ok(HolderPage {
        frame,
        named: named.iter().map(|award| (award.number.to_string(), award_name(award, frame))).collect(),
        awards: held.iter().map(|one| award_view(one, frame)).collect(),
        wants_reminders: site.repository.wants_reminders(user.id).await?,
        has_desk: site.repository.desk_of(user).await?.is_some(),
        typed: typed.to_owned(),
        error,
    })
}

/// `GET /octrois`
pub(crate) async fn show(State(site): State<Site>, member: Member) -> Result<Response, Fault> {
    let page = page(&site, &member, "", None).await?;
    member.frame.send(&page, Cache::Never)
}

/// `POST /octrois`: an award is named or taken back, an article said to be of it or not, reminders are wanted or not.
pub(crate) async fn act(
    State(site): State<Site>,
    member: Member,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    let (user, typed) = (member.user.id, fields.text("octroi"));
    let bare = typed.split(AwardNumber::DOI_PREFIX).nth(1).unwrap_or(&typed).trim_start_matches('/').trim();
    let number = AwardNumber::parse(bare);
    let wrong = match (fields.is_ours(&site, &headers), fields.raw("action"), number) {
        (false, ..) => "form-stale",
        (_, "rappels", _) => {
            site.repository.choose_reminders(user, !fields.raw("voulus").is_empty()).await?;
            ""
        }
        (_, "nommer", Ok(number)) => match site.repository.say_held(user, &number).await {
            Ok(()) => "",
            Err(error) if error.kind() == Kind::NotFound => "holder-error-unknown",
            Err(error) if error.kind() == Kind::Invalid => "holder-error-many",
            Err(error) => return Err(error.into()),
        },
        (_, "retirer", Ok(number)) => {
            site.repository.unsay_held(user, &number).await?;
            ""
        }
        (_, action @ ("confirmer" | "rejeter" | "reprendre"), Ok(number)) => {
            let article = fields.raw("article").parse().map_err(|_| Fault::not_found())?;
            let said = match action {
                "confirmer" => site.repository.confirm_award(user, article, &number).await,
                "rejeter" => site.repository.reject_award(user, article, &number).await,
                _ => site.repository.unsay_award(user, article, &number).await,
            };
            match said {
                Ok(()) => "",
                Err(error) if error.kind() == Kind::NotFound => "holder-error-article",
                Err(error) => return Err(error.into()),
            }
        }
        (_, "nommer", Err(_)) => "holder-error-number",
        _ => return Err(Fault::of(Kind::Invalid)),
    };
    if wrong.is_empty() {
        return Ok(Redirect::to(&member.frame.href(PATH)).into_response());
    }
    // A number that was not typed belongs to its own form, not into the field.
    let typed = if fields.raw("action") == "nommer" { typed.as_str() } else { "" };
    let page = page(&site, &member, typed, Some(member.frame.t(wrong))).await?;
    member.frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never)
}
