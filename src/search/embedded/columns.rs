//! The values of a facet in one segment, counted by their numbers and named once at the end.

use std::collections::HashMap;

use tantivy::DocId;
use tantivy::columnar::{Column, StrColumn};

use crate::domain::query::Facet;

/// Reads the values of many articles at once, which a column does faster than for each.
#[derive(Default)]
pub(super) struct Block<T> {
    docs: Vec<DocId>,
    rows: Vec<u32>,
    values: Vec<T>,
}

impl<T: PartialOrd + Copy + std::fmt::Debug + Default + Send + Sync + 'static> Block<T> {
    /// All values of some articles.
    pub(super) fn read(&mut self, column: &Column<T>, docs: &[DocId]) -> &[T] {
        self.docs.clear();
        self.rows.clear();
        column.row_ids_for_docs(docs, &mut self.docs, &mut self.rows);
        self.values.resize(self.rows.len(), T::default());
        column.values.get_vals(&self.rows, &mut self.values);
        &self.values
    }
}

/// The values of a facet in one segment.
pub(super) struct FacetColumn {
    /// The facet.
    pub(super) facet: Facet,
    column: Option<StrColumn>,
    /// By the number of the value: whether it is wanted. `None` when all are.
    wanted: Option<Vec<bool>>,
    counts: Vec<u64>,
}

impl FacetColumn {
    /// Opens the column of a facet; `wanted` are the values chosen, when any are.
    pub(super) fn open(facet: Facet, column: Option<StrColumn>, wanted: Option<&[String]>) -> tantivy::Result<Self> {
        let terms = column.as_ref().map_or(0, |column| column.num_terms());
        let mut allowed = wanted.map(|_| vec![false; terms]);
        if let (Some(column), Some(values), Some(allowed)) = (&column, wanted, &mut allowed) {
            for value in values {
                let number = column.dictionary().term_ord(value)?.and_then(|number| usize::try_from(number).ok());
                number.and_then(|number| allowed.get_mut(number)).into_iter().for_each(|flag| *flag = true);
            }
        }
        Ok(Self { facet, column, wanted: allowed, counts: vec![0; terms] })
    }

    fn values(&self, doc: DocId) -> impl Iterator<Item = usize> + '_ {
        let column = self.column.iter();
        column.flat_map(move |column| column.term_ords(doc)).filter_map(|number| usize::try_from(number).ok())
    }

    /// Whether an article has one of the values wanted.
    pub(super) fn passes(&self, doc: DocId) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| self.values(doc).any(|value| wanted.get(value) == Some(&true)))
    }

    /// Counts the values of an article.
    pub(super) fn count(&mut self, doc: DocId) {
        let Self { column: Some(column), counts, .. } = self else { return };
        for value in column.term_ords(doc).filter_map(|number| usize::try_from(number).ok()) {
            counts.get_mut(value).into_iter().for_each(|count| *count += 1);
        }
    }

    /// Counts the values of many articles.
    pub(super) fn count_all(&mut self, docs: &[DocId], block: &mut Block<u64>) {
        let Self { column: Some(column), counts, .. } = self else { return };
        for value in block.read(column.ords(), docs).iter().filter_map(|number| usize::try_from(*number).ok()) {
            counts.get_mut(value).into_iter().for_each(|count| *count += 1);
        }
    }

    /// The counts by value.
    pub(super) fn named(&self) -> tantivy::Result<HashMap<String, u64>> {
        let mut named = HashMap::new();
        let Some(column) = &self.column else { return Ok(named) };
        for (number, count) in (0..).zip(&self.counts).filter(|(_, count)| **count > 0) {
            let mut value = String::new();
            if column.ord_to_str(number, &mut value)? {
                named.insert(value, *count);
            }
        }
        Ok(named)
    }
}
