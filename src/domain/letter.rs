//! Messages to people as the queue keeps them: what they say, not how it is worded.
//!
//! A new kind is a variant of [`Letter`]; the match in `mail/compose.rs` then asks for its wording.

use serde::{Deserialize, Serialize};

use super::Lang;
use super::verdict::NextAction;

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "parameters", rename_all = "snake_case")]
pub enum Letter {
    /// Somebody asked for an alert at this address: a link confirms it.
    ConfirmAlert(ConfirmAlert),
    /// New articles answer a search that is followed.
    AlertNews(AlertNews),
    /// What happened to deposits.
    DepositNews(DepositNews),
    /// Deposits that wait for curators.
    ReviewDigest(ReviewDigest),
    /// A reader asks for a copy of an article under embargo.
    CopyAsked(CopyAsked),
    /// The answer to such a reader.
    CopyAnswer(CopyAnswer),
    /// A report that somebody asked for is there.
    ReportReady(ReportReady),
    /// Drafts that nobody touched will be thrown away.
    DraftsEnd(DraftsEnd),
    /// What articles ask of those whom they concern.
    Reminder(Reminder),
    /// Something about an account: a link that works once, or word of a change.
    Account(AccountLetter),
}

/// A report is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportReady {
    /// What it is about.
    pub title: String,
    /// Last day of the period, `2026-11-30`.
    pub day: String,
    /// Absolute address of the file that was asked for, or of the page.
    pub url: String,
    /// Absolute address of the page of the report.
    pub page_url: String,
    /// Absolute address of the page that ends the subscription; a `POST` to it ends it at once (RFC 8058).
    pub stop_url: String,
}

/// Drafts that will be thrown away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftsEnd {
    /// The drafts, each with the address where it is gone on with.
    pub drafts: Vec<Announced>,
    /// The day on which they go, `2026-12-05`.
    pub end: String,
    /// Absolute address of the page with all drafts.
    pub url: String,
}

/// What articles ask of somebody whom they concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// How many ask for something.
    pub total: u64,
    /// The first of them.
    pub articles: Vec<Reminded>,
    /// Absolute address of the page with their awards.
    pub url: String,
    /// Absolute address where such messages are ended.
    pub stop_url: String,
}

/// An article that asks for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminded {
    /// The article, with the address where that is done.
    pub article: Announced,
    /// What would mend it.
    pub action: NextAction,
}

/// What happened to the deposits of a person within a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositNews {
    /// The deposits, the one where something happened first before the others.
    pub deposits: Vec<Happening>,
    /// Absolute address of the list of deposits.
    pub url: String,
    /// Absolute address of the page where such messages are ended.
    pub stop_url: String,
}

/// What happened to one deposit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happening {
    /// The deposit, with the address of its page.
    pub deposit: Announced,
    /// What happened, codes, oldest first and each once.
    pub actions: Vec<String>,
}

/// A reader asks for a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyAsked {
    /// The article.
    pub article: Announced,
    /// Address of the reader.
    pub email: String,
    /// Why, in the reader's words.
    pub message: String,
    /// Absolute address of the page that answers.
    pub url: String,
}

/// What the depositor answered a reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyAnswer {
    /// The article.
    pub article: Announced,
    /// Whether the copy is given.
    pub is_granted: bool,
    /// Absolute address of the page that gives it, or of the site.
    pub url: String,
}

/// Deposits that wait for curators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewDigest {
    /// How many wait.
    pub total: u64,
    /// The first of them.
    pub deposits: Vec<Announced>,
    /// Absolute address of the queue.
    pub url: String,
    /// Absolute address of the page where such messages are ended.
    pub stop_url: String,
}

/// Something about an account. Nothing that a stranger may have typed is among this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLetter {
    /// What it is about.
    pub matter: AccountMatter,
    /// Absolute address of the page where one goes on.
    pub url: String,
    /// A code to be typed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// What a message about an account says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountMatter {
    /// Somebody asked for an account at this address.
    SignUp,
    /// Somebody asked for an account, and there is one.
    AlreadyHere,
    /// Somebody asked for a new password.
    Reset,
    /// The password was changed.
    PasswordChanged,
    /// The password was chosen anew through a link, which ended every other way in.
    PasswordReset,
    /// The second factor was turned on.
    FactorOn,
    /// The second factor was turned off.
    FactorOff,
    /// A token for programs was made.
    TokenMade,
    /// The account was erased.
    Erased,
    /// Somebody who came from a provider gave this address: a code shows that it is theirs.
    ConfirmAddress,
    /// A provider opens the account from now on.
    ProviderLinked,
    /// A provider opens the account no more.
    ProviderUnlinked,
}

impl AccountMatter {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::SignUp,
        Self::AlreadyHere,
        Self::Reset,
        Self::PasswordChanged,
        Self::PasswordReset,
        Self::FactorOn,
        Self::FactorOff,
        Self::TokenMade,
        Self::Erased,
        Self::ConfirmAddress,
        Self::ProviderLinked,
        Self::ProviderUnlinked,
    ];

    /// The word for it in the names of its messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SignUp => "sign-up",
            Self::AlreadyHere => "already-here",
            Self::Reset => "reset",
            Self::PasswordChanged => "password-changed",
            Self::PasswordReset => "password-reset",
            Self::FactorOn => "factor-on",
            Self::FactorOff => "factor-off",
            Self::TokenMade => "token-made",
            Self::Erased => "erased",
            Self::ConfirmAddress => "confirm-address",
            Self::ProviderLinked => "provider-linked",
            Self::ProviderUnlinked => "provider-unlinked",
        }
    }
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
