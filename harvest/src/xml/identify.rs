//! Identify, formats and sets (OAI-PMH 2.0 §4.2, §4.4, §4.6).

use super::description::write_description;
use super::records::write_token;
use super::writer::Writer;
use crate::datestamp::Granularity;
use crate::model::{Description, Format, Page, RepositoryDescription, Set};

/// The children of Identify in the order of the schema.
pub(crate) fn write_identity(writer: &mut Writer, repository: &RepositoryDescription, granularity: Granularity) {
    let identity = &repository.identity;
    writer.leaf("repositoryName", &identity.repository_name);
    writer.leaf("baseURL", &repository.base_url);
    writer.leaf("protocolVersion", "2.0");
    for email in identity.admin_emails() {
        writer.leaf("adminEmail", email.as_str());
    }
    writer.leaf("earliestDatestamp", &identity.earliest_datestamp.format(granularity));
    writer.leaf("deletedRecord", repository.deleted_records.as_str());
    writer.leaf("granularity", granularity.as_str());
    // `identity` is no compression and must not be announced (OAI-PMH 2.0 §3.1.3).
    let codings = identity.compressions.iter();
    for coding in codings.filter(|coding| !coding.eq_ignore_ascii_case("identity")) {
        writer.leaf("compression", coding);
    }
    write_descriptions(writer, "description", &identity.descriptions);
}

pub(crate) fn write_formats(writer: &mut Writer, formats: &[Format]) {
    for format in formats {
        writer.element("metadataFormat", &[], |writer| {
            writer.leaf("metadataPrefix", format.prefix());
            writer.leaf("schema", format.schema());
            writer.leaf("metadataNamespace", format.namespace());
        });
    }
}

pub(crate) fn write_sets(writer: &mut Writer, page: &Page<Set>) {
    for set in &page.entries {
        writer.element("set", &[], |writer| {
            writer.leaf("setSpec", set.spec.as_str());
            writer.leaf("setName", &set.name);
            write_descriptions(writer, "setDescription", &set.descriptions);
        });
    }
    write_token(writer, page.token.as_ref());
}

/// One container for each description; oai-identifier at most once (oai-identifier guideline §3).
fn write_descriptions(writer: &mut Writer, container: &str, descriptions: &[Description]) {
    let mut identified = false;
    for description in descriptions {
        let is_scheme = matches!(description, Description::OaiIdentifier(_));
        if !(is_scheme && identified) {
            writer.element(container, &[], |writer| write_description(writer, description));
        }
        identified |= is_scheme;
    }
}
