//! Lines of addresses: which go on with a place of work, and where e-mail addresses begin in them.

/// Words with which lines about the article's history begin, and no address.
const HISTORY: [&str; 12] = [
    "accepté",
    "reçu",
    "soumis",
    "publié",
    "accepted",
    "received",
    "submitted",
    "published",
    "orcid",
    "thesis",
    "thèse",
    "mémoire",
];

/// An affiliation without the e-mail address behind it.
pub(super) fn before_address(text: &str) -> &str {
    let Some((front, _)) = text.split_once('@') else { return text };
    let start = front.rfind('{').or(front.rfind([';', ',', ' '])).unwrap_or_default();
    text.get(..start).unwrap_or_default().trim_end_matches([' ', ',', ';', '(', '{'])
}

/// Whether a line begins with a word that no place begins with: `du Québec à Rimouski`.
pub(super) fn begins_open(text: &str) -> bool {
    let first = text.split([' ', '’', '\'']).next().unwrap_or_default();
    ["à", "de", "du", "des", "d", "la", "et", "en", "of", "the", "and", "at"].contains(&first)
}

/// Whether a line ends with a word that no name ends with: `Université du Québec à`.
pub(super) fn ends_open(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    ["à", "de", "du", "des", "la", "le", "et", "en", "of", "for", "the", "and", "at", "&"].contains(&last)
}

/// The second line of an affiliation: a street, a town.
pub(super) fn looks_like_address(text: &str) -> bool {
    let high = text.chars().next().is_some_and(|char| char.is_uppercase() || char.is_ascii_digit());
    let first = text.split(' ').next().unwrap_or_default().to_lowercase();
    let dated = text.split(' ').count() <= 2 && text.rsplit(' ').next().is_some_and(is_year);
    high && !dated
        && !HISTORY.contains(&first.as_str())
        && text.contains([',', ' '])
        && !text.contains('@')
        && !text.contains(':')
        && text.chars().count() < 90
        && !text.contains("//")
        && !text.contains("ISSN")
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_cut_from_its_affiliation() {
        assert_eq!(before_address("Université Laval, Québec; roy@example.org"), "Université Laval, Québec");
        assert_eq!(before_address("Université Laval {roy,cote}@example.org"), "Université Laval");
        assert_eq!(before_address("Université Laval"), "Université Laval");
    }

    #[test]
    fn lines_about_the_history_are_no_addresses() {
        assert!(looks_like_address("Montréal, QC H3C 3J7") && looks_like_address("Québec, Canada"));
        assert!(!looks_like_address("Accepté le 3 mai") && !looks_like_address("April 2026"));
        assert!(begins_open("du Québec à Rimouski") && ends_open("Université du Québec à"));
    }
}
