//! Rows and cells of tables, of lines whose characters are half as wide as high.

use super::*;

fn span(text: &str, x0: f64, y: f64) -> Span {
    Span { space_before: true, ..Span::plain(text, x0, y) }
}

/// Lines at heights, each of texts with their left edges.
fn table(lines: &[(f64, &[(&str, f64)])]) -> Vec<Vec<String>> {
    let line =
        |(y, cells): &(f64, &[(&str, f64)])| Line::new(cells.iter().map(|(text, x0)| span(text, *x0, *y)).collect());
    texts(&grid(&lines.iter().map(line).collect::<Vec<Line>>(), &Rules::default(), &Words::default()))
}

fn texts(grid: &Grid) -> Vec<Vec<String>> {
    grid.rows.iter().map(|row| row.iter().map(|cell| cell.text.clone()).collect()).collect()
}

#[test]
fn lines_that_stand_nearer_than_rows_are_one_row() {
    let found = table(&[
        (0.0, &[("Lake", 0.0), ("What was done", 100.0)]),
        (20.0, &[("North", 0.0), ("Snow was", 100.0)]),
        (32.0, &[("shore", 0.0), ("weighed", 100.0)]),
        (44.0, &[("at noon", 100.0)]),
        (64.0, &[("South", 0.0), ("Nothing", 100.0)]),
    ]);
    assert_eq!(found, [["Lake", "What was done"], ["North shore", "Snow was weighed at noon"], ["South", "Nothing"]]);
}

#[test]
fn full_rows_are_not_joined_however_near_they_stand() {
    let found = table(&[
        (0.0, &[("Lake", 0.0), ("Depth", 100.0)]),
        (20.0, &[("North", 0.0), ("12", 100.0)]),
        (32.0, &[("South", 0.0), ("31", 100.0)]),
        (44.0, &[("West", 0.0), ("7", 100.0)]),
    ]);
    assert_eq!(found, [["Lake", "Depth"], ["North", "12"], ["South", "31"], ["West", "7"]]);
}

#[test]
fn words_that_had_no_room_go_on_with_the_cell_above() {
    let found = table(&[
        (0.0, &[("Step", 0.0), ("What is read", 100.0)]),
        (12.0, &[("One", 0.0), ("The depth of the snow", 100.0)]),
        (24.0, &[("behind the house", 100.0)]),
        (36.0, &[("Two", 0.0), ("The ice", 100.0)]),
    ]);
    assert_eq!(
        found,
        [["Step", "What is read"], ["One", "The depth of the snow behind the house"], ["Two", "The ice"]]
    );
    let list = table(&[
        (0.0, &[("Kind", 0.0), ("Name", 100.0)]),
        (12.0, &[("Fish", 0.0), ("trout", 100.0)]),
        (24.0, &[("pike", 100.0)]),
        (36.0, &[("Birds", 0.0), ("loon", 100.0)]),
    ]);
    assert_eq!(list.len(), 4, "single words are entries: {list:?}");
}

#[test]
fn a_label_between_two_rows_belongs_to_the_first_of_them() {
    let found = table(&[
        (0.0, &[("Lake", 0.0), ("Depth", 60.0), ("Year", 120.0)]),
        (12.0, &[("12", 60.0), ("2001", 120.0)]),
        (18.0, &[("North", 0.0)]),
        (24.0, &[("14", 60.0), ("2002", 120.0)]),
    ]);
    assert_eq!(found, [["Lake", "Depth", "Year"], ["North", "12", "2001"], ["", "14", "2002"]]);
}

#[test]
fn a_heading_over_two_columns_is_no_column() {
    let found = table(&[
        (0.0, &[("French", 72.0), ("English", 172.0)]),
        (12.0, &[("Set", 0.0), ("P", 60.0), ("R", 110.0), ("P", 160.0), ("R", 210.0)]),
        (24.0, &[("one", 0.0), (".91", 60.0), (".82", 110.0), (".73", 160.0), (".64", 210.0)]),
        (36.0, &[("two", 0.0), (".92", 60.0), (".83", 110.0), (".74", 160.0), (".65", 210.0)]),
        (48.0, &[("three", 0.0), (".93", 60.0), (".84", 110.0), (".75", 160.0), (".66", 210.0)]),
    ]);
    assert!(found.iter().all(|row| row.len() == 5), "{found:?}");
    assert_eq!(found[3], ["two", ".92", ".83", ".74", ".65"]);
}

#[test]
fn columns_near_each_other_are_told_by_their_flush_cells() {
    let wide = |text: &str| text.replace('|', &WIDE_SPACE.to_string());
    let rows = ["Kind|Depth", "Lake|12 m", "Pond|14 m", "Hole|17 m"];
    let line = |(at, text): (i32, &str)| Line::new(vec![span(&wide(text), 0.0, 12.0 * f64::from(at))]);
    let lines: Vec<Line> = (0..).zip(rows).map(line).collect();
    let found = texts(&grid(&lines, &Rules::default(), &Words::default()));
    assert_eq!(found, [["Kind", "Depth"], ["Lake", "12 m"], ["Pond", "14 m"], ["Hole", "17 m"]]);
}

#[test]
fn a_number_in_the_first_line_of_each_row_tells_where_evenly_set_rows_begin() {
    let found = table(&[
        (0.0, &[("Season", 0.0), ("Visit", 80.0), ("What was done", 120.0)]),
        (12.0, &[("Winter", 0.0), ("1", 80.0), ("The snow was", 120.0)]),
        (24.0, &[("on ice", 0.0), ("weighed twice", 120.0)]),
        (36.0, &[("2", 80.0), ("Holes were cut", 120.0)]),
        (48.0, &[("and measured", 120.0)]),
        (60.0, &[("Spring", 0.0), ("3", 80.0), ("Nothing at all", 120.0)]),
    ]);
    assert_eq!(found.len(), 4);
    assert_eq!(found[1], ["Winter on ice", "1", "The snow was weighed twice"]);
    assert_eq!(found[2], ["", "2", "Holes were cut and measured"]);
}

#[test]
fn texts_that_begin_again_below_a_gap_tell_where_evenly_set_rows_begin() {
    let found = table(&[
        (0.0, &[("Lakes of the", 0.0), ("They were seen by the", 100.0)]),
        (12.0, &[("high plateau", 0.0), ("people of the villages", 100.0)]),
        (24.0, &[("and all the year round", 100.0)]),
        (36.0, &[("Rivers of a", 0.0), ("Boats went down them,", 100.0)]),
        (48.0, &[("low country", 0.0), ("with salt and with wool", 100.0)]),
        (60.0, &[("for the markets there", 100.0)]),
        (72.0, &[("Wells dug in", 0.0), ("The water was measured", 100.0)]),
        (84.0, &[("dry valleys", 0.0), ("by the same five people", 100.0)]),
    ]);
    assert_eq!(found.len(), 3);
    assert_eq!(
        found[1],
        ["Rivers of a low country", "Boats went down them, with salt and with wool for the markets there"]
    );
}

/// The headings over several columns of a table with some short rules, each by its edges and height.
fn spans(lines: &[(f64, &[(&str, f64)])], rules: &[(f64, f64, f64)]) -> Vec<(usize, usize, usize)> {
    let line =
        |(y, cells): &(f64, &[(&str, f64)])| Line::new(cells.iter().map(|(text, x0)| span(text, *x0, *y)).collect());
    let rule = |(x0, x1, y): &(f64, f64, f64)| Shape {
        kind: crate::extract::pdf::ShapeKind::Rule,
        x0: *x0,
        y0: *y,
        x1: *x1,
        y1: y + 0.5,
    };
    let rules = Rules { rows: Vec::new(), parts: rules.iter().map(rule).collect() };
    let found = grid(&lines.iter().map(line).collect::<Vec<Line>>(), &rules, &Words::default());
    found.spans.iter().map(|span| (span.row, span.column, span.columns)).collect()
}

const BELOW: [(f64, &[(&str, f64)]); 4] = [
    (12.0, &[("Set", 0.0), ("P", 60.0), ("R", 110.0), ("P", 160.0), ("R", 210.0)]),
    (24.0, &[("one", 0.0), (".91", 60.0), (".82", 110.0), (".73", 160.0), (".64", 210.0)]),
    (36.0, &[("two", 0.0), (".92", 60.0), (".83", 110.0), (".74", 160.0), (".65", 210.0)]),
    (48.0, &[("three", 0.0), (".93", 60.0), (".84", 110.0), (".75", 160.0), (".66", 210.0)]),
];

#[test]
fn headings_between_two_columns_stand_over_both() {
    let lines = [&[(0.0, [("French", 77.0), ("English", 175.0)].as_slice())], BELOW.as_slice()].concat();
    assert_eq!(spans(&lines, &[]), [(0, 1, 2), (0, 3, 2)]);
}

#[test]
fn a_rule_below_a_heading_tells_its_columns() {
    let lines = [&[(0.0, [("Both", 109.0)].as_slice())], BELOW.as_slice()].concat();
    assert_eq!(spans(&lines, &[(58.0, 180.0, 4.0)]), [(0, 1, 3)]);
    assert_eq!(spans(&lines, &[]), []);
}

#[test]
fn a_heading_above_the_words_of_one_column_stands_over_no_other() {
    let lines = [&[(0.0, [("Mean", 104.0)].as_slice())], BELOW.as_slice()].concat();
    assert_eq!(spans(&lines, &[(105.0, 125.0, 4.0)]), []);
}

#[test]
fn a_name_of_a_group_of_rows_stands_over_all_columns() {
    let name = (30.0, [("Lakes of the whole plateau", 0.0)].as_slice());
    let lines = [&BELOW[..2], &[name], &BELOW[2..]].concat();
    assert_eq!(spans(&lines, &[]), [(2, 0, 5)]);
}
