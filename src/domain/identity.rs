//! Who somebody is in the words of a provider that they sign in with.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Orcid, Sha256};

/// Who a provider says that somebody is. `issuer` and `subject` together never mean anybody else (`OpenID` Connect Core 1.0
/// §2); the rest may change with every sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Name of the provider in the settings.
    pub provider: String,
    /// Address of the provider.
    pub issuer: String,
    /// Their number with the provider.
    pub subject: String,
    /// Their name; empty when it is not told.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Whether the provider has checked that the address is theirs.
    pub is_email_verified: bool,
    /// Their ORCID iD, as the provider tells it.
    pub orcid: Option<Orcid>,
    /// Whether the provider is the one that gives such iDs out.
    pub is_orcid_proven: bool,
    /// Name of their institution.
    pub institution: Option<String>,
}

impl Identity {
    /// What its person knows it by.
    #[must_use]
    pub fn label(&self) -> String {
        let orcid = self.orcid.as_ref().filter(|_| self.is_orcid_proven).map(ToString::to_string);
        orcid.or_else(|| self.email.clone()).unwrap_or_else(|| self.name.clone())
    }

    /// The ORCID iD, where it was proven.
    #[must_use]
    pub fn proven_orcid(&self) -> Option<&Orcid> {
        self.orcid.as_ref().filter(|_| self.is_orcid_proven)
    }
}

/// A way into an account through a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedIdentity {
    /// Address of the provider.
    pub issuer: String,
    /// The person's number with the provider.
    pub subject: String,
    /// Name of the provider in the settings at that time.
    pub provider: String,
    /// What its person knows it by.
    pub label: String,
    /// When it was linked.
    pub linked_at: Timestamp,
    /// When it was used last.
    pub used_at: Timestamp,
}

impl LinkedIdentity {
    /// What a form names it by.
    #[must_use]
    pub fn key(&self) -> String {
        Sha256::of(format!("{}\n{}", self.issuer, self.subject).as_bytes()).to_string()
    }
}
