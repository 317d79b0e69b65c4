//! `/revues`: in which way an article can be published in a journal, before it is submitted anywhere; and the text of a
//! letter by which authors keep their rights.

mod letter;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

pub(crate) use letter::download;

use super::awards::policy_name;
use super::description::Choice;
use crate::compliance::policies::{FRQ_2019, FRQ_2022};
use crate::compliance::route::{Answer, Assessment, Found, Step, WayAnswer};
use crate::domain::journal::Directory;
use crate::domain::{AwardNumber, Issn, Licence, VersionType};
use crate::service::JournalWays;
use crate::web::Site;
use crate::web::address::with_pairs;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::{FieldErrors, clean};
use crate::web::i18n::Locale;
use crate::web::page::{Cache, Frame};
use crate::web::pages::view;
use letter::LetterView;

/// Journals that a title may be meant for.
const MOST_FOUND: i64 = 20;
/// Characters of a value that are read.
const LONGEST: usize = 300;
/// Policies that can be asked about without an award.
const POLICIES: [&str; 2] = [FRQ_2022, FRQ_2019];

/// The page.
#[derive(Debug, Template)]
#[template(path = "journals.html")]
pub(crate) struct JournalsPage<'a> {
    frame: &'a Frame,
    asked: Asked,
    policies: Vec<Choice>,
    errors: Vec<(&'static str, String)>,
    dates: Vec<String>,
    /// Journals that the title may be meant for: address, title, ISSN.
    found: Option<Vec<[String; 3]>>,
    answer: Option<AnswerView>,
    letters: Vec<LetterView>,
}

impl JournalsPage<'_> {
    /// The message of a field, when something is wrong with it.
    fn error_at(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(known, _)| *known == field).map(|(_, text)| text.as_str())
    }
}

/// What the address asks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    journal: String,
    award: String,
    policy: String,
    title: String,
    author: String,
}

impl Asked {
    fn read(pairs: &Pairs) -> Self {
        let text =
            |name: &str| clean(&pairs.first(name).replace(['\n', '\r', '\t'], " ")).chars().take(LONGEST).collect();
        Self {
            journal: text("revue"),
            award: text("octroi"),
            policy: text("politique"),
            title: text("titre"),
            author: text("auteur"),
        }
    }

    /// The address of a path that asks the same about the journal with an ISSN.
    fn href(&self, frame: &Frame, path: &str, issn: &str, more: &[(&str, &str)]) -> String {
        let own = [
            ("revue", issn),
            ("octroi", self.award.as_str()),
            ("politique", self.policy.as_str()),
            ("titre", self.title.as_str()),
            ("auteur", self.author.as_str()),
        ];
        let pairs = own.iter().chain(more).filter(|(_, value)| !value.is_empty());
        let pairs: Vec<_> = pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        with_pairs(&frame.href(path), &pairs)
    }

    /// The award number, when one is typed: with or without the DOI in front.
    fn award(&self) -> Result<Option<AwardNumber>, ()> {
        let bare = self.award.split(AwardNumber::DOI_PREFIX).nth(1).unwrap_or(&self.award);
        let bare = bare.trim_start_matches('/').trim();
        if bare.is_empty() { Ok(None) } else { AwardNumber::parse(bare).map(Some).map_err(|_| ()) }
    }

    fn policy(&self) -> Option<&'static str> {
        POLICIES.into_iter().find(|id| *id == self.policy)
    }
}

/// The answer as the page shows it.
#[derive(Debug)]
struct AnswerView {
    title: String,
    issns: String,
    award: Option<String>,
    class: &'static str,
    summary: String,
    /// How the policy was chosen.
    policy: Vec<StepView>,
    rules: String,
    ways: Vec<WayView>,
    api: String,
}

#[derive(Debug)]
struct WayView {
    name: String,
    meaning: String,
    class: &'static str,
    answer: String,
    steps: Vec<StepView>,
}

#[derive(Debug)]
struct StepView {
    class: &'static str,
    state: String,
    text: String,
    code: &'static str,
    source: Option<String>,
}

fn class(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "good",
        Answer::No => "bad",
        Answer::Unknown => "neutral",
    }
}

fn answer_view(ways: &JournalWays, award: Option<&AwardNumber>, locale: Locale) -> AnswerView {
    let overall = ways.assessment.overall();
    let first = ways.issns.first().map(ToString::to_string).unwrap_or_default();
    let pairs = award.map(|number| ("award".to_owned(), number.to_string()));
    let summary = if ways.assessment.ways.is_empty() { "none" } else { overall.code() };
    AnswerView {
        title: ways.title.clone().unwrap_or_else(|| first.clone()),
        issns: ways.issns.iter().map(ToString::to_string).collect::<Vec<_>>().join(" · "),
        award: award.map(|number| award_line(number, ways, locale)),
        class: class(overall),
        summary: locale.text(&format!("journals-overall-{summary}")),
        policy: ways.assessment.choice.iter().map(|step| step_view(step, &ways.assessment, locale)).collect(),
        rules: ways.assessment.rules_version.clone(),
        ways: ways.assessment.ways.iter().map(|way| way_view(way, &ways.assessment, locale)).collect(),
        api: with_pairs(&format!("/api/v1/journals/{first}/routes"), &pairs.into_iter().collect::<Vec<_>>()),
    }
}

fn award_line(number: &AwardNumber, ways: &JournalWays, locale: Locale) -> String {
    match &ways.award {
        Some(award) => {
            let fund = view::fund_name(award.fund, locale);
            locale.text_with("award-name", &[("fund", &fund), ("number", number.as_str())])
        }
        None => number.to_string(),
    }
}

fn way_view(way: &WayAnswer, assessment: &Assessment, locale: Locale) -> WayView {
    let name = way.way.code();
    WayView {
        name: locale.text(&format!("journals-way-{name}")),
        meaning: locale.text(&format!("journals-meaning-{name}")),
        class: class(way.answer),
        answer: locale.text(&format!("journals-answer-{}", way.answer.code())),
        steps: way.steps.iter().map(|step| step_view(step, assessment, locale)).collect(),
    }
}

fn step_view(step: &Step, assessment: &Assessment, locale: Locale) -> StepView {
    let (class, state) = match step.found {
        Found::Weighs(Answer::Yes) => ("yes", "finding-state-yes"),
        Found::Weighs(Answer::No) => ("no", "finding-state-no"),
        Found::Weighs(Answer::Unknown) => ("unsure", "finding-state-unsure"),
        Found::Note => ("unsure", "journals-state-note"),
    };
    let own = step.details.iter().map(|(name, value)| (*name, detail(name, value, locale)));
    let policies = assessment.policies.iter().map(|id| policy_name(id, locale)).collect::<Vec<_>>().join(" / ");
    let details: Vec<_> = own.chain([("policy", policies)]).collect();
    let arguments: Vec<_> = details.iter().map(|(name, value)| (*name, value.as_str())).collect();
    StepView {
        class,
        state: locale.text(state),
        text: locale.text_with(&format!("route-step-{}", step.code.code().replace('_', "-")), &arguments),
        code: step.code.code(),
        source: step.source.map(|directory| source_line(directory, step.observed, locale)),
    }
}

/// The directory and the day of its snapshot.
fn source_line(directory: Directory, observed: Option<jiff::civil::Date>, locale: Locale) -> String {
    let name = directory_name(directory);
    match observed {
        Some(day) => locale.text_with("journals-source", &[("source", name), ("date", &locale.day(day))]),
        None => locale.text_with("journals-source-none", &[("source", name)]),
    }
}

fn directory_name(directory: Directory) -> &'static str {
    match directory {
        Directory::Doaj => "DOAJ",
        Directory::OpenPolicyFinder => "Open Policy Finder",
    }
}

/// A value of a step in words.
fn detail(name: &str, value: &str, locale: Locale) -> String {
    let lang = locale.lang();
    let list = |word: &dyn Fn(&str) -> Option<String>| {
        value.split(' ').map(|code| word(code).unwrap_or_else(|| code.to_owned())).collect::<Vec<_>>().join(", ")
    };
    match name {
        "licences" => list(&|code| Licence::parse(code).ok().map(|licence| licence.short_name(lang))),
        "versions" => list(&|code| VersionType::from_code(code).map(|version| view::version_name(version, locale))),
        "launched" => value.parse().map_or_else(|_| value.to_owned(), |day| locale.day(day)),
        _ => value.to_owned(),
    }
}

/// `GET /revues`
pub(crate) async fn show(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    let (asked, mut errors) = (Asked::read(&pairs), FieldErrors::default());
    let award = asked.award().unwrap_or_else(|()| {
        errors.add("octroi", "journals-error-award", &asked.award);
        None
    });
    let issn = issn_of(&asked.journal).unwrap_or_else(|()| {
        errors.add("revue", "journals-error-issn", &asked.journal);
        None
    });
    let mut page = JournalsPage {
        frame: &frame,
        policies: policies(&asked, &frame),
        errors: errors.summary(frame.locale),
        dates: dates(&site, &frame).await?,
        found: None,
        answer: None,
        letters: Vec::new(),
        asked: asked.clone(),
    };
    if !errors.is_empty() {
        return frame.send_as(StatusCode::UNPROCESSABLE_ENTITY, &page, Cache::Never);
    }
    let issn = match issn {
        Some(issn) => Some(issn),
        None if asked.journal.is_empty() => None,
        None => {
            let found = site.repository.find_journals(&asked.journal, MOST_FOUND).await?;
            let only = if let [(issn, _)] = found.as_slice() { Issn::parse(issn).ok() } else { None };
            let link = |(issn, title): &(String, String)| {
                [asked.href(&frame, "/revues", issn, &[]), title.clone(), issn.clone()]
            };
            page.found = only.is_none().then(|| found.iter().map(link).collect());
            only
        }
    };
    if let Some(issn) = issn {
        let ways = site.repository.journal_ways(&issn, award.as_ref(), asked.policy()).await?;
        page.letters = letter::views(&frame, &asked, issn.as_str(), &ways, award.as_ref());
        page.answer = Some(answer_view(&ways, award.as_ref(), frame.locale));
    }
    frame.send(&page, Cache::Public(60))
}

/// The ISSN that is typed, where what is typed looks like one; a title otherwise.
fn issn_of(text: &str) -> Result<Option<Issn>, ()> {
    let compact: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let digits = compact.chars().filter(char::is_ascii_digit).count();
    if compact.chars().count() == 8 && digits >= 7 { Issn::parse(&compact).map(Some).map_err(|_| ()) } else { Ok(None) }
}

fn policies(asked: &Asked, frame: &Frame) -> Vec<Choice> {
    let new = Choice { value: String::new(), label: frame.t("journals-policy-new"), chosen: asked.policy().is_none() };
    let named = POLICIES.into_iter().map(|id| Choice {
        value: id.to_owned(),
        label: policy_name(id, frame.locale),
        chosen: asked.policy() == Some(id),
    });
    std::iter::once(new).chain(named).collect()
}

async fn dates(site: &Site, frame: &Frame) -> Result<Vec<String>, Fault> {
    let snapshots = site.repository.journal_snapshots().await?;
    let line = |directory: Directory| {
        let taken = snapshots.iter().find(|(known, _)| *known == directory).map(|(_, day)| *day);
        source_line(directory, taken, frame.locale)
    };
    Ok(Directory::ALL.map(line).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::route::{Code, Way};

    #[test]
    fn every_step_way_and_answer_has_its_sentence() {
        for locale in Locale::ALL {
            for code in Code::ALL {
                assert!(locale.has(&format!("route-step-{}", code.code().replace('_', "-"))), "{code:?}");
            }
            for way in [Way::Journal, Way::Deposit, Way::Mixed] {
                assert!(locale.has(&format!("journals-way-{}", way.code())), "{way:?}");
                assert!(locale.has(&format!("journals-meaning-{}", way.code())), "{way:?}");
            }
            for answer in [Answer::Yes, Answer::Unknown, Answer::No] {
                assert!(locale.has(&format!("journals-answer-{}", answer.code())));
                assert!(locale.has(&format!("journals-overall-{}", answer.code())));
            }
        }
    }

    #[test]
    fn what_looks_like_an_issn_is_one_or_is_wrong_and_all_else_is_a_title() {
        assert_eq!(issn_of("0378-5955").unwrap().unwrap().to_string(), "0378-5955");
        assert!(issn_of("03785955").unwrap().is_some() && issn_of("2049-363x").is_err());
        assert!(issn_of("1234-5678").is_err());
        for title in ["", "Revue du gel", "Nature", "12", "Sciences1"] {
            assert!(issn_of(title).unwrap().is_none(), "{title}");
        }
    }

    #[test]
    fn an_award_is_read_with_its_doi_or_without() {
        let award = |text: &str| Asked { award: text.to_owned(), ..Asked::default() }.award();
        assert_eq!(award("https://doi.org/10.69777/312345").unwrap().unwrap().to_string(), "312345");
        assert_eq!(award(" ").unwrap(), None);
        assert!(award("douze").is_err());
    }
}
