//! FRQ funding in a whole document: paragraphs put together again, sections and notes of thanks told from the rest.

use std::collections::HashMap;

use super::{LONGEST_SNIPPET, from_page};
use crate::domain::extraction::{BlockKind, Candidate, FundingMention, Origin, Page};
use crate::extract::funding::{self, Found, Named, Place, Surety};

/// Stems that headings and openings of thanks have, letters only.
const THANKS: [&str; 3] = ["acknowledg", "remerci", "danksagung"];
/// Beginnings of headings and run-in headings of funding, letters only (é and è skipped).
const FUNDING: [&str; 13] = [
    "funding",
    "financement",
    "financialsupport",
    "financialdisclosure",
    "sourceofsupport",
    "sourcesofsupport",
    "sourceoffunding",
    "sourcesoffunding",
    "sourcedefinancement",
    "sourcesdefinancement",
    "soutienfinancier",
    "appuifinancier",
    "grantsupport",
];
/// Letters of the longest heading of funding; longer ones are about something else.
const LONGEST_HEADING: usize = 45;
/// Paragraphs that a heading of thanks covers at most: the next heading may have been missed.
const THANKS_PARAGRAPHS: usize = 6;
/// Bytes of a paragraph that can hold its run-in heading.
const OPENING: usize = 60;
/// Bytes before a mention that its snippet shows of a longer sentence.
const BEFORE_MENTION: usize = 120;

/// A paragraph of the flow, whole again over column and page breaks.
struct Paragraph {
    text: String,
    /// Where each page's part begins, in bytes.
    parts: Vec<(usize, u32)>,
    /// Section or note of thanks, or elsewhere.
    place: Place,
    /// Whether it is a footnote.
    is_note: bool,
}

impl Paragraph {
    fn page(&self, at: usize) -> u32 {
        let after = self.parts.partition_point(|(start, _)| *start <= at);
        after.checked_sub(1).and_then(|part| self.parts.get(part)).map_or(1, |(_, page)| *page)
    }

    fn append(&mut self, text: &str, page: u32) {
        self.text.push(' ');
        self.parts.push((self.text.len(), page));
        self.text.push_str(text);
    }

    /// The sentence of a mention, or of a long one the part around it.
    fn snippet(&self, found: &Found) -> &str {
        let (start, end) = found.sentence;
        let long = end - start > LONGEST_SNIPPET;
        let from = if long { start.max(found.start.saturating_sub(BEFORE_MENTION)) } else { start };
        let from = (from..=found.start).find(|place| self.text.is_char_boundary(*place)).unwrap_or(start);
        self.text.get(from..end).unwrap_or_default()
    }
}

/// FRQ funding in the whole text, surest first.
pub(in crate::extract) fn funding_of(pages: &[Page]) -> Vec<Candidate<FundingMention>> {
    let mut found: Vec<Candidate<FundingMention>> = Vec::new();
    let mut known: HashMap<FundingMention, usize> = HashMap::new();
    for paragraph in paragraphs(pages).iter().filter(|paragraph| funding::may_name_fund(&paragraph.text)) {
        for one in funding::find(&paragraph.text, paragraph.place) {
            let confidence = confidence(paragraph, &one);
            let candidate = || {
                let page = paragraph.page(one.start);
                from_page(one.mention.clone(), confidence, Origin::Text, page, paragraph.snippet(&one))
            };
            match known.get(&one.mention).and_then(|place| found.get_mut(*place)) {
                Some(before) if before.confidence < confidence => *before = candidate(),
                Some(_) => {}
                None => {
                    known.insert(one.mention.clone(), found.len());
                    found.push(candidate());
                }
            }
        }
    }
    let named = Named::new(found.iter().map(|one| &one.value));
    found.retain(|one| named.says_more(&one.value));
    found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    found
}

fn confidence(paragraph: &Paragraph, found: &Found) -> f32 {
    let numbered = found.mention.number.is_some();
    match (paragraph.place, found.surety) {
        (Place::Thanks, Surety::Stated) if numbered => 0.97,
        (Place::Thanks, Surety::Stated) => 0.95,
        (Place::Text, Surety::Stated) if numbered || paragraph.is_note => 0.9,
        (Place::Text, Surety::Stated) => 0.8,
        // Low enough that nothing is filled in from it before a person has looked.
        (_, Surety::Likely) => 0.45,
    }
}

/// The paragraphs of a document without short headings, references and running heads.
fn paragraphs(pages: &[Page]) -> Vec<Paragraph> {
    let mut out: Vec<Paragraph> = Vec::new();
    let mut thanks_left = 0_usize;
    let mut open: Option<usize> = None;
    let mut in_reference_thanks = false;
    for (page, block) in pages.iter().flat_map(|page| page.blocks.iter().map(move |block| (page.number, block))) {
        let text = block.text.as_str();
        let reads_on = in_reference_thanks && block.kind == BlockKind::Reference;
        in_reference_thanks = false;
        match block.kind {
            BlockKind::Heading(_) if is_short(text) => {
                thanks_left = if is_thanks_heading(text) { THANKS_PARAGRAPHS } else { 0 };
                open = None;
                continue;
            }
            // Thanks below the bibliography without a heading of their own are taken for entries of it.
            BlockKind::Reference if reads_on || opens_thanks(text) => in_reference_thanks = true,
            BlockKind::Reference
            | BlockKind::Formula
            | BlockKind::Code
            | BlockKind::RunningHead
            | BlockKind::PageNumber
            | BlockKind::Title => continue,
            _ => {}
        }
        if let Some(last) = open.filter(|_| block.continues || reads_on).and_then(|open| out.get_mut(open)) {
            last.append(text, page);
        } else {
            let place = if thanks_left > 0 || opens_thanks(text) { Place::Thanks } else { Place::Text };
            thanks_left = thanks_left.saturating_sub(1);
            let is_note = block.kind == BlockKind::Footnote;
            if !is_note && !matches!(block.kind, BlockKind::Caption | BlockKind::Table) {
                open = Some(out.len());
            }
            out.push(Paragraph { text: text.to_owned(), parts: vec![(0, page)], place, is_note });
        }
        in_reference_thanks &= !text.trim_end().ends_with('.');
    }
    out
}

/// The ASCII letters of a text's beginning, in lower case.
fn letters(text: &str) -> String {
    let opening = text.chars().take(2 * OPENING).filter(char::is_ascii_alphabetic);
    opening.map(|char| char.to_ascii_lowercase()).collect()
}

fn is_short(heading: &str) -> bool {
    heading.len() <= 2 * OPENING
}

fn is_thanks_heading(text: &str) -> bool {
    let letters = letters(text);
    letters.len() <= LONGEST_HEADING
        && (THANKS.iter().any(|stem| letters.contains(stem))
            || FUNDING.iter().any(|start| letters.starts_with(start))
            || letters.ends_with("funding") && letters.contains("and"))
}

/// Whether a paragraph begins with a run-in heading of thanks or funding ("Funding: …", "Remerciements. …").
fn opens_thanks(text: &str) -> bool {
    let end = (OPENING..text.len()).find(|place| text.is_char_boundary(*place)).unwrap_or(text.len());
    let opening = text.get(..end).unwrap_or_default();
    let letters = letters(opening);
    let stem = |stem: &&str| letters.starts_with(*stem) || letters.get(1..).is_some_and(|rest| rest.starts_with(*stem));
    let head = opening.split_once([':', '.', '—', '–']).map(|(head, _)| head);
    THANKS.iter().any(stem) || head.is_some_and(is_thanks_heading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Fund;
    use crate::domain::extraction::Block;

    fn page(number: u32, blocks: &[(BlockKind, &str)]) -> Page {
        let block = |&(kind, text): &(BlockKind, &str)| Block::new(kind, text);
        Page { number, label: None, width: 612.0, height: 792.0, blocks: blocks.iter().map(block).collect() }
    }

    fn read(blocks: &[(BlockKind, &str)]) -> Vec<Candidate<FundingMention>> {
        funding_of(&[page(1, blocks)])
    }

    #[test]
    fn thanks_weigh_more_than_the_rest_and_references_nothing() {
        let found = read(&[
            (BlockKind::Paragraph, "This work was supported by the FRQS."),
            (BlockKind::Heading(1), "6 Acknowledgements"),
            (BlockKind::Paragraph, "FRQNT, 312345, and our families."),
            (BlockKind::Heading(1), "References"),
            (BlockKind::Reference, "[1] FRQSC. Report on funding granted, award 254321. Québec, 2019."),
        ]);
        let funds: Vec<(Fund, f32)> = found.iter().map(|one| (one.value.fund, one.confidence)).collect();
        assert_eq!(funds, [(Fund::Frqnt, 0.97), (Fund::Frqs, 0.8)]);
    }

    #[test]
    fn thanks_taken_for_entries_of_the_bibliography_are_read() {
        let found = read(&[
            (BlockKind::Reference, "[12] Roy, A. Sur la neige. 2011."),
            (BlockKind::Reference, "Remerciements. Nous remercions le Fonds de recherche"),
            (BlockKind::Reference, "du Québec – Société et culture (254321) et nos proches."),
            (BlockKind::Reference, "[13] FRQNT. Subventions 2012."),
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].value.fund, Fund::Frqsc);
        assert_eq!(found[0].value.number.as_ref().unwrap().as_str(), "254321");
    }

    #[test]
    fn a_mention_on_the_second_page_of_a_paragraph_tells_that_page_and_its_sentence() {
        let mut second = page(2, &[(BlockKind::Paragraph, "on. Funding came from the FRQNT (312345). The end.")]);
        second.blocks[0].continues = true;
        let first = page(1, &[(BlockKind::Paragraph, "Merci à tous et ainsi de suite, and so")]);
        let found = funding_of(&[first, second]);
        assert_eq!(found[0].page, Some(2));
        assert_eq!(found[0].snippet, "Funding came from the FRQNT (312345).");
    }

    #[test]
    fn headings_about_funding_open_no_section_of_thanks() {
        for heading in ["7. Funding", "Sources of support", "A CKNOWLEDGMENTS", "Remerciements et financement"] {
            assert!(is_thanks_heading(heading), "{heading}");
        }
        for heading in
            ["Funding and scientific collaboration in four Canadian provinces", "Conclusion", "Financial markets"]
        {
            assert!(!is_thanks_heading(heading), "{heading}");
        }
    }
}
