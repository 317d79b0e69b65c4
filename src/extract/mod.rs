//! Reading PDF files: bytes in, [`Extraction`] out.
//!
//! `pdf` gives placed characters, `layout` gives lines, columns and blocks in reading order, `candidates` and
//! `funding` read the article's metadata from them, `citations` finds where the text leads. Pure: no file, no clock, no
//! network; the process that runs it is limited by its caller. JATS texts, storage and what becomes of the candidates do
//! not belong here.

pub mod sandbox;

mod candidates;
mod cells;
mod citations;
mod confine;
mod described;
mod faces;
mod finish;
mod funding;
mod garble;
mod inflate;
mod language;
mod layout;
mod limits;
mod linked;
mod long_tables;
mod pattern;
mod pdf;
mod pictures;
mod places;
mod scripts;

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use described::{Refusal, WRITER_VERSION, addition, is_sealed};
pub use limits::Limits;
pub use pictures::{PAINTER_VERSION, draw};
pub use places::{PlacedLine, PlacedPage};

use crate::domain::extraction::{
    Candidate, Candidates, Extraction, ExtractionFailure, FundingMention, Page, Warning, WarningKind,
};
use layout::{LaidPage, RawPage, Words};
use limits::Budget;
use pdf::{Document, Element, Link, UNKNOWN};

/// Version of the rules of this module; a change of what they give changes it.
pub const EXTRACTOR_VERSION: &str = "parvis-pdf-9";

/// Reads a PDF.
///
/// # Errors
/// When nothing can be read: the bytes are empty, no PDF, damaged beyond repair, or protected by a password.
pub fn extract(bytes: &[u8], limits: &Limits) -> Result<Extraction, ExtractionFailure> {
    let document = open(bytes)?;
    let links = |page: usize| guard(|| document.links(page)).unwrap_or_default();
    let (laid, words, mut extraction, is_garbled) = read(&document, limits, &links);
    extraction.pages.iter_mut().for_each(finish::tell_languages);
    let candidates = guard(|| candidates::read(&document, &laid, &extraction.pages, &words));
    extraction.candidates = candidates.unwrap_or_default();
    if is_garbled {
        without_nonsense(&mut extraction.candidates);
    }
    let addresses = |page: usize| links(page).into_iter().map(|link| link.address).collect();
    guard(|| citations::attach(&mut extraction.pages, &addresses));
    Ok(extraction)
}

/// Reads the text of a PDF alone: the pages that [`extract`] gives, without languages and without candidates.
///
/// # Errors
/// As [`extract`].
pub fn read_text(bytes: &[u8], limits: &Limits) -> Result<Extraction, ExtractionFailure> {
    let document = open(bytes)?;
    let (_, _, extraction, _) = read(&document, limits, &|_| Vec::new());
    Ok(extraction)
}

fn open(bytes: &[u8]) -> Result<Document, ExtractionFailure> {
    guard(|| Document::open(bytes)).unwrap_or(Err(ExtractionFailure::Damaged))
}

/// Takes back what was read from nonsense.
fn without_nonsense(candidates: &mut Candidates) {
    candidates.titles.retain(|title| !garble::is_short_garble(&title.value.text));
    candidates.authors.retain(|people| !people.value.iter().any(|one| garble::is_short_garble(&one.display_name())));
    candidates.abstracts.retain(|text| !garble::is_short_garble(&text.value.text));
    candidates.keywords.retain(|word| !garble::is_short_garble(&word.value.text));
}

/// Pages laid out, the words that decide about hyphens, what is told of the pages so far, and whether some of it was
/// nonsense. `links` gives the areas of a page, counted from 0, that lead to addresses.
fn read(
    document: &Document,
    limits: &Limits,
    links: &dyn Fn(usize) -> Vec<Link>,
) -> (Vec<LaidPage>, Words, Extraction, bool) {
    let mut warnings = Vec::new();
    let (raw, elements) = read_pages(document, limits, &mut warnings);
    let laid = guard(|| layout::lay_out(raw, &elements)).unwrap_or_default();
    let words = finish::words(&laid);
    let mut pages = finish::pages(&laid, &words, links);
    long_tables::mark(&mut pages);
    warnings.extend(pages.iter().filter_map(warn_of_text));
    let is_garbled = garble::set_apart(&mut pages, &mut warnings);
    let extractor = EXTRACTOR_VERSION.to_owned();
    (laid, words, Extraction { extractor, pages, candidates: Candidates::default(), warnings }, is_garbled)
}

/// Reads the lines of a PDF with their places, for whoever wants the page as it is set.
///
/// # Errors
/// As [`extract`].
pub fn placed_pages(bytes: &[u8], limits: &Limits) -> Result<Vec<PlacedPage>, ExtractionFailure> {
    let document = guard(|| Document::open(bytes)).unwrap_or(Err(ExtractionFailure::Damaged))?;
    let (raw, elements) = read_pages(&document, limits, &mut Vec::new());
    let laid = guard(|| layout::lay_out(raw, &elements)).unwrap_or_default();
    Ok((1_u32..).zip(&laid).map(|(number, page)| places::page(page, number)).collect())
}

/// The FRQ funding that the text of pages names, sections of thanks and funding first; pages of any origin serve.
#[must_use]
pub fn funding_of(pages: &[Page]) -> Vec<Candidate<FundingMention>> {
    candidates::funding_of(pages)
}

/// The whole text, pages separated by form feeds; running heads and page numbers stand where they were read, marks
/// of notes at their words.
#[must_use]
pub fn to_text(extraction: &Extraction) -> String {
    let mut text = String::new();
    for page in &extraction.pages {
        for block in &page.blocks {
            text.push_str(&layout::as_printed(&block.text));
            text.push('\n');
        }
        text.push('\u{c}');
    }
    text
}

/// Runs code over untrusted bytes: a panic in a parser costs the part that was being read, not the file.
fn guard<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// The pages with their characters gathered, and the elements of the file's structure tree.
fn read_pages(document: &Document, limits: &Limits, warnings: &mut Vec<Warning>) -> (Vec<RawPage>, Vec<Element>) {
    let mut budget = Budget::new(limits);
    let reader = document.reader();
    let mut raw = Vec::new();
    for (index, number) in (0..document.page_count()).zip(1_u32..) {
        if index >= limits.pages || budget.is_spent() {
            warnings.push(Warning { page: None, kind: WarningKind::BudgetExhausted });
            break;
        }
        let page = guard(|| reader.read(index, &mut budget)).flatten();
        if budget.is_exhausted() {
            warnings.push(Warning { page: Some(number), kind: WarningKind::BudgetExhausted });
        }
        if page.is_none() {
            warnings.push(Warning { page: Some(number), kind: WarningKind::PageUnreadable });
        }
        raw.push(page.and_then(|page| guard(|| layout::gather(page))).unwrap_or_default());
    }
    (raw, reader.into_elements())
}

fn warn_of_text(page: &Page) -> Option<Warning> {
    let warning = |kind| Some(Warning { page: Some(page.number), kind });
    if page.blocks.is_empty() {
        return warning(WarningKind::NoText);
    }
    let unmapped = page.blocks.iter().any(|block| block.text.contains(UNKNOWN));
    if unmapped { warning(WarningKind::UnmappedGlyphs) } else { None }
}
