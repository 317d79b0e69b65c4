//! Statements of a description, put together into one: what the formats share.

use super::{Foreign, values};
use crate::domain::{AccessRight, AwardLink, Doi, Fund, Journal, Lang, Localised, PartialDate, Person, ResourceType};
use crate::metadata::funder;
use crate::metadata::text::{lines, one_line};

/// Collects statements in the order they come.
#[derive(Debug, Default)]
pub(super) struct Gather {
    foreign: Foreign,
    /// DOIs that name the work itself.
    own_dois: Vec<Doi>,
    /// DOIs of something that is related to it, in formats that do not say how.
    related_dois: Vec<Doi>,
    /// Pages of something that is related to it; EPrints gives its own there.
    related_pages: Vec<String>,
}

impl Gather {
    pub(super) fn title(&mut self, lang: Lang, text: &str) {
        add_text(&mut self.foreign.metadata.titles, lang, &one_line(text));
    }

    pub(super) fn author(&mut self, author: Option<Person>) {
        self.foreign.metadata.authors.extend(author);
    }

    /// The author named last, to say more of.
    pub(super) fn last_author(&mut self) -> Option<&mut Person> {
        self.foreign.metadata.authors.last_mut()
    }

    pub(super) fn abstracted(&mut self, lang: Lang, text: &str) {
        add_text(&mut self.foreign.metadata.abstracts, lang, &lines(text));
    }

    pub(super) fn keyword(&mut self, lang: Lang, text: &str) {
        add_text(&mut self.foreign.metadata.keywords, lang, &one_line(text));
    }

    pub(super) fn language(&mut self, text: &str) {
        let language = &mut self.foreign.metadata.language;
        *language = language.or_else(|| Lang::parse(text).ok().filter(|lang| *lang != Lang::UND));
    }

    /// A type, a version or a mark of peer review: repositories put them into one field.
    pub(super) fn kind(&mut self, text: &str) {
        let metadata = &mut self.foreign.metadata;
        metadata.version = metadata.version.or_else(|| values::version_address(text));
        metadata.resource_type = metadata.resource_type.or_else(|| values::resource_type(text));
        if text.trim().eq_ignore_ascii_case("PeerReviewed") {
            metadata.peer_reviewed = Some(true);
        }
    }

    pub(super) fn resource_type(&mut self, kind: Option<ResourceType>) {
        self.foreign.metadata.resource_type = self.foreign.metadata.resource_type.or(kind);
    }

    pub(super) fn version(&mut self, text: &str) {
        self.foreign.metadata.version = self.foreign.metadata.version.or_else(|| values::version(text));
    }

    /// Rights of any kind: access, licence, the end of an embargo.
    pub(super) fn rights(&mut self, text: &str) {
        let metadata = &mut self.foreign.metadata;
        metadata.access = metadata.access.or_else(|| values::access(text));
        metadata.licence = metadata.licence.take().or_else(|| values::licence(text));
    }

    /// The date of publication.
    pub(super) fn issued(&mut self, text: &str) {
        if let Some(end) = text.trim().strip_prefix("info:eu-repo/date/embargoEnd/") {
            return self.embargo_end(end);
        }
        let issue = &mut self.foreign.metadata.dates.issue;
        *issue = issue.or_else(|| values::date(text));
    }

    pub(super) fn accepted(&mut self, text: &str) {
        let accepted = &mut self.foreign.metadata.dates.accepted;
        *accepted = accepted.or_else(|| values::date(text));
    }

    /// The first day on which the file is open.
    pub(super) fn available(&mut self, text: &str) {
        self.foreign.available = self.foreign.available.or_else(|| values::date(text));
    }

    pub(super) fn embargo_end(&mut self, text: &str) {
        self.foreign.metadata.embargo_until = values::date(text);
        self.foreign.available = values::date(text).or(self.foreign.available);
    }

    /// An identifier of the work: its DOI, an address, or a reference that holds one.
    pub(super) fn identifier(&mut self, text: &str) {
        self.own_dois.extend(values::doi(text));
        self.address(text);
    }

    /// Something related: the DOI of the published work, an award, the journal's ISSN, a file.
    pub(super) fn relation(&mut self, text: &str) {
        if let Some(award) = values::award(text) {
            return self.award(award);
        }
        if text.to_ascii_lowercase().contains("altidentifier/doi/") {
            self.own_dois.extend(values::doi(text));
        } else {
            self.related_dois.extend(values::doi(text));
        }
        if let Some(issn) = values::issn(text) {
            self.journal().issn.get_or_insert(issn);
        }
        match values::web_address(text).filter(|url| !url.contains("doi.org/")) {
            Some(url) if values::is_file(&url) => self.file(&url),
            Some(url) => self.related_pages.push(url),
            None => {}
        }
    }

    /// An address of the work, a page or a file; the DOI's resolver leads to the publisher and is neither.
    pub(super) fn address(&mut self, text: &str) {
        let Some(url) = values::web_address(text).filter(|url| !url.contains("doi.org/")) else { return };
        if values::is_file(&url) {
            self.file(&url);
        } else if !self.foreign.pages.contains(&url) {
            self.foreign.pages.push(url);
        }
    }

    pub(super) fn file(&mut self, url: &str) {
        let url = values::web_address(url).filter(|url| !self.foreign.files.contains(url));
        self.foreign.files.extend(url);
    }

    /// An award; the same number twice is one award, of the fund that is told more exactly.
    pub(super) fn award(&mut self, award: AwardLink) {
        let awards = &mut self.foreign.metadata.awards;
        let same = |known: &&mut AwardLink| match (&known.number, &award.number) {
            (Some(one), Some(other)) => one == other,
            (None, None) => known.fund == award.fund,
            _ => false,
        };
        match awards.iter_mut().find(same) {
            Some(known) if known.fund == Fund::Frq => known.fund = award.fund,
            Some(_) => {}
            None => awards.push(award),
        }
    }

    /// Words on who paid. A field that holds nothing but a fund's name declares it.
    pub(super) fn sponsor(&mut self, text: &str) {
        let text = one_line(text);
        if text.is_empty() {
            return;
        }
        if let (Some(fund), false) = (funder::find_by_name(&text), text.contains(|c: char| c.is_ascii_digit())) {
            self.award(values::link(fund, None));
        }
        self.foreign.thanks.push(text);
    }

    pub(super) fn publisher(&mut self, text: &str) {
        let text = one_line(text);
        if !text.is_empty() {
            self.journal().publisher.get_or_insert(text);
        }
    }

    /// The journal or book, being made when nothing was said of it before.
    pub(super) fn journal(&mut self) -> &mut Journal {
        self.foreign.metadata.journal.get_or_insert_default()
    }

    pub(super) fn journal_title(&mut self, text: &str) {
        let text = one_line(text);
        let journal = self.journal();
        if journal.title.is_empty() {
            journal.title = text;
        }
    }

    /// Volume, issue and pages; empty texts say nothing.
    pub(super) fn numbers(&mut self, volume: &str, issue: &str, first: &str, last: &str) {
        let said = |text: &str| Some(one_line(text)).filter(|text| !text.is_empty());
        let pages = match (said(first), said(last)) {
            (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
            (first, _) => first,
        };
        let (volume, issue) = (said(volume), said(issue));
        if volume.is_some() || issue.is_some() || pages.is_some() {
            let journal = self.journal();
            journal.volume = journal.volume.take().or(volume);
            journal.issue = journal.issue.take().or(issue);
            journal.pages = journal.pages.take().or(pages);
        }
    }

    /// What came together.
    pub(super) fn finish(mut self) -> Foreign {
        let metadata = &mut self.foreign.metadata;
        metadata.doi = self.own_dois.into_iter().chain(self.related_dois).next();
        // The first title stands in the language of the work, where nothing else is said.
        if let (Some(language), [title, ..]) = (metadata.language, metadata.titles.as_mut_slice())
            && title.lang == Lang::UND
        {
            title.lang = language;
        }
        without_echoes(&mut metadata.awards);
        if metadata.access.is_none()
            && metadata.licence.as_ref().is_some_and(|licence| licence.code().starts_with("cc"))
        {
            metadata.access = Some(AccessRight::Open);
        }
        if metadata.access == Some(AccessRight::Open) {
            metadata.embargo_until = None;
        }
        if self.foreign.pages.is_empty() {
            self.foreign.pages = self.related_pages;
        }
        self.foreign
    }

    /// The first day on which the file is open, as far as it was told.
    pub(super) fn available_from(&self) -> Option<PartialDate> {
        self.foreign.available
    }
}

/// Drops funds without a number that only repeat, less exactly, what another link says.
fn without_echoes(awards: &mut Vec<AwardLink>) {
    let all = awards.clone();
    let says_more = |award: &AwardLink, other: &AwardLink| match (&award.number, award.fund) {
        (Some(_), _) => false,
        (None, Fund::Frq) => other.fund != Fund::Frq || other.number.is_some(),
        (None, fund) => other.fund == fund && other.number.is_some(),
    };
    awards.retain(|award| !all.iter().any(|other| says_more(award, other)));
}

fn add_text(texts: &mut Vec<Localised>, lang: Lang, text: &str) {
    let known = texts.iter().any(|known| known.text == text);
    if !text.is_empty() && !known {
        texts.push(Localised::new(lang, text));
    }
}
