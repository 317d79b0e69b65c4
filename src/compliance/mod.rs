//! What the FRQ's open-access policies say of an article: one verdict an award, each with its reasons.
//!
//! The policies are data (`domain/vocabulary/policy_rules.json`, read by `policies`); each rule is a file and a line of
//! [`RULES`]. Everything here is a pure function of its [`Inputs`]: the caller reads the article and the award
//! register, and says on which day. `indicators` counts verdicts, `report` writes them. No SQL, no clock, no sentences
//! for people: those are the messages `finding-{code}` and `action-{code}` of the locales.
//!
//! Two promises hold everywhere. What cannot be told is *undetermined*: the rules leave open every property that the
//! data leave open, `worlds` looks at all the ways to fill the gaps, and a verdict is given only where all of them
//! agree; hence less data never gives a better verdict. And no verdict of non-compliance rests on an estimate, on a
//! policy that is not to be evaluated, or before the due date.

mod action;
#[cfg(test)]
mod cases;
pub mod change;
mod context;
mod copies;
mod evaluate;
mod exception;
pub mod indicators;
mod known;
mod licence;
mod link;
pub mod policies;
mod policy;
#[cfg(test)]
mod properties;
mod reason;
pub mod report;
pub mod route;
mod scope;
pub mod subject;
pub mod table;
pub mod targets;
#[cfg(test)]
mod tests;
mod timing;
mod worlds;

pub use context::{Context, Rule};
pub(crate) use evaluate::strictness;
pub use evaluate::{
    Inputs, evaluate, evaluate_all, published, published_of, published_outcome, strictest, strictest_verdict,
};
pub use known::{Exemption, Known};
pub use link::falls_in_period;
pub use reason::{Reason, reason_codes};

/// The rules in the order they are applied (`policy_rules.json`, `algorithm`).
pub const RULES: [&dyn Rule; 6] = [
    &exception::Exception,
    &policy::PolicyChoice,
    &scope::Scope,
    &copies::Copies,
    &timing::Timing,
    &licence::LicenceTest,
];
