//! Articles that belong beside one: those whose title, abstract and keywords say alike, those that give the same
//! references, those that cite it or that it cites.
//!
//! The cost is bounded: so many terms are looked for, so many postings of a reference are read, whatever the corpus.

use std::collections::HashMap;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, MoreLikeThisQuery, Occur, Query};
use tantivy::schema::IndexRecordOption;
use tantivy::schema::document::OwnedValue;
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, Term};

use super::alive::first_alive;
use super::schema::{Fields, REFERENCES};
use crate::domain::related::{Related, Subject};
use crate::domain::{ArticleId, Localised};
use crate::search::analysis::Chain;
use crate::search::error::SearchError;
use crate::search::relating::{
    ABSTRACT, KEYWORDS, LOOKED_AT, MOST_CITING, MOST_REFERENCES, MOST_TERMS, TITLE, nearest, rare, terms,
};

/// The articles beside one, nearest first.
pub(super) fn related(
    fields: &Fields,
    searcher: &Searcher,
    subject: &Subject,
    limit: usize,
) -> Result<Vec<Related>, SearchError> {
    let own = first_alive(searcher, &Term::from_field_i64(fields.article, subject.article.0))?;
    let Some(own) = own else { return Ok(Vec::new()) };
    let mut beside: HashMap<DocAddress, Related> = HashMap::new();
    add_by_text(fields, searcher, subject, own, &mut beside)?;
    add_by_references(fields, searcher, subject, own, &mut beside)?;
    beside.remove(&own);
    Ok(nearest(beside.into_values(), limit))
}

fn entry<'a>(
    searcher: &Searcher,
    beside: &'a mut HashMap<DocAddress, Related>,
    address: DocAddress,
) -> Result<&'a mut Related, SearchError> {
    let number = searcher.segment_reader(address.segment_ord).fast_fields().i64("article")?.first(address.doc_id);
    Ok(beside.entry(address).or_insert_with(|| Related::new(ArticleId(number.unwrap_or_default()))))
}

/// More like this: the terms of title, abstract and keywords that tell the article from others, in both languages.
fn add_by_text(
    fields: &Fields,
    searcher: &Searcher,
    subject: &Subject,
    own: DocAddress,
    beside: &mut HashMap<DocAddress, Related>,
) -> Result<(), SearchError> {
    let said = Chain::of(subject.language);
    let texts = [
        (fields.title, &subject.titles, TITLE),
        (fields.keywords, &subject.keywords, KEYWORDS),
        (fields.summary, &subject.abstracts, ABSTRACT),
    ];
    let rare = rare(searcher.num_docs());
    let parts = texts.map(|(field, texts, boost)| -> (Occur, Box<dyn Query>) {
        let like = MoreLikeThisQuery::builder()
            .with_min_doc_frequency(1)
            .with_max_doc_frequency(rare)
            .with_min_term_frequency(1)
            .with_max_query_terms(MOST_TERMS)
            .with_document_fields(vec![(field, vec![tokens(texts, said)])]);
        (Occur::Should, Box::new(BoostQuery::new(Box::new(like), boost)))
    });
    let query = BooleanQuery::new(parts.into());
    let top = searcher.search(&query, &TopDocs::with_limit(LOOKED_AT).order_by_score())?;
    let Some((whole, _)) = top.iter().find(|(_, address)| *address == own).filter(|(score, _)| *score > 0.0) else {
        return Ok(());
    };
    for (score, address) in &top {
        entry(searcher, beside, *address)?.likeness = (score / whole).min(1.0);
    }
    Ok(())
}

fn tokens(texts: &[Localised], said: Option<Chain>) -> OwnedValue {
    let tokens = terms(texts, said).into_iter().map(|text| Token { text, ..Token::default() }).collect();
    OwnedValue::PreTokStr(PreTokenizedString { text: String::new(), tokens })
}

/// Those that share references, that cite the article and that it cites.
fn add_by_references(
    fields: &Fields,
    searcher: &Searcher,
    subject: &Subject,
    own: DocAddress,
    beside: &mut HashMap<DocAddress, Related>,
) -> Result<(), SearchError> {
    for doi in references(searcher, own)? {
        for address in citing(searcher, &Term::from_field_text(fields.references, &doi))? {
            entry(searcher, beside, address)?.shared_references += 1;
        }
        if let Some(cited) = first_alive(searcher, &Term::from_field_text(fields.doi, &doi))? {
            entry(searcher, beside, cited)?.is_cited = true;
        }
    }
    if let Some(doi) = &subject.doi {
        for address in citing(searcher, &Term::from_field_text(fields.references, doi.as_str()))? {
            entry(searcher, beside, address)?.cites = true;
        }
    }
    Ok(())
}

/// The references of an article.
fn references(searcher: &Searcher, own: DocAddress) -> Result<Vec<String>, SearchError> {
    let Some(column) = searcher.segment_reader(own.segment_ord).fast_fields().str(REFERENCES)? else {
        return Ok(Vec::new());
    };
    let mut dois = Vec::new();
    for number in column.term_ords(own.doc_id).take(MOST_REFERENCES) {
        let mut doi = String::new();
        column.ord_to_str(number, &mut doi).map_err(tantivy::TantivyError::from)?;
        dois.push(doi);
    }
    Ok(dois)
}

/// The first articles that give a reference.
fn citing(searcher: &Searcher, term: &Term) -> Result<Vec<DocAddress>, SearchError> {
    let mut found = Vec::new();
    for (segment, reader) in (0..).zip(searcher.segment_readers()) {
        let postings = reader
            .inverted_index(term.field())?
            .read_postings(term, IndexRecordOption::Basic)
            .map_err(|error| SearchError::Engine(Box::new(error)))?;
        let Some(mut postings) = postings else { continue };
        let mut doc = postings.doc();
        while doc != TERMINATED && found.len() < MOST_CITING {
            if !reader.is_deleted(doc) {
                found.push(DocAddress::new(segment, doc));
            }
            doc = postings.advance();
        }
    }
    Ok(found)
}
