//! What an embedded font program tells of its own glyphs, for fonts whose dictionaries do not say what they show.

use std::cell::OnceCell;
use std::collections::HashMap;

use hayro_font::FontData;
use skrifa::raw::ps::agl::name_to_chars;
use skrifa::{Font, GlyphId};

use super::mac_order;

/// Most entries of a character map that are read.
const MOST_MAPPINGS: usize = 200_000;

/// An embedded font program.
pub(super) struct Program {
    font: Font,
    mapped: OnceCell<HashMap<u32, char>>,
    ordered: OnceCell<bool>,
}

impl Program {
    pub(super) fn new(data: FontData) -> Option<Self> {
        Some(Self { font: Font::new(data, 0)?, mapped: OnceCell::new(), ordered: OnceCell::new() })
    }

    /// The characters of a glyph, by the font's own character map, its glyph names, or the order of its glyphs.
    pub(super) fn chars(&self, glyph: u32) -> Option<String> {
        if glyph == 0 {
            return None;
        }
        let mapped = self.mapped.get_or_init(|| self.read_map()).get(&glyph).copied().map(String::from);
        mapped.or_else(|| self.named(glyph)).or_else(|| {
            let ordered = *self.ordered.get_or_init(|| self.keeps_mac_order());
            mac_order::char(glyph).filter(|_| ordered).map(String::from)
        })
    }

    /// The advance of a glyph in thousandths of the type size.
    pub(super) fn advance(&self, glyph: u32) -> Option<f64> {
        let units = f64::from(self.font.units_per_em());
        let advance = f64::from(self.font.glyph_metrics().h_advance(GlyphId::new(glyph)));
        (units > 0.0 && advance > 0.0).then(|| advance * 1_000.0 / units)
    }

    /// The Unicode map turned round; a glyph of several characters stands for the first. Maps of symbol fonts and of
    /// single bytes are left out: subsets number their glyphs in them as they like.
    fn read_map(&self) -> HashMap<u32, char> {
        let charmap = self.font.charmap();
        let mut chars = HashMap::new();
        if charmap.unicode_is_symbol() || charmap.unicode_is_mac_roman() {
            return chars;
        }
        for (code, glyph) in charmap.unicodes().take(MOST_MAPPINGS) {
            let Some(char) = char::from_u32(code).filter(|char| !is_private(*char)) else { continue };
            let known = chars.entry(glyph.to_u32()).or_insert(char);
            *known = char.min(*known);
        }
        chars
    }

    fn named(&self, glyph: u32) -> Option<String> {
        let name = self.font.glyph_name(GlyphId::new(glyph)).filter(|name| !name.is_synthesized())?;
        let text: String = name_to_chars(name.as_str()).collect();
        (!text.is_empty()).then_some(text)
    }

    /// Whether the glyphs stand in the order that most Windows fonts share with the Macintosh, as told by widths:
    /// figures are even, an "l" is narrower than an "m" and an "I" than an "M". Subsets that keep their glyphs'
    /// places keep the widths too.
    fn keeps_mac_order(&self) -> bool {
        let metrics = self.font.glyph_metrics();
        let width = |char: char| {
            let glyph = GlyphId::new(mac_order::glyph(char)?);
            Some(metrics.h_advance(glyph)).filter(|width| *width > 0.0)
        };
        let narrower = |left, right| width(left).zip(width(right)).is_some_and(|(left, right)| left * 1.5 < right);
        let even = ('1'..='9').all(|figure| width(figure).is_some() && width(figure) == width('0'));
        self.font.num_glyphs() > 257 && even && narrower('l', 'm') && narrower('I', 'M') && narrower('i', 'w')
    }
}

fn is_private(char: char) -> bool {
    matches!(char, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}
