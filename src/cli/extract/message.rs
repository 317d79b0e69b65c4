//! What the command says to the person at the terminal, in French or English.

use std::fmt::Write;
use std::io::ErrorKind;
use std::path::Path;

use crate::domain::extraction::{ExtractionFailure, Warning, WarningKind};
use crate::web::Locale;

/// Speaks on standard error, in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speaker {
    locale: Locale,
}

impl Speaker {
    /// Speaks French where the environment does (`LC_ALL`, `LC_MESSAGES`, `LANG`: POSIX.1-2017 §8.2), else English.
    pub(super) fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
        let french = set.is_some_and(|language| language.starts_with("fr"));
        Self { locale: if french { Locale::French } else { Locale::English } }
    }

    /// Says something about a file.
    pub(super) fn say(self, file: &Path, key: &str) {
        self.tell(file, &self.locale.text(key));
    }

    /// Says how many pages a file has to somebody who asked for others.
    pub(super) fn say_pages(self, file: &Path, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.tell(file, &self.locale.text_count("extract-no-such-page", count));
    }

    /// Says why a file could not be opened.
    pub(super) fn say_unopened(self, file: &Path, error: &std::io::Error) {
        match error.kind() {
            ErrorKind::NotFound => self.say(file, "extract-missing"),
            ErrorKind::IsADirectory => self.say(file, "extract-folder"),
            ErrorKind::PermissionDenied => self.say(file, "extract-forbidden"),
            _ => self.tell(file, &error.to_string()),
        }
    }

    /// Says what could not be read, each kind once with its pages.
    pub(super) fn say_warnings(self, file: &Path, warnings: &[Warning]) {
        let mut told: Vec<WarningKind> = Vec::new();
        for warning in warnings {
            let Some(key) = warning_key(warning.kind) else { continue };
            if !told.contains(&warning.kind) {
                told.push(warning.kind);
                self.tell(file, &format!("{}{}", self.locale.text(key), pages_of(warnings, warning.kind)));
            }
        }
    }

    fn tell(self, file: &Path, text: &str) {
        let name = if file == Path::new("-") { self.locale.text("extract-standard-input") } else { shown(file) };
        let separator = if self.locale == Locale::French { "\u{a0}: " } else { ": " };
        eprintln!("parvis: {name}{separator}{text}");
    }
}

/// A name without characters that would steer the terminal.
fn shown(file: &Path) -> String {
    file.display().to_string().chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// ` [1, 2, 5]`, at most ten pages; nothing when a warning is about the whole file.
fn pages_of(warnings: &[Warning], kind: WarningKind) -> String {
    let mut pages: Vec<u32> =
        warnings.iter().filter(|warning| warning.kind == kind).filter_map(|warning| warning.page).collect();
    pages.dedup();
    let mut text = String::new();
    for (at, page) in pages.iter().take(10).enumerate() {
        let _ = write!(text, "{}{page}", if at == 0 { " [" } else { ", " });
    }
    match pages.len() {
        0 => text,
        1..=10 => text + "]",
        _ => text + ", …]",
    }
}

/// What to say of a file from which nothing can be read.
pub(super) fn failure_key(failure: ExtractionFailure) -> &'static str {
    match failure {
        ExtractionFailure::Empty => "extract-empty",
        ExtractionFailure::WrongType => "extract-type",
        ExtractionFailure::Encrypted => "extract-encrypted",
        ExtractionFailure::Damaged => "extract-damaged",
        ExtractionFailure::LimitsExceeded => "extract-limits",
    }
}

/// A repaired file reads as any other: nobody need know.
fn warning_key(kind: WarningKind) -> Option<&'static str> {
    match kind {
        WarningKind::Repaired => None,
        WarningKind::UnmappedGlyphs => Some("warning-unmapped-glyphs"),
        WarningKind::PageUnreadable => Some("warning-page-unreadable"),
        WarningKind::NoText => Some("warning-no-text"),
        WarningKind::BudgetExhausted => Some("warning-budget-exhausted"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_chooses_the_language() {
        let spoken = |set: &[(&str, &str)]| {
            let find = |name: &str| set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
            Speaker::of(find).locale
        };
        assert_eq!(spoken(&[("LANG", "fr_CA.UTF-8")]), Locale::French);
        assert_eq!(spoken(&[("LANG", "fr_CA.UTF-8"), ("LC_ALL", "C")]), Locale::English);
        assert_eq!(spoken(&[("LC_ALL", ""), ("LC_MESSAGES", "fr_FR"), ("LANG", "de")]), Locale::French);
        assert_eq!(spoken(&[]), Locale::English);
    }

    #[test]
    fn pages_of_a_warning_are_named_up_to_ten() {
        let warning = |page, kind| Warning { page, kind };
        let few = [warning(Some(2), WarningKind::NoText), warning(Some(5), WarningKind::NoText)];
        assert_eq!(pages_of(&few, WarningKind::NoText), " [2, 5]");
        let many: Vec<_> = (1..=12).map(|page| warning(Some(page), WarningKind::NoText)).collect();
        assert!(pages_of(&many, WarningKind::NoText).ends_with(", 10, …]"));
        assert_eq!(pages_of(&[warning(None, WarningKind::BudgetExhausted)], WarningKind::BudgetExhausted), "");
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(shown(Path::new("a\u{1b}[31m.pdf")), "a\u{fffd}[31m.pdf");
    }
}
