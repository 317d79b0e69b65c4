//! Names of the FRQ, its three sectors and the funds before them, found in folded text.
//!
//! Variants as in `ack_patterns.txt` (sections `base` and `sector`) and `funders.csv` (aliases).

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

use super::acronyms;
use super::fold::Folded;
use crate::domain::Fund;

/// Québec without its accent, or with the first half of a mis-decoded one.
const QUEBEC: &str = "qu[ea]?be[ck]";
const NATURE: &str = "nature(?:et|and)?(?:les?|la|the)?technolog(?:ies?|y)";
const SOCIETY: &str = "soci[ea]?t(?:[ea]?|y)(?:et|and)?(?:la|the|de)?culture";
const HEALTH: &str = "sant[ea]?|health";
/// Longest stretch of text, in bytes, between a name and its sector.
const SECTOR_REACH: usize = 45;
/// Letters looked at before and after a name.
const LETTERS_REACH: usize = 90;

/// A place where an FRQ fund is named.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// First byte.
    pub(super) start: usize,
    /// Byte after the last.
    pub(super) end: usize,
    /// The sectors named with it; none is the FRQ as a whole.
    pub(super) funds: Vec<Fund>,
    /// What was found.
    pub(super) kind: NameKind,
}

/// Kinds of names, from the surest to the least sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameKind {
    /// A full name, or an acronym that has no other meaning.
    Sure,
    /// "FRQ" alone, which means other things elsewhere.
    Short,
    /// "Chercheur-boursier", a title that the FRQS gives, as others do.
    Salary,
}

struct Names {
    full: Option<Regex>,
    sector: Option<Regex>,
    first_sector: Option<Regex>,
    next_sector: Option<Regex>,
    sector_before: Option<Regex>,
    salary: Option<Regex>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let sector = format!("(?P<nt>{NATURE})|(?P<sc>{SOCIETY})|(?P<s>{HEALTH})");
    let any = format!("(?:{NATURE}|{SOCIETY}|{HEALTH})");
    let full = [
        format!("fonds?(?:de)?(?:la)?recherches?(?:scientifiques?)?(?:du|des?|au|d)?{QUEBEC}(?:ois)?"),
        format!("fonds?(?:de)?(?:la)?recherches?du{QUEBEC}en(?:{HEALTH})(?:du|de|au)?{QUEBEC}"),
        format!("fonds?(?:de)?(?:la)?recherches?(?:sur|en)?(?:la)?{any}(?:du|de|au)?{QUEBEC}"),
        format!("fonds?{QUEBEC}ois(?:de|pour)?(?:la|l)?recherche(?:en|sur)?(?:la|les)?(?:{NATURE}|{SOCIETY})"),
        format!("fonds?{QUEBEC}ois(?:de|pour)?(?:la|l)?recherche"),
        format!("{QUEBEC}s?{any}?researchfunds?"),
        format!("{any}?researchfunds?(?:of|for)(?:the)?(?:provinceof)?{QUEBEC}"),
        format!("{QUEBEC}s?fonds?de(?:la)?recherches?(?:sur|en)?(?:la)?{any}"),
        format!("{QUEBEC}funds?(?:for|of)(?:the)?research(?:(?:on|in)(?:the)?{any})?"),
        "fonds?pourlaformationdechercheurs(?:et)?(?:[al]|pour)*aidea?larecherche".to_owned(),
    ];
    // The "a" is what is left of a mis-decoded dash ("â€“").
    let link = "a?(?:dans|pour|de|par)?(?:l[ea]s?|its|the|du|des)?(?:secteurs?|volets?|sectors?|division)?(?:en|sur|in|on|de)?(?:la|les|l)?";
    let more = "(?:et|and|ou|or|ainsique)?(?:l[ea]s?|the|du)?(?:secteurs?)?(?:en|sur|in|on)?(?:la|les)?";
    let before = "(?:sector|secteur|division)(?:of|du|des|de)(?:the|l[ea]s?)?$";
    Names {
        full: compile(&full.join("|")),
        sector: compile(&sector),
        first_sector: compile(&format!("^{link}(?:{sector})")),
        next_sector: compile(&format!("^{more}(?:{sector})")),
        sector_before: compile(&format!("{any}{before}|secteurs?{any}(?:du|des)$")),
        salary: compile("chercheu(?:r|se|re)s?boursi(?:er|ere|re)s?"),
    }
});

/// Compiles a pattern over folded text, which is ASCII.
fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).unicode(false).build().ok()
}

/// The places where a text names an FRQ fund, in order, none over another.
pub(super) fn find(text: &str, folded: &Folded) -> Vec<Mention> {
    let mut found = full_names(text, folded);
    found.extend(acronyms::find(text, folded).into_iter().map(|acronym| of_acronym(text, folded, &acronym)));
    found.extend(salaries(folded));
    found.sort_by_key(|mention| (mention.start, std::cmp::Reverse(mention.end)));
    merge(text, found)
}

fn full_names(text: &str, folded: &Folded) -> Vec<Mention> {
    let hits = NAMES.full.iter().flat_map(|pattern| pattern.find_iter(&folded.letters));
    let mention = |hit: regex::Match<'_>| {
        let (start, end) = folded.range(hit.start(), hit.end());
        let letters = hit.as_str();
        let glued = text.get(end..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphabetic);
        if glued && letters.trim_end_matches('s').ends_with("fund") {
            return None;
        }
        let mut funds: Vec<Fund> = sectors_in(letters);
        let mut tail = hit.end();
        if letters.starts_with("fondspourlaf") || letters.starts_with("fondpourlaf") {
            funds.push(Fund::Frqnt);
        } else if funds.is_empty() {
            (funds, tail) = sectors_around(text, folded, hit.start(), hit.end());
        }
        let is_common = letters.ends_with("ois");
        let (_, end) = folded.range(hit.start(), tail);
        (!is_common || !funds.is_empty()).then_some(Mention { start, end, funds, kind: NameKind::Sure })
    };
    hits.filter_map(mention).collect()
}

fn of_acronym(text: &str, folded: &Folded, acronym: &acronyms::Acronym) -> Mention {
    let (start, _) = folded.range(acronym.start, acronym.end);
    let (funds, tail) = match acronym.fund {
        Some(fund) => (vec![fund], acronym.end),
        None => sectors_around(text, folded, acronym.start, acronym.end),
    };
    let kind = if funds.is_empty() { NameKind::Short } else { NameKind::Sure };
    Mention { start, end: folded.range(acronym.start, tail).1, funds, kind }
}

fn salaries(folded: &Folded) -> impl Iterator<Item = Mention> {
    let hits = NAMES.salary.iter().flat_map(|pattern| pattern.find_iter(&folded.letters));
    hits.map(|hit| {
        let (start, end) = folded.range(hit.start(), hit.end());
        Mention { start, end, funds: vec![Fund::Frqs], kind: NameKind::Salary }
    })
}

/// The sector that a match names, with the end of the sector's name.
fn sector_of(found: &regex::Captures<'_>) -> Option<(Fund, usize)> {
    let named = [("nt", Fund::Frqnt), ("sc", Fund::Frqsc), ("s", Fund::Frqs)];
    named.into_iter().find_map(|(group, fund)| Some((fund, found.name(group)?.end())))
}

fn sectors_in(letters: &str) -> Vec<Fund> {
    let found = NAMES.sector.as_ref().and_then(|pattern| pattern.captures(letters));
    found.and_then(|found| sector_of(&found)).map(|(fund, _)| fund).into_iter().collect()
}

/// The sectors named right behind a name or right before it, and the letter where the last of them ends.
fn sectors_around(text: &str, folded: &Folded, start: usize, end: usize) -> (Vec<Fund>, usize) {
    let mut funds = Vec::new();
    let mut tail = end;
    while funds.len() < Fund::ALL.len() {
        let pattern = if funds.is_empty() { &NAMES.first_sector } else { &NAMES.next_sector };
        let rest = folded.slice(tail, tail + LETTERS_REACH);
        let found = pattern.as_ref().and_then(|pattern| pattern.captures(rest));
        let Some((sector, length)) = found.and_then(|found| sector_of(&found)) else { break };
        if !is_near(text, folded, tail, tail + length)
            || is_other_health(folded, tail + length, sector, funds.is_empty())
        {
            break;
        }
        tail += length;
        funds.push(sector);
    }
    if funds.is_empty() {
        let before = folded.slice(start.saturating_sub(LETTERS_REACH), start);
        let hit = NAMES.sector_before.as_ref().and_then(|pattern| pattern.find(before));
        funds = hit.map(|hit| sectors_in(hit.as_str())).unwrap_or_default();
    }
    (funds, tail)
}

/// Whether the letters follow a name closely, in its sentence, and end with a word.
fn is_near(text: &str, folded: &Folded, name_end: usize, end: usize) -> bool {
    let (_, from) = folded.range(name_end.saturating_sub(1), name_end);
    let (_, to) = folded.range(name_end, end);
    let between = text.get(from..to).unwrap_or_default();
    let ends_word = !text.get(to..).and_then(|rest| rest.chars().next()).is_some_and(char::is_lowercase);
    let no_spaces = !between.contains(' ');
    between.len() <= SECTOR_REACH + folded.slice(name_end, end).len()
        && !between.contains([';', '!', '?', '/'])
        && !between.contains(". ")
        && (ends_word || no_spaces)
}

/// "Health" as the beginning of another name: Health Canada, Santé publique.
fn is_other_health(folded: &Folded, end: usize, fund: Fund, first: bool) -> bool {
    let next = folded.slice(end, end + LETTERS_REACH);
    let others = ["canada", "publi", "service", "ministry", "institut", "quebec"];
    fund == Fund::Frqs && (others.iter().any(|other| next.starts_with(other)) || !first && next.starts_with("research"))
}

/// Joins a name and the acronym in brackets behind it; drops what stands within another.
fn merge(text: &str, found: Vec<Mention>) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    for mention in found {
        let Some(last) = out.last_mut() else {
            out.push(mention);
            continue;
        };
        if mention.start < last.end {
            continue;
        }
        let between = text.get(last.end..mention.start).unwrap_or_default();
        let same = last.funds.is_empty() || mention.funds.is_empty() || last.funds == mention.funds;
        let close = between.len() <= 6 && between.contains(['(', '[']) && !between.contains([')', ']']);
        if close && same && mention.kind != NameKind::Salary && last.kind != NameKind::Salary {
            last.end = mention.end;
            if last.funds.is_empty() {
                last.funds = mention.funds;
            }
            last.kind = NameKind::Sure;
        } else {
            out.push(mention);
        }
    }
    out
}
