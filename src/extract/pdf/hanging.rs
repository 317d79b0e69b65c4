//! Large signs of TeX, which hang below the place where they are set: the baseline of the formula that they stand in.
//!
//! TeX centres sums, roots and brackets of its extension font on the axis of a formula (`TeXbook`, appendix G, rules 13
//! and 19), and the font draws them downwards from their origin (appendix F), so that their origin is above the
//! line that they belong to, by half their height.

use std::collections::HashMap;

use hayro_syntax::object::dict::keys::{BASE_FONT, DIFFERENCES, ENCODING};
use hayro_syntax::object::{Array, Dict, Name, Object};

/// Beginnings of the names of extension fonts.
const FAMILIES: [&str; 6] = ["cmex", "lmex", "lmmathextension", "txex", "pxex", "ntxexx"];

/// Half the height of a sign and the height of the axis over the baseline (0.25), in parts of the type size.
const BIG: f64 = 0.85;
const LARGE: f64 = 1.15;
const LARGER: f64 = 1.45;
const LARGEST: f64 = 1.75;
const OPERATOR: f64 = 0.75;
const DISPLAYED: f64 = 0.95;
const DISPLAYED_INTEGRAL: f64 = 1.36;

/// The same by the endings of names.
const NAMED: [(&str, f64); 6] =
    [("bigg", LARGER), ("Bigg", LARGEST), ("big", BIG), ("Big", LARGE), ("text", OPERATOR), ("display", DISPLAYED)];

/// How far signs of an extension font hang below the baseline of their formula.
pub(super) struct Hanging {
    named: HashMap<u32, f64>,
}

impl Hanging {
    /// The signs of a font, when it is an extension font.
    pub(super) fn new(dict: &Dict<'_>) -> Option<Self> {
        let name = dict.get::<Name<'_>>(BASE_FONT)?.as_str().to_ascii_lowercase();
        let plain = name.split_once('+').map_or(name.as_str(), |(_, rest)| rest);
        if !FAMILIES.iter().any(|family| plain.starts_with(family)) {
            return None;
        }
        let differences = dict.get::<Dict<'_>>(ENCODING).and_then(|encoding| encoding.get::<Array<'_>>(DIFFERENCES));
        let mut code = 0_u32;
        let mut named = HashMap::new();
        for entry in differences.iter().flat_map(Array::iter::<Object<'_>>) {
            match entry {
                Object::Number(number) => code = u32::try_from(number.as_i64()).unwrap_or_default(),
                Object::Name(name) => {
                    named.insert(code, of_name(name.as_str()));
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
        Some(Self { named })
    }

    /// How far below the origin of a sign its baseline is, in parts of the type size.
    pub(super) fn depth(&self, code: u32) -> f64 {
        self.named.get(&code).copied().unwrap_or_else(|| of_code(code))
    }
}

fn of_name(name: &str) -> f64 {
    if name.starts_with("integraldisplay") || name.starts_with("contintegraldisplay") {
        return DISPLAYED_INTEGRAL;
    }
    NAMED.iter().find(|(ending, _)| name.ends_with(ending)).map_or(0.0, |(_, depth)| *depth)
}

/// The same by the codes of the encoding OMX; the pieces of which tall brackets are put together have none.
fn of_code(code: u32) -> f64 {
    match code {
        0x00..=0x0f | 0x70 => BIG,
        0x10 | 0x11 | 0x1e | 0x1f | 0x44 | 0x45 | 0x68..=0x6f | 0x71 => LARGE,
        0x12..=0x1d | 0x2e | 0x2f | 0x72 => LARGER,
        0x20..=0x2d | 0x73 => LARGEST,
        0x49 | 0x5a => DISPLAYED_INTEGRAL,
        0x46 | 0x48 | 0x4a | 0x4c | 0x4e | 0x50..=0x57 | 0x60 => OPERATOR,
        0x47 | 0x4b | 0x4d | 0x4f | 0x58..=0x5f | 0x61 => DISPLAYED,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use hayro_syntax::object::FromBytes;

    use super::*;

    fn depths(font: &str, codes: [u32; 3]) -> Option<[f64; 3]> {
        let hanging = Hanging::new(&Dict::from_bytes(font.as_bytes())?)?;
        Some(codes.map(|code| hanging.depth(code)))
    }

    #[test]
    fn signs_hang_by_their_names_or_by_their_codes() {
        let named = "<< /BaseFont /ABCDEF+CMEX10 /Encoding << /Differences [33 /summationdisplay /hatwide] >> >>";
        assert_eq!(depths(named, [33, 34, 0x20]), Some([DISPLAYED, 0.0, LARGEST]));
        assert_eq!(depths("<< /BaseFont /CMEX10 >>", [0x00, 0x50, 0x5a]), Some([BIG, OPERATOR, DISPLAYED_INTEGRAL]));
    }

    #[test]
    fn other_fonts_have_no_hanging_signs() {
        assert_eq!(depths("<< /BaseFont /CMSY10 >>", [0, 1, 2]), None);
    }
}
