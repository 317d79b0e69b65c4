//! Draws regions of a page to pixels.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::font::FontQuery;
use hayro::hayro_interpret::util::TransformExt;
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};
use hayro_syntax::page::Page;

use super::document::Document;
use crate::domain::extraction::Rect;

/// Most pixels of a side.
const MOST_PIXELS: f64 = 4_000.0;

/// Pixels of a region on white ground.
pub(in crate::extract) struct Raster {
    pub(in crate::extract) width: u32,
    pub(in crate::extract) height: u32,
    /// Red, green and blue of each pixel, row by row.
    pub(in crate::extract) pixels: Vec<[u8; 3]>,
}

/// Draws regions of one page, which share its fonts and glyphs.
pub(in crate::extract) struct Artist<'a> {
    page: &'a Page<'a>,
    cache: RenderCache<'a>,
    settings: InterpreterSettings,
    /// Set when the page asks for a font that neither it nor this program has.
    lacks_font: Arc<AtomicBool>,
}

impl Document {
    /// Somebody who draws a page (counted from 0); none when there is no such page.
    pub(in crate::extract) fn artist(&self, index: usize) -> Option<Artist<'_>> {
        let page = self.page(index)?;
        let lacks_font = Arc::new(AtomicBool::new(false));
        let lacking = Arc::clone(&lacks_font);
        let settings = InterpreterSettings {
            font_resolver: Arc::new(move |query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(font) => {
                    // The embedded fonts are Latin ones: Chinese drawn with them would be nonsense.
                    if font.character_collection.is_some() {
                        lacking.store(true, Ordering::Relaxed);
                    }
                    Some(font.pick_standard_font().get_font_data())
                }
            }),
            ..InterpreterSettings::default()
        };
        Some(Artist { page, cache: RenderCache::new(), settings, lacks_font })
    }
}

impl Artist<'_> {
    /// The pixels of a region at a number of pixels a point; `None` where a font lacks or nothing is drawn.
    pub(in crate::extract) fn draw(&self, area: &Rect, pixels_per_point: f64) -> Option<Raster> {
        let side = |from: f32, to: f32| pixels((f64::from(to) - f64::from(from)) * pixels_per_point);
        let (width, height) = (side(area.x0, area.x1)?, side(area.y0, area.y1)?);
        let transform = Affine::scale(pixels_per_point)
            * Affine::translate((-f64::from(area.x0), -f64::from(area.y0)))
            * self.page.initial_transform(true).to_kurbo();
        let mut context = RenderContext::new(width, height);
        render_into(self.page, &self.cache, &self.settings, &RenderSettings::default(), &mut context, transform);
        context.flush();
        let mut pixmap = Pixmap::new(width, height);
        let ground = RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..RasterizerSettings::default() };
        context.render_with(&mut pixmap, &mut Resources::default(), ground);
        let pixels: Vec<[u8; 3]> = pixmap.data().iter().map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
        let first = pixels.first().copied();
        let blank = pixels.iter().all(|pixel| Some(*pixel) == first);
        let lacks_font = self.lacks_font.load(Ordering::Relaxed);
        (!blank && !lacks_font).then_some(Raster { width: width.into(), height: height.into(), pixels })
    }
}

fn pixels(length: f64) -> Option<u16> {
    let whole = length.round();
    if !(1.0..=MOST_PIXELS).contains(&whole) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 4,000")]
    let whole = whole as u16;
    Some(whole)
}
