//! Suggestions while typing.

use super::*;
use crate::domain::understood::SuggestionKind;

fn library() -> Index {
    index_of(&[
        Entry {
            authors: vec!["Léa Tremblay".to_owned(), "Tremblay, Léa".to_owned()],
            keywords: vec![Localised::new(Lang::FR, "érable à sucre")],
            ..article(1, "L’érable et la forêt", &[])
        },
        Entry {
            keywords: vec![Localised::new(Lang::FR, "Érable à sucre"), Localised::new(Lang::FR, "forêt boréale")],
            ..article(2, "La forêt boréale", &[])
        },
    ])
}

fn suggested(index: &Index, typed: &str) -> Vec<(SuggestionKind, String)> {
    index.suggest(typed).unwrap().into_iter().map(|one| (one.kind, one.text)).collect()
}

#[test]
fn subjects_authors_and_titles_are_suggested_without_accents_or_case() {
    let index = library();
    let expected = [
        (SuggestionKind::Subject, "Érable à sucre".to_owned()),
        (SuggestionKind::Title, "L’érable et la forêt".to_owned()),
    ];
    assert_eq!(suggested(&index, "erab"), expected);
    assert_eq!(suggested(&index, "ÉRABLE"), expected);
    assert_eq!(suggested(&index, "l'éra"), expected);
    assert_eq!(suggested(&index, "tremb"), [(SuggestionKind::Author, "Léa Tremblay".to_owned())]);
}

#[test]
fn what_begins_as_typed_stands_before_what_has_it_inside() {
    let titles: Vec<String> = suggested(&library(), "foret")
        .into_iter()
        .filter(|(kind, _)| *kind == SuggestionKind::Title)
        .map(|(_, text)| text)
        .collect();
    assert_eq!(titles, ["La forêt boréale", "L’érable et la forêt"]);
}

#[test]
fn removed_articles_are_not_suggested() {
    let index = library();
    index.remove(&gone(&[2])).unwrap();
    index.commit().unwrap();
    let titles = suggested(&index, "boreale");
    assert!(titles.is_empty(), "{titles:?}");
}

#[test]
fn too_little_or_odd_input_suggests_nothing() {
    let index = library();
    for typed in ["", "e", " ", "\u{1}", "🌞", "zzz", "\u{10ffff}"] {
        assert_eq!(suggested(&index, typed), [], "{typed:?}");
    }
    index.suggest(&"é".repeat(100_000)).unwrap();
}

#[test]
fn the_number_of_suggestions_is_bounded() {
    let entries: Vec<Entry> = (1..=50)
        .map(|id| Entry {
            keywords: vec![Localised::new(Lang::FR, &format!("neige {id}"))],
            authors: vec![format!("Neige Roy {id}")],
            ..article(id, &format!("Neige de l’an {id}"), &[])
        })
        .collect();
    assert_eq!(index_of(&entries).suggest("neige").unwrap().len(), 12);
}
