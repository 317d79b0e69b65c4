//! Simple fonts: `ToUnicode` and `Encoding` say what a code shows, `Widths` how far it advances.

use std::cell::OnceCell;
use std::collections::HashMap;

use hayro_font::hayro_cmap::{BfString, CMap};
use hayro_syntax::object::dict::keys::{
    BASE_ENCODING, BASE_FONT, DIFFERENCES, ENCODING, FIRST_CHAR, FONT_DESC, FONT_FILE, FONT_FILE2, FONT_FILE3,
    LAST_CHAR, MAC_ROMAN_ENCODING, MISSING_WIDTH, MM_TYPE1, STANDARD_ENCODING, SUBTYPE, TO_UNICODE, TRUE_TYPE, TYPE1,
    WIDTHS, WIN_ANSI_ENCODING,
};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};

use super::built_in;
use crate::extract::pdf::names;
use crate::extract::pdf::tex_math::TexEncoding;
use crate::extract::pdf::unicode::{mac_roman, win_ansi};

/// What the dictionary of a simple font tells (ISO 32000-2 tables 109 and 120).
pub(in crate::extract::pdf) struct SimpleFont<'a> {
    to_unicode: Option<CMap>,
    /// Characters of the codes that `Differences` names; `None` for names that are left to the program.
    named: HashMap<u32, Option<char>>,
    /// Whether it is a math font of TeX, the names of whose glyphs are sure.
    math: bool,
    base: Base,
    true_type: bool,
    /// The Type 1 program, whose head has the encoding when nothing else has.
    program: Option<Stream<'a>>,
    built_in: OnceCell<HashMap<u32, char>>,
    first: usize,
    widths: Vec<f32>,
    missing_width: f32,
}

/// The encoding of the codes that are not named one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    Windows,
    Macintosh,
    Standard,
    BuiltIn,
}

impl<'a> SimpleFont<'a> {
    /// Reads a simple font whose dictionary has widths, and whose program, if it has one, is of its kind.
    pub(super) fn new(dict: &Dict<'a>) -> Option<Self> {
        let subtype = dict.get::<Name<'_>>(SUBTYPE)?;
        let true_type = subtype.as_ref() == TRUE_TYPE;
        let descriptor = dict.get::<Dict<'_>>(FONT_DESC)?;
        let has = |keys: &[&[u8]]| keys.iter().any(|key| descriptor.contains_key(*key));
        let (own, other) = (has(&[FONT_FILE, FONT_FILE3]), has(&[FONT_FILE2]));
        let (own, other) = if true_type { (other, own) } else { (own, other) };
        let simple = true_type || matches!(subtype.as_ref(), TYPE1 | MM_TYPE1);
        if !simple || !own && (other || shows_pictures(dict)) {
            return None;
        }
        let (first, last) = (dict.get::<usize>(FIRST_CHAR)?, dict.get::<usize>(LAST_CHAR)?);
        let count = last.checked_sub(first)?.checked_add(1)?;
        let widths = super::read_numbers(&dict.get::<Array<'_>>(WIDTHS)?, count);
        let missing_width = descriptor.get::<f32>(MISSING_WIDTH).unwrap_or_default();
        let math = is_math(dict);
        let (base, named) = read_encoding(dict, if math { math_char } else { names::plain_char });
        // A TrueType font that says something of its codes has the others from `StandardEncoding`.
        let told = dict.contains_key(ENCODING) || dict.contains_key(TO_UNICODE);
        let base = if base == Base::BuiltIn && true_type && told { Base::Standard } else { base };
        let plain = !true_type && base == Base::BuiltIn && !descriptor.contains_key(FONT_FILE3);
        let program = if plain { descriptor.get::<Stream<'a>>(FONT_FILE) } else { None };
        let to_unicode = super::read_to_unicode(dict);
        let built_in = OnceCell::new();
        Some(Self { to_unicode, named, math, base, true_type, program, built_in, first, widths, missing_width })
    }

    pub(super) fn lookup(&self, code: u32) -> Option<(BfString, f32)> {
        // Some writers map signs of formulas to signs of the keyboard and to letters that have their codes elsewhere.
        let named = || self.named.get(&code).copied().flatten().filter(|_| self.math).map(BfString::Char);
        let mapped = named().or_else(|| self.to_unicode.as_ref()?.lookup_bf_string(code));
        // A map of nothing leaves a code of Type 1 to its name, one of TrueType to the program.
        let text = match mapped {
            Some(BfString::Char('\0')) if self.true_type => return None,
            Some(BfString::Char('\0')) | None => self.by_name(code)?,
            Some(text) => text,
        };
        let place = usize::try_from(code).ok()?.checked_sub(self.first);
        let width = place.and_then(|place| self.widths.get(place)).copied();
        let advance = width.or_else(|| Some(self.missing_width).filter(|width| *width != 0.0))?;
        Some((text, advance))
    }

    fn by_name(&self, code: u32) -> Option<BfString> {
        let char = match (self.named.get(&code), self.base) {
            (Some(name), _) => *name,
            (None, Base::Windows) => ascii(code).or_else(|| win_ansi(code)),
            (None, Base::Macintosh) => ascii(code).or_else(|| mac_roman(code)),
            (None, Base::Standard) => standard_char(code),
            (None, Base::BuiltIn) => {
                let read = || self.program.as_ref().and_then(built_in::read).unwrap_or_default();
                self.built_in.get_or_init(read).get(&code).copied()
            }
        };
        char.map(BfString::Char)
    }
}

/// Whether a font that is not embedded is one of signs, whose codes mean something else.
fn shows_pictures(dict: &Dict<'_>) -> bool {
    let name = dict.get::<Name<'_>>(BASE_FONT).map(|name| name.as_str().to_ascii_lowercase());
    name.is_none_or(|name| name.contains("dings") || name.contains("symbol"))
}

/// Whether a font is one of TeX's for formulas.
fn is_math(dict: &Dict<'_>) -> bool {
    let encoding = dict.get::<Name<'_>>(BASE_FONT).and_then(|name| TexEncoding::of_font(name.as_str()));
    matches!(encoding, Some(TexEncoding::Oml | TexEncoding::Oms | TexEncoding::Omx))
}

/// The character of a glyph's name in a math font of TeX.
fn math_char(name: &[u8]) -> Option<char> {
    let text = names::chars_of_name(std::str::from_utf8(name).ok()?)?;
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// The base encoding, and the characters of the codes that the font names itself, read from their names by `char`.
fn read_encoding(dict: &Dict<'_>, char: fn(&[u8]) -> Option<char>) -> (Base, HashMap<u32, Option<char>>) {
    let base = |name: Option<Name<'_>>| match name.as_ref().map(AsRef::as_ref) {
        Some(WIN_ANSI_ENCODING) => Base::Windows,
        Some(MAC_ROMAN_ENCODING) => Base::Macintosh,
        Some(STANDARD_ENCODING) => Base::Standard,
        _ => Base::BuiltIn,
    };
    let Some(encoding) = dict.get::<Dict<'_>>(ENCODING) else { return (base(dict.get(ENCODING)), HashMap::new()) };
    let mut named = HashMap::new();
    let mut code = 0_u32;
    for entry in encoding.get::<Array<'_>>(DIFFERENCES).iter().flat_map(Array::iter::<Object<'_>>) {
        match entry {
            Object::Number(number) => code = u32::try_from(number.as_i64()).unwrap_or(u32::MAX),
            Object::Name(name) => {
                named.insert(code, char(name.as_ref()));
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    (base(encoding.get(BASE_ENCODING)), named)
}

fn ascii(code: u32) -> Option<char> {
    char::from_u32(code).filter(|char| matches!(char, ' '..='~'))
}

/// The character of an ASCII code in `StandardEncoding`, where quotes are curved (ISO 32000-2 annex D).
pub(super) fn standard_char(code: u32) -> Option<char> {
    match ascii(code)? {
        '\'' => Some('’'),
        '`' => Some('‘'),
        char => Some(char),
    }
}

#[cfg(test)]
mod tests {
    use hayro_syntax::object::FromBytes;

    use super::*;

    fn lookups(font: &str, file: &str, codes: [u32; 4]) -> Option<[Option<(BfString, f32)>; 4]> {
        let dict = format!(
            "<< {font} /FirstChar 65 /LastChar 67 /Widths [500 600 700] \
             /FontDescriptor << /MissingWidth 250 {file} >> >>"
        );
        let font = SimpleFont::new(&Dict::from_bytes(dict.as_bytes())?)?;
        Some(codes.map(|code| font.lookup(code)))
    }

    fn shown(char: char, width: f32) -> (BfString, f32) {
        (BfString::Char(char), width)
    }

    #[test]
    fn names_and_encodings_are_read_without_the_program_and_other_codes_are_left_to_it() {
        let encoding = "/Encoding << /BaseEncoding /WinAnsiEncoding /Differences [66 /eacute /g17] >>";
        let found = lookups(&format!("/Subtype /Type1 {encoding}"), "/FontFile << >>", [65, 66, 67, 0x92]).unwrap();
        assert_eq!(found, [Some(shown('A', 500.0)), Some(shown('é', 600.0)), None, Some(shown('’', 250.0))]);
    }

    #[test]
    fn encodings_of_the_macintosh_and_of_true_type_are_known() {
        let found = lookups("/Subtype /TrueType /Encoding /MacRomanEncoding", "", [65, 0x8e, 0xd5, 0xf0]);
        assert_eq!(found, None, "a font without a name may show pictures");
        let mac = "/Subtype /TrueType /BaseFont /Example /Encoding /MacRomanEncoding";
        assert_eq!(
            lookups(mac, "", [65, 0x8e, 0xd5, 0xf0]).unwrap(),
            [Some(shown('A', 500.0)), Some(shown('é', 250.0)), Some(shown('’', 250.0)), None]
        );
        let named = "/Subtype /TrueType /Encoding << /Differences [66 /eacute] >>";
        let found = lookups(named, "/FontFile2 << >>", [65, 66, 0x27, 0xe9]).unwrap();
        assert_eq!(found, [Some(shown('A', 500.0)), Some(shown('é', 600.0)), Some(shown('’', 250.0)), None]);
    }

    #[test]
    fn the_names_of_math_fonts_come_before_the_map() {
        let map = b"1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <41> <2713> <42> <2318> endbfchar";
        let named = |name: &str| {
            let font = format!(
                "<< /Subtype /Type1 /BaseFont /ABCDEF+{name} /FirstChar 65 /LastChar 66 /Widths [500 600] \
                 /FontDescriptor << /FontFile << >> >> /Encoding << /Differences [65 /theta /odd] >> >>"
            );
            let mut font = SimpleFont::new(&Dict::from_bytes(font.as_bytes()).unwrap()).unwrap();
            font.to_unicode = CMap::parse(map, |_| None);
            [65, 66].map(|code| font.lookup(code).unwrap().0)
        };
        assert_eq!(named("CMMI10"), ['θ', '⌘'].map(BfString::Char));
        assert_eq!(named("Other"), ['✓', '⌘'].map(BfString::Char));
    }

    #[test]
    fn fonts_with_a_program_of_another_kind_are_left_alone() {
        assert_eq!(lookups("/Subtype /Type1 /BaseFont /Example", "/FontFile2 << >>", [65; 4]), None);
        assert_eq!(lookups("/Subtype /Type3", "/FontFile << >>", [65; 4]), None);
        assert_eq!(lookups("/Subtype /Type1 /BaseFont /Symbol", "", [65; 4]), None);
    }
}
