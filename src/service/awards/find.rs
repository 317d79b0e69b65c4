//! Finding awards: by number, holder, institution or programme, and whether the register knows one that was named.

use unicode_normalization::UnicodeNormalization;

use super::super::{Repository, Result};
use crate::domain::vocabulary::find_institution;
use crate::domain::{Award, AwardLink, AwardNumber};

/// Words of a question that count.
const MOST_WORDS: usize = 4;
/// Awards of one article that are looked up.
const MOST_CHECKED: usize = 20;
/// Awards that are offered in place of an unknown one.
const NEAREST: usize = 3;
/// Digits that may differ from a near number.
const MOST_DIFFERENT: usize = 2;

/// What the register says of an award that an article names.
#[derive(Debug, Clone, PartialEq)]
pub enum Checked {
    /// It knows the award.
    Known(Box<Award>),
    /// No number was given, or it holds no awards at all.
    Unasked,
    /// It does not know the number; these are near.
    Unknown(Vec<Award>),
}

/// An award that an article names, and what the register says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct AwardCheck {
    /// The award as it is named.
    pub link: AwardLink,
    /// What the register says.
    pub checked: Checked,
}

/// What an award is found by: words, each behind a space, so that their beginnings are found.
pub(super) fn search_text(award: &Award) -> String {
    let place = award.institution.as_ref().and_then(find_institution);
    let names =
        place.map(|place| format!("{} {} {}", place.name_fr, place.name_en, place.acronym.as_deref().unwrap_or("")));
    let all = format!("{} {} {} {}", award.number, award.holder, names.unwrap_or_default(), award.programme);
    format!(" {}", words(&all).join(" "))
}

/// Words in lower case without accents.
pub(in crate::service) fn words(text: &str) -> Vec<String> {
    let plain: String =
        text.nfd().filter(|c| !is_mark(*c)).map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.to_lowercase().split_whitespace().map(str::to_owned).collect()
}

/// Combining marks, which decomposition leaves behind letters.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

impl Repository {
    /// The award of the register with a number.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn award(&self, number: &AwardNumber) -> Result<Option<Award>> {
        Ok(self.parts.store.find_award(number).await?)
    }

    /// The awards that hold all words of a question, by number; a DOI of an award asks for its number.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find_awards(&self, question: &str, limit: i64) -> Result<Vec<Award>> {
        let behind = question.split(AwardNumber::DOI_PREFIX).nth(1);
        let words: Vec<_> = words(behind.unwrap_or(question)).into_iter().take(MOST_WORDS).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        self.write_search_texts().await?;
        Ok(self.parts.store.find_awards(&words, limit).await?)
    }

    /// Registers that were taken in by an earlier release have nothing to be found by.
    async fn write_search_texts(&self) -> Result<()> {
        let unwritten = self.parts.store.list_unsearched_awards().await?;
        if unwritten.is_empty() {
            return Ok(());
        }
        let (mut tx, now) = (self.parts.store.begin().await?, self.now());
        for award in &unwritten {
            tx.put_award(award, &search_text(award), now, "import").await?;
        }
        Ok(tx.commit().await?)
    }

    /// Holds the awards that an article names against the register, up to twenty.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn check_awards(&self, links: &[AwardLink]) -> Result<Vec<AwardCheck>> {
        let mut checks = Vec::new();
        for link in links.iter().take(MOST_CHECKED) {
            let checked = match &link.number {
                Some(number) => self.check_number(number).await?,
                None => Checked::Unasked,
            };
            checks.push(AwardCheck { link: link.clone(), checked });
        }
        Ok(checks)
    }

    async fn check_number(&self, number: &AwardNumber) -> Result<Checked> {
        if let Some(award) = self.parts.store.find_award(number).await? {
            return Ok(Checked::Known(Box::new(award)));
        }
        let mut numbers = self.parts.store.list_award_numbers().await?;
        if numbers.is_empty() {
            return Ok(Checked::Unasked);
        }
        let distance = |other: &AwardNumber| distance(number.as_str(), other.as_str());
        numbers.retain(|other| distance(other) <= MOST_DIFFERENT);
        numbers.sort_by_key(distance);
        let mut near = Vec::new();
        for number in numbers.iter().take(NEAREST) {
            near.extend(self.parts.store.find_award(number).await?);
        }
        Ok(Checked::Unknown(near))
    }
}

/// Digits to change, leave out or add on the way from one number to another (Levenshtein 1965).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, digit) in one.chars().enumerate() {
        let mut next = vec![at + 1];
        for ((kept, above), found) in row.iter().zip(row.iter().skip(1)).zip(&other) {
            let left = next.last().copied().unwrap_or_default();
            next.push((kept + usize::from(digit != *found)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_near_when_a_digit_is_wrong_missing_or_too_many() {
        assert_eq!(distance("312345", "312345"), 0);
        assert_eq!(distance("312345", "312354"), 2);
        assert_eq!(distance("312345", "31234"), 1);
        assert_eq!(distance("", "312"), 3);
    }

    #[test]
    fn words_lose_their_accents_and_marks() {
        assert_eq!(words("Côté, Hélène (É.T.S.)"), ["cote", "helene", "e", "t", "s"]);
    }
}
