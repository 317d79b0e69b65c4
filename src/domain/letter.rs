//! Messages to people as the queue keeps them: what they say, not how it is worded.
//!
//! A new kind is a variant of [`Letter`]; the match in `mail/compose.rs` then asks for its wording.

use serde::{Deserialize, Serialize};

use super::Lang;

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "parameters", rename_all = "snake_case")]
pub enum Letter {
    /// Somebody asked for an alert at this address: a link confirms it.
    ConfirmAlert(ConfirmAlert),
    /// New articles answer a search that is followed.
    AlertNews(AlertNews),
}

/// A link that confirms an alert. What is searched for is not among this: anybody may have typed it, to send their
/// own words to somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmAlert {
    /// Absolute address of the page that confirms it.
    pub confirm_url: String,
}

/// New articles of a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertNews {
    /// What the search is called.
    pub search: String,
    /// Absolute address of its results, the latest additions first.
    pub search_url: String,
    /// How many articles are new.
    pub total: u64,
    /// The latest of them.
    pub articles: Vec<Announced>,
    /// Absolute address of the page that ends the alert; a `POST` to it ends it at once (RFC 8058).
    pub stop_url: String,
}

/// An article in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    /// Its title.
    pub title: String,
    /// Language of the title.
    pub lang: Lang,
    /// First authors, journal and year.
    pub byline: String,
    /// Permanent address.
    pub url: String,
}

impl Letter {
    /// The kind and the parameters, as the queue keeps them.
    ///
    /// # Errors
    /// When they cannot be written as JSON.
    pub fn to_parts(&self) -> Result<(String, String), serde_json::Error> {
        let whole = serde_json::to_value(self)?;
        let text = |name: &str| whole.get(name).cloned().unwrap_or_default();
        Ok((text("kind").as_str().unwrap_or_default().to_owned(), text("parameters").to_string()))
    }

    /// Reads what the queue keeps.
    ///
    /// # Errors
    /// When the kind is unknown or its parameters do not fit.
    pub fn from_parts(kind: &str, parameters: &str) -> Result<Self, serde_json::Error> {
        let parameters: serde_json::Value = serde_json::from_str(parameters)?;
        serde_json::from_value(serde_json::json!({ "kind": kind, "parameters": parameters }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_survives_the_queue() {
        let article = Announced {
            title: "T".into(),
            lang: Lang::FR,
            byline: "L. Roy".into(),
            url: "https://x/articles/1".into(),
        };
        let news = AlertNews {
            search: "« neige »".into(),
            search_url: "https://x/recherche".into(),
            total: 1,
            articles: vec![article],
            stop_url: "https://x/alertes/arreter".into(),
        };
        let letter = Letter::AlertNews(news);
        let (kind, parameters) = letter.to_parts().unwrap();
        assert_eq!(kind, "alert_news");
        assert_eq!(Letter::from_parts(&kind, &parameters).unwrap(), letter);
        assert!(Letter::from_parts("unknown", &parameters).is_err());
        assert!(Letter::from_parts(&kind, "{}").is_err());
    }
}
