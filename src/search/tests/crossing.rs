//! The bridge between French and English.

use super::*;
use crate::domain::query::{Bridge, Sort};

/// One article that gives the words in both languages, and others in one.
fn library() -> Index {
    let teacher = Entry {
        keywords: vec![
            Localised::new(Lang::FR, "changements climatiques"),
            Localised::new(Lang::FR, "neige"),
            Localised::new(Lang::EN, "climate change"),
            Localised::new(Lang::EN, "snow cover"),
        ],
        ..article(1, "Au nord", &["Un texte."])
    };
    let english = Entry {
        language: Lang::EN,
        titles: vec![Localised::new(Lang::EN, "Climate change in cities")],
        ..article(2, "", &["We look at climate change."])
    };
    let french = article(3, "Les villes", &["Le changement climatique est loin. La neige aussi."]);
    let apart = Entry { language: Lang::EN, ..article(4, "", &["The climate of this place and a change of mind."]) };
    index_of(&[teacher, english, french, apart])
}

#[test]
fn a_query_in_one_language_finds_articles_in_the_other_behind_its_own() {
    let result = library().search(&asked("changement climatique")).unwrap();
    assert_eq!(result.also, ["climate change"]);
    let ids: Vec<i64> = result.hits.iter().map(|hit| hit.article.0).collect();
    assert_eq!(ids, [3, 1, 2]);
    let bridged: Vec<bool> = result.hits.iter().map(|hit| hit.bridged).collect();
    assert_eq!(bridged, [false, false, true]);
    assert_eq!(shown(&result.hits[2].passage.clone().unwrap().pieces), "We look at [climate change].");
}

#[test]
fn the_bridge_goes_both_ways_and_keeps_the_other_words() {
    let result = library().search(&asked("snow cover villes")).unwrap();
    assert_eq!(result.also, ["neige"]);
    assert_eq!(result.hits.iter().map(|hit| hit.article.0).collect::<Vec<_>>(), [3]);
}

#[test]
fn the_bridge_can_be_closed() {
    let query = SearchQuery { bridge: Bridge::Closed, ..asked("changement climatique") };
    let result = library().search(&query).unwrap();
    assert_eq!((result.total, result.also), (2, Vec::<String>::new()));
}

#[test]
fn exact_phrases_and_fields_stay_in_their_language() {
    for text in ["\"changement climatique\"", "titre:neige", "auteur:neige", "-neige", "villes"] {
        assert_eq!(library().search(&asked(text)).unwrap().also, Vec::<String>::new(), "{text}");
    }
}

#[test]
fn pages_of_a_bridged_search_give_each_article_once() {
    let index = library();
    let first = index.search(&SearchQuery { limit: 2, ..asked("changement climatique") }).unwrap();
    let second = index.search(&SearchQuery { limit: 2, after: first.next, ..asked("changement climatique") }).unwrap();
    assert_eq!(second.hits.iter().map(|hit| hit.article.0).collect::<Vec<_>>(), [2]);
    assert!(second.hits[0].bridged && second.next.is_none());
}

#[test]
fn what_an_article_taught_is_forgotten_with_it() {
    let index = library();
    index.remove(&gone(&[1, 2, 3, 4])).unwrap();
    index.upsert(&[article(5, "", &["Le changement climatique."])]).unwrap();
    index.commit().unwrap();
    let result = index.search(&asked("changement climatique")).unwrap();
    assert_eq!(result.hits.iter().map(|hit| hit.article.0).collect::<Vec<_>>(), [5]);
}

#[test]
fn titles_are_ordered_as_in_a_dictionary() {
    let titles = ["Zone", "« Écoles »", "coté", "Été", "cote", "L’eau", "Eau", "côte", "12 mois", "Œuvre", "Orge"];
    let entries: Vec<Entry> = (1..).zip(titles).map(|(id, title)| article(id, title, &[])).collect();
    let index = empty();
    for part in entries.chunks(3) {
        index.upsert(part).unwrap();
        index.commit().unwrap();
    }
    index.upsert(&[Entry::new(ArticleId(99))]).unwrap();
    index.commit().unwrap();
    let mut query = SearchQuery { sort: Sort::Title, limit: 4, ..asked("") };
    let mut order = Vec::new();
    loop {
        let page = index.search(&query).unwrap();
        order.extend(page.hits.iter().map(|hit| hit.article.0));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    let shelf: Vec<&str> =
        order.iter().filter_map(|id| titles.get(usize::try_from(*id - 1).unwrap()).copied()).collect();
    assert_eq!(
        shelf,
        ["12 mois", "cote", "coté", "côte", "Eau", "« Écoles »", "Été", "L’eau", "Œuvre", "Orge", "Zone"]
    );
    assert_eq!(order.last(), Some(&99));
}
