//! File numbers of awards: five or six digits, or seven beginning with 20 (domain.md, "Award numbers").

use std::sync::LazyLock;

use crate::extract::pattern::Regex;

use crate::domain::AwardNumber;

/// Bytes before a number in which its label stands.
const LABEL_REACH: usize = 36;

/// A number that may be an award's.
#[derive(Debug, Clone)]
pub(super) struct Number {
    /// First byte, of the year or the DOI when it has one.
    pub(super) start: usize,
    /// Byte after the last.
    pub(super) end: usize,
    /// Its value.
    pub(super) value: AwardNumber,
    /// How it is written.
    pub(super) form: Form,
}

/// How a number is written, from the surest form to the least sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// As the award's DOI: nobody else's.
    Doi,
    /// With year and programme (2019-B2Z-261749), or a programme of the FRQ before it (PR-253345).
    Structured,
    /// Behind "no", "grant", "dossier" and the like.
    Labelled,
    /// In brackets.
    Bracketed,
    /// Without anything.
    Plain,
}

static SHAPES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let doi = r"10\s?\.\s?69777\s?/\s?(?P<doi>[0-9]{5,7})";
    let dash = r"\s?[-‐‑–—]\s?";
    let structured = format!(r"(?:19|20)[0-9]{{2}}{dash}[A-Z][A-Z0-9]{{0,4}}{dash}(?P<structured>[0-9]{{5,6}})");
    let parted = r"(?P<parted>[0-9]{3}(?:[ \x{a0}\x{202f}\x{2009}]|-[ \n])[0-9]{3})";
    Regex::new(&format!("{doi}|{structured}|(?P<plain>[0-9]{{5,7}})|{parted}")).ok()
});

static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = "grants?|awards?|octrois?|dossiers?|subventions?|bourses?|applications?|files?|projects?|projets?|\
                 scholarships?|fellowships?|contracts?|contrats?|num[ée]ros?|numbers?|nos?|nrs?|ids?|r[ée]f[ée]rences?|infrastructure";
    Regex::new(&format!(r"(?i)(?:#|n[°º]s?|grant|award|octroi|dossier|subvention|bourse|(?:^|[^\p{{L}}])(?:{words}))\s*\.?\s*:?\s*[\[(«“#]?\s*$")).ok()
});

/// What follows an amount of money or a count.
static AMOUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\s*(?:[$€£%]|dollars?|euros?|cad|usd|k\$|participants?|personnes|people|patients?|articles|papers|\
                 m[ée]nages|households|students|[ée]tudiants|users|mots|words|km|kg|ans|years)",
    )
    .ok()
});

/// The numbers of a text, in order.
pub(super) fn find(text: &str) -> Vec<Number> {
    let hits = SHAPES.iter().flat_map(|pattern| pattern.captures_iter(text));
    hits.filter_map(|found| {
        let whole = found.get(0)?;
        let (form, hit) = if let Some(hit) = found.name("doi") {
            (Form::Doi, hit)
        } else if let Some(hit) = found.name("structured") {
            (Form::Structured, hit)
        } else {
            let hit = found.name("plain").or_else(|| found.name("parted"))?;
            (plain_form(text, hit.start(), hit.end(), found.name("parted").is_some())?, hit)
        };
        let digits: String = hit.as_str().chars().filter(char::is_ascii_digit).collect();
        let ends = !text.get(whole.end()..)?.starts_with(|next: char| next.is_ascii_digit());
        let value = AwardNumber::parse(&digits).ok().filter(|_| ends)?;
        Some(Number { start: whole.start(), end: whole.end(), value, form })
    })
    .collect()
}

/// How a bare number is written, if what stands around it lets it be an award's.
fn plain_form(text: &str, start: usize, end: usize, parted: bool) -> Option<Form> {
    let before = text.get(..start)?;
    let after = text.get(end..)?;
    let window = tail(before, LABEL_REACH);
    let labelled = LABEL.as_ref().is_some_and(|label| label.is_match(window));
    let free = goes_free(before, labelled) && ends_free(after);
    let amount = AMOUNT.as_ref().is_some_and(|amount| amount.is_match(after));
    let money = window.trim_end().ends_with(['$', '€', '£']);
    if is_programme_code(before) {
        return ends_free(after).then_some(Form::Structured);
    }
    if !free || amount || money || parted && !labelled || !labelled && foreign_code(before) {
        return None;
    }
    let opened = before.trim_end().ends_with(['(', '[', '«', '“']);
    let closes = after.trim_start().starts_with([')', ']']);
    let in_brackets = opened || closes && tail(before, 120).rfind(['(', '[']) > tail(before, 120).rfind([')', ']']);
    Some(if labelled {
        Form::Labelled
    } else if in_brackets {
        Form::Bracketed
    } else {
        Form::Plain
    })
}

/// The last bytes of a text, at most `reach` and a few to the next character.
pub(super) fn tail(text: &str, reach: usize) -> &str {
    let from = (text.len().saturating_sub(reach)..=text.len()).find(|place| text.is_char_boundary(*place));
    from.and_then(|from| text.get(from..)).unwrap_or_default()
}

/// Whether no longer number or code ends in the digits from the left.
fn goes_free(before: &str, labelled: bool) -> bool {
    let mut chars = before.chars().rev();
    match (chars.next(), chars.next()) {
        (Some(last), Some(other)) => match last {
            '.' | ':' => !other.is_ascii_digit(),
            ',' | '/' => digits_at_end(before.trim_end_matches([',', '/'])) >= 5 || !other.is_ascii_digit(),
            '-' | '‐' | '‑' | '–' | '_' => !other.is_alphanumeric(),
            last => !last.is_ascii_digit() && (!last.is_alphabetic() || labelled),
        },
        (Some(last), None) => !last.is_alphanumeric(),
        _ => true,
    }
}

fn digits_at_end(text: &str) -> usize {
    text.bytes().rev().take(8).take_while(u8::is_ascii_digit).count()
}

/// Whether no longer number or code begins with the digits.
fn ends_free(after: &str) -> bool {
    let mut chars = after.chars();
    let (first, rest) = (chars.next(), chars.as_str());
    let digits = rest.bytes().take(8).take_while(u8::is_ascii_digit).count();
    match first {
        Some('.') => digits == 0,
        Some(',' | '/') => digits == 0 || digits >= 5,
        Some('-' | '‐' | '‑' | '–' | '_') => !rest.starts_with(char::is_alphanumeric),
        Some(first) => !first.is_alphanumeric(),
        None => true,
    }
}

/// "PR-", "RS-", "B2X-", "FRQNT-": programmes and acronyms of the FRQ in front of a number.
fn is_programme_code(before: &str) -> bool {
    let Some(code) = before.strip_suffix(['-', '‐', '‑', '–']) else { return false };
    let letters: Vec<char> = code.chars().rev().take(7).take_while(|char| char.is_alphanumeric()).collect();
    let code: String = letters.into_iter().rev().collect();
    matches!(code.as_str(), "PR" | "RS" | "NC" | "NP" | "SE" | "EC" | "RG" | "NT" | "SC" | "FRQNT" | "FRQS" | "FRQSC")
        || matches!(
            code.as_bytes(),
            [b'B' | b'J', b'1'..=b'3'] | [b'B', b'1'..=b'3', b'X' | b'Z'] | [b'S', b'E', b'0'..=b'9']
        )
}

/// Capitals right before a number, which are another funder's programme: "MOP 142398", "ALLRP 571902".
fn foreign_code(before: &str) -> bool {
    let Some(code) = before.strip_suffix([' ', '\u{a0}']) else { return false };
    let letters: Vec<char> = code.chars().rev().take(8).take_while(|char| char.is_alphanumeric()).collect();
    let word: String = letters.into_iter().rev().collect();
    let is_code = (2..=6).contains(&word.len()) && word.chars().all(|char| char.is_ascii_uppercase());
    is_code
        && ![
            "FRQ", "FRQNT", "FRQSC", "FRQS", "NT", "SC", "FQRNT", "FQRSC", "FRSQ", "FCAR", "AUDACE", "NOVA", "NO",
            "ID", "DOI",
        ]
        .contains(&word.as_str())
}
