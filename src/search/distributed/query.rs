//! A page of hits: what is asked of the server, and what of its answer is what.

use serde_json::{Value, json};

use super::{counting, schema};
use crate::domain::ArticleId;
use crate::domain::query::{Cursor, SearchQuery, Sort};
use crate::search::error::SearchError;
use crate::search::ranking::{DATE_ORIGIN, MAX_LIMIT, WITHOUT_TITLE, YEAR_SCORE, is_sound};

/// Stands for the date of articles that have none, in the order with the latest first; the negative one in the other.
const NO_DATE: i64 = -(1 << 39);

/// What a page is made of.
#[derive(Debug, Clone)]
pub(super) struct Page<'a> {
    /// The query.
    pub(super) query: &'a SearchQuery,
    /// The order.
    pub(super) sort: Sort,
    /// What the sort keys of the hits stand behind.
    pub(super) after: Option<Value>,
    /// Whether the texts of the hits are wanted.
    pub(super) with_pages: bool,
}

/// Hits that a page may have.
pub(super) fn limit(query: &SearchQuery) -> usize {
    query.limit.min(MAX_LIMIT)
}

/// Where a query is asked. Equal words go to the same copies of the index, whose scores may differ a little from those of
/// others; frequencies of words are those of all parts.
pub(super) fn path(query: &SearchQuery) -> String {
    // FNV-1a (G. Fowler, L. Noll, K.-P. Vo, *FNV hash*, 1991): any spread will do.
    let spread = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = query.text.bytes().fold(0xcbf2_9ce4_8422_2325, spread);
    format!("_search?search_type=dfs_query_then_fetch&allow_partial_search_results=false&preference=q{hash:x}")
}

impl Page<'_> {
    /// The question.
    pub(super) fn body(&self, matching: &Value) -> Value {
        let fields: &[&str] = if self.with_pages { &[schema::PAGES, schema::LANGUAGE] } else { &[] };
        let mut body = json!({
            "size": limit(self.query) + 1,
            "track_total_hits": true,
            "query": found(self.query, self.sort, matching),
            "post_filter": counting::all_filters(self.query),
            "aggs": counting::aggregations(self.query),
            "sort": order(self.sort),
            "_source": if fields.is_empty() { json!(false) } else { json!(fields) },
        });
        if let (Some(after), Some(body)) = (&self.after, body.as_object_mut()) {
            body.insert("search_after".to_owned(), after.clone());
        }
        body
    }
}

/// The articles in the index that match, filters apart. Scores are made where they are the order alone.
pub(super) fn found(query: &SearchQuery, sort: Sort, matching: &Value) -> Value {
    let mut filters = vec![schema::here()];
    if let Some(span) = query.added {
        filters.push(json!({ "range": { schema::ADDED: { "gt": span.after_us, "lte": span.until_us } } }));
    }
    if sort != Sort::Relevance {
        filters.push(matching.clone());
        return json!({ "bool": { "filter": filters } });
    }
    let years = json!({ "field": schema::RECENT, "factor": YEAR_SCORE, "missing": 0 });
    json!({ "function_score": {
        "query": { "bool": { "must": [matching], "filter": filters } },
        "functions": [{ "field_value_factor": years }],
        "boost_mode": "sum",
    } })
}

/// The order of the hits; the number of the article breaks ties.
pub(super) fn order(sort: Sort) -> Value {
    let by = |field: &str, order: &str, missing: i64| json!({ field: { "order": order, "missing": missing } });
    let first = match sort {
        Sort::Relevance => json!({ "_score": { "order": "desc" } }),
        Sort::Newest => by(schema::PUBLISHED, "desc", NO_DATE),
        Sort::Oldest => by(schema::PUBLISHED, "asc", -NO_DATE),
        Sort::Added => by(schema::ADDED, "desc", 0),
        Sort::Title => json!({ schema::TITLE_KEY: { "order": "asc", "missing": "_last" } }),
    };
    json!([first, { schema::ARTICLE: { "order": "asc" } }])
}

/// The sort keys behind which a page begins, from a cursor; `None` for the first page.
pub(super) fn after(
    query: &SearchQuery,
    sort: Sort,
    title_of: impl Fn(ArticleId) -> Result<Option<String>, SearchError>,
) -> Result<Option<Value>, SearchError> {
    let Some(cursor) = query.after.filter(|cursor| is_sound(sort, cursor.key)) else { return Ok(None) };
    let days = i64::try_from(cursor.key).unwrap_or(0);
    let key = match sort {
        Sort::Relevance => json!(f64::from(f32::from_bits(u32::try_from(cursor.key).unwrap_or(0)))),
        Sort::Newest => json!(if cursor.key == 0 { NO_DATE } else { days - DATE_ORIGIN }),
        Sort::Oldest => json!(if cursor.key == 0 { -NO_DATE } else { DATE_ORIGIN - days }),
        Sort::Added => json!(days),
        Sort::Title => match title_of(ArticleId(cursor.article))? {
            Some(title) => json!(title),
            None => return Ok(None),
        },
    };
    Ok(Some(json!([key, cursor.article])))
}

/// The hits of an answer.
pub(super) fn hits(answer: &Value) -> &[Value] {
    answer.pointer("/hits/hits").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// How many articles an answer is about.
pub(super) fn total(answer: &Value) -> u64 {
    answer.pointer("/hits/total/value").and_then(Value::as_u64).unwrap_or_default()
}

/// The article of a hit.
pub(super) fn article(hit: &Value) -> Result<ArticleId, SearchError> {
    let id = hit.get("_id").and_then(Value::as_str).and_then(|id| id.parse().ok());
    let foreign =
        || SearchError::Refused { status: 200, what: "the index holds what is no article of ours".to_owned() };
    id.map(ArticleId).ok_or_else(foreign)
}

/// What a hit is worth.
pub(super) fn score(hit: &Value) -> f32 {
    // The server writes what is exact in 32 bits.
    hit.pointer("/sort/0").or_else(|| hit.get("_score")).map_or(0.0, narrowed)
}

/// A number with the precision that scores have.
pub(super) fn narrowed(value: &Value) -> f32 {
    value.to_string().parse().unwrap_or_default()
}

/// The cursor of the page behind, when there is one.
pub(super) fn next(answer: &Value, sort: Sort, query: &SearchQuery) -> Option<Cursor> {
    let (hits, limit) = (hits(answer), limit(query));
    let last = hits.get(limit.checked_sub(1)?).filter(|_| hits.len() > limit)?;
    let key = || last.pointer("/sort/0").and_then(Value::as_i64);
    let dated = |day: i64, key: i64| if day.abs() == -NO_DATE { 0 } else { key.unsigned_abs() };
    let key = match sort {
        Sort::Relevance => u64::from(score(last).to_bits()),
        Sort::Newest => key().map_or(0, |day| dated(day, DATE_ORIGIN + day)),
        Sort::Oldest => key().map_or(0, |day| dated(day, DATE_ORIGIN - day)),
        Sort::Added => key().map_or(0, |at| at.max(0).unsigned_abs()),
        Sort::Title => 0,
    };
    Some(Cursor { key, article: article(last).ok()?.0 })
}

/// The title key of articles that have none: they stand last.
pub(super) fn title_key(key: Option<String>) -> String {
    key.unwrap_or_else(|| WITHOUT_TITLE.to_owned())
}
