//! TeX's own encodings by the names of fonts, for fonts whose programs and maps are lost or damaged
//! (`TeXbook`, appendix F; "Encodings for PostScript fonts", K. Berry).

use super::tex::{ot1, t1, typewriter};

/// The encoding OML of math italics.
const OML: &str = "ΓΔΘΛΞΠΣΥΦΨΩαβγδϵζηθικλμνξπρστυϕχψωεϑϖϱςφ↼↽⇀⇁ʿʾ▷◁0123456789.,</>⋆∂ABCDEFGHIJKLMNOPQRSTUVWXYZ♭♮♯⌣⌢ℓabcdefghijklmnopqrstuvwxyzıȷ℘⃗⁀";
/// The encoding OMS of math symbols.
const OMS: &str = "−·×∗÷⋄±∓⊕⊖⊗⊘⊙◯∘•≍≡⊆⊇≤≥⪯⪰∼≈⊂⊃≪≫≺≻←→↑↓↔↗↘≃⇐⇒⇑⇓⇔↖↙∝′∞∈∋△▽̸↦∀∃¬∅ℜℑ⊤⊥ℵABCDEFGHIJKLMNOPQRSTUVWXYZ∪∩⊎∧∨⊢⊣⌊⌋⌈⌉{}⟨⟩|‖↕⇕\\≀√∐∇∫⊔⊓⊑⊒§†‡¶♣♢♡♠";
/// The encoding OMX of large symbols.
const OMX: &str = "()[]⌊⌋⌈⌉{}⟨⟩|‖/\\()()[]⌊⌋⌈⌉{}⟨⟩/\\()[]⌊⌋⌈⌉{}⟨⟩/\\/\\⎛⎞⎡⎤⎣⎦⎢⎥⎧⎫⎩⎭⎨⎬⎪⏐⎝⎠⎜⎟⟨⟩⊔⊔∮∮⊙⊙⊕⊕⊗⊗∑∏∫⋃⋂⊎⋀⋁∑∏∫⋃⋂⊎⋀⋁∐∐ˆˆˆ˜˜˜[]⌊⌋⌈⌉{}√√√√√√√‖↑↓";

/// An encoding of TeX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TexEncoding {
    Ot1,
    T1,
    Typewriter,
    Oml,
    Oms,
    Omx,
    /// Lines and circles of which LaTeX and Xy-pic put pictures together.
    Pictures,
}

impl TexEncoding {
    /// The encoding of a font of the Computer Modern families, by its PostScript name.
    pub(super) fn of_font(name: &str) -> Option<Self> {
        let plain = name.split_once('+').map_or(name, |(_, rest)| rest).to_ascii_lowercase();
        // Names end in the design size: `CMR10`, `SFBX1200`.
        let family = plain.trim_end_matches(|char: char| char.is_ascii_digit());
        if family.len() == plain.len() {
            return None;
        }
        Some(match family {
            "cmmi" | "cmmib" => Self::Oml,
            "cmtt" | "cmsltt" | "cmitt" | "cmtcsc" => Self::Typewriter,
            "cmsy" | "cmbsy" => Self::Oms,
            "cmex" => Self::Omx,
            "line" | "linew" | "lcircle" | "lcirclew" | "xydash" | "xyatip" | "xybtip" | "xybsql" | "xycirc" => {
                Self::Pictures
            }
            "cmr" | "cmb" | "cmbx" | "cmti" | "cmsl" | "cmss" | "cmssbx" | "cmssi" | "cmbxti" | "cmbxsl" | "cmdunh" => {
                Self::Ot1
            }
            "sfrm" | "sfbx" | "sfti" | "sfsl" | "sfss" | "sfsx" | "sftt" | "sfcc" | "ecrm" | "ecbx" | "ecti" => {
                Self::T1
            }
            _ => return None,
        })
    }

    /// The text of a code; empty for a piece of a picture.
    pub(super) fn text(self, code: u32) -> Option<String> {
        let code = u8::try_from(code).ok()?;
        let nth = |table: &str| table.chars().nth(usize::from(code));
        let char = match self {
            Self::Pictures => return Some(String::new()),
            Self::Ot1 => ot1(code),
            Self::T1 => t1(code),
            Self::Typewriter => typewriter(code),
            Self::Oml => nth(OML),
            Self::Oms => nth(OMS),
            Self::Omx => nth(OMX),
        };
        char.map(String::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_of_tex_are_known_by_name() {
        let known = ["ABCDEF+CMR10", "SFRM1095", "CMSY7", "LINE10"].map(TexEncoding::of_font);
        assert_eq!(known, [TexEncoding::Ot1, TexEncoding::T1, TexEncoding::Oms, TexEncoding::Pictures].map(Some));
        assert_eq!(["Helvetica", "CMR", "LinePrinter10"].map(TexEncoding::of_font), [None; 3]);
    }

    #[test]
    fn tables_hold_their_characters_at_their_codes() {
        let read = |encoding: TexEncoding, codes: &[u32]| -> String {
            codes.iter().filter_map(|code| encoding.text(*code)).collect()
        };
        assert_eq!(read(TexEncoding::Oml, &[0x0b, 0x21, 0x30, 0x40, 0x41, 0x61, 0x7f]), "αω0∂Aa⁀");
        assert_eq!(read(TexEncoding::Oms, &[0x00, 0x14, 0x20, 0x31, 0x41, 0x66, 0x70, 0x7f]), "−≤←∞A{√♠");
        assert_eq!(read(TexEncoding::Omx, &[0x10, 0x30, 0x50, 0x58, 0x68, 0x70, 0x79]), "(⎛∑∑[√↓");
        assert_eq!(read(TexEncoding::Pictures, &[1, 2]), "");
    }
}
