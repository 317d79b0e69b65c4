//! Cues of the version that the file holds: banners of preprints and accepted manuscripts, publishers' furniture.

use std::sync::LazyLock;

use crate::extract::pattern::Regex;

use super::from_page;
use crate::domain::VersionType;
use crate::domain::extraction::{BlockKind, Candidate, Origin, Page};

/// What speaks for a version and how surely; words in lower case, apostrophes straight.
const CUES: [(VersionType, f32, &[&str]); 6] = [
    (
        VersionType::AM,
        0.92,
        &[
            "accepted manuscript",
            "accepted author manuscript",
            "author's accepted",
            "author accepted",
            "manuscrit accepté",
            "manuscrit d'auteur accepté",
            "version acceptée",
            "postprint",
            "post-print",
            "manuscript version is made available",
            "accepted for publication",
            "accepted version",
            "accepted article",
            "just accepted",
            "journal pre-proof",
            "author's version",
            "author's final version",
            "version de l'auteur",
            "version auteur",
            "manuscrit de l'auteur",
        ],
    ),
    (VersionType::P, 0.93, &["uncorrected proof", "corrected proof", "épreuve non corrigée", "épreuves non corrigées"]),
    (
        VersionType::SMUR,
        0.85,
        &[
            "preprint",
            "pre-print",
            "prépublication",
            "prepublication",
            "not peer reviewed",
            "not peer-reviewed",
            "not been peer reviewed",
            "not been peer-reviewed",
            "under review",
            "manuscrit soumis",
            "version soumise",
            "submitted manuscript",
            "arxiv:",
            "biorxiv",
            "medrxiv",
            "psyarxiv",
            "socarxiv",
            "research square",
            "ssrn.com",
        ],
    ),
    (VersionType::AO, 0.8, &["working paper", "document de travail", "discussion paper"]),
    (
        VersionType::VoR,
        0.85,
        &[
            "version of record",
            "version de l'éditeur",
            "version de éditeur",
            "version publiée",
            "version finale publiée",
            "diffusé et préservé par érudit",
        ],
    ),
    (VersionType::VoR, 0.6, &["copyright 19", "copyright 20", "© 19", "© 20", "©19", "©20", "partial fulfilment"]),
];

/// A volume with an issue, pages or a year: what publishers print.
static VOLUME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)vol(?:ume|\.)\s*[0-9]+.*(?:(?-u:\b)pp?\.|(?-u:\b)n[o°º]|(?-u:\b)no\.|\([0-9]{4}\))").ok()
});

/// The versions that a text speaks for.
fn find(text: &str) -> Vec<(VersionType, f32)> {
    let lower = text.to_lowercase().replace('’', "'");
    let named = CUES.iter().filter(|(_, _, words)| words.iter().any(|word| lower.contains(word)));
    let mut found: Vec<(VersionType, f32)> = named.map(|(version, confidence, _)| (*version, *confidence)).collect();
    if lower.contains("vol") && VOLUME.as_ref().is_some_and(|pattern| pattern.is_match(&lower)) {
        found.push((VersionType::VoR, 0.6));
    }
    found
}

/// Version cues on the first page, the surest first.
pub(super) fn read(pages: &[Page]) -> Vec<Candidate<VersionType>> {
    let mut out: Vec<Candidate<VersionType>> = Vec::new();
    for page in pages.iter().take(1) {
        for (place, block) in page.blocks.iter().enumerate() {
            let edge = place < 3
                || !matches!(
                    block.kind,
                    BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Reference | BlockKind::Title
                );
            let cover = block.text.contains("diffusé et préservé par Érudit");
            let stamp = block.text.starts_with("arXiv:");
            if !edge && !cover && !stamp {
                continue;
            }
            for (version, confidence) in find(&block.text) {
                if !out.iter().any(|known| known.value == version && known.confidence >= confidence) {
                    out.retain(|known| known.value != version);
                    out.push(from_page(version, confidence, Origin::Text, page.number, &block.text));
                }
            }
        }
    }
    out.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_banners_tell_the_version() {
        let first = |text: &str| find(text).first().map(|(version, _)| *version);
        assert_eq!(first("Manuscrit accepté – Revue inventée, vol. 3"), Some(VersionType::AM));
        assert_eq!(first("Prépublication, non évaluée par les pairs"), Some(VersionType::SMUR));
        assert_eq!(first("arXiv:2101.00001v2 [cs.CL] 3 Mar 2021"), Some(VersionType::SMUR));
        assert_eq!(first("Ceci est la version de l’auteur"), Some(VersionType::AM));
        assert_eq!(first("Cet article est diffusé et préservé par Érudit."), Some(VersionType::VoR));
        assert_eq!(first("Uncorrected proof. CC BY 4.0"), Some(VersionType::P));
        assert_eq!(first("Imaginary Journal, vol. 18, no. 3 (2024), pp. 201–219"), Some(VersionType::VoR));
        assert_eq!(first("The volume of the lake"), None);
    }
}
