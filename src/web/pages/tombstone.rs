//! The tombstone of a withdrawn article: what stays at its address.

use askama::Template;

use super::view::{self, Text};
use crate::domain::{Article, Doi};
use crate::web::page::Frame;

/// What stays of a withdrawn article.
#[derive(Debug, Template)]
#[template(path = "tombstone.html")]
pub(crate) struct TombstonePage<'a> {
    frame: &'a Frame,
    title: Text,
    authors: String,
    reason: Option<String>,
    doi: Option<String>,
}

impl<'a> TombstonePage<'a> {
    /// The tombstone of an article.
    pub(crate) fn new(frame: &'a Frame, article: &Article) -> Self {
        let metadata = &article.version.metadata;
        Self {
            frame,
            title: view::title(metadata, frame.locale),
            authors: view::byline(metadata, frame.locale),
            reason: article.withdrawal_reason.clone().filter(|reason| !reason.is_empty()),
            doi: metadata.doi.as_ref().map(Doi::url),
        }
    }
}
