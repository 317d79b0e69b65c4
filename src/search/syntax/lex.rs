//! The pieces of a typed query.

use std::iter::Peekable;
use std::str::CharIndices;

use super::{Scope, Whole};

/// Characters of a query that are read; no person types more.
const MAX_CHARS: usize = 4_000;

/// A piece of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `OR`, as it was typed.
    Or(&'a str),
    /// `-` before something.
    Not,
    /// A field name with its colon.
    Field(Field),
    /// Text between quotation marks.
    Quoted(&'a str),
    /// A run without white space.
    Chunk(&'a str),
}

/// The pieces of a query, and what went wrong while they were cut.
#[derive(Debug, Default)]
pub(super) struct Lexed<'a> {
    /// The pieces.
    pub(super) pieces: Vec<Piece<'a>>,
    /// Whether a quotation never ends.
    pub(super) is_open: bool,
    /// Whether the end was left out.
    pub(super) is_cut: bool,
}

/// A field that can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// Words in a part of the article.
    Words(Scope),
    /// A whole value.
    Value(Whole),
    /// Years.
    Year,
}

/// Cuts a query.
pub(super) fn lex(text: &str) -> Lexed<'_> {
    let end = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(at, _)| at);
    let is_cut = end < text.len();
    let text = text.get(..end).unwrap_or_default();
    let mut chars = text.char_indices().peekable();
    let (mut pieces, mut is_open) = (Vec::new(), false);
    while let Some((at, c)) = chars.next() {
        match c {
            '(' => pieces.push(Piece::Open),
            ')' => pieces.push(Piece::Close),
            '|' => pieces.push(Piece::Or("|")),
            '-' | '−' if chars.peek().is_some_and(|(_, next)| starts_item(*next)) => pieces.push(Piece::Not),
            _ if closing(c).is_some() => match quoted(text, at, c, &mut chars) {
                Some(piece) => pieces.push(piece),
                None => is_open = true,
            },
            _ if c.is_whitespace() || is_quote(c) => {}
            _ => chunk(text, at, &mut chars, &mut pieces),
        }
    }
    Lexed { pieces, is_open, is_cut }
}

fn starts_item(c: char) -> bool {
    c.is_alphanumeric() || c == '(' || closing(c).is_some()
}

/// The mark that closes a quotation.
fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '"' | '“' | '”' | '„' | '＂' => Some(&['"', '“', '”', '＂']),
        '«' => Some(&['»']),
        _ => None,
    }
}

fn is_quote(c: char) -> bool {
    closing(c).is_some() || c == '»'
}

/// A quotation; one that never ends is no quotation.
fn quoted<'a>(text: &'a str, at: usize, open: char, chars: &mut Peekable<CharIndices<'a>>) -> Option<Piece<'a>> {
    let start = at + open.len_utf8();
    let inside = text.get(start..)?;
    let end = start + inside.find(closing(open)?)?;
    while chars.next_if(|(at, _)| *at <= end).is_some() {}
    text.get(start..end).map(Piece::Quoted)
}

fn chunk<'a>(text: &'a str, at: usize, chars: &mut Peekable<CharIndices<'a>>, pieces: &mut Vec<Piece<'a>>) {
    let mut end = text.len();
    while let Some((next, c)) = chars.peek() {
        if let Some(field) = text.get(at..*next).filter(|_| *c == ':').and_then(field) {
            chars.next();
            pieces.push(Piece::Field(field));
            return;
        }
        if c.is_whitespace() || is_quote(*c) || matches!(c, '|') || (matches!(c, '(' | ')') && !is_doi(text, at)) {
            end = *next;
            break;
        }
        chars.next();
    }
    let run = text.get(at..end).unwrap_or_default();
    pieces.push(if matches!(run, "OR" | "OU") { Piece::Or(run) } else { Piece::Chunk(run) });
}

/// DOIs may hold parentheses.
fn is_doi(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with("10.") || rest.starts_with("https://doi.org/10."))
}

/// Field names in both languages of the interface.
fn field(name: &str) -> Option<Field> {
    Some(match name.to_lowercase().as_str() {
        "auteur" | "auteure" | "autrice" | "author" => Field::Words(Scope::Author),
        "titre" | "title" => Field::Words(Scope::Title),
        "doi" => Field::Value(Whole::Doi),
        "octroi" | "award" => Field::Value(Whole::Award),
        "orcid" => Field::Value(Whole::Orcid),
        "annee" | "année" | "year" => Field::Year,
        _ => return None,
    })
}
