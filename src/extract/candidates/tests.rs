//! Layouts of journals, archives and theses, in small files with invented texts.

use lopdf::{Document, Object, dictionary};

use crate::domain::extraction::{Candidates, DateRole};
use crate::domain::{Lang, Person};
use crate::extract::tests::{line, pdf, read};

const ENGLISH: [&str; 4] = [
    "We study how the ice of the river forms along a populated shore during three winters,",
    "and compare the hourly readings of forty gauges with what residents noted in their diaries.",
    "The comparison shows that thin ice near the shore is more common than the maps suggest.",
    "We discuss what this means for the people who cross the river on foot in the spring.",
];
const FRENCH: [&str; 4] = [
    "Nous étudions la glace de rive le long d'un littoral habité pendant trois hivers et nous",
    "comparons les relevés horaires de quarante sondes aux notes que les riverains ont prises.",
    "La comparaison montre que la glace mince est plus fréquente que les cartes ne le disent.",
    "Nous discutons de ce que cela signifie pour les personnes qui traversent le fleuve à pied.",
];

/// What bodies are made of.
const PROSE: [&str; 4] = [
    "Les relevés ont été faits chaque heure et les valeurs ont été conservées avec leur date, de",
    "sorte que chacune peut être comparée à celle de la veille. Nous avons trouvé que la glace",
    "était plus mince près de la rive qu'au milieu du fleuve, ce qui s'accorde avec ce que les",
    "gens du lieu ont rapporté. Une seconde série de relevés a été faite au printemps suivant.",
];

/// Lines of one size, one below the other.
fn lines(font: &str, size: u32, x: u32, y: u32, texts: &[&str]) -> String {
    (0..).zip(texts).map(|(n, text)| line(font, size, x, y - n * (size + 3), text)).collect()
}

/// A page of running text.
fn body() -> String {
    (0..8).map(|n| lines("F0", 10, 72, 740 - n * 70, &PROSE)).collect()
}

fn found(pages: &[String]) -> Candidates {
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    read(&pdf(&pages)).candidates
}

fn names(found: &Candidates) -> Vec<String> {
    found.authors.first().map(|list| list.value.iter().map(Person::display_name).collect()).unwrap_or_default()
}

fn title(found: &Candidates) -> &str {
    found.titles.first().map_or("", |title| title.value.text.as_str())
}

/// The best abstract in a language.
fn abstract_in(found: &Candidates, lang: Lang) -> &str {
    let mut texts = found.abstracts.iter().filter(|text| text.value.lang == lang);
    texts.next().map_or("", |text| text.value.text.as_str())
}

fn keywords_in(found: &Candidates, lang: Lang) -> Vec<&str> {
    let words = found.keywords.iter().filter(|word| word.value.lang == lang);
    words.map(|word| word.value.text.as_str()).collect()
}

#[test]
fn names_in_columns_keep_the_places_below_them() {
    let page = [
        line("F1", 18, 120, 780, "The ice of the river in winter"),
        line("F1", 11, 72, 750, "Ana Tremblay"),
        line("F1", 11, 250, 750, "Luc Le Gall"),
        line("F1", 11, 420, 750, "Joaquim D. Garcia"),
        line("F0", 11, 72, 735, "UC Berkeley"),
        line("F0", 11, 250, 735, "McGill University"),
        line("F0", 11, 420, 735, "Fort Garry"),
        line("F1", 11, 260, 700, "Abstract"),
        lines("F0", 10, 72, 680, &ENGLISH),
        line("F1", 12, 72, 620, "1 Introduction"),
        lines("F0", 10, 72, 600, &ENGLISH),
    ]
    .concat();
    let found = found(&[page, body()]);
    assert_eq!(names(&found), ["Ana Tremblay", "Luc Le Gall", "Joaquim D. Garcia"]);
    let places: Vec<usize> = found.authors[0].value.iter().map(|person| person.affiliations.len()).collect();
    assert_eq!(places, [0, 1, 0]);
    assert!(abstract_in(&found, Lang::EN).ends_with("in the spring."));
}

#[test]
fn spaced_headings_and_keywords_one_to_a_line_are_read() {
    let page = [
        line("F0", 8, 180, 815, "Journal of Imaginary Ice 128 \\(2021\\) 104512"),
        line("F0", 17, 72, 770, "Thin ice along a populated shore"),
        line("F0", 12, 72, 745, "Ana Tremblay, PhD; Luc Le Gall, MD, MSc"),
        line("F0", 8, 72, 725, "Department of Geography, McGill University, Montreal, Canada"),
        lines("F0", 8, 72, 690, &["Article history:", "Received 3 March 2020", "Accepted 1 February 2021"]),
        lines("F0", 8, 72, 640, &["Keywords:", "River ice", "Citizen science", "Safety"]),
        line("F0", 8, 230, 690, "A B S T R A C T"),
        lines("F0", 8, 230, 670, &ENGLISH),
        line("F1", 10, 72, 560, "1. Introduction"),
        lines("F0", 10, 72, 540, &ENGLISH),
        line("F0", 8, 72, 60, "https://doi.org/10.5555/j.jii.2021.104512"),
    ]
    .concat();
    let found = found(&[page, body()]);
    assert_eq!(names(&found), ["Ana Tremblay", "Luc Le Gall"]);
    assert!(abstract_in(&found, Lang::EN).starts_with("We study how"), "{:?}", found.abstracts);
    assert_eq!(keywords_in(&found, Lang::EN), ["River ice", "Citizen science", "Safety"]);
    assert_eq!(found.journals[0].value, "Journal of Imaginary Ice");
    assert_eq!(found.dois[0].value.as_str(), "10.5555/j.jii.2021.104512");
    let dates: Vec<(DateRole, String)> =
        found.dates.iter().map(|date| (date.value.0, date.value.1.to_string())).collect();
    assert!(dates.contains(&(DateRole::Accepted, "2021-02-01".into())), "{dates:?}");
}

#[test]
fn a_cover_page_of_an_archive_does_not_hide_the_title() {
    let cover = [
        line("F1", 20, 180, 780, "HAL Id: hal-01234567"),
        line("F0", 10, 180, 755, "Submitted on 3 Mar 2020"),
        line("F1", 16, 100, 600, "La glace mince du littoral habité"),
        line("F0", 11, 180, 575, "Ana Tremblay, Luc Le Gall"),
        line("F1", 11, 72, 500, "To cite this version:"),
        line(
            "F0",
            11,
            72,
            485,
            "Ana Tremblay, Luc Le Gall. La glace mince du littoral habité. Revue inventée, 2019, 12,",
        ),
    ]
    .concat();
    let found = found(&[cover, body()]);
    assert_eq!(title(&found), "La glace mince du littoral habité");
    assert_eq!(names(&found), ["Ana Tremblay", "Luc Le Gall"]);
    assert!(found.dates.is_empty(), "{:?}", found.dates);
}

#[test]
fn a_cover_page_in_french_gives_journal_title_names_and_abstract() {
    let cover = [
        line("F0", 8, 72, 810, "Document généré le 21 nov. 2024 11:02"),
        line("F1", 12, 72, 780, "Cahiers inventés de géographie"),
        line("F1", 16, 72, 740, "La glace mince du littoral habité"),
        line("F0", 16, 72, 720, "Thin ice along the populated shore of the river"),
        line("F0", 12, 72, 690, "Ana Tremblay, Luc Le Gall et Mia van der Berg"),
        line("F0", 9, 72, 650, "Volume 61, numéro 172, avril 2017"),
        line("F0", 9, 72, 630, "DOI : https://doi.org/10.5555/1040000ar"),
        line("F1", 9, 72, 600, "Résumé de l'article"),
        lines("F0", 9, 72, 585, &FRENCH),
        line("F0", 8, 72, 100, "Tous droits réservés © Cahiers inventés de géographie, 2017"),
        line("F0", 8, 72, 60, "Cet article est diffusé et préservé par Érudit."),
    ]
    .concat();
    let found = found(&[cover, body()]);
    assert_eq!(title(&found), "La glace mince du littoral habité");
    assert_eq!(found.titles[1].value.text, "Thin ice along the populated shore of the river");
    assert_eq!(found.titles[1].value.lang, Lang::EN);
    assert_eq!(names(&found), ["Ana Tremblay", "Luc Le Gall", "Mia van der Berg"]);
    assert_eq!(found.journals[0].value, "Cahiers inventés de géographie");
    assert_eq!(found.dois[0].value.as_str(), "10.5555/1040000ar");
    let text = abstract_in(&found, Lang::FR);
    assert!(text.starts_with("Nous étudions") && text.ends_with("à pied."), "{text}");
}

#[test]
fn family_names_first_and_abstracts_at_the_end_are_read() {
    let first = [
        line("F0", 9, 72, 810, "Études inventées, vol. 45, no 2, 2014, p. 101-120"),
        line("F1", 18, 120, 760, "La glace mince du littoral habité"),
        line("F0", 12, 350, 730, "TREMBLAY Marie-Josée"),
        line("F0", 12, 350, 712, "LE GOFF Yann"),
        lines("F0", 10, 72, 650, &PROSE),
        lines("F0", 10, 72, 580, &PROSE),
    ]
    .concat();
    let last = [
        line("F1", 12, 72, 780, "Résumé"),
        lines("F0", 10, 72, 760, &FRENCH),
        line("F0", 10, 72, 690, "MOTS-CLÉS : glace, riverains, sécurité"),
        line("F1", 12, 72, 660, "Abstract"),
        lines("F0", 10, 72, 640, &ENGLISH),
        line("F0", 10, 72, 570, "KEYWORDS: ice, residents, safety"),
    ]
    .concat();
    let found = found(&[first, body(), body(), last]);
    assert_eq!(names(&found), ["Marie-Josée Tremblay", "Yann Le Goff"]);
    assert_eq!(found.journals[0].value, "Études inventées");
    assert!(abstract_in(&found, Lang::FR).starts_with("Nous étudions"), "{:?}", found.abstracts);
    assert!(abstract_in(&found, Lang::EN).ends_with("in the spring."));
    assert_eq!(keywords_in(&found, Lang::FR), ["glace", "riverains", "sécurité"]);
    assert_eq!(found.languages[0].value, Lang::FR);
}

#[test]
fn a_thesis_has_one_author_and_its_abstracts_pages_later() {
    let cover = [
        line("F0", 14, 220, 800, "Université de Montréal"),
        line("F1", 20, 100, 650, "La glace mince du littoral habité"),
        line("F0", 12, 270, 560, "Par"),
        line("F0", 12, 240, 540, "Ana Tremblay"),
        line("F0", 12, 100, 450, "Thèse présentée en vue de l'obtention du grade de docteure en géographie"),
    ]
    .concat();
    let jury = [
        line("F0", 12, 100, 700, "Cette thèse a été évaluée par un jury composé des personnes suivantes"),
        line("F0", 12, 100, 660, "Paul Lemieux, président-rapporteur"),
    ]
    .concat();
    let summary = [line("F1", 16, 72, 780, "Résumé"), lines("F0", 12, 72, 740, &FRENCH)].concat();
    let english = [line("F1", 16, 72, 780, "Abstract"), lines("F0", 12, 72, 740, &ENGLISH)].concat();
    let mut pages = vec![cover, jury, summary, english];
    pages.extend((0..4).map(|_| body()));
    let found = found(&pages);
    assert_eq!(title(&found), "La glace mince du littoral habité");
    assert_eq!(names(&found), ["Ana Tremblay"]);
    assert!(abstract_in(&found, Lang::FR).starts_with("Nous étudions"));
    assert!(abstract_in(&found, Lang::EN).starts_with("We study"));
}

#[test]
fn a_paragraph_set_apart_before_the_introduction_is_the_abstract() {
    let page = [
        line("F1", 18, 120, 780, "The ice of the river in winter"),
        line("F0", 11, 180, 750, "Ana Tremblay and Luc Le Gall"),
        lines("F1", 10, 100, 700, &ENGLISH),
        line("F1", 12, 72, 620, "Introduction"),
        lines("F0", 10, 72, 600, &FRENCH),
    ]
    .concat();
    let found = found(&[page, body()]);
    let text = abstract_in(&found, Lang::EN);
    assert!(text.starts_with("We study") && text.ends_with("in the spring."), "{text}");
    assert!(found.abstracts[0].confidence < 0.9);
}

#[test]
fn an_icon_beside_a_name_links_to_its_id() {
    let page = [
        line("F1", 18, 120, 780, "The ice of the river in winter"),
        line("F0", 11, 100, 750, "Ana Tremblay"),
        line("F0", 11, 300, 750, "Luc Le Gall"),
        line("F1", 11, 72, 700, "Abstract"),
        lines("F0", 10, 72, 680, &ENGLISH),
    ]
    .concat();
    let mut document = Document::load_mem(&pdf(&[&page])).unwrap();
    let id = document.page_iter().next().unwrap();
    let address = "https://orcid.org/0000-0002-1825-0097";
    let action = dictionary! { "S" => "URI", "URI" => Object::string_literal(address) };
    let area = vec![365.into(), 748.into(), 375.into(), 760.into()];
    let icon =
        document.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Link", "Rect" => area, "A" => action });
    document.get_dictionary_mut(id).unwrap().set("Annots", vec![icon.into()]);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    let found = read(&bytes).candidates;
    let ids: Vec<Option<&str>> =
        found.authors[0].value.iter().map(|person| person.orcid.as_ref().map(crate::domain::Orcid::as_str)).collect();
    assert_eq!(ids, [None, Some("0000-0002-1825-0097")]);
    assert_eq!(found.orcids.len(), 1);
}

#[test]
fn affiliations_are_known_by_their_marks_and_go_on_over_full_lines() {
    let page = [
        line("F1", 18, 72, 780, "The ice of the river in winter"),
        line("F0", 12, 72, 755, "Ana Tremblay1, Luc Le Gall2, and Mia Roy3"),
        line("F0", 9, 72, 735, "1 Institute of Ice, University of Sorel, and National Centre for the Study of the"),
        line("F0", 9, 72, 723, "Rivers of the North, Sorel 2 Frozen Works LLC 3 Thaw and Flood"),
        line("F1", 11, 72, 690, "Abstract"),
        lines("F0", 10, 72, 670, &ENGLISH),
        line("F1", 12, 72, 600, "1 Introduction"),
        lines("F0", 10, 72, 580, &ENGLISH),
    ]
    .concat();
    let found = found(&[page, body()]);
    let people = &found.authors[0].value;
    let places: Vec<&str> = people.iter().map(|person| person.affiliations[0].name.as_str()).collect();
    let whole =
        "Institute of Ice, University of Sorel, and National Centre for the Study of the Rivers of the North, Sorel";
    assert_eq!(places, [whole, "Frozen Works LLC", "Thaw and Flood"]);
}
