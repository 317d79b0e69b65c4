//! How the PDF of the same article prints the figures of a JATS file: each is found by its number and the words of its
//! caption.

use std::collections::HashSet;

use crate::metadata::jats::Element;
use crate::web::pages::figures::is_of_table;
use crate::web::pages::gallery::Image;
use crate::web::pages::text::{Part, ReadingText, Target};

/// Words of a caption that are compared: what follows may be text that was taken for a part of it.
const COMPARED_WORDS: usize = 40;
/// Fewest words that tell a caption without a number.
const TELLING_WORDS: usize = 3;
/// Shares of the shorter caption's words that stand in the other: with the same number, and without one.
const SAME_NUMBER: f64 = 0.3;
const NO_NUMBER: f64 = 0.6;

/// The figures and tables of the PDF, and where the journal has its own.
#[derive(Debug, Default)]
pub(crate) struct Print {
    floats: Vec<Float>,
    /// Address of the article at its publisher's.
    pub(crate) journal: Option<String>,
}

/// A figure or a table as it is printed.
#[derive(Debug)]
pub(super) struct Float {
    /// Its parts; none where only its caption was found.
    pub(super) images: Vec<Image>,
    /// The page of the PDF.
    pub(super) href: Option<String>,
    told: Told,
}

/// What tells a figure from the others.
#[derive(Debug, Default, PartialEq)]
struct Told {
    is_table: bool,
    number: Option<String>,
    words: HashSet<String>,
}

impl Print {
    /// What the pages of a PDF show.
    pub(crate) fn of(text: ReadingText, journal: Option<String>) -> Self {
        let parts = text.pages.into_iter().flat_map(|page| page.parts);
        Self { floats: parts.filter_map(Float::of).collect(), journal }
    }

    /// The place among the floats of the one that a `fig` or a `table-wrap` names.
    pub(super) fn find(&self, element: &Element) -> Option<usize> {
        let told = Told::by(element);
        let scored = self.floats.iter().enumerate().filter_map(|(at, float)| Some((float.told.likeness(&told)?, at)));
        scored.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, at)| at)
    }

    pub(super) fn float(&self, at: usize) -> Option<&Float> {
        self.floats.get(at)
    }
}

impl Float {
    fn of(part: Part) -> Option<Self> {
        let (images, caption, href) = match part {
            Part::Figure { images, caption: Some(caption), href, .. } => (images, caption, href),
            Part::Table { image, caption: Some(caption), .. } => (image.into_iter().collect(), caption, None),
            Part::Caption { caption, href } => (Vec::new(), caption, href),
            _ => return None,
        };
        Some(Self { images, href, told: Told::printed(&caption) })
    }
}

impl Told {
    fn printed(caption: &Target) -> Self {
        let text = caption.text.plain();
        let number = number(&text);
        let skipped = if number.is_some() { 2 } else { 0 };
        let rest = text.split_whitespace().skip(skipped).collect::<Vec<_>>().join(" ");
        Self { is_table: is_of_table(&caption.text), number, words: words(&rest) }
    }

    fn by(element: &Element) -> Self {
        let label = element.child("label").and_then(Element::text).unwrap_or_default();
        let caption = element
            .child("caption")
            .map(|caption| caption.elements().filter_map(Element::text).collect::<Vec<_>>().join(" "));
        let number = number(&label).or_else(|| bare_number(&label));
        Self { is_table: element.name == "table-wrap", number, words: words(&caption.unwrap_or_default()) }
    }

    /// How likely two are the same: none when they are not.
    fn likeness(&self, other: &Self) -> Option<f64> {
        let fewest = self.words.len().min(other.words.len());
        let shared = self.words.intersection(&other.words).count();
        #[expect(clippy::cast_precision_loss, reason = "a caption has few words")]
        let share = if fewest == 0 { 0.0 } else { shared as f64 / fewest as f64 };
        let same_kind = self.is_table == other.is_table;
        match (&self.number, &other.number) {
            (Some(one), Some(two)) if one == two => {
                let alike = fewest < TELLING_WORDS || share >= SAME_NUMBER;
                (alike && same_kind).then_some(1.0 + share)
            }
            (Some(_), Some(_)) => None,
            _ => (same_kind && fewest >= TELLING_WORDS && share >= NO_NUMBER).then_some(share),
        }
    }
}

/// The number behind the first word: `Figure 2.`, `Fig. S1:`, `Tableau IV`.
fn number(text: &str) -> Option<String> {
    let mut words = text.split_whitespace();
    words.next().filter(|name| name.chars().next().is_some_and(char::is_alphabetic))?;
    bare_number(words.next()?)
}

/// A number as it is compared: digits with letters and points within, or a Roman one.
fn bare_number(word: &str) -> Option<String> {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let is_roman = !bare.is_empty() && bare.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l'));
    let is_number = bare.chars().count() <= 6 && bare.chars().any(|c| c.is_ascii_digit());
    (is_roman || is_number).then_some(bare)
}

/// The words of a caption's beginning, those of one or two letters left out.
fn words(text: &str) -> HashSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().nth(2).is_some());
    words.take(COMPARED_WORDS).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(number: Option<&str>, text: &str) -> Told {
        Told { is_table: false, number: number.map(str::to_owned), words: words(text) }
    }

    #[test]
    fn figures_with_the_same_number_are_the_same_unless_their_captions_are_about_other_things() {
        let printed = told(Some("2"), "Croissance des tiges selon la température de juin");
        assert!(printed.likeness(&told(Some("2"), "Croissance des tiges selon la température")).is_some());
        assert!(printed.likeness(&told(Some("2"), "")).is_some());
        assert!(printed.likeness(&told(Some("2"), "Débit annuel moyen des rivières côtières")).is_none());
        assert!(printed.likeness(&told(Some("3"), "Croissance des tiges selon la température")).is_none());
        let table = Told { is_table: true, ..told(Some("2"), "Croissance des tiges selon la température") };
        assert!(printed.likeness(&table).is_none());
    }

    #[test]
    fn a_figure_without_a_number_is_found_by_its_words_alone() {
        let printed = told(Some("1"), "Croissance des tiges selon la température de juin");
        assert!(printed.likeness(&told(None, "Croissance des tiges selon la température")).is_some());
        assert!(printed.likeness(&told(None, "Croissance des feuilles des bouleaux jaunes")).is_none());
        assert!(printed.likeness(&told(None, "")).is_none());
    }

    #[test]
    fn numbers_are_read_behind_any_name() {
        for (text, wanted) in [
            ("Figure 2. Glace", Some("2")),
            ("Fig. S1: neige", Some("s1")),
            ("TABLEAU IV", Some("iv")),
            ("Figure 3a – b", Some("3a")),
            ("Croissance des tiges", None),
            ("2 lacs", None),
            ("", None),
        ] {
            assert_eq!(number(text).as_deref(), wanted, "{text}");
        }
        assert_eq!(bare_number("3").as_deref(), Some("3"));
    }
}
