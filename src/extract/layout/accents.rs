//! Accents that a font prints as glyphs of their own, put back onto their letters (OT1-encoded TeX does this).

use crate::extract::pdf::{Glyph, combining, compose as compose_char};

/// The stroke through a sign, which TeX sets before it: `≠`, `∉`.
const STROKE: char = '\u{338}';

/// Joins each accent with the letter that it stands on.
pub(super) fn compose(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    if !glyphs.iter().any(|glyph| combining(glyph.char).is_some()) {
        return glyphs;
    }
    let mut out: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut rest = glyphs.into_iter().peekable();
    while let Some(glyph) = rest.next() {
        if glyph.char == STROKE
            && let Some(sign) = rest.peek().copied()
            && let Some(struck) = strike(&sign, &glyph)
        {
            rest.next();
            out.push(struck);
            continue;
        }
        let variable = rest.peek().filter(|letter| letter.style.is_math() && stands_over(letter, &glyph));
        if let Some(letter) = variable.copied() {
            // The accents of formulas are signs: a tilde makes another variable, not another letter.
            let Glyph { x0, y, size, style, .. } = letter;
            out.push(Glyph { x0, x1: x0, y, size, style, ..glyph });
            continue;
        }
        let before = out.last().and_then(|letter| join(letter, &glyph));
        let after = rest.peek().and_then(|letter| join(letter, &glyph));
        match (before, after) {
            (Some(joined), None) => replace_last(&mut out, joined),
            (Some(joined), Some(other)) if distance(&joined, &glyph) < distance(&other, &glyph) => {
                replace_last(&mut out, joined);
            }
            (_, Some(joined)) => {
                rest.next();
                out.push(joined);
            }
            (None, None) => out.push(glyph),
        }
    }
    out
}

/// The sign with the stroke that stands through it.
fn strike(sign: &Glyph, stroke: &Glyph) -> Option<Glyph> {
    let through = (sign.x0 - stroke.x0).abs() < 0.6 * sign.size && (sign.y - stroke.y).abs() < 0.6 * sign.size;
    let char = through.then(|| compose_char(sign.char, STROKE)).flatten()?;
    Some(Glyph { char, ..*sign })
}

fn replace_last(out: &mut [Glyph], joined: Glyph) {
    if let Some(last) = out.last_mut() {
        *last = joined;
    }
}

fn distance(letter: &Glyph, accent: &Glyph) -> f64 {
    (letter.middle() - accent.middle()).abs()
}

/// Whether a glyph is an accent that stands over (or under) a letter.
fn stands_over(letter: &Glyph, accent: &Glyph) -> bool {
    combining(accent.char).is_some()
        && letter.char.is_alphabetic()
        && distance(letter, accent) < 0.35 * letter.size
        && (letter.y - accent.y).abs() < 0.6 * letter.size
}

/// The letter with the accent, when the accent stands over it.
fn join(letter: &Glyph, accent: &Glyph) -> Option<Glyph> {
    let mark = combining(accent.char)?;
    let stands = stands_over(letter, accent) && !letter.style.is_math();
    let char = stands.then(|| compose_char(letter.char, mark)).flatten()?;
    Some(Glyph { char, ..*letter })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pdf::{MadeFor, Style};

    fn glyph(char: char, x0: f64, width: f64) -> Glyph {
        Glyph { char, x0, x1: x0 + width, y: 100.0, size: 10.0, angle: 0, style: Style::default(), tag: None }
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
    fn a_stroke_before_its_sign_strikes_it() {
        let struck = |sign| text(vec![glyph('x', 0.0, 5.0), glyph(STROKE, 8.0, 0.0), glyph(sign, 8.0, 7.8)]);
        assert_eq!([struck('='), struck('∈'), struck('r')], ["x≠", "x∉", "x\u{338}r"]);
        assert_eq!(text(vec![glyph(STROKE, 8.0, 0.0), glyph('=', 30.0, 7.8)]), "\u{338}=");
    }

    #[test]
    fn a_tilde_beside_a_letter_stays() {
        assert_eq!(text(vec![glyph('~', 0.0, 5.0), glyph('n', 5.0, 5.0)]), "~n");
    }

    #[test]
    fn an_accent_between_two_letters_goes_to_the_nearer_one() {
        assert_eq!(text(vec![glyph('i', 0.0, 2.8), glyph('´', 2.4, 5.0), glyph('s', 2.9, 3.9)]), "iś");
        assert_eq!(text(vec![glyph('s', 0.0, 3.9), glyph('´', 0.1, 4.0), glyph('i', 4.0, 2.8)]), "śi");
    }

    #[test]
    fn the_accents_of_variables_stay_signs() {
        let style = Style { made_for: MadeFor::Formulas, ..Style::default() };
        let variable = Glyph { style, ..glyph('O', 0.2, 7.0) };
        let raised = Glyph { y: 97.0, ..glyph('˜', 1.0, 5.0) };
        let glyphs = compose(vec![raised, variable]);
        let placed: Vec<(char, f64)> = glyphs.iter().map(|glyph| (glyph.char, glyph.y)).collect();
        assert_eq!(placed, [('˜', 100.0), ('O', 100.0)]);
    }
}
