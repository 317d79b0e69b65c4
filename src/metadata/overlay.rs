//! One description laid over another: a sidecar over what the file says of itself.

use crate::domain::{Dates, Journal, Localised, Metadata};

/// `over` where it says something, else `base`. Texts are taken language by language, dates and the journal field by
/// field; a list of authors, awards or copies replaces the other as a whole.
#[must_use]
pub fn overlay(base: Metadata, over: Metadata) -> Metadata {
    let language = over.language.or(base.language);
    let mut titles = by_language(base.titles, over.titles);
    let mut abstracts = by_language(base.abstracts, over.abstracts);
    for texts in [&mut titles, &mut abstracts] {
        texts.sort_by_key(|text| Some(text.lang) != language);
    }
    Metadata {
        titles,
        authors: list(base.authors, over.authors),
        abstracts,
        keywords: by_language(base.keywords, over.keywords),
        language,
        resource_type: over.resource_type.or(base.resource_type),
        peer_reviewed: over.peer_reviewed.or(base.peer_reviewed),
        version: over.version.or(base.version),
        licence: over.licence.or(base.licence),
        access: over.access.or(base.access),
        embargo_until: over.embargo_until.or(base.embargo_until),
        doi: over.doi.or(base.doi),
        journal: journal(base.journal, over.journal),
        dates: dates(&base.dates, &over.dates),
        field: over.field.or(base.field),
        awards: list(base.awards, over.awards),
        copies: list(base.copies, over.copies),
    }
}

fn list<T>(base: Vec<T>, over: Vec<T>) -> Vec<T> {
    if over.is_empty() { base } else { over }
}

/// The texts of `over`, and those of `base` in other languages.
fn by_language(base: Vec<Localised>, over: Vec<Localised>) -> Vec<Localised> {
    let rest: Vec<Localised> =
        base.into_iter().filter(|text| !over.iter().any(|other| other.lang == text.lang)).collect();
    over.into_iter().chain(rest).collect()
}

fn dates(base: &Dates, over: &Dates) -> Dates {
    Dates {
        accepted: over.accepted.or(base.accepted),
        online: over.online.or(base.online),
        issue: over.issue.or(base.issue),
        deposited: over.deposited.or(base.deposited),
    }
}

/// The fields of two journals belong together only when they name the same one.
fn journal(base: Option<Journal>, over: Option<Journal>) -> Option<Journal> {
    match (base, over) {
        (Some(base), Some(over)) if over.title.is_empty() || over.title == base.title => Some(Journal {
            title: base.title,
            issn: over.issn.or(base.issn),
            volume: over.volume.or(base.volume),
            issue: over.issue.or(base.issue),
            pages: over.pages.or(base.pages),
            publisher: over.publisher.or(base.publisher),
            model: over.model.or(base.model),
        }),
        (base, over) => over.or(base),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{JournalModel, Lang, PartialDate, VersionType};
    use crate::metadata::samples;

    #[test]
    fn what_the_sidecar_does_not_say_comes_from_the_file() {
        let base = samples::full();
        let date = PartialDate::parse("2026-01-01").ok();
        let over = Metadata {
            titles: vec![Localised::new(Lang::EN, "Other")],
            version: Some(VersionType::VoR),
            dates: Dates { deposited: date, ..Dates::default() },
            journal: Some(Journal { model: Some(JournalModel::Diamond), ..Journal::default() }),
            ..Metadata::default()
        };
        let both = overlay(base.clone(), over);
        assert_eq!((both.titles[0].lang, both.titles[1].text.as_str()), (Lang::FR, "Other"));
        assert_eq!((both.version, both.dates.deposited), (Some(VersionType::VoR), date));
        assert_eq!((both.dates.online, &both.authors), (base.dates.online, &base.authors));
        let journal = both.journal.unwrap();
        assert_eq!((journal.model, journal.issn), (Some(JournalModel::Diamond), base.journal.unwrap().issn));
    }

    #[test]
    fn another_journal_replaces_the_whole_journal() {
        let over =
            Metadata { journal: Some(Journal { title: "Autre".into(), ..Journal::default() }), ..Metadata::default() };
        assert_eq!(overlay(samples::full(), over).journal.unwrap().issn, None);
    }

    #[test]
    fn laying_nothing_over_changes_nothing() {
        assert_eq!(overlay(samples::full(), Metadata::default()), samples::full());
        assert_eq!(overlay(Metadata::default(), samples::full()), samples::full());
    }
}
