//! From an entry to a document of the server, and its pages back.

use serde_json::{Value, json};

use super::schema::{self, text};
use super::{query, terms};
use crate::domain::query::Facet;
use crate::domain::{Lang, Localised};
use crate::search::analysis::{Chain, Terms, count_words, detect, words};
use crate::search::crossing::{self, beginning};
use crate::search::entry::Entry;
use crate::search::pairs::pairs;
use crate::search::passages::Page;
use crate::search::ranking::recent_years;
use crate::search::suggesting;

/// The document of an entry; `drawn` is the number of this write.
pub(super) fn document(entry: &Entry, drawn: u32, terms: &mut Terms) -> Value {
    let said = Chain::of(entry.language);
    let (pages, body) = pages_of(entry, said, terms);
    let mut keywords = localised(&entry.keywords, said, terms);
    if let Some(journal) = &entry.journal {
        keywords.extend(localised(&[Localised::new(Lang::UND, journal)], said, terms));
    }
    let authors: Vec<String> = entry.authors.iter().map(|name| run(name, Chain::Plain, terms)).collect();
    let pairs = pairs(entry);
    let (learned, keys): (Vec<String>, Vec<String>) =
        pairs.iter().map(|pair| (crossing::term(pair), beginning(pair.chain, &pair.key))).unzip();
    let mut document = json!({
        schema::GONE: false,
        schema::DRAWN: drawn,
        schema::ARTICLE: entry.article.0,
        text::TITLE: localised(&entry.titles, said, terms),
        text::AUTHORS: authors,
        text::KEYWORDS: keywords,
        text::ABSTRACT: localised(&entry.abstracts, said, terms),
        text::BODY: body,
        schema::PAGES: pages,
        schema::DOI: entry.doi.as_ref().map(crate::domain::Doi::as_str),
        "award": entry.awards.iter().map(|award| award.to_lowercase()).collect::<Vec<_>>(),
        "orcid": entry.orcids.iter().map(crate::domain::Orcid::as_str).collect::<Vec<_>>(),
        schema::REFERENCES: entry.references.iter().map(crate::domain::Doi::as_str).collect::<Vec<_>>(),
        schema::YEAR: entry.year,
        schema::PUBLISHED: entry.published_days,
        schema::RECENT: recent_years(entry.published_days.map(i64::from)),
        schema::ADDED: entry.added_us,
        schema::MADE_FROM: entry.made_from.map(|version| version.0),
        schema::TITLE_KEY: query::title_key(entry.title_key()),
        schema::PAIRS: learned,
        schema::PAIR_KEYS: keys,
        schema::SUGGESTIONS: suggesting::terms(entry),
    });
    if let Some(document) = document.as_object_mut() {
        for facet in Facet::ALL.into_iter().filter(|facet| *facet != Facet::Year) {
            document.insert(schema::facet(facet).to_owned(), json!(entry.values(facet)));
        }
    }
    document
}

/// What stays of an article that left the index: nothing of it, but that it did.
pub(super) fn stone(drawn: u32) -> Value {
    json!({ schema::GONE: true, schema::DRAWN: drawn })
}

fn localised(texts: &[Localised], said: Option<Chain>, terms: &mut Terms) -> Vec<String> {
    let run = |item: &Localised| {
        let chain = Chain::of(item.lang).unwrap_or_else(|| detect(&words(&item.text), said));
        run(&item.text, chain, terms)
    };
    texts.iter().map(run).collect()
}

fn run(text: &str, chain: Chain, terms: &mut Terms) -> String {
    let mut run = String::new();
    terms::of_text(text, chain, terms, &mut run);
    run
}

/// The pages as they are shown, and all their words as one run, so that a phrase may cross from one to the next.
fn pages_of(entry: &Entry, said: Option<Chain>, terms: &mut Terms) -> (Vec<Value>, Option<String>) {
    let mut start = 0_u32;
    let mut pages = Vec::new();
    for (number, text) in &entry.pages {
        pages.push(json!([number, start, text]));
        start = start.saturating_add(u32::try_from(count_words(text)).unwrap_or(u32::MAX));
    }
    if pages.is_empty() {
        return (pages, None);
    }
    let mut body = String::new();
    terms::of_pages(entry.pages.iter().map(|(_, text)| text.as_str()), said, terms, &mut body);
    (pages, Some(body))
}

/// The pages of a document, and the language of its text.
pub(super) fn pages(source: &Value) -> (Vec<Page>, Lang) {
    let stored = source.get(schema::PAGES).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let number = |page: &Value, at: usize| page.get(at)?.as_u64().and_then(|number| u32::try_from(number).ok());
    let pages = stored.iter().filter_map(|page| {
        let text = page.get(2)?.as_str()?.to_owned();
        Some(Page { number: number(page, 0)?, start: number(page, 1)?, text })
    });
    let code = source.get(schema::LANGUAGE).and_then(|codes| codes.get(0)).and_then(Value::as_str);
    (pages.collect(), code.and_then(|code| Lang::parse(code).ok()).unwrap_or(Lang::UND))
}
