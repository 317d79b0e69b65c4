//! Articles that belong beside one: those whose title, abstract and keywords say alike, those that give the same
//! references, those that cite it or that it cites. Which words tell an article from others is judged by the articles of
//! one part of the index.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::schema::{self, text};
use super::{Distributed, query, terms};
use crate::domain::related::{Related, Subject};
use crate::domain::{ArticleId, Localised};
use crate::search::analysis::Chain;
use crate::search::error::SearchError;
use crate::search::relating::{
    self, ABSTRACT, KEYWORDS, LOOKED_AT, MOST_CITING, MOST_REFERENCES, MOST_TERMS, TITLE, nearest, rare,
};

type Beside = HashMap<ArticleId, Related>;

impl Distributed {
    /// The articles beside one, nearest first.
    pub(in crate::search) fn related(&self, subject: &Subject, limit: usize) -> Result<Vec<Related>, SearchError> {
        let Some(own) = self.source(subject.article, &[schema::REFERENCES])? else { return Ok(Vec::new()) };
        let mut beside = Beside::new();
        self.add_by_text(subject, &mut beside)?;
        self.add_by_references(subject, &references(&own), &mut beside)?;
        beside.remove(&subject.article);
        Ok(nearest(beside.into_values(), limit))
    }

    /// More like this: the terms of title, abstract and keywords that tell the article from others, in both languages.
    fn add_by_text(&self, subject: &Subject, beside: &mut Beside) -> Result<(), SearchError> {
        let said = Chain::of(subject.language);
        let texts = [
            (text::TITLE, &subject.titles, TITLE),
            (text::KEYWORDS, &subject.keywords, KEYWORDS),
            (text::ABSTRACT, &subject.abstracts, ABSTRACT),
        ];
        let rare = rare(self.count());
        let parts: Vec<Value> = texts
            .into_iter()
            .filter_map(|(field, texts, boost)| Some(like(field, &run(texts, said)?, rare, boost)))
            .collect();
        if parts.is_empty() {
            return Ok(());
        }
        let answer = self.found(&json!({ "bool": { "should": parts, "minimum_should_match": 1 } }), LOOKED_AT)?;
        let Some((_, whole)) = answer.iter().find(|(article, score)| *article == subject.article && *score > 0.0)
        else {
            return Ok(());
        };
        for (article, score) in &answer {
            entry(beside, *article).likeness = (score / whole).min(1.0);
        }
        Ok(())
    }

    /// Those that share references, that cite the article and that it cites.
    fn add_by_references(
        &self,
        subject: &Subject,
        references: &[String],
        beside: &mut Beside,
    ) -> Result<(), SearchError> {
        if !references.is_empty() {
            let one = |doi: &String| json!({ "constant_score": { "filter": { "term": { schema::REFERENCES: doi } }, "boost": 1.0 } });
            let shared: Vec<Value> = references.iter().map(one).collect();
            for (article, score) in self.found(&json!({ "bool": { "should": shared } }), MOST_CITING)? {
                // Each reference in common is worth one; there are some hundreds at most.
                entry(beside, article).shared_references = format!("{score:.0}").parse().unwrap_or(0);
            }
            for (article, _) in self.found(&json!({ "terms": { schema::DOI: references } }), MOST_REFERENCES)? {
                entry(beside, article).is_cited = true;
            }
        }
        if let Some(doi) = &subject.doi {
            for (article, _) in self.found(&json!({ "term": { schema::REFERENCES: doi.as_str() } }), MOST_CITING)? {
                entry(beside, article).cites = true;
            }
        }
        Ok(())
    }

    /// The first articles that match something, with their scores.
    fn found(&self, matching: &Value, most: usize) -> Result<Vec<(ArticleId, f32)>, SearchError> {
        let body = json!({
            "size": most,
            "track_total_hits": false,
            "_source": false,
            "query": { "bool": { "must": [matching], "filter": [schema::here()] } },
        });
        let answer = self.ask("_search?search_type=dfs_query_then_fetch&allow_partial_search_results=false", &body)?;
        let of = |hit: &Value| Ok((query::article(hit)?, hit.get("_score").map_or(0.0, query::narrowed)));
        query::hits(&answer).iter().map(of).collect()
    }
}

fn entry(beside: &mut Beside, article: ArticleId) -> &mut Related {
    beside.entry(article).or_insert_with(|| Related::new(article))
}

/// The stems of texts as a run of terms.
fn run(texts: &[Localised], said: Option<Chain>) -> Option<String> {
    let stems: Vec<String> = relating::terms(texts, said).iter().map(|term| terms::whole(term)).collect();
    (!stems.is_empty()).then(|| stems.join(" "))
}

fn like(field: &str, run: &str, rare: u64, boost: f32) -> Value {
    json!({ "more_like_this": {
        "fields": [field],
        "like": run,
        "min_term_freq": 1,
        "min_doc_freq": 1,
        "max_doc_freq": rare,
        "max_query_terms": MOST_TERMS,
        "minimum_should_match": "1",
        "boost_terms": 1.0,
        "boost": boost,
    } })
}

/// The references of an article.
fn references(source: &Value) -> Vec<String> {
    let all = source.get(schema::REFERENCES).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    all.iter().filter_map(Value::as_str).take(MOST_REFERENCES).map(str::to_owned).collect()
}
