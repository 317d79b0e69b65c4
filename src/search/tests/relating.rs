//! Articles beside others.

use std::path::Path;

use super::*;
use crate::domain::related::Subject;
use crate::domain::{Doi, Metadata};

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
    index.remove(&gone(&[1])).unwrap();
    let before = index.generation();
    index.commit().unwrap();
    assert_ne!(index.generation(), before);
    assert!(index.related(&subject(&corpus[0]), 10).unwrap().is_empty());
    assert!(index.related(&subject(&corpus[4]), 10).unwrap().is_empty(), "what it cites is gone");
}

/// The samples that describe themselves in a sidecar, by the number in their file's name.
fn samples() -> Vec<Entry> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/articles");
    let mut entries = Vec::new();
    for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if file.extension().is_some_and(|extension| extension == "json") {
            let metadata: Metadata = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
            let name = file.file_name().unwrap().to_str().unwrap();
            entries.push(Entry {
                titles: metadata.titles,
                abstracts: metadata.abstracts,
                keywords: metadata.keywords,
                language: metadata.language.unwrap_or(Lang::UND),
                ..Entry::new(ArticleId(name[..2].parse().unwrap()))
            });
        }
    }
    entries
}

#[test]
fn the_samples_stand_beside_those_of_their_subject_and_no_others() {
    let corpus = samples();
    // In one part: how rare a word is, which decides what is alike, is told by the articles of one part.
    let index = filled(empty_in(1), &corpus);
    let beside = |number: i64| -> Vec<i64> {
        let entry = corpus.iter().find(|entry| entry.article.0 == number).unwrap();
        index.related(&subject(entry), 6).unwrap().iter().map(|found| found.article.0).collect()
    };
    // Belugas, ticks, sleep, learning a second language: each in French and in English.
    for (one, other) in [(4, 26), (26, 4), (10, 33), (33, 10), (12, 35), (35, 12), (15, 36), (36, 15), (12, 8)] {
        assert!(beside(one).contains(&other), "{one} beside {:?}", beside(one));
    }
    for alone in [7, 22, 24, 30, 40] {
        assert!(beside(alone).is_empty(), "{alone} beside {:?}", beside(alone));
    }
}
