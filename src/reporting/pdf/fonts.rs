//! The two faces of a report: which glyph stands for a letter, how wide text is, where lines break.

use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};
use unicode_normalization::UnicodeNormalization;

use super::Error;

/// What stands for a letter that the font lacks (Unicode 16, U+FFFD).
const MISSING: char = '\u{fffd}';

/// A face of the font.
pub(super) struct Face {
    data: &'static [u8],
    font: FontRef<'static>,
    units: f32,
}

/// A glyph: its number, its advance in ems, the letter's place in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub(super) id: u32,
    pub(super) advance: f32,
    pub(super) place: std::ops::Range<usize>,
}

impl Face {
    pub(super) fn new(data: &'static [u8]) -> Result<Self, Error> {
        let font = FontRef::new(data).map_err(|error| Error::Pdf(format!("the font cannot be read: {error}")))?;
        let units = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        Ok(Self { data, font, units })
    }

    pub(super) fn data(&self) -> &'static [u8] {
        self.data
    }

    fn metrics(&self) -> GlyphMetrics<'static> {
        self.font.glyph_metrics(Size::unscaled(), LocationRef::default())
    }

    /// The glyphs of a text, one a letter.
    pub(super) fn glyphs(&self, text: &str) -> Vec<Glyph> {
        let (letters, metrics) = (self.font.charmap(), self.metrics());
        let glyph = |(start, letter): (usize, char)| {
            let id = letters.map(letter).or_else(|| letters.map(MISSING)).unwrap_or_default();
            let advance = metrics.advance_width(id).unwrap_or_default() / self.units;
            Glyph { id: id.to_u32(), advance, place: start..start + letter.len_utf8() }
        };
        text.char_indices().map(glyph).collect()
    }

    /// Width of a text at a size, in points.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        self.glyphs(text).iter().map(|glyph| glyph.advance * size).sum()
    }

    /// Breaks a text into lines of at most a width: between words, or within one that is too long for a line.
    pub(super) fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let text = plain(text);
        let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0.0);
        let space = self.width(" ", size);
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let wide = self.width(word, size);
            if !line.is_empty() && used + space + wide > width {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if !line.is_empty() {
                line.push(' ');
                used += space;
            }
            if wide <= width {
                line.push_str(word);
                used += wide;
                continue;
            }
            for letter in word.chars() {
                let wide = self.width(letter.encode_utf8(&mut [0; 4]), size);
                if used + wide > width && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(letter);
                used += wide;
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}

/// A text as it is drawn: composed letters, and a space for whatever cannot be seen.
fn plain(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{ad}')
    };
    text.nfc().map(|c| if hidden(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_all_words_and_none_is_too_wide() {
        let face = Face::new(dejavu::sans_condensed::regular()).unwrap();
        let text = format!("une phrase de quelques mots, puis {} et la fin", "très".repeat(60));
        let lines = face.lines(&text, 9.0, 120.0);
        assert!(lines.iter().all(|line| face.width(line, 9.0) <= 120.5), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        assert!(face.lines(" \u{0} ", 9.0, 120.0).is_empty());
    }

    #[test]
    fn letters_of_french_and_the_signs_of_figures_are_in_the_font() {
        let face = Face::new(dejavu::sans_condensed::bold()).unwrap();
        let missing = face.glyphs("\u{fffd}")[0].id;
        for glyph in face.glyphs("éÉœŒçàùâêîôûëïü’«»–—−№≤∪|\u{a0}\u{202f}…") {
            assert!(glyph.id != 0 && glyph.id != missing && glyph.advance > 0.0, "{glyph:?}");
        }
    }
}
