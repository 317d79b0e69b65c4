//! Works of a person in ORCID's public API 3.0: `GET /v3.0/{iD}/works` as JSON. Sources that tell of the same work stand in one
//! group; the first summary is the one that the person prefers.

use std::collections::HashSet;

use serde_json::Value;

use super::json::{at, list, text, without_markup};
use crate::domain::Doi;

/// Works that are read of one record.
const MOST_WORKS: usize = 2_000;

/// A work that somebody's ORCID record names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrcidWork {
    /// Its DOI.
    pub doi: Doi,
    /// Its title; empty when it is not told.
    pub title: String,
    /// Title of the journal; empty when it is not told.
    pub journal: String,
    /// Year of publication.
    pub year: Option<i16>,
}

/// Reads the works with a DOI; `None` when the answer is of another shape.
#[must_use]
pub fn read_orcid_works(answer: &str) -> Option<Vec<OrcidWork>> {
    let answer: Value = serde_json::from_str(answer).ok()?;
    let groups = answer.get("group")?.as_array()?;
    let mut seen = HashSet::new();
    let works = groups.iter().take(MOST_WORKS).filter_map(work).filter(|work| seen.insert(work.doi.clone()));
    Some(works.collect())
}

fn work(group: &Value) -> Option<OrcidWork> {
    let summary = at(group, "/work-summary/0");
    // A DOI that is of the whole (a journal, a book) is not the work's own.
    let ids = list(at(group, "/external-ids/external-id")).chain(list(at(summary, "/external-ids/external-id")));
    let own = |id: &&Value| {
        let relation = text(at(id, "/external-id-relationship"));
        text(at(id, "/external-id-type")).eq_ignore_ascii_case("doi")
            && matches!(relation.as_str(), "" | "self" | "SELF")
    };
    let doi = ids.filter(own).find_map(|id| {
        let written = [at(id, "/external-id-normalized/value"), at(id, "/external-id-value")];
        written.into_iter().find_map(|value| Doi::parse(&text(value)).ok())
    })?;
    Some(OrcidWork {
        doi,
        title: without_markup(&text(at(summary, "/title/title/value"))).trim().to_owned(),
        journal: text(at(summary, "/journal-title/value")).trim().to_owned(),
        year: text(at(summary, "/publication-date/year/value")).parse().ok(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_are_read_once_each_by_their_own_doi() {
        let id = |value: &str, relation: &str| {
            serde_json::json!({"external-id-type": "doi", "external-id-value": value,
                "external-id-normalized": {"value": value.to_lowercase()}, "external-id-relationship": relation})
        };
        let summary = |title: &str| {
            serde_json::json!({"title": {"title": {"value": title}}, "journal-title": {"value": "Revue du gel"},
                "publication-date": {"year": {"value": "2023"}}, "type": "journal-article"})
        };
        let group = |ids: Vec<Value>, title: &str| serde_json::json!({"external-ids": {"external-id": ids}, "work-summary": [summary(title)]});
        let answer = serde_json::json!({"group": [
            group(vec![id("10.5555/GEL", "self")], "Le <i>gel</i>"),
            group(vec![id("10.5555/gel", "self")], "Le gel, autrement"),
            group(vec![id("10.5555/livre", "part-of")], "Un chapitre"),
            group(vec![], "Sans DOI"), {"work-summary": []}, null, 7,
        ]});
        let works = read_orcid_works(&answer.to_string()).unwrap();
        assert_eq!(works.len(), 1);
        assert_eq!(
            (works[0].doi.as_str(), works[0].title.as_str(), works[0].year),
            ("10.5555/gel", "Le gel", Some(2023))
        );
        for other in ["", "[]", "{}", "{\"group\":7}", "<html>"] {
            assert_eq!(read_orcid_works(other), None, "{other}");
        }
    }
}
