//! Records for the tests of this module: a full one, a hostile one, and random ones.

use std::borrow::Cow;

use proptest::prelude::*;

use super::Record;
use crate::domain::article::MediaType;
use crate::domain::award::LinkOrigin;
use crate::domain::{
    AccessRight, Affiliation, ArticleId, AwardLink, AwardNumber, Dates, Doi, Fund, Issn, Journal, Lang, Licence,
    Localised, Metadata, Orcid, PartialDate, Person, ResourceType, Ror, VersionType,
};

/// Mark-up, controls, a non-character, right-to-left text with an override, and what other syntaxes live by.
pub(super) const HOSTILE: &str = "<a href=\"x\" id='y'>&amp;]]></a>\u{0}\u{B}\u{85}\u{FFFE}\u{202E}\u{5D0}\u{5D1} \
    {\\input} } $%#_^~ \r\nER  - \n@article{x,} 𝔸";

/// An address for a record's page and file.
pub(super) const URL: &str = "https://depot.example.org/articles/42";

/// A record that is open today.
pub(super) fn record(metadata: &Metadata) -> Record<'_> {
    Record {
        id: ArticleId(42),
        url: Cow::Borrowed(URL),
        file_url: Some(Cow::Borrowed("https://depot.example.org/articles/42/article.pdf")),
        metadata,
        own_doi: None,
        is_open: true,
        media_type: MediaType::Pdf,
        size_bytes: 123_456,
        published_here: jiff::civil::Date::new(2025, 4, 1).ok(),
        deposited: PartialDate::parse("2025-03-20").ok(),
        repository: "Dépôt d’essai",
        changed: "2025-04-02T10:20:30Z".parse().ok(),
        extraction: None,
        jats: None,
    }
}

/// A record whose file is closed.
pub(super) fn closed(metadata: &Metadata) -> Record<'_> {
    Record { is_open: false, file_url: None, ..record(metadata) }
}

/// An article with a value in every field.
pub(super) fn full() -> Metadata {
    Metadata {
        titles: vec![
            Localised::new(Lang::FR, "Lacs de thermokarst et tourbières du Nunavik"),
            Localised::new(Lang::EN, "Thermokarst lakes and peatlands of Nunavik"),
        ],
        authors: authors(),
        abstracts: vec![
            Localised::new(Lang::FR, "Les lacs grandissent."),
            Localised::new(Lang::EN, "Lakes are growing."),
        ],
        keywords: vec![Localised::new(Lang::FR, "pergélisol"), Localised::new(Lang::EN, "permafrost")],
        language: Some(Lang::FR),
        resource_type: Some(ResourceType::JournalArticle),
        peer_reviewed: Some(true),
        version: Some(VersionType::AM),
        licence: Licence::parse("cc-by-4.0").ok(),
        access: Some(AccessRight::Open),
        embargo_until: PartialDate::parse("2025-09-14").ok(),
        doi: Doi::parse("10.5555/essai.42").ok(),
        journal: Some(journal()),
        dates: Dates {
            accepted: PartialDate::parse("2025-01-10").ok(),
            online: PartialDate::parse("2025-03-14").ok(),
            issue: PartialDate::parse("2025-06").ok(),
            deposited: PartialDate::parse("2025-03-20").ok(),
        },
        field: Some("RDF102".into()),
        awards: vec![
            AwardLink { fund: Fund::Frqnt, number: AwardNumber::parse("900101").ok(), origin: LinkOrigin::Declared },
            AwardLink { fund: Fund::Frq, number: None, origin: LinkOrigin::Declared },
        ],
        copies: Vec::new(),
    }
}

fn authors() -> Vec<Person> {
    let laval = Affiliation { name: "Université Laval".into(), ror: Ror::parse("04sjchr03").ok() };
    vec![
        Person {
            given: "Marie-Ève".into(),
            family: "Tremblay".into(),
            orcid: Orcid::parse("0000-0002-1825-0097").ok(),
            email: Some("secret@example.org".into()),
            affiliations: vec![laval],
        },
        Person { given: "Jaani P.".into(), family: "Qumaq".into(), ..Person::default() },
        Person { family: "Groupe Toundra".into(), ..Person::default() },
    ]
}

fn journal() -> Journal {
    Journal {
        title: "Revue d’essai".into(),
        issn: Issn::parse("0317-8471").ok(),
        volume: Some("12".into()),
        issue: Some("3".into()),
        pages: Some("45-67".into()),
        publisher: Some("Presses de l’essai".into()),
        model: None,
    }
}

/// The full article with hostile text wherever text may stand.
pub(super) fn hostile() -> Metadata {
    with_text(HOSTILE, Lang::parse("ar").unwrap())
}

fn with_text(text: &str, lang: Lang) -> Metadata {
    let mut metadata = full();
    let all = metadata.titles.iter_mut().chain(&mut metadata.abstracts).chain(&mut metadata.keywords);
    for item in all {
        *item = Localised { lang, text: text.to_owned() };
    }
    for person in &mut metadata.authors {
        person.family = text.to_owned();
        person.given = text.to_owned();
        person.affiliations = vec![Affiliation { name: text.to_owned(), ror: None }];
    }
    metadata.field = Some(text.to_owned());
    metadata.doi = Doi::parse("10.5555/<a&b>\"'{}").ok();
    metadata.journal = Some(Journal {
        title: text.to_owned(),
        volume: Some(text.to_owned()),
        issue: Some(text.to_owned()),
        pages: Some(text.to_owned()),
        publisher: Some(text.to_owned()),
        ..journal()
    });
    metadata
}

/// Any metadata: any text, fields there or not.
pub(super) fn any_metadata() -> impl Strategy<Value = Metadata> {
    let parts =
        (any::<String>(), any::<[bool; 6]>(), 0..20_usize, 0..8_usize, 0..4_usize, 1000..9999_i16, "[a-z]{2,3}");
    parts.prop_map(|(text, there, kind, version, access, year, lang)| {
        let full = with_text(&text, Lang::parse(&lang).unwrap());
        let [titles, authors, licence, doi, journal, awards] = there;
        Metadata {
            titles: if titles { full.titles } else { Vec::new() },
            authors: if authors { full.authors } else { Vec::new() },
            licence: full.licence.filter(|_| licence),
            doi: full.doi.filter(|_| doi),
            journal: full.journal.filter(|_| journal),
            awards: if awards { full.awards } else { Vec::new() },
            resource_type: ResourceType::ALL.get(kind).copied(),
            version: VersionType::ALL.get(version).copied(),
            access: AccessRight::ALL.get(access).copied(),
            dates: Dates { issue: PartialDate::parse(&year.to_string()).ok(), ..Dates::default() },
            ..full
        }
    })
}
