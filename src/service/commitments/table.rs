//! The file of commitments: one row for each commitment and each milestone, as spreadsheets write them.

use std::collections::HashMap;
use std::fmt;
use std::io::Read;

use csv::StringRecord;
use jiff::civil::Date;

use crate::compliance::indicators::Indicator;
use crate::domain::commitment::{Evidence, InBoth, Item, Progress, Statement, is_code};
use crate::metadata::sidecar::decode;

/// Columns that a file may have, in the order in which ours are written.
pub const ROW_COLUMNS: [&str; 18] = [
    "commitment",
    "milestone",
    "title_fr",
    "title_en",
    "text_fr",
    "text_en",
    "lead_fr",
    "lead_en",
    "status",
    "starts",
    "due",
    "done",
    "evidence",
    "indicators",
    "factors_fr",
    "factors_en",
    "next_fr",
    "next_en",
];
/// Columns of the files of this site that say what it found; nobody states them.
const OF_THE_SITE: [&str; 2] = ["withdrawn_on", "failed_links"];
/// Largest file that is read, in bytes.
const LIMIT_BYTES: u64 = 16 << 20;
/// Longest cell that is kept, in characters.
const LONGEST_CELL: usize = 10_000;
/// Longest address, in bytes.
const LONGEST_ADDRESS: usize = 2_000;
/// Indicators whose reading is shown where a row names none.
const USUAL_INDICATORS: [Indicator; 2] = [Indicator::OaRate, Indicator::ComplianceRate];

/// What cannot be taken in, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// Line of the file, from 1; nothing where it is the whole file.
    pub line: Option<u64>,
    /// Place of the column from 1, and its name.
    pub column: Option<(usize, String)>,
    /// What is wrong, and what to do.
    pub reason: String,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}, ")?;
        }
        if let Some((place, name)) = &self.column {
            write!(f, "column {place} ({name}): ")?;
        }
        f.write_str(&self.reason)
    }
}

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadPlan {
    /// Its good rows: commitment, milestone (empty for the commitment itself), what is said.
    pub rows: Vec<(String, String, Statement)>,
    /// What cannot be taken in.
    pub faults: Vec<RowFault>,
}

/// Reads a file of commitments. A fault of a row leaves the others; a file without the columns that tell rows apart has none.
///
/// Separators `,` `;` and tabulator are recognised; the text is UTF-8, UTF-16 with its mark or else Windows-1252.
#[must_use]
pub fn read_plan(from: impl Read) -> ReadPlan {
    let mut bytes = Vec::new();
    match from.take(LIMIT_BYTES + 1).read_to_end(&mut bytes) {
        Err(error) => return whole(format!("the file cannot be read: {error}")),
        Ok(size) if u64::try_from(size).map_or(true, |size| size > LIMIT_BYTES) => {
            return whole(format!("the file is larger than {} MB: is it the plan?", LIMIT_BYTES >> 20));
        }
        Ok(_) => {}
    }
    read_text(&decode(&bytes).replace("\r\n", "\n"))
}

fn whole(reason: String) -> ReadPlan {
    ReadPlan { rows: Vec::new(), faults: vec![RowFault { line: None, column: None, reason }] }
}

fn read_text(text: &str) -> ReadPlan {
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: &char| head.matches(*sign).count();
    let separator = ['\t', ';', ','].into_iter().max_by_key(count).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .flexible(true)
        .from_reader(text.as_bytes());
    let headings: Vec<String> = match reader.headers() {
        Ok(headings) => headings.iter().map(|name| name.trim().to_lowercase()).collect(),
        Err(error) => return whole(format!("the heading cannot be read: {error}")),
    };
    let missing = ["commitment", "title_fr"].iter().find(|wanted| !headings.iter().any(|name| name == *wanted));
    if let Some(missing) = missing {
        return whole(format!("there is no column {missing:?}; the columns are {}", ROW_COLUMNS.join(", ")));
    }
    let mut plan = ReadPlan { rows: Vec::new(), faults: heading_faults(&headings) };
    let mut lines_of: HashMap<(String, String), u64> = HashMap::new();
    for record in reader.records() {
        match record {
            Ok(record) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(record) => plan.take(&Row { headings: &headings, record: &record }, &mut lines_of),
            Err(error) => {
                let line = error.position().map(csv::Position::line);
                plan.faults.push(RowFault { line, column: None, reason: error.to_string() });
            }
        }
    }
    plan.drop_orphans(&lines_of);
    plan.faults.sort_by_key(|fault| fault.line);
    plan
}

fn heading_faults(headings: &[String]) -> Vec<RowFault> {
    let mut faults = Vec::new();
    for (at, name) in headings.iter().enumerate() {
        let known = ROW_COLUMNS.contains(&name.as_str()) || OF_THE_SITE.contains(&name.as_str()) || name.is_empty();
        let reason = if !known {
            format!("not a column of this file, so it is not read; the columns are {}", ROW_COLUMNS.join(", "))
        } else if !name.is_empty() && headings.iter().take(at).any(|other| other == name) {
            "the column is there twice; the first one is read".to_owned()
        } else {
            continue;
        };
        faults.push(RowFault { line: Some(1), column: Some((at + 1, name.clone())), reason });
    }
    faults
}

impl ReadPlan {
    fn take(&mut self, row: &Row<'_>, lines_of: &mut HashMap<(String, String), u64>) {
        let line = row.line();
        match row.read() {
            Ok((commitment, milestone, said)) => {
                let key = (commitment.clone(), milestone.clone());
                if let Some(first) = lines_of.get(&key) {
                    let column = if milestone.is_empty() { "commitment" } else { "milestone" };
                    self.faults.push(row.fault(column, format!("the same as on line {first}, which is taken in")));
                } else {
                    lines_of.insert(key, line);
                    self.rows.push((commitment, milestone, said));
                }
            }
            Err(faults) => self.faults.extend(faults),
        }
    }

    /// A milestone whose commitment is not in the file, or was refused, cannot be shown anywhere.
    fn drop_orphans(&mut self, lines_of: &HashMap<(String, String), u64>) {
        let faults = &mut self.faults;
        self.rows.retain(|(commitment, milestone, _)| {
            let has_head = lines_of.contains_key(&(commitment.clone(), String::new()));
            if !has_head {
                faults.push(RowFault {
                    line: lines_of.get(&(commitment.clone(), milestone.clone())).copied(),
                    column: Some((1, "commitment".to_owned())),
                    reason: format!(
                        "no good row of this file is the commitment {commitment:?} itself (without milestone)"
                    ),
                });
            }
            has_head
        });
    }
}

/// A row with the names of its cells.
struct Row<'a> {
    headings: &'a [String],
    record: &'a StringRecord,
}

impl Row<'_> {
    fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    fn cell(&self, column: &str) -> &str {
        let at = self.headings.iter().position(|name| name == column);
        at.and_then(|at| self.record.get(at)).map(str::trim).unwrap_or_default()
    }

    fn fault(&self, column: &str, reason: String) -> RowFault {
        let place = self.headings.iter().position(|name| name == column).map_or(1, |at| at + 1);
        RowFault { line: Some(self.line()), column: Some((place, column.to_owned())), reason }
    }

    /// The row, or everything that is wrong with it.
    fn read(&self) -> Result<(String, String, Statement), Vec<RowFault>> {
        let mut faults = Vec::new();
        if self.record.len() > self.headings.len() {
            let reason = format!("{} cells under {} headings", self.record.len(), self.headings.len());
            faults.push(RowFault { line: Some(self.line()), column: None, reason });
        }
        let commitment = self.code("commitment", true, &mut faults);
        let milestone = self.code("milestone", false, &mut faults);
        let said = self.statement(&mut faults);
        if faults.is_empty() { Ok((commitment, milestone, said)) } else { Err(faults) }
    }

    fn statement(&self, faults: &mut Vec<RowFault>) -> Statement {
        let title = self.both("title", true, faults);
        if title.fr.is_empty() {
            faults.push(self.fault("title_fr", "write a title in French".to_owned()));
        }
        let [starts, due, done] = ["starts", "due", "done"].map(|column| self.day(column, faults));
        if starts.zip(due).is_some_and(|(first, last)| first > last) {
            faults.push(self.fault("due", "before the day in starts".to_owned()));
        }
        Statement {
            title,
            text: self.both("text", false, faults),
            lead: self.both("lead", true, faults),
            factors: self.both("factors", false, faults),
            next: self.both("next", false, faults),
            status: self.status(faults),
            starts,
            due,
            done,
            indicators: self.indicators(faults),
            evidence: self.evidence(faults),
        }
    }

    fn code(&self, column: &str, wanted: bool, faults: &mut Vec<RowFault>) -> String {
        let text = self.cell(column).to_lowercase();
        if (wanted || !text.is_empty()) && !is_code(&text) {
            let reason = format!("{text:?} is no code: write letters a to z, digits and hyphens, such as suivi-public");
            faults.push(self.fault(column, reason));
        }
        text
    }

    fn both(&self, name: &str, is_line: bool, faults: &mut Vec<RowFault>) -> InBoth {
        let mut text = |lang: &str| {
            let column = format!("{name}_{lang}");
            let text = self.cell(&column);
            if text.chars().count() > LONGEST_CELL {
                faults.push(self.fault(&column, format!("longer than {LONGEST_CELL} characters")));
            }
            if is_line { one_line(text) } else { lines(text) }
        };
        InBoth { fr: text("fr"), en: text("en") }
    }

    fn day(&self, column: &str, faults: &mut Vec<RowFault>) -> Option<Date> {
        let text = self.cell(column);
        let day = text.parse().ok();
        if day.is_none() && !text.is_empty() {
            faults.push(self.fault(column, format!("{text:?} is no day: write it as 2026-03-31")));
        }
        day
    }

    fn status(&self, faults: &mut Vec<RowFault>) -> Progress {
        let text = self.cell("status");
        let status = if text.is_empty() { Some(Progress::NotStarted) } else { Progress::from_code(text) };
        status.unwrap_or_else(|| {
            let known: Vec<_> = Progress::ALL.iter().map(|one| one.code()).collect();
            faults.push(self.fault("status", format!("{text:?} is none of {}", known.join(", "))));
            Progress::NotStarted
        })
    }

    fn indicators(&self, faults: &mut Vec<RowFault>) -> Vec<String> {
        let words: Vec<&str> = self.cell("indicators").split([' ', ';', ',']).filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return USUAL_INDICATORS.iter().map(|one| one.id().to_owned()).collect();
        }
        for word in words.iter().filter(|word| Indicator::find(word).is_none()) {
            let known: Vec<_> = Indicator::ALL.iter().map(|one| one.id()).collect();
            faults.push(self.fault("indicators", format!("{word:?} is none of {}", known.join(", "))));
        }
        words.into_iter().map(str::to_owned).collect()
    }

    /// Days and addresses, `2026-03-31 https://…; 2026-06-30 https://…`.
    fn evidence(&self, faults: &mut Vec<RowFault>) -> Vec<Evidence> {
        let words: Vec<&str> =
            self.cell("evidence").split_whitespace().map(|word| word.trim_end_matches(';')).collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let mut all = Vec::new();
        for pair in words.chunks(2) {
            let read = match pair {
                [day, url] if is_address(url) => day.parse().ok().map(|day| Evidence { day, url: (*url).to_owned() }),
                _ => None,
            };
            match read {
                Some(one) if all.contains(&one) => {}
                Some(one) => all.push(one),
                None => {
                    let shown: String = pair.join(" ").chars().take(80).collect();
                    let reason = format!("{shown:?}: write the day and an address on the Web, 2026-03-31 https://…");
                    faults.push(self.fault("evidence", reason));
                    return all;
                }
            }
        }
        all
    }
}

/// White space of a line collapsed, signs that are no text left out.
fn one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().filter(|c| !c.is_control()).collect()
}

/// The same for each line; empty lines are dropped.
fn lines(text: &str) -> String {
    text.split(['\n', '\r']).map(one_line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let is_plain = url.len() <= LONGEST_ADDRESS && url.chars().all(|c| c.is_ascii_graphic());
    is_plain && rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '['))
}

/// The cells of a row as the file has them.
#[must_use]
pub fn row_cells(item: &Item) -> [String; ROW_COLUMNS.len()] {
    let said = &item.said;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let evidence: Vec<String> = said.evidence.iter().map(|one| format!("{} {}", one.day, one.url)).collect();
    [
        item.commitment.clone(),
        item.milestone.clone(),
        said.title.fr.clone(),
        said.title.en.clone(),
        said.text.fr.clone(),
        said.text.en.clone(),
        said.lead.fr.clone(),
        said.lead.en.clone(),
        said.status.code().to_owned(),
        day(said.starts),
        day(said.due),
        day(said.done),
        evidence.join("; "),
        said.indicators.join(" "),
        said.factors.fr.clone(),
        said.factors.en.clone(),
        said.next.fr.clone(),
        said.next.en.clone(),
    ]
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
