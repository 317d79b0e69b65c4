//! Runs the content streams of a page and collects its characters.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::object::dict::keys::{BBOX, MATRIX, OC, RESOURCES, SUBTYPE};
use hayro_syntax::object::{Dict, Name, Stream, String as PdfString};
use hayro_syntax::page::Resources;

use super::content::{Instructions, Op, Properties};
use super::face::Face;
use super::fonts::Fonts;
use super::glyph::Glyph;
use super::layers::Layers;
use super::matrix::Matrix;
use super::scan::Element;
use super::shapes::{Shape, Shapes};
use super::show::TextState;
use super::structure::{Mark, Structure, Tag};
use super::{size, text_string, unicode};
use crate::extract::limits::Budget;

/// Deepest nesting of forms and of saved states.
const DEEPEST_FORM: usize = 24;
const MOST_STATES: usize = 512;
/// Bytes of a content stream that show a character in most streams, and the most characters that room is made for.
const USUAL_BYTES: usize = 6;
const MOST_RESERVED: usize = 8_192;
/// Deepest nesting of marked content that is followed.
const MOST_MARKED: usize = 1_024;

/// Collects the characters of one page.
pub(super) struct Interpreter<'r, 'a> {
    fonts: &'r Fonts<'a>,
    budget: &'r mut Budget,
    glyphs: Vec<Glyph>,
    marked: Vec<Marked>,
    layers: &'r Layers,
    /// Open marked-content sequences that belong to layers that are off.
    hidden: usize,
    /// Marked-content sequences opened beyond [`MOST_MARKED`].
    beyond: usize,
    shapes: Shapes,
    /// The structure tree and the page that is read, counted from 0; forms have marks of their own.
    structure: Option<(&'r Structure, usize)>,
    /// What the text being shown belongs to.
    tag: Tag,
}

/// One open marked-content sequence: the text it stands for (`ActualText`), its first glyph, whether its layer is
/// off, what the text around it belongs to.
#[derive(Default)]
struct Marked {
    text: Option<String>,
    start: usize,
    hidden: bool,
    outer: Tag,
}

impl<'r, 'a> Interpreter<'r, 'a> {
    pub(super) fn new(fonts: &'r Fonts<'a>, layers: &'r Layers, budget: &'r mut Budget) -> Self {
        let (glyphs, marked, shapes) = (Vec::new(), Vec::new(), Shapes::default());
        Self { fonts, budget, glyphs, marked, layers, hidden: 0, beyond: 0, shapes, structure: None, tag: None }
    }

    /// Lets marked content say what element of the tree it belongs to.
    pub(super) fn follow(&mut self, structure: &'r Structure, page: usize) {
        self.structure = Some((structure, page));
    }

    /// The characters and the shapes of the page.
    pub(super) fn finish(self) -> (Vec<Glyph>, Vec<Shape>) {
        (self.glyphs, self.shapes.into_found())
    }

    pub(super) fn glyph_count(&self) -> usize {
        self.glyphs.len()
    }

    /// Adds a character that stands outside content streams.
    pub(super) fn place(&mut self, glyph: Glyph) {
        if self.budget.take_glyph() {
            self.glyphs.push(glyph);
        }
    }

    /// Runs one content stream.
    pub(super) fn run(&mut self, data: &[u8], resources: &Resources<'a>, initial: TextState<'a>, depth: usize) {
        if depth == 0 {
            self.glyphs.reserve((data.len() / USUAL_BYTES).min(MOST_RESERVED));
        }
        let mut state = initial;
        let mut saved: Vec<TextState<'a>> = Vec::new();
        let mut faces = HashMap::new();
        let mut ops = Instructions::new(data);
        while let Some(op) = ops.next() {
            if !self.budget.take_operator() {
                return;
            }
            match op {
                Op::Save if saved.len() < MOST_STATES => saved.push(state.clone()),
                Op::Restore => {
                    if let Some(last) = saved.pop() {
                        state = last;
                    }
                }
                Op::Transform(numbers) => state.ctm = Matrix::new(numbers).then(&state.ctm),
                Op::XObject(name) => self.run_x_object(&name, resources, &state, depth),
                Op::MarkWith(tag, properties) => self.begin_marked(&tag, properties, resources),
                Op::EndMark => self.end_marked(),
                Op::Font(name, size) => {
                    state.face = self.face(&name, resources, &mut faces);
                    state.size = size;
                }
                Op::ShowAll => self.show_all(ops.elements(), &mut state),
                other => self.text_op(&other, &mut state),
            }
        }
    }

    /// The font of a name, which is looked up once in each stream.
    fn face(
        &self,
        name: &Name<'_>,
        resources: &Resources<'a>,
        faces: &mut HashMap<Vec<u8>, Option<Rc<Face<'a>>>>,
    ) -> Option<Rc<Face<'a>>> {
        if let Some(known) = faces.get(name.as_ref()) {
            return known.clone();
        }
        let face = resources.get_font(name).map(|dict| self.fonts.face(&dict));
        faces.insert(name.as_ref().to_vec(), face.clone());
        face
    }

    fn text_op(&mut self, op: &Op<'_>, state: &mut TextState<'a>) {
        match op {
            Op::BeginText => state.set_matrix(Matrix::IDENTITY),
            Op::CharSpace(space) => state.char_space = *space,
            Op::WordSpace(space) => state.word_space = *space,
            Op::Scale(scale) => state.scale = scale / 100.0,
            Op::Leading(leading) => state.leading = *leading,
            Op::Rise(rise) => state.rise = *rise,
            Op::Move(x, y) => state.next_line(*x, *y),
            Op::MoveLeading(x, y) => {
                state.leading = -y;
                state.next_line(*x, *y);
            }
            Op::TextMatrix(numbers) => state.set_matrix(Matrix::new(*numbers)),
            Op::NextLine => state.next_line(0.0, -state.leading),
            Op::Show(text) => self.show(text, state),
            Op::NextLineShow(text) => {
                state.next_line(0.0, -state.leading);
                self.show(text, state);
            }
            Op::NextLineShowSpaced(word_space, char_space, text) => {
                (state.word_space, state.char_space) = (*word_space, *char_space);
                state.next_line(0.0, -state.leading);
                self.show(text, state);
            }
            Op::Path(path) => self.shapes.follow(path, &state.ctm),
            _ => {}
        }
    }

    fn show(&mut self, text: &[u8], state: &mut TextState<'a>) {
        let Self { glyphs, budget, hidden, tag, .. } = self;
        state.show(text, &mut |glyph| {
            let allowed = budget.take_glyph();
            if allowed && *hidden == 0 {
                glyphs.push(Glyph { tag: *tag, ..glyph });
            }
            allowed
        });
    }

    fn show_all(&mut self, parts: &[Element<'_>], state: &mut TextState<'a>) {
        if state.char_space > 0.0 {
            let numbers = parts.iter().filter_map(|part| match part {
                Element::Number(amount) => Some(*amount),
                Element::Text(_) => None,
            });
            state.spaced_letters = !state.spaces_words(numbers);
        }
        for part in parts {
            match part {
                Element::Number(amount) => state.adjust(*amount),
                Element::Text(text) => self.show(text, state),
            }
        }
        state.spaced_letters = true;
    }

    fn run_x_object(&mut self, name: &Name<'_>, resources: &Resources<'a>, state: &TextState<'a>, depth: usize) {
        let Some(form) = resources.get_x_object(name) else { return };
        let is_form = form.dict().get::<Name<'_>>(SUBTYPE).is_some_and(|subtype| subtype.as_ref() == b"Form");
        if self.layers.hides_content_of(form.dict()) {
            return;
        }
        if is_form {
            self.run_form(&form, resources, state, depth);
        } else {
            self.shapes.image(&state.ctm);
        }
    }

    /// Runs a form with the resources of its own, or else with those given.
    pub(super) fn run_form(
        &mut self,
        form: &Stream<'a>,
        resources: &Resources<'a>,
        state: &TextState<'a>,
        depth: usize,
    ) {
        if depth >= DEEPEST_FORM || !self.budget.take_form() {
            self.budget.refuse();
            return;
        }
        let Some(data) = self.decode(form) else { return };
        let matrix = form.dict().get::<[f64; 6]>(MATRIX).map_or(Matrix::IDENTITY, Matrix::new);
        let mut inner = state.clone();
        inner.ctm = matrix.then(&state.ctm);
        let (open, drawn, ctm) = (self.marked.len(), self.shapes.count(), inner.ctm);
        let written = self.glyphs.len();
        let structure = self.structure.take();
        match form.dict().get::<Dict<'a>>(RESOURCES) {
            Some(own) => self.run(&data, &Resources::new(own), inner, depth + 1),
            None => self.run(&data, resources, inner, depth + 1),
        }
        self.structure = structure;
        self.beyond = 0;
        while self.marked.len() > open {
            self.end_marked();
        }
        let text = self.glyphs.len() - written.min(self.glyphs.len());
        if let Some(bounds) = form.dict().get::<[f64; 4]>(BBOX) {
            self.shapes.form(drawn, bounds, &ctm, text);
        }
    }

    /// The decoded data of a stream, when the budget allows it.
    pub(super) fn decode<'s>(&mut self, stream: &Stream<'s>) -> Option<std::borrow::Cow<'s, [u8]>> {
        if let Ok(data) = size::decode(stream, self.budget.stream_bytes()) {
            self.budget.take_bytes(data.len());
            Some(data)
        } else {
            self.budget.refuse();
            None
        }
    }

    fn begin_marked(&mut self, tag: &Name<'_>, properties: Properties<'_>, resources: &Resources<'a>) {
        let named;
        let dict = match properties {
            Properties::Own(dict) => Some(dict),
            Properties::Named(name) => {
                named = resources.properties.get::<Dict<'_>>(&name);
                named
            }
            Properties::None => None,
        };
        let text = dict.as_ref().and_then(|dict| dict.get::<PdfString<'_>>("ActualText"));
        let text = text.map(|text| text_string::decode(text.as_bytes()));
        let hidden = tag.as_ref() == OC && dict.as_ref().is_some_and(|dict| self.layers.hides(dict));
        self.open_marked(Marked { text, start: self.glyphs.len(), hidden, outer: self.tag });
        self.enter(tag, dict.as_ref());
    }

    /// Notes what the marked content that begins belongs to.
    fn enter(&mut self, tag: &Name<'_>, properties: Option<&Dict<'_>>) {
        let Some((structure, page)) = self.structure else { return };
        if self.beyond > 0 {
            return;
        }
        let own = || structure.mark(page, properties?.get::<i64>("MCID")?);
        self.tag = if tag.as_ref() == b"Artifact" { Some(Mark::Artifact) } else { own().or(self.tag) };
    }

    fn open_marked(&mut self, marked: Marked) {
        if self.marked.len() >= MOST_MARKED {
            self.beyond += 1;
            return;
        }
        self.hidden += usize::from(marked.hidden);
        self.marked.push(marked);
    }

    fn end_marked(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let Some(Marked { text, start, hidden, outer }) = self.marked.pop() else { return };
        self.tag = outer;
        self.hidden -= usize::from(hidden);
        let Some(text) = text else { return };
        let Some(shown) = self.glyphs.get(start..) else { return };
        let chars = unicode::as_seen(unicode::clean(&text));
        let (Some(first), Some(last)) = (shown.first().copied(), shown.last().copied()) else { return };
        let level = shown.iter().all(|glyph| (glyph.y - first.y).abs() < first.size && glyph.angle == first.angle);
        if !level || chars.len() > shown.len() * 3 + 8 {
            return;
        }
        self.glyphs.truncate(start);
        let share = (last.x1 - first.x0) / f64::from(u32::try_from(chars.len().max(1)).unwrap_or(1));
        let mut x0 = first.x0;
        for char in chars {
            self.glyphs.push(Glyph { char, x0, x1: x0 + share, ..first });
            x0 += share;
        }
    }
}
