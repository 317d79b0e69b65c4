//! First pages and tables as publishers and word processors rule them.

use super::tests::{Sheet, blocks, of_kind, prose};
use crate::domain::extraction::BlockKind;
use crate::extract::pdf::ShapeKind;

fn rule(sheet: Sheet, y: f64) -> Sheet {
    sheet.draw(ShapeKind::Rule, [72.0, y, 523.0, y + 0.5])
}

#[test]
fn a_ruled_table_may_have_cells_of_several_lines() {
    let row = |sheet: Sheet, y: f64, name: &str| {
        rule(sheet, y)
            .text(76.0, y + 12.0, name)
            .text(180.0, y + 12.0, "what it means is told in a cell of")
            .text(180.0, y + 24.0, "two or")
            .text(180.0, y + 36.0, "three lines")
            .text(450.0, y + 12.0, "12")
    };
    let mut sheet = prose(Sheet::default(), 72.0, 100.0, 5);
    for (y, name) in [(200.0, "Ice"), (245.0, "Snow"), (290.0, "Frost"), (335.0, "Hail")] {
        sheet = row(sheet, y, name);
    }
    let found = blocks(vec![prose(rule(sheet, 380.0), 72.0, 420.0, 5)]);
    let tables = of_kind(&found, BlockKind::Table);
    assert_eq!(tables.len(), 1, "{found:?}");
    assert!(tables[0].contains("Frost") && tables[0].contains("three lines"), "{tables:?}");
}

#[test]
fn rules_around_the_head_of_an_article_make_no_table() {
    let sheet = Sheet::default()
        .write(150.0, 60.0, 8.0, false, "Letters of the Ice 12 (2024) 110982")
        .write(160.0, 100.0, 18.0, true, "Letters of the Ice")
        .write(200.0, 120.0, 8.0, false, "journal homepage: www.example.org/ice");
    let sheet = rule(rule(sheet, 75.0), 130.0)
        .write(72.0, 170.0, 15.0, false, "The thin ice of a populated shore")
        .text(72.0, 200.0, "Ana Roy, Luc Gagnon");
    let mut sheet = rule(sheet, 215.0).write(72.0, 230.0, 8.0, false, "A R T I C L E   I N F O").write(
        230.0,
        230.0,
        8.0,
        false,
        "A B S T R A C T",
    );
    for (place, text) in ["Article history:", "Received 3 May 2024", "Keywords:", "Ice", "Shore"].iter().enumerate() {
        sheet = sheet.write(72.0, 245.0 + 9.7 * f64::from(u32::try_from(place).unwrap()), 7.0, false, text);
    }
    for line in 0..9_u32 {
        let text = "the ice of the river is thin where people live beside it all";
        sheet = sheet.write(230.0, 245.0 + 11.0 * f64::from(line), 8.0, false, text);
    }
    let found = blocks(vec![prose(rule(sheet, 350.0), 72.0, 380.0, 20)]);
    assert!(of_kind(&found, BlockKind::Table).is_empty(), "{found:?}");
    assert_eq!(of_kind(&found, BlockKind::Title), ["The thin ice of a populated shore"], "{found:?}");
}

#[test]
fn the_lines_of_a_typescript_are_no_running_heads() {
    let page = |first: &str| {
        let mut sheet = Sheet::default().text(72.0, 80.0, first);
        for (line, word) in (1..).zip(first.split(' ').cycle().take(19)) {
            sheet = sheet.text(72.0, 80.0 + 24.0 * f64::from(line), &format!("{word} of which {first}"));
        }
        sheet
    };
    let pages = [
        "Ice is thin where the river runs",
        "Snow is deep where the wood ends",
        "Frost comes late to all of the shore",
    ];
    let found = blocks(pages.into_iter().map(page).collect());
    assert!(of_kind(&found, BlockKind::RunningHead).is_empty(), "{found:?}");
}

#[test]
fn three_columns_of_names_stand_above_two_columns_of_text() {
    let mut sheet = Sheet::default().write(150.0, 60.0, 18.0, true, "Maps of the thin ice");
    for (y, cells) in [
        (90.0, ["Ana Roy", "Luc Gagnon", "Mia Tran"]),
        (102.0, ["Laval", "McGill University", "Montreal"]),
        (114.0, ["ana@example.org", "luc@example.org", "mia@example.org"]),
    ] {
        for (x, cell) in [(80.0, cells[0]), (250.0, cells[1]), (430.0, cells[2])] {
            sheet = sheet.text(x, y, cell);
        }
    }
    for line in 0..30_i32 {
        let y = 150.0 + 12.0 * f64::from(line);
        sheet = sheet.text(72.0, y, "words of the left column that fill it").text(
            310.0,
            y,
            "words of the right one that fill it too",
        );
    }
    let found = blocks(vec![sheet]);
    let at = |wanted: &str| found.iter().position(|(_, text)| text.contains(wanted)).unwrap();
    assert!(at("mia@example.org") < at("left column"), "{found:?}");
}
