//! From the words of one language to those of the other, by the pairs that authors gave.
//!
//! A term of the field `pairs` is the letter of a chain, the key of a phrase, a separator, and the phrase in the
//! other language; its number of articles says how many authors agree. So the index learns and forgets with its
//! articles, and asking is a look at a small range of terms.

use std::collections::HashMap;

use super::analysis::{Chain, Form, words};
use super::error::SearchError;
use super::pairs::{LONGEST, Pair, key};
use super::syntax::{Asked, Group, Node, Scope};

/// Stands between a key and what it leads to; no word holds it.
const SEPARATOR: char = '\u{1}';
/// Phrases that one phrase leads to.
const MAX_TARGETS: usize = 2;
/// Words of a query that are looked at.
const MAX_NODES: usize = 12;

/// What an engine has learned from authors.
pub(crate) trait Phrases {
    /// What the terms that begin so go on with, and how many articles have each.
    fn after(&self, beginning: &str) -> Result<HashMap<String, u64>, SearchError>;
}

/// The term of a pair.
pub(crate) fn term(pair: &Pair) -> String {
    format!("{}{}", beginning(pair.chain, &pair.key), pair.other)
}

/// How the terms of a phrase begin.
pub(crate) fn beginning(chain: Chain, key: &str) -> String {
    format!("{}{key}{SEPARATOR}", letter(chain))
}

/// The beginnings of all terms that [`cross`] may ask for.
pub(crate) fn beginnings(asked: &Asked) -> Vec<String> {
    let nodes = nodes(asked);
    let starts = (0..nodes.len().min(MAX_NODES)).filter_map(|index| nodes.get(index..));
    let mut all: Vec<String> = starts
        .flat_map(runs)
        .flat_map(|forms| BOTH.map(|chain| key(chain, &forms).map(|key| beginning(chain, &key))))
        .flatten()
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Languages that authors' phrases lead from.
const BOTH: [Chain; 2] = [Chain::French, Chain::English];

fn nodes(asked: &Asked) -> &[Node] {
    match asked {
        Asked::Matching(Node::All(nodes)) => nodes,
        Asked::Matching(node) => std::slice::from_ref(node),
        Asked::Everything | Asked::Nothing => &[],
    }
}

/// The words of the first nodes: of the first alone, of the first two, and so on.
fn runs(nodes: &[Node]) -> Vec<Vec<&Form>> {
    let mut forms: Vec<&Form> = Vec::new();
    let mut runs = Vec::new();
    for words in nodes.iter().map_while(Node::plain_words).take(LONGEST) {
        forms.extend(words);
        runs.push(forms.clone());
    }
    runs
}

fn letter(chain: Chain) -> char {
    match chain {
        Chain::French => 'f',
        Chain::English | Chain::Plain => 'e',
    }
}

/// A query and the phrases of the other language that stand for parts of it.
#[derive(Debug, Default)]
pub(crate) struct Crossing {
    /// The query with the phrases beside its own words; `None` when there are none.
    pub(crate) node: Option<Node>,
    /// The phrases as authors wrote them.
    pub(crate) phrases: Vec<String>,
}

impl Crossing {
    /// The groups of words that a text can show, those of the other language with them.
    pub(crate) fn groups(&self, asked: &Asked) -> Vec<Group> {
        self.node.clone().map_or_else(|| asked.groups(), |node| Asked::Matching(node).groups())
    }
}

/// Looks for the longest phrases of a query that authors have put in the other language.
pub(crate) fn cross(asked: &Asked, phrases: &impl Phrases) -> Result<Crossing, SearchError> {
    let nodes = nodes(asked);
    let mut crossing = Crossing::default();
    let (mut crossed, mut index) = (Vec::new(), 0);
    while let Some(rest) = nodes.get(index..).filter(|rest| !rest.is_empty()) {
        let found = if index < MAX_NODES { longest(phrases, rest)? } else { None };
        let Some((length, targets)) = found else {
            crossed.extend(rest.first().cloned());
            index += 1;
            continue;
        };
        let own = Node::All(rest.iter().take(length).cloned().collect());
        crossed.push(Node::Any(std::iter::once(own).chain(targets.iter().filter_map(|text| node(text))).collect()));
        crossing.phrases.extend(targets);
        index += length;
    }
    if !crossing.phrases.is_empty() {
        crossing.node = Some(Node::All(crossed));
    }
    Ok(crossing)
}

/// The phrases that the most words at the start of some nodes lead to.
fn longest(phrases: &impl Phrases, nodes: &[Node]) -> Result<Option<(usize, Vec<String>)>, SearchError> {
    for (index, forms) in runs(nodes).iter().enumerate().rev() {
        let targets = targets(phrases, forms)?;
        if !targets.is_empty() {
            return Ok(Some((index + 1, targets)));
        }
    }
    Ok(None)
}

/// What some words lead to, from both languages; most authors first.
fn targets(phrases: &impl Phrases, forms: &[&Form]) -> Result<Vec<String>, SearchError> {
    let mut counts: HashMap<String, u64> = HashMap::new();
    for chain in BOTH {
        let Some(key) = key(chain, forms) else { continue };
        for (other, count) in phrases.after(&beginning(chain, &key))? {
            if is_other(chain, &other, forms) {
                *counts.entry(other.to_lowercase()).or_default() += count;
            }
        }
    }
    let mut ranked: Vec<(String, u64)> = counts.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let most = ranked.first().map_or(0, |(_, count)| *count);
    // A phrase that few authors chose where many chose another is left out.
    ranked.retain(|(_, count)| count.saturating_mul(3) >= most);
    Ok(ranked.into_iter().take(MAX_TARGETS).map(|(phrase, _)| phrase).collect())
}

/// Whether what a phrase of one language leads to holds a word that the query's own words would not find there.
fn is_other(from: Chain, phrase: &str, forms: &[&Form]) -> bool {
    let share = |one: &[String], other: &[String]| one.iter().any(|key| other.contains(key));
    words(phrase).iter().filter(|token| token.length == 1).any(|token| {
        let form = Form::of(&token.exact);
        !forms.iter().any(|own| {
            own.folded == form.folded
                || match from {
                    Chain::French => share(&own.english, &form.english),
                    Chain::English | Chain::Plain => share(&own.french, &form.french),
                }
        })
    })
}

/// A phrase of the other language: its words beside each other in any form.
fn node(phrase: &str) -> Option<Node> {
    let slots: Vec<Form> =
        words(phrase).into_iter().filter(|token| token.length == 1).map(|token| Form::of(&token.exact)).collect();
    (!slots.is_empty()).then_some(Node::Phrase(Scope::All, Group { slots, strict: false }))
}
