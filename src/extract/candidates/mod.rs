//! Candidates for the article's metadata, from the first pages, running heads, document information and XMP.
//!
//! Each file here reads one kind of value and says how sure it is; what becomes of the values is decided elsewhere.

mod abstracts;
mod affiliations;
mod authors;
mod dates;
mod front;
mod head;
mod identifiers;
mod journals;
mod licences;
mod names;
mod place;
mod places;
mod source;
mod thanks;
mod titles;
mod versions;
mod vocabulary;
mod xmp;
mod years;

#[cfg(test)]
mod tests;

use super::layout::{LaidPage, Words};
use super::pdf::{Document, UNKNOWN};
use crate::domain::Lang;
use crate::domain::extraction::{BlockKind, Candidate, Candidates, Origin, Page};
use front::Front;
use source::Source;
pub(super) use thanks::funding_of;

/// Longest snippet in characters.
const LONGEST_SNIPPET: usize = 300;

/// Reads all candidates of a document.
pub(super) fn read(document: &Document, laid: &[LaidPage], pages: &[Page], words: &Words) -> Candidates {
    let source = Source::new(document);
    let front = Front::new(laid, words, &source, document);
    let remote = Front::remote(laid, words);
    let main = language(pages);
    let language = main.map_or(Lang::UND, |candidate| candidate.value);
    let abstracts = abstracts::read(&front, &remote, language);
    let places = places::read(&front, pages, &source);
    let mut dates = dates::read(pages);
    years::add(&mut dates, &front);
    Candidates {
        titles: titles::read(&front, &abstracts.titles, &source, language),
        authors: authors::read(&front, &source),
        abstracts: abstracts.texts,
        keywords: abstracts.keywords,
        dois: identifiers::dois(pages, &source),
        languages: language_candidates(pages, &source),
        licences: licences::read(pages, &source, &front.links),
        versions: versions::read(pages),
        journals: journals::read(&front, &source),
        volumes: places.volumes,
        issues: places.issues,
        page_ranges: places.ranges,
        issns: places.issns,
        dates,
        orcids: identifiers::orcids(pages, &front.links),
        funding: funding_of(pages),
    }
}

/// A candidate read from a page.
fn from_page<T>(value: T, confidence: f32, origin: Origin, page: u32, snippet: &str) -> Candidate<T> {
    Candidate { value, confidence, origin, page: Some(page), snippet: shorten(snippet) }
}

/// A candidate read from the document's own metadata.
fn from_source<T>(value: T, confidence: f32, origin: Origin, snippet: &str) -> Candidate<T> {
    Candidate { value, confidence, origin, page: None, snippet: shorten(snippet) }
}

fn shorten(text: &str) -> String {
    text.trim().chars().take(LONGEST_SNIPPET).collect()
}

/// The language most of the running text is written in, or else most of all other text.
/// Where more of it was lost than was read, what little is left on the first page tells more than references and
/// quotations do.
fn language(pages: &[Page]) -> Option<Candidate<Lang>> {
    let running = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::ListItem);
    let told = most_used(pages, running).or_else(|| most_used(pages, BlockKind::is_flow));
    if is_lost(pages) { of_first_page(pages).or(told) } else { told }
}

/// Whether most signs of the text are unknown ones.
fn is_lost(pages: &[Page]) -> bool {
    let signs = || pages.iter().flat_map(|page| &page.blocks).flat_map(|block| block.text.chars());
    let known = signs().filter(|sign| sign.is_alphanumeric()).count();
    signs().filter(|sign| *sign == UNKNOWN).count() > known
}

/// The language of all words of the first page together, running heads among them.
fn of_first_page(pages: &[Page]) -> Option<Candidate<Lang>> {
    let texts: Vec<&str> = pages.first()?.blocks.iter().map(|block| block.text.as_str()).collect();
    let value = super::language::of_title(&texts.join(" "))?;
    Some(Candidate { value, confidence: 0.6, origin: Origin::Text, page: Some(1), snippet: String::new() })
}

/// The language of most text in blocks of some kinds.
fn most_used(pages: &[Page], wanted: impl Fn(BlockKind) -> bool) -> Option<Candidate<Lang>> {
    let mut counts: Vec<(Lang, usize)> = Vec::new();
    for block in pages.iter().flat_map(|page| &page.blocks).filter(|block| wanted(block.kind)) {
        let Some(lang) = block.lang else { continue };
        match counts.iter_mut().find(|(known, _)| *known == lang) {
            Some((_, count)) => *count += block.text.len(),
            None => counts.push((lang, block.text.len())),
        }
    }
    let total: usize = counts.iter().map(|(_, count)| count).sum();
    let (lang, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let confidence = if count * 10 >= total * 7 { 0.97 } else { 0.7 };
    Some(Candidate { value: lang, confidence, origin: Origin::Text, page: None, snippet: String::new() })
}

fn language_candidates(pages: &[Page], source: &Source) -> Vec<Candidate<Lang>> {
    let mut found: Vec<Candidate<Lang>> = language(pages).into_iter().collect();
    for (lang, origin) in source.languages() {
        if !found.iter().any(|known| known.value == lang) {
            found.push(from_source(lang, 0.5, origin, lang.as_str()));
        }
    }
    found
}
