//! Orders of glyphs that fonts keep when a writer shows them by glyph number and tells no characters.
//!
//! Most fonts have the letters of ASCII in a row, at a place that differs from foundry to foundry; the widths of the
//! letters tell where. The Latin Modern fonts have an order of their own and are known by name.

use std::collections::HashMap;

use super::mac_order;

/// Widths of A–Z and a–z in thousandths: the mean of Times-Roman and Helvetica (Adobe Core 14 font metrics).
const WIDTHS: [f64; 52] = [
    694.5, 667.0, 694.5, 722.0, 639.0, 583.5, 750.0, 722.0, 305.5, 444.5, 694.5, 583.5, 861.0, 722.0, 750.0, 611.5,
    750.0, 694.5, 611.5, 611.0, 722.0, 694.5, 944.0, 694.5, 694.5, 611.0, 500.0, 528.0, 472.0, 528.0, 500.0, 305.5,
    528.0, 528.0, 250.0, 250.0, 500.0, 250.0, 805.5, 528.0, 528.0, 528.0, 528.0, 333.0, 444.5, 278.0, 528.0, 500.0,
    722.0, 500.0, 500.0, 472.0,
];
/// Farthest that a letter's code is from its glyph: no font has more signs before the letters.
const MOST_SHIFT: u32 = 64;
/// Letters whose widths are needed to tell an order.
const LEAST_LETTERS: usize = 15;
const LEAST_CAPITALS: usize = 6;
/// Signs between Z and a in ASCII, which fonts that have the letters first put elsewhere.
const SIGNS_BETWEEN: u32 = 6;
/// Correlation of widths from which they are those of letters. Fonts of the same order have .93 and more, the next
/// best place has .83 at most.
const LEAST_LIKENESS: f64 = 0.92;
const LEAST_LEAD: f64 = 0.1;
/// Shift of the fonts that follow the Macintosh order above ASCII too.
const MACINTOSH: u32 = 29;

/// How the glyphs of a font stand in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GlyphOrder {
    /// ASCII in a row, each character so many numbers above its glyph.
    Ascii(u32),
    /// The letters alone, a–z right after A–Z; capitals are so many numbers above their glyphs.
    Letters(u32),
    /// The Macintosh order, accented letters among it.
    Macintosh,
    /// That of the Latin Modern fonts, with the ligatures of ff or without.
    LatinModern { ligatures: bool },
}

impl GlyphOrder {
    /// The order of a font known by its name.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let plain = name.split_once('+').map_or(name, |(_, rest)| rest);
        let known = ["LMRoman", "LMSans", "LMMono"].iter().any(|family| plain.starts_with(family));
        let fixed = plain.starts_with("LMMono") && !plain.starts_with("LMMonoProp");
        known.then_some(Self::LatinModern { ligatures: !fixed && !plain.starts_with("LMRomanCaps") })
    }

    /// The order that the widths of glyphs tell.
    pub(super) fn of_widths(widths: &HashMap<u32, f64>) -> Option<Self> {
        if let Some(shift) = best_shift(widths, 0) {
            let accents = shift == MACINTOSH && has_macintosh_accents(widths);
            return Some(if accents { Self::Macintosh } else { Self::Ascii(shift) });
        }
        best_shift(widths, SIGNS_BETWEEN).map(Self::Letters)
    }

    /// The character of a glyph.
    pub(super) fn char(self, glyph: u32) -> Option<char> {
        match self {
            Self::Ascii(shift) => char::from_u32(glyph.checked_add(shift)?).filter(|char| matches!(char, ' '..='~')),
            Self::Letters(shift) => {
                let is = |code: u32, test: fn(&char) -> bool| char::from_u32(code).filter(test);
                let code = glyph.checked_add(shift)?;
                is(code, char::is_ascii_uppercase).or_else(|| is(code + SIGNS_BETWEEN, char::is_ascii_lowercase))
            }
            Self::Macintosh => mac_order::char(glyph),
            Self::LatinModern { ligatures } => latin_modern(glyph, ligatures),
        }
    }
}

/// How far the letters' codes are above their glyphs, when the widths tell: small letters stand `skipped` numbers
/// nearer to the capitals than in ASCII.
fn best_shift(widths: &HashMap<u32, f64>, skipped: u32) -> Option<u32> {
    let mut found: Vec<(f64, u32)> =
        (0..=MOST_SHIFT).filter_map(|shift| Some((likeness(widths, shift, skipped)?, shift))).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (best, shift) = *found.first()?;
    let next = found.get(1).map_or(0.0, |next| next.0);
    (best >= LEAST_LIKENESS && best - next >= LEAST_LEAD).then_some(shift)
}

/// Correlation between the widths of the letters at a place and those of letters; `None` for too few, or for too few
/// capitals to tell that small letters follow them.
fn likeness(widths: &HashMap<u32, f64>, shift: u32, skipped: u32) -> Option<f64> {
    let capitals = (u32::from('A')..).take(26);
    let there = capitals.clone().filter(|letter| letter.checked_sub(shift).is_some_and(|at| widths.contains_key(&at)));
    if skipped > 0 && there.count() < LEAST_CAPITALS {
        return None;
    }
    let letters = capitals.chain((u32::from('a') - skipped..).take(26));
    let known = letters.zip(WIDTHS).filter_map(|(letter, wanted)| {
        let width = widths.get(&letter.checked_sub(shift)?).copied().filter(|width| *width > 0.0)?;
        Some((width, wanted))
    });
    let pairs: Vec<(f64, f64)> = known.collect();
    if pairs.len() < LEAST_LETTERS {
        return None;
    }
    let count = f64::from(u32::try_from(pairs.len()).ok()?);
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / count;
    let (left, right) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|(a, b)| of(a - left, b - right)).sum::<f64>();
    let spread = (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt();
    (spread > 0.0).then(|| sum(&|a, b| a * b) / spread)
}

/// Whether the glyphs that would be accented letters are as wide as their letters are.
fn has_macintosh_accents(widths: &HashMap<u32, f64>) -> bool {
    let width = |glyph: Option<u32>| widths.get(&glyph?).copied().filter(|width| *width > 0.0);
    let pairs = [('é', 'e'), ('è', 'e'), ('ê', 'e'), ('à', 'a'), ('â', 'a'), ('ç', 'c'), ('ô', 'o'), ('ù', 'u')];
    let known: Vec<(f64, f64)> = pairs
        .into_iter()
        .filter_map(|(accented, plain)| width(mac_order::glyph(accented)).zip(width(mac_order::glyph(plain))))
        .collect();
    known.len() >= 3 && known.iter().all(|(accented, plain)| (accented - plain).abs() <= 0.01 * plain)
}

/// First glyph of [`LATIN_MODERN`].
const LATIN_MODERN_START: u32 = 27;
/// Place of the ligatures in it, and how many there are.
const LIGATURES: (u32, u32) = (95, 5);
/// Characters of the Latin Modern fonts (2.004) in the order of their glyphs; a space for glyphs without one.
const LATIN_MODERN: &str = concat!(
    r##"Aa&^~*@Bb\|{}[]Cc:,Dd$Ee8=!Ff54Gg`>Hh-IiJjKkLl<MmNn9#Oo1Pp()%.+Qq?"'RrSs;76/ Tt32Uu_VvWwXxYyZz0ﬀﬃﬄﬁﬂÁáĂăẮắẶặẰằ"##,
    r##"ẲẳẴẵǍǎÂâẤấẬậẦầẨẩẪẫ´ ȀȁÄäẠạÆæǼǽÀàẢảΑĀā∢〈〉ĄąÅåǺǻ↓←→↑∗Ãã฿Β␢˘    ¦•Ććˇ ČčÇçĈĉĊċ¸¢℃Χˆ ₡ ©¤†‡⟦⟧ ‖ĎďĐđḌḍ°Δ⌀¨ ⁒÷⚮Ḏḏ₫˙ "##,
    r##" ıȷÉéĔĕĚěÊêẾếỆệỀềỂểỄễȄȅËëĖėẸẹÈèẺẻ…Ēē—–ŊŋĘęΕƎɘ℮ΗÐðẼẽǝ€¡ƒ⁄∕ǴǵΓĞğǦǧĜĝĢģĠġß «»‹›ĦħḪḫĤĥḦḧḤḥ ˝ ÍíĬĭǏǐÎîȈȉÏïḮḯİỊịÌìỈỉ"##,
    r##"ĲĳĪī∞‽ĮįΙĨĩǰĴĵΚĶķĹĺΛĽľĻļĿŀḶḷḸḹ ₤¬ſŁł¯  ⚭Ṃṃ℧−Μµ×♪Ńń₦ ŇňŅņṄṅṆṇÑñΝ№ÓóŎŏǑǒÔôỐốỘộỒồỔổỖỗȌȍÖöỌọŒœ˛ÒòΩỎỏƠơỚớỢợỜờỞởỠỡŐő"##,
    r##"ŌōΩΟ½¼¹Ǫǫ◦ªºØøǾǿÕõ¶·‱‰₱ΦΠ±Ψ℗¿⁅⁆„“”‘’‚Ŕŕ√ŘřŖŗȐȑṘṙṚṛṜṝ℞※®Ρ˚ ʿʾŚśŠšŞşəŜŝȘșṢṣ§℠ Σ£ΤŤťŢţȚțẗṬṭΘÞþ¾³⁀˜  Ṯṯ™²ÚúŬŭǓǔÛûȔ"##,
    r##"ȕÜüǗǘǙǚǛǜỤụÙùỦủƯưỨứỰựỪừỬửỮữŰűŪū‿⁔‐‑␣ŲųΥŮůŨũẂẃŴŵẄẅẀẁ₩ΞÝýŶŷŸÿỴỵ¥ỲỳỶỷỸỹŹźŽžŻżẒẓΖ"##,
);

fn latin_modern(glyph: u32, ligatures: bool) -> Option<char> {
    let place = glyph.checked_sub(LATIN_MODERN_START)?;
    let place = if ligatures || place < LIGATURES.0 { place } else { place + LIGATURES.1 };
    LATIN_MODERN.chars().nth(usize::try_from(place).ok()?).filter(|char| *char != ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(shift: u32) -> HashMap<u32, f64> {
        let codes = (u32::from('A')..).take(26).chain((u32::from('a')..).take(26));
        // Another typeface than those measured: wider, and every other letter a little narrower.
        codes.zip(WIDTHS).map(|(code, width)| (code - shift, 1.1 * width - f64::from(code % 2) * 25.0)).collect()
    }

    #[test]
    fn the_place_of_the_letters_is_told_by_their_widths() {
        assert_eq!(GlyphOrder::of_widths(&letters(31)), Some(GlyphOrder::Ascii(31)));
        assert_eq!(GlyphOrder::Ascii(31).char(34), Some('A'));
        assert_eq!(GlyphOrder::Ascii(31).char(96), None);
    }

    #[test]
    fn letters_without_signs_between_are_told_too() {
        let ascii = letters(63);
        let small = |glyph: u32| if glyph + 63 >= u32::from('a') { glyph - SIGNS_BETWEEN } else { glyph };
        let widths: HashMap<u32, f64> = ascii.into_iter().map(|(glyph, width)| (small(glyph), width)).collect();
        let order = GlyphOrder::of_widths(&widths);
        assert_eq!(order, Some(GlyphOrder::Letters(63)));
        assert_eq!(
            [2, 27, 28, 53, 54].map(|glyph| order.unwrap().char(glyph)),
            [Some('A'), Some('Z'), Some('a'), Some('z'), None]
        );
    }

    #[test]
    fn widths_that_are_no_letters_tell_nothing() {
        let even: HashMap<u32, f64> = (0..200).map(|glyph| (glyph, 600.0)).collect();
        let odd: HashMap<u32, f64> = (0..200).map(|glyph| (glyph, f64::from(glyph * 7_919 % 500) + 250.0)).collect();
        let few: HashMap<u32, f64> = letters(31).into_iter().filter(|(glyph, _)| *glyph < 45).collect();
        assert_eq!([even, odd, few].map(|widths| GlyphOrder::of_widths(&widths)), [None; 3]);
    }

    #[test]
    fn accents_follow_the_macintosh_only_where_their_widths_do() {
        let mut widths = letters(29);
        assert_eq!(GlyphOrder::of_widths(&widths), Some(GlyphOrder::Ascii(29)));
        for (accented, plain) in [('é', 'e'), ('à', 'a'), ('ç', 'c')] {
            let width = widths.get(&mac_order::glyph(plain).unwrap()).copied().unwrap();
            widths.insert(mac_order::glyph(accented).unwrap(), width);
        }
        assert_eq!(GlyphOrder::of_widths(&widths), Some(GlyphOrder::Macintosh));
        assert_eq!(GlyphOrder::Macintosh.char(112), Some('é'));
    }

    #[test]
    fn latin_modern_is_known_by_name() {
        let text = |name: &str, glyphs: &[u32]| -> String {
            let order = GlyphOrder::of_name(name).unwrap();
            glyphs.iter().filter_map(|glyph| order.char(*glyph)).collect()
        };
        assert_eq!(text("ABCDEF+LMRoman10-Regular", &[65, 77, 105, 96, 81, 47, 122, 127]), "IntrodﬀÁ");
        assert_eq!(text("LMMono10-Regular", &[65, 77, 122]), "InÁ");
        assert_eq!(GlyphOrder::of_name("ABCDEF+Times-Roman"), None);
    }
}
