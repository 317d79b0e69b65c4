//! Cookies of the session and the token that proves that a form is ours.
//!
//! Names carry `__Host-` over HTTPS, so that no other host can set them (RFC 6265bis §4.1.3.2).

use axum::http::{HeaderMap, HeaderValue, Request, header};
use tower_http::request_id::{MakeRequestId, MakeRequestUuid};

use super::SiteSettings;
use crate::domain::Sha256;

/// A cookie of ours.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cookie {
    /// The session of a person who signed in.
    Session,
    /// A random word that the sign-in form repeats, for people who have no session yet.
    Form,
    /// What ties a sign-in that goes on at a provider to the browser that began it.
    Elsewhere,
}

impl Cookie {
    fn name(self, site: &SiteSettings) -> String {
        let prefix = if site.is_https() { "__Host-" } else { "" };
        match self {
            Self::Session => format!("{prefix}parvis"),
            Self::Form => format!("{prefix}parvis-form"),
            Self::Elsewhere => format!("{prefix}parvis-fournisseur"),
        }
    }

    /// The cookie's value in a request.
    pub(crate) fn read(self, site: &SiteSettings, headers: &HeaderMap) -> Option<String> {
        let name = self.name(site);
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(key, value)| *key == name && !value.is_empty()).map(|(_, value)| value.to_owned())
    }

    /// The header line that sets it until the browser closes.
    pub(crate) fn set(self, site: &SiteSettings, value: &str) -> Option<HeaderValue> {
        self.line(site, value, "")
    }

    /// The header line that removes it.
    pub(crate) fn remove(self, site: &SiteSettings) -> Option<HeaderValue> {
        self.line(site, "", "; Max-Age=0")
    }

    fn line(self, site: &SiteSettings, value: &str, rest: &str) -> Option<HeaderValue> {
        let secure = if site.is_https() { "; Secure" } else { "" };
        let line = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{rest}", self.name(site));
        HeaderValue::from_str(&line).ok()
    }
}

/// A random word, from the generator that numbers requests (122 random bits).
pub(crate) fn random_word() -> Option<String> {
    let id = MakeRequestUuid.make_request_id(&Request::new(()))?;
    id.header_value().to_str().ok().map(str::to_owned)
}

/// The token that a form of this session carries.
pub(crate) fn form_token(secret: &str) -> String {
    Sha256::of(format!("form:{secret}").as_bytes()).to_string()
}

/// Whether a posted form is ours: sent from our own pages, with the token of the cookie.
///
/// Browsers say where a request comes from (`Sec-Fetch-Site`); the token holds for those that do not.
pub(crate) fn is_ours(site: &SiteSettings, headers: &HeaderMap, token: &str) -> bool {
    let from = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let same_site = from.is_none_or(|from| matches!(from, "same-origin" | "none"));
    let secrets = [Cookie::Session, Cookie::Form].into_iter().filter_map(|cookie| cookie.read(site, headers));
    same_site && secrets.map(|secret| form_token(&secret)).any(|expected| expected == token)
}

/// A place of ours to go on to after signing in; anything else leads home.
pub(crate) fn safe_return(wanted: &str) -> &str {
    // Browsers drop tabs and line ends from addresses, which may leave `//` at the beginning.
    let ours =
        wanted.starts_with('/') && !wanted.starts_with("//") && !wanted.contains(|c: char| c == '\\' || c.is_control());
    if ours { wanted } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(base_url: &str) -> SiteSettings {
        SiteSettings::new(base_url, "Parvis")
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn cookies_are_bound_to_the_host_over_https_only() {
        let secure = Cookie::Session.set(&site("https://x.example"), "abc").unwrap();
        assert_eq!(secure, "__Host-parvis=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
        let plain = Cookie::Session.set(&site("http://127.0.0.1:8080"), "abc").unwrap();
        assert_eq!(plain, "parvis=abc; Path=/; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let sent = headers(&[("cookie", "a=1; parvis=xyz; parvis-form=n")]);
        assert_eq!(Cookie::Session.read(&site("http://x"), &sent).as_deref(), Some("xyz"));
        assert_eq!(Cookie::Form.read(&site("http://x"), &sent).as_deref(), Some("n"));
        assert_eq!(Cookie::Session.read(&site("https://x"), &sent), None);
    }

    #[test]
    fn a_form_needs_the_token_of_its_cookie_and_our_own_origin() {
        let site = site("http://x");
        let token = form_token("n");
        assert!(is_ours(&site, &headers(&[("cookie", "parvis-form=n")]), &token));
        assert!(!is_ours(&site, &headers(&[("cookie", "parvis-form=other")]), &token));
        assert!(!is_ours(&site, &headers(&[]), &token));
        let elsewhere = headers(&[("cookie", "parvis-form=n"), ("sec-fetch-site", "cross-site")]);
        assert!(!is_ours(&site, &elsewhere, &token));
    }

    #[test]
    fn random_words_differ() {
        assert_ne!(random_word().unwrap(), random_word().unwrap());
    }

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(safe_return("/en/articles/1?q=a"), "/en/articles/1?q=a");
        for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", ""] {
            assert_eq!(safe_return(bad), "/");
        }
    }
}
