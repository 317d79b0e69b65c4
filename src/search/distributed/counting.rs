//! Filters and counts by facet: an article that fails the filters of one facet alone still counts in that facet.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::schema;
use crate::domain::query::{Facet, FacetCount, SearchQuery};
use crate::search::counts::{self, MAX_VALUES, wanted, years};

/// Values that each part of the index names, so that the sums of the first ones are exact.
const NAMED: usize = 5_000;
/// Years that are counted.
const MOST_YEARS: usize = 2_000;

/// The filter of each facet that has one.
fn filters(query: &SearchQuery) -> Vec<(Facet, Value)> {
    let wanted = wanted(query);
    let mut filters: Vec<(Facet, Value)> = wanted
        .iter()
        .filter(|(facet, _)| *facet != Facet::Year)
        .map(|(facet, values)| (*facet, json!({ "terms": { schema::facet(*facet): values } })))
        .collect();
    if let Some(ranges) = years(query, &wanted) {
        let range = |range: &std::ops::RangeInclusive<i64>| {
            // The field is narrower than what an address may say.
            let bound = |year: i64| year.clamp(i64::from(i32::MIN), i64::from(i32::MAX));
            json!({ "range": { schema::YEAR: { "gte": bound(*range.start()), "lte": bound(*range.end()) } } })
        };
        let any: Vec<Value> = ranges.iter().map(range).collect();
        let none = json!({ "match_none": {} });
        let filter =
            if any.is_empty() { none } else { json!({ "bool": { "should": any, "minimum_should_match": 1 } }) };
        filters.push((Facet::Year, filter));
    }
    filters
}

/// The filter of all facets but one.
fn others(filters: &[(Facet, Value)], facet: Option<Facet>) -> Value {
    let others: Vec<&Value> = filters.iter().filter(|(of, _)| Some(*of) != facet).map(|(_, filter)| filter).collect();
    if others.is_empty() { json!({ "match_all": {} }) } else { json!({ "bool": { "filter": others } }) }
}

/// What hits must pass.
pub(super) fn all_filters(query: &SearchQuery) -> Value {
    others(&filters(query), None)
}

/// What is counted beside the hits.
pub(super) fn aggregations(query: &SearchQuery) -> Value {
    let (filters, wanted) = (filters(query), wanted(query));
    let mut all = Map::new();
    for facet in Facet::ALL {
        let field = schema::facet(facet);
        let mut counted = Map::new();
        if facet == Facet::Year {
            counted.insert("values".to_owned(), json!({ "terms": { "field": field, "size": MOST_YEARS } }));
        } else {
            let terms = json!({ "terms": { "field": field, "size": MAX_VALUES, "shard_size": NAMED } });
            counted.insert("values".to_owned(), terms);
            if let Some((_, chosen)) = wanted.iter().find(|(of, _)| *of == facet) {
                let terms = json!({ "terms": { "field": field, "size": chosen.len(), "include": chosen } });
                counted.insert("chosen".to_owned(), terms);
            }
        }
        all.insert(field.to_owned(), json!({ "filter": others(&filters, Some(facet)), "aggs": counted }));
    }
    Value::Object(all)
}

/// The counts of an answer, in the order they are shown.
pub(super) fn facets(answer: &Value, query: &SearchQuery) -> Vec<(Facet, Vec<FacetCount>)> {
    let mut counted: HashMap<Facet, HashMap<String, u64>> = HashMap::new();
    for facet in Facet::ALL {
        let of = counted.entry(facet).or_default();
        for part in ["values", "chosen"] {
            let place = format!("/aggregations/{}/{part}/buckets", schema::facet(facet));
            of.extend(buckets(answer, &place));
        }
    }
    counts::facets(&counted, query)
}

/// The values of a list of counts.
pub(super) fn buckets(answer: &Value, place: &str) -> HashMap<String, u64> {
    let buckets = answer.pointer(place).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let named = buckets.iter().filter_map(|bucket| {
        let key = bucket.get("key")?;
        let value = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
        Some((value, bucket.get("doc_count")?.as_u64()?))
    });
    named.collect()
}
