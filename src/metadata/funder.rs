//! The funds of the FRQ as other formats name them, and back from those names to a fund.
//!
//! Names and identifiers repeat the table `domain/vocabulary/funders.csv`; a test holds them together.

use super::text::folded;
use crate::domain::{AwardLink, Fund, Lang};

/// Official name in a language.
pub(super) fn name(fund: Fund, lang: Lang) -> &'static str {
    match (fund, lang == Lang::EN) {
        (Fund::Frq, _) => "Fonds de recherche du Québec",
        (Fund::Frqnt, false) => "Fonds de recherche du Québec – Nature et technologies",
        (Fund::Frqnt, true) => "Quebec Research Fund – Nature and Technologies",
        (Fund::Frqs, false) => "Fonds de recherche du Québec – Santé",
        (Fund::Frqs, true) => "Quebec Research Fund – Health",
        (Fund::Frqsc, false) => "Fonds de recherche du Québec – Société et culture",
        (Fund::Frqsc, true) => "Quebec Research Fund – Society and Culture",
    }
}

/// The ROR id as an address.
pub(super) fn ror_url(fund: Fund) -> &'static str {
    match fund {
        Fund::Frq => "https://ror.org/00w3qhf76",
        Fund::Frqnt => "https://ror.org/00b9f9778",
        Fund::Frqs => "https://ror.org/02eqrsj93",
        Fund::Frqsc => "https://ror.org/00shpc021",
    }
}

/// Identifiers in Crossref's funder registry, merged ones included.
fn crossref_ids(fund: Fund) -> &'static [&'static str] {
    match fund {
        Fund::Frq => &["501100020951", "501100014556"],
        Fund::Frqnt => &["501100003151", "501100003150", "501100003147"],
        Fund::Frqs => &["501100000156"],
        Fund::Frqsc => &["100008240"],
    }
}

/// Identifiers in `OpenAlex`, those of older names included; it has had none for the FRQ itself.
pub(super) fn openalex_ids(fund: Fund) -> &'static [&'static str] {
    match fund {
        Fund::Frq => &[],
        Fund::Frqnt => &["F4320334841", "F4320321747"],
        Fund::Frqs => &["F4320334618"],
        Fund::Frqsc => &["F4320332645"],
    }
}

/// All identifiers of a fund by which services list works.
#[must_use]
pub fn funder_ids(fund: Fund) -> FunderIds {
    FunderIds { ror: ror_url(fund), crossref: crossref_ids(fund), openalex: openalex_ids(fund) }
}

/// Identifiers of a fund as funder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FunderIds {
    /// ROR id, as an address.
    pub ror: &'static str,
    /// Identifiers in Crossref's funder registry without their prefix, the one in use first.
    pub crossref: &'static [&'static str],
    /// Identifiers in `OpenAlex`, older names of the fund included.
    pub openalex: &'static [&'static str],
}

/// The identifier in Crossref's funder registry that is in use today, as an address.
pub(super) fn crossref_url(fund: Fund) -> String {
    format!("https://doi.org/10.13039/{}", crossref_ids(fund).first().copied().unwrap_or_default())
}

/// Name of the sector that a fund stands for; the FRQ itself has none.
pub(super) fn sector(fund: Fund) -> Option<&'static str> {
    match fund {
        Fund::Frq => None,
        Fund::Frqnt => Some("Nature et technologies"),
        Fund::Frqs => Some("Santé"),
        Fund::Frqsc => Some("Société et culture"),
    }
}

/// The funds that an article names, each once.
pub(super) fn funds(awards: &[AwardLink]) -> Vec<Fund> {
    let mut funds: Vec<Fund> = awards.iter().map(|award| award.fund).collect();
    funds.sort_unstable();
    funds.dedup();
    funds
}

/// `info:eu-repo/grantAgreement/Funder/FundingProgram/ProjectID/Jurisdiction/ProjectName/ProjectAcronym` (OpenAIRE 3,
/// element project identifier). The slashes stay where a part is empty; a sector is the programme of the one FRQ.
pub(super) fn grant_agreement(award: &AwardLink) -> String {
    let sector = match award.fund {
        Fund::Frq => "",
        Fund::Frqnt => "NT",
        Fund::Frqs => "S",
        Fund::Frqsc => "SC",
    };
    let number = award.number.as_ref().map_or("", |number| number.as_str());
    format!("info:eu-repo/grantAgreement/FRQ/{sector}/{number}/CA//")
}

/// The fund that an identifier (ROR, Crossref funder DOI, `OpenAlex`) names.
pub(super) fn find_by_id(id: &str) -> Option<Fund> {
    let tail = id.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let known = |fund: &Fund| {
        ror_url(*fund).ends_with(&format!("/{tail}"))
            || crossref_ids(*fund).contains(&tail.as_str())
            || openalex_ids(*fund).iter().any(|id| id.eq_ignore_ascii_case(&tail))
    };
    Fund::ALL.into_iter().filter(|_| tail.len() >= 9).find(known)
}

/// The fund that a text names as funder, with its older names (funders.csv, columns `name_*` and `aliases`).
pub(super) fn find_by_name(text: &str) -> Option<Fund> {
    const NAMES: [&str; 7] = [
        "fonds de recherche du quebec",
        "fond de recherche du quebec",
        "fonds de recherche quebec",
        "quebec research fund",
        "fonds quebecois de la recherche",
        "fonds de la recherche en sante",
        "fonds de recherche en sante",
    ];
    let plain = folded(text);
    let words: Vec<&str> = plain.split(' ').collect();
    let has = |wanted: &[&str]| wanted.iter().any(|name| words.contains(name));
    let pair = |second: &str| words.windows(2).any(|two| two == ["frq", second]);
    let named = NAMES.iter().any(|name| plain.contains(name));
    let health_old = plain.contains("quebec health research fund");
    if has(&["frqnt", "fqrnt", "fcar"]) || pair("nt") || (named && plain.contains("nature")) {
        Some(Fund::Frqnt)
    } else if has(&["frqsc", "fqrsc"])
        || pair("sc")
        || (named && (plain.contains("societe") || plain.contains("society")))
    {
        Some(Fund::Frqsc)
    } else if has(&["frqs", "frsq"])
        || pair("s")
        || health_old
        || (named && (plain.contains("sante") || plain.contains("health")))
    {
        Some(Fund::Frqs)
    } else {
        (named || has(&["frq"])).then_some(Fund::Frq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AwardNumber;
    use crate::domain::award::LinkOrigin;

    #[test]
    fn names_and_identifiers_are_those_of_the_table() {
        let table = include_str!("../domain/vocabulary/funders.csv");
        for fund in Fund::ALL {
            let row = table.lines().find(|line| line.starts_with(&format!("{},", fund.key()))).unwrap();
            assert!(row.contains(name(fund, Lang::FR)) && row.contains(name(fund, Lang::EN)), "{row}");
            assert!(row.contains(ror_url(fund)) && row.contains(&crossref_ids(fund).join("|")), "{row}");
            assert!(openalex_ids(fund).iter().all(|id| table.contains(id)), "{row}");
        }
    }

    #[test]
    fn a_fund_is_found_by_its_names_old_and_new() {
        for (text, fund) in [
            ("Fonds de recherche du Québec", Fund::Frq),
            ("Fonds de Recherche du Québec - Nature et Technologies (FRQNT)", Fund::Frqnt),
            ("Quebec Research Fund – Health", Fund::Frqs),
            ("Fonds de la recherche en santé du Québec", Fund::Frqs),
            ("Québec Health Research Fund", Fund::Frqs),
            ("FRQ-SC", Fund::Frqsc),
            ("FQRSC", Fund::Frqsc),
            ("FCAR", Fund::Frqnt),
            ("Fonds québécois de la recherche sur la nature et les technologies", Fund::Frqnt),
            ("Fonds de recherche du Québec – Société et culture", Fund::Frqsc),
        ] {
            assert_eq!(find_by_name(text), Some(fund), "{text}");
        }
        for text in ["", "Natural Sciences and Engineering Research Council", "Fonds national suisse", "Génome Québec"]
        {
            assert_eq!(find_by_name(text), None, "{text}");
        }
    }

    #[test]
    fn a_fund_is_found_by_its_identifiers() {
        assert_eq!(find_by_id("https://ror.org/02eqrsj93"), Some(Fund::Frqs));
        assert_eq!(find_by_id("https://doi.org/10.13039/501100003150"), Some(Fund::Frqnt));
        assert_eq!(find_by_id("https://doi.org/10.13039/501100000038"), None);
        assert_eq!(find_by_id(""), None);
    }

    #[test]
    fn the_slashes_of_a_grant_agreement_stay() {
        let link = |fund, number: Option<&str>| AwardLink {
            fund,
            number: number.and_then(|text| AwardNumber::parse(text).ok()),
            origin: LinkOrigin::Declared,
        };
        assert_eq!(
            grant_agreement(&link(Fund::Frqnt, Some("900101"))),
            "info:eu-repo/grantAgreement/FRQ/NT/900101/CA//"
        );
        assert_eq!(grant_agreement(&link(Fund::Frq, None)), "info:eu-repo/grantAgreement/FRQ///CA//");
    }
}
