//! What verdicts rest on beside the articles, as known now or at the end of a past day.
//!
//! Neighbours: `store` keeps every observation, `comply` evaluates with what this module gives.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Error, Repository, Result};
use crate::compliance::policies::PolicyTable;
use crate::compliance::{Exemption, Known};
use crate::domain::clock::quebec_moment;
use crate::domain::exception::{Act, ExceptionAct, deciding};
use crate::domain::{Article, ArticleId, Award, AwardNumber};

/// A past day to judge as of, and by which rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// The day: what was known at its end.
    pub day: Date,
    /// The rules.
    pub rules: RulesOf,
}

/// Which rules to judge by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RulesOf {
    /// Those in use at the end of a day.
    Day(Date),
    /// Those in use now.
    Today,
}

impl AsOf {
    /// A day by its own rules.
    #[must_use]
    pub fn day(day: Date) -> Self {
        Self { day, rules: RulesOf::Day(day) }
    }
}

/// Rules, register and exceptions of one moment.
#[derive(Debug, Clone)]
pub(super) struct Knowledge {
    pub(super) rules: Arc<PolicyTable>,
    pub(super) awards: HashMap<AwardNumber, Award>,
    pub(super) exceptions: HashMap<ArticleId, Vec<Exemption>>,
}

impl Knowledge {
    pub(super) fn known(&self) -> Known<'_> {
        Known { rules: &self.rules, awards: &self.awards, exceptions: &self.exceptions }
    }
}

/// The first moment after a day in Québec.
pub(super) fn end_of(day: Date) -> Timestamp {
    quebec_moment(day.tomorrow().unwrap_or(day), 0)
}

impl Repository {
    /// Notes the table of rules that the site judges by from now on, when it is a new one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn note_rules(&self) -> Result<()> {
        let rules = &self.parts.rules;
        Ok(self.parts.store.note_rules(&rules.as_of, rules.text(), self.now()).await?)
    }

    /// Everything that is known now.
    pub(super) async fn knowledge(&self) -> Result<Knowledge> {
        let awards = by_number(self.parts.store.list_awards().await?);
        let acts = self.parts.store.list_all_exception_acts(Timestamp::MAX).await?;
        Ok(Knowledge { rules: self.parts.rules.clone(), awards, exceptions: exemptions(&acts) })
    }

    /// What is known now of the awards and exceptions of one article.
    pub(super) async fn knowledge_of(&self, article: &Article) -> Result<Knowledge> {
        let acts = self.parts.store.list_exception_acts(article.id, Timestamp::MAX).await?;
        self.knowledge_with(article, acts).await
    }

    /// The same with the acts on exceptions of the article.
    pub(super) async fn knowledge_with(&self, article: &Article, acts: Vec<ExceptionAct>) -> Result<Knowledge> {
        let links = article.version.metadata.awards.iter();
        let numbers: BTreeSet<&AwardNumber> = links.filter_map(|link| link.number.as_ref()).collect();
        let numbers: Vec<&AwardNumber> = numbers.into_iter().collect();
        let awards = by_number(self.parts.store.list_awards_numbered(&numbers).await?);
        let exceptions = exemptions(&BTreeMap::from([(article.id, acts)]));
        Ok(Knowledge { rules: self.parts.rules.clone(), awards, exceptions })
    }

    /// What was known at the end of a day.
    ///
    /// # Errors
    /// When the day lies ahead, or the store fails.
    pub(super) async fn knowledge_at(&self, as_of: AsOf) -> Result<Knowledge> {
        let today = self.parts.clock.today();
        if as_of.day > today || matches!(as_of.rules, RulesOf::Day(day) if day > today) {
            return Err(Error::Invalid(format!("the day lies ahead: choose one up to {today}")));
        }
        let before = end_of(as_of.day);
        let rules = match as_of.rules {
            RulesOf::Today => self.parts.rules.clone(),
            RulesOf::Day(day) => self.rules_at(end_of(day)).await?,
        };
        let awards = by_number(self.parts.store.list_awards_known(before).await?);
        let acts = self.parts.store.list_all_exception_acts(before).await?;
        Ok(Knowledge { rules, awards, exceptions: exemptions(&acts) })
    }

    async fn rules_at(&self, before: Timestamp) -> Result<Arc<PolicyTable>> {
        let Some(text) = self.parts.store.find_rules(before).await? else { return Ok(self.parts.rules.clone()) };
        let broken = |error| Error::internal("a table of rules that was kept cannot be read", error);
        Ok(Arc::new(PolicyTable::parse(&text).map_err(broken)?))
    }
}

fn by_number(awards: Vec<Award>) -> HashMap<AwardNumber, Award> {
    awards.into_iter().map(|award| (award.number.clone(), award)).collect()
}

/// The exceptions that were granted and not revoked, by article.
fn exemptions(acts: &BTreeMap<ArticleId, Vec<ExceptionAct>>) -> HashMap<ArticleId, Vec<Exemption>> {
    let of = |acts: &[ExceptionAct]| {
        let about: HashSet<Option<&AwardNumber>> = acts.iter().map(|act| act.award.as_ref()).collect();
        let decided = about.into_iter().filter_map(|award| deciding(acts, award));
        let granted = decided.filter(|act| act.act == Act::Grant);
        granted.map(|act| Exemption { award: act.award.clone(), expires: act.expires }).collect::<Vec<_>>()
    };
    let all = acts.iter().map(|(article, acts)| (*article, of(acts)));
    all.filter(|(_, exemptions)| !exemptions.is_empty()).collect()
}
