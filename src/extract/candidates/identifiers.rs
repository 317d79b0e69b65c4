//! The article's DOI, ORCID iDs, and the journal named in running heads.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::source::Source;
use super::{from_page, from_source};
use crate::domain::extraction::{BlockKind, Candidate, Origin, Page};
use crate::domain::{AwardNumber, Doi, Orcid};

static DOI: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)(doi(?:\.org)?\s*[:/]?\s*(?:https?://(?:dx\.)?doi\.org/)?)?(10\.[0-9]{4,9}/[^\s"<>{}«»]+)"#).ok()
});
/// A DOI that ends in a dot or hyphen, a space, and the digits that go on.
static BROKEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(10\.[0-9]{4,9}/[^\s]*[a-z][.-])\s([0-9]{3,})").ok());
static ORCID: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:\b)[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9Xx](?-u:\b)").ok());
static JOURNAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[.:”»–—]\s+)([A-ZÀ-ÖØ-ÞŒ][A-Za-zÀ-ÖØ-öø-ÿŒœ&’'\- :]+?),?\s+(?:(?i:vol(?:ume)?\.?)\s*[0-9]+|[0-9]{1,4}\s*\([0-9]{1,4}\))",
    )
    .ok()
});

static FORTHCOMING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i:à paraître dans|to appear in|accepted by|forthcoming in)\s+([A-ZÀ-ÖØ-ÞŒ][^.;,()]+)").ok()
});

const DIGITS: [char; 10] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/// DOIs of the first two pages, the one that is most surely the article's first.
pub(super) fn dois(pages: &[Page], source: &Source) -> Vec<Candidate<Doi>> {
    let mut out: Vec<Candidate<Doi>> = Vec::new();
    for text in &source.xmp.dois {
        if let Some(doi) =
            DOI.as_ref().and_then(|pattern| pattern.captures(text)).and_then(|found| clean(found.get(2)?.as_str()))
        {
            keep(&mut out, from_source(doi, 0.9, Origin::Xmp, text));
        }
    }
    for page in pages.iter().take(2) {
        for block in page.blocks.iter().filter(|block| block.kind != BlockKind::Reference && block.text.contains("10."))
        {
            let text = rejoin(&block.text);
            for found in DOI.iter().flat_map(|pattern| pattern.captures_iter(&text)) {
                let Some(doi) = found.get(2).and_then(|hit| clean(hit.as_str())) else { continue };
                let confidence = weigh(block.kind, page.number, found.get(1).is_some());
                keep(&mut out, from_page(doi, confidence, Origin::Text, page.number, &block.text));
            }
        }
    }
    let whole: Vec<String> = out.iter().map(|candidate| candidate.value.as_str().to_owned()).collect();
    for candidate in &mut out {
        let stub = candidate.value.as_str();
        let longer = whole.iter().find(|other| {
            other.strip_prefix(stub).is_some_and(|rest| rest.starts_with(['.', '-']) && rest.ends_with(DIGITS))
        });
        if let Some(doi) = longer.filter(|_| !stub.ends_with(DIGITS)).and_then(|longer| Doi::parse(longer).ok()) {
            candidate.value = doi;
        }
    }
    let mut all = std::mem::take(&mut out);
    for candidate in all.drain(..) {
        keep(&mut out, candidate);
    }
    out.retain(|candidate| !candidate.value.as_str().starts_with(AwardNumber::DOI_PREFIX));
    out.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    out
}

/// Joins a DOI that a line break cut behind a dot or hyphen ("10.21105/jose. 00037").
fn rejoin(text: &str) -> Cow<'_, str> {
    let cut = |bytes: &[u8]| matches!(bytes, [b'.' | b'-', b' ' | b'\n', b'0'..=b'9']);
    if !text.as_bytes().windows(3).any(cut) {
        return Cow::Borrowed(text);
    }
    BROKEN.as_ref().map_or(Cow::Borrowed(text), |pattern| pattern.replace_all(text, "$1$2"))
}

/// A DOI in a running head, or labelled above the text, is the article's; one in a paragraph is mostly another's.
fn weigh(kind: BlockKind, page: u32, labelled: bool) -> f32 {
    let base = match kind {
        BlockKind::RunningHead | BlockKind::PageNumber | BlockKind::FrontMatter | BlockKind::Title => 0.9,
        BlockKind::Abstract | BlockKind::Footnote => 0.8,
        _ => 0.45,
    };
    let label = if labelled { 0.06 } else { 0.0 };
    let late = if page > 1 { 0.25 } else { 0.0 };
    base + label - late
}

/// Cuts what punctuation added behind a DOI.
fn clean(text: &str) -> Option<Doi> {
    let mut text = text.trim_end_matches(['.', ',', ';', ':', '’', '\'', '”', '"']);
    while text.ends_with(')') && text.matches(')').count() > text.matches('(').count() || text.ends_with(']') {
        text = text.get(..text.len() - 1)?.trim_end_matches(['.', ',', ';']);
    }
    Doi::parse(text).ok()
}

/// Keeps a value once, with the highest confidence; a value met again is surer.
fn keep<T: PartialEq>(all: &mut Vec<Candidate<T>>, candidate: Candidate<T>) {
    match all.iter_mut().find(|known| known.value == candidate.value) {
        Some(known) => known.confidence = (known.confidence.max(candidate.confidence) + 0.02).min(0.99),
        None => all.push(candidate),
    }
}

/// ORCID iDs of the first two pages and the last one.
pub(super) fn orcids(pages: &[Page]) -> Vec<Candidate<Orcid>> {
    let mut out = Vec::new();
    for (place, page) in pages.iter().enumerate() {
        if place >= 2 && place + 1 != pages.len() {
            continue;
        }
        for block in page.blocks.iter().filter(|block| block.text.contains("000")) {
            for hit in ORCID.iter().flat_map(|pattern| pattern.find_iter(&block.text)) {
                if let Ok(orcid) = Orcid::parse(hit.as_str()) {
                    keep(&mut out, from_page(orcid, 0.95, Origin::Text, page.number, &block.text));
                }
            }
        }
    }
    out
}

/// Titles of journals: from XMP, and before a volume number at the edges of the first pages.
pub(super) fn journals(pages: &[Page], source: &Source) -> Vec<Candidate<String>> {
    let mut out: Vec<Candidate<String>> = Vec::new();
    for name in &source.xmp.journals {
        keep(&mut out, from_source(name.clone(), 0.95, Origin::Xmp, name));
    }
    for page in pages.iter().take(2) {
        for (place, block) in page.blocks.iter().enumerate() {
            let edge = matches!(block.kind, BlockKind::RunningHead | BlockKind::FrontMatter | BlockKind::Footnote)
                || place < 3;
            if !edge || block.text.chars().count() > 500 {
                continue;
            }
            for found in journal_patterns(&block.text).flat_map(|pattern| pattern.captures_iter(&block.text)) {
                let name = found.get(1).map(|name| name.as_str().trim());
                let Some(name) = name.filter(|name| (5..=91).contains(&name.chars().count())) else { continue };
                let confidence = if place < 3 || block.kind == BlockKind::RunningHead { 0.85 } else { 0.6 };
                keep(&mut out, from_page(settle(name), confidence, Origin::Layout, page.number, &block.text));
            }
        }
    }
    out.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    out
}

/// The patterns that can match a text: a cheap test before they run.
fn journal_patterns(text: &str) -> impl Iterator<Item = &'static Regex> {
    let lower = text.to_lowercase();
    let numbered = text.contains(|char: char| char.is_ascii_digit()) && (lower.contains("vol") || text.contains('('));
    let coming = ["paraître dans", "to appear in", "accepted by", "forthcoming in"];
    let coming = coming.iter().any(|words| lower.contains(words));
    let volume = Some(&*JOURNAL).filter(|_| numbered).and_then(Option::as_ref);
    let forthcoming = Some(&*FORTHCOMING).filter(|_| coming).and_then(Option::as_ref);
    volume.into_iter().chain(forthcoming)
}

/// A name set in capitals as people write it.
fn settle(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let small = ["ON", "OF", "AND", "THE", "FOR", "IN", "DE", "DES", "DU", "LA", "LE", "LES", "ET", "EN", "SUR"];
    let words = name.split(' ').enumerate().map(|(place, word)| {
        if place > 0 && small.contains(&word) {
            return word.to_lowercase();
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
    fn punctuation_behind_a_doi_is_cut() {
        let cleaned = |text: &str| clean(text).map(|doi| doi.as_str().to_owned());
        assert_eq!(cleaned("10.5555/abc.def.").as_deref(), Some("10.5555/abc.def"));
        assert_eq!(cleaned("10.5555/abc).").as_deref(), Some("10.5555/abc"));
        assert_eq!(cleaned("10.5555/s0(1)2").as_deref(), Some("10.5555/s0(1)2"));
    }

    #[test]
    fn a_doi_broken_by_a_line_is_whole_again() {
        assert_eq!(
            rejoin("https://doi.org/10.5555/joie. 00037 and more"),
            "https://doi.org/10.5555/joie.00037 and more"
        );
        assert_eq!(rejoin("10.5555/joie.00037. 2024 was"), "10.5555/joie.00037. 2024 was");
    }

    #[test]
    fn a_journal_stands_before_its_volume() {
        let name = |text: &str| JOURNAL.as_ref().unwrap().captures(text).map(|found| settle(found[1].trim()));
        assert_eq!(name("Cahiers inventés de géologie, vol. 7, n° 2").as_deref(), Some("Cahiers inventés de géologie"));
        assert_eq!(name("IMAGINARY LETTERS ON MATTER, VOL. 3").as_deref(), Some("Imaginary Letters on Matter"));
        assert_eq!(
            name("Doe, (2018). A title. Journal of Invention, 1(3), 13").as_deref(),
            Some("Journal of Invention")
        );
    }
}
