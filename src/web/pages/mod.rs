//! Pages for people: one file a page, with its handler, its struct and its template.
//!
//! A page struct holds texts that are ready to be shown; templates only lay them out.

pub(crate) mod account;
pub(crate) mod alerts;
pub(crate) mod announcements;
pub(crate) mod api;
pub(crate) mod article;
pub(crate) mod awards;
pub(crate) mod barometer;
mod builder;
pub(crate) mod candidates;
pub(crate) mod changes;
pub(crate) mod charts;
pub(crate) mod commitments;
pub(crate) mod consultations;
pub(crate) mod conversation;
pub(crate) mod copies;
pub(crate) mod data;
pub(crate) mod dcat;
pub(crate) mod deposit;
pub(crate) mod deposit_description;
pub(crate) mod deposits_home;
pub(crate) mod description;
pub(crate) mod desk;
pub(crate) mod errors;
pub(crate) mod exception;
pub(crate) mod extracted;
mod figures;
pub(crate) mod file_links;
pub(crate) mod first_address;
mod gallery;
pub(crate) mod holders;
pub(crate) mod home;
pub(crate) mod imports;
mod jats;
pub(crate) mod journals;
mod linked;
pub(crate) mod my_deposits;
pub(crate) mod people;
pub(crate) mod progress;
pub(crate) mod prose;
pub(crate) mod providers;
pub(crate) mod reading;
pub(crate) mod reports;
pub(crate) mod review;
mod scripted;
pub(crate) mod search;
pub(crate) mod search_notices;
pub(crate) mod sign_in;
pub(crate) mod sources;
pub(crate) mod state;
mod tables;
pub(crate) mod take_back;
pub(crate) mod text;
pub(crate) mod tombstone;
pub(crate) mod view;
pub(crate) mod viewer;
mod ways;
pub(crate) mod withdraw;

#[cfg(test)]
mod account_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod text_tests;
