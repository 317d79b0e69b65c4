//! From an entry to a document of the engine, and its pages back.

use tantivy::TantivyDocument;
use tantivy::schema::{Field, Value};

use super::schema::Fields;
use super::{bridge, suggest, tokens};
use crate::domain::query::Facet;
use crate::domain::{Lang, Localised, Ror};
use crate::search::analysis::fold::{exact, fold};
use crate::search::analysis::{Chain, count_words, detect, words};
use crate::search::entry::Entry;
use crate::search::pairs::pairs;

/// Characters of a title that tell its place.
const TITLE_KEY_CHARS: usize = 120;

/// A page of an article as it was indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    /// Number from 1.
    pub(super) number: u32,
    /// Position of its first word in the text of the article.
    pub(super) start: u32,
    /// Its text.
    pub(super) text: String,
}

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
    for pair in pairs(entry) {
        document.add_text(fields.pairs, bridge::term(&pair));
    }
    for term in suggest::terms(entry) {
        document.add_text(fields.suggestions, term);
    }
    if let Some(key) = title_key(entry) {
        document.add_text(fields.title_key, key);
    }
    for (facet, field) in &fields.facets {
        let mut values: Vec<&str> = match facet {
            Facet::Institution => entry.institutions.iter().map(Ror::as_str).collect(),
            Facet::Sector => entry.sectors.iter().map(String::as_str).collect(),
            Facet::Language => vec![entry.language.as_str()],
            Facet::Licence => entry.licence.iter().map(String::as_str).collect(),
            Facet::Type => entry.resource_type.iter().map(String::as_str).collect(),
            Facet::Field => entry.field.iter().map(String::as_str).collect(),
            Facet::Version => entry.version.iter().map(String::as_str).collect(),
            Facet::Compliance => entry.compliance.iter().map(String::as_str).collect(),
            Facet::Year => Vec::new(),
        };
        values.sort_unstable();
        values.dedup();
        for value in values {
            document.add_text(*field, value);
        }
    }
}

/// What titles are ordered by: letters and digits alone, accents only where all else is equal, as French dictionaries
/// do (*cote, côte, coté*: the accents count, after the letters).
fn title_key(entry: &Entry) -> Option<String> {
    let own = entry.titles.iter().find(|title| title.lang == entry.language);
    let title = own.or(entry.titles.first())?;
    let words: Vec<String> =
        title.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(exact).collect();
    let written = words.join(" ");
    let key: String = fold(&written).chars().take(TITLE_KEY_CHARS).collect();
    (!key.is_empty()).then(|| format!("{key}\u{1}{}", written.chars().take(TITLE_KEY_CHARS).collect::<String>()))
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
