//! Writing response documents: characters and escaping, a small writer, and one file for each group of elements.
//!
//! Here only shape and spelling are decided. What goes into a document is decided in `respond`; the values are those of `model`.

mod about;
mod description;
mod document;
mod identify;
mod parts;
mod records;
mod text;
mod writer;

pub(crate) use document::write_document;
pub(crate) use parts::Parts;
pub(crate) use text::{clean_markup, is_xml_character, referenced_character};

/// The instance namespace, under the literal prefix `xsi` that validators look for by name.
pub(crate) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
