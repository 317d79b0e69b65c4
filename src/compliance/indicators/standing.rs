//! What the indicators count of one (article, award): the verdict and the facts beside it, small enough to be kept.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::compliance::copies::{accepts, is_free};
use crate::compliance::policies::{FRQ_2022, LicenceScope};
use crate::compliance::{Known, strictness};
use crate::domain::verdict::{NextAction, Outcome, Verdict};
use crate::domain::{
    AccessRight, Article, Copy, CopyHost, Fund, JournalModel, Licence, LinkTier, Metadata, PartialDate, RepositoryKind,
    VersionType,
};

/// What is counted of one (article, award). Kept as JSON, hence the short names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Year of publication.
    #[serde(rename = "y")]
    pub year: Option<i16>,
    /// Fund, as the article names it.
    #[serde(rename = "f")]
    pub fund: Fund,
    /// Award number.
    #[serde(rename = "n")]
    pub number: Option<String>,
    /// Programme of the award in the register.
    #[serde(rename = "p")]
    pub programme: Option<String>,
    /// ROR of the managing institution.
    #[serde(rename = "i")]
    pub institution: Option<String>,
    /// Field of research, its group.
    #[serde(rename = "d")]
    pub field: Option<String>,
    /// Language of the text.
    #[serde(rename = "l")]
    pub language: Option<String>,
    /// Policy applied.
    #[serde(rename = "r")]
    pub policy: Option<String>,
    /// How sure the link is.
    #[serde(rename = "t")]
    pub tier: LinkTier,
    /// Outcome.
    #[serde(rename = "o")]
    pub outcome: Outcome,
    /// What would mend it.
    #[serde(rename = "a")]
    pub action: NextAction,
    /// Whether its due date has come (`D_due`).
    #[serde(rename = "u")]
    pub due: bool,
    /// Last day on which an open copy is in time.
    #[serde(rename = "ud")]
    pub due_on: Option<Date>,
    /// Days from publication to the first open copy that counts; `None` also where one of both days is a year alone.
    #[serde(rename = "lo")]
    pub open_lag: Option<i32>,
    /// Days from publication to the deposit here; `None` also where the publication is a year alone.
    #[serde(rename = "ld")]
    pub deposit_lag: Option<i32>,
    /// Whether any copy is free to read; `None` when it cannot be told.
    #[serde(rename = "fr")]
    pub free: Option<bool>,
    /// Whether a copy was free to read at the end of the year after publication.
    #[serde(rename = "f1")]
    pub free_1y: YearOn,
    /// Whether an open copy counts (`D_open`).
    #[serde(rename = "op")]
    pub open: bool,
    /// Best licence over the open copies that count.
    #[serde(rename = "li")]
    pub licence: Family,
    /// Whether one of them is accepted by the policy of 2022.
    #[serde(rename = "lk")]
    pub licence_accepted: bool,
    /// Best version over the free copies.
    #[serde(rename = "v")]
    pub version: Stage,
    /// Where the free copies are.
    #[serde(rename = "ro")]
    pub route: Route,
    /// How the journal is paid for.
    #[serde(rename = "m")]
    pub model: Model,
    /// Whether the article has a DOI, an ORCID iD of an author and a ROR id of an affiliation.
    #[serde(rename = "id")]
    pub pids: [bool; 3],
    /// Whether a repository holds a copy, open or not; `None` where it cannot be told what kind of place it is.
    #[serde(rename = "re")]
    pub in_repository: Option<bool>,
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// All of them, the best first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code used in files and message keys.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }
    };
}

codes! {
    /// Whether an article was free to read a year on (`indicators.json`, `oa_rate_1y`).
    YearOn {
        /// A copy was.
        Free = "free",
        /// No copy was.
        Closed = "closed",
        /// Cannot be told of some copy, and no other one was.
        Unknown = "unknown",
        /// The year after publication has not begun.
        Early = "early",
    }
}

codes! {
    /// Families of licences (`indicators.json`, `licence_share`).
    Family {
        /// CC BY.
        By = "cc_by",
        /// CC0 and the public domain mark.
        Zero = "cc0",
        /// CC BY-ND.
        Nd = "cc_by_nd",
        /// CC BY-NC and what adds to it.
        Nc = "cc_by_nc",
        /// Any other licence, a publisher's among them.
        Publisher = "publisher",
        /// Nobody states one.
        None = "none",
    }
}

codes! {
    /// Stages of a text (`indicators.json`, `version_share`).
    Stage {
        /// Version of record.
        Vor = "vor",
        /// Accepted manuscript.
        Am = "am",
        /// Submitted manuscript, or what came before.
        Smur = "smur",
        /// Unknown.
        Unknown = "unknown",
    }
}

codes! {
    /// Where free copies are (`indicators.json`, `route_share`).
    Route {
        /// At the publisher's and in a repository.
        Both = "both",
        /// At the publisher's only.
        Publisher = "publisher",
        /// In a repository only.
        Repository = "repository",
        /// Nowhere.
        None = "none",
    }
}

codes! {
    /// How journals are paid for (`indicators.json`, `journal_model_share`).
    Model {
        /// Open, nobody pays by article.
        Diamond = "diamond",
        /// Open, authors or funders pay.
        Gold = "gold",
        /// Single articles open for a fee.
        Hybrid = "hybrid",
        /// Readers pay.
        Subscription = "subscription",
        /// Nobody says.
        Unknown = "unknown",
    }
}

/// The standings of an article, and the first day on which they may be different although nothing was changed.
#[must_use]
pub fn standings(
    article: &Article,
    own: &Copy,
    verdicts: &[Verdict],
    known: &Known<'_>,
    on: Date,
) -> (Vec<Standing>, Option<Date>) {
    let metadata = &article.version.metadata;
    let all: Vec<Standing> = verdicts.iter().map(|verdict| standing(metadata, own, verdict, known, on)).collect();
    let exemptions = known.exceptions.get(&article.id).into_iter().flatten().filter_map(|one| one.expires);
    let ends = exemptions.filter_map(|last| last.tomorrow().ok());
    let turns = verdicts.iter().flat_map(|verdict| turns(metadata, verdict, on));
    let copies = copies(metadata, own).flat_map(|copy| {
        let opens = copy.open_from.into_iter().flat_map(|opens| [opens.earliest(), opens.latest()]);
        opens.chain(copy.withdrawn.map(|gone| gone.earliest()))
    });
    (all, turns.chain(ends).chain(copies).filter(|day| *day > on).min())
}

/// Days on which a verdict, or what is counted of it, may turn by the calendar alone.
fn turns(metadata: &Metadata, verdict: &Verdict, on: Date) -> Vec<Date> {
    let mut days = Vec::new();
    if let Some(due) = verdict.due {
        days.extend([Some(due), due.tomorrow().ok()].into_iter().flatten());
        // Of a year alone both ends are tried day by day, until the last one has passed.
        let by_year = metadata.published().is_some_and(|date| !date.has_month());
        days.extend(on.tomorrow().ok().filter(|_| by_year && on <= due));
    }
    if let Some(year) = metadata.year() {
        days.extend((1..=2).filter_map(|after| Date::new(year.checked_add(after)?, 1, 1).ok()));
    }
    days
}

fn copies<'a>(metadata: &'a Metadata, own: &'a Copy) -> impl Iterator<Item = &'a Copy> {
    std::iter::once(own).chain(&metadata.copies)
}

fn standing(metadata: &Metadata, own: &Copy, verdict: &Verdict, known: &Known<'_>, on: Date) -> Standing {
    let award = known.award(&verdict.award);
    let policy = verdict.policy.as_deref().and_then(|id| known.rules.find(id));
    let free: Vec<&Copy> = copies(metadata, own).filter(|copy| is_free(copy, on) == Some(true)).collect();
    let counting =
        free.iter().filter(|copy| policy.is_some_and(|policy| accepts(known.rules, policy, copy) == Some(true)));
    let counting: Vec<&&Copy> = counting.collect();
    let accepted = |copy: &Copy| {
        let scope = known.rules.find(FRQ_2022).map(|policy| policy.licence_scope(copy.licence.as_ref()));
        matches!(scope, Some(LicenceScope::Accepted | LicenceScope::AcceptedWhenRelevant))
    };
    let by = |host| free.iter().any(|copy| copy.host == host);
    // A month counts to its last day, as for the due date; a year alone would make a delay of up to a year out of nothing.
    let first = |opened: &PartialDate| verdict.opened.is_none_or(|first| opened.earliest() <= first);
    let opens_by_month = counting.iter().filter_map(|copy| copy.open_from).filter(first).all(|day| day.has_month());
    let days = |later: Option<Date>| {
        let published = verdict.published.filter(|_| metadata.published().is_some_and(|date| date.has_month()));
        let span = later?.since(published?).ok()?;
        Some(span.get_days())
    };
    let exact = |date: Option<PartialDate>| date.filter(PartialDate::is_exact).map(|date| date.latest());
    Standing {
        year: metadata.year(),
        fund: verdict.award.fund,
        number: verdict.award.number.as_ref().map(ToString::to_string),
        programme: award.map(|award| award.programme.clone()).filter(|name| !name.is_empty()),
        institution: award.and_then(|award| award.institution.as_ref()).map(|ror| ror.as_str().to_owned()),
        field: metadata.field.as_deref().and_then(|field| field.get(..6)).map(str::to_owned),
        language: metadata.language.map(|lang| lang.to_string()),
        policy: verdict.policy.clone(),
        tier: verdict.tier,
        outcome: verdict.outcome,
        action: verdict.next_action,
        due: is_due(verdict),
        due_on: verdict.due,
        open_lag: days(verdict.opened.filter(|_| opens_by_month)),
        deposit_lag: days(exact(metadata.dates.deposited)),
        free: any(copies(metadata, own).map(|copy| is_free(copy, on))),
        free_1y: a_year_on(metadata, own, on),
        open: !counting.is_empty(),
        licence: counting.iter().map(|copy| family(copy.licence.as_ref())).min().unwrap_or(Family::None),
        licence_accepted: counting.iter().any(|copy| accepted(copy)),
        version: free.iter().map(|copy| stage(copy.version)).min().unwrap_or(Stage::Unknown),
        route: match (by(CopyHost::Publisher), by(CopyHost::Repository)) {
            (true, true) => Route::Both,
            (true, false) => Route::Publisher,
            (false, true) => Route::Repository,
            (false, false) => Route::None,
        },
        model: model(metadata),
        pids: [
            metadata.doi.is_some(),
            metadata.authors.iter().any(|author| author.orcid.is_some()),
            metadata.authors.iter().flat_map(|author| &author.affiliations).any(|place| place.ror.is_some()),
        ],
        in_repository: in_repository(metadata, own, on),
    }
}

/// On the due day itself a work without an open copy is not yet due: the day is not over.
fn is_due(verdict: &Verdict) -> bool {
    let excluded = matches!(verdict.outcome, Outcome::OutOfScope | Outcome::NotYetDue);
    !excluded && verdict.due.is_none_or(|due| due <= verdict.observed_on)
}

/// Whether a copy was free to read at the end of the year after publication, or is so far into that year
/// (`indicators.json`, `oa_rate_1y`).
fn a_year_on(metadata: &Metadata, own: &Copy, on: Date) -> YearOn {
    let next = metadata.year().and_then(|year| year.checked_add(1)).filter(|next| on.year() >= *next);
    let Some(end) = next.and_then(|next| Date::new(next, 12, 31).ok()) else { return YearOn::Early };
    match any(copies(metadata, own).map(|copy| is_free(copy, end.min(on)))) {
        Some(true) => YearOn::Free,
        Some(false) => YearOn::Closed,
        None => YearOn::Unknown,
    }
}

/// Whether a repository holds a copy, open or under embargo (`indicators.json`, `repository_coverage`). Personal pages
/// and social networks are none (`policy_rules.json`, `repository`), and a record without a file is no copy.
fn in_repository(metadata: &Metadata, own: &Copy, on: Date) -> Option<bool> {
    let held = copies(metadata, own).filter(|copy| {
        let gone = copy.withdrawn.is_some_and(|day| day.earliest() <= on);
        copy.host == CopyHost::Repository && !gone && copy.access != Some(AccessRight::MetadataOnly)
    });
    any(held.map(|copy| {
        let kind = copy.repository_kind?;
        Some(!matches!(kind, RepositoryKind::PersonalSite | RepositoryKind::SocialNetwork))
    }))
}

/// Kleene's "or".
fn any(mut all: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    all.try_fold(Some(false), |known, one| match one {
        Some(true) => Err(()),
        None => Ok(None),
        Some(false) => Ok(known),
    })
    .unwrap_or(Some(true))
}

fn family(licence: Option<&Licence>) -> Family {
    match licence.map_or(Licence::UNKNOWN, Licence::code) {
        Licence::UNKNOWN => Family::None,
        code if code.starts_with("cc-by-nc") => Family::Nc,
        code if code.starts_with("cc-by-nd") => Family::Nd,
        code if code.starts_with("cc-by-sa") => Family::Publisher,
        code if code.starts_with("cc-by") => Family::By,
        code if code.starts_with("cc0") || code.starts_with("pdm") => Family::Zero,
        _ => Family::Publisher,
    }
}

fn stage(version: Option<VersionType>) -> Stage {
    match version {
        Some(VersionType::VoR | VersionType::CVoR | VersionType::EVoR) => Stage::Vor,
        Some(VersionType::AM) => Stage::Am,
        Some(VersionType::SMUR | VersionType::AO | VersionType::P) => Stage::Smur,
        Some(VersionType::NA) | None => Stage::Unknown,
    }
}

fn model(metadata: &Metadata) -> Model {
    match metadata.journal.as_ref().and_then(|journal| journal.model) {
        Some(JournalModel::Diamond) => Model::Diamond,
        Some(JournalModel::FullOa) => Model::Gold,
        Some(JournalModel::Hybrid | JournalModel::Transformative) => Model::Hybrid,
        Some(JournalModel::Subscription) => Model::Subscription,
        Some(JournalModel::Unknown) | None => Model::Unknown,
    }
}

/// The standing with the strictest outcome, the first of several.
#[must_use]
pub fn strictest_standing<'s>(all: impl IntoIterator<Item = &'s Standing>) -> Option<&'s Standing> {
    all.into_iter().min_by_key(|standing| std::cmp::Reverse(strictness(standing.outcome)))
}

#[cfg(test)]
#[path = "standing_tests.rs"]
mod tests;
