//! The fonts of a document, each read once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_font::hayro_cmap::load_embedded;
use hayro_font::{CMapResolverFn, FontCache, FontQuery, FontResolverFn};
use hayro_syntax::object::dict::keys::{
    CID_TO_GID_MAP, ENCODING, FIRST_CHAR, FONT_DESC, FONT_FILE, FONT_FILE2, FONT_FILE3, LAST_CHAR, TO_UNICODE,
};
use hayro_syntax::object::{Array, Dict, Stream};

use super::cid::has_sane_widths;
use super::face::{Face, LazyFont};

/// Most bytes that a font program or a `ToUnicode` map may decode to.
const MOST_FONT_BYTES: u64 = 64 << 20;

/// All fonts met so far.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    font_resolver: FontResolverFn,
    cmap_resolver: CMapResolverFn,
    faces: RefCell<HashMap<(usize, usize), Rc<Face<'a>>>>,
}

impl<'a> Fonts<'a> {
    pub(super) fn new() -> Self {
        Self {
            cache: FontCache::new(),
            font_resolver: Arc::new(|query| {
                Some(match query {
                    FontQuery::Standard(font) => font.get_font_data(),
                    FontQuery::Fallback(query) => query.pick_standard_font().get_font_data(),
                })
            }),
            cmap_resolver: Arc::new(load_embedded),
            faces: RefCell::default(),
        }
    }

    pub(super) fn face(&self, dict: &Dict<'a>) -> Rc<Face<'a>> {
        // Fonts written inline share the number of the object that holds them: only their place tells them apart.
        let key = (dict.data().as_ptr().addr(), dict.data().len());
        if let Some(known) = self.faces.borrow().get(&key) {
            return Rc::clone(known);
        }
        let face = Rc::new(Face::new(dict, self.font(dict.clone())));
        self.faces.borrow_mut().insert(key, Rc::clone(&face));
        face
    }

    fn font(&self, dict: Dict<'a>) -> LazyFont<'a> {
        let (cache, fonts, cmaps) =
            (self.cache.clone(), Arc::clone(&self.font_resolver), Arc::clone(&self.cmap_resolver));
        LazyFont::new(Box::new(move || is_sane(&dict).then(|| cache.font(&dict, &fonts, &cmaps)).flatten()))
    }
}

/// Whether reading the font costs a bounded amount of time and memory.
fn is_sane(dict: &Dict<'_>) -> bool {
    let code = |key| dict.get::<i64>(key).is_none_or(|code| (0..=0xffff).contains(&code));
    let bounded =
        |stream: Option<Stream<'_>>| stream.is_none_or(|stream| super::size::is_bounded(&stream, MOST_FONT_BYTES));
    let descendant = dict
        .get::<Array<'_>>(hayro_syntax::object::dict::keys::DESCENDANT_FONTS)
        .and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    let descriptor = descendant.as_ref().unwrap_or(dict).get::<Dict<'_>>(FONT_DESC).unwrap_or_default();
    code(FIRST_CHAR)
        && code(LAST_CHAR)
        && has_sane_widths(dict)
        && bounded(dict.get(TO_UNICODE))
        && bounded(dict.get(ENCODING))
        && bounded(descendant.as_ref().and_then(|descendant| descendant.get(CID_TO_GID_MAP)))
        && [FONT_FILE, FONT_FILE2, FONT_FILE3].into_iter().all(|key| bounded(descriptor.get(key)))
}
