//! `/api/v1/articles/{id}/usage`: how much an article is used, in the terms of COUNTER 5.1.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::ArticleId;
use crate::domain::usage::UseCounts;
use crate::service::{Kind, Shown};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Id;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UsageJson {
    #[schema(value_type = i64)]
    article: ArticleId,
    url: String,
    /// The rules that were followed, as far as a site without accounts can.
    rules: &'static str,
    total: CountsJson,
    months: Vec<MonthJson>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MonthJson {
    month: String,
    #[serde(flatten)]
    counts: CountsJson,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountsJson {
    total_item_investigations: u64,
    unique_item_investigations: u64,
    total_item_requests: u64,
    unique_item_requests: u64,
}

impl From<UseCounts> for CountsJson {
    fn from(counts: UseCounts) -> Self {
        Self {
            total_item_investigations: counts.investigations,
            unique_item_investigations: counts.unique_investigations,
            total_item_requests: counts.requests,
            unique_item_requests: counts.unique_requests,
        }
    }
}

/// How much an article is used, by month, in the terms of COUNTER 5.1.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}/usage", operation_id = "showUsage", tag = "articles",
    params(("id" = i64, Path, description = "Number of the article")),
    responses((status = 200, body = UsageJson), super::Problems),
)]
pub(crate) async fn show(State(site): State<Site>, Id(id): Id) -> Result<Response, Fault> {
    let Shown::Article(article) = site.repository.show(id).await? else { return Err(Fault::of(Kind::Gone)) };
    let months = site.repository.usage(article.id).await?;
    let mut total = UseCounts::default();
    for used in &months {
        total += used.counts;
    }
    super::json(&UsageJson {
        article: id,
        url: site.settings.absolute(&format!("/articles/{id}")),
        rules: "COUNTER 5.1",
        total: total.into(),
        months: months
            .iter()
            .map(|used| MonthJson { month: used.month.to_string(), counts: used.counts.into() })
            .collect(),
    })
}
