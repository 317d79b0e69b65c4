//! The journal named in running heads, beside volumes, in statements of where an article appears, and in the file.

use std::sync::LazyLock;

use crate::extract::pattern::Regex;

use super::front::{Front, FrontBlock};
use super::source::Source;
use super::{from_page, from_source, identifiers};
use crate::domain::extraction::{BlockKind, Candidate, Origin};
use crate::extract::layout::{Line, Span, text_of};

/// A title in capitals and small letters, up to what stands behind it.
macro_rules! name {
    () => {
        r"(?:^|[.:”»–—?!]\s+)((?:[A-ZÀ-ÖØ-ÞŒ]|L[’']|l[’'])[A-Za-zÀ-ÖØ-öø-ÿŒœ&’'\- :]+?)"
    };
}

/// `Journal, vol. 7`, `Journal 12(3)`, `Journal 128 (2021)`, `Journal 5.1 (#3)`.
static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        name!(),
        r",?\s+(?:(?i:vol(?:ume)?\.?)\s*[0-9]+|(?i:tome)\s+[0-9IVX]+|[0-9]{1,4}\s*\([0-9]{1,4}\)|[0-9]{1,3}\.[0-9]{1,3}\s*\(#[0-9]+\)",
        r"|[0-9]{1,3}\.[0-9]{1,3}\s+[–—]\s+[^0-9]{3,80}\s(?:19|20)[0-9]{2}(?:[^0-9]|$))"
    ))
    .ok()
});
/// `Journal (2020) 12:345`, `Journal 2022, 14, 123`, `Journal. 2020;12`.
static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        name!(),
        r"[.,]?\s+(?:\((?:19|20)[0-9]{2}\)\s+[0-9]{1,4}\s*[:,]|(?:19|20)[0-9]{2}\s*[,;]\s*[0-9]{1,4}\s*[,:(])"
    ))
    .ok()
});
static FORTHCOMING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?i:à paraître dans|to appear in|accepted by|accepté par|forthcoming in|in press in|sous presse dans)|(?:^|[.]\s)(?:In|Dans)\s?:)\s+:?\s*([A-ZÀ-ÖØ-ÞŒ][^.;,()0-9]+)",
    )
    .ok()
});
static PROCEEDINGS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:Appearing in )?((?:The )?Proceedings of (?:the )?(?:[0-9]{1,3}(?:st|nd|rd|th) )?[^.,;()0-9]+",
        r"|Actes d(?:e |es |u |e la )[^.,;()0-9]+)"
    ))
    .ok()
});

/// Words that the titles of journals are known by.
const WORDS: [&str; 20] = [
    "journal",
    "revue",
    "cahiers",
    "annals",
    "annales",
    "transactions",
    "letters",
    "bulletin",
    "études",
    "archives",
    "proceedings",
    "review",
    "recherches",
    "acta",
    "studies",
    "frontiers",
    "perspectives",
    "quarterly",
    "canadian",
    "canadienne",
];
/// Lengths of a journal's title in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=91;

/// Titles of journals, the surest first.
pub(super) fn read(front: &Front<'_>, source: &Source) -> Vec<Candidate<String>> {
    let mut out: Vec<Candidate<String>> = Vec::new();
    for name in &source.xmp.journals {
        identifiers::keep(&mut out, from_source(name.clone(), 0.95, Origin::Xmp, name));
    }
    for name in source.subject.iter().flat_map(|subject| names_in(subject)) {
        identifiers::keep(
            &mut out,
            from_source(name, 0.85, Origin::Info, source.subject.as_deref().unwrap_or_default()),
        );
    }
    out.extend(of_furniture(front));
    for (place, block) in front.blocks.iter().enumerate() {
        let edge = place < 3 || is_edge(block);
        if !edge || block.text.chars().count() > 1_200 {
            continue;
        }
        for name in names_in(&block.text) {
            let confidence = if place < 3 { 0.85 } else { 0.6 };
            identifiers::keep(&mut out, from_page(name, confidence, Origin::Layout, block.page, &block.text));
        }
    }
    if let Some((name, page)) = cover(front) {
        identifiers::keep(&mut out, from_page(name.clone(), 0.9, Origin::Layout, page, &name));
    }
    if out.is_empty() {
        out.extend(repeated_head(front));
    }
    out.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    out
}

fn is_edge(block: &FrontBlock<'_>) -> bool {
    let side =
        ["citation", "cite ", "citer", "how to cite"].iter().any(|word| block.text.to_lowercase().starts_with(word));
    side || matches!(block.chunk.kind, BlockKind::RunningHead | BlockKind::FrontMatter | BlockKind::Footnote)
        || block.chunk.kind == BlockKind::Abstract && block.text.chars().count() < 400
}

/// Titles of journals in running heads and feet: in one row, or begun in the row before after the end of a sentence.
fn of_furniture(front: &Front<'_>) -> Vec<Candidate<String>> {
    let joined = furniture(front);
    let mut out = Vec::new();
    for (page, _, _, text) in rows(front) {
        for name in names_in(&text) {
            let whole = joined.iter().find_map(|(_, text)| begun_before(&name, text)).unwrap_or(name);
            identifiers::keep(&mut out, from_page(whole, 0.85, Origin::Layout, page, &text));
        }
    }
    if out.is_empty() {
        for (page, text) in joined {
            let names = names_in(&text).into_iter();
            out.extend(names.map(|name| from_page(name, 0.85, Origin::Layout, page, &text)));
        }
    }
    out
}

/// The longer title that ends in a name, where it follows the end of a sentence in the joined rows.
fn begun_before(name: &str, joined: &str) -> Option<String> {
    let longer =
        |whole: &&String| whole.strip_suffix(name).is_some_and(|head| !head.is_empty() && !head.contains(name));
    // What ends before it is a sentence, not a person's initial.
    let follows = |whole: &&String| {
        let before = joined.split(&format!(". {whole}")).next().filter(|before| before.len() < joined.len());
        let word = before.and_then(|before| before.split_whitespace().next_back());
        word.is_some_and(|word| word.chars().count() >= 3 && !word.contains('.'))
    };
    names_in(joined).into_iter().find(|whole| longer(&whole) && follows(&whole))
}

/// The rows of running heads and feet, without page numbers: page, whether it is a foot, height, text.
pub(super) fn rows(front: &Front<'_>) -> Vec<(u32, bool, f64, String)> {
    let mut rows: Vec<(u32, bool, f64, String)> = Vec::new();
    for block in front.blocks.iter().filter(|block| block.chunk.kind == BlockKind::RunningHead) {
        for line in &block.chunk.lines {
            let text = without_number(line);
            rows.push((block.page, line.y > 0.5 * front.height, line.y, text));
        }
    }
    rows.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    rows
}

/// The running heads of each page as one text and its feet as another, without page numbers.
pub(super) fn furniture(front: &Front<'_>) -> Vec<(u32, String)> {
    let mut out: Vec<(u32, bool, String)> = Vec::new();
    for (page, foot, _, text) in rows(front) {
        match out.last_mut() {
            Some((on, side, joined)) if *on == page && *side == foot => {
                joined.push(' ');
                joined.push_str(&text);
            }
            _ => out.push((page, foot, text)),
        }
    }
    out.into_iter().map(|(page, _, text)| (page, text)).collect()
}

/// The text of a running head without the page number at either end, which stands apart or in another size.
fn without_number(line: &Line) -> String {
    let is_number = |span: &Span| span.text.chars().all(|char| char.is_ascii_digit());
    let mut spans = line.spans.as_slice();
    if let [first, rest @ ..] = spans
        && is_number(first)
        && rest.first().is_none_or(|next| next.x0 - first.x1 > line.size || (next.size - first.size).abs() > 0.5)
    {
        spans = rest;
    }
    if let [rest @ .., last] = spans
        && is_number(last)
        && rest.last().is_none_or(|before| last.x0 - before.x1 > line.size || (before.size - last.size).abs() > 0.5)
    {
        spans = rest;
    }
    text_of(spans)
}

/// The titles of journals in a text: a cheap test before the patterns run.
fn names_in(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let digits = text.contains(|char: char| char.is_ascii_digit());
    let numbered = digits && (lower.contains("vol") || lower.contains("tome") || text.contains(['(', '–', '—']));
    let dated = digits && (text.contains("19") || text.contains("20"));
    let coming = [
        "paraître dans",
        "appear in",
        "accepted by",
        "accepté par",
        "forthcoming in",
        "in:",
        "dans :",
        "press in",
        "sous presse",
    ];
    let coming = coming.iter().any(|words| lower.contains(words));
    let proceedings =
        ["proceedings", "the proceedings", "appearing in", "actes d"].iter().any(|start| lower.starts_with(start));
    let patterns = [(numbered, &*NUMBERED), (dated, &*DATED), (coming, &*FORTHCOMING), (proceedings, &*PROCEEDINGS)];
    let used = patterns.into_iter().filter(|(wanted, _)| *wanted).filter_map(|(_, pattern)| pattern.as_ref());
    let found = used.flat_map(|pattern| pattern.captures_iter(text)).filter_map(|found| found.get(1));
    let names = found.map(|name| name.as_str().trim().trim_end_matches([',', ':', '-'])).filter(|name| is_title(name));
    names.map(settle).collect()
}

/// Whether a text can be a journal's title, not a label or the name of a month.
fn is_title(name: &str) -> bool {
    let lower = name.to_lowercase();
    let labels = [
        "published",
        "received",
        "accepted",
        "version",
        "copyright",
        "doi",
        "issn",
        "volume",
        "vol",
        "pages",
        "citation",
        "http",
    ];
    // Short forms parted by signs (`ABCD: E&F`) are no title that people know, and what ends in an article is cut.
    let short = name.contains([':', '&'])
        && name.split_whitespace().all(|word| word.chars().count() <= 5 && !word.chars().any(char::is_lowercase));
    let cut = [" the", " of", " de", " des", " du", " la", " le", " les", " and", " et"]
        .iter()
        .any(|end| lower.ends_with(end));
    LENGTHS.contains(&name.chars().count())
        && !short
        && !cut
        && !labels.iter().any(|label| lower.starts_with(label))
        && name.split_whitespace().count() <= 12
        && !lower.contains(" et al")
}

/// The journal on the cover page of an aggregator, which names it below the line that says when it was made.
fn cover(front: &Front<'_>) -> Option<(String, u32)> {
    let made = |block: &FrontBlock<'_>| block.page == 1 && block.text.starts_with("Document généré le");
    let start = front.blocks.iter().position(made)?;
    let same = front.blocks.get(start)?.chunk.lines.get(1).map(|line| line.text.clone());
    let next =
        front.blocks.get(start + 1).filter(|_| !front.title.contains(&(start + 1))).map(|block| block.text.clone());
    same.or(next).filter(|name| is_title(name)).map(|name| (name.trim().to_owned(), 1))
}

/// A running head that holds a word of journals' titles and nothing else.
fn repeated_head(front: &Front<'_>) -> Option<Candidate<String>> {
    let heads = furniture(front);
    let named = heads.iter().find(|(_, text)| {
        let lower = text.to_lowercase();
        let words = lower.split(|char: char| !char.is_alphabetic());
        is_title(text)
            && words.into_iter().any(|word| WORDS.contains(&word))
            && !text.contains(|char: char| char.is_ascii_digit())
    });
    named.map(|(page, text)| from_page(settle(text.trim()), 0.5, Origin::Layout, *page, text))
}

/// Societies and publishers that journals are named after, and that are written in capitals.
const ACRONYMS: [&str; 20] = [
    "IEEE", "ACM", "PLOS", "BMC", "BMJ", "JAMA", "SIAM", "ISPRS", "IOP", "AIP", "ASCE", "ASME", "ACS", "RSC", "INFOR",
    "CMAJ", "ICES", "JMIR", "AMS", "IET",
];
/// What stands beside the name of a journal and tells the kind of the article.
const KINDS: [&str; 4] = [" RESEARCH ARTICLE", " ARTICLE", " REVIEW", " NOTE"];

/// A name set in capitals as people write it, without the kind of the article.
fn settle(name: &str) -> String {
    let name = KINDS.iter().find_map(|kind| name.strip_suffix(kind)).map_or(name, str::trim_end);
    if name.chars().any(char::is_lowercase) || !name.contains(' ') {
        return name.to_owned();
    }
    let small = ["ON", "OF", "AND", "THE", "FOR", "IN", "DE", "DES", "DU", "LA", "LE", "LES", "ET", "EN", "SUR"];
    let words = name.split(' ').enumerate().map(|(place, word)| {
        if place > 0 && small.contains(&word) {
            return word.to_lowercase();
        }
        if ACRONYMS.contains(&word) {
            return word.to_owned();
        }
        let mut chars = word.chars();
        chars.next().map(|first| first.to_string() + &chars.as_str().to_lowercase()).unwrap_or_default()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_stands_before_its_volume() {
        for (text, title) in [
            ("Cahiers inventés de géologie, vol. 7, n° 2", "Cahiers inventés de géologie"),
            ("IEEE LETTERS ON SNOW, VOL. 3", "IEEE Letters on Snow"),
            ("IMAGINARY LETTERS ON MATTER, VOL. 3", "Imaginary Letters on Matter"),
            ("Doe, (2018). A title. Journal of Invention, 1(3), 13", "Journal of Invention"),
            ("Journal of Imaginary Ice 128 (2021) 104512", "Journal of Imaginary Ice"),
            ("Invention C 5.1 (#3) – Roy 2019", "Invention C"),
            ("Imaginary River Res (2020) 12:345–367", "Imaginary River Res"),
            ("Roy, J. A title of ice. Ice 2022, 14, 123.", "Ice"),
            ("Roy J. A title of ice. Imaginary Medicine. 2020;12:34", "Imaginary Medicine"),
            ("À paraître dans Revue inventée d’hydrologie, 2024", "Revue inventée d’hydrologie"),
            ("Invention C 5.1 – Roy and Gall 2019 12", "Invention C"),
            (
                "Appearing in Proceedings of the 20th Imaginary Meeting on Ice (IMI) 2017. IMI: W&D volume 54.",
                "Proceedings of the 20th Imaginary Meeting on Ice",
            ),
            ("In: Proceedings of the Imaginary Conference (2025), pp. 1–6", "Proceedings of the Imaginary Conference"),
        ] {
            assert_eq!(names_in(text).first().map(String::as_str), Some(title), "{text}");
        }
    }

    #[test]
    fn dates_and_labels_are_no_journals() {
        for text in [
            "Received 3 March 2020; accepted 1 May 2021",
            "Volume 61, numéro 172, avril 2017",
            "Roy et al. (2020) 12: 3",
            "ABCD: W&EF volume 54",
            "Section 5.1 – What the ice does",
        ] {
            assert!(names_in(text).is_empty(), "{text} {:?}", names_in(text));
        }
    }
}
