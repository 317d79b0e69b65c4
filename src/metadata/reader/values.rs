//! Single values as repositories write them, into types of ours. What cannot be understood is `None`.

use percent_encoding::percent_decode_str;

use crate::domain::award::LinkOrigin;
use crate::domain::{
    AccessRight, AwardLink, AwardNumber, Doi, Fund, Issn, Lang, Licence, PartialDate, Person, ResourceType, VersionType,
};
use crate::metadata::funder;
use crate::metadata::text::{folded, one_line};

/// Words for types that are neither a code, a label nor an address of ours: DSpace, EPrints, DRIVER, DCMI.
const TYPES: [(&str, ResourceType); 38] = [
    ("article", ResourceType::JournalArticle),
    ("articles", ResourceType::JournalArticle),
    ("article de revue", ResourceType::JournalArticle),
    ("article scientifique", ResourceType::JournalArticle),
    ("article de periodique", ResourceType::JournalArticle),
    ("journal article", ResourceType::JournalArticle),
    ("scholarly article", ResourceType::JournalArticle),
    ("article de synthese", ResourceType::ReviewArticle),
    ("review", ResourceType::ReviewArticle),
    ("contributiontoperiodical", ResourceType::Editorial),
    ("conferenceobject", ResourceType::ConferencePaper),
    ("conference paper", ResourceType::ConferencePaper),
    ("conference proceedings", ResourceType::ConferencePaper),
    ("conference or workshop item", ResourceType::ConferencePaper),
    ("communication", ResourceType::ConferencePaper),
    ("acte de congres", ResourceType::ConferencePaper),
    ("actes de congres", ResourceType::ConferencePaper),
    ("compte rendu", ResourceType::BookReview),
    ("doctoralthesis", ResourceType::DoctoralThesis),
    ("these", ResourceType::DoctoralThesis),
    ("these de doctorat", ResourceType::DoctoralThesis),
    ("dissertation", ResourceType::DoctoralThesis),
    ("masterthesis", ResourceType::MastersThesis),
    ("master thesis", ResourceType::MastersThesis),
    ("memoire", ResourceType::MastersThesis),
    ("memoire de maitrise", ResourceType::MastersThesis),
    ("prepublication", ResourceType::Preprint),
    ("workingpaper", ResourceType::WorkingPaper),
    ("document de travail", ResourceType::WorkingPaper),
    ("rapport", ResourceType::Report),
    ("rapport technique", ResourceType::Report),
    ("technical report", ResourceType::Report),
    ("livre", ResourceType::Book),
    ("monograph", ResourceType::Book),
    ("bookpart", ResourceType::BookPart),
    ("book section", ResourceType::BookPart),
    ("book chapter", ResourceType::BookPart),
    ("chapitre de livre", ResourceType::BookPart),
];

/// A type by its address (COAR, `info:eu-repo`), code, label in French or English, or a usual word; bilingual values
/// stand on both sides of a slash.
pub(super) fn resource_type(text: &str) -> Option<ResourceType> {
    let text = text.trim();
    if text.contains("purl.org/coar/resource_type/") {
        return ResourceType::from_coar_uri(text);
    }
    let term = text.strip_prefix("info:eu-repo/semantics/").unwrap_or(text);
    let one = |part: &str| {
        let plain = folded(part);
        let listed = TYPES.iter().find(|(word, _)| *word == plain).map(|(_, kind)| *kind);
        let labelled = |kind: &ResourceType| {
            kind.code() == part.trim() || [Lang::FR, Lang::EN].iter().any(|lang| folded(&kind.label(*lang)) == plain)
        };
        listed.or_else(|| ResourceType::ALL.into_iter().find(labelled))
    };
    one(term).or_else(|| term.split('/').find_map(one))
}

/// A version by its address (COAR, `info:eu-repo`).
pub(super) fn version_address(text: &str) -> Option<VersionType> {
    let text = text.trim().replacen("https://", "http://", 1);
    VersionType::ALL.into_iter().find(|version| {
        version.coar_uri() == text || version.eu_repo_uri().is_some_and(|term| term.eq_ignore_ascii_case(&text))
    })
}

/// A version by its address, code or label, from a field that holds nothing else.
pub(super) fn version(text: &str) -> Option<VersionType> {
    let plain = folded(text);
    let labelled =
        |version: &VersionType| [Lang::FR, Lang::EN].iter().any(|lang| folded(&version.label(*lang)) == plain);
    version_address(text)
        .or_else(|| VersionType::from_code(text))
        .or_else(|| VersionType::ALL.into_iter().find(labelled))
}

/// An access right by its address (COAR, `info:eu-repo`), or label.
pub(super) fn access(text: &str) -> Option<AccessRight> {
    let address = text.trim().replacen("https://", "http://", 1);
    let plain = folded(text);
    AccessRight::ALL.into_iter().find(|right| {
        right.coar_uri() == address
            || right.eu_repo_uri().eq_ignore_ascii_case(&address)
            || [Lang::FR, Lang::EN].iter().any(|lang| folded(&right.label(*lang)) == plain)
    })
}

/// A licence by its address, wherever it stands in a text, or its short name (`CC BY 4.0`, `cc_by_4.0`).
pub(super) fn licence(text: &str) -> Option<Licence> {
    let short = one_line(text).to_ascii_lowercase().replace([' ', '_'], "-");
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '"' | ','));
    let addressed =
        words.filter(|word| word.contains("://")).find_map(|word| Licence::parse(word.trim_end_matches('.')).ok());
    let found = addressed.or_else(|| Licence::parse(text).ok()).or_else(|| Licence::parse(&short).ok());
    found.filter(|licence| licence.code() != Licence::UNKNOWN)
}

/// A date at the beginning of a text: `2024-05-01T10:00:00Z`, `2024/05`, `2024`.
pub(super) fn date(text: &str) -> Option<PartialDate> {
    let day = text.trim().split(['T', ' ']).next().unwrap_or_default().replace('/', "-");
    [10, 7, 4].iter().find_map(|length| PartialDate::parse(day.get(..*length)?).ok().filter(|_| fits(&day, *length)))
}

/// Whether a date may end there: what follows is nothing, or a part that could not be read.
fn fits(day: &str, length: usize) -> bool {
    day.get(length..).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// A person as `Family, Given`; a name without comma is kept whole.
pub(super) fn person(text: &str) -> Option<Person> {
    let name = one_line(text);
    let (family, given) = name.split_once(',').unwrap_or((&name, ""));
    let person = Person { given: given.trim().to_owned(), family: family.trim().to_owned(), ..Person::default() };
    (!person.family.is_empty()).then_some(person)
}

/// An address of the web.
pub(super) fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    let scheme = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let web = scheme.starts_with("http://") || scheme.starts_with("https://");
    (web && !text.contains(char::is_whitespace) && text.len() <= 2_000).then(|| text.to_owned())
}

/// Whether an address looks like a file rather than a page.
pub(super) fn is_file(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension == "pdf" || (path.contains("/bitstream") && extension != "txt")
}

/// A DOI: the whole text, or behind `doi:` or the resolver inside it. DOIs of awards name no article.
pub(super) fn doi(text: &str) -> Option<Doi> {
    const MARKS: [&str; 5] = ["altidentifier/doi/", "doi.org/", "info:doi/", "doi:", "doi "];
    let lower = one_line(text).to_lowercase();
    let behind = |mark: &&str| lower.find(mark).and_then(|at| lower.get(at + mark.len()..));
    let inside = MARKS.iter().find_map(behind).map(str::trim_start);
    let word = inside.unwrap_or(&lower).split([' ', '<', '>', '"']).next().unwrap_or_default();
    let decoded = percent_decode_str(word.trim_end_matches(['.', ',', ';'])).decode_utf8().ok()?;
    Doi::parse(&decoded).ok().filter(|doi| !doi.as_str().starts_with(AwardNumber::DOI_PREFIX))
}

/// An ISSN, with or without its name in front.
pub(super) fn issn(text: &str) -> Option<Issn> {
    let lower = text.trim().to_ascii_lowercase();
    let bare = ["urn:issn:", "info:issn:", "issn:", "issn"].iter().find_map(|mark| lower.strip_prefix(mark));
    Issn::parse(bare.unwrap_or(&lower).trim()).ok()
}

/// The award that a grant agreement (`info:eu-repo/grantAgreement/Funder/Programme/Project/…`) or an award DOI of the
/// FRQ names.
pub(super) fn award(text: &str) -> Option<AwardLink> {
    let text = text.trim();
    if text.contains(AwardNumber::DOI_PREFIX) {
        return Some(link(Fund::Frq, AwardNumber::parse(text).ok()?.into()));
    }
    let at = text.to_ascii_lowercase().find("eu-repo/grantagreement/")?;
    let mut parts = text.get(at..)?.split('/').skip(2).map(|part| percent_decode_str(part).decode_utf8_lossy());
    let mut part = || parts.next().unwrap_or_default();
    let (funder, programme, project) = (part(), part(), part());
    let fund = funder::find_by_name(&format!("{funder} {programme}"))?;
    Some(link(fund, AwardNumber::parse(&project).ok()))
}

/// A declared link to an award.
pub(super) fn link(fund: Fund, number: Option<AwardNumber>) -> AwardLink {
    AwardLink { fund, number, origin: LinkOrigin::Declared }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_known_by_address_label_and_usual_word() {
        for (text, kind) in [
            ("info:eu-repo/semantics/article", Some(ResourceType::JournalArticle)),
            ("http://purl.org/coar/resource_type/c_6501", Some(ResourceType::JournalArticle)),
            ("https://purl.org/coar/resource_type/c_2df8fbb1", Some(ResourceType::JournalArticle)),
            ("Article de revue", Some(ResourceType::JournalArticle)),
            ("Article / Article", Some(ResourceType::JournalArticle)),
            ("info:eu-repo/semantics/doctoralThesis", Some(ResourceType::DoctoralThesis)),
            ("Mémoire", Some(ResourceType::MastersThesis)),
            ("Thèse ou mémoire / Thesis or Dissertation", None),
            ("preprint", Some(ResourceType::Preprint)),
            ("image", None),
            ("", None),
        ] {
            assert_eq!(resource_type(text), kind, "{text}");
        }
    }

    #[test]
    fn an_award_is_read_from_a_grant_agreement_or_its_doi() {
        let number = |text: &str| AwardNumber::parse(text).ok();
        for (text, expected) in [
            ("info:eu-repo/grantAgreement/FRQ/NT/900101/CA//", Some(link(Fund::Frqnt, number("900101")))),
            (
                "info:eu-repo/grantAgreement/Fonds%20de%20recherche%20du%20Qu%C3%A9bec/Sant%C3%A9/277777",
                Some(link(Fund::Frqs, number("277777"))),
            ),
            ("https://doi.org/10.69777/312345", Some(link(Fund::Frq, number("312345")))),
            ("info:eu-repo/grantAgreement/EC/FP7/244909", None),
            ("info:eu-repo/grantAgreement/FRQ", Some(link(Fund::Frq, None))),
            ("900101", None),
        ] {
            assert_eq!(award(text), expected, "{text}");
        }
    }

    #[test]
    fn a_doi_is_found_in_a_citation_and_no_award_is_taken_for_one() {
        let found = |text: &str| doi(text).map(String::from);
        assert_eq!(found("Roy, L. (2024). Titre. Revue 1(2). doi:10.5555/ABC.1.").as_deref(), Some("10.5555/abc.1"));
        assert_eq!(found("https://doi.org/10.5555/a%28b%29").as_deref(), Some("10.5555/a(b)"));
        assert_eq!(found("info:eu-repo/semantics/altIdentifier/doi/10.5555/x").as_deref(), Some("10.5555/x"));
        assert_eq!(found("https://doi.org/10.69777/312345"), None);
        assert_eq!(found("http://hdl.handle.net/1866/123"), None);
    }

    #[test]
    fn dates_are_taken_as_precisely_as_they_are_written() {
        let text = |text: &str| date(text).map(|date| date.to_string());
        assert_eq!(text("2024-05-01T10:00:00Z").as_deref(), Some("2024-05-01"));
        assert_eq!(text("2024/05").as_deref(), Some("2024-05"));
        assert_eq!(text("2024-13").as_deref(), Some("2024"));
        assert_eq!(text("20240501"), None);
        assert_eq!(text("s.d."), None);
    }

    #[test]
    fn licences_are_found_by_address_and_short_name() {
        let code = |text: &str| licence(text).map(|licence| licence.code().to_owned());
        assert_eq!(code("Voir https://creativecommons.org/licenses/by-nc/4.0/.").as_deref(), Some("cc-by-nc-4.0"));
        assert_eq!(code("CC BY 4.0").as_deref(), Some("cc-by-4.0"));
        assert_eq!(code("Tous droits réservés à l'auteur"), None);
        assert_eq!(code("unknown"), None);
    }
}
