//! Related articles with why they are there, and where titles and abstracts come from.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::article::MediaType;
use crate::domain::related::Related;
use crate::domain::{Article, Metadata};
use crate::service::TextOrigin;
use crate::web::page::Frame;
use crate::web::pages::view::{self, Text};

/// Keywords that are named as a reason.
const MOST_KEYWORDS: usize = 3;

/// An article beside this one.
#[derive(Debug)]
pub(super) struct RelatedView {
    pub(super) href: String,
    pub(super) title: Text,
    pub(super) byline: String,
    pub(super) reasons: String,
}

/// How a related article is shown.
pub(super) fn related(own: &Metadata, found: &(Related, Article), frame: &Frame) -> RelatedView {
    let (related, article) = found;
    let metadata = &article.version.metadata;
    let year = metadata.year().map(|year| year.to_string());
    let byline = [Some(view::byline(metadata, frame.locale)).filter(|names| !names.is_empty()), year];
    RelatedView {
        href: frame.href(&format!("/articles/{}", article.id)),
        title: view::title(metadata, frame.locale),
        byline: byline.into_iter().flatten().collect::<Vec<_>>().join(", "),
        reasons: reasons(own, related, metadata, frame),
    }
}

fn reasons(own: &Metadata, related: &Related, other: &Metadata, frame: &Frame) -> String {
    let mut reasons = Vec::new();
    if related.cites {
        reasons.push(frame.t("related-cites"));
    }
    if related.is_cited {
        reasons.push(frame.t("related-cited"));
    }
    if related.shared_references > 0 {
        reasons.push(frame.locale.text_count("related-references", related.shared_references.into()));
    }
    let keywords = shared_keywords(own, other);
    if !keywords.is_empty() {
        reasons.push(frame.ta("related-keywords", "words", &keywords.join(", ")));
    } else if reasons.is_empty() {
        reasons.push(frame.t("related-subject"));
    }
    reasons.join(" · ")
}

/// Keywords that both give, as the other article writes them.
fn shared_keywords(own: &Metadata, other: &Metadata) -> Vec<String> {
    let known: HashSet<String> = own.keywords.iter().map(|word| folded(&word.text)).collect();
    let mut shared: Vec<String> = Vec::new();
    for word in other.keywords.iter().filter(|word| known.contains(&folded(&word.text))) {
        if !shared.contains(&word.text) {
            shared.push(word.text.clone());
        }
    }
    shared.truncate(MOST_KEYWORDS);
    shared
}

/// A keyword without case and accents.
fn folded(word: &str) -> String {
    word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Where a text comes from, in words.
pub(super) fn origin(origin: TextOrigin, article: &Article, frame: &Frame) -> String {
    let format = article.version.file.media_type;
    match origin {
        TextOrigin::Deposited => frame.t("origin-deposited"),
        TextOrigin::ReadFrom(Some(page)) if format == MediaType::Pdf => {
            frame.ta("origin-page", "number", &page.to_string())
        }
        TextOrigin::ReadFrom(_) if format == MediaType::Pdf => frame.t("origin-pdf"),
        TextOrigin::Stated | TextOrigin::ReadFrom(_) => frame.t("origin-jats"),
        TextOrigin::Edited => frame.t("origin-edited"),
    }
}
