//! Tests of content streams: plain ones, unusual ones.

use super::*;

/// Instructions in short, and whether all were plain.
fn read(data: &[u8]) -> (Vec<String>, bool) {
    let mut ops = Instructions::new(data);
    let mut found = Vec::new();
    while let Some(op) = ops.next() {
        found.push(match op {
            Op::Font(name, size) => format!("font {} {size}", name.as_str()),
            Op::Move(x, y) => format!("move {x} {y}"),
            Op::Show(text) => format!("show {}", String::from_utf8_lossy(&text)),
            Op::ShowAll => format!("show {:?}", ops.elements().len()),
            Op::MarkWith(name, Properties::Own(dict)) => format!("mark {} {}", name.as_str(), dict.len()),
            Op::MarkWith(name, _) => format!("mark {}", name.as_str()),
            Op::Path(Path::Image) => "image".to_owned(),
            Op::Path(_) => "path".to_owned(),
            Op::Other => "other".to_owned(),
            _ => "?".to_owned(),
        });
    }
    (found, ops.unusual.is_some_and(|_| !ops.rest.trim_ascii().is_empty()))
}

#[test]
fn plain_streams_are_read_in_one_pass() {
    let (found, unusual) = read(
        b"/F1 9.5 Tf\n1 -2 Td(a)Tj[(b)-3(c)]TJ/P <</Lang(fr)>>BDC /Span<</ActualText<FEFF0041>>> BDC 0 0 m 1 g /C cs h",
    );
    assert_eq!(
        found,
        ["font F1 9.5", "move 1 -2", "show a", "show 3", "mark P", "mark Span 1", "path", "other", "other", "other"]
    );
    assert!(!unusual);
}

#[test]
fn what_is_unusual_is_read_all_the_same() {
    for (data, expected) in [
        (&b"(a)Tj % (b)Tj\n(c)Tj"[..], &["show a", "show c"][..]),
        (b"(a)Tj [(b)/N]TJ 1 2 Td", &["show a", "show 1", "move 1 2"]),
        (b"2 /F1 Tf (a)Tj", &["other", "show a"]),
        (b"BI /W 1 /H 1 ID x EI (a)Tj", &["image", "show a"]),
        (b"1 2 3 4 5 6 7 8 9 scn (a)Tj", &["other", "show a"]),
    ] {
        assert_eq!(read(data), (expected.iter().map(ToString::to_string).collect(), true));
    }
}
