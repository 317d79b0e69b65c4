//! `/conformite/liste`: the articles behind a number, chosen and ordered, each with the one thing to do next.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::view::value_name;
use crate::compliance::indicators::{Dimension, SMALL};
use crate::domain::verdict::{NextAction, Outcome};
use crate::domain::{Article, Fund};
use crate::service::{StandingFilter, StandingRow};
use crate::web::Site;
use crate::web::address::with_pairs;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::page::{Cache, Frame};
use crate::web::pages::awards::{action_key, outcome_key};
use crate::web::pages::description::Choice;
use crate::web::pages::view::{self, Text};

/// Articles on a page.
const PAGE_SIZE: i64 = 50;
/// The last page that can be asked for.
const LAST_PAGE: i64 = 2_000;
/// Longest name of a programme that is looked for, in bytes.
const LONGEST_NAME: usize = 300;

/// The page of some articles.
#[derive(Debug, Template)]
#[template(path = "standings.html")]
pub(crate) struct ListPage<'a> {
    frame: &'a Frame,
    total: String,
    /// Whether the list counts so few that it may point to a person, and is not shown.
    few: Option<String>,
    year: String,
    outcomes: Vec<Choice>,
    actions: Vec<Choice>,
    sectors: Vec<Choice>,
    by_due: bool,
    kept: Vec<(&'static str, String, String)>,
    rows: Vec<Row>,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Debug)]
struct Row {
    href: String,
    title: Text,
    outcome: String,
    due: String,
    action: String,
    exception: String,
}

/// What an address asks for; what cannot be understood asks for nothing.
fn read(pairs: &Pairs) -> StandingFilter {
    let text = |name| Some(pairs.first(name).to_owned()).filter(|text| (1..=LONGEST_NAME).contains(&text.len()));
    StandingFilter {
        outcome: Outcome::from_code(pairs.first("resultat")).map(|outcome| outcome.code().to_owned()),
        action: NextAction::ALL
            .into_iter()
            .map(NextAction::code)
            .find(|code| *code == pairs.first("action"))
            .map(str::to_owned),
        year: pairs.first("annee").parse().ok().filter(|year| (0..=9999).contains(year)),
        fund: Fund::from_key(pairs.first("secteur")).map(|fund| fund.key().to_owned()),
        programme: text("programme"),
        institution: text("etablissement"),
        by_due: pairs.first("tri") == "echeance",
    }
}

impl<'a> ListPage<'a> {
    /// A page out of so many articles.
    pub(crate) fn new(
        frame: &'a Frame,
        filter: &StandingFilter,
        (total, rows): (i64, &[(StandingRow, Article)]),
        page: i64,
    ) -> Self {
        let locale = frame.locale;
        let hides = filter.may_point_to_a_person() && !frame.may_read_reports();
        let few = hides && u64::try_from(total).is_ok_and(|total| (1..SMALL).contains(&total));
        let (rows, page) = if few { (&[][..], 0) } else { (rows, page) };
        let more = !few && total > (page + 1) * PAGE_SIZE && page < LAST_PAGE;
        let outcomes = Outcome::ALL.map(|outcome| (outcome.code(), locale.text(&outcome_key(outcome))));
        let actions = NextAction::ALL.map(|action| (action.code(), locale.text(&action_key(action))));
        let sectors = Fund::ALL.map(|fund| (fund.key(), view::fund_name(fund, locale)));
        let named = |dimension, value: &Option<String>| {
            let value = value.clone()?;
            let name = value_name(dimension, &value, locale);
            Some((value, name))
        };
        let kept = [
            ("programme", named(Dimension::Programme, &filter.programme)),
            ("etablissement", named(Dimension::Institution, &filter.institution)),
        ];
        Self {
            frame,
            total: if few {
                locale.text("indicator-few")
            } else {
                locale.text_count("list-total", u64::try_from(total).unwrap_or_default())
            },
            few: few.then(|| locale.text_with("indicator-protected", &[("number", &locale.number(SMALL))])),
            year: filter.year.map(|year| year.to_string()).unwrap_or_default(),
            outcomes: choices(&outcomes, filter.outcome.as_deref(), frame),
            actions: choices(&actions, filter.action.as_deref(), frame),
            sectors: choices(&sectors, filter.fund.as_deref(), frame),
            by_due: filter.by_due,
            kept: kept.into_iter().filter_map(|(id, named)| named.map(|(value, name)| (id, value, name))).collect(),
            rows: rows.iter().map(|(row, article)| list_row(row, article, frame)).collect(),
            previous: (page > 0).then(|| href(filter, page - 1, frame)),
            next: more.then(|| href(filter, page + 1, frame)),
        }
    }
}

fn choices(known: &[(&str, String)], chosen: Option<&str>, frame: &Frame) -> Vec<Choice> {
    let all = Choice { value: String::new(), label: frame.t("list-all"), chosen: chosen.is_none() };
    let known = known.iter().map(|(code, label)| Choice {
        value: (*code).to_owned(),
        label: label.clone(),
        chosen: chosen == Some(*code),
    });
    std::iter::once(all).chain(known).collect()
}

fn list_row(row: &StandingRow, article: &Article, frame: &Frame) -> Row {
    let locale = frame.locale;
    let outcome = Outcome::from_code(&row.outcome).map(|outcome| locale.text(&outcome_key(outcome)));
    let action = NextAction::ALL.into_iter().find(|action| action.code() == row.action);
    let action = action.filter(|action| *action != NextAction::None);
    let due = row.due_on.as_deref().and_then(|day| day.parse().ok());
    Row {
        href: frame.href(&format!("/articles/{}", article.id)),
        title: view::title(&article.version.metadata, locale),
        outcome: outcome.unwrap_or_default(),
        due: due.map_or_else(|| "—".to_owned(), |day| locale.day(day)),
        action: action.map(|action| locale.text(&action_key(action))).unwrap_or_default(),
        exception: frame.href(&format!("/articles/{}/exception", article.id)),
    }
}

fn href(filter: &StandingFilter, page: i64, frame: &Frame) -> String {
    let pairs = [
        ("resultat", filter.outcome.clone()),
        ("action", filter.action.clone()),
        ("annee", filter.year.map(|year| year.to_string())),
        ("secteur", filter.fund.clone()),
        ("programme", filter.programme.clone()),
        ("etablissement", filter.institution.clone()),
        ("tri", filter.by_due.then(|| "echeance".to_owned())),
        ("page", Some(page + 1).filter(|page| *page > 1).map(|page| page.to_string())),
    ];
    let pairs: Vec<_> = pairs.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    with_pairs(&frame.href("/conformite/liste"), &pairs)
}

/// `GET /conformite/liste`
pub(crate) async fn show(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    let filter = read(&pairs);
    let page = pairs.first("page").parse::<i64>().map_or(0, |page| (page - 1).clamp(0, LAST_PAGE));
    let (total, rows) = site.repository.filter_standings(&filter, page * PAGE_SIZE, PAGE_SIZE).await?;
    frame.send(&ListPage::new(&frame, &filter, (total, &rows), page), Cache::Public(60))
}
