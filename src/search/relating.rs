//! What puts an article beside another one, equal in all engines.

use super::analysis::fold::fold;
use super::analysis::{Chain, Form, detect, words};
use super::syntax::is_stop;
use crate::domain::Localised;
use crate::domain::related::Related;

/// Terms that are looked for in each field: the rarest and most frequent ones of the article.
pub(crate) const MOST_TERMS: usize = 40;
/// Weight of a term in common in the title, over the keywords, over the abstract, whose words are often by the way.
pub(crate) const TITLE: f32 = 3.0;
pub(crate) const KEYWORDS: f32 = 4.0;
pub(crate) const ABSTRACT: f32 = 1.0;
/// Terms that more than one article in so many has say nothing.
const RARE: u64 = 8;
/// Articles looked at for their texts.
pub(crate) const LOOKED_AT: usize = 30;
/// References of the article that are looked for.
pub(crate) const MOST_REFERENCES: usize = 300;
/// Articles looked at for one reference; what more cite says little.
pub(crate) const MOST_CITING: usize = 200;
/// Likeness from which a text alone is reason enough, as it was judged on the samples.
const ALIKE: f32 = 0.06;
/// Likeness that is needed beside a single shared reference.
const SOMEWHAT_ALIKE: f32 = 0.02;

/// Articles that may have a term which says something, of so many.
pub(crate) fn rare(articles: u64) -> u64 {
    (articles / RARE).max(5)
}

/// Those that there is reason enough to show, nearest first.
pub(crate) fn nearest(beside: impl Iterator<Item = Related>, limit: usize) -> Vec<Related> {
    let mut found: Vec<Related> = beside.filter(is_reason_enough).collect();
    found.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| a.article.cmp(&b.article)));
    found.truncate(limit);
    found
}

fn is_reason_enough(found: &Related) -> bool {
    found.cites
        || found.is_cited
        || found.likeness >= ALIKE
        || found.shared_references >= 2
        || (found.shared_references == 1 && found.likeness >= SOMEWHAT_ALIKE)
}

/// A citation weighs as much as half a text, a shared reference as a tenth.
fn weight(found: &Related) -> f32 {
    let cited = if found.cites || found.is_cited { 0.5 } else { 0.0 };
    let shared = u16::try_from(found.shared_references.min(10)).unwrap_or(10);
    found.likeness + cited + 0.1 * f32::from(shared)
}

/// The stems of texts; words that every text has are left out, so are the exact forms, which stems stand for.
pub(crate) fn terms(texts: &[Localised], said: Option<Chain>) -> Vec<String> {
    let mut terms = Vec::new();
    for text in texts {
        let found = words(&text.text);
        let chain = Chain::of(text.lang).unwrap_or_else(|| detect(&found, said));
        for word in found.into_iter().filter(|word| word.length == 1 && !is_stop(&fold(&word.exact))) {
            terms.extend(Form::of(&word.exact).stem(chain));
        }
    }
    terms
}
