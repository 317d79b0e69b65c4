//! Decoding of `application/x-www-form-urlencoded` arguments from raw bytes (OAI-PMH 2.0 §3.1.1).
//!
//! Which arguments a verb allows is decided in [`crate::request`]; bounding the length of a request is the server's task.

use crate::error::ProtocolError;

/// Decodes the arguments of the query string and of a POST body into one list, in order, repetitions kept.
///
/// `+` is a space; an escape that is not two hexadecimal digits stands for itself; pairs that are wholly empty (`&&`) are
/// skipped. When both places hold arguments the result is their union.
///
/// # Errors
/// `badArgument` when a decoded name or value is not UTF-8. The offending bytes are not repeated.
pub fn parse_arguments(query: Option<&[u8]>, body: Option<&[u8]>) -> Result<Vec<(String, String)>, ProtocolError> {
    let pairs = [query, body].into_iter().flatten().flat_map(|part| part.split(|byte| *byte == b'&'));
    pairs.filter(|pair| !pair.is_empty()).map(decode_pair).collect()
}

fn decode_pair(pair: &[u8]) -> Result<(String, String), ProtocolError> {
    let mut halves = pair.splitn(2, |byte| *byte == b'=');
    let name = decode(halves.next().unwrap_or_default())?;
    let value = decode(halves.next().unwrap_or_default())?;
    Ok((name, value))
}

fn decode(bytes: &[u8]) -> Result<String, ProtocolError> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match (*first, tail) {
            (b'+', _) => decoded.push(b' '),
            (b'%', [high, low, after @ ..]) => match (hexadecimal(*high), hexadecimal(*low)) {
                (Some(high), Some(low)) => {
                    decoded.push(high * 16 + low);
                    rest = after;
                }
                _ => decoded.push(b'%'),
            },
            (byte, _) => decoded.push(byte),
        }
    }
    String::from_utf8(decoded).map_err(|_| {
        ProtocolError::bad_argument(
            "an argument is not UTF-8; encode names and values as UTF-8 before percent-encoding them",
        )
    })
}

fn hexadecimal(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use proptest::prelude::*;

    fn pairs(query: &str) -> Vec<(String, String)> {
        parse_arguments(Some(query.as_bytes()), None).unwrap()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn h11_reserved_characters_arrive_intact() {
        assert_eq!(
            pairs("identifier=oai%3Ax%2fy%3F%23%3D%26%3B%25%2B&a%20b=c+d"),
            [pair("identifier", "oai:x/y?#=&;%+"), pair("a b", "c d")]
        );
        assert_eq!(pairs("t=a=b=c"), [pair("t", "a=b=c")]);
        assert_eq!(pairs("title=%C3%A9t%C3%A9"), [pair("title", "été")]);
    }

    #[test]
    fn h11_an_incomplete_escape_stands_for_itself() {
        assert_eq!(pairs("a=%zz%4&b=100%"), [pair("a", "%zz%4"), pair("b", "100%")]);
    }

    #[test]
    fn h12_bytes_that_are_not_utf8_are_bad_argument() {
        for query in ["verb=%FF", "%ED%A0%80=x", "verb=Identify&a=%C3", "a=%C0%80"] {
            let error = parse_arguments(Some(query.as_bytes()), None).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadArgument, "{query}");
        }
        assert!(parse_arguments(Some(b"a=\xff"), None).is_err());
        assert!(parse_arguments(None, Some(b"a=\xff")).is_err());
    }

    #[test]
    fn h15_arguments_of_body_and_url_are_united() {
        let both = parse_arguments(Some(b"verb=Identify"), Some(b"verb=Identify&x=1")).unwrap();
        assert_eq!(both, [pair("verb", "Identify"), pair("verb", "Identify"), pair("x", "1")]);
    }

    #[test]
    fn empty_pairs_are_skipped_and_a_lone_name_has_an_empty_value() {
        assert_eq!(pairs("&&verb&=x&"), [pair("verb", ""), pair("", "x")]);
        assert_eq!(pairs(""), []);
        assert_eq!(parse_arguments(None, None).unwrap(), []);
    }

    proptest! {
        #[test]
        fn h11_every_string_survives_percent_encoding(value in "\\PC*") {
            let encoded: String = value.bytes().flat_map(|byte| ["%".to_owned(), format!("{byte:02X}")]).collect();
            prop_assert_eq!(pairs(&format!("v={encoded}")), vec![pair("v", &value)]);
        }

        #[test]
        fn h12_no_bytes_make_decoding_fail_otherwise(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Err(error) = parse_arguments(Some(&bytes), None) {
                prop_assert_eq!(error.code, ErrorCode::BadArgument);
            }
        }
    }
}
