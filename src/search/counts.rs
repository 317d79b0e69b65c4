//! What hits are counted by and filtered by, equal in all engines.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use crate::domain::query::{Facet, FacetCount, SearchQuery};

/// Values of a facet.
pub(crate) const MAX_VALUES: usize = 30;

/// Values that are chosen, by facet: articles must have one of each.
pub(crate) fn wanted(query: &SearchQuery) -> Vec<(Facet, Vec<String>)> {
    let mut wanted: Vec<(Facet, Vec<String>)> = Vec::new();
    for (facet, value) in &query.filters {
        match wanted.iter_mut().find(|(known, _)| known == facet) {
            Some((_, values)) => values.push(value.clone()),
            None => wanted.push((*facet, vec![value.clone()])),
        }
    }
    wanted
}

/// Years wanted: within the bounds and, when years are chosen, one of them.
pub(crate) fn years(query: &SearchQuery, wanted: &[(Facet, Vec<String>)]) -> Option<Vec<RangeInclusive<i64>>> {
    let from = query.year_from.map_or(i64::MIN, i64::from);
    let to = query.year_to.map_or(i64::MAX, i64::from);
    let chosen = wanted.iter().find(|(facet, _)| *facet == Facet::Year).map(|(_, values)| values);
    match chosen {
        Some(values) => {
            let inside = values.iter().filter_map(|value| value.parse().ok()).filter(|year| (from..=to).contains(year));
            Some(inside.map(|year| year..=year).collect())
        }
        None if query.year_from.is_none() && query.year_to.is_none() => None,
        None => Some(vec![from..=to]),
    }
}

/// Counts in the order they are shown: years complete, latest first; other values by count, those chosen always there.
pub(crate) fn facets(
    counted: &HashMap<Facet, HashMap<String, u64>>,
    query: &SearchQuery,
) -> Vec<(Facet, Vec<FacetCount>)> {
    let counts = |facet: Facet| {
        let mut values: Vec<FacetCount> = counted
            .get(&facet)
            .into_iter()
            .flatten()
            .map(|(value, count)| FacetCount { value: value.clone(), count: *count })
            .collect();
        let chosen = |value: &str| query.filters.iter().any(|(of, wanted)| *of == facet && wanted == value);
        for (_, wanted) in query.filters.iter().filter(|(of, _)| *of == facet) {
            if !values.iter().any(|count| count.value == *wanted) {
                values.push(FacetCount { value: wanted.clone(), count: 0 });
            }
        }
        if facet == Facet::Year {
            values.sort_by_key(|count| std::cmp::Reverse(count.value.parse::<i64>().unwrap_or(i64::MIN)));
        } else {
            values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
            let mut rank = 0;
            values.retain(|count| {
                rank += 1;
                rank <= MAX_VALUES || chosen(&count.value)
            });
        }
        (facet, values)
    };
    Facet::ALL.into_iter().map(counts).collect()
}
