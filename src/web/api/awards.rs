//! `/api/v1/awards`: the awards of the register, by number, holder, institution or programme.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use crate::domain::Award;
use crate::domain::vocabulary::find_institution;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;

/// Characters of a question that are read.
const LONGEST: usize = 100;
/// Awards in an answer.
const MOST: i64 = 8;

#[derive(Debug, Serialize)]
struct AwardsJson {
    awards: Vec<AwardJson>,
}

#[derive(Debug, Serialize)]
struct AwardJson {
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

/// `GET /api/v1/awards?q=`
pub(crate) async fn list(State(site): State<Site>, pairs: Pairs) -> Result<Response, Fault> {
    let typed: String = pairs.first("q").chars().take(LONGEST).collect();
    let awards = site.repository.find_awards(&typed, MOST).await?;
    super::json(&AwardsJson { awards: awards.into_iter().map(AwardJson::from).collect() })
}
