//! Cues of the version that the file holds: banners of preprints and accepted manuscripts, publishers' furniture.

use std::sync::LazyLock;

use regex::Regex;

use super::from_page;
use crate::domain::VersionType;
use crate::domain::extraction::{BlockKind, Candidate, Origin, Page};

/// A cue, what it speaks for and how surely.
struct Cue {
    pattern: Option<Regex>,
    version: VersionType,
    confidence: f32,
}

static CUES: LazyLock<Vec<Cue>> = LazyLock::new(|| {
    let cue = |pattern: &str, version, confidence| Cue { pattern: Regex::new(pattern).ok(), version, confidence };
    vec![
        cue(
            r"(?i)accepted (?:author )?manuscript|author(?:’s|'s)? accepted|manuscrit (?:d’auteur |d'auteur )?accept[ée]|version accept[ée]e|post-?print",
            VersionType::AM,
            0.92,
        ),
        cue(
            r"(?i)\bpre-?print\b|pr[ée]publication|\barXiv:\d{4}\.\d{4,5}|not (?:been )?peer[- ]reviewed|working paper|document de travail",
            VersionType::AO,
            0.85,
        ),
        cue(
            r"(?i)under review|submitted to (?:the )?\p{Lu}|manuscrit soumis|version soumise|submitted manuscript",
            VersionType::SMUR,
            0.8,
        ),
        cue(
            r"(?i)version of record|version (?:de l’|de l')?[ée]diteur|version publi[ée]e|version finale publi",
            VersionType::VoR,
            0.85,
        ),
        cue(
            r"(?i)\bvol(?:ume|\.)\s*\d+.{0,40}(?:\bpp?\.|\bn[o°º]|\bno\.|\(\d{4}\))|\d+\s*\(\d+\),\s*\d+|copyright \d{4}|©\s*\d{4}",
            VersionType::VoR,
            0.6,
        ),
    ]
});

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
            if !edge {
                continue;
            }
            for cue in CUES.iter() {
                let hit = cue.pattern.as_ref().is_some_and(|pattern| pattern.is_match(&block.text));
                if hit && !out.iter().any(|known| known.value == cue.version && known.confidence >= cue.confidence) {
                    out.retain(|known| known.value != cue.version);
                    out.push(from_page(cue.version, cue.confidence, Origin::Text, page.number, &block.text));
                }
            }
        }
    }
    out.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    out
}
