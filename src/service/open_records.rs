//! Rows of the data sets that describe articles: the articles, their links to awards, their uses, exceptions in sum.

use serde::Serialize;

use crate::compliance::table::Record;
use crate::domain::clock::quebec_date;
use crate::domain::usage::UsedMonth;
use crate::domain::{Article, ArticleId, Licence, Person};

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A public article.
#[derive(Debug, Serialize)]
pub(crate) struct ArticleRecord {
    article_id: ArticleId,
    doi: Option<String>,
    title: Option<String>,
    authors: Vec<String>,
    journal: Option<String>,
    issn: Option<String>,
    issued: Option<String>,
    year: Option<i16>,
    language: Option<String>,
    r#type: Option<String>,
    version: Option<String>,
    licence: Option<String>,
    access: Option<String>,
    open: bool,
    url: String,
    updated_on: Option<String>,
}

impl ArticleRecord {
    /// The row of an article that stands at an address.
    pub(super) fn new(article: &Article, url: String, today: jiff::civil::Date) -> Self {
        let metadata = &article.version.metadata;
        Self {
            article_id: article.id,
            doi: metadata.doi.as_ref().map(ToString::to_string),
            title: metadata.main_title().map(|title| title.text.clone()),
            authors: metadata.authors.iter().map(Person::display_name).collect(),
            journal: metadata.journal.as_ref().map(|journal| journal.title.clone()),
            issn: metadata.journal.as_ref().and_then(|journal| journal.issn.as_ref()).map(ToString::to_string),
            issued: metadata.published().map(|day| day.to_string()),
            year: metadata.year(),
            language: metadata.language.map(|lang| lang.to_string()),
            r#type: metadata.resource_type.map(|kind| kind.code().to_owned()),
            version: metadata.version.map(|version| version.code().to_owned()),
            licence: metadata.licence.as_ref().map(Licence::code).map(str::to_owned),
            access: metadata.access.map(|access| access.code().to_owned()),
            open: article.is_open_on(today),
            url,
            updated_on: article.datestamp.map(|at| quebec_date(at).to_string()),
        }
    }
}

impl Record for ArticleRecord {
    const COLUMNS: &'static [&'static str] = &[
        "article_id",
        "doi",
        "title",
        "authors",
        "journal",
        "issn",
        "issued",
        "year",
        "language",
        "type",
        "version",
        "licence",
        "access",
        "open",
        "url",
        "updated_on",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.article_id.to_string(),
            text(self.doi.as_ref()),
            text(self.title.as_ref()),
            self.authors.join("; "),
            text(self.journal.as_ref()),
            text(self.issn.as_ref()),
            text(self.issued.as_ref()),
            text(self.year),
            text(self.language.as_ref()),
            text(self.r#type.as_ref()),
            text(self.version.as_ref()),
            text(self.licence.as_ref()),
            text(self.access.as_ref()),
            self.open.to_string(),
            self.url.clone(),
            text(self.updated_on.as_ref()),
        ]
    }
}

/// A link between an article and an award.
#[derive(Debug, Serialize)]
pub(crate) struct LinkRecord {
    article_id: ArticleId,
    place: usize,
    doi: Option<String>,
    fund: &'static str,
    award_number: Option<String>,
    award_doi: Option<String>,
    tier: String,
}

impl LinkRecord {
    /// The row of an award that an article names, with how sure that is.
    pub(super) fn new(article: &Article, place: usize, tier: &str) -> Option<Self> {
        let metadata = &article.version.metadata;
        let link = metadata.awards.get(place)?;
        Some(Self {
            article_id: article.id,
            place,
            doi: metadata.doi.as_ref().map(ToString::to_string),
            fund: link.fund.key(),
            award_number: link.number.as_ref().map(ToString::to_string),
            award_doi: link.number.as_ref().map(crate::domain::AwardNumber::doi_url),
            tier: tier.to_owned(),
        })
    }
}

impl Record for LinkRecord {
    const COLUMNS: &'static [&'static str] =
        &["article_id", "place", "doi", "fund", "award_number", "award_doi", "tier"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.article_id.to_string(),
            self.place.to_string(),
            text(self.doi.as_ref()),
            self.fund.to_owned(),
            text(self.award_number.as_ref()),
            text(self.award_doi.as_ref()),
            self.tier.clone(),
        ]
    }
}

/// Uses of an article in a month (COUNTER 5.1).
#[derive(Debug, Serialize)]
pub(crate) struct UsageRecord {
    month: String,
    article_id: ArticleId,
    investigations: u64,
    unique_investigations: u64,
    requests: u64,
    unique_requests: u64,
}

impl UsageRecord {
    /// The row of a month.
    pub(super) fn new(used: &UsedMonth) -> Self {
        Self {
            month: used.month.to_string(),
            article_id: used.article,
            investigations: used.counts.investigations,
            unique_investigations: used.counts.unique_investigations,
            requests: used.counts.requests,
            unique_requests: used.counts.unique_requests,
        }
    }
}

impl Record for UsageRecord {
    const COLUMNS: &'static [&'static str] =
        &["month", "article_id", "investigations", "unique_investigations", "requests", "unique_requests"];

    fn cells(&self) -> Vec<String> {
        let counts = [self.investigations, self.unique_investigations, self.requests, self.unique_requests];
        let named = [self.month.clone(), self.article_id.to_string()];
        named.into_iter().chain(counts.map(|count| count.to_string())).collect()
    }
}

/// How many exceptions had one act on one ground. What is too small to be shown has no number.
#[derive(Debug, Serialize)]
pub(crate) struct ExceptionRecord {
    pub(super) ground: &'static str,
    pub(super) act: &'static str,
    pub(super) protected: bool,
    pub(super) number: Option<u64>,
}

impl Record for ExceptionRecord {
    const COLUMNS: &'static [&'static str] = &["ground", "act", "protected", "number"];

    fn cells(&self) -> Vec<String> {
        vec![self.ground.to_owned(), self.act.to_owned(), self.protected.to_string(), text(self.number)]
    }
}

/// The columns of the data sets that describe articles, for the dictionary.
#[must_use]
pub fn open_columns(set: crate::domain::dataset::DataSet) -> &'static [&'static str] {
    use crate::compliance::indicators::{FigureRecord, StandingRecord};
    use crate::domain::dataset::DataSet;
    match set {
        DataSet::Articles => ArticleRecord::COLUMNS,
        DataSet::Links => LinkRecord::COLUMNS,
        DataSet::Verdicts => StandingRecord::COLUMNS,
        DataSet::Usage => UsageRecord::COLUMNS,
        DataSet::Barometer => FigureRecord::COLUMNS,
        DataSet::Exceptions => ExceptionRecord::COLUMNS,
    }
}
