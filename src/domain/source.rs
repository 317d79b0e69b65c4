//! Sources: other repositories that are harvested, what was harvested from them, and what became of it.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::deposit::ReviewMode;
use super::ids::{RunId, SourceId, SourceRecordId};
use super::vocabulary::FrqScope;
use super::{ArticleId, CopyHost, RepositoryKind, ResourceType};

/// Short name of a source, for commands and addresses: 1 to 40 lower-case letters, digits and inner hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceName(String);

/// Why a text is not the name of a source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a name for a source: {0:?}; take 1 to 40 lower-case letters, digits and hyphens")]
pub struct InvalidSourceName(pub String);

impl SourceName {
    /// Reads a name.
    ///
    /// # Errors
    /// When it holds anything else, or a hyphen at an end.
    pub fn parse(text: &str) -> Result<Self, InvalidSourceName> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let sound = (1..=40).contains(&text.len()) && text.bytes().all(allowed);
        if sound && !text.starts_with('-') && !text.ends_with('-') {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidSourceName(text.chars().take(80).collect()))
        }
    }

    /// A name made from a host: `papyrus.bib.umontreal.ca` gives `papyrus-bib-umontreal-ca`.
    #[must_use]
    pub fn from_host(host: &str) -> Self {
        let plain: String =
            host.to_ascii_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let cut: String = plain.trim_matches('-').chars().take(40).collect();
        let cut = cut.trim_matches('-');
        Self(if cut.is_empty() { "source".to_owned() } else { cut.to_owned() })
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A repository that is harvested.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Number.
    pub id: SourceId,
    /// Short name.
    pub name: SourceName,
    /// Where it is and what it is asked for.
    pub place: Place,
    /// Name that the repository gives itself.
    pub title: String,
    /// What is done with its records.
    pub settings: SourceSettings,
    /// Whether nobody asks it until further notice.
    pub paused: bool,
    /// When it is asked next; never when it is asked by hand only.
    pub next_run: Option<Timestamp>,
}

/// Where a source is and what it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Kind of source (`source::kinds`).
    pub kind: String,
    /// Address.
    pub base_url: String,
    /// Metadata prefix.
    pub prefix: String,
    /// Namespace that the source announced with it.
    pub namespace: String,
    /// Address of the schema that it announced.
    pub schema: String,
    /// Name of our reader for it.
    pub format: String,
    /// One set only.
    pub set: Option<String>,
}

/// What is done with the records of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceSettings {
    /// Seconds from the end of a run to the next; 0 when it is run by hand only.
    pub every_seconds: i64,
    /// Types that are taken; all when empty.
    pub types: Vec<ResourceType>,
    /// Who stands behind it: what its copies count for.
    pub host: CopyHost,
    /// Kind of repository, when it is one.
    pub repository_kind: Option<RepositoryKind>,
    /// Who decides about new articles.
    pub review: ReviewMode,
    /// Whether files under a Creative Commons licence are fetched.
    pub fetch_files: bool,
    /// Whether everything is taken, linked to an award or not, and given on to harvesters as it came.
    pub mirror: bool,
}

impl SourceSettings {
    /// Seconds of a day.
    pub const DAY_SECONDS: i64 = 86_400;

    /// Once a day; what the policies cover or may cover; an institution's repository; a curator decides; no files.
    #[must_use]
    pub fn usual() -> Self {
        Self {
            every_seconds: Self::DAY_SECONDS,
            types: Self::covered_types(),
            host: CopyHost::Repository,
            repository_kind: Some(RepositoryKind::Institutional),
            review: ReviewMode::Person,
            fetch_files: false,
            mirror: false,
        }
    }

    /// The types that the policies cover or may cover.
    #[must_use]
    pub fn covered_types() -> Vec<ResourceType> {
        let covered = |kind: &ResourceType| !matches!(kind.frq_scope(), FrqScope::Out | FrqScope::Encouraged);
        ResourceType::ALL.into_iter().filter(covered).collect()
    }

    /// When a run that ends at a moment is followed by the next; `None` by hand only.
    #[must_use]
    pub fn after(&self, end: Timestamp) -> Option<Timestamp> {
        if self.every_seconds <= 0 {
            return None;
        }
        end.checked_add(SignedDuration::from_secs(self.every_seconds)).ok()
    }
}

/// A record as a source gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignRecord {
    /// Its identifier there.
    pub identifier: String,
    /// Its datestamp there, whole seconds.
    pub datestamp: Timestamp,
    /// Whether it says that the work is gone.
    pub deleted: bool,
    /// Its sets there.
    pub sets: Vec<String>,
    /// The description, one element as it came.
    pub metadata: Option<String>,
    /// Statements about the record, each one element.
    pub about: Vec<String>,
}

/// A record that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRecord {
    /// Number.
    pub id: SourceRecordId,
    /// Its source.
    pub source: SourceId,
    /// What came.
    pub record: ForeignRecord,
    /// When it came.
    pub harvested_at: Timestamp,
    /// The article that it made or is a copy of.
    pub article: Option<ArticleId>,
    /// Whether it made that article.
    pub is_origin: bool,
    /// Addresses under which the article lists it as a copy, one a line.
    pub copy_url: Option<String>,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Not looked at yet, or again since it changed.
    Pending,
    /// It made an article.
    Article,
    /// It is a copy of an article of ours.
    Copy,
    /// Neither here nor linked to the FRQ: kept as a record alone.
    Kept,
    /// Of a type that is not taken from this source.
    Filtered,
    /// The source took it away.
    Withdrawn,
    /// It cannot be understood.
    Unreadable,
}

impl Fate {
    /// All fates.
    pub const ALL: [Self; 7] =
        [Self::Pending, Self::Article, Self::Copy, Self::Kept, Self::Filtered, Self::Withdrawn, Self::Unreadable];

    /// The code kept in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Article => "article",
            Self::Copy => "copy",
            Self::Kept => "kept",
            Self::Filtered => "filtered",
            Self::Withdrawn => "withdrawn",
            Self::Unreadable => "unreadable",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fate| fate.code() == code)
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunOutcome {
    /// The list came to its end.
    Done,
    /// The source or the way to it failed; the next run goes on from there.
    Failed,
    /// Its process ended first; the next run goes on from there.
    Interrupted,
}

impl RunOutcome {
    /// The code kept in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Done, Self::Failed, Self::Interrupted].into_iter().find(|outcome| outcome.code() == code)
    }
}

/// What a run has counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Pages of the list.
    pub pages: u64,
    /// Records that were new or changed, deletions included.
    pub records: u64,
    /// Records that came as they were known.
    pub unchanged: u64,
    /// Deletions among the new and changed.
    pub deleted: u64,
    /// Records that the source gave broken.
    pub faults: u64,
    /// New articles.
    pub articles: u64,
    /// Records that are copies of articles of ours.
    pub copies: u64,
    /// Files fetched.
    pub files: u64,
    /// Records kept alone.
    pub kept: u64,
    /// Records of other types.
    pub filtered: u64,
    /// What was put right in the source's answers, codes.
    pub repairs: Vec<String>,
}

/// A run of a source.
#[derive(Debug, Clone, PartialEq)]
pub struct HarvestRun {
    /// Number.
    pub id: RunId,
    /// The source.
    pub source: SourceId,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// How it ended; nothing while it is under way.
    pub outcome: Option<RunOutcome>,
    /// What it counted.
    pub tally: Tally,
    /// Length of the whole list in the words of the source.
    pub total: Option<u64>,
    /// Lower bound of the datestamps asked for.
    pub since: Option<Timestamp>,
    /// Why it failed, with everything that led to it.
    pub error: Option<String>,
}

/// Something wrong with one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFault {
    /// Its identifier, as far as it could be read.
    pub identifier: Option<String>,
    /// What is wrong with it.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_from_a_host_and_holds_nothing_that_an_address_could_not() {
        assert_eq!(SourceName::from_host("Papyrus.Bib.UMontreal.ca").as_str(), "papyrus-bib-umontreal-ca");
        assert_eq!(SourceName::from_host("[::1]").as_str(), "1");
        assert_eq!(SourceName::from_host("...").as_str(), "source");
        for host in ["a.b.c", &"x.".repeat(50), "127.0.0.1"] {
            assert!(SourceName::parse(SourceName::from_host(host).as_str()).is_ok(), "{host}");
        }
        for text in ["", "-a", "a-", "A", "é", "a b", &"a".repeat(41)] {
            assert!(SourceName::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_the_policies_do_not_cover_is_not_taken_unasked() {
        let types = SourceSettings::usual().types;
        assert!(types.contains(&ResourceType::JournalArticle) && !types.contains(&ResourceType::Dataset));
    }

    #[test]
    fn codes_come_back_as_what_they_stand_for() {
        for fate in Fate::ALL {
            assert_eq!(Fate::from_code(fate.code()), Some(fate));
        }
        assert_eq!(RunOutcome::from_code("failed"), Some(RunOutcome::Failed));
    }
}
