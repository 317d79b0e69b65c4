//! What services tell of a person: ORCID's public API 3.0. Asked only where the settings name its address.

use harvest::client::HarvestError;

use super::{Error, Net, Result};
use crate::domain::Orcid;

/// The works of an ORCID record, as the API gives them; `None` when it knows no such record.
///
/// # Errors
/// When the service does not answer in time, is overloaded, or may not be asked.
pub async fn orcid_works(net: &Net, base: &str, orcid: &Orcid) -> Result<Option<String>> {
    match net.get_quickly(&format!("{base}/v3.0/{orcid}/works")).await {
        Ok(body) => Ok(Some(String::from_utf8_lossy(&body).into_owned())),
        // 409: the record is locked or was taken back (ORCID API, error codes).
        Err(Error::Remote(
            HarvestError::Status { status: 404 | 409 | 410, .. } | HarvestError::Html { status: 404, .. },
        )) => Ok(None),
        Err(error) => Err(error),
    }
}
