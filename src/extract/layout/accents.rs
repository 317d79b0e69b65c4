//! Accents that a font prints as glyphs of their own, put back onto their letters (OT1-encoded TeX does this).

use crate::extract::pdf::{Glyph, combining, compose as compose_char};

/// Joins each accent with the letter that it stands on.
pub(super) fn compose(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    if !glyphs.iter().any(|glyph| combining(glyph.char).is_some()) {
        return glyphs;
    }
    let mut out: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut waiting: Option<Glyph> = None;
    for glyph in glyphs {
        if let Some(accent) = waiting.take() {
            match join(&glyph, &accent) {
                Some(joined) => {
                    out.push(joined);
                    continue;
                }
                None => out.push(accent),
            }
        }
        if combining(glyph.char).is_none() {
            out.push(glyph);
            continue;
        }
        match out.last().and_then(|last| join(last, &glyph)) {
            Some(joined) => {
                out.pop();
                out.push(joined);
            }
            None => waiting = Some(glyph),
        }
    }
    out.extend(waiting);
    out
}

/// The letter with the accent, when the accent stands over (or under) it.
fn join(letter: &Glyph, accent: &Glyph) -> Option<Glyph> {
    let reach = 0.35 * letter.size;
    let near = (letter.middle() - accent.middle()).abs() < reach && (letter.y - accent.y).abs() < 0.6 * letter.size;
    let char = near.then(|| compose_char(letter.char, combining(accent.char)?)).flatten()?;
    Some(Glyph { char, ..*letter })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pdf::Style;

    fn glyph(char: char, x0: f64, width: f64) -> Glyph {
        Glyph { char, x0, x1: x0 + width, y: 100.0, size: 10.0, angle: 0, style: Style::default() }
    }

    fn text(glyphs: Vec<Glyph>) -> String {
        compose(glyphs).iter().map(|glyph| glyph.char).collect()
    }

    #[test]
    fn an_accent_before_or_after_its_letter_is_composed() {
        assert_eq!(text(vec![glyph('´', 0.0, 5.0), glyph('e', 0.2, 4.4), glyph('t', 5.0, 3.0)]), "ét");
        assert_eq!(text(vec![glyph('c', 0.0, 4.4), glyph('¸', 0.0, 4.4), glyph('a', 4.4, 5.0)]), "ça");
    }

    #[test]
    fn a_tilde_beside_a_letter_stays() {
        assert_eq!(text(vec![glyph('~', 0.0, 5.0), glyph('n', 5.0, 5.0)]), "~n");
    }
}
