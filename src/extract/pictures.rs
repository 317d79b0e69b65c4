//! Pictures of regions of a page, as PNG files (W3C PNG, third edition).
//!
//! Called in the limited child process alone: a page may hold anything. Pages of a few colours, which drawings and
//! formulas are, become palettes; photographs that grow too large are drawn with fewer pixels.

use std::collections::BTreeMap;

use super::pdf::{Artist, Raster};
use super::{guard, open};
use crate::domain::Drawing;
use crate::domain::extraction::{ExtractionFailure, Rect};

/// Version of what is drawn and how; a change of either makes pictures anew.
pub const PAINTER_VERSION: &str = "hayro-0.9.0-1";

/// Pixels a point: twice what the reading page shows (1.75), for dense screens and a first enlargement.
const DENSITY: f64 = 3.5;
/// Most pixels of a side at full density: twice the width of the text column.
const WIDEST: f64 = 1_650.0;
/// Largest picture in bytes; a larger one is drawn again with fewer pixels.
const MOST_BYTES: usize = 400_000;
/// Fewest pixels a point that are tried.
const LEAST_DENSITY: f64 = 1.0;
/// Colours of a palette (PNG §11.2.2).
const PALETTE: usize = 256;

/// Draws regions of a page; one PNG file each, empty where nothing could be drawn.
///
/// # Errors
/// When the file cannot be opened or has no such page.
pub fn draw(bytes: &[u8], drawing: &Drawing) -> Result<Vec<Vec<u8>>, ExtractionFailure> {
    let document = open(bytes)?;
    let index = usize::try_from(drawing.page).ok().and_then(|page| page.checked_sub(1));
    let artist = guard(|| index.and_then(|index| document.artist(index))).flatten();
    let artist = artist.ok_or(ExtractionFailure::Damaged)?;
    Ok(drawing.areas.iter().map(|area| guard(|| picture(&artist, area)).flatten().unwrap_or_default()).collect())
}

/// The picture of a region, with as many pixels as its size allows.
fn picture(artist: &Artist<'_>, area: &Rect) -> Option<Vec<u8>> {
    let longest = f64::from((area.x1 - area.x0).max(area.y1 - area.y0)).max(1.0);
    let mut density = DENSITY.min(WIDEST / longest);
    loop {
        let png = encode(&artist.draw(area, density)?)?;
        let smaller = density / 1.5;
        if png.len() <= MOST_BYTES || smaller < LEAST_DENSITY {
            return (png.len() <= 4 * MOST_BYTES).then_some(png);
        }
        density = smaller;
    }
}

fn encode(raster: &Raster) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, raster.width, raster.height);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let data = match palette(&raster.pixels) {
        Some(colours) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(colours.keys().flatten().copied().collect::<Vec<u8>>());
            encoder.set_filter(png::Filter::NoFilter);
            raster.pixels.iter().map(|pixel| colours.get(pixel).copied().unwrap_or_default()).collect()
        }
        None => {
            encoder.set_color(png::ColorType::Rgb);
            encoder.set_filter(png::Filter::Adaptive);
            raster.pixels.as_flattened().to_vec()
        }
    };
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&data).ok()?;
    writer.finish().ok()?;
    Some(file)
}

/// The colours of a picture with their places in the palette, when they are few enough for one.
fn palette(pixels: &[[u8; 3]]) -> Option<BTreeMap<[u8; 3], u8>> {
    let mut colours: BTreeMap<[u8; 3], u8> = BTreeMap::new();
    let mut last = None;
    for pixel in pixels {
        if last == Some(pixel) {
            continue;
        }
        last = Some(pixel);
        colours.entry(*pixel).or_default();
        if colours.len() > PALETTE {
            return None;
        }
    }
    for (place, index) in colours.values_mut().zip(0..=u8::MAX) {
        *place = index;
    }
    Some(colours)
}
