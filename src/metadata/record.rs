//! What a format needs to know of an article beside its metadata.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::article::MediaType;
use crate::domain::clock::quebec_date;
use crate::domain::extraction::Extraction;
use crate::domain::{AccessRight, Article, ArticleId, Doi, Lang, Localised, Metadata, PartialDate, Person};

/// One article as it goes out on a given day.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<'a> {
    /// Number of the article.
    pub id: ArticleId,
    /// Permanent address of the article page, absolute.
    pub url: Cow<'a, str>,
    /// Absolute address of the file; `None` unless anybody may read it today.
    pub file_url: Option<Cow<'a, str>>,
    /// The description.
    pub metadata: &'a Metadata,
    /// The DOI of the description, where this repository registered it.
    pub own_doi: Option<&'a Doi>,
    /// Whether anybody may read the file today.
    pub is_open: bool,
    /// Media type of the file.
    pub media_type: MediaType,
    /// Size of the file in bytes.
    pub size_bytes: i64,
    /// Day the article went public here.
    pub published_here: Option<Date>,
    /// Day it was deposited here.
    pub deposited: Option<PartialDate>,
    /// Name of the repository.
    pub repository: &'a str,
    /// Last change that a harvester should see (OAI datestamp).
    pub changed: Option<Timestamp>,
    /// What was read from the file, for formats that can carry the full text; they do so while the file is open.
    pub extraction: Option<&'a Extraction>,
    /// The file itself when it is JATS, for formats that can carry its body as it stands, under the same condition.
    pub jats: Option<&'a [u8]>,
}

impl<'a> Record<'a> {
    /// The record of an article under `base_url` (no trailing slash), with its file at `file_url` when it is open.
    #[must_use]
    pub fn of(article: &'a Article, base_url: &str, file_url: &'a str, repository: &'a str, today: Date) -> Self {
        let is_open = article.is_open_on(today);
        Self {
            id: article.id,
            url: Cow::Owned(format!("{}/articles/{}", base_url.trim_end_matches('/'), article.id)),
            file_url: is_open.then_some(Cow::Borrowed(file_url)),
            metadata: &article.version.metadata,
            own_doi: article.own_doi.as_ref().filter(|_| article.publisher_doi().is_none()),
            is_open,
            media_type: article.version.file.media_type,
            size_bytes: article.version.file.size_bytes,
            published_here: article.published_at.map(quebec_date),
            deposited: article.version.metadata.dates.deposited,
            repository,
            changed: article.datestamp,
            extraction: None,
            jats: None,
        }
    }

    /// The record with the text of its file.
    #[must_use]
    pub fn with_extraction(self, extraction: Option<&'a Extraction>) -> Self {
        Self { extraction, ..self }
    }

    /// The record with its file, which is JATS.
    #[must_use]
    pub fn with_jats(self, jats: Option<&'a [u8]>) -> Self {
        Self { jats, ..self }
    }

    /// The access right that holds today: an embargo that has ended is open access, one without an end a restriction.
    #[must_use]
    pub fn access_today(&self) -> AccessRight {
        match self.metadata.access {
            _ if self.is_open => AccessRight::Open,
            None | Some(AccessRight::Open) => AccessRight::Restricted,
            Some(AccessRight::Embargoed) if self.metadata.embargo_until.is_none() => AccessRight::Restricted,
            Some(closed) => closed,
        }
    }

    /// The day the embargo ends, while there is one.
    #[must_use]
    pub fn embargo_end(&self) -> Option<Date> {
        let embargoed = self.access_today() == AccessRight::Embargoed;
        self.metadata.embargo_until.filter(|_| embargoed).map(|end| end.latest())
    }

    /// The date of publication, else the day the article went public here.
    #[must_use]
    pub fn date(&self) -> Option<PartialDate> {
        self.metadata.published().or_else(|| self.published_here.map(PartialDate::from_day))
    }

    /// The date to cite: of publication, else of the day it went public here, else of the deposit.
    pub(super) fn issued(&self) -> Option<PartialDate> {
        self.date().or(self.deposited)
    }

    /// The address of the file, while anybody may read it.
    pub(super) fn open_file(&self) -> Option<&str> {
        self.file_url.as_deref().filter(|_| self.is_open)
    }

    /// When the embargo began (accepted, else deposited, else public here) and when it ends, while there is one.
    pub(super) fn embargo(&self) -> Option<(PartialDate, Date)> {
        let end = self.embargo_end()?;
        let here = self.published_here.map(PartialDate::from_day);
        let start = self.metadata.dates.accepted.or(self.deposited).or(here).or(self.date());
        Some((start.unwrap_or_else(|| PartialDate::from_day(end)), end))
    }

    /// The abstract in the article's own language, else the first.
    pub(super) fn main_abstract(&self) -> Option<&'a str> {
        let own = self.metadata.language.unwrap_or(Lang::UND);
        Localised::pick(&self.metadata.abstracts, own).map(|text| text.text.as_str())
    }

    /// First and last page of the journal's pages `45-67`; an article number is a first page without a last one.
    pub(super) fn page_range(&self) -> (Option<&'a str>, Option<&'a str>) {
        let pages = self.metadata.journal.as_ref().and_then(|journal| journal.pages.as_deref()).map(str::trim);
        match pages.and_then(|pages| pages.split_once(['-', '\u{2013}'])) {
            Some((first, last)) => (Some(first.trim()), Some(last.trim_start_matches('-').trim())),
            None => (pages.filter(|pages| !pages.is_empty()), None),
        }
    }
}

/// Whether an author is a group: it has neither given names nor an ORCID iD.
pub(super) fn is_group(person: &Person) -> bool {
    person.given.is_empty() && person.orcid.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::samples;

    #[test]
    fn an_embargo_that_has_ended_is_open_access() {
        let metadata = Metadata { access: Some(AccessRight::Embargoed), ..samples::full() };
        let mut record = samples::record(&metadata);
        assert_eq!((record.access_today(), record.embargo_end()), (AccessRight::Open, None));
        record.is_open = false;
        assert_eq!(record.access_today(), AccessRight::Embargoed);
        assert_eq!(record.embargo_end().unwrap().to_string(), "2025-09-14");
        let (start, end) = record.embargo().unwrap();
        assert_eq!((start.to_string(), end.to_string()), ("2025-01-10".into(), "2025-09-14".into()));
    }

    #[test]
    fn an_embargo_without_an_end_is_a_restriction() {
        let metadata = Metadata { access: Some(AccessRight::Embargoed), embargo_until: None, ..samples::full() };
        assert_eq!(samples::closed(&metadata).access_today(), AccessRight::Restricted);
    }

    #[test]
    fn pages_are_a_range_or_an_article_number() {
        let range = |pages: &str| {
            let mut metadata = samples::full();
            metadata.journal.as_mut().unwrap().pages = Some(pages.to_owned());
            let (first, last) = samples::record(&metadata).page_range();
            (first.map(str::to_owned), last.map(str::to_owned))
        };
        assert_eq!(range("45-67"), (Some("45".into()), Some("67".into())));
        assert_eq!(range("45--67"), (Some("45".into()), Some("67".into())));
        assert_eq!(range("e1042"), (Some("e1042".into()), None));
    }
}
