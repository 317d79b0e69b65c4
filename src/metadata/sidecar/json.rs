//! `article.json`.

use serde::de::Error as _;
use serde_json::{Error, Map, Value};

use super::{SidecarError, put_own_language_first};
use crate::domain::{Localised, Metadata};
use crate::metadata::encoding::without_bom;
use crate::metadata::text::{lines, one_line};

/// Keys deeper than this are reported by their parent.
const DEEPEST: usize = 4;

/// Reads the sidecar of one file.
///
/// # Errors
/// When the text is not JSON, a key is unknown or a value does not fit; the error names the key and the line.
pub fn read_json(bytes: &[u8]) -> Result<Metadata, SidecarError> {
    let bytes = without_bom(bytes);
    let source = match serde_json::from_slice::<Metadata>(bytes) {
        Ok(metadata) if bytes.trim_ascii_start().starts_with(b"{") => return Ok(tidy(metadata)),
        Ok(_) => Error::custom("expected an object: {\"title\": …}"),
        Err(source) => source,
    };
    let path = serde_json::from_slice::<Value>(bytes).map_or_else(|_| String::new(), |value| faulty_key(&value));
    let path = if path.is_empty() { "(the whole file)".to_owned() } else { path };
    Err(SidecarError::Json { path, line: source.line().max(1), source })
}

/// NFC and single spaces in texts that people wrote by hand, those in the article's language first (JSON objects have
/// no order).
fn tidy(mut metadata: Metadata) -> Metadata {
    for item in metadata.titles.iter_mut().chain(&mut metadata.keywords) {
        *item = Localised::new(item.lang, &one_line(&item.text));
    }
    for item in &mut metadata.abstracts {
        *item = Localised::new(item.lang, &lines(&item.text));
    }
    put_own_language_first(&mut metadata);
    metadata
}

fn reads(value: Value) -> bool {
    serde_json::from_value::<Metadata>(value).is_ok()
}

/// The first key whose value is refused: every key is tried alone, then the search goes on inside it.
fn faulty_key(root: &Value) -> String {
    let Some(object) = root.as_object() else { return String::new() };
    let alone = |key: &str, value: &Value| Value::Object(Map::from_iter([(key.to_owned(), value.clone())]));
    let Some((key, value)) = object.iter().find(|(key, value)| !reads(alone(key, value))) else {
        return String::new();
    };
    format!("{key}{}", inside(value, &|inner| reads(alone(key, &inner)), DEEPEST))
}

/// The way into `value` to the part without which `fits` accepts it.
fn inside(value: &Value, fits: &dyn Fn(Value) -> bool, depth: usize) -> String {
    if depth == 0 {
        return String::new();
    }
    match value {
        Value::Object(object) => {
            let culprit = object.iter().find(|(key, _)| {
                let mut rest = object.clone();
                rest.remove(*key);
                fits(Value::Object(rest))
            });
            let with = |key: &str, inner: Value| {
                let mut all = object.clone();
                all.insert(key.to_owned(), inner);
                fits(Value::Object(all))
            };
            culprit.map_or_else(String::new, |(key, part)| {
                format!(".{key}{}", inside(part, &|inner| with(key, inner), depth - 1))
            })
        }
        Value::Array(items) => {
            let alone = |inner: Value| fits(Value::Array(vec![inner]));
            let culprit = items.iter().enumerate().find(|(_, item)| !alone((*item).clone()));
            culprit.map_or_else(String::new, |(at, item)| format!("[{}]{}", at + 1, inside(item, &alone, depth - 1)))
        }
        _ => String::new(),
    }
}
