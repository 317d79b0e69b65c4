//! The rows of the list of verdicts: one for each (article, award).

use jiff::civil::Date;
use serde::Serialize;

use super::table::Record;
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
            reason_codes: verdict.findings.iter().map(|finding| finding.code.clone().into_owned()).collect(),
            next_action: verdict.next_action.code(),
        }
    }
}

impl Record for Row {
    const COLUMNS: &'static [&'static str] = &COLUMNS;

    fn cells(&self) -> Vec<String> {
        vec![
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

pub(super) fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::compliance::table::{Format, Writer};
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
            rules: crate::compliance::policies::embedded(),
        };
        Row::new(ArticleId(7), &metadata, &evaluate(&inputs))
    }

    fn written(format: Format, rows: &[Row]) -> String {
        let mut output = Vec::new();
        let mut writer = Writer::new::<Row>(format, &mut output).unwrap();
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
        let lines = written(Format::JsonLines, &[row(), row()]);
        assert!(lines.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
        assert_eq!((lines.lines().count(), written(Format::JsonLines, &[]).as_str()), (2, ""));
    }

    #[test]
    fn an_unknown_format_is_refused() {
        assert_eq!("CSV".parse::<Format>().ok(), Some(Format::Csv));
        assert!("doc".parse::<Format>().is_err());
    }
}
