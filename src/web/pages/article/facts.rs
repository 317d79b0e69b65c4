//! What the side of the page lists: journal, identifiers, dates; copies elsewhere; formats.

use crate::domain::clock::quebec_date;
use crate::domain::copy_check::WatchedCopy;
use crate::domain::metadata::{Copy, CopyHost, Journal};
use crate::domain::{Article, Doi, PartialDate};
use crate::metadata::{Format, Record, formats};
use crate::web::page::Frame;
use crate::web::pages::view;

/// A format of the description.
#[derive(Debug)]
pub(super) struct Export {
    pub(super) label: &'static str,
    pub(super) media_type: &'static str,
    pub(super) href: String,
    /// Whether people use it to cite; the others are for catalogues and aggregators.
    pub(super) for_people: bool,
}

/// A line of the list.
#[derive(Debug)]
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) href: Option<String>,
}

/// A copy elsewhere.
#[derive(Debug)]
pub(super) struct CopyView {
    pub(super) href: String,
    pub(super) host: String,
    pub(super) note: String,
}

/// The formats that the article exists in.
pub(super) fn exports(record: &Record<'_>) -> Vec<Export> {
    let export = |format: &'static Format| Export {
        label: format.label,
        media_type: format.media_type,
        href: format!("/articles/{}/export/{}", record.id, format.prefix),
        for_people: format.xml.is_none(),
    };
    let applying = formats().iter().filter(|crosswalk| crosswalk.applies(record));
    applying.map(|crosswalk| export(crosswalk.format())).collect()
}

/// Journal, identifiers, dates and field: what the side of the page lists.
pub(super) fn facts(article: &Article, frame: &Frame) -> Vec<Fact> {
    let metadata = &article.version.metadata;
    let locale = frame.locale;
    let fact = |key: &str, value: Option<String>, href: Option<String>| {
        value.filter(|value| !value.is_empty()).map(|value| Fact { label: locale.text(key), value, href })
    };
    let dated = |date: Option<PartialDate>| date.map(|date| locale.date(date));
    let doi = metadata.doi.as_ref();
    let here = article.published_at.map(|at| locale.day(quebec_date(at)));
    [
        fact("fact-journal", metadata.journal.as_ref().map(|journal| issue(journal, frame)), None),
        fact("fact-doi", doi.map(ToString::to_string), doi.map(Doi::url)),
        fact("fact-published", dated(metadata.published()), None),
        fact("fact-accepted", dated(metadata.dates.accepted), None),
        fact("fact-here", here, None),
        fact("fact-field", metadata.field.as_deref().map(|code| view::field_name(code, locale)), None),
        fact("fact-address", Some(permanent(article, frame)), Some(permanent(article, frame))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The address that stays.
pub(super) fn permanent(article: &Article, frame: &Frame) -> String {
    frame.site.absolute(&format!("/articles/{}", article.id))
}

/// `Title, vol. 7, no 2, p. 113–118`
fn issue(journal: &Journal, frame: &Frame) -> String {
    let part = |key: &str, value: &Option<String>| {
        value.as_deref().filter(|value| !value.is_empty()).map(|value| frame.ta(key, "value", value))
    };
    let parts = [
        Some(journal.title.clone()).filter(|title| !title.is_empty()),
        part("journal-volume", &journal.volume),
        part("journal-issue", &journal.issue),
        part("journal-pages", &journal.pages.as_deref().map(page_range)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A range of pages with an en dash; what has further hyphens is no plain range and stays.
fn page_range(pages: &str) -> String {
    let ends = pages.split_once(['-', '–']).map(|(first, last)| (first.trim(), last.trim()));
    match ends.filter(|(first, last)| !first.is_empty() && !last.is_empty() && !last.contains(['-', '–'])) {
        Some((first, last)) => format!("{first}–{last}"),
        None => pages.to_owned(),
    }
}

/// Says of copies when they were looked at, and what was found.
pub(super) fn add_looks(copies: &mut [CopyView], looks: &[WatchedCopy], frame: &Frame) {
    for look in looks {
        let (Some(at), Some(state)) = (look.checked, look.state) else { continue };
        for copy in copies.iter_mut().filter(|copy| copy.href == look.url) {
            let day = frame.locale.day(quebec_date(at));
            let said = frame.ta(&format!("copy-look-{}", state.code().replace('_', "-")), "date", &day);
            let parts = [copy.note.as_str(), &said];
            copy.note = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        }
    }
}

pub(super) fn copy_view(copy: &Copy, frame: &Frame) -> Option<CopyView> {
    let there = copy.url.clone().filter(|_| copy.withdrawn.is_none());
    let href = there.filter(|url| url.starts_with("https://") || url.starts_with("http://"))?;
    let lang = frame.locale.lang();
    let facts = [
        copy.version.map(|version| view::capitalised(&view::version_name(version, frame.locale))),
        copy.licence.as_ref().map(|licence| view::curly(&licence.short_name(lang))),
        copy.access.map(|access| view::curly(&access.label(lang))),
    ];
    Some(CopyView {
        host: frame.t(match copy.host {
            CopyHost::Publisher => "host-publisher",
            CopyHost::Repository => "host-repository",
        }),
        note: facts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        href,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_pages_have_an_en_dash_and_identifiers_stay() {
        for (typed, shown) in [
            ("113-115", "113–115"),
            ("113–115", "113–115"),
            ("e12 - e19", "e12–e19"),
            ("7", "7"),
            ("1-2-3", "1-2-3"),
            ("-", "-"),
        ] {
            assert_eq!(page_range(typed), shown);
        }
    }
}
