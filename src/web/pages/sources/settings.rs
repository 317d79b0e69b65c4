//! The settings of a source as fields of a form: what they are, and what somebody wants them to be.

use crate::domain::deposit::ReviewMode;
use crate::domain::source::SourceSettings;
use crate::domain::{CopyHost, RepositoryKind, ResourceType};
use crate::web::form::{FieldErrors, Fields};
use crate::web::i18n::Locale;
use crate::web::pages::description::{self, FieldView};

/// The code of documents that no other code of the list names: they stay as they are.
const AS_BEFORE: &str = "actuels";
/// Codes of documents.
const DOCUMENTS: [&str; 4] = ["couverts", "articles", "theses", "tous"];
/// Codes of what stands behind a source.
const HOSTS: [&str; 4] = ["etablissement", "discipline", "organisme", "editeur"];
const SECONDS_OF_HOUR: i64 = 3_600;

/// The fields that a new source has as well.
pub(super) fn shared_fields(fields: &Fields, errors: &FieldErrors, locale: Locale) -> Vec<FieldView> {
    vec![
        choice("documents", &DOCUMENTS, fields, errors, locale),
        choice("hote", &HOSTS, fields, errors, locale),
        choice("decision", &["revision", "publication"], fields, errors, locale),
        choice("fichiers", &["non", "oui"], fields, errors, locale),
    ]
}

/// The fields of the settings of a source that is there. Documents chosen by type on the command line are offered too.
pub(super) fn form(settings: &SourceSettings, fields: &Fields, errors: &FieldErrors, locale: Locale) -> Vec<FieldView> {
    let mut views = vec![description::text_line("heures", fields, errors, locale)];
    views.extend(shared_fields(fields, errors, locale));
    if documents_code(&settings.types) == AS_BEFORE {
        let named: Vec<String> = settings.types.iter().map(|kind| kind.label(locale.lang())).collect();
        let label = locale.text_with("choice-documents-actuels", &[("types", &named.join(", "))]);
        let listed = DOCUMENTS.map(|code| (code.to_owned(), locale.text(&format!("choice-documents-{code}"))));
        let listed = std::iter::once((AS_BEFORE.to_owned(), label)).chain(listed).collect();
        for view in views.iter_mut().filter(|view| view.id == "documents") {
            let listed = Vec::clone(&listed);
            *view = description::choice_of("documents", listed, fields, errors, locale);
        }
    }
    views
}

/// A list to choose from whose labels are `choice-{id}-{code}`.
pub(super) fn choice(
    id: &'static str,
    codes: &[&str],
    fields: &Fields,
    errors: &FieldErrors,
    locale: Locale,
) -> FieldView {
    let listed = codes.iter().map(|code| ((*code).to_owned(), locale.text(&format!("choice-{id}-{code}"))));
    description::choice_of(id, listed.collect(), fields, errors, locale)
}

/// The settings as the form shows them.
pub(super) fn fields_of(settings: &SourceSettings) -> Fields {
    let host = HOSTS.into_iter().find(|code| host(code) == Some((settings.host, settings.repository_kind)));
    let decision = if settings.review == ReviewMode::Auto { "publication" } else { "revision" };
    let pairs = [
        ("heures", (settings.every_seconds / SECONDS_OF_HOUR).to_string()),
        ("documents", documents_code(&settings.types).to_owned()),
        ("hote", host.unwrap_or_default().to_owned()),
        ("decision", decision.to_owned()),
        ("fichiers", if settings.fetch_files { "oui" } else { "non" }.to_owned()),
    ];
    Fields::of(pairs.map(|(name, value)| (name.to_owned(), value)).to_vec())
}

/// The settings that a form asks for, over those that the source has.
pub(super) fn read(fields: &Fields, before: &SourceSettings) -> Result<SourceSettings, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut wanted = before.clone();
    let hours = fields.text("heures");
    match hours.parse::<u32>() {
        Ok(hours) => wanted.every_seconds = i64::from(hours) * SECONDS_OF_HOUR,
        Err(_) => errors.add("heures", "source-error-hours", &hours),
    }
    match fields.raw("documents") {
        AS_BEFORE => {}
        code => chosen("documents", types(code), &mut wanted.types, &mut errors),
    }
    let mut stands = (before.host, before.repository_kind);
    chosen("hote", host(fields.raw("hote")), &mut stands, &mut errors);
    (wanted.host, wanted.repository_kind) = stands;
    chosen("decision", decision(fields.raw("decision")), &mut wanted.review, &mut errors);
    chosen("fichiers", yes(fields.raw("fichiers")), &mut wanted.fetch_files, &mut errors);
    if errors.is_empty() && wanted == *before {
        errors.add("heures", "source-error-unchanged", "");
    }
    if errors.is_empty() { Ok(wanted) } else { Err(errors) }
}

fn chosen<T>(id: &'static str, value: Option<T>, setting: &mut T, errors: &mut FieldErrors) {
    match value {
        Some(value) => *setting = value,
        None => errors.add(id, "source-error-choice", ""),
    }
}

fn documents_code(settings: &[ResourceType]) -> &'static str {
    DOCUMENTS.into_iter().find(|code| types(code).is_some_and(|types| types == settings)).unwrap_or(AS_BEFORE)
}

/// The types behind a code; none are all types.
pub(super) fn types(code: &str) -> Option<Vec<ResourceType>> {
    match code {
        "couverts" => Some(SourceSettings::covered_types()),
        "articles" => Some(vec![ResourceType::JournalArticle, ResourceType::ReviewArticle, ResourceType::DataPaper]),
        "theses" => Some(vec![ResourceType::DoctoralThesis, ResourceType::MastersThesis]),
        "tous" => Some(Vec::new()),
        _ => None,
    }
}

/// What a code says of whoever stands behind a source.
pub(super) fn host(code: &str) -> Option<(CopyHost, Option<RepositoryKind>)> {
    match code {
        "etablissement" => Some((CopyHost::Repository, Some(RepositoryKind::Institutional))),
        "discipline" => Some((CopyHost::Repository, Some(RepositoryKind::Disciplinary))),
        "organisme" => Some((CopyHost::Repository, Some(RepositoryKind::Funder))),
        "editeur" => Some((CopyHost::Publisher, None)),
        _ => None,
    }
}

/// Who decides about new articles.
pub(super) fn decision(code: &str) -> Option<ReviewMode> {
    match code {
        "publication" => Some(ReviewMode::Auto),
        "revision" => Some(ReviewMode::Person),
        _ => None,
    }
}

/// `oui` or `non`.
pub(super) fn yes(code: &str) -> Option<bool> {
    match code {
        "oui" => Some(true),
        "non" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(id: &str, value: &str, settings: &SourceSettings) -> Fields {
        let ids = ["heures", "documents", "hote", "decision", "fichiers"];
        let before = fields_of(settings);
        let pairs = ids.map(|known| (known.to_owned(), if known == id { value } else { before.raw(known) }.to_owned()));
        Fields::of(pairs.to_vec())
    }

    #[test]
    fn settings_survive_the_form_and_nothing_changed_is_said_to_be_nothing() {
        let rare = vec![ResourceType::JournalArticle, ResourceType::Report];
        for types in [SourceSettings::covered_types(), Vec::new(), rare] {
            let before = SourceSettings { types, every_seconds: 43_200, mirror: true, ..SourceSettings::usual() };
            assert_eq!(read(&fields_of(&before), &before).unwrap_err().fields(), ["heures"]);
            let changed = read(&with("heures", " 0 ", &before), &before).unwrap();
            assert_eq!(changed, SourceSettings { every_seconds: 0, ..before });
        }
    }

    #[test]
    fn each_setting_can_be_changed() {
        let before = SourceSettings::usual();
        let change = |id, value| read(&with(id, value, &before), &before).unwrap();
        assert_eq!(change("documents", "tous").types, []);
        assert_eq!(change("hote", "editeur").host, CopyHost::Publisher);
        assert_eq!(change("decision", "publication").review, ReviewMode::Auto);
        assert!(change("fichiers", "oui").fetch_files);
    }

    #[test]
    fn what_is_not_a_setting_is_refused_at_its_field() {
        let before = SourceSettings::usual();
        for wrong in ["-1", "1.5", "", "99999999999", "midi"] {
            assert_eq!(read(&with("heures", wrong, &before), &before).unwrap_err().fields(), ["heures"], "{wrong}");
        }
        assert_eq!(
            read(&Fields::default(), &before).unwrap_err().fields(),
            ["heures", "documents", "hote", "decision", "fichiers"]
        );
    }
}
