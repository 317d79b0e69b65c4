//! Formulas as `MathML` that browsers draw and screen readers read (`MathML` Core, W3C).

use askama::filters::{Escaper, Html};

use crate::metadata::jats::{Element, Node};

/// Elements of `MathML` Core that are passed on.
const ELEMENTS: [&str; 27] = [
    "mrow",
    "mi",
    "mn",
    "mo",
    "mtext",
    "ms",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "mstyle",
    "merror",
    "mpadded",
    "mphantom",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "none",
    "mtable",
    "mtr",
    "mtd",
    "menclose",
];
/// Attributes that are passed on, with values of a few safe characters.
const ATTRIBUTES: [&str; 16] = [
    "mathvariant",
    "displaystyle",
    "scriptlevel",
    "linethickness",
    "stretchy",
    "fence",
    "separator",
    "form",
    "largeop",
    "movablelimits",
    "accent",
    "accentunder",
    "columnspan",
    "rowspan",
    "width",
    "lspace",
];

/// A formula within a line.
pub(super) fn inline(math: &Element) -> String {
    formula(math, "inline")
}

/// A formula on lines of its own.
pub(super) fn displayed(math: &Element) -> String {
    formula(math, "block")
}

fn formula(math: &Element, display: &str) -> String {
    let mut html = format!("<math display=\"{display}\">");
    html.push_str("<mrow>");
    inside(math, &mut html);
    html.push_str("</mrow></math>");
    html
}

fn inside(element: &Element, html: &mut String) {
    for node in &element.nodes {
        match node {
            Node::Element(inner) => part(inner, html),
            Node::Text(text) if text.trim().is_empty() => {}
            Node::Text(text) => escaped(text.trim(), html),
        }
    }
}

fn part(element: &Element, html: &mut String) {
    match element.name.as_str() {
        // Beside the formula itself it holds other ways to write it.
        "semantics" => {
            if let Some(first) = element.elements().next() {
                part(first, html);
            }
        }
        "annotation" | "annotation-xml" => {}
        "mfenced" => fenced(element, html),
        name if ELEMENTS.contains(&name) => {
            let name = if name == "menclose" { "mrow" } else { name };
            html.push('<');
            html.push_str(name);
            attributes(element, html);
            html.push('>');
            inside(element, html);
            html.push_str("</");
            html.push_str(name);
            html.push('>');
        }
        _ => {
            html.push_str("<mrow>");
            inside(element, html);
            html.push_str("</mrow>");
        }
    }
}

fn attributes(element: &Element, html: &mut String) {
    for name in ATTRIBUTES {
        let safe =
            |value: &&str| value.len() <= 30 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.%".contains(&b));
        if let Some(value) = element.attribute(name).filter(safe) {
            for part in [" ", name, "=\"", value, "\""] {
                html.push_str(part);
            }
        }
    }
}

/// `mfenced` is not in `MathML` Core: its brackets and commas become operators.
fn fenced(element: &Element, html: &mut String) {
    let operator = |text: &str, html: &mut String| {
        html.push_str("<mo>");
        escaped(text, html);
        html.push_str("</mo>");
    };
    html.push_str("<mrow>");
    operator(element.attribute("open").unwrap_or("("), html);
    for (at, inner) in element.elements().enumerate() {
        if at > 0 {
            operator(",", html);
        }
        part(inner, html);
    }
    operator(element.attribute("close").unwrap_or(")"), html);
    html.push_str("</mrow>");
}

fn escaped(text: &str, html: &mut String) {
    let written = Html.write_escaped_str(html, text);
    debug_assert!(written.is_ok(), "a string takes all text");
}
