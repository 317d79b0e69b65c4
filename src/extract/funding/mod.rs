//! FRQ funding named in a text: the patterns of `ack_patterns.txt` and the algorithm its header describes.
//!
//! Knows nothing of pages; who calls it decides which paragraphs to read.

#[cfg(test)]
mod labelled;

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};
use unicode_normalization::UnicodeNormalization;

use crate::domain::extraction::FundingMention;
use crate::domain::vocabulary::ACKNOWLEDGEMENT_PATTERNS;
use crate::domain::{AwardNumber, Fund};

/// Characters after a mention in which its sector stands.
const SECTOR_REACH: usize = 70;
/// Characters on either side of a weak mention in which a word of funding must stand.
const CONTEXT_REACH: usize = 160;
/// Characters after a mention in which its award number stands.
const AWARD_REACH: usize = 140;
/// Characters between a false friend and a weak mention in brackets behind it.
const NEGATIVE_REACH: usize = 4;
/// The pattern that is an award's DOI, which names no fund.
const AWARD_DOI: &str = "award_doi";

/// A pattern of the table; `not_before` stands for a negative look-ahead at its end.
struct Pattern {
    id: String,
    regex: Regex,
    not_before: Option<Regex>,
    strong: bool,
}

/// A label, a few words, and a number of six digits: "subvention d'infrastructure 123456". The table wants the number
/// right behind the label.
static DISTANT_AWARD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let label = "(?:subventions?|octrois?|bourses?|grants?|awards?|scholarships?|fellowships?)";
    Regex::new(&format!(r"(?i){label}\s+(?:[a-zà-öø-ÿ'’-]+\s+){{1,3}}([0-9]{{6}})(?-u:\b)")).ok()
});

/// The table, compiled once.
struct Table {
    normalise: Vec<(Regex, String)>,
    base: Vec<Pattern>,
    sector: Vec<(Fund, Regex)>,
    award: Vec<Pattern>,
    context: Vec<Regex>,
    negative: Vec<Regex>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(ACKNOWLEDGEMENT_PATTERNS));

/// Rows of one section of the table, split at tabulators.
fn rows<'t>(table: &'t str, section: &str) -> Vec<Vec<&'t str>> {
    let header = format!("[{section}]");
    let lines = table.lines().skip_while(|line| *line != header).skip(1);
    let lines = lines.take_while(|line| !(line.starts_with('[') && line.ends_with(']')));
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split('\t').collect()).collect()
}

fn compile(pattern: &str, flags: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).case_insensitive(flags.contains('i')).build().ok()
}

/// Compiles a pattern whose last part may be a negative look-ahead, which the engine has not.
fn compile_guarded(id: &str, pattern: &str, flags: &str, strong: bool) -> Option<Pattern> {
    let (main, guard) = match pattern.split_once("(?!") {
        Some((main, guard)) => (main, Some(format!("^(?:{})", guard.strip_suffix(')')?))),
        None => (pattern, None),
    };
    let not_before = guard.and_then(|guard| compile(&guard, flags));
    Some(Pattern { id: id.to_owned(), regex: compile(main, flags)?, not_before, strong })
}

impl Table {
    fn read(table: &str) -> Self {
        let normalise = rows(table, "normalise").into_iter().filter_map(|row| match *row.as_slice() {
            [_, flags, pattern, replacement] => {
                Some((compile(pattern, flags)?, replacement.replace(r"\1", "${1}").replace(r"\2", "${2}")))
            }
            _ => None,
        });
        let base = rows(table, "base").into_iter().filter_map(|row| match *row.as_slice() {
            [id, flags, strength, pattern] => compile_guarded(id, pattern, flags, strength == "strong"),
            _ => None,
        });
        let sector = rows(table, "sector").into_iter().filter_map(|row| match *row.as_slice() {
            [fund, flags, pattern] => Some((Fund::from_key(fund)?, compile(pattern, flags)?)),
            _ => None,
        });
        let award = rows(table, "award").into_iter().filter_map(|row| match *row.as_slice() {
            [id, flags, pattern, _group] => compile_guarded(id, pattern, flags, id == "doi"),
            _ => None,
        });
        let context = rows(table, "context").into_iter().filter_map(|row| match *row.as_slice() {
            [flags, pattern] => compile(pattern, flags),
            _ => None,
        });
        let negative = rows(table, "negative").into_iter().filter_map(|row| match *row.as_slice() {
            [_, flags, pattern] => compile(pattern, flags),
            _ => None,
        });
        Self {
            normalise: normalise.collect(),
            base: base.collect(),
            sector: sector.collect(),
            award: award.collect(),
            context: context.collect(),
            negative: negative.collect(),
        }
    }

    fn normalised(&self, text: &str) -> String {
        let composed: String = text.nfc().collect();
        self.normalise.iter().fold(composed, |text, (pattern, replacement)| {
            pattern.replace_all(&text, replacement.as_str()).into_owned()
        })
    }
}

/// A match of a base pattern in the normalised text, in bytes.
struct Mention {
    start: usize,
    end: usize,
    is_award_doi: bool,
}

/// Whether a text can hold a mention at all: a cheap test before the patterns run.
pub(super) fn may_name_fund(text: &str) -> bool {
    if ["FRQ", "FQR", "FRSQ", "FCAR", "10.69777"].iter().any(|sign| text.contains(sign)) {
        return true;
    }
    let lower = text.to_lowercase();
    let has = |part: &str| lower.contains(part);
    has("boursi") || has("fond") && has("cherche") || has("fund") && has("research")
}

/// The FRQ funding that a paragraph names, each fund and award once, in order.
pub(super) fn find(text: &str) -> Vec<FundingMention> {
    let table = &*TABLE;
    let text = table.normalised(text);
    let mentions = find_mentions(table, &text);
    let funds = name_funds(table, &text, &mentions);
    let awards = find_awards(table, &text, &mentions);
    pair(&mentions, &funds, &awards)
}

fn find_mentions(table: &Table, text: &str) -> Vec<Mention> {
    let negatives: Vec<(usize, usize)> =
        table.negative.iter().flat_map(|pattern| pattern.find_iter(text)).map(|hit| (hit.start(), hit.end())).collect();
    let mut mentions = Vec::new();
    for pattern in &table.base {
        for hit in pattern.regex.find_iter(text) {
            let (start, end) = (hit.start(), hit.end());
            let guarded =
                pattern.not_before.as_ref().is_some_and(|guard| guard.is_match(text.get(end..).unwrap_or_default()));
            let covered =
                negatives.iter().any(|&(from, to)| (from <= start && start < to) || (from < end && end <= to));
            let behind = negatives.iter().any(|&(_, to)| start >= to && start - to <= NEGATIVE_REACH);
            let around = window(text, start, end, CONTEXT_REACH, CONTEXT_REACH);
            let vouched = pattern.strong || !behind && table.context.iter().any(|context| context.is_match(around));
            if !guarded && !covered && vouched {
                mentions.push(Mention { start, end, is_award_doi: pattern.id == AWARD_DOI });
            }
        }
    }
    mentions.sort_by_key(|mention| (mention.start, mention.end));
    mentions
}

/// The text from `before` characters before `start` to `after` characters after `end`.
fn window(text: &str, start: usize, end: usize, before: usize, after: usize) -> &str {
    let head = text.get(..start).unwrap_or_default();
    let tail = text.get(end..).unwrap_or_default();
    let from = before.checked_sub(1).map_or(start, |n| head.char_indices().rev().nth(n).map_or(0, |(place, _)| place));
    let to = tail.char_indices().nth(after).map_or(text.len(), |(place, _)| end + place);
    text.get(from..to).unwrap_or_default()
}

/// The sector of each mention: the first named in the match or shortly behind it, before the next mention.
fn name_funds(table: &Table, text: &str, mentions: &[Mention]) -> Vec<Option<Fund>> {
    let fund_of = |mention: &Mention| {
        if mention.is_award_doi {
            return None;
        }
        let next = mentions.iter().map(|other| other.start).find(|start| *start > mention.end);
        let reach = window(text, mention.start, mention.end, 0, SECTOR_REACH);
        let reach = next.and_then(|next| reach.get(..next - mention.start)).unwrap_or(reach);
        let hits = table.sector.iter().filter_map(|(fund, pattern)| Some((pattern.find(reach)?.start(), *fund)));
        hits.min_by_key(|(place, _)| *place).map(|(_, fund)| fund)
    };
    mentions.iter().map(fund_of).collect()
}

/// Award numbers near the mentions, and award DOIs anywhere, by their place in the text.
fn find_awards(table: &Table, text: &str, mentions: &[Mention]) -> Vec<(usize, AwardNumber)> {
    let mut awards: Vec<(usize, AwardNumber)> = Vec::new();
    for pattern in &table.award {
        let reaches: Vec<(usize, usize)> = if pattern.strong {
            vec![(0, text.len())]
        } else {
            let reach = |mention: &Mention| {
                (mention.start, mention.start + window(text, mention.start, mention.end, 0, AWARD_REACH).len())
            };
            mentions.iter().map(reach).collect()
        };
        for (from, to) in reaches {
            let part = text.get(from..to).unwrap_or_default();
            for hit in pattern.regex.captures_iter(part).filter_map(|found| found.get(1)) {
                push_award(&mut awards, from + hit.start(), hit.as_str());
                for (place, more) in listed_after(part, hit.end()) {
                    push_award(&mut awards, from + place, more);
                }
            }
        }
    }
    for mention in mentions {
        let part = window(text, mention.start, mention.end, 0, AWARD_REACH);
        let hits = DISTANT_AWARD.iter().flat_map(|pattern| pattern.captures_iter(part));
        for hit in hits.filter_map(|found| found.get(1)) {
            push_award(&mut awards, mention.start + hit.start(), hit.as_str());
        }
    }
    awards.sort_by_key(|(place, _)| *place);
    awards
}

fn push_award(awards: &mut Vec<(usize, AwardNumber)>, place: usize, number: &str) {
    if let Ok(number) = AwardNumber::parse(number)
        && !awards.iter().any(|(_, known)| *known == number)
    {
        awards.push((place, number));
    }
}

/// Numbers that follow an award number in a list ("octrois 123456, 234567 et 345678").
fn listed_after(text: &str, mut end: usize) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    while let Some(rest) = text.get(end..) {
        let tail = rest.trim_start_matches([' ', ',', ';', '&']);
        let tail = ["et ", "and "].iter().find_map(|word| tail.strip_prefix(word)).unwrap_or(tail);
        let skipped = rest.len() - tail.len();
        let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
        let number = tail.get(..digits).unwrap_or_default();
        let plausible = digits == 6 || digits == 7 && number.starts_with("20");
        if skipped < 2 || !plausible {
            break;
        }
        found.push((end + skipped, number));
        end += skipped + digits;
    }
    found
}

/// Gives each award to the fund named last before it; a fund without sector counts only when no other is named.
fn pair(mentions: &[Mention], funds: &[Option<Fund>], awards: &[(usize, AwardNumber)]) -> Vec<FundingMention> {
    let named: Vec<(usize, Fund)> =
        mentions.iter().zip(funds).filter_map(|(mention, fund)| Some((mention.start, (*fund)?))).collect();
    let plain = mentions.iter().any(|mention| !mention.is_award_doi);
    if named.is_empty() && !plain && awards.is_empty() {
        return Vec::new();
    }
    let fund_at = |place: usize| {
        let before = named.iter().rev().find(|(start, _)| *start <= place);
        before.or(named.first()).map_or(Fund::Frq, |(_, fund)| *fund)
    };
    let mut found: Vec<FundingMention> = Vec::new();
    for (place, number) in awards {
        found.push(FundingMention { fund: fund_at(*place), number: Some(number.clone()) });
    }
    let rest = if named.is_empty() { vec![Fund::Frq] } else { named.into_iter().map(|(_, fund)| fund).collect() };
    for fund in rest {
        if !found.iter().any(|mention| mention.fund == fund) {
            found.push(FundingMention { fund, number: None });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn set(cell: &str) -> BTreeSet<String> {
        cell.split('|').filter(|part| *part != "-").map(str::to_owned).collect()
    }

    #[test]
    fn every_example_of_the_table_gives_its_funders_and_awards() {
        let examples = rows(ACKNOWLEDGEMENT_PATTERNS, "examples");
        assert_eq!(examples.len(), 30);
        for row in examples {
            let [_, funders, numbers, text] = *row.as_slice() else { panic!("four columns: {row:?}") };
            let found = find(text);
            let funds: BTreeSet<String> = found.iter().map(|mention| mention.fund.key().to_owned()).collect();
            let awards: BTreeSet<String> =
                found.iter().filter_map(|mention| Some(mention.number.as_ref()?.as_str().to_owned())).collect();
            assert_eq!((funds, awards), (set(funders), set(numbers)), "{text}");
            assert!(found.is_empty() || may_name_fund(text), "{text}");
        }
    }

    #[test]
    fn every_row_of_the_table_compiles() {
        assert_eq!(TABLE.normalise.len(), rows(ACKNOWLEDGEMENT_PATTERNS, "normalise").len());
        assert_eq!(TABLE.base.len(), rows(ACKNOWLEDGEMENT_PATTERNS, "base").len());
        assert_eq!(TABLE.sector.len(), 3);
        assert_eq!(TABLE.award.len(), rows(ACKNOWLEDGEMENT_PATTERNS, "award").len());
        assert_eq!(TABLE.negative.len(), rows(ACKNOWLEDGEMENT_PATTERNS, "negative").len());
        assert!(!TABLE.context.is_empty());
    }

    #[test]
    fn each_award_goes_to_the_fund_before_it() {
        let found = find("Financé par le FRQNT (octrois 255566 et 255567) et le FRQS (subvention 277788).");
        let pairs: Vec<(Fund, &str)> =
            found.iter().filter_map(|mention| Some((mention.fund, mention.number.as_ref()?.as_str()))).collect();
        assert_eq!(pairs, [(Fund::Frqnt, "255566"), (Fund::Frqnt, "255567"), (Fund::Frqs, "277788")]);
    }

    #[test]
    fn a_number_may_stand_some_words_behind_its_label() {
        let found = find("Les bouées ont été financées par le FRQNT (subvention d’infrastructure 212345).");
        assert_eq!(found.first().and_then(|mention| mention.number.as_ref()).map(AwardNumber::as_str), Some("212345"));
    }

    #[test]
    fn text_without_funding_gives_nothing() {
        assert!(find("Nous remercions les relecteurs de la revue.").is_empty());
    }
}
