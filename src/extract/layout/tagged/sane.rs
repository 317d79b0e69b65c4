//! Whether the structure tree of a page may be believed.

use std::collections::{BTreeMap, HashMap};

use super::super::floats::Float;
use super::super::number;
use super::super::pieces::Piece;
use super::build::parts;
use super::{chars, element_of};
use crate::extract::pdf::{Element, Role, Shape, ShapeKind};

/// Part of the text that elements must hold.
const LEAST_HELD: f64 = 0.9;
/// Part of the text that may be one element, and the characters from which that counts.
const LARGEST_LUMP: f64 = 0.9;
const LUMP: usize = 1_500;
/// Part of the elements that may stand within others, or above the one before in their column.
const MOST_TANGLED: f64 = 0.1;
/// Most elements of a page that are compared with each other.
const MOST_BOXES: usize = 1_000;

pub(super) fn is_sane(pieces: &[Piece], floats: &[Float], elements: &[Element]) -> bool {
    let (mut all, mut held) = (0, 0);
    let mut lumps: HashMap<u32, usize> = HashMap::new();
    let floating = floats.iter().flat_map(|float| &float.pieces);
    for piece in pieces.iter().chain(floating) {
        let own = chars(piece);
        all += own;
        held += if piece.tag().is_some() { own } else { 0 };
        if let Some((place, _)) = element_of(piece, elements) {
            *lumps.entry(place).or_default() += own;
        }
    }
    let largest = lumps.values().copied().max().unwrap_or_default();
    let lumped = all > LUMP && number(largest) > LARGEST_LUMP * number(all);
    let text: usize = lumps.values().sum();
    !lumps.is_empty()
        && number(held) >= LEAST_HELD * number(all)
        && text * 2 > all
        && !lumped
        && !is_tangled(pieces, elements)
}

/// Whether the tree goes back up its columns again and again, or its elements stand within each other.
fn is_tangled(pieces: &[Piece], elements: &[Element]) -> bool {
    let mut by_element: BTreeMap<u32, Vec<Piece>> = BTreeMap::new();
    for piece in pieces {
        match element_of(piece, elements) {
            Some((_, element)) if matches!(element.role, Role::Cell { .. } | Role::Note) => {}
            Some((place, _)) => by_element.entry(place).or_default().push(piece.clone()),
            None => {}
        }
    }
    let boxes: Vec<Shape> = by_element.into_values().flat_map(parts).filter_map(|part| bounds(&part)).collect();
    let back = boxes.windows(2).filter(|pair| match pair {
        [above, below] => {
            let shared = above.x1.min(below.x1) - above.x0.max(below.x0);
            below.y1 < above.y0 && shared > 0.5 * above.width().min(below.width())
        }
        _ => false,
    });
    let within = boxes.iter().enumerate().filter(|(place, inner)| {
        let (x, y) = (f64::midpoint(inner.x0, inner.x1), f64::midpoint(inner.y0, inner.y1));
        let holds = |outer: &Shape| outer.x0 < x && x < outer.x1 && outer.y0 < y && y < outer.y1;
        boxes.iter().enumerate().any(|(other, outer)| other != *place && holds(outer))
    });
    let most = (MOST_TANGLED * number(boxes.len())).max(1.0);
    number(back.count()) > most || boxes.len() <= MOST_BOXES && number(within.count()) > most
}

fn bounds(part: &[Piece]) -> Option<Shape> {
    let boxes = part.iter().map(|piece| Shape {
        kind: ShapeKind::Frame,
        x0: piece.x0,
        y0: piece.top(),
        x1: piece.x1,
        y1: piece.bottom(),
    });
    boxes.reduce(|mut all, own| {
        all.include(&own);
        all
    })
}
