//! From an entry to a document of the engine, and its pages back.

use tantivy::TantivyDocument;
use tantivy::schema::{Field, Value};

use super::schema::Fields;
use super::tokens;
use crate::domain::{Lang, Localised};
use crate::search::analysis::{Chain, count_words, detect, words};
use crate::search::crossing::term;
use crate::search::entry::Entry;
use crate::search::pairs::pairs;
use crate::search::passages::Page;
use crate::search::suggesting::terms;

/// Builds the document of an entry.
pub(super) fn document(fields: &Fields, entry: &Entry) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_i64(fields.article, entry.article.0);
    let mut builder = Builder { fields, document, said: Chain::of(entry.language) };
    builder.texts(fields.title, &entry.titles);
    builder.texts(fields.summary, &entry.abstracts);
    builder.texts(fields.keywords, &entry.keywords);
    for name in &entry.authors {
        builder.text(fields.authors, name, Chain::Plain);
    }
    if let Some(journal) = &entry.journal {
        builder.texts(fields.keywords, &[Localised::new(Lang::UND, journal)]);
    }
    builder.pages(&entry.pages);
    let mut document = builder.document;
    add_values(fields, entry, &mut document);
    document
}

fn add_values(fields: &Fields, entry: &Entry, document: &mut TantivyDocument) {
    entry.doi.iter().for_each(|doi| document.add_text(fields.doi, doi.as_str()));
    entry.awards.iter().for_each(|award| document.add_text(fields.award, award.to_lowercase()));
    entry.references.iter().for_each(|doi| document.add_text(fields.references, doi.as_str()));
    entry.orcids.iter().for_each(|orcid| document.add_text(fields.orcid, orcid.as_str()));
    entry.year.iter().for_each(|year| document.add_i64(fields.year, i64::from(*year)));
    entry.published_days.iter().for_each(|days| document.add_i64(fields.published, i64::from(*days)));
    entry.added_us.iter().for_each(|at| document.add_i64(fields.added, *at));
    entry.made_from.iter().for_each(|version| document.add_i64(fields.made_from, version.0));
    for pair in pairs(entry) {
        document.add_text(fields.pairs, term(&pair));
    }
    for term in terms(entry) {
        document.add_text(fields.suggestions, term);
    }
    if let Some(key) = entry.title_key() {
        document.add_text(fields.title_key, key);
    }
    for (facet, field) in &fields.facets {
        for value in entry.values(*facet) {
            document.add_text(*field, value);
        }
    }
}

struct Builder<'a> {
    fields: &'a Fields,
    document: TantivyDocument,
    said: Option<Chain>,
}

impl Builder<'_> {
    fn texts(&mut self, field: Field, texts: &[Localised]) {
        for item in texts {
            let chain = Chain::of(item.lang).unwrap_or_else(|| detect(&words(&item.text), self.said));
            self.text(field, &item.text, chain);
        }
    }

    fn text(&mut self, field: Field, text: &str, chain: Chain) {
        self.document.add_text(field, tokens::text(text, chain));
    }

    fn pages(&mut self, pages: &[(u32, String)]) {
        let (mut places, mut start) = (Vec::new(), 0_u32);
        for (number, text) in pages {
            places.extend(number.to_le_bytes());
            places.extend(start.to_le_bytes());
            start += u32::try_from(count_words(text)).unwrap_or(u32::MAX);
            self.document.add_text(self.fields.pages, text);
        }
        if !pages.is_empty() {
            self.document.add_bytes(self.fields.places, &places);
            let texts = pages.iter().map(|(_, text)| text.as_str());
            self.document.add_text(self.fields.body, tokens::pages(texts, self.said));
        }
    }
}

/// The pages of a stored document.
pub(super) fn pages(fields: &Fields, document: &TantivyDocument) -> Vec<Page> {
    let places = document.get_first(fields.places).and_then(|value| value.as_bytes()).unwrap_or_default();
    let texts = document.get_all(fields.pages).filter_map(|value| value.as_str());
    let (places, _) = places.as_chunks::<8>();
    places
        .iter()
        .zip(texts)
        .map(|([a, b, c, d, e, f, g, h], text)| Page {
            number: u32::from_le_bytes([*a, *b, *c, *d]),
            start: u32::from_le_bytes([*e, *f, *g, *h]),
            text: text.to_owned(),
        })
        .collect()
}
