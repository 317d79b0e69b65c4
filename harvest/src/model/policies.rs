//! The e-print community's description of a repository (guideline "eprints", schema version 1.1).

/// A policy, by address, in words, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Policy {
    /// Where it can be read.
    Url(String),
    /// The text itself.
    Text(String),
    /// Both.
    UrlAndText {
        /// Where it can be read.
        url: String,
        /// The text itself.
        text: String,
    },
}

/// Content and policies of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eprints {
    /// What is collected, in which languages.
    pub content: Option<Policy>,
    /// What may be done with the metadata.
    pub metadata_policy: Policy,
    /// What may be done with the full texts.
    pub data_policy: Policy,
    /// Who may deposit what.
    pub submission_policy: Option<Policy>,
    /// Anything else.
    pub comments: Vec<String>,
}
