//! The elements that content streams and fonts are full of: numbers and strings, read without a look for references,
//! which they do not hold (ISO 32000-2 §7.3.3, §7.3.4, §7.8.2). What is written in an unusual way is left to the reader
//! of objects.

use std::borrow::Cow;

/// Most digits of a number that are calculated with exactly.
const MOST_DIGITS: usize = 15;
/// What a number is divided by for each digit behind its point.
const TENS: [f64; MOST_DIGITS + 1] =
    [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// An element of an array.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Element<'d> {
    Number(f64),
    /// The bytes of a string.
    Text(Cow<'d, [u8]>),
}

/// The elements of an array's data; `None` when it has to be read as objects.
pub(super) fn elements(data: &[u8]) -> Option<Vec<Element<'_>>> {
    let mut found = Vec::with_capacity(data.len() / 8);
    let mut rest = data.trim_ascii_start();
    while !rest.is_empty() {
        let (element, left) = element(rest)?;
        found.push(element);
        rest = left.trim_ascii_start();
    }
    Some(found)
}

/// The number or string that data starts with, and what follows it.
pub(super) fn element(data: &[u8]) -> Option<(Element<'_>, &[u8])> {
    match data.first()? {
        b'(' | b'<' => text(data).map(|(text, rest)| (Element::Text(text), rest)),
        _ => number(data).map(|(number, rest)| (Element::Number(number), rest)),
    }
}

/// The numbers of an array of nothing else.
pub(super) fn numbers(data: &[u8]) -> Option<Vec<f64>> {
    let mut found = Vec::with_capacity(data.len() / 4);
    let mut rest = data.trim_ascii_start();
    while !rest.is_empty() {
        let (number, left) = number(rest)?;
        found.push(number);
        rest = left.trim_ascii_start();
    }
    Some(found)
}

/// The number that data starts with, and what follows it.
pub(super) fn number(data: &[u8]) -> Option<(f64, &[u8])> {
    let (negative, digits) = match data {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        _ => (false, data),
    };
    let (mut value, mut count, mut point, mut end) = (0_u64, 0, None, digits.len());
    for (place, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                value = value.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                count += 1;
            }
            b'.' if point.is_none() => point = Some(count),
            b' ' | b'\t' | b'\n' | b'\r' | b'(' | b'<' | b'[' | b']' | b'/' => {
                end = place;
                break;
            }
            _ => return None,
        }
    }
    if !(1..=MOST_DIGITS).contains(&count) {
        return None;
    }
    // At most fifteen digits: exact.
    let whole = match u32::try_from(value) {
        Ok(small) => f64::from(small),
        Err(_) => {
            f64::from(u32::try_from(value >> 32).ok()?) * 4_294_967_296.0
                + f64::from(u32::try_from(value & 0xffff_ffff).ok()?)
        }
    };
    let number = whole / TENS.get(count - point.unwrap_or(count))?;
    Some((if negative && (point.is_some() || value != 0) { -number } else { number }, digits.get(end..)?))
}

/// The string that data starts with, in brackets or in hexadecimal digits, and what follows it.
pub(super) fn text(data: &[u8]) -> Option<(Cow<'_, [u8]>, &[u8])> {
    match data.split_first()? {
        (b'(', inner) => {
            let end = inner.iter().position(|byte| matches!(byte, b')' | b'\\' | b'(' | b'\r'))?;
            match inner.get(end)? {
                b')' => Some((Cow::Borrowed(inner.get(..end)?), inner.get(end + 1..)?)),
                _ => literal(inner, end).map(|(text, rest)| (Cow::Owned(text), rest)),
            }
        }
        (b'<', inner) => hexadecimal(inner).map(|(text, rest)| (Cow::Owned(text), rest)),
        _ => None,
    }
}

/// A string with brackets, line ends or escapes in it (ISO 32000-2 §7.3.4.2), of which `plain` bytes have none.
fn literal(data: &[u8], plain: usize) -> Option<(Vec<u8>, &[u8])> {
    let (start, mut rest) = data.split_at_checked(plain)?;
    let mut text = Vec::with_capacity(2 * plain + 16);
    text.extend_from_slice(start);
    let mut depth = 1_u32;
    loop {
        let (byte, after) = rest.split_first()?;
        rest = after;
        match byte {
            b'\\' => rest = escaped(after, &mut text)?,
            b'\r' => {
                rest = after.strip_prefix(b"\n").unwrap_or(after);
                text.push(b'\n');
                continue;
            }
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        match byte {
            b'\\' => {}
            _ if depth == 0 => return Some((text, rest)),
            _ => text.push(*byte),
        }
    }
}

/// Adds what stands behind a backslash; gives what follows it.
fn escaped<'d>(data: &'d [u8], text: &mut Vec<u8>) -> Option<&'d [u8]> {
    let (first, rest) = data.split_first()?;
    text.push(match first {
        b'\r' => return Some(rest.strip_prefix(b"\n").unwrap_or(rest)),
        b'\n' => return Some(rest),
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'f' => 12,
        b'0'..=b'7' => {
            let digits = data.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7'));
            let (value, count) =
                digits.fold((0_u32, 0), |(value, count), byte| (value * 8 + u32::from(byte - b'0'), count + 1));
            text.push(u8::try_from(value).ok()?);
            return data.get(count..);
        }
        other => *other,
    });
    Some(rest)
}

/// A string of hexadecimal digits, two for each byte; the last may be missing (ISO 32000-2 §7.3.4.3).
fn hexadecimal(data: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let end = data.iter().position(|byte| *byte == b'>')?;
    let (digits, rest) = data.split_at_checked(end)?;
    let mut text = Vec::with_capacity(digits.len() / 2 + 1);
    let mut high: Option<u8> = None;
    for byte in digits {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'A'..=b'F' => byte - b'A' + 10,
            b' ' | b'\t' | b'\n' | b'\r' => continue,
            _ => return None,
        };
        match high.take() {
            Some(high) => text.push(high << 4 | digit),
            None => high = Some(digit),
        }
    }
    text.extend(high.map(|high| high << 4));
    Some((text, rest.get(1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &'static [u8]) -> Element<'static> {
        Element::Text(Cow::Borrowed(text))
    }

    #[test]
    fn numbers_and_strings_are_read() {
        let found = elements(b"(ab)-250.5(c\\)\\351\\n) .25 +3<00e9> 7. ").unwrap();
        let number = Element::Number;
        assert_eq!(
            found,
            [text(b"ab"), number(-250.5), text(b"c)\xe9\n"), number(0.25), number(3.0), text(b"\x00\xe9"), number(7.0)]
        );
        assert_eq!(numbers(b" 500 -0.1\n12345678901234 "), Some(vec![500.0, -0.1, 12_345_678_901_234.0]));
    }

    #[test]
    fn strings_with_brackets_line_ends_and_missing_digits_are_read() {
        let found = elements(b"(a(b)c)(d\re\r\nf\ng)(h\\\r\ni\\\nj\\k)(\\0531\\5)<4 1\n5>").unwrap();
        assert_eq!(found, [text(b"a(b)c"), text(b"d\ne\nf\ng"), text(b"hijk"), text(b"+1\x05"), text(b"AP")]);
    }

    #[test]
    fn what_is_unusual_is_left_alone() {
        for data in [
            &b"(a(b)"[..],
            b"(a",
            b"(a\\",
            b"(\\777)",
            b"<0",
            b"<0g>",
            b"1 0 R",
            b"--5",
            b"1-2",
            b"/A",
            b"-",
            b".",
            b"1e5",
            b"1234567890123456",
            b"[1]",
            b"1]",
        ] {
            assert_eq!(elements(data), None, "{}", String::from_utf8_lossy(data));
        }
        assert_eq!(numbers(b"1 (a)"), None);
    }
}
