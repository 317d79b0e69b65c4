//! Well-known places of articles by their hosts: what a copy there counts for (`repositories.csv` of the domain notes; the
//! policies' rule on repositories).

use std::sync::LazyLock;

use super::table::{cell, read};
use crate::domain::{CopyHost, RepositoryKind};

/// A place where copies stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPlace {
    host: String,
    /// Its name.
    pub name: String,
    /// Who stands behind it.
    pub holder: CopyHost,
    /// Kind of repository, when it is one.
    pub kind: Option<RepositoryKind>,
}

static PLACES: LazyLock<Vec<KnownPlace>> = LazyLock::new(|| {
    let place = |row: &super::table::Row| KnownPlace {
        host: cell(row, "host"),
        name: cell(row, "name"),
        holder: if cell(row, "holder") == "publisher" { CopyHost::Publisher } else { CopyHost::Repository },
        kind: kind(&cell(row, "kind")),
    };
    read(include_str!("places.csv")).iter().map(place).collect()
});

fn kind(code: &str) -> Option<RepositoryKind> {
    match code {
        "institutional" => Some(RepositoryKind::Institutional),
        "disciplinary" => Some(RepositoryKind::Disciplinary),
        "social_network" => Some(RepositoryKind::SocialNetwork),
        _ => None,
    }
}

/// The place that an address of the web belongs to: its host or one above it.
#[must_use]
pub fn find_place(url: &str) -> Option<&'static KnownPlace> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?.to_ascii_lowercase();
    let is_at = |place: &&KnownPlace| {
        host.strip_suffix(&place.host).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    PLACES.iter().find(is_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_known_by_its_host_or_one_above_and_by_no_lookalike() {
        let name = |url: &str| find_place(url).map(|place| place.name.as_str());
        assert_eq!(name("https://www.erudit.org/fr/revues/x/1/"), Some("Érudit"));
        assert_eq!(name("https://Papyrus.bib.umontreal.ca:443/handle/1866/1"), Some("Papyrus"));
        assert_eq!(name("https://inria.hal.science/hal-1"), Some("HAL"));
        for url in ["https://notarxiv.org/abs/1", "https://arxiv.org.example.com/", "arxiv.org/abs/1", ""] {
            assert_eq!(name(url), None, "{url}");
        }
        let kinds: Vec<_> = PLACES.iter().map(|place| (place.holder, place.kind.is_some())).collect();
        assert!(kinds.iter().all(|(holder, kind)| (*holder == CopyHost::Repository) == *kind), "a kind each");
    }
}
