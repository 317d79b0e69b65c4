//! From the blocks of an extraction to the parts of a reading page: nested headings, joined paragraphs, lists, tables
//! with their captions, footnotes, references.

use super::view::{LangAttribute, Marked};
use crate::domain::Lang;
use crate::domain::extraction::{Block, BlockKind, Extraction, Page};

/// Deepest heading under the page's own `h1`.
const DEEPEST_HEADING: u8 = 4;

/// One page of the text.
#[derive(Debug)]
pub(crate) struct TextPage {
    pub(crate) number: u32,
    pub(crate) printed: Option<String>,
    pub(crate) parts: Vec<Part>,
}

/// A part of a page, as HTML will have it.
#[derive(Debug)]
pub(crate) enum Part {
    /// A heading of level 2 to 4.
    Heading { level: u8, anchor: String, lang: LangAttribute, text: Marked },
    /// A paragraph; the class tells abstract, front matter and what goes on from the page before.
    Paragraph { class: &'static str, lang: LangAttribute, text: Marked },
    /// Items of a list.
    List { items: Vec<(LangAttribute, Marked)> },
    /// Entries of the bibliography.
    References { items: Vec<(LangAttribute, Marked)> },
    /// A table whose first row is its head.
    Table { caption: Option<(LangAttribute, Marked)>, head: Vec<Marked>, rows: Vec<Vec<Marked>> },
    /// A displayed formula.
    Formula { text: Marked },
    /// The caption of a figure whose picture is in the file only.
    Caption { lang: LangAttribute, text: Marked },
    /// A footnote.
    Footnote { lang: LangAttribute, text: Marked },
}

impl Part {
    /// Whether a word that is looked for stands in it.
    pub(crate) fn has_marks(&self) -> bool {
        match self {
            Self::Heading { text, .. }
            | Self::Paragraph { text, .. }
            | Self::Formula { text }
            | Self::Caption { text, .. }
            | Self::Footnote { text, .. } => text.has_marks(),
            Self::List { items } | Self::References { items } => items.iter().any(|(_, text)| text.has_marks()),
            Self::Table { caption, head, rows } => {
                let cells = head.iter().chain(rows.iter().flatten());
                caption.iter().map(|(_, text)| text).chain(cells).any(Marked::has_marks)
            }
        }
    }
}

/// An entry of the table of contents.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) level: u8,
    pub(crate) anchor: String,
    pub(crate) lang: LangAttribute,
    pub(crate) text: String,
}

/// A text ready to be shown.
#[derive(Debug, Default)]
pub(crate) struct ReadingText {
    pub(crate) pages: Vec<TextPage>,
    pub(crate) contents: Vec<Entry>,
}

impl ReadingText {
    /// The text of an extraction whose language is `lang`; `mark` marks the words that are looked for.
    pub(crate) fn of(extraction: &Extraction, lang: Option<Lang>, mark: &dyn Fn(&str) -> Marked) -> Self {
        let mut builder = Builder { mark, lang, text: Self::default(), level: 1 };
        for page in &extraction.pages {
            builder.page(page);
        }
        builder.text
    }
}

struct Builder<'a> {
    mark: &'a dyn Fn(&str) -> Marked,
    lang: Option<Lang>,
    text: ReadingText,
    /// Level of the last heading, so that none is skipped on the way down.
    level: u8,
}

/// A heading without the stop that parts it from the text where it opens a paragraph.
fn heading_text(text: &str) -> &str {
    let bare = text.trim().trim_end_matches(['.', ':', '–', '—', ' ', '\u{a0}', '\u{202f}']);
    if bare.is_empty() { text.trim() } else { bare }
}

impl Builder<'_> {
    fn page(&mut self, page: &Page) {
        let mut parts = Vec::new();
        for block in page.blocks.iter().filter(|block| block.kind.is_flow() && !block.text.trim().is_empty()) {
            let first = parts.is_empty();
            self.block(block, first, &mut parts);
        }
        let printed = page.label.clone().filter(|label| *label != page.number.to_string());
        self.text.pages.push(TextPage { number: page.number, printed, parts });
    }

    fn block(&mut self, block: &Block, first: bool, parts: &mut Vec<Part>) {
        let (lang, text) = (self.lang_of(block), (self.mark)(block.text.trim()));
        if block.continues && !first {
            return join(parts, lang, text);
        }
        match block.kind {
            BlockKind::Heading(level) => {
                let plain = heading_text(&block.text);
                parts.push(self.heading(level, lang, (self.mark)(plain), plain));
            }
            BlockKind::ListItem => push_item(parts, lang, text),
            BlockKind::Reference => push_reference(parts, lang, text),
            BlockKind::Table => {
                let table = self.table(&block.text, parts);
                parts.push(table);
            }
            BlockKind::Caption => push_caption(parts, lang, text),
            BlockKind::Footnote => parts.push(Part::Footnote { lang, text }),
            BlockKind::Formula => parts.push(Part::Formula { text }),
            BlockKind::Abstract => parts.push(Part::Paragraph { class: "abstract", lang, text }),
            BlockKind::FrontMatter => parts.push(Part::Paragraph { class: "front", lang, text }),
            BlockKind::Paragraph if block.continues => {
                parts.push(Part::Paragraph { class: "continued", lang, text });
            }
            BlockKind::Paragraph => parts.push(Part::Paragraph { class: "", lang, text }),
            // The title is the heading of the whole page; heads and numbers are no text.
            BlockKind::Title | BlockKind::Figure | BlockKind::RunningHead | BlockKind::PageNumber => {}
        }
    }

    /// The language of a block where it differs from that of the text.
    fn lang_of(&self, block: &Block) -> LangAttribute {
        LangAttribute(block.lang.filter(|lang| Some(*lang) != self.lang && *lang != Lang::UND))
    }

    fn heading(&mut self, level: u8, lang: LangAttribute, text: Marked, plain: &str) -> Part {
        let level = (level + 1).clamp(2, DEEPEST_HEADING).min(self.level + 1);
        self.level = level;
        let anchor = format!("s{}", self.text.contents.len() + 1);
        self.text.contents.push(Entry { level, anchor: anchor.clone(), lang, text: plain.to_owned() });
        Part::Heading { level, anchor, lang, text }
    }

    /// The table, with the caption that stands right before it when that is a table's.
    fn table(&self, text: &str, parts: &mut Vec<Part>) -> Part {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let cells = |line: &str| line.split('\t').map(|cell| (self.mark)(cell.trim())).collect::<Vec<_>>();
        let head = lines.next().map(cells).unwrap_or_default();
        let rows = lines.map(cells).collect();
        let caption = match parts.last() {
            Some(Part::Caption { lang, text }) if is_of_table(text) => Some((*lang, text.clone())),
            _ => None,
        };
        if caption.is_some() {
            parts.pop();
        }
        Part::Table { caption, head, rows }
    }
}

/// Goes on with the last running text, over whatever stands between (a footnote, a figure's caption).
fn join(parts: &mut Vec<Part>, lang: LangAttribute, rest: Marked) {
    let open = parts.iter_mut().rev().find_map(|part| match part {
        Part::Paragraph { text, .. } => Some(text),
        Part::List { items } | Part::References { items } => items.last_mut().map(|(_, text)| text),
        _ => None,
    });
    match open {
        Some(text) => text.append(rest),
        None => parts.push(Part::Paragraph { class: "continued", lang, text: rest }),
    }
}

fn push_item(parts: &mut Vec<Part>, lang: LangAttribute, text: Marked) {
    if let Some(Part::List { items }) = parts.last_mut() {
        items.push((lang, text));
    } else {
        parts.push(Part::List { items: vec![(lang, text)] });
    }
}

fn push_reference(parts: &mut Vec<Part>, lang: LangAttribute, text: Marked) {
    if let Some(Part::References { items }) = parts.last_mut() {
        items.push((lang, text));
    } else {
        parts.push(Part::References { items: vec![(lang, text)] });
    }
}

/// A table's caption may stand under it.
fn push_caption(parts: &mut Vec<Part>, lang: LangAttribute, text: Marked) {
    match parts.last_mut() {
        Some(Part::Table { caption: caption @ None, .. }) if is_of_table(&text) => *caption = Some((lang, text)),
        _ => parts.push(Part::Caption { lang, text }),
    }
}

/// Whether a caption begins as those of tables do in French, English, Spanish and German.
fn is_of_table(text: &Marked) -> bool {
    let start: String = text.0.iter().flat_map(|piece| piece.text.chars()).take(3).collect();
    start.to_lowercase() == "tab"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::Candidates;

    fn block(kind: BlockKind, text: &str) -> Block {
        Block { kind, text: text.to_owned(), bounds: None, lang: None, continues: false }
    }

    fn continued(text: &str) -> Block {
        Block { continues: true, ..block(BlockKind::Paragraph, text) }
    }

    fn read(pages: Vec<Vec<Block>>) -> ReadingText {
        let pages =
            (1..).zip(pages).map(|(number, blocks)| Page { number, label: None, width: 595.0, height: 842.0, blocks });
        let extraction = Extraction {
            extractor: "test".to_owned(),
            pages: pages.collect(),
            candidates: Candidates::default(),
            warnings: Vec::new(),
        };
        ReadingText::of(&extraction, Some(Lang::FR), &Marked::plain)
    }

    #[test]
    fn running_heads_and_the_title_are_no_part_of_the_text() {
        let text = read(vec![vec![
            block(BlockKind::RunningHead, "Revue"),
            block(BlockKind::Title, "Titre"),
            block(BlockKind::PageNumber, "12"),
        ]]);
        assert!(text.pages[0].parts.is_empty());
    }

    #[test]
    fn a_paragraph_goes_on_over_a_column_but_begins_anew_on_a_page() {
        let text = read(vec![
            vec![block(BlockKind::Paragraph, "un"), block(BlockKind::Footnote, "1 note"), continued("deux")],
            vec![continued("trois")],
        ]);
        assert!(matches!(&text.pages[0].parts[0], Part::Paragraph { text, .. } if text.to_string() == "un deux"));
        assert_eq!(text.pages[0].parts.len(), 2);
        assert!(matches!(&text.pages[1].parts[0], Part::Paragraph { class: "continued", .. }));
    }

    #[test]
    fn headings_never_skip_a_level_on_the_way_down() {
        let text = read(vec![vec![
            block(BlockKind::Heading(3), "a"),
            block(BlockKind::Heading(3), "b"),
            block(BlockKind::Heading(1), "c"),
            block(BlockKind::Heading(2), "d"),
        ]]);
        let levels: Vec<_> = text.contents.iter().map(|entry| entry.level).collect();
        assert_eq!(levels, [2, 3, 2, 3]);
    }

    #[test]
    fn headings_lose_the_stop_that_parts_them_from_the_text() {
        let headings = ["Résumé. –", "Mots-clés\u{a0}:", "1. Méthode", "…"];
        let text = read(vec![headings.map(|heading| block(BlockKind::Heading(1), heading)).to_vec()]);
        let shown: Vec<_> = text.contents.iter().map(|entry| entry.text.as_str()).collect();
        assert_eq!(shown, ["Résumé", "Mots-clés", "1. Méthode", "…"]);
    }

    #[test]
    fn a_table_takes_its_caption_from_above_or_below() {
        let caption = || block(BlockKind::Caption, "Tableau 1. Mesures");
        let table = || block(BlockKind::Table, "a\tb\n1\t2\n3\t4");
        for blocks in [vec![caption(), table()], vec![table(), caption()]] {
            let text = read(vec![blocks]);
            let [Part::Table { caption: Some(_), head, rows }] = text.pages[0].parts.as_slice() else {
                panic!("one table expected: {:?}", text.pages[0].parts)
            };
            assert_eq!((head.len(), rows.len()), (2, 2));
        }
        let figure = read(vec![vec![block(BlockKind::Caption, "Figure 1"), table()]]);
        assert_eq!(figure.pages[0].parts.len(), 2);
    }

    #[test]
    fn items_that_follow_each_other_are_one_list() {
        let text = read(vec![vec![
            block(BlockKind::ListItem, "• a"),
            block(BlockKind::ListItem, "• b"),
            block(BlockKind::Paragraph, "c"),
            block(BlockKind::Reference, "[1] d"),
            block(BlockKind::Reference, "[2] e"),
        ]]);
        assert_eq!(text.pages[0].parts.len(), 3);
    }

    #[test]
    fn a_block_names_its_language_only_where_it_differs() {
        let english = Block { lang: Some(Lang::EN), ..block(BlockKind::Abstract, "the abstract") };
        let french = Block { lang: Some(Lang::FR), ..block(BlockKind::Paragraph, "le texte") };
        let text = read(vec![vec![english, french]]);
        let langs = text.pages[0].parts.iter().map(|part| match part {
            Part::Paragraph { lang, .. } => lang.0,
            _ => None,
        });
        assert_eq!(langs.collect::<Vec<_>>(), [Some(Lang::EN), None]);
    }
}
