//! Copies of our articles elsewhere, as sources show them: added, changed, marked as withdrawn.

use super::super::{Error, Repository, Result};
use super::{link, make};
use crate::domain::article::Version;
use crate::domain::source::{KeptRecord, Source};
use crate::domain::{Article, ArticleId, ArticleState, Copy, Metadata, PartialDate};
use crate::metadata::Foreign;
use crate::source::host_of;
use crate::store::{NewEvent, NewVersion, Tx};

/// What came of writing a copy down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// The article lists it.
    Done,
    /// The article's own file is not read yet: later again.
    Later,
    /// The article is not one that lists copies: refused or taken away.
    Never,
}

/// The copies that a record shows: those that a service knows of, else the one at its source; none without an address.
pub(super) fn copies_of(source: &Source, record: &KeptRecord, foreign: &Foreign) -> Vec<Copy> {
    if !foreign.copies.is_empty() {
        return foreign.copies.clone();
    }
    let metadata = &foreign.metadata;
    let copy = address_of(source, record, foreign).map(|url| Copy {
        host: source.settings.host,
        repository_kind: source.settings.repository_kind,
        url: Some(url),
        version: metadata.version,
        licence: metadata.licence.clone(),
        access: metadata.access,
        open_from: foreign.available,
        seen_open: None,
        withdrawn: None,
    });
    copy.into_iter().collect()
}

/// The addresses of copies as a record keeps them, one a line.
pub(super) fn addresses(copies: &[Copy]) -> Option<String> {
    let urls: Vec<&str> = copies.iter().filter_map(|copy| copy.url.as_deref()).collect();
    (!urls.is_empty()).then(|| urls.join("\n"))
}

/// The page of a work at its source: on its own host, or a handle; else the first, a file, or the identifier itself.
fn address_of(source: &Source, record: &KeptRecord, foreign: &Foreign) -> Option<String> {
    let host = host_of(&source.place.base_url).unwrap_or_default();
    let own = |url: &&String| host_of(url).is_ok_and(|other| other == host || other == "hdl.handle.net");
    let page = foreign.pages.iter().find(own).or(foreign.pages.first()).or(foreign.files.first());
    let identifier = Some(&record.record.identifier).filter(|identifier| host_of(identifier).is_ok());
    page.or(identifier).cloned()
}

/// What is to be done to an article's copies.
pub(super) enum Change<'a> {
    /// The record shows this.
    Put(&'a Foreign),
    /// The record was taken away.
    Withdraw,
}

impl Repository {
    /// Writes the copy that a record shows into the article, as a new version, and links the record to the article.
    /// An article that the record made, and that nobody ever touched, follows it in its description too.
    pub(super) async fn place_copy(
        &self,
        source: &Source,
        record: &KeptRecord,
        article: ArticleId,
        change: &Change<'_>,
    ) -> Result<Placed> {
        let mut tx = self.parts.store.begin().await?;
        let state = tx.get_state(article).await?;
        match state {
            ArticleState::Submitted => return Ok(Placed::Later),
            ArticleState::InReview | ArticleState::Published => {}
            _ => return Ok(Placed::Never),
        }
        let found = self.parts.store.find_article(article).await?.ok_or(Error::NotFound { what: "article" })?;
        let mut metadata = found.version.metadata.clone();
        let url = match change {
            Change::Put(foreign) => {
                if record.is_origin && tx.is_record_only(article).await? && !tx.is_touched(article).await? {
                    metadata = make::followed(&metadata, foreign);
                }
                let may_add = metadata.awards.is_empty() || !tx.is_touched(article).await?;
                link::declare(&mut metadata.awards, &foreign.metadata.awards, may_add);
                let copies = copies_of(source, record, foreign);
                let url = addresses(&copies);
                // What a look found gone comes back when it is seen open, not because its source still lists it.
                let gone = tx.list_dead_copies(article).await?;
                if foreign.copies.is_empty() {
                    for copy in copies {
                        put(&mut metadata.copies, record.copy_url.as_deref(), &gone, copy);
                    }
                } else {
                    let others = tx.list_other_copies(article, record.id).await?;
                    for copy in copies {
                        report(&mut metadata.copies, record, (&others, &gone), copy);
                    }
                }
                url
            }
            Change::Withdraw => {
                let today = PartialDate::from_day(self.parts.clock.today());
                withdraw(&mut metadata.copies, record.copy_url.as_deref(), today);
                record.copy_url.clone()
            }
        };
        if metadata != found.version.metadata {
            let action = if matches!(change, Change::Withdraw) { "copy_withdrawn" } else { "copy" };
            self.revise(&mut tx, &found, &metadata, action, &source.title).await?;
        }
        tx.set_record_article(record.id, article, record.is_origin, url.as_deref()).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(Placed::Done)
    }

    /// Makes the next version of an article from a changed description; harvesters see it if it is public.
    pub(in crate::service) async fn revise(
        &self,
        tx: &mut Tx,
        article: &Article,
        metadata: &Metadata,
        action: &str,
        reason: &str,
    ) -> Result<()> {
        let (id, now) = (article.id, self.now());
        let file = &article.version.file.sha256;
        let version = tx.add_version(&NewVersion { article: id, metadata, file, created_at: now }).await?;
        if article.state == ArticleState::Published {
            let version = Version { id: version, metadata: metadata.clone(), ..article.version.clone() };
            self.stamp(tx, &Article { version, ..article.clone() }).await?;
        }
        Ok(tx.add_event(&NewEvent { article: id, at: now, user: None, action, reason: Some(reason) }).await?)
    }
}

/// Puts a copy in the place of the one that the record showed before, or at the same address; else at the end. What a look
/// saw of that address stays: since when it is open, and that it is gone.
fn put(copies: &mut Vec<Copy>, before: Option<&str>, gone: &[String], copy: Copy) {
    let at = |url: Option<&str>| url.and_then(|url| copies.iter().position(|known| known.url.as_deref() == Some(url)));
    match at(before).or_else(|| at(copy.url.as_deref())) {
        Some(place) => {
            if let Some(known) = copies.get_mut(place) {
                let seen_open = known.seen_open.filter(|_| known.url == copy.url);
                *known = Copy { seen_open, withdrawn: still_gone(known, &copy, gone), ..copy };
            }
        }
        None => copies.push(copy),
    }
}

/// Since when a copy is gone that a source shows at the same address, where a look found it gone.
fn still_gone(known: &Copy, copy: &Copy, gone: &[String]) -> Option<PartialDate> {
    let is_gone = known.url == copy.url && known.url.as_ref().is_some_and(|url| gone.contains(url));
    known.withdrawn.filter(|_| is_gone)
}

/// Adds a copy that a service reports. Where it alone told of it, it follows the service; what others say of the same place
/// goes first, and only its gaps are filled.
fn report(copies: &mut Vec<Copy>, record: &KeptRecord, (others, gone): (&[String], &[String]), copy: Copy) {
    let Some(place) = copy.url.as_deref().map(place_key) else { return };
    let is_there = |urls: &str| urls.lines().any(|url| place_key(url) == place);
    let is_own = record.copy_url.as_deref().is_some_and(is_there) && !others.iter().any(|urls| is_there(urls));
    let known = copies.iter_mut().find(|known| known.url.as_deref().is_some_and(|url| place_key(url) == place));
    match known {
        Some(known) if is_own => {
            let (seen_open, withdrawn) = (known.seen_open, still_gone(known, &copy, gone));
            let licence = copy.licence.clone().or_else(|| known.licence.clone());
            let version = copy.version.or(known.version);
            // What was seen is surer than what is told.
            let access = if seen_open.is_some() { known.access } else { copy.access };
            *known = Copy { version, licence, access, seen_open, withdrawn, ..copy };
        }
        Some(known) => {
            known.repository_kind = known.repository_kind.or(copy.repository_kind);
            known.version = known.version.or(copy.version);
            known.licence = known.licence.take().or(copy.licence);
            known.access = known.access.or(copy.access);
            known.open_from = known.open_from.or(copy.open_from);
        }
        None => copies.push(copy),
    }
}

/// What two addresses of one place have in common: neither scheme nor the slash at the end; a handle, however it is given.
fn place_key(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/');
    let handle = rest.strip_prefix("hdl.handle.net/").or_else(|| Some(rest.split_once("/handle/")?.1));
    match handle {
        Some(handle) => format!("hdl:{}", handle.to_ascii_lowercase()),
        None => rest.strip_prefix("www.").unwrap_or(rest).to_owned(),
    }
}

fn withdraw(copies: &mut [Copy], urls: Option<&str>, today: PartialDate) {
    let gone = |copy: &&mut Copy| urls.is_some_and(|urls| urls.lines().any(|url| copy.url.as_deref() == Some(url)));
    for copy in copies.iter_mut().filter(gone) {
        copy.withdrawn.get_or_insert(today);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(url: &str, withdrawn: Option<&str>) -> Copy {
        Copy {
            host: crate::domain::CopyHost::Repository,
            repository_kind: None,
            url: Some(url.to_owned()),
            version: None,
            licence: None,
            access: None,
            open_from: None,
            seen_open: None,
            withdrawn: withdrawn.map(|day| PartialDate::parse(day).unwrap()),
        }
    }

    #[test]
    fn a_copy_that_a_look_found_gone_stays_gone_and_one_that_its_source_took_away_comes_back_with_it() {
        let (here, there) = ("https://depot.example.org/7", "https://depot.example.org/8");
        let shown = |gone: &[String], url: &str| {
            let mut copies = vec![copy(here, Some("2026-11-01"))];
            put(&mut copies, Some(here), gone, copy(url, None));
            copies.remove(0).withdrawn.map(|day| day.to_string())
        };
        assert_eq!(shown(&[here.to_owned()], here).as_deref(), Some("2026-11-01"));
        assert_eq!(shown(&[], here), None, "its source took it away and brought it back");
        assert_eq!(shown(&[here.to_owned()], there), None, "at another address it is another copy");
    }

    #[test]
    fn one_place_has_one_key_however_its_address_is_written() {
        for (one, other) in [
            ("http://hdl.handle.net/1866/27", "https://papyrus.bib.umontreal.ca/xmlui/handle/1866/27/"),
            ("http://www.erudit.org/fr/1", "https://erudit.org/fr/1/"),
        ] {
            assert_eq!(place_key(one), place_key(other));
        }
        assert_ne!(place_key("https://a.org/1"), place_key("https://a.org/2"));
    }
}
