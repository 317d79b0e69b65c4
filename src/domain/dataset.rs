//! The data sets of the open data, each as a table in several forms.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Sha256;

/// A data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataSet {
    /// The public articles.
    Articles,
    /// The links between articles and awards.
    Links,
    /// The verdict on each (article, award), with award, institution and year, and all that is counted of it.
    Verdicts,
    /// Uses of articles by month.
    Usage,
    /// Every figure of the barometer.
    Barometer,
    /// Exceptions by ground and act.
    Exceptions,
}

impl DataSet {
    /// All of them, in the order of the catalogue.
    pub const ALL: [Self; 6] =
        [Self::Articles, Self::Links, Self::Verdicts, Self::Usage, Self::Barometer, Self::Exceptions];

    /// What its files are called, and its code in message keys.
    #[must_use]
    pub fn stem(self) -> &'static str {
        match self {
            Self::Articles => "publications",
            Self::Links => "liens",
            Self::Verdicts => "verdicts",
            Self::Usage => "usage",
            Self::Barometer => "barometre",
            Self::Exceptions => "exceptions",
        }
    }

    /// Whether it holds indicators, not descriptions: these have licences of their own.
    #[must_use]
    pub fn has_indicators(self) -> bool {
        !matches!(self, Self::Articles | Self::Links)
    }
}

/// Form of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableForm {
    /// Comma-separated values (RFC 4180), UTF-8, gzip.
    Csv,
    /// JSON Lines, gzip.
    JsonLines,
    /// Apache Parquet.
    Parquet,
}

impl TableForm {
    /// All forms.
    pub const ALL: [Self; 3] = [Self::Csv, Self::JsonLines, Self::Parquet];

    /// End of a file name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv.gz",
            Self::JsonLines => "jsonl.gz",
            Self::Parquet => "parquet",
        }
    }

    /// Media type of what may be compressed.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::JsonLines => "application/jsonl",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// Whether the file is a gzip around that.
    #[must_use]
    pub fn is_compressed(self) -> bool {
        self != Self::Parquet
    }
}

/// A file of a data set; a large one has several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// The data set.
    pub set: DataSet,
    /// The form.
    pub form: TableForm,
    /// Which piece, from 1.
    pub piece: u32,
    /// Digest of its bytes.
    pub sha256: Sha256,
    /// Size in bytes.
    pub size_bytes: u64,
    /// Rows in it.
    pub records: u64,
    /// Day of the first dump since which its bytes are the same; unknown in dumps that did not note it.
    #[serde(default)]
    pub since: Option<Date>,
}

impl TableFile {
    /// Name of the file.
    #[must_use]
    pub fn file_name(&self) -> String {
        let (stem, extension) = (self.set.stem(), self.form.extension());
        if self.piece > 1 { format!("{stem}-{}.{extension}", self.piece) } else { format!("{stem}.{extension}") }
    }
}

/// What a column of a table holds, in words of Table Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// A day.
    Date,
    /// A year.
    Year,
}

impl ColumnKind {
    /// The kind of a column by its name: the same name is the same thing in every table.
    #[must_use]
    pub fn of(column: &str) -> Self {
        match column {
            "observed_on" | "published" | "due" | "due_on" | "opened" | "updated_on" => Self::Date,
            "year" => Self::Year,
            "is_due" | "free" | "open" | "licence_accepted" | "has_doi" | "has_orcid" | "has_ror" | "in_repository"
            | "protected" => Self::Boolean,
            "article_id"
            | "place"
            | "open_lag_days"
            | "deposit_lag_days"
            | "numerator"
            | "denominator"
            | "unknown"
            | "unknown_of"
            | "low"
            | "high"
            | "bounds_of"
            | "median_days"
            | "investigations"
            | "unique_investigations"
            | "requests"
            | "unique_requests"
            | "number" => Self::Integer,
            _ => Self::Text,
        }
    }

    /// Its name in Table Schema (Data Package 2.0).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Year => "year",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_set_have_different_names() {
        let sha256 = Sha256::of(b"");
        let file = |form, piece| TableFile {
            set: DataSet::Links,
            form,
            piece,
            sha256: sha256.clone(),
            size_bytes: 0,
            records: 0,
            since: None,
        };
        assert_eq!(file(TableForm::Csv, 1).file_name(), "liens.csv.gz");
        assert_eq!(file(TableForm::Parquet, 3).file_name(), "liens-3.parquet");
    }
}
