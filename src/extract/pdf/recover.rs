//! Characters of codes that a font's dictionary leaves unexplained: by its program, by the order of its glyphs, by
//! its glyph names.

use std::cell::OnceCell;
use std::collections::HashMap;

use hayro_font::hayro_cmap::BfString;
use hayro_font::{Font, FontGlyph};
use hayro_syntax::object::dict::keys::{
    BASE_FONT, CID_TO_GID_MAP, DESCENDANT_FONTS, DIFFERENCES, ENCODING, FIRST_CHAR, FONT_DESC, FONT_FILE, FONT_FILE2,
    FONT_FILE3, LAST_CHAR, TO_UNICODE,
};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};

use super::dictionary::listed_widths;
use super::glyph_order::GlyphOrder;
use super::names::chars_of_name;
use super::program::Program;
use super::tex_math::TexEncoding;
use super::{mac_order, unicode};

/// What is known of a font beside its encoding and `ToUnicode` map.
pub(super) struct Recovery<'a> {
    font: Dict<'a>,
    tex: Option<TexEncoding>,
    /// What few fonts need, read when first asked for.
    known: OnceCell<Known>,
    program: OnceCell<Option<Program>>,
}

/// What the dictionary of a font tells beside its encoding.
struct Known {
    embedded: bool,
    codes: Codes,
    /// Whether codes are numbered from 1 on, so that none of them means its ASCII character.
    renumbered: bool,
    /// Codes that have a width of their own.
    measured: std::ops::RangeInclusive<i64>,
    names: HashMap<u32, String>,
}

/// What the codes of a font are in themselves.
#[derive(Clone, Copy)]
enum Codes {
    Unknown,
    /// UTF-16 units: the `ToUnicode` entry is the name of an identity map.
    Characters,
    /// Glyphs of a font that every Windows has.
    WindowsGlyphs,
    /// Glyphs of an embedded font in a known order.
    Ordered(GlyphOrder),
}

impl Known {
    fn new(font: &Dict<'_>) -> Self {
        let descendant = font.get::<Array<'_>>(DESCENDANT_FONTS).and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        let descriptor = descendant.as_ref().unwrap_or(font).get::<Dict<'_>>(FONT_DESC).unwrap_or_default();
        let embedded = [FONT_FILE, FONT_FILE2, FONT_FILE3].into_iter().any(|key| descriptor.contains_key(key));
        let is_identity = |key| font.get::<Name<'_>>(key).is_some_and(|name| name.starts_with(b"Identity"));
        let name = font.get::<Name<'_>>(BASE_FONT);
        let known = name.as_ref().is_some_and(|name| mac_order::is_windows_font(name.as_str()));
        let plain =
            descendant.as_ref().is_some_and(|descendant| descendant.get::<Stream<'_>>(CID_TO_GID_MAP).is_none());
        let order = || {
            let named = name.as_ref().filter(|_| plain).and_then(|name| GlyphOrder::of_name(name.as_str()));
            named.or_else(|| GlyphOrder::of_widths(&listed_widths(descendant.as_ref()?)))
        };
        Self {
            embedded,
            codes: if is_identity(TO_UNICODE) {
                Codes::Characters
            } else if known && plain && !embedded && is_identity(ENCODING) {
                Codes::WindowsGlyphs
            } else if embedded && is_identity(ENCODING) {
                order().map_or(Codes::Unknown, Codes::Ordered)
            } else {
                Codes::Unknown
            },
            renumbered: font.get::<i64>(FIRST_CHAR).is_some_and(|first| (0..0x20).contains(&first)),
            measured: font.get::<i64>(FIRST_CHAR).unwrap_or(0)..=font.get::<i64>(LAST_CHAR).unwrap_or(0xff),
            names: differences(font),
        }
    }
}

impl<'a> Recovery<'a> {
    pub(super) fn new(font: &Dict<'a>) -> Self {
        let name = if font.contains_key(DESCENDANT_FONTS) { None } else { font.get::<Name<'_>>(BASE_FONT) };
        let tex = name.and_then(|name| TexEncoding::of_font(name.as_str()));
        Self { font: font.clone(), tex, known: OnceCell::new(), program: OnceCell::new() }
    }

    fn known(&self) -> &Known {
        self.known.get_or_init(|| Known::new(&self.font))
    }

    /// The advance of a code that the font forgets to measure, in thousandths, as its program has it.
    pub(super) fn advance(&self, font: &Font<'_>, code: u32) -> Option<f64> {
        let forgotten = !self.known().measured.contains(&i64::from(code));
        forgotten.then(|| self.program(font, code)?.advance(font.map_code(code).to_u32())).flatten()
    }

    /// What the program says of a code of a TrueType font without encoding, before anything is assumed.
    pub(super) fn of_bare_code(&self, font: &Font<'_>, code: u32) -> Option<String> {
        let glyph = font.map_code(code).to_u32();
        let known = self.program(font, code)?.chars(glyph);
        known.or_else(|| (self.known().renumbered && glyph != 0).then(|| String::from(unicode::UNKNOWN)))
    }

    /// Whether a mapping says something: it is not "unknown", nor a character for private use, nor a letter in a font
    /// of large brackets and sums (some writers map its codes to ASCII).
    pub(super) fn trusts(&self, mapped: &BfString) -> bool {
        match mapped {
            BfString::Char('\0' | '\u{e000}'..='\u{f8ff}' | unicode::UNKNOWN) => false,
            BfString::Char(char) => self.tex != Some(TexEncoding::Omx) || !char.is_ascii_alphanumeric(),
            BfString::String(_) => true,
        }
    }

    /// The characters of a code that nothing else explains.
    pub(super) fn of_code(&self, font: Option<&Font<'_>>, code: u32) -> Option<String> {
        let named = self.known().names.get(&code).and_then(|name| chars_of_name(name));
        let glyph = || font.and_then(|font| self.program(font, code)?.chars(font.map_code(code).to_u32()));
        let plain = || match self.known().codes {
            Codes::Unknown => None,
            Codes::Characters => char::from_u32(code).filter(|char| !char.is_control()),
            Codes::WindowsGlyphs => mac_order::windows_char(code),
            Codes::Ordered(order) => order.char(code),
        };
        let tex = || self.tex?.text(code);
        named.or_else(glyph).or_else(|| plain().map(String::from)).or_else(tex)
    }

    fn program(&self, font: &Font<'_>, code: u32) -> Option<&Program> {
        let read = || match font.glyph(font.map_code(code), code) {
            FontGlyph::Outline(glyph) if self.known().embedded => Program::new(glyph.font_data()?.data),
            _ => None,
        };
        self.program.get_or_init(read).as_ref()
    }
}

/// The glyph names that the encoding of a simple font gives to codes.
pub(super) fn differences(font: &Dict<'_>) -> HashMap<u32, String> {
    let array = font.get::<Dict<'_>>(ENCODING).and_then(|encoding| encoding.get::<Array<'_>>(DIFFERENCES));
    let mut code = 0_u32;
    let mut names = HashMap::new();
    for entry in array.iter().flat_map(Array::iter::<Object<'_>>).take(4_096) {
        match entry {
            Object::Number(number) => code = u32::try_from(number.as_i64()).unwrap_or_default(),
            Object::Name(name) => {
                names.insert(code, name.as_str().to_owned());
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    names
}
