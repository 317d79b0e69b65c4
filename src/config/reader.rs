//! Settings by their keys, read from their texts.

use std::net::IpAddr;

use super::{Error, SETTINGS, Secret, Setting};

/// Settings that are being read.
pub(super) struct Reader<F> {
    /// The value of a setting.
    pub(super) value_of: F,
}

impl<F: Fn(&Setting) -> String> Reader<F> {
    /// The value of a setting by its key.
    pub(super) fn text(&self, key: &str) -> String {
        SETTINGS.iter().find(|setting| setting.key == key).map(&self.value_of).unwrap_or_default()
    }

    /// A value that is read from its text.
    pub(super) fn parsed<T: std::str::FromStr>(&self, key: &str, reason: &'static str) -> Result<T, Error> {
        self.text(key).parse().map_err(|_| self.error(key, reason))
    }

    /// Addresses separated by white space or commas.
    pub(super) fn addresses(&self, key: &str) -> Result<Vec<String>, Error> {
        let text = self.text(key);
        let words = text.split([' ', ',', '\t', '\n']).filter(|word| !word.is_empty());
        let is_address = |word: &str| word.starts_with("http://") || word.starts_with("https://");
        let all: Vec<String> = words.map(str::to_owned).collect();
        if all.iter().all(|word| is_address(word)) {
            Ok(all)
        } else {
            Err(self.error(key, "addresses that begin with http:// or https://"))
        }
    }

    /// Addresses of machines, separated by white space or commas.
    pub(super) fn machines(&self, key: &str) -> Result<Vec<IpAddr>, Error> {
        let text = self.text(key);
        let words = text.split([' ', ',', '\t', '\n']).filter(|word| !word.is_empty());
        let all: Result<Vec<IpAddr>, _> = words.map(str::parse).collect();
        all.map_err(|_| self.error(key, "network addresses such as 192.0.2.7 or 2001:db8::7"))
    }

    /// The address of a service, none when empty.
    pub(super) fn service(&self, key: &str) -> Result<Option<String>, Error> {
        let address = self.addresses(key)?.pop();
        Ok(address.map(|address| address.trim_end_matches('/').to_owned()))
    }

    /// The address of a mail server; never repeated in an error, since it may hold a password.
    pub(super) fn mail_server(&self) -> Result<Option<Secret>, Error> {
        let text = self.text("smtp_url");
        match text.split_once("://") {
            _ if text.is_empty() => Ok(None),
            Some(("smtp" | "smtps", host)) if !host.is_empty() => Ok(Some(Secret::new(&text))),
            _ => Err(Error::Value {
                variable: "PARVIS_SMTP_URL",
                key: "smtp_url",
                value: "…".to_owned(),
                reason: "an address that begins with smtp:// or smtps://",
            }),
        }
    }

    /// The address of a PostgreSQL database; never repeated in an error, since it may hold a password.
    pub(super) fn database(&self) -> Result<Option<Secret>, Error> {
        let text = self.text("database_url");
        match text.split_once("://") {
            _ if text.is_empty() => Ok(None),
            Some(("postgres" | "postgresql", rest)) if !rest.is_empty() => Ok(Some(Secret::new(&text))),
            _ => Err(Error::Value {
                variable: "DATABASE_URL",
                key: "database_url",
                value: "…".to_owned(),
                reason: "an address that begins with postgres://",
            }),
        }
    }

    /// Yes or no.
    pub(super) fn yes_or_no(&self, key: &str) -> Result<bool, Error> {
        match self.text(key).as_str() {
            "yes" | "true" | "oui" | "1" => Ok(true),
            "no" | "false" | "non" | "0" => Ok(false),
            _ => Err(self.error(key, "yes or no")),
        }
    }

    /// A number within bounds.
    pub(super) fn number<T>(&self, key: &str, least: T, most: T, reason: &'static str) -> Result<T, Error>
    where
        T: std::str::FromStr + PartialOrd + Copy,
    {
        let number: T = self.parsed(key, reason)?;
        if number < least || number > most { Err(self.error(key, reason)) } else { Ok(number) }
    }

    /// What is wrong with a value.
    pub(super) fn error(&self, key: &str, reason: &'static str) -> Error {
        let (variable, key) =
            SETTINGS.iter().find(|setting| setting.key == key).map_or(("", ""), |s| (s.variable, s.key));
        Error::Value { variable, key, value: self.text(key), reason }
    }
}
