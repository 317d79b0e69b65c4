//! Composite fonts whose codes are their CIDs and have a `ToUnicode` map.

use std::collections::HashMap;

use hayro_font::hayro_cmap::{BfString, CMap};
use hayro_syntax::object::dict::keys::{DESCENDANT_FONTS, DW, ENCODING, SUBTYPE, TYPE0, W};
use hayro_syntax::object::{Array, Dict, Name};

/// What the dictionary of a composite font tells (ISO 32000-2 tables 115 and 119).
pub(in crate::extract::pdf) struct CompositeFont {
    to_unicode: CMap,
    default_width: f32,
    widths: Vec<Run>,
}

/// Most widths of a run.
const MOST_WIDTHS: usize = 65_536;

/// Widths of CIDs in a row.
struct Run {
    first: u32,
    last: u32,
    /// One for each, or one for all.
    widths: Vec<f32>,
}

impl CompositeFont {
    /// Reads a font encoded by `Identity-H`.
    pub(super) fn new(dict: &Dict<'_>) -> Option<Self> {
        let is = |key: &[u8], wanted: &[u8]| dict.get::<Name<'_>>(key).is_some_and(|name| name.as_ref() == wanted);
        if !is(SUBTYPE, TYPE0) || !is(ENCODING, b"Identity-H") {
            return None;
        }
        let descendant = dict.get::<Array<'_>>(DESCENDANT_FONTS)?.iter::<Dict<'_>>().next()?;
        let default_width = descendant.get::<f32>(DW).unwrap_or(1_000.0);
        let widths = descendant.get::<Array<'_>>(W).map(|array| read_widths(&array)).unwrap_or_default();
        Some(Self { to_unicode: super::read_to_unicode(dict)?, default_width, widths })
    }

    pub(super) fn lookup(&self, code: u32) -> Option<(BfString, f32)> {
        let text = self.to_unicode.lookup_bf_string(code)?;
        // Where runs overlap the last one counts.
        let run = self.widths.iter().rev().find(|run| (run.first..=run.last).contains(&code));
        let width = run.and_then(|run| {
            let place = usize::try_from(code - run.first).ok()?;
            run.widths.get(place).or(run.widths.first()).copied()
        });
        Some((text, width.unwrap_or(self.default_width)))
    }
}

/// The widths that the descendant of a composite font lists, by CID.
pub(in crate::extract::pdf) fn listed_widths(descendant: &Dict<'_>) -> HashMap<u32, f64> {
    let runs = descendant.get::<Array<'_>>(W).map(|array| read_widths(&array)).unwrap_or_default();
    let each = |run: &Run| {
        let last = run.widths.last().copied().unwrap_or_default();
        let widths = run.widths.clone().into_iter().chain(std::iter::repeat(last));
        (run.first..=run.last).zip(widths).take(MOST_WIDTHS).map(|(cid, width)| (cid, f64::from(width))).collect()
    };
    runs.iter().flat_map(|run| -> Vec<(u32, f64)> { each(run) }).take(MOST_WIDTHS).collect()
}

/// The runs of a width array: `first [width …]` or `first last width`.
fn read_widths(array: &Array<'_>) -> Vec<Run> {
    let mut entries = array.flex_iter();
    let mut runs = Vec::new();
    loop {
        if let Some((first, widths)) = entries.next::<(u32, Array<'_>)>() {
            let widths: Vec<f32> = super::read_numbers(&widths, MOST_WIDTHS);
            let count = u32::try_from(widths.len()).unwrap_or(u32::MAX);
            if count > 0 {
                runs.push(Run { first, last: first.saturating_add(count - 1), widths });
            }
        } else if let Some((first, last, width)) = entries.next::<(u32, u32, f32)>() {
            runs.push(Run { first, last, widths: vec![width] });
        } else {
            return runs;
        }
    }
}

#[cfg(test)]
mod tests {
    use hayro_syntax::object::FromBytes;

    use super::*;

    #[test]
    fn widths_are_read_one_by_one_and_for_ranges() {
        let array = Array::from_bytes(b"[3 [250 300] 10 12 500 11 [600]]").unwrap();
        let to_unicode = b"1 begincodespacerange <0000> <FFFF> endcodespacerange \
                           1 beginbfrange <0000> <00FF> <0041> endbfrange";
        let to_unicode = CMap::parse(to_unicode, |_| None).unwrap();
        let font = CompositeFont { to_unicode, default_width: 1_000.0, widths: read_widths(&array) };
        let widths = [3, 4, 5, 10, 11, 12].map(|code| font.lookup(code).map(|(_, width)| width));
        assert_eq!(widths, [250.0, 300.0, 1_000.0, 500.0, 600.0, 500.0].map(Some));
        assert_eq!(font.lookup(1).map(|(text, _)| text), Some(BfString::Char('B')));
        assert_eq!(font.lookup(0x100), None);
    }
}
