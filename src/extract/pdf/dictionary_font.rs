//! Simple fonts read from their dictionary alone: `ToUnicode` and `Encoding` say what a code shows, `Widths` how far
//! it advances.
//!
//! Most fonts of most articles need no more, and font programs are the dearest part of a font to read. A code that
//! the dictionary leaves open is left to the program.

use std::collections::HashMap;

use hayro_font::hayro_cmap::{BfString, CMap, load_embedded};
use hayro_syntax::object::dict::keys::{
    BASE_ENCODING, DIFFERENCES, ENCODING, FIRST_CHAR, FONT_DESC, FONT_FILE, FONT_FILE2, FONT_FILE3, LAST_CHAR,
    MISSING_WIDTH, MM_TYPE1, SUBTYPE, TO_UNICODE, TRUE_TYPE, TYPE1, WIDTHS, WIN_ANSI_ENCODING,
};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};

use super::names;

/// What the dictionary of a simple font tells (ISO 32000-2 tables 109 and 120).
pub(super) struct DictionaryFont {
    to_unicode: Option<CMap>,
    /// Characters of the codes that `Differences` names; `None` for names that are left to the program.
    named: HashMap<u32, Option<char>>,
    /// Whether other codes are those of `WinAnsiEncoding`.
    windows: bool,
    first: usize,
    widths: Vec<f32>,
    missing_width: f32,
}

impl DictionaryFont {
    /// Reads a simple font whose program is embedded and whose dictionary has widths.
    pub(super) fn new(dict: &Dict<'_>, limit_bytes: u64) -> Option<Self> {
        let subtype = dict.get::<Name<'_>>(SUBTYPE)?;
        let descriptor = dict.get::<Dict<'_>>(FONT_DESC)?;
        let has = |keys: &[&[u8]]| keys.iter().any(|key| descriptor.contains_key(*key));
        let embedded = match subtype.as_ref() {
            TYPE1 | MM_TYPE1 => has(&[FONT_FILE, FONT_FILE3]),
            TRUE_TYPE => has(&[FONT_FILE2]),
            _ => false,
        };
        let (first, last) = (dict.get::<usize>(FIRST_CHAR)?, dict.get::<usize>(LAST_CHAR)?);
        let count = last.checked_sub(first)?.checked_add(1)?;
        let widths = dict.get::<Array<'_>>(WIDTHS).filter(|_| embedded)?.iter::<f32>().take(count).collect();
        let missing_width = descriptor.get::<f32>(MISSING_WIDTH).unwrap_or_default();
        let to_unicode = read_to_unicode(dict, limit_bytes);
        let (windows, named) = read_encoding(dict);
        Some(Self { to_unicode, named, windows, first, widths, missing_width })
    }

    /// The text and the advance in thousandths of a code; `None` where the font's program has to be asked.
    pub(super) fn lookup(&self, code: u32) -> Option<(BfString, f32)> {
        let mapped = self.to_unicode.as_ref().and_then(|map| map.lookup_bf_string(code));
        let text = mapped.filter(|text| *text != BfString::Char('\0')).or_else(|| self.by_name(code))?;
        let place = usize::try_from(code).ok()?.checked_sub(self.first);
        let width = place.and_then(|place| self.widths.get(place)).copied();
        let advance = width.or_else(|| Some(self.missing_width).filter(|width| *width != 0.0))?;
        Some((text, advance))
    }

    fn by_name(&self, code: u32) -> Option<BfString> {
        match self.named.get(&code) {
            Some(name) => name.map(BfString::Char),
            None if self.windows => plain_windows(code).map(BfString::Char),
            None => None,
        }
    }
}

fn read_to_unicode(dict: &Dict<'_>, limit_bytes: u64) -> Option<CMap> {
    let data = super::size::decode(&dict.get::<Stream<'_>>(TO_UNICODE)?, limit_bytes).ok()?;
    CMap::parse(&data, load_embedded)
}

/// Whether the base encoding is `WinAnsiEncoding`, and the characters of the codes that the font names itself.
fn read_encoding(dict: &Dict<'_>) -> (bool, HashMap<u32, Option<char>>) {
    let is_windows = |name: Option<Name<'_>>| name.is_some_and(|name| name.as_ref() == WIN_ANSI_ENCODING);
    let Some(encoding) = dict.get::<Dict<'_>>(ENCODING) else {
        return (is_windows(dict.get(ENCODING)), HashMap::new());
    };
    let mut named = HashMap::new();
    let mut code = 0_u32;
    for entry in encoding.get::<Array<'_>>(DIFFERENCES).iter().flat_map(Array::iter::<Object<'_>>) {
        match entry {
            Object::Number(number) => code = u32::try_from(number.as_i64()).unwrap_or(u32::MAX),
            Object::Name(name) => {
                named.insert(code, names::plain_char(name.as_ref()));
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    (is_windows(encoding.get(BASE_ENCODING)), named)
}

/// The characters of `WinAnsiEncoding` about which nobody differs (ISO 32000-2 annex D).
fn plain_windows(code: u32) -> Option<char> {
    char::from_u32(code).filter(|char| matches!(char, ' '..='~' | 'À'..='ÿ'))
}

#[cfg(test)]
mod tests {
    use hayro_syntax::object::FromBytes;

    use super::*;

    fn lookups(subtype: &str, file: &str, codes: [u32; 4]) -> Option<[Option<(BfString, f32)>; 4]> {
        let dict = format!(
            "<< /Subtype /{subtype} /FirstChar 65 /LastChar 67 /Widths [500 600 700] \
             /FontDescriptor << /MissingWidth 250 /{file} << >> >> \
             /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [66 /eacute /g17] >> >>"
        );
        let font = DictionaryFont::new(&Dict::from_bytes(dict.as_bytes())?, 1_000)?;
        Some(codes.map(|code| font.lookup(code)))
    }

    #[test]
    fn names_and_encodings_are_read_without_the_program_and_other_codes_are_left_to_it() {
        let found = lookups("Type1", "FontFile", [65, 66, 67, 97]).unwrap();
        let shown = |char, width| Some((BfString::Char(char), width));
        assert_eq!(found, [shown('A', 500.0), shown('é', 600.0), None, shown('a', 250.0)]);
    }

    #[test]
    fn fonts_without_an_embedded_program_of_their_kind_are_left_alone() {
        assert_eq!(lookups("Type1", "FontFile2", [65; 4]), None);
        assert_eq!(lookups("Type3", "FontFile", [65; 4]), None);
    }
}
