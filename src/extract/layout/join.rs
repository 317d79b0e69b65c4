//! Lines to running text: hyphens at line ends undone unless they belong to the word.

use std::borrow::Cow;
use std::collections::HashSet as Set;

use foldhash::fast::RandomState;

use super::line::Line;
use super::vocabulary::{
    ACRONYMS, COUNTED, FUSED_AFTER, FUSED_BEFORE, KEPT_AFTER, KEPT_AFTER_WORDS, KEPT_BEFORE, NUMBERS,
};

/// Many words, of whom few are looked up: by a quick hash.
type HashSet<T> = Set<T, RandomState>;

/// The document's own words, as far as they decide about hyphens at line ends.
#[derive(Debug, Default)]
pub(in crate::extract) struct Words {
    known: HashSet<String>,
}

/// The two halves of a word over a line break.
pub(super) fn halves(line: &str, next: &str) -> Option<(String, String)> {
    let head = line.trim_end().strip_suffix(['-', '‐', '\u{ad}'])?;
    let left = head.rsplit(|char: char| !is_word_char(char)).next()?;
    let right = next.trim_start().split(|char: char| !is_word_char(char)).next()?;
    let whole = left.chars().any(char::is_alphabetic) && right.chars().next().is_some_and(char::is_alphabetic);
    whole.then(|| (left.to_lowercase(), right.to_lowercase()))
}

fn is_word_char(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '-' | '‐' | '\'' | '’')
}

impl Words {
    /// Reads the words of lines in reading order.
    pub(in crate::extract) fn new<'l>(lines: impl Iterator<Item = &'l Line> + Clone) -> Self {
        let mut wanted: HashSet<String> = HashSet::default();
        let mut before: Option<&Line> = None;
        for line in lines.clone() {
            if let Some((left, right)) = before.and_then(|before| halves(&before.text, &line.text)) {
                wanted.extend([format!("{left}{right}"), format!("{left}-{right}"), left, right]);
            }
            before = Some(line);
        }
        let mut known = HashSet::default();
        if !wanted.is_empty() {
            let mut broken = false;
            for line in lines {
                // The second half of a broken word is no word because of that.
                let words = line.text.trim_start().split(|char: char| !is_word_char(char)).skip(usize::from(broken));
                for word in words {
                    let low = word.bytes().all(|byte| byte.is_ascii_lowercase());
                    let word = if low { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) };
                    if wanted.contains(word.as_ref()) {
                        known.insert(word.into_owned());
                    }
                }
                broken = line.text.trim_end().ends_with(['-', '‐', '\u{ad}']);
            }
        }
        Self { known }
    }

    /// Whether the document has a word without the hyphen and not with it.
    fn knows_whole(&self, left: &str, right: &str) -> bool {
        self.known.contains(&format!("{left}{right}")) && !self.known.contains(&format!("{left}-{right}"))
    }

    /// Whether the hyphen between two halves is part of the word.
    fn keeps_hyphen(&self, left: &str, right: &str) -> bool {
        let has = |word: &str| self.known.contains(word);
        if has(&format!("{left}{right}")) {
            return false;
        }
        let last = left.rsplit(['-', '‐']).next().unwrap_or(left);
        let fuses = FUSED_BEFORE.contains(&left) || FUSED_AFTER.contains(&right);
        has(&format!("{left}-{right}"))
            || KEPT_AFTER.contains(&right)
            || left.chars().count() >= 4 && KEPT_AFTER_WORDS.contains(&right)
            || right == "nous" && left.ends_with("ons")
            || right == "vous" && left.ends_with("ez")
            || last.len() >= 6 && last.ends_with("ly") && right.len() > 4
            || KEPT_BEFORE.contains(&left)
            || NUMBERS.contains(&left) && COUNTED.contains(&right)
            || last.len() < left.len()
            || !fuses
                && left.chars().count() >= 4
                && has(left)
                && (right.chars().count() >= 4 && has(right) || is_participle(right))
    }
}

/// Whether a word is an English participle or the like as it follows a noun in compounds ("user-specified").
fn is_participle(word: &str) -> bool {
    word.len() >= 7 && ["ed", "ing", "ive"].iter().any(|ending| word.ends_with(ending))
}

/// Joins lines to one text.
pub(in crate::extract) fn join_lines(lines: &[Line], words: &Words) -> String {
    let mut text = String::new();
    let ended = ended_on_purpose(lines);
    for (place, line) in lines.iter().enumerate() {
        append(&mut text, line.text.trim(), words);
        if ended.get(place) == Some(&true) && ends_in_cjk(&text) {
            text.push(' ');
        }
    }
    text.truncate(text.trim_end_matches(' ').len());
    text.retain(|char| char != '\u{ad}');
    text
}

/// For each line, whether it stops where another character would have had room: scripts without word spaces break
/// lines anywhere, so that it was ended on purpose. Where most lines are, the longest ones are too. Empty when there
/// is none.
fn ended_on_purpose(lines: &[Line]) -> Vec<bool> {
    if !lines.iter().any(|line| ends_in_cjk(&line.text)) {
        return Vec::new();
    }
    let edge = lines.iter().map(|line| line.x1).fold(f64::NEG_INFINITY, f64::max);
    let early = |line: &Line| ends_in_cjk(&line.text) && line.x1 < edge - 2.0 * line.size;
    let verse = lines.iter().filter(|line| early(line)).count() * 2 > lines.len();
    lines.iter().map(|line| verse || early(line)).collect()
}

/// Makes a word whole that a column or page break cuts: its second half goes to the end of the text before.
pub(in crate::extract) fn join_over_break(text: &mut String, next: &mut String, words: &Words) {
    if halves(text, next).is_some() {
        let end = next.find(char::is_whitespace).unwrap_or(next.len());
        let rest = next.split_off(end);
        append(text, next, words);
        rest.trim_start().clone_into(next);
    }
}

/// Adds a line to a text.
pub(super) fn append(text: &mut String, next: &str, words: &Words) {
    if next.is_empty() {
        return;
    }
    let soft = text.ends_with('\u{ad}');
    match halves(text, next) {
        Some((left, right)) => {
            let high = next.chars().next().is_some_and(char::is_uppercase);
            let whole = ends_in_acronym(text) && next.starts_with(char::is_lowercase);
            // A name in capitals that a line cuts stands whole elsewhere.
            let acronym = high
                && (ACRONYMS.contains(&format!("{left}{right}").to_uppercase().as_str())
                    || ends_in_acronym(text) && words.knows_whole(&left, &right));
            if soft || acronym || !high && !whole && !words.keeps_hyphen(&left, &right) {
                text.pop();
            }
        }
        None if text.is_empty() || text.ends_with(' ') || breaks_address(text, next) || breaks_at_dash(text, next) => {}
        None if ends_in_cjk(text) && next.chars().next().is_some_and(is_cjk) => {}
        None => text.push(' '),
    }
    text.push_str(next);
}

/// Whether a hyphen at the end of a text stands behind an acronym, which no line break parts.
fn ends_in_acronym(text: &str) -> bool {
    let head = text.trim_end_matches(['-', '‐']);
    let last = head.rsplit(|char: char| !char.is_alphanumeric()).next().unwrap_or_default();
    last.chars().count() >= 2 && last.chars().all(char::is_uppercase)
}

/// Whether a line break stands behind a dash within an expression: a range of numbers, the number of a grant, "(pre-)test".
fn breaks_at_dash(text: &str, next: &str) -> bool {
    let Some(head) = text.strip_suffix(['-', '‐', '–']) else { return false };
    let hyphen = !text.ends_with('–');
    let last = head.rsplit(char::is_whitespace).next().unwrap_or_default();
    let in_code = last.contains(|char: char| char.is_ascii_digit())
        || last.chars().count() >= 2 && last.chars().all(char::is_uppercase);
    match next.chars().next() {
        Some(char) if char.is_ascii_digit() => in_code && last.ends_with(char::is_alphanumeric),
        Some(char) if char.is_lowercase() => {
            hyphen && last.ends_with(|char: char| char.is_ascii_digit() || char == ')')
        }
        Some(')') => hyphen && last.rfind('(') > last.rfind(')') && last.ends_with(char::is_alphabetic),
        _ => false,
    }
}

/// Whether a line break stands within an address.
fn breaks_address(text: &str, next: &str) -> bool {
    if next.starts_with("//") && ["http:", "https:", "ftp:"].iter().any(|scheme| text.ends_with(scheme)) {
        return true;
    }
    let goes_on = next.starts_with(|char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '/');
    is_address(text)
        && (text.ends_with(['-', '/', '_', '=', '?', '&', '%']) && next.starts_with(char::is_alphanumeric)
            || text.ends_with('.') && goes_on)
}

/// Whether the text ends within an address (`https://…`, a DOI), whose parts join without a space.
fn is_address(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    last.contains("://") || last.starts_with("10.") || last.starts_with("www.")
}

fn ends_in_cjk(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_cjk)
}

/// Whether a character belongs to a script without word spaces; the Korean letters among them have some.
fn is_cjk(char: char) -> bool {
    matches!(char, '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::layout::line::Span;

    fn line(text: &str) -> Line {
        line_to(text, 100.0)
    }

    fn line_to(text: &str, x1: f64) -> Line {
        Line::new(vec![Span { x1, ..Span::plain(text, 0.0, 0.0) }])
    }

    fn joined(texts: &[&str]) -> String {
        let lines: Vec<Line> = texts.iter().map(|text| line(text)).collect();
        join_lines(&lines, &Words::new(lines.iter()))
    }

    #[test]
    fn a_word_broken_over_lines_is_whole_again() {
        assert_eq!(joined(&["la recon-", "naissance des formes"]), "la reconnaissance des formes");
        assert_eq!(joined(&["they come over to over-", "come it"]), "they come over to overcome it");
        assert_eq!(joined(&["la recon\u{ad}", "naissance"]), "la reconnaissance");
        assert_eq!(joined(&["il y a environ dix environ-", "nements"]), "il y a environ dix environnements");
    }

    #[test]
    fn a_word_broken_over_a_page_is_whole_again() {
        let broken = |mut text: String, mut next: String| {
            let lines = [line(&text), line(&next)];
            join_over_break(&mut text, &mut next, &Words::new(lines.iter()));
            (text, next)
        };
        let parted = |text: &str, next: &str| broken(text.to_owned(), next.to_owned());
        assert_eq!(parted("la recon-", "naissance, dit-on"), ("la reconnaissance,".to_owned(), "dit-on".to_owned()));
        assert_eq!(parted("viendra peut-", "être"), ("viendra peut-être".to_owned(), String::new()));
        assert_eq!(parted("la forme", "des mots"), ("la forme".to_owned(), "des mots".to_owned()));
    }

    #[test]
    fn real_hyphens_stay() {
        assert_eq!(joined(&["il viendra peut-", "être demain"]), "il viendra peut-être demain");
        assert_eq!(joined(&["a long-term plan and a long-", "term view"]), "a long-term plan and a long-term view");
        assert_eq!(joined(&["Jean-", "Pierre"]), "Jean-Pierre");
        assert_eq!(joined(&["lists as plain-", "formatted text"]), "lists as plain-formatted text");
        assert_eq!(joined(&["left un-", "formatted"]), "left unformatted");
        assert_eq!(joined(&["the user sets user-", "specified limits"]), "the user sets user-specified limits");
        assert_eq!(
            joined(&["an open access rule, open-", "access journals"]),
            "an open access rule, open-access journals"
        );
    }

    #[test]
    fn a_name_in_capitals_is_made_whole_where_it_stands_so_elsewhere() {
        assert_eq!(joined(&["CONSNOW melts, and CON-", "SNOW falls"]), "CONSNOW melts, and CONSNOW falls");
        assert_eq!(joined(&["the ICE-", "SNOW falls"]), "the ICE-SNOW falls");
    }

    #[test]
    fn what_a_dash_holds_together_stays_together() {
        assert_eq!(joined(&["pages 363–", "396, grant AB9550-", "13-1"]), "pages 363–396, grant AB9550-13-1");
        assert_eq!(
            joined(&["the ICE-", "units of a 32-", "bit (pre-", ")test"]),
            "the ICE-units of a 32-bit (pre-)test"
        );
        assert_eq!(joined(&["seen at https:", "//example.org/snow/", "ice"]), "seen at https://example.org/snow/ice");
        assert_eq!(joined(&["the snow–", "a cold one", "is not-", "1"]), "the snow– a cold one is not- 1");
    }

    #[test]
    fn lines_without_word_spaces_join_unless_they_end_on_purpose() {
        assert_eq!(joined(&["春の川は", "静かだ"]), "春の川は静かだ");
        assert_eq!(joined(&["ㄱ ㄴ", "ㄷ ㄹ"]), "ㄱ ㄴ ㄷ ㄹ");
        let lines = [line_to("春の川は", 100.0), line_to("静かだ", 70.0), line_to("夏が来る", 60.0)];
        assert_eq!(join_lines(&lines, &Words::new(lines.iter())), "春の川は 静かだ 夏が来る");
    }
}
