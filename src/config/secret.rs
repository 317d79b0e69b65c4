//! Values that no log, no error and no debug output shows.

/// A password, a token, or an address that holds one.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a value secret.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The value itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// An address without the account, the password and the options that it holds: scheme, host and path. Whatever is no
    /// address is left out whole.
    #[must_use]
    pub fn place(&self) -> String {
        let Some((scheme, rest)) = self.0.split_once("://") else { return "…".to_owned() };
        let bare = rest.split(['?', '#']).next().unwrap_or_default();
        // The last `@`: people forget to encode those of their passwords.
        let host = bare.rsplit('@').next().unwrap_or_default();
        format!("{scheme}://{host}")
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_what_it_hides() {
        let place = |text: &str| Secret::new(text).place();
        assert_eq!(place("postgres://nom:secret@hote:5433/parvis?sslmode=verify-full"), "postgres://hote:5433/parvis");
        assert_eq!(place("postgres://nom:se@cret@hote/parvis?password=secret"), "postgres://hote/parvis");
        assert_eq!(place("postgres://nom:se/cret@hote/parvis"), "postgres://hote/parvis");
        assert_eq!(place("smtps://mail.example.org"), "smtps://mail.example.org");
        assert_eq!(place("secret"), "…");
        assert_eq!(format!("{:?}", Secret::new("secret")), "Secret(…)");
    }
}
