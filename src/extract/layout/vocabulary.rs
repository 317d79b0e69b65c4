//! Words that tell whether a hyphen at the end of a line belongs to the word.

/// Second halves of French compounds that keep their hyphen ("peut-être", "celui-ci", "va-t-il", "homme-machine").
pub(super) const KEPT_AFTER: [&str; 21] = [
    "ci", "là", "même", "mêmes", "il", "elle", "ils", "elles", "on", "ce", "je", "tu", "t-il", "t-elle", "t-on",
    "à-dire", "dire", "à", "moi", "toi", "machine",
];

/// Numbers, and what they are joined to ("ten-year", "two-step").
pub(super) const NUMBERS: [&str; 13] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "multi", "single"];
pub(super) const COUNTED: [&str; 20] = [
    "year",
    "month",
    "week",
    "day",
    "hour",
    "minute",
    "point",
    "step",
    "layer",
    "level",
    "stage",
    "way",
    "dimensional",
    "part",
    "phase",
    "armed",
    "sided",
    "story",
    "storey",
    "digit",
];

/// Names of funders that lines break.
pub(super) const ACRONYMS: [&str; 12] =
    ["FRQNT", "FRQSC", "FRQS", "FQRNT", "FQRSC", "FRSQ", "FCAR", "CRSNG", "NSERC", "SSHRC", "CIHR", "MITACS"];

/// First halves that keep their hyphen in French or English compounds.
pub(super) const KEPT_BEFORE: [&str; 24] = [
    "peut",
    "c'est",
    "c’est",
    "quelques",
    "vis",
    "tout",
    "non",
    "self",
    "well",
    "state-of-the",
    "co",
    "semi",
    "multi",
    "pseudo",
    "grand",
    "sous",
    "rendez",
    "demi",
    "high",
    "higher",
    "low",
    "lower",
    "real",
    "large",
];

/// Second halves of English compounds that are not written without their hyphen, behind four letters and more (shorter
/// ones may be prefixes: "un-formatted").
pub(super) const KEPT_AFTER_WORDS: [&str; 22] = [
    "access",
    "agnostic",
    "aware",
    "based",
    "centric",
    "dependent",
    "driven",
    "first",
    "formatted",
    "free",
    "friendly",
    "independent",
    "intensive",
    "oriented",
    "sensitive",
    "source",
    "speaking",
    "specific",
    "term",
    "theoretic",
    "theoretical",
    "trained",
];

/// First halves that hardly keep a hyphen, though they are words of their own ("over-come", "with-out").
pub(super) const FUSED_BEFORE: [&str; 13] =
    ["over", "under", "with", "some", "every", "when", "where", "there", "here", "never", "inter", "trans", "super"];

/// Second halves that hardly follow a hyphen, though they are words of their own ("reason-able", "frame-work").
pub(super) const FUSED_AFTER: [&str; 16] = [
    "able", "ably", "less", "ness", "ship", "ships", "ward", "wards", "ment", "ments", "fully", "ally", "work",
    "works", "ever", "fore",
];
