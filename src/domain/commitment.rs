//! Commitments of the open-government plan: what was promised, its milestones, and what shows that they were kept.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Lang;

/// Longest code of a commitment or a milestone, in characters.
pub const LONGEST_CODE: usize = 60;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code kept in the database and used in message keys.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// Reads a code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

codes! {
    /// How far something is, in the four levels of completion of the Open Government Partnership (IRM Procedures Manual).
    Progress {
        /// Nothing was done.
        NotStarted = "not_started",
        /// Some steps were taken.
        Limited = "limited",
        /// Most of it was done.
        Substantial = "substantial",
        /// All of it was done.
        Completed = "completed",
    }
}

codes! {
    /// What an import did with an item.
    Act {
        /// It is new.
        Added = "added",
        /// It says something else.
        Changed = "changed",
        /// The file leaves it out.
        Withdrawn = "withdrawn",
        /// The file has it again.
        Restored = "restored",
    }
}

codes! {
    /// What was found behind a link.
    LinkState {
        /// Something.
        Found = "found",
        /// Nothing any more.
        Gone = "gone",
        /// Something that is not for everybody.
        Refused = "refused",
        /// No answer, or none that means anything.
        Silent = "silent",
        /// The site has too much to do.
        Busy = "busy",
        /// The site wants it left alone, or it may not be asked.
        Barred = "barred",
    }
}

impl LinkState {
    /// Whether a reader would find nothing there.
    #[must_use]
    pub fn is_failed(self) -> bool {
        matches!(self, Self::Gone | Self::Refused | Self::Silent)
    }
}

/// Words in French, and in English where somebody wrote them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InBoth {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

impl InBoth {
    /// The words in a language, or those in the other one where there are none; with the language they are in.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> (&str, Lang) {
        let wants_english = lang == Lang::EN;
        match (wants_english, self.fr.is_empty(), self.en.is_empty()) {
            (true, _, false) | (false, true, false) => (&self.en, Lang::EN),
            _ => (&self.fr, Lang::FR),
        }
    }
}

/// Something that shows what was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Day that it is of.
    pub day: Date,
    /// Where it is.
    pub url: String,
}

/// What a row of the file says of a commitment or a milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Its title.
    pub title: InBoth,
    /// What is promised.
    pub text: InBoth,
    /// Who answers for it.
    pub lead: InBoth,
    /// What helped or hindered.
    pub factors: InBoth,
    /// What comes next.
    pub next: InBoth,
    /// How far it is.
    pub status: Progress,
    /// First day.
    pub starts: Option<Date>,
    /// Last day by the plan.
    pub due: Option<Date>,
    /// Day on which it was done.
    pub done: Option<Date>,
    /// Ids of the indicators whose reading is shown.
    pub indicators: Vec<String>,
    /// What shows it.
    pub evidence: Vec<Evidence>,
}

impl Statement {
    /// The day of the barometer's reading: when it was done, else when it is due.
    #[must_use]
    pub fn dated(&self) -> Option<Date> {
        self.done.or(self.due)
    }

    /// Whether it is late on a day.
    #[must_use]
    pub fn is_late(&self, on: Date) -> bool {
        self.status != Progress::Completed && self.due.is_some_and(|due| due < on)
    }
}

/// A commitment or a milestone as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Code of the commitment, part of its address.
    pub commitment: String,
    /// Code of the milestone within it; empty for the commitment itself.
    pub milestone: String,
    /// Place in the file.
    pub place: i64,
    /// What is said of it.
    pub said: Statement,
    /// When that changed last.
    pub changed: Timestamp,
    /// Since when the file leaves it out.
    pub withdrawn: Option<Timestamp>,
}

/// A commitment with its milestones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// The commitment.
    pub item: Item,
    /// Its milestones, in their order.
    pub milestones: Vec<Item>,
}

/// What an import moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentAct {
    /// Number.
    pub id: i64,
    /// Code of the commitment.
    pub commitment: String,
    /// Code of the milestone; empty for the commitment itself.
    pub milestone: String,
    /// When.
    pub at: Timestamp,
    /// What.
    pub act: Act,
    /// What was said from then on.
    pub said: Statement,
}

/// A link that is looked at each day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceLink {
    /// Where it leads.
    pub url: String,
    /// When it is looked at next.
    pub due: Timestamp,
    /// When it was looked at last.
    pub checked: Option<Timestamp>,
    /// What was found then.
    pub state: Option<LinkState>,
    /// What else is to be known, in English: a status, what the server said.
    pub detail: String,
    /// When something was last there.
    pub seen: Option<Timestamp>,
    /// Since when nothing is.
    pub failing: Option<Timestamp>,
}

/// An indicator as it was known at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadFigure {
    /// Id of the indicator.
    pub indicator: String,
    /// Version of its formula.
    pub version: u16,
    /// Numerator of its first share.
    pub numerator: u64,
    /// Denominator of that.
    pub denominator: u64,
    /// What could not be told, and out of what.
    pub unknown: [u64; 2],
    /// Numerators of the least and the most that it may be, and their denominator.
    pub bounds: Option<[u64; 3]>,
    /// Median of days, for delays.
    pub median_days: Option<i32>,
}

/// Whether something may be the code of a commitment or a milestone: lower-case letters, digits and hyphens.
#[must_use]
pub fn is_code(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.len() <= LONGEST_CODE && text.chars().all(allowed) && !text.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back() {
        assert!(Progress::ALL.iter().all(|one| Progress::from_code(one.code()) == Some(*one)));
        assert!(Act::ALL.iter().all(|one| Act::from_code(one.code()) == Some(*one)));
        assert!(LinkState::ALL.iter().all(|one| LinkState::from_code(one.code()) == Some(*one)));
    }

    #[test]
    fn words_fall_back_to_the_other_language_and_say_so() {
        let both = InBoth { fr: "Barème".into(), en: "Scale".into() };
        assert_eq!((both.in_lang(Lang::FR), both.in_lang(Lang::EN)), (("Barème", Lang::FR), ("Scale", Lang::EN)));
        let french = InBoth { fr: "Barème".into(), en: String::new() };
        assert_eq!(french.in_lang(Lang::EN), ("Barème", Lang::FR));
    }

    #[test]
    fn a_code_is_part_of_an_address() {
        assert!(["3", "suivi-2026", "a1"].iter().all(|code| is_code(code)));
        let wrong = ["", "-a", "Suivi", "é", "a b", "a/b", "..", "a.b", "\u{0}"];
        assert!(wrong.iter().all(|code| !is_code(code)) && !is_code(&"a".repeat(61)));
    }
}
