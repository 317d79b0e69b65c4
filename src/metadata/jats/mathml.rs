//! Formulas in `MathML` as a line of text: fractions with a slash, indices with `_`, powers with `^`.

use super::tree::Element;

/// Operators that stand between two spaces.
const SPACED: [&str; 16] = ["=", "+", "-", "−", "±", "×", "·", "<", ">", "≤", "≥", "≈", "∼", "→", "∈", "≠"];

/// The formula of a `math` element or of a part of it.
pub(super) fn text(element: &Element) -> String {
    let parts: Vec<String> = element.elements().map(text).collect();
    match (element.name.as_str(), parts.as_slice()) {
        ("annotation" | "annotation-xml", _) => String::new(),
        ("mfrac", [above, below]) => format!("{}/{}", grouped(above), grouped(below)),
        // A large operator is set off from what it is applied to.
        ("msub" | "munder", [base, index]) if is_large(base) => format!("{base}_{} ", grouped(index)),
        ("msub" | "munder", [base, index]) => format!("{base}_{}", grouped(index)),
        ("mover", [base, mark]) if accent(mark).is_some() => format!("{base}{}", accent(mark).unwrap_or_default()),
        ("msup" | "mover", [base, power]) => format!("{base}^{}", grouped(power)),
        ("msubsup" | "munderover", [base, index, power]) => {
            let space = if is_large(base) { " " } else { "" };
            format!("{base}_{}^{}{space}", grouped(index), grouped(power))
        }
        ("msqrt", parts) => format!("√{}", grouped(&parts.concat())),
        ("mroot", [radicand, degree]) => format!("{}^(1/{degree})", grouped(radicand)),
        ("mtr", cells) => cells.join(" "),
        ("mtable", rows) => rows.join("; "),
        ("mspace", _) => " ".to_owned(),
        ("mo", []) => operator(&element.raw_text()),
        (_, []) => element.raw_text().trim().to_owned(),
        (_, parts) => parts.concat(),
    }
}

fn operator(text: &str) -> String {
    let text = text.trim();
    if SPACED.contains(&text) { format!(" {text} ") } else { text.to_owned() }
}

/// The combining character of a mark above a letter.
fn accent(mark: &str) -> Option<&'static str> {
    match mark.trim() {
        "¯" | "‾" | "ˉ" | "_" => Some("\u{304}"),
        "^" | "ˆ" => Some("\u{302}"),
        "~" | "˜" | "∼" => Some("\u{303}"),
        "˙" | "." => Some("\u{307}"),
        "→" => Some("\u{20D7}"),
        _ => None,
    }
}

fn is_large(base: &str) -> bool {
    matches!(base.trim(), "∑" | "∏" | "∫" | "⋃" | "⋂")
}

/// One letter or number stands alone; anything longer is put in parentheses.
fn grouped(text: &str) -> String {
    let text = text.trim();
    let single = text.chars().count() == 1 || text.chars().all(|c| c.is_ascii_digit());
    if single { text.to_owned() } else { format!("({text})") }
}

#[cfg(test)]
mod tests {
    use super::super::tree::parse;

    #[test]
    fn fractions_and_indices_keep_their_structure() {
        let formula = "<article xmlns:m='x'><m:math><m:mi>A</m:mi><m:mo>=</m:mo><m:mfrac><m:mrow><m:munder><m:mo>∑</m:mo>\
            <m:mi>k</m:mi></m:munder><m:msub><m:mi>d</m:mi><m:mi>k</m:mi></m:msub></m:mrow><m:mn>12</m:mn></m:mfrac>\
            <m:mo>+</m:mo><m:msqrt><m:mi>x</m:mi><m:mi>y</m:mi></m:msqrt><m:msup><m:mi>e</m:mi><m:mrow><m:mo>-</m:mo>\
            <m:mi>t</m:mi></m:mrow></m:msup></m:math></article>";
        let mean = "<article><math><mover><mi>g</mi><mo>¯</mo></mover></math></article>";
        assert_eq!(parse(mean).unwrap().inline_text(), "ḡ");
        assert_eq!(parse(formula).unwrap().inline_text(), "A = (∑_k d_k)/12 + √(xy)e^(- t)");
    }
}
