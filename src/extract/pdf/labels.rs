//! Page labels (ISO 32000-2 §12.4.2): what the pages of a file are called in print.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};

use super::text_string;

/// Deepest nesting of the number tree that is followed.
const DEEPEST: usize = 16;
/// Most ranges of labels that are read.
const MOST_RANGES: usize = 4_096;
/// Longest label in characters; what is longer is damaged.
const LONGEST: usize = 32;

/// A run of pages that are labelled alike.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Range {
    /// First page, counted from 0.
    page: usize,
    style: Style,
    prefix: String,
    first: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    None,
    Decimal,
    Roman { upper: bool },
    Letters { upper: bool },
}

/// The labels of all pages in their order; empty when the file gives none.
pub(super) fn read(pdf: &Pdf) -> Vec<String> {
    let xref = pdf.xref();
    let tree = xref.get::<Dict<'_>>(xref.root_id()).and_then(|catalog| catalog.get::<Dict<'_>>("PageLabels"));
    let Some(tree) = tree else { return Vec::new() };
    let mut ranges = Vec::new();
    collect(&tree, 0, &mut ranges);
    ranges.sort_by_key(|range| range.page);
    if ranges.is_empty() { Vec::new() } else { (0..pdf.pages().len()).map(|page| label(&ranges, page)).collect() }
}

fn collect(node: &Dict<'_>, depth: usize, ranges: &mut Vec<Range>) {
    if depth > DEEPEST || ranges.len() > MOST_RANGES {
        return;
    }
    let numbers = node.get::<Array<'_>>("Nums");
    let mut parts = numbers.iter().flat_map(Array::iter::<Object<'_>>);
    while let (Some(page), Some(dict)) = (parts.next(), parts.next()) {
        let page = page.into_i32().and_then(|page| usize::try_from(page).ok());
        if let (Some(page), Some(dict)) = (page, dict.into_dict()) {
            ranges.push(range(page, &dict));
        }
    }
    let kids = node.get::<Array<'_>>("Kids");
    for kid in kids.iter().flat_map(Array::iter::<Dict<'_>>) {
        collect(&kid, depth + 1, ranges);
    }
}

fn range(page: usize, dict: &Dict<'_>) -> Range {
    let style = match dict.get::<Name<'_>>("S").as_deref() {
        Some(b"D") => Style::Decimal,
        Some(b"R") => Style::Roman { upper: true },
        Some(b"r") => Style::Roman { upper: false },
        Some(b"A") => Style::Letters { upper: true },
        Some(b"a") => Style::Letters { upper: false },
        _ => Style::None,
    };
    let prefix = dict.get::<PdfString<'_>>("P").map(|text| text_string::decode(text.as_bytes())).unwrap_or_default();
    Range { page, style, prefix, first: dict.get::<u32>("St").unwrap_or(1) }
}

fn label(ranges: &[Range], page: usize) -> String {
    let Some(range) = ranges.iter().rev().find(|range| range.page <= page) else { return String::new() };
    let number = range.first.saturating_add(u32::try_from(page - range.page).unwrap_or(u32::MAX));
    let count = match range.style {
        Style::None => String::new(),
        Style::Decimal => number.to_string(),
        Style::Roman { upper } => cased(roman(number), upper),
        Style::Letters { upper } => cased(letters(number), upper),
    };
    let label = format!("{}{count}", range.prefix);
    if label.chars().count() > LONGEST { String::new() } else { label }
}

fn cased(text: String, upper: bool) -> String {
    if upper { text.to_uppercase() } else { text }
}

fn roman(number: u32) -> String {
    const VALUES: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut left = number.min(9_999);
    let mut text = String::new();
    for (value, sign) in VALUES {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

/// a to z, then aa to zz, as ISO 32000-2, table 161, counts.
fn letters(number: u32) -> String {
    let Some(place) = number.checked_sub(1) else { return String::new() };
    let letter = u8::try_from(place % 26).map_or('a', |offset| char::from(b'a' + offset));
    let times = usize::try_from(place / 26 + 1).unwrap_or(1).min(LONGEST + 1);
    std::iter::repeat_n(letter, times).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_style_counts_as_the_standard_says() {
        let range = |style, first| vec![Range { page: 0, style, prefix: "A-".to_owned(), first }];
        assert_eq!(label(&range(Style::Decimal, 101), 2), "A-103");
        assert_eq!(label(&range(Style::Roman { upper: false }, 1), 3), "A-iv");
        assert_eq!(label(&range(Style::Letters { upper: true }, 1), 27), "A-BB");
        assert_eq!(label(&range(Style::None, 1), 5), "A-");
    }

    #[test]
    fn pages_before_the_first_range_have_no_label() {
        let ranges = vec![Range { page: 2, style: Style::Decimal, prefix: String::new(), first: 1 }];
        assert_eq!((label(&ranges, 1), label(&ranges, 2)), (String::new(), "1".to_owned()));
    }
}
