//! Work that runs outside a request. Handlers are idempotent; the worker's match over [`Job`] is exhaustive.

use serde::{Deserialize, Serialize};

use super::ids::{DraftId, ImportId, UserId};
use super::{ArticleId, DepositId};

/// A piece of work. One pending job exists a (kind, key) at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Job {
    /// Read the deposited file in a child process, then publish it or hand it to a curator.
    Extract(DepositId),
    /// Read the file of a draft, so that its form can be filled.
    ReadDraft(DraftId),
    /// Ask services about the DOI of a draft.
    LookUp(DraftId),
    /// Ask ORCID about the works of an account.
    LookUpPerson(UserId),
    /// Take in the next rows of a bulk import.
    Import(ImportId),
    /// Bring the search index in line with the database for one article.
    Index(ArticleId),
    /// Register the DOI of an article, or tell the registry what changed.
    RegisterDoi(ArticleId),
}

impl Job {
    /// The kind kept in the database.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Extract(_) => "extract",
            Self::ReadDraft(_) => "read_draft",
            Self::LookUp(_) => "look_up",
            Self::LookUpPerson(_) => "look_up_person",
            Self::Import(_) => "import",
            Self::Index(_) => "index",
            Self::RegisterDoi(_) => "register_doi",
        }
    }

    /// The number of the row that the job works on.
    #[must_use]
    pub fn key(self) -> i64 {
        match self {
            Self::Extract(id) => id.0,
            Self::ReadDraft(id) | Self::LookUp(id) => id.0,
            Self::LookUpPerson(id) => id.0,
            Self::Import(id) => id.0,
            Self::Index(id) | Self::RegisterDoi(id) => id.0,
        }
    }

    /// Makes a job from what the database keeps.
    #[must_use]
    pub fn from_parts(kind: &str, key: i64) -> Option<Self> {
        match kind {
            "extract" => Some(Self::Extract(DepositId(key))),
            "read_draft" => Some(Self::ReadDraft(DraftId(key))),
            "look_up" => Some(Self::LookUp(DraftId(key))),
            "look_up_person" => Some(Self::LookUpPerson(UserId(key))),
            "import" => Some(Self::Import(ImportId(key))),
            "index" => Some(Self::Index(ArticleId(key))),
            "register_doi" => Some(Self::RegisterDoi(ArticleId(key))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_survives_the_database() {
        for job in [
            Job::Extract(DepositId(3)),
            Job::ReadDraft(DraftId(5)),
            Job::LookUp(DraftId(6)),
            Job::LookUpPerson(UserId(7)),
            Job::Import(ImportId(7)),
            Job::Index(ArticleId(4)),
            Job::RegisterDoi(ArticleId(8)),
        ] {
            assert_eq!(Job::from_parts(job.kind(), job.key()), Some(job));
        }
    }
}
