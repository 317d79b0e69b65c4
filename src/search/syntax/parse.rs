//! From pieces to the tree.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::lex::{Field, Piece, lex};
use super::stop::is_stop;
use super::{Asked, Group, Node, Scope, Whole};
use crate::domain::{AwardNumber, Doi, Orcid};
use crate::search::analysis::{Form, Token, words};

/// Loose words that are looked for; the rest of a longer query is left out.
pub(super) const MAX_WORDS: usize = 32;
/// Words of one phrase; the rest is left out.
const MAX_PHRASE: usize = 160;
/// Words of all phrases together.
const MAX_PHRASE_WORDS: usize = 320;
/// Parentheses within parentheses; deeper ones are not seen.
const MAX_DEPTH: usize = 8;

/// Reads a query.
pub(crate) fn parse(text: &str) -> Asked {
    if text.trim().is_empty() {
        return Asked::Everything;
    }
    let mut parser = Parser { pieces: lex(text).pieces.into_iter().peekable(), words: 0, phrase_words: 0, place: 0 };
    let mut nodes = Vec::new();
    while parser.pieces.peek().is_some() {
        nodes.extend(parser.all(Scope::All, 0));
        // A parenthesis that nobody opened.
        parser.pieces.next_if_eq(&Piece::Close);
    }
    match together(nodes) {
        Some(node) => Asked::Matching(node),
        None => Asked::Nothing,
    }
}

struct Parser<'a> {
    pieces: Peekable<IntoIter<Piece<'a>>>,
    words: usize,
    phrase_words: usize,
    place: u32,
}

impl Parser<'_> {
    /// Everything up to the end or a closing parenthesis.
    fn all(&mut self, scope: Scope, depth: usize) -> Option<Node> {
        let mut nodes = Vec::new();
        while self.pieces.peek().is_some_and(|piece| *piece != Piece::Close) {
            nodes.extend(self.any(scope, depth));
        }
        together(nodes)
    }

    /// One item, or several joined by `OR`.
    fn any(&mut self, scope: Scope, depth: usize) -> Option<Node> {
        let mut nodes: Vec<Node> = self.item(scope, depth).into_iter().collect();
        while let Some(Piece::Or(typed)) = self.pieces.next_if(|piece| matches!(piece, Piece::Or(_))) {
            let has_right = self.pieces.peek().is_some_and(|piece| !matches!(piece, Piece::Close | Piece::Or(_)));
            if nodes.is_empty() || !has_right {
                // An operator without two sides is a word (`or` is one in both languages).
                let word = self.chunk(scope, typed);
                return together(nodes.into_iter().chain(word).collect());
            }
            nodes.extend(self.item(scope, depth));
        }
        one_of(nodes)
    }

    fn item(&mut self, scope: Scope, depth: usize) -> Option<Node> {
        match self.pieces.next_if(|piece| !matches!(piece, Piece::Or(_) | Piece::Close))? {
            Piece::Open if depth < MAX_DEPTH => {
                let inner = self.all(scope, depth + 1);
                self.pieces.next_if_eq(&Piece::Close);
                inner
            }
            Piece::Not => self.item(scope, depth).map(|node| match node {
                Node::Not(inner) => *inner,
                other => Node::Not(Box::new(other)),
            }),
            Piece::Field(Field::Words(scope)) => self.item(scope, depth),
            Piece::Field(field) => self.value(field),
            Piece::Quoted(text) => self.quotation(scope, text),
            Piece::Chunk(text) => self.chunk(scope, text),
            Piece::Open | Piece::Close | Piece::Or(_) => None,
        }
    }

    /// The value after the name of a field.
    fn value(&mut self, field: Field) -> Option<Node> {
        let piece = self.pieces.next_if(|piece| matches!(piece, Piece::Quoted(_) | Piece::Chunk(_)))?;
        let (Piece::Quoted(text) | Piece::Chunk(text)) = piece else { return None };
        let text = text.trim();
        let lower = || text.to_lowercase();
        match field {
            Field::Value(Whole::Doi) => {
                Some(Node::Is(Whole::Doi, Doi::parse(text).map_or_else(|_| lower(), String::from)))
            }
            Field::Value(Whole::Orcid) => {
                Some(Node::Is(Whole::Orcid, Orcid::parse(text).map_or_else(|_| lower(), String::from)))
            }
            Field::Value(Whole::Award) => {
                Some(Node::Is(Whole::Award, AwardNumber::parse(text).map_or_else(|_| lower(), String::from)))
            }
            Field::Year => years(text).or_else(|| self.chunk(Scope::All, text)),
            Field::Words(scope) => self.chunk(scope, text),
        }
    }

    /// The words of a run without white space; an identifier is also looked for as such.
    fn chunk(&mut self, scope: Scope, text: &str) -> Option<Node> {
        let tokens = words(text);
        if let Some(is) = identifier(text) {
            let phrase = self.phrase(scope, &tokens, true);
            return one_of(std::iter::once(is).chain(phrase).collect());
        }
        let mut nodes = Vec::new();
        for token in tokens.iter().filter(|token| !in_compound(token, &tokens)) {
            if self.words >= MAX_WORDS {
                break;
            }
            self.words += 1;
            let word = Node::Word(scope, Form::of(&token.exact), self.place);
            self.place += token.length;
            if token.length > 1 {
                let parts: Vec<Token> = tokens.iter().filter(|part| is_part(part, token)).cloned().collect();
                nodes.extend(one_of(std::iter::once(word).chain(self.phrase(scope, &parts, false)).collect()));
            } else {
                nodes.push(word);
            }
        }
        together(nodes)
    }

    /// A quotation; one copied from a column may hold words cut at the ends of lines, and stands for them whole too.
    fn quotation(&mut self, scope: Scope, text: &str) -> Option<Node> {
        let typed = self.phrase(scope, &words(text), true);
        let whole = healed(text).and_then(|text| self.phrase(scope, &words(&text), true));
        one_of(typed.into_iter().chain(whole).collect())
    }

    fn phrase(&mut self, scope: Scope, tokens: &[Token], strict: bool) -> Option<Node> {
        let room = MAX_PHRASE.min(MAX_PHRASE_WORDS.saturating_sub(self.phrase_words));
        let slots: Vec<Form> =
            tokens.iter().filter(|token| token.length == 1).take(room).map(|token| Form::of(&token.exact)).collect();
        self.phrase_words += slots.len();
        (!slots.is_empty()).then_some(Node::Phrase(scope, Group { slots, strict }))
    }
}

/// A text without the hyphens that stand between a letter and a space before a small letter; `None` when there are none.
fn healed(text: &str) -> Option<String> {
    let mut healed = text.to_owned();
    for (at, hyphen) in text.rmatch_indices(['-', '\u{2010}', '\u{ad}']) {
        let (before, after) = (text.get(..at)?, text.get(at + hyphen.len()..)?);
        let next = after.trim_start();
        let is_cut =
            before.ends_with(char::is_alphabetic) && next.len() < after.len() && next.starts_with(char::is_lowercase);
        if is_cut {
            healed.replace_range(at..text.len() - next.len(), "");
        }
    }
    (healed != text).then_some(healed)
}

fn is_part(part: &Token, whole: &Token) -> bool {
    part.length == 1 && part.span.start >= whole.span.start && part.span.end <= whole.span.end
}

fn in_compound(token: &Token, tokens: &[Token]) -> bool {
    token.length == 1 && tokens.iter().any(|other| other.length > 1 && is_part(token, other))
}

pub(super) fn identifier(text: &str) -> Option<Node> {
    let text = text.trim_end_matches(['.', ',', ';']);
    let doi = || Doi::parse(text).ok().map(|doi| Node::Is(Whole::Doi, doi.into()));
    let orcid = || Orcid::parse(text).ok().map(|orcid| Node::Is(Whole::Orcid, orcid.into()));
    doi().or_else(orcid)
}

/// `2021`, `2021..2024`, `2021..`, `..2024`.
pub(super) fn years(text: &str) -> Option<Node> {
    let year = |text: &str, open: i16| if text.is_empty() { Some(open) } else { text.parse().ok() };
    match text.split_once("..") {
        Some((from, to)) if !(from.is_empty() && to.is_empty()) => {
            Some(Node::Years(year(from, i16::MIN)?, year(to, i16::MAX)?))
        }
        Some(_) => None,
        None => text.parse().ok().map(|year| Node::Years(year, year)),
    }
}

/// All of the nodes; common words are left out beside others.
fn together(nodes: Vec<Node>) -> Option<Node> {
    let mut flat = Vec::new();
    for node in nodes {
        match node {
            Node::All(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    if flat.iter().any(|node| !matches!(node, Node::Not(_)) && !is_common(node)) {
        flat.retain(|node| !is_common(node));
    }
    let only = if flat.len() == 1 { flat.pop() } else { None };
    only.or_else(|| (!flat.is_empty()).then_some(Node::All(flat)))
}

fn one_of(mut nodes: Vec<Node>) -> Option<Node> {
    if nodes.len() < 2 { nodes.pop() } else { Some(Node::Any(nodes)) }
}

fn is_common(node: &Node) -> bool {
    matches!(node, Node::Word(Scope::All, form, _) if is_stop(&form.folded))
}
