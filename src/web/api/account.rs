//! The account that a program acts for, and its deposits.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::domain::user::Scope;
use crate::service::ReviewItem;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::member::Program;

/// Deposits on a page.
const MOST_LISTED: i64 = 200;

/// `GET /api/v1/account`: whom a token acts for, and what it may do.
pub(crate) async fn show(Program(bearer): Program) -> Response {
    let account = &bearer.account;
    private(json!({
        "id": account.user.id, "name": account.user.name, "role": account.user.role.code(),
        "orcid": account.orcid.as_ref().map(ToString::to_string), "scopes": bearer.scopes,
    }))
}

/// Sends what no cache may keep.
fn private(value: Value) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(value)).into_response()
}

/// `GET /api/v1/deposits`: the deposits of the account, latest first.
pub(crate) async fn deposits(State(site): State<Site>, program: Program) -> Result<Response, Fault> {
    let account = program.require(Scope::Read)?;
    let items = site.repository.deposits_of(account.user.id, MOST_LISTED).await?;
    let deposit = |item: &ReviewItem| -> Value {
        let title = item.article.as_ref().and_then(|article| article.version.metadata.main_title());
        json!({
            "id": item.deposit.id, "article": item.deposit.article, "state": item.state.code(),
            "title": title.map(|title| title.text.clone()), "created_at": item.deposit.created_at.to_string(),
            "url": site.settings.absolute(&format!("/depots/{}", item.deposit.id)),
        })
    };
    Ok(private(json!({ "deposits": items.iter().map(deposit).collect::<Vec<_>>() })))
}
