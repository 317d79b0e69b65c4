//! From the tree of a query to a query of the engine.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, Query, RangeQuery,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::adjacent::Adjacent;
use super::lifted::{Floor, Lifted};
use super::schema::Fields;
use crate::search::analysis::Form;
use crate::search::ranking::{BODY, CROSSED, DIRECT, MOST_RECENT, NEARNESS, TIE_BREAKER, TYPED};
use crate::search::syntax::{Asked, Group, Node, Scope, any_form};

/// Builds the engine's query. `crossed` is the query with phrases of the other language beside its own words: whatever
/// matches without them has a score of at least [`DIRECT`], whatever needs them one far below.
pub(super) fn compile(fields: &Fields, asked: &Asked, crossed: Option<&Node>, floor: &Floor) -> Box<dyn Query> {
    let (base, near) = match asked {
        Asked::Everything => return Box::new(AllQuery),
        Asked::Nothing => return Box::new(EmptyQuery),
        Asked::Matching(Node::All(nodes)) => (all(fields, nodes, false, true), near(nodes, fields.body)),
        Asked::Matching(node) => (query(fields, node, true), None),
    };
    let base = match crossed {
        Some(node) => with_crossed(fields, base, node),
        None => base,
    };
    match near {
        Some(near) => {
            let weight = BODY * NEARNESS;
            Box::new(Lifted { base, near, weight, margin: MOST_RECENT, floor: floor.clone() })
        }
        None => base,
    }
}

fn with_crossed(fields: &Fields, direct: Box<dyn Query>, crossed: &Node) -> Box<dyn Query> {
    let lifted = Box::new(ConstScoreQuery::new(direct.box_clone(), DIRECT));
    // Nearness in the text would have the positions of every match read, to move what stands last anyway.
    let crossed = boosted(BoostQuery::new(query(fields, crossed, false), 1.0), CROSSED);
    Box::new(BooleanQuery::new(vec![(Occur::Should, direct), (Occur::Should, lifted), (Occur::Should, crossed)]))
}

/// The query for the places of a group in one field.
pub(super) fn adjacent(field: Field, group: &Group) -> Adjacent {
    let terms = |slot: &Form| group.terms(slot).iter().map(|term| Term::from_field_text(field, term)).collect();
    Adjacent { field, slots: (0..).zip(group.slots.iter().map(terms)).collect() }
}

/// `in_text`: whether words beside each other in the text count.
fn query(fields: &Fields, node: &Node, in_text: bool) -> Box<dyn Query> {
    match node {
        Node::All(nodes) => all(fields, nodes, in_text, in_text),
        Node::Any(nodes) => {
            let parts = nodes.iter().map(|node| {
                if matches!(node, Node::Not(_)) {
                    all(fields, std::slice::from_ref(node), in_text, in_text)
                } else {
                    query(fields, node, in_text)
                }
            });
            Box::new(DisjunctionMaxQuery::with_tie_breaker(parts.collect(), TIE_BREAKER))
        }
        Node::Not(_) => all(fields, std::slice::from_ref(node), in_text, in_text),
        Node::Word(scope, form, _) => word(fields, *scope, form),
        Node::Phrase(scope, group) if group.slots.len() == 1 => lone(fields, *scope, group),
        Node::Phrase(scope, group) => {
            let parts = fields.of(*scope).into_iter().map(|(field, weight)| boosted(adjacent(field, group), weight));
            Box::new(DisjunctionMaxQuery::with_tie_breaker(parts.collect(), TIE_BREAKER))
        }
        Node::Is(whole, value) => {
            Box::new(TermQuery::new(Term::from_field_text(fields.whole(*whole), value), IndexRecordOption::Basic))
        }
        Node::Years(from, to) => {
            let bound = |year: &i16| std::ops::Bound::Included(Term::from_field_i64(fields.year, i64::from(*year)));
            Box::new(RangeQuery::new(bound(from), bound(to)))
        }
    }
}

/// `in_text`: whether these words beside each other in the text count here; `below`: whether those of nodes within do.
fn all(fields: &Fields, nodes: &[Node], in_text: bool, below: bool) -> Box<dyn Query> {
    let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for node in nodes {
        match node {
            Node::Not(inner) => parts.push((Occur::MustNot, query(fields, inner, below))),
            other => parts.push((Occur::Must, query(fields, other, below))),
        }
    }
    if !parts.iter().any(|(occur, _)| *occur == Occur::Must) {
        parts.push((Occur::Must, Box::new(AllQuery)));
    }
    let lifts = fields.of(Scope::All).into_iter().filter(|(field, _)| *field != fields.authors);
    for (field, weight) in lifts.filter(|(field, _)| in_text || *field != fields.body) {
        parts.extend(near(nodes, field).map(|query| (Occur::Should, boosted(query, weight * NEARNESS))));
    }
    Box::new(BooleanQuery::new(parts))
}

/// A phrase of one word: where it stands need not be read.
fn lone(fields: &Fields, scope: Scope, group: &Group) -> Box<dyn Query> {
    let mut parts: Vec<Box<dyn Query>> = Vec::new();
    for (field, weight) in fields.of(scope) {
        for term in group.slots.iter().flat_map(|slot| group.terms(slot)) {
            let query = TermQuery::new(Term::from_field_text(field, &term), IndexRecordOption::WithFreqs);
            parts.push(boosted(query, weight));
        }
    }
    Box::new(DisjunctionMaxQuery::with_tie_breaker(parts, TIE_BREAKER))
}

/// A word in each field and each form; the best counts.
fn word(fields: &Fields, scope: Scope, form: &Form) -> Box<dyn Query> {
    let mut parts: Vec<Box<dyn Query>> = Vec::new();
    for (field, weight) in fields.of(scope) {
        let stemmed = field != fields.authors;
        for (index, term) in any_form(form).iter().enumerate() {
            if stemmed || term.starts_with(['=', '_']) {
                let query = TermQuery::new(Term::from_field_text(field, term), IndexRecordOption::WithFreqs);
                parts.push(boosted(query, if index == 0 { weight * TYPED } else { weight }));
            }
        }
    }
    Box::new(DisjunctionMaxQuery::with_tie_breaker(parts, TIE_BREAKER))
}

/// Words as far from each other as they were typed; `None` of less than two.
fn near(nodes: &[Node], field: Field) -> Option<Adjacent> {
    let typed: Vec<(u32, &Form)> = nodes
        .iter()
        .filter_map(|node| match node {
            Node::Word(Scope::All, form, place) => Some((*place, form)),
            _ => None,
        })
        .collect();
    let (first, _) = typed.first().copied().filter(|_| typed.len() > 1)?;
    let terms = |form: &Form| any_form(form).iter().map(|term| Term::from_field_text(field, term)).collect();
    let slots = typed.iter().map(|(place, form)| (place.saturating_sub(first), terms(form))).collect();
    Some(Adjacent { field, slots })
}

fn boosted(query: impl Query, weight: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(Box::new(query), weight))
}
