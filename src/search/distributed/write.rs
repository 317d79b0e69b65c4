//! Writes in bulk, each with the revision of its article: what is older than what the server has is left out there
//! (`external_gte`), so that the order in which processes come to write does not matter, nor how often.

use std::io::Write;

use serde_json::{Value, json};

use super::names::InUse;
use super::{Distributed, document};
use crate::domain::ArticleId;
use crate::search::entry::{Entry, Gone};
use crate::search::error::SearchError;

/// Bytes of one request, about.
const MOST_BYTES: usize = 8_000_000;
/// Times that a request is made anew because the indexes behind the aliases changed meanwhile, or the server was busy.
const MOST_TRIES: usize = 3;

/// One article to write: its number, its revision and its document.
type Line = (ArticleId, u64, Value);

impl Distributed {
    /// Replaces the documents of some articles.
    pub(in crate::search) fn upsert(&self, entries: &[Entry]) -> Result<(), SearchError> {
        let (mut lines, mut bytes) = (Vec::new(), 0);
        for entry in entries {
            let document = self.with_terms(|terms| document::document(entry, drawn(), terms));
            bytes += entry.pages.iter().map(|(_, text)| text.len()).sum::<usize>() * 5;
            lines.push((entry.article, entry.revision, document));
            if bytes > MOST_BYTES {
                self.write(&lines)?;
                (lines, bytes) = (Vec::new(), 0);
            }
        }
        self.write(&lines)
    }

    /// Takes articles out. A stone stays, so that nothing older comes back.
    pub(in crate::search) fn remove(&self, articles: &[Gone]) -> Result<(), SearchError> {
        let lines: Vec<Line> =
            articles.iter().map(|gone| (gone.article, gone.revision, document::stone(drawn()))).collect();
        self.write(&lines)
    }

    fn write(&self, lines: &[Line]) -> Result<(), SearchError> {
        if lines.is_empty() {
            return Ok(());
        }
        self.ensure()?;
        let mut failed = SearchError::Unavailable { what: "the indexes change all the time".to_owned() };
        for _ in 0..MOST_TRIES {
            let InUse { next, .. } = self.names.in_use(&self.client)?;
            let answer = self.client.ask_in_lines("/_bulk?require_alias=true", self.request(lines, next.is_some())?)?;
            match failure(&answer) {
                None => return Ok(()),
                // What was written stays; writing it again changes nothing.
                Some((404 | 429 | 503, what)) => failed = SearchError::Unavailable { what },
                Some((status, what)) => return Err(SearchError::Refused { status, what }),
            }
        }
        Err(failed)
    }

    fn request(&self, lines: &[Line], both: bool) -> Result<Vec<u8>, SearchError> {
        let mut request = Vec::new();
        let aliases = std::iter::once(self.names.alias()).chain(both.then(|| self.names.next()));
        for alias in aliases {
            for (article, revision, document) in lines {
                let act = json!({ "index": {
                    "_index": alias,
                    "_id": article.0.to_string(),
                    "version": revision,
                    "version_type": "external_gte",
                } });
                writeln!(request, "{act}\n{document}").map_err(|error| SearchError::Engine(Box::new(error)))?;
            }
        }
        Ok(request)
    }
}

/// The first failure of a bulk request that is none of a later revision.
fn failure(answer: &Value) -> Option<(u16, String)> {
    let items = answer.get("items").and_then(Value::as_array)?;
    items.iter().find_map(|item| {
        let done = item.get("index")?;
        let status = done.get("status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok())?;
        let reason =
            || done.pointer("/error/reason").and_then(Value::as_str).unwrap_or("no reason is given").to_owned();
        // 409: a later revision is there.
        (status >= 300 && status != 409).then(|| (status, reason()))
    })
}

/// A number for a write.
fn drawn() -> u32 {
    let mut bytes = [0_u8; 4];
    // Without randomness the number of articles alone tells one state from the next.
    let _ = getrandom::fill(&mut bytes);
    u32::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_revision_is_no_failure_and_anything_else_is() {
        let answer = |status: u16| {
            json!({ "items": [
            { "index": { "status": 201 } },
            { "index": { "status": status, "error": { "reason": "so" } } },
        ] })
        };
        assert_eq!(failure(&answer(409)), None);
        assert_eq!(failure(&answer(400)), Some((400, "so".to_owned())));
    }
}
