//! What every way in for programs does with a draft: its file, what is stated about it, handing it in. The rules are those
//! of the deposit page; only what is told when something is wrong is a program's.

use bytes::Bytes;
use futures_util::Stream;
use serde_json::Value;

use super::body::changed_or;
use super::description::{self, Faults};
use crate::domain::deposit::{DepositOrigin, Submission};
use crate::domain::draft::{Draft, DraftContent, KnownRecord, RecordOrigin};
use crate::domain::ids::DraftId;
use crate::domain::user::{Scope, User};
use crate::domain::{ArticleId, DepositId, Metadata};
use crate::metadata::overlay;
use crate::service::{DraftStart, Error, Kind, Shown, proposed, stated};
use crate::web::Site;
use crate::web::error::{Fault, Told};
use crate::web::i18n::Locale;
use crate::web::member::Program;
use crate::web::pages::deposit::entrance::{Refused, Taken, begun};
use crate::web::pages::deposit::save;
use crate::web::pages::description::{field_ids, typed};

/// Tries to write a draft that others write at the same time.
const MOST_TRIES: usize = 5;

/// A program that deposits for somebody.
#[derive(Clone, Copy)]
pub(crate) struct Intake<'a> {
    pub(crate) site: &'a Site,
    pub(crate) user: &'a User,
    pub(crate) locale: Locale,
}

impl<'a> Intake<'a> {
    /// The program that came with a token, when that has a scope.
    pub(crate) fn of(site: &'a Site, program: &'a Program, scope: Scope, locale: Locale) -> Result<Self, Fault> {
        Ok(Self { site, user: &program.require(scope)?.user, locale })
    }
}

/// What a program says about a draft.
#[derive(Debug, Clone, Default)]
pub(crate) struct Saying {
    /// The description, or a change of it.
    pub(crate) metadata: Option<Value>,
    /// What it is to an article that is here.
    pub(crate) related: Related,
}

/// What a draft is to an article that is here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Related {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// Nothing: what was said before is taken back.
    Apart,
    /// Another version of it.
    VersionOf(ArticleId),
}

impl Intake<'_> {
    /// Takes a file: the draft that has it then.
    pub(crate) async fn file<S, E>(&self, into: Option<DraftId>, name: &str, bytes: S) -> Result<DraftId, Fault>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let repository = &self.site.repository;
        self.taken(repository.draft_with_file(self.user.id, into, name, bytes).await).await
    }

    /// The same for a draft that is to be what the program saw.
    pub(crate) async fn file_seen<S, E>(&self, seen: &Draft, name: &str, bytes: S) -> Result<DraftId, Fault>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        match self.site.repository.replace_draft_file(seen, name, bytes).await {
            Err(error @ Error::Changed) => Err(changed_or(error)),
            started => self.taken(started).await,
        }
    }

    async fn taken(&self, started: Result<DraftStart, Error>) -> Result<DraftId, Fault> {
        match begun(self.site, self.user, started).await? {
            Taken::Draft(draft) => Ok(draft),
            Taken::Known(deposit) => Err(self.already_yours(deposit)),
            Taken::Refused(refused) => Err(self.refused(refused)),
        }
    }

    /// Why a file is not taken, as a program is told.
    pub(crate) fn refused(&self, refused: Refused) -> Fault {
        let limit = self.locale.size(self.site.repository.max_upload_bytes());
        let detail = refused.message(self.locale, &limit);
        let here = |article: ArticleId| self.site.settings.absolute(&format!("/api/v1/articles/{article}"));
        let see = if let Refused::Public(article) = refused { Some(here(article)) } else { None };
        let fields = vec![("/file".to_owned(), detail.clone())];
        Fault::told(
            Kind::Invalid,
            Told { status: Some(refused.status()), code: "file", detail, fields, see, ..Told::default() },
        )
    }

    fn already_yours(&self, deposit: DepositId) -> Fault {
        let see = Some(self.site.settings.absolute(&format!("/api/v1/deposits/{deposit}")));
        let detail = self.locale.text("api-already-yours");
        Fault::told(Kind::Conflict, Told { code: "duplicate", detail, see, ..Told::default() })
    }

    /// Faults of a body.
    pub(crate) fn invalid(&self, fields: Faults) -> Fault {
        let detail = self.locale.text("api-invalid");
        Fault::told(Kind::Invalid, Told { code: "invalid", detail, fields, ..Told::default() })
    }

    /// What a draft becomes when a program says something about it; nothing is written.
    ///
    /// # Errors
    /// What is wrong with what it says, and with nothing else.
    pub(crate) async fn content(&self, draft: Option<&Draft>, saying: &Saying) -> Result<DraftContent, Fault> {
        let none = DraftContent::default();
        let mut content = draft.map_or(&none, |draft| &draft.content).clone();
        content.version_of = match saying.related {
            Related::Unsaid => content.version_of,
            Related::Apart => None,
            Related::VersionOf(article) => match self.site.repository.show(article).await {
                Ok(Shown::Article(_)) => Some(article),
                _ => return Err(self.invalid(vec![("/version_of".to_owned(), self.locale.text("api-no-article"))])),
            },
        };
        let Some(stated) = &saying.metadata else { return Ok(content) };
        let before = content.records.iter().find(|record| record.origin == RecordOrigin::Program);
        let read = description::read(before.map(|record| &record.metadata), stated, self.locale);
        let stated = read.map_err(|faults| self.invalid(faults))?;
        content.records.retain(|record| record.origin != RecordOrigin::Program);
        content.edits.retain(|field, _| !stated.touched.contains(&field.as_str()));
        for field in &stated.emptied {
            content.edits.insert((*field).to_owned(), String::new());
        }
        content.records.insert(0, KnownRecord { origin: RecordOrigin::Program, metadata: stated.metadata });
        let found = draft.and_then(|draft| draft.found.as_ref());
        let base = proposed(&content, found);
        let today = self.site.repository.clock().today();
        let errors = save::judged(&content, &base, today).err().unwrap_or_default();
        let faults = description::faults(&errors, Some(&stated.touched), &base, self.locale);
        if faults.is_empty() { Ok(content) } else { Err(self.invalid(faults)) }
    }

    /// Writes what a program says about a draft.
    ///
    /// # Errors
    /// What is wrong with what it says, and with nothing else.
    pub(crate) async fn say(&self, mut draft: Draft, saying: &Saying) -> Result<Draft, Fault> {
        let repository = &self.site.repository;
        for _ in 0..MOST_TRIES {
            let content = self.content(Some(&draft), saying).await?;
            let unchanged = content == draft.content;
            if unchanged || repository.save_draft(&draft, &content).await? {
                let draft = repository.draft(draft.id, draft.owner).await?;
                repository.want_record(&draft).await?;
                return Ok(draft);
            }
            draft = repository.draft(draft.id, draft.owner).await?;
        }
        Err(Fault::of(Kind::Unavailable))
    }

    /// Writes what a program says about a draft that is to be what the program saw.
    ///
    /// # Errors
    /// What is wrong with what it says; and when the draft was changed meanwhile.
    pub(crate) async fn say_seen(&self, seen: &Draft, saying: &Saying) -> Result<Draft, Fault> {
        let repository = &self.site.repository;
        let content = self.content(Some(seen), saying).await?;
        repository.replace_draft(seen, &content).await.map_err(changed_or)?;
        let draft = repository.draft(seen.id, seen.owner).await?;
        repository.want_record(&draft).await?;
        Ok(draft)
    }

    /// Writes what a program states in a format of its own: values that its reader understood, each within its size.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(crate) async fn state(&self, mut draft: Draft, stated: &Metadata, replaces: bool) -> Result<Draft, Fault> {
        let repository = &self.site.repository;
        for _ in 0..MOST_TRIES {
            let content = self.stating(&draft, stated, replaces)?;
            if content == draft.content || repository.save_draft(&draft, &content).await? {
                let draft = repository.draft(draft.id, draft.owner).await?;
                repository.want_record(&draft).await?;
                return Ok(draft);
            }
            draft = repository.draft(draft.id, draft.owner).await?;
        }
        Err(Fault::of(Kind::Unavailable))
    }

    fn stating(&self, draft: &Draft, stated: &Metadata, replaces: bool) -> Result<DraftContent, Fault> {
        let mut content = draft.content.clone();
        let before = content.records.iter().find(|record| record.origin == RecordOrigin::Program);
        let before = before.filter(|_| !replaces).map(|record| record.metadata.clone()).unwrap_or_default();
        let mut metadata = overlay(before, stated.clone());
        // Copies elsewhere and the day of deposit are not for depositors to state.
        metadata.copies = Vec::new();
        metadata.dates.deposited = None;
        let fields = typed(&metadata);
        content.records.retain(|record| record.origin != RecordOrigin::Program);
        content.records.insert(0, KnownRecord { origin: RecordOrigin::Program, metadata });
        let base = proposed(&content, draft.found.as_ref());
        let errors = save::judged(&content, &base, self.site.repository.clock().today()).err().unwrap_or_default();
        let said: Vec<_> = field_ids().filter(|field| !fields.raw(field).is_empty()).collect();
        let faults = description::faults(&errors, Some(&said), &base, self.locale);
        if faults.is_empty() { Ok(content) } else { Err(self.invalid(faults)) }
    }

    /// What was stated about a draft: by programs, and by its person on the page of the draft.
    ///
    /// # Errors
    /// What is wrong with what the person wrote there.
    pub(crate) fn stated(&self, draft: &Draft) -> Result<Metadata, Fault> {
        let stated = stated(&draft.content);
        if draft.content.edits.is_empty() {
            return Ok(stated);
        }
        let read = save::judged(&draft.content, &stated, self.site.repository.clock().today());
        read.map_err(|errors| self.invalid(description::faults(&errors, None, &stated, self.locale)))
    }

    /// A draft that was not handed in.
    pub(crate) async fn open_draft(&self, id: DraftId) -> Result<Draft, Fault> {
        let draft = self.site.repository.draft(id, self.user.id).await?;
        match draft.deposit {
            None => Ok(draft),
            Some(deposit) => Err(self.already_yours(deposit)),
        }
    }

    /// Hands a draft in with the description that its depositor confirms; where `is_seen`, as long as it is the one given.
    pub(crate) async fn hand_in(&self, seen: Draft, rights: bool, is_seen: bool) -> Result<DepositId, Fault> {
        let repository = &self.site.repository;
        if seen.is_reading() {
            repository.read_draft(seen.id).await?;
        }
        // What was read from the file is no change of the draft; anything else is.
        let draft = self.open_draft(seen.id).await?;
        let digest = |draft: &Draft| draft.file.as_ref().map(|file| file.sha256.clone());
        if is_seen && (draft.revision != seen.revision || digest(&draft) != digest(&seen)) {
            return Err(changed_or(Error::Changed));
        }
        let today = repository.clock().today();
        let base = proposed(&draft.content, draft.found.as_ref());
        let ready = save::ready(&draft, today, rights);
        let metadata: Metadata =
            ready.map_err(|errors| self.invalid(description::faults(&errors, None, &base, self.locale)))?;
        let handed_in = if is_seen {
            repository.hand_in_seen(&draft, metadata, DepositOrigin::Api).await
        } else {
            repository.hand_in(&draft, metadata, DepositOrigin::Api).await
        };
        self.outcome(handed_in.map_err(changed_or)?)
    }

    /// What handing in led to.
    pub(crate) fn outcome(&self, submission: Submission) -> Result<DepositId, Fault> {
        match submission {
            Submission::Created(deposit, _) => Ok(deposit),
            Submission::Underway(deposit, _) => Err(self.already_yours(deposit)),
            Submission::Duplicate(article) => {
                let see = Some(self.site.settings.absolute(&format!("/api/v1/articles/{article}")));
                let detail = self.locale.text("api-duplicate");
                Err(Fault::told(Kind::Conflict, Told { code: "duplicate", detail, see, ..Told::default() }))
            }
            Submission::Declined(_) => Err(self.refused(Refused::Declined)),
        }
    }
}
