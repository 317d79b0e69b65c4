//! How the repository describes itself to harvesters: the containers of `Identify` (OAI-PMH 2.0, implementation
//! guidelines), made from the settings.

use harvest::{Branding, CollectionIcon, Description, Eprints, OaiIdentifier, Policy, RightsManifest, RightsStatement};

use super::SiteIdentity;

/// All descriptions; `sample` is the identifier of a record that exists.
pub(super) fn descriptions(site: &SiteIdentity, domain: &str, sample: Option<&str>) -> Vec<Description> {
    let identifier = sample.and_then(|sample| OaiIdentifier::new(domain, sample).ok());
    let mut all: Vec<_> = identifier.map(Description::OaiIdentifier).into_iter().collect();
    all.push(Description::Eprints(policies(site)));
    all.push(Description::Branding(branding(site)));
    if !site.oai_friends.is_empty() {
        all.push(Description::Friends(site.oai_friends.clone()));
    }
    let licence = site.metadata_licence.clone().map(RightsStatement::Reference);
    all.extend(licence.map(|licence| Description::RightsManifest(RightsManifest::new(licence))));
    all
}

fn branding(site: &SiteIdentity) -> Branding {
    let icon = CollectionIcon {
        url: format!("{}/favicon.ico", site.base_url),
        link: Some(site.base_url.clone()),
        title: Some(site.name.clone()),
        width_pixels: None,
        height_pixels: None,
    };
    Branding { icon: Some(icon), renderings: Vec::new() }
}

/// In the two languages of the site, which the schema has no attribute to tell apart.
fn policies(site: &SiteIdentity) -> Eprints {
    let text = |path: &str, text: String| Policy::UrlAndText { url: format!("{}{path}", site.base_url), text };
    let metadata = match &site.metadata_licence {
        Some(licence) => format!(
            "Les notices peuvent être moissonnées et réutilisées sous la licence {licence}. \
             Descriptions may be harvested and reused under the licence {licence}."
        ),
        None => "Les notices peuvent être moissonnées. Descriptions may be harvested.".to_owned(),
    };
    Eprints {
        content: Some(text(
            "/a-propos",
            "Articles scientifiques et autres travaux issus du financement du Fonds de recherche du Québec, surtout en \
             français et en anglais. Scholarly articles and other works that come of funding by the Fonds de recherche \
             du Québec, most of them in French or English."
                .to_owned(),
        )),
        metadata_policy: text("/donnees", metadata),
        data_policy: text(
            "/a-propos",
            "Chaque texte est sous la licence que dit sa notice ; un texte sous embargo ou à accès restreint n’est pas \
             moissonnable. Each text is under the licence that its record states; texts under embargo or with \
             restricted access cannot be harvested."
                .to_owned(),
        ),
        submission_policy: Some(text(
            "/deposer",
            "Les dépôts sont relus avant leur publication. Deposits are reviewed before they are published.".to_owned(),
        )),
        comments: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_settings_leave_out_is_not_said() {
        let site = SiteIdentity {
            name: "Parvis".to_owned(),
            base_url: "https://depot.example.org".to_owned(),
            admin_email: "depot@example.org".to_owned(),
            oai_page_size: 100,
            oai_friends: Vec::new(),
            metadata_licence: None,
            token_key: [0; 32],
        };
        let all = descriptions(&site, "depot.example.org", None);
        assert!(matches!(all.as_slice(), [Description::Eprints(_), Description::Branding(_)]), "{all:?}");
    }
}
