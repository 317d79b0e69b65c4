//! Search: articles by their words, with counts by facet and the page and passage where the words stand.
//!
//! [`Index`] is the only entrance. It knows ids and texts, not what may be seen: the service asks the database for
//! that. The index is disposable: it can always be made again from the database. Queries never fail on what people
//! type (see `syntax`). Behind [`Index`] stands a private enum of engines: one within the program, one on a server that
//! several processes share; another is one variant more. What queries mean, what hits are worth, passages, typing errors
//! and the way into the other language are the same in all: engines keep terms and find articles.
//!
//! Neighbours: `service` calls it, `domain` gives its types. SQL, HTTP and the pages do not belong here. All calls
//! block; callers in asynchronous code use a blocking thread.

mod analysis;
mod counts;
mod crossing;
mod distributed;
mod embedded;
mod entry;
mod error;
mod excerpt;
mod mark;
mod pairs;
mod passages;
mod ranking;
mod relating;
mod spelling;
mod suggesting;
mod syntax;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::ArticleId;
use crate::domain::ids::VersionId;
use crate::domain::query::{Passage, SearchQuery, SearchResult};
use crate::domain::related::{Related, Subject};
use crate::domain::understood::{Suggestion, Understood};

pub use distributed::{SearchHealth, SearchState, ServerSettings};
pub use entry::{Entry, Gone};
pub use error::SearchError;
pub use mark::Marker;

/// The search index. Clones share it; many read while one writes.
#[derive(Clone)]
pub struct Index {
    engine: Engine,
}

#[derive(Clone)]
enum Engine {
    Embedded(Arc<embedded::Embedded>),
    Distributed(Arc<distributed::Distributed>),
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("articles", &self.count()).finish()
    }
}

/// An index that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The index.
    pub index: Index,
    /// Whether it is new or was never filled: the caller puts in all articles, commits, and calls
    /// [`Index::rebuild_finished`].
    pub rebuilt: bool,
}

impl Index {
    /// Opens the index in a folder. When there is none, or one of another version, or a damaged one, a new one is
    /// made beside it and takes its place.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open(dir: &Path) -> Result<Opened, SearchError> {
        let (engine, rebuilt) = embedded::Embedded::open(dir)?;
        Ok(Opened { index: Self { engine: Engine::Embedded(Arc::new(engine)) }, rebuilt })
    }

    /// An index in memory.
    ///
    /// # Errors
    /// When the engine cannot start.
    pub fn in_memory() -> Result<Self, SearchError> {
        Ok(Self { engine: Engine::Embedded(Arc::new(embedded::Embedded::in_memory()?)) })
    }

    /// Opens the index on a server, which any number of processes share. One that does not answer is no error here: it is
    /// asked again with each use.
    ///
    /// # Errors
    /// When the settings cannot be used or the server refuses them.
    pub fn connect(settings: ServerSettings) -> Result<Opened, SearchError> {
        let (engine, rebuilt) = distributed::Distributed::open(settings)?;
        let engine = Arc::new(engine);
        distributed::Distributed::watch(&engine)?;
        Ok(Opened { index: Self { engine: Engine::Distributed(engine) }, rebuilt })
    }

    /// Looks at a server and at the index of a site there, for whoever sets it up; nothing is made.
    ///
    /// # Errors
    /// When it does not answer, or refuses.
    pub fn examine(settings: &ServerSettings) -> Result<SearchState, SearchError> {
        distributed::examine(settings)
    }

    /// Whether several processes may use the index at once.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        matches!(self.engine, Engine::Distributed(_))
    }

    /// Whether all articles were put in since the index was made.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn is_filled(&self) -> Result<bool, SearchError> {
        match &self.engine {
            // Who opens it is told, and nobody else uses it.
            Engine::Embedded(_) => Ok(true),
            Engine::Distributed(engine) => engine.is_filled(),
        }
    }

    /// Begins a new index behind the one in use, where the engine can: until it takes its place, both are written to.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn begin_rebuild(&self) -> Result<(), SearchError> {
        match &self.engine {
            Engine::Embedded(_) => Ok(()),
            Engine::Distributed(engine) => engine.begin_rebuild(),
        }
    }

    /// Whether a new index is being filled behind the one in use.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn is_rebuilding(&self) -> Result<bool, SearchError> {
        match &self.engine {
            Engine::Embedded(_) => Ok(false),
            Engine::Distributed(engine) => engine.is_rebuilding(),
        }
    }

    /// Puts the new index in the place of the one in use, in one step.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn finish_rebuild(&self) -> Result<(), SearchError> {
        match &self.engine {
            Engine::Embedded(_) => Ok(()),
            Engine::Distributed(engine) => engine.finish_rebuild(),
        }
    }

    /// Notes that all articles were put in since the index was made, so that the next start does not do it again.
    ///
    /// # Errors
    /// When the note cannot be written.
    pub fn rebuild_finished(&self) -> Result<(), SearchError> {
        match &self.engine {
            Engine::Embedded(engine) => engine.rebuild_finished(),
            Engine::Distributed(engine) => engine.rebuild_finished(),
        }
    }

    /// Puts articles in, in place of what the index had of them. Visible after [`Index::commit`].
    ///
    /// # Errors
    /// When another process writes or the disk fails; what was not committed is then given up.
    pub fn upsert(&self, entries: &[Entry]) -> Result<(), SearchError> {
        match &self.engine {
            Engine::Embedded(engine) => engine.upsert(entries),
            Engine::Distributed(engine) => engine.upsert(entries),
        }
    }

    /// Takes articles out; those that are not there are no error. Visible after [`Index::commit`].
    ///
    /// # Errors
    /// As [`Index::upsert`].
    pub fn remove(&self, articles: &[Gone]) -> Result<(), SearchError> {
        match &self.engine {
            Engine::Embedded(engine) => engine.remove(articles),
            Engine::Distributed(engine) => engine.remove(articles),
        }
    }

    /// Takes all articles out. Followed by [`Index::upsert`] and one [`Index::commit`], readers see the old articles
    /// until they see the new.
    ///
    /// # Errors
    /// As [`Index::upsert`].
    pub fn clear(&self) -> Result<(), SearchError> {
        match &self.engine {
            Engine::Embedded(engine) => engine.clear(),
            Engine::Distributed(engine) => engine.clear(),
        }
    }

    /// Makes all changes durable and visible.
    ///
    /// # Errors
    /// As [`Index::upsert`].
    pub fn commit(&self) -> Result<(), SearchError> {
        match &self.engine {
            Engine::Embedded(engine) => engine.commit(),
            Engine::Distributed(engine) => engine.commit(),
        }
    }

    /// Answers a query.
    ///
    /// # Errors
    /// When the index cannot be read; never for what the query says.
    pub fn search(&self, query: &SearchQuery) -> Result<SearchResult, SearchError> {
        match &self.engine {
            Engine::Embedded(engine) => engine.search(query),
            Engine::Distributed(engine) => engine.search(query),
        }
    }

    /// Every article that a query finds, in the order of its pages; cursor and page size are not looked at.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn list(&self, query: &SearchQuery) -> Result<Vec<ArticleId>, SearchError> {
        match &self.engine {
            Engine::Embedded(engine) => engine.list(query),
            Engine::Distributed(engine) => engine.list(query),
        }
    }

    /// The pages of an article where the words of a query stand, in their order, each with its best passage.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn passages(&self, text: &str, article: ArticleId, limit: usize) -> Result<Vec<Passage>, SearchError> {
        match &self.engine {
            Engine::Embedded(engine) => engine.passages(text, article, limit),
            Engine::Distributed(engine) => engine.passages(text, article, limit),
        }
    }

    /// What marks the words of a query in any text, by the same analysis.
    #[must_use]
    pub fn marker(&self, query: &str) -> Marker {
        Marker::new(query)
    }

    /// Titles, authors and keywords that somebody may mean who has typed their beginning; a dozen at most.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn suggest(&self, typed: &str) -> Result<Vec<Suggestion>, SearchError> {
        match &self.engine {
            Engine::Embedded(engine) => engine.suggest(typed),
            Engine::Distributed(engine) => engine.suggest(typed),
        }
    }

    /// The articles that belong beside one, nearest first: alike in text, with references in common, citing or cited.
    /// None when the index does not hold the article.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn related(&self, subject: &Subject, limit: usize) -> Result<Vec<Related>, SearchError> {
        match &self.engine {
            Engine::Embedded(engine) => engine.related(subject, limit),
            Engine::Distributed(engine) => engine.related(subject, limit),
        }
    }

    /// A number that changes with every commit: answers of one generation are equal.
    #[must_use]
    pub fn generation(&self) -> u64 {
        match &self.engine {
            Engine::Embedded(engine) => engine.generation(),
            Engine::Distributed(engine) => engine.generation(),
        }
    }

    /// How a query is read, for the person who typed it.
    #[must_use]
    pub fn explain(&self, text: &str) -> Understood {
        syntax::explain(text)
    }

    /// Number of articles.
    #[must_use]
    pub fn count(&self) -> u64 {
        match &self.engine {
            Engine::Embedded(engine) => engine.count(),
            Engine::Distributed(engine) => engine.count(),
        }
    }

    /// All articles with the versions that they were made from, in no order; what is here twice comes twice.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn versions(&self) -> Result<Vec<(ArticleId, Option<VersionId>)>, SearchError> {
        match &self.engine {
            Engine::Embedded(engine) => engine.versions(),
            Engine::Distributed(engine) => engine.versions(),
        }
    }

    /// Files of the index that are damaged. Reads the whole index.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn damaged_files(&self) -> Result<Vec<PathBuf>, SearchError> {
        match &self.engine {
            Engine::Embedded(engine) => engine.damaged_files(),
            // The server keeps copies and checksums of its own.
            Engine::Distributed(_) => Ok(Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests;
