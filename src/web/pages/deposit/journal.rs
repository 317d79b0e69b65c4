//! What directories say of the journal of a draft, for people.

use crate::domain::Licence;
use crate::domain::journal::{JournalRoute, Permission};
use crate::domain::metadata::JournalModel;
use crate::web::i18n::Locale;

/// What one directory says.
#[derive(Debug)]
pub(crate) struct JournalLines {
    pub(crate) title: String,
    pub(crate) source: String,
    pub(crate) lines: Vec<String>,
}

impl JournalLines {
    pub(super) fn new(route: &JournalRoute, locale: Locale) -> Self {
        let model = match route.model {
            Some(JournalModel::Diamond) => Some("journal-diamond"),
            Some(JournalModel::FullOa) => Some("journal-open"),
            _ => None,
        };
        let mut lines: Vec<String> = model.map(|key| locale.text(key)).into_iter().collect();
        if !route.licences.is_empty() {
            lines.push(locale.text_with("journal-licences", &[("licences", &names(&route.licences, locale))]));
        }
        lines.extend(route.permissions.iter().map(|permission| line(permission, locale)));
        if lines.is_empty() {
            lines.push(locale.text("journal-nothing"));
        }
        let source = locale.text(&format!("journal-from-{}", route.directory.code()));
        Self { title: route.title.clone(), source, lines }
    }
}

/// One permission: which versions, from when, under which licence, for a fee or not.
fn line(permission: &Permission, locale: Locale) -> String {
    let versions: Vec<_> = permission.versions.iter().map(|version| version.label(locale.lang())).collect();
    let when = match permission.embargo_months {
        0 => locale.text("journal-at-once"),
        months => locale.text_count("journal-embargo", u64::from(months)),
    };
    let licence = (!permission.licences.is_empty()).then(|| names(&permission.licences, locale));
    let fee = permission.needs_fee.then(|| locale.text("journal-fee"));
    let parts = [Some(versions.join(", ")), Some(when), licence, fee];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn names(licences: &[Licence], locale: Locale) -> String {
    licences.iter().map(|licence| licence.short_name(locale.lang())).collect::<Vec<_>>().join(", ")
}
