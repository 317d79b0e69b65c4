//! Licence statements: Creative Commons addresses, and their names in words in French and English.

use std::sync::LazyLock;

use crate::extract::pattern::Regex;

use super::source::Source;
use super::{from_page, from_source};
use crate::domain::Licence;
use crate::domain::extraction::{BlockKind, Candidate, Origin, Page};
use crate::extract::pdf::Link;

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)creativecommons\.\s?org/\s?(?:licenses|publicdomain)/\s?([a-z-]+)/\s?([0-9]\.[0-9])(?:/([a-z]{2})(?-u:\b))?")
        .ok()
});
static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(CC[\s-]?0|CC[\s-]BY(?:[\s-](?:NC|ND|SA))*)(?:[\s-]+(?:v\.?\s?)?([0-9]\.[0-9]))?(?-u:\b)").ok()
});
static WORDS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)creative\s+commons[\s:–-]+(?:licen[cs]e\s+)?(attribution.*)").ok());
static VERSION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?-u:\b)([1-4]\.[0-9])(?-u:\b)").ok());

/// Statements that reserve all rights.
const RESERVED: [&str; 4] =
    ["all rights reserved", "tous droits réservés", "tous les droits sont réservés", "droits de reproduction réservés"];
/// Statements of publishers' own terms.
const OWN_TERMS: [&str; 9] = [
    "permission of the publisher",
    "permission from the publisher",
    "autorisation de l'éditeur",
    "user license",
    "user licence",
    "text and data mining",
    "free to read",
    "publisher's terms",
    "authorchoice",
];
/// Statements of the Open Government Licence of Canada.
const OPEN_GOVERNMENT: [&str; 3] =
    ["open government licence", "licence du gouvernement ouvert", "open government license"];

/// Licences named on the first two pages and the last two, the surest first.
pub(super) fn read(pages: &[Page], source: &Source, links: &[(u32, Link)]) -> Vec<Candidate<Licence>> {
    let mut out: Vec<Candidate<Licence>> = Vec::new();
    for text in &source.xmp.rights {
        for (licence, confidence) in find(text) {
            keep(&mut out, from_source(licence, confidence, Origin::Xmp, text));
        }
    }
    for (page, link) in links.iter().filter(|(_, link)| link.address.contains("creativecommons")) {
        for (licence, confidence) in find(&link.address) {
            keep(&mut out, from_page(licence, confidence - 0.04, Origin::Text, *page, &link.address));
        }
    }
    for (place, page) in pages.iter().enumerate() {
        let front = place < 2;
        if !front && place + 2 < pages.len() {
            continue;
        }
        for block in page.blocks.iter().filter(|block| block.kind != BlockKind::Reference) {
            let near_data =
                ["dataset", "données", "data ", "code ", "software"].iter().any(|word| block.text.contains(word));
            for (licence, confidence) in find(&block.text) {
                let minus = if front { 0.0 } else { 0.08 } + if near_data { 0.2 } else { 0.0 };
                keep(&mut out, from_page(licence, confidence - minus, Origin::Text, page.number, &block.text));
            }
        }
    }
    out.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    out
}

fn keep(all: &mut Vec<Candidate<Licence>>, candidate: Candidate<Licence>) {
    match all.iter_mut().find(|known| known.value == candidate.value) {
        Some(known) if known.confidence < candidate.confidence => *known = candidate,
        Some(_) => {}
        None => all.push(candidate),
    }
}

/// The licences that a text names, with confidence.
fn find(text: &str) -> Vec<(Licence, f32)> {
    let lower = text.to_lowercase().replace('’', "'");
    let creative = if text.contains("CC") || lower.contains("creative") { find_creative(text) } else { Vec::new() };
    if !creative.is_empty() {
        return creative;
    }
    let named = |statements: &[&str]| statements.iter().any(|words| lower.contains(words));
    let held = lower.contains("©") || lower.contains("copyright");
    let (code, confidence) = if named(&OPEN_GOVERNMENT) {
        ("ogl-ca-2.0", 0.85)
    } else if named(&RESERVED) {
        ("all-rights-reserved", 0.7)
    } else if named(&OWN_TERMS) && (held || lower.contains("reuse") || lower.contains("licen")) {
        ("publisher-specific", 0.6)
    } else if held && lower.contains("embargo") {
        ("all-rights-reserved", 0.5)
    } else {
        return Vec::new();
    };
    Licence::parse(code).ok().into_iter().map(|licence| (licence, confidence)).collect()
}

/// The Creative Commons licences that a text names.
fn find_creative(text: &str) -> Vec<(Licence, f32)> {
    let mut out = Vec::new();
    for found in ADDRESS.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let kind = found.get(1).map_or("", |kind| kind.as_str()).to_lowercase();
        let version = found.get(2).map(|version| version.as_str());
        let port = found.get(3).map(|port| port.as_str().to_lowercase());
        let kind = if kind == "zero" { "0".to_owned() } else { format!("-{kind}") };
        out.extend(licence(&kind, version, port.as_deref()).map(|licence| (licence, 0.96)));
    }
    if !out.is_empty() {
        return out;
    }
    for found in CODE.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let name =
            found.get(1).map_or("", |name| name.as_str()).to_lowercase().replace(' ', "-").replace("cc-0", "cc0");
        let kind = name.strip_prefix("cc").unwrap_or_default().to_owned();
        out.extend(licence(&kind, found.get(2).map(|version| version.as_str()), None).map(|licence| (licence, 0.88)));
    }
    if out.is_empty() {
        let words = WORDS.iter().flat_map(|pattern| pattern.captures_iter(text)).filter_map(|found| found.get(1));
        out.extend(words.filter_map(|words| Some((from_words(words.as_str())?, 0.85))));
    }
    out
}

/// `-by-nc` and a version (4.0 when none is given) as a licence of the table.
fn licence(kind: &str, version: Option<&str>, port: Option<&str>) -> Option<Licence> {
    let version = version.unwrap_or(if kind == "0" { "1.0" } else { "4.0" });
    let ported = port.and_then(|port| Licence::parse(&format!("cc{kind}-{version}-{port}")).ok());
    ported.or_else(|| Licence::parse(&format!("cc{kind}-{version}")).ok())
}

fn from_words(text: &str) -> Option<Licence> {
    let lower = text.to_lowercase().replace(['-', '–', '‐'], " ");
    let sentence = lower.split(". ").next().unwrap_or(&lower);
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let mut kind = String::from("-by");
    if has(&[
        "noncommercial",
        "non commercial",
        "pas d’utilisation commerciale",
        "pas d'utilisation commerciale",
        "utilisation non commerciale",
    ]) {
        kind.push_str("-nc");
    }
    if has(&["noderiv", "no deriv", "pas de modification"]) {
        kind.push_str("-nd");
    } else if has(&["sharealike", "share alike", "partage dans les mêmes", "partage à l"]) {
        kind.push_str("-sa");
    }
    let version = VERSION.as_ref().and_then(|pattern| pattern.captures(sentence)).and_then(|found| found.get(1));
    licence(&kind, version.map(|version| version.as_str()), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_read_from_addresses_codes_and_words() {
        let first = |text: &str| find(text).first().map(|(licence, _)| licence.code().to_owned());
        for (text, code) in [
            ("https://creativecommons. org/licenses/by/4.0/deed.fr", "cc-by-4.0"),
            ("sous licence CC BY-NC-ND 4.0.", "cc-by-nc-nd-4.0"),
            ("Une licence CC BY s’applique", "cc-by-4.0"),
            ("a Creative Commons Attribution-NonCommercial 4.0 International licence", "cc-by-nc-4.0"),
            ("licence Creative Commons Attribution – Pas de modification 4.0", "cc-by-nd-4.0"),
        ] {
            assert_eq!(first(text).as_deref(), Some(code), "{text}");
        }
        assert_eq!(first("© Les auteurs, tous droits réservés; diffusé sous CC BY 4.0").as_deref(), Some("cc-by-4.0"));
        assert_eq!(
            first("© 2019 Invented Society. Free to read; reuse requires the permission of the publisher.").as_deref(),
            Some("publisher-specific")
        );
        assert_eq!(first("Publié sous la Licence du gouvernement ouvert – Canada").as_deref(), Some("ogl-ca-2.0"));
        assert_eq!(first("We thank the publisher for permission"), None);
        assert_eq!(first("© 2024 Tous droits réservés.").as_deref(), Some("all-rights-reserved"));
        assert_eq!(first("the CC algorithm is creative"), None);
    }
}
