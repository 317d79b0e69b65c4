//! The pages that `--pages 1-3,7` asks for.

use std::ops::RangeInclusive;

/// Numbers of pages, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageSet(Vec<RangeInclusive<u32>>);

impl PageSet {
    /// Reads `1-3,7`, `5-` (to the end) and `-2` (from the first).
    ///
    /// # Errors
    /// A sentence that says what is wrong, for the person who typed it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        text.split(',').map(|part| range(part.trim())).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a page is asked for.
    pub(super) fn contains(&self, page: u32) -> bool {
        self.0.iter().any(|range| range.contains(&page))
    }
}

fn range(text: &str) -> Result<RangeInclusive<u32>, String> {
    let wrong = || format!("“{text}” is no page or range of pages: write numbers from 1, such as 1-3,7 or 5-");
    let number = |text: &str, absent: u32| match text.trim() {
        "" => Ok(absent),
        digits => digits.parse().map_err(|_| wrong()),
    };
    let (first, last) = match text.split_once('-') {
        Some((first, last)) if first.trim().is_empty() && last.trim().is_empty() => return Err(wrong()),
        Some((first, last)) => (number(first, 1)?, number(last, u32::MAX)?),
        None => (number(text, 0)?, number(text, 0)?),
    };
    if first == 0 || last < first { Err(wrong()) } else { Ok(first..=last) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_single_pages_are_read() {
        let chosen = |text: &str| -> Vec<u32> {
            let set = PageSet::parse(text).unwrap();
            (1..=9).filter(|page| set.contains(*page)).collect()
        };
        assert_eq!(chosen("1-3,7"), [1, 2, 3, 7]);
        assert_eq!(chosen(" 8 - , -2"), [1, 2, 8, 9]);
        assert_eq!(chosen("4,4"), [4]);
    }

    #[test]
    fn what_is_no_range_is_refused_with_its_text() {
        for text in ["", "0", "3-1", "a", "1,,2", "-", "1-2-3", "99999999999"] {
            assert!(PageSet::parse(text).unwrap_err().contains("1-3,7"), "{text}");
        }
    }
}
