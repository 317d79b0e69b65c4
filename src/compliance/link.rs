//! How sure the link between an article and an award is (`indicators.json`, `link_tiers`).

use jiff::Span;

use super::Inputs;
use crate::domain::award::LinkOrigin;
use crate::domain::{Award, Fund, LinkTier, PartialDate};

/// Months after the end of an award in which an article may still come of it.
const MONTHS_AFTER: i64 = 36;

/// What the register says of the award that a link names.
#[derive(Debug, Clone, Copy)]
pub(super) enum Recognition<'a> {
    /// In the register, with the same fund or an author as its holder.
    Recognised(&'a Award),
    /// In the register, but of another fund and of nobody among the authors.
    OfAnother(&'a Award),
    /// Not in the register.
    NotFound,
    /// The link gives no number.
    NoNumber,
}

/// Looks at the award of a link.
pub(super) fn recognise<'a>(inputs: &Inputs<'a>) -> Recognition<'a> {
    let Some(number) = &inputs.link.number else { return Recognition::NoNumber };
    match inputs.award.filter(|award| award.number == *number) {
        None => Recognition::NotFound,
        Some(award) if same_fund(award.fund, inputs.link.fund) || holder_is_author(award, inputs) => {
            Recognition::Recognised(award)
        }
        Some(award) => Recognition::OfAnother(award),
    }
}

/// The tier of a link.
pub(super) fn tier(inputs: &Inputs<'_>) -> LinkTier {
    match (recognise(inputs), inputs.link.origin) {
        // A confirmed holder says so, but of their own work: the link is inferred from holder and period all the same.
        (_, LinkOrigin::Holder) => LinkTier::D,
        (Recognition::Recognised(_), _) => LinkTier::A,
        (_, LinkOrigin::Declared) => LinkTier::B,
        (_, LinkOrigin::Acknowledgement) => LinkTier::C,
    }
}

/// Whether an article published at some time may come of an award by its period: from its first day to three years after its
/// last (tier D). Where a date is missing nothing is inferred.
#[must_use]
pub fn falls_in_period(award: &Award, published: PartialDate) -> bool {
    let Some((first, last)) = award.active_from.zip(award.active_to) else { return false };
    let months = Span::new().try_months(MONTHS_AFTER).and_then(|span| last.checked_add(span));
    published.latest() >= first && months.is_ok_and(|end| published.earliest() <= end)
}

/// "FRQ" alone may mean any of its sectors (domain.md §2.1).
fn same_fund(left: Fund, right: Fund) -> bool {
    left == right || left == Fund::Frq || right == Fund::Frq
}

fn holder_is_author(award: &Award, inputs: &Inputs<'_>) -> bool {
    let holder = award.holder.trim().to_lowercase();
    !holder.is_empty() && inputs.metadata.authors.iter().any(|author| author.sort_name().to_lowercase() == holder)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::vocabulary::INDICATORS;
    use crate::domain::{AwardKind, AwardNumber};

    #[test]
    fn an_award_and_an_article_meet_from_its_first_day_to_three_years_after_its_last() {
        let mut award = Award {
            number: AwardNumber::parse("900101").unwrap(),
            fund: Fund::Frqnt,
            holder: "Roy, Léa".to_owned(),
            institution: None,
            programme: "Projet".to_owned(),
            kind: AwardKind::Grant,
            launched: None,
            launch_estimated: false,
            active_from: Some(date(2020, 4, 1)),
            active_to: Some(date(2023, 3, 31)),
            programme_policy: None,
        };
        let falls = |award: &Award, text: &str| falls_in_period(award, PartialDate::parse(text).unwrap());
        for (text, inside) in [
            ("2020-03-31", false),
            ("2020-04-01", true),
            ("2020", true),
            ("2026-03-31", true),
            ("2026-04-01", false),
            ("2026", true),
            ("2027", false),
        ] {
            assert_eq!(falls(&award, text), inside, "{text}");
        }
        award.active_to = None;
        assert!(!falls(&award, "2021"), "nothing is inferred without an end");
        assert!(INDICATORS.contains(&format!("end + {MONTHS_AFTER} months")), "the table says the same");
    }
}
