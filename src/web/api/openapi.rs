//! The description of the API: `OpenAPI` 3.1, made from the handlers themselves.

use std::sync::LazyLock;

use axum::extract::State;
use axum::response::Response;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, LicenseBuilder, ServerBuilder};

use super::problem::ProblemJson;
use super::{account, articles, awards, deposits, drafts, journals, suggestions, usage, verdicts, withdrawal};
use crate::web::Site;
use crate::web::error::Fault;

/// The description of the API: this document.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", operation_id = "showDescription", tag = "account",
    responses((status = 200, description = "An OpenAPI 3.1 document", content_type = "application/json")),
)]
pub(crate) async fn show(State(site): State<Site>) -> Result<Response, Fault> {
    let mut description = described().clone();
    description.servers = Some(vec![ServerBuilder::new().url(site.settings.base_url.clone()).build()]);
    super::json(&description)
}

#[derive(OpenApi)]
#[openapi(
    paths(
        articles::list, articles::show, articles::files, usage::show, verdicts::list, suggestions::list,
        awards::list, awards::show, journals::list, journals::routes,
        drafts::create, drafts::list, drafts::show, drafts::change, drafts::delete, drafts::put_file, drafts::submit,
        deposits::list, deposits::show, deposits::change,
        withdrawal::take_back, withdrawal::ask, withdrawal::call_back,
        account::show, show,
    ),
    components(schemas(ProblemJson)),
    tags(
        (name = "articles", description = "Public articles"),
        (name = "awards", description = "The register of awards"),
        (name = "drafts", description = "Deposits that are being written"),
        (name = "deposits", description = "What was handed in"),
        (name = "account", description = "The account, and this description"),
    ),
)]
struct Described;

static DESCRIBED: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(|| {
    let mut description = Described::openapi();
    let licence = LicenseBuilder::new().name("MIT").build();
    description.info = InfoBuilder::new()
        .title("Parvis")
        .version("1")
        .description(Some(
            "Articles funded by the Fonds de recherche du Québec: search, read, deposit. \
             What is told to people stands in French or in English (`Accept-Language`).",
        ))
        .license(Some(licence))
        .build();
    let token =
        HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("A token of your account, with its scopes"));
    let components = description.components.take().unwrap_or_else(|| ComponentsBuilder::new().build());
    let components = ComponentsBuilder::from(components).security_scheme("token", SecurityScheme::Http(token.build()));
    description.components = Some(components.build());
    description
});

/// The description, without the address of the site.
pub(crate) fn described() -> &'static utoipa::openapi::OpenApi {
    &DESCRIBED
}
