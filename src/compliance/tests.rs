//! How a pair is built for tests, and what a verdict says beside its outcome; the table of cases is in `cases.rs`.

use jiff::civil::{Date, date};

use super::*;
use crate::domain::award::{Award, AwardKind, AwardLink, Fund, LinkOrigin, LinkTier};
use crate::domain::verdict::{NextAction, Outcome, Verdict};
use crate::domain::{
    AccessRight, ArticleId, AwardNumber, Copy, CopyHost, Licence, Metadata, PartialDate, RepositoryKind, ResourceType,
    VersionType,
};

const TODAY: Date = date(2026, 11, 21);
const NUMBER: &str = "312345";

/// A pair to evaluate; unchanged it complies with the version of 2022 by deposit on the day of publication.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) metadata: Metadata,
    pub(super) own: Option<Copy>,
    pub(super) link: AwardLink,
    pub(super) award: Option<Award>,
    pub(super) on: Date,
    pub(super) exception: bool,
}

#[expect(clippy::unnecessary_wraps, reason = "every date of a record is optional")]
pub(super) fn partial(text: &str) -> Option<PartialDate> {
    Some(PartialDate::parse(text).unwrap())
}

pub(super) fn award() -> Award {
    Award {
        number: AwardNumber::parse(NUMBER).unwrap(),
        fund: Fund::Frqnt,
        holder: "Tremblay, Ana".to_owned(),
        institution: None,
        programme: "Projet de recherche en équipe".to_owned(),
        kind: AwardKind::Grant,
        launched: Some(date(2023, 9, 1)),
        launch_estimated: false,
        active_from: Some(date(2024, 4, 1)),
        active_to: Some(date(2027, 3, 31)),
        programme_policy: None,
    }
}

pub(super) fn copy(host: CopyHost, kind: Option<RepositoryKind>, version: VersionType, licence: &str) -> Copy {
    Copy {
        host,
        repository_kind: kind,
        url: None,
        version: Some(version),
        licence: Licence::parse(licence).ok(),
        access: Some(AccessRight::Open),
        open_from: partial("2024-05-14"),
        seen_open: None,
        withdrawn: None,
    }
}

pub(super) fn journal(version: VersionType, licence: &str, opened: &str) -> Copy {
    Copy { open_from: partial(opened), ..copy(CopyHost::Publisher, None, version, licence) }
}

pub(super) fn subscription() -> Copy {
    Copy {
        access: Some(AccessRight::Restricted),
        open_from: None,
        ..copy(CopyHost::Publisher, None, VersionType::VoR, "all-rights-reserved")
    }
}

impl Pair {
    pub(super) fn new() -> Self {
        let metadata = Metadata {
            resource_type: Some(ResourceType::JournalArticle),
            peer_reviewed: Some(true),
            dates: crate::domain::Dates { online: partial("2024-05-14"), ..crate::domain::Dates::default() },
            ..Metadata::default()
        };
        Self {
            metadata,
            own: Some(copy(CopyHost::Repository, Some(RepositoryKind::Funder), VersionType::AM, "cc-by-4.0")),
            link: AwardLink {
                fund: Fund::Frqnt,
                number: AwardNumber::parse(NUMBER).ok(),
                origin: LinkOrigin::Declared,
            },
            award: Some(award()),
            on: TODAY,
            exception: false,
        }
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    pub(super) fn award(self, change: impl FnOnce(&mut Award)) -> Self {
        self.with(|pair| pair.award.iter_mut().for_each_once(change))
    }

    pub(super) fn own(self, change: impl FnOnce(&mut Copy)) -> Self {
        self.with(|pair| pair.own.iter_mut().for_each_once(change))
    }

    pub(super) fn launched(self, year: i16, month: i8, day: i8) -> Self {
        self.award(|award| award.launched = Some(date(year, month, day)))
    }

    /// Under the version of 2019.
    pub(super) fn of_2019(self) -> Self {
        self.launched(2021, 9, 1)
    }

    pub(super) fn estimated(self) -> Self {
        self.award(|award| award.launch_estimated = true)
    }

    pub(super) fn infrastructure(self, rules: Option<u16>) -> Self {
        self.launched(2022, 9, 1).award(|award| {
            award.kind = AwardKind::Infrastructure;
            award.programme_policy = rules;
        })
    }

    /// An award of the health fund that ended before 2019.
    pub(super) fn health_2012(self) -> Self {
        self.launched(2011, 9, 1)
            .award(|award| {
                award.fund = Fund::Frqs;
                award.active_from = Some(date(2012, 4, 1));
                award.active_to = Some(date(2015, 3, 31));
            })
            .with(|pair| pair.link.fund = Fund::Frqs)
    }

    pub(super) fn kind(self, kind: ResourceType) -> Self {
        self.with(|pair| pair.metadata.resource_type = Some(kind))
    }

    pub(super) fn published(self, online: &str) -> Self {
        self.with(|pair| pair.metadata.dates.online = partial(online))
    }

    pub(super) fn opened(self, day: &str) -> Self {
        self.own(|own| own.open_from = partial(day))
    }

    pub(super) fn licence(self, code: &str) -> Self {
        self.own(|own| own.licence = Some(Licence::parse(code).unwrap()))
    }

    pub(super) fn version(self, version: VersionType) -> Self {
        self.own(|own| own.version = Some(version))
    }

    pub(super) fn place(self, kind: Option<RepositoryKind>) -> Self {
        self.own(|own| own.repository_kind = kind)
    }

    pub(super) fn no_own(self) -> Self {
        self.with(|pair| pair.own = None)
    }

    pub(super) fn and(self, copy: Copy) -> Self {
        self.with(|pair| pair.metadata.copies.push(copy))
    }

    pub(super) fn on(self, year: i16, month: i8, day: i8) -> Self {
        self.with(|pair| pair.on = date(year, month, day))
    }

    pub(super) fn evaluate(&self) -> Verdict {
        evaluate(&Inputs {
            metadata: &self.metadata,
            own_copy: self.own.as_ref(),
            link: &self.link,
            award: self.award.as_ref(),
            on: self.on,
            exception: self.exception,
            rules: policies::embedded(),
        })
    }
}

/// Applies a change to the one item there may be.
trait ForEachOnce<T> {
    fn for_each_once(self, change: impl FnOnce(&mut T));
}

impl<'a, T: 'a, I: Iterator<Item = &'a mut T>> ForEachOnce<T> for I {
    fn for_each_once(mut self, change: impl FnOnce(&mut T)) {
        if let Some(item) = self.next() {
            change(item);
        }
    }
}

#[test]
fn the_next_action_mends_the_first_thing_that_is_missing() {
    let action = |pair: Pair| pair.evaluate().next_action;
    assert_eq!(action(Pair::new()), NextAction::None);
    assert_eq!(action(Pair::new().no_own()), NextAction::DepositManuscript);
    assert_eq!(action(Pair::new().licence("cc-by-nc-4.0")), NextAction::AddLicence);
    assert_eq!(action(Pair::new().licence("unknown")), NextAction::AddLicence);
    assert_eq!(action(Pair::new().licence("cc-by-sa-4.0")), NextAction::AskFunder);
    assert_eq!(action(Pair::new().version(VersionType::NA)), NextAction::ConfirmVersion);
    assert_eq!(action(Pair::new().place(None)), NextAction::ConfirmCopy);
    assert_eq!(action(Pair::new().opened("2024-05")), NextAction::ConfirmCopy);
    assert_eq!(action(Pair::new().published("2024")), NextAction::AddDate);
    assert_eq!(action(Pair::new().with(|pair| pair.award = None)), NextAction::ConfirmAward);
    assert_eq!(action(Pair::new().with(|pair| pair.metadata.resource_type = None)), NextAction::ConfirmType);
    assert_eq!(action(Pair::new().estimated().no_own()), NextAction::ConfirmAward);
    assert_eq!(action(Pair::new().infrastructure(None)), NextAction::AskFunder);
    let running = Pair::new().of_2019().published("2026-05-18");
    assert_eq!(action(running.clone().opened("2027-05-18")), NextAction::Wait);
    assert_eq!(action(running.clone().opened("2027-05-19")), NextAction::DepositManuscript);
    assert_eq!(action(running.no_own()), NextAction::DepositManuscript);
}

#[test]
fn a_verdict_names_policy_dates_and_tier() {
    let verdict = Pair::new().of_2019().opened("2024-09-01").evaluate();
    assert_eq!(verdict.policy.as_deref(), Some("frq-2019"));
    assert_eq!(verdict.published, Some(date(2024, 5, 14)));
    assert_eq!(verdict.due, Some(date(2025, 5, 14)));
    assert_eq!(verdict.opened, Some(date(2024, 9, 1)));
    assert_eq!((verdict.tier, verdict.observed_on), (LinkTier::A, TODAY));
    assert_eq!(verdict.rules_version, policies::embedded().as_of);
    let unknown = Pair::new().with(|pair| pair.award = None);
    assert_eq!(unknown.evaluate().tier, LinkTier::B);
    assert_eq!(unknown.with(|pair| pair.link.origin = LinkOrigin::Acknowledgement).evaluate().tier, LinkTier::C);
}

#[test]
fn a_late_opening_names_the_copy_and_the_days() {
    let verdict = Pair::new().opened("2024-06-14").evaluate();
    let finding = verdict.findings.iter().find(|finding| finding.code == "opened_late").unwrap();
    assert_eq!((finding.rule.as_ref(), finding.passed), ("timing", Some(false)));
    let details: Vec<_> = finding.details.iter().map(|(name, value)| (name.as_ref(), value.as_str())).collect();
    assert_eq!(details, [("copy", "own"), ("opened", "2024-06-14"), ("due", "2024-05-14"), ("days", "31")]);
}

fn link(fund: Fund, number: Option<&str>) -> AwardLink {
    AwardLink { fund, number: number.map(|text| AwardNumber::parse(text).unwrap()), origin: LinkOrigin::Declared }
}

fn evaluate_links(links: Vec<AwardLink>, register: &[Award]) -> Vec<Verdict> {
    let pair = Pair::new().opened("2024-11-14").with(|pair| pair.metadata.awards = links);
    let awards = register.iter().map(|award| (award.number.clone(), award.clone())).collect();
    evaluate_all(ArticleId(1), &pair.metadata, pair.own.as_ref(), TODAY, &Known::of_register(&awards))
}

#[test]
fn two_awards_under_two_policies_give_two_verdicts_and_the_strictest_counts() {
    let older = Award {
        number: AwardNumber::parse("298765").unwrap(),
        fund: Fund::Frqs,
        launched: Some(date(2021, 9, 1)),
        ..award()
    };
    let links = vec![link(Fund::Frqs, Some("298765")), link(Fund::Frqnt, Some(NUMBER))];
    let verdicts = evaluate_links(links, &[award(), older]);
    let found: Vec<_> = verdicts.iter().map(|verdict| (verdict.policy.as_deref(), verdict.outcome)).collect();
    assert_eq!(found, [(Some("frq-2019"), Outcome::Compliant), (Some("frq-2022"), Outcome::CompliantLate)]);
    assert_eq!(strictest(&verdicts), Some(Outcome::CompliantLate));
}

#[test]
fn an_article_without_frq_link_gets_no_verdict() {
    assert!(evaluate_links(Vec::new(), &[award()]).is_empty());
    assert_eq!(strictest(&[]), None);
}

#[test]
fn each_award_is_judged_once_and_a_fund_named_beside_its_award_adds_nothing() {
    let links = vec![
        link(Fund::Frqnt, None),
        link(Fund::Frq, None),
        link(Fund::Frqnt, Some(NUMBER)),
        link(Fund::Frq, Some(NUMBER)),
        link(Fund::Frqsc, None),
        link(Fund::Frqsc, None),
    ];
    let verdicts = evaluate_links(links, &[award()]);
    let found: Vec<_> = verdicts.iter().map(|verdict| (verdict.award.fund, verdict.outcome)).collect();
    assert_eq!(found, [(Fund::Frqnt, Outcome::CompliantLate), (Fund::Frqsc, Outcome::Undetermined)]);
}

#[test]
fn every_outcome_has_a_rank_of_its_own() {
    for outcome in Outcome::ALL {
        let verdict = Verdict { outcome, ..Pair::new().evaluate() };
        assert_eq!(strictest(std::slice::from_ref(&verdict)), Some(outcome));
        let closed = Verdict { outcome: Outcome::Closed, ..verdict.clone() };
        assert_eq!(strictest(&[verdict.clone(), closed]), Some(Outcome::Closed));
        let outside = Verdict { outcome: Outcome::OutOfScope, ..verdict.clone() };
        assert_eq!(strictest(&[outside, verdict]), Some(outcome));
    }
}

#[test]
fn nothing_unfavourable_is_published_on_a_link_that_nobody_confirmed() {
    let closed = Pair::new().with(|pair| pair.own = None);
    let sure = closed.evaluate();
    assert_eq!((sure.outcome, sure.tier), (Outcome::Closed, LinkTier::A));
    let said = closed.with(|pair| pair.link.origin = LinkOrigin::Holder).evaluate();
    assert_eq!((said.outcome, said.computed, said.tier), (Outcome::Undetermined, Outcome::Undetermined, LinkTier::D));
    assert_eq!(said.next_action, sure.next_action, "what would mend it is the same");
    let last = said.findings.last().unwrap();
    assert_eq!((last.code.as_ref(), last.passed), ("withheld_by_link", None), "and it says why");
    let open = Pair::new().with(|pair| pair.link.origin = LinkOrigin::Holder).evaluate();
    assert_eq!(open.outcome, Outcome::Compliant, "a good word needs no confirmation");
}

#[test]
fn a_set_never_calls_an_article_closed_by_a_link_that_was_only_read() {
    let verdict = |outcome, tier| Verdict {
        award: AwardLink { fund: Fund::Frqnt, number: None, origin: LinkOrigin::Declared },
        tier,
        policy: None,
        rules_version: String::new(),
        observed_on: date(2026, 11, 21),
        published: None,
        due: None,
        opened: None,
        outcome,
        computed: outcome,
        findings: Vec::new(),
        next_action: NextAction::None,
    };
    for negative in [Outcome::Closed, Outcome::Partly, Outcome::OpenWithoutLicence, Outcome::CompliantLate] {
        for (tier, published) in [
            (LinkTier::A, negative),
            (LinkTier::B, negative),
            (LinkTier::C, Outcome::Undetermined),
            (LinkTier::D, Outcome::Undetermined),
        ] {
            assert_eq!(published_outcome(&[verdict(negative, tier)]), Some(published));
        }
    }
    let both = [verdict(Outcome::Closed, LinkTier::C), verdict(Outcome::Compliant, LinkTier::A)];
    assert_eq!(published_outcome(&both), Some(Outcome::Undetermined));
    assert_eq!(published_outcome(&[verdict(Outcome::Compliant, LinkTier::C)]), Some(Outcome::Compliant));
    assert_eq!(published_outcome(&[]), None);
}
