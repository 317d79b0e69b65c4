//! A placed character.

/// One character on a page.
///
/// Coordinates are those of the frame in which the character's line is horizontal: the page itself for `angle` 0,
/// else the page turned back by `angle` degrees around its top left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::extract) struct Glyph {
    /// The character; U+FFFD when the font gives none, a space between words that the file spells out.
    pub(in crate::extract) char: char,
    /// Left edge.
    pub(in crate::extract) x0: f64,
    /// Right edge.
    pub(in crate::extract) x1: f64,
    /// Baseline.
    pub(in crate::extract) y: f64,
    /// Size in points.
    pub(in crate::extract) size: f64,
    /// Direction of the line in degrees, clockwise.
    pub(in crate::extract) angle: i16,
    /// Weight, slope and the like.
    pub(in crate::extract) style: Style,
    /// The element of the structure tree that it belongs to (see [`super::Tag`]).
    pub(in crate::extract) tag: super::Tag,
}

/// What a font's name and descriptor tell of its looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::extract) struct Style {
    /// Heavier than the text weight.
    pub(in crate::extract) bold: bool,
    /// Lighter than the text weight.
    pub(in crate::extract) light: bool,
    /// Italic or slanted.
    pub(in crate::extract) italic: bool,
    /// What the font is made for.
    pub(in crate::extract) made_for: MadeFor,
}

impl Style {
    /// Whether the font is made for formulas.
    pub(in crate::extract) fn is_math(self) -> bool {
        self.made_for == MadeFor::Formulas
    }

    /// Whether all characters are equally wide.
    pub(in crate::extract) fn is_mono(self) -> bool {
        self.made_for == MadeFor::Code
    }
}

/// What a font is made for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::extract) enum MadeFor {
    /// Running text.
    #[default]
    Text,
    /// Formulas (Computer Modern math and its kin).
    Formulas,
    /// Code: typewriter type, whose characters are all equally wide.
    Code,
}

impl Glyph {
    /// Middle of the character's width.
    pub(in crate::extract) fn middle(&self) -> f64 {
        f64::midpoint(self.x0, self.x1)
    }
}
