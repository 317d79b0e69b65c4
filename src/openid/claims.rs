//! From the claims of a token to an identity, by the names that the settings give them.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value};

use super::settings::Provider;
use crate::domain::Orcid;
use crate::domain::identity::Identity;

/// Longest text that is taken from a claim, in characters.
const LONGEST: usize = 200;
/// Longest subject (`OpenID` Connect Core 1.0 §2).
const LONGEST_SUBJECT: usize = 255;

/// The claims of a token whose signature was checked.
pub(super) fn of_token(token: &str) -> Map<String, Value> {
    let payload = token.split('.').nth(1).unwrap_or_default();
    let bytes = BASE64URL_NOPAD.decode(payload.as_bytes()).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Whether claims that the settings name are not told.
pub(super) fn lacks_any(provider: &Provider, claims: &Map<String, Value>) -> bool {
    let named = [Some(&provider.email_claim), provider.orcid_claim.as_ref(), provider.institution_claim.as_ref()];
    named.into_iter().flatten().any(|name| text(claims, name).is_none()) || name(claims).is_empty()
}

/// The identity that claims tell of; `None` without a subject that can be kept.
pub(super) fn identity(provider: &Provider, issuer: &str, claims: &Map<String, Value>) -> Option<Identity> {
    let subject = claims.get("sub")?.as_str()?;
    if subject.is_empty() || subject.chars().count() > LONGEST_SUBJECT || subject.contains(char::is_control) {
        return None;
    }
    let email = text(claims, &provider.email_claim).map(|email| email.to_lowercase());
    let says_so = claims.get("email_verified").is_some_and(|value| *value == true || *value == "true");
    let is_verified = provider.vouches_for_email || (provider.email_claim == "email" && says_so);
    let orcid = provider.orcid_claim.as_deref().and_then(|claim| text(claims, claim));
    let institution = provider.institution_claim.as_deref().and_then(|claim| text(claims, claim));
    Some(Identity {
        provider: provider.name.clone(),
        issuer: issuer.to_owned(),
        subject: subject.to_owned(),
        name: name(claims),
        is_email_verified: email.is_some() && is_verified,
        email,
        orcid: orcid.and_then(|orcid| Orcid::parse(&orcid).ok()),
        is_orcid_proven: provider.proves_orcid,
        institution: institution.or_else(|| provider.institution.clone()),
    })
}

fn name(claims: &Map<String, Value>) -> String {
    let parts = ["given_name", "family_name"].into_iter().filter_map(|part| text(claims, part));
    let parts = parts.collect::<Vec<_>>().join(" ");
    text(claims, "name").unwrap_or(parts)
}

/// The text of a claim, or the first of its texts, on one line and of a sound length.
fn text(claims: &Map<String, Value>, name: &str) -> Option<String> {
    let value = claims.get(name)?;
    let text = value.as_str().or_else(|| value.get(0).and_then(Value::as_str))?;
    let shown: String = text.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}
