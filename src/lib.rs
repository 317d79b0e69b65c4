//! Parvis: the open-access repository for scientific articles funded by the Fonds de recherche du Québec.
//!
//! `ARCHITECTURE.md` draws the rooms and the way between them; `tests/it/architecture.rs` holds the code against it.

pub mod app;
pub mod blob;
pub mod cli;
pub mod compliance;
pub mod config;
pub mod domain;
pub mod extract;
mod i18n;
pub mod mail;
pub mod metadata;
pub mod openid;
pub mod reporting;
pub mod search;
pub mod service;
pub mod source;
pub mod store;
pub mod telemetry;
pub mod web;
pub mod worker;
