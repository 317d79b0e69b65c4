//! Snapshots of directories of journals: taken in from files, and asked about the journal of a deposit. What they say is shown and
//! may prove that a journal is open; that a journal is in none of them proves nothing.

mod doaj;
mod policy_finder;
mod ways;

pub use ways::JournalWays;

use std::io::Read;

use super::{Error, Repository, Result};
use crate::domain::Metadata;
use crate::domain::journal::{Directory, JournalRoute};

/// Largest snapshot that is read, in bytes: DOAJ's is some 30 MB.
const MOST_BYTES: u64 = 500_000_000;

/// The part of a directory, one in so many, that may end with one snapshot: DOAJ loses some hundreds of 20,000 journals a year.
const MOST_ENDED: i64 = 5;

/// What became of a snapshot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Journals that were taken in.
    pub taken: usize,
    /// ISSNs that the directory names no longer and that ended.
    pub ended: u64,
    /// ISSNs that are not in the snapshot and were left, since they are too many.
    pub absent: u64,
}

/// Reads a snapshot: the journal CSV of DOAJ, or the JSON of Open Policy Finder. Each bad row is an error of its own, with its
/// place in the file.
pub fn read_journals(from: impl Read) -> impl Iterator<Item = Result<JournalRoute>> {
    let mut bytes = Vec::new();
    let all = match from.take(MOST_BYTES).read_to_end(&mut bytes) {
        Ok(_) => read_all(&String::from_utf8_lossy(&bytes)),
        Err(error) => vec![Err(Error::internal("the journals cannot be read", error))],
    };
    all.into_iter()
}

fn read_all(text: &str) -> Vec<Result<JournalRoute>> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.chars().next() {
        None => vec![bad("line 1", "the file is empty")],
        Some('{' | '[') => policy_finder::read(text),
        Some(_) => doaj::read(text),
    }
}

fn bad(place: &str, what: &str) -> Result<JournalRoute> {
    Err(Error::Invalid(format!("{place}: {what}")))
}

/// Which journals end when a directory leaves them out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endings {
    /// None: rows of the file could not be read, and theirs are there.
    None,
    /// Up to a fifth of the directory; more means that the file was probably cut off.
    Few,
    /// All: somebody knows that the directory has shrunk.
    All,
}

impl Endings {
    fn allow(self, all: i64, absent: i64) -> bool {
        match self {
            Self::None => absent == 0,
            Self::Few => absent <= all / MOST_ENDED,
            Self::All => true,
        }
    }
}

impl Repository {
    /// Writes what a directory says of journals over what it said before. Journals that a whole directory names no longer
    /// end now, as far as `endings` lets them.
    ///
    /// # Errors
    /// When the store fails; then none is written.
    pub async fn put_journals(&self, journals: &[JournalRoute], endings: Endings) -> Result<Snapshot> {
        let mut tx = self.parts.store.begin().await?;
        let now = self.now();
        for journal in journals {
            tx.put_journal_route(journal, now).await?;
            for issn in journal.issns.iter().filter(|_| !journal.title.is_empty()) {
                tx.put_journal_title(issn.as_str(), &journal.title, &ways::search_text(&journal.title)).await?;
            }
        }
        for directory in Directory::ALL {
            if journals.iter().any(|journal| journal.directory == directory) {
                tx.put_journal_snapshot(directory, now).await?;
            }
        }
        let mut snapshot = Snapshot { taken: journals.len(), ..Snapshot::default() };
        let whole = journals.iter().map(|journal| journal.directory).find(|directory| directory.is_whole());
        if let Some(directory) = whole {
            let (all, absent) = tx.count_journal_routes(directory, now).await?;
            if endings.allow(all, absent) {
                snapshot.ended = tx.end_journal_routes(directory, now).await?;
            } else {
                snapshot.absent = u64::try_from(absent).unwrap_or_default();
            }
        }
        tx.commit().await?;
        Ok(snapshot)
    }

    /// What directories say of the journal of a description.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn journal_routes(&self, metadata: &Metadata) -> Result<Vec<JournalRoute>> {
        match metadata.journal.as_ref().and_then(|journal| journal.issn.as_ref()) {
            Some(issn) => Ok(self.parts.store.list_journal_routes(issn).await?),
            None => Ok(Vec::new()),
        }
    }

    /// The description with how its journal is paid for, where nobody said and a directory tells.
    pub(super) async fn with_journal_model(&self, mut metadata: Metadata) -> Result<Metadata> {
        let told = self.journal_routes(&metadata).await?.into_iter().find_map(|route| route.model);
        if let Some(journal) = &mut metadata.journal {
            journal.model = journal.model.or(told);
        }
        Ok(metadata)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::VersionType;
    use crate::domain::metadata::JournalModel;

    const CSV: &str = "\u{feff}Journal title,Journal ISSN (print version),Journal EISSN (online version),Journal license,APC\n\
        Revue du gel,0378-5955,2049-3630,\"CC BY, CC BY-NC-ND\",No\n\
        Journal of Snow,,1050-124X,CC BY,Yes\nSans numéro,,,CC BY,No\nFaux,1234-5678,,CC BY,No\nCourt\n";

    const JSON: &str = r#"{"items": [
      {"title": [{"title": "Revue du gel"}], "issns": [{"issn": "0378-5955"}], "listed_in_doaj": "no",
       "publisher_policy": [{"permitted_oa": [
         {"article_version": ["accepted"], "embargo": {"amount": 1, "units": "years"}, "license": [{"license": "cc_by_nc_nd",
          "version": "4.0"}], "location": {"location": ["institutional_repository"]}, "additional_oa_fee": "no"},
         {"article_version": ["published"], "location": {"location": ["this_journal"]}, "additional_oa_fee": "yes"},
         {"article_version": ["submitted"], "location": {"location": ["any_repository"]}}]}]},
      {"title": [{"title": "Sans numéro"}], "issns": []}, 7]}"#;

    #[test]
    fn the_good_rows_of_the_open_journals_go_in_and_bad_ones_are_named() {
        let (good, bad): (Vec<_>, Vec<_>) = read_journals(CSV.as_bytes()).partition(Result::is_ok);
        let good: Vec<_> = good.into_iter().map(Result::unwrap).collect();
        assert_eq!(
            good.iter().map(|one| one.model).collect::<Vec<_>>(),
            [Some(JournalModel::Diamond), Some(JournalModel::FullOa)]
        );
        assert_eq!(good[0].issns.len(), 2);
        let codes: Vec<_> = good[0].licences.iter().map(crate::domain::Licence::code).collect();
        assert_eq!(codes, ["cc-by-4.0", "cc-by-nc-nd-4.0"]);
        let bad: Vec<_> = bad.into_iter().map(|error| error.unwrap_err().to_string()).collect();
        assert_eq!(bad.len(), 3, "{bad:?}");
        assert!(bad[0].starts_with("line 4: ") && bad[1].contains("1234-5678"), "{bad:?}");
    }

    #[test]
    fn what_a_repository_may_hold_is_taken_from_the_policies() {
        for text in [JSON.to_owned(), JSON.replace("{\"items\": ", "").trim_end_matches('}').to_owned()] {
            let (good, bad): (Vec<_>, Vec<_>) = read_journals(text.as_bytes()).partition(Result::is_ok);
            let route = good.into_iter().next().unwrap().unwrap();
            assert_eq!((route.permissions.len(), bad.len()), (2, 2));
            let first = &route.permissions[0];
            assert_eq!((first.embargo_months, first.versions.as_slice()), (12, [VersionType::AM].as_slice()));
            assert_eq!(first.licences[0].code(), "cc-by-nc-nd-4.0");
            assert_eq!(route.model, None, "that it is not in DOAJ proves nothing");
        }
    }

    #[test]
    fn a_file_that_is_none_is_told_as_such() {
        for text in ["", " \n", "a,b\n1,2\n", "{", "[", "{\"items\": 7}", "\u{0}\u{0}"] {
            let all: Vec<_> = read_journals(text.as_bytes()).collect();
            assert!(!all.is_empty() && all.iter().all(Result::is_err), "{text:?}");
        }
    }
}
