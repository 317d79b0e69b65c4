//! The language of a block of text.

use whatlang::{Detector, Lang as Detected};

use crate::domain::Lang;

/// Shortest text in letters whose language can be told.
const LEAST_LETTERS: usize = 40;
/// Letters to each sign or digit below which a text is no language: garbled, or a table of figures.
const LEAST_SHARE: usize = 2;
/// Shortest part in bytes of a text in two languages.
const LEAST_TURN: usize = 100;
/// Characters that are enough to tell.
const ENOUGH: usize = 400;

/// Common words that bear a guess out where letters alone tell French or English from each other.
const LEAST_WORDS: i64 = 1;
/// The same for the languages beside them, which lists of names and programs are easily taken for.
const LEAST_OTHER_WORDS: i64 = 2;

/// The language of a text that is long enough to tell.
pub(super) fn of_block(text: &str) -> Option<Lang> {
    let part = words_alone(text);
    let letters = part.chars().filter(|char| char.is_alphabetic()).count();
    let marks = part.chars().filter(|char| !char.is_whitespace()).count() - letters;
    if letters < LEAST_LETTERS || marks * LEAST_SHARE > letters {
        return None;
    }
    if let Some(lang) = by_common_words(&part) {
        return Some(lang);
    }
    let known = vec![
        Detected::Fra,
        Detected::Eng,
        Detected::Spa,
        Detected::Por,
        Detected::Deu,
        Detected::Ita,
        Detected::Ara,
        Detected::Cmn,
        Detected::Jpn,
        Detected::Rus,
    ];
    let info = Detector::with_allowlist(known).detect(&part)?;
    if info.confidence() < 0.5 || !is_borne_out(info.lang(), &part) {
        return None;
    }
    Lang::parse(match info.lang() {
        Detected::Cmn => "zh",
        Detected::Jpn => "ja",
        Detected::Rus => "ru",
        other => other.code(),
    })
    .ok()
}

/// The beginning of a text without addresses and names of programs, which are in no language.
fn words_alone(text: &str) -> String {
    let is_code = |word: &str| {
        let inner = word.trim_matches(|char: char| !char.is_alphanumeric());
        inner.contains(['@', '_', '=', '\\', '<', '>', '{', '}', '&', '#', '$', '/'])
    };
    let mut words = String::new();
    let mut left = ENOUGH;
    for word in text.split_whitespace().filter(|word| !is_code(word)) {
        let length = word.chars().count() + 1;
        words.extend(word.chars().take(left));
        words.push(' ');
        left = left.saturating_sub(length);
        if left == 0 {
            break;
        }
    }
    words
}

/// Whether common words of a language stand in a text that its letters look like.
fn is_borne_out(lang: Detected, text: &str) -> bool {
    let Counts { fr, en, other, .. } = Counts::of(text);
    match lang {
        Detected::Fra => fr >= LEAST_WORDS && fr > en,
        Detected::Eng => en >= LEAST_WORDS && en > fr,
        Detected::Spa | Detected::Por | Detected::Deu | Detected::Ita => other >= LEAST_OTHER_WORDS,
        _ => true,
    }
}

/// The language of a table by the words in all its cells.
pub(super) fn of_cells(text: &str) -> Option<Lang> {
    by_common_words(&words_alone(text))
}

/// French or English, told of a text too short for [`of_block`] where its small words leave no doubt.
pub(super) fn of_phrase(text: &str) -> Option<Lang> {
    match small_words(text) {
        (fr, 0) if fr > 3 => Some(Lang::FR),
        (0, en) if en > 3 => Some(Lang::EN),
        _ => None,
    }
}

/// Whether the small words and accents of a text are those of the other of the two languages.
pub(super) fn speaks_against(text: &str, lang: Lang) -> bool {
    let (fr, en) = small_words(text);
    (lang == Lang::EN && fr > en) || (lang == Lang::FR && en > fr)
}

/// French or English, told of a text as short as a title by its small words and accents.
pub(super) fn of_title(text: &str) -> Option<Lang> {
    match small_words(text) {
        (fr, en) if fr > 2 * en => Some(Lang::FR),
        (fr, en) if en > 2 * fr => Some(Lang::EN),
        _ => of_block(text).filter(|lang| *lang == Lang::FR || *lang == Lang::EN),
    }
}

/// How much the small words and accents of a text speak for French, and for English.
fn small_words(text: &str) -> (i64, i64) {
    let (mut fr, mut en) = (0, 0);
    for word in text.split(|char: char| !char.is_alphabetic()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        match word.as_str() {
            "le" | "la" | "les" | "des" | "du" | "de" | "et" | "une" | "un" | "dans" | "pour" | "sur" | "par"
            | "avec" | "au" | "aux" | "en" | "d" | "l" | "vers" | "chez" | "entre" | "ou" | "à" | "est" | "qu" => {
                fr += 2;
            }
            "the" | "of" | "and" | "to" | "for" | "with" | "by" | "from" | "an" | "in" | "its" | "using"
            | "towards" | "is" | "are" | "how" | "between" | "through" | "as" | "at" => en += 2,
            "a" | "on" => en += 1,
            _ if word.contains(['é', 'è', 'ê', 'ç', 'à', 'ù', 'ô', 'î', 'â', 'û', 'œ']) => fr += 1,
            _ => {}
        }
    }
    (fr, en)
}

/// Where a text goes over from French to English or back, in bytes, when both parts are long enough to tell.
pub(super) fn turn(text: &str) -> Option<usize> {
    let ends = text
        .char_indices()
        .zip(text.chars().skip(1))
        .filter(|((_, end), next)| matches!(end, '.' | '!' | '?' | '»' | '”') && *next == ' ');
    let starts = ends.map(|((place, end), _)| place + end.len_utf8() + 1);
    let (mut best, mut cut, mut balance, mut from) = (0, None, 0_i64, 0);
    for start in starts {
        let counts = Counts::of(text.get(from..start).unwrap_or_default());
        balance += counts.fr - counts.en;
        from = start;
        if balance.abs() > best {
            (best, cut) = (balance.abs(), Some(start));
        }
    }
    let cut = cut.filter(|cut| *cut >= LEAST_TURN && text.len() - *cut >= LEAST_TURN)?;
    let (before, after) = text.split_at_checked(cut)?;
    let told = (by_common_words(before)?, by_common_words(after)?);
    (told.0 != told.1).then_some(cut)
}

/// French and English by their most common words: nearly all text here is one of them, and this is much faster.
fn by_common_words(text: &str) -> Option<Lang> {
    let Counts { fr, en, other, all } = Counts::of(text);
    let sure = |most: i64, next: i64| most >= 3 && most * 8 >= all && most >= 3 * next.max(other).max(1);
    if sure(fr, en) {
        Some(Lang::FR)
    } else if sure(en, fr) {
        Some(Lang::EN)
    } else {
        None
    }
}

/// Words of a text that are common in one language.
#[derive(Default)]
struct Counts {
    fr: i64,
    en: i64,
    /// Common in Spanish, Portuguese, Italian or German and in neither French nor English.
    other: i64,
    all: i64,
}

impl Counts {
    fn of(text: &str) -> Self {
        let mut counts = Self::default();
        for word in text.split(|char: char| !char.is_alphabetic()).filter(|word| !word.is_empty()) {
            counts.all += 1;
            match word.to_lowercase().as_str() {
                "le" | "la" | "les" | "des" | "du" | "et" | "est" | "une" | "un" | "dans" | "pour" | "que" | "qui"
                | "sur" | "par" | "avec" | "ce" | "cette" | "ces" | "nous" | "au" | "aux" | "sont" | "l" | "d"
                | "ou" | "plus" | "être" | "ne" | "pas" | "leur" | "leurs" | "il" | "elle" | "à" | "ont" | "été" => {
                    counts.fr += 1;
                }
                "the" | "of" | "and" | "to" | "is" | "that" | "for" | "with" | "this" | "are" | "we" | "by"
                | "from" | "be" | "as" | "it" | "which" | "was" | "were" | "an" | "has" | "have" | "our" | "these"
                | "in" | "at" | "not" | "can" | "their" | "its" | "using" | "been" | "into" | "paper" => counts.en += 1,
                "el" | "los" | "las" | "una" | "por" | "con" | "del" | "para" | "más" | "como" | "um" | "uma"
                | "com" | "não" | "dos" | "da" | "di" | "che" | "della" | "per" | "und" | "der" | "das" | "ist"
                | "nicht" | "mit" | "von" | "den" => counts.other += 1,
                _ => {}
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_two_languages_is_parted() {
        let french = "Nous mesurons la lumière des lampadaires dans les quartiers de la ville et sur les rives du lac. \
                      Les relevés sont faits par des riverains avec une sonde.";
        let english = "We measure the light of street lamps in the quarters of the town and on the shore of the lake. \
                       The readings are made by residents with a probe.";
        let both = format!("{french} {english}");
        assert_eq!(turn(&both), Some(french.len() + 1));
        assert_eq!(turn(french), None);
    }

    #[test]
    fn titles_tell_their_language_by_small_words() {
        assert_eq!(of_title("La glace du fleuve"), Some(Lang::FR));
        assert_eq!(of_title("Ice of the river"), Some(Lang::EN));
        assert_eq!(of_title("Résumé automatique"), Some(Lang::FR));
        assert_eq!(of_title("Ritel"), None);
    }

    #[test]
    fn phrases_tell_their_language_where_no_doubt_is_left() {
        assert_eq!(of_phrase("Analyse de la glace"), Some(Lang::FR));
        assert_eq!(of_phrase("Towards the ice of rivers"), Some(Lang::EN));
        assert!(speaks_against("Mots-clés :", Lang::EN) && !speaks_against("Keywords:", Lang::FR));
        for doubtful in ["Architecture", "Le Big Data", "The glace de Québec", "In vivo"] {
            assert_eq!(of_phrase(doubtful), None, "{doubtful}");
        }
    }

    #[test]
    fn names_addresses_and_programs_are_in_no_language() {
        for text in [
            "Camille Tremblay, Zoé Œuvray, Karl Schneider, Paula Fernandes, Giulia Moretti, Ana Rodrigues",
            "camille.tremblay@exemple.org, zoe.oeuvray@exemple.org, karl.schneider@exemple.org",
            "mutable struct System end @define_system System{Real} abstract type Model begin generator",
        ] {
            assert_eq!(of_block(text), None, "{text}");
        }
    }

    #[test]
    fn a_table_has_the_language_of_its_words() {
        assert_eq!(of_cells("Année\tDébit de la rivière\n2020\tle plus grand de la série\t12"), Some(Lang::FR));
        assert_eq!(of_cells("Site\tpH\n1\t7,2"), None);
    }

    #[test]
    fn french_english_and_others_are_told() {
        let of = |text: &str| of_block(text).map(|lang| lang.as_str().to_owned());
        assert_eq!(
            of("Nous mesurons la lumière des lampadaires dans les quartiers de la ville.").as_deref(),
            Some("fr")
        );
        assert_eq!(
            of("We measure the light of street lamps in the quarters of the town and its shore.").as_deref(),
            Some("en")
        );
        assert_eq!(
            of("Medimos la luz de las farolas en los barrios de la ciudad y de sus orillas durante el año.").as_deref(),
            Some("es")
        );
        assert_eq!(of("12 34"), None);
        assert_eq!(of("!the#$of%&and'()to*+is,-that./for:;with<=this>?are@[we]\\^by_`from{|}be~"), None);
    }
}
