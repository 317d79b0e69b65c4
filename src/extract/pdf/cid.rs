//! Characters of composite fonts that carry no `ToUnicode` map: by predefined `CMaps` and character collections
//! (ISO 32000-2 §9.7.5.2, §9.10.2).

use hayro_font::hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_syntax::object::dict::keys::{
    BASE_FONT, CIDSYSTEMINFO, DESCENDANT_FONTS, ENCODING, FONT_DESC, FONT_FILE, FONT_FILE2, FONT_FILE3, ORDERING,
    REGISTRY, TO_UNICODE, W, W2,
};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};

/// Most codes for which a font may list widths.
const MOST_WIDTHS: u64 = 200_000;

/// Parts of the names of Chinese fonts, in letters, in UTF-8 and in GBK.
const CHINESE_FONTS: [&[u8]; 13] = [
    b"SimSun",
    b"SimHei",
    b"KaiTi",
    b"FangSong",
    b"GB2312",
    "宋体".as_bytes(),
    "黑体".as_bytes(),
    "楷体".as_bytes(),
    "仿宋".as_bytes(),
    b"\xcb\xce\xcc\xe5",
    b"\xba\xda\xcc\xe5",
    b"\xbf\xac\xcc\xe5",
    b"\xb7\xc2\xcb\xce",
];

/// The way from codes to characters over CIDs.
pub(super) struct CidMap {
    encoding: CMap,
    unicode: CMap,
}

impl CidMap {
    /// The map of a composite font whose collection is one of Adobe's.
    pub(super) fn new(font: &Dict<'_>) -> Option<Self> {
        let encoding = read_encoding(font)?;
        let family = encoding.metadata().character_collection.as_ref().map(|collection| collection.family.clone());
        let ucs2 = family.and_then(|family| family.ucs2_cmap()).or_else(|| descendant_family(font)?.ucs2_cmap())?;
        let unicode = CMap::parse(load_embedded(ucs2)?, load_embedded)?;
        Some(Self { encoding, unicode })
    }

    /// The map of a simple font that old Chinese writers showed strings of GBK in: named after one of the fonts that
    /// every Chinese Windows has, and not embedded.
    pub(super) fn of_chinese_font(font: &Dict<'_>) -> Option<Self> {
        let name = font.get::<Name<'_>>(BASE_FONT)?;
        let holds = |part: &&[u8]| name.windows(part.len()).any(|window| window == *part);
        let descriptor = font.get::<Dict<'_>>(FONT_DESC).unwrap_or_default();
        let embedded = [FONT_FILE, FONT_FILE2, FONT_FILE3].into_iter().any(|key| descriptor.contains_key(key));
        let simple = !font.contains_key(DESCENDANT_FONTS) && !font.contains_key(TO_UNICODE);
        if embedded || !simple || !CHINESE_FONTS.iter().any(holds) {
            return None;
        }
        let map = |name| CMap::parse(load_embedded(name)?, load_embedded);
        Some(Self { encoding: map(CMapName::GbkEucH)?, unicode: map(CMapName::AdobeGb1Ucs2)? })
    }

    /// The code at an offset and its length in bytes.
    pub(super) fn read_code(&self, bytes: &[u8], offset: usize) -> Option<(u32, usize)> {
        let taken = bytes.iter().skip(offset).zip(1_u8..=4);
        let mut codes = taken.scan(0_u32, |code, (byte, length)| {
            *code = *code << 8 | u32::from(*byte);
            Some((*code, length))
        });
        codes
            .find(|(code, length)| self.encoding.lookup_cid_code(*code, *length).is_some())
            .map(|(code, length)| (code, usize::from(length)))
    }

    pub(super) fn lookup(&self, code: u32, length: usize) -> Option<BfString> {
        let cid = self.encoding.lookup_cid_code(code, u8::try_from(length).ok()?)?;
        self.unicode.lookup_bf_string(cid)
    }
}

fn read_encoding(font: &Dict<'_>) -> Option<CMap> {
    if let Some(stream) = font.get::<Stream<'_>>(ENCODING) {
        return CMap::parse(&super::size::decode(&stream, 4 << 20).ok()?, load_embedded);
    }
    let name = font.get::<Name<'_>>(ENCODING)?;
    match CMapName::from_bytes(name.as_ref()) {
        CMapName::IdentityH => Some(CMap::identity_h()),
        CMapName::IdentityV => Some(CMap::identity_v()),
        other => CMap::parse(load_embedded(other)?, load_embedded),
    }
}

fn descendant_family(font: &Dict<'_>) -> Option<CidFamily> {
    let descendant = font.get::<Array<'_>>(DESCENDANT_FONTS)?.iter::<Dict<'_>>().next()?;
    let info = descendant.get::<Dict<'_>>(CIDSYSTEMINFO)?;
    let registry = info.get::<PdfString<'_>>(REGISTRY)?;
    let ordering = info.get::<PdfString<'_>>(ORDERING)?;
    Some(CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes()))
}

/// Whether the width arrays of a composite font are of a sound size (a range may claim four thousand million codes).
pub(super) fn has_sane_widths(font: &Dict<'_>) -> bool {
    let Some(descendants) = font.get::<Array<'_>>(DESCENDANT_FONTS) else { return true };
    let Some(descendant) = descendants.iter::<Dict<'_>>().next() else { return true };
    [(W, 1), (W2, 3)].into_iter().all(|(key, values)| {
        descendant.get::<Array<'_>>(key).is_none_or(|array| ranges_total(&array, values) <= MOST_WIDTHS)
    })
}

/// Codes that the `first last value…` entries of a width array cover.
fn ranges_total(array: &Array<'_>, values: usize) -> u64 {
    let mut total = 0_u64;
    let mut numbers: Vec<i64> = Vec::new();
    for object in array.iter::<Object<'_>>() {
        match object {
            Object::Number(number) => numbers.push(number.as_i64()),
            _ => numbers.clear(),
        }
        if numbers.len() == 2 + values {
            if let [first, last, ..] = *numbers.as_slice() {
                total = total.saturating_add(u64::try_from(last.saturating_sub(first)).unwrap_or_default());
            }
            numbers.clear();
        }
    }
    total
}
