//! Yearly targets of indicators, with the history of what was set when: data of the site, from a file it names.

use jiff::civil::Date;
use serde::Deserialize;

use super::indicators::Indicator;

/// A target of one year as it was set on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Of which indicator.
    pub indicator: Indicator,
    /// For which year of publication.
    pub year: i16,
    /// Thousandths.
    pub per_mille: u16,
    /// Day on which it was set; a later one replaces it and stays beside it.
    pub set_on: Date,
    /// Where it was announced.
    pub note: String,
}

/// Why a file of targets is refused.
#[derive(Debug, thiserror::Error)]
pub enum InvalidTargets {
    /// A row that is not of the form.
    #[error("a target cannot be read; the columns are indicator,year,percent,set_on,note")]
    Row(#[from] csv::Error),
    /// An indicator that does not exist.
    #[error("line {line}: no such indicator: {id}")]
    Indicator {
        /// Line of the file.
        line: u64,
        /// What it names.
        id: String,
    },
    /// A share outside 0 to 100, or with more than one decimal.
    #[error("line {line}: a target is a share in per cent with at most one decimal, not {percent}")]
    Percent {
        /// Line of the file.
        line: u64,
        /// What it says.
        percent: String,
    },
}

#[derive(Deserialize)]
struct Row {
    indicator: String,
    year: i16,
    percent: String,
    set_on: Date,
    #[serde(default)]
    note: String,
}

/// Reads targets from CSV: `indicator,year,percent,set_on,note`.
///
/// # Errors
/// The first row that cannot be used, with its line.
pub fn read_targets(text: &str) -> Result<Vec<Target>, InvalidTargets> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers()?.clone();
    let mut targets = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let Row { indicator, year, percent, set_on, note } = record.deserialize(Some(&headers))?;
        let Some(found) = Indicator::find(&indicator) else {
            return Err(InvalidTargets::Indicator { line, id: indicator });
        };
        let Some(per_mille) = per_mille(&percent) else { return Err(InvalidTargets::Percent { line, percent }) };
        targets.push(Target { indicator: found, year, per_mille, set_on, note });
    }
    targets.sort_by_key(|target| (target.indicator, target.year, target.set_on));
    Ok(targets)
}

fn per_mille(percent: &str) -> Option<u16> {
    let (whole, tenth) = percent.split_once(['.', ',']).unwrap_or((percent, "0"));
    let tenth: u16 = if tenth.len() == 1 { tenth.parse().ok()? } else { return None };
    let thousandths = whole.parse::<u16>().ok()?.checked_mul(10)?.checked_add(tenth)?;
    (thousandths <= 1000).then_some(thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_and_a_bad_row_says_where_it_is() {
        let read = |row: &str| read_targets(&format!("indicator,year,percent,set_on,note\n{row}"));
        let targets = read("oa_rate,2027,80.5,2026-04-01,Plan\noa_rate,2027,75,2025-04-01,\n").unwrap();
        assert_eq!(targets.iter().map(|target| target.per_mille).collect::<Vec<_>>(), [750, 805]);
        for (row, said) in [
            ("oa,2027,80,2026-04-01,\n", "line 2: no such indicator: oa"),
            ("oa_rate,2027,80,2026-04-01,\noa_rate,2027,101,2026-04-01,\n", "line 3"),
            ("oa_rate,2027,80.55,2026-04-01,\n", "line 2"),
        ] {
            let error = read(row).unwrap_err().to_string();
            assert!(error.starts_with(said), "{error}");
        }
        assert!(matches!(read("oa_rate,soon,80,2026-04-01,\n"), Err(InvalidTargets::Row(_))));
    }
}
