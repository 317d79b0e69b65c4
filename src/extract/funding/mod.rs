//! FRQ funding named in a text: fund by fund, with award numbers and the sentence that says so.
//!
//! `fold` undoes what extraction damages, `names` and `acronyms` find the FRQ's names, `others` other funders' names,
//! `numbers` what may be an award's number, `pair` whose number it is, `cues` whether the sentence says that this work
//! was paid for. Shapes and steps follow `ack_patterns.txt`. Knows nothing of pages; who calls it decides which
//! paragraphs to read and where they stand.

mod acronyms;
mod cues;
mod fold;
mod names;
mod numbers;
mod others;
mod pair;
mod sentences;
mod trigger;

#[cfg(test)]
mod labelled;
#[cfg(test)]
mod tests;

pub(super) use trigger::may_name_fund;

use std::collections::HashSet;

use crate::domain::extraction::FundingMention;
use crate::domain::{AwardNumber, Fund};
use cues::Verdict;
use fold::Folded;
use names::{Mention, NameKind};
use numbers::{Form, Number};

/// Bytes on either side of a mention that are read for what is said of it.
const NEAR: usize = 110;
/// Longest list of funders in bytes.
const LONGEST_LIST: usize = 600;
/// Longest sentence in bytes that is judged whole; of a longer one, the part around each mention is.
const LONGEST_SENTENCE: usize = 2_000;

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a section or note of thanks or funding: who is named there has paid.
    Thanks,
    /// Elsewhere: the sentence must say that this work was paid for.
    Text,
}

/// How sure it is that this work was paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Surety {
    /// The sentence has words of funding, which may mean others.
    Likely,
    /// The sentence says so, or gives an award's number.
    Stated,
}

/// Funding that a paragraph names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Fund and number.
    pub(super) mention: FundingMention,
    /// How sure.
    pub(super) surety: Surety,
    /// First byte of the name or number in the paragraph.
    pub(super) start: usize,
    /// The sentence, as bytes of the paragraph.
    pub(super) sentence: (usize, usize),
}

/// The FRQ funding that a paragraph names, each fund and award once, in order.
pub(super) fn find(text: &str, place: Place) -> Vec<Found> {
    let folded = Folded::new(text);
    let mentions = names::find(text, &folded);
    let ours: Vec<(usize, usize)> = mentions.iter().map(|mention| (mention.start, mention.end)).collect();
    let others = others::find(text, &ours);
    let numbers = numbers::find(text);
    let mut reader = Reader { text, place, mentions: &mentions, last: None, found: Vec::new() };
    for (start, end) in sentences::split(text) {
        let sentence = Sentence {
            range: (start, end),
            mentions: within(&mentions, start, end, |mention| mention.start),
            others: within(&others, start, end, |other| other.0),
            numbers: within(&numbers, start, end, |number| number.start),
        };
        reader.read(&sentence);
    }
    tidy(reader.found)
}

/// The items of an ordered list that begin in a range of bytes.
fn within<T>(items: &[T], start: usize, end: usize, at: impl Fn(&T) -> usize) -> &[T] {
    let from = items.partition_point(|item| at(item) < start);
    let to = items.partition_point(|item| at(item) < end);
    items.get(from..to).unwrap_or_default()
}

/// A sentence and what was found in it.
struct Sentence<'p> {
    range: (usize, usize),
    mentions: &'p [Mention],
    others: &'p [(usize, usize)],
    numbers: &'p [Number],
}

/// Reads a paragraph sentence by sentence.
struct Reader<'p> {
    text: &'p str,
    place: Place,
    mentions: &'p [Mention],
    /// Fund of the sentence before, for the number that follows in its own sentence.
    last: Option<Fund>,
    found: Vec<Found>,
}

impl Reader<'_> {
    fn read(&mut self, sentence: &Sentence<'_>) {
        if sentence.mentions.is_empty() {
            self.read_numbers_alone(sentence);
            return;
        }
        let owned = pair::assign(self.text, sentence.mentions, sentence.others, sentence.numbers);
        let long = sentence.range.1 - sentence.range.0 > LONGEST_SENTENCE;
        let whole = if long { None } else { Some(self.judge(sentence.range, sentence.mentions)) };
        self.last = None;
        for (place, mention) in sentence.mentions.iter().enumerate() {
            let fund = mention.funds.first().copied().unwrap_or(Fund::Frq);
            let numbers = owned.get(place).map(Vec::as_slice).unwrap_or_default();
            let verdict = whole.unwrap_or_else(|| self.judge(self.around(mention), sentence.mentions));
            let Some(surety) = self.accept(sentence, mention, verdict, numbers) else { continue };
            self.last = Some(fund);
            for number in numbers {
                self.push(fund, Some(number.value.clone()), Surety::Stated, number.start, sentence.range);
            }
            let funds = if mention.funds.is_empty() { &[Fund::Frq][..] } else { &mention.funds };
            for fund in funds {
                self.push(*fund, None, surety, mention.start, sentence.range);
            }
        }
    }

    /// A sentence that names no FRQ fund: award DOIs, and the number of the fund named just before.
    fn read_numbers_alone(&mut self, sentence: &Sentence<'_>) {
        for number in sentence.numbers {
            let follows = self.last.filter(|_| sentence.others.is_empty() && number.form <= Form::Labelled);
            if number.form == Form::Doi || follows.is_some() {
                let fund = follows.unwrap_or(Fund::Frq);
                self.push(fund, Some(number.value.clone()), Surety::Stated, number.start, sentence.range);
            }
        }
        if sentence.numbers.is_empty() {
            self.last = None;
        }
    }

    /// Whether a mention counts, and how sure.
    fn accept(
        &self,
        sentence: &Sentence<'_>,
        mention: &Mention,
        verdict: Verdict,
        numbers: &[&Number],
    ) -> Option<Surety> {
        let (before, after) = self.sides(sentence.range, mention);
        let verdict = cues::judge_near(&before, &after).unwrap_or(verdict);
        let numbered = numbers.iter().any(|number| number.form <= Form::Bracketed) && !cues::is_reference(&before);
        if verdict == Verdict::Denies {
            return None;
        }
        let known = match mention.kind {
            NameKind::Sure => true,
            NameKind::Short => {
                !numbers.is_empty()
                    || cues::leads_to(&before)
                    || self.mentions.iter().any(|other| other.kind == NameKind::Sure)
            }
            NameKind::Salary => sentence.others.is_empty() && verdict == Verdict::Funds,
        };
        if !known {
            return None;
        }
        if numbered || self.place == Place::Thanks && !matches!(verdict, Verdict::Topic | Verdict::Facility) {
            return Some(Surety::Stated);
        }
        match verdict {
            Verdict::Funds => Some(Surety::Stated),
            Verdict::MayFund if cues::follow(&after) || self.is_led_to(sentence, mention) => Some(Surety::Likely),
            Verdict::Facility => Some(Surety::Likely),
            Verdict::MayFund | Verdict::Silent => (!numbers.is_empty()).then_some(Surety::Likely),
            Verdict::Topic | Verdict::Denies => None,
        }
    }

    /// Whether words of funding lead up to a mention, or to the list of funders in which it stands.
    fn is_led_to(&self, sentence: &Sentence<'_>, mention: &Mention) -> bool {
        let mut start = mention.start;
        let before = within(sentence.others, sentence.range.0, mention.start, |other| other.0);
        for &(from, to) in before.iter().rev() {
            if start.saturating_sub(to) > NEAR / 2 || mention.start - from > LONGEST_LIST {
                break;
            }
            start = from;
        }
        let led = |start| {
            let before = self.text.get(sentence.range.0..start).unwrap_or_default();
            cues::leads_to(&fold::words(numbers::tail(before, NEAR)))
        };
        led(mention.start) || start < mention.start && led(start)
    }

    /// What a stretch of text says, the names of FRQ funds left out of it.
    fn judge(&self, (start, end): (usize, usize), mentions: &[Mention]) -> Verdict {
        let mut plain = String::with_capacity(end - start);
        let mut from = start;
        for mention in within(mentions, start, end, |mention| mention.start) {
            if mention.kind != NameKind::Salary && mention.end <= end {
                plain.push_str(self.text.get(from..mention.start).unwrap_or_default());
                plain.push_str(" frq ");
                from = mention.end;
            }
        }
        plain.push_str(self.text.get(from..end).unwrap_or_default());
        cues::judge(&fold::words(&plain))
    }

    /// The words on either side of a mention, in its sentence.
    fn sides(&self, (start, end): (usize, usize), mention: &Mention) -> (String, String) {
        let before = numbers::tail(self.text.get(start..mention.start).unwrap_or_default(), NEAR);
        let after = self.text.get(mention.end..end).unwrap_or_default();
        let cut = (NEAR..after.len()).find(|place| after.is_char_boundary(*place)).unwrap_or(after.len());
        (fold::words(before), fold::words(after.get(..cut).unwrap_or_default()))
    }

    /// The part of a long sentence around a mention.
    fn around(&self, mention: &Mention) -> (usize, usize) {
        let low = mention.start.saturating_sub(2 * NEAR);
        let high = (mention.end + 2 * NEAR).min(self.text.len());
        let start = (low..mention.start).find(|place| self.text.is_char_boundary(*place)).unwrap_or(mention.start);
        let end = (mention.end..=high).rev().find(|place| self.text.is_char_boundary(*place)).unwrap_or(mention.end);
        (start, end)
    }

    fn push(
        &mut self,
        fund: Fund,
        number: Option<AwardNumber>,
        surety: Surety,
        start: usize,
        sentence: (usize, usize),
    ) {
        self.found.push(Found { mention: FundingMention { fund, number }, surety, start, sentence });
    }
}

/// Each fund and number once.
fn tidy(found: Vec<Found>) -> Vec<Found> {
    let named = Named::new(found.iter().map(|one| &one.mention));
    let mut seen = HashSet::new();
    let new =
        |one: &Found| named.says_more(&one.mention) && seen.insert((one.mention.fund, one.mention.number.clone()));
    let mut found = found;
    found.retain(new);
    found
}

/// What several mentions name together, so that those which say nothing more can go.
pub(super) struct Named {
    numbered: HashSet<Fund>,
    has_sector: bool,
    in_sector: HashSet<AwardNumber>,
}

impl Named {
    pub(super) fn new<'m>(mentions: impl Iterator<Item = &'m FundingMention>) -> Self {
        let mut named = Self { numbered: HashSet::new(), has_sector: false, in_sector: HashSet::new() };
        for mention in mentions {
            let in_sector = mention.fund != Fund::Frq;
            named.has_sector |= in_sector;
            if let Some(number) = &mention.number {
                named.numbered.insert(mention.fund);
                if in_sector {
                    named.in_sector.insert(number.clone());
                }
            }
        }
        named
    }

    /// A fund without number says something only when none of its numbers is known; the FRQ as a whole only with a
    /// number that no sector has, or when no sector is named.
    pub(super) fn says_more(&self, mention: &FundingMention) -> bool {
        let whole = mention.fund == Fund::Frq;
        match &mention.number {
            Some(number) => !whole || !self.in_sector.contains(number),
            None => !(self.numbered.contains(&mention.fund) || whole && self.has_sector),
        }
    }
}
