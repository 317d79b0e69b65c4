//! The account that a program acts for.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Problems, private};
use crate::domain::ids::UserId;
use crate::web::member::Program;

/// The account that a token acts for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccountJson {
    #[schema(value_type = i64)]
    id: UserId,
    name: String,
    /// `depositor`, `funder`, `curator` or `administrator`.
    role: &'static str,
    /// ORCID iD.
    orcid: Option<String>,
    /// What the token may do: `read`, `deposit`, `review`, `report`.
    scopes: Vec<&'static str>,
}

/// Whom a token acts for, and what it may do.
#[utoipa::path(
    get, path = "/api/v1/account", operation_id = "showAccount", tag = "account",
    responses((status = 200, body = AccountJson), Problems), security(("token" = [])),
)]
pub(crate) async fn show(Program(bearer): Program) -> Response {
    let account = &bearer.account;
    let shown = AccountJson {
        id: account.user.id,
        name: account.user.name.clone(),
        role: account.user.role.code(),
        orcid: account.orcid.as_ref().map(ToString::to_string),
        scopes: bearer.scopes.iter().map(|scope| scope.code()).collect(),
    };
    private(StatusCode::OK, &shown, None, None)
}
