//! Whole lists of articles, read page by page from one moment of the index (point in time, `search_after`): articles
//! that come or go meanwhile neither shift it nor appear twice, and the last page costs what the first does.

use serde_json::{Value, json};

use super::client::Method;
use super::{Distributed, compile, counting, query, schema};
use crate::domain::ArticleId;
use crate::domain::ids::VersionId;
use crate::domain::query::SearchQuery;
use crate::search::error::SearchError;
use crate::search::syntax::parse;

/// Articles of one page.
const PAGE: usize = 5_000;
/// How long the moment is kept from one page to the next.
const KEPT: &str = "2m";
/// No row of a version has this number.
const NO_VERSION: i64 = 0;

impl Distributed {
    /// Every article that a query finds, in the order of its pages.
    pub(in crate::search) fn list(&self, query: &SearchQuery) -> Result<Vec<ArticleId>, SearchError> {
        let first = SearchQuery { after: None, limit: 0, ..query.clone() };
        let result = self.search(&first)?;
        let asked = parse(result.words(&query.text));
        let sort = Self::sort_of(query, &asked);
        let crossing = self.crossing(query, &asked)?;
        let matching = compile::compile(&asked, crossing.node.as_ref());
        let question = json!({
            "query": query::found(query, sort, &matching),
            "post_filter": counting::all_filters(query),
            "sort": query::order(sort),
        });
        self.walk(&question, query::article)
    }

    /// All articles in the index, each with the version that it was made from.
    pub(in crate::search) fn versions(&self) -> Result<Vec<(ArticleId, Option<VersionId>)>, SearchError> {
        let by_article = json!({ schema::ARTICLE: { "order": "asc" } });
        let with_version = json!({ schema::MADE_FROM: { "order": "asc", "missing": NO_VERSION } });
        let question = json!({ "query": schema::here(), "sort": [by_article, with_version] });
        self.walk(&question, |hit| {
            let version = hit.pointer("/sort/1").and_then(Value::as_i64).filter(|version| *version != NO_VERSION);
            Ok((query::article(hit)?, version.map(VersionId)))
        })
    }

    fn walk<T>(
        &self,
        question: &Value,
        read: impl Fn(&Value) -> Result<T, SearchError>,
    ) -> Result<Vec<T>, SearchError> {
        let opened = self.ask(&format!("_search/point_in_time?keep_alive={KEPT}"), &Value::Null)?;
        let Some(moment) = opened.get("pit_id").and_then(Value::as_str) else {
            return Err(SearchError::Refused { status: 200, what: "the server gives no point in time".to_owned() });
        };
        let listed = self.walk_at(moment, question, read);
        let close = json!({ "pit_id": [moment] });
        if let Err(error) = self.client.ask(Method::Delete, "/_search/point_in_time", Some(&close)) {
            // It ends by itself.
            tracing::debug!(error = &error as &dyn std::error::Error, "a point in time stays open for a while");
        }
        listed
    }

    fn walk_at<T>(
        &self,
        moment: &str,
        question: &Value,
        read: impl Fn(&Value) -> Result<T, SearchError>,
    ) -> Result<Vec<T>, SearchError> {
        let path = "/_search?search_type=dfs_query_then_fetch&allow_partial_search_results=false\
            &filter_path=hits.hits._id,hits.hits.sort";
        let mut body = question.clone();
        let Some(fields) = body.as_object_mut() else { return Ok(Vec::new()) };
        fields.insert("size".to_owned(), json!(PAGE));
        fields.insert("_source".to_owned(), json!(false));
        fields.insert("track_total_hits".to_owned(), json!(false));
        fields.insert("pit".to_owned(), json!({ "id": moment, "keep_alive": KEPT }));
        let mut all = Vec::new();
        loop {
            let answer = self.client.ask(Method::Post, path, Some(&body))?;
            let hits = query::hits(&answer);
            for hit in hits {
                all.push(read(hit)?);
            }
            let last = hits.last().and_then(|hit| hit.get("sort")).filter(|_| hits.len() == PAGE);
            let (Some(last), Some(fields)) = (last, body.as_object_mut()) else { return Ok(all) };
            fields.insert("search_after".to_owned(), last.clone());
        }
    }
}
