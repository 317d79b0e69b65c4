//! Lists of records in BibTeX, RIS or CSL-JSON, record by record, so that a broken one leaves the others readable.

use serde_json::Value;

use super::super::Foreign;
use super::{PasteError, bibtex, csl, described, ris};
use crate::domain::Metadata;
use crate::metadata::bulk::MOST_ROWS;

/// Longest definitions of a BibTeX file, in bytes, that are given to each of its entries.
const LONGEST_STRINGS: usize = 50_000;

/// Most records that are read: one more than are taken, so that a list too long is told from a full one.
const MOST_RECORDS: usize = MOST_ROWS + 1;

/// A record of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The line that it begins at, from 1, where lines count.
    pub line: Option<u64>,
    /// What it says.
    pub read: Result<Metadata, PasteError>,
}

/// Reads all records of a list.
///
/// # Errors
/// When it is in none of the forms, or broken as a whole.
pub fn read_list(text: &str) -> Result<Vec<Listed>, PasteError> {
    let text = text.trim_start_matches('\u{feff}');
    let start = text.trim_start();
    if start.starts_with(['{', '[']) {
        return json_items(start);
    }
    if ris::is_ris(text) {
        let records = pieces(text, |line| line.starts_with("TY  -"));
        return Ok(records.into_iter().take(MOST_RECORDS).map(ris_record).collect());
    }
    let looks_like_entries = start.starts_with(['@', '%']) || text.lines().any(begins_entry);
    if looks_like_entries { Ok(bibtex_entries(text)) } else { Err(PasteError::Unknown) }
}

fn json_items(text: &str) -> Result<Vec<Listed>, PasteError> {
    let all: Value = serde_json::from_str(text).map_err(|_| PasteError::Broken("CSL-JSON"))?;
    let read = |item: &Value| Listed {
        line: None,
        read: if item.is_object() { said(Some(csl::item(item))) } else { Err(PasteError::Broken("CSL-JSON")) },
    };
    Ok(match &all {
        Value::Array(items) => items.iter().take(MOST_RECORDS).map(read).collect(),
        one => vec![read(one)],
    })
}

fn ris_record((line, text): (u64, &str)) -> Listed {
    Listed { line: Some(line), read: said_or(ris::read(text).map(|(_, foreign)| foreign), "RIS") }
}

/// Entries by themselves, each with the abbreviations of the file before it.
fn bibtex_entries(text: &str) -> Vec<Listed> {
    let pieces: Vec<(u64, &str)> =
        pieces(text, begins_entry).into_iter().filter(|(_, piece)| !is_kind(piece, &["comment", "preamble"])).collect();
    let (strings, entries): (Vec<_>, Vec<_>) = pieces.into_iter().partition(|(_, piece)| is_kind(piece, &["string"]));
    let strings: String = strings.into_iter().map(|(_, piece)| piece).collect::<Vec<_>>().join("\n");
    let strings = if strings.len() <= LONGEST_STRINGS { strings } else { String::new() };
    let read = |(line, piece): (u64, &str)| {
        let read = bibtex::read(&format!("{strings}\n{piece}")).map(|(_, foreign)| foreign);
        Listed { line: Some(line), read: said_or(read, "BibTeX") }
    };
    entries.into_iter().take(MOST_RECORDS).map(read).collect()
}

/// Whether an entry begins on a line: `@article{` and the like.
fn begins_entry(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix('@') else { return false };
    let kind = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    kind.len() < rest.len() && kind.trim_start().starts_with(['{', '('])
}

fn is_kind(piece: &str, kinds: &[&str]) -> bool {
    let rest = piece.trim_start().trim_start_matches('@').to_ascii_lowercase();
    kinds.iter().any(|kind| rest.starts_with(kind))
}

/// The parts of a text that begin at certain lines, with the number of that line; what comes before the first is left
/// out.
fn pieces(text: &str, begins: impl Fn(&str) -> bool) -> Vec<(u64, &str)> {
    let (mut starts, mut at) = (Vec::new(), 0);
    for (line, content) in (1_u64..).zip(text.split_inclusive('\n')) {
        if begins(content) {
            starts.push((line, at));
        }
        at += content.len();
    }
    let ends = starts.iter().skip(1).map(|(_, at)| *at).chain([text.len()]);
    let piece = |((line, start), end): (&(u64, usize), usize)| Some((*line, text.get(*start..end)?));
    starts.iter().zip(ends).filter_map(piece).collect()
}

fn said_or(foreign: Option<Foreign>, form: &'static str) -> Result<Metadata, PasteError> {
    if foreign.is_none() { Err(PasteError::Broken(form)) } else { said(foreign) }
}

fn said(foreign: Option<Foreign>) -> Result<Metadata, PasteError> {
    foreign.and_then(|foreign| described(foreign.metadata)).ok_or(PasteError::Empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(Option<u64>, Result<String, PasteError>)> {
        let title = |metadata: Metadata| metadata.titles[0].text.clone();
        read_list(text).unwrap().into_iter().map(|listed| (listed.line, listed.read.map(title))).collect()
    }

    #[test]
    fn a_broken_bibtex_entry_leaves_its_neighbours_readable() {
        let text = "% un commentaire\n@string{rev = {Revue}}\n@article{a, title={Glace}, journal=rev}\n\n@article{b, \
                    title={Rompu\n@article{c,\n title={Neige}}\n@comment{x}\n";
        let all = told(text);
        assert_eq!(all.len(), 3);
        assert_eq!(all[0], (Some(3), Ok("Glace".to_owned())));
        assert_eq!(all[1], (Some(5), Err(PasteError::Broken("BibTeX"))));
        assert_eq!(all[2], (Some(6), Ok("Neige".to_owned())));
        let journal = read_list(text).unwrap()[0].read.clone().unwrap().journal.unwrap();
        assert_eq!(journal.title, "Revue");
    }

    #[test]
    fn records_of_ris_and_json_are_read_one_by_one() {
        let ris = "TY  - JOUR\r\nTI  - Glace\r\nER  - \r\n\r\nTY  - JOUR\r\nER  - \r\nTY  - JOUR\r\nTI  - Neige\r\n";
        let all = told(ris);
        assert_eq!(all[0], (Some(1), Ok("Glace".to_owned())));
        assert_eq!(all[1], (Some(5), Err(PasteError::Empty)));
        assert_eq!(all[2], (Some(7), Ok("Neige".to_owned())));
        let json = told(r#"[{"title":"Glace"},7,{"title":"Neige"}]"#);
        assert_eq!(json[1].1, Err(PasteError::Broken("CSL-JSON")));
        assert_eq!((json.len(), json[2].1.clone()), (3, Ok("Neige".to_owned())));
        assert_eq!(read_list("[{"), Err(PasteError::Broken("CSL-JSON")));
        assert_eq!(read_list("bonjour"), Err(PasteError::Unknown));
        assert_eq!(read_list("[]"), Ok(Vec::new()));
    }
}
