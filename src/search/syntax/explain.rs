//! Says how a query was read, for the person who typed it.

use super::lex::{Field, Lexed, Piece, lex};
use super::parse::{MAX_WORDS, parse, years};
use super::{Asked, Group, Node, Scope, Whole, typed_words};
use crate::domain::understood::{Clause, Note, Part, Understood};
use crate::domain::{Doi, Orcid};

/// How a query is read. Words alone need no explanation.
pub(crate) fn explain(text: &str) -> Understood {
    let asked = parse(text);
    let clause = match &asked {
        Asked::Matching(node) if !is_plain(node) => Some(clause(node)),
        _ => None,
    };
    let mut notes = notes(text);
    if asked == Asked::Nothing {
        notes.push(Note::NoWords);
    }
    Understood { clause, notes }
}

/// Words, all of them wanted, everywhere.
fn is_plain(node: &Node) -> bool {
    match node {
        Node::All(nodes) => nodes.iter().all(|node| node.plain_words().is_some()),
        node => node.plain_words().is_some(),
    }
}

fn clause(node: &Node) -> Clause {
    match node {
        Node::All(nodes) => Clause::All(nodes.iter().map(clause).collect()),
        Node::Any(nodes) => any(nodes),
        Node::Not(inner) => Clause::Not(Box::new(clause(inner))),
        Node::Word(scope, form, _) => Clause::Words(part(*scope), form.exact.clone()),
        Node::Phrase(scope, group) if group.strict => Clause::Phrase(part(*scope), joined(group, " ")),
        Node::Phrase(scope, group) => Clause::Words(part(*scope), joined(group, "-")),
        Node::Is(Whole::Doi, value) => Clause::Doi(value.clone()),
        Node::Is(Whole::Award, value) => Clause::Award(value.clone()),
        Node::Is(Whole::Orcid, value) => Clause::Orcid(value.clone()),
        Node::Years(from, to) => {
            Clause::Years(Some(*from).filter(|year| *year > i16::MIN), Some(*to).filter(|year| *year < i16::MAX))
        }
    }
}

/// A compound is shown as it was typed, an identifier without the words that it also stands for.
fn any(nodes: &[Node]) -> Clause {
    match nodes {
        [Node::Word(..), compound @ Node::Phrase(_, group)] if !group.strict => clause(compound),
        [is @ Node::Is(..), Node::Phrase(..)] => clause(is),
        // A quotation with words cut at the ends of lines is shown whole.
        [Node::Phrase(_, typed), whole @ Node::Phrase(..)] if typed.strict => clause(whole),
        _ => Clause::Any(nodes.iter().map(clause).collect()),
    }
}

fn joined(group: &Group, with: &str) -> String {
    group.slots.iter().map(|form| form.exact.as_str()).collect::<Vec<_>>().join(with)
}

fn part(scope: Scope) -> Part {
    match scope {
        Scope::All => Part::Anywhere,
        Scope::Title => Part::Title,
        Scope::Author => Part::Author,
    }
}

/// What could not be followed, each kind once.
fn notes(text: &str) -> Vec<Note> {
    let Lexed { pieces, is_open, is_cut } = lex(text);
    let mut notes = Vec::new();
    let mut add = |note: Note| {
        if !notes.iter().any(|known| std::mem::discriminant(known) == std::mem::discriminant(&note)) {
            notes.push(note);
        }
    };
    let mut depth = 0_usize;
    for (index, piece) in pieces.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| pieces.get(index));
        let after = pieces.get(index + 1);
        match piece {
            Piece::Open => depth += 1,
            Piece::Close if depth == 0 => add(Note::StrayParenthesis),
            Piece::Close => depth -= 1,
            Piece::Or(_) if !(before.is_some_and(ends_item) && after.is_some_and(starts_item)) => add(Note::LoneOr),
            Piece::Field(field) => field_note(*field, after).into_iter().for_each(&mut add),
            Piece::Chunk(run) if !matches!(before, Some(Piece::Field(_))) => {
                chunk_note(run).into_iter().for_each(&mut add);
            }
            Piece::Or(_) | Piece::Not | Piece::Quoted(_) | Piece::Chunk(_) => {}
        }
    }
    if is_open {
        add(Note::OpenQuote);
    }
    if depth > 0 {
        add(Note::OpenParenthesis);
    }
    if is_cut || loose_words(text, &pieces) > MAX_WORDS {
        add(Note::Cut);
    }
    notes
}

/// Words outside quotation marks.
fn loose_words(text: &str, pieces: &[Piece<'_>]) -> usize {
    let quoted: usize =
        pieces.iter().map(|piece| if let Piece::Quoted(run) = piece { typed_words(run).len() } else { 0 }).sum();
    typed_words(text).len().saturating_sub(quoted)
}

fn ends_item(piece: &Piece<'_>) -> bool {
    matches!(piece, Piece::Close | Piece::Quoted(_) | Piece::Chunk(_))
}

fn starts_item(piece: &Piece<'_>) -> bool {
    !matches!(piece, Piece::Close | Piece::Or(_))
}

fn field_note(field: Field, after: Option<&Piece<'_>>) -> Option<Note> {
    let value = match (field, after) {
        (Field::Words(_), Some(Piece::Open | Piece::Quoted(_) | Piece::Chunk(_))) => return None,
        (_, Some(Piece::Quoted(run) | Piece::Chunk(run))) => run.trim(),
        _ => return Some(Note::EmptyField(name(field).to_owned())),
    };
    match field {
        Field::Year if years(value).is_none() => Some(Note::Year(value.to_owned())),
        Field::Value(Whole::Doi) if Doi::parse(value).is_err() => Some(Note::Identifier(value.to_owned())),
        Field::Value(Whole::Orcid) if Orcid::parse(value).is_err() => Some(Note::Identifier(value.to_owned())),
        _ => None,
    }
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Words(Scope::Author) => "auteur",
        Field::Words(_) => "titre",
        Field::Value(Whole::Doi) => "doi",
        Field::Value(Whole::Award) => "octroi",
        Field::Value(Whole::Orcid) => "orcid",
        Field::Year => "annee",
    }
}

fn chunk_note(run: &str) -> Option<Note> {
    if let Some((name, value)) = run.split_once(':')
        && !value.starts_with("//")
        && name.len() > 2
        && name.chars().all(char::is_alphabetic)
    {
        return Some(Note::UnknownField(name.to_owned()));
    }
    let inner = run.trim_end_matches('?');
    (inner.contains(['*', '?']) && inner.contains(char::is_alphanumeric)).then_some(Note::Wildcard)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(text: &str) -> Vec<Note> {
        explain(text).notes
    }

    #[test]
    fn words_alone_are_not_explained() {
        for text in ["", "forêt boréale", "l'eau de la mer", "bien-être mental", "où sont les neiges ?"] {
            assert_eq!(explain(text), Understood::default(), "{text}");
        }
    }

    #[test]
    fn operators_and_fields_are_explained() {
        let words = |text: &str| Clause::Words(Part::Anywhere, text.to_owned());
        assert_eq!(
            explain("(eau OR air) -\"sol nu\" titre:bois").clause,
            Some(Clause::All(vec![
                Clause::Any(vec![words("eau"), words("air")]),
                Clause::Not(Box::new(Clause::Phrase(Part::Anywhere, "sol nu".to_owned()))),
                Clause::Words(Part::Title, "bois".to_owned()),
            ]))
        );
        assert_eq!(explain("annee:2020..").clause, Some(Clause::Years(Some(2020), None)));
        assert_eq!(explain("10.5555/abc").clause, Some(Clause::Doi("10.5555/abc".to_owned())));
    }

    #[test]
    fn what_cannot_be_followed_is_named() {
        assert_eq!(noted("\"forêt boréale"), [Note::OpenQuote]);
        assert_eq!(noted("((eau"), [Note::OpenParenthesis]);
        assert_eq!(noted("eau) sel"), [Note::StrayParenthesis]);
        assert_eq!(noted("eau titre:"), [Note::EmptyField("titre".to_owned())]);
        assert_eq!(noted("sujet:eau"), [Note::UnknownField("sujet".to_owned())]);
        assert_eq!(noted("OR eau OR"), [Note::LoneOr]);
        assert_eq!(noted("glac*"), [Note::Wildcard]);
        assert_eq!(noted("annee:hier"), [Note::Year("hier".to_owned())]);
        assert_eq!(noted("eau doi:abc"), [Note::Identifier("abc".to_owned())]);
        assert_eq!(noted("*"), [Note::NoWords]);
        assert_eq!(noted(&"mot ".repeat(40)), [Note::Cut]);
        assert_eq!(noted("https://exemple.org/a eau OR sel"), []);
    }
}
