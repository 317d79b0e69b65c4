//! How commands speak to the person at the terminal.

use indicatif::{ProgressBar, ProgressStyle};

use crate::domain::extraction::ExtractionFailure;
use crate::service::Error;

/// A progress bar for `length` steps; on no terminal it draws nothing.
pub(super) fn bar(length: u64, what: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar:.blue/dim} {pos}/{len} {eta}");
    let bar = ProgressBar::new(length).with_message(what.to_owned());
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// Shows an error with everything that led to it.
pub(super) fn error(error: &anyhow::Error) {
    eprintln!("parvis: {error:#}");
}

/// Why a file was not taken, and what its owner can do.
pub(super) fn advice(failure: ExtractionFailure) -> &'static str {
    match failure {
        ExtractionFailure::Empty => "the file is empty (0 bytes): export or download it again",
        ExtractionFailure::WrongType => "the file is neither a PDF nor JATS XML: give the PDF of the article",
        ExtractionFailure::Encrypted => "the PDF is protected by a password: save it without one",
        ExtractionFailure::Damaged => {
            "the PDF is damaged and no page can be read: get a fresh copy or print it to PDF again"
        }
        ExtractionFailure::LimitsExceeded => {
            "reading the file takes more memory or time than allowed: split it, or raise PARVIS_EXTRACT_MEMORY_MB and PARVIS_EXTRACT_SECONDS"
        }
    }
}

/// Why a deposit was not taken, in one line.
pub(super) fn refusal(error: &Error) -> String {
    if let Some(limit_bytes) = error.exceeded_bytes() {
        let limit_mb = limit_bytes / 1_000_000;
        return format!("the file is larger than {limit_mb} MB: make it smaller, or raise PARVIS_MAX_UPLOAD_MB");
    }
    if let Error::File(failure) = error {
        return advice(*failure).to_owned();
    }
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}
