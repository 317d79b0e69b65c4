//! From the tree of a query to a query of the server, node by node as the embedded engine does it.
//!
//! A server refuses queries of more than 1,024 terms, those of phrases apart (Lucene's `IndexSearcher`), which no person
//! types but some paste. Such a query is asked with less of what only orders its answers.

use serde_json::{Value, json};

use super::schema::{self, text};
use super::terms;
use crate::search::analysis::Form;
use crate::search::ranking::{CROSSED, DIRECT, NEARNESS, TIE_BREAKER, TYPED};
use crate::search::syntax::{Asked, Group, Node, Scope, any_form};

/// Terms that a query may have.
const MOST_TERMS: usize = 1_000;

/// How much of a query is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    /// All of it.
    Full,
    /// Words are worth the same wherever they stand in a field.
    Flat,
}

/// Builds the query. `crossed` is the query with phrases of the other language beside its own words: whatever matches
/// without them has a score of at least [`DIRECT`], whatever needs them one far below.
pub(super) fn compile(asked: &Asked, crossed: Option<&Node>) -> Value {
    let node = match asked {
        Asked::Everything => return json!({ "match_all": {} }),
        Asked::Nothing => return json!({ "match_none": {} }),
        Asked::Matching(node) => node,
    };
    let mut query = Value::Null;
    for level in [Level::Full, Level::Flat] {
        let mut compiler = Compiler { level, terms: 0 };
        query = compiler.whole(node, crossed);
        if compiler.terms <= MOST_TERMS {
            break;
        }
    }
    query
}

struct Compiler {
    level: Level,
    /// Terms so far.
    terms: usize,
}

impl Compiler {
    fn whole(&mut self, node: &Node, crossed: Option<&Node>) -> Value {
        let direct = self.node(node, true);
        let Some(crossed) = crossed else { return direct };
        let counted = self.terms;
        let lifted = json!({ "constant_score": { "filter": direct, "boost": DIRECT } });
        self.terms += counted;
        let crossed = boosted(&self.node(crossed, false), CROSSED);
        json!({ "bool": { "should": [direct, lifted, crossed], "minimum_should_match": 1 } })
    }

    /// `in_text`: whether words beside each other in the text count.
    fn node(&mut self, node: &Node, in_text: bool) -> Value {
        match node {
            Node::All(nodes) => self.all(nodes, in_text),
            Node::Any(nodes) => {
                let parts: Vec<Value> = nodes.iter().map(|node| self.node(node, in_text)).collect();
                best_of(&parts)
            }
            Node::Not(_) => self.all(std::slice::from_ref(node), in_text),
            Node::Word(scope, form, _) => self.word(*scope, form),
            Node::Phrase(scope, group) => self.phrase(*scope, group),
            Node::Is(whole, value) => {
                self.terms += 1;
                json!({ "term": { schema::whole(*whole): value } })
            }
            Node::Years(from, to) => {
                self.terms += 1;
                json!({ "range": { schema::YEAR: { "gte": from, "lte": to } } })
            }
        }
    }

    fn all(&mut self, nodes: &[Node], in_text: bool) -> Value {
        let (mut must, mut must_not) = (Vec::new(), Vec::new());
        for node in nodes {
            match node {
                Node::Not(inner) => must_not.push(self.node(inner, in_text)),
                other => must.push(self.node(other, in_text)),
            }
        }
        if must.is_empty() {
            must.push(json!({ "match_all": {} }));
        }
        let fields = schema::of(Scope::All).into_iter().filter(|(field, _)| *field != text::AUTHORS);
        let fields = fields.filter(|(field, _)| in_text || *field != text::BODY);
        let lifts: Vec<Value> = fields.filter_map(|(field, weight)| near(nodes, field, weight * NEARNESS)).collect();
        json!({ "bool": { "must": must, "must_not": must_not, "should": lifts } })
    }

    /// A word in each field and each form; the best counts.
    fn word(&mut self, scope: Scope, form: &Form) -> Value {
        let forms = any_form(form);
        let mut parts = Vec::new();
        for (field, weight) in schema::of(scope) {
            let stemmed = field != text::AUTHORS;
            let fitting = forms.iter().filter(|term| stemmed || term.starts_with(['=', '_']));
            let fitting: Vec<String> = fitting.map(|term| terms::whole(term)).collect();
            self.forms(field, &fitting, weight, TYPED, &mut parts);
        }
        best_of(&parts)
    }

    /// The terms of a word in a field; the first is worth `first` times as much as the others. What is more than a server
    /// takes is left out.
    fn forms(&mut self, field: &str, terms: &[String], weight: f32, first: f32, parts: &mut Vec<Value>) {
        if self.level == Level::Flat {
            self.terms += 1;
            let is_too_much = self.terms > MOST_TERMS;
            let flat = json!({ "terms": { field: terms, "boost": weight } });
            parts.push(if is_too_much { json!({ "match_all": {} }) } else { flat });
            return;
        }
        self.terms += terms.len();
        let boosts = std::iter::once(weight * first).chain(std::iter::repeat(weight));
        parts.extend(
            terms
                .iter()
                .zip(boosts)
                .map(|(term, boost)| json!({ "term": { field: { "value": term, "boost": boost } } })),
        );
    }

    fn phrase(&mut self, scope: Scope, group: &Group) -> Value {
        let mut parts = Vec::new();
        for (field, weight) in schema::of(scope) {
            if let [slot] = group.slots.as_slice() {
                let terms: Vec<String> = group.terms(slot).iter().map(|term| terms::whole(term)).collect();
                self.forms(field, &terms, weight, 1.0, &mut parts);
            } else {
                let slots = (0..).zip(group.slots.iter().map(|slot| group.terms(slot))).collect::<Vec<_>>();
                parts.push(beside(field, &slots, weight));
            }
        }
        best_of(&parts)
    }
}

/// Words as far from each other as they were typed; `None` of less than two.
fn near(nodes: &[Node], field: &str, weight: f32) -> Option<Value> {
    let typed: Vec<(u32, &Form)> = nodes
        .iter()
        .filter_map(|node| match node {
            Node::Word(Scope::All, form, place) => Some((*place, form)),
            _ => None,
        })
        .collect();
    let (first, _) = typed.first().copied().filter(|_| typed.len() > 1)?;
    let slots: Vec<(u32, Vec<String>)> =
        typed.iter().map(|(place, form)| (place.saturating_sub(first), any_form(form))).collect();
    Some(beside(field, &slots, weight))
}

/// Words at their distances from the first.
fn beside(field: &str, slots: &[(u32, Vec<String>)], weight: f32) -> Value {
    let query = terms::phrase(slots);
    json!({ "match_phrase": { field: { "query": query, "analyzer": schema::QUERY_ANALYSIS, "boost": weight } } })
}

/// The best of several matches, and a little of the others.
fn best_of(parts: &[Value]) -> Value {
    json!({ "dis_max": { "queries": parts, "tie_breaker": TIE_BREAKER } })
}

fn boosted(query: &Value, weight: f32) -> Value {
    json!({ "bool": { "must": [query], "boost": weight } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::syntax::parse;

    fn terms(value: &Value) -> usize {
        match value {
            Value::Object(fields) => {
                fields.iter().map(|(name, value)| usize::from(name == "term" || name == "terms") + terms(value)).sum()
            }
            Value::Array(values) => values.iter().map(terms).sum(),
            _ => 0,
        }
    }

    #[test]
    fn no_query_has_more_terms_than_a_server_takes() {
        for unit in ["marées ", "\"mer\" ", "été-hiver ", "x OR "] {
            let query = compile(&parse(&unit.repeat(400)), None);
            assert!(terms(&query) <= MOST_TERMS, "{unit}");
        }
    }

    #[test]
    fn an_empty_query_is_all_and_one_without_words_is_nothing() {
        assert!(compile(&Asked::Everything, None).get("match_all").is_some());
        assert!(compile(&Asked::Nothing, None).get("match_none").is_some());
    }
}
