//! Pages built from geometry.

use super::*;
use crate::extract::pdf::{ShapeKind, Style};

/// A page of A4 in the making.
#[derive(Default)]
pub(super) struct Sheet {
    glyphs: Vec<Glyph>,
    shapes: Vec<Shape>,
    titles: Vec<(u8, String)>,
}

impl Sheet {
    /// Writes a line; every character is half as wide as high.
    pub(super) fn write(mut self, x: f64, y: f64, size: f64, bold: bool, text: &str) -> Self {
        let style = Style { bold, ..Style::default() };
        let places = text.chars().zip(0_i32..).map(|(char, place)| (char, x + f64::from(place) * 0.5 * size));
        let glyph = |(char, x0)| Glyph { char, x0, x1: x0 + 0.5 * size, y, size, angle: 0, style, tag: None };
        // A space in front keeps lines apart as a file's own spaces do.
        self.glyphs.push(Glyph { char: ' ', x0: x, x1: x, y, size, angle: 0, style, tag: None });
        self.glyphs.extend(places.map(glyph));
        self
    }

    pub(super) fn text(self, x: f64, y: f64, text: &str) -> Self {
        self.write(x, y, 10.0, false, text)
    }

    pub(super) fn draw(mut self, kind: ShapeKind, [x0, y0, x1, y1]: [f64; 4]) -> Self {
        self.shapes.push(Shape { kind, x0, y0, x1, y1 });
        self
    }

    pub(super) fn done(self) -> RawPage {
        let Self { glyphs, shapes, titles } = self;
        gather(PageGlyphs { width: 595.0, height: 842.0, glyphs, shapes, label: None, titles })
    }
}

pub(super) fn blocks(sheets: Vec<Sheet>) -> Vec<(BlockKind, String)> {
    let laid = lay_out(sheets.into_iter().map(Sheet::done).collect(), &[]);
    let chunks = laid.iter().flat_map(|page| &page.chunks);
    chunks.map(|chunk| (chunk.kind, chunk.plain())).collect()
}

pub(super) fn of_kind(blocks: &[(BlockKind, String)], wanted: BlockKind) -> Vec<&str> {
    blocks.iter().filter(|(kind, _)| *kind == wanted).map(|(_, text)| text.as_str()).collect()
}

const FILLER: &str = "words that fill a line of this column well enough to be text";

/// Lines of running text from a height on.
pub(super) fn prose(mut sheet: Sheet, x: f64, from: f64, lines: i32) -> Sheet {
    for line in 0..lines {
        sheet = sheet.text(x, from + 12.0 * f64::from(line), FILLER);
    }
    sheet
}

#[test]
fn entries_with_hanging_indents_are_split() {
    let sheet = prose(Sheet::default(), 72.0, 100.0, 8)
        .write(72.0, 230.0, 12.0, true, "References")
        .text(72.0, 250.0, "Roy, A. and Côté, B. (2019). The ice of the river in winter and")
        .text(92.0, 262.0, "what it carries. Annals of Ice, 3(2), 11-19.")
        .text(72.0, 274.0, "Gagnon, C. (2021). Snow that falls at night. Annals of Ice, 5(1),")
        .text(92.0, 286.0, "1-9.")
        .text(72.0, 298.0, "Tran, D. (2022). A lake under wind. Annals of Ice, 6(1), 20-31.");
    let found = blocks(vec![sheet]);
    let entries = of_kind(&found, BlockKind::Reference);
    assert_eq!(entries.len(), 3, "{found:?}");
    assert!(entries[1].ends_with("1-9."), "{entries:?}");
}

#[test]
fn numbered_entries_go_on_over_the_page() {
    let first = prose(Sheet::default(), 72.0, 100.0, 8)
        .write(72.0, 230.0, 12.0, true, "Références")
        .text(72.0, 250.0, "1. A. Roy. La glace du fleuve. Annales de la glace, 2019.")
        .text(72.0, 262.0, "2. B. Côté. La neige qui tombe sur la ville en hiver et ce");
    let second = Sheet::default().text(84.0, 100.0, "qu'elle porte. Annales de la glace, 2020.").text(
        72.0,
        112.0,
        "3. C. Gagnon. Un lac sous le vent. Annales de la glace, 2021.",
    );
    let laid = lay_out(vec![first.done(), second.done()], &[]);
    let entries = laid.iter().flat_map(|page| &page.chunks).filter(|chunk| chunk.kind == BlockKind::Reference);
    let goes_on: Vec<bool> = entries.map(|chunk| chunk.continues).collect();
    assert_eq!(goes_on, [false, false, true, false]);
}

#[test]
fn headings_have_levels_and_theorems_are_none() {
    let sheet = Sheet::default().write(72.0, 60.0, 16.0, true, "The lake in winter");
    let sheet = prose(sheet.write(72.0, 90.0, 12.0, true, "1 Introduction"), 72.0, 110.0, 4);
    let sheet = sheet.write(72.0, 180.0, 11.0, true, "1.1 A heading that is long and").write(
        92.0,
        193.0,
        11.0,
        true,
        "Goes on below",
    );
    let sheet = prose(sheet, 72.0, 215.0, 4).write(72.0, 280.0, 10.0, true, "Theorem 1");
    let sheet = prose(sheet, 72.0, 300.0, 4).write(72.0, 370.0, 12.0, true, "2 Results");
    let found = blocks(vec![prose(sheet, 72.0, 390.0, 4)]);
    assert_eq!(of_kind(&found, BlockKind::Heading(1)), ["1 Introduction", "2 Results"]);
    assert_eq!(of_kind(&found, BlockKind::Heading(2)), ["1.1 A heading that is long and Goes on below"], "{found:?}");
}

#[test]
fn a_title_of_the_outline_is_a_heading_in_any_type() {
    let mut sheet = prose(Sheet::default(), 72.0, 100.0, 5).text(72.0, 190.0, "What the lake keeps");
    sheet.titles.push((2, "What the lake keeps".to_owned()));
    let found = blocks(vec![prose(sheet, 72.0, 230.0, 5)]);
    assert_eq!(of_kind(&found, BlockKind::Heading(2)), ["What the lake keeps"]);
}

#[test]
fn labels_in_a_figure_are_not_read_as_text() {
    let sheet = prose(Sheet::default(), 72.0, 100.0, 6)
        .draw(ShapeKind::Image, [100.0, 190.0, 400.0, 350.0])
        .write(150.0, 250.0, 7.0, false, "depth (m)")
        .text(72.0, 370.0, "Figure 1: The depth of the lake.");
    let found = blocks(vec![prose(sheet, 72.0, 420.0, 6)]);
    assert_eq!(of_kind(&found, BlockKind::Figure), ["depth (m)"]);
    let place = |kind| found.iter().position(|(own, _)| *own == kind).unwrap();
    assert_eq!(place(BlockKind::Figure) + 1, place(BlockKind::Caption), "{found:?}");
}

#[test]
fn text_between_rules_of_one_length_is_a_table() {
    let rule = |sheet: Sheet, y: f64| sheet.draw(ShapeKind::Rule, [100.0, y, 300.0, y + 0.5]);
    let sheet = rule(rule(rule(prose(Sheet::default(), 72.0, 100.0, 6), 200.0), 216.0), 246.0);
    let sheet = sheet.text(102.0, 211.0, "Lake").text(200.0, 211.0, "Depth").text(102.0, 227.0, "North");
    let sheet = sheet.text(200.0, 227.0, "12").text(102.0, 239.0, "South").text(200.0, 239.0, "31");
    let laid = lay_out(vec![prose(sheet, 72.0, 290.0, 6).done()], &[]);
    let table = laid[0].chunks.iter().find(|chunk| chunk.kind == BlockKind::Table).unwrap();
    let rows = grid(&table.lines, &table.rules, &Words::default()).rows;
    let rows: Vec<Vec<String>> = rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect();
    assert_eq!(rows, [["Lake", "Depth"], ["North", "12"], ["South", "31"]]);
    assert!(table.area.is_some());
}

#[test]
fn heads_that_change_are_set_apart() {
    let page = |head: &str| prose(Sheet::default().write(72.0, 40.0, 8.0, false, head), 72.0, 130.0, 20);
    let found = blocks(vec![page("A. Roy and B. Tran"), page("The ice of the river"), page("Appendix to the ice")]);
    assert_eq!(
        of_kind(&found, BlockKind::RunningHead),
        ["A. Roy and B. Tran", "The ice of the river", "Appendix to the ice"]
    );
}

#[test]
fn columns_of_other_pages_are_looked_for_on_a_page_of_short_lines() {
    let column = "words enough for one column of text";
    let mut sheets = Vec::new();
    for _ in 0..2 {
        let mut sheet = Sheet::default();
        for line in 0..30 {
            let y = 100.0 + 12.0 * f64::from(line);
            sheet = sheet.text(60.0, y, column).text(310.0, y, column);
        }
        sheets.push(sheet);
    }
    let mut short = Sheet::default();
    for line in 0..30 {
        let y = 100.0 + 12.0 * f64::from(line);
        let long = line % 5 == 0;
        short = short.text(60.0, y, if long { column } else { "left bits" });
        short = short.text(310.0, y + 5.0, if long { column } else { "right bits" });
    }
    sheets.push(short);
    let found: Vec<String> = blocks(sheets).into_iter().map(|(_, text)| text).collect();
    let text = found.join("\n");
    assert!(text.rfind("left bits").unwrap() < text.find("right bits").unwrap(), "{text}");
}

#[test]
fn a_mark_behind_a_name_is_not_part_of_it() {
    let sheet = Sheet::default().text(72.0, 100.0, "Tremblay").write(112.0, 96.0, 6.0, false, "2");
    let mut sheet = prose(sheet, 72.0, 150.0, 6);
    sheet.glyphs.retain(|glyph| glyph.char != ' ' || glyph.x0 < 100.0 || glyph.y > 120.0);
    let found = blocks(vec![sheet]);
    assert!(found.iter().any(|(_, text)| text == "Tremblay\u{202f}²"), "{found:?}");
}

#[test]
fn lines_whose_numbers_count_up_are_items_of_a_list() {
    let sheet = prose(Sheet::default(), 72.0, 100.0, 5)
        .text(84.0, 166.0, "1. Measure the snow of the yard on the first day of the month")
        .text(84.0, 178.0, "2. Measure it again on the last day")
        .text(84.0, 190.0, "3. Subtract one from the other");
    let found = blocks(vec![prose(sheet, 72.0, 214.0, 5)]);
    assert_eq!(of_kind(&found, BlockKind::ListItem).len(), 3, "{found:?}");
}

#[test]
fn a_figure_named_within_a_sentence_is_no_caption() {
    let sheet = prose(Sheet::default(), 72.0, 100.0, 5).text(72.0, 160.0, "Figure 3. It shows the lake.");
    let found = blocks(vec![prose(sheet, 72.0, 172.0, 3).text(72.0, 240.0, "Code 1: The lake is read.")]);
    assert_eq!(of_kind(&found, BlockKind::Caption), ["Code 1: The lake is read."], "{found:?}");
}

#[test]
fn small_type_that_ends_the_first_page_is_a_note() {
    let sheet = Sheet::default().write(72.0, 60.0, 16.0, true, "The lake in winter");
    let sheet = prose(sheet.write(72.0, 90.0, 12.0, true, "1 Introduction"), 72.0, 110.0, 45)
        .write(72.0, 700.0, 8.0, false, "Appearing in the Annals of Ice, volume 3.")
        .write(72.0, 710.0, 8.0, false, "Copyright of the authors, all of them.");
    let found = blocks(vec![sheet]);
    assert!(of_kind(&found, BlockKind::Footnote).concat().ends_with("all of them."), "{found:?}");
}
