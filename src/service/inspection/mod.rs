//! Compares everything that must agree: files, rows, index, records for harvesters and jobs; and mends what can be mended.
//!
//! Only while nobody else works on the site: what is on its way would look lost. Looking changes nothing. What waits in the
//! queue is no fault: it will be done. A kill at any moment must leave nothing that is found here but files without
//! a row, which cost room and nothing else.
//!
//! Neighbours: `sweep` removes leftovers each day, `fixity` reads files while the site runs.

mod files;
mod indexed;
mod records;
mod repair;

use serde::Serialize;

use super::{Repository, Result};
use crate::domain::job::Job;
use crate::domain::{ArticleId, Sha256};

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// A row names a file that is not here.
    FileMissing,
    /// A file is not the one that its row names.
    FileDamaged,
    /// A file that no row names.
    FileUnnamed,
    /// A public article that the search does not find.
    NotIndexed,
    /// The search finds what is not public.
    WronglyIndexed,
    /// The search finds an article twice.
    IndexedTwice,
    /// The search knows another version of an article than the one shown.
    IndexOutdated,
    /// An article that should have a record for harvesters and has none.
    NoRecord,
    /// A record of what is neither public nor withdrawn.
    RecordOfNothing,
    /// A record that harvesters get twice in one list.
    RecordTwice,
    /// A record that cannot be written in one of its formats.
    RecordUnwritable,
    /// A record that is kept for harvesters and is not what the article says.
    RecordStale,
    /// A datestamp before the change that it speaks of.
    DatestampEarly,
    /// Sets with another datestamp than their article.
    SetsStale,
    /// Work that is neither done nor queued.
    JobLost,
}

impl Fault {
    /// What is wrong, for the person at the terminal.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::FileMissing => "file missing",
            Self::FileDamaged => "file damaged",
            Self::FileUnnamed => "file that nothing names",
            Self::NotIndexed => "not in the index",
            Self::WronglyIndexed => "wrongly in the index",
            Self::IndexedTwice => "twice in the index",
            Self::IndexOutdated => "in the index with another version",
            Self::NoRecord => "no record for harvesters",
            Self::RecordOfNothing => "a record for harvesters, but it is not public",
            Self::RecordTwice => "twice in the list of records",
            Self::RecordUnwritable => "its record cannot be written",
            Self::RecordStale => "the record kept for harvesters says something else",
            Self::DatestampEarly => "changed after its datestamp",
            Self::SetsStale => "its sets have another datestamp",
            Self::JobLost => "work that was lost",
        }
    }

    /// What somebody has to do where the program cannot mend it.
    #[must_use]
    pub fn advice(self) -> Option<&'static str> {
        match self {
            Self::FileMissing | Self::FileDamaged => Some("put it back from a backup (`parvis restore` elsewhere)"),
            Self::NoRecord | Self::RecordOfNothing | Self::RecordTwice | Self::RecordUnwritable => {
                Some("restore a backup from before, or tell the developers")
            }
            _ => None,
        }
    }
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What.
    pub fault: Fault,
    /// The article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
    /// The file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Sha256>,
    /// The work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<Job>,
    /// More about it: a format, an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Whether it was mended.
    pub repaired: bool,
}

impl Finding {
    fn new(fault: Fault) -> Self {
        Self { fault, article: None, file: None, job: None, detail: None, repaired: false }
    }

    fn of_article(fault: Fault, article: ArticleId) -> Self {
        Self { article: Some(article), ..Self::new(fault) }
    }
}

/// What a check of the whole repository found. Nothing found is a sound repository.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// Public articles looked at.
    pub articles: u64,
    /// Records for harvesters looked at, those of withdrawn articles among them.
    pub records: u64,
    /// Files read.
    pub files: u64,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What writers that broke off left behind and a repair removed.
    pub leftovers: u64,
}

impl Findings {
    /// Whether nothing is wrong, or everything that was is mended.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.repaired)
    }

    /// What was mended.
    #[must_use]
    pub fn repaired(&self) -> usize {
        self.findings.iter().filter(|finding| finding.repaired).count()
    }

    fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

impl Repository {
    /// Compares everything that must agree, and changes nothing. `progress` is told the files and articles done so far.
    ///
    /// # Errors
    /// When the store, the files or the index fail as a whole; a row or a file that cannot be read is a finding.
    pub async fn verify(&self, mut progress: impl FnMut(u64) + Send) -> Result<Findings> {
        let (mut findings, mut done) = (Findings::default(), 0);
        let mut step = || {
            done += 1;
            progress(done);
        };
        self.inspect_files(&mut findings, &mut step).await?;
        self.inspect_index(&mut findings).await?;
        self.inspect_records(&mut findings, &mut step).await?;
        let test_dois = self.parts.registrar.as_ref().map(|registrar| registrar.settings().is_test);
        for job in self.parts.store.list_lost_jobs(test_dois).await? {
            findings.add(Finding { job: Some(job), ..Finding::new(Fault::JobLost) });
        }
        Ok(findings)
    }

    /// The number of steps that [`Repository::verify`] tells.
    ///
    /// # Errors
    /// When the store or the files fail.
    pub async fn verify_steps(&self) -> Result<u64> {
        Ok(self.count_files().await? + u64::try_from(self.counts().await?.articles).unwrap_or(0))
    }
}
