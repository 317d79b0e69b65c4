//! The six verbs and the arguments that each defines (OAI-PMH 2.0 §4).

use std::fmt;

/// One of the six requests of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Describes the repository.
    Identify,
    /// Lists metadata formats.
    ListMetadataFormats,
    /// Lists sets.
    ListSets,
    /// Gives one record.
    GetRecord,
    /// Lists headers.
    ListIdentifiers,
    /// Lists records.
    ListRecords,
}

impl Verb {
    /// All six verbs.
    pub const ALL: [Self; 6] = [
        Self::Identify,
        Self::ListMetadataFormats,
        Self::ListSets,
        Self::GetRecord,
        Self::ListIdentifiers,
        Self::ListRecords,
    ];

    /// The verb as requests and answers spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identify => "Identify",
            Self::ListMetadataFormats => "ListMetadataFormats",
            Self::ListSets => "ListSets",
            Self::GetRecord => "GetRecord",
            Self::ListIdentifiers => "ListIdentifiers",
            Self::ListRecords => "ListRecords",
        }
    }

    /// The verb spelled `text`; case matters.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.as_str() == text)
    }

    /// Names of the arguments that the verb defines, `verb` itself apart.
    #[must_use]
    pub fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Identify => &[],
            Self::ListMetadataFormats => &["identifier"],
            Self::ListSets => &["resumptionToken"],
            Self::GetRecord => &["identifier", "metadataPrefix"],
            Self::ListIdentifiers | Self::ListRecords => &["metadataPrefix", "from", "until", "set", "resumptionToken"],
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
