//! `/api/v1/articles/{id}/verdicts`: what the rules of the funds say about an article, and why.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::schema::AwardLinkJson;
use super::{Problems, json};
use crate::domain::ArticleId;
use crate::domain::verdict::{Finding, Verdict};
use crate::service::{Kind, Shown};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Id;

/// What the rules say about an article, a verdict for each of its awards.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerdictsJson {
    #[schema(value_type = i64)]
    article: ArticleId,
    verdicts: Vec<VerdictJson>,
}

/// What the rules say about an article and an award.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerdictJson {
    award: AwardLinkJson,
    /// How sure the link between article and award is, `A` to `D`.
    tier: &'static str,
    /// The policy that was applied.
    policy: Option<String>,
    /// Version of the rules.
    rules_version: String,
    observed_on: String,
    published: Option<String>,
    /// Last day on which an open copy is in time.
    due: Option<String>,
    /// First day on which a copy that counts was open.
    opened: Option<String>,
    #[schema(example = "compliant")]
    outcome: &'static str,
    /// The outcome without regard to an exception.
    computed: &'static str,
    findings: Vec<FindingJson>,
    /// What would mend it.
    #[schema(example = "add_licence")]
    next_action: &'static str,
}

/// One test of one rule.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FindingJson {
    rule: String,
    /// Absent when it cannot be told.
    passed: Option<bool>,
    code: String,
    details: BTreeMap<String, String>,
}

impl From<Verdict> for VerdictJson {
    fn from(verdict: Verdict) -> Self {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        Self {
            award: verdict.award.into(),
            tier: verdict.tier.as_str(),
            policy: verdict.policy,
            rules_version: verdict.rules_version,
            observed_on: verdict.observed_on.to_string(),
            published: day(verdict.published),
            due: day(verdict.due),
            opened: day(verdict.opened),
            outcome: verdict.outcome.code(),
            computed: verdict.computed.code(),
            findings: verdict.findings.into_iter().map(FindingJson::from).collect(),
            next_action: verdict.next_action.code(),
        }
    }
}

impl From<Finding> for FindingJson {
    fn from(finding: Finding) -> Self {
        Self {
            rule: finding.rule.into_owned(),
            passed: finding.passed,
            code: finding.code.into_owned(),
            details: finding.details.into_iter().map(|(name, value)| (name.into_owned(), value)).collect(),
        }
    }
}

/// What the rules of the funds say about an article, and why.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}/verdicts", operation_id = "listVerdicts", tag = "articles",
    params(("id" = i64, Path, description = "Number of the article")),
    responses((status = 200, body = VerdictsJson), Problems),
)]
pub(crate) async fn list(State(site): State<Site>, Id(id): Id) -> Result<Response, Fault> {
    let Shown::Article(article) = site.repository.show(id).await? else { return Err(Fault::of(Kind::Gone)) };
    let verdicts = site.repository.verdicts(&article).await?;
    json(&VerdictsJson { article: id, verdicts: verdicts.into_iter().map(VerdictJson::from).collect() })
}
