//! Which redirects are followed.

use url::Url;

use super::error::HarvestError;
use super::settings::HttpSettings;

/// Statuses that carry a `Location` to follow with GET.
pub(super) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// The target of a redirect: on the same host or a configured one, never from https to http, never in a circle.
pub(super) fn target(settings: &HttpSettings, visited: &[Url], location: &str) -> Result<Url, HarvestError> {
    let Some(from) = visited.last() else { return Err(HarvestError::Address(location.to_owned())) };
    let refuse = |reason| Err(HarvestError::Redirect { from: from.to_string(), to: location.to_owned(), reason });
    let Ok(mut to) = from.join(location) else { return refuse("it is not an address") };
    to.set_fragment(None);
    let host = to.host_str().unwrap_or_default();
    let known = Some(host) == from.host_str() || settings.redirect_hosts.iter().any(|other| other == host);
    match to.scheme() {
        _ if visited.contains(&to) => refuse("it leads in a circle"),
        _ if visited.len() > usize::try_from(settings.max_redirects).unwrap_or(usize::MAX) => {
            refuse("there are too many in a row")
        }
        "http" if from.scheme() == "https" => refuse("it gives up encryption"),
        "http" | "https" if known => Ok(to),
        "http" | "https" => refuse("it leads to another host"),
        _ => refuse("it leaves http"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follow(from: &str, location: &str) -> Option<String> {
        let mut settings = HttpSettings::new("test");
        settings.redirect_hosts.push("new.example.org".to_owned());
        let from = Url::parse(from).unwrap();
        target(&settings, &[from], location).ok().map(String::from)
    }

    #[test]
    fn redirects_stay_on_the_host_or_on_configured_ones_and_may_start_encryption() {
        for (from, location, to) in [
            ("http://a.example.org/oai?verb=Identify", "/x?verb=Identify", "http://a.example.org/x?verb=Identify"),
            ("http://a.example.org/oai", "https://a.example.org/oai", "https://a.example.org/oai"),
            ("http://a.example.org/oai", "https://new.example.org/oai#top", "https://new.example.org/oai"),
        ] {
            assert_eq!(follow(from, location).as_deref(), Some(to));
        }
    }

    #[test]
    fn redirects_lead_nowhere_else() {
        for (from, location) in [
            ("https://a.example.org/oai", "http://a.example.org/oai"),
            ("http://a.example.org/oai", "http://b.example.org/oai"),
            ("http://a.example.org/oai", "http://a.example.org/oai"),
            ("http://a.example.org/oai", "ftp://a.example.org/oai"),
            ("http://a.example.org/oai", "http://["),
        ] {
            assert_eq!(follow(from, location), None, "{location}");
        }
    }
}
