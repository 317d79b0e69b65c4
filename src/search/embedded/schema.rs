//! Fields of the index.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use super::tokens::ANALYSIS;
use crate::domain::query::Facet;
use crate::search::ranking::{ABSTRACT, BODY, NAMES, TITLE};
use crate::search::syntax::{Scope, Whole};

/// Number of the schema and of the analysis: raise it with every change that makes an old index wrong.
pub(super) const VERSION: u32 = 5;

/// Column of the keys that titles are ordered by.
pub(super) const TITLE_KEY: &str = "title_key";

/// Column of the DOIs among the references.
pub(super) const REFERENCES: &str = "references";
/// Column of the moments at which articles went public here.
pub(super) const ADDED: &str = "added";
/// Column of the rows of the versions that documents were made from.
pub(super) const MADE_FROM: &str = "made_from";

/// The fields.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// Number of the article.
    pub(super) article: Field,
    /// Titles.
    pub(super) title: Field,
    /// Names of authors.
    pub(super) authors: Field,
    /// Keywords and journal.
    pub(super) keywords: Field,
    /// Abstracts.
    pub(super) summary: Field,
    /// Text of all pages, one after the other.
    pub(super) body: Field,
    /// Texts of the pages as they are shown.
    pub(super) pages: Field,
    /// Numbers of the pages and the position of their first word in `body`.
    pub(super) places: Field,
    /// DOI.
    pub(super) doi: Field,
    /// Award numbers.
    pub(super) award: Field,
    /// DOIs among the references.
    pub(super) references: Field,
    /// ORCID iDs.
    pub(super) orcid: Field,
    /// Year.
    pub(super) year: Field,
    /// Day of publication.
    pub(super) published: Field,
    /// When it went public here, in microseconds.
    pub(super) added: Field,
    /// Row of the version that it was made from.
    pub(super) made_from: Field,
    /// Phrases that authors gave in both languages (see `bridge`).
    pub(super) pairs: Field,
    /// Titles, names and keywords by their beginnings (see `suggest`).
    pub(super) suggestions: Field,
    /// What titles are ordered by.
    pub(super) title_key: Field,
    /// Values counted as text.
    pub(super) facets: Vec<(Facet, Field)>,
}

/// Name of the column that a facet is counted by.
pub(super) fn column(facet: Facet) -> &'static str {
    match facet {
        Facet::Year => "year",
        Facet::Institution => "institution",
        Facet::Sector => "sector",
        Facet::Language => "language",
        Facet::Licence => "licence",
        Facet::Type => "type",
        Facet::Field => "field",
        Facet::Version => "version",
        Facet::Compliance => "compliance",
    }
}

/// Builds the schema.
pub(super) fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_tokenizer(ANALYSIS).set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(indexing);
    let facets = Facet::ALL
        .into_iter()
        .filter(|facet| *facet != Facet::Year)
        .map(|facet| (facet, builder.add_text_field(column(facet), TextOptions::default().set_fast("raw"))))
        .collect();
    let fields = Fields {
        article: builder.add_i64_field("article", INDEXED | FAST),
        title: builder.add_text_field("title", text.clone()),
        authors: builder.add_text_field("authors", text.clone()),
        keywords: builder.add_text_field("keywords", text.clone()),
        summary: builder.add_text_field("abstract", text.clone()),
        body: builder.add_text_field("body", text),
        pages: builder.add_text_field("pages", STORED),
        places: builder.add_bytes_field("places", STORED),
        doi: builder.add_text_field("doi", STRING),
        award: builder.add_text_field("award", STRING),
        references: builder.add_text_field(REFERENCES, STRING.set_fast("raw")),
        orcid: builder.add_text_field("orcid", STRING),
        year: builder.add_i64_field("year", INDEXED | FAST),
        published: builder.add_i64_field("published", FAST),
        added: builder.add_i64_field(ADDED, FAST),
        made_from: builder.add_i64_field(MADE_FROM, FAST),
        pairs: builder.add_text_field("pairs", STRING),
        suggestions: builder.add_text_field("suggestions", STRING),
        title_key: builder.add_text_field(TITLE_KEY, TextOptions::default().set_fast("raw")),
        facets,
    };
    (builder.build(), fields)
}

impl Fields {
    /// Text fields of a scope with their weights.
    pub(super) fn of(&self, scope: Scope) -> Vec<(Field, f32)> {
        match scope {
            Scope::All => vec![
                (self.title, TITLE),
                (self.authors, NAMES),
                (self.keywords, NAMES),
                (self.summary, ABSTRACT),
                (self.body, BODY),
            ],
            Scope::Title => vec![(self.title, TITLE)],
            Scope::Author => vec![(self.authors, NAMES)],
        }
    }

    /// The field of a whole value.
    pub(super) fn whole(&self, whole: Whole) -> Field {
        match whole {
            Whole::Doi => self.doi,
            Whole::Award => self.award,
            Whole::Orcid => self.orcid,
        }
    }
}
