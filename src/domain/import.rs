//! A bulk import: many records at once, told row by row before anything happens and afterwards.

use jiff::Timestamp;

use super::deposit::ReviewMode;
use super::extraction::ExtractionFailure;
use super::ids::{ImportId, UserId};
use super::{ArticleId, ArticleState, DepositId, Metadata, Sha256};

/// A bulk import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Number.
    pub id: ImportId,
    /// Who imports.
    pub user: UserId,
    /// The files that it was read from.
    pub name: String,
    /// Digest of those files and of what was asked, by which the same import is found again.
    pub digest: Sha256,
    /// Who decides about the deposits that it makes.
    pub review: ReviewMode,
    /// Where it stands.
    pub state: ImportState,
    /// When it was read.
    pub created_at: Timestamp,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    /// Told what would happen; nothing did.
    Planned,
    /// Its rows are being taken in.
    Running,
    /// All its rows were taken in or left out.
    Done,
}

impl ImportState {
    /// The code kept in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Done => "done",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Planned, Self::Running, Self::Done].into_iter().find(|state| state.code() == code)
    }
}

/// A row of an import.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRow {
    /// Its number within the import, from 1.
    pub number: i64,
    /// The file that it stands in.
    pub source: String,
    /// Its line there, from 1, where lines count.
    pub line: Option<i64>,
    /// Its title, for people.
    pub title: String,
    /// What it says; nothing once it was taken in, or when it cannot be read.
    pub metadata: Option<Metadata>,
    /// The file that goes with it.
    pub file: Option<Sha256>,
    /// What becomes of it.
    pub fate: RowFate,
    /// How far that is.
    pub progress: RowProgress,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFate {
    /// A new article.
    New,
    /// A file or a version more of an article that is here.
    Version(ArticleId),
    /// Nothing: it is this article already.
    Here(ArticleId),
    /// Nothing: an earlier row says the same.
    Same(i64),
    /// Nothing: it cannot be used as it is.
    Fault(RowFault),
}

impl RowFate {
    /// The codes of all fates, in the order in which they are told.
    pub const CODES: [&str; 5] = ["new", "version", "here", "same", "fault"];

    /// The code kept in the database.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Version(_) => "version",
            Self::Here(_) => "here",
            Self::Same(_) => "same",
            Self::Fault(_) => "fault",
        }
    }

    /// Whether something is to be taken in.
    #[must_use]
    pub fn is_work(&self) -> bool {
        matches!(self, Self::New | Self::Version(_))
    }
}

/// How far a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowProgress {
    /// Nothing was done.
    Planned,
    /// Being taken in; whoever finds it so after a crash goes on with it.
    Begun,
    /// Taken in, as this deposit where it makes one.
    Done(Option<DepositId>),
}

/// Why a row cannot be used as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// What is wrong.
    pub code: FaultCode,
    /// The column, where one is concerned.
    pub column: String,
    /// The value, at most 100 characters.
    pub value: String,
}

impl RowFault {
    /// A fault of a row as a whole.
    #[must_use]
    pub fn of(code: FaultCode) -> Self {
        Self::at(code, "", "")
    }

    /// A fault of a cell.
    #[must_use]
    pub fn at(code: FaultCode, column: &str, value: &str) -> Self {
        Self { code, column: column.to_owned(), value: value.chars().take(100).collect() }
    }
}

/// What may be wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultCode {
    /// A value does not fit its column.
    Cell,
    /// The line has not the form of the header.
    Line,
    /// The record is broken.
    Record,
    /// It has no title, and no file that one could be read from.
    Title,
    /// It is larger than any record.
    Large,
    /// The file that it names did not come.
    File,
    /// The file that it names is neither a PDF nor JATS.
    FileType,
    /// It names an article that is not public here.
    Article,
    /// A version more needs a file.
    VersionFile,
    /// A curator refused it before.
    Declined,
}

impl FaultCode {
    /// All codes.
    pub const ALL: [Self; 10] = [
        Self::Cell,
        Self::Line,
        Self::Record,
        Self::Title,
        Self::Large,
        Self::File,
        Self::FileType,
        Self::Article,
        Self::VersionFile,
        Self::Declined,
    ];

    /// The code kept in the database and used in messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Cell => "cell",
            Self::Line => "line",
            Self::Record => "record",
            Self::Title => "title",
            Self::Large => "large",
            Self::File => "file",
            Self::FileType => "filetype",
            Self::Article => "article",
            Self::VersionFile => "versionfile",
            Self::Declined => "declined",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

/// A row with what became of the deposit that it made.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportLine {
    /// The row.
    pub row: ImportRow,
    /// The article of its deposit and where that stands.
    pub article: Option<(ArticleId, ArticleState)>,
    /// Why its file could not be read.
    pub failure: Option<ExtractionFailure>,
    /// The article that it turned out to be.
    pub duplicate_of: Option<ArticleId>,
}

/// What a row came to, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowOutcome {
    /// Public.
    Published,
    /// Waits for a curator.
    InReview,
    /// A version or a file more of an article.
    Version,
    /// Was here already.
    Here,
    /// The same as another row.
    Same,
    /// Being read.
    Reading,
    /// Not taken in yet.
    Waiting,
    /// Its file cannot be read, or somebody refused it.
    Refused,
    /// Cannot be used as it is.
    Fault,
}

impl RowOutcome {
    /// All outcomes, in the order in which they are told.
    pub const ALL: [Self; 9] = [
        Self::Published,
        Self::InReview,
        Self::Version,
        Self::Here,
        Self::Same,
        Self::Reading,
        Self::Waiting,
        Self::Refused,
        Self::Fault,
    ];

    /// The code used in messages and tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::InReview => "review",
            Self::Version => "version",
            Self::Here => "here",
            Self::Same => "same",
            Self::Reading => "reading",
            Self::Waiting => "waiting",
            Self::Refused => "refused",
            Self::Fault => "fault",
        }
    }

    /// What a row came to, from what the database tells of it.
    #[must_use]
    pub fn of(fate: &str, done: bool, state: Option<ArticleState>, failed: bool, duplicate: bool) -> Self {
        match (fate, done, state) {
            ("fault", ..) => Self::Fault,
            ("here", ..) => Self::Here,
            ("same", ..) => Self::Same,
            (_, false, _) => Self::Waiting,
            _ if failed => Self::Refused,
            ("version", _, _) if duplicate => Self::Version,
            _ if duplicate => Self::Here,
            (_, _, Some(ArticleState::Published)) => Self::Published,
            (_, _, Some(ArticleState::InReview | ArticleState::Returned | ArticleState::Accepted)) => Self::InReview,
            (_, _, Some(ArticleState::Rejected | ArticleState::Withdrawn)) => Self::Refused,
            _ => Self::Reading,
        }
    }
}

impl ImportLine {
    /// What the row came to.
    #[must_use]
    pub fn outcome(&self) -> RowOutcome {
        let done = matches!(self.row.progress, RowProgress::Done(_));
        let state = self.article.map(|(_, state)| state);
        RowOutcome::of(self.row.fate.code(), done, state, self.failure.is_some(), self.duplicate_of.is_some())
    }

    /// The article that the row is, became or belongs to.
    #[must_use]
    pub fn shown_article(&self) -> Option<ArticleId> {
        match self.row.fate {
            RowFate::Version(article) | RowFate::Here(article) => Some(article),
            RowFate::New => self.duplicate_of.or(self.article.map(|(article, _)| article)),
            RowFate::Same(_) | RowFate::Fault(_) => None,
        }
    }
}
