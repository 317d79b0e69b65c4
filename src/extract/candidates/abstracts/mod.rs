//! Abstracts and keywords in French and English, and the translated title that often stands above an abstract.

mod keywords;
mod labels;
mod parts;
mod unlabelled;

use super::from_page;
use super::front::{Front, FrontBlock};
use crate::domain::extraction::{BlockKind, Candidate, Origin};
use crate::domain::{Lang, Localised};
use crate::extract::language;
use crate::extract::layout::{Line, Span, text_of};
use labels::{
    inner_label, is_aftermath, is_doubled_keyword_label, keyword_label, keywords_within, label, opens_body, squeeze,
};

/// Longest abstract in characters; beyond it the text has run into the body.
const LONGEST: usize = 6_000;
/// Shortest text that can be an abstract.
const SHORTEST: usize = 60;
/// Shortest paragraph whose language may part it from the one before.
const LEAST_TOLD: usize = 90;
/// Longest paragraph that can be the translated title between an abstract's label and its text.
const LONGEST_TITLE: usize = 250;

/// What was read around the abstracts.
#[derive(Default)]
pub(super) struct Abstracts {
    pub(super) texts: Vec<Candidate<Localised>>,
    pub(super) keywords: Vec<Candidate<Localised>>,
    /// Translated titles and the page each stands on.
    pub(super) titles: Vec<(u32, Localised)>,
}

/// An abstract being collected.
struct Open<'f, 'l> {
    lang: Lang,
    blocks: Vec<&'f FrontBlock<'l>>,
    label_chars: usize,
}

/// A list of keywords whose label stands alone.
enum Pending {
    None,
    One(Lang),
    /// "Mots-clés – Keywords": French ones first, or the other way round.
    Both(Lang),
}

/// Whether a block begins an abstract or a list of keywords.
pub(super) fn opens_abstract(text: &str) -> bool {
    let text = squeeze(text);
    label(&text).is_some() || keyword_label(&text).is_some()
}

/// Reads the abstracts: those of the first pages, one without a label, and those of other pages in languages that
/// are still missing.
pub(super) fn read(front: &Front<'_>, remote: &Front<'_>, main: Lang) -> Abstracts {
    let mut out = walk(front, main, |_| true);
    if out.texts.is_empty()
        && let Some(found) = unlabelled::find_parts(front).or_else(|| unlabelled::find(front))
    {
        let text = front.join(&found.blocks);
        let lang = told(&text).unwrap_or(main);
        let confidence = found.confidence;
        out.texts.push(from_page(Localised::new(lang, &text), confidence, Origin::Layout, front.title_page(), &text));
    }
    // "Summary" heads the last section of many articles.
    let far = walk(remote, main, |text| !text.starts_with(['S', 's']));
    for candidate in far.texts {
        if !out.texts.iter().any(|known| known.value.lang == candidate.value.lang) {
            out.texts.push(Candidate { confidence: candidate.confidence.min(0.85), ..candidate });
        }
    }
    for candidate in far.keywords {
        if !out.keywords.iter().any(|known| known.value.lang == candidate.value.lang && known.page != candidate.page) {
            out.keywords.push(candidate);
        }
    }
    out.texts.sort_by_key(|candidate| candidate.value.lang != main);
    out
}

/// Goes through blocks and collects what stands under labels that pass a test.
fn walk(front: &Front<'_>, main: Lang, accepts: impl Fn(&str) -> bool) -> Abstracts {
    let mut out = Abstracts::default();
    let mut open: Option<Open<'_, '_>> = None;
    let mut pending = Pending::None;
    let mut both: Vec<&FrontBlock<'_>> = Vec::new();
    for (place, block) in front.blocks.iter().enumerate() {
        if block.chunk.kind == BlockKind::Footnote && block.page == front.title_page() {
            push_from_note(&mut out, &block.text, block.page);
        }
        if !block.chunk.kind.is_flow() || block.chunk.kind == BlockKind::Footnote || front.title.contains(&place) {
            continue;
        }
        let heading = matches!(block.chunk.kind, BlockKind::Heading(_));
        let text = squeeze(&block.text);
        if let Some((lang, chars)) = label(&text).filter(|_| accepts(&text)) {
            close_both(front, &mut out, &mut pending, &mut both);
            close(front, &mut out, open.take());
            open = Some(Open {
                lang,
                blocks: vec![block],
                label_chars: chars + block.text.chars().count() - text.chars().count(),
            });
        } else if let Some((lang, rest)) = keyword_label(&text).filter(|_| !is_in_float(front, place)) {
            close_both(front, &mut out, &mut pending, &mut both);
            close(front, &mut out, open.take());
            pending = open_keywords(&mut out, block, lang, &rest);
        } else if heads_part(open.as_ref(), block, &text) {
            open.as_mut().into_iter().for_each(|open| open.blocks.push(block));
        } else if heading && (!matches!(pending, Pending::Both(_)) || opens_body(&text)) {
            close_both(front, &mut out, &mut pending, &mut both);
            pending = Pending::None;
            let untouched = open.as_ref().is_some_and(|open| open.blocks.len() == 1 && open.is_label_only());
            if untouched && !starts_with_number(&text) {
                let lang = open.as_ref().map_or(main, |open| open.lang);
                out.titles.push((block.page, Localised::new(lang, &block.text)));
            } else {
                close(front, &mut out, open.take());
            }
        } else if is_aftermath(&text) || open.as_ref().is_some_and(|open| begins_anew(open, &text)) {
            close_both(front, &mut out, &mut pending, &mut both);
            close(front, &mut out, open.take());
        } else if matches!(pending, Pending::Both(_)) {
            both.push(block);
        } else if let Pending::One(lang) = pending {
            push_list(&mut out, lang, &block.text, &block.chunk.lines, block.page);
            pending = Pending::None;
        } else if let Some(open) = open.as_mut().filter(|_| is_text(block)) {
            open.blocks.push(block);
        }
    }
    close_both(front, &mut out, &mut pending, &mut both);
    close(front, &mut out, open.take());
    out
}

/// Whether a block is a line of a table or figure: below its body and above its caption.
fn is_in_float(front: &Front<'_>, place: usize) -> bool {
    let kind = |place: usize| front.blocks.get(place).map(|block| block.chunk.kind);
    is_between(place.checked_sub(1).and_then(kind), [kind(place + 1), kind(place + 2)])
}

/// Whether what stands above is the body of a table or figure, and what stands below holds its caption.
fn is_between(above: Option<BlockKind>, below: [Option<BlockKind>; 2]) -> bool {
    matches!(above, Some(BlockKind::Table | BlockKind::Figure)) && below.contains(&Some(BlockKind::Caption))
}

/// Whether a text begins the body with a word that labelled a part of the abstract before: `Background: …`.
fn begins_anew(open: &Open<'_, '_>, text: &str) -> bool {
    parts::repeats_label(open.blocks.iter().map(|block| block.text.as_str()), text)
}

/// Whether a block is the heading of a part of the abstract that is open: `Background` below `Abstract`.
fn heads_part(open: Option<&Open<'_, '_>>, block: &FrontBlock<'_>, text: &str) -> bool {
    let above = open.and_then(|open| open.blocks.first()).map(|first| first.chunk.kind);
    match (above, block.chunk.kind) {
        (Some(BlockKind::Heading(above)), BlockKind::Heading(own)) => own > above && parts::is_part_label(text),
        _ => false,
    }
}

fn is_text(block: &FrontBlock<'_>) -> bool {
    matches!(
        block.chunk.kind,
        BlockKind::Abstract | BlockKind::Paragraph | BlockKind::FrontMatter | BlockKind::ListItem | BlockKind::Title
    )
}

/// Keeps the keywords behind a label, or says which are to come.
fn open_keywords(out: &mut Abstracts, block: &FrontBlock<'_>, lang: Lang, rest: &str) -> Pending {
    if rest.is_empty() {
        return Pending::One(lang);
    }
    if is_doubled_keyword_label(rest) {
        return Pending::Both(lang);
    }
    let below = block.chunk.lines.get(1..).unwrap_or_default();
    let alone = block
        .chunk
        .lines
        .first()
        .and_then(|line| keyword_label(&squeeze(&line.text)))
        .is_some_and(|(_, rest)| rest.is_empty());
    let (first, second) = keywords_within(rest).and_then(|cut| rest.split_at_checked(cut)).unwrap_or((rest, ""));
    push_list(out, lang, first, if alone { below } else { &[] }, block.page);
    if let Some((lang, rest)) = keyword_label(second) {
        push_list(out, lang, &rest, &[], block.page);
    }
    Pending::None
}

/// Keywords in a note under the first page, up to the end of their sentence.
fn push_from_note(out: &mut Abstracts, text: &str, page: u32) {
    let tail = keywords_within(text).and_then(|cut| text.get(cut..));
    if let Some((lang, rest)) = tail.and_then(keyword_label) {
        push_list(out, lang, rest.split(". ").next().unwrap_or_default(), &[], page);
    }
}

fn push_list(out: &mut Abstracts, lang: Lang, list: &str, lines: &[Line], page: u32) {
    let list = keywords::one_to_a_line(lines).unwrap_or_else(|| list.to_owned());
    out.keywords.extend(keywords::candidates(lang, &list, page));
}

/// Ends a list of keywords in both languages.
fn close_both(front: &Front<'_>, out: &mut Abstracts, pending: &mut Pending, blocks: &mut Vec<&FrontBlock<'_>>) {
    let blocks = std::mem::take(blocks);
    let Pending::Both(first) = *pending else { return };
    let (Some(start), second) = (blocks.first(), if first == Lang::FR { Lang::EN } else { Lang::FR }) else { return };
    *pending = Pending::None;
    let lines: Vec<Line> = blocks.iter().flat_map(|block| block.chunk.lines.clone()).collect();
    let cut = match blocks.as_slice() {
        [one, _] => Some(one.chunk.lines.len()),
        _ => keywords::halves(&lines),
    };
    let (head, tail) = lines.split_at_checked(cut.unwrap_or(lines.len())).unwrap_or((&lines, &[]));
    let (head, tail) = (front.join_lines(head), front.join_lines(tail));
    let crossed = language::of_title(&head) == Some(second) || language::of_title(&tail) == Some(first);
    let (first, second) = if crossed { (second, first) } else { (first, second) };
    out.keywords.extend(keywords::candidates(first, &head, start.page));
    out.keywords.extend(keywords::candidates(second, &tail, start.page));
}

impl Open<'_, '_> {
    fn is_label_only(&self) -> bool {
        self.blocks.first().is_some_and(|first| first.text.chars().count() <= self.label_chars + 18)
    }
}

fn starts_with_number(text: &str) -> bool {
    text.starts_with(|char: char| char.is_ascii_digit()) || text.to_lowercase().contains("introduction")
}

/// French or English where a text is long enough to tell.
fn told(text: &str) -> Option<Lang> {
    language::of_block(text).filter(|lang| *lang == Lang::FR || *lang == Lang::EN)
}

/// Ends an abstract; one that goes over to another language ("Résumé – Abstract") is two.
fn close(front: &Front<'_>, out: &mut Abstracts, open: Option<Open<'_, '_>>) {
    let Some(Open { lang, mut blocks, label_chars }) = open else { return };
    let alone = blocks.first().is_some_and(|first| first.text.chars().count() <= label_chars + 18);
    if let (true, [_, title, text, ..]) = (alone, blocks.as_slice())
        && is_title_above(title, text)
    {
        out.titles.push((title.page, Localised::new(lang, title.text.trim_end_matches(['.', ' ']))));
        blocks.remove(1);
    }
    let mut runs: Vec<Open<'_, '_>> = Vec::new();
    for (place, block) in blocks.into_iter().enumerate() {
        let told = told(&block.text).filter(|_| place > 0 && block.text.chars().count() > LEAST_TOLD);
        match (runs.last_mut(), told) {
            (Some(run), None) => run.blocks.push(block),
            (Some(run), Some(told)) if told == run.lang => run.blocks.push(block),
            (Some(run), Some(told)) if run.is_label_only() => {
                run.lang = told;
                run.blocks.push(block);
            }
            (_, told) => runs.push(Open {
                lang: told.unwrap_or(lang),
                blocks: vec![block],
                label_chars: if place == 0 { label_chars } else { 0 },
            }),
        }
    }
    for run in runs {
        finish(front, out, &run);
    }
}

/// Whether a short paragraph in its own type above the text of an abstract is the translated title.
fn is_title_above(title: &FrontBlock<'_>, text: &FrontBlock<'_>) -> bool {
    let style = |block: &FrontBlock<'_>| (block.chunk.is_bold(), block.chunk.is_italic());
    let chars = title.text.chars().count();
    (20..LONGEST_TITLE).contains(&chars)
        && text.text.chars().count() > chars
        && !title.text.trim_end_matches('.').contains(". ")
        && !title.text.contains(": ")
        && (style(title) != style(text) || title.chunk.lines.len() <= 2 && text.chunk.lines.len() >= 4)
}

fn finish(front: &Front<'_>, out: &mut Abstracts, open: &Open<'_, '_>) {
    let page = open.blocks.first().map_or(1, |block| block.page);
    let joined = front.join(&open.blocks);
    let mut text: String = joined.chars().skip(open.label_chars).collect();
    if let Some((_, doubled)) = label(&text).filter(|_| open.label_chars > 0) {
        text = text.chars().skip(doubled).collect();
    }
    let heading = ["1 INTRODUCTION ", "1. INTRODUCTION ", "1 Introduction ", "1. Introduction "];
    if let Some(rest) = heading.iter().find_map(|heading| text.strip_prefix(heading)) {
        text = rest.to_owned();
    }
    let mut rest = text.as_str();
    let mut lang = open.lang;
    while let Some(cut) = inner_label(rest) {
        let (before, after) = rest.split_at_checked(cut).unwrap_or((rest, ""));
        finish_one(out, open, lang, before.trim(), page);
        let Some((next, chars)) = label(after) else { return };
        lang = next;
        rest = after.char_indices().nth(chars).and_then(|(place, _)| after.get(place..)).unwrap_or_default();
    }
    finish_one(out, open, lang, rest, page);
}

/// Keeps one abstract with the translated title before it and the keywords behind it.
fn finish_one(out: &mut Abstracts, open: &Open<'_, '_>, lang: Lang, text: &str, page: u32) {
    let mut text = text.to_owned();
    if let Some(title) = run_in_title(open, lang, &text).map(str::to_owned) {
        text = text
            .get(title.len()..)
            .unwrap_or_default()
            .trim_start_matches(|char: char| !char.is_alphanumeric())
            .to_owned();
        out.titles.push((page, Localised::new(lang, title.trim_end_matches(['.', ' ']))));
    }
    if let Some(cut) = keywords_within(&text) {
        let tail = text.split_off(cut);
        if let Some((lang, rest)) = keyword_label(&tail) {
            push_list(out, lang, &rest, &[], page);
        }
    }
    let turn = language::turn(&text).unwrap_or(text.len());
    let (first, second) = text.split_at_checked(turn).unwrap_or((&text, ""));
    push_text(out, lang, first.trim(), page);
    push_text(out, lang, second.trim(), page);
}

fn push_text(out: &mut Abstracts, labelled: Lang, text: &str, page: u32) {
    let chars = text.chars().count();
    if chars < SHORTEST {
        return;
    }
    let lang = language::of_block(text).unwrap_or(labelled);
    let confidence = if chars > LONGEST {
        0.4
    } else if lang == labelled {
        0.92
    } else {
        0.75
    };
    out.texts.push(from_page(Localised::new(lang, text), confidence, Origin::Layout, page, text));
}

/// A translated title set in another face between the label of an abstract in a language and its text.
fn run_in_title<'t>(open: &Open<'_, '_>, lang: Lang, text: &'t str) -> Option<&'t str> {
    let lines: Vec<&Line> = open.blocks.iter().flat_map(|block| &block.chunk.lines).collect();
    let is_label = |span: &&Span| {
        label(&span.text).is_some_and(|(told, chars)| told == lang && span.text.chars().count() <= chars + 2)
    };
    let spans = || lines.iter().flat_map(|line| &line.spans);
    let labels = spans().position(|span| is_label(&span));
    let mut spans = spans().skip(labels.map_or(0, |place| place + 1));
    let first = spans.next()?;
    let body = lines.last()?.spans.last()?;
    if first.style == body.style || !(first.style.italic || first.style.bold) {
        return None;
    }
    let mut run = vec![first.clone()];
    run.extend(spans.take_while(|span| span.style == first.style).cloned());
    let chars = text_of(&run).chars().filter(|char| char.is_alphanumeric()).count();
    let mut left = chars;
    let end = text.char_indices().find(|(_, char)| {
        left -= usize::from(char.is_alphanumeric() && left > 0);
        left == 0
    });
    let title = end.and_then(|(place, char)| text.get(..place + char.len_utf8()))?;
    (20..300).contains(&chars).then_some(title).filter(|title| title.len() * 2 < text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_between_a_table_and_its_caption_heads_no_keywords() {
        let caption = Some(BlockKind::Caption);
        assert!(is_between(Some(BlockKind::Table), [Some(BlockKind::Paragraph), caption]));
        assert!(!is_between(Some(BlockKind::Abstract), [Some(BlockKind::Paragraph), caption]));
        assert!(!is_between(Some(BlockKind::Table), [Some(BlockKind::Paragraph), None]));
    }
}
