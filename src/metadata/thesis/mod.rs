//! Formats for theses only: ETD-MS for Theses Canada and NDLTD, `UKETD_DC` for the networks that took it over.
//!
//! Works of other types do not exist in these formats ([`Crosswalk::applies`](super::Crosswalk::applies)).

mod etdms;
mod uketd_dc;

pub(super) use etdms::Etdms;
pub(super) use uketd_dc::UketdDc;

use super::Record;
use super::text::one_line;
use crate::domain::ResourceType;

/// Whether the work is a thesis.
pub(super) fn is_thesis(record: &Record<'_>) -> bool {
    matches!(record.metadata.resource_type, Some(ResourceType::DoctoralThesis | ResourceType::MastersThesis))
}

/// The institution that gave the degree: the publisher of the thesis, else the place where its author works.
pub(super) fn institution(record: &Record<'_>) -> Option<String> {
    let publisher = record.metadata.journal.as_ref().and_then(|journal| journal.publisher.as_deref());
    let place = record.metadata.authors.first().and_then(|author| author.affiliations.first());
    let names = publisher.into_iter().chain(place.map(|place| place.name.as_str()));
    names.map(one_line).find(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::samples;

    #[test]
    fn the_institution_is_the_publisher_or_where_the_author_works() {
        let mut metadata = samples::full();
        metadata.resource_type = Some(ResourceType::MastersThesis);
        assert!(is_thesis(&samples::record(&metadata)));
        assert_eq!(institution(&samples::record(&metadata)).unwrap(), "Presses de l’essai");
        metadata.journal = None;
        assert_eq!(institution(&samples::record(&metadata)).unwrap(), "Université Laval");
        metadata.authors.clear();
        assert_eq!(institution(&samples::record(&metadata)), None);
    }
}
