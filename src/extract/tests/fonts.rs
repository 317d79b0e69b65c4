//! Fonts whose dictionaries do not say what their codes mean.

use super::*;

/// A table of a TrueType font: tag and content.
type Table = (&'static [u8; 4], Vec<u8>);

fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

/// A font program of empty glyphs with these advances (of 1,000 to the em) and further tables.
fn program(advances: &[u16], further: Vec<Table>) -> Vec<u8> {
    let count = u16::try_from(advances.len()).unwrap();
    let mut head = vec![0; 54];
    head[12..16].copy_from_slice(&[0x5f, 0x0f, 0x3c, 0xf5]);
    head[18..20].copy_from_slice(&1_000_u16.to_be_bytes());
    let mut hhea = vec![0; 36];
    hhea[34..36].copy_from_slice(&count.to_be_bytes());
    let mut maxp = vec![0; 32];
    maxp[..6].copy_from_slice(&[0, 1, 0, 0, advances.len().to_be_bytes()[6], advances.len().to_be_bytes()[7]]);
    let metrics = advances.iter().flat_map(|advance| words(&[*advance, 0])).collect();
    let tables = [(b"glyf", vec![0; 4]), (b"head", head), (b"hhea", hhea), (b"hmtx", metrics)];
    let mut tables: Vec<Table> = tables.into_iter().chain(further).collect();
    tables.extend([(b"loca", vec![0; 2 * (advances.len() + 1)]), (b"maxp", maxp)]);
    tables.sort();
    let mut file = [vec![0, 1, 0, 0], words(&[u16::try_from(tables.len()).unwrap(), 0, 0, 0])].concat();
    let mut offset = 12 + 16 * tables.len();
    for (tag, data) in &tables {
        file.extend(*tag);
        file.extend([0; 4]);
        file.extend(u32::try_from(offset).unwrap().to_be_bytes());
        file.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        offset += data.len();
    }
    file.extend(tables.into_iter().flat_map(|(_, data)| data));
    file
}

/// A character map of one platform in format 6: glyphs from 1 on for the characters from `first` on.
fn charmap(platform: u16, encoding: u16, first: u16, glyphs: &[u16]) -> Table {
    let count = u16::try_from(glyphs.len()).unwrap();
    let head = words(&[0, 1, platform, encoding, 0, 12, 6, 10 + 2 * count, 0, first, count]);
    (b"cmap", [head, words(glyphs)].concat())
}

/// The text of a page that shows a hexadecimal string in a font.
fn shown(hex: &str, make: impl FnOnce(&mut Document) -> Dictionary) -> String {
    let bytes = changed(&format!("BT /F9 12 Tf 72 700 Td <{hex}> Tj ET"), |document, page| {
        let font = make(document);
        let resources = dictionary! { "Font" => dictionary! { "F9" => font } };
        document.get_dictionary_mut(page).unwrap().set("Resources", resources);
    });
    to_text(&read(&bytes)).trim().to_owned()
}

/// A composite font with two-byte codes that are the numbers of glyphs.
pub(super) fn composite(document: &mut Document, name: &str, file: Option<Vec<u8>>) -> Dictionary {
    let mut descriptor = dictionary! { "Type" => "FontDescriptor", "FontName" => name, "Flags" => 4 };
    if let Some(file) = file {
        descriptor.set("FontFile2", document.add_object(Stream::new(Dictionary::new(), file)));
    }
    let info = dictionary! {
        "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("Identity"),
        "Supplement" => 0,
    };
    let descendant = dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => name, "CIDSystemInfo" => info, "DW" => 500,
        "FontDescriptor" => document.add_object(descriptor),
    };
    let descendant = Object::from(document.add_object(descendant));
    dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => name, "Encoding" => "Identity-H",
        "DescendantFonts" => vec![descendant],
    }
}

#[test]
fn glyphs_without_names_are_read_by_the_character_map_of_their_font() {
    let file = program(&[500; 4], vec![charmap(3, 1, u16::from(b'x'), &[3, 1, 2])]);
    assert_eq!(shown("000300010002", |document| composite(document, "AAAAAA+Obscure", Some(file))), "xyz");
}

#[test]
fn glyphs_that_nothing_explains_are_unknown_and_told() {
    let file = program(&[500; 4], vec![charmap(1, 0, u16::from(b'x'), &[3, 1, 2])]);
    let text = shown("000300010002", |document| composite(document, "AAAAAA+Obscure", Some(file)));
    assert_eq!(text, "\u{fffd}\u{fffd}\u{fffd}");
}

#[test]
fn fonts_of_windows_that_are_not_embedded_are_read_by_the_order_of_their_glyphs() {
    assert_eq!(shown("00260044004900700003", |document| composite(document, "Arial", None)), "Café");
    assert_eq!(shown("0026", |document| composite(document, "Obscure", None)), "\u{fffd}");
}

#[test]
fn a_to_unicode_map_named_identity_says_that_codes_are_characters() {
    let text = shown("306E0041", |document| {
        let mut font = composite(document, "Obscure", None);
        font.set("ToUnicode", "Identity-H");
        font
    });
    assert_eq!(text, "のA");
}

#[test]
fn renumbered_codes_are_read_by_the_order_and_widths_of_glyphs() {
    let mut advances = vec![500; 300];
    for (place, advance) in [(44, 333), (48, 889), (76, 278), (79, 278), (80, 778), (90, 722)] {
        advances[place] = advance;
    }
    let font = |advances: Vec<u16>| {
        let file = program(&advances, vec![charmap(1, 0, 1, &[70, 68, 73, 112])]);
        shown("01020304", |document| {
            let descriptor = dictionary! {
                "Type" => "FontDescriptor", "Flags" => 4,
                "FontFile2" => document.add_object(Stream::new(Dictionary::new(), file)),
            };
            dictionary! {
                "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "TTE1", "FirstChar" => 1, "LastChar" => 2,
                "Widths" => vec![500.into(), 500.into()], "FontDescriptor" => document.add_object(descriptor),
            }
        })
    };
    assert_eq!(font(advances), "café");
    assert_eq!(font(vec![500; 300]), "\u{fffd}".repeat(4));
}

#[test]
fn chinese_fonts_that_are_not_embedded_show_strings_of_gbk() {
    let text = shown("D6D0CEC441", |_| {
        dictionary! {
            "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "SimSun", "Encoding" => "WinAnsiEncoding",
        }
    });
    assert_eq!(text, "中文A");
}
