//! Text that stands on a page as annotations (ISO 32000-2 §12.5): form fields, free text, stamps.
//!
//! What a reader sees counts: the appearance stream, or the value of a field that viewers draw themselves. Links,
//! notes that open on a click and hidden annotations show nothing.

use hayro_syntax::object::dict::keys::{
    ACRO_FORM, ANNOTS, AP, AS, BBOX, CONTENTS, F, MATRIX, N, NEED_APPEARANCES, RECT, SUBTYPE,
};
use hayro_syntax::object::{Array, Dict, Name, Object, Rect, Stream, String as PdfString};
use hayro_syntax::page::{Page, Resources};

use super::fields::{self, Field};
use super::interpret::Interpreter;
use super::layers::Layers;
use super::matrix::Matrix;
use super::show::TextState;
use super::text_string;

/// Most annotations of one page that are read.
const MOST_ANNOTATIONS: usize = 5_000;
/// Flags of an annotation that is not on the screen: hidden, no view (ISO 32000-2 table 167).
const UNSEEN: i64 = 1 << 1 | 1 << 5;

/// Reads the annotations of a page; `ctm` is the transform of the page.
pub(super) fn read<'a>(page: &Page<'a>, ctm: Matrix, layers: &Layers, interpreter: &mut Interpreter<'_, 'a>) {
    let Some(annotations) = page.raw().get::<Array<'a>>(ANNOTS) else { return };
    let xref = page.xref();
    let form = xref.get::<Dict<'a>>(xref.root_id()).and_then(|catalog| catalog.get::<Dict<'a>>(ACRO_FORM));
    let form = form.unwrap_or_default();
    let stale = form.get::<bool>(NEED_APPEARANCES).unwrap_or(false);
    for annotation in annotations.iter::<Dict<'a>>().take(MOST_ANNOTATIONS) {
        let Some(rect) = annotation.get::<Rect>(RECT) else { continue };
        if !is_seen(&annotation) || layers.hides_content_of(&annotation) {
            continue;
        }
        let own = own_text(&annotation, &form);
        let fresh = !stale || own.as_ref().is_none_or(Field::is_empty);
        if fresh && show_appearance(&annotation, rect, ctm, interpreter) {
            continue;
        }
        for glyph in own.iter().flat_map(|field| field.glyphs(rect, ctm)) {
            interpreter.place(glyph);
        }
    }
}

fn is_seen(annotation: &Dict<'_>) -> bool {
    let silent = annotation
        .get::<Name<'_>>(SUBTYPE)
        .is_none_or(|kind| matches!(kind.as_ref(), b"Link" | b"Popup" | b"Text" | b"FileAttachment" | b"Watermark"));
    !silent && annotation.get::<i64>(F).unwrap_or_default() & UNSEEN == 0
}

/// The text that an annotation shows where it has no appearance.
fn own_text(annotation: &Dict<'_>, form: &Dict<'_>) -> Option<Field> {
    match annotation.get::<Name<'_>>(SUBTYPE)?.as_ref() {
        b"Widget" => Field::new(annotation, form),
        b"FreeText" => {
            let text = annotation.get::<PdfString<'_>>(CONTENTS)?;
            Some(Field::paragraph(&text_string::decode(text.as_bytes()), fields::type_size(annotation, form)))
        }
        _ => None,
    }
}

/// Runs the appearance; tells whether it showed any character.
fn show_appearance<'a>(annotation: &Dict<'a>, rect: Rect, ctm: Matrix, interpreter: &mut Interpreter<'_, 'a>) -> bool {
    let Some(appearance) = normal_appearance(annotation) else { return false };
    let before = interpreter.glyph_count();
    if let Some(placed) = placement(&appearance, rect) {
        let state = TextState::new(placed.then(&ctm));
        interpreter.run_form(&appearance, &Resources::new(Dict::default()), &state, 0);
    }
    interpreter.glyph_count() > before
}

/// The appearance for the annotation's state.
fn normal_appearance<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    match annotation.get::<Dict<'a>>(AP)?.get::<Object<'a>>(N)? {
        Object::Stream(stream) => Some(stream),
        Object::Dict(states) => states.get::<Stream<'a>>(annotation.get::<Name<'_>>(AS)?),
        _ => None,
    }
}

/// The transform that puts the box of an appearance onto the annotation's rectangle (ISO 32000-2 §12.5.5, algorithm
/// "appearance streams"); the form's own matrix comes before it.
fn placement(appearance: &Stream<'_>, rect: Rect) -> Option<Matrix> {
    let bounds = appearance.dict().get::<Rect>(BBOX)?;
    let own = appearance.dict().get::<[f64; 6]>(MATRIX).map_or(Matrix::IDENTITY, Matrix::new);
    let corners = [(bounds.x0, bounds.y0), (bounds.x1, bounds.y0), (bounds.x0, bounds.y1), (bounds.x1, bounds.y1)];
    let corners = corners.map(|(x, y)| own.apply(x, y));
    let least = |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::INFINITY, f64::min);
    let most = |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::NEG_INFINITY, f64::max);
    let (left, low) = (least(|corner| corner.0), least(|corner| corner.1));
    let (width, height) = (most(|corner| corner.0) - left, most(|corner| corner.1) - low);
    let scale = |wanted: f64, given: f64| if given.abs() < 1e-6 { 1.0 } else { wanted / given };
    let (x, y) = (scale(rect.x1 - rect.x0, width), scale(rect.y1 - rect.y0, height));
    let placed = Matrix::new([x, 0.0, 0.0, y, rect.x0 - left * x, rect.y0 - low * y]);
    placed.is_finite().then_some(placed)
}
