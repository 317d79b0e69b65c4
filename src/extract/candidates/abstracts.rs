//! Abstracts and keywords in French and English, and the translated title that often stands above an abstract.

use std::sync::LazyLock;

use regex::Regex;

use super::from_page;
use super::front::{Front, FrontBlock};
use crate::domain::extraction::{BlockKind, Candidate, Origin};
use crate::domain::{Lang, Localised};
use crate::extract::language;
use crate::extract::layout::text_of;

static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^[^0-9_A-Za-zÀ-ÖØ-öø-ÿŒœ]{0,2}(?i:(abstract|summary)|(r[ée]sum[ée]|sommaire))\s*(?:\([0-9_A-Za-zÀ-ÖØ-öø-ÿŒœ]+\))?\s*(?:[.:—–-]+\s*|$|\s+(?:[A-ZÀ-ÖØ-ÞŒ]))",
    )
    .ok()
});
static KEYWORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[.\s])(?i:(mots[\s-]*cl[ée]f?s?)|(key\s?-?words?(?:\s+and\s+phrases)?|index terms))\s*(?:[:.—–-]\s*|$|\s(?:[A-ZÀ-ÖØ-ÞŒ]))").ok()
});
static AFTERMATH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?i:accept[ée]e?|received|reçu|submitted|soumis|©|copyright|doi(?-u:\b)|https?://|correspond|published|publi[ée]|ccs concepts|acm reference|jel|msc|this is an open|cet article est|author accepted|article d|sample article)").ok()
});

/// Longest abstract in characters; beyond it the text has run into the body.
const LONGEST: usize = 6_000;
/// Shortest text that can be an abstract.
const SHORTEST: usize = 60;

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

/// Reads the abstracts of the first pages.
pub(super) fn read(front: &Front<'_>, main: Lang) -> Abstracts {
    let mut out = Abstracts::default();
    let mut open: Option<Open<'_, '_>> = None;
    let mut keywords: Option<Lang> = None;
    for block in &front.blocks {
        if !block.chunk.kind.is_flow() || matches!(block.chunk.kind, BlockKind::Footnote | BlockKind::Title) {
            continue;
        }
        let heading = matches!(block.chunk.kind, BlockKind::Heading(_));
        if let Some((lang, chars)) = label(&block.text) {
            close(front, &mut out, open.take());
            keywords = None;
            open = Some(Open { lang, blocks: vec![block], label_chars: chars });
        } else if let Some((lang, rest)) = keyword_label(&block.text) {
            close(front, &mut out, open.take());
            push_keywords(&mut out, lang, &rest, block.page);
            keywords = rest.is_empty().then_some(lang);
        } else if let Some(lang) = keywords.take() {
            push_keywords(&mut out, lang, &block.text, block.page);
        } else if heading {
            let untouched = open.as_ref().is_some_and(|open| open.blocks.len() == 1 && open.is_label_only());
            if untouched && !starts_with_number(&block.text) {
                let lang = open.as_ref().map_or(main, |open| open.lang);
                out.titles.push((block.page, Localised::new(lang, &block.text)));
            } else {
                close(front, &mut out, open.take());
            }
        } else if AFTERMATH.as_ref().is_some_and(|pattern| pattern.is_match(&block.text)) {
            close(front, &mut out, open.take());
        } else if let Some(open) = open.as_mut()
            && matches!(
                block.chunk.kind,
                BlockKind::Abstract | BlockKind::Paragraph | BlockKind::FrontMatter | BlockKind::ListItem
            )
        {
            open.blocks.push(block);
        }
    }
    close(front, &mut out, open.take());
    out.texts.sort_by_key(|candidate| candidate.value.lang != main);
    out
}

impl Open<'_, '_> {
    fn is_label_only(&self) -> bool {
        self.blocks.first().is_some_and(|first| first.text.chars().count() <= self.label_chars + 10)
    }
}

/// The language of an abstract's label and the characters it takes.
fn label(text: &str) -> Option<(Lang, usize)> {
    let found = LABEL.as_ref()?.captures(text)?;
    let word = found.get(1).or(found.get(2))?;
    let lang = if found.get(1).is_some() { Lang::EN } else { Lang::FR };
    let behind = text.get(word.end()..)?;
    let skipped = behind.chars().take_while(|char| !char.is_alphanumeric() && !"«“\"(".contains(*char)).count();
    let plain_word =
        behind.chars().take(skipped).all(|char| char == ' ') && word.as_str().chars().all(char::is_lowercase);
    (!plain_word).then(|| (lang, text.get(..word.end()).unwrap_or_default().chars().count() + skipped))
}

fn keyword_label(text: &str) -> Option<(Lang, String)> {
    let found =
        KEYWORDS.as_ref()?.captures(text).filter(|found| found.get(0).is_some_and(|whole| whole.start() == 0))?;
    let word = found.get(1).or(found.get(2))?;
    let lang = if found.get(1).is_some() { Lang::FR } else { Lang::EN };
    let rest = text.get(word.end()..)?.trim_start_matches(|char: char| !char.is_alphanumeric());
    let doubled = ["keywords", "key words", "mots-clés", "mots-clefs"].contains(&rest.to_lowercase().as_str());
    Some((lang, if doubled { String::new() } else { rest.to_owned() }))
}

fn starts_with_number(text: &str) -> bool {
    text.starts_with(|char: char| char.is_ascii_digit()) || text.to_lowercase().contains("introduction")
}

/// Ends an abstract; one that goes over to another language ("Résumé – Abstract") is two.
fn close(front: &Front<'_>, out: &mut Abstracts, open: Option<Open<'_, '_>>) {
    let Some(Open { lang, blocks, label_chars }) = open else { return };
    let mut runs: Vec<Open<'_, '_>> = Vec::new();
    for (place, block) in blocks.into_iter().enumerate() {
        let told = language::of_block(&block.text).filter(|lang| *lang == Lang::FR || *lang == Lang::EN);
        let told = told.filter(|_| place > 0 && block.text.chars().count() > 150);
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

fn finish(front: &Front<'_>, out: &mut Abstracts, open: &Open<'_, '_>) {
    let page = open.blocks.first().map_or(1, |block| block.page);
    let joined = front.join(&open.blocks);
    let mut text: String = joined.chars().skip(open.label_chars).collect();
    if let Some((_, doubled)) = label(&text).filter(|_| open.label_chars > 0) {
        text = text.chars().skip(doubled).collect();
    }
    let title = run_in_title(open, &text).map(str::to_owned);
    if let Some(title) = title {
        text = text
            .get(title.len()..)
            .unwrap_or_default()
            .trim_start_matches(|char: char| !char.is_alphanumeric())
            .to_owned();
        out.titles.push((page, Localised::new(open.lang, title.trim_end_matches(['.', ' ']))));
    }
    if let Some(found) = KEYWORDS.as_ref().and_then(|pattern| pattern.captures(&text)) {
        let cut = found.get(1).or(found.get(2)).map_or(text.len(), |word| word.start());
        let tail = text.split_off(cut);
        if let Some((lang, rest)) = keyword_label(&tail) {
            push_keywords(out, lang, &rest, page);
        }
    }
    let turn = language::turn(&text).unwrap_or(text.len());
    let (first, second) = text.split_at_checked(turn).unwrap_or((&text, ""));
    push_text(out, open.lang, first.trim(), page);
    push_text(out, open.lang, second.trim(), page);
}

fn push_text(out: &mut Abstracts, labelled: Lang, text: &str, page: u32) {
    let chars = text.chars().count();
    if chars < SHORTEST {
        return;
    }
    let lang = language::of_block(text).filter(|lang| *lang == Lang::FR || *lang == Lang::EN).unwrap_or(labelled);
    let confidence = if chars > LONGEST {
        0.4
    } else if lang == labelled {
        0.92
    } else {
        0.75
    };
    out.texts.push(from_page(Localised::new(lang, text), confidence, Origin::Layout, page, text));
}

/// A translated title set in another face between the label and the text.
fn run_in_title<'t>(open: &Open<'_, '_>, text: &'t str) -> Option<&'t str> {
    let lines = &open.blocks.first()?.chunk.lines;
    let mut spans =
        lines.iter().flat_map(|line| &line.spans).skip_while(|span| span.style.bold && label(&span.text).is_some());
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

fn push_keywords(out: &mut Abstracts, lang: Lang, list: &str, page: u32) {
    let list = list.trim().trim_end_matches('.');
    for word in list.split([',', ';', '•', '·', '|']).map(str::trim).filter(|word| !word.is_empty()).take(20) {
        if word.chars().count() <= 80 {
            out.keywords.push(from_page(Localised::new(lang, word), 0.9, Origin::Layout, page, list));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_tell_the_language() {
        assert_eq!(label("Résumé. Le dégel"), Some((Lang::FR, 8)));
        assert_eq!(label("ABSTRACT"), Some((Lang::EN, 8)));
        assert_eq!(label("Abstract—We show").map(|found| found.0), Some(Lang::EN));
        assert_eq!(label("Abstraction is good"), None);
        assert_eq!(keyword_label("Mots-clés : neige, glace"), Some((Lang::FR, "neige, glace".into())));
        assert_eq!(keyword_label("Keywords: snow"), Some((Lang::EN, "snow".into())));
    }
}
