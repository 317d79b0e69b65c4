//! Which policies the way must keep.

use super::{Answer, Basis, Code, Found, Step};
use crate::compliance::policies::{FRQ_2019, FRQ_2022, Policy, PolicyTable};
use crate::compliance::policy::{Possible, possible};

/// The policies that are possible, and how that is known.
pub(super) struct Choice<'a> {
    pub(super) possible: Vec<&'a Policy>,
    /// Whether a refusal may rest on it.
    pub(super) may_refuse: bool,
    pub(super) step: Step,
}

/// Chooses as verdicts do (rule `policy`); what is left open there leaves several policies possible here.
pub(super) fn choose<'a>(rules: &'a PolicyTable, basis: Basis<'a>) -> Choice<'a> {
    let found = |ids: &[&str]| ids.iter().filter_map(|id| rules.find(id)).collect::<Vec<_>>();
    match basis {
        Basis::New => chosen(found(&[FRQ_2022]), Code::PolicyAssumed, &[]),
        Basis::Policy(policy) => chosen(vec![policy], Code::PolicyNamed, &[]),
        Basis::UnknownAward(number) => open(found(&[FRQ_2019, FRQ_2022]), Code::AwardUnknown, &[("award", number)]),
        Basis::Award(award) => {
            let number = award.number.as_str();
            let day = award.launched.map(|day| day.to_string()).unwrap_or_default();
            match possible(rules, award) {
                Possible::Likely(policy) => open(vec![policy], Code::PolicyLikely, &[("award", number)]),
                Possible::One(policy) => {
                    chosen(vec![policy], Code::PolicyOfAward, &[("award", number), ("launched", &day)])
                }
                Possible::Open => open(found(&[FRQ_2019, FRQ_2022]), Code::PolicyOpen, &[("award", number)]),
                Possible::None => chosen(Vec::new(), Code::PolicyNone, &[("award", number)]),
            }
        }
    }
}

fn chosen<'a>(possible: Vec<&'a Policy>, code: Code, details: &[(&'static str, &str)]) -> Choice<'a> {
    let may_refuse = possible.iter().all(|policy| policy.may_judge());
    Choice { possible, may_refuse, step: step(code, Answer::Yes, details) }
}

fn open<'a>(possible: Vec<&'a Policy>, code: Code, details: &[(&'static str, &str)]) -> Choice<'a> {
    Choice { possible, may_refuse: false, step: step(code, Answer::Unknown, details) }
}

fn step(code: Code, answer: Answer, details: &[(&'static str, &str)]) -> Step {
    let details = details.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Step { code, found: Found::Weighs(answer), source: None, observed: None, details }
}
