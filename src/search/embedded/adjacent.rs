//! Words beside each other, where each may stand in several forms: a query of the engine for phrases and nearness,
//! and the places of words in one document. The engine's own phrase query knows one form a word.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, TERMINATED, TantivyError, Term};

/// Finds documents whose field has one form of each word at its distance from the first.
#[derive(Debug, Clone)]
pub(super) struct Adjacent {
    /// The field of all terms.
    pub(super) field: Field,
    /// Distance from the first word, and the terms that stand for the word.
    pub(super) slots: Vec<(u32, Vec<Term>)>,
}

impl Adjacent {
    /// Its weight in an index.
    pub(super) fn weigh(&self, scoring: EnableScoring<'_>) -> tantivy::Result<AdjacentWeight> {
        let bm25 = match scoring {
            EnableScoring::Enabled { searcher, statistics_provider } => {
                let mut rarest = Vec::new();
                for (_, terms) in &self.slots {
                    let mut best = None;
                    for term in terms {
                        best = best.max(Some((searcher.doc_freq(term)?, term.clone())));
                    }
                    rarest.extend(best.map(|(_, term)| term));
                }
                (!rarest.is_empty()).then(|| Bm25Weight::for_terms(statistics_provider, &rarest)).transpose()?
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(AdjacentWeight { query: self.clone(), bm25 })
    }
}

impl Query for Adjacent {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.weigh(scoring)?))
    }
}

/// The query in an index.
pub(super) struct AdjacentWeight {
    query: Adjacent,
    bm25: Option<Bm25Weight>,
}

impl AdjacentWeight {
    /// The places of the words in a segment with their scores; `None` where a word has none.
    pub(super) fn places(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Option<ScoredPlaces>> {
        let Some(places) = Places::open(reader, &self.query)? else { return Ok(None) };
        let norms = reader.get_fieldnorms_reader(self.query.field)?;
        Ok(Some(ScoredPlaces { places, norms, bm25: self.bm25.as_ref().map(|weight| weight.boost_by(boost)) }))
    }
}

impl Weight for AdjacentWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(mut found) = self.places(reader, boost)? else { return Ok(Box::new(EmptyScorer)) };
        found.places.align(0);
        Ok(Box::new(found))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.seek(doc) == doc {
            Ok(Explanation::new("words beside each other", scorer.score()))
        } else {
            Err(TantivyError::InvalidArgument(format!("document {doc} does not match")))
        }
    }
}

/// The places of words in a segment, and what they are worth.
pub(super) struct ScoredPlaces {
    places: Places,
    norms: FieldNormReader,
    bm25: Option<Bm25Weight>,
}

impl ScoredPlaces {
    /// What a document can be worth at most.
    pub(super) fn max_score(&self) -> Score {
        self.bm25.as_ref().map_or(1.0, Bm25Weight::max_score)
    }

    /// What a document is worth: nothing where the words do not stand beside each other. Documents must be asked in
    /// rising order.
    pub(super) fn score_in(&mut self, doc: DocId) -> Score {
        let count = self.places.in_document(doc).len();
        if count == 0 { 0.0 } else { self.worth(doc, count) }
    }

    fn worth(&self, doc: DocId, count: usize) -> Score {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        self.bm25.as_ref().map_or(1.0, |weight| weight.score(self.norms.fieldnorm_id(doc), count))
    }
}

impl DocSet for ScoredPlaces {
    fn advance(&mut self) -> DocId {
        match self.places.doc {
            TERMINATED => TERMINATED,
            doc => self.places.align(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.places.doc < target { self.places.align(target) } else { self.places.doc }
    }

    fn doc(&self) -> DocId {
        self.places.doc
    }

    fn size_hint(&self) -> u32 {
        self.places.slots.first().map_or(0, Slot::size_hint)
    }
}

impl Scorer for ScoredPlaces {
    fn score(&mut self) -> Score {
        self.worth(self.places.doc, self.places.starts.len())
    }
}

/// A word: the postings of its forms.
struct Slot {
    distance: u32,
    forms: Vec<SegmentPostings>,
}

impl Slot {
    fn seek(&mut self, target: DocId) -> DocId {
        let seek = |form: &mut SegmentPostings| if form.doc() < target { form.seek(target) } else { form.doc() };
        self.forms.iter_mut().map(seek).min().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.forms.iter().map(DocSet::size_hint).fold(0, u32::saturating_add)
    }

    /// Positions in a document, counted from the first word of the group, into `into`.
    fn positions(&mut self, doc: DocId, scratch: &mut Vec<u32>, into: &mut Vec<u32>) {
        into.clear();
        for form in self.forms.iter_mut().filter(|form| form.doc() == doc) {
            form.positions(scratch);
            into.extend(scratch.iter().filter_map(|position| position.checked_sub(self.distance)));
        }
        if self.forms.len() > 1 {
            into.sort_unstable();
            into.dedup();
        }
    }
}

/// The places of words beside each other in one segment.
pub(super) struct Places {
    slots: Vec<Slot>,
    doc: DocId,
    starts: Vec<u32>,
    scratch: Vec<u32>,
    other: Vec<u32>,
}

impl Places {
    /// Opens the postings; `None` when a word has none.
    pub(super) fn open(reader: &SegmentReader, query: &Adjacent) -> tantivy::Result<Option<Self>> {
        let inverted = reader.inverted_index(query.field)?;
        let mut slots = Vec::new();
        for (distance, terms) in &query.slots {
            let mut forms = Vec::new();
            for term in terms {
                forms.extend(inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?);
            }
            if forms.is_empty() {
                return Ok(None);
            }
            slots.push(Slot { distance: *distance, forms });
        }
        slots.sort_by_key(Slot::size_hint);
        Ok(Some(Self { slots, doc: 0, starts: Vec::new(), scratch: Vec::new(), other: Vec::new() }))
    }

    /// Positions of the first word in a document; documents must be asked in rising order.
    pub(super) fn in_document(&mut self, doc: DocId) -> &[u32] {
        if self.slots.iter_mut().all(|slot| slot.seek(doc) == doc) {
            self.match_positions(doc);
        } else {
            self.starts.clear();
        }
        &self.starts
    }

    /// Goes to the first match at or after a document.
    fn align(&mut self, target: DocId) -> DocId {
        let mut candidate = target;
        while candidate != TERMINATED {
            let ahead = self.slots.iter_mut().map(|slot| slot.seek(candidate)).find(|doc| *doc > candidate);
            match ahead {
                Some(doc) => candidate = doc,
                None if self.match_positions(candidate) => break,
                None => candidate += 1,
            }
        }
        self.doc = candidate;
        candidate
    }

    fn match_positions(&mut self, doc: DocId) -> bool {
        let Self { slots, starts, scratch, other, .. } = self;
        for (index, slot) in slots.iter_mut().enumerate() {
            if index == 0 {
                slot.positions(doc, scratch, starts);
            } else {
                slot.positions(doc, scratch, other);
                starts.retain(|start| other.binary_search(start).is_ok());
            }
            if starts.is_empty() {
                return false;
            }
        }
        !starts.is_empty()
    }
}
