//! What a file is made to say of itself: the description that the derived copy of a PDF carries.

use serde::{Deserialize, Serialize};

use super::Lang;

/// A description in the forms that a PDF has for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDescription {
    /// Entries of the document information dictionary (ISO 32000-2 §14.3.3), by key.
    pub info: Vec<(String, String)>,
    /// Language of the text, for `/Lang` of the catalogue (§14.9.2); `None` when nobody knows it.
    pub language: Option<Lang>,
    /// The XMP packet (ISO 16684-1), UTF-8.
    pub xmp: String,
}
