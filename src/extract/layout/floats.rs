//! Figures and ruled tables: what is drawn on a page, with the text that stands in it.
//!
//! A float is taken out of the lines before columns are looked for, and one piece as large as itself is left in its
//! place, so that its labels and cells are not read as text and it keeps its place in the reading order.

use super::grid::Rules;
use super::line::Line;
use super::lines;
use super::pieces::Piece;
use super::{RawPage, blocks, number, open_tables, reach, tables};
use crate::domain::extraction::BlockKind;
use crate::extract::pdf::{Shape, ShapeKind};

/// Shapes nearer to each other than this, in points, make one figure.
const NEAR: f64 = 9.0;
/// Most groups of shapes that are compared with each other.
const MOST_GROUPS: usize = 300;
/// Smallest sides of a figure in points.
const LEAST_WIDTH: f64 = 36.0;
const LEAST_HEIGHT: f64 = 24.0;
/// Height of a picture that may stand within a line, in parts of the type size.
const LINE: f64 = 2.2;
/// A figure that covers more of its page is its background, or a scan.
const LARGEST_SHARE: f64 = 0.7;
/// How far out of a figure labels set in another direction may stand, in parts of their size.
const TURNED_NEAR: f64 = 2.0;
/// Most words of a label that stands out of a figure.
const LABEL_WORDS: usize = 8;
/// Height of a figure, as a share of that of its page, from which it may decorate the page.
const MOST_HEIGHT: f64 = 0.6;
/// Tolerance in points for the ends of the rules of one table.
const SAME_END: f64 = 4.0;

/// Size from which on type is that of titles, in parts of the body size.
const HEADLINE: f64 = 1.3;
/// Most short rules of a table that are looked at.
const MOST_PARTS: usize = 400;

/// A figure or ruled table.
pub(super) struct Float {
    pub(super) kind: BlockKind,
    pub(super) bounds: Shape,
    pub(super) pieces: Vec<Piece>,
    /// Labels set in another direction.
    pub(super) turned: Vec<Piece>,
    /// The rules of a table.
    pub(super) rules: Rules,
}

/// Takes the floats of a page out of its pieces.
pub(super) fn take(pieces: &mut Vec<Piece>, shapes: &[Shape], page: (f64, f64), body_size: f64) -> Vec<Float> {
    if shapes.is_empty() {
        return Vec::new();
    }
    let mut floats = ruled_tables(pieces, shapes, body_size);
    let tables: Vec<Shape> = floats.iter().map(|float| float.bounds).collect();
    for figure in figures(pieces, shapes, &tables, page, body_size) {
        let overlaps = floats.iter().any(|float| float.bounds.is_near(&figure, -2.0));
        if !overlaps {
            let inside = extract(pieces, &figure);
            // Labels on the edge of a drawing stand out of it.
            let whole = inside.iter().map(bounds).fold(figure, |mut whole, label| {
                whole.include(&label);
                whole
            });
            floats.push(Float {
                kind: BlockKind::Figure,
                bounds: whole,
                pieces: inside,
                turned: Vec::new(),
                rules: Rules::default(),
            });
        }
    }
    for (place, float) in floats.iter().enumerate() {
        pieces.push(Piece::float(place, &float.bounds, body_size));
    }
    floats
}

/// Takes the labels of figures out of text set at an angle, in degrees.
pub(super) fn take_turned(floats: &mut [Float], pieces: &mut Vec<Piece>, angle: i16) {
    let (sin, cos) = f64::from(angle).to_radians().sin_cos();
    for float in floats {
        let within = |piece: &Piece| {
            let (x, y) = (f64::midpoint(piece.x0, piece.x1), f64::midpoint(piece.top(), piece.bottom()));
            let (x, y) = (x * cos - y * sin, x * sin + y * cos);
            let slack = TURNED_NEAR * piece.size;
            let beside = float.bounds.x0 - slack < x
                && x < float.bounds.x1 + slack
                && float.bounds.y0 - slack < y
                && y < float.bounds.y1 + slack;
            let inside = float.bounds.x0 < x && x < float.bounds.x1 && float.bounds.y0 < y && y < float.bounds.y1;
            inside || beside && piece.words() <= LABEL_WORDS && !blocks::is_caption(&piece.text())
        };
        let (inside, outside): (Vec<Piece>, Vec<Piece>) = std::mem::take(pieces).into_iter().partition(within);
        *pieces = outside;
        for piece in inside.iter().filter(|_| float.kind == BlockKind::Figure) {
            for (x, y) in [(piece.x0, piece.top()), (piece.x1, piece.bottom())] {
                let (x, y) = (x * cos - y * sin, x * sin + y * cos);
                float.bounds.include(&Shape { kind: ShapeKind::Drawing, x0: x, y0: y, x1: x, y1: y });
            }
        }
        float.turned.extend(inside);
    }
}

fn is_inside(piece: &Piece, bounds: &Shape) -> bool {
    let (x, y) = (f64::midpoint(piece.x0, piece.x1), f64::midpoint(piece.top(), piece.bottom()));
    bounds.x0 - 2.0 < x && x < bounds.x1 + 2.0 && bounds.y0 - 1.0 < y && y < bounds.y1 + 1.0
}

fn extract(pieces: &mut Vec<Piece>, bounds: &Shape) -> Vec<Piece> {
    let (inside, outside) =
        std::mem::take(pieces).into_iter().partition(|piece| piece.float.is_none() && is_inside(piece, bounds));
    *pieces = outside;
    inside
}

/// The boxes of the figures of a page.
fn figures(
    pieces: &[Piece],
    shapes: &[Shape],
    tables: &[Shape],
    (width, height): (f64, f64),
    body_size: f64,
) -> Vec<Shape> {
    let mut groups = groups(shapes, (width, height), &|shape| is_within_line(shape, pieces, body_size));
    for group in &mut groups {
        grow(group, shapes);
        if group.kind == ShapeKind::Drawing {
            take_labels(group, pieces, body_size);
        }
    }
    let mut found: Vec<Shape> = Vec::new();
    for mut group in groups {
        found.retain(|other| {
            let near = other.is_near(&group, 1.0);
            if near {
                merge(&mut group, other);
            }
            !near
        });
        found.push(group);
    }
    for group in &mut found {
        leave_caption(group, pieces);
    }
    let is_figure = |group: &Shape| is_figure(group, pieces, (width, height), body_size);
    found.retain(is_figure);
    reach::widen(found, pieces, shapes, tables, body_size, &is_figure)
}

/// What is drawn on a page, near shapes together, without those that are left out.
fn groups(shapes: &[Shape], (width, height): (f64, f64), left_out: &dyn Fn(&Shape) -> bool) -> Vec<Shape> {
    let drawn = |shape: &&Shape| matches!(shape.kind, ShapeKind::Image | ShapeKind::Drawing | ShapeKind::Form);
    let mut groups: Vec<Shape> = Vec::new();
    for shape in shapes.iter().filter(drawn) {
        let mut shape = clip(shape, width, height);
        let hidden = shape.width() <= 0.0 || shape.height() <= 0.0 || is_background(&shape, width, height);
        if hidden || left_out(&shape) {
            continue;
        }
        groups.retain(|group| {
            let near = group.is_near(&shape, NEAR);
            if near {
                merge(&mut shape, group);
            }
            !near
        });
        if groups.len() < MOST_GROUPS {
            groups.push(shape);
        }
    }
    groups
}

/// What is drawn on a page as a figure may be, or a part of one such as the scale of its colours.
pub(super) fn drawings(page: &RawPage) -> Vec<Shape> {
    let mut groups = groups(&page.shapes, (page.width, page.height), &|_| false);
    groups.retain(|group| group.height() >= LEAST_HEIGHT && group.height() < MOST_HEIGHT * page.height);
    groups
}

/// Whether a picture stands within a line of text, as signs and formulas do that some programs set as pictures.
fn is_within_line(shape: &Shape, pieces: &[Piece], body_size: f64) -> bool {
    let beside = |piece: &&Piece| {
        let gap = (piece.x0 - shape.x1).max(shape.x0 - piece.x1);
        let level = shape.y0 < piece.y && shape.y1 > piece.y - 0.5 * piece.size;
        level && gap < piece.size && piece.words() >= 2 && piece.size > 0.9 * body_size
    };
    shape.kind == ShapeKind::Image && shape.height() < LINE * body_size && pieces.iter().any(|piece| beside(&piece))
}

fn merge(shape: &mut Shape, other: &Shape) {
    shape.include(other);
    if other.kind != ShapeKind::Drawing {
        shape.kind = other.kind;
    }
}

fn clip(shape: &Shape, width: f64, height: f64) -> Shape {
    Shape {
        kind: shape.kind,
        x0: shape.x0.max(0.0),
        y0: shape.y0.max(0.0),
        x1: shape.x1.min(width),
        y1: shape.y1.min(height),
    }
}

fn is_background(shape: &Shape, width: f64, height: f64) -> bool {
    shape.width() * shape.height() > LARGEST_SHARE * width * height
}

/// Adds the axes and frames of a drawing.
fn grow(group: &mut Shape, shapes: &[Shape]) {
    for _ in 0..2 {
        for shape in shapes.iter().filter(|shape| matches!(shape.kind, ShapeKind::Rule | ShapeKind::Frame)) {
            let longest = 1.4 * group.width().max(group.height()) + 20.0;
            if group.is_near(shape, 3.0) && shape.width().max(shape.height()) < longest {
                group.include(shape);
            }
        }
    }
}

/// Adds the labels that stand at the edges of a drawing.
fn take_labels(group: &mut Shape, pieces: &[Piece], body_size: f64) {
    for _ in 0..2 {
        let drawn = *group;
        for piece in pieces.iter().filter(|piece| piece.size < 0.95 * body_size && piece.float.is_none()) {
            let label = bounds(piece);
            let short = piece.x1 - piece.x0 < 0.6 * drawn.width() && piece.words() <= 6;
            if short && drawn.is_near(&label, 0.9 * piece.size) && !blocks::is_caption(&piece.text()) {
                group.include(&label);
            }
        }
    }
}

/// Cuts a box where a caption stands in it.
fn leave_caption(group: &mut Shape, pieces: &[Piece]) {
    let whole = *group;
    for piece in pieces.iter().filter(|piece| is_inside(piece, &whole) && blocks::is_caption(&piece.text())) {
        if piece.y > f64::midpoint(whole.y0, whole.y1) {
            group.y1 = group.y1.min(piece.top() - 1.0);
        } else {
            group.y0 = group.y0.max(piece.bottom() + 1.0);
        }
    }
}

pub(super) fn bounds(piece: &Piece) -> Shape {
    Shape { kind: ShapeKind::Drawing, x0: piece.x0, y0: piece.top(), x1: piece.x1, y1: piece.bottom() }
}

/// Whether a group of shapes is large enough for a figure and holds labels, not the page's text.
fn is_figure(group: &Shape, pieces: &[Piece], (width, height): (f64, f64), body_size: f64) -> bool {
    let at_edge = group.y1 < 0.1 * height || group.y0 > 0.93 * height;
    if group.width() < LEAST_WIDTH || group.height() < LEAST_HEIGHT || at_edge || is_background(group, width, height) {
        return false;
    }
    let inside: Vec<&Piece> = pieces.iter().filter(|piece| is_inside(piece, group)).collect();
    let chars = |piece: &&&Piece| piece.spans.iter().map(|span| span.text.len()).sum::<usize>();
    let prose = |piece: &&&Piece| piece.words() >= 6 && piece.size > 0.85 * body_size;
    let headline = inside.iter().any(|piece| piece.size > HEADLINE * body_size && piece.words() >= 3);
    let all: usize = inside.iter().map(|piece| chars(&piece)).sum();
    let read: usize = inside.iter().filter(prose).map(|piece| chars(&piece)).sum();
    let lines = inside.iter().filter(prose).count();
    !headline && (lines < 3 || number(read) < 0.5 * number(all)) && lines < 8
}

/// Horizontal rules, those that touch end to end joined.
pub(super) fn long_rules(shapes: &[Shape]) -> Vec<Shape> {
    let level = |shape: &&Shape| shape.kind == ShapeKind::Rule && shape.width() > shape.height();
    let mut rules: Vec<Shape> = shapes.iter().filter(level).copied().collect();
    rules.sort_by(|a, b| (a.y0.round(), a.x0).partial_cmp(&(b.y0.round(), b.x0)).unwrap_or(std::cmp::Ordering::Equal));
    let mut joined: Vec<Shape> = Vec::new();
    for rule in rules {
        match joined.last_mut() {
            Some(last) if (last.y0 - rule.y0).abs() < 1.2 && rule.x0 < last.x1 + 3.0 => last.include(&rule),
            _ => joined.push(rule),
        }
    }
    joined.retain(|rule| rule.width() > 40.0);
    joined
}

/// Tables between rules of the same length.
fn ruled_tables(pieces: &mut Vec<Piece>, shapes: &[Shape], body_size: f64) -> Vec<Float> {
    let mut rules = long_rules(shapes);
    rules.sort_by(|a, b| a.y0.total_cmp(&b.y0));
    let mut floats = Vec::new();
    while let Some(first) = rules.first().copied() {
        let same = |rule: &Shape| (rule.x0 - first.x0).abs() < SAME_END && (rule.x1 - first.x1).abs() < SAME_END;
        let (group, others): (Vec<Shape>, Vec<Shape>) = rules.into_iter().partition(same);
        rules = others;
        for run in tabular_runs(&group, pieces, body_size) {
            let Some(mut bounds) = run.first().copied() else { continue };
            for rule in &run {
                bounds.include(rule);
            }
            floats.push(ruled_table(bounds, &run, shapes, pieces));
        }
        // What lies between them was taken out, if it is a table by itself.
        if let [.., top, rule] = group.as_slice()
            && let Some(bounds) = open_tables::below(top, rule, pieces)
        {
            floats.push(ruled_table(bounds, &[*top, *rule], shapes, pieces));
        }
    }
    floats
}

/// Takes a table out of the pieces of its page.
fn ruled_table(bounds: Shape, rules: &[Shape], shapes: &[Shape], pieces: &mut Vec<Piece>) -> Float {
    let rows = rules.iter().map(|rule| f64::midpoint(rule.y0, rule.y1)).collect();
    let part = |shape: &&Shape| {
        shape.kind == ShapeKind::Rule
            && shape.width() > shape.height()
            && shape.width() < bounds.width() - 2.0 * SAME_END
            && shape.is_near(&bounds, 0.0)
    };
    let parts = shapes.iter().filter(part).take(MOST_PARTS).copied().collect();
    let rules = Rules { rows, parts };
    Float { kind: BlockKind::Table, bounds, pieces: extract(pieces, &bounds), turned: Vec::new(), rules }
}

/// Runs of rules with nothing but cells between them.
fn tabular_runs(rules: &[Shape], pieces: &[Piece], body_size: f64) -> Vec<Vec<Shape>> {
    let mut runs: Vec<Vec<Shape>> = Vec::new();
    let mut open: Vec<Shape> = Vec::new();
    for rule in rules {
        let goes_on = open.last().is_some_and(|above| is_tabular(above, rule, pieces, body_size));
        if !goes_on {
            runs.push(std::mem::take(&mut open));
        }
        open.push(*rule);
    }
    runs.push(open);
    runs.retain(|run| {
        let mut whole = match run.first() {
            Some(first) if run.len() > 1 => *first,
            _ => return false,
        };
        for rule in run {
            whole.include(rule);
        }
        let inside = pieces.iter().filter(|piece| piece.float.is_none() && is_inside(piece, &whole));
        let rows = lines::build(inside.cloned().collect());
        let cells = rows.iter().filter(|row| tables::cells(row).len() > 1).count();
        rows.len() >= 2 && (cells * 2 >= rows.len() || has_rows(run, &rows))
    });
    runs
}

/// Whether nearly each two rules that follow each other hold a row, whose cells may go on over several lines.
fn has_rows(rules: &[Shape], lines: &[Line]) -> bool {
    let row = |above: &Shape, below: &Shape| {
        let mut within = lines.iter().filter(|line| line.y > above.y1 && line.y < below.y0);
        within.next().is_some_and(|first| tables::cells(first).len() >= LEAST_CELLS)
    };
    let bands = rules.len().saturating_sub(1);
    let rows = rules.windows(2).filter(|pair| matches!(pair, [above, below] if row(above, below))).count();
    bands >= LEAST_BANDS && rows * 10 >= bands * 9
}

/// Rows between rules that make a table, and their cells.
const LEAST_BANDS: usize = 3;
const LEAST_CELLS: usize = 2;
/// Words of a line of text.
const LEAST_PROSE: usize = 7;
/// Labels of what stands at the head of an article, without the spaces between letters.
const HEAD_LABELS: [&str; 7] =
    ["abstract", "résumé", "articleinfo", "articlehistory:", "keywords:", "infoarticle", "motsclés:"];

/// Whether the text between two rules is set in cells. Rules part the head of an article too: its title is larger than the
/// text, its abstract has a label.
fn is_tabular(above: &Shape, below: &Shape, pieces: &[Piece], body_size: f64) -> bool {
    let mut band = *above;
    band.include(below);
    let inside: Vec<&Piece> = pieces.iter().filter(|piece| is_inside(piece, &band)).collect();
    let full = inside.iter().filter(|piece| piece.x1 - piece.x0 > 0.8 * band.width() && piece.words() > 4).count();
    let caption = inside.iter().any(|piece| blocks::is_caption(&piece.text()));
    let large = inside.iter().any(|piece| piece.size > HEADLINE * body_size && piece.words() >= 3);
    let label = inside.iter().any(|piece| {
        let text: String = piece.text().chars().filter(|char| !char.is_whitespace() && *char != '-').collect();
        HEAD_LABELS.contains(&text.to_lowercase().as_str())
    });
    let prose = || inside.iter().filter(|piece| piece.words() >= LEAST_PROSE).count() >= 3;
    let head = large || label && prose();
    !caption && !head && full * 3 <= inside.len()
}
