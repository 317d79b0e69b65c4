//! Browsers that people use, told from crawlers by what they fetch.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use super::visits::Visitor;

/// Browsers that are remembered, at least and at most twice as many; some 8 bytes each.
const MOST_FACES: usize = 50_000;

/// Browsers that fetched what a page is made of, which crawlers leave out. They are known by a number that follows from
/// address and program and cannot be followed back; it is forgotten when as many others have come twice, or at the next start.
#[derive(Debug, Default)]
pub(super) struct Faces {
    hasher: RandomState,
    seen: Mutex<(HashSet<u64>, HashSet<u64>)>,
}

impl Faces {
    fn number(&self, visitor: &Visitor) -> u64 {
        self.hasher.hash_one((visitor.address(), visitor.agent()))
    }

    /// Whether it was seen.
    pub(super) fn know(&self, visitor: &Visitor) -> bool {
        let number = self.number(visitor);
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.0.contains(&number) || seen.1.contains(&number)
    }

    /// Notes that it fetched what a page is made of.
    pub(super) fn remember(&self, visitor: &Visitor) {
        let number = self.number(visitor);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.0.len() >= MOST_FACES {
            seen.1 = std::mem::take(&mut seen.0);
        }
        seen.0.insert(number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(address: &str, agent: &str) -> Visitor {
        Visitor::known(address.parse().ok(), agent)
    }

    #[test]
    fn faces_are_forgotten_in_time_and_never_too_many() {
        let faces = Faces::default();
        for number in 0..MOST_FACES * 3 {
            faces.remember(&visitor("203.0.113.9", &number.to_string()));
        }
        let seen = faces.seen.lock().unwrap();
        assert!(seen.0.len() <= MOST_FACES && seen.1.len() <= MOST_FACES);
        drop(seen);
        assert!(!faces.know(&visitor("203.0.113.9", "0")));
        assert!(faces.know(&visitor("203.0.113.9", &(MOST_FACES * 3 - 1).to_string())));
    }
}
