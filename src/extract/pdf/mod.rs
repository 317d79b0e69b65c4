//! The PDF side: bytes to placed characters.
//!
//! The only place that knows the crates that parse PDF syntax and fonts. It knows nothing of lines, columns or
//! articles: that is `layout`'s and `candidates`' work.

mod annotations;
mod cid;
mod content;
mod dictionary;
mod document;
mod face;
mod fields;
mod fonts;
mod glyph;
mod glyph_order;
mod hanging;
mod interpret;
mod labels;
mod layers;
mod links;
mod mac_order;
mod matrix;
mod names;
mod outline;
mod program;
mod raster;
mod recover;
mod scan;
mod shapes;
mod show;
mod size;
mod structure;
mod tex;
mod tex_math;
mod text_string;
mod unicode;
mod unpack;

pub(super) use document::{Document, PageGlyphs};
pub(super) use glyph::{Glyph, MadeFor, Style};
pub(super) use links::Link;
pub(super) use raster::{Artist, Raster};
pub(super) use shapes::{Shape, ShapeKind};
pub(super) use structure::{Element, Mark, Role, Tag};
pub(super) use unicode::{FIRST_RTL, UNKNOWN, combining, compose, is_rtl};
