//! Exceptions to the policies: who decided what, why, on what proof, until when. Acts are added, never changed.

use jiff::Timestamp;
use jiff::civil::Date;

use super::AwardNumber;

/// One act on an exception of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionAct {
    /// The award that it is about; every award of the article when none is named.
    pub award: Option<AwardNumber>,
    /// When.
    pub at: Timestamp,
    /// Name of who acted.
    pub by: Option<String>,
    /// What was done.
    pub act: Act,
    /// The ground, for statistics.
    pub ground: Ground,
    /// Why, in words.
    pub motive: String,
    /// Where the proof is: an address or the number of a file.
    pub proof: String,
    /// Last day on which a granted exception holds.
    pub expires: Option<Date>,
}

/// What may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The exception is granted.
    Grant,
    /// It is refused.
    Refuse,
    /// A granted one is taken back.
    Revoke,
    /// Somebody asks for a refusal or a revocation to be looked at again; it decides nothing.
    Appeal,
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 4] = [Self::Grant, Self::Refuse, Self::Revoke, Self::Appeal];

    /// The code used in tables and forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Refuse => "refuse",
            Self::Revoke => "revoke",
            Self::Appeal => "appeal",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }
}

/// Why the policy may not fit (`policy_rules.json`, `exceptions`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// Rules of the programme, which prevail (`exc-programme`).
    Programme,
    /// Confidentiality.
    Confidentiality,
    /// A patent.
    Patent,
    /// Governance of their data by Indigenous communities.
    IndigenousData,
    /// Rights of others.
    ThirdParty,
    /// Anything else.
    Other,
}

impl Ground {
    /// All grounds.
    pub const ALL: [Self; 6] =
        [Self::Programme, Self::Confidentiality, Self::Patent, Self::IndigenousData, Self::ThirdParty, Self::Other];

    /// The code used in tables and forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Programme => "programme",
            Self::Confidentiality => "confidentiality",
            Self::Patent => "patent",
            Self::IndigenousData => "indigenous_data",
            Self::ThirdParty => "third_party",
            Self::Other => "other",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.code() == code)
    }
}

/// Why an act cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing is said why.
    #[error("an act on an exception needs a motive")]
    NoMotive,
    /// A grant without proof.
    #[error("an exception needs a proof: an address or the number of a file")]
    NoProof,
    /// A grant without a last day, or with one that has passed.
    #[error("an exception needs a last day that has not passed")]
    NoExpiry,
    /// Nothing is granted that could be revoked.
    #[error("there is no exception in force to revoke")]
    NothingToRevoke,
    /// Nothing was decided against that could be appealed.
    #[error("there is no refusal or revocation to appeal")]
    NothingToAppeal,
}

/// The act that decides about an award (or about all, for none) after some acts, oldest first: an appeal does not.
pub fn deciding<'a>(
    acts: impl IntoIterator<Item = &'a ExceptionAct>,
    award: Option<&AwardNumber>,
) -> Option<&'a ExceptionAct> {
    acts.into_iter().filter(|act| act.award.as_ref() == award && act.act != Act::Appeal).last()
}

impl ExceptionAct {
    /// Checks an act against those before it, oldest first.
    ///
    /// # Errors
    /// What is missing, or does not follow from what was decided.
    pub fn check(&self, before: &[Self], today: Date) -> Result<(), Refusal> {
        let decided = deciding(before, self.award.as_ref()).map(|act| act.act);
        if self.motive.trim().is_empty() {
            return Err(Refusal::NoMotive);
        }
        match self.act {
            Act::Grant if self.proof.trim().is_empty() => Err(Refusal::NoProof),
            Act::Grant if self.expires.is_none_or(|last| last < today) => Err(Refusal::NoExpiry),
            Act::Revoke if decided != Some(Act::Grant) => Err(Refusal::NothingToRevoke),
            Act::Appeal if !matches!(decided, Some(Act::Refuse | Act::Revoke)) => Err(Refusal::NothingToAppeal),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn act(act: Act) -> ExceptionAct {
        ExceptionAct {
            award: None,
            at: Timestamp::UNIX_EPOCH,
            by: None,
            act,
            ground: Ground::Patent,
            motive: "Demande de brevet en cours".to_owned(),
            proof: "dossier 12".to_owned(),
            expires: (act == Act::Grant).then(|| date(2027, 1, 1)),
        }
    }

    #[test]
    fn an_act_must_follow_from_what_was_decided_before() {
        let today = date(2026, 11, 22);
        let check = |wanted, before: &[Act]| {
            let before: Vec<_> = before.iter().map(|done| act(*done)).collect();
            act(wanted).check(&before, today)
        };
        assert_eq!(check(Act::Revoke, &[]), Err(Refusal::NothingToRevoke));
        assert_eq!(check(Act::Revoke, &[Act::Grant]), Ok(()));
        assert_eq!(check(Act::Appeal, &[Act::Grant]), Err(Refusal::NothingToAppeal));
        assert_eq!(check(Act::Appeal, &[Act::Refuse]), Ok(()));
        assert_eq!(check(Act::Appeal, &[Act::Grant, Act::Revoke, Act::Appeal]), Ok(()));
        assert_eq!(check(Act::Grant, &[Act::Refuse, Act::Appeal]), Ok(()));
        let expired = ExceptionAct { expires: Some(date(2026, 11, 21)), ..act(Act::Grant) };
        assert_eq!(expired.check(&[], today), Err(Refusal::NoExpiry));
        let unproved = ExceptionAct { proof: " ".to_owned(), ..act(Act::Grant) };
        assert_eq!(unproved.check(&[], today), Err(Refusal::NoProof));
    }

    #[test]
    fn codes_are_read_as_they_are_written() {
        assert!(Act::ALL.into_iter().all(|act| Act::from_code(act.code()) == Some(act)));
        assert!(Ground::ALL.into_iter().all(|ground| Ground::from_code(ground.code()) == Some(ground)));
    }
}
