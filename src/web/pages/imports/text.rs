//! What is wrong with a row of an import, in words, and what to do about it.

use crate::domain::import::{FaultCode, RowFault};
use crate::web::i18n::Locale;

/// What is wrong with a row.
pub(crate) fn fault(fault: &RowFault, locale: Locale) -> String {
    let key = format!("import-fault-{}", fault.code.code());
    locale.text_with(&key, &[("value", &fault.value)])
}

/// What to do about it.
pub(crate) fn advice(fault: &RowFault, locale: Locale) -> String {
    if fault.code != FaultCode::Cell {
        return String::new();
    }
    let key = match fault.column.as_str() {
        "embargo_until" | "accepted" | "online" | "issue" | "deposited" => "date",
        "version_of" => "article",
        column => column,
    };
    let key = format!("import-advice-{key}");
    if locale.has(&key) { locale.text(&key) } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_its_sentence_and_every_column_that_is_checked_its_advice() {
        for locale in Locale::ALL {
            for code in FaultCode::ALL {
                assert!(locale.has(&format!("import-fault-{}", code.code())), "{code:?}");
            }
            let checked =
                ["authors", "awards", "language", "type", "version", "licence", "access", "doi", "issn", "field"];
            let checked = checked.iter().chain(&["issue", "embargo_until", "version_of"]);
            for column in checked {
                let cell = RowFault::at(FaultCode::Cell, column, "x");
                assert!(!advice(&cell, locale).is_empty(), "{column}");
            }
        }
    }
}
