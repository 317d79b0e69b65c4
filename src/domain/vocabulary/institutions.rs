//! Québec institutions by ROR id, and fields of research (CRDC 2020 v1.0).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::table::{Row, cell, read};
use crate::domain::{Lang, Ror};

/// An institution of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Institution {
    /// ROR id.
    pub ror: Ror,
    /// French name.
    pub name_fr: String,
    /// English name.
    pub name_en: String,
    /// Acronym, when it has one.
    pub acronym: Option<String>,
}

impl Institution {
    /// The name in a language.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &str {
        if lang == Lang::EN { &self.name_en } else { &self.name_fr }
    }
}

/// A field of research: a division or a group of the CRDC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Code, such as `RDF102`.
    pub code: String,
    /// French label.
    pub label_fr: String,
    /// English label.
    pub label_en: String,
    /// 1 for a division, 2 for a group.
    pub level: u8,
}

impl Field {
    /// The label in a language.
    #[must_use]
    pub fn label(&self, lang: Lang) -> &str {
        if lang == Lang::EN { &self.label_en } else { &self.label_fr }
    }
}

static INSTITUTIONS: LazyLock<Vec<Institution>> =
    LazyLock::new(|| read(include_str!("institutions.csv")).iter().filter_map(institution).collect());

static ALIASES: LazyLock<Vec<(Ror, String)>> = LazyLock::new(|| {
    let rows = read(include_str!("institution_aliases.csv"));
    rows.iter().filter_map(|row| Some((Ror::parse(&cell(row, "ror")).ok()?, cell(row, "alias")))).collect()
});

static FIELDS: LazyLock<Vec<Field>> =
    LazyLock::new(|| read(include_str!("fields_of_research.csv")).iter().map(field).collect());

static FIELDS_BY_CODE: LazyLock<HashMap<&'static str, &'static Field>> =
    LazyLock::new(|| FIELDS.iter().map(|field| (field.code.as_str(), field)).collect());

fn institution(row: &Row) -> Option<Institution> {
    Some(Institution {
        ror: Ror::parse(&cell(row, "ror")).ok()?,
        name_fr: cell(row, "name_fr"),
        name_en: cell(row, "name_en"),
        acronym: row.get("acronym").cloned(),
    })
}

fn field(row: &Row) -> Field {
    Field {
        code: cell(row, "code"),
        label_fr: cell(row, "label_fr"),
        label_en: cell(row, "label_en"),
        level: cell(row, "level").parse().unwrap_or(1),
    }
}

/// All institutions of the table.
#[must_use]
pub fn list_institutions() -> &'static [Institution] {
    &INSTITUTIONS
}

/// Other names under which institutions of the table are printed in affiliations.
#[must_use]
pub fn list_institution_aliases() -> &'static [(Ror, String)] {
    &ALIASES
}

/// The institution with a ROR id.
#[must_use]
pub fn find_institution(ror: &Ror) -> Option<&'static Institution> {
    INSTITUTIONS.iter().find(|institution| institution.ror == *ror)
}

/// All fields of research, divisions before their groups.
#[must_use]
pub fn list_fields() -> &'static [Field] {
    &FIELDS
}

/// The field of research with a code.
#[must_use]
pub fn find_field(code: &str) -> Option<&'static Field> {
    FIELDS_BY_CODE.get(code).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_institution_has_a_sound_ror() {
        assert_eq!(INSTITUTIONS.len(), read(include_str!("institutions.csv")).len());
        let udem = find_institution(&Ror::parse("0161xgx34").unwrap()).unwrap();
        assert_eq!(udem.name(Lang::FR), "Université de Montréal");
    }

    #[test]
    fn every_alias_names_an_institution_of_the_table() {
        assert_eq!(ALIASES.len(), read(include_str!("institution_aliases.csv")).len());
        assert!(ALIASES.iter().all(|(ror, alias)| find_institution(ror).is_some() && !alias.is_empty()));
    }

    #[test]
    fn a_field_is_found_by_its_code() {
        assert_eq!(find_field("RDF102").unwrap().label(Lang::EN), "Computer and information sciences");
    }
}
