//! Headers, records and resumption tokens (OAI-PMH 2.0 §2.5, §3.5).

use super::about::write_abouts;
use super::writer::Writer;
use crate::datestamp::Granularity;
use crate::model::{Header, Page, Record, ResumptionToken};
use crate::syntax::deepest;

pub(crate) fn write_headers(writer: &mut Writer, page: &Page<Header>, granularity: Granularity) {
    for header in &page.entries {
        write_header(writer, header, granularity);
    }
    write_token(writer, page.token.as_ref());
}

pub(crate) fn write_records(writer: &mut Writer, page: &Page<Record>, granularity: Granularity) {
    for record in &page.entries {
        write_record(writer, record, granularity);
    }
    write_token(writer, page.token.as_ref());
}

/// A deletion carries its header alone, whatever else the record holds.
pub(crate) fn write_record(writer: &mut Writer, record: &Record, granularity: Granularity) {
    writer.element("record", &[], |writer| {
        write_header(writer, &record.header, granularity);
        if record.header.deleted {
            return;
        }
        if let Some(metadata) = &record.metadata {
            writer.element("metadata", &[], |writer| writer.checked_markup(metadata.as_str()));
        }
        write_abouts(writer, &record.about);
    });
}

fn write_header(writer: &mut Writer, header: &Header, granularity: Granularity) {
    let status: &[(&str, &str)] = if header.deleted { &[("status", "deleted")] } else { &[] };
    writer.element("header", status, |writer| {
        writer.leaf("identifier", &header.identifier);
        writer.leaf("datestamp", &header.datestamp.format(granularity));
        for set in deepest(&header.sets) {
            writer.leaf("setSpec", set.as_str());
        }
    });
}

pub(crate) fn write_token(writer: &mut Writer, token: Option<&ResumptionToken>) {
    let Some(token) = token else { return };
    let expiration = token.expiration_date.map(|date| date.format(Granularity::Second));
    let size = token.complete_list_size.map(|size| size.to_string());
    let cursor = token.cursor.map(|cursor| cursor.to_string());
    let attributes: Vec<_> = [("expirationDate", &expiration), ("completeListSize", &size), ("cursor", &cursor)]
        .into_iter()
        .filter_map(|(name, value)| value.as_deref().map(|value| (name, value)))
        .collect();
    writer.leaf_with("resumptionToken", &attributes, &token.value);
}
