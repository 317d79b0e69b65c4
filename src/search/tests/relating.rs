//! Articles beside others.

use super::*;
use crate::domain::Doi;
use crate::domain::related::Subject;

/// An article with an abstract, a DOI made of its number, and the numbers of what it cites.
fn citing(id: i64, title: &str, summary: &str, cited: &[i64]) -> Entry {
    Entry {
        abstracts: vec![Localised::new(Lang::FR, summary)],
        doi: Some(doi(id)),
        references: cited.iter().map(|id| doi(*id)).collect(),
        ..article(id, title, &[])
    }
}

fn doi(id: i64) -> Doi {
    Doi::parse(&format!("10.5555/{id}")).unwrap()
}

fn subject(entry: &Entry) -> Subject {
    Subject {
        article: entry.article,
        titles: entry.titles.clone(),
        abstracts: entry.abstracts.clone(),
        keywords: entry.keywords.clone(),
        language: entry.language,
        doi: entry.doi.clone(),
    }
}

fn corpus() -> Vec<Entry> {
    vec![
        citing(1, "Le pergélisol du Nunavik", "Le dégel du pergélisol libère du carbone et du méthane.", &[90, 91, 3]),
        citing(2, "Dégel du pergélisol et méthane", "Des tourbières du Nunavik libèrent du méthane.", &[]),
        citing(3, "Le chant des mésanges", "Les mésanges changent de chant selon le bruit des villes.", &[]),
        citing(4, "Les loyers des villes", "Le prix des loyers augmente avec la vacance des logements.", &[90, 91]),
        citing(5, "La lecture à l’école", "Les élèves lisent davantage avec une bibliothèque de classe.", &[1]),
        citing(6, "Le sommeil des infirmières", "Le travail de nuit change le sommeil et la vigilance.", &[92]),
    ]
}

#[test]
fn articles_are_beside_one_for_their_text_their_references_and_their_citations() {
    let corpus = corpus();
    let index = index_of(&corpus);
    let found = index.related(&subject(&corpus[0]), 10).unwrap();
    let by = |id: i64| found.iter().find(|found| found.article == ArticleId(id));
    assert!(by(2).unwrap().likeness > 0.12);
    assert!(by(3).unwrap().is_cited && by(5).unwrap().cites);
    assert_eq!(by(4).unwrap().shared_references, 2);
    assert!(by(1).is_none() && by(6).is_none(), "{found:?}");
}

#[test]
fn an_article_that_the_index_does_not_hold_has_none_beside_it() {
    let corpus = corpus();
    let index = index_of(&corpus);
    index.remove(&[ArticleId(1)]).unwrap();
    let before = index.generation();
    index.commit().unwrap();
    assert_ne!(index.generation(), before);
    assert!(index.related(&subject(&corpus[0]), 10).unwrap().is_empty());
    assert!(index.related(&subject(&corpus[4]), 10).unwrap().is_empty(), "what it cites is gone");
}
