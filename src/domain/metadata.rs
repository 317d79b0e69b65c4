//! The description of one version of an article. Its JSON form is also the sidecar format of `parvis ingest`.

use serde::{Deserialize, Serialize};

use super::languages::{lists_by_language, texts_by_language};
use super::{
    AccessRight, AwardLink, Doi, Issn, Lang, Licence, Localised, PartialDate, Person, ResourceType, VersionType,
};

/// What a version says of itself. In JSON, texts by language are objects: `"title": {"fr": "…", "en": "…"}`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Metadata {
    /// Titles by language; the first is the one in the article's language.
    #[serde(rename = "title", with = "texts_by_language")]
    pub titles: Vec<Localised>,
    /// Authors in the order of the byline.
    pub authors: Vec<Person>,
    /// Abstracts by language.
    #[serde(rename = "abstract", with = "texts_by_language")]
    pub abstracts: Vec<Localised>,
    /// Keywords by language, in the order given.
    #[serde(with = "lists_by_language")]
    pub keywords: Vec<Localised>,
    /// Language of the text.
    pub language: Option<Lang>,
    /// Kind of work.
    #[serde(rename = "type")]
    pub resource_type: Option<ResourceType>,
    /// Whether peers reviewed it; `None` when unknown.
    pub peer_reviewed: Option<bool>,
    /// Version that the file holds.
    pub version: Option<VersionType>,
    /// Licence of the file.
    pub licence: Option<Licence>,
    /// Who may read the file.
    pub access: Option<AccessRight>,
    /// Day the embargo ends.
    pub embargo_until: Option<PartialDate>,
    /// DOI of the article.
    pub doi: Option<Doi>,
    /// Journal or book it appeared in.
    pub journal: Option<Journal>,
    /// Dates.
    pub dates: Dates,
    /// Field of research (CRDC code, such as `RDF102`).
    pub field: Option<String>,
    /// Awards and funds of the FRQ.
    pub awards: Vec<AwardLink>,
    /// Copies held elsewhere; our own file is not among them.
    pub copies: Vec<Copy>,
}

impl Metadata {
    /// The version of the file, where it has any: `NA` says that the question does not arise.
    #[must_use]
    pub fn known_version(&self) -> Option<VersionType> {
        self.version.filter(|version| *version != VersionType::NA)
    }

    /// The title in the article's own language, else the first.
    #[must_use]
    pub fn main_title(&self) -> Option<&Localised> {
        Localised::pick(&self.titles, self.language.unwrap_or(Lang::UND))
    }

    /// The date of publication: the earliest of online and issue date (`policy_rules.json`, `publication_date_rule`).
    #[must_use]
    pub fn published(&self) -> Option<PartialDate> {
        [self.dates.online, self.dates.issue].into_iter().flatten().min_by_key(PartialDate::latest)
    }

    /// The year of publication.
    #[must_use]
    pub fn year(&self) -> Option<i16> {
        self.published().map(|date| date.year())
    }

    /// Addresses of the copies elsewhere that are still there.
    pub fn copy_urls(&self) -> impl Iterator<Item = &str> {
        self.copies.iter().filter(|copy| copy.withdrawn.is_none()).filter_map(|copy| copy.url.as_deref())
    }

    /// The licence, `unknown` when nobody stated one.
    #[must_use]
    pub fn licence_or_unknown(&self) -> Licence {
        self.licence.clone().unwrap_or_else(Licence::unknown)
    }
}

/// Where an article appeared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Journal {
    /// Title of the journal.
    pub title: String,
    /// ISSN.
    pub issn: Option<Issn>,
    /// Volume.
    pub volume: Option<String>,
    /// Issue.
    pub issue: Option<String>,
    /// Pages, `45-67`.
    pub pages: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// How the journal is paid for.
    pub model: Option<JournalModel>,
}

/// How a journal is paid for (`policy_rules.json`, inputs).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JournalModel {
    /// All articles open, authors or funders pay.
    FullOa,
    /// All articles open, nobody pays by article.
    Diamond,
    /// Single articles open for a fee.
    Hybrid,
    /// Readers pay.
    Subscription,
    /// Announced transition to open access.
    Transformative,
    /// Nobody knows.
    Unknown,
}

/// Dates of an article, each as precise as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dates {
    /// Accepted for publication.
    pub accepted: Option<PartialDate>,
    /// First published online.
    pub online: Option<PartialDate>,
    /// Date of the issue.
    pub issue: Option<PartialDate>,
    /// Deposited here; set by the pipeline when the depositor does not say.
    pub deposited: Option<PartialDate>,
}

/// A copy of the article held elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Copy {
    /// Who holds it.
    pub host: CopyHost,
    /// Kind of repository, when a repository holds it.
    #[serde(default)]
    pub repository_kind: Option<RepositoryKind>,
    /// Its address.
    #[serde(default)]
    pub url: Option<String>,
    /// Version that it holds.
    #[serde(default)]
    pub version: Option<VersionType>,
    /// Its licence.
    #[serde(default)]
    pub licence: Option<Licence>,
    /// Who may read it.
    #[serde(default)]
    pub access: Option<AccessRight>,
    /// First day it was open.
    #[serde(default)]
    pub open_from: Option<PartialDate>,
    /// First day on which it was seen to be open; it may have opened before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_open: Option<PartialDate>,
    /// Day on which it was seen to be gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<PartialDate>,
}

/// Who holds a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyHost {
    /// The publisher.
    Publisher,
    /// A repository or site.
    Repository,
}

/// Kinds of repository; the last two never count (`policy_rules.json`, `repository`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepositoryKind {
    /// An institution's.
    Institutional,
    /// A discipline's.
    Disciplinary,
    /// The funder's: this one.
    Funder,
    /// A personal page.
    PersonalSite,
    /// ResearchGate, Academia.edu and the like.
    SocialNetwork,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sidecar_is_read_and_written_without_loss() {
        let text = r#"{"title":{"en":"Ice","fr":"Glace"},"keywords":{"fr":["gel","neige"]},"type":"journal_article",
            "licence":"CC-BY-4.0","dates":{"online":"2024-02"},"awards":[{"funder":"frqnt","number":"312345"}]}"#;
        let metadata: Metadata = serde_json::from_str(text).unwrap();
        assert_eq!(metadata.titles.len(), 2);
        assert_eq!(metadata.year(), Some(2024));
        let again: Metadata = serde_json::from_str(&serde_json::to_string(&metadata).unwrap()).unwrap();
        assert_eq!(again, metadata);
    }

    #[test]
    fn an_unknown_key_is_an_error_so_that_nothing_is_lost_silently() {
        assert!(serde_json::from_str::<Metadata>(r#"{"tilte":{"fr":"Glace"}}"#).is_err());
    }

    #[test]
    fn the_publication_date_is_the_earlier_of_online_and_issue() {
        let dates = |online: &str, issue: &str| Metadata {
            dates: Dates {
                online: Some(PartialDate::parse(online).unwrap()),
                issue: Some(PartialDate::parse(issue).unwrap()),
                ..Dates::default()
            },
            ..Metadata::default()
        };
        assert_eq!(dates("2024-03-05", "2024-02").published().unwrap().to_string(), "2024-02");
        assert_eq!(dates("2024-02-05", "2024-02").published().unwrap().to_string(), "2024-02-05");
    }
}
