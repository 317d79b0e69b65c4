//! The description of a generated article.

use jiff::civil::Date;
use parvis::domain::award::LinkOrigin;
use parvis::domain::vocabulary::{list_fields, list_institutions};
use parvis::domain::{
    AccessRight, Affiliation, AwardLink, AwardNumber, Copy, CopyHost, Dates, Doi, Fund, Issn, Journal, Lang, Licence,
    Localised, Metadata, Orcid, PartialDate, Person, RepositoryKind, ResourceType, VersionType,
};

use super::Random;
use super::words::{keyword, prose};

const FAMILY_NAMES: [&str; 24] = [
    "Tremblay",
    "Gagnon",
    "Roy",
    "Côté",
    "Bouchard",
    "Gauthier",
    "Morin",
    "Lavoie",
    "Fortin",
    "Gagné",
    "Ouellet",
    "Pelletier",
    "Bélanger",
    "Lévesque",
    "Bergeron",
    "Leblanc",
    "Paquette",
    "Nguyen",
    "O’Connor",
    "Qumaq",
    "Diallo",
    "García",
    "Haddad",
    "Smith",
];
const GIVEN_NAMES: [&str; 16] = [
    "Marie-Ève",
    "Jean-François",
    "Émilie",
    "Simon",
    "Catherine",
    "Étienne",
    "Noémie",
    "Mathieu",
    "Chloé",
    "Samuel",
    "Anaïs",
    "Olivier",
    "Jaani P.",
    "Fatou",
    "Minh",
    "William",
];
const JOURNALS: [(&str, &str); 8] = [
    ("Revue des essais nordiques", "0317847"),
    ("Cahiers de mesure", "1234567"),
    ("Journal of Generated Results", "2049363"),
    ("Annales du banc d’essai", "0028083"),
    ("Études & méthodes", "1477405"),
    ("Letters on Throughput", "0009482"),
    ("Bulletin de la société d’arithmétique", "0378595"),
    ("Open Benchmarks", "2434561"),
];
/// The last day that an article is published on.
const LATEST: Date = jiff::civil::date(2026, 6, 30);

/// The description of an article, the same for the same number.
pub(crate) fn article(number: u64) -> Metadata {
    let random = &mut Random::new(number, 1);
    let language = if random.chance(62) { Lang::FR } else { Lang::EN };
    let other = if language == Lang::FR { Lang::EN } else { Lang::FR };
    let published = day(random);
    let access = access(random);
    Metadata {
        titles: texts(random, language, other, (7, 16), 55),
        abstracts: texts(random, language, other, (90, 230), 45),
        authors: (0..random.often_first(&[2, 3, 1, 4, 5, 6, 7, 8]).copied().unwrap_or(1))
            .map(|_| author(random))
            .collect(),
        keywords: keywords(random, &[language, other]),
        language: Some(language),
        resource_type: random.often_first(&KINDS).copied(),
        peer_reviewed: Some(random.chance(80)),
        version: random.often_first(&[VersionType::AM, VersionType::VoR, VersionType::SMUR]).copied(),
        licence: licence(random),
        access: Some(access),
        embargo_until: (access == AccessRight::Embargoed).then(|| PartialDate::from_day(jiff::civil::date(2031, 1, 1))),
        doi: random.chance(88).then(|| Doi::parse(&format!("10.5555/bench.{number}")).ok()).flatten(),
        journal: random.chance(85).then(|| journal(random)),
        dates: Dates { online: Some(published), deposited: Some(published), ..Dates::default() },
        field: random.one_of(list_fields()).map(|field| field.code.clone()),
        awards: awards(random),
        copies: copies(random, number),
    }
}

const KINDS: [ResourceType; 7] = [
    ResourceType::JournalArticle,
    ResourceType::JournalArticle,
    ResourceType::ConferencePaper,
    ResourceType::ReviewArticle,
    ResourceType::BookPart,
    ResourceType::Preprint,
    ResourceType::DoctoralThesis,
];

fn day(random: &mut Random) -> PartialDate {
    let back = i64::try_from(random.below(12 * 365)).unwrap_or_default();
    PartialDate::from_day(LATEST.saturating_sub(jiff::Span::new().days(back)))
}

fn access(random: &mut Random) -> AccessRight {
    match random.below(100) {
        0..=84 => AccessRight::Open,
        85..=94 => AccessRight::Embargoed,
        _ => AccessRight::Restricted,
    }
}

fn licence(random: &mut Random) -> Option<Licence> {
    let codes = ["cc-by-4.0", "cc-by-nc-nd-4.0", "cc-by-nc-4.0", "unknown", "cc0-1.0"];
    random.often_first(&codes).and_then(|code| Licence::parse(code).ok())
}

/// A text in the language of the article, and in the other one `percent` times in a hundred.
fn texts(random: &mut Random, own: Lang, other: Lang, (few, many): (u64, u64), percent: u64) -> Vec<Localised> {
    let languages = if random.chance(percent) { vec![own, other] } else { vec![own] };
    let text = |lang: Lang| {
        let words = random.within(few, many);
        Localised::new(lang, &prose(random, lang, words))
    };
    languages.into_iter().map(text).collect()
}

fn keywords(random: &mut Random, languages: &[Lang]) -> Vec<Localised> {
    let count = random.within(2, 5);
    let of = |lang: &Lang| (0..count).map(|_| Localised::new(*lang, keyword(random, *lang))).collect::<Vec<_>>();
    languages.iter().flat_map(of).collect()
}

fn author(random: &mut Random) -> Person {
    let places = if random.chance(25) { 2 } else { 1 };
    let place = |_| {
        random
            .often_first(list_institutions())
            .map(|institution| Affiliation { name: institution.name_fr.clone(), ror: Some(institution.ror.clone()) })
    };
    let affiliations = (0..places).filter_map(place).collect();
    Person {
        given: random.one_of(&GIVEN_NAMES).copied().unwrap_or_default().to_owned(),
        family: random.one_of(&FAMILY_NAMES).copied().unwrap_or_default().to_owned(),
        orcid: random.chance(45).then(|| orcid(random)).flatten(),
        email: None,
        affiliations,
    }
}

/// Of the eleven possible check characters one fits.
fn orcid(random: &mut Random) -> Option<Orcid> {
    let digits = format!("0000000{:08}", random.below(100_000_000));
    "0123456789X".chars().find_map(|check| Orcid::parse(&format!("{digits}{check}")).ok())
}

fn journal(random: &mut Random) -> Journal {
    let (title, digits) = random.often_first(&JOURNALS).copied().unwrap_or_default();
    let first = random.within(1, 900);
    Journal {
        title: title.to_owned(),
        issn: "0123456789X".chars().find_map(|check| Issn::parse(&format!("{digits}{check}")).ok()),
        volume: Some(random.within(1, 80).to_string()),
        issue: random.chance(80).then(|| random.within(1, 12).to_string()),
        pages: Some(format!("{first}-{}", first + random.within(3, 40))),
        publisher: random.chance(70).then(|| "Presses du banc d’essai".to_owned()),
        model: None,
    }
}

fn awards(random: &mut Random) -> Vec<AwardLink> {
    let count = random.often_first(&[1, 2, 0, 3]).copied().unwrap_or_default();
    let award = |_| AwardLink {
        fund: random.one_of(&Fund::ALL).copied().unwrap_or(Fund::Frq),
        number: AwardNumber::parse(&random.within(100_000, 399_999).to_string()).ok(),
        origin: LinkOrigin::Declared,
    };
    (0..count).map(award).collect()
}

fn copies(random: &mut Random, number: u64) -> Vec<Copy> {
    let copy = || Copy {
        host: CopyHost::Repository,
        repository_kind: Some(RepositoryKind::Institutional),
        url: Some(format!("https://corpus.example.org/handle/20.500/{number}")),
        version: Some(VersionType::AM),
        licence: None,
        access: Some(AccessRight::Open),
        open_from: None,
        seen_open: None,
        withdrawn: None,
    };
    random.chance(20).then(copy).into_iter().collect()
}
