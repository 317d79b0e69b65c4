//! The text state (ISO 32000-2 §9.3) and the showing of strings.

use std::rc::Rc;

use super::face::Face;
use super::glyph::Glyph;
use super::matrix::Matrix;

/// Text below this size in points cannot be read by anyone.
const LEAST_SIZE: f64 = 0.3;

/// Least character space, in thousandths of the type size, that may stand for a word space.
const LEAST_WORD_SPACE: f64 = 160.0;

/// The part of the graphics state that text depends on.
#[derive(Clone)]
pub(super) struct TextState<'a> {
    pub(super) ctm: Matrix,
    pub(super) face: Option<Rc<Face<'a>>>,
    pub(super) size: f64,
    pub(super) char_space: f64,
    /// Whether character space stands between letters; else it only parts words (see [`TextState::spaces_words`]).
    pub(super) spaced_letters: bool,
    pub(super) word_space: f64,
    pub(super) scale: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) matrix: Matrix,
    pub(super) line_matrix: Matrix,
}

impl TextState<'_> {
    pub(super) fn new(ctm: Matrix) -> Self {
        Self {
            ctm,
            face: None,
            size: 1.0,
            char_space: 0.0,
            spaced_letters: true,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            matrix: Matrix::IDENTITY,
            line_matrix: Matrix::IDENTITY,
        }
    }

    pub(super) fn set_matrix(&mut self, matrix: Matrix) {
        self.matrix = matrix;
        self.line_matrix = matrix;
    }

    pub(super) fn next_line(&mut self, x: f64, y: f64) {
        self.set_matrix(self.line_matrix.shifted(x, y));
    }

    /// Moves by a number of a `TJ` array, in thousandths of the font size.
    pub(super) fn adjust(&mut self, amount: f64) {
        let shift = -amount / 1000.0 * self.size;
        let vertical = self.face.as_ref().is_some_and(|face| !face.is_horizontal());
        let (x, y) = if vertical { (0.0, shift) } else { (shift * self.scale, 0.0) };
        self.matrix = self.matrix.shifted(x, y);
    }

    /// Whether the numbers of a `TJ` array take the character space back between letters, so that it stands between
    /// words alone: some writers set lines in this way.
    pub(super) fn spaces_words(&self, numbers: impl Iterator<Item = f64>) -> bool {
        let space = self.char_space / self.size * 1_000.0;
        if !space.is_finite() || space < LEAST_WORD_SPACE {
            return false;
        }
        let (back, all) =
            numbers.fold((0_u32, 0_u32), |(back, all), number| (back + u32::from(number > 0.8 * space), all + 1));
        all > 0 && 2 * back > all
    }

    /// Shows a string: gives each character to `place`, which says whether to go on.
    pub(super) fn show(&mut self, bytes: &[u8], place: &mut dyn FnMut(Glyph) -> bool) {
        let Some(face) = self.face.clone() else { return };
        let frame = Frame::new(self, &face);
        let mut offset = 0;
        while offset < bytes.len() {
            let (code, length) = face.read_code(bytes, offset);
            offset += length;
            let shown = face.code(code, length);
            let width = shown.advance / 1000.0 * self.size;
            let space = if code == 32 && length == 1 { self.word_space } else { 0.0 };
            if let Some(frame) = &frame {
                let letter_space = if frame.vertical || !self.spaced_letters { 0.0 } else { self.char_space.max(0.0) };
                let ((x, y), along) = frame.locate(self, width + letter_space.min(self.size * 0.5));
                let origin = (x, y + shown.depth * frame.size);
                if !spread(&shown.chars, origin, along, frame, &face, place) {
                    return;
                }
            }
            let step = width + self.char_space + space;
            let (x, y) = if face.is_horizontal() { (step * self.scale, 0.0) } else { (0.0, -step) };
            self.matrix = self.matrix.shifted(x, y);
        }
    }
}

/// The direction and size of the text being shown.
struct Frame {
    angle: i16,
    cos: f64,
    sin: f64,
    size: f64,
    unit: f64,
    vertical: bool,
}

impl Frame {
    fn new(state: &TextState<'_>, face: &Face<'_>) -> Option<Self> {
        let full = Matrix::new([state.size * state.scale, 0.0, 0.0, state.size, 0.0, 0.0])
            .then(&state.matrix)
            .then(&state.ctm);
        let vertical = !face.is_horizontal();
        let size = length(full.c, full.d) * face.em();
        if !full.is_finite() || !(LEAST_SIZE..=5_000.0).contains(&size) {
            return None;
        }
        let (x, y) = if vertical {
            (-full.c, -full.d)
        } else if state.size < 0.0 {
            (-full.a, -full.b)
        } else {
            (full.a, full.b)
        };
        let level = y == 0.0 && x > 0.0;
        let angle = if level { 0 } else { degrees(y.atan2(x)) };
        let (sin, cos) = if angle == 0 { (0.0, 1.0) } else { f64::from(angle).to_radians().sin_cos() };
        let unit = length(full.a, full.b) / state.size.abs().max(1e-9) / state.scale.abs().max(1e-9);
        let unit = if vertical { size / face.em() / state.size.abs().max(1e-9) } else { unit * state.scale.abs() };
        Some(Self { angle, cos, sin, size, unit, vertical })
    }

    /// Where the next glyph stands in the frame, and how far it reaches.
    fn locate(&self, state: &TextState<'_>, width: f64) -> ((f64, f64), f64) {
        let (x, y) = state.matrix.apply(0.0, state.rise);
        let (x, y) = state.ctm.apply(x, y);
        ((x * self.cos + y * self.sin, y * self.cos - x * self.sin), width.abs() * self.unit)
    }
}

/// Degrees from 0 to 359; a slope under one degree counts as level.
pub(super) fn degrees(radians: f64) -> i16 {
    let whole = radians.to_degrees().round().rem_euclid(360.0);
    #[expect(clippy::cast_possible_truncation, reason = "a whole number from 0 to 360")]
    let angle = whole as i16;
    angle % 360
}

/// The length of a vector, which is along an axis in most texts.
fn length(x: f64, y: f64) -> f64 {
    if x == 0.0 || y == 0.0 { (x + y).abs() } else { x.hypot(y) }
}

fn spread(
    chars: &[char],
    origin: (f64, f64),
    along: f64,
    frame: &Frame,
    face: &Face<'_>,
    place: &mut dyn FnMut(Glyph) -> bool,
) -> bool {
    let share = along / f64::from(u32::try_from(chars.len().max(1)).unwrap_or(1));
    let mut x0 = origin.0;
    chars.iter().all(|&char| {
        let glyph = Glyph {
            char,
            x0,
            x1: x0 + share,
            y: origin.1,
            size: frame.size,
            angle: frame.angle,
            style: face.style(),
            tag: None,
        };
        x0 += share;
        place(glyph)
    })
}
