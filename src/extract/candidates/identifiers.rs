//! The article's DOI, and ORCID iDs.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::extract::pattern::Regex;

use super::source::Source;
use super::{from_page, from_source};
use crate::domain::extraction::{Block, BlockKind, Candidate, Origin, Page};
use crate::domain::{AwardNumber, Doi, Orcid};
use crate::extract::pdf::Link;

static DOI: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)(doi(?:\.org)?\s*[:/]?\s*(?:https?://(?:dx\.)?doi\.org/)?)?(10\.[0-9]{4,9}/[^\s"<>{}«»]+)"#).ok()
});
/// A DOI that ends in a dot or hyphen, a space, and the digits that go on.
static BROKEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(10\.[0-9]{4,9}/[^\s]*[a-z][.-])\s([0-9]{3,})").ok());
static ORCID: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:\b)[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9Xx](?-u:\b)").ok());
/// Characters before a DOI that say what it is of.
const NEAR: usize = 90;
/// Longest block, in characters, that holds a DOI and its label alone.
const LABEL_LENGTH: usize = 70;
/// Words before DOIs of data, code, supplements and other articles.
const OTHERS: [&str; 14] = [
    "dataset",
    "data set",
    "data ",
    "données",
    "code ",
    "software",
    "logiciel",
    "supplement",
    "archive",
    "repository",
    "replication of",
    "erratum",
    "correction to",
    "preprint of",
];
/// Beginnings of statements that say how to cite the article.
const CITES: [&str; 6] = ["citation", "cite this", "cite as", "how to cite", "to cite", "pour citer"];

/// Bytes of a title by which a citation is known, and what it adds to the confidence.
const LEAST_TITLE: usize = 20;
const OWN: f32 = 0.3;

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
    for found in source.subject.iter().flat_map(|text| DOI.iter().flat_map(|pattern| pattern.captures_iter(text))) {
        if let Some(doi) = found.get(2).and_then(|hit| clean(hit.as_str())) {
            keep(&mut out, from_source(doi, 0.88, Origin::Info, source.subject.as_deref().unwrap_or_default()));
        }
    }
    let title = pages.iter().take(2).flat_map(|page| &page.blocks).find(|block| block.kind == BlockKind::Title);
    let title = title.map(|block| block.text.as_str()).filter(|title| title.len() >= LEAST_TITLE);
    for page in pages.iter().take(2) {
        let head = page.blocks.iter().position(|block| block.kind == BlockKind::Title).filter(|_| page.number == 1);
        let told = |block: &Block| block.kind != BlockKind::Reference && block.text.contains("10.");
        for (place, block) in page.blocks.iter().enumerate().filter(|(_, block)| told(block)) {
            // What stands above the title belongs to the article; so does what cites it by its title.
            let above = head.is_some_and(|title| place < title) && block.kind == BlockKind::Paragraph;
            let kind = if above { BlockKind::FrontMatter } else { block.kind };
            let cites = block.kind != BlockKind::Title && title.is_some_and(|title| block.text.contains(title));
            let text = rejoin(&block.text);
            for found in DOI.iter().flat_map(|pattern| pattern.captures_iter(&text)) {
                let Some(doi) = found.get(2).and_then(|hit| clean(hit.as_str())) else { continue };
                let start = found.get(0).map_or(0, |whole| whole.start());
                let confidence = weigh(kind, page.number, found.get(1).is_some())
                    + if cites { OWN } else { 0.0 }
                    + context(text.get(..start).unwrap_or_default(), &text);
                keep(&mut out, from_page(doi, confidence.clamp(0.1, 0.97), Origin::Text, page.number, &block.text));
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
    let mut joined = String::new();
    let mut from = 0;
    for found in BROKEN.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let Some((head, tail)) = found.get(1).zip(found.get(2)) else { continue };
        joined.push_str(text.get(from..head.end()).unwrap_or_default());
        from = tail.start();
    }
    joined.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(joined)
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

/// What the words before a DOI, and the length of its block, add to or take from confidence.
fn context(before: &str, block: &str) -> f32 {
    let lower = before.to_lowercase();
    let near = lower.chars().rev().take(NEAR).collect::<Vec<_>>();
    let near: String = near.into_iter().rev().collect();
    if OTHERS.iter().any(|word| near.contains(word)) {
        -0.3
    } else if CITES.iter().any(|word| lower.trim_start().starts_with(word)) || block.chars().count() < LABEL_LENGTH {
        0.35
    } else {
        0.0
    }
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
pub(super) fn keep<T: PartialEq>(all: &mut Vec<Candidate<T>>, candidate: Candidate<T>) {
    match all.iter_mut().find(|known| known.value == candidate.value) {
        Some(known) => known.confidence = (known.confidence.max(candidate.confidence) + 0.02).min(0.99),
        None => all.push(candidate),
    }
}

/// ORCID iDs of the first two pages and the last one, and those that the first pages link to.
pub(super) fn orcids(pages: &[Page], links: &[(u32, Link)]) -> Vec<Candidate<Orcid>> {
    let mut out = Vec::new();
    for (page, link) in links {
        if let Some(orcid) = orcid_of(&link.address) {
            keep(&mut out, from_page(orcid, 0.95, Origin::Text, *page, &link.address));
        }
    }
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

/// The iD that an address at orcid.org leads to.
pub(super) fn orcid_of(address: &str) -> Option<Orcid> {
    let path = address.split_once("orcid.org/")?.1;
    ORCID.as_ref()?.find(path).and_then(|hit| Orcid::parse(hit.as_str()).ok())
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
    fn words_before_a_doi_tell_whose_it_is() {
        let weight = |text: &str| context(text.split("10.").next().unwrap(), text);
        assert!(
            weight("The data are kept at https://doi.org/10.5555/data, and the rest of the paragraph is long enough.")
                < 0.0
        );
        assert!(
            weight("Citation: Roy J (2020) A title of ice that is long. Ice 15(3): e1. https://doi.org/10.5555/x")
                > 0.0
        );
        assert!(weight("DOI 10.5555/x") > 0.0);
        assert!(
            weight("As we showed (see https://doi.org/10.5555/x), ice is thin where the water runs fast below it.")
                .abs()
                < 0.01
        );
    }

    #[test]
    fn a_doi_broken_by_a_line_is_whole_again() {
        assert_eq!(
            rejoin("https://doi.org/10.5555/joie. 00037 and more"),
            "https://doi.org/10.5555/joie.00037 and more"
        );
        assert_eq!(rejoin("10.5555/joie.00037. 2024 was"), "10.5555/joie.00037. 2024 was");
    }
}
