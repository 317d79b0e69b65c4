//! What parts the blocks of a text become.

use super::gallery::Gallery;
use super::text::{Part, ReadingText};
use super::view::Marked;
use crate::domain::Lang;
use crate::domain::extraction::{Block, BlockKind, Candidates, Extraction, Page};
use crate::web::i18n::Locale;

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
    ReadingText::of(&extraction, Some(Lang::FR), &Gallery::empty(Locale::French), &Marked::plain)
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
        let [Part::Table { caption: Some(_), head, rows, .. }] = text.pages[0].parts.as_slice() else {
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
