//! Resource types: our codes over the COAR vocabulary, with the FRQ's scope.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::table::{Row, cell, cell_of, index, read};
use crate::domain::Lang;

/// What kind of work it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the variants are the vocabulary's own terms; labels stand in resource_types.csv")]
pub enum ResourceType {
    JournalArticle,
    ReviewArticle,
    DataPaper,
    ConferencePaper,
    Letter,
    Editorial,
    BookReview,
    Corrigendum,
    DoctoralThesis,
    MastersThesis,
    Preprint,
    WorkingPaper,
    Report,
    ResearchReport,
    Book,
    BookPart,
    Dataset,
    Software,
    ConferenceObject,
    Proceedings,
}

/// Whether a kind of work falls under the FRQ's policies (`resource_types.csv`, column `frq_scope`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrqScope {
    /// Covered by both versions.
    In,
    /// Covered by the 2022 version only.
    In2022,
    /// Open question: never judged.
    Unclear,
    /// Encouraged, not required.
    Encouraged,
    /// Not covered.
    Out,
}

/// The rows that have a code of ours; the others are COAR's alone. `journal_article` stands for two COAR terms; the
/// general one (`c_6501`) comes last and is ours.
static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = read(include_str!("resource_types.csv")).into_iter();
    let mut rows: Vec<Row> = rows.filter(|row| row.contains_key("local_code")).collect();
    rows.sort_by_key(|row| cell(row, "coar_uri").ends_with("c_6501"));
    rows
});
static BY_CODE: LazyLock<HashMap<&'static str, &'static Row>> = LazyLock::new(|| index(&TABLE, "local_code"));

impl ResourceType {
    /// All types that have a code of ours.
    pub const ALL: [Self; 20] = [
        Self::JournalArticle,
        Self::ReviewArticle,
        Self::DataPaper,
        Self::ConferencePaper,
        Self::Letter,
        Self::Editorial,
        Self::BookReview,
        Self::Corrigendum,
        Self::DoctoralThesis,
        Self::MastersThesis,
        Self::Preprint,
        Self::WorkingPaper,
        Self::Report,
        Self::ResearchReport,
        Self::Book,
        Self::BookPart,
        Self::Dataset,
        Self::Software,
        Self::ConferenceObject,
        Self::Proceedings,
    ];

    /// The code used in files, addresses and tables.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::JournalArticle => "journal_article",
            Self::ReviewArticle => "review_article",
            Self::DataPaper => "data_paper",
            Self::ConferencePaper => "conference_paper",
            Self::Letter => "letter",
            Self::Editorial => "editorial",
            Self::BookReview => "book_review",
            Self::Corrigendum => "corrigendum",
            Self::DoctoralThesis => "doctoral_thesis",
            Self::MastersThesis => "masters_thesis",
            Self::Preprint => "preprint",
            Self::WorkingPaper => "working_paper",
            Self::Report => "report",
            Self::ResearchReport => "research_report",
            Self::Book => "book",
            Self::BookPart => "book_part",
            Self::Dataset => "dataset",
            Self::Software => "software",
            Self::ConferenceObject => "conference_object",
            Self::Proceedings => "proceedings",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code.trim())
    }

    /// The type of a COAR address, `http` or `https`; `None` for terms that have no code of ours.
    #[must_use]
    pub fn from_coar_uri(uri: &str) -> Option<Self> {
        let uri = uri.trim().trim_end_matches('/').replacen("https://", "http://", 1);
        TABLE.iter().find(|row| cell(row, "coar_uri") == uri).and_then(|row| Self::from_code(&cell(row, "local_code")))
    }

    /// Label for people. Marks of our own translation (« traduction maison ») are not shown.
    #[must_use]
    pub fn label(self, lang: Lang) -> String {
        let label = self.column(if lang == Lang::EN { "label_en" } else { "label_fr" });
        label.replace(" (traduction maison)", "")
    }

    /// COAR resource type address.
    #[must_use]
    pub fn coar_uri(self) -> String {
        self.column("coar_uri").to_owned()
    }

    /// `info:eu-repo/semantics/…` publication type (OpenAIRE 3, DRIVER).
    #[must_use]
    pub fn eu_repo_uri(self) -> &'static str {
        match self {
            Self::JournalArticle | Self::DataPaper | Self::Letter | Self::Corrigendum => {
                "info:eu-repo/semantics/article"
            }
            Self::ReviewArticle | Self::BookReview => "info:eu-repo/semantics/review",
            Self::ConferencePaper | Self::ConferenceObject | Self::Proceedings => {
                "info:eu-repo/semantics/conferenceObject"
            }
            Self::Editorial => "info:eu-repo/semantics/contributionToPeriodical",
            Self::DoctoralThesis => "info:eu-repo/semantics/doctoralThesis",
            Self::MastersThesis => "info:eu-repo/semantics/masterThesis",
            Self::Preprint => "info:eu-repo/semantics/preprint",
            Self::WorkingPaper => "info:eu-repo/semantics/workingPaper",
            Self::Report | Self::ResearchReport => "info:eu-repo/semantics/report",
            Self::Book => "info:eu-repo/semantics/book",
            Self::BookPart => "info:eu-repo/semantics/bookPart",
            Self::Dataset | Self::Software => "info:eu-repo/semantics/other",
        }
    }

    /// Whether the FRQ's policies cover it.
    #[must_use]
    pub fn frq_scope(self) -> FrqScope {
        match self.column("frq_scope") {
            "in" => FrqScope::In,
            "in_2022" => FrqScope::In2022,
            "unclear" => FrqScope::Unclear,
            "out_encouraged" => FrqScope::Encouraged,
            _ => FrqScope::Out,
        }
    }

    fn column(self, name: &str) -> &'static str {
        cell_of(BY_CODE.get(self.code()), name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_its_row_and_every_code_its_type() {
        for kind in ResourceType::ALL {
            assert!(kind.coar_uri().starts_with("http://purl.org/coar/resource_type/"), "{kind:?}");
            assert!(!kind.label(Lang::FR).is_empty());
        }
        for row in TABLE.iter() {
            assert!(ResourceType::from_code(&cell(row, "local_code")).is_some(), "{row:?}");
        }
        assert!(ResourceType::JournalArticle.coar_uri().ends_with("c_6501"));
    }
}
