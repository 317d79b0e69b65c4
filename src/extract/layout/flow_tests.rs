//! How running text flows: lists, captions over columns, paragraphs over pages.

use super::tests::{Sheet, blocks, of_kind, prose};
use super::*;

#[test]
fn numbered_items_are_items_over_what_stands_between_them() {
    let sheet = prose(Sheet::default(), 72.0, 100.0, 4)
        .text(72.0, 160.0, "The lake was read in these three steps :")
        .text(86.0, 178.0, "1. The depth was taken at noon ;")
        .text(86.0, 196.0, "2. Snow was weighed twice :")
        .text(100.0, 212.0, "– once in the morning ;")
        .text(100.0, 228.0, "– once at night.")
        .text(86.0, 246.0, "3. Ice was cut.");
    let found = blocks(vec![prose(sheet, 72.0, 280.0, 6)]);
    let items = of_kind(&found, BlockKind::ListItem);
    assert_eq!(items.iter().filter(|item| item.starts_with(['1', '2', '3'])).count(), 3, "{found:?}");
}

#[test]
fn a_paragraph_goes_on_with_a_capital_where_its_last_line_is_full() {
    let line = "The ice of the river in winter and what it carries to the sea by";
    let last = |text: &str| prose(Sheet::default(), 72.0, 100.0, 6).text(72.0, 172.0, line).text(72.0, 184.0, text);
    let next = || prose(Sheet::default().text(72.0, 100.0, "Tadoussac is known. It was read by all."), 72.0, 124.0, 6);
    let continues = |text: &str| {
        let laid = lay_out(vec![last(text).done(), next().done()], &[]);
        laid.get(1).and_then(|page| page.chunks.first()).map(|chunk| chunk.continues)
    };
    assert_eq!(continues(line), Some(true));
    assert_eq!(continues("The ice of the river in winter and what it carries to the sea."), Some(false));
    assert_eq!(continues("the way of"), Some(false), "a short line ends its paragraph");
}

#[test]
fn lines_that_end_where_the_next_word_had_room_are_paragraphs_of_their_own() {
    let sheet = prose(Sheet::default(), 72.0, 100.0, 5)
        .text(72.0, 172.0, "d - depth of the snow")
        .text(72.0, 184.0, "w - its weight")
        .text(72.0, 196.0, "t - the time of the day");
    let found = blocks(vec![prose(Sheet::default(), 72.0, 100.0, 5), prose(sheet, 72.0, 220.0, 5)]);
    let terms = of_kind(&found, BlockKind::Paragraph).into_iter().filter(|text| text.contains(" - ")).count();
    assert_eq!(terms, 3, "{found:?}");
}

#[test]
fn a_dash_opens_an_item_behind_a_short_line_and_stands_within_the_sentence_of_a_full_one() {
    let after = |line: &str, x: f64, text: &str| {
        let sheet = prose(Sheet::default(), 72.0, 100.0, 4).text(72.0, 160.0, line).text(x, 172.0, text);
        let found = blocks(vec![prose(sheet.text(x, 184.0, "– the weight of the snow ;"), 72.0, 220.0, 4)]);
        of_kind(&found, BlockKind::ListItem).len()
    };
    assert_eq!(after("What is measured", 86.0, "– the depth of the ice ;"), 2);
    let full = "The ice of the river was measured in the winter of this year";
    assert_eq!(after(full, 72.0, "– and of the one before –, as it is"), 1);
}

/// The texts of a document as they are read, each with whether it goes on from the one before.
fn flow(sheets: Vec<Sheet>) -> Vec<(String, bool)> {
    let laid = lay_out(sheets.into_iter().map(Sheet::done).collect(), &[]);
    let chunks = laid.iter().flat_map(|page| &page.chunks);
    chunks.map(|chunk| (chunk.first_text().to_owned(), chunk.continues)).collect()
}

/// The place of the text that begins so.
fn place_of(flow: &[(String, bool)], start: &str) -> usize {
    flow.iter().position(|(text, _)| text.starts_with(start)).unwrap()
}

#[test]
fn a_paragraph_goes_on_over_labels_that_look_like_text() {
    let first = prose(Sheet::default(), 72.0, 100.0, 6).text(
        72.0,
        172.0,
        "The snow of the mountain is read at dawn and at night by those of",
    );
    let next = Sheet::default()
        .write(200.0, 80.0, 7.0, false, "Snow at dawn")
        .write(200.0, 90.0, 7.0, false, "Snow at night")
        .text(150.0, 120.0, "Figure 1: The snow of the mountain.");
    let next =
        prose(next.text(72.0, 160.0, "the village who know it well, as is told in all that was read"), 72.0, 172.0, 6);
    let read = flow(vec![first, next]);
    let place = place_of(&read, "the village");
    assert!(read[place].1, "{read:?}");
    assert!(place < place_of(&read, "Snow at dawn"), "{read:?}");
}

#[test]
fn the_half_of_a_word_finds_the_other_one_over_the_lines_of_an_algorithm() {
    let first = prose(Sheet::default(), 72.0, 100.0, 6).text(
        72.0,
        172.0,
        "The measure of the glacier was not enough, and it is the mea-",
    );
    let next = Sheet::default().text(72.0, 80.0, "Algorithm 1: Reading of the snow and of the ice of a lake").text(
        72.0,
        110.0,
        "Output: the depth of the ice.",
    );
    let next =
        prose(next.text(72.0, 160.0, "sure that is taken in all the winters of which we know by now"), 72.0, 172.0, 6);
    let read = flow(vec![first, next]);
    let place = place_of(&read, "sure that");
    assert!(read[place].1, "{read:?}");
    assert!(place < place_of(&read, "Output"), "{read:?}");
}

#[test]
fn a_short_end_before_a_float_waits_for_nothing() {
    let first = prose(Sheet::default(), 72.0, 100.0, 6).text(72.0, 172.0, "The snow is read");
    let next = Sheet::default().text(72.0, 80.0, "Table 1: The depth of the snow.").text(72.0, 110.0, "It is deep.");
    let next = prose(next.text(72.0, 160.0, "in what follows is told what it was in winter."), 72.0, 172.0, 6);
    let read = flow(vec![first, next]);
    assert!(!read[place_of(&read, "in what follows")].1, "{read:?}");
}

#[test]
fn in_justified_text_a_line_that_stops_before_the_edge_ends_its_paragraph() {
    let after = |line: &str| {
        let sheet = prose(Sheet::default(), 72.0, 100.0, 4).text(72.0, 148.0, line);
        let found = blocks(vec![prose(
            sheet.text(72.0, 160.0, "Snow that fills a line of this column well enough to be it"),
            72.0,
            172.0,
            4,
        )]);
        of_kind(&found, BlockKind::Paragraph).len()
    };
    assert_eq!(after("The snow of the mountain is read at dawn by all of us."), 2);
    assert_eq!(after("The snow of the mountain is read at dawn by all of us, B."), 1);
    assert_eq!(after("The snow of the mountain is read at dawn and at night by them."), 1);
}

#[test]
fn a_sign_without_meaning_before_a_gap_is_a_bullet() {
    let items = [(160.0, "the depth of the ice is taken"), (172.0, "snow is weighed"), (184.0, "all is told")];
    let mut sheet = prose(Sheet::default(), 72.0, 100.0, 5);
    for (y, text) in items {
        sheet = sheet.text(90.0, y, "\u{fffd}").text(108.0, y, text);
    }
    let found = blocks(vec![prose(sheet, 72.0, 200.0, 5)]);
    assert_eq!(of_kind(&found, BlockKind::ListItem).len(), 3, "{found:?}");
}
