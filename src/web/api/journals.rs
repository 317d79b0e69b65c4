//! `/api/v1/journals`: journals by their titles, and in which ways an article can be published in one.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Problems, json};
use crate::compliance::route::{Answer, Found, Step, WayAnswer};
use crate::domain::AwardNumber;
use crate::service::Kind;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::{IssnPath, Pairs};

/// Journals in an answer.
const MOST: i64 = 10;

/// Journals that were found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JournalsJson {
    journals: Vec<JournalJson>,
}

/// A journal of a directory.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JournalJson {
    issn: String,
    title: String,
}

/// In which ways an article can be published in a journal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoutesJson {
    /// The ISSNs of the journal, the one that was asked about first.
    issns: Vec<String>,
    title: Option<String>,
    award: Option<String>,
    /// The policies that are possible; none where no policy applies.
    policies: Vec<String>,
    /// Version of the rules.
    rules_version: String,
    /// The best answer of all ways: `yes`, `no` or `unknown`.
    #[schema(example = "yes")]
    overall: &'static str,
    /// How the policy was chosen.
    choice: Vec<StepJson>,
    routes: Vec<RouteJson>,
}

/// A way to publish, with the log that led to its answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RouteJson {
    /// `journal`, `deposit` or `mixed`.
    #[schema(example = "journal")]
    route: &'static str,
    /// `yes`, `no` or `unknown`.
    #[schema(example = "yes")]
    answer: &'static str,
    log: Vec<StepJson>,
}

/// A step of a log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepJson {
    #[schema(example = "licence_accepted")]
    code: &'static str,
    /// What it means for the way: `yes`, `no`, `unknown`; absent where it decides nothing.
    finding: Option<&'static str>,
    /// The directory that it comes from.
    source: Option<&'static str>,
    /// Day of the directory's snapshot.
    observed_on: Option<String>,
    details: BTreeMap<&'static str, String>,
}

impl From<WayAnswer> for RouteJson {
    fn from(way: WayAnswer) -> Self {
        Self {
            route: way.way.code(),
            answer: way.answer.code(),
            log: way.steps.into_iter().map(StepJson::from).collect(),
        }
    }
}

impl From<Step> for StepJson {
    fn from(step: Step) -> Self {
        let finding = match step.found {
            Found::Weighs(answer) => Some(Answer::code(answer)),
            Found::Note => None,
        };
        Self {
            code: step.code.code(),
            finding,
            source: step.source.map(crate::domain::journal::Directory::code),
            observed_on: step.observed.map(|day| day.to_string()),
            details: step.details.into_iter().collect(),
        }
    }
}

/// Finds journals by their titles.
#[utoipa::path(
    get, path = "/api/v1/journals", operation_id = "listJournals", tag = "awards",
    params(("q" = Option<String>, Query, description = "Words of the title")),
    responses((status = 200, body = JournalsJson), Problems),
)]
pub(crate) async fn list(State(site): State<Site>, pairs: Pairs) -> Result<Response, Fault> {
    let found = site.repository.find_journals(pairs.first("q"), MOST).await?;
    json(&JournalsJson { journals: found.into_iter().map(|(issn, title)| JournalJson { issn, title }).collect() })
}

/// In which ways an article can be published in a journal.
#[utoipa::path(
    get, path = "/api/v1/journals/{issn}/routes", operation_id = "listRoutes", tag = "awards",
    params(
        ("issn" = String, Path, description = "ISSN of the journal"),
        ("award" = Option<String>, Query, description = "Number of the award, whose policy holds"),
        ("policy" = Option<String>, Query, description = "Id of a policy, where no award is named"),
    ),
    responses((status = 200, body = RoutesJson), Problems),
)]
pub(crate) async fn routes(
    State(site): State<Site>,
    IssnPath(issn): IssnPath,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let text = |name| Some(pairs.first(name)).filter(|text| !text.is_empty());
    let award = text("award").map(AwardNumber::parse).transpose().map_err(|_| Fault::of(Kind::Invalid))?;
    let ways = site.repository.journal_ways(&issn, award.as_ref(), text("policy")).await?;
    let assessment = ways.assessment;
    json(&RoutesJson {
        issns: ways.issns.iter().map(ToString::to_string).collect(),
        title: ways.title,
        award: award.map(|number| number.to_string()),
        overall: assessment.overall().code(),
        policies: assessment.policies,
        rules_version: assessment.rules_version,
        choice: assessment.choice.into_iter().map(StepJson::from).collect(),
        routes: assessment.ways.into_iter().map(RouteJson::from).collect(),
    })
}
