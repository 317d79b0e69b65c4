//! What can go wrong in the store.

/// An error of the store, with the database's own error as its source.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The row is not there.
    #[error("no such {what}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
    },
    /// A value that must be unique is there already.
    #[error("conflicts with what is there already")]
    Conflict(#[source] sqlx::Error),
    /// A stored value cannot be read.
    #[error("stored {column} of row {id} cannot be read")]
    Inconsistent {
        /// Column that holds it.
        column: &'static str,
        /// Row that holds it.
        id: i64,
        /// Why it cannot be read.
        #[source]
        source: Option<serde_json::Error>,
    },
    /// The schema could not be brought up to date.
    #[error("the database schema could not be brought up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A value could not be written as JSON.
    #[error("a value could not be written as JSON")]
    Json(#[from] serde_json::Error),
    /// A site is here already.
    #[error("the database holds a site already: name an empty one")]
    NotBlank,
    /// Rows come from a schema that this program does not know.
    #[error("the schema {0} is unknown here: take it in with the version of Parvis that wrote it, or a newer one")]
    Schema(i64),
    /// A row is none of its table, or names another that is not there.
    #[error("a row of the table {table} cannot be taken in")]
    Row {
        /// The table.
        table: String,
    },
    /// Rows could not be written down.
    #[error("rows cannot be written")]
    Output(#[source] std::io::Error),
    /// A lock file cannot be made.
    #[error("a lock cannot be made")]
    Lock(#[source] std::io::Error),
    /// The database cannot be reached or is too busy.
    #[error("the database cannot be reached")]
    Unavailable(#[source] sqlx::Error),
    /// The database has no room left, on its disk or within a limit.
    #[error("the database has no room left")]
    NoRoom(#[source] sqlx::Error),
    /// A value is longer than the database can look for.
    #[error("a value is too long to be looked for")]
    TooLong(#[source] sqlx::Error),
    /// Any other failure of the database.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
}

/// What an error means to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The row is not there.
    NotFound,
    /// Something unique is there already.
    Conflict,
    /// Try again later.
    Unavailable,
    /// Somebody must make room.
    NoRoom,
    /// What was given cannot be kept.
    Invalid,
    /// A fault of ours.
    Internal,
}

impl Error {
    /// What the error means to the caller.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::NotFound { .. } => Kind::NotFound,
            Self::Conflict(_) | Self::NotBlank => Kind::Conflict,
            Self::Unavailable(_) => Kind::Unavailable,
            Self::NoRoom(_) => Kind::NoRoom,
            Self::TooLong(_) => Kind::Invalid,
            _ => Kind::Internal,
        }
    }
}

/// Conditions of PostgreSQL that pass (its manual, appendix A).
fn is_passing(code: &str) -> bool {
    matches!(code, "55P03" | "53300" | "57P01" | "57P02" | "57P03")
}

/// A disk that is full: `SQLITE_FULL`, writing that fails where nothing else is wrong (`SQLITE_IOERR_WRITE`,
/// `SQLITE_IOERR_FSYNC`, `SQLITE_IOERR_SHMSIZE`: SQLite, *Result and Error Codes*), `disk_full` of PostgreSQL.
fn is_no_room(code: &str) -> bool {
    matches!(code, "13" | "778" | "1034" | "4874" | "53100")
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound { what: "row" },
            sqlx::Error::Database(database) if database.is_unique_violation() => Self::Conflict(error),
            // Texts of PostgreSQL have no U+0000 (`character_not_in_repertoire`): what is looked for by one is nowhere.
            sqlx::Error::Database(database) if database.code().as_deref() == Some("22021") => {
                Self::NotFound { what: "text with U+0000" }
            }
            // Somebody else writes for too long, or the server is about to stop (`lock_not_available`, class 57).
            sqlx::Error::Database(database) if database.code().is_some_and(|code| is_passing(&code)) => {
                Self::Unavailable(error)
            }
            sqlx::Error::Database(database) if database.code().is_some_and(|code| is_no_room(&code)) => {
                Self::NoRoom(error)
            }
            // What came by every entrance and is longer than an index takes (`program_limit_exceeded`).
            sqlx::Error::Database(database) if database.code().as_deref() == Some("54000") => Self::TooLong(error),
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Self::Unavailable(error),
            _ => Self::Database(error),
        }
    }
}
