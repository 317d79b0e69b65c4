//! What queries find, in which order, with which passages and counts.

use super::*;
use crate::domain::query::Sort;
use crate::domain::{Doi, Orcid, Ror};

fn library() -> Index {
    let glacier = article(
        1,
        "Le recul des glaciers du Yukon",
        &["Introduction générale.", "Méthode d’échantillonnage.", "La côte est érodée par l'œuvre des marées."],
    );
    let market = Entry {
        authors: vec!["Léa Tremblay".to_owned(), "Tremblay, Léa".to_owned()],
        doi: Doi::parse("10.5555/marche.1").ok(),
        awards: vec!["123456".to_owned()],
        orcids: vec![Orcid::parse("0000-0002-1825-0097").unwrap()],
        ..article(2, "Le marché du travail", &["Les glaciers ne sont pas le sujet. Le bien-être au travail l'est."])
    };
    let english = Entry {
        language: Lang::EN,
        titles: vec![Localised::new(Lang::EN, "Housing markets and analyses of prices")],
        ..article(3, "", &["The study was done by the team. It is a study of prices."])
    };
    index_of(&[glacier, market, english])
}

#[test]
fn a_word_of_page_three_is_found_with_and_without_accents() {
    let index = library();
    for text in ["érodée", "erodee", "ÉRODÉE", "eroder", "côte érodée", "marees oeuvre", "e\u{301}rode\u{301}e"]
    {
        let result = index.search(&asked(text)).unwrap();
        assert_eq!(result.total, 1, "{text}");
        let passage = result.hits[0].passage.clone().unwrap();
        assert_eq!((passage.page, passage.lang), (3, Lang::FR), "{text}");
    }
    let passage = index.search(&asked("erodee")).unwrap().hits[0].passage.clone().unwrap();
    assert_eq!(shown(&passage.pieces), "La côte est [érodée] par l'œuvre des marées.");
}

#[test]
fn a_title_counts_more_than_a_text() {
    assert_eq!(found(&library(), "glaciers"), [1, 2]);
    assert_eq!(found(&library(), "travail"), [2]);
}

#[test]
fn both_languages_are_searched_by_their_own_rules() {
    let index = library();
    assert_eq!(found(&index, "analysis"), [3]);
    assert_eq!(found(&index, "studies price"), [3]);
}

#[test]
fn all_words_are_required_and_nothing_is_given_instead() {
    let index = library();
    assert!(found(&index, "glaciers inexistant").is_empty());
    assert_eq!(found(&index, "recul des glaciers du Yukon"), [1]);
}

#[test]
fn exact_phrases_find_phrases_alone() {
    let index = index_of(&[
        article(1, "", &["Le prix du marché monte."]),
        article(2, "", &["Le marché du prix monte. Prix de ce marché."]),
        article(3, "", &["On marche. Le prix du marche pied."]),
        article(4, "Le prix", &["du marché"]),
        article(5, "", &["On dit le prix", "du marché encore."]),
    ]);
    assert_eq!(found_sorted(&index, "\"prix du marché\""), [1, 5]);
    assert_eq!(found_sorted(&index, "\"prix du marche\""), [1, 3, 5]);
    assert_eq!(found_sorted(&index, "\"prix du marchés\""), [] as [i64; 0]);
}

fn found_sorted(index: &Index, text: &str) -> Vec<i64> {
    let mut all = found(index, text);
    all.sort_unstable();
    all
}

#[test]
fn negations_and_alternatives_do_what_they_say() {
    let index = library();
    assert_eq!(found(&index, "glaciers -yukon"), [2]);
    assert_eq!(found(&index, "glaciers -\"marché du travail\""), [1]);
    assert_eq!(found_sorted(&index, "yukon OR housing"), [1, 3]);
    assert_eq!(found_sorted(&index, "-yukon"), [2, 3]);
    assert_eq!(found_sorted(&index, "(yukon | travail) glaciers"), [1, 2]);
}

#[test]
fn fields_narrow_a_search() {
    let index = library();
    assert_eq!(found(&index, "auteur:tremblay"), [2]);
    assert_eq!(found(&index, "author:\"lea tremblay\""), [2]);
    assert_eq!(found(&index, "titre:glacier"), [1]);
    assert_eq!(found(&index, "doi:10.5555/MARCHE.1"), [2]);
    assert_eq!(found(&index, "https://doi.org/10.5555/marche.1"), [2]);
    assert_eq!(found(&index, "octroi:123456"), [2]);
    assert_eq!(found(&index, "orcid:0000-0002-1825-0097"), [2]);
    assert!(found(&index, "titre:tremblay").is_empty());
    assert_eq!(found_sorted(&index, "annee:2019..2021"), [1, 2, 3]);
    assert!(found(&index, "annee:2021..").is_empty());
}

#[test]
fn the_typed_form_stands_before_its_relatives() {
    let pages = ["Une note sur la marche lente.", "Une note sur le marché lent.", "Une note sur les marches lentes."];
    let index = index_of(&[article(1, "", &pages[1..2]), article(2, "", &pages[..1]), article(3, "", &pages[2..])]);
    assert_eq!(found(&index, "marche").first(), Some(&2));
    assert_eq!(found(&index, "marché").first(), Some(&1));
    assert_eq!(found(&index, "marches").first(), Some(&3));
}

#[test]
fn accents_typed_or_left_out_decide_even_against_many_relatives() {
    let often = "Le marché, la côte. ".repeat(20);
    let index = index_of(&[
        article(1, "", &[&often]),
        article(2, "", &["On marche le long du mur coté."]),
        article(3, "", &["Des marchés et des cotes."]),
    ]);
    for (text, first) in [("marche", 2), ("marché", 1), ("marchés", 3), ("coté", 2), ("côte", 1), ("cotes", 3)] {
        assert_eq!(found(&index, text).first(), Some(&first), "{text}");
        assert_eq!(found(&index, text).len(), 3, "{text}");
    }
}

#[test]
fn of_articles_that_match_as_well_the_later_comes_first() {
    let dated = |id, days| Entry { published_days: Some(days), ..article(id, "Neige", &["Un texte."]) };
    let index = index_of(&[dated(1, 12_000), dated(2, 20_000), dated(3, 15_000)]);
    assert_eq!(found(&index, "neige"), [2, 3, 1]);
    let better = Entry { published_days: Some(0), ..article(4, "Neige", &["La neige."]) };
    index.upsert(&[better]).unwrap();
    index.commit().unwrap();
    assert_eq!(found(&index, "neige"), [4, 2, 3, 1]);
}

#[test]
fn words_beside_each_other_stand_before_words_apart() {
    let index = index_of(&[
        article(1, "", &["Le climat change peu. Au nord, la mer recule et le réchauffement attend."]),
        article(2, "", &["Au nord, la mer recule et attend. Le réchauffement du climat change peu."]),
    ]);
    assert_eq!(found(&index, "réchauffement du climat"), [2, 1]);
}

#[test]
fn nothing_typed_lists_all_by_date() {
    let index = library();
    assert_eq!(found(&index, " "), [3, 2, 1]);
    assert_eq!(found_by(&index, &SearchQuery { sort: Sort::Oldest, ..asked("") }), [1, 2, 3]);
}

#[test]
fn hostile_queries_get_an_answer() {
    let index = library();
    for text in ["*", "- ( ) |", "🌞", "\u{0}", "\"", "?:?", "glac*", "a:b:c", "titre:", "doi:", "annee:.."] {
        assert_eq!(index.search(&asked(text)).unwrap().total, 0, "{text}");
    }
    for unit in ["mot ", "(", "-", "\"a b\" ", "a-b ", "x OR ", "é", "le "] {
        index.search(&asked(&unit.repeat(10_000 / unit.len()))).unwrap();
    }
}

#[test]
fn the_page_that_matches_best_is_shown_and_all_can_be_listed() {
    let index = index_of(&[article(
        1,
        "",
        &["La neige fond.", "Rien ici.", "La neige du glacier fond au printemps.", "Un glacier."],
    )]);
    let hit = index.search(&asked("neige glacier")).unwrap().hits.remove(0);
    assert_eq!(hit.passage.unwrap().page, 3);
    let pages: Vec<u32> =
        index.passages("neige glacier", ArticleId(1), 10).unwrap().iter().map(|passage| passage.page).collect();
    assert_eq!(pages, [1, 3, 4]);
    assert_eq!(index.passages("neige", ArticleId(1), 1).unwrap().len(), 1);
    assert!(index.passages("neige", ArticleId(2), 10).unwrap().is_empty());
    assert!(index.passages("", ArticleId(1), 10).unwrap().is_empty());
}

#[test]
fn a_whole_sentence_as_a_phrase_leads_to_its_page() {
    let sentence =
        "Dans l’ensemble, les résultats que nous avons obtenus, au cours de l'hiver, montrent bien-sûr un effet";
    let index = index_of(&[article(1, "", &["Un début.", &format!("Avant. {sentence}. Après."), "Une fin."])]);
    let hit = index.search(&asked(&format!("«{sentence}»"))).unwrap().hits.remove(0);
    let passage = hit.passage.unwrap();
    assert_eq!(passage.page, 2);
    assert!(shown(&passage.pieces).contains(&format!("[{}]", sentence.trim_end())), "{}", shown(&passage.pieces));
}

fn with_facets(id: i64, year: i16, sectors: &[&str], licence: &str) -> Entry {
    Entry {
        year: Some(year),
        sectors: sectors.iter().map(|&sector| sector.to_owned()).collect(),
        licence: Some(licence.to_owned()),
        resource_type: Some("article".to_owned()),
        institutions: vec![Ror::parse("0161xgx34").unwrap()],
        ..article(id, "Neige", &[])
    }
}

#[test]
fn facets_count_articles_and_ignore_their_own_choice() {
    let index = index_of(&[
        with_facets(1, 2020, &["frqnt"], "cc-by"),
        with_facets(2, 2021, &["frqnt", "frqs"], "cc-by"),
        with_facets(3, 2022, &["frqs"], "cc-by-nc"),
        article(4, "Pluie", &[]),
    ]);
    let all = index.search(&asked("neige")).unwrap();
    assert_eq!(counts(&all, Facet::Sector), "frqnt:2 frqs:2");
    assert_eq!(counts(&all, Facet::Year), "2022:1 2021:1 2020:1");
    assert_eq!(counts(&all, Facet::Institution), "0161xgx34:3");
    let chosen = SearchQuery { filters: vec![(Facet::Sector, "frqnt".to_owned())], ..asked("neige") };
    let result = index.search(&chosen).unwrap();
    assert_eq!(result.total, 2);
    assert_eq!(counts(&result, Facet::Sector), "frqnt:2 frqs:2");
    assert_eq!(counts(&result, Facet::Licence), "cc-by:2");
    let both = SearchQuery {
        filters: vec![
            (Facet::Sector, "frqnt".to_owned()),
            (Facet::Sector, "frqs".to_owned()),
            (Facet::Licence, "cc-by-nc".to_owned()),
        ],
        ..asked("neige")
    };
    let result = index.search(&both).unwrap();
    assert_eq!((result.total, counts(&result, Facet::Licence)), (1, "cc-by:2 cc-by-nc:1".to_owned()));
}

#[test]
fn years_are_a_range_or_chosen_ones() {
    let index =
        index_of(&[with_facets(1, 2020, &[], "a"), with_facets(2, 2021, &[], "a"), with_facets(3, 2022, &[], "a")]);
    let range = SearchQuery { year_from: Some(2021), ..asked("neige") };
    let result = index.search(&range).unwrap();
    assert_eq!(result.total, 2);
    assert_eq!(counts(&result, Facet::Year), "2022:1 2021:1 2020:1");
    assert_eq!(counts(&result, Facet::Licence), "a:2");
    let years = SearchQuery {
        filters: vec![(Facet::Year, "2020".to_owned()), (Facet::Year, "1999".to_owned())],
        ..asked("neige")
    };
    let result = index.search(&years).unwrap();
    assert_eq!(result.total, 1);
    assert_eq!(counts(&result, Facet::Year), "2022:1 2021:1 2020:1 1999:0");
}

#[test]
fn small_pages_follow_the_order_that_all_hits_together_have() {
    let text = |id: i64| {
        let (near, far) = (usize::try_from(id * 7 % 5).unwrap(), usize::try_from(id * 11 % 13).unwrap());
        format!("{}{}{}", "lac gelé ".repeat(near), "gelé puis lac ".repeat(far), "autre mot ".repeat(near + far))
    };
    let title = |id: i64| if id % 9 == 0 { "Lac gelé" } else { "Étude" };
    let entries: Vec<Entry> = (1..=90).map(|id| article(id, title(id), &[&text(id)])).collect();
    let index = index_of(&entries);
    // All hits fit on this page: no score is spared.
    let whole = found_by(&index, &SearchQuery { limit: 100, ..asked("lac gelé") });
    let (mut walked, mut query) = (Vec::new(), SearchQuery { limit: 4, ..asked("lac gelé") });
    loop {
        let page = index.search(&query).unwrap();
        walked.extend(page.hits.iter().map(|hit| hit.article.0));
        let Some(next) = page.next else { break };
        query.after = Some(next);
    }
    assert!(whole.len() > 60, "{whole:?}");
    assert_eq!(walked, whole);
}
