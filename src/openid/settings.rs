//! Which providers people may sign in with: a file in TOML, one `[[provider]]` each.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use openidconnect::url::Url;
use serde::Deserialize;

/// A provider, as the file of the site describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Name in addresses of the site and in the database: lower-case letters, digits and hyphens.
    pub name: String,
    /// Name on buttons, in French.
    pub label_fr: String,
    /// Name on buttons, in English.
    pub label_en: String,
    /// Its address, exactly as it writes it itself.
    pub issuer: String,
    /// The name that it knows this site by.
    pub client_id: String,
    /// File of the secret that it shares with this site; relative to the file of providers.
    client_secret_file: Option<PathBuf>,
    /// What it is asked for beside `openid`.
    #[serde(default = "default_scopes")]
    pub scopes: Vec<String>,
    /// Claim that holds the e-mail address.
    #[serde(default = "default_email_claim")]
    pub email_claim: String,
    /// Whether its addresses are checked, although it does not say so with `email_verified`.
    #[serde(default)]
    pub vouches_for_email: bool,
    /// Claim that holds the ORCID iD.
    pub orcid_claim: Option<String>,
    /// Whether it is the one that gives ORCID iDs out, so that an iD from it is proven.
    #[serde(default)]
    pub proves_orcid: bool,
    /// Claim that holds the name of the institution.
    pub institution_claim: Option<String>,
    /// Name of the institution of everybody who comes from there.
    pub institution: Option<String>,
    /// Domains of e-mail addresses that it may speak for; all when empty.
    #[serde(default)]
    pub allowed_domains: Vec<String>,
    /// The secret, read from its file.
    #[serde(skip)]
    pub(super) secret: Option<Secret>,
}

/// A secret that no log shows.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret(pub(super) String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProviderFile {
    #[serde(default, rename = "provider")]
    providers: Vec<Provider>,
}

/// Why the file of providers cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file cannot be read.
    #[error("cannot read {path}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not as it should be.
    #[error("{path} cannot be understood")]
    Toml {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: toml::de::Error,
    },
    /// A value does not fit.
    #[error("the provider {provider:?}: {reason}")]
    Value {
        /// Its name.
        provider: String,
        /// What is wrong, and what it should be.
        reason: &'static str,
    },
}

fn default_scopes() -> Vec<String> {
    vec!["email".to_owned(), "profile".to_owned()]
}

fn default_email_claim() -> String {
    "email".to_owned()
}

impl Provider {
    /// Whether an address is of a domain that the provider may speak for.
    #[must_use]
    pub fn speaks_for(&self, email: &str) -> bool {
        let domain = email.rsplit_once('@').map(|(_, domain)| domain).unwrap_or_default();
        self.allowed_domains.is_empty() || self.allowed_domains.iter().any(|known| known.eq_ignore_ascii_case(domain))
    }
}

/// Reads the file of providers and the files of their secrets. Without `allow_plain`, an issuer must be an `https` address.
///
/// # Errors
/// When a file cannot be read or understood, or a provider cannot be used.
pub fn read_providers(file: &Path, allow_plain: bool) -> Result<Vec<Provider>, SettingsError> {
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|source| SettingsError::File { path: path.to_owned(), source })
    };
    let parsed: Result<ProviderFile, _> = toml::from_str(&read(file)?);
    let mut providers = parsed.map_err(|source| SettingsError::Toml { path: file.to_owned(), source })?.providers;
    let mut names = HashSet::new();
    for provider in &mut providers {
        let problem = problem(provider, allow_plain).or_else(|| {
            let is_new = names.insert(provider.name.clone());
            (!is_new).then_some("another provider has the same name")
        });
        if let Some(reason) = problem {
            return Err(SettingsError::Value { provider: provider.name.clone(), reason });
        }
        if let Some(secret) = &provider.client_secret_file {
            let path = file.parent().unwrap_or(Path::new(".")).join(secret);
            provider.secret = Some(read(&path)?.trim().to_owned()).filter(|secret| !secret.is_empty()).map(Secret);
            if provider.secret.is_none() {
                let reason = "the file of its secret is empty";
                return Err(SettingsError::Value { provider: provider.name.clone(), reason });
            }
        }
    }
    Ok(providers)
}

fn problem(provider: &Provider, allow_plain: bool) -> Option<&'static str> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let scheme = Url::parse(&provider.issuer).ok().filter(Url::has_host).map(|url| url.scheme().to_owned());
    let texts = [&provider.label_fr, &provider.label_en, &provider.client_id];
    if provider.name.is_empty() || provider.name.len() > 40 || !provider.name.chars().all(plain) {
        return Some("its name takes lower-case letters, digits and hyphens");
    }
    if texts.iter().any(|text| text.trim().is_empty()) {
        return Some("label_fr, label_en and client_id cannot be empty");
    }
    if provider.proves_orcid && provider.orcid_claim.is_none() {
        return Some("proves_orcid needs an orcid_claim");
    }
    match scheme.as_deref() {
        Some("https") => None,
        Some("http") if allow_plain => None,
        Some("http") => Some("its issuer is not https; PARVIS_OIDC_PRIVATE=yes allows that, for trials"),
        _ => Some("its issuer is an address that begins with https://"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORCID: &str = "[[provider]]\nname = \"orcid\"\nlabel_fr = \"ORCID\"\nlabel_en = \"ORCID\"\n\
        issuer = \"https://orcid.example\"\nclient_id = \"APP-1\"\n";

    fn read(text: &str) -> Result<Vec<Provider>, SettingsError> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("secret"), "s3cret\n").unwrap();
        std::fs::write(folder.path().join("empty"), "\n").unwrap();
        let file = folder.path().join("providers.toml");
        std::fs::write(&file, text).unwrap();
        read_providers(&file, false)
    }

    #[test]
    fn a_provider_is_read_with_its_secret_from_a_file_beside_it() {
        let text = format!("{ORCID}client_secret_file = \"secret\"\norcid_claim = \"sub\"\nproves_orcid = true\n");
        let providers = read(&text).unwrap();
        assert_eq!(providers[0].secret, Some(Secret("s3cret".to_owned())));
        assert!(!format!("{providers:?}").contains("s3cret"), "no log shows it");
        assert_eq!((providers[0].email_claim.as_str(), providers[0].proves_orcid), ("email", true));
        assert!(read("").unwrap().is_empty());
    }

    #[test]
    fn a_provider_that_cannot_be_used_is_named_with_its_reason() {
        for (change, reason) in [
            ("name = \"Or cid\"", "lower-case"),
            ("label_fr = \" \"", "empty"),
            ("issuer = \"http://orcid.example\"", "not https"),
            ("issuer = \"orcid\"", "begins with https"),
            ("proves_orcid = true", "orcid_claim"),
            ("client_secret_file = \"empty\"", "secret is empty"),
        ] {
            let key = change.split(' ').next().unwrap();
            let kept: Vec<_> = ORCID.lines().filter(|line| !line.starts_with(key)).collect();
            let error = read(&format!("{}\n{change}\n", kept.join("\n"))).unwrap_err().to_string();
            assert!(error.contains(reason), "{change}: {error}");
        }
        assert!(read(&format!("{ORCID}{ORCID}")).unwrap_err().to_string().contains("same name"));
        assert!(matches!(read(&format!("{ORCID}colour = 1\n")), Err(SettingsError::Toml { .. })));
        assert!(matches!(read(&format!("{ORCID}client_secret_file = \"gone\"\n")), Err(SettingsError::File { .. })));
    }

    #[test]
    fn domains_are_taken_whole() {
        let provider = read(&format!("{ORCID}allowed_domains = [\"ulaval.example\"]\n")).unwrap().remove(0);
        assert!(provider.speaks_for("a@ULAVAL.example"));
        for email in ["a@evil-ulaval.example", "a@x.ulaval.example", "a@ulaval.example.evil", "ulaval.example"] {
            assert!(!provider.speaks_for(email), "{email}");
        }
    }
}
