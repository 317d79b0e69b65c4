//! `/api/v1/awards`: the awards of the register, by number, holder, institution or programme.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Award;
use crate::domain::vocabulary::find_institution;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::{AwardPath, Pairs};

/// Characters of a question that are read.
const LONGEST: usize = 100;
/// Awards in an answer.
const MOST: i64 = 8;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwardsJson {
    awards: Vec<AwardJson>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwardJson {
    number: String,
    funder: &'static str,
    doi: String,
    holder: String,
    institution: Option<String>,
    programme: String,
    active_from: Option<String>,
    active_to: Option<String>,
}

impl From<Award> for AwardJson {
    fn from(award: Award) -> Self {
        Self {
            doi: award.number.doi_url(),
            number: award.number.to_string(),
            funder: award.fund.key(),
            institution: award.institution.as_ref().and_then(find_institution).map(|found| found.name_fr.clone()),
            holder: award.holder,
            programme: award.programme,
            active_from: award.active_from.map(|day| day.to_string()),
            active_to: award.active_to.map(|day| day.to_string()),
        }
    }
}

/// Finds awards of the register.
#[utoipa::path(
    get, path = "/api/v1/awards", operation_id = "listAwards", tag = "awards",
    params(("q" = Option<String>, Query, description = "Words of the number, holder, institution or programme")),
    responses((status = 200, body = AwardsJson), super::Problems),
)]
pub(crate) async fn list(State(site): State<Site>, pairs: Pairs) -> Result<Response, Fault> {
    let typed: String = pairs.first("q").chars().take(LONGEST).collect();
    let awards = site.repository.find_awards(&typed, MOST).await?;
    super::json(&AwardsJson { awards: awards.into_iter().map(AwardJson::from).collect() })
}

/// An award of the register, by its number.
#[utoipa::path(
    get, path = "/api/v1/awards/{number}", operation_id = "showAward", tag = "awards",
    params(("number" = String, Path, description = "Number of the award")),
    responses((status = 200, body = AwardJson), super::Problems),
)]
pub(crate) async fn show(State(site): State<Site>, AwardPath(number): AwardPath) -> Result<Response, Fault> {
    let award = site.repository.award(&number).await?.ok_or_else(Fault::not_found)?;
    super::json(&AwardJson::from(award))
}
