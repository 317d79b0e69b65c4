//! How sure the link between an article and an award is (`indicators.json`, `link_tiers`).

use super::Inputs;
use crate::domain::award::LinkOrigin;
use crate::domain::{Award, Fund, LinkTier};

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
        (Recognition::Recognised(_), _) => LinkTier::A,
        (_, LinkOrigin::Declared) => LinkTier::B,
        (_, LinkOrigin::Acknowledgement) => LinkTier::C,
    }
}

/// "FRQ" alone may mean any of its sectors (domain.md §2.1).
fn same_fund(left: Fund, right: Fund) -> bool {
    left == right || left == Fund::Frq || right == Fund::Frq
}

fn holder_is_author(award: &Award, inputs: &Inputs<'_>) -> bool {
    let holder = award.holder.trim().to_lowercase();
    !holder.is_empty() && inputs.metadata.authors.iter().any(|author| author.sort_name().to_lowercase() == holder)
}
