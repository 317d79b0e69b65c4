//! A query whose documents score more where words stand beside each other, looked up only where that can change the
//! page that is shown.
//!
//! Reading the positions of common words takes most of the time of a search. The collector tells the score that a hit
//! must reach to be on the page; a document that stays below it even with the best nearness there is keeps its base
//! score, which nobody sees. (The idea is that of `MaxScore`: H. Turtle, J. Flood, 1995.)

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tantivy::index::SegmentReader;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score};

use super::adjacent::{Adjacent, AdjacentWeight, ScoredPlaces};

/// The score below which a document is not shown; it only rises during a search.
#[derive(Debug, Clone, Default)]
pub(super) struct Floor(Arc<AtomicU32>);

impl Floor {
    /// Raises it. Positive numbers are in the order of their bits (IEEE 754).
    pub(super) fn raise(&self, score: Score) {
        self.0.fetch_max(score.max(0.0).to_bits(), Ordering::Relaxed);
    }

    fn get(&self) -> Score {
        Score::from_bits(self.0.load(Ordering::Relaxed))
    }
}

/// The documents of `base`, those where `near` matches lifted by `weight` times its score.
#[derive(Debug)]
pub(super) struct Lifted {
    /// What must match.
    pub(super) base: Box<dyn Query>,
    /// The words beside each other.
    pub(super) near: Adjacent,
    /// Weight of the nearness.
    pub(super) weight: Score,
    /// What the collector adds to scores at most.
    pub(super) margin: Score,
    /// What the collector knows.
    pub(super) floor: Floor,
}

impl Clone for Lifted {
    fn clone(&self) -> Self {
        let Self { base, near, weight, margin, floor } = self;
        Self { base: base.box_clone(), near: near.clone(), weight: *weight, margin: *margin, floor: floor.clone() }
    }
}

impl Query for Lifted {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let base = self.base.weight(scoring)?;
        if !scoring.is_scoring_enabled() {
            return Ok(base);
        }
        let (near, floor) = (self.near.weigh(scoring)?, self.floor.clone());
        Ok(Box::new(LiftedWeight { base, near, weight: self.weight, margin: self.margin, floor }))
    }
}

struct LiftedWeight {
    base: Box<dyn Weight>,
    near: AdjacentWeight,
    weight: Score,
    margin: Score,
    floor: Floor,
}

impl Weight for LiftedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let base = self.base.scorer(reader, boost)?;
        let Some(near) = self.near.places(reader, boost * self.weight)? else { return Ok(base) };
        let reach = near.max_score() + self.margin;
        Ok(Box::new(LiftedScorer { base, near, reach, floor: self.floor.clone() }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.base.explain(reader, doc)
    }
}

struct LiftedScorer {
    base: Box<dyn Scorer>,
    near: ScoredPlaces,
    /// What a document can gain at most.
    reach: Score,
    floor: Floor,
}

impl DocSet for LiftedScorer {
    fn advance(&mut self) -> DocId {
        self.base.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.base.seek(target)
    }

    fn doc(&self) -> DocId {
        self.base.doc()
    }

    fn size_hint(&self) -> u32 {
        self.base.size_hint()
    }
}

impl Scorer for LiftedScorer {
    fn score(&mut self) -> Score {
        let base = self.base.score();
        if base + self.reach < self.floor.get() {
            return base;
        }
        base + self.near.score_in(self.base.doc())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floor_only_rises() {
        let floor = Floor::default();
        for score in [1.5, 0.25, -3.0] {
            floor.raise(score);
        }
        assert!((floor.get() - 1.5).abs() < f32::EPSILON);
    }
}
