//! `about` containers: rights and provenance (implementation guidelines "rights" §2 and "provenance" §2).

use super::XSI;
use super::writer::Writer;
use crate::model::{About, OriginDescription, RightsStatement};

/// Namespace of rights statements and manifests.
pub(super) const RIGHTS: &str = "http://www.openarchives.org/OAI/2.0/rights/";
const RIGHTS_LOCATION: &str =
    "http://www.openarchives.org/OAI/2.0/rights/ http://www.openarchives.org/OAI/2.0/rights.xsd";
const PROVENANCE: &str = "http://www.openarchives.org/OAI/2.0/provenance";
const PROVENANCE_LOCATION: &str =
    "http://www.openarchives.org/OAI/2.0/provenance http://www.openarchives.org/OAI/2.0/provenance.xsd";

/// One container for each part; a record has at most one rights statement.
pub(super) fn write_abouts(writer: &mut Writer, abouts: &[About]) {
    let mut licensed = false;
    for about in abouts {
        let is_rights = matches!(about, About::Rights(_));
        if !(is_rights && licensed) {
            writer.element("about", &[], |writer| write_about(writer, about));
        }
        licensed |= is_rights;
    }
}

fn write_about(writer: &mut Writer, about: &About) {
    match about {
        About::Rights(statement) => {
            let root = [("xmlns", RIGHTS), ("xmlns:xsi", XSI), ("xsi:schemaLocation", RIGHTS_LOCATION)];
            writer.element("rights", &root, |writer| write_rights_choice(writer, statement));
        }
        About::Provenance(origin) => {
            let root = [("xmlns", PROVENANCE), ("xmlns:xsi", XSI), ("xsi:schemaLocation", PROVENANCE_LOCATION)];
            writer.element("provenance", &root, |writer| write_origin(writer, origin));
        }
        About::Other(fragment) => writer.checked_markup(fragment.as_str()),
    }
}

/// The one child of a `rights` element.
pub(super) fn write_rights_choice(writer: &mut Writer, statement: &RightsStatement) {
    match statement {
        RightsStatement::Reference(url) => writer.empty("rightsReference", &[("ref", url)]),
        RightsStatement::Definition(fragment) => {
            writer.element("rightsDefinition", &[], |writer| writer.checked_markup(fragment.as_str()));
        }
    }
}

fn write_origin(writer: &mut Writer, origin: &OriginDescription) {
    let altered = if origin.altered { "true" } else { "false" };
    let attributes = [("harvestDate", origin.harvest_date.as_str()), ("altered", altered)];
    writer.element("originDescription", &attributes, |writer| {
        writer.leaf("baseURL", &origin.base_url);
        writer.leaf("identifier", &origin.identifier);
        writer.leaf("datestamp", &origin.datestamp);
        writer.leaf("metadataNamespace", &origin.metadata_namespace);
        if let Some(earlier) = &origin.origin {
            write_origin(writer, earlier);
        }
    });
}
