//! What the processor gets: the CSL-JSON of a record, with words in the language of the reference.

use hayagriva::citationberg::json::Item;
use serde_json::{Map, Value, json};

use super::super::text::one_line;
use super::super::{Record, csl};
use crate::domain::{Lang, ResourceType, VersionType};

/// Authors given to the processor: more than any style names (APA 7 §9.8: nineteen and the last), whatever their number.
const MOST_AUTHORS: usize = 40;

/// The item of a record.
pub(super) fn of(record: &Record<'_>, lang: Lang) -> Item {
    let mut item = csl::item(record);
    for unused in ["abstract", "keyword", "ISSN", "genre"] {
        item.remove(unused);
    }
    if let Some(note) = note(record.metadata.resource_type, record.metadata.version, lang) {
        item.insert("genre".into(), json!(note));
    }
    // A text in a journal of which nobody said what it is, is an article.
    if item.get("type") == Some(&json!("document")) && item.contains_key("container-title") {
        item.insert("type".into(), json!("article-journal"));
    }
    item.insert("archive".into(), json!(one_line(record.repository)));
    if let Some(Value::String(title)) = item.get_mut("title") {
        title.truncate(title.trim_end_matches('.').trim_end().len());
        if record.metadata.main_title().is_some_and(|title| title.lang == Lang::FR) {
            *title = with_no_break_spaces(title);
        }
    }
    if let Some(Value::Array(authors)) = item.get_mut("author") {
        shorten(authors);
        authors.iter_mut().filter_map(Value::as_object_mut).for_each(keep_whole);
    }
    serde_json::from_value(Value::Object(item)).unwrap_or_else(|_| Item(std::collections::BTreeMap::new()))
}

/// French typography: what stands before these marks stays on their line.
fn with_no_break_spaces(title: &str) -> String {
    let closing = [" :", " ;", " ?", " !", " »"].into_iter();
    let closed = closing.fold(title.to_owned(), |text, mark| text.replace(mark, &mark.replace(' ', "\u{A0}")));
    closed.replace("« ", "«\u{A0}")
}

/// The first authors and the last.
fn shorten(authors: &mut Vec<Value>) {
    if authors.len() > MOST_AUTHORS {
        let last = authors.split_off(authors.len() - 1);
        authors.truncate(MOST_AUTHORS - 1);
        authors.extend(last);
    }
}

/// A family name of several words stays one, as its bearer gave it: the processor would take what begins with a small
/// letter away from it (`de la Durantaye`).
fn keep_whole(name: &mut Map<String, Value>) {
    let Some(family) = name.get("family").and_then(Value::as_str).map(one_line) else { return };
    if let Some((first, rest)) = family.split_once(' ') {
        name.insert("non-dropping-particle".into(), json!(first));
        name.insert("family".into(), json!(rest));
    }
}

/// What the reader should know of the text: a thesis, a preprint, or a version before the published one.
fn note(kind: Option<ResourceType>, version: Option<VersionType>, lang: Lang) -> Option<&'static str> {
    let choose = |fr, en| Some(if lang == Lang::EN { en } else { fr });
    match (kind, version) {
        (Some(ResourceType::DoctoralThesis), _) => choose("thèse de doctorat", "doctoral dissertation"),
        (Some(ResourceType::MastersThesis), _) => choose("mémoire de maîtrise", "master’s thesis"),
        (Some(ResourceType::Preprint), _) => choose("prépublication", "preprint"),
        (_, Some(VersionType::AM)) => choose("manuscrit accepté", "accepted manuscript"),
        (_, Some(VersionType::SMUR | VersionType::AO)) => choose("manuscrit soumis", "submitted manuscript"),
        _ => None,
    }
}
