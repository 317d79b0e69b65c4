//! How far figures reach: labels and parts that stand apart from what is drawn, between the running text and the caption.

use super::blocks::is_caption;
use super::floats;
use super::pieces::Piece;
use crate::extract::pdf::{Shape, ShapeKind};

/// Distance in parts of the body size of a caption below its figure.
const CAPTION_NEAR: f64 = 7.0;
/// How far apart parts of one figure may be, in the same parts: drawn ones and labels beside it, labels above it.
const PARTS_NEAR: f64 = 2.6;
const ABOVE_NEAR: f64 = 1.2;
/// Size of labels above a figure, where the end of a paragraph may stand, as a share of the body size.
const SMALL: f64 = 0.9;
/// Words and size, as a share of the body size, of running text; words of a label.
const PROSE_WORDS: usize = 6;
const PROSE_SIZE: f64 = 0.85;
/// Thickness in points up to which a shape is a line.
const LINE: f64 = 4.0;
/// Distance in points from which on two boxes overlap.
const OVERLAP: f64 = -2.0;
/// How often a figure grows to what is near it by then.
const ROUNDS: usize = 12;

/// Where a figure may grow: as far as its caption is wide, and no running text stands.
struct Region {
    bounds: Shape,
    body_size: f64,
}

/// The figures, each grown to the labels and parts above its caption that belong to it.
pub(super) fn widen(
    figures: Vec<Shape>,
    pieces: &[Piece],
    shapes: &[Shape],
    tables: &[Shape],
    body_size: f64,
    is_figure: &dyn Fn(&Shape) -> bool,
) -> Vec<Shape> {
    if figures.is_empty() {
        return figures;
    }
    let captions: Vec<&Piece> =
        pieces.iter().filter(|piece| piece.float.is_none() && is_caption(&piece.text())).collect();
    if captions.is_empty() {
        return figures;
    }
    // What no figure grows over, each with where it ends: running text at its baseline.
    let text = pieces.iter().filter(|piece| is_prose(piece, body_size)).chain(captions.iter().copied());
    let stops = text.map(|piece| (floats::bounds(piece), piece.y));
    let stops: Vec<(Shape, f64)> = stops.chain(tables.iter().map(|table| (*table, table.y1))).collect();
    // Each with the figures that have grown to it.
    let mut out: Vec<(Shape, Vec<Shape>)> = Vec::with_capacity(figures.len());
    for figure in figures {
        let region = Region::new(&figure, &captions, &stops, body_size);
        let grown = region.map(|region| region.grow(figure, pieces, shapes)).filter(is_figure);
        let mut own = (grown.unwrap_or(figure), vec![figure]);
        let mut rest = Vec::with_capacity(out.len() + 1);
        for (whole, parts) in out {
            let mut both = own.0;
            both.include(&whole);
            if !whole.is_near(&own.0, OVERLAP) {
                rest.push((whole, parts));
            } else if is_figure(&both) {
                own.0 = both;
                own.1.extend(parts);
            } else {
                // What may not be one figure stays as it was drawn.
                rest.extend(parts.into_iter().map(|part| (part, vec![part])));
                rest.extend(own.1.drain(..).filter(|part| *part != figure).map(|part| (part, vec![part])));
                own = (figure, vec![figure]);
            }
        }
        rest.push(own);
        out = rest;
    }
    out.into_iter().map(|(whole, _)| whole).collect()
}

impl Region {
    fn new(figure: &Shape, captions: &[&Piece], stops: &[(Shape, f64)], body_size: f64) -> Option<Self> {
        let below = captions.iter().filter(|caption| {
            let gap = caption.top() - figure.y1;
            gap > -0.5 * body_size && gap < CAPTION_NEAR * body_size && overlaps((caption.x0, caption.x1), figure)
        });
        let caption = below.min_by(|a, b| a.y.total_cmp(&b.y))?;
        let mut bounds = Shape {
            kind: ShapeKind::Drawing,
            x0: caption.x0.min(figure.x0) - body_size,
            y0: 0.0,
            x1: caption.x1.max(figure.x1) + body_size,
            y1: caption.top(),
        };
        for (stop, low) in stops {
            let level = *low > figure.y0 && stop.y0 < bounds.y1;
            let beside = !overlaps((stop.x0, stop.x1), figure);
            if level && beside && stop.x0 >= figure.x1 {
                bounds.x1 = bounds.x1.min(stop.x0 - 2.0);
            } else if level && beside {
                bounds.x0 = bounds.x0.max(stop.x1 + 2.0);
            } else if level && stop.y0 > figure.y1 {
                return None;
            }
        }
        for (stop, _) in stops.iter().filter(|(stop, _)| stop.y0 < figure.y0 && stop.y1 < figure.y0 + body_size) {
            if overlaps((stop.x0, stop.x1), &bounds) {
                bounds.y0 = bounds.y0.max(stop.y1);
            }
        }
        Some(Self { bounds, body_size })
    }

    fn grow(&self, mut figure: Shape, pieces: &[Piece], shapes: &[Shape]) -> Shape {
        let labels: Vec<&Piece> = pieces.iter().filter(|piece| self.may_be_label(piece)).collect();
        let parts: Vec<&Shape> = shapes.iter().filter(|shape| self.may_be_part(shape)).collect();
        for _ in 0..ROUNDS {
            let before = figure;
            for shape in &parts {
                if figure.is_near(shape, PARTS_NEAR * self.body_size) && !is_line_apart(shape, &figure) {
                    figure.include(shape);
                }
            }
            for piece in &labels {
                let label = floats::bounds(piece);
                let above = label.y0 < figure.y0 && (label.y1 < figure.y0 || overlaps((label.x0, label.x1), &figure));
                let near = if above { ABOVE_NEAR } else { PARTS_NEAR };
                let small = piece.size < SMALL * self.body_size;
                if figure.is_near(&label, near * self.body_size) && (small || !above) {
                    figure.include(&label);
                }
            }
            if figure == before {
                break;
            }
        }
        figure
    }

    fn may_be_label(&self, piece: &Piece) -> bool {
        let (x, y) = (f64::midpoint(piece.x0, piece.x1), f64::midpoint(piece.top(), piece.bottom()));
        piece.float.is_none()
            && !is_prose(piece, self.body_size)
            && x > self.bounds.x0
            && x < self.bounds.x1
            && y > self.bounds.y0
            && piece.bottom() < self.bounds.y1 + 1.0
    }

    fn may_be_part(&self, shape: &Shape) -> bool {
        shape.x0 > self.bounds.x0 && shape.x1 < self.bounds.x1 && shape.y0 > self.bounds.y0 && shape.y1 < self.bounds.y1
    }
}

/// Whether a piece is a line of running text.
fn is_prose(piece: &Piece, body_size: f64) -> bool {
    piece.size > PROSE_SIZE * body_size && piece.words() >= PROSE_WORDS
}

fn overlaps((x0, x1): (f64, f64), shape: &Shape) -> bool {
    x0 < shape.x1 && x1 > shape.x0
}

/// Whether a shape is a long line above or below a figure, as those of running heads and tables are.
fn is_line_apart(shape: &Shape, figure: &Shape) -> bool {
    let apart = shape.y1 < figure.y0 || shape.y0 > figure.y1;
    shape.height() < LINE && apart && shape.width() > 0.5 * figure.width()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::layout::line::Span;

    const TEXT: &str = "The depth of the snow in this valley follows from its weight";

    fn shape(kind: ShapeKind, [x0, y0, x1, y1]: [f64; 4]) -> Shape {
        Shape { kind, x0, y0, x1, y1 }
    }

    /// The box of a figure above its caption, among labels with their edges and baselines and other shapes.
    fn box_of(labels: &[(&str, f64, f64)], shapes: &[Shape]) -> (f64, f64, f64, f64) {
        let texts = [(TEXT, 0.0, 80.0), ("Figure 1: The snow and how deep it is", 0.0, 250.0)];
        let pieces: Vec<Piece> =
            texts.iter().chain(labels).map(|(text, x0, y)| Piece::new(Span::plain(text, *x0, *y))).collect();
        let figure = shape(ShapeKind::Drawing, [50.0, 120.0, 150.0, 200.0]);
        let found = widen(vec![figure], &pieces, shapes, &[], 10.0, &|_| true);
        found.first().map(|found| (found.x0, found.y0, found.x1, found.y1)).unwrap_or_default()
    }

    #[test]
    fn labels_beside_and_below_a_drawing_belong_to_it() {
        assert_eq!(box_of(&[("snow", 160.0, 150.0)], &[]), (50.0, 120.0, 180.0, 200.0));
        assert_eq!(box_of(&[("(a) ice", 60.0, 220.0)], &[]), (50.0, 120.0, 150.0, 222.2));
    }

    #[test]
    fn text_above_a_drawing_or_beside_its_caption_is_no_label() {
        assert_eq!(box_of(&[("its weight.", 0.0, 110.0)], &[]), (50.0, 120.0, 150.0, 200.0));
        assert_eq!(box_of(&[(TEXT, 0.0, 225.0)], &[]), (50.0, 120.0, 150.0, 200.0));
        assert_eq!(box_of(&[("of ice", 210.0, 150.0)], &[]), (50.0, 120.0, 150.0, 200.0));
    }

    #[test]
    fn frames_apart_belong_to_a_drawing_and_lines_above_it_do_not() {
        let frame = shape(ShapeKind::Frame, [60.0, 100.0, 80.0, 110.0]);
        let line = shape(ShapeKind::Rule, [0.0, 90.0, 150.0, 90.5]);
        assert_eq!(box_of(&[], &[frame, line]), (50.0, 100.0, 150.0, 200.0));
    }
}
