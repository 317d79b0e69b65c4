//! Settings of the search server: none, and the index lies in the data folder.

use super::{Error, Reader, Secret, Setting};

/// A search server that several processes share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchConfig {
    /// Addresses of its hosts, without the prefix and without trailing slash.
    pub hosts: Vec<String>,
    /// What the names of its indexes begin with.
    pub prefix: String,
    /// Account, where there is one.
    pub account: Option<(String, Secret)>,
    /// Token that is sent instead.
    pub token: Option<Secret>,
    /// Parts that a new index is cut into.
    pub shards: u16,
    /// Copies of each part beside the first.
    pub replicas: u16,
}

/// Reads the settings; `None` when the index lies in the data folder.
pub(super) fn read<F: Fn(&Setting) -> String>(reader: &Reader<F>) -> Result<Option<SearchConfig>, Error> {
    let text = reader.text("search");
    let addresses: Vec<&str> = text.split([' ', ',', '\t', '\n']).filter(|word| !word.is_empty()).collect();
    if addresses.is_empty() {
        return Ok(None);
    }
    // Never repeated: people put passwords into addresses.
    let error = |reason| Error::Value { variable: "PARVIS_SEARCH", key: "search", value: "…".to_owned(), reason };
    let may_be_plain = reader.yes_or_no("search_plain")?;
    let mut hosts = Vec::new();
    let mut prefixes: Vec<&str> = Vec::new();
    for address in addresses {
        let (host, prefix) = parts(address).ok_or_else(|| error(FORM))?;
        if host.contains('@') {
            return Err(error("an address without account: that is PARVIS_SEARCH_USER and PARVIS_SEARCH_PASSWORD"));
        }
        if host.starts_with("http://") && !may_be_plain && !is_this_machine(host) {
            return Err(error("https://, unless the server is on this machine or PARVIS_SEARCH_PLAIN is yes"));
        }
        hosts.push(host.to_owned());
        prefixes.push(prefix);
    }
    prefixes.dedup();
    let [prefix] = prefixes.as_slice() else { return Err(error("several addresses with the same prefix")) };
    let given = |key: &str| Some(reader.text(key)).filter(|text| !text.is_empty());
    let account = match (given("search_user"), given("search_password")) {
        (Some(user), Some(password)) => Some((user, Secret::new(&password))),
        (None, None) => None,
        _ => return Err(reader.error("search_user", "set together with PARVIS_SEARCH_PASSWORD, or neither")),
    };
    Ok(Some(SearchConfig {
        hosts,
        prefix: (*prefix).to_owned(),
        account,
        token: given("search_token").map(|token| Secret::new(&token)),
        shards: reader.number("search_shards", 1, 128, "a number from 1 to 128")?,
        replicas: reader.number("search_replicas", 0, 16, "a number from 0 to 16")?,
    }))
}

/// What an address should be.
const FORM: &str =
    "an address that ends in a prefix of a-z, 0-9, - and _, such as https://search.example.org:9200/parvis";

/// The host with its way, and the prefix behind it.
fn parts(address: &str) -> Option<(&str, &str)> {
    let (scheme, _) = address.split_once("://")?;
    let (host, prefix) = address.trim_end_matches('/').rsplit_once('/')?;
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    let starts = prefix.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let fits = starts && prefix.len() <= 60 && prefix.chars().all(is_name);
    (matches!(scheme, "http" | "https") && host.len() > scheme.len() + 3 && fits).then_some((host, prefix))
}

/// Whether an address leads to this very machine.
pub(super) fn is_this_machine(host: &str) -> bool {
    let name = host.trim_start_matches("http://").split('/').next().unwrap_or_default();
    let name = name.rsplit_once(':').filter(|(name, _)| !name.is_empty()).map_or(name, |(name, _)| name);
    name == "localhost" || name.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn search(values: &[(&str, &str)]) -> Result<Option<SearchConfig>, Error> {
        let config = Config::from_values(|setting| {
            let given = values.iter().find(|(key, _)| *key == setting.key);
            given.map_or(setting.default, |(_, value)| value).to_owned()
        });
        config.map(|config| config.search)
    }

    #[test]
    fn several_hosts_share_one_prefix() {
        let read = search(&[("search", "https://a.example.org:9200/parvis, https://b.example.org/behind/parvis/")]);
        let read = read.unwrap().unwrap();
        assert_eq!(read.hosts, ["https://a.example.org:9200", "https://b.example.org/behind"]);
        assert_eq!((read.prefix.as_str(), read.shards, read.replicas), ("parvis", 1, 1));
        assert_eq!(search(&[]).unwrap(), None);
    }

    #[test]
    fn what_cannot_be_used_is_refused_without_repeating_it() {
        for address in [
            "https://a.example.org:9200",
            "https://a.example.org/",
            "https://a.example.org/Parvis",
            "https://a.example.org/_all",
            "ftp://a.example.org/parvis",
            "https://me:secret@a.example.org/parvis",
            "https://a.example.org/one https://b.example.org/two",
            "http://search.example.org:9200/parvis",
        ] {
            let error = search(&[("search", address)]).unwrap_err().to_string();
            assert!(error.contains("PARVIS_SEARCH") && !error.contains("secret"), "{address}: {error}");
        }
    }

    #[test]
    fn encryption_is_given_up_on_this_machine_or_by_word_alone() {
        for address in ["http://127.0.0.1:9200/p", "http://localhost:9200/p", "http://[::1]:9200/p"] {
            assert!(search(&[("search", address)]).unwrap().is_some(), "{address}");
        }
        assert!(search(&[("search", "http://db:9200/p"), ("search_plain", "yes")]).unwrap().is_some());
    }

    #[test]
    fn passwords_and_tokens_are_in_no_log() {
        let secrets = [("search_user", "me"), ("search_password", "très-secret"), ("search_token", "jeton-secret")];
        let read = search(&[&secrets[..], &[("search", "https://a.example.org/p")]].concat()).unwrap();
        assert!(!format!("{read:?}").contains("secret"), "{read:?}");
        let half = [("search", "https://a.example.org/p"), ("search_user", "me")];
        assert!(search(&half).is_err());
    }
}
