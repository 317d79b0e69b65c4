//! Which regions of a page become pictures.

use super::{Picture, Subject};
use crate::domain::extraction::{Block, BlockKind, Page, Rect};

fn block(kind: BlockKind, text: &str, [x0, y0, x1, y1]: [f32; 4]) -> Block {
    Block { bounds: Some(Rect { x0, y0, x1, y1 }), ..Block::new(kind, text) }
}

fn page(number: u32, blocks: Vec<Block>) -> Page {
    Page { number, label: None, width: 595.0, height: 842.0, blocks }
}

fn subjects(blocks: Vec<Block>) -> Vec<Subject> {
    Picture::list(&page(2, blocks)).iter().map(|picture| picture.subject).collect()
}

const PROSE: &str = "Les épinettes noires couvrent une grande partie du territoire que cette étude décrit longuement";

#[test]
fn a_figure_takes_the_room_around_it_but_no_other_text() {
    let pictures = Picture::list(&page(
        2,
        vec![
            block(BlockKind::Paragraph, PROSE, [72.0, 80.0, 500.0, 99.0]),
            block(BlockKind::Figure, "", [100.0, 100.0, 300.0, 200.0]),
            block(BlockKind::Caption, "Figure 1", [100.0, 202.0, 300.0, 212.0]),
        ],
    ));
    let [figure] = pictures.as_slice() else { panic!("one picture: {pictures:?}") };
    assert_eq!(figure.bounds, Rect { x0: 97.0, y0: 99.0, x1: 303.0, y1: 202.0 });
    assert_eq!((figure.number, figure.blocks.clone()), (1, 1..2));
}

#[test]
fn a_figure_leaves_out_the_running_head_and_the_text_beside_it() {
    let pictures = Picture::list(&page(
        2,
        vec![
            block(BlockKind::RunningHead, "Une revue", [72.0, 50.0, 500.0, 60.0]),
            block(BlockKind::Paragraph, PROSE, [72.0, 70.0, 280.0, 190.0]),
            block(BlockKind::Figure, "", [72.0, 55.0, 500.0, 200.0]),
        ],
    ));
    assert_eq!(pictures[0].bounds, Rect { x0: 280.0, y0: 60.0, x1: 503.0, y1: 203.0 });
}

#[test]
fn no_picture_reaches_beyond_its_page() {
    let pictures = Picture::list(&page(2, vec![block(BlockKind::Figure, "", [-5.0, -9.0, 600.0, 850.0])]));
    assert_eq!(pictures[0].bounds, Rect { x0: 0.0, y0: 0.0, x1: 595.0, y1: 842.0 });
}

#[test]
fn lines_of_a_formula_and_what_was_parted_from_it_are_one_picture() {
    let pictures = Picture::list(&page(
        2,
        vec![
            block(BlockKind::Paragraph, PROSE, [72.0, 80.0, 500.0, 90.0]),
            block(BlockKind::Paragraph, "~ √", [150.0, 96.0, 200.0, 100.0]),
            block(BlockKind::Formula, "X = x . w", [150.0, 102.0, 220.0, 112.0]),
            block(BlockKind::Formula, "y = y . w", [150.0, 118.0, 220.0, 128.0]),
            block(BlockKind::Paragraph, "(3)", [380.0, 118.0, 392.0, 128.0]),
            block(BlockKind::Paragraph, PROSE, [72.0, 140.0, 500.0, 150.0]),
        ],
    ));
    let [formula] = pictures.as_slice() else { panic!("one picture: {pictures:?}") };
    assert_eq!((formula.subject, formula.blocks.clone()), (Subject::Formula, 1..5));
    assert_eq!((formula.bounds.x0, formula.bounds.x1), (147.0, 395.0));
}

#[test]
fn a_formula_within_the_lines_of_a_text_is_not_cut_out_of_them() {
    let text = block(BlockKind::Paragraph, PROSE, [72.0, 80.0, 500.0, 120.0]);
    assert_eq!(subjects(vec![text, block(BlockKind::Formula, "t=1", [150.0, 100.0, 180.0, 112.0])]), []);
}

#[test]
fn text_is_shown_as_printed_where_its_signs_are_lost() {
    let lost = "\u{FFFD}\u{FFFD} \u{FFFD} ab";
    let gappy = format!("{PROSE} \u{FFFD}");
    let at = [72.0, 80.0, 500.0, 90.0];
    assert_eq!(subjects(vec![block(BlockKind::Paragraph, lost, at)]), [Subject::LostText]);
    assert_eq!(subjects(vec![block(BlockKind::Paragraph, &gappy, at)]), [Subject::GappyText]);
    assert_eq!(subjects(vec![block(BlockKind::Paragraph, PROSE, at)]), []);
    assert_eq!(subjects(vec![block(BlockKind::RunningHead, lost, at)]), []);
}

#[test]
fn a_table_without_cells_is_shown_as_printed_first() {
    let at = [72.0, 80.0, 500.0, 180.0];
    assert_eq!(subjects(vec![block(BlockKind::Table, "a\tb\n1\t2", at)]), [Subject::Table]);
    for failed in ["a\nb\nc", "a\tb", "a\t\u{FFFD}\n\u{FFFD}\t2"] {
        assert_eq!(subjects(vec![block(BlockKind::Table, failed, at)]), [Subject::FailedTable], "{failed}");
    }
}

#[test]
fn a_page_without_text_is_one_picture_and_a_blank_jats_section_none() {
    let pictures = Picture::list(&page(1, Vec::new()));
    assert_eq!((pictures.len(), pictures[0].subject), (1, Subject::WholePage));
    let section = Page { width: 0.0, height: 0.0, ..page(1, Vec::new()) };
    assert!(Picture::list(&section).is_empty());
}

#[test]
fn badges_of_a_first_page_are_no_figures() {
    let badge = || block(BlockKind::Figure, "", [72.0, 700.0, 130.0, 730.0]);
    let text = || block(BlockKind::Paragraph, PROSE, [72.0, 80.0, 500.0, 90.0]);
    assert!(Picture::list(&page(1, vec![text(), badge()])).is_empty());
    assert_eq!(Picture::list(&page(2, vec![text(), badge()])).len(), 1);
}

#[test]
fn a_page_of_formulas_without_end_has_a_bounded_number_of_pictures() {
    let tops = (0_u8..200).map(|line| f32::from(line) * 40.0);
    let blocks = tops.map(|top| block(BlockKind::Figure, "", [50.0, top, 90.0, top + 20.0])).collect();
    let tall = Page { height: 9_000.0, ..page(2, blocks) };
    assert_eq!(Picture::list(&tall).len(), 80);
}

#[test]
fn a_page_that_is_mostly_lost_is_one_picture() {
    let lost = "\u{fffd}\u{fffd}\u{fffd}\u{fffd} ".repeat(120);
    let blocks = |text: &str| {
        let (one, two) = ([72.0, 80.0, 500.0, 99.0], [72.0, 120.0, 500.0, 300.0]);
        vec![block(BlockKind::Paragraph, text, one), block(BlockKind::Paragraph, &lost, two)]
    };
    assert_eq!(subjects(blocks("Juin 2013")), [Subject::WholePage]);
    assert!(!subjects(blocks(&PROSE.repeat(8))).contains(&Subject::WholePage));
    let few = "\u{fffd}".repeat(50);
    assert_eq!(subjects(vec![block(BlockKind::Paragraph, &few, [72.0, 80.0, 500.0, 99.0])]), [Subject::LostText]);
}
