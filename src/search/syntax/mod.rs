//! What people type, as a tree. No input is an error: what cannot be read as an operator is read as words.
//!
//! | typed | means |
//! |---|---|
//! | `forêt boréale` | both words, in any of their forms |
//! | `"forêt boréale"` | these words in this order; an accent typed is an accent wanted, one left out may be there |
//! | `forêt OR toundra`, `OU`, `\|` | one of the two; binds closer than the words around |
//! | `-toundra` | not this |
//! | `(forêt OR bois) carbone` | groups |
//! | `auteur:` `titre:` `doi:` `octroi:` `orcid:` `annee:2021..2024` | a field (`author:` `title:` `award:` `year:`) |

mod explain;
mod lex;
mod parse;
mod stop;
mod typed;

use super::analysis::Form;

pub(crate) use explain::explain;
pub(crate) use parse::parse;
pub(crate) use stop::is_stop;
pub(crate) use typed::{TypedWord, typed_words};

/// A query that was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Asked {
    /// Nothing typed: all articles.
    Everything,
    /// Something typed that holds no word: no article.
    Nothing,
    /// The articles that the tree describes.
    Matching(Node),
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Everywhere.
    All,
    /// In titles.
    Title,
    /// In the names of authors.
    Author,
}

/// Fields that are compared as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whole {
    /// DOI.
    Doi,
    /// Award number.
    Award,
    /// ORCID iD.
    Orcid,
}

/// A part of a query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// All of these.
    All(Vec<Node>),
    /// One of these.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// A word in any of its forms, and its number among the words typed.
    Word(Scope, Form, u32),
    /// Words in this order.
    Phrase(Scope, Group),
    /// A field equal to a value.
    Is(Whole, String),
    /// Years from, to.
    Years(i16, i16),
}

/// Words that follow each other; one word alone is a group of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// The words.
    pub(crate) slots: Vec<Form>,
    /// Whether the typed forms are wanted, not the stems.
    pub(crate) strict: bool,
}

impl Group {
    /// Terms of a text that stand for a slot.
    pub(crate) fn terms(&self, slot: &Form) -> Vec<String> {
        if self.strict { typed(slot) } else { any_form(slot) }
    }
}

/// Terms for a word in its typed form: accents typed are wanted, accents left out may be there.
fn typed(form: &Form) -> Vec<String> {
    let exact = format!("={}", form.exact);
    if form.is_accented() { vec![exact] } else { vec![exact, format!("_{}", form.folded)] }
}

/// Terms for a word in any of its forms; the typed form comes first.
pub(crate) fn any_form(form: &Form) -> Vec<String> {
    let mut terms = vec![format!("={}", form.exact), format!("_{}", form.folded)];
    if form.is_accented() {
        terms.push(format!("={}", form.folded));
    }
    terms.extend(form.french.iter().map(|key| format!("f{key}")));
    terms.extend(form.english.iter().map(|key| format!("e{key}")));
    terms
}

impl Asked {
    /// The groups of words that a text can show: what is asked everywhere or in titles, nothing that is excluded.
    pub(crate) fn groups(&self) -> Vec<Group> {
        let mut groups = Vec::new();
        if let Self::Matching(node) = self {
            node.collect(&mut groups);
        }
        groups
    }

    /// Whether an article may match without having all words.
    pub(crate) fn has_alternatives(&self) -> bool {
        matches!(self, Self::Matching(node) if node.has_alternatives())
    }

    /// Whether articles differ in how well they match.
    pub(crate) fn is_ranked(&self) -> bool {
        matches!(self, Self::Matching(node) if node.is_ranked())
    }
}

impl Node {
    fn collect(&self, groups: &mut Vec<Group>) {
        match self {
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().for_each(|node| node.collect(groups)),
            Self::Word(Scope::All | Scope::Title, form, _) => {
                groups.push(Group { slots: vec![form.clone()], strict: false });
            }
            Self::Phrase(Scope::All | Scope::Title, group) => groups.push(group.clone()),
            Self::Not(_) | Self::Is(..) | Self::Years(..) | Self::Word(..) | Self::Phrase(..) => {}
        }
    }

    fn has_alternatives(&self) -> bool {
        match self {
            Self::All(nodes) => nodes.iter().any(Self::has_alternatives),
            Self::Any(_) => true,
            _ => false,
        }
    }

    /// The words that a node looks for everywhere when it is one plain word, or one compound in parts.
    pub(crate) fn plain_words(&self) -> Option<Vec<&Form>> {
        match self {
            Self::Word(Scope::All, form, _) => Some(vec![form]),
            Self::Any(nodes) => match nodes.as_slice() {
                [Self::Word(Scope::All, ..), Self::Phrase(Scope::All, group)] if !group.strict => {
                    Some(group.slots.iter().collect())
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn is_ranked(&self) -> bool {
        match self {
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().any(Self::is_ranked),
            Self::Word(..) | Self::Phrase(..) => true,
            Self::Not(_) | Self::Is(..) | Self::Years(..) => false,
        }
    }
}

#[cfg(test)]
mod tests;
