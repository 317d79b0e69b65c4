//! A whole site in open formats: a bag (`BagIt` 1.0, RFC 8493) that anybody can read without this program, and that this
//! program makes an equal site of.
//!
//! ```text
//! bagit.txt                     written last: a folder without it is none
//! bag-info.txt                  what the bag holds, and the digest of all records
//! manifest-sha256.txt           a line a file below data/: digest and path
//! tagmanifest-sha256.txt        the same for the files beside it
//! data/articles/000042/         an article: article.json (every version, its description, its history),
//!                               article.xml (JATS, as it is shown), v1.pdf … (each file once, under its first version)
//! data/files/ab/cd/…            files that no version has, by their digests
//! data/tables/schema.json       number of the schema, tables and columns
//! data/tables/NAME.jsonl        the rows of a table, an object a line
//! ```
//!
//! The tables are what a site is made of again; the folders of articles are for everybody else. What would open the site
//! to whoever reads the bag (sessions, links, tokens of programs), what is under way (uploads, messages) and what is
//! computed stays out. People and their password digests are in it: it is as confidential as a backup.

mod payload;
mod read;
mod write;

use crate::domain::Sha256;

pub use read::{Found, is_bag, take_in};

/// Tables that stay out.
const LEFT_OUT: [&str; 13] = [
    "account_links",
    "api_tokens",
    "dumps",
    "first_sign_ins",
    "kept_answers",
    "lookup_answers",
    "mail",
    "oai_fragments",
    "sessions",
    "sign_in_flows",
    "standings_stale",
    "tries",
    "uploads",
];

/// `bagit.txt` (RFC 8493 §2.1.1).
const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const DECLARATION_FILE: &str = "bagit.txt";
const INFO_FILE: &str = "bag-info.txt";
const MANIFEST_FILE: &str = "manifest-sha256.txt";
const TAG_MANIFEST_FILE: &str = "tagmanifest-sha256.txt";
const SCHEMA_FILE: &str = "data/tables/schema.json";
/// Labels of `bag-info.txt` that are ours.
const RECORDS_LABEL: &str = "Parvis-Records";
const DIGEST_LABEL: &str = "Parvis-Records-SHA256";

/// What was written or taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bagged {
    /// Articles, in any state.
    pub articles: u64,
    /// Deposited files.
    pub files: u64,
    /// Rows of all tables.
    pub rows: u64,
    /// Records that harvesters get.
    pub records: u64,
    /// Deposited files that are missing or damaged, and are not in the bag.
    pub missing: Vec<Sha256>,
}

/// The place of a table's rows.
fn table_path(name: &str) -> String {
    format!("data/tables/{name}.jsonl")
}
