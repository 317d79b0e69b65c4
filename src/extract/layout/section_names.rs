//! What sections and theorems are usually called. Words are compared without accents and case: patterns of so many
//! alternatives cost more to make ready than a short article to read.

/// Most bytes of a usual heading, number and all.
const LONGEST: usize = 100;

/// Names of sections, sorted.
const SECTIONS: [&str; 95] = [
    "abstract",
    "acknowledgement",
    "acknowledgements",
    "acknowledgment",
    "acknowledgments",
    "annexe",
    "annexes",
    "appendices",
    "appendix",
    "author contributions",
    "avant-propos",
    "background",
    "bibliographie",
    "bibliography",
    "competing interests",
    "conclusion",
    "conclusion and future work",
    "conclusion and outlook",
    "conclusion and perspectives",
    "conclusion et perspectives",
    "conclusion generale",
    "conclusions",
    "conclusions and future work",
    "conclusions and outlook",
    "conclusions and perspectives",
    "conclusions et perspectives",
    "conclusions generale",
    "conflict of interest",
    "conflict of interests",
    "conflicts of interest",
    "conflicts of interests",
    "conflit d'interet",
    "conflit d'interets",
    "conflits d'interet",
    "conflits d'interets",
    "contents",
    "contribution des auteurs",
    "contributions des auteurs",
    "data availability",
    "discussion",
    "discussion generale",
    "etat de l'art",
    "financement",
    "funding",
    "future work",
    "general conclusion",
    "general conclusion and future work",
    "general conclusion and outlook",
    "general conclusion and perspectives",
    "general conclusions",
    "general conclusions and future work",
    "general conclusions and outlook",
    "general conclusions and perspectives",
    "introduction",
    "introduction generale",
    "keywords",
    "literature cited",
    "materials and methods",
    "materiel et methodes",
    "method",
    "methode",
    "methodes",
    "methodologie",
    "methodology",
    "methods",
    "mots cles",
    "mots-cles",
    "perspectives",
    "reference",
    "reference bibliographique",
    "reference bibliographiques",
    "references",
    "references bibliographique",
    "references bibliographiques",
    "related work",
    "related works",
    "remerciements",
    "resultats",
    "resultats et discussion",
    "results",
    "results and discussion",
    "resume",
    "resume - abstract",
    "resume -abstract",
    "resume / abstract",
    "resume – abstract",
    "resume — abstract",
    "resume-abstract",
    "resume/abstract",
    "sommaire",
    "summary",
    "table des matieres",
    "table of contents",
    "travaux connexes",
    "works cited",
];
/// Names of bibliographies, sorted.
const BIBLIOGRAPHIES: [&str; 18] = [
    "bibliographie",
    "bibliography",
    "list of references",
    "liste des references",
    "literature cited",
    "ouvrages cites",
    "reference",
    "reference and notes",
    "reference bibliographique",
    "reference bibliographiques",
    "reference list",
    "references",
    "references and notes",
    "references bibliographique",
    "references bibliographiques",
    "references citees",
    "references et notes",
    "works cited",
];
/// Words that heads of theorems and the like start with, which are set as headings are; sorted.
const THEOREMS: [&str; 38] = [
    "algorithm",
    "algorithme",
    "assumption",
    "axiom",
    "axiome",
    "claim",
    "code",
    "conjecture",
    "corollaire",
    "corollary",
    "definition",
    "demonstration",
    "ensure",
    "etape",
    "example",
    "examples",
    "exemple",
    "exemples",
    "hypothese",
    "hypothesis",
    "input",
    "lemma",
    "lemme",
    "listing",
    "note",
    "observation",
    "output",
    "preuve",
    "proof",
    "property",
    "proposition",
    "propriete",
    "remark",
    "remarque",
    "require",
    "step",
    "theorem",
    "theoreme",
];

/// What stands before the body, in small letters without accents.
const FRONT: [&str; 9] =
    ["abstract", "resume", "summary", "sommaire", "keywords", "key words", "mots cles", "mots-cles", "index terms"];

/// Whether sections are usually called so.
pub(super) fn is_section(text: &str) -> bool {
    name_of(text).is_some_and(|name| SECTIONS.binary_search(&name.as_str()).is_ok())
}

/// Whether abstracts and lists of keywords are usually called so.
pub(super) fn is_front(text: &str) -> bool {
    name_of(text).is_some_and(|name| FRONT.contains(&name.as_str()))
}

/// Whether bibliographies are usually called so.
pub(super) fn is_bibliography(text: &str) -> bool {
    name_of(text).is_some_and(|name| BIBLIOGRAPHIES.binary_search(&name.as_str()).is_ok())
}

/// Whether a line begins with the label of keywords, which stand behind an abstract in one run of lines at times.
pub(super) fn names_keywords(text: &str) -> bool {
    let Some((label, _)) = text.split_once(':') else { return false };
    let label: String = label.chars().filter(|char| char.is_alphabetic()).flat_map(char::to_lowercase).collect();
    text.starts_with(char::is_uppercase) && ["motsclés", "motscles", "motsclefs", "keywords"].contains(&label.as_str())
}

/// Whether a text starts as the head of a theorem or the like does.
pub(super) fn is_theorem(text: &str) -> bool {
    let text = text.trim();
    let rest = text.trim_start_matches(char::is_alphabetic);
    let word: String =
        text.get(..text.len() - rest.len()).unwrap_or_default().chars().take(LONGEST).map(plain).collect();
    let ends = !rest.starts_with(|char: char| char.is_ascii_digit() || char == '_');
    let goes_on = |char: char| char.is_ascii_alphanumeric() || matches!(char, '(' | '.' | ':');
    ends && THEOREMS.binary_search(&word.as_str()).is_ok() && rest.trim_start().chars().next().is_none_or(goes_on)
}

/// A heading without its number and the point behind it, in small letters without accents.
fn name_of(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_suffix(['.', ':']).unwrap_or(text).trim_end();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or(("", text));
    let name = if is_number(first) { rest.trim_start() } else { text };
    (name.len() <= LONGEST).then(|| name.chars().map(plain).collect())
}

/// Whether a word is the number of a section: 2, 2.1, IV. or B.
fn is_number(word: &str) -> bool {
    let word = word.strip_suffix('.').unwrap_or(word);
    let digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_arabic =
        word.split_once('.').map_or_else(|| digits(word), |(first, second)| digits(first) && digits(second));
    let is_roman = !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X' | b'i' | b'v' | b'x'));
    is_arabic || is_roman || matches!(word.as_bytes(), [b'A'..=b'H' | b'a'..=b'h'])
}

/// A letter in small type without the accents of French.
fn plain(char: char) -> char {
    match char {
        'é' | 'è' | 'ê' | 'É' | 'È' | 'Ê' => 'e',
        '’' => '\'',
        'A'..='Z' => char.to_ascii_lowercase(),
        _ => char,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(SECTIONS.is_sorted() && BIBLIOGRAPHIES.is_sorted() && THEOREMS.is_sorted());
    }

    #[test]
    fn sections_are_known_with_numbers_and_accents() {
        for text in [
            "Introduction",
            "2. Méthodes",
            "IV RÉSULTATS ET DISCUSSION",
            "B. Related work:",
            "Conflits d’intérêts",
            "3.1 Discussion .",
        ] {
            assert!(is_section(text), "{text}");
        }
        for text in ["Introductions", "2019 Methods", "Results of the survey", "", "3.1.2"] {
            assert!(!is_section(text), "{text}");
        }
        assert!(is_bibliography("7. Références bibliographiques") && !is_bibliography("Abstract"));
    }

    #[test]
    fn heads_of_theorems_are_known() {
        for text in ["Theorem 2", "Théorème (Gauss)", "Proof.", "Note", "Propriété 1"] {
            assert!(is_theorem(text), "{text}");
        }
        for text in ["Theorems 2", "Theorem1", "Proof – sketch", "Un théorème"] {
            assert!(!is_theorem(text), "{text}");
        }
    }
}
