//! Texts and queries as runs of finished terms.

use super::schema::{BETWEEN_TERMS, HOLE};
use crate::search::analysis::{Chain, Terms, detect, words};

/// A term as the server keeps it: in one piece, whatever a letter was opened to.
pub(super) fn whole(term: &str) -> String {
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control();
    if term.chars().all(is_plain) {
        return term.to_owned();
    }
    term.chars().map(|c| if is_plain(c) { c } else { '\u{2}' }).collect()
}

/// The terms of the words of a text: those of one word, and of compounds that begin there, stand together.
pub(super) fn of_text(text: &str, chain: Chain, terms: &mut Terms, into: &mut String) {
    add(&words(text), chain, terms, into);
}

/// The terms of pages as one run of words. Each goes through the chain of its own words, or the one that the article is
/// said to have.
pub(super) fn of_pages<'a>(
    pages: impl Iterator<Item = &'a str>,
    said: Option<Chain>,
    terms: &mut Terms,
    into: &mut String,
) {
    for page in pages {
        let found = words(page);
        add(&found, detect(&found, said), terms, into);
    }
}

fn add(found: &[crate::search::analysis::Token], chain: Chain, terms: &mut Terms, into: &mut String) {
    let count = found.iter().filter(|word| word.length == 1).count();
    let mut at = vec![String::new(); count];
    for word in found {
        let Some(slot) = usize::try_from(word.position).ok().and_then(|position| at.get_mut(position)) else {
            continue;
        };
        for term in terms.of(word.exact.clone(), chain) {
            join(slot, term);
        }
    }
    for slot in at {
        if !into.is_empty() {
            into.push(' ');
        }
        into.push_str(&slot);
    }
}

fn join(slot: &mut String, term: &str) {
    if !slot.is_empty() {
        slot.push(BETWEEN_TERMS);
    }
    slot.push_str(&whole(term));
}

/// A query for words at their distances from the first: at each one of its terms must stand.
pub(super) fn phrase(slots: &[(u32, Vec<String>)]) -> String {
    let (mut run, mut next) = (String::new(), 0);
    for (distance, terms) in slots {
        while next < *distance {
            run.push(HOLE);
            run.push(' ');
            next += 1;
        }
        let mut slot = String::new();
        for term in terms {
            join(&mut slot, term);
        }
        run.push_str(&slot);
        run.push(' ');
        next += 1;
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_a_word_stand_together_and_pages_are_one_run() {
        let mut run = String::new();
        of_pages(["l'été", "bien-être"].into_iter(), Some(Chain::Plain), &mut Terms::default(), &mut run);
        assert_eq!(run, "=été\u{1}_ete =bien\u{1}=bienêtre\u{1}_bienetre =être\u{1}_etre");
    }

    #[test]
    fn a_letter_that_opens_to_several_words_stays_one_term() {
        let mut run = String::new();
        of_text("\u{fdfa}", Chain::Plain, &mut Terms::default(), &mut run);
        assert_eq!(run.split_whitespace().count(), 1, "{run:?}");
    }

    #[test]
    fn words_that_were_left_out_leave_holes() {
        let run = phrase(&[(0, vec!["=a".to_owned()]), (2, vec!["=b".to_owned(), "fb".to_owned()])]);
        assert_eq!(run, "=a \u{3} =b\u{1}fb ");
    }
}
