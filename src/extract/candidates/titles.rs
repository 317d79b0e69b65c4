//! The article's title and its translation.

use super::abstracts::opens_abstract;
use super::affiliations::is_affiliation;
use super::front::{Front, FrontBlock};
use super::head::is_banner;
use super::source::Source;
use super::{from_page, from_source};
use crate::domain::extraction::{Candidate, Origin};
use crate::domain::{Lang, Localised};
use crate::extract::language;
use crate::extract::layout::{Line, folded};

/// Least size of a subtitle, in parts of that of the text.
const SUBTITLE: f64 = 1.08;
/// Longest translated title in characters.
const LONGEST: usize = 300;

/// Titles, the one set on the first page first.
pub(super) fn read(
    front: &Front<'_>,
    translated: &[(u32, Localised)],
    source: &Source,
    main: Lang,
) -> Vec<Candidate<Localised>> {
    let mut found: Vec<Candidate<Localised>> = Vec::new();
    let page = front.title_page();
    let mut parts = parts(front);
    let set = if parts.is_empty() { String::new() } else { parts.remove(0) };
    let mut given = source.titles();
    if !set.is_empty() {
        let agrees = given.iter().any(|(title, _)| folded(title) == folded(&set));
        let lang = language::of_title(&set).unwrap_or(main);
        found.push(from_page(Localised::new(lang, &set), if agrees { 0.98 } else { 0.9 }, Origin::Layout, page, &set));
    }
    given.retain(|(title, _)| folded(title) != folded(&set));
    for part in parts {
        let lang = language::of_title(&part).unwrap_or(Lang::UND);
        found.push(from_page(Localised::new(lang, &part), 0.85, Origin::Layout, page, &part));
    }
    for (page, title) in translated {
        let lang = language::of_title(&title.text).unwrap_or(title.lang);
        found.push(from_page(Localised::new(lang, &title.text), 0.8, Origin::Layout, *page, &title.text));
    }
    for (title, origin) in given {
        found.push(from_source(Localised::new(main, &title), if set.is_empty() { 0.8 } else { 0.4 }, origin, &title));
    }
    found
}

/// The title and, where the lines go over to another language, its translation; one set below in smaller type too.
fn parts(front: &Front<'_>) -> Vec<String> {
    let lines: Vec<Line> = front.title_blocks().iter().flat_map(|block| block.chunk.lines.clone()).collect();
    let cut = (1..lines.len()).find(|place| is_turn(front, &lines, *place));
    let (first, second) = lines.split_at_checked(cut.unwrap_or(lines.len())).unwrap_or((&lines, &[]));
    let mut parts: Vec<String> = [first, second].iter().map(|lines| trim_marks(&front.join_lines(lines))).collect();
    parts.retain(|part| !part.is_empty());
    if let (Some(title), Some(below)) = (parts.first_mut(), front.blocks.get(front.title.end)) {
        let text = trim_marks(&below.text);
        let near = below.page == front.title_page() && text.chars().count() < LONGEST && below.chunk.kind.is_flow();
        if near && title.ends_with(':') {
            *title = format!("{title} {text}");
        } else if near
            && cut.is_none()
            && let Some(text) = subtitle(front, title, below)
        {
            let french = language::of_title(title).or_else(|| language::of_title(&text)) == Some(Lang::FR);
            let between = match title.chars().next_back() {
                Some('?' | '!' | '.' | '…') => " ",
                _ if french => "\u{a0}: ",
                _ => ": ",
            };
            *title = format!("{title}{between}{text}");
        } else if near && cut.is_none() && is_translation(title, &text) {
            parts.push(text);
        }
    }
    parts
}

/// Whether lines of a title go over to another language before one of them, which is set in another face.
fn is_turn(front: &Front<'_>, lines: &[Line], place: usize) -> bool {
    let (Some(before), Some(line)) = (lines.get(place - 1), lines.get(place)) else { return false };
    let faces = (before.bold, before.italic) != (line.bold, line.italic) || (before.size - line.size).abs() > 0.5;
    let starts_high = line.text.starts_with(|char: char| char.is_uppercase() || matches!(char, '«' | '“'));
    let (first, second) = lines.split_at_checked(place).unwrap_or((lines, &[]));
    let languages = (language::of_title(&front.join_lines(first)), language::of_title(&front.join_lines(second)));
    let open = line_ends_open(&before.text);
    let words = |lines: &[Line]| front.join_lines(lines).split_whitespace().count();
    let (one, two) = (words(first), words(second));
    let alike = two >= 4 && one >= 4 && two * 2 >= one && one * 2 >= two;
    starts_high && !open && (faces || alike) && matches!(languages, (Some(one), Some(two)) if one != two)
}

/// Whether a line ends in a small word, so that its sentence goes on.
fn line_ends_open(text: &str) -> bool {
    let last = text.split_whitespace().last().unwrap_or_default();
    last.starts_with(char::is_lowercase) && last.chars().count() <= 4 || last.ends_with([',', '-', '’'])
}

/// Whether a short text below the title says the same in the other language.
fn is_translation(title: &str, text: &str) -> bool {
    text.split_whitespace().count() >= 4 && reads_as_title(text) && is_in_other_language(title, text)
}

/// The subtitle in the block below the title: all of its lines, or as many as the title goes on with elsewhere.
fn subtitle(front: &Front<'_>, title: &str, below: &FrontBlock<'_>) -> Option<String> {
    if !is_set_as_subtitle(front, below) {
        return None;
    }
    let lines = &below.chunk.lines;
    let elsewhere: Vec<String> =
        front.blocks.iter().filter(|block| !std::ptr::eq(*block, below)).map(|block| folded(&block.text)).collect();
    let said = |count: &usize| {
        let text = lines.get(..*count).map(|lines| folded(&format!("{title} {}", front.join_lines(lines))));
        text.is_some_and(|text| elsewhere.iter().any(|block| block.contains(&text)))
    };
    let count = (1..=lines.len()).rev().find(said).unwrap_or(lines.len());
    let text = trim_marks(&front.join_lines(lines.get(..count)?));
    reads_as_subtitle(title, &text).then_some(text)
}

/// Whether a block below the title is set in type between the title's and that of the text.
fn is_set_as_subtitle(front: &Front<'_>, below: &FrontBlock<'_>) -> bool {
    let size = front.title_blocks().iter().map(|block| block.chunk.size()).fold(0.0, f64::max);
    let body = front.text_size();
    let between = below.chunk.size() > SUBTITLE * body && below.chunk.size() < 0.98 * size;
    let gap = front.title_blocks().last().and_then(|block| block.chunk.lines.last()).zip(below.chunk.lines.first());
    let near = gap.is_some_and(|(above, line)| line.y > above.y && line.y - above.y < 2.2 * size);
    between && near && below.chunk.lines.len() <= 3
}

/// Whether a text may go on with a title: some words in the same language, not names, places or labels.
fn reads_as_subtitle(title: &str, text: &str) -> bool {
    (3..=25).contains(&text.split_whitespace().count())
        && reads_as_title(text)
        && text.starts_with(|char: char| char.is_uppercase() || matches!(char, '«' | '“'))
        && !is_in_other_language(title, text)
        && !is_banner(text)
        && !text.contains(['[', '*', '|'])
        && !text.contains(|char: char| char.is_ascii_digit())
}

/// Whether a short text is made of words and not of names, and is no label, address or sentence.
fn reads_as_title(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let low = text.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    low * 3 >= words
        && !opens_abstract(text)
        && !text.contains(['@', ';'])
        && !text.trim_end().ends_with('.')
        && !is_affiliation(text)
}

/// Whether a text is surely in another language than a title.
fn is_in_other_language(title: &str, text: &str) -> bool {
    matches!((language::of_title(title), language::of_title(text)), (Some(one), Some(two)) if one != two)
}

/// A title without the mark of its footnote.
fn trim_marks(title: &str) -> String {
    title.trim().trim_end_matches(['*', '∗', '†', '‡', '⋆']).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_goes_on_behind_small_words() {
        for line in ["Synchronisation des grammaires aux", "The ice of", "La glace, la neige,"] {
            assert!(line_ends_open(line), "{line}");
        }
        assert!(!line_ends_open("La glace du fleuve"));
    }

    #[test]
    fn a_subtitle_goes_on_in_the_same_language() {
        assert!(reads_as_subtitle("La glace mince", "Usages et mémoires d’un littoral habité"));
        for other in
            ["Ana Tremblay et Luc Le Gall", "Actes de la 12e rencontre sur la glace", "Une étude. Elle est brève."]
        {
            assert!(!reads_as_subtitle("La glace mince", other), "{other}");
        }
    }

    #[test]
    fn a_line_in_the_other_language_below_the_title_is_its_translation() {
        let title = "La glace mince d’un littoral habité";
        assert!(is_translation(title, "The thin ice of a populated shore in winter"));
        for other in [
            "Ana Tremblay and Luc Le Gall",
            "Une étude dans la vallée du fleuve",
            "Abstract. The ice of the shore",
            "Étienne-Paul Roy Marie-Ève Côté",
        ] {
            assert!(!is_translation(title, other), "{other}");
        }
    }
}
