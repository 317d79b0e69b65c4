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
    let data = if let Some(colours) = palette(&raster.pixels) {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(colours.keys().flatten().copied().collect::<Vec<u8>>());
        encoder.set_filter(png::Filter::NoFilter);
        raster.pixels.iter().map(|pixel| colours.get(pixel).copied().unwrap_or_default()).collect()
    } else {
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_filter(png::Filter::Adaptive);
        raster.pixels.as_flattened().to_vec()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn raster(colours: u32) -> Raster {
        let pixels = (0..40 * 30_u32).map(|at| {
            let [.., high, low] = (at % colours).to_be_bytes();
            [high, low, 200]
        });
        Raster { width: 40, height: 30, pixels: pixels.collect() }
    }

    /// The kind of a PNG file and its pixels as red, green and blue.
    fn decoded(png: &[u8]) -> (png::ColorType, Vec<u8>) {
        let kind = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap().info().color_type;
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut data).unwrap();
        (kind, data)
    }

    #[test]
    fn few_colours_make_a_palette_and_many_none_and_no_pixel_changes() {
        for (colours, kind) in
            [(2, png::ColorType::Indexed), (256, png::ColorType::Indexed), (257, png::ColorType::Rgb)]
        {
            let raster = raster(colours);
            let (found, data) = decoded(&encode(&raster).unwrap());
            assert_eq!(found, kind, "{colours} colours");
            assert!(data == raster.pixels.as_flattened(), "{colours} colours");
        }
    }

    #[test]
    fn what_is_no_pdf_and_pages_that_are_not_there_are_refused() {
        let area = Rect { x0: 0.0, y0: 0.0, x1: 10.0, y1: 10.0 };
        let drawing = Drawing { page: 1, areas: vec![area] };
        assert_eq!(draw(b"hello", &drawing), Err(ExtractionFailure::WrongType));
        assert_eq!(draw(b"", &drawing), Err(ExtractionFailure::Empty));
    }
}
