//! Fields of the index.

use serde_json::{Value, json};

use crate::domain::query::Facet;
use crate::search::ranking::{ABSTRACT, BODY, NAMES, TITLE};
use crate::search::syntax::{Scope, Whole};

/// Number of the schema and of the analysis: raise it with every change that makes an old index wrong.
pub(super) const VERSION: u32 = 1;

/// Number of the article.
pub(super) const ARTICLE: &str = "article";
/// A number that each write draws; their sum tells one state of the index from the next.
pub(super) const DRAWN: &str = "drawn";
/// Whether the article left the index.
pub(super) const GONE: &str = "gone";
/// What titles are ordered by.
pub(super) const TITLE_KEY: &str = "title_key";
/// Pages as they are shown: number, position of the first word, text.
pub(super) const PAGES: &str = "pages";
/// Language of the text, which is a facet too.
pub(super) const LANGUAGE: &str = "language";
/// Year of publication.
pub(super) const YEAR: &str = "year";
/// Day of publication.
pub(super) const PUBLISHED: &str = "published";
/// Years since 1970 that count for the order.
pub(super) const RECENT: &str = "recent";
/// When it went public here, in microseconds.
pub(super) const ADDED: &str = "added";
/// The row of the version that a document was made from.
pub(super) const MADE_FROM: &str = "made_from";
/// DOI.
pub(super) const DOI: &str = "doi";
/// DOIs among the references.
pub(super) const REFERENCES: &str = "references";
/// Phrases that authors gave in both languages (see `crossing`).
pub(super) const PAIRS: &str = "pairs";
/// How those phrases begin.
pub(super) const PAIR_KEYS: &str = "pair_keys";
/// Titles, names and keywords by their beginnings (see `suggesting`).
pub(super) const SUGGESTIONS: &str = "suggestions";
/// Analysis of queries with gaps between their words.
pub(super) const QUERY_ANALYSIS: &str = "parvis_query";

/// The text fields.
pub(super) mod text {
    /// Titles.
    pub(in super::super) const TITLE: &str = "title";
    /// Names of authors.
    pub(in super::super) const AUTHORS: &str = "authors";
    /// Keywords and journal.
    pub(in super::super) const KEYWORDS: &str = "keywords";
    /// Abstracts.
    pub(in super::super) const ABSTRACT: &str = "abstract";
    /// Text of all pages, one after the other.
    pub(in super::super) const BODY: &str = "body";
    /// All of them.
    pub(in super::super) const ALL: [&str; 5] = [TITLE, AUTHORS, KEYWORDS, ABSTRACT, BODY];
}

/// Stands between the terms of one word.
pub(super) const BETWEEN_TERMS: char = '\u{1}';
/// Stands for a word that may be any.
pub(super) const HOLE: char = '\u{3}';

/// Articles that are in the index.
pub(super) fn here() -> Value {
    json!({ "term": { GONE: false } })
}

/// Text fields of a scope with their weights.
pub(super) fn of(scope: Scope) -> Vec<(&'static str, f32)> {
    match scope {
        Scope::All => vec![
            (text::TITLE, TITLE),
            (text::AUTHORS, NAMES),
            (text::KEYWORDS, NAMES),
            (text::ABSTRACT, ABSTRACT),
            (text::BODY, BODY),
        ],
        Scope::Title => vec![(text::TITLE, TITLE)],
        Scope::Author => vec![(text::AUTHORS, NAMES)],
    }
}

/// The field of a whole value.
pub(super) fn whole(whole: Whole) -> &'static str {
    match whole {
        Whole::Doi => DOI,
        Whole::Award => "award",
        Whole::Orcid => "orcid",
    }
}

/// Name of the field that a facet is counted by.
pub(super) fn facet(facet: Facet) -> &'static str {
    match facet {
        Facet::Year => YEAR,
        Facet::Institution => "institution",
        Facet::Sector => "sector",
        Facet::Language => LANGUAGE,
        Facet::Licence => "licence",
        Facet::Type => "type",
        Facet::Field => "field",
        Facet::Version => "version",
        Facet::Compliance => "compliance",
    }
}

/// What a new index is made with.
///
/// Words come as runs of finished terms, which the filter puts at one position. All of them count for the length of a
/// text, as in the embedded engine. Nothing becomes visible before it is asked for.
pub(super) fn index(shards: u16, replicas: u16) -> Value {
    json!({
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": "-1",
            "similarity": { "default": { "type": "BM25", "k1": 1.2, "b": 0.75, "discount_overlaps": false } },
            "analysis": {
                "tokenizer": { "words": { "type": "whitespace", "max_token_length": 100_000 } },
                "filter": {
                    "terms": {
                        "type": "pattern_capture",
                        "preserve_original": false,
                        "patterns": ["([^\\u0001]+)"],
                    },
                    "holes": { "type": "stop", "stopwords": [HOLE.to_string()] },
                },
                "analyzer": {
                    "parvis": { "type": "custom", "tokenizer": "words", "filter": ["terms"] },
                    QUERY_ANALYSIS: { "type": "custom", "tokenizer": "words", "filter": ["terms", "holes"] },
                },
            },
        },
        "mappings": mappings(),
    })
}

fn mappings() -> Value {
    let mut fields = json!({
        ARTICLE: { "type": "long" },
        DRAWN: { "type": "long" },
        GONE: { "type": "boolean" },
        PAGES: { "type": "object", "enabled": false },
        YEAR: { "type": "integer" },
        PUBLISHED: { "type": "long" },
        RECENT: { "type": "short" },
        ADDED: { "type": "long" },
        MADE_FROM: { "type": "long" },
    });
    if let Some(fields) = fields.as_object_mut() {
        for name in text::ALL {
            fields.insert(name.to_owned(), json!({ "type": "text", "analyzer": "parvis" }));
        }
        let facets = Facet::ALL.into_iter().filter(|of| *of != Facet::Year).map(facet);
        let whole = [Whole::Doi, Whole::Award, Whole::Orcid].map(whole);
        for name in facets.chain(whole).chain([TITLE_KEY, REFERENCES, PAIRS, PAIR_KEYS, SUGGESTIONS]) {
            fields.insert(name.to_owned(), json!({ "type": "keyword" }));
        }
    }
    // The finished terms are many times the text, and nobody asks for them back.
    json!({ "dynamic": false, "_source": { "excludes": text::ALL }, "properties": fields })
}
