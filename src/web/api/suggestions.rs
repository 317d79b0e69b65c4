//! `/api/v1/suggestions`: what somebody may mean who has typed a beginning.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::understood::{Suggestion, SuggestionKind};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;

/// Characters of a beginning that are read.
const LONGEST: usize = 100;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuggestionsJson {
    suggestions: Vec<SuggestionJson>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuggestionJson {
    kind: &'static str,
    text: String,
    /// What to search for to find it.
    q: String,
}

impl From<Suggestion> for SuggestionJson {
    fn from(suggestion: Suggestion) -> Self {
        let quoted = format!("\"{}\"", suggestion.text.replace('"', " "));
        let q = match suggestion.kind {
            SuggestionKind::Subject => suggestion.text.clone(),
            SuggestionKind::Author => format!("auteur:{quoted}"),
            SuggestionKind::Title => quoted,
        };
        Self { kind: suggestion.kind.key(), text: suggestion.text, q }
    }
}

/// What somebody may mean who has typed a beginning.
#[utoipa::path(
    get, path = "/api/v1/suggestions", operation_id = "listSuggestions", tag = "articles",
    params(("q" = Option<String>, Query, description = "The beginning that was typed")),
    responses((status = 200, body = SuggestionsJson), super::Problems),
)]
pub(crate) async fn list(State(site): State<Site>, pairs: Pairs) -> Result<Response, Fault> {
    let typed: String = pairs.first("q").chars().take(LONGEST).collect();
    let suggestions = site.repository.suggest(&typed).await?;
    super::json(&SuggestionsJson { suggestions: suggestions.into_iter().map(SuggestionJson::from).collect() })
}
