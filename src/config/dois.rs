//! Settings of the registration of DOIs: off, in the test system or for good.

use super::{Error, Reader, Secret, Setting};

/// Addresses of `DataCite`'s REST API, of its test system first (<https://support.datacite.org/docs/api>).
const APIS: [&str; 2] = ["https://api.test.datacite.org", "https://api.datacite.org"];

/// How DOIs are registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoiConfig {
    /// Address of the API without trailing slash.
    pub api: String,
    /// Name of the account.
    pub repository: String,
    /// Its password.
    pub password: Secret,
    /// Prefix of the DOIs.
    pub prefix: String,
    /// What stands between the prefix and the number of an article.
    pub label: String,
    /// Whether it is the test system.
    pub is_test: bool,
}

/// Reads the settings; `None` when no DOIs are registered.
pub(super) fn read<F: Fn(&Setting) -> String>(reader: &Reader<F>) -> Result<Option<DoiConfig>, Error> {
    let is_test = match reader.text("doi_mode").as_str() {
        "off" | "non" | "no" => return Ok(None),
        "test" => true,
        "live" => false,
        _ => return Err(reader.error("doi_mode", "off, test or live")),
    };
    let needed = |key: &str, reason| match reader.text(key).trim() {
        "" => Err(reader.error(key, reason)),
        text => Ok(text.to_owned()),
    };
    let [test, live] = APIS;
    let label = reader.text("doi_label");
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_/".contains(c);
    if label.len() > 40 || !label.chars().all(is_plain) || label.ends_with(|c: char| c.is_ascii_digit()) {
        return Err(
            reader.error("doi_label", "at most 40 of a-z, 0-9 and .-_/ that do not end in a digit, such as depot.")
        );
    }
    Ok(Some(DoiConfig {
        api: reader.service("doi_api")?.unwrap_or_else(|| if is_test { test } else { live }.to_owned()),
        repository: needed("doi_repository", "the name of an account, such as INST.DEPOT, where doi_mode is not off")?,
        password: Secret::new(&needed("doi_password", "the password of the account, where doi_mode is not off")?),
        prefix: needed("doi_prefix", "a prefix such as 10.12345, where doi_mode is not off")?,
        label,
        is_test,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn config(values: &[(&str, &str)]) -> Result<Config, Error> {
        Config::from_values(|setting| {
            let given = values.iter().find(|(key, _)| *key == setting.key);
            given.map_or(setting.default, |(_, value)| value).to_owned()
        })
    }

    const ACCOUNT: [(&str, &str); 3] =
        [("doi_repository", "INST.DEPOT"), ("doi_password", "très-secret"), ("doi_prefix", "10.80000")];

    #[test]
    fn nothing_is_registered_unless_somebody_says_so() {
        assert_eq!(config(&[]).unwrap().dois, None);
        assert_eq!(config(&ACCOUNT).unwrap().dois, None);
    }

    #[test]
    fn the_test_system_is_another_address() {
        let dois = |mode| config(&[&ACCOUNT[..], &[("doi_mode", mode)]].concat()).unwrap().dois.unwrap();
        assert_eq!((dois("test").api.as_str(), dois("test").is_test), ("https://api.test.datacite.org", true));
        assert_eq!((dois("live").api.as_str(), dois("live").is_test), ("https://api.datacite.org", false));
    }

    #[test]
    fn the_password_is_in_no_log() {
        let config = config(&[&ACCOUNT[..], &[("doi_mode", "test")]].concat()).unwrap();
        assert!(!format!("{config:?}").contains("très"), "{config:?}");
    }

    #[test]
    fn what_is_missing_or_cannot_stand_in_a_doi_is_named() {
        for (key, value) in [
            ("doi_repository", " "),
            ("doi_password", ""),
            ("doi_prefix", ""),
            ("doi_label", "a b"),
            ("doi_label", "depot1"),
            ("doi_mode", "on"),
        ] {
            let mut values: Vec<_> = [&ACCOUNT[..], &[("doi_mode", "live")]].concat();
            values.retain(|(known, _)| *known != key);
            values.push((key, value));
            assert!(config(&values).unwrap_err().to_string().contains(key), "{key}");
        }
    }
}
