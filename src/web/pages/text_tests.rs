//! What parts the blocks of a text become.

use super::gallery::Gallery;
use super::text::{Part, ReadingText};
use super::view::Marked;
use crate::domain::extraction::{Block, BlockKind, Candidates, Extraction, LinkTarget, Page, Rect, Script, TextLink};
use crate::domain::{Lang, Picture};
use crate::web::i18n::Locale;

fn block(kind: BlockKind, text: &str) -> Block {
    Block::new(kind, text)
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
fn a_paragraph_goes_on_over_columns_and_pages() {
    let text = read(vec![
        vec![block(BlockKind::Paragraph, "un"), block(BlockKind::Footnote, "1 note"), continued("deux")],
        vec![continued("trois"), block(BlockKind::Heading(1), "Suite"), continued("quatre")],
        vec![continued("cinq")],
    ]);
    assert!(matches!(&text.pages[0].parts[0], Part::Paragraph { text, .. } if text.plain() == "un deux trois"
        && text.to_string().contains("id=\"p2-start\"")));
    assert_eq!(text.pages[0].parts.len(), 2);
    assert!(matches!(&text.pages[1].parts[0], Part::Heading { .. }));
    assert!(
        matches!(&text.pages[1].parts[1], Part::Paragraph { class: "continued", .. }),
        "a heading ends a paragraph"
    );
    assert!(matches!(&text.pages[2].parts[0], Part::Paragraph { class: "continued", .. }), "no page stays empty");
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
        let [Part::Table { caption: Some(_), heads, rows, .. }] = text.pages[0].parts.as_slice() else {
            panic!("one table expected: {:?}", text.pages[0].parts)
        };
        assert_eq!((heads[0].len(), rows.len()), (2, 2));
    }
    let figure = read(vec![vec![block(BlockKind::Caption, "Figure 1"), table()]]);
    assert_eq!(figure.pages[0].parts.len(), 2);
}

#[test]
fn captions_below_their_tables_are_not_given_to_the_next_ones() {
    let placed = |kind, text: &str, y0: f32, y1: f32| {
        let bounds = Some(Rect { x0: 50.0, y0, x1: 200.0, y1 });
        Block { bounds, ..block(kind, text) }
    };
    let text = read(vec![vec![
        placed(BlockKind::Table, "a\tb\n1\t2", 100.0, 150.0),
        placed(BlockKind::Paragraph, "* estimé", 152.0, 160.0),
        placed(BlockKind::Caption, "Tableau 1. Lacs", 162.0, 172.0),
        placed(BlockKind::Table, "c\td\n3\t4", 200.0, 250.0),
        placed(BlockKind::Caption, "Tableau 2. Neige", 252.0, 262.0),
    ]]);
    let captions = text.pages[0].parts.iter().filter_map(|part| match part {
        Part::Table { caption, .. } => Some(caption.as_ref().map(|caption| caption.text.to_string())),
        _ => None,
    });
    assert_eq!(captions.collect::<Vec<_>>(), [Some("Tableau 1. Lacs".to_owned()), Some("Tableau 2. Neige".to_owned())]);
    let text = read(vec![vec![
        placed(BlockKind::Caption, "Tableau 1. Lacs", 90.0, 98.0),
        Block { continues: true, ..placed(BlockKind::Table, "a\tb\n1\t2", 100.0, 150.0) },
        Block { continues: true, ..placed(BlockKind::Table, "a\tb\n3\t4", 250.0, 290.0) },
    ]]);
    let told = text.pages[0].parts.iter().map(|part| match part {
        Part::Table { caption, continued, .. } => (caption.is_some(), *continued),
        other => panic!("a table expected: {other:?}"),
    });
    assert_eq!(told.collect::<Vec<_>>(), [(true, false), (false, true)]);
}

#[test]
fn exponents_are_set_higher_wherever_the_text_begins() {
    let scripts = vec![Script { start: 3, end: 4, raised: true }, Script { start: 90, end: 91, raised: true }];
    let text = read(vec![vec![Block { scripts, ..block(BlockKind::Paragraph, " km2 de lac") }]]);
    let [Part::Paragraph { text, .. }] = text.pages[0].parts.as_slice() else { panic!("one paragraph expected") };
    assert_eq!(text.to_string(), "km<sup>2</sup> de lac");
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
    let table = Block { lang: Some(Lang::EN), ..block(BlockKind::Table, "ice\tsnow\n1\t2") };
    let text = read(vec![vec![table]]);
    assert!(matches!(text.pages[0].parts.as_slice(), [Part::Table { lang, .. }] if lang.0 == Some(Lang::EN)));
}

/// A text of one page whose figures, formulas and tables have pictures.
fn pictured(blocks: Vec<Block>) -> Vec<Part> {
    let place = |(at, block): (u8, Block)| {
        let top = 100.0 + f32::from(at) * 60.0;
        Block { bounds: Some(Rect { x0: 72.0, y0: top, x1: 400.0, y1: top + 40.0 }), ..block }
    };
    let page =
        Page { number: 2, label: None, width: 595.0, height: 842.0, blocks: (0..).zip(blocks).map(place).collect() };
    let pictures = Picture::list(&page).into_iter().map(|picture| (picture.clone(), format!("/{}", picture.number)));
    let gallery = Gallery {
        locale: Locale::French,
        pictures: [(2, pictures.collect())].into(),
        file: Some("/fichier.pdf".to_owned()),
    };
    let extraction = Extraction {
        extractor: "test".to_owned(),
        pages: vec![page],
        candidates: Candidates::default(),
        warnings: Vec::new(),
    };
    let mut text = ReadingText::of(&extraction, Some(Lang::FR), &gallery, &Marked::plain);
    text.pages.remove(0).parts
}

#[test]
fn a_figure_of_several_pictures_has_one_caption() {
    let figure = || block(BlockKind::Figure, "");
    let parts = pictured(vec![figure(), figure(), block(BlockKind::Caption, "Figure 2. Deux vues"), figure()]);
    let [Part::Figure { images, caption: Some(_), href, .. }, Part::Figure { images: alone, caption: None, .. }] =
        parts.as_slice()
    else {
        panic!("two figures expected: {parts:?}")
    };
    let alts: Vec<_> = images.iter().chain(alone).map(|image| image.alt.as_str()).collect();
    assert_eq!(alts, ["Figure 2. Deux vues", "Figure 2. Deux vues (2)", "Figure sans légende, page 2"]);
    assert_eq!((images[0].width, images[0].height), (585, 81));
    assert_eq!(href.as_deref(), Some("/fichier.pdf#page=2"));
}

#[test]
fn a_caption_may_stand_above_its_figure_and_a_tables_caption_waits_for_its_table() {
    let figure = || block(BlockKind::Figure, "");
    let above = pictured(vec![block(BlockKind::Caption, "Figure 1. Vue"), figure()]);
    assert!(matches!(above.as_slice(), [Part::Figure { caption: Some(_), .. }]), "{above:?}");
    let table = block(BlockKind::Table, "a\tb\n1\t2");
    let parts = pictured(vec![figure(), block(BlockKind::Caption, "Tableau 1. Mesures"), table]);
    let [Part::Figure { caption: None, .. }, Part::Table { caption: Some(_), image: Some(image), failed: false, .. }] =
        parts.as_slice()
    else {
        panic!("a figure and a table expected: {parts:?}")
    };
    assert_eq!(image.alt, "Tableau 1. Mesures");
}

#[test]
fn a_formula_is_called_by_its_signs_and_keeps_them_as_text() {
    let parts =
        pictured(vec![block(BlockKind::Formula, "E = mc²"), block(BlockKind::Paragraph, "où c est une vitesse")]);
    let [Part::Formula { image: Some(image), text }, Part::Paragraph { .. }] = parts.as_slice() else {
        panic!("a formula and a paragraph expected: {parts:?}")
    };
    assert_eq!((image.alt.as_str(), text.to_string().as_str()), ("E = mc²", "E = mc²"));
}

#[test]
fn a_caption_without_a_picture_leads_to_the_page_of_the_file() {
    let parts = pictured(vec![block(BlockKind::Caption, "Figure 1. Vue")]);
    assert!(matches!(parts.as_slice(), [Part::Caption { href: Some(href), .. }] if href == "/fichier.pdf#page=2"));
}

#[test]
fn a_figure_is_called_as_the_file_describes_it_rather_than_by_its_caption() {
    let figure = |alt: &str| Block { alt: Some(alt.to_owned()), ..block(BlockKind::Figure, "") };
    for (alt, called) in [("Courbe qui\nmonte", "Courbe qui monte"), ("image1.png", "Figure 1. Vue")] {
        let parts = pictured(vec![figure(alt), block(BlockKind::Caption, "Figure 1. Vue")]);
        assert!(matches!(parts.as_slice(), [Part::Figure { images, .. }] if images[0].alt == called), "{parts:?}");
    }
}

#[test]
fn entries_notes_and_captions_know_the_places_that_lead_to_them() {
    let to =
        |start: usize, place: usize| TextLink { start, end: start + 1, target: LinkTarget::Block { page: 1, place } };
    let links = vec![to(0, 1), to(2, 2), to(4, 3), to(6, 1)];
    let text = read(vec![vec![
        Block { links, ..block(BlockKind::Paragraph, "a b c d") },
        block(BlockKind::Reference, "[1] e"),
        block(BlockKind::Footnote, "1 f"),
        block(BlockKind::Caption, "Figure 1"),
    ]]);
    let [Part::Paragraph { .. }, Part::References { items }, Part::Footnote { note }, Part::Caption { caption, .. }] =
        text.pages[0].parts.as_slice()
    else {
        panic!("four parts expected: {:?}", text.pages[0].parts)
    };
    assert_eq!(
        (items[0].anchor.as_str(), items[0].back.as_slice()),
        ("b1-1", ["c1-0-1", "c1-0-4"].map(String::from).as_slice())
    );
    assert_eq!((note.anchor.as_str(), note.back.len()), ("b1-2", 1));
    assert_eq!((caption.anchor.as_str(), caption.back.len()), ("b1-3", 1));
}

#[test]
fn exponents_stand_in_headings() {
    use crate::domain::extraction::Script;
    let scripts = vec![Script { start: 6, end: 7, raised: false }, Script { start: 9, end: 10, raised: true }];
    let heading = Block { scripts, ..block(BlockKind::Heading(1), " Le CO2 10 :") };
    let text = read(vec![vec![heading]]);
    let [Part::Heading { text: shown, .. }] = text.pages[0].parts.as_slice() else { panic!("{text:?}") };
    assert_eq!(shown.to_string(), "Le CO<sub>2</sub> 1<sup>0</sup>");
    assert_eq!(text.contents[0].text, "Le CO2 10");
}
