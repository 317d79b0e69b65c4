//! The repository as harvesters see it: the `harvest` crate's provider over the database.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use harvest::{
    About, AdminEmail, Datestamp, Description, Format, Fragment, Header, Identity, Keyed, LocalText, Lookup,
    OaiIdentifier, OriginDescription, Position, Provider, Record, Selection, Set, SetSpec, item_identifier,
};
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::sync::OwnedSemaphorePermit;

use super::full_text::FullText;
use super::identity::descriptions;
use super::sets::set_name;
use super::{Error, Repository, Result};
use crate::domain::{Article, ArticleId, ArticleState};
use crate::metadata::{Crosswalk, find, formats};
use crate::store::{OaiRow, OaiSelection, OriginRow};

/// Domain in identifiers when the site's address has none, as on a machine of one's own (RFC 6761 §6.3).
const LOCAL_DOMAIN: &str = "parvis.localhost";

/// Where the bound of all datestamps is noted.
const EARLIEST: &str = "earliest_datestamp";
/// Records on a page in a format that carries the full text.
const FULL_TEXT_PAGE: NonZeroUsize = NonZeroUsize::MIN.saturating_add(9);
/// How long a request waits for its place before it is sent away: longer than a page takes, so that some harvesters
/// more than there are places still find one.
const LONGEST_WAIT: Duration = Duration::from_millis(500);

/// Answers the questions of the protocol from the database, never from the index.
#[derive(Debug, Clone)]
pub struct OaiProvider {
    pub(super) repository: Repository,
    pub(super) domain: String,
}

/// What the records of an answer are written in, and the day that decides which files are open.
pub(super) struct Target {
    pub(super) crosswalk: &'static dyn Crosswalk,
    pub(super) format: Format,
    pub(super) today: Date,
}

impl Repository {
    /// The repository as harvesters see it.
    #[must_use]
    pub fn oai_provider(&self) -> OaiProvider {
        OaiProvider { repository: self.clone(), domain: domain_of(&self.parts.site.base_url) }
    }

    /// Settings of the endpoint.
    #[must_use]
    pub fn oai_config(&self) -> harvest::Config {
        self.oai_config_at("/oai")
    }

    /// Settings of an endpoint at a path of ours.
    pub(super) fn oai_config_at(&self, path: &str) -> harvest::Config {
        let site = &self.parts.site;
        let mut config =
            harvest::Config::new(&format!("{}{path}", site.base_url), harvest::TokenKey::new(site.token_key));
        if let Some(size) = std::num::NonZeroUsize::new(site.oai_page_size) {
            config.page_size = size;
        }
        config
    }

    /// A place among the requests of harvesters that are answered at the same time, or `None` when all stay taken: so
    /// that many at once delay each other a little, and never the pages that people read.
    pub async fn oai_place(&self) -> Option<OwnedSemaphorePermit> {
        let place = Arc::clone(&self.parts.oai_requests).acquire_owned();
        tokio::time::timeout(LONGEST_WAIT, place).await.ok()?.ok()
    }

    /// The time of an answer to harvesters: everything stamped before it can be read now, so that it may be the next
    /// harvest's `from` and nothing is missed (OAI-PMH 2.0 §2.7.1).
    ///
    /// Datestamps are taken inside write transactions, and these exclude each other: once one of ours could begin, all
    /// that were stamped earlier are done.
    ///
    /// # Errors
    /// When the store stays busy.
    pub async fn oai_now(&self) -> Result<Datestamp> {
        let barrier = self.parts.store.begin().await?;
        let now = self.now();
        drop(barrier);
        Ok(datestamp(Some(now)))
    }

    /// The present second, for answers that no later harvest begins from.
    #[must_use]
    pub fn oai_time(&self) -> Datestamp {
        datestamp(Some(self.now()))
    }

    /// A bound of all datestamps that never moves forward: noted when it is asked for first, since what changes is only
    /// ever stamped later.
    async fn earliest(&self) -> Result<Timestamp> {
        let store = &self.parts.store;
        let first = store.earliest_datestamp().await?.unwrap_or_else(|| self.now());
        let noted = match store.find_site_value(EARLIEST).await? {
            Some(noted) => noted,
            None => store.site_value(EARLIEST, &first.to_string()).await?,
        };
        Ok(noted.parse().map_or(first, |noted: Timestamp| noted.min(first)))
    }

    /// The OAI identifier of an article.
    #[must_use]
    pub fn oai_identifier(&self, id: ArticleId) -> String {
        identifier(&domain_of(&self.parts.site.base_url), id)
    }
}

pub(super) fn identifier(domain: &str, id: ArticleId) -> String {
    item_identifier(domain, &id.to_string()).unwrap_or_else(|| format!("oai:{domain}:{id}"))
}

/// The host of an address when it is a domain name that the oai-identifier scheme takes.
fn domain_of(base_url: &str) -> String {
    let host = base_url.split("://").nth(1).unwrap_or_default().split(['/', ':']).next().unwrap_or_default();
    match OaiIdentifier::new(host, &format!("oai:{host}:1")) {
        Ok(_) => host.to_owned(),
        Err(_) => LOCAL_DOMAIN.to_owned(),
    }
}

impl OaiProvider {
    fn article_id(&self, identifier: &str) -> Option<ArticleId> {
        let id = identifier.strip_prefix("oai:")?.strip_prefix(self.domain.as_str())?.strip_prefix(':')?;
        id.parse().ok().filter(|parsed: &ArticleId| parsed.to_string() == id)
    }

    fn header(&self, row: &OaiRow) -> Header {
        Header {
            identifier: identifier(&self.domain, row.article.id),
            datestamp: datestamp(row.article.datestamp),
            sets: row.sets.iter().filter_map(|spec| SetSpec::parse(spec)).collect(),
            deleted: row.article.state == ArticleState::Withdrawn,
        }
    }

    async fn record_of(&self, row: &OaiRow, target: &Target, origins: &[OriginRow]) -> Record {
        let header = self.header(row);
        let text = self.repository.full_text(&row.article, target.crosswalk).await;
        let metadata = if header.deleted { None } else { self.fragment(&row.article, target, text.as_ref()) };
        let origin = origins.iter().find(|origin| origin.article_id == row.article.id && !header.deleted);
        Record { header, metadata, about: origin.map(provenance).into_iter().collect() }
    }

    /// The record in a format; one that cannot be written is logged and left out, so that it never breaks a page.
    pub(super) fn fragment(&self, article: &Article, target: &Target, text: Option<&FullText>) -> Option<Fragment> {
        let (site, file_url) = (self.repository.site(), self.repository.file_url(article));
        let record = crate::metadata::Record::of(article, &site.base_url, &file_url, &site.name, target.today);
        let written = target.crosswalk.write(&match text {
            Some(text) => text.onto(record),
            None => record,
        });
        let parsed = written.map_err(|error| error.to_string()).and_then(|xml| match text {
            Some(_) => Fragment::parse(&xml).map_err(|error| error.to_string()),
            None => Ok(Fragment::written(xml, &target.format)),
        });
        parsed.inspect_err(|error| tracing::error!(article.id = article.id.0, error, "a record cannot be written")).ok()
    }

    /// What records are written in; `None` for a format that cannot travel over the protocol.
    pub(super) fn target(&self, prefix: &str) -> Option<Target> {
        let crosswalk = find(prefix)?;
        let today = self.repository.clock().today();
        oai_format(crosswalk).map(|format| Target { crosswalk, format, today })
    }

    /// Rows of a selection that exist in its format, `limit` of them unless the selection ends before.
    async fn rows(&self, selection: &Selection, after: Option<&Position>, limit: usize) -> Result<Vec<OaiRow>> {
        let Some(crosswalk) = find(&selection.prefix) else { return Ok(Vec::new()) };
        let wanted = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut after = after_of(after);
        let mut found = Vec::new();
        loop {
            let page = self.repository.parts.store.list_oai(&selected(selection), after, wanted).await?;
            let is_last = page.len() < limit;
            after = page.last().map(|row| (row.article.datestamp.unwrap_or_default(), row.article.id));
            found.extend(page.into_iter().filter(|row| !crosswalk.is_selective() || self.applies(row, crosswalk)));
            if is_last || found.len() >= limit {
                found.truncate(limit);
                return Ok(found);
            }
        }
    }

    /// Whether an article exists in a format; a thesis format has no articles.
    pub(super) fn applies(&self, row: &OaiRow, crosswalk: &dyn Crosswalk) -> bool {
        let file_url = self.repository.file_url(&row.article);
        crosswalk.applies(&self.repository.record(&row.article, &file_url))
    }
}

/// The place in the list; a key that is none of ours begins it anew.
pub(super) fn after_of(position: Option<&Position>) -> Option<(Timestamp, ArticleId)> {
    position.and_then(|position| Some((timestamp(position.datestamp), ArticleId(position.key.parse().ok()?))))
}

pub(super) fn selected(selection: &Selection) -> OaiSelection {
    OaiSelection {
        from: selection.from.map_or(Timestamp::MIN, timestamp),
        until: timestamp(selection.until),
        set: selection.set.as_ref().map(|set| set.as_str().to_owned()),
    }
}

/// Where an article came from, for the `about` of its record; what we say of it is never quite what they said.
pub(super) fn provenance(origin: &OriginRow) -> About {
    let second = |second| Datestamp::from_unix_seconds(second).unwrap_or(Datestamp::MIN).to_string();
    About::Provenance(OriginDescription {
        base_url: origin.base_url.clone(),
        identifier: origin.identifier.clone(),
        datestamp: second(origin.datestamp_s),
        metadata_namespace: origin.namespace.clone(),
        harvest_date: second(origin.harvested_us.div_euclid(1_000_000)),
        altered: true,
        origin: None,
    })
}

pub(super) fn timestamp(datestamp: Datestamp) -> Timestamp {
    Timestamp::from_second(datestamp.unix_seconds()).unwrap_or(Timestamp::UNIX_EPOCH)
}

pub(super) fn datestamp(at: Option<Timestamp>) -> Datestamp {
    at.and_then(|at| Datestamp::from_unix_seconds(at.as_second())).unwrap_or(Datestamp::MIN)
}

/// A crosswalk as the protocol names it; formats that are not XML cannot travel over it.
fn oai_format(crosswalk: &dyn Crosswalk) -> Option<Format> {
    let format = crosswalk.format();
    let xml = format.xml?;
    Format::new(format.prefix, xml.schema, xml.namespace).ok()
}

fn oai_formats() -> Vec<Format> {
    formats().iter().filter_map(|crosswalk| oai_format(*crosswalk)).collect()
}

impl Provider for OaiProvider {
    type Error = Error;

    async fn identify(&self) -> Result<Identity> {
        let site = self.repository.site();
        let email = AdminEmail::parse(&site.admin_email)
            .map_err(|error| Error::internal("the administrator's address cannot be used", error))?;
        let store = &self.repository.parts.store;
        let earliest = self.repository.earliest().await?;
        let mut identity = Identity::new(&site.name, email, datestamp(Some(earliest)));
        identity.compressions = ["gzip", "br", "zstd"].map(str::to_owned).to_vec();
        let newest = store.list_latest(1).await?;
        let sample = newest.first().map(|article| identifier(&self.domain, article.id));
        identity.descriptions = descriptions(site, &self.domain, sample.as_deref());
        Ok(identity)
    }

    async fn formats(&self) -> Result<Vec<Format>> {
        Ok(oai_formats())
    }

    async fn item_formats(&self, identifier: &str) -> Result<Option<Vec<Format>>> {
        let Some(id) = self.article_id(identifier) else { return Ok(None) };
        let row = self.repository.parts.store.find_oai(id).await?;
        Ok(row.map(|row| {
            let of_row = formats().iter().filter(|crosswalk| self.applies(&row, **crosswalk));
            of_row.filter_map(|crosswalk| oai_format(*crosswalk)).collect()
        }))
    }

    async fn sets(&self, after: Option<&SetSpec>, limit: usize) -> Result<Vec<Set>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let specs = self.repository.parts.store.list_sets(after.map_or("", SetSpec::as_str), limit).await?;
        let by_programme = specs.iter().any(|spec| spec.starts_with("programme:"));
        let programmes = if by_programme { self.repository.programme_names().await? } else { BTreeMap::new() };
        let sets = specs.iter().filter_map(|spec| {
            let name = programmes.get(spec).cloned().unwrap_or_else(|| set_name(spec));
            let text = LocalText { language: Some("fr".to_owned()), text: name.clone() };
            Some(Set { spec: SetSpec::parse(spec)?, name, descriptions: vec![Description::DublinCore(vec![text])] })
        });
        Ok(sets.collect())
    }

    async fn has_sets(&self) -> Result<bool> {
        Ok(true)
    }

    async fn record(&self, identifier: &str, prefix: &str) -> Result<Lookup> {
        let Some(id) = self.article_id(identifier) else { return Ok(Lookup::UnknownIdentifier) };
        let Some(row) = self.repository.parts.store.find_oai(id).await? else { return Ok(Lookup::UnknownIdentifier) };
        match self.target(prefix).filter(|target| self.applies(&row, target.crosswalk)) {
            Some(target) => {
                let origins = self.repository.parts.store.list_origins(&[id]).await?;
                Ok(Lookup::Found(Box::new(self.record_of(&row, &target, &origins).await)))
            }
            None => Ok(Lookup::NoSuchFormat),
        }
    }

    async fn headers(
        &self,
        selection: &Selection,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<Vec<Keyed<Header>>> {
        let rows = self.rows(selection, after, limit).await?;
        Ok(rows.iter().map(|row| Keyed { key: row.article.id.to_string(), entry: self.header(row) }).collect())
    }

    async fn records(
        &self,
        selection: &Selection,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<Vec<Keyed<Record>>> {
        let Some(target) = self.target(&selection.prefix) else { return Ok(Vec::new()) };
        let wording = self.repository.wording(&target);
        if let Some(wording) = &wording
            && let Some(records) = self.kept_records(selection, after, limit, (wording, &target)).await?
        {
            return Ok(records);
        }
        let mut kept = self.repository.page_to_keep(wording);
        let rows = self.rows(selection, after, limit).await?;
        let ids: Vec<ArticleId> = rows.iter().map(|row| row.article.id).collect();
        let origins = self.repository.parts.store.list_origins(&ids).await?;
        let mut records = Vec::with_capacity(rows.len());
        // Each row is given up for its record, so that a page is never held in both forms.
        for row in rows {
            let entry = self.record_of(&row, &target, &origins).await;
            if let Some(page) = &mut kept {
                page.note(&row, &entry);
            }
            records.push(Keyed { key: row.article.id.to_string(), entry });
        }
        if let Some(page) = kept {
            self.repository.keep_page(page);
        }
        Ok(records)
    }

    fn most_records(&self, prefix: &str) -> Option<NonZeroUsize> {
        find(prefix).filter(|crosswalk| crosswalk.carries_text()).map(|_| FULL_TEXT_PAGE)
    }

    /// Not told for formats that leave works out: an honest omission (OAI-PMH 2.0 §3.5) costs less than reading them all.
    async fn count(&self, selection: &Selection) -> Result<Option<u64>> {
        if find(&selection.prefix).is_none_or(Crosswalk::is_selective) {
            return Ok(None);
        }
        let count = self.repository.parts.store.count_oai(&selected(selection)).await?;
        Ok(u64::try_from(count).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_without_a_domain_name_still_has_sound_identifiers() {
        assert_eq!(domain_of("http://127.0.0.1:8080"), LOCAL_DOMAIN);
        assert_eq!(domain_of("http://localhost"), LOCAL_DOMAIN);
        assert_eq!(domain_of("https://parvis.example.org:8443/depot"), "parvis.example.org");
        assert_eq!(identifier("parvis.example.org", ArticleId(7)), "oai:parvis.example.org:7");
    }
}
