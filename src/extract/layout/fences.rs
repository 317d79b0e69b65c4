//! Vertical rules, which part the cells of a table however near to each other they stand.

use std::cmp::Ordering;

use super::floats::long_rules;
use crate::extract::pdf::{Glyph, Shape, ShapeKind};

/// Shortest rule, in points, that parts cells.
const LEAST_HEIGHT: f64 = 5.0;
/// Least room between characters, in parts of their size, in which a rule may stand.
const LEAST_GAP: f64 = 0.2;
/// Distance in points up to which rules meet.
const MEET: f64 = 3.0;

/// The vertical rules of the tables of a page, from left to right.
pub(super) struct Fences(Vec<Shape>);

impl Fences {
    /// Those among the shapes of a page: they end at level rules, unlike the marks of an axis or the bar beside a
    /// changed line.
    pub(super) fn new(shapes: &[Shape]) -> Self {
        let upright =
            |shape: &&Shape| shape.kind == ShapeKind::Rule && shape.height() >= LEAST_HEIGHT.max(3.0 * shape.width());
        let mut rules: Vec<Shape> = shapes.iter().filter(upright).copied().collect();
        if rules.is_empty() {
            return Self(rules);
        }
        rules.sort_by(|a, b| (a.x0.round(), a.y0).partial_cmp(&(b.x0.round(), b.y0)).unwrap_or(Ordering::Equal));
        let mut joined: Vec<Shape> = Vec::new();
        for rule in rules {
            match joined.last_mut() {
                Some(last) if (last.x0 - rule.x0).abs() < 1.2 && rule.y0 < last.y1 + MEET => last.include(&rule),
                _ => joined.push(rule),
            }
        }
        let level: Vec<Shape> = long_rules(shapes);
        let ends_at = |rule: &Shape, y: f64| {
            let meets = |other: &Shape| other.x0 - MEET < rule.x0 && rule.x1 < other.x1 + MEET;
            level.iter().any(|other| (f64::midpoint(other.y0, other.y1) - y).abs() < MEET && meets(other))
        };
        joined.retain(|rule| ends_at(rule, rule.y0) && ends_at(rule, rule.y1));
        joined.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        Self(joined)
    }

    /// Whether a rule stands between two characters of one line.
    pub(super) fn part(&self, left: &Glyph, right: &Glyph) -> bool {
        let touches = right.x0 - left.x1 < LEAST_GAP * left.size;
        if self.0.is_empty() || touches || (left.y - right.y).abs() > 0.5 * left.size || left.angle != 0 {
            return false;
        }
        let middle = left.y - 0.3 * left.size;
        let start = self.0.partition_point(|rule| rule.x0 < left.middle());
        let between = self.0.iter().skip(start).take_while(|rule| rule.x1 < right.middle());
        between.into_iter().any(|rule| rule.y0 < middle && middle < rule.y1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::layout::{lines, number, pieces};
    use crate::extract::pdf::Style;

    fn row(y: f64) -> Vec<Glyph> {
        let glyph = |place: usize, char: char| {
            let x0 = 8.0 * number(place);
            Glyph { char, x0, x1: x0 + 5.0, y, size: 10.0, angle: 0, style: Style::default(), tag: None }
        };
        vec![glyph(0, 'a'), glyph(1, 'b'), glyph(2, 'c')]
    }

    fn cells(rule: Shape) -> Vec<String> {
        let level = |y: f64| Shape { kind: ShapeKind::Rule, x0: 0.0, y0: y, x1: 60.0, y1: y + 0.4 };
        let fences = Fences::new(&[rule, level(90.0), level(103.0), level(123.0)]);
        let lines = lines::build(pieces::gather(row(100.0), &fences));
        lines.first().unwrap().cells().into_iter().map(|(text, ..)| text).collect()
    }

    #[test]
    fn a_vertical_rule_parts_cells_that_stand_near_each_other() {
        let rule = Shape { kind: ShapeKind::Rule, x0: 14.4, y0: 90.0, x1: 14.8, y1: 103.0 };
        assert_eq!(cells(rule), ["a b", "c"]);
        assert_eq!(cells(Shape { y0: 110.0, y1: 123.0, ..rule }), ["a b c"], "a rule below the line");
        assert_eq!(cells(Shape { y0: 97.0, ..rule }), ["a b c"], "the mark of an axis");
        assert_eq!(cells(Shape { kind: ShapeKind::Drawing, ..rule }), ["a b c"], "no rule");
    }
}
