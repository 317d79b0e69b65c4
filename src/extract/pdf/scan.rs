//! The elements of arrays that content streams and fonts are full of: numbers and strings, read without a look for
//! references, which they do not hold (ISO 32000-2 §7.3.3, §7.3.4, §7.8.2). What is written in an unusual way is left
//! to the reader of objects.

/// Most digits of a number that are calculated with exactly.
const MOST_DIGITS: u32 = 15;

/// An element of an array.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Element {
    Number(f64),
    /// The bytes of a string.
    Text(Vec<u8>),
}

/// The elements of an array's data; `None` when it has to be read as objects.
pub(super) fn elements(data: &[u8]) -> Option<Vec<Element>> {
    let mut found = Vec::with_capacity(data.len() / 4);
    let mut rest = data;
    loop {
        rest = rest.trim_ascii_start();
        let Some((first, after)) = rest.split_first() else { return Some(found) };
        let (element, left) = match first {
            b'(' => literal(after)?,
            b'<' => hexadecimal(after)?,
            _ => number(rest)?,
        };
        found.push(element);
        rest = left;
    }
}

/// The numbers of an array of nothing else.
pub(super) fn numbers(data: &[u8]) -> Option<Vec<f64>> {
    let mut found = Vec::with_capacity(data.len() / 4);
    let mut rest = data.trim_ascii_start();
    while !rest.is_empty() {
        let (Element::Number(number), left) = number(rest)? else { return None };
        found.push(number);
        rest = left.trim_ascii_start();
    }
    Some(found)
}

fn number(data: &[u8]) -> Option<(Element, &[u8])> {
    let (sign, digits) = match data.split_first()? {
        (b'-', rest) => (-1.0, rest),
        (b'+', rest) => (1.0, rest),
        _ => (1.0, data),
    };
    let (mut value, mut count, mut places) = (0_u64, 0_u32, None::<u32>);
    let mut rest = digits;
    while let Some((byte, after)) = rest.split_first() {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + u64::from(byte - b'0');
                count += 1;
                places = places.map(|places| places + 1);
            }
            b'.' if places.is_none() => places = Some(0),
            b' ' | b'\t' | b'\n' | b'\r' | b'(' | b'<' => break,
            _ => return None,
        }
        if count > MOST_DIGITS {
            return None;
        }
        rest = after;
    }
    let tens = 10_f64.powi(i32::try_from(places.unwrap_or(0)).ok()?);
    // At most fifteen digits: exact.
    let whole = f64::from(u32::try_from(value >> 32).ok()?) * 4_294_967_296.0
        + f64::from(u32::try_from(value & 0xffff_ffff).ok()?);
    (count > 0).then_some((Element::Number(sign * whole / tens), rest))
}

/// A string in brackets; one with brackets, line ends or unknown escapes in it is left alone.
fn literal(data: &[u8]) -> Option<(Element, &[u8])> {
    let mut text = Vec::new();
    let mut rest = data;
    loop {
        let special = rest.iter().position(|byte| matches!(byte, b')' | b'\\' | b'(' | b'\r'))?;
        let (plain, after) = rest.split_at_checked(special)?;
        text.extend_from_slice(plain);
        let (byte, after) = after.split_first()?;
        rest = match byte {
            b')' => return Some((Element::Text(text), after)),
            b'\\' => {
                let (byte, after) = escaped(after)?;
                text.push(byte);
                after
            }
            _ => return None,
        };
    }
}

fn escaped(data: &[u8]) -> Option<(u8, &[u8])> {
    let (first, rest) = data.split_first()?;
    let byte = match first {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'f' => 12,
        b'(' | b')' | b'\\' => *first,
        b'0'..=b'7' => {
            let digits = data.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7'));
            let (value, count) =
                digits.fold((0_u32, 0), |(value, count), byte| (value * 8 + u32::from(byte - b'0'), count + 1));
            return Some((u8::try_from(value).ok()?, data.get(count..)?));
        }
        _ => return None,
    };
    Some((byte, rest))
}

/// A string of hexadecimal digits, two for each byte.
fn hexadecimal(data: &[u8]) -> Option<(Element, &[u8])> {
    let end = data.iter().position(|byte| *byte == b'>')?;
    let (digits, rest) = data.split_at_checked(end)?;
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let pair = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(digit(high)? << 4 | digit(low)?).ok(),
        _ => None,
    };
    let text = digits.chunks(2).map(pair).collect::<Option<Vec<u8>>>()?;
    Some((Element::Text(text), rest.get(1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &[u8]) -> Element {
        Element::Text(text.to_vec())
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
    fn what_is_unusual_is_left_alone() {
        for data in [
            &b"(a(b))"[..],
            b"(a\rb)",
            b"(a",
            b"(\\\n)",
            b"(\\777)",
            b"<0>",
            b"<0",
            b"1 0 R",
            b"--5",
            b"1-2",
            b"/A",
            b"-",
            b"1e5",
            b"[1]",
        ] {
            assert_eq!(elements(data), None, "{}", String::from_utf8_lossy(data));
        }
        assert_eq!(numbers(b"1 (a)"), None);
    }
}
