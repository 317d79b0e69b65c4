//! What is known about the article of a draft: records, what the file says, and guesses, in that order.

use super::claims::same_name;
use super::merge;
use crate::domain::draft::{Depositor, DraftContent, Found};
use crate::domain::extraction::Candidates;
use crate::domain::{AccessRight, Licence, Metadata, ResourceType, VersionType};
use crate::metadata::overlay;

/// What is known about the article of a draft, before its depositor says anything: records over the file, guesses behind.
#[must_use]
pub fn proposed(content: &DraftContent, found: Option<&Found>) -> Metadata {
    let stated = stated(content);
    let none = Candidates::default();
    let candidates = found.map_or(&none, |found| &found.candidates);
    let mut metadata = merge::fill_gaps(stated, found.and_then(|found| found.metadata.as_ref()), candidates);
    guess(&mut metadata);
    if let Some(depositor) = &content.depositor {
        name_depositor(&mut metadata, depositor);
    }
    metadata
}

/// What records say of the article of a draft.
#[must_use]
pub fn stated(content: &DraftContent) -> Metadata {
    let records = content.records.iter().rev();
    records.fold(Metadata::default(), |base, record| overlay(base, record.metadata.clone()))
}

/// Gives the proven iD of the depositor to the one author of their name who has none.
fn name_depositor(metadata: &mut Metadata, depositor: &Depositor) {
    let is_named = metadata.authors.iter().any(|author| author.orcid.as_ref() == Some(&depositor.orcid));
    let mut same: Vec<_> = metadata.authors.iter_mut().filter(|author| same_name(author, &depositor.name)).collect();
    if let ([author], false) = (same.as_mut_slice(), is_named) {
        author.orcid.get_or_insert_with(|| depositor.orcid.clone());
    }
}

/// What most deposits are; the form marks it as a guess.
fn guess(metadata: &mut Metadata) {
    if metadata.doi.is_some() || metadata.journal.is_some() {
        metadata.resource_type.get_or_insert(ResourceType::JournalArticle);
        metadata.licence.get_or_insert_with(Licence::unknown);
        metadata.version.get_or_insert(VersionType::NA);
    }
    metadata.access.get_or_insert(AccessRight::Open);
}
