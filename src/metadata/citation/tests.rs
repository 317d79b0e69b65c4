//! Expected references are ours, written after the rules of each style.

use proptest::prelude::*;

use super::processor::render;
use super::*;
use crate::domain::{Dates, Metadata, PartialDate, Person, ResourceType, VersionType};
use crate::metadata::samples;

fn published() -> Metadata {
    Metadata { version: Some(VersionType::VoR), ..samples::full() }
}

fn text(metadata: &Metadata, style: Style, lang: Lang) -> String {
    citation(&samples::record(metadata), style, lang).to_string()
}

fn person(family: &str, given: &str) -> Person {
    Person { family: family.into(), given: given.into(), ..Person::default() }
}

/// An article in English by two people, without issue, pages or DOI; its title asks and holds mark-up.
fn english() -> Metadata {
    let mut metadata = published();
    metadata.language = Some(Lang::EN);
    metadata.titles = vec![crate::domain::Localised::new(Lang::EN, "Is Picea & snow < ice enough?")];
    metadata.authors = vec![person("O’Neill", "Jean-Paul"), person("de la Durantaye", "Élise")];
    metadata.doi = None;
    metadata.dates = Dates { issue: PartialDate::parse("2024-02").ok(), ..Dates::default() };
    let journal = metadata.journal.as_mut().unwrap();
    (journal.issue, journal.pages) = (None, Some("e1042".into()));
    journal.title = "Northern Trials".into();
    metadata
}

fn thesis() -> Metadata {
    let mut metadata = published();
    metadata.resource_type = Some(ResourceType::DoctoralThesis);
    metadata.authors.truncate(1);
    metadata.doi = None;
    metadata
}

fn bare() -> Metadata {
    let titles = vec![crate::domain::Localised::new(Lang::FR, "Où va la neige\u{A0}?")];
    Metadata { titles, ..Metadata::default() }
}

#[test]
fn a_french_article_is_cited_in_french_in_every_style() {
    let metadata = published();
    for (style, expected) in [
        (
            Style::Apa,
            "Tremblay, M.-È., Qumaq, J. P. et Groupe Toundra. (2025). Lacs de thermokarst et tourbières du Nunavik. \
             Revue d’essai, 12(3), 45–67. https://doi.org/10.5555/essai.42",
        ),
        (
            Style::Mla,
            "Tremblay, Marie-Ève, et\u{A0}al. «\u{A0}Lacs de thermokarst et tourbières du Nunavik\u{A0}». Revue d’essai, \
             vol.\u{A0}12, nᵒ\u{A0}3, mars 2025, p.\u{A0}45–67, https://doi.org/10.5555/essai.42.",
        ),
        (
            Style::Chicago,
            "Tremblay, Marie-Ève, Jaani P. Qumaq et Groupe Toundra. 2025. «\u{A0}Lacs de thermokarst et tourbières du \
             Nunavik\u{A0}». Revue d’essai 12 (3)\u{A0}: 45–67. https://doi.org/10.5555/essai.42.",
        ),
        (
            Style::Vancouver,
            "Tremblay MÈ, Qumaq JP, Groupe Toundra. Lacs de thermokarst et tourbières du Nunavik. Revue d’essai. \
             2025;12(3):45-67. doi:10.5555/essai.42",
        ),
        (
            Style::Iso690,
            "TREMBLAY, Marie-Ève, QUMAQ, Jaani P. et GROUPE TOUNDRA. Lacs de thermokarst et tourbières du Nunavik. \
             Revue d’essai [en ligne]. 14 mars 2025, vol.\u{A0}12, nᵒ\u{A0}3, p.\u{A0}45–67. Disponible\u{A0}: \
             https://doi.org/10.5555/essai.42",
        ),
    ] {
        assert_eq!(text(&metadata, style, Lang::FR), expected);
    }
}

#[test]
fn an_english_article_is_cited_in_english_in_every_style() {
    let metadata = english();
    for (style, expected) in [
        (
            Style::Apa,
            "O’Neill, J.-P., & de la Durantaye, É. (2024). Is Picea & snow < ice enough? Northern Trials, 12, e1042. \
             https://depot.example.org/articles/42",
        ),
        (
            Style::Mla,
            "O’Neill, Jean-Paul, and Élise de la Durantaye. “Is Picea & Snow < Ice Enough?” Northern Trials, \
             vol.\u{A0}12, Feb. 2024, p.\u{A0}e1042, https://depot.example.org/articles/42.",
        ),
        (
            Style::Chicago,
            "O’Neill, Jean-Paul, and Élise de la Durantaye. 2024. “Is Picea & Snow < Ice Enough?” Northern Trials 12: \
             e1042. https://depot.example.org/articles/42.",
        ),
        (
            Style::Vancouver,
            "O’Neill JP, de la Durantaye É. Is Picea & snow < ice enough? Northern Trials [Internet]. 2024;12:e1042. \
             Available from: https://depot.example.org/articles/42",
        ),
        (
            Style::Iso690,
            "O’NEILL, Jean-Paul and DE LA DURANTAYE, Élise. Is Picea & snow < ice enough? Northern Trials [online]. \
             February 2024, vol.\u{A0}12, p.\u{A0}e1042. Available from: https://depot.example.org/articles/42",
        ),
    ] {
        assert_eq!(text(&metadata, style, Lang::EN), expected);
    }
}

#[test]
fn a_thesis_is_cited_with_its_kind_and_its_university() {
    let metadata = thesis();
    for (style, expected) in [
        (
            Style::Apa,
            "Tremblay, M.-È. (2025). Lacs de thermokarst et tourbières du Nunavik [thèse de doctorat, Presses de \
             l’essai]. Dépôt d’essai. https://depot.example.org/articles/42",
        ),
        (
            Style::Mla,
            "Tremblay, Marie-Ève. Lacs de thermokarst et tourbières du Nunavik. Presses de l’essai, 2025, \
             https://depot.example.org/articles/42. Thèse de doctorat.",
        ),
        (
            Style::Chicago,
            "Tremblay, Marie-Ève. 2025. «\u{A0}Lacs de thermokarst et tourbières du Nunavik\u{A0}». Thèse de doctorat, \
             Presses de l’essai. https://depot.example.org/articles/42.",
        ),
        (
            Style::Vancouver,
            "Tremblay MÈ. Lacs de thermokarst et tourbières du Nunavik [thèse de doctorat] [en ligne]. Presses de \
             l’essai; 2025. Disponible\u{A0}: https://depot.example.org/articles/42",
        ),
        (
            Style::Iso690,
            "TREMBLAY, Marie-Ève. Lacs de thermokarst et tourbières du Nunavik [en ligne]. Thèse de doctorat. Presses \
             de l’essai, 14 mars 2025. Disponible\u{A0}: https://depot.example.org/articles/42",
        ),
    ] {
        assert_eq!(text(&metadata, style, Lang::FR), expected);
    }
}

#[test]
fn a_work_without_author_date_and_journal_is_cited_by_its_title() {
    let metadata = bare();
    let record = Record { published_here: None, deposited: None, ..samples::record(&metadata) };
    let address = samples::URL;
    for (style, expected) in [
        (Style::Apa, format!("Où va la neige\u{A0}? (s.\u{A0}d.). {address}")),
        (Style::Mla, format!("Où va la neige\u{A0}? {address}.")),
        (Style::Chicago, format!("Où va la neige\u{A0}? s.\u{A0}d. {address}.")),
        (Style::Vancouver, format!("Où va la neige\u{A0}? [en ligne]. [s.\u{A0}d.]. Disponible\u{A0}: {address}")),
        (Style::Iso690, format!("Où va la neige\u{A0}? [en ligne]. [s.\u{A0}d.]. Disponible\u{A0}: {address}")),
    ] {
        assert_eq!(citation(&record, style, Lang::FR).to_string(), expected);
    }
}

#[test]
fn of_three_thousand_authors_each_style_names_as_many_as_it_allows() {
    let mut metadata = published();
    metadata.authors = (1..=3000).map(|n| person(&format!("N{n}"), "Ada")).collect();
    for (style, start) in [
        (Style::Mla, "N1, Ada, et al. "),
        (Style::Chicago, "N1, Ada, Ada N2, Ada N3, et al. 2025. "),
        (Style::Vancouver, "N1 A, N2 A, N3 A, N4 A, N5 A, N6 A, et al. "),
        (Style::Iso690, "N1, Ada et al. "),
    ] {
        let text = text(&metadata, style, Lang::EN).replace("\u{A0}", " ");
        assert!(text.starts_with(start), "{text}");
    }
    let apa = text(&metadata, Style::Apa, Lang::EN);
    assert!(apa.contains("N19, A., … N3000, A. (2025)") && !apa.contains("N20,"), "{apa}");
}

#[test]
fn a_text_in_a_journal_is_an_article_when_nobody_said_what_it_is() {
    let metadata = Metadata { resource_type: None, ..published() };
    for style in Style::ALL {
        assert_eq!(text(&metadata, style, Lang::FR), text(&published(), style, Lang::FR));
    }
}

#[test]
fn a_version_before_the_published_one_is_named() {
    let metadata = samples::full();
    assert!(text(&metadata, Style::Apa, Lang::FR).contains("Nunavik [manuscrit accepté]. Revue"));
    assert!(text(&metadata, Style::Apa, Lang::EN).contains("Nunavik [accepted manuscript]. Revue"));
}

#[test]
fn titles_of_journals_and_volumes_are_in_italics_and_addresses_are_links() {
    let metadata = published();
    let reference = citation(&samples::record(&metadata), Style::Apa, Lang::FR);
    assert!(reference.pieces.contains(&Piece::Italic("Revue d’essai".into())));
    assert!(reference.pieces.contains(&Piece::Italic("12".into())));
    let vancouver = citation(&samples::record(&metadata), Style::Vancouver, Lang::FR);
    let link = Piece::Link { text: "10.5555/essai.42".into(), href: "https://doi.org/10.5555/essai.42".into() };
    assert_eq!(vancouver.pieces.last(), Some(&link));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn anything_can_be_cited(metadata in samples::any_metadata()) {
        for lang in [Lang::FR, Lang::EN] {
            let record = samples::record(&metadata);
            let item = item::of(&record, lang);
            for style in Style::ALL {
                prop_assert!(!render(&item, style, lang).to_string().is_empty());
            }
        }
    }
}

#[test]
fn a_work_that_the_processor_cannot_lay_out_is_cited_by_title_and_address() {
    let mut metadata = published();
    metadata.journal.as_mut().unwrap().volume = Some(",\u{110C1}?[".into());
    let expected = format!("Lacs de thermokarst et tourbières du Nunavik. {}", samples::URL);
    assert_eq!(text(&metadata, Style::Mla, Lang::FR), expected);
}

#[test]
fn hostile_text_is_text() {
    let metadata = samples::hostile();
    for style in Style::ALL {
        let reference = citation(&samples::record(&metadata), style, Lang::FR);
        assert!(reference.pieces.iter().all(|piece| match piece {
            Piece::Link { href, .. } => href.starts_with("https://"),
            Piece::Plain(_) | Piece::Italic(_) => true,
        }));
    }
}
