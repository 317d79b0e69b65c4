//! Acronyms of the FRQ, its sectors and the funds before them: FRQ, FRQNT, FRQ-S, F.R.Q.S., FQRSC, FRSQ, FCAR.

use super::fold::Folded;
use crate::domain::Fund;

/// An acronym in folded text.
pub(super) struct Acronym {
    /// First letter.
    pub(super) start: usize,
    /// Letter after the last.
    pub(super) end: usize,
    /// The sector that it names; `None` for the FRQ as a whole.
    pub(super) fund: Option<Fund>,
}

/// The acronyms, longer before shorter, with the sector each names now (old funds: `funders.csv`).
const ACRONYMS: [(&str, Option<Fund>); 8] = [
    ("frqnt", Some(Fund::Frqnt)),
    ("frqsc", Some(Fund::Frqsc)),
    ("frqs", Some(Fund::Frqs)),
    ("frq", None),
    ("fqrnt", Some(Fund::Frqnt)),
    ("fqrsc", Some(Fund::Frqsc)),
    ("frsq", Some(Fund::Frqs)),
    ("fcar", Some(Fund::Frqnt)),
];

/// The acronyms of a text, in order.
pub(super) fn find(text: &str, folded: &Folded) -> Vec<Acronym> {
    let mut found = Vec::new();
    let mut next = 0;
    for (start, _) in folded.letters.match_indices('f') {
        if start < next {
            continue;
        }
        let rest = folded.slice(start, start + 5);
        let hit = ACRONYMS.iter().find(|(letters, fund)| {
            rest.starts_with(letters) && is_acronym(text, folded, start, start + letters.len(), fund.is_none())
        });
        if let Some((letters, fund)) = hit {
            next = start + letters.len();
            found.push(Acronym { start, end: next, fund: *fund });
        }
    }
    found
}

/// Whether letters that spell an acronym are written as one: its case, what stands between and around the letters.
fn is_acronym(text: &str, folded: &Folded, start: usize, end: usize, plain: bool) -> bool {
    let char_at = |letter: usize| {
        let (from, to) = folded.range(letter, letter + 1);
        text.get(from..to).and_then(|part| part.chars().next()).unwrap_or(' ')
    };
    let is_upper = |letter: usize| char_at(letter).is_uppercase();
    let core = start..start + 3;
    let long = end - start == 5;
    let has_case = if (start..end).all(|letter| !is_upper(letter)) {
        long
    } else {
        core.clone().all(is_upper) && (long || (start..end).all(is_upper))
    };
    let gaps: Vec<&str> = (start + 1..end)
        .map(|letter| text.get(folded.range(letter - 1, letter).1..folded.range(letter, letter + 1).0).unwrap_or("?"))
        .collect();
    has_case
        && are_gaps(&gaps, plain, long)
        && is_apart(text, folded.range(start, end), long && is_upper(end - 1) && !gaps.contains(&" "))
}

/// Letters stand together, or each behind a dot or space, or the sector's behind a hyphen, space or line break.
fn are_gaps(gaps: &[&str], plain: bool, long: bool) -> bool {
    let together = gaps.iter().all(|gap| gap.is_empty());
    let dotted = gaps.iter().all(|gap| matches!(*gap, "." | ". "));
    let spaced = long && gaps.iter().all(|gap| matches!(*gap, "" | " "));
    let broken = long && gaps.iter().filter(|gap| !gap.is_empty()).all(|gap| matches!(*gap, "-\n" | "- "));
    let hyphened = !plain
        && gaps.iter().enumerate().all(|(place, gap)| {
            let joint = gap.trim_matches([' ', '\n']);
            if place == 2 {
                gap.chars().count() <= 4 && (long && joint.is_empty() || is_dash(joint))
            } else {
                gap.is_empty()
            }
        });
    together || dotted || spaced || broken || hyphened
}

fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "–" | "—" | "\u{2212}" | "\u{ad}")
}

/// Whether no word goes on into the acronym, and it is no part of an address.
fn is_apart(text: &str, (start, end): (usize, usize), sure: bool) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let token: String = before.chars().rev().take(80).take_while(|char| !char.is_whitespace()).collect();
    let in_address = token.contains("//:")
        || token.contains(".www")
        || token.starts_with('@')
        || after.get(..5).is_some_and(|next| next.eq_ignore_ascii_case(".gouv") || next.eq_ignore_ascii_case(".qc.c"));
    let left = before.chars().next_back().is_none_or(|char| !char.is_alphanumeric() || sure && char.is_lowercase());
    let right = after.chars().next().is_none_or(|char| !char.is_alphabetic() || sure && char.is_lowercase());
    left && right && !in_address
}
