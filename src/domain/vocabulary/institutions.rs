//! Québec institutions by ROR id, and fields of research (CRDC 2020 v1.0).

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

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

/// ROR ids by folded name, alias or acronym.
static BY_NAME: LazyLock<HashMap<String, Ror>> = LazyLock::new(|| {
    let aliases = ALIASES.iter().map(|(ror, alias)| (folded(alias), ror.clone()));
    let names = INSTITUTIONS.iter().flat_map(|one| {
        let names = [Some(&one.name_fr), Some(&one.name_en), one.acronym.as_ref()];
        names.into_iter().flatten().map(|name| (folded(name), one.ror.clone()))
    });
    aliases.chain(names).collect()
});

/// Letters and digits in lower case, without accents.
fn folded(name: &str) -> String {
    name.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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

/// The institution that goes by a name, whatever its accents, case and marks.
#[must_use]
pub fn find_institution_by_name(name: &str) -> Option<&'static Institution> {
    BY_NAME.get(&folded(name)).and_then(find_institution)
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
    fn an_institution_is_known_by_its_names_however_they_are_written() {
        let ror = |name: &str| find_institution_by_name(name).map(|found| found.ror.clone());
        assert!(ror("Université Laval").is_some());
        assert_eq!(ror("UNIVERSITE  LAVAL"), ror("Université Laval"));
        assert_eq!(ror("Université du bout du monde"), None);
    }

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
