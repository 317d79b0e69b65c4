//! A mirrored source as harvesters see it: its records as they came, with their own identifiers and datestamps.
//!
//! A record that is given on unchanged keeps its identifier (implementation guideline "provenance" §2), so a mirror is
//! an endpoint of its own beside ours: `/oai/miroirs/{name}`. Sets are the source's shelves and stay there.

use harvest::client::read_provenance;
use harvest::{
    About, AdminEmail, Datestamp, Format, Fragment, Header, Identity, Keyed, Lookup, OriginDescription, Position,
    Provider, Record, Selection, Set, SetSpec,
};
use jiff::Timestamp;

use super::super::oai::{datestamp, timestamp};
use super::super::{Error, Repository, Result};
use crate::domain::ids::SourceRecordId;
use crate::domain::source::{KeptRecord, Source};
use crate::store::MirrorSelection;

/// Answers the questions of the protocol for one mirrored source.
#[derive(Debug, Clone)]
pub struct MirrorProvider {
    repository: Repository,
    source: Source,
}

impl Repository {
    /// A mirrored source as harvesters see it.
    ///
    /// # Errors
    /// When there is no source of this name, or it is not mirrored.
    pub async fn mirror(&self, name: &str) -> Result<MirrorProvider> {
        let source = self.parts.store.find_source(name).await?.filter(|source| source.settings.mirror);
        let source = source.ok_or(Error::NotFound { what: "mirrored source" })?;
        Ok(MirrorProvider { repository: self.clone(), source })
    }
}

impl MirrorProvider {
    /// Settings of the endpoint.
    #[must_use]
    pub fn config(&self) -> harvest::Config {
        self.repository.oai_config_at(&format!("/oai/miroirs/{}", self.source.name))
    }

    fn format(&self) -> Option<Format> {
        let place = &self.source.place;
        Format::new(&place.prefix, &place.schema, &place.namespace).ok()
    }

    fn record_of(&self, kept: &KeptRecord) -> Record {
        let metadata = kept.record.metadata.as_deref().filter(|_| !kept.record.deleted);
        Record {
            header: header(kept),
            metadata: metadata.and_then(|xml| Fragment::parse(xml).ok()),
            about: self.about(kept),
        }
    }

    /// What the source said about the record, its history one step longer.
    fn about(&self, kept: &KeptRecord) -> Vec<About> {
        if kept.record.deleted {
            return Vec::new();
        }
        let (mut earlier, mut about) = (None, Vec::new());
        for fragment in kept.record.about.iter().filter_map(|xml| Fragment::parse(xml).ok()) {
            match read_provenance(&fragment) {
                Some(origin) => earlier = Some(Box::new(origin)),
                None => about.push(About::Other(fragment)),
            }
        }
        about.push(About::Provenance(OriginDescription {
            base_url: self.source.place.base_url.clone(),
            identifier: kept.record.identifier.clone(),
            datestamp: datestamp(Some(kept.record.datestamp)).to_string(),
            metadata_namespace: self.source.place.namespace.clone(),
            harvest_date: datestamp(Some(kept.harvested_at)).to_string(),
            altered: false,
            origin: earlier,
        }));
        about
    }

    async fn rows(&self, selection: &Selection, after: Option<&Position>, limit: usize) -> Result<Vec<KeptRecord>> {
        if selection.prefix != self.source.place.prefix || selection.set.is_some() {
            return Ok(Vec::new());
        }
        let wanted = MirrorSelection {
            source: self.source.id,
            from: selection.from.map_or(Timestamp::MIN, timestamp),
            until: timestamp(selection.until),
        };
        let position =
            |position: &Position| Some((timestamp(position.datestamp), SourceRecordId(position.key.parse().ok()?)));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        Ok(self.repository.parts.store.list_source_records(&wanted, after.and_then(position), limit).await?)
    }

    async fn find(&self, identifier: &str) -> Result<Option<KeptRecord>> {
        Ok(self.repository.parts.store.find_source_record(self.source.id, identifier).await?)
    }
}

fn header(kept: &KeptRecord) -> Header {
    Header {
        identifier: kept.record.identifier.clone(),
        datestamp: datestamp(Some(kept.record.datestamp)),
        sets: Vec::new(),
        deleted: kept.record.deleted,
    }
}

impl Provider for MirrorProvider {
    type Error = Error;

    async fn identify(&self) -> Result<Identity> {
        let site = self.repository.site();
        let email = AdminEmail::parse(&site.admin_email)
            .map_err(|error| Error::internal("the administrator's address cannot be used", error))?;
        let earliest = self.repository.parts.store.earliest_source_record(self.source.id).await?;
        let name = format!("{} ({})", self.source.title, site.name);
        Ok(Identity::new(&name, email, earliest.map_or(Datestamp::MIN, |at| datestamp(Some(at)))))
    }

    async fn formats(&self) -> Result<Vec<Format>> {
        Ok(self.format().into_iter().collect())
    }

    async fn item_formats(&self, identifier: &str) -> Result<Option<Vec<Format>>> {
        Ok(self.find(identifier).await?.map(|_| self.format().into_iter().collect()))
    }

    async fn sets(&self, _: Option<&SetSpec>, _: usize) -> Result<Vec<Set>> {
        Ok(Vec::new())
    }

    async fn record(&self, identifier: &str, prefix: &str) -> Result<Lookup> {
        Ok(match self.find(identifier).await? {
            None => Lookup::UnknownIdentifier,
            Some(_) if prefix != self.source.place.prefix => Lookup::NoSuchFormat,
            Some(kept) => Lookup::Found(Box::new(self.record_of(&kept))),
        })
    }

    async fn headers(
        &self,
        selection: &Selection,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<Vec<Keyed<Header>>> {
        let rows = self.rows(selection, after, limit).await?;
        Ok(rows.iter().map(|kept| Keyed { key: kept.id.to_string(), entry: header(kept) }).collect())
    }

    async fn records(
        &self,
        selection: &Selection,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<Vec<Keyed<Record>>> {
        let rows = self.rows(selection, after, limit).await?;
        Ok(rows.iter().map(|kept| Keyed { key: kept.id.to_string(), entry: self.record_of(kept) }).collect())
    }

    async fn count(&self, _: &Selection) -> Result<Option<u64>> {
        Ok(None)
    }
}
