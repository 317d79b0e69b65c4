//! One font of a document: codes to characters and widths, each code worked out once.

use std::cell::{LazyCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use hayro_font::hayro_cmap::{BfString, CMap, load_embedded};
use hayro_font::{Font, FontGlyph};
use hayro_syntax::object::dict::keys::{
    BASE_FONT, ENCODING, FLAGS, FONT_BBOX, FONT_DESC, FONT_MATRIX, FONT_NAME, FONT_WEIGHT, SUBTYPE, TO_UNICODE,
    TRUE_TYPE, TYPE0, TYPE3, WIDTHS,
};
use hayro_syntax::object::{Array, Dict, Name, Stream};

use super::cid::CidMap;
use super::dictionary::DictionaryFont;
use super::glyph::{MadeFor, Style};
use super::hanging::Hanging;
use super::recover::Recovery;
use super::tex;
use super::unicode::{UNKNOWN, as_seen, clean, win_ansi};

/// Bit of the font descriptor's flags (ISO 32000-2 table 121).
/// Fewest characters of equal width that make a font typewriter type: where it is called so, and else; the digits of a font
/// for text have one width too.
const LEAST_CALLED_FIXED: usize = 3;
const LEAST_FIXED: usize = 20;
const FLAG_FIXED_PITCH: u32 = 1;
const FLAG_ITALIC: u32 = 1 << 6;
const FLAG_FORCE_BOLD: u32 = 1 << 18;

/// A part of a font that is read when first asked for.
type Lazy<'a, T> = LazyCell<Option<T>, Box<dyn FnOnce() -> Option<T> + 'a>>;
/// A font with its program; `None` when its program or dictionary cannot be used.
pub(super) type LazyFont<'a> = Lazy<'a, Font<'a>>;

/// A font ready to be read with.
pub(super) struct Face<'a> {
    /// What the dictionary tells without the font program, which is read only for what it does not tell.
    dictionary: Option<DictionaryFont<'a>>,
    font: LazyFont<'a>,
    composite: bool,
    style: Style,
    /// The map of a font that has neither a usable dictionary nor a usable program.
    to_unicode: Lazy<'a, CMap>,
    cid_map: Lazy<'a, CidMap>,
    numbered: HashMap<u32, char>,
    recovery: Recovery<'a>,
    /// The large signs of an extension font of TeX.
    hanging: Option<Hanging>,
    /// Whether codes are read as `WinAnsiEncoding`, which the font does not say but viewers assume.
    win_ansi: bool,
    /// Type size in parts of the font size, for bitmap fonts whose glyphs are drawn in pixels.
    em: f64,
    codes: RefCell<Codes>,
}

/// Codes met so far: those of up to two bytes by their place in rows of 256, others by their number.
#[derive(Default)]
struct Codes {
    rows: Vec<Vec<Option<Rc<Code>>>>,
    long: HashMap<u32, Rc<Code>>,
}

impl Codes {
    fn get(&self, code: u32) -> Option<&Rc<Code>> {
        match u16::try_from(code).map(u16::to_be_bytes) {
            Ok([row, place]) => self.rows.get(usize::from(row))?.get(usize::from(place))?.as_ref(),
            Err(_) => self.long.get(&code),
        }
    }

    fn insert(&mut self, code: u32, read: Rc<Code>) {
        let Ok([row, place]) = u16::try_from(code).map(u16::to_be_bytes) else {
            self.long.insert(code, read);
            return;
        };
        let (row, place) = (usize::from(row), usize::from(place));
        self.rows.resize(self.rows.len().max(row + 1), Vec::new());
        if let Some(row) = self.rows.get_mut(row) {
            row.resize(256, None);
            if let Some(known) = row.get_mut(place) {
                *known = Some(read);
            }
        }
    }
}

/// What one code shows.
pub(super) struct Code {
    /// Characters, several for a ligature.
    pub(super) chars: Vec<char>,
    /// Advance in thousandths of the font size.
    pub(super) advance: f64,
    /// How far its line is below its origin, in parts of the font size.
    pub(super) depth: f64,
}

impl<'a> Face<'a> {
    /// Reads a font.
    pub(super) fn new(dict: &Dict<'a>, font: LazyFont<'a>) -> Self {
        let subtype = dict.get::<Name<'_>>(SUBTYPE);
        let composite = subtype.as_ref().is_some_and(|name| name.as_ref() == TYPE0);
        let type3 = subtype.is_some_and(|name| name.as_ref() == TYPE3);
        let chinese = CidMap::of_chinese_font(dict);
        let (font, composite): (LazyFont<'_>, bool) =
            if chinese.is_some() { (LazyFont::new(Box::new(|| None)), true) } else { (font, composite) };
        let dictionary = if chinese.is_some() { None } else { DictionaryFont::new(dict) };
        let (own, whole) = (dict.clone(), dict.clone());
        let to_unicode: Lazy<'_, CMap> = Lazy::new(Box::new(move || {
            let data = super::size::decode(&own.get::<Stream<'_>>(TO_UNICODE)?, 4 << 20).ok()?;
            CMap::parse(&data, load_embedded)
        }));
        let cid_map: Lazy<'_, CidMap> =
            Lazy::new(Box::new(move || chinese.or_else(|| composite.then(|| CidMap::new(&whole)).flatten())));
        let style = read_style(dict);
        let numbered = if type3 { tex::numbered_glyphs(dict, style.is_mono()) } else { HashMap::new() };
        let win_ansi = is_bare_true_type(dict) && !style.is_math();
        let em = if type3 { bitmap_em(dict) } else { 1.0 };
        let recovery = Recovery::new(dict);
        let hanging = if style.is_math() { Hanging::new(dict) } else { None };
        let codes = RefCell::default();
        Self {
            dictionary,
            font,
            composite,
            style,
            to_unicode,
            cid_map,
            numbered,
            recovery,
            hanging,
            win_ansi,
            em,
            codes,
        }
    }

    pub(super) fn style(&self) -> Style {
        self.style
    }

    /// Type size in parts of the font size.
    pub(super) fn em(&self) -> f64 {
        self.em
    }

    pub(super) fn is_horizontal(&self) -> bool {
        self.dictionary.is_some() || self.font.as_ref().is_none_or(Font::is_horizontal)
    }

    /// Whether neither the dictionary nor the program can be used.
    fn has_nothing(&self) -> bool {
        self.dictionary.is_none() && self.font.is_none()
    }

    /// The code at an offset and its length in bytes (at least 1).
    pub(super) fn read_code(&self, bytes: &[u8], offset: usize) -> (u32, usize) {
        if offset >= bytes.len() {
            return (0, 1);
        }
        if let Some(dictionary) = &self.dictionary {
            dictionary.read_code(bytes, offset)
        } else if let Some(font) = self.font.as_ref() {
            let (code, length) = font.read_code(bytes, offset);
            (code, length.max(1))
        } else if let Some(code) = self.cid_map.as_ref().and_then(|map| map.read_code(bytes, offset)) {
            code
        } else {
            let length = if self.composite { 2 } else { 1 };
            let taken = bytes.iter().skip(offset).take(length);
            (taken.fold(0, |code, byte| code << 8 | u32::from(*byte)), length)
        }
    }

    pub(super) fn code(&self, code: u32, length: usize) -> Rc<Code> {
        if let Some(known) = self.codes.borrow().get(code) {
            return Rc::clone(known);
        }
        let read = Rc::new(self.work_out(code, length));
        self.codes.borrow_mut().insert(code, Rc::clone(&read));
        read
    }

    fn work_out(&self, code: u32, length: usize) -> Code {
        let depth = self.hanging.as_ref().map_or(0.0, |signs| signs.depth(code));
        let known = self.dictionary.as_ref().and_then(|known| known.lookup(code));
        if let Some((text, advance)) = known.filter(|(text, _)| self.recovery.trusts(text)) {
            let advance = f64::from(advance);
            return Code {
                chars: clean_mapped(&text),
                advance: if advance.is_finite() { advance } else { 0.0 },
                depth,
            };
        }
        let in_range = self.composite || code <= 0xff;
        let font = self.font.as_ref().filter(|_| in_range);
        let advance = match font {
            Some(font) if font.is_horizontal() => match font.code_advance(code).x {
                0.0 if !self.composite => self.recovery.advance(font, code).unwrap_or(0.0),
                advance => advance,
            },
            Some(font) => font.code_advance(code).y.abs(),
            None if length > 1 => 1_000.0,
            None => 500.0,
        };
        let bare = || self.recovery.of_bare_code(font.filter(|_| self.win_ansi)?, code).map(BfString::String);
        let windows = || win_ansi(code).filter(|_| self.win_ansi).map(BfString::Char);
        let named = || match font.map(|font| font.glyph(font.map_code(code), code))? {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let mapped = bare()
            .or_else(windows)
            .or_else(named)
            .filter(|mapped| self.recovery.trusts(mapped))
            .or_else(|| self.to_unicode.as_ref().filter(|_| self.has_nothing())?.lookup_bf_string(code))
            .or_else(|| self.cid_map.as_ref()?.lookup(code, length))
            .or_else(|| self.numbered.get(&code).copied().map(BfString::Char))
            .or_else(|| self.recovery.of_code(font, code).map(BfString::String))
            .or_else(named);
        let chars = match mapped {
            Some(text) => clean_mapped(&text),
            None if font.is_none() && !self.composite && (0x20..0x7f).contains(&code) => {
                char::from_u32(code).into_iter().collect()
            }
            None if advance.abs() < 1.0 => Vec::new(),
            None => vec![UNKNOWN],
        };
        Code { chars, advance: if advance.is_finite() { advance } else { 0.0 }, depth }
    }
}

fn clean_mapped(text: &BfString) -> Vec<char> {
    match text {
        BfString::Char(char) => clean(char.encode_utf8(&mut [0; 4])),
        BfString::String(text) => as_seen(clean(text)),
    }
}

/// Whether a TrueType font comes without encoding and without `ToUnicode`.
fn is_bare_true_type(dict: &Dict<'_>) -> bool {
    let true_type = dict.get::<Name<'_>>(SUBTYPE).is_some_and(|name| name.as_ref() == TRUE_TYPE);
    let pictures = dict.get::<Name<'_>>(BASE_FONT).is_some_and(|name| name.as_str().to_lowercase().contains("dings"));
    true_type && !pictures && !dict.contains_key(ENCODING) && !dict.contains_key(TO_UNICODE)
}

/// The height of a bitmap font's box in text space, when the font is not drawn in thousandths.
fn bitmap_em(dict: &Dict<'_>) -> f64 {
    let numbers = |key| dict.get::<Array<'_>>(key).map(|array| array.iter::<f64>().collect::<Vec<f64>>());
    let (Some(matrix), Some(bounds)) = (numbers(FONT_MATRIX), numbers(FONT_BBOX)) else { return 1.0 };
    let ([_, _, _, scale, ..], [_, low, _, high]) = (matrix.as_slice(), bounds.as_slice()) else { return 1.0 };
    let em = (scale * (high - low)).abs();
    if em.is_finite() && em > 4.0 { em } else { 1.0 }
}

fn read_style(dict: &Dict<'_>) -> Style {
    let descendant = dict
        .get::<Array<'_>>(hayro_syntax::object::dict::keys::DESCENDANT_FONTS)
        .and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    let descriptor = descendant.as_ref().unwrap_or(dict).get::<Dict<'_>>(FONT_DESC).unwrap_or_default();
    let flags = descriptor.get::<u32>(FLAGS).unwrap_or_default();
    let weight = descriptor.get::<u32>(FONT_WEIGHT).unwrap_or(400);
    let name = dict.get::<Name<'_>>(BASE_FONT).or_else(|| descriptor.get::<Name<'_>>(FONT_NAME));
    let mut style = name.map(|name| style_of_name(name.as_str())).unwrap_or_default();
    style.bold |= flags & FLAG_FORCE_BOLD != 0 || weight >= 600;
    style.light |= weight < 350;
    style.italic |= flags & FLAG_ITALIC != 0 && !style.is_math();
    let least = if flags & FLAG_FIXED_PITCH != 0 { LEAST_CALLED_FIXED } else { LEAST_FIXED };
    if style.made_for == MadeFor::Text && has_one_width(dict, least) {
        style.made_for = MadeFor::Code;
    }
    style
}

/// Whether all characters of a simple font, `least` of them at least, are equally wide. What the font is called does not
/// tell: some programs call every font so, and bitmap fonts have no name.
fn has_one_width(dict: &Dict<'_>, least: usize) -> bool {
    let Some(widths) = dict.get::<Array<'_>>(WIDTHS) else { return false };
    let mut own = widths.iter::<f64>().filter(|width| *width > 0.0);
    let Some(first) = own.next() else { return false };
    let mut count = 1;
    let even = own.all(|width| {
        count += 1;
        (width - first).abs() < 0.01 * first
    });
    even && count >= least
}

/// How the names of TeX's fonts for formulas begin.
const MATH_FONTS: [&str; 14] = [
    "cmmi", "cmsy", "cmex", "msam", "msbm", "eufm", "lmmi", "lmsy", "lmex", "rsfs", "stmary", "txex", "pxex", "ntxexx",
];
/// How the names of TeX's typewriter fonts begin.
const CODE_FONTS: [&str; 12] =
    ["cmtt", "cmsltt", "cmitt", "sftt", "sfst", "sfit", "ectt", "lmtt", "txtt", "pcr", "nimbusmon", "zi4"];

/// Looks told by a PostScript name: words of type foundries, and the short names of the TeX families.
fn style_of_name(name: &str) -> Style {
    let plain = name.split_once('+').map_or(name, |(_, rest)| rest).to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    let starts = |words: &[&str]| words.iter().any(|word| plain.starts_with(word));
    let made_for = if has(&["math", "mathematical", "symbol"]) || starts(&MATH_FONTS) {
        MadeFor::Formulas
    } else if has(&["mono", "courier", "typewriter", "consolas", "menlo", "firacode", "sourcecode"])
        && !has(&["monotype", "monoprop"])
        || starts(&CODE_FONTS)
    {
        MadeFor::Code
    } else {
        MadeFor::Text
    };
    Style {
        bold: has(&["bold", "black", "heavy", "-medi", "demi", "-bd"])
            || starts(&["cmbx", "sfbx", "ecbx", "cmb1", "sfb1", "cmssbx", "sfsx", "phvb", "ptmb", "tebx", "ebbx"]),
        light: has(&["light"]),
        italic: has(&["italic", "oblique", "-ital", "reguital", "mediital", "slanted", "regu-slan"])
            || starts(&["cmti", "sfti", "ecti", "cmsl", "sfsl", "cmbxti", "sfbi", "ptmri"]),
        made_for,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_told_from_font_names() {
        assert!(style_of_name("ABCDEF+NimbusRomNo9L-Medi").bold);
        assert!(style_of_name("CMBX12").bold);
        assert!(style_of_name("SFTI1000").italic);
        assert!(style_of_name("NimbusRomNo9L-ReguItal").italic);
        assert!(style_of_name("ABCDEF+SourceSerifPro-LightIt").light);
        assert!(style_of_name("XYZABC+CMMI10").is_math());
        assert!(style_of_name("ABCDEF+SFTT0900").is_mono() && style_of_name("CourierNewPSMT").is_mono());
        assert_eq!(style_of_name("TimesNewRomanPSMT"), Style::default());
        assert!(!style_of_name("MonotypeCorsiva").is_mono());
    }
}
