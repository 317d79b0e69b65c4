//! The indicators (`indicators.json`): what is counted of each article, and the figures made of the counts.
//!
//! A [`Standing`] is what is counted of one (article, award); it is small and can be kept. A [`Summary`] counts articles
//! by theirs and can take them out again, so that a [`Barometer`] follows a change without counting everything anew.
//! Every [`Figure`] keeps numerator and denominator: whoever shows it shows both, the unknown share and the bounds.

mod barometer;
mod figures;
mod records;
mod standing;
mod summary;
#[cfg(test)]
mod tests;

pub use barometer::{Barometer, Dimension};
pub use figures::{Days, Figure, Indicator, SMALL};
pub use records::{FigureRecord, StandingRecord, figure_records, subject_figures};
pub use standing::{Family, Model, Route, Stage, Standing, YearOn, standings, strictest_standing};
pub use summary::{Rate, Summary, Tally};
