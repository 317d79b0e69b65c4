//! The references that were laid out last, by what the processor got: they follow from nothing else.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use hayagriva::citationberg::json::Item;

use super::{Citation, Style};
use crate::domain::{Lang, Sha256};

/// References of so many works and languages are kept at least, and of twice as many at most: some eight megabytes.
const KEPT: usize = 1_000;

type References = Arc<[(Style, Citation)]>;

/// Works of late, and those of before: whoever is asked for again stays.
#[derive(Default)]
struct Kept {
    new: HashMap<Key, References>,
    old: HashMap<Key, References>,
}

/// Digest of the item, and the language of the references.
type Key = (Sha256, Lang);

static REFERENCES: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

impl Kept {
    fn find(&mut self, key: &Key) -> Option<References> {
        if let Some(found) = self.new.get(key) {
            return Some(Arc::clone(found));
        }
        let found = self.old.remove(key)?;
        self.keep(key.clone(), Arc::clone(&found));
        Some(found)
    }

    fn keep(&mut self, key: Key, references: References) {
        if self.new.len() >= KEPT {
            self.old = std::mem::take(&mut self.new);
        }
        self.new.insert(key, references);
    }
}

/// The references of an item, made when they are not kept.
pub(super) fn find_or_make(item: &Item, lang: Lang, make: impl FnOnce() -> References) -> References {
    let Ok(written) = serde_json::to_vec(item) else { return make() };
    let key = (Sha256::of(&written), lang);
    if let Some(found) = kept().find(&key) {
        return found;
    }
    let references = make();
    kept().keep(key, Arc::clone(&references));
    references
}

fn kept() -> MutexGuard<'static, Kept> {
    REFERENCES.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: usize) -> Key {
        (Sha256::of(&number.to_le_bytes()), Lang::FR)
    }

    #[test]
    fn what_is_asked_for_again_stays_and_the_rest_goes() {
        let mut kept = Kept::default();
        let references: References = Arc::from([(Style::Apa, Citation::default())]);
        kept.keep(key(0), Arc::clone(&references));
        for number in 1..5 * KEPT {
            kept.keep(key(number), Arc::clone(&references));
            assert!(number % 100 != 0 || kept.find(&key(0)).is_some());
        }
        assert!(kept.find(&key(1)).is_none());
        assert!(kept.new.len() + kept.old.len() <= 2 * KEPT);
    }
}
