//! Requests: the verbs, and what a valid request of each asks for.
//!
//! Only what can be decided from the arguments themselves is decided here; whether a format, item or set exists is the provider's
//! knowledge and is checked in `respond`.

mod parse;
#[cfg(test)]
mod tests;
mod verb;

use crate::datestamp::{DateArgument, Granularity};
use crate::error::ProtocolError;
use crate::syntax::SetSpec;

pub use verb::Verb;

/// A syntactically valid request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Who is the repository?
    Identify,
    /// Which formats are there, in the repository or for one item?
    ListMetadataFormats {
        /// The item, if one is named.
        identifier: Option<String>,
    },
    /// Which sets are there?
    ListSets {
        /// Continues an earlier list.
        token: Option<String>,
    },
    /// One record.
    GetRecord {
        /// The item.
        identifier: String,
        /// The format.
        prefix: String,
    },
    /// Headers of a selection.
    ListIdentifiers(ListArgs),
    /// Records of a selection.
    ListRecords(ListArgs),
}

/// Arguments of a list: those of a new one, or the token of one begun earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListArgs {
    /// A new list.
    First {
        /// The format.
        prefix: String,
        /// Lower bound of datestamps, inclusive.
        from: Option<DateArgument>,
        /// Upper bound of datestamps, inclusive.
        until: Option<DateArgument>,
        /// The set.
        set: Option<SetSpec>,
    },
    /// The next page.
    Next {
        /// The token, as received.
        token: String,
    },
}

impl Request {
    /// Validates decoded arguments.
    ///
    /// # Errors
    /// `badVerb` alone, or every `badArgument` that the arguments hold.
    pub fn parse(arguments: &[(String, String)], granularity: Granularity) -> Result<Self, Vec<ProtocolError>> {
        parse::parse_request(arguments, granularity)
    }
}
