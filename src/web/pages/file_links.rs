//! The links to an article's file: as it was deposited, and as a copy that says itself what it is.

use crate::domain::Article;
use crate::domain::article::MediaType;
use crate::web::files;
use crate::web::page::Frame;

/// A link to a file.
#[derive(Debug)]
pub(crate) struct FileLink {
    pub(crate) href: String,
    pub(crate) label: String,
    /// Size and the like, beside the link.
    pub(crate) note: String,
}

/// The file as it was deposited.
pub(crate) fn file_link(article: &Article, frame: &Frame) -> FileLink {
    let file = &article.version.file;
    let size = frame.locale.size(u64::try_from(file.size_bytes).unwrap_or_default());
    let pages = file.pages.and_then(|pages| u64::try_from(pages).ok()).filter(|pages| *pages > 0);
    let pages = pages.map(|pages| frame.locale.text_count("page-count", pages));
    FileLink {
        href: files::path(article),
        label: frame.ta("article-file", "format", &file.media_type.extension().to_ascii_uppercase()),
        note: pages.into_iter().chain([size]).collect::<Vec<_>>().join(" · "),
    }
}

/// The address at which a PDF is leafed through in the page.
pub(crate) fn viewer_href(article: &Article, frame: &Frame) -> Option<String> {
    (article.version.file.media_type == MediaType::Pdf).then(|| frame.href(&format!("/articles/{}/pdf", article.id)))
}

/// The copy that carries its description.
pub(crate) fn described_link(article: &Article, frame: &Frame) -> FileLink {
    FileLink {
        href: files::described_path(article),
        label: frame.t("article-file-described"),
        note: frame.t("article-file-described-note"),
    }
}
