//! `ListSets` (OAI-PMH 2.0 §4.6).

use super::paging::Progress;
use super::{Outcome, Session};
use crate::error::{ErrorCode, ProtocolError};
use crate::model::{Page, Set};
use crate::provider::Provider;
use crate::request::Verb;
use crate::syntax::SetSpec;
use crate::token::{Place, Token};

/// Where a list of sets goes on.
struct Walk {
    after: Option<SetSpec>,
    cursor: u64,
    size: Option<u64>,
}

impl<P: Provider> Session<'_, P> {
    pub(super) async fn sets(&self, token: Option<&str>) -> Result<Outcome<Page<Set>>, P::Error> {
        let walk = match token {
            None => Walk { after: None, cursor: 0, size: None },
            Some(text) => match self.resume_sets(text) {
                Ok(walk) => walk,
                Err(error) => return Ok(Err(vec![error])),
            },
        };
        let page_size = self.config.page_size.get();
        let mut sets = self.provider.sets(walk.after.as_ref(), page_size.saturating_add(1)).await?;
        if sets.is_empty() {
            return Ok(Err(vec![match walk.after {
                None => ProtocolError::new(ErrorCode::NoSetHierarchy, "this repository has no sets"),
                Some(_) => ProtocolError::bad_token("the rest of the list of sets is gone; begin it again"),
            }]));
        }
        let more = sets.len() > page_size;
        sets.truncate(page_size);
        self.sets_page(walk, sets, more).await.map(Ok)
    }

    fn resume_sets(&self, text: &str) -> Result<Walk, ProtocolError> {
        let token = Token::decode(text, Verb::ListSets, self.config, self.now);
        match token.map_err(|error| ProtocolError::bad_token(error.to_string()))? {
            Token { place: Place::Sets { after }, cursor, size, .. } => Ok(Walk { after: Some(after), cursor, size }),
            Token { .. } => Err(ProtocolError::bad_token("the resumption token belongs to another verb")),
        }
    }

    async fn sets_page(&self, walk: Walk, sets: Vec<Set>, more: bool) -> Result<Page<Set>, P::Error> {
        let first = walk.after.is_none();
        let size = if first && more { self.provider.count_sets().await? } else { walk.size };
        let last = sets.last().filter(|_| more);
        let next = last.map(|set| Place::Sets { after: set.spec.clone() });
        let token =
            self.token(Verb::ListSets, &Progress { first, cursor: walk.cursor, entries: sets.len(), size }, next);
        Ok(Page { entries: sets, token })
    }
}
