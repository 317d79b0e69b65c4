//! Language codes as other formats write them.

use crate::domain::Lang;

/// The value of an `xml:lang`; empty, which leaves the attribute out, when nobody knows the language.
pub(super) fn xml_lang(lang: &Lang) -> &str {
    if *lang == Lang::UND { "" } else { lang.as_str() }
}

/// ISO 639-3, or the two letters of BCP 47 for a language whose three letters are not in our table.
pub(super) fn three_letters(lang: &Lang) -> &str {
    match lang.iso639_3() {
        "und" => lang.as_str(),
        code => code,
    }
}

/// ISO 639-2, bibliographic code (MARC Code List for Languages); `None` when that list has none.
pub(super) fn bibliographic(lang: Lang) -> Option<&'static str> {
    Some(match lang.as_str() {
        "fr" => "fre",
        "en" => "eng",
        "es" => "spa",
        "pt" => "por",
        "de" => "ger",
        "it" => "ita",
        "ar" => "ara",
        "zh" => "chi",
        "iu" => "iku",
        "cr" => "cre",
        "moh" => "moh",
        "mic" => "mic",
        "mul" => "mul",
        "und" => "und",
        "zxx" => "zxx",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_language_has_a_code_in_each_list() {
        assert_eq!((three_letters(&Lang::FR), bibliographic(Lang::FR)), ("fra", Some("fre")));
        let atikamekw = Lang::parse("atj").unwrap();
        assert_eq!((xml_lang(&atikamekw), three_letters(&atikamekw), bibliographic(atikamekw)), ("atj", "atj", None));
        assert_eq!(three_letters(&Lang::parse("nl").unwrap()), "nl");
        assert_eq!(xml_lang(&Lang::UND), "");
    }
}
