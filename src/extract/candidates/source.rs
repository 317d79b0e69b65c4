//! The document's own metadata: information dictionary and XMP packet.

use super::xmp::{self, Xmp};
use crate::domain::Lang;
use crate::domain::extraction::Origin;
use crate::extract::pdf::Document;

/// Beginnings of titles that programs write.
const JUNK_STARTS: [&str; 12] = [
    "microsoft",
    "untitled",
    "sans titre",
    "slide",
    "powerpoint",
    "latex",
    "layout ",
    "pii:",
    "doi:",
    "template",
    "document",
    "word - ",
];

/// Endings of file names.
const FILE_ENDS: [&str; 13] =
    [".doc", ".docx", ".dvi", ".tex", ".pdf", ".indd", ".qxd", ".ps", ".eps", ".rtf", ".odt", ".wpd", ".ppt"];

/// What the file says of itself.
pub(super) struct Source {
    info_title: Option<String>,
    info_author: Option<String>,
    /// Subject of the document information, where publishers write journal and DOI.
    pub(super) subject: Option<String>,
    pub(super) xmp: Xmp,
}

impl Source {
    pub(super) fn new(document: &Document) -> Self {
        let (info_title, info_author) = document.info();
        let xmp = document.xmp().map(|packet| xmp::read(&packet)).unwrap_or_default();
        Self { info_title, info_author, subject: document.subject(), xmp }
    }

    /// Titles that are more than the name of a file or program.
    pub(super) fn titles(&self) -> Vec<(String, Origin)> {
        let xmp = self.xmp.titles.iter().map(|title| (title.clone(), Origin::Xmp));
        let info = self.info_title.iter().map(|title| (title.clone(), Origin::Info));
        let mut all: Vec<(String, Origin)> = xmp.chain(info).map(|(title, origin)| (tidy(&title), origin)).collect();
        all.retain(|(title, _)| !is_junk(title));
        all.dedup_by(|a, b| a.0 == b.0);
        all
    }

    /// Names of the authors.
    pub(super) fn authors(&self) -> Option<(Vec<String>, Origin)> {
        if self.xmp.creators.len() > 1 {
            return Some((self.xmp.creators.clone(), Origin::Xmp));
        }
        let (text, origin) = match (self.xmp.creators.first(), &self.info_author) {
            (Some(creator), _) => (creator.clone(), Origin::Xmp),
            (None, Some(author)) => (author.clone(), Origin::Info),
            (None, None) => return None,
        };
        let parts = text.replace(" and ", ";").replace(" et ", ";");
        let split: Vec<&str> =
            if parts.contains(';') { parts.split(';').collect() } else { parts.split(',').collect() };
        let names: Vec<String> = split.into_iter().map(tidy).filter(|name| !name.is_empty()).collect();
        (!names.is_empty()).then_some((names, origin))
    }

    pub(super) fn languages(&self) -> Vec<(Lang, Origin)> {
        self.xmp.languages.iter().filter_map(|text| Some((Lang::parse(text).ok()?, Origin::Xmp))).collect()
    }
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_junk(title: &str) -> bool {
    let lower = title.to_lowercase();
    title.chars().filter(|char| char.is_alphabetic()).count() < 6
        || !title.contains(' ')
        || JUNK_STARTS.iter().any(|start| lower.starts_with(start))
        || FILE_ENDS.iter().any(|end| lower.trim_end().ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_and_programs_are_no_titles() {
        for title in ["Microsoft Word - article final.doc", "untitled", "thesis v2.dvi", "x", ""] {
            assert!(is_junk(title), "{title}");
        }
        assert!(!is_junk("Cycles de gel et de dégel"));
    }
}
