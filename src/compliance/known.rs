//! What verdicts rest on beside the article: the rules, the award register and the exceptions, as known at one moment.

use std::collections::HashMap;

use jiff::civil::Date;

use super::policies::{self, PolicyTable};
use crate::domain::{ArticleId, Award, AwardLink, AwardNumber};

/// The rules, the register and the exceptions that were known at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The rules.
    pub rules: &'a PolicyTable,
    /// The award register, by number.
    pub awards: &'a HashMap<AwardNumber, Award>,
    /// The exceptions in force or expired, by article.
    pub exceptions: &'a HashMap<ArticleId, Vec<Exemption>>,
}

/// An exception that was granted and not revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemption {
    /// The award that it is for; every award of the article when none is named.
    pub award: Option<AwardNumber>,
    /// Last day on which it holds.
    pub expires: Option<Date>,
}

impl Exemption {
    /// Whether it covers a link on a day.
    #[must_use]
    pub fn covers(&self, link: &AwardLink, on: Date) -> bool {
        let same = self.award.as_ref().is_none_or(|number| link.number.as_ref() == Some(number));
        same && self.expires.is_none_or(|last| on <= last)
    }
}

impl<'a> Known<'a> {
    /// The rules of the program and a register, no exception.
    #[must_use]
    pub fn of_register(awards: &'a HashMap<AwardNumber, Award>) -> Self {
        static NONE: std::sync::LazyLock<HashMap<ArticleId, Vec<Exemption>>> = std::sync::LazyLock::new(HashMap::new);
        Self { rules: policies::embedded(), awards, exceptions: &NONE }
    }

    /// The award of a link.
    #[must_use]
    pub fn award(&self, link: &AwardLink) -> Option<&'a Award> {
        self.awards.get(link.number.as_ref()?)
    }

    /// The exception that covers a link of an article on a day.
    #[must_use]
    pub fn exemption(&self, article: ArticleId, link: &AwardLink, on: Date) -> Option<&'a Exemption> {
        self.exceptions.get(&article)?.iter().find(|exemption| exemption.covers(link, on))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::Fund;
    use crate::domain::award::LinkOrigin;

    #[test]
    fn an_exception_covers_its_award_to_its_last_day() {
        let link = |number: Option<&str>| AwardLink {
            fund: Fund::Frqnt,
            number: number.map(|text| AwardNumber::parse(text).unwrap()),
            origin: LinkOrigin::Declared,
        };
        let exemption = Exemption { award: link(Some("900101")).number, expires: Some(date(2026, 3, 31)) };
        assert!(exemption.covers(&link(Some("900101")), date(2026, 3, 31)));
        assert!(!exemption.covers(&link(Some("900101")), date(2026, 4, 1)));
        assert!(!exemption.covers(&link(Some("900102")), date(2026, 3, 31)));
        assert!(!exemption.covers(&link(None), date(2026, 3, 31)));
        let of_all = Exemption { award: None, expires: None };
        assert!(of_all.covers(&link(None), date(2030, 1, 1)));
    }
}
