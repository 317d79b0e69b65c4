//! Articles that nobody wrote, for measuring at sizes that no corpus has.
//!
//! An article is a pure function of its number: two runs measure the same repository. [`article`] gives the description,
//! [`words`] everyday words for its pages, [`fill`] writes articles into the database of a site as if they
//! had been deposited and published. None of it is in the program.

mod article;
mod fill;
mod random;
pub(crate) mod words;

pub(crate) use article::article;
pub(crate) use fill::fill;
pub(crate) use random::Random;
