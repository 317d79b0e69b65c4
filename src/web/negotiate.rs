//! Content negotiation: an article in another format at the address of its page (RFC 9110 §12.5.1), and the language
//! that programs are answered in (§12.5.4).

use axum::http::{HeaderMap, header};

use super::i18n::Locale;
use crate::metadata::{Crosswalk, find_by_media_type};

/// Media ranges of one request that are looked at; more are somebody's joke.
const MOST_RANGES: usize = 32;
/// The types that a page is sent as.
const PAGE: [&str; 2] = ["text/html", "application/xhtml+xml"];

/// A media range of `Accept` and how much it is wanted, in thousandths.
#[derive(Debug, Clone, Copy)]
struct Range<'a> {
    essence: &'a str,
    quality: u16,
}

impl<'a> Range<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let essence = parts.next().filter(|essence| essence.contains('/'))?;
        let weight = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case("q").then(|| value.trim())
        });
        Some(Self { essence, quality: weight.map_or(Some(1000), thousandths)? })
    }

    /// How exactly a range names a type; `None` when it does not.
    fn names(&self, essence: &str) -> Option<u8> {
        let family = essence.split_once('/').map_or(essence, |(family, _)| family);
        match self.essence.split_once('/')? {
            ("*", "*") => Some(0),
            (named, "*") if named.eq_ignore_ascii_case(family) => Some(1),
            _ if self.essence.eq_ignore_ascii_case(essence) => Some(2),
            _ => None,
        }
    }
}

/// The weight of a range: `0`, `0.7`, `1.000` (RFC 9110 §12.4.2).
fn thousandths(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part: u16 = format!("{part:0<3}").parse().ok()?;
    match whole {
        "0" => Some(part),
        "1" if part == 0 => Some(1000),
        _ => None,
    }
}

/// The quality of a type: that of the range that names it most exactly.
fn quality(ranges: &[Range<'_>], essence: &str) -> u16 {
    let named = ranges.iter().filter_map(|range| Some((range.names(essence)?, range.quality)));
    named.max_by_key(|(exact, _)| *exact).map_or(0, |(_, quality)| quality)
}

/// The format that a request wants rather than the page; `None` when the page does as well, or nothing that we have is
/// wanted. Only a format named in full is given: `*/*` means whatever is there, which is the page.
pub(crate) fn preferred(accept: &str) -> Option<&'static dyn Crosswalk> {
    let ranges: Vec<Range<'_>> = accept.split(',').take(MOST_RANGES).filter_map(Range::read).collect();
    let page = PAGE.iter().map(|essence| quality(&ranges, essence)).max().unwrap_or_default();
    let wanted = ranges.iter().filter(|range| range.quality > page);
    let known = wanted.filter_map(|range| Some((range.quality, find_by_media_type(range.essence)?)));
    // Of equals the first, as most clients list them by preference.
    known.rev().max_by_key(|(quality, _)| *quality).map(|(_, format)| format)
}

/// The language that a program asks for; French when it asks for none of ours.
pub(crate) fn language(headers: &HeaderMap) -> Locale {
    let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let wanted = accept.split(',').take(MOST_RANGES).filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next()?;
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1000), thousandths)?;
        let locale = match tag.split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "fr" => Locale::French,
            "en" => Locale::English,
            _ => return None,
        };
        (weight > 0).then_some((weight, locale))
    });
    // Of equals the first.
    let wanted: Vec<_> = wanted.collect();
    wanted.into_iter().rev().max_by_key(|(weight, _)| *weight).map_or(Locale::French, |(_, locale)| locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_answered_in_the_language_they_prefer_and_in_french_otherwise() {
        let of = |accept: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, accept.parse().unwrap());
            language(&headers)
        };
        for accept in ["", "*", "de", "fr", "fr-CA, en;q=0.9", "en;q=0.2, fr;q=0.8", "en;q=0", "en;q=2", "fr, en"] {
            assert_eq!(of(accept), Locale::French, "{accept}");
        }
        for accept in ["en", "EN-ca", "de, en;q=0.5, fr;q=0.4", "en, fr"] {
            assert_eq!(of(accept), Locale::English, "{accept}");
        }
    }

    fn prefix(accept: &str) -> Option<&'static str> {
        preferred(accept).map(|crosswalk| crosswalk.format().prefix)
    }

    #[test]
    fn browsers_and_the_undemanding_get_the_page() {
        for accept in [
            "",
            "*/*",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "application/ld+json;q=0.5, text/html",
            "application/ld+json;q=0",
            "application/ld+json, text/*",
            "image/png",
            "application/vnd.citationstyles.csl+json;q=2",
            "rubbish;;;,,/,\u{7f}",
        ] {
            assert_eq!(prefix(accept), None, "{accept}");
        }
    }

    #[test]
    fn a_format_named_in_full_is_given_by_its_weight() {
        for (accept, expected) in [
            ("application/ld+json", "schema_org"),
            ("application/vnd.citationstyles.csl+json", "csl"),
            ("Application/X-BibTeX; charset=utf-8", "bibtex"),
            ("application/ld+json, */*;q=0.1", "schema_org"),
            ("application/x-bibtex;q=0.5, application/vnd.citationstyles.csl+json;q=0.9", "csl"),
            ("application/x-research-info-systems, application/x-bibtex", "ris"),
            ("text/html;q=0.2, application/x-bibtex;q=0.300", "bibtex"),
            ("application/jats+xml", "jats"),
        ] {
            assert_eq!(prefix(accept), Some(expected), "{accept}");
        }
    }
}
