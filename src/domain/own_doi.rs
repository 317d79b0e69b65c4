//! DOIs that this site registers for articles to which no publisher gave one.

use super::{ArticleId, Doi, Sha256};

/// What the registry was brought to (the states of `DataCite`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoiState {
    /// Chosen here; the registry may not know it yet.
    Reserved,
    /// Leads to the article and can be found.
    Findable,
    /// Still leads here, to a tombstone, and is found no more.
    Registered,
}

impl DoiState {
    const ALL: [Self; 3] = [Self::Reserved, Self::Findable, Self::Registered];

    /// The code kept in the database, which is `DataCite`'s but for the first.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Findable => "findable",
            Self::Registered => "registered",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// The DOI of an article of this site, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDoi {
    /// The article.
    pub article: ArticleId,
    /// Its DOI.
    pub doi: Doi,
    /// What the registry was brought to last.
    pub state: DoiState,
    /// Digest of what the registry was told last.
    pub sent: Option<Sha256>,
    /// Tries that failed since.
    pub failures: i64,
    /// Why the last one failed.
    pub error: Option<String>,
}

/// Whether so many tries that failed are too many, or how long to wait before the next, in seconds: from a minute to a day,
/// some three days in all.
#[must_use]
pub fn pause_after(failures: i64) -> Option<i64> {
    const PAUSES: [i64; 8] = [60, 300, 1_800, 7_200, 21_600, 43_200, 86_400, 86_400];
    usize::try_from(failures).ok().and_then(|made| PAUSES.get(made.saturating_sub(1)).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_survives_the_database() {
        for state in DoiState::ALL {
            assert_eq!(DoiState::from_code(state.code()), Some(state));
        }
        assert_eq!(DoiState::from_code("draft"), None);
    }

    #[test]
    fn pauses_grow_and_end() {
        let pauses: Vec<i64> = (1..).map_while(pause_after).collect();
        assert!(pauses.is_sorted() && pauses.len() == 8, "{pauses:?}");
    }
}
