//! Addresses that areas of a page link to (ISO 32000-2 §12.5.6.5, §12.6.4.8).

use hayro_syntax::object::dict::keys::ANNOTS;
use hayro_syntax::object::{Array, Dict, Rect, String};
use hayro_syntax::page::Page;

use super::matrix::Matrix;
use super::text_string;

/// Most links that are read from a page.
const MOST_LINKS: usize = 2_000;
/// Longest address in bytes.
const LONGEST: usize = 2_000;

/// An area of a page and the address it leads to, in points from the top left corner.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::extract) struct Link {
    pub(in crate::extract) address: std::string::String,
    pub(in crate::extract) x0: f64,
    pub(in crate::extract) y0: f64,
    pub(in crate::extract) x1: f64,
    pub(in crate::extract) y1: f64,
}

/// The links of a page to addresses outside of the document.
pub(super) fn read(page: &Page<'_>) -> Vec<Link> {
    let turn = Matrix::new(page.initial_transform(true).as_coeffs());
    let annotations = page.raw().get::<Array<'_>>(ANNOTS);
    let dicts = annotations.iter().flat_map(Array::iter::<Dict<'_>>).take(MOST_LINKS);
    dicts.filter_map(|dict| link(&dict, &turn)).collect()
}

fn link(dict: &Dict<'_>, turn: &Matrix) -> Option<Link> {
    let action = dict.get::<Dict<'_>>(b"A".as_slice())?;
    let address = action.get::<String<'_>>(b"URI".as_slice())?;
    let address = address.as_bytes();
    if address.len() > LONGEST {
        return None;
    }
    let area = dict.get::<Rect>(b"Rect".as_slice())?;
    let (ax, ay) = turn.apply(area.x0, area.y0);
    let (bx, by) = turn.apply(area.x1, area.y1);
    Some(Link { address: text_string::decode(address), x0: ax.min(bx), y0: ay.min(by), x1: ax.max(bx), y1: ay.max(by) })
}
