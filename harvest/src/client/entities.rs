//! Names of HTML entities that repositories put into XML without declaring them (HTML 4.01 §24).

/// Latin-1, in order from U+00A0.
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo", "not", "shy",
    "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot", "cedil", "sup1", "ordm",
    "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig",
    "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve",
    "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN",
    "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc",
    "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml",
    "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];

/// Greek capitals from U+0391; there is none at U+03A2.
const GREEK_CAPITALS: [&str; 25] = [
    "Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota", "Kappa", "Lambda", "Mu", "Nu", "Xi",
    "Omicron", "Pi", "Rho", "", "Sigma", "Tau", "Upsilon", "Phi", "Chi", "Psi", "Omega",
];

/// Greek small letters from U+03B1.
const GREEK: [&str; 25] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "omicron", "pi", "rho", "sigmaf", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
];

/// The rest that occurs in titles and abstracts.
const OTHERS: [(&str, char); 46] = [
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Yuml", 'Ÿ'),
    ("fnof", 'ƒ'),
    ("circ", 'ˆ'),
    ("tilde", '˜'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("dagger", '†'),
    ("Dagger", '‡'),
    ("bull", '•'),
    ("hellip", '…'),
    ("permil", '‰'),
    ("prime", '′'),
    ("Prime", '″'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("euro", '€'),
    ("trade", '™'),
    ("larr", '←'),
    ("rarr", '→'),
    ("harr", '↔'),
    ("part", '∂'),
    ("sum", '∑'),
    ("minus", '−'),
    ("radic", '√'),
    ("infin", '∞'),
    ("asymp", '≈'),
    ("ne", '≠'),
    ("le", '≤'),
    ("ge", '≥'),
    ("sim", '∼'),
    ("int", '∫'),
];

/// The character of an entity that HTML knows and XML does not.
pub(super) fn character(name: &str) -> Option<char> {
    let place = |names: &[&str], first: u32| {
        let index = names.iter().position(|other| *other == name && !name.is_empty())?;
        char::from_u32(first + u32::try_from(index).ok()?)
    };
    let listed = || OTHERS.iter().find(|(other, _)| *other == name).map(|(_, character)| *character);
    place(&LATIN, 0xA0).or_else(|| place(&GREEK_CAPITALS, 0x391)).or_else(|| place(&GREEK, 0x3B1)).or_else(listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_html_stand_for_their_characters() {
        for (name, expected) in [
            ("nbsp", '\u{a0}'),
            ("eacute", 'é'),
            ("Eacute", 'É'),
            ("times", '×'),
            ("szlig", 'ß'),
            ("agrave", 'à'),
            ("yuml", 'ÿ'),
            ("Omega", 'Ω'),
            ("omega", 'ω'),
            ("sigmaf", 'ς'),
            ("beta", 'β'),
            ("rsquo", '’'),
        ] {
            assert_eq!(character(name), Some(expected), "{name}");
        }
        for name in ["", "amp", "lt", "NBSP", "x"] {
            assert_eq!(character(name), None, "{name}");
        }
    }
}
