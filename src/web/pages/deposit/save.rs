//! Saving a draft: what the person changed since the form was opened, over what the draft has become meanwhile.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::Metadata;
use crate::domain::draft::{Draft, DraftContent};
use crate::service::{Result, proposed};
use crate::web::Site;
use crate::web::form::{FieldErrors, Fields};
use crate::web::pages::description::{field_ids, parse, typed};

/// Tries to write a draft that others write at the same time.
const MOST_TRIES: usize = 5;

/// The values of a draft's fields: what was found, and over it what the person wrote.
pub(super) fn values(content: &DraftContent, base: &Metadata) -> BTreeMap<&'static str, String> {
    let found = typed(base);
    let value = |id: &'static str| content.edits.get(id).cloned().unwrap_or_else(|| found.raw(id).to_owned());
    field_ids().map(|id| (id, value(id))).collect()
}

/// The description of a draft as it stands, or what is wrong with it.
pub(crate) fn described(draft: &Draft, today: Date) -> Result<Metadata, FieldErrors> {
    judged(&draft.content, &proposed(&draft.content, draft.found.as_ref()), today)
}

/// The description that the content of a draft makes of what was found, or what is wrong with it.
pub(crate) fn judged(content: &DraftContent, base: &Metadata, today: Date) -> Result<Metadata, FieldErrors> {
    parse::parse(&fields(content, base), base, today)
}

/// The description that a draft is handed in with, or everything that keeps it from that; `rights` is whether its
/// depositor said to have them.
pub(crate) fn ready(draft: &Draft, today: Date, rights: bool) -> Result<Metadata, FieldErrors> {
    let base = proposed(&draft.content, draft.found.as_ref());
    let parsed = parse::parse_complete(&fields(&draft.content, &base), &base, today);
    let mut errors = parsed.as_ref().err().cloned().unwrap_or_default();
    if draft.file.is_none() || draft.found.is_none() {
        errors.add("fichier", "draft-file-none", "");
    }
    if !rights {
        errors.add("droits", "deposit-error-rights", "");
    }
    parsed.ok().filter(|_| errors.is_empty()).ok_or(errors)
}

fn fields(content: &DraftContent, base: &Metadata) -> Fields {
    Fields::of(values(content, base).into_iter().map(|(id, value)| (id.to_owned(), value)).collect())
}

/// A draft after a form was saved.
#[derive(Debug)]
pub(super) struct Saved {
    pub(super) draft: Draft,
    /// Fields that another window changed since this form was opened, with what this form says.
    pub(super) conflicts: BTreeMap<&'static str, String>,
}

/// The content with what a form says, and the fields where both the form and the draft moved on since `opened`.
pub(super) fn merge(
    draft: &Draft,
    opened: &DraftContent,
    form: &Fields,
) -> (DraftContent, BTreeMap<&'static str, String>) {
    let base = proposed(&draft.content, draft.found.as_ref());
    let (found, now) = (typed(&base), values(&draft.content, &base));
    let then = values(opened, &proposed(opened, draft.found.as_ref()));
    let (mut content, mut conflicts) = (draft.content.clone(), BTreeMap::new());
    for id in field_ids().filter(|id| form.has(id)) {
        let said = form.raw(id).trim();
        let of =
            |values: &BTreeMap<&str, String>| values.get(id).map(|text| text.trim().to_owned()).unwrap_or_default();
        let (before, current) = (of(&then), of(&now));
        if said == before || said == current {
            continue;
        }
        if current != before {
            conflicts.insert(id, said.to_owned());
        } else if said == found.raw(id).trim() {
            content.edits.remove(id);
        } else {
            content.edits.insert(id.to_owned(), said.to_owned());
        }
    }
    (content, conflicts)
}

/// Saves a form; what nobody else touched is written, the rest is told.
///
/// # Errors
/// When the store fails.
pub(super) async fn save(site: &Site, draft: Draft, form: &Fields) -> Result<Saved> {
    let repository = &site.repository;
    let revision: i64 = form.raw("revision").parse().unwrap_or(draft.revision);
    let opened = repository.draft_at(draft.id, revision).await?;
    let mut draft = draft;
    for _ in 0..MOST_TRIES {
        let opened = opened.as_ref().unwrap_or(&draft.content);
        let (content, conflicts) = merge(&draft, opened, form);
        let unchanged = content == draft.content;
        if unchanged || repository.save_draft(&draft, &content).await? {
            let draft = repository.draft(draft.id, draft.owner).await?;
            repository.want_record(&draft).await?;
            return Ok(Saved { draft, conflicts });
        }
        draft = repository.draft(draft.id, draft.owner).await?;
    }
    Err(crate::service::Error::Throttled)
}
