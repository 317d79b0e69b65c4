//! Cutting a stream of JSON into its works, without reading more than one of them into memory.
//!
//! A work is an object that stands by itself (one a line), in a list that is the whole document, or in a list called
//! `items` or `results` of the document or of its `message`. What is broken costs itself: the next line is found again.

use std::io::{BufRead, BufReader, Read};

/// Longest work, in bytes: far above the longest that publishers describe.
const LONGEST: usize = 32 << 20;
/// Names of the lists of works.
const LISTS: [&[u8]; 2] = [b"items", b"results"];
/// Longest member name that is looked at.
const LONGEST_NAME: usize = 16;

/// Gives each work, with its place among all, until the stream ends or `give` says to stop; whether it came to its end.
///
/// # Errors
/// When the stream cannot be read or unpacked; what came before it has been given.
pub(super) fn split(
    bytes: impl Read,
    give: &mut impl FnMut(u64, Result<&str, String>) -> bool,
) -> std::io::Result<bool> {
    let (mut reader, mut splitter, mut count) = (BufReader::with_capacity(1 << 16, bytes), Splitter::default(), 0);
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        let length = chunk.len();
        for byte in chunk {
            if let Some(whole) = splitter.step(*byte) {
                let goes_on = hand(&splitter.work, whole, count, give);
                count += 1;
                splitter.forget();
                if whole == Cut::Broken {
                    // The byte that showed it may begin the next work.
                    splitter.step(*byte);
                }
                if !goes_on {
                    return Ok(false);
                }
            }
        }
        reader.consume(length);
    }
    let ends_within = !splitter.open.is_empty() || splitter.in_string;
    Ok(!ends_within || give(count, Err("the file ends within a work".to_owned())))
}

fn hand(work: &[u8], cut: Cut, at: u64, give: &mut impl FnMut(u64, Result<&str, String>) -> bool) -> bool {
    let text = std::str::from_utf8(work).map_err(|error| error.to_string());
    give(
        at,
        match cut {
            Cut::Whole => text,
            Cut::Broken => Err("the JSON is broken".to_owned()),
            Cut::TooLong => Err(format!("longer than {LONGEST} bytes")),
        },
    )
}

/// Why a work ends where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Whole,
    Broken,
    TooLong,
}

/// How far a document has come.
#[derive(Debug, Default)]
struct Splitter {
    /// Brackets that are open.
    open: Vec<u8>,
    in_string: bool,
    is_escaped: bool,
    /// The last byte that is no white space, outside of strings.
    last: u8,
    /// The text that was read last, and the member name that was.
    text: Vec<u8>,
    name: Vec<u8>,
    /// How deep the works of a list stand.
    list: Option<usize>,
    /// How deep the work stands that is being read.
    begun: Option<usize>,
    work: Vec<u8>,
    is_too_long: bool,
}

impl Splitter {
    /// Takes a byte; says when a work has ended with it.
    fn step(&mut self, byte: u8) -> Option<Cut> {
        if self.begun.is_some() {
            if self.work.len() < LONGEST {
                self.work.push(byte);
            } else {
                self.is_too_long = true;
            }
        }
        if self.in_string {
            return self.in_text(byte);
        }
        if byte.is_ascii_whitespace() {
            return None;
        }
        let before = std::mem::replace(&mut self.last, byte);
        match byte {
            b'"' => {
                self.in_string = true;
                self.text.clear();
                None
            }
            b':' => {
                self.name.clone_from(&self.text);
                None
            }
            b'{' | b'[' => self.open_bracket(byte, before),
            b'}' | b']' => self.close_bracket(byte),
            _ => None,
        }
    }

    fn in_text(&mut self, byte: u8) -> Option<Cut> {
        match byte {
            // No string holds a line break as it is (RFC 8259 §7): the line broke off.
            b'\n' => return Some(Cut::Broken),
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' => self.is_escaped = true,
            b'"' => self.in_string = false,
            _ if self.text.len() < LONGEST_NAME => self.text.push(byte),
            _ => {}
        }
        None
    }

    fn open_bracket(&mut self, byte: u8, before: u8) -> Option<Cut> {
        let fits = match self.open.last() {
            None => true,
            Some(b'{') => before == b':',
            Some(_) => matches!(before, b'[' | b','),
        };
        if !fits {
            return Some(Cut::Broken);
        }
        let depth = self.open.len();
        let in_document = depth > 0 && depth <= 2 && self.open.iter().all(|open| *open == b'{');
        if byte == b'[' && self.list.is_none() && in_document && LISTS.contains(&self.name.as_slice()) {
            // The object that was being read holds works and is none.
            self.list = Some(depth + 1);
            self.begun = None;
            self.work.clear();
        } else if byte == b'{' && self.begun.is_none() {
            let stands_alone = depth == 0 || self.open == *b"[";
            if (self.list.is_none() && stands_alone) || self.list == Some(depth) {
                self.begun = Some(depth);
                self.work.push(byte);
            }
        }
        self.open.push(byte);
        None
    }

    fn close_bracket(&mut self, byte: u8) -> Option<Cut> {
        let opened = if byte == b'}' { b'{' } else { b'[' };
        if self.open.pop() != Some(opened) {
            return Some(Cut::Broken);
        }
        let depth = self.open.len();
        if depth == 0 {
            self.list = None;
        }
        let is_over = self.begun == Some(depth);
        is_over.then_some(if self.is_too_long { Cut::TooLong } else { Cut::Whole })
    }

    /// Forgets a work that was handed over; after a broken one everything, so that the next is found.
    fn forget(&mut self) {
        let is_whole = self.begun == Some(self.open.len());
        self.work.clear();
        (self.begun, self.is_too_long) = (None, false);
        if !is_whole || self.in_string {
            *self = Self { work: std::mem::take(&mut self.work), ..Self::default() };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn works(text: &str) -> Vec<Result<String, String>> {
        let mut found = Vec::new();
        let whole = split(text.as_bytes(), &mut |at, work: Result<&str, String>| {
            assert_eq!(at, u64::try_from(found.len()).unwrap());
            found.push(work.map(str::to_owned));
            true
        });
        assert!(whole.unwrap());
        found
    }

    fn whole(text: &str) -> Vec<String> {
        works(text).into_iter().map(Result::unwrap).collect()
    }

    #[test]
    fn works_are_found_in_every_form_in_which_they_are_given() {
        let two = [r#"{"DOI":"10.5555/a","title":["x]{\""]}"#, r#"{"DOI":"10.5555/b","author":[{"family":"Roy"}]}"#];
        let [a, b] = two;
        for text in [
            format!("{a}\n{b}\n"),
            format!("[{a},\n {b}]"),
            format!("{{\"items\":[{a},{b}]}}"),
            format!("{{\"meta\":{{\"count\":2}},\"results\":[{a},{b}],\"group_by\":[]}}"),
            format!("{{\"status\":\"ok\",\"message\":{{\"facets\":{{}},\"items\":[{a},{b}],\"total\":2}}}}"),
        ] {
            assert_eq!(whole(&text), two, "{text}");
        }
        assert!(works("").is_empty() && works("\n\n").is_empty() && works("[]").is_empty());
    }

    #[test]
    fn a_broken_line_costs_itself() {
        let good = r#"{"DOI":"10.5555/c"}"#;
        for broken in [r#"{"DOI":"10.5555/a"#, r#"{"DOI":"10.5555/a","#, r#"{"DOI":"10.5555/a"}}"#] {
            let found = works(&format!("{broken}\n{good}\n{good}\n"));
            assert_eq!(found.iter().filter(|work| work.as_deref() == Ok(good)).count(), 2, "{broken}: {found:?}");
            assert_eq!(found.iter().filter(|work| work.is_err()).count(), 1, "{broken}: {found:?}");
        }
        let cut = works(&format!("{good}\n{{\"DOI\":"));
        assert!(cut[0].is_ok() && cut[1].is_err() && cut.len() == 2);
    }

    #[test]
    fn reading_stops_when_nobody_listens() {
        let mut count = 0;
        let ended = split("{}\n{}\n{}".as_bytes(), &mut |_, _: Result<&str, String>| {
            count += 1;
            count < 2
        });
        assert_eq!((ended.unwrap(), count), (false, 2));
    }
}
