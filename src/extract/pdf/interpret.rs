//! Runs the content streams of a page and collects its characters.

use std::collections::HashMap;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::dict::keys::{BBOX, MATRIX, OC, RESOURCES, SUBTYPE};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream, String as PdfString};
use hayro_syntax::page::Resources;

use super::fonts::Fonts;
use super::glyph::Glyph;
use super::layers::Layers;
use super::matrix::Matrix;
use super::scan::Element;
use super::shapes::{Shape, Shapes};
use super::show::TextState;
use super::{scan, size, text_string, unicode};
use crate::extract::limits::Budget;

/// Deepest nesting of forms and of saved states.
const DEEPEST_FORM: usize = 24;
const MOST_STATES: usize = 512;
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
}

/// One open marked-content sequence: the text it stands for (`ActualText`), its first glyph, whether its layer is off.
#[derive(Default)]
struct Marked {
    text: Option<String>,
    start: usize,
    hidden: bool,
}

/// The numbers and strings of an array.
fn read_parts(array: &Array<'_>) -> Vec<Element> {
    let parts = array.iter::<Object<'_>>().filter_map(|part| match part {
        Object::Number(amount) => Some(Element::Number(amount.as_f64())),
        Object::String(text) => Some(Element::Text(text.as_bytes().to_vec())),
        _ => None,
    });
    parts.collect()
}

fn matrix_of(numbers: [&Number; 6]) -> Matrix {
    Matrix::new(numbers.map(Number::as_f64))
}

impl<'r, 'a> Interpreter<'r, 'a> {
    pub(super) fn new(fonts: &'r Fonts<'a>, layers: &'r Layers, budget: &'r mut Budget) -> Self {
        let (glyphs, marked, shapes) = (Vec::new(), Vec::new(), Shapes::default());
        Self { fonts, budget, glyphs, marked, layers, hidden: 0, beyond: 0, shapes }
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
        let mut state = initial;
        let mut saved: Vec<TextState<'a>> = Vec::new();
        let mut faces = HashMap::new();
        let mut ops = TypedIter::new(data);
        while let Some(op) = ops.next() {
            if !self.budget.take_operator() {
                return;
            }
            match op {
                Op::SaveState(_) if saved.len() < MOST_STATES => saved.push(state.clone()),
                Op::RestoreState(_) => {
                    if let Some(last) = saved.pop() {
                        state = last;
                    }
                }
                Op::Transform(t) => {
                    state.ctm = matrix_of([&t.0, &t.1, &t.2, &t.3, &t.4, &t.5]).then(&state.ctm);
                }
                Op::XObject(name) => self.run_x_object(name.0, resources, &state, depth),
                Op::BeginMarkedContent(_) => self.open_marked(Marked::default()),
                Op::BeginMarkedContentWithProperties(mark) => self.begin_marked(mark.0, mark.1, resources),
                Op::EndMarkedContent(_) => self.end_marked(),
                Op::TextFont(font) => {
                    let face = faces.entry(font.0.as_ref().to_vec());
                    let read = || resources.get_font(font.0).map(|dict| self.fonts.face(&dict));
                    state.face.clone_from(face.or_insert_with(read));
                    state.size = font.1.as_f64();
                }
                other => self.text_op(&other, &mut state),
            }
        }
    }

    fn text_op(&mut self, op: &Op<'_, '_>, state: &mut TextState<'a>) {
        match op {
            Op::BeginText(_) => state.set_matrix(Matrix::IDENTITY),
            Op::CharacterSpacing(n) => state.char_space = n.0.as_f64(),
            Op::WordSpacing(n) => state.word_space = n.0.as_f64(),
            Op::HorizontalScaling(n) => state.scale = n.0.as_f64() / 100.0,
            Op::TextLeading(n) => state.leading = n.0.as_f64(),
            Op::TextRise(n) => state.rise = n.0.as_f64(),
            Op::NextLine(n) => state.next_line(n.0.as_f64(), n.1.as_f64()),
            Op::NextLineAndSetLeading(n) => {
                state.leading = -n.1.as_f64();
                state.next_line(n.0.as_f64(), n.1.as_f64());
            }
            Op::SetTextMatrix(t) => state.set_matrix(matrix_of([&t.0, &t.1, &t.2, &t.3, &t.4, &t.5])),
            Op::NextLineUsingLeading(_) => state.next_line(0.0, -state.leading),
            Op::ShowText(text) => self.show(text.0.as_bytes(), state),
            Op::NextLineAndShowText(text) => {
                state.next_line(0.0, -state.leading);
                self.show(text.0.as_bytes(), state);
            }
            Op::ShowTextWithParameters(text) => {
                state.word_space = text.0.as_f64();
                state.char_space = text.1.as_f64();
                state.next_line(0.0, -state.leading);
                self.show(text.2.as_bytes(), state);
            }
            Op::ShowTexts(texts) => self.show_all(texts.0, state),
            other => self.shapes.follow(other, &state.ctm),
        }
    }

    fn show(&mut self, text: &[u8], state: &mut TextState<'a>) {
        let Self { glyphs, budget, hidden, .. } = self;
        state.show(text, &mut |glyph| {
            let allowed = budget.take_glyph();
            if allowed && *hidden == 0 {
                glyphs.push(glyph);
            }
            allowed
        });
    }

    fn show_all(&mut self, texts: &Array<'_>, state: &mut TextState<'a>) {
        let parts = scan::elements(texts.data()).unwrap_or_else(|| read_parts(texts));
        if state.char_space > 0.0 {
            let numbers = parts.iter().filter_map(|part| match part {
                Element::Number(amount) => Some(*amount),
                Element::Text(_) => None,
            });
            state.spaced_letters = !state.spaces_words(numbers);
        }
        for part in &parts {
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
        match form.dict().get::<Dict<'a>>(RESOURCES) {
            Some(own) => self.run(&data, &Resources::new(own), inner, depth + 1),
            None => self.run(&data, resources, inner, depth + 1),
        }
        self.beyond = 0;
        while self.marked.len() > open {
            self.end_marked();
        }
        if let Some(bounds) = form.dict().get::<[f64; 4]>(BBOX) {
            self.shapes.form(drawn, bounds, &ctm);
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

    fn begin_marked(&mut self, tag: &Name<'_>, properties: &Object<'_>, resources: &Resources<'a>) {
        let dict = match properties {
            Object::Dict(dict) => Some(dict.clone()),
            Object::Name(name) => resources.properties.get::<Dict<'_>>(name),
            _ => None,
        };
        let text = dict.as_ref().and_then(|dict| dict.get::<PdfString<'_>>("ActualText"));
        let text = text.map(|text| text_string::decode(text.as_bytes()));
        let hidden = tag.as_ref() == OC && dict.is_some_and(|dict| self.layers.hides(&dict));
        self.open_marked(Marked { text, start: self.glyphs.len(), hidden });
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
        let Some(Marked { text, start, hidden }) = self.marked.pop() else { return };
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
