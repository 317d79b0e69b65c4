//! Glyph names to characters: the Adobe Glyph List, the names of TeX's math fonts, and numbered names.

use skrifa::raw::ps::agl::{name_to_char, name_to_chars};

/// The character for a piece of a drawing: it is dropped.
const NOTHING: char = '\u{200b}';
/// Names of TeX's math fonts that the Adobe Glyph List lacks.
const MATH: [(&str, char); 39] = [
    ("angbracketleft", '⟨'),
    ("angbracketright", '⟩'),
    ("approxequal", '≈'),
    ("arrownortheast", '↗'),
    ("arrowsoutheast", '↘'),
    ("bardbl", '‖'),
    ("bracehtipdownleft", NOTHING),
    ("bracehtipdownright", NOTHING),
    ("bracehtipupleft", NOTHING),
    ("bracehtipupright", NOTHING),
    ("ceilingleft", '⌈'),
    ("ceilingright", '⌉'),
    ("coproduct", '∐'),
    ("dotlessj", 'ȷ'),
    ("epsilon1", 'ϵ'),
    ("equivasymptotic", '≍'),
    ("floorleft", '⌊'),
    ("floorright", '⌋'),
    ("follows", '≻'),
    ("followsequal", '⪰'),
    ("greatermuch", '≫'),
    ("hat", 'ˆ'),
    ("latticetop", '⊤'),
    ("lessmuch", '≪'),
    ("lscript", 'ℓ'),
    ("mapsto", '↦'),
    ("negationslash", '\u{338}'),
    ("openbullet", '◦'),
    ("owner", '∋'),
    ("perpendicular", '⊥'),
    ("precedesequal", '⪯'),
    ("reflexsubset", '⊆'),
    ("reflexsuperset", '⊇'),
    ("rho1", 'ϱ'),
    ("similarequal", '≃'),
    ("star", '⋆'),
    ("turnstileleft", '⊢'),
    ("vector", '\u{20d7}'),
    ("wreathproduct", '≀'),
];
/// Endings of names that tell the size of a symbol.
const SIZES: [&str; 7] = ["bigg", "Bigg", "big", "Big", "display", "text", "wide"];

/// The characters that a glyph's name stands for.
pub(super) fn chars_of_name(name: &str) -> Option<String> {
    let listed = |name: &str| {
        let math = MATH.iter().find(|(known, _)| *known == name).map(|(_, char)| String::from(*char));
        math.or_else(|| Some(name_to_chars(name).collect::<String>()).filter(|text| !text.is_empty()))
    };
    listed(name).or_else(|| SIZES.iter().find_map(|size| listed(name.strip_suffix(size)?)))
}

/// The character of a name of letters alone in the Adobe Glyph List, about which no reader of fonts differs; other
/// names may mean something else in some font. Letters may be followed by a variant (`one.oldstyle`).
pub(super) fn plain_char(name: &[u8]) -> Option<char> {
    let base = name.split(|byte| *byte == b'.').next().filter(|base| base.iter().all(u8::is_ascii_alphabetic))?;
    let char = name_to_char(std::str::from_utf8(base).ok()?)?;
    (!matches!(char, '\u{e000}'..='\u{f8ff}')).then_some(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_letters_are_plain_and_others_are_not() {
        let names =
            [&b"eacute"[..], b"A", b"fi", b"one.oldstyle", b"alpha", b"Asmall", b"a12", b"g17", b"uni00E9", b""];
        let chars = names.map(plain_char);
        assert_eq!(chars, [Some('é'), Some('A'), Some('ﬁ'), Some('1'), Some('α'), None, None, None, None, None]);
    }

    #[test]
    fn names_of_lists_and_sizes_are_known() {
        let known = ["eacute", "f_f_i", "uni00E9", "bracketleftbigg", "summationdisplay", "bardbl"].map(chars_of_name);
        assert_eq!(known.map(Option::unwrap), ["é", "ffi", "é", "[", "∑", "‖"]);
        assert_eq!(["g12", "unknownname", ""].map(chars_of_name), [None, None, None]);
    }
}
