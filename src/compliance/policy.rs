//! Rule `policy`: the launch date of the competition chooses the policy, not the date of publication.

use std::ops::ControlFlow;

use jiff::civil::{Date, date};

use super::link::{Recognition, recognise};
use super::policies::{FRQ_2019, FRQ_2022, FRSQ_2009, Policy, PolicyTable};
use super::{Context, Reason, Rule};
use crate::domain::{Award, AwardKind, Fund};

/// From this launch date on, the version of 2022 (`policy_rules.json`, `policy_selection`, orders 1 to 4).
const FROM_2022: Date = date(2022, 7, 1);
/// From this launch date on, the version of 2022 for infrastructure grants too (orders 1 and 3).
const ALWAYS_2022: Date = date(2023, 7, 1);
/// The version of 2019 is in force from this day (order 4).
const FROM_2019: Date = date(2019, 4, 1);
/// Projects of the health fund from this day on fall under its own policy (order 5).
const HEALTH_FUND_FROM: Date = date(2009, 1, 1);
/// Competitions open between June and September of the year before funding starts (`missing_launch_date`).
const USUAL_LAUNCH_MONTHS: (i8, i8) = (6, 9);
/// First month of the fiscal year (`missing_launch_date`: "before the April start").
const FISCAL_YEAR_MONTH: i8 = 4;

/// Chooses the policy of an award (`policy_rules.json`, `policy_selection`).
pub(super) struct PolicyChoice;

/// What the decision table gives.
enum Choice<'a> {
    Policy(&'a Policy, Reason),
    Unknown(Reason),
    NoPolicy,
}

impl Rule for PolicyChoice {
    fn id(&self) -> &'static str {
        "policy"
    }

    fn apply(&self, context: &mut Context<'_>) -> ControlFlow<()> {
        let number = context.inputs.link.number.as_ref().map_or("", |number| number.as_str());
        match recognise(context.inputs) {
            Recognition::Recognised(award) => return of_award(context, award),
            Recognition::OfAnother(award) => {
                let details = [("award", number), ("fund", award.fund.acronym())];
                context.unknown(Reason::AwardOfAnotherFund, &details);
            }
            Recognition::NotFound => context.unknown(Reason::AwardNotInRegister, &[("award", number)]),
            Recognition::NoNumber => context.unknown(Reason::AwardNumberMissing, &[]),
        }
        context.uncertain = true;
        ControlFlow::Continue(())
    }
}

fn of_award(context: &mut Context<'_>, award: &Award) -> ControlFlow<()> {
    let Some(launched) = award.launched else {
        guess(context, award);
        return ControlFlow::Continue(());
    };
    let day = launched.to_string();
    match choose(context.inputs.rules, award, launched) {
        Choice::Policy(policy, reason) => {
            context.policy = Some(policy);
            context.note(Some(true), reason, &[("policy", &policy.id), ("launched", &day)]);
            if !policy.may_judge() {
                context.withhold = Some(Reason::WithheldByPolicy);
            }
        }
        Choice::Unknown(reason) => {
            context.uncertain = true;
            context.unknown(reason, &[("launched", &day)]);
        }
        Choice::NoPolicy => {
            context.note(Some(false), Reason::NoPolicy, &[("launched", &day)]);
            return ControlFlow::Break(());
        }
    }
    if award.launch_estimated {
        context.withhold = context.withhold.or(Some(Reason::WithheldOnEstimate));
        context.unknown(Reason::LaunchDateEstimated, &[("launched", &day)]);
    }
    ControlFlow::Continue(())
}

/// The decision table, in its order.
fn choose<'a>(rules: &'a PolicyTable, award: &Award, launched: Date) -> Choice<'a> {
    let chosen = |id, reason| chosen(rules, id, reason);
    if launched >= ALWAYS_2022 || (launched >= FROM_2022 && award.kind != AwardKind::Infrastructure) {
        return chosen(FRQ_2022, Reason::PolicyByLaunchDate);
    }
    if launched >= FROM_2022 {
        return match award.programme_policy {
            Some(2022) => chosen(FRQ_2022, Reason::PolicyByProgramme),
            Some(2019) => chosen(FRQ_2019, Reason::PolicyByProgramme),
            _ => Choice::Unknown(Reason::ProgrammeRulesMissing),
        };
    }
    if launched >= FROM_2019 {
        return chosen(FRQ_2019, Reason::PolicyByLaunchDate);
    }
    match award.active_to {
        None => Choice::Unknown(Reason::AwardPeriodMissing),
        Some(last_day) if last_day >= FROM_2019 => chosen(FRQ_2019, Reason::PolicyByActivity),
        Some(_) => before_2019(rules, award),
    }
}

/// Which policies an award may fall under.
pub(super) enum Possible<'a> {
    /// This one.
    One(&'a Policy),
    /// This one, as far as an estimate goes.
    Likely(&'a Policy),
    /// Several.
    Open,
    /// None.
    None,
}

/// Which policies an award may fall under, for questions that no article is at hand for.
pub(super) fn possible<'a>(rules: &'a PolicyTable, award: &Award) -> Possible<'a> {
    let Some(launched) = award.launched else {
        return guessed(rules, award).map_or(Possible::Open, |(policy, ..)| Possible::Likely(policy));
    };
    match choose(rules, award, launched) {
        Choice::Policy(policy, _) if award.launch_estimated => Possible::Likely(policy),
        Choice::Policy(policy, _) => Possible::One(policy),
        Choice::Unknown(_) => Possible::Open,
        Choice::NoPolicy => Possible::None,
    }
}

fn before_2019<'a>(rules: &'a PolicyTable, award: &Award) -> Choice<'a> {
    match (award.fund, award.active_from) {
        (Fund::Frqs, Some(first_day)) if first_day >= HEALTH_FUND_FROM => {
            chosen(rules, FRSQ_2009, Reason::PolicyOfHealthFund)
        }
        (Fund::Frqs | Fund::Frq, None) => Choice::Unknown(Reason::AwardPeriodMissing),
        _ => Choice::NoPolicy,
    }
}

fn chosen<'a>(rules: &'a PolicyTable, id: &str, reason: Reason) -> Choice<'a> {
    rules.find(id).map_or(Choice::Unknown(Reason::LaunchDateMissing), |policy| Choice::Policy(policy, reason))
}

/// Without a launch date nothing is judged; where the start of funding points to one policy, its tests are shown.
fn guess(context: &mut Context<'_>, award: &Award) {
    context.uncertain = true;
    context.unknown(Reason::LaunchDateMissing, &[]);
    let Some((policy, earliest, latest)) = guessed(context.inputs.rules, award) else { return };
    context.policy = Some(policy);
    let details =
        [("policy", policy.id.as_str()), ("earliest", &earliest.to_string()), ("latest", &latest.to_string())];
    context.unknown(Reason::LaunchDateFromFundingStart, &details);
}

/// The policy that the start of funding points to, with the days between which the competition was usually launched.
fn guessed<'a>(rules: &'a PolicyTable, award: &Award) -> Option<(&'a Policy, Date, Date)> {
    let (earliest, latest) = award.active_from.and_then(usual_launch)?;
    match (choose(rules, award, earliest), choose(rules, award, latest)) {
        (Choice::Policy(first, _), Choice::Policy(last, _)) if first.id == last.id => Some((first, earliest, latest)),
        _ => None,
    }
}

/// The days between which a competition was usually launched whose funding starts on a day.
fn usual_launch(first_day: Date) -> Option<(Date, Date)> {
    let fiscal_year = if first_day.month() < FISCAL_YEAR_MONTH { first_day.year() - 1 } else { first_day.year() };
    let (from, to) = USUAL_LAUNCH_MONTHS;
    let earliest = Date::new(fiscal_year - 1, from, 1).ok()?;
    let latest = Date::new(fiscal_year - 1, to, 1).ok()?.last_of_month();
    Some((earliest, latest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::vocabulary::POLICY_RULES;

    #[test]
    fn the_dates_of_the_decision_table_stand_in_the_policy_file() {
        let file: serde_json::Value = serde_json::from_str(POLICY_RULES).unwrap();
        let table = file["policy_selection"]["decision_table"].to_string();
        for day in [FROM_2022, ALWAYS_2022, FROM_2019, HEALTH_FUND_FROM] {
            assert!(table.contains(&day.to_string()), "{day}");
        }
        for day in [FROM_2022, ALWAYS_2022] {
            assert!(table.contains(&day.yesterday().unwrap().to_string()), "the day before {day}");
        }
    }

    #[test]
    fn the_usual_launch_is_in_the_summer_before_the_fiscal_year() {
        let summer = |year| (date(year, 6, 1), date(year, 9, 30));
        assert_eq!(usual_launch(date(2024, 4, 1)), Some(summer(2023)));
        assert_eq!(usual_launch(date(2024, 3, 31)), Some(summer(2022)));
        assert_eq!(usual_launch(date(2024, 12, 1)), Some(summer(2023)));
        assert_eq!(usual_launch(Date::MIN), None);
    }
}
