//! Integration tests: the whole program in process, on a temporary database, with a fixed clock.
//!
//! One binary, so that the crate is linked once. `support` is the harness; each other file is a part of the product.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod accounts;
mod administration;
mod alerts;
mod announcements;
mod architecture;
mod article_page;
mod awards;
mod backup;
mod barometer;
mod compliance;
mod copies;
mod crash;
mod deposit;
mod described;
mod doctor;
mod drafts;
mod embargo;
mod evidence;
mod extract_command;
mod files;
mod imports;
mod ingest;
mod left;
mod lookups;
mod machines;
mod mirror;
mod oai;
mod oai_checklist;
mod oai_fragments;
mod oai_load;
mod oai_sets;
mod oai_text;
mod pages;
mod pictures;
mod pipeline;
mod results;
mod review;
mod roles;
mod samples;
mod search;
mod sources;
mod store;
mod support;
mod sync;
mod uploads;
mod viewer;
