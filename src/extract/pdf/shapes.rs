//! What a page draws besides text: images, rules and drawings, by their boxes.
//!
//! Colours and clips are not followed: layout asks only where something is drawn.

use super::content::Path;
use super::matrix::Matrix;

/// Most shapes of a page; a drawing of more strokes is known well enough by then.
const MOST_SHAPES: usize = 6_000;
/// Most parts of one path that are told apart.
const MOST_PARTS: usize = 512;
/// Thickness in points up to which a shape is a rule.
const RULE: f64 = 2.2;
/// Characters from which on a form holds a page of text, or a table when it draws nothing but rules.
const PAGE_CHARS: usize = 2_000;
const TABLE_CHARS: usize = 60;
/// Size in square points, half a page of A4, from which a form holds the page's text rather than a figure.
const LARGEST_FORM: f64 = 250_000.0;
/// Strokes this near to the one before belong to the same drawing.
const NEAR: f64 = 4.0;

/// What was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum ShapeKind {
    /// A picture of pixels.
    Image,
    /// A horizontal or vertical line.
    Rule,
    /// A rectangle: a frame or a background.
    Frame,
    /// Curves, slanted lines and polygons.
    Drawing,
    /// A form that draws: the box that it was given.
    Form,
}

/// One shape and its box in points from the top left corner of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::extract) struct Shape {
    pub(in crate::extract) kind: ShapeKind,
    pub(in crate::extract) x0: f64,
    pub(in crate::extract) y0: f64,
    pub(in crate::extract) x1: f64,
    pub(in crate::extract) y1: f64,
}

impl Shape {
    /// The box of a rectangle under a transform.
    fn of_box(kind: ShapeKind, [x0, y0, x1, y1]: [f64; 4], ctm: &Matrix) -> Self {
        let mut shape = Self::EMPTY;
        shape.kind = kind;
        for (x, y) in [(x0, y0), (x1, y0), (x0, y1), (x1, y1)] {
            shape.reach(ctm.apply(x, y));
        }
        shape
    }

    const EMPTY: Self = Self {
        kind: ShapeKind::Drawing,
        x0: f64::INFINITY,
        y0: f64::INFINITY,
        x1: f64::NEG_INFINITY,
        y1: f64::NEG_INFINITY,
    };

    fn reach(&mut self, (x, y): (f64, f64)) {
        self.x0 = self.x0.min(x);
        self.y0 = self.y0.min(y);
        self.x1 = self.x1.max(x);
        self.y1 = self.y1.max(y);
    }

    /// Grows to hold another shape.
    pub(in crate::extract) fn include(&mut self, other: &Self) {
        self.reach((other.x0, other.y0));
        self.reach((other.x1, other.y1));
    }

    pub(in crate::extract) fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    pub(in crate::extract) fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    /// Whether two boxes are less than a distance apart.
    pub(in crate::extract) fn is_near(&self, other: &Self, distance: f64) -> bool {
        self.x0 - distance < other.x1
            && other.x0 - distance < self.x1
            && self.y0 - distance < other.y1
            && other.y0 - distance < self.y1
    }

    fn is_finite(&self) -> bool {
        [self.x0, self.y0, self.x1, self.y1].iter().all(|value| value.is_finite())
    }
}

/// A part of the path being built.
struct Part {
    shape: Shape,
    is_rectangle: bool,
    segments: usize,
}

/// Collects the shapes of a page.
#[derive(Default)]
pub(super) struct Shapes {
    parts: Vec<Part>,
    found: Vec<Shape>,
}

impl Shapes {
    pub(super) fn into_found(self) -> Vec<Shape> {
        self.found
    }

    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    /// Follows what builds or paints a path.
    pub(super) fn follow(&mut self, path: &Path, ctm: &Matrix) {
        match path {
            Path::Start(to) => self.begin(ctm, *to),
            Path::Line(to) => self.reach(ctm, to),
            Path::HalfCurve(to) => self.reach(ctm, to),
            Path::Curve(to) => self.reach(ctm, to),
            Path::Rectangle([x, y, width, height]) => {
                let shape = Shape::of_box(ShapeKind::Frame, [*x, *y, x + width, y + height], ctm);
                self.push(Part { shape, is_rectangle: true, segments: 4 });
            }
            Path::Paint => self.paint(),
            Path::Drop => self.parts.clear(),
            Path::Image => self.image(ctm),
        }
    }

    /// Notes an image: it fills the unit square (ISO 32000-2 §8.9.5).
    pub(super) fn image(&mut self, ctm: &Matrix) {
        self.note(Shape::of_box(ShapeKind::Image, [0.0, 0.0, 1.0, 1.0], ctm));
    }

    /// Puts the box of a form that shows so many characters in the place of what it drew since `start`, unless it is a
    /// page put into another: one of much text, or with a table.
    pub(super) fn form(&mut self, start: usize, bounds: [f64; 4], ctm: &Matrix, chars: usize) {
        let shape = Shape::of_box(ShapeKind::Form, bounds, ctm);
        let ruled = self.found.iter().skip(start).all(|shape| shape.kind == ShapeKind::Rule);
        let page = chars >= PAGE_CHARS || ruled && chars >= TABLE_CHARS;
        if !page && self.found.len() > start && shape.width() * shape.height() < LARGEST_FORM {
            self.found.truncate(start);
            self.note(shape);
        }
    }

    fn begin(&mut self, ctm: &Matrix, [x, y]: [f64; 2]) {
        let mut shape = Shape::EMPTY;
        shape.reach(ctm.apply(x, y));
        self.push(Part { shape, is_rectangle: false, segments: 0 });
    }

    fn push(&mut self, part: Part) {
        let full = self.parts.len() >= MOST_PARTS;
        match self.parts.last_mut() {
            Some(last) if last.segments == 0 && !last.is_rectangle => *last = part,
            Some(last) if full => last.shape.include(&part.shape),
            _ => self.parts.push(part),
        }
    }

    fn reach(&mut self, ctm: &Matrix, numbers: &[f64]) {
        let Some(part) = self.parts.last_mut() else { return };
        part.segments += 1;
        for pair in numbers.chunks_exact(2) {
            if let [x, y] = pair {
                part.shape.reach(ctm.apply(*x, *y));
            }
        }
    }

    fn paint(&mut self) {
        for part in std::mem::take(&mut self.parts) {
            let Part { mut shape, is_rectangle, segments } = part;
            let (thin, long) = (shape.width().min(shape.height()), shape.width().max(shape.height()));
            if segments == 0 || long < 1.0 {
                continue;
            }
            shape.kind = if thin <= RULE && long > 4.0 && segments <= 5 {
                ShapeKind::Rule
            } else if is_rectangle {
                ShapeKind::Frame
            } else {
                ShapeKind::Drawing
            };
            self.note(shape);
        }
    }

    fn note(&mut self, shape: Shape) {
        if !shape.is_finite() {
            return;
        }
        let full = self.found.len() >= MOST_SHAPES;
        match self.found.last_mut() {
            Some(last)
                if last.kind == ShapeKind::Drawing
                    && shape.kind == ShapeKind::Drawing
                    && last.is_near(&shape, NEAR) =>
            {
                last.include(&shape);
            }
            _ if full => {}
            _ => self.found.push(shape),
        }
    }
}
