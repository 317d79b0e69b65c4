//! The encoding that a Type 1 font program brings along: it stands at the program's head, in plain text (Adobe Type 1
//! Font Format, §2.2), so that the rest need not be unpacked.

use std::collections::HashMap;

use hayro_syntax::Filter;
use hayro_syntax::object::Stream;

use super::simple::standard_char;
use crate::extract::inflate::inflated_start;
use crate::extract::pdf::names::plain_char;

/// Bytes of a program within which its encoding stands.
const HEAD_BYTES: usize = 12 << 10;

/// The characters of the codes whose glyphs have plain names; `None` when the head is not as it should be.
pub(super) fn read(program: &Stream<'_>) -> Option<HashMap<u32, char>> {
    let raw = program.raw_data();
    let head = match program.filters().as_slice() {
        [] => raw.get(..raw.len().min(HEAD_BYTES))?.to_vec(),
        [Filter::FlateDecode] => inflated_start(&raw, HEAD_BYTES),
        _ => return None,
    };
    encoding_of(&head)
}

fn encoding_of(head: &[u8]) -> Option<HashMap<u32, char>> {
    let end = head.windows(5).position(|window| window == b"eexec").unwrap_or(head.len());
    let text = head.get(..end)?.iter().map(|byte| char::from(*byte)).collect::<String>();
    let (_, encoding) = text.split_once("/Encoding")?;
    let encoding = encoding.replace('/', " /");
    let mut words = encoding.split_ascii_whitespace();
    match words.next()? {
        "StandardEncoding" => return Some((0..0x80).filter_map(|code| Some((code, standard_char(code)?))).collect()),
        count => count.parse::<u32>().ok()?,
    };
    let mut chars = HashMap::new();
    while let Some(word) = words.next() {
        match word {
            "dup" => {
                let code = words.next()?.parse().ok()?;
                let name = words.next()?.strip_prefix('/')?;
                chars.extend(plain_char(name.as_bytes()).map(|char| (code, char)));
            }
            "def" | "readonly" => return Some(chars),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_of_programs_are_read() {
        let head = b"/FontName /Example def /Encoding 256 array 0 1 255 {1 index exch /.notdef put} for \
                     dup 65/A put dup 11 /ff put dup 200 /g17 put readonly def currentfile eexec \x80\x01";
        assert_eq!(encoding_of(head), Some(HashMap::from([(65, 'A'), (11, 'ﬀ')])));
    }

    #[test]
    fn standard_encodings_are_known_and_others_left_alone() {
        let chars = encoding_of(b"/Encoding StandardEncoding def").unwrap();
        assert_eq!([65, 0x27].map(|code| chars.get(&code).copied()), [Some('A'), Some('’')]);
        assert_eq!(encoding_of(b"/Encoding ISOLatin1Encoding def"), None);
        assert_eq!(encoding_of(b"/Encoding 256 array dup 8#101 /A put readonly def"), None);
        assert_eq!(encoding_of(b"/Encoding 256 array dup 65 /A put"), None);
    }
}
