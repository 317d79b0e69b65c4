//! What moved between two moments: which verdicts changed, and by which article, award, exception, rule or day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use super::report::text;
use super::table::Record;
use super::{Inputs, Known, evaluate};
use crate::domain::verdict::{Outcome, Verdict};
use crate::domain::{Article, AwardLink, Copy, Metadata};

/// An article at one of the two moments, with its verdicts.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The article as it was public.
    pub article: &'a Article,
    /// Its own file as a copy.
    pub own: &'a Copy,
    /// Its verdicts.
    pub verdicts: &'a [Verdict],
    /// What they rest on beside the article.
    pub known: Known<'a>,
    /// The day that they were made as of.
    pub on: Date,
}

/// One reason for which a verdict changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Article.
    pub article_id: crate::domain::ArticleId,
    /// Its DOI.
    pub doi: Option<String>,
    /// Its title, in its own language.
    pub title: Option<String>,
    /// Fund, as the article names it.
    pub fund: &'static str,
    /// File number of the award.
    pub award_number: Option<String>,
    /// Outcome at the first moment; none where there was no such verdict.
    pub before: Option<&'static str>,
    /// Outcome at the second moment; none where there is no such verdict any more.
    pub after: Option<&'static str>,
    /// What moved.
    pub cause: Cause,
    /// The datum that moved, such as `licence` or `dates.online`; empty where the cause says it all.
    pub datum: String,
    /// What it was.
    pub was: Option<String>,
    /// What it is.
    pub is: Option<String>,
}

/// What moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The article went public.
    Published,
    /// The article was withdrawn.
    Withdrawn,
    /// The article names the award now.
    LinkAdded,
    /// The article names the award no more.
    LinkRemoved,
    /// A datum of the article or of a copy.
    Article,
    /// A datum of the award in the register.
    Award,
    /// An exception was granted, revoked or ended.
    Exception,
    /// The rules.
    Rules,
    /// Nothing but the day.
    Calendar,
}

impl Cause {
    /// All causes.
    pub const ALL: [Self; 9] = [
        Self::Published,
        Self::Withdrawn,
        Self::LinkAdded,
        Self::LinkRemoved,
        Self::Article,
        Self::Award,
        Self::Exception,
        Self::Rules,
        Self::Calendar,
    ];

    /// The code used in files and message keys.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
            Self::LinkAdded => "link_added",
            Self::LinkRemoved => "link_removed",
            Self::Article => "article",
            Self::Award => "award",
            Self::Exception => "exception",
            Self::Rules => "rules",
            Self::Calendar => "calendar",
        }
    }
}

impl Record for Change {
    const COLUMNS: &'static [&'static str] =
        &["article_id", "doi", "title", "fund", "award_number", "before", "after", "cause", "datum", "was", "is"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.article_id.to_string(),
            self.doi.clone().unwrap_or_default(),
            self.title.clone().unwrap_or_default(),
            self.fund.to_owned(),
            self.award_number.clone().unwrap_or_default(),
            text(self.before),
            text(self.after),
            self.cause.code().to_owned(),
            self.datum.clone(),
            self.was.clone().unwrap_or_default(),
            self.is.clone().unwrap_or_default(),
        ]
    }
}

/// A cause with what it was and what it is.
type Moved = (Cause, String, Option<String>, Option<String>);

/// Every verdict of one article that differs between two moments, one row for each thing that moved.
#[must_use]
pub fn changes(before: Option<Side<'_>>, after: Option<Side<'_>>) -> Vec<Change> {
    let links = |side: Option<Side<'_>>| {
        side.into_iter().flat_map(|side| side.verdicts.iter().map(|verdict| verdict.award.clone())).collect::<Vec<_>>()
    };
    let mut all = links(before);
    let later = links(after);
    let is_new = |link: &AwardLink| !all.iter().any(|other| same(other, link));
    let added: Vec<_> = later.into_iter().filter(is_new).collect();
    all.extend(added);
    all.iter().flat_map(|link| changes_of(link, before, after)).collect()
}

fn same(one: &AwardLink, other: &AwardLink) -> bool {
    one.fund == other.fund && one.number == other.number
}

fn changes_of(link: &AwardLink, before: Option<Side<'_>>, after: Option<Side<'_>>) -> Vec<Change> {
    let verdict = |side: Option<Side<'_>>| {
        side.and_then(|side| side.verdicts.iter().find(|verdict| same(&verdict.award, link)).map(|v| v.outcome))
    };
    let (was, is) = (verdict(before), verdict(after));
    let Some(shown) = after.or(before).filter(|_| was != is) else { return Vec::new() };
    let metadata = &shown.article.version.metadata;
    let row = |(cause, datum, old, new): Moved| Change {
        article_id: shown.article.id,
        doi: metadata.doi.as_ref().map(ToString::to_string),
        title: metadata.main_title().map(|title| title.text.clone()),
        fund: link.fund.key(),
        award_number: link.number.as_ref().map(ToString::to_string),
        before: was.map(Outcome::code),
        after: is.map(Outcome::code),
        cause,
        datum,
        was: old,
        is: new,
    };
    causes(link, before, after, (was, is)).into_iter().map(row).collect()
}

fn causes(
    link: &AwardLink,
    before: Option<Side<'_>>,
    after: Option<Side<'_>>,
    (was, is): (Option<Outcome>, Option<Outcome>),
) -> Vec<Moved> {
    let only = |cause| vec![(cause, String::new(), None, None)];
    let (Some(first), Some(second)) = (before, after) else {
        return only(if before.is_none() { Cause::Published } else { Cause::Withdrawn });
    };
    let (Some(was), Some(is)) = (was, is) else {
        return only(if was.is_none() { Cause::LinkAdded } else { Cause::LinkRemoved });
    };
    let mut moved = differences(Cause::Article, &article_facts(first), &article_facts(second));
    moved.extend(differences(Cause::Award, &award_facts(link, first), &award_facts(link, second)));
    let exempt = |side: Side<'_>| side.known.exemption(side.article.id, link, side.on).is_some();
    if exempt(first) != exempt(second) {
        moved.push((Cause::Exception, String::new(), None, None));
    }
    let rules = (&first.known.rules.as_of, &second.known.rules.as_of);
    if rules.0 != rules.1 && outcome_of(link, second, first.known, second.on) != is {
        moved.push((Cause::Rules, String::new(), Some(rules.0.clone()), Some(rules.1.clone())));
    }
    if moved.is_empty() || outcome_of(link, first, first.known, second.on) != was {
        moved.push((Cause::Calendar, String::new(), Some(first.on.to_string()), Some(second.on.to_string())));
    }
    moved
}

/// The outcome for a side's article with the rules of another moment or on another day.
fn outcome_of(link: &AwardLink, side: Side<'_>, rules: Known<'_>, on: Date) -> Outcome {
    let inputs = Inputs {
        metadata: &side.article.version.metadata,
        own_copy: Some(side.own),
        link,
        award: side.known.award(link),
        on,
        exception: side.known.exemption(side.article.id, link, on).is_some(),
        rules: rules.rules,
    };
    evaluate(&inputs).outcome
}

/// What the rules read of an article, by path.
fn article_facts(side: Side<'_>) -> BTreeMap<String, String> {
    let all = &side.article.version.metadata;
    let read = Metadata {
        resource_type: all.resource_type,
        peer_reviewed: all.peer_reviewed,
        version: all.version,
        licence: all.licence.clone(),
        access: all.access,
        embargo_until: all.embargo_until,
        dates: all.dates.clone(),
        copies: all.copies.clone(),
        authors: all.authors.clone(),
        ..Metadata::default()
    };
    let mut facts = flattened(&read);
    if let Some(opened) = side.own.open_from {
        facts.insert("own.open_from".to_owned(), opened.to_string());
    }
    facts
}

fn award_facts(link: &AwardLink, side: Side<'_>) -> BTreeMap<String, String> {
    side.known.award(link).map(flattened).unwrap_or_default()
}

fn differences(cause: Cause, was: &BTreeMap<String, String>, is: &BTreeMap<String, String>) -> Vec<Moved> {
    let paths: std::collections::BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let differ = paths.into_iter().filter(|path| was.get(*path) != is.get(*path));
    differ.map(|path| (cause, path.clone(), was.get(path).cloned(), is.get(path).cloned())).collect()
}

/// The values of a document by their paths, such as `dates.online` or `copies.0.licence`; nulls left out.
fn flattened(document: &impl Serialize) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    flatten("", &serde_json::to_value(document).unwrap_or_default(), &mut found);
    found
}

fn flatten(path: &str, value: &Value, found: &mut BTreeMap<String, String>) {
    let inner = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| flatten(&inner(name), value, found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| flatten(&inner(&at.to_string()), value, found));
        }
        Value::Null => {}
        Value::String(text) => drop(found.insert(path.to_owned(), text.clone())),
        other => drop(found.insert(path.to_owned(), other.to_string())),
    }
}
