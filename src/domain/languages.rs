//! Texts by language as JSON writes them: objects, and pairs where their order counts.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use super::{Lang, Localised};

/// A text that is not copied unless it has white space around it.
fn localised(lang: Lang, text: String) -> Localised {
    let is_trimmed = text.trim().len() == text.len();
    if is_trimmed { Localised { lang, text } } else { Localised::new(lang, &text) }
}

/// Written as pairs in their order; read from pairs, from `{"fr": "text"}`, or from a text of which nobody knows the
/// language.
pub(super) mod texts_by_language {
    use super::{BTreeMap, Deserializer, Error, Lang, Localised, MapAccess, SeqAccess, Serialize, Serializer, Visitor};
    use super::{fmt, localised};

    pub(in crate::domain) fn serialize<S: Serializer>(all: &[Localised], serializer: S) -> Result<S::Ok, S::Error> {
        all.iter().map(|item| (item.lang.to_string(), &item.text)).collect::<Vec<_>>().serialize(serializer)
    }

    pub(in crate::domain) fn deserialize<'de, D: Deserializer<'de>>(reader: D) -> Result<Vec<Localised>, D::Error> {
        reader.deserialize_any(Texts)
    }

    struct Texts;

    impl<'de> Visitor<'de> for Texts {
        type Value = Vec<Localised>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text, an object with a text for each language, or pairs of language and text")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(vec![Localised::new(Lang::UND, text)])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut pairs: A) -> Result<Self::Value, A::Error> {
            let mut all = Vec::with_capacity(pairs.size_hint().unwrap_or(2));
            while let Some((lang, text)) = pairs.next_element::<(Lang, String)>()? {
                all.push(localised(lang, text));
            }
            Ok(all)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut sorted = BTreeMap::new();
            while let Some((lang, text)) = entries.next_entry::<String, Option<String>>()? {
                sorted.insert(lang, text);
            }
            let given = sorted.into_iter().filter_map(|(lang, text)| Some((lang, text?)));
            given.map(|(lang, text)| Ok(localised(Lang::parse(&lang).map_err(A::Error::custom)?, text))).collect()
        }
    }
}

/// `{"fr": ["a", "b"]}` both ways.
pub(super) mod lists_by_language {
    use super::{BTreeMap, Deserialize, Deserializer, Error, Lang, Localised, Serialize, Serializer, localised};

    pub(in crate::domain) fn serialize<S: Serializer>(all: &[Localised], serializer: S) -> Result<S::Ok, S::Error> {
        let mut map: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for item in all {
            map.entry(item.lang.to_string()).or_default().push(&item.text);
        }
        map.serialize(serializer)
    }

    pub(in crate::domain) fn deserialize<'de, D: Deserializer<'de>>(reader: D) -> Result<Vec<Localised>, D::Error> {
        let map = BTreeMap::<String, Vec<String>>::deserialize(reader)?;
        let mut all = Vec::new();
        for (lang, words) in map {
            let lang = Lang::parse(&lang).map_err(D::Error::custom)?;
            all.extend(words.into_iter().map(|word| localised(lang, word)));
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Metadata;

    #[test]
    fn texts_are_read_from_each_of_their_forms() {
        let titles = |json: &str| {
            let metadata: Metadata = serde_json::from_str(&format!(r#"{{"title":{json}}}"#)).unwrap();
            metadata.titles.iter().map(|title| format!("{} {}", title.lang, title.text)).collect::<Vec<_>>()
        };
        assert_eq!(titles(r#"[["fr"," Glace "],["en","Ice"]]"#), ["fr Glace", "en Ice"]);
        assert_eq!(titles(r#"{"fr":"Glace","en":"Ice","de":null}"#), ["en Ice", "fr Glace"]);
        assert_eq!(titles(r#""Glace""#), ["und Glace"]);
    }

    #[test]
    fn texts_of_another_form_are_refused() {
        for json in [r#"{"fr":3}"#, r#"[["fr"]]"#, r#"{"français":"x"}"#, "7", "null"] {
            assert!(serde_json::from_str::<Metadata>(&format!(r#"{{"title":{json}}}"#)).is_err(), "{json}");
        }
    }
}
