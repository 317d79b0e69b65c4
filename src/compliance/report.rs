//! The list of verdicts as a file: one row for each (article, award), written one at a time.

use std::io::{self, Write};
use std::str::FromStr;

use jiff::civil::Date;
use serde::Serialize;

use crate::domain::award::AwardLink;
use crate::domain::verdict::Verdict;
use crate::domain::{ArticleId, Metadata};

/// One row of `parvis report`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Article.
    pub article_id: ArticleId,
    /// Its DOI.
    pub doi: Option<String>,
    /// Its title, in its own language.
    pub title: Option<String>,
    /// Year of publication.
    pub year: Option<i16>,
    /// Fund, as the article names it.
    pub fund: &'static str,
    /// File number of the award.
    pub award_number: Option<String>,
    /// How sure the link is, `A` to `D`.
    pub tier: &'static str,
    /// Policy applied.
    pub policy: Option<String>,
    /// Version of the rules.
    pub rules_version: String,
    /// Day as of which it was judged.
    pub observed_on: Date,
    /// Day of publication that the tests used.
    pub published: Option<Date>,
    /// Last day on which an open copy is in time.
    pub due: Option<Date>,
    /// First day on which a copy that counts was open.
    pub opened: Option<Date>,
    /// Outcome.
    pub outcome: &'static str,
    /// Reason codes in the order of the tests; in CSV separated by spaces.
    pub reason_codes: Vec<String>,
    /// What to do next.
    pub next_action: &'static str,
}

/// Column names of the CSV form, in the order of the fields.
const COLUMNS: [&str; 16] = [
    "article_id",
    "doi",
    "title",
    "year",
    "fund",
    "award_number",
    "tier",
    "policy",
    "rules_version",
    "observed_on",
    "published",
    "due",
    "opened",
    "outcome",
    "reason_codes",
    "next_action",
];

impl Row {
    /// The row of a verdict.
    #[must_use]
    pub fn new(article: ArticleId, metadata: &Metadata, verdict: &Verdict) -> Self {
        let AwardLink { fund, number, .. } = &verdict.award;
        Self {
            article_id: article,
            doi: metadata.doi.as_ref().map(ToString::to_string),
            title: metadata.main_title().map(|title| title.text.clone()),
            year: metadata.year(),
            fund: fund.key(),
            award_number: number.as_ref().map(ToString::to_string),
            tier: verdict.tier.as_str(),
            policy: verdict.policy.clone(),
            rules_version: verdict.rules_version.clone(),
            observed_on: verdict.observed_on,
            published: verdict.published,
            due: verdict.due,
            opened: verdict.opened,
            outcome: verdict.outcome.code(),
            reason_codes: verdict.findings.iter().map(|finding| finding.code.clone()).collect(),
            next_action: verdict.next_action.code(),
        }
    }

    fn cells(&self) -> [String; COLUMNS.len()] {
        [
            self.article_id.to_string(),
            self.doi.clone().unwrap_or_default(),
            self.title.clone().unwrap_or_default(),
            text(self.year),
            self.fund.to_owned(),
            self.award_number.clone().unwrap_or_default(),
            self.tier.to_owned(),
            self.policy.clone().unwrap_or_default(),
            self.rules_version.clone(),
            self.observed_on.to_string(),
            text(self.published),
            text(self.due),
            text(self.opened),
            self.outcome.to_owned(),
            self.reason_codes.join(" "),
            self.next_action.to_owned(),
        ]
    }
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values with a header line (RFC 4180), UTF-8.
    Csv,
    /// A JSON array (RFC 8259) with one object a line.
    Json,
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// Another form was asked for.
    #[error("no such report format: {0:?}; choose csv or json")]
    UnknownFormat(String),
    /// A row of CSV could not be written.
    #[error("cannot write the report as CSV")]
    Csv(#[source] csv::Error),
    /// A row of JSON could not be written.
    #[error("cannot write the report as JSON")]
    Json(#[source] serde_json::Error),
    /// The output failed.
    #[error("cannot write the report")]
    Output(#[source] io::Error),
}

impl FromStr for Format {
    type Err = ReportError;

    fn from_str(text: &str) -> Result<Self, ReportError> {
        match text.trim().to_ascii_lowercase().as_str() {
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            _ => Err(ReportError::UnknownFormat(text.to_owned())),
        }
    }
}

/// Writes rows as they come; nothing is kept. [`Writer::finish`] ends the file.
pub struct Writer<W: Write>(Form<W>);

enum Form<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Json { output: W, rows: u64 },
}

impl<W: Write> Writer<W> {
    /// Begins a report: an empty one is a sound file too.
    ///
    /// # Errors
    /// When the output fails.
    pub fn new(format: Format, mut output: W) -> Result<Self, ReportError> {
        match format {
            Format::Csv => {
                let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(output);
                writer.write_record(COLUMNS).map_err(ReportError::Csv)?;
                Ok(Self(Form::Csv(Box::new(writer))))
            }
            Format::Json => {
                output.write_all(b"[").map_err(ReportError::Output)?;
                Ok(Self(Form::Json { output, rows: 0 }))
            }
        }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the output fails.
    pub fn write(&mut self, row: &Row) -> Result<(), ReportError> {
        match &mut self.0 {
            Form::Csv(writer) => writer.write_record(row.cells()).map_err(ReportError::Csv),
            Form::Json { output, rows } => {
                let separator: &[u8] = if *rows == 0 { b"\n" } else { b",\n" };
                output.write_all(separator).map_err(ReportError::Output)?;
                *rows += 1;
                serde_json::to_writer(output, row).map_err(ReportError::Json)
            }
        }
    }

    /// Ends the report.
    ///
    /// # Errors
    /// When the output fails.
    pub fn finish(self) -> Result<(), ReportError> {
        match self.0 {
            Form::Csv(mut writer) => writer.flush().map_err(ReportError::Output),
            Form::Json { mut output, .. } => {
                output.write_all(b"\n]\n").and_then(|()| output.flush()).map_err(ReportError::Output)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::compliance::{Inputs, evaluate};
    use crate::domain::{Doi, Fund, Lang, Localised};

    fn row() -> Row {
        let metadata = Metadata {
            titles: vec![Localised::new(Lang::FR, "Gel, \"dégel\" et sève")],
            doi: Doi::parse("10.5555/a").ok(),
            ..Metadata::default()
        };
        let link = AwardLink { fund: Fund::Frqnt, number: None, origin: crate::domain::award::LinkOrigin::Declared };
        let inputs = Inputs {
            metadata: &metadata,
            own_copy: None,
            link: &link,
            award: None,
            on: date(2026, 11, 21),
            exception: false,
        };
        Row::new(ArticleId(7), &metadata, &evaluate(&inputs))
    }

    fn written(format: Format, rows: &[Row]) -> String {
        let mut output = Vec::new();
        let mut writer = Writer::new(format, &mut output).unwrap();
        for row in rows {
            writer.write(row).unwrap();
        }
        writer.finish().unwrap();
        String::from_utf8(output).unwrap()
    }

    #[test]
    fn a_csv_report_keeps_quotes_commas_and_accents() {
        let text = written(Format::Csv, &[row()]);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap(), &csv::StringRecord::from(COLUMNS.to_vec()));
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!(&record[2], "Gel, \"dégel\" et sève");
        assert_eq!(&record[14], "award_number_missing type_missing");
        assert_eq!((&record[13], &record[15]), ("undetermined", "confirm_award"));
    }

    #[test]
    fn the_columns_of_both_forms_are_the_same() {
        let json: Vec<serde_json::Map<String, serde_json::Value>> =
            serde_json::from_str(&written(Format::Json, &[row()])).unwrap();
        let mut expected = COLUMNS.to_vec();
        expected.sort_unstable();
        let mut keys: Vec<_> = json[0].keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, expected);
    }

    #[test]
    fn a_json_report_of_any_length_is_one_array() {
        for count in 0..3 {
            let rows = vec![row(); count];
            let json: Vec<serde_json::Value> = serde_json::from_str(&written(Format::Json, &rows)).unwrap();
            assert_eq!(json.len(), count);
        }
        assert_eq!(written(Format::Csv, &[]).lines().count(), 1);
    }

    #[test]
    fn an_unknown_format_is_refused() {
        assert_eq!("CSV".parse::<Format>().ok(), Some(Format::Csv));
        assert!("xlsx".parse::<Format>().is_err());
    }
}
