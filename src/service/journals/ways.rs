//! In which ways an article can be published in a journal under the policy of its award, from the snapshots that were
//! taken in. Nothing is asked of anybody at that moment.

use jiff::Timestamp;

use super::super::awards::words;
use super::super::{Error, Repository, Result};
use crate::compliance::route::{Assessment, Basis, Entry, JournalFacts, Snapshot, assess};
use crate::domain::clock::quebec_date;
use crate::domain::journal::{Directory, JournalRoute};
use crate::domain::{Award, AwardNumber, Issn};

/// Words of a title that are looked for.
const MOST_WORDS: usize = 4;
/// Characters of a title that are looked for.
const LONGEST_TITLE: usize = 200;
/// Where it is noted that every journal can be found by its title.
const TITLED_KEY: &str = "journal_titles";

/// A journal with the ways in which an article can be published there.
#[derive(Debug, Clone)]
pub struct JournalWays {
    /// Its ISSNs, the one that was asked about first.
    pub issns: Vec<Issn>,
    /// Its title, where a directory names it.
    pub title: Option<String>,
    /// The award, where the register knows it.
    pub award: Option<Award>,
    /// The answer.
    pub assessment: Assessment,
}

/// What a title is found by: words, each behind a space, so that their beginnings are found.
pub(super) fn search_text(title: &str) -> String {
    format!(" {}", words(title).join(" "))
}

/// What a directory says of a journal, when that was taken in, and whether it still lists the journal.
type Seen = (JournalRoute, Timestamp, bool);

impl Repository {
    /// In which ways an article can be published in the journal with an ISSN, under the policy of an award, a policy by
    /// its id, or that of new competitions.
    ///
    /// # Errors
    /// When there is no such policy, or the store fails.
    pub async fn journal_ways(
        &self,
        issn: &Issn,
        award: Option<&AwardNumber>,
        policy: Option<&str>,
    ) -> Result<JournalWays> {
        let rules = &self.parts.rules;
        let known = match award {
            Some(number) => self.parts.store.find_award(number).await?,
            None => None,
        };
        let basis = match (award, &known, policy) {
            (_, Some(award), _) => Basis::Award(award),
            (Some(number), None, _) => Basis::UnknownAward(number.as_str()),
            (None, None, Some(id)) => {
                let unknown = || Error::Invalid(format!("there is no policy {id:?}"));
                Basis::Policy(rules.find(id).ok_or_else(unknown)?)
            }
            (None, None, None) => Basis::New,
        };
        let (issns, entries) = self.journal_entries(issn).await?;
        let title = entries.iter().map(|(route, ..)| route.title.clone()).find(|title| !title.is_empty());
        let assessment = assess(rules, basis, &self.journal_facts(entries).await?);
        Ok(JournalWays { issns, title, award: known, assessment })
    }

    /// What directories say of a journal under any of its ISSNs: one may know it by the number of its paper alone.
    async fn journal_entries(&self, issn: &Issn) -> Result<(Vec<Issn>, Vec<Seen>)> {
        let mut entries = self.parts.store.list_journal_entries(issn).await?;
        let mut issns = vec![issn.clone()];
        let named: Vec<Issn> = entries.iter().flat_map(|(route, ..)| route.issns.clone()).collect();
        for other in named {
            if issns.contains(&other) {
                continue;
            }
            for (route, at, is_listed) in self.parts.store.list_journal_entries(&other).await? {
                if !entries.iter().any(|(known, ..)| known.directory == route.directory) {
                    entries.push((route, at, is_listed));
                }
            }
            issns.push(other);
        }
        Ok((issns, entries))
    }

    async fn journal_facts(&self, entries: Vec<Seen>) -> Result<JournalFacts> {
        let snapshots = self.parts.store.list_journal_snapshots().await?;
        let mut facts = JournalFacts::default();
        for (code, at) in &snapshots {
            for (directory, snapshot) in
                [(Directory::Doaj, &mut facts.doaj), (Directory::OpenPolicyFinder, &mut facts.finder)]
            {
                if directory.code() == code {
                    snapshot.taken = Some(quebec_date(*at));
                }
            }
        }
        for (route, at, is_listed) in entries {
            let snapshot: &mut Snapshot = match route.directory {
                Directory::Doaj => &mut facts.doaj,
                Directory::OpenPolicyFinder => &mut facts.finder,
            };
            let observed = quebec_date(at);
            // DOAJ comes as one file; Open Policy Finder in parts, whose days say nothing of each other.
            let is_whole = route.directory == Directory::Doaj;
            let is_current = is_listed && (!is_whole || snapshot.taken.is_none_or(|taken| observed >= taken));
            snapshot.entry = Some(Entry { route, observed, is_current });
        }
        Ok(facts)
    }

    /// Journals whose titles hold all words of a question, by their beginnings: ISSN and title.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find_journals(&self, question: &str, limit: i64) -> Result<Vec<(String, String)>> {
        let question: String = question.chars().take(LONGEST_TITLE).collect();
        let words: Vec<_> = words(&question).into_iter().take(MOST_WORDS).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.parts.store.find_journals(&words, limit).await?)
    }

    /// Writes down, once, the titles of snapshots that an earlier release took in, so that their journals are found by them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn write_journal_titles(&self) -> Result<()> {
        if self.parts.store.find_site_value(TITLED_KEY).await?.is_some() {
            return Ok(());
        }
        let untitled = self.parts.store.list_untitled_journals().await?;
        let mut tx = self.parts.store.begin().await?;
        for (issn, route) in untitled.iter().filter(|(_, route)| !route.title.is_empty()) {
            tx.put_journal_title(issn, &route.title, &search_text(&route.title)).await?;
        }
        tx.put_site_value(TITLED_KEY, "1").await?;
        Ok(tx.commit().await?)
    }

    /// When each directory of journals was taken in last.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn journal_snapshots(&self) -> Result<Vec<(Directory, jiff::civil::Date)>> {
        let snapshots = self.parts.store.list_journal_snapshots().await?;
        let known = Directory::ALL.into_iter().filter_map(|directory| {
            let (_, at) = snapshots.iter().find(|(code, _)| code == directory.code())?;
            Some((directory, quebec_date(*at)))
        });
        Ok(known.collect())
    }
}
