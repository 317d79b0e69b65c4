//! From the processor's tree to a row of pieces.

use hayagriva::citationberg::FontStyle;
use hayagriva::{ElemChild, ElemChildren, Formatted};

use super::{Citation, Piece};

/// The pieces of a laid out reference.
pub(super) fn pieces_of(content: &ElemChildren) -> Citation {
    let mut citation = Citation::default();
    citation.walk(content);
    for piece in &mut citation.pieces {
        if let Piece::Plain(text) | Piece::Italic(text) = piece {
            *text = without_double_stops(text);
        }
    }
    citation
}

impl Citation {
    fn walk(&mut self, content: &ElemChildren) {
        for child in &content.0 {
            match child {
                ElemChild::Elem(inner) => self.walk(&inner.children),
                ElemChild::Markup(text) => self.push_piece(Piece::Plain(text.clone())),
                ElemChild::Link { text, url } if is_address(url) => {
                    self.push_piece(Piece::Link { text: text.text.clone(), href: url.clone() });
                }
                ElemChild::Text(text) | ElemChild::Link { text, .. } => self.push(text),
                ElemChild::Transparent { .. } => {}
            }
        }
    }

    fn push(&mut self, text: &Formatted) {
        let own = text.text.clone();
        let italic = text.formatting.font_style == FontStyle::Italic;
        self.push_piece(if italic { Piece::Italic(own) } else { Piece::Plain(own) });
    }

    /// Adds a piece, to the one before when both look the same. A full stop behind `?` or `!` in italics goes.
    fn push_piece(&mut self, piece: Piece) {
        match (self.pieces.last_mut(), piece) {
            (Some(Piece::Plain(last)), Piece::Plain(text)) | (Some(Piece::Italic(last)), Piece::Italic(text)) => {
                last.push_str(&text);
            }
            (Some(Piece::Italic(last)), Piece::Plain(text)) if last.ends_with(['?', '!', '…']) => {
                let rest = text.strip_prefix('.').unwrap_or(&text).to_owned();
                self.pieces.push(Piece::Plain(rest));
            }
            (_, piece) if piece.text().is_empty() => {}
            (_, piece) => self.pieces.push(piece),
        }
    }
}

/// Whether a link is one that a page may follow.
fn is_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// No style sets a full stop behind a question mark, an exclamation mark or an ellipsis (Chicago §6.132, APA §9.24).
fn without_double_stops(text: &str) -> String {
    text.replace("?.", "?").replace("!.", "!").replace("…. ", "… ").replace("….”", "…”")
}
