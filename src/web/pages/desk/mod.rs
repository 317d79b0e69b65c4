//! Work lists behind sign-in: the funder's over all articles, an institution's over those under awards that it manages.
//!
//! `filter` reads and writes the address, `act` does what is asked for chosen articles, `exceptions` decides about several
//! at once, `table` is the list as CSV, `fix` leads to what mends one article, `reminders` tells what was sent.

pub(crate) mod act;
pub(crate) mod exceptions;
mod filter;
pub(crate) mod fix;
pub(crate) mod reminders;
pub(crate) mod table;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;

use crate::domain::ArticleId;
use crate::domain::clock::quebec_date;
use crate::domain::verdict::{NextAction, Outcome};
use crate::domain::vocabulary::find_institution;
use crate::service::{Desk, DeskLine};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::member::DeskMember;
use crate::web::page::{Cache, Frame};
use crate::web::pages::awards::{action_key, outcome_key};
use crate::web::pages::description::Choice;
use crate::web::pages::view::{self, Text};
use filter::{Asked, Control};

/// Where the list is.
const PATH: &str = "/conformite/suivi";
/// Articles on a page.
const PAGE_SIZE: i64 = 50;
/// The last page that can be asked for by its number alone: pages before it are counted off.
const LAST_PAGE: i64 = 2_000;

/// The page of a work list.
#[derive(Debug, Template)]
#[template(path = "desk.html")]
pub(crate) struct DeskPage<'a> {
    frame: &'a Frame,
    desk: String,
    controls: Vec<Control>,
    total: String,
    rows: Vec<Row>,
    members: Vec<Choice>,
    /// Whether nobody is chosen.
    is_nobody: bool,
    /// The pairs of the address, which the form of acts brings back.
    back: String,
    csv: String,
    previous: Option<String>,
    next: Option<String>,
    done: Option<String>,
    error: Option<String>,
    sends_mail: bool,
}

/// An article of the list.
#[derive(Debug)]
struct Row {
    id: String,
    is_ticked: bool,
    href: String,
    title: Text,
    outcome: String,
    class: &'static str,
    due: String,
    awards: Vec<String>,
    tier: String,
    /// What to do, with the address where it is done.
    action: Option<(String, String)>,
    notes: Vec<String>,
}

/// What mends an article, where there is anything to do.
fn action_of(code: &str) -> Option<NextAction> {
    NextAction::ALL.into_iter().find(|action| action.code() == code).filter(|action| *action != NextAction::None)
}

fn row(line: &DeskLine, ticked: &[ArticleId], frame: &Frame) -> Row {
    let locale = frame.locale;
    let outcome = Outcome::from_code(&line.row.shown);
    let day = |at_us: i64| Timestamp::from_microsecond(at_us).map(|at| locale.day(quebec_date(at))).unwrap_or_default();
    let assigned = line.row.assignee_name.as_deref().map(|name| locale.text_with("desk-assigned", &[("name", name)]));
    let followed = line.row.followed_us.map(|at| locale.text_with("desk-followed", &[("date", &day(at))]));
    let reminded = line.row.reminded_us.map(|at| locale.text_with("desk-reminded", &[("date", &day(at))]));
    let award = |award: &crate::domain::Award| {
        let parts = [award.number.to_string(), award.holder.clone(), award.programme.clone()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    Row {
        id: line.article.id.to_string(),
        is_ticked: ticked.contains(&line.article.id),
        href: frame.href(&format!("/articles/{}", line.article.id)),
        title: view::title(&line.article.version.metadata, locale),
        outcome: outcome.map(|outcome| locale.text(&outcome_key(outcome))).unwrap_or_default(),
        class: outcome.map_or("neutral", crate::web::pages::awards::class),
        due: line
            .row
            .due_on
            .as_deref()
            .and_then(|day| day.parse().ok())
            .map_or_else(|| "—".to_owned(), |day| locale.day(day)),
        awards: line.awards.iter().map(award).collect(),
        tier: line.row.tier.clone(),
        action: action_of(&line.row.action).map(|action| {
            (locale.text(&action_key(action)), frame.href(&format!("/articles/{}/corriger", line.article.id)))
        }),
        notes: [assigned, followed, reminded].into_iter().flatten().collect(),
    }
}

/// The name of a desk.
fn name(desk: &Desk, frame: &Frame) -> String {
    match desk {
        Desk::Funder => frame.t("desk-funder"),
        Desk::Institution(ror) => find_institution(ror)
            .map_or_else(|| ror.as_str().to_owned(), |place| place.name(frame.locale.lang()).to_owned()),
    }
}

/// What a page says of an act: what was done, or what was wrong with what was chosen.
#[derive(Debug, Default)]
struct Said {
    done: Option<String>,
    error: Option<String>,
    /// The articles that stay ticked.
    ticked: Vec<ArticleId>,
    /// Who stays chosen, as it was typed.
    assignee: Option<String>,
}

/// The page that an address asks for.
async fn page<'a>(site: &Site, member: &'a DeskMember, asked: &Asked, said: Said) -> Result<DeskPage<'a>, Fault> {
    let DeskMember { frame, user, desk } = member;
    let found = site.repository.desk_page(desk, &asked.filter(user), asked.from(PAGE_SIZE), PAGE_SIZE).await?;
    let members = site.repository.desk_members(desk).await?;
    let (first, last) = (found.lines.first(), found.lines.last());
    let previous = first.filter(|_| asked.page > 0 && !found.is_first).map(|line| asked.before(line.row.mark()));
    let next = last.filter(|_| found.has_more).map(|line| asked.after(line.row.mark()));
    let chosen = said.assignee.unwrap_or_else(|| user.id.to_string());
    Ok(DeskPage {
        frame,
        desk: name(desk, frame),
        controls: asked.controls(desk, frame),
        total: frame.locale.text_count("list-total", u64::try_from(found.total).unwrap_or_default()),
        rows: found.lines.iter().map(|line| row(line, &said.ticked, frame)).collect(),
        members: members_of(&members, &chosen),
        is_nobody: chosen.is_empty(),
        back: asked.query(),
        csv: asked.first_page().href(frame, "/conformite/suivi/liste.csv"),
        previous: previous.map(|asked| asked.href(frame, PATH)),
        next: next.map(|asked| asked.href(frame, PATH)),
        done: said.done,
        error: said.error,
        sends_mail: site.repository.sends_mail(),
    })
}

fn members_of(members: &[(crate::domain::ids::UserId, String)], chosen: &str) -> Vec<Choice> {
    let choice = |(id, name): &(crate::domain::ids::UserId, String)| Choice {
        value: id.to_string(),
        label: name.clone(),
        chosen: id.to_string() == chosen,
    };
    members.iter().map(choice).collect()
}

/// `GET /conformite/suivi`
pub(crate) async fn show(State(site): State<Site>, member: DeskMember, pairs: Pairs) -> Result<Response, Fault> {
    let asked = Asked::read(&pairs);
    let said = Said { done: act::told(&pairs, &member.frame), ..Said::default() };
    let page = page(&site, &member, &asked, said).await?;
    member.frame.send(&page, Cache::Never)
}
