//! Descriptions that programs state: read with the reader of sidecars, judged by the rules of the form, and what is wrong
//! told at its place in the JSON text.

use serde_json::{Map, Value};

use crate::domain::Metadata;
use crate::domain::award::LinkOrigin;
use crate::metadata::sidecar::{SidecarError, read_json};
use crate::web::form::FieldErrors;
use crate::web::i18n::Locale;

/// Fields of the form, the key of the description that each belongs to, and its place below `/metadata`.
const FIELDS: [(&str, &str, &str); 27] = [
    ("titre_fr", "title", "title/fr"),
    ("titre_en", "title", "title/en"),
    ("titre_autre", "title", "title"),
    ("resume_fr", "abstract", "abstract/fr"),
    ("resume_en", "abstract", "abstract/en"),
    ("resume_autre", "abstract", "abstract"),
    ("mots_fr", "keywords", "keywords/fr"),
    ("mots_en", "keywords", "keywords/en"),
    ("auteurs", "authors", "authors"),
    ("langue", "language", "language"),
    ("type", "type", "type"),
    ("version", "version", "version"),
    ("licence", "licence", "licence"),
    ("acces", "access", "access"),
    ("embargo", "embargo_until", "embargo_until"),
    ("doi", "doi", "doi"),
    ("revue", "journal", "journal/title"),
    ("issn", "journal", "journal/issn"),
    ("volume", "journal", "journal/volume"),
    ("numero", "journal", "journal/issue"),
    ("pages", "journal", "journal/pages"),
    ("en_ligne", "dates", "dates/online"),
    ("parution", "dates", "dates/issue"),
    ("acceptation", "dates", "dates/accepted"),
    ("octrois", "awards", "awards"),
    // Keys that the form does not show.
    ("", "peer_reviewed", "peer_reviewed"),
    ("", "field", "field"),
];

/// Keys inside the objects that have fixed ones. The day of deposit is ours, nobody states it.
const INSIDE: [(&str, &[&str]); 2] = [
    ("journal", &["title", "issn", "volume", "issue", "pages", "publisher"]),
    ("dates", &["accepted", "online", "issue"]),
];

/// Languages of one text: more are a mistake.
const MOST_KEYS: usize = 100;

/// What is wrong: a place in the body, and the message.
pub(crate) type Faults = Vec<(String, String)>;

/// What a program states of an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Stated {
    /// Everything that it states, what it stated before among it.
    pub(crate) metadata: Metadata,
    /// Fields of the form that this statement is about.
    pub(crate) touched: Vec<&'static str>,
    /// Those of them that are to stay empty.
    pub(crate) emptied: Vec<&'static str>,
}

/// Reads a description, or a change of one (RFC 7396) over what was stated before.
///
/// # Errors
/// Everything that cannot be understood, at its place.
pub(crate) fn read(before: Option<&Metadata>, stated: &Value, locale: Locale) -> Result<Stated, Faults> {
    let Some(object) = stated.as_object() else {
        return Err(vec![(at(""), locale.text("api-not-an-object"))]);
    };
    let unknown = unknown_keys(object, locale);
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let mut whole = before.map_or_else(|| Value::Object(Map::new()), as_stated);
    merge(&mut whole, stated);
    let read = serde_json::to_vec(&whole).map_err(|_| vec![(at(""), locale.text("api-value"))])?;
    let mut metadata = read_json(&read).map_err(|error| vec![unreadable(&error, &whole, locale)])?;
    for award in &mut metadata.awards {
        award.origin = LinkOrigin::Declared;
    }
    let fields = |wanted: &dyn Fn(&Value) -> bool| {
        let of = FIELDS.iter().filter(|(field, key, _)| !field.is_empty() && object.get(*key).is_some_and(wanted));
        of.map(|(field, ..)| *field).collect()
    };
    Ok(Stated { metadata, touched: fields(&|_| true), emptied: fields(&Value::is_null) })
}

/// What is wrong with fields of the form, at their places in the body; `None` tells all of it.
pub(crate) fn faults(errors: &FieldErrors, touched: Option<&[&str]>, metadata: &Metadata, locale: Locale) -> Faults {
    let told = errors.iter().filter(|error| touched.is_none_or(|fields| fields.contains(&error.field)));
    told.map(|error| (pointer(error.field, &error.value, metadata), error.message(locale))).collect()
}

/// The place of a field; of an author or an award the very one, where it can be told.
fn pointer(field: &str, value: &str, metadata: &Metadata) -> String {
    let named = |index: Option<usize>, list: &str| match index {
        Some(index) if !value.is_empty() => at(&format!("{list}/{index}")),
        _ => at(list),
    };
    match field {
        "fichier" => "/file".to_owned(),
        "droits" => "/rights_confirmed".to_owned(),
        "auteurs" => {
            let name = value.trim_end_matches('…');
            named(metadata.authors.iter().position(|person| name.starts_with(&person.sort_name())), "authors")
        }
        _ => {
            let known = FIELDS.iter().find(|(known, ..)| *known == field);
            known.map_or_else(|| at(""), |(.., place)| at(place))
        }
    }
}

fn at(place: &str) -> String {
    if place.is_empty() { "/metadata".to_owned() } else { format!("/metadata/{place}") }
}

/// A key as a part of a JSON pointer (RFC 6901 §3).
fn escaped(key: &str) -> String {
    key.chars().take(80).collect::<String>().replace('~', "~0").replace('/', "~1")
}

fn unknown_keys(object: &Map<String, Value>, locale: Locale) -> Faults {
    let mut faults = Vec::new();
    for (key, value) in object {
        if !FIELDS.iter().any(|(_, known, _)| known == key) {
            faults.push((at(&escaped(key)), locale.text("api-key")));
        }
        let known = INSIDE.iter().find(|(name, _)| name == key).map(|(_, known)| *known);
        for inner in value.as_object().into_iter().flat_map(Map::keys) {
            if known.is_some_and(|known| !known.contains(&inner.as_str())) {
                faults.push((at(&format!("{key}/{}", escaped(inner))), locale.text("api-key")));
            }
        }
        if value.as_object().is_some_and(|inner| inner.len() > MOST_KEYS) {
            faults.push((at(&escaped(key)), locale.text("api-value")));
        }
    }
    faults.truncate(MOST_KEYS);
    faults
}

/// What was stated before, as it would be stated now: texts by language, and without what nobody states.
fn as_stated(metadata: &Metadata) -> Value {
    let mut value = serde_json::to_value(metadata).unwrap_or_default();
    let Some(object) = value.as_object_mut() else { return Value::Object(Map::new()) };
    object.remove("copies");
    object.retain(|_, value| !value.is_null());
    for key in ["title", "abstract"] {
        let Some(pairs) = object.get(key).and_then(Value::as_array) else { continue };
        let pairs = pairs.iter().filter_map(|pair| Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.clone())));
        let texts: Map<String, Value> = pairs.collect();
        object.insert(key.to_owned(), Value::Object(texts));
    }
    value
}

/// Lays a change over a value (RFC 7396 §2).
fn merge(target: &mut Value, change: &Value) {
    let Some(changes) = change.as_object() else {
        *target = change.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(object) = target.as_object_mut() else { return };
    for (key, value) in changes {
        if value.is_null() {
            object.remove(key);
        } else {
            merge(object.entry(key.clone()).or_insert(Value::Null), value);
        }
    }
}

/// The place that the reader of sidecars complains about (`authors[2].orcid`), and what is wrong there.
fn unreadable(error: &SidecarError, whole: &Value, locale: Locale) -> (String, String) {
    let SidecarError::Json { path, .. } = error else { return (at(""), locale.text("api-value")) };
    let mut parts = Vec::new();
    for part in path.split('.').filter(|_| !path.starts_with('(')) {
        let (name, indexes) = part.split_once('[').unwrap_or((part, ""));
        parts.push(escaped(name));
        let numbers = indexes.split(['[', ']']).filter_map(|index| index.parse::<usize>().ok());
        parts.extend(numbers.map(|number| number.saturating_sub(1).to_string()));
    }
    let place = parts.join("/");
    let value = whole.pointer(&format!("/{place}")).and_then(Value::as_str);
    let message = match (message_key(&parts), value) {
        (Some(key), Some(value)) => {
            let value: String = value.chars().take(80).collect();
            locale.text_with(key, &[("value", &value)])
        }
        _ => locale.text("api-value"),
    };
    (at(&place), message)
}

/// The message of the form for a value of the same kind.
fn message_key(parts: &[String]) -> Option<&'static str> {
    let last = parts.last().map(String::as_str).unwrap_or_default();
    Some(match (parts.first().map(String::as_str).unwrap_or_default(), last) {
        ("doi", _) => "form-doi",
        ("authors", "orcid") => "form-orcid",
        ("journal", "issn") => "form-issn",
        ("language", _) => "form-language",
        ("licence", _) => "form-licence",
        ("type" | "version" | "access", _) => "form-choice",
        ("dates" | "embargo_until", _) => "form-date",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::PartialDate;

    fn wrong(stated: &Value) -> Vec<String> {
        let faults = read(None, stated, Locale::English).err().unwrap_or_default();
        assert!(faults.iter().all(|(_, message)| !message.is_empty()));
        faults.into_iter().map(|(place, _)| place).collect()
    }

    #[test]
    fn a_wrong_value_is_told_at_its_place() {
        for (stated, place) in [
            (json!(7), "/metadata"),
            (json!({"titel": {}}), "/metadata/titel"),
            (json!({"copies": []}), "/metadata/copies"),
            (json!({"a/b~c": 1}), "/metadata/a~1b~0c"),
            (json!({"dates": {"deposited": "2020"}}), "/metadata/dates/deposited"),
            (json!({"doi": "11.1/x"}), "/metadata/doi"),
            (json!({"authors": [{"family": "Roy"}, {"family": "Cy", "orcid": "1"}]}), "/metadata/authors/1/orcid"),
            (json!({"authors": [{"given": "Anne"}]}), "/metadata/authors/0"),
            (json!({"journal": {"title": "R", "issn": "1"}}), "/metadata/journal/issn"),
            (json!({"title": {"fr": 3}}), "/metadata/title/fr"),
        ] {
            assert_eq!(wrong(&stated), [place], "{stated}");
        }
    }

    #[test]
    fn a_change_keeps_what_it_does_not_name_and_empties_what_it_nulls() {
        let first = read(
            None,
            &json!({"title": {"fr": "Glace", "en": "Ice"}, "doi": "10.5555/a",
            "dates": {"online": "2024-02"}, "awards": [{"funder": "frqnt", "origin": "acknowledgement"}]}),
            Locale::French,
        );
        let first = first.unwrap();
        assert_eq!(first.metadata.awards[0].origin, LinkOrigin::Declared);
        let change = json!({"title": {"en": "Snow"}, "doi": null});
        let next = read(Some(&first.metadata), &change, Locale::French).unwrap();
        let titles: Vec<_> = next.metadata.titles.iter().map(|title| title.text.as_str()).collect();
        assert_eq!((titles.len(), titles.contains(&"Snow"), titles.contains(&"Glace")), (2, true, true));
        assert_eq!((next.metadata.doi, next.metadata.dates.online), (None, PartialDate::parse("2024-02").ok()));
        assert_eq!(next.emptied, ["doi"]);
        assert_eq!(next.touched, ["titre_fr", "titre_en", "titre_autre", "doi"]);
    }

    #[test]
    fn every_field_of_the_form_has_its_place() {
        for field in crate::web::pages::description::field_ids() {
            assert!(FIELDS.iter().any(|(known, ..)| *known == field), "{field}");
        }
    }
}
