//! Texts with links in them, whose words may be marked.

use std::fmt;

use askama::filters::{Escaper, Html, HtmlSafe};

use super::view::Marked;
use crate::domain::extraction::{Face, Faced};
use crate::domain::query::Piece;

/// A text whose parts may lead somewhere.
#[derive(Debug, Clone, Default)]
pub(crate) struct Linked(Vec<Run>);

/// Text with one target, or with none: in parts, each in one face.
#[derive(Debug, Clone)]
struct Run {
    way: Option<Way>,
    parts: Vec<(Option<Face>, Marked)>,
}

/// Where a part of a text leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Way {
    /// To an address on the Web.
    Out(String),
    /// To a place on the page, from a place to which one comes back.
    Within { to: String, from: String },
    /// Nowhere: an exponent or, when not raised, an index.
    Script { raised: bool },
    /// Nowhere: the page with this number starts here, within a paragraph.
    Break(u32),
}

impl Linked {
    /// A marked text, cut where ways and faces begin and end: places count in bytes from the start of the text, in order.
    pub(super) fn new(text: Marked, ways: &[(usize, usize, Way)], faces: &[Faced]) -> Self {
        let mut runs = Vec::new();
        let mut rest = text;
        let mut at = 0;
        for (start, end, way) in ways.iter().filter(|(start, end, _)| start < end) {
            if *start < at {
                continue;
            }
            let (before, behind) = split(rest, start - at);
            let (within, behind) = split(behind, end - start);
            runs.push(Run { way: None, parts: parts(before, at, faces) });
            runs.push(Run { way: Some(way.clone()), parts: parts(within, *start, faces) });
            rest = behind;
            at = *end;
        }
        runs.push(Run { way: None, parts: parts(rest, at, faces) });
        runs.retain(|run| !run.parts.is_empty());
        Self(runs)
    }

    /// Whether any word is marked.
    pub(crate) fn has_marks(&self) -> bool {
        self.texts().any(Marked::has_marks)
    }

    /// The text alone.
    pub(super) fn plain(&self) -> String {
        self.texts().flat_map(|text| &text.0).map(|piece| piece.text.as_str()).collect()
    }

    fn texts(&self) -> impl Iterator<Item = &Marked> {
        self.0.iter().flat_map(|run| &run.parts).map(|(_, text)| text)
    }

    /// Adds the text that goes on from this one.
    pub(super) fn append(&mut self, rest: Self) {
        self.0.push(Run { way: None, parts: vec![(None, Marked::plain(" "))] });
        self.0.extend(rest.0);
    }

    /// Adds the text that goes on from this one on a page.
    pub(super) fn append_over_break(&mut self, page: u32, rest: Self) {
        self.0.push(Run { way: Some(Way::Break(page)), parts: Vec::new() });
        self.append(rest);
    }
}

/// A text that begins at a place, cut where faces begin and end.
fn parts(text: Marked, from: usize, faces: &[Faced]) -> Vec<(Option<Face>, Marked)> {
    let mut parts = Vec::new();
    let (mut rest, mut at) = (text, from);
    for part in faces.iter().filter(|part| part.end > from) {
        let (before, behind) = split(rest, part.start.saturating_sub(at));
        at = at.max(part.start);
        let (within, behind) = split(behind, part.end.saturating_sub(at));
        at = at.max(part.end);
        parts.extend([(None, before), (Some(part.face), within)]);
        rest = behind;
    }
    parts.push((None, rest));
    parts.retain(|(_, text)| !text.0.is_empty());
    parts
}

/// The first bytes of a text, and the rest of it.
fn split(text: Marked, length: usize) -> (Marked, Marked) {
    let (mut before, mut behind) = (Vec::new(), Vec::new());
    let mut left = length;
    for piece in text.0 {
        let cut = left.min(piece.text.len());
        left -= cut;
        let Some((start, end)) = piece.text.split_at_checked(cut) else {
            behind.push(piece);
            continue;
        };
        for (side, text) in [(&mut before, start), (&mut behind, end)] {
            if !text.is_empty() {
                side.push(Piece { text: text.to_owned(), marked: piece.marked });
            }
        }
    }
    (Marked(before), Marked(behind))
}

impl fmt::Display for Linked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for run in &self.0 {
            match &run.way {
                None => run.write(f)?,
                Some(Way::Out(address)) => {
                    f.write_str("<a href=\"")?;
                    Html.write_escaped_str(&mut *f, address)?;
                    f.write_str("\" rel=\"external nofollow\"")?;
                    if !says(address, run) {
                        f.write_str(" data-address=\"")?;
                        Html.write_escaped_str(&mut *f, address)?;
                        f.write_str("\"")?;
                    }
                    f.write_str(">")?;
                    run.write(f)?;
                    f.write_str("</a>")?;
                }
                Some(Way::Script { raised }) => {
                    let name = if *raised { "sup" } else { "sub" };
                    write!(f, "<{name}>")?;
                    run.write(f)?;
                    write!(f, "</{name}>")?;
                }
                Some(Way::Break(page)) => {
                    write!(f, "<span role=\"separator\" id=\"p{page}-start\" aria-label=\"{page}\"></span>")?;
                }
                Some(Way::Within { to, from }) => {
                    write!(f, "<a href=\"#{to}\" id=\"{from}\">")?;
                    run.write(f)?;
                    f.write_str("</a>")?;
                }
            }
        }
        Ok(())
    }
}

impl Run {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (face, text) in &self.parts {
            match face {
                None => write!(f, "{text}")?,
                Some(Face::Italic) => write!(f, "<i>{text}</i>")?,
                Some(Face::Bold) => write!(f, "<b>{text}</b>")?,
                Some(Face::BoldItalic) => write!(f, "<b><i>{text}</i></b>")?,
                Some(Face::Typewriter) => write!(f, "<code>{text}</code>")?,
            }
        }
        Ok(())
    }
}

/// Whether a link's text is its address, but for what everybody leaves out: on paper such a link needs no more.
fn says(address: &str, run: &Run) -> bool {
    let text: String = run.parts.iter().flat_map(|(_, text)| &text.0).map(|piece| piece.text.as_str()).collect();
    let bare = |address: &str| {
        let address = address.trim().trim_end_matches('/').trim_start_matches("mailto:");
        address.split_once("://").map_or(address, |(_, bare)| bare).trim_start_matches("www.").to_ascii_lowercase()
    };
    bare(&text) == bare(address)
}

// Texts and addresses are escaped above; names of places are made of ASCII letters, digits and hyphens.
impl HtmlSafe for Linked {}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, marked: bool) -> Piece {
        Piece { text: text.to_owned(), marked }
    }

    fn within() -> Way {
        Way::Within { to: "b1-2".to_owned(), from: "c1-0-1".to_owned() }
    }

    #[test]
    fn words_stay_marked_before_within_and_across_links() {
        let text = Marked(vec![piece("le ", false), piece("chant", true), piece(" [1]", false)]);
        let across = Linked::new(text.clone(), &[(0, 5, within())], &[]).to_string();
        assert_eq!(across, "<a href=\"#b1-2\" id=\"c1-0-1\">le <mark>ch</mark></a><mark>ant</mark> [1]");
        let behind = Linked::new(text, &[(10, 11, within())], &[]).to_string();
        assert_eq!(behind, "le <mark>chant</mark> [<a href=\"#b1-2\" id=\"c1-0-1\">1</a>]");
    }

    #[test]
    fn exponents_and_indices_are_set_so_and_stay_marked() {
        let text = Marked(vec![piece("CO2 et ", false), piece("m2", true)]);
        let scripts = [(2, 3, Way::Script { raised: false }), (8, 9, Way::Script { raised: true })];
        let html = Linked::new(text, &scripts, &[]).to_string();
        assert_eq!(html, "CO<sub>2</sub> et <mark>m</mark><sup><mark>2</mark></sup>");
    }

    #[test]
    fn faces_are_set_within_links_and_across_their_ends() {
        let text = Marked(vec![piece("voir Le lac [1], fonction ", false), piece("f", true), piece("(x)", false)]);
        let face = |start, end, face| Faced { start, end, face };
        let faces = [face(5, 13, Face::Italic), face(26, 30, Face::Typewriter), face(40, 50, Face::Bold)];
        let html = Linked::new(text, &[(12, 15, within())], &faces).to_string();
        assert_eq!(
            html,
            "voir <i>Le lac </i><a href=\"#b1-2\" id=\"c1-0-1\"><i>[</i>1]</a>, fonction \
             <code><mark>f</mark>(x)</code>"
        );
    }

    #[test]
    fn nothing_in_an_address_or_a_text_becomes_mark_up() {
        let out = Way::Out("https://exemple.org/\"a><b>".to_owned());
        let html = Linked::new(Marked::plain("<i>"), &[(0, 3, out)], &[]).to_string();
        assert_eq!(
            html,
            "<a href=\"https://exemple.org/&#34;a&#62;&#60;b&#62;\" rel=\"external nofollow\" \
             data-address=\"https://exemple.org/&#34;a&#62;&#60;b&#62;\">&#60;i&#62;</a>"
        );
    }

    #[test]
    fn a_link_whose_text_is_its_address_does_not_say_it_twice() {
        let shown = |text: &str, address: &str| {
            Linked::new(Marked::plain(text), &[(0, text.len(), Way::Out(address.to_owned()))], &[]).to_string()
        };
        assert!(!shown("https://exemple.org/a", "https://exemple.org/a").contains("data-address"));
        assert!(!shown("www.exemple.org", "https://exemple.org/").contains("data-address"));
        assert!(!shown("roy@exemple.org", "mailto:roy@exemple.org").contains("data-address"));
        assert!(shown("10.5555/x", "https://doi.org/10.5555/x").contains("data-address=\"https://doi.org/10.5555/x\""));
    }

    #[test]
    fn no_text_is_lost_where_places_do_not_fit() {
        let places = [(1, 2), (0, 1), (2, 99), (5, 3)];
        let ways: Vec<_> = places.into_iter().map(|(start, end)| (start, end, within())).collect();
        assert_eq!(Linked::new(Marked::plain("été"), &ways, &[]).plain(), "été");
        assert_eq!(Linked::new(Marked::default(), &ways, &[]).to_string(), "");
    }
}
