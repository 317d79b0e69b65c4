//! Where the values of a draft come from: for each field what was read, recorded or guessed, and how sure that is.
//!
//! Nothing of this is kept: a value comes from wherever the same value was found, else from the person.

use std::collections::BTreeMap;

use crate::domain::draft::{Draft, RecordOrigin};
use crate::domain::extraction::{Candidate, Candidates, DateRole};
use crate::domain::{AwardLink, Dates, Journal, Lang, Metadata, PartialDate};
use crate::web::form::Fields;
use crate::web::pages::description::typed;

/// Below this, a value is to be looked at by its depositor.
pub(super) const DOUBT: f32 = 0.7;
/// Candidates below this are not shown as other values.
const WORTH_SHOWING: f32 = 0.3;
/// Candidates of a kind that are looked at.
const MOST_CANDIDATES: usize = 5;
/// Candidates of one list (keywords, funding) that count, as in `service::merge`.
const ENOUGH: f32 = 0.5;
/// How sure the words of others are: records of a DOI are made by publishers, pasted ones chosen by the depositor.
const RECORDED: f32 = 0.95;

/// Where a value was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// In the text of the file.
    File,
    /// In what a JATS file says of itself.
    Inside,
    /// In somebody else's record.
    Record(RecordOrigin),
    /// Nowhere: most deposits are so.
    Guess,
}

/// A value that was found for a field, as it would be typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Proposal {
    pub(super) value: String,
    pub(super) confidence: f32,
    pub(super) source: Source,
    pub(super) page: Option<u32>,
    pub(super) snippet: String,
}

/// All that was found, by field.
#[derive(Debug, Default)]
pub(super) struct Proposals(BTreeMap<&'static str, Vec<Proposal>>);

impl Proposals {
    /// What was found for a draft whose description, before anybody wrote into it, is `base`.
    pub(super) fn of(draft: &Draft, base: &Metadata) -> Self {
        let mut all = Self::default();
        for record in &draft.content.records {
            all.add_description(&record.metadata, base.language, Source::Record(record.origin));
        }
        if let Some(found) = &draft.found {
            if let Some(inside) = &found.metadata {
                all.add_description(inside, base.language, Source::Inside);
            }
            all.add_candidates(&found.candidates, base.language);
        }
        all.add_guesses(base);
        all
    }

    /// The surest place where a value of a field was found.
    pub(super) fn best(&self, field: &str, value: &str) -> Option<&Proposal> {
        let same = self.all(field).filter(|proposal| proposal.value.trim() == value.trim());
        same.max_by(|one, other| one.confidence.total_cmp(&other.confidence))
    }

    /// Other values that were found for a field, each once.
    pub(super) fn others(&self, field: &str, value: &str) -> Vec<&Proposal> {
        let mut others: Vec<&Proposal> = Vec::new();
        for proposal in self.all(field).filter(|proposal| proposal.confidence >= WORTH_SHOWING) {
            let guess = proposal.source == Source::Guess;
            let told = others.iter().any(|other| other.value == proposal.value);
            if proposal.value.trim() != value.trim() && !told && !guess {
                others.push(proposal);
            }
        }
        others
    }

    fn all(&self, field: &str) -> impl Iterator<Item = &Proposal> {
        self.0.get(field).into_iter().flatten()
    }

    fn push(&mut self, field: &'static str, proposal: Proposal) {
        if !proposal.value.is_empty() {
            self.0.entry(field).or_default().push(proposal);
        }
    }

    fn add_description(&mut self, metadata: &Metadata, language: Option<Lang>, source: Source) {
        let fields = typed(&Metadata { language: metadata.language.or(language), ..metadata.clone() });
        for field in crate::web::pages::description::field_ids() {
            let value = fields.raw(field).to_owned();
            self.push(field, Proposal { value, confidence: RECORDED, source, page: None, snippet: String::new() });
        }
    }

    fn add_candidates(&mut self, found: &Candidates, language: Option<Lang>) {
        let with = |metadata: Metadata| typed(&Metadata { language, ..metadata });
        let texts = |text: &_| vec![Clone::clone(text)];
        self.each(&found.titles, &["titre_fr", "titre_en", "titre_autre"], |text| {
            with(Metadata { titles: texts(text), ..Metadata::default() })
        });
        self.each(&found.abstracts, &["resume_fr", "resume_en", "resume_autre"], |text| {
            with(Metadata { abstracts: texts(text), ..Metadata::default() })
        });
        self.each(&found.authors, &["auteurs"], |people| {
            with(Metadata { authors: people.clone(), ..Metadata::default() })
        });
        self.each(&found.dois, &["doi"], |doi| with(Metadata { doi: Some(doi.clone()), ..Metadata::default() }));
        self.each(&found.languages, &["langue"], |lang| {
            typed(&Metadata { language: Some(*lang), ..Metadata::default() })
        });
        self.each(&found.licences, &["licence"], |licence| {
            with(Metadata { licence: Some(licence.clone()), ..Metadata::default() })
        });
        self.each(&found.versions, &["version"], |version| {
            with(Metadata { version: Some(*version), ..Metadata::default() })
        });
        self.each(&found.dates, &["en_ligne", "parution", "acceptation"], |date| with(dated(*date)));
        self.add_journal(found);
        self.add_lists(found, language);
    }

    fn add_journal(&mut self, found: &Candidates) {
        let of = |journal: Journal| typed(&Metadata { journal: Some(journal), ..Metadata::default() });
        self.each(&found.journals, &["revue"], |title| of(Journal { title: title.clone(), ..Journal::default() }));
        self.each(&found.volumes, &["volume"], |text| of(Journal { volume: Some(text.clone()), ..Journal::default() }));
        self.each(&found.issues, &["numero"], |text| of(Journal { issue: Some(text.clone()), ..Journal::default() }));
        self.each(&found.issns, &["issn"], |issn| of(Journal { issn: Some(issn.clone()), ..Journal::default() }));
        self.each(&found.page_ranges, &["pages"], |pages| {
            of(Journal { pages: Some(pages.to_string()), ..Journal::default() })
        });
    }

    /// Keywords and awards: each is a candidate, the field holds all of them.
    fn add_lists(&mut self, found: &Candidates, language: Option<Lang>) {
        let enough = |confidence: &f32| *confidence >= ENOUGH;
        let words: Vec<_> = found.keywords.iter().filter(|word| enough(&word.confidence)).collect();
        for (field, lang) in [("mots_fr", Lang::FR), ("mots_en", Lang::EN)] {
            let slot = |other: Lang| if other == Lang::UND { language.unwrap_or(other) } else { other };
            let mine: Vec<_> = words.iter().copied().filter(|word| slot(word.value.lang) == lang).collect();
            let keywords = mine.iter().map(|word| word.value.clone()).collect();
            let fields = typed(&Metadata { keywords, language, ..Metadata::default() });
            self.whole(field, &fields, &mine);
        }
        let mentions: Vec<_> = found.funding.iter().filter(|mention| enough(&mention.confidence)).collect();
        let link = |fund, number| AwardLink { fund, number, origin: crate::domain::award::LinkOrigin::Acknowledgement };
        let awards = mentions.iter().map(|mention| link(mention.value.fund, mention.value.number.clone())).collect();
        let fields = typed(&Metadata { awards, ..Metadata::default() });
        self.whole("octrois", &fields, &mentions);
    }

    /// A field that several candidates fill together: as sure as the least sure of them.
    fn whole<T>(&mut self, field: &'static str, fields: &Fields, candidates: &[&Candidate<T>]) {
        let Some(first) = candidates.first() else { return };
        let confidence = candidates.iter().fold(1.0_f32, |least, candidate| least.min(candidate.confidence));
        let (page, snippet) = (first.page, first.snippet.clone());
        let value = fields.raw(field).to_owned();
        self.push(field, Proposal { value, confidence, source: Source::File, page, snippet });
    }

    fn each<T>(&mut self, candidates: &[Candidate<T>], fields: &[&'static str], write: impl Fn(&T) -> Fields) {
        for candidate in candidates.iter().take(MOST_CANDIDATES) {
            let written = write(&candidate.value);
            for field in fields {
                let (confidence, page, snippet) = (candidate.confidence, candidate.page, candidate.snippet.clone());
                let value = written.raw(field).to_owned();
                self.push(field, Proposal { value, confidence, source: Source::File, page, snippet });
            }
        }
    }

    /// What nobody says: an article in a journal is likely, the licence and the version are not known.
    fn add_guesses(&mut self, base: &Metadata) {
        let fields = typed(base);
        for (field, confidence) in [("type", 0.75), ("acces", 0.75), ("licence", 0.2), ("version", 0.2)] {
            let value = fields.raw(field).to_owned();
            let said = self.all(field).any(|proposal| proposal.value == value);
            if !said {
                let source = Source::Guess;
                self.push(field, Proposal { value, confidence, source, page: None, snippet: String::new() });
            }
        }
    }
}

fn dated((role, date): (DateRole, PartialDate)) -> Metadata {
    let mut dates = Dates::default();
    match role {
        DateRole::Accepted => dates.accepted = Some(date),
        DateRole::Online => dates.online = Some(date),
        DateRole::Issue => dates.issue = Some(date),
        DateRole::Received => {}
    }
    Metadata { dates, ..Metadata::default() }
}
