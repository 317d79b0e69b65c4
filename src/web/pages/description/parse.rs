//! A typed description becomes [`Metadata`], or a list of what is wrong with it, field by field.
//!
//! What the form does not show (addresses, texts in further languages, copies, field of research) is kept from the
//! description that the form began with.

use jiff::civil::Date;

use super::people::{self, LONGEST_BYLINE};
use super::typed::{is_other, slot};
use crate::domain::award::LinkOrigin;
use crate::domain::vocabulary::{AccessRight, ResourceType, VersionType};
use crate::domain::{
    AwardLink, AwardNumber, Dates, Doi, Fund, Issn, Journal, Lang, Licence, Localised, Metadata, PartialDate, Person,
};
use crate::web::form::{FieldErrors, Fields};

/// Longest title, in characters.
const LONGEST_TITLE: usize = 1_000;
/// Longest abstract, in characters: structured abstracts of reviews reach 40,000.
const LONGEST_ABSTRACT: usize = 50_000;
/// Longest line of any other field, in characters.
const LONGEST_LINE: usize = 300;
/// Most lines or keywords of a field: the longest bylines of physics name some 5,000 people.
const MOST_LINES: usize = 6_000;
/// The first scholarly journals appeared in 1665.
const EARLIEST_YEAR: i16 = 1665;
/// Issues are dated ahead of their day by a year or two at most.
const YEARS_AHEAD: i16 = 2;

/// Reads a form over the description that it began with.
///
/// # Errors
/// Everything that is wrong, each at its field.
pub(crate) fn parse(fields: &Fields, base: &Metadata, today: Date) -> Result<Metadata, FieldErrors> {
    Parser { fields, base, today, complete: false, errors: FieldErrors::default() }.metadata()
}

/// Reads a form whose description is to be public: type, version, licence and access are somebody's choice, since the
/// rules and the readers' access follow from them.
///
/// # Errors
/// Everything that is wrong or not chosen, each at its field.
pub(crate) fn parse_complete(fields: &Fields, base: &Metadata, today: Date) -> Result<Metadata, FieldErrors> {
    Parser { fields, base, today, complete: true, errors: FieldErrors::default() }.metadata()
}

fn access_from_code(code: &str) -> Option<AccessRight> {
    AccessRight::ALL.into_iter().find(|access| access.code() == code)
}

struct Parser<'a> {
    fields: &'a Fields,
    base: &'a Metadata,
    today: Date,
    /// Whether every choice must be made.
    complete: bool,
    errors: FieldErrors,
}

impl Parser<'_> {
    fn metadata(mut self) -> Result<Metadata, FieldErrors> {
        let language = self.optional("langue", "form-language", |code| Lang::parse(code).ok());
        let language = language.or_else(|| self.base.language.filter(|lang| *lang == Lang::UND));
        let metadata = Metadata {
            language,
            titles: self.texts(["titre_fr", "titre_en", "titre_autre"], &self.base.titles, language, LONGEST_TITLE),
            abstracts: self.texts(
                ["resume_fr", "resume_en", "resume_autre"],
                &self.base.abstracts,
                language,
                LONGEST_ABSTRACT,
            ),
            keywords: self.keywords(),
            authors: self.authors(),
            doi: self.optional("doi", "form-doi", |text| Doi::parse(text).ok()),
            journal: self.journal(),
            resource_type: self.chosen("type", "form-type-none", "form-choice", ResourceType::from_code),
            dates: self.dates(),
            version: self.chosen("version", "form-version-none", "form-choice", VersionType::from_code),
            licence: self.chosen("licence", "form-licence-none", "form-licence", |text| Licence::parse(text).ok()),
            access: self.chosen("acces", "form-access-none", "form-choice", access_from_code),
            embargo_until: self.date("embargo", None),
            awards: self.awards(),
            ..self.base.clone()
        };
        self.check(&metadata);
        if self.errors.is_empty() { Ok(metadata) } else { Err(self.errors) }
    }

    /// A choice of a list; in a complete description somebody must have made it.
    fn chosen<T>(
        &mut self,
        field: &'static str,
        none: &'static str,
        key: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        if self.complete && self.fields.text(field).is_empty() {
            self.errors.add(field, none, "");
        }
        self.optional(field, key, parse)
    }

    /// A value that may be absent.
    fn optional<T>(
        &mut self,
        field: &'static str,
        key: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.fields.text(field);
        if text.is_empty() {
            return None;
        }
        let value = parse(&text);
        if value.is_none() {
            self.errors.add(field, key, &text);
        }
        value
    }

    /// A text of one line that may be absent.
    fn line(&mut self, field: &'static str) -> Option<String> {
        self.optional(field, "form-too-long", |text| {
            (text.chars().count() <= LONGEST_LINE).then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
        })
    }

    /// Texts in French, English and another language, the article's own first, then those that the form does not show.
    fn texts(
        &mut self,
        names: [&'static str; 3],
        base: &[Localised],
        language: Option<Lang>,
        longest: usize,
    ) -> Vec<Localised> {
        let others = || base.iter().filter(|text| is_other(slot(text.lang, self.base.language)));
        let other = others().map(|text| text.lang).next().or(language.filter(|lang| is_other(*lang)));
        let langs = [Lang::FR, Lang::EN, other.unwrap_or(Lang::UND)];
        let hidden: Vec<_> = others().skip(1).cloned().collect();
        let mut texts = Vec::new();
        for (name, lang) in names.into_iter().zip(langs) {
            let text = self.fields.text(name);
            if text.chars().count() > longest {
                self.errors.add(name, "form-too-long", &text);
            }
            if !text.is_empty() {
                texts.push(Localised::new(lang, &text));
            }
        }
        texts.extend(hidden);
        texts.sort_by_key(|text| Some(text.lang) != language);
        texts
    }

    /// Keywords by language, in the order of the codes, as they are stored.
    fn keywords(&mut self) -> Vec<Localised> {
        let mut words = Vec::new();
        for (name, lang) in [("mots_fr", Lang::FR), ("mots_en", Lang::EN)] {
            let text = self.fields.text(name);
            let typed = text.split([';', '\n']).map(str::trim).filter(|word| !word.is_empty());
            let typed: Vec<_> = typed.map(|word| Localised::new(lang, word)).collect();
            if typed.len() > MOST_LINES || typed.iter().any(|word| word.text.chars().count() > LONGEST_LINE) {
                self.errors.add(name, "form-too-long", &text);
            }
            words.extend(typed);
        }
        let kept = self.base.keywords.iter().filter(|word| is_other(slot(word.lang, self.base.language)));
        words.extend(kept.cloned());
        words.sort_by_key(|word| word.lang);
        words
    }

    fn authors(&mut self) -> Vec<Person> {
        let lines = self.fields.lines("auteurs");
        if lines.is_empty() {
            self.errors.add("auteurs", "form-authors-none", "");
        }
        if lines.len() > MOST_LINES {
            self.errors.add("auteurs", "form-too-long", "");
            return Vec::new();
        }
        let as_many = lines.len() == self.base.authors.len();
        let people = lines.iter().enumerate().filter_map(|(at, line)| {
            let typed = self.author(line)?;
            let known = self.base.authors.iter().find(|known| same_person(known, &typed));
            let known = known.or_else(|| self.base.authors.get(at).filter(|_| as_many)).cloned().unwrap_or_default();
            Some(people::completed(typed, known))
        });
        people.collect()
    }

    fn author(&mut self, line: &str) -> Option<Person> {
        let read = if line.chars().count() > LONGEST_BYLINE { Err("form-too-long") } else { people::read(line) };
        read.map_err(|key| self.errors.add("auteurs", key, line)).ok()
    }

    fn journal(&mut self) -> Option<Journal> {
        let base = self.base.journal.clone().unwrap_or_default();
        let journal = Journal {
            title: self.line("revue").unwrap_or_default(),
            issn: self.optional("issn", "form-issn", |text| Issn::parse(text).ok()),
            volume: self.line("volume"),
            issue: self.line("numero"),
            pages: self.line("pages"),
            ..base
        };
        if !journal.title.is_empty() {
            return Some(journal);
        }
        let lone = [&journal.volume, &journal.issue, &journal.pages].into_iter().any(Option::is_some);
        if (lone || journal.issn.is_some()) && self.fields.text("revue").is_empty() {
            self.errors.add("revue", "form-journal", "");
        }
        None
    }

    fn dates(&mut self) -> Dates {
        let now = self.today.year();
        Dates {
            online: self.date("en_ligne", Some(now)),
            issue: self.date("parution", Some(now + YEARS_AHEAD)),
            accepted: self.date("acceptation", Some(now)),
            deposited: self.base.dates.deposited,
        }
    }

    /// A date; `latest` is the last year that makes sense.
    fn date(&mut self, field: &'static str, latest: Option<i16>) -> Option<PartialDate> {
        let date = self.optional(field, "form-date", |text| {
            PartialDate::parse(text).ok().filter(|date| date.year() >= EARLIEST_YEAR)
        })?;
        let is_issue = latest.is_some_and(|year| year > self.today.year());
        let early = date.earliest() > self.today && !is_issue;
        if latest.is_some_and(|year| date.year() > year || early) {
            self.errors.add(field, "form-date-future", &date.to_string());
        }
        Some(date)
    }

    fn awards(&mut self) -> Vec<AwardLink> {
        let lines = self.fields.lines("octrois");
        let mut awards: Vec<AwardLink> = Vec::new();
        for line in lines.iter().take(MOST_LINES) {
            match self.award(line) {
                Some(link) if !awards.iter().any(|known| same_award(known, &link)) => awards.push(link),
                Some(_) => {}
                None => self.errors.add("octrois", "form-award", line),
            }
        }
        awards
    }

    /// `frqnt 312345`, the fund alone, or the DOI of an award.
    fn award(&self, line: &str) -> Option<AwardLink> {
        if line.contains(AwardNumber::DOI_PREFIX)
            && Fund::from_key(line.split(' ').next().unwrap_or_default()).is_none()
        {
            let declared = |number| AwardLink { fund: Fund::Frq, number: Some(number), origin: LinkOrigin::Declared };
            return AwardNumber::parse(line).ok().map(declared);
        }
        let (fund, number) = line.split_once([' ', '\t', ':', ',', ';']).unwrap_or((line, ""));
        let fund = Fund::from_key(fund)?;
        let number = Some(number.trim()).filter(|number| !number.is_empty());
        let number = match number.map(AwardNumber::parse) {
            Some(Err(_)) => return None,
            Some(Ok(number)) => Some(number),
            None => None,
        };
        let mut award = AwardLink { fund, number, origin: LinkOrigin::Declared };
        if let Some(known) = self.base.awards.iter().find(|known| same_award(known, &award)) {
            award.origin = known.origin;
        }
        Some(award)
    }

    /// What only shows when the fields stand together.
    fn check(&mut self, metadata: &Metadata) {
        if metadata.titles.is_empty() {
            let field = if metadata.language == Some(Lang::EN) { "titre_en" } else { "titre_fr" };
            self.errors.add(field, "form-title-none", "");
        }
        let embargoed = metadata.access == Some(AccessRight::Embargoed);
        match (embargoed, metadata.embargo_until) {
            (true, None) if self.fields.text("embargo").is_empty() => {
                self.errors.add("embargo", "form-embargo-none", "");
            }
            (false, Some(_)) => self.errors.add("acces", "form-embargo-access", ""),
            _ => {}
        }
    }
}

fn same_person(one: &Person, other: &Person) -> bool {
    (one.orcid.is_some() && one.orcid == other.orcid) || (one.family == other.family && one.given == other.given)
}

fn same_award(one: &AwardLink, other: &AwardLink) -> bool {
    one.fund == other.fund && one.number == other.number
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
