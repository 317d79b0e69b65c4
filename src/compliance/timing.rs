//! Rule `timing`: the due date, and whether a copy that counts was open by then.

use std::ops::ControlFlow;

use jiff::Span;
use jiff::civil::Date;

use super::context::CopyTests;
use super::policies::Policy;
use super::{Context, Reason, Rule};
use crate::domain::PartialDate;

/// Due date and opening (`policy_rules.json`, `publication_date_rule`, algorithm steps 5 and 6).
pub(super) struct Timing;

impl Rule for Timing {
    fn id(&self) -> &'static str {
        "timing"
    }

    fn apply(&self, context: &mut Context<'_>) -> ControlFlow<()> {
        let Some(policy) = context.policy else { return ControlFlow::Continue(()) };
        match context.inputs.metadata.published() {
            None => context.unknown(Reason::PublishedDateMissing, &[]),
            Some(published) => {
                note_precision(context, published);
                context.due = due(policy, published);
            }
        }
        let (on, span) = (context.inputs.on, context.due);
        for tests in &mut context.copies {
            tests.in_time = span.and_then(|span| in_time(tests, span, on));
        }
        if let Some(span) = span {
            conclude(context, policy, span);
        }
        ControlFlow::Continue(())
    }
}

/// A month counts to its last day; a year is too coarse to count that way, so both ends are kept.
fn note_precision(context: &mut Context<'_>, published: PartialDate) {
    if published.is_exact() {
        return;
    }
    let reason = if published.has_month() { Reason::PublishedMonthOnly } else { Reason::PublishedYearOnly };
    context.note(published.has_month().then_some(true), reason, &[("published", &published.to_string())]);
}

/// First and last day that the due date may mean, grace included. Months are added by the calendar: a day that the
/// later month lacks becomes its last day.
fn due(policy: &Policy, published: PartialDate) -> Option<(Date, Date)> {
    let embargo = Span::new()
        .try_months(i64::from(policy.embargo_months_max))
        .and_then(|span| span.try_days(i64::from(policy.grace_days.default)))
        .ok()?;
    let last_day = published.latest();
    let first_day = if published.has_month() { last_day } else { published.earliest() };
    Some((first_day.checked_add(embargo).ok()?, last_day.checked_add(embargo).ok()?))
}

/// Whether a copy, if it is free on the day asked for, was so on the due date.
fn in_time(tests: &CopyTests<'_>, (first, last): (Date, Date), on: Date) -> Option<bool> {
    // A copy that was only seen open had opened by then, nobody knows when.
    let seen = || (Date::MIN, tests.copy.seen_open.map_or(on, |seen| seen.latest()));
    let (earliest, latest) = tests.copy.open_from.map_or_else(seen, |opened| (opened.earliest(), opened.latest()));
    if latest.min(on) <= first {
        Some(true)
    } else if earliest > last {
        Some(false)
    } else {
        None
    }
}

/// The finding on timing: the best copy speaks for the article. Where a copy may count, nothing is said against it.
fn conclude(context: &mut Context<'_>, policy: &Policy, span: (Date, Date)) {
    let (due, on) = (span.1.to_string(), context.inputs.on);
    let label = |tests: &CopyTests<'_>| (tests.label.to_owned(), tests.copy.open_from);
    let best = |wanted: Option<bool>| {
        let counting = context.copies.iter().filter(|tests| tests.counts() && tests.in_time == wanted);
        counting.min_by_key(|tests| tests.copy.open_from.map(|opened| opened.latest())).map(label)
    };
    let open = context.copies.iter().any(CopyTests::counts);
    let possible = context.copies.iter().any(CopyTests::may_count);
    let vague = context.copies.iter().find(|tests| tests.may_count() && tests.in_time.is_none()).map(label);
    if let Some((copy, opened)) = best(Some(true)) {
        let opened = opened.map(|day| day.to_string()).unwrap_or_default();
        context.note(Some(true), Reason::OpenedInTime, &[("copy", &copy), ("opened", &opened), ("due", &due)]);
    } else if let Some((copy, _)) = vague {
        context.unknown(Reason::OpenedDateUnknown, &[("copy", &copy)]);
    } else if let Some((copy, Some(opened))) = best(Some(false)) {
        note_late(context, policy, &copy, opened, span);
    }
    if !open && on <= span.0 {
        context.unknown(Reason::DueAhead, &[("due", &due)]);
    } else if !possible && on > span.1 {
        context.note(Some(false), Reason::DuePassed, &[("due", &due)]);
    }
}

fn note_late(context: &mut Context<'_>, policy: &Policy, copy: &str, opened: PartialDate, (first, due): (Date, Date)) {
    let days = opened.latest().since(due).map_or(0, |span| span.get_days());
    let tolerated = first == due && days <= i32::from(policy.grace_days.reporting_tolerance);
    let reason = if tolerated { Reason::OpenedWithinTolerance } else { Reason::OpenedLate };
    let details =
        [("copy", copy), ("opened", &opened.to_string()), ("due", &due.to_string()), ("days", &days.to_string())];
    context.note(Some(false), reason, &details);
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::compliance::policies::{FRQ_2019, FRQ_2022, embedded};

    fn due_of(policy: &str, published: &str) -> (Date, Date) {
        due(embedded().find(policy).unwrap(), PartialDate::parse(published).unwrap()).unwrap()
    }

    #[test]
    fn twelve_months_end_on_the_same_day_or_on_the_last_of_a_shorter_month() {
        assert_eq!(due_of(FRQ_2019, "2023-05-10").1, date(2024, 5, 10));
        assert_eq!(due_of(FRQ_2019, "2024-02-29").1, date(2025, 2, 28));
        assert_eq!(due_of(FRQ_2019, "2023-02").1, date(2024, 2, 28));
        assert_eq!(due_of("frsq-2009", "2012-08-31").1, date(2013, 2, 28));
    }

    #[test]
    fn a_month_counts_to_its_last_day_and_a_year_keeps_both_ends() {
        assert_eq!(due_of(FRQ_2022, "2024-02"), (date(2024, 2, 29), date(2024, 2, 29)));
        assert_eq!(due_of(FRQ_2022, "2024"), (date(2024, 1, 1), date(2024, 12, 31)));
    }
}
