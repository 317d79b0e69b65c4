//! What kept records mean for our articles, worked out record by record; again when a record changes.

use super::super::{Repository, Result};
use super::copies::{Change, Placed};
use super::link;
use super::make::may_be_fetched;
use super::matching::{Known, titles_of};
use crate::domain::ids::SourceRecordId;
use crate::domain::source::{Fate, HarvestRun, KeptRecord, RecordFault, Source, SourceSettings};
use crate::domain::{ArticleId, Metadata};
use crate::metadata::{Foreign, ReadError, read_foreign};
use crate::store::FateRow;

/// Records looked at together.
const BATCH: i64 = 200;

/// A record that waits, and what can be read of it.
struct Waiting {
    record: KeptRecord,
    /// Nothing for a deletion.
    read: Option<Result<Foreign, ReadError>>,
}

/// What becomes of a record that touches no article, and why.
type Verdict = (Fate, Option<String>);

impl Repository {
    /// Works out what the waiting records of a source mean. Those that need an article whose file is not read yet go on
    /// waiting.
    pub(super) async fn assimilate(&self, source: &Source, run: &mut HarvestRun) -> Result<()> {
        let mut after = SourceRecordId(0);
        loop {
            let pending = self.parts.store.list_pending(source.id, after, BATCH).await?;
            let Some(last) = pending.last() else { return Ok(()) };
            after = last.id;
            self.note_titles().await?;
            let waiting: Vec<Waiting> = pending.into_iter().map(|record| read_record(source, record)).collect();
            let mut known = self.known(&waiting).await?;
            let mut fates = Vec::new();
            let mut faults = Vec::new();
            for item in &waiting {
                let verdict = self.take(source, item, &mut known, run, &mut faults).await?;
                if let Some((fate, reason)) = verdict {
                    run.tally.kept += u64::from(fate == Fate::Kept);
                    run.tally.filtered += u64::from(fate == Fate::Filtered);
                    fates.push(FateRow { id: item.record.id, fate, reason });
                }
            }
            let mut tx = self.parts.store.begin().await?;
            tx.set_fates(&fates).await?;
            for fault in &faults {
                run.tally.faults += 1;
                tx.add_fault(run.id, fault).await?;
            }
            tx.put_run(run).await?;
            tx.commit().await?;
        }
    }

    /// Decides about one record; `None` when it is written down already or goes on waiting.
    async fn take(
        &self,
        source: &Source,
        item: &Waiting,
        known: &mut Known,
        run: &mut HarvestRun,
        faults: &mut Vec<RecordFault>,
    ) -> Result<Option<Verdict>> {
        let record = &item.record;
        let foreign = match &item.read {
            Some(Ok(foreign)) if !record.record.deleted => foreign,
            Some(Err(error)) if !record.record.deleted => {
                let reason = super::run::chain(error);
                faults.push(fault(record, reason.clone()));
                return Ok(Some((Fate::Unreadable, Some(reason))));
            }
            _ => return self.withdraw_record(source, record).await,
        };
        if let Some(article) = record.article {
            return self.place(source, record, article, foreign, run).await;
        }
        if let Some(reason) = filtered(&source.settings, &foreign.metadata) {
            return Ok(Some((Fate::Filtered, Some(reason))));
        }
        if let Some(article) = known.find(&foreign.metadata) {
            let verdict = self.place(source, record, article, foreign, run).await?;
            self.complete_with_file(source, record, article, foreign, run, faults).await?;
            return Ok(verdict);
        }
        if let Some(reason) = no_article(&source.settings, foreign) {
            return Ok(Some((Fate::Kept, Some(reason.to_owned()))));
        }
        let made = self.make_article(source, record, foreign).await?;
        faults.extend(made.complaint.map(|reason| fault(record, reason)));
        run.tally.files += u64::from(made.with_file);
        match made.article {
            Some(article) if made.was_here => self.place(source, record, article, foreign, run).await,
            Some(article) => {
                known.add(article, &foreign.metadata);
                run.tally.articles += 1;
                Ok(None)
            }
            None => Ok(Some((Fate::Kept, Some("refused here before".to_owned())))),
        }
    }

    async fn place(
        &self,
        source: &Source,
        record: &KeptRecord,
        article: ArticleId,
        foreign: &Foreign,
        run: &mut HarvestRun,
    ) -> Result<Option<Verdict>> {
        Ok(match self.place_copy(source, record, article, &Change::Put(foreign)).await? {
            Placed::Done => {
                run.tally.copies += u64::from(!record.is_origin);
                None
            }
            Placed::Later => None,
            Placed::Never => Some((Fate::Kept, Some(format!("article {article} is not public")))),
        })
    }

    /// The article stays; the copy that it lists is marked.
    async fn withdraw_record(&self, source: &Source, record: &KeptRecord) -> Result<Option<Verdict>> {
        if let Some(article) = record.article {
            let placed = self.place_copy(source, record, article, &Change::Withdraw).await?;
            if placed == Placed::Later {
                return Ok(None);
            }
        }
        Ok(Some((Fate::Withdrawn, None)))
    }

    /// An article that is known by a record alone gets its file as soon as any source has one that may be fetched.
    async fn complete_with_file(
        &self,
        source: &Source,
        record: &KeptRecord,
        article: ArticleId,
        foreign: &Foreign,
        run: &mut HarvestRun,
        faults: &mut Vec<RecordFault>,
    ) -> Result<()> {
        if !source.settings.fetch_files || foreign.metadata.doi.is_none() || !may_be_fetched(foreign) {
            return Ok(());
        }
        let mut tx = self.parts.store.begin().await?;
        let lacks_file = tx.is_record_only(article).await?;
        drop(tx);
        if lacks_file {
            match self.submit_file(source, record, foreign).await? {
                Ok(_) => run.tally.files += 1,
                Err(reason) => faults.push(fault(record, reason)),
            }
        }
        Ok(())
    }

    /// Writes down what articles are recognised by, where a version is new.
    pub(in crate::service) async fn note_titles(&self) -> Result<()> {
        loop {
            let untitled = self.parts.store.list_untitled(500).await?;
            if untitled.is_empty() {
                return Ok(());
            }
            let mut tx = self.parts.store.begin().await?;
            for item in &untitled {
                tx.set_titles(item.article, item.version, &titles_of(item.article, &item.metadata)).await?;
            }
            tx.commit().await?;
        }
    }

    /// The articles that some records may be about, in three statements for all of them.
    async fn known(&self, waiting: &[Waiting]) -> Result<Known> {
        let works = || waiting.iter().filter_map(|item| item.read.as_ref()?.as_ref().ok());
        let works: Vec<&Metadata> = works().map(|work| &work.metadata).collect();
        self.known_of(&works).await
    }

    /// The articles that some works may be.
    pub(in crate::service) async fn known_of(&self, works: &[&Metadata]) -> Result<Known> {
        let dois: Vec<String> =
            works.iter().filter_map(|work| work.doi.as_ref()).map(|doi| doi.as_str().to_owned()).collect();
        let rows: Vec<_> = works.iter().flat_map(|work| titles_of(ArticleId(0), work)).collect();
        let rows = || rows.iter().filter(|row| !row.whole.is_empty());
        let mut wholes: Vec<String> = rows().flat_map(|row| [row.whole.clone(), row.short.clone()]).collect();
        let mut shorts: Vec<String> = rows().map(|row| row.whole.clone()).collect();
        for keys in [&mut wholes, &mut shorts] {
            keys.sort();
            keys.dedup();
        }
        let store = &self.parts.store;
        Ok(Known {
            dois: store.list_by_doi(&dois).await?.into_iter().collect(),
            titles: store.list_titles(&wholes, &shorts).await?,
        })
    }
}

fn read_record(source: &Source, record: KeptRecord) -> Waiting {
    let read = record.record.metadata.as_deref().map(|xml| {
        let mut foreign = read_foreign(&source.place.format, xml)?;
        link::complete(&mut foreign);
        Ok(foreign)
    });
    Waiting { record, read }
}

fn fault(record: &KeptRecord, reason: String) -> RecordFault {
    RecordFault { identifier: Some(record.record.identifier.clone()), reason }
}

/// The type for which a record is left out. One whose type is not told may still be a copy of what we have.
fn filtered(settings: &SourceSettings, metadata: &Metadata) -> Option<String> {
    let kind = metadata.resource_type?;
    let taken = settings.types.is_empty() || settings.types.contains(&kind);
    (!taken).then(|| kind.code().to_owned())
}

/// Why a record that is nothing of ours makes no article.
fn no_article(settings: &SourceSettings, foreign: &Foreign) -> Option<&'static str> {
    let metadata = &foreign.metadata;
    if metadata.titles.is_empty() {
        Some("no title")
    } else if settings.mirror {
        None
    } else if metadata.awards.is_empty() {
        Some("no link to the FRQ")
    } else if metadata.resource_type.is_none() && !settings.types.is_empty() {
        Some("type not told")
    } else {
        None
    }
}
