//! Sends requests to a provider and walks lists.

use std::future::Future;
use std::num::NonZeroUsize;

use harvest::{Config, Datestamp, TokenKey, parse_arguments, respond};

use crate::dom::Element;
use crate::memory::{Memory, stamp};

pub(crate) const BASE_URL: &str = "https://depot.example.org/oai";

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// An endpoint over a repository in memory, at a moment that tests may move.
pub(crate) struct Endpoint {
    pub(crate) memory: Memory,
    pub(crate) config: Config,
    pub(crate) now: Datestamp,
}

impl Endpoint {
    pub(crate) fn new(memory: Memory) -> Self {
        let config = Config::new(BASE_URL, TokenKey::new([42; 32]));
        Self { memory, config, now: stamp("2026-01-01T00:00:00Z") }
    }

    pub(crate) fn paged(memory: Memory, page_size: usize) -> Self {
        let mut endpoint = Self::new(memory);
        endpoint.config.page_size = NonZeroUsize::new(page_size).unwrap();
        endpoint
    }

    pub(crate) fn raw(&self, query: &[u8], body: Option<&[u8]>) -> String {
        let arguments = parse_arguments(Some(query), body);
        let document = block_on(respond(&self.memory, &self.config, arguments, self.now)).unwrap();
        String::from_utf8(document).unwrap()
    }

    pub(crate) fn get(&self, query: &str) -> Element {
        Element::read(&self.raw(query.as_bytes(), None))
    }

    pub(crate) fn errors(&self, query: &str) -> Vec<String> {
        let answer = self.get(query);
        answer.all("error").map(|error| error.attribute("code").unwrap().to_owned()).collect()
    }

    /// All pages of a list, each as its verb's element.
    pub(crate) fn walk(&self, verb: &str, arguments: &str) -> Vec<Element> {
        let mut pages = Vec::new();
        let mut query = format!("verb={verb}&{arguments}");
        loop {
            let page = self.get(&query).child(verb).clone();
            let token = token(&page);
            pages.push(page);
            match token {
                Some(token) => query = format!("verb={verb}&resumptionToken={token}"),
                None => return pages,
            }
            assert!(pages.len() < 1000, "the walk does not end");
        }
    }

    /// Identifiers of a whole list, in order.
    pub(crate) fn identifiers(&self, arguments: &str) -> Vec<String> {
        let pages = self.walk("ListIdentifiers", arguments);
        pages.iter().flat_map(|page| page.all("header")).map(|header| header.child("identifier").text.clone()).collect()
    }
}

/// The token of a page, if the list goes on.
pub(crate) fn token(page: &Element) -> Option<String> {
    let token = &page.find("resumptionToken")?.text;
    (!token.is_empty()).then(|| token.clone())
}

/// A server has to move the future between threads.
#[test]
fn the_future_of_an_answer_can_be_sent_between_threads() {
    fn assert_send<T: Send>(value: T) -> T {
        value
    }
    let endpoint = Endpoint::new(Memory::new(Vec::new()));
    let future = assert_send(respond(&endpoint.memory, &endpoint.config, Ok(Vec::new()), endpoint.now));
    assert!(block_on(future).is_ok());
}
