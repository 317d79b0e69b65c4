//! The page of a draft: what to look at first, the whole description with its origins, and the button that hands it in.

use std::collections::BTreeMap;

use askama::Template;

use super::beside::{AwardLine, LookalikeView, Offer, award_lines, offers};
use super::handlers::Shown;
use super::journal::JournalLines;
use super::save::values;
use super::sourced::{DOUBT, Proposal, Proposals, Source};
use crate::domain::Metadata;
use crate::domain::draft::Draft;
use crate::service::proposed;
use crate::web::form::{FieldErrors, Fields};
use crate::web::i18n::Locale;
use crate::web::page::Frame;
use crate::web::pages::candidates::{confidence, shortened, warnings};
use crate::web::pages::description::{self, FieldView, OriginView, OtherView, parse};
use crate::web::pages::progress::failure_key;
use crate::web::pages::view::{self, Text};

/// Other values shown at a field.
const MOST_OTHERS: usize = 3;

/// What a draft's page has to say beside the form.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// What is wrong, at its field.
    pub(super) errors: FieldErrors,
    /// Fields that another window changed, with what this form says.
    pub(super) conflicts: BTreeMap<&'static str, String>,
    /// Whether the form was just saved.
    pub(super) saved: bool,
    /// Whether the box of the rights stands ticked.
    pub(super) rights: bool,
}

/// Fields that belong together; those that stay empty in most deposits are folded away.
#[derive(Debug)]
pub(crate) struct DraftGroup {
    legend: String,
    fields: Vec<FieldView>,
    empty: Vec<FieldView>,
    /// What unfolds them.
    more: String,
}

impl DraftGroup {
    fn new(legend: String, fields: Vec<FieldView>, locale: Locale) -> Self {
        let (empty, fields): (Vec<_>, Vec<_>) = fields.into_iter().partition(|field| field.value.trim().is_empty());
        let labels: Vec<_> = empty.iter().map(|field| field.label.as_str()).collect();
        let more = locale.text_with("draft-more", &[("fields", &labels.join(", "))]);
        Self { legend, fields, empty, more }
    }
}

/// The page of a draft.
#[derive(Debug, Template)]
#[template(path = "deposit_form.html")]
pub(crate) struct DraftPage<'a> {
    frame: &'a Frame,
    id: String,
    revision: i64,
    attach: String,
    title: Text,
    byline: String,
    place: Option<String>,
    file: Option<String>,
    reading: bool,
    failure: Option<String>,
    errors: Vec<(&'static str, String)>,
    rights: bool,
    rights_error: Option<String>,
    /// What became of the form that was just sent: a class and words.
    told: Option<(&'static str, String)>,
    /// Whether the record of its DOI is still being asked for.
    asking: bool,
    /// What services said of its DOI.
    looked_up: Option<String>,
    lookalikes: Vec<LookalikeView>,
    /// What directories say of its journal.
    journals: Vec<JournalLines>,
    version_of: Option<String>,
    award_lines: Vec<AwardLine>,
    searched: String,
    offers: Vec<Offer>,
    doubtful: Vec<FieldView>,
    groups: Vec<DraftGroup>,
    warnings: Vec<String>,
    limit: String,
    person: String,
}

impl<'a> DraftPage<'a> {
    /// The page with the values of the draft; those in conflict as the form said them.
    pub(super) fn new(frame: &'a Frame, draft: &Draft, notes: &Notes, shown: &Shown, largest_bytes: u64) -> Self {
        let locale = frame.locale;
        let base = proposed(&draft.content, draft.found.as_ref());
        let form = Form { draft, base: &base, notes, locale };
        let (doubtful, groups) = form.sorted(frame);
        let fields = form.fields();
        let awards = fields.raw("octrois").to_owned();
        let described = parse::parse(&fields, &base, frame.today).unwrap_or_else(|_| base.clone());
        let found = draft.found.as_ref();
        Self {
            frame,
            id: draft.id.to_string(),
            revision: draft.revision,
            attach: frame.href(&format!("/deposer/{}/fichier", draft.id)),
            title: title(draft, &described, locale),
            byline: view::byline(&described, locale),
            place: described.journal.as_ref().map(|journal| journal.title.clone()),
            file: draft.file.as_ref().map(|file| {
                let size = locale.size(u64::try_from(file.size_bytes).unwrap_or_default());
                format!("{} · {size}", file.name)
            }),
            reading: draft.is_reading(),
            failure: draft.failure.map(|failure| locale.text(failure_key(failure))),
            errors: form.errors().summary(locale),
            rights: notes.rights,
            rights_error: notes.errors.of("droits", locale),
            told: match (notes.conflicts.is_empty(), notes.saved) {
                (false, _) => Some(("notice warn", locale.text("draft-conflicts"))),
                (true, true) => Some(("notice", locale.text("draft-saved-long"))),
                (true, false) => None,
            },
            asking: shown.asking,
            journals: shown.journals.iter().map(|route| JournalLines::new(route, frame.locale)).collect(),
            lookalikes: shown.lookalikes.iter().map(|like| LookalikeView::new(like, frame)).collect(),
            version_of: draft.content.version_of.map(|article| frame.href(&format!("/articles/{article}"))),
            award_lines: award_lines(&shown.awards, &awards, locale),
            searched: shown.searched.clone(),
            offers: offers(shown, &awards, locale),
            looked_up: draft
                .content
                .looked_up
                .as_ref()
                .filter(|_| !shown.asking)
                .map(|looked| locale.text(&format!("lookup-{}", looked.outcome.code()))),
            doubtful,
            groups,
            warnings: found.map(|found| warnings(&found.warnings, locale)).unwrap_or_default(),
            limit: locale.size(largest_bytes),
            person: locale.text("draft-from-person"),
        }
    }
}

/// The title as it stands; the name of the file before there is one.
pub(super) fn title(draft: &Draft, metadata: &Metadata, locale: Locale) -> Text {
    if metadata.titles.is_empty() {
        let name = draft.file.as_ref().map_or_else(|| locale.text("draft-untitled"), |file| file.name.clone());
        return Text { text: name, lang: view::LangAttribute(None) };
    }
    view::title(metadata, locale)
}

/// The description of a draft as a form.
struct Form<'a> {
    draft: &'a Draft,
    base: &'a Metadata,
    notes: &'a Notes,
    locale: Locale,
}

impl Form<'_> {
    fn fields(&self) -> Fields {
        let values = values(&self.draft.content, self.base).into_iter();
        let said = |(id, value): (&'static str, String)| {
            let value = self.notes.conflicts.get(id).cloned().unwrap_or(value);
            (id.to_owned(), value)
        };
        Fields::of(values.map(said).collect())
    }

    /// What is wrong, and which fields another window changed.
    fn errors(&self) -> FieldErrors {
        let mut errors = self.notes.errors.clone();
        let saved = values(&self.draft.content, self.base);
        for id in self.notes.conflicts.keys() {
            errors.add(id, "draft-conflict", saved.get(id).map_or("", String::as_str));
        }
        errors
    }

    /// The fields to look at first, and all others by group.
    fn sorted(&self, frame: &Frame) -> (Vec<FieldView>, Vec<DraftGroup>) {
        let (fields, errors) = (self.fields(), self.errors());
        let proposals = Proposals::of(self.draft, self.base);
        let (mut doubtful, mut groups) = (Vec::new(), Vec::new());
        for group in description::groups(&fields, &errors, frame.locale) {
            let (first, rest): (Vec<_>, Vec<_>) =
                group.fields.into_iter().map(|field| self.sourced(field, &proposals)).partition(|(doubt, _)| *doubt);
            doubtful.extend(first.into_iter().map(|(_, field)| field));
            let fields: Vec<_> = rest.into_iter().map(|(_, field)| field).collect();
            if !fields.is_empty() {
                groups.push(DraftGroup::new(group.legend, fields, frame.locale));
            }
        }
        (doubtful, groups)
    }

    /// A field with its origin, and whether it is to be looked at.
    fn sourced(&self, field: FieldView, proposals: &Proposals) -> (bool, FieldView) {
        let best = proposals.best(field.id, &field.value);
        let missing = field.value.trim().is_empty();
        let doubt = match best {
            Some(proposal) => proposal.confidence < DOUBT,
            None => missing && description::is_required(field.id),
        };
        let edited = self.draft.content.edits.contains_key(field.id);
        let origin = match best {
            _ if missing => description::is_required(field.id)
                .then(|| self.origin("bad", Some("confidence-missing"), "draft-from-none")),
            Some(proposal) => Some(self.origin_of(proposal)),
            None => Some(self.origin("neutral", None, "draft-from-person")),
        };
        let others = proposals.others(field.id, &field.value).into_iter().take(MOST_OTHERS);
        let others = others.map(|other| self.other(&field, other)).collect();
        let doubt = field.error.is_some() || (doubt && !edited);
        (doubt, FieldView { origin, others, ..field })
    }

    fn origin(&self, class: &'static str, confidence: Option<&str>, source: &str) -> OriginView {
        let confidence = confidence.map(|key| self.locale.text(key));
        OriginView { class, confidence, source: self.locale.text(source), snippet: None }
    }

    fn origin_of(&self, proposal: &Proposal) -> OriginView {
        let (class, key) = confidence(proposal.confidence);
        let snippet = shortened(&proposal.snippet);
        let snippet = Some(snippet).filter(|text| !text.is_empty() && !repeats(&proposal.value, text));
        OriginView { class, confidence: Some(self.locale.text(key)), source: self.source(proposal), snippet }
    }

    fn source(&self, proposal: &Proposal) -> String {
        match (proposal.source, proposal.page) {
            (Source::File, Some(page)) => self.locale.text_with("draft-from-page", &[("page", &page.to_string())]),
            (Source::File, None) => self.locale.text("draft-from-file"),
            (Source::Inside, _) => self.locale.text("draft-from-inside"),
            (Source::Record(origin), _) => self.locale.text(&format!("draft-from-{}", origin.code())),
            (Source::Guess, _) => self.locale.text("draft-from-guess"),
        }
    }

    fn other(&self, field: &FieldView, proposal: &Proposal) -> OtherView {
        let choice = field.choices.iter().find(|choice| choice.value == proposal.value);
        let label = choice.map_or_else(|| shortened(&proposal.value), |choice| choice.label.clone());
        OtherView { value: proposal.value.clone(), label, source: self.source(proposal) }
    }
}

/// Whether a place in the file says no more than the value that was read there.
fn repeats(value: &str, snippet: &str) -> bool {
    let head: String = snippet.chars().take(60).collect();
    value.contains(head.trim_end_matches(['…', '.', ' ']))
}
