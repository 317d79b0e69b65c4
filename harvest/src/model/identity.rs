//! Who the repository is (OAI-PMH 2.0 §4.2).

use super::ModelError;
use super::description::Description;
use crate::datestamp::Datestamp;

/// How the repository treats deletions (OAI-PMH 2.0 §2.5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeletedRecords {
    /// Deletions leave no trace; nothing is ever reported as deleted.
    No,
    /// Deletions are reported, not for ever.
    Transient,
    /// Deletions are reported for ever.
    Persistent,
}

impl DeletedRecords {
    /// The text of the `deletedRecord` element.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Transient => "transient",
            Self::Persistent => "persistent",
        }
    }
}

/// An address that the registration validator accepts: `^\w[\w\-.]+@[A-Za-z0-9\-.]+\.[a-z]{2,}$`, and not at `localhost`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminEmail(String);

impl AdminEmail {
    /// Checks an address.
    ///
    /// # Errors
    /// [`ModelError::AdminEmail`] when the address does not match.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let legal = text.split_once('@').is_some_and(|(local, host)| is_local_part(local) && is_host(host));
        legal.then(|| Self(text.to_owned())).ok_or_else(|| ModelError::AdminEmail(text.to_owned()))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_local_part(text: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut bytes = text.bytes();
    bytes.next().is_some_and(word) && text.len() > 1 && bytes.all(|byte| word(byte) || b"-.".contains(&byte))
}

fn is_host(text: &str) -> bool {
    let Some((domain, top)) = text.rsplit_once('.') else { return false };
    let top_legal = top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_lowercase());
    let label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    top_legal && top != "localhost" && domain.split('.').all(label)
}

/// What the provider says about its repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Name for people.
    pub repository_name: String,
    admin_emails: Vec<AdminEmail>,
    /// A lower bound of every datestamp, deletions included, that never moves forward.
    pub earliest_datestamp: Datestamp,
    /// Content codings that the server offers, such as `gzip`; `identity` is left out.
    pub compressions: Vec<String>,
    /// Further descriptions, in the order in which they are to appear.
    pub descriptions: Vec<Description>,
}

impl Identity {
    /// An identity with one administrator and no further description.
    #[must_use]
    pub fn new(repository_name: &str, admin_email: AdminEmail, earliest_datestamp: Datestamp) -> Self {
        Self {
            repository_name: repository_name.to_owned(),
            admin_emails: vec![admin_email],
            earliest_datestamp,
            compressions: Vec::new(),
            descriptions: Vec::new(),
        }
    }

    /// Adds an administrator.
    pub fn add_admin_email(&mut self, email: AdminEmail) {
        self.admin_emails.push(email);
    }

    /// The administrators, at least one.
    #[must_use]
    pub fn admin_emails(&self) -> &[AdminEmail] {
        &self.admin_emails
    }
}

/// The content of an Identify answer: the identity and what the configuration adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositoryDescription {
    /// What the provider says.
    pub identity: Identity,
    /// The base URL.
    pub base_url: String,
    /// How deletions are treated.
    pub deleted_records: DeletedRecords,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i3_only_addresses_that_the_validator_accepts_are_taken() {
        for good in ["oai@example.org", "depot.acces_libre-1@bib.universite.example.ca"] {
            assert!(AdminEmail::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a@example.org",
            "mailto:oai@example.org",
            "oai+x@example.org",
            "oai@localhost",
            "oai@host.localhost",
            "oai@example.ORG",
            "oai@example.c",
            "oai example@x.org",
            "oai@exa mple.org",
            "oai@@example.org",
            "oai@.org",
        ] {
            assert!(AdminEmail::parse(bad).is_err(), "{bad}");
        }
    }
}
