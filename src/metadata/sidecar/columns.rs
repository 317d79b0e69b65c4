//! The columns of a table of descriptions, by their names in English and French.

use csv::StringRecord;

use super::SidecarError;
use crate::metadata::text::folded;

/// The columns that a table may have, in any order; `file` is needed beside files.
pub const COLUMNS: [&str; 31] = [
    "file",
    "title",
    "title_fr",
    "title_en",
    "authors",
    "doi",
    "language",
    "type",
    "version",
    "version_of",
    "licence",
    "access",
    "embargo_until",
    "accepted",
    "online",
    "issue",
    "deposited",
    "journal",
    "issn",
    "volume",
    "number",
    "pages",
    "publisher",
    "abstract",
    "abstract_fr",
    "abstract_en",
    "keywords",
    "keywords_fr",
    "keywords_en",
    "field",
    "awards",
];

/// Other names of columns, folded: without accents, marks and capitals.
const OTHER_NAMES: [(&str, &str); 36] = [
    ("fichier", "file"),
    ("titre", "title"),
    ("titre fr", "title_fr"),
    ("titre en", "title_en"),
    ("auteurs", "authors"),
    ("auteur", "authors"),
    ("author", "authors"),
    ("langue", "language"),
    ("version de", "version_of"),
    ("license", "licence"),
    ("acces", "access"),
    ("fin embargo", "embargo_until"),
    ("embargo jusqu au", "embargo_until"),
    ("acceptation", "accepted"),
    ("en ligne", "online"),
    ("parution", "issue"),
    ("date", "issue"),
    ("annee", "issue"),
    ("year", "issue"),
    ("depot", "deposited"),
    ("revue", "journal"),
    ("numero", "number"),
    ("editeur", "publisher"),
    ("resume", "abstract"),
    ("resume fr", "abstract_fr"),
    ("resume en", "abstract_en"),
    ("mots cles", "keywords"),
    ("mots cles fr", "keywords_fr"),
    ("mots cles en", "keywords_en"),
    ("domaine", "field"),
    ("subventions", "awards"),
    ("octrois", "awards"),
    ("financements", "awards"),
    ("grants", "awards"),
    ("resource type", "type"),
    ("type de document", "type"),
];

/// The columns of a header.
pub(super) fn columns(header: &StringRecord) -> Result<Vec<&'static str>, SidecarError> {
    let mut columns: Vec<&'static str> = Vec::new();
    for name in header {
        let column = column(name).ok_or_else(|| SidecarError::UnknownColumn { column: short(name) })?;
        if columns.contains(&column) {
            return Err(SidecarError::RepeatedColumn { column });
        }
        columns.push(column);
    }
    Ok(columns)
}

fn column(name: &str) -> Option<&'static str> {
    let name = folded(name);
    let same = |known: &&str| known.replace('_', " ") == name;
    let other = || OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, column)| *column);
    COLUMNS.into_iter().find(|known| same(known)).or_else(other)
}

fn short(name: &str) -> String {
    name.chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_other_name_leads_to_a_column() {
        for (name, known) in OTHER_NAMES {
            assert_eq!(folded(name), name);
            assert!(COLUMNS.contains(&known), "{known}");
            assert!(!COLUMNS.contains(&name), "{name}");
        }
        assert_eq!(column(" Mots-clés (FR) "), Some("keywords_fr"));
        assert_eq!(column("Embargo_until"), Some("embargo_until"));
        assert_eq!(column("quelconque"), None);
    }
}
