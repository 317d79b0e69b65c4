//! Values of JSON that may be absent or of another kind than promised.

use serde_json::Value;

/// What stands at a path (RFC 6901); nothing where there is none.
pub(super) fn at<'a>(value: &'a Value, path: &str) -> &'a Value {
    value.pointer(path).unwrap_or(&Value::Null)
}

/// A text or a number as text; empty when it is neither.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// A value or all of a list of them, as text.
pub(super) fn texts(value: &Value) -> Vec<String> {
    let all = match value {
        Value::Array(all) => all.iter().map(text).collect(),
        one => vec![text(one)],
    };
    all.into_iter().filter(|text| !text.trim().is_empty()).collect()
}

/// The members of a list; none when it is no list.
pub(super) fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A date as lists of numbers, `{"date-parts": [[2024, 5, 14]]}`, or as a text.
pub(super) fn date(value: &Value) -> String {
    let parts: Vec<_> = list(at(value, "/date-parts/0")).map(text).collect();
    match parts.iter().map(|part| part.parse::<u32>()).collect::<Result<Vec<_>, _>>().as_deref() {
        Ok([year]) => format!("{year:04}"),
        Ok([year, month]) => format!("{year:04}-{month:02}"),
        Ok([year, month, day, ..]) => format!("{year:04}-{month:02}-{day:02}"),
        _ => text(at(value, "/raw")) + &text(at(value, "/literal")),
    }
}

/// Text without the elements of JATS or HTML that services leave in abstracts and titles.
pub(super) fn without_markup(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let named = after.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
        if !named {
            out.push('<');
            rest = after;
        } else if let Some((tag, behind)) = after.split_once('>') {
            let ends_block = matches!(tag.trim_end_matches('/'), "/jats:p" | "/p" | "br" | "/jats:title" | "/title");
            out.push_str(if ends_block { "\n" } else { "" });
            rest = behind;
        } else {
            // No tag ends any more: looking for one at each sign would take as long as the text is, each time.
            out.push('<');
            rest = after;
            break;
        }
    }
    out.push_str(rest);
    out.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
}
