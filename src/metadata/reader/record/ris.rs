//! RIS: a tag of two characters, two spaces, a hyphen and a value on each line (Research Information Systems, 2011).

use super::super::gather::Gather;
use super::super::{Foreign, values};
use crate::domain::{Lang, ResourceType};

/// Whether a text looks like RIS.
pub(super) fn is_ris(text: &str) -> bool {
    text.lines().find_map(tagged).is_some_and(|(tag, _)| tag == "TY")
}

/// How many records there are, and the first.
pub(super) fn read(text: &str) -> Option<(usize, Foreign)> {
    let lines: Vec<(String, String)> = joined(text);
    let records = lines.iter().filter(|(tag, _)| tag == "TY").count();
    let first = lines.iter().take_while(|(tag, _)| tag != "ER");
    let mut gather = Gather::default();
    let mut numbers = [const { String::new() }; 4];
    for (tag, value) in first {
        take(&mut gather, &mut numbers, tag, value);
    }
    let [volume, issue, start, end] = &numbers;
    let (first, last) = start.split_once(['-', '–']).unwrap_or((start, end));
    gather.numbers(volume, issue, first, last);
    (records > 0).then(|| (records, gather.finish()))
}

/// A line with its tag.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, value) = line.trim_start_matches('\u{feff}').split_once("  -")?;
    let is_tag = tag.len() == 2 && tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    is_tag.then(|| (tag, value.trim()))
}

/// Lines with their tags; what has none goes on from the line before.
fn joined(text: &str) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (tagged(line), lines.last_mut()) {
            (Some((tag, value)), _) => lines.push((tag.to_owned(), value.to_owned())),
            (None, Some((_, value))) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (None, None) => {}
        }
    }
    lines
}

fn take(gather: &mut Gather, [volume, issue, start, end]: &mut [String; 4], tag: &str, value: &str) {
    match tag {
        "TY" => gather.resource_type(kind(value)),
        "TI" | "T1" | "CT" => gather.title(Lang::UND, value),
        "AU" | "A1" => gather.author(values::person(value)),
        "AB" | "N2" => gather.abstracted(Lang::UND, value),
        "KW" => gather.keyword(Lang::UND, value),
        "LA" => gather.language(value),
        "JO" | "JF" | "T2" | "JA" => gather.journal_title(value),
        "SN" => gather.journal().issn = values::issn(value),
        "PY" | "Y1" | "DA" => gather.issued(value.trim_end_matches('/')),
        "DO" => gather.identifier(&format!("doi:{}", value.trim_start_matches("doi:"))),
        "UR" => gather.identifier(value),
        "PB" => gather.publisher(value),
        "VL" => value.clone_into(volume),
        "IS" => value.clone_into(issue),
        "SP" => value.clone_into(start),
        "EP" => value.clone_into(end),
        _ => {}
    }
}

fn kind(code: &str) -> Option<ResourceType> {
    Some(match code {
        "JOUR" | "EJOUR" | "MGZN" => ResourceType::JournalArticle,
        "CPAPER" => ResourceType::ConferencePaper,
        "CONF" => ResourceType::Proceedings,
        "BOOK" | "EBOOK" => ResourceType::Book,
        "CHAP" | "ECHAP" => ResourceType::BookPart,
        "RPRT" => ResourceType::Report,
        "DATA" => ResourceType::Dataset,
        "COMP" => ResourceType::Software,
        _ => return None,
    })
}
