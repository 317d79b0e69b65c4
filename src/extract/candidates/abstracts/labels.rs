//! Words before abstracts and lists of keywords, and words that end them.

use std::sync::LazyLock;

use crate::extract::pattern::Regex;

use crate::domain::Lang;

static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[^0-9_A-Za-zÀ-ÖØ-öø-ÿŒœ]{0,2}(?i:(abstract|summary)|(r[ée]sum[ée]|sommaire)|(resumen)|(resumo)|(zusammenfassung))",
        r"(?i:\s+(?:de l[’']article|of the article|en fran[çc]ais|en anglais|in english|in french))?",
        r"\s*(?:\([0-9_A-Za-zÀ-ÖØ-öø-ÿŒœ]+\))?\s*(?:[.:—–|•-]+\s*|$|\s+(?:[A-ZÀ-ÖØ-ÞŒ«“]|[0-9]\.?\s+I))",
    ))
    .ok()
});
static KEYWORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:^|[.\s])(?i:(mots[\s-]*cl[ée]f?s?|descripteurs|termes? d[’']indexation)",
        r"|(key\s?-?words?(?:\s+and\s+phrases)?|index terms|palabras clave|palavras-chave))",
        r"(?:\s*\([A-Za-z]+\))?\s*(?:[.:—–-]\s*|$|\s(?:[A-ZÀ-ÖØ-ÞŒ]))",
    ))
    .ok()
});
/// Beginnings of the words of that pattern.
const KEYWORD_STARTS: [&str; 6] = ["mots", "desc", "term", "key", "inde", "pala"];
static INNER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)(Abstract|ABSTRACT|R[ée]sum[ée]|R[ÉE]SUM[ÉE]|Resumen|RESUMEN)\s*[.:—–]\s*[A-ZÀ-ÖØ-ÞŒ«“]").ok()
});
static FOREIGN_KEYWORDS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:palabras clave|palavras-chave)").ok());
static AFTERMATH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?i:accept[ée]e?|received|reçu|submitted|soumis|©|\(c\)|copyright|doi(?-u:\b)|https?://|\*?\s?correspond|published",
        r"|publi[ée]|ccs concepts|acm reference|jel(?-u:\b)|msc(?-u:\b)|this is an open|this work is licensed|cet article est",
        r"|author accepted|article d|sample article|tous droits|all rights|ce document est|citer cet|pour citer|to cite|cite this",
        r"|how to cite|citation\s*:|proceedings of|article history|article info|edited by|reviewed by|editor:|funding|abbreviations",
        r"|mathematics subject|[0-9]{4} mathematics subject|pacs|issn|e-?mail|manuscript received|contents lists|editors?:)",
    ))
    .ok()
});

/// A text whose first word set with spaces between its letters ("A B S T R A C T") is put together.
pub(super) fn squeeze(text: &str) -> String {
    let singles = text.split(' ').take_while(|word| word.chars().count() == 1).count();
    if singles < 5 {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split(' ').collect();
    let (spaced, rest) = words.split_at(singles);
    let mut out = spaced.concat();
    for word in rest {
        out.push(' ');
        out.push_str(word);
    }
    out
}

/// The language of an abstract's label and the characters it takes.
pub(super) fn label(text: &str) -> Option<(Lang, usize)> {
    let found = LABEL.as_ref()?.captures(text)?;
    let langs = ["en", "fr", "es", "pt", "de"];
    let (word, lang) = (1..).zip(langs).find_map(|(group, lang)| Some((found.get(group)?, lang)))?;
    let whole = found.get(0)?;
    let end = whole
        .as_str()
        .trim_end_matches(|char: char| char.is_uppercase() || char.is_ascii_digit() || "«“ .".contains(char));
    let end = word.end().max(if end.len() > word.end() { end.trim_end().len() } else { 0 }).min(text.len());
    let behind = text.get(end..)?;
    let skipped = behind.chars().take_while(|char| !char.is_alphanumeric() && !"«“\"(".contains(*char)).count();
    let plain_word =
        behind.chars().take(skipped).all(|char| char == ' ') && word.as_str().chars().all(char::is_lowercase);
    let lang = Lang::parse(lang).ok()?;
    (!plain_word).then(|| (lang, text.get(..end).unwrap_or_default().chars().count() + skipped))
}

/// The language of a label before keywords, when a text begins with one, and what follows it.
pub(super) fn keyword_label(text: &str) -> Option<(Lang, String)> {
    let start = text.trim_start_matches(|char: char| char == '.' || char.is_whitespace());
    let may_be = |word: &str| start.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    KEYWORD_STARTS.into_iter().find(|word| may_be(word))?;
    let found =
        KEYWORDS.as_ref()?.captures(text).filter(|found| found.get(0).is_some_and(|whole| whole.start() == 0))?;
    let word = found.get(1).or(found.get(2))?;
    let foreign = FOREIGN_KEYWORDS.as_ref().is_some_and(|pattern| pattern.is_match(word.as_str()));
    let lang = match (found.get(1).is_some(), foreign) {
        (true, _) => Lang::FR,
        (false, true) => {
            Lang::parse(if word.as_str().to_lowercase().starts_with("palab") { "es" } else { "pt" }).ok()?
        }
        (false, false) => Lang::EN,
    };
    let rest = text.get(word.end()..)?.trim_start_matches(|char: char| !char.is_alphanumeric());
    Some((lang, rest.to_owned()))
}

/// Whether what follows a label of keywords is the label in the other language and nothing else.
pub(super) fn is_doubled_keyword_label(rest: &str) -> bool {
    keyword_label(rest).is_some_and(|(_, rest)| rest.is_empty())
}

/// Where keywords begin within the last paragraph of an abstract.
pub(super) fn keywords_within(text: &str) -> Option<usize> {
    let lower = text.to_lowercase();
    KEYWORD_STARTS.iter().find(|word| lower.contains(**word))?;
    let found = KEYWORDS.as_ref()?.captures_iter(text).last()?;
    let word = found.get(1).or(found.get(2))?;
    let marked = text.get(word.end()..)?.trim_start().starts_with([':', '.', '—', '–', '-']);
    let high = word.as_str().starts_with(char::is_uppercase);
    (marked && high).then_some(word.start())
}

/// Where the label of another abstract stands within a text.
pub(super) fn inner_label(text: &str) -> Option<usize> {
    if !["bstract", "ABSTRACT", "sum", "SUM"].iter().any(|part| text.contains(part)) {
        return None;
    }
    INNER.as_ref()?.captures(text)?.get(1).map(|word| word.start())
}

/// Whether a block says what stands after abstracts: dates, licences, how to cite.
pub(super) fn is_aftermath(text: &str) -> bool {
    AFTERMATH.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// Whether a heading opens the body of the text.
pub(super) fn opens_body(text: &str) -> bool {
    let lower = text.to_lowercase();
    let bare = lower.trim_start_matches(|char: char| !char.is_alphabetic());
    bare.starts_with("introduction") || text.starts_with("1 ") || text.starts_with("1.") || text.starts_with("I. ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_tell_the_language() {
        assert_eq!(label("Résumé. Le dégel"), Some((Lang::FR, 8)));
        assert_eq!(label("ABSTRACT"), Some((Lang::EN, 8)));
        assert_eq!(label("Abstract—We show").map(|found| found.0), Some(Lang::EN));
        assert_eq!(label("Résumé de l’article"), Some((Lang::FR, 19)));
        assert_eq!(label("Abstract 1 INTRODUCTION"), Some((Lang::EN, 9)));
        assert_eq!(label("Resumen. El hielo").map(|found| found.0.to_string()).as_deref(), Some("es"));
        assert_eq!(label("RÉSUMÉ Nous montrons"), Some((Lang::FR, 7)));
        assert_eq!(label("Abstraction is good"), None);
        assert_eq!(label("résumé automatique de textes"), None);
    }

    #[test]
    fn letters_set_apart_make_one_word() {
        assert_eq!(squeeze("A B S T R A C T We show"), "ABSTRACT We show");
        assert_eq!(squeeze("I saw a b"), "I saw a b");
    }

    #[test]
    fn keywords_begin_behind_their_label() {
        assert_eq!(keyword_label("Mots-clés : neige, glace"), Some((Lang::FR, "neige, glace".into())));
        assert_eq!(keyword_label("Keywords: snow"), Some((Lang::EN, "snow".into())));
        assert_eq!(keyword_label("Index Terms—Snow, ice"), Some((Lang::EN, "Snow, ice".into())));
        assert!(is_doubled_keyword_label("Keywords") && !is_doubled_keyword_label("Keywords: snow"));
        assert_eq!(keywords_within("We show it. Keywords: snow"), Some(12));
        assert_eq!(inner_label("We show it. Résumé. Nous le montrons"), Some(12));
        assert_eq!(inner_label("This Abstract is short"), None);
        assert_eq!(keywords_within("Search by keywords is slow"), None);
    }
}
