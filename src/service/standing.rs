//! The sets that an article is in because of its awards: by programme and by what the policies say of it.
//!
//! Neighbours: `sets` gives those that follow from the article alone, `comply` the verdicts. These change although
//! nobody touches the article: an embargo ends, a due date passes, the award register grows. So the membership is
//! written down, and a round once a day, at the start and after each change of the register writes it anew and renews
//! the datestamp of the articles that it moved, of no others.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::comply::evaluate_on;
use super::sets::sets_of;
use super::{Repository, Result};
use crate::compliance::{Known, published_outcome};
use crate::domain::job::Job;
use crate::domain::verdict::{Outcome, Verdict};
use crate::domain::{Article, ArticleId, ArticleState, Award};
use crate::metadata::FORMATS_WRITTEN;
use crate::store::Tx;

/// Articles read at a time.
const BATCH: i64 = 500;
/// Numbers whose articles are stamped in one transaction: others write as well.
const RENEWED: i64 = 5_000;
/// Longest name of a programme in a set.
const LONGEST_SLUG: usize = 60;
/// What the sets of the compliance states begin with.
pub(super) const COMPLIANCE_SET: &str = "conformite:";
/// Where it is noted as of when the sets are true.
const AS_OF: &str = "sets_as_of";
/// Where it is noted what the formats wrote.
const FORMATS: &str = "formats_written";

impl Repository {
    /// All sets of an article as of today.
    pub(super) async fn current_sets(&self, article: &Article) -> Result<Vec<String>> {
        let knowledge = self.knowledge_of(article).await?;
        // What is about to be published again went public when it first did.
        let before = self.parts.store.find_article(article.id).await?;
        let published_at = before.and_then(|before| before.published_at).or(article.published_at);
        Ok(self.sets_with(&Article { published_at, ..article.clone() }, &knowledge.known()))
    }

    fn sets_with(&self, article: &Article, known: &Known<'_>) -> Vec<String> {
        sets_on(article, known, &self.file_url(article), self.parts.clock.today())
    }

    /// Writes the sets of all articles anew when the day, the rules or the register changed since; gives the number of
    /// articles that moved. A round that is cut off is done again, and finds only what is left.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn refresh_sets_when_due(&self) -> Result<usize> {
        let as_of = format!("{} {}", self.parts.clock.today(), self.parts.rules.as_of);
        if self.parts.store.find_site_value(AS_OF).await?.as_deref() == Some(as_of.as_str()) {
            return Ok(0);
        }
        self.parts.store.put_site_value(AS_OF, "").await?;
        let knowledge = self.knowledge().await?;
        let (mut moved, mut after) = (0, ArticleId(0));
        loop {
            let batch = self.parts.store.list_published(after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = last.id;
            moved += self.refresh_batch(batch, &knowledge.known()).await?;
        }
        // A register that was taken in meanwhile has asked for another round.
        self.parts.store.replace_site_value(AS_OF, "", &as_of).await?;
        Ok(moved)
    }

    /// Renews the datestamp of every public record when the formats are written differently than they were: a change
    /// of a crosswalk is a change of its records (OAI-PMH 2.0 §2.7.1). Gives the number of records. A round that is cut
    /// off begins anew.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn renew_when_formats_changed(&self) -> Result<usize> {
        match self.parts.store.find_site_value(FORMATS).await? {
            Some(known) if known == FORMATS_WRITTEN => return Ok(0),
            None => {
                self.parts.store.put_site_value(FORMATS, FORMATS_WRITTEN).await?;
                return Ok(0);
            }
            Some(_) => {}
        }
        let (mut renewed, mut after) = (0, ArticleId(0));
        let last = self.parts.store.last_article().await?;
        while after < last {
            let end = ArticleId(after.0.saturating_add(RENEWED));
            let mut tx = self.parts.store.begin().await?;
            renewed += tx.touch_published(after, end, self.now()).await?;
            tx.commit().await?;
            after = end;
        }
        self.parts.store.put_site_value(FORMATS, FORMATS_WRITTEN).await?;
        Ok(usize::try_from(renewed).unwrap_or(usize::MAX))
    }

    /// Looks first without the write lock, then again under it at the few that seem to have moved.
    pub(super) async fn refresh_batch(&self, batch: Vec<Article>, known: &Known<'_>) -> Result<usize> {
        let seem = self.moved(batch, known).await?;
        if seem.is_empty() {
            return Ok(0);
        }
        let mut tx = self.parts.store.begin().await?;
        let now = self.now();
        let ids: Vec<ArticleId> = seem.iter().map(|(article, _)| article.id).collect();
        let moved = self.moved(self.parts.store.list_articles(&ids).await?, known).await?;
        for (article, sets) in &moved {
            tx.set_sets(article.id, sets).await?;
            tx.touch(article.id, now).await?;
            tx.add_job(Job::Index(article.id), now).await?;
        }
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(moved.len())
    }

    /// The articles whose sets are not those that are written, with those that they should be.
    async fn moved(&self, articles: Vec<Article>, known: &Known<'_>) -> Result<Vec<(Article, Vec<String>)>> {
        let rows = self.parts.store.with_sets(articles).await?;
        let published = rows.into_iter().filter(|(article, _)| article.state == ArticleState::Published);
        let moved = published.filter_map(|(article, written)| {
            let sets = self.sets_with(&article, known);
            (sets != written).then_some((article, sets))
        });
        Ok(moved.collect())
    }

    /// Has the sets looked at again soon: what they follow from changes with this transaction.
    pub(super) async fn mark_sets_stale(tx: &mut Tx) -> Result<()> {
        Ok(tx.put_site_value(AS_OF, "changed").await?)
    }

    /// The names of the programmes of the register, by set.
    pub(super) async fn programme_names(&self) -> Result<BTreeMap<String, String>> {
        let awards = self.parts.store.list_awards().await?;
        Ok(awards.into_iter().filter_map(|award| Some((programme_set(&award)?, award.programme))).collect())
    }
}

/// All sets of an article on a day, by what is known and with its file at an address.
#[must_use]
pub fn sets_on(article: &Article, known: &Known<'_>, file_url: &str, today: jiff::civil::Date) -> Vec<String> {
    let mut sets = sets_of(article, today);
    let numbers = article.version.metadata.awards.iter().filter_map(|link| link.number.as_ref());
    sets.extend(numbers.filter_map(|number| programme_set(known.awards.get(number)?)));
    sets.extend(state_set(&evaluate_on(article, known, file_url, today)));
    sets.sort();
    sets.dedup();
    sets
}

/// `programme:frqnt:projet-de-recherche-en-equipe`.
fn programme_set(award: &Award) -> Option<String> {
    let slug = slug(&award.programme);
    (!slug.is_empty()).then(|| format!("programme:{}:{slug}", award.fund.key()))
}

/// Small letters and digits without accents, a hyphen for whatever stands between them: what a set may be called
/// (OAI-PMH 2.0 §2.6).
fn slug(name: &str) -> String {
    let plain = name.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    let plain: String = plain.map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join("-");
    words.chars().take(LONGEST_SLUG).collect::<String>().trim_end_matches('-').to_owned()
}

fn state_set(verdicts: &[Verdict]) -> Option<String> {
    published_outcome(verdicts).map(|outcome| format!("{COMPLIANCE_SET}{}", outcome.code()))
}

/// The name of a state in French, as the page of the indicators names it.
pub(super) fn state_name(code: &str) -> &'static str {
    match Outcome::from_code(code) {
        Some(Outcome::Compliant) => "Conforme",
        Some(Outcome::CompliantLate) => "Conforme en retard",
        Some(Outcome::OpenWithoutLicence) => "Ouvert sans la licence demandée",
        Some(Outcome::Partly) => "Ouvert, mais pas dans une version ou un lieu admis",
        Some(Outcome::NotYetDue) => "Pas encore échu",
        Some(Outcome::Closed) => "Fermé après l’échéance",
        Some(Outcome::Undetermined) => "Indéterminé",
        Some(Outcome::OutOfScope) => "Hors de la portée des politiques",
        Some(Outcome::Exempt) => "Exempté",
        None => "Conformité",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_programme_becomes_a_segment_of_a_set() {
        assert_eq!(slug("Projet de recherche en équipe (régulier)"), "projet-de-recherche-en-equipe-regulier");
        assert_eq!(slug("B1X – Bourses de maîtrise / master’s"), "b1x-bourses-de-maitrise-master-s");
        assert_eq!(slug("  – "), "");
        assert!(slug(&"très long ".repeat(40)).len() <= LONGEST_SLUG);
    }

    #[test]
    fn every_state_has_a_name_of_its_own() {
        let mut names: Vec<_> = Outcome::ALL.iter().map(|outcome| state_name(outcome.code())).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Outcome::ALL.len());
    }
}
