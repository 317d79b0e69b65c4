//! Fonts read from their dictionaries alone.
//!
//! Most fonts of most articles need no more, and font programs are the dearest part of a font to read. A code that the
//! dictionary leaves open is left to the program.

mod built_in;
mod composite;
mod simple;

use hayro_font::hayro_cmap::{BfString, CMap, load_embedded};
use hayro_syntax::object::dict::keys::TO_UNICODE;
use hayro_syntax::object::{Array, Dict, Stream};

pub(super) use composite::listed_widths;

use composite::CompositeFont;
use simple::SimpleFont;

use super::scan;

/// Most bytes of a `ToUnicode` map.
const MOST_MAP_BYTES: u64 = 4 << 20;

/// What the dictionary of a font tells.
pub(super) enum DictionaryFont<'a> {
    Simple(SimpleFont<'a>),
    Composite(CompositeFont),
}

impl<'a> DictionaryFont<'a> {
    pub(super) fn new(dict: &Dict<'a>) -> Option<Self> {
        SimpleFont::new(dict).map(Self::Simple).or_else(|| CompositeFont::new(dict).map(Self::Composite))
    }

    /// The code at an offset and its length in bytes.
    pub(super) fn read_code(&self, bytes: &[u8], offset: usize) -> (u32, usize) {
        match (self, bytes.get(offset..).unwrap_or_default()) {
            (Self::Simple(_), [code, ..]) => (u32::from(*code), 1),
            (Self::Composite(_), [high, low, ..]) => (u32::from(*high) << 8 | u32::from(*low), 2),
            _ => (0, 1),
        }
    }

    /// The text and the advance in thousandths of a code; `None` where the font's program has to be asked.
    pub(super) fn lookup(&self, code: u32) -> Option<(BfString, f32)> {
        match self {
            Self::Simple(font) => font.lookup(code),
            Self::Composite(font) => font.lookup(code),
        }
    }
}

/// The numbers of an array, at most so many.
fn read_numbers(array: &Array<'_>, most: usize) -> Vec<f32> {
    #[expect(clippy::cast_possible_truncation, reason = "widths are small; precision beyond f32 has no meaning")]
    let narrow = |numbers: Vec<f64>| numbers.into_iter().take(most).map(|number| number as f32).collect();
    scan::numbers(array.data()).map_or_else(|| array.iter::<f32>().take(most).collect(), narrow)
}

fn read_to_unicode(dict: &Dict<'_>) -> Option<CMap> {
    let data = super::size::decode(&dict.get::<Stream<'_>>(TO_UNICODE)?, MOST_MAP_BYTES).ok()?;
    CMap::parse(&data, load_embedded)
}
