//! The OAI sets of an article, and their names for people.

use jiff::civil::Date;

use super::standing::state_name;
use crate::domain::vocabulary::find_institution;
use crate::domain::{Article, Fund, Lang, Metadata, ResourceType, Ror};

/// The deepest sets that an article is in, sorted: type, language, year, sector, institution, access, `openaire`.
///
/// `openaire` holds what is open or came of funding (OpenAIRE 3 guidelines); an article never leaves it.
#[must_use]
pub(super) fn sets_of(article: &Article, today: Date) -> Vec<String> {
    let metadata = &article.version.metadata;
    let open = article.is_open_on(today);
    let mut sets = vec![format!("acces:{}", if open { "ouvert" } else { "restreint" })];
    sets.extend(metadata.resource_type.map(|kind| format!("type:{}", kind.code())));
    sets.extend(metadata.language.map(|lang| format!("langue:{lang}")));
    sets.extend(metadata.year().map(|year| format!("annee:{year}")));
    sets.extend(sectors_of(metadata).iter().map(|fund| format!("secteur:{}", fund.key())));
    sets.extend(institutions_of(metadata).iter().map(|ror| format!("etablissement:{ror}")));
    if open || !metadata.awards.is_empty() {
        sets.push("openaire".to_owned());
    }
    sets.sort();
    sets.dedup();
    sets
}

/// The funds among the awards, each once.
#[must_use]
pub(super) fn sectors_of(metadata: &Metadata) -> Vec<Fund> {
    let mut funds: Vec<Fund> = metadata.awards.iter().map(|link| link.fund).collect();
    funds.sort();
    funds.dedup();
    funds
}

/// The institutions among the affiliations, each once.
#[must_use]
pub(super) fn institutions_of(metadata: &Metadata) -> Vec<Ror> {
    let affiliations = metadata.authors.iter().flat_map(|author| &author.affiliations);
    let mut rors: Vec<Ror> = affiliations.filter_map(|affiliation| affiliation.ror.clone()).collect();
    rors.sort();
    rors.dedup();
    rors
}

/// The name of a set in French, the language of the site.
#[must_use]
pub(super) fn set_name(spec: &str) -> String {
    match spec.split_once(':') {
        Some(("annee", year)) => format!("Année {year}"),
        Some(("langue", lang)) => format!("Langue : {lang}"),
        Some(("acces", "ouvert")) => "Libre accès".to_owned(),
        Some(("acces", _)) => "Accès restreint ou sous embargo".to_owned(),
        Some(("type", code)) => {
            ResourceType::from_code(code).map_or_else(|| code.to_owned(), |kind| kind.label(Lang::FR))
        }
        Some(("conformite", code)) => state_name(code).to_owned(),
        Some(("secteur", key)) => Fund::from_key(key).map_or_else(|| key.to_owned(), |fund| fund.acronym().to_owned()),
        Some(("etablissement", ror)) => Ror::parse(ror)
            .ok()
            .and_then(|ror| find_institution(&ror))
            .map_or_else(|| format!("Établissement {ror}"), |found| found.name(Lang::FR).to_owned()),
        Some(("programme", fund)) => {
            Fund::from_key(fund).map_or_else(|| fund.to_owned(), |fund| format!("Programmes : {}", fund.acronym()))
        }
        _ => match spec {
            "acces" => "Accès",
            "annee" => "Années",
            "conformite" => "Conformité aux politiques de libre accès du FRQ",
            "programme" => "Programmes de financement",
            "etablissement" => "Établissements",
            "langue" => "Langues",
            "secteur" => "Secteurs du FRQ",
            "type" => "Types de document",
            "openaire" => "OpenAIRE",
            other => other,
        }
        .to_owned(),
    }
}
