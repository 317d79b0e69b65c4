//! Records of a draft's DOI: asked for by a job of their own, so that no form waits for a service.

use jiff::{SignedDuration, Timestamp};

use super::{Repository, Result, proposed};
use crate::domain::Doi;
use crate::domain::draft::{Draft, DraftContent, KnownRecord, LookedUp, LookupOutcome, RecordOrigin};
use crate::domain::ids::DraftId;
use crate::domain::job::Job;
use crate::source::{Lookup, look_up};

/// How long a record is taken for true.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How long a service is believed that it does not know a work: new DOIs take a day to be known.
const UNKNOWN_KEPT: SignedDuration = SignedDuration::from_hours(6);
/// Tries to write a draft that its depositor writes at the same time.
const MOST_TRIES: usize = 5;

/// The DOI of a draft: what its depositor wrote, else what was found.
#[must_use]
pub fn doi_of(draft: &Draft) -> Option<Doi> {
    match draft.content.edits.get("doi") {
        Some(typed) => Doi::parse(typed).ok(),
        None => proposed(&draft.content, draft.found.as_ref()).doi,
    }
}

impl Repository {
    /// Whether a draft waits for the record of its DOI.
    #[must_use]
    pub fn awaits_record(&self, draft: &Draft) -> bool {
        let doi = doi_of(draft).filter(|_| self.parts.lookups.chosen().next().is_some());
        doi.is_some_and(|doi| draft.content.looked_up.as_ref().is_none_or(|looked| looked.doi != doi))
    }

    /// Has the record of a draft's DOI fetched, where there is a new DOI and a service to ask.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn want_record(&self, draft: &Draft) -> Result<()> {
        if !self.awaits_record(draft) {
            return Ok(());
        }
        let mut tx = self.parts.store.begin().await?;
        tx.add_job(Job::LookUp(draft.id), self.now()).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// The job that asks services about the DOI of a draft. A service that does not answer is told on the form and asked
    /// no more for this draft.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn look_up_draft(&self, id: DraftId) -> Result<()> {
        let Some(draft) = self.parts.store.find_draft(id).await?.filter(|draft| self.awaits_record(draft)) else {
            return Ok(());
        };
        let Some(doi) = doi_of(&draft) else { return Ok(()) };
        let (record, outcome) = self.ask_services(&doi).await?;
        let looked = LookedUp { doi, outcome };
        let mut draft = draft;
        for _ in 0..MOST_TRIES {
            let content = with_record(&draft.content, record.clone(), looked.clone());
            if self.save_draft(&draft, &content).await? {
                return Ok(());
            }
            draft = self.draft(id, draft.owner).await?;
        }
        Ok(())
    }

    /// The first record that a service gives.
    async fn ask_services(&self, doi: &Doi) -> Result<(Option<KnownRecord>, LookupOutcome)> {
        let mut outcome = LookupOutcome::Unknown;
        for (lookup, base) in self.parts.lookups.chosen() {
            match self.ask_service(lookup, base, doi).await? {
                Some(Some(answer)) => {
                    if let Some(metadata) = lookup.read(&answer) {
                        let record = KnownRecord { origin: lookup.origin(), metadata };
                        return Ok((Some(record), LookupOutcome::Found));
                    }
                }
                Some(None) => {}
                None => outcome = LookupOutcome::Silent,
            }
        }
        Ok((None, outcome))
    }

    /// What a service says: nothing when it does not answer, else its answer or that it does not know the work.
    async fn ask_service(&self, lookup: &dyn Lookup, base: &str, doi: &Doi) -> Result<Option<Option<String>>> {
        let service = lookup.origin().code();
        let since = |span: SignedDuration| self.now().checked_sub(span).unwrap_or(Timestamp::MIN);
        let kept = self.parts.store.find_lookup(service, doi.as_str(), since(KEPT), since(UNKNOWN_KEPT)).await?;
        if let Some(kept) = kept {
            return Ok(Some(kept));
        }
        match look_up(&self.parts.net, lookup, base, doi).await {
            Ok(answer) => {
                let mut tx = self.parts.store.begin().await?;
                tx.put_lookup(service, doi.as_str(), answer.as_deref(), self.now()).await?;
                tx.commit().await?;
                Ok(Some(answer))
            }
            Err(error) => {
                tracing::warn!(service, error = &error as &dyn std::error::Error, "a service does not answer");
                Ok(None)
            }
        }
    }
}

/// The content with a record in place of the ones that services gave before. What a program states goes first.
fn with_record(content: &DraftContent, record: Option<KnownRecord>, looked: LookedUp) -> DraftContent {
    let of = |wanted: &'static [RecordOrigin]| {
        content.records.iter().filter(move |record| wanted.contains(&record.origin)).cloned()
    };
    let stated = of(&[RecordOrigin::Program]);
    let records = stated.chain(record).chain(of(&[RecordOrigin::Pasted, RecordOrigin::Article])).collect();
    DraftContent { records, looked_up: Some(looked), ..content.clone() }
}
