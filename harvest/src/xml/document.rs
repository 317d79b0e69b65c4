//! The envelope of every answer (OAI-PMH 2.0 §3.2).

use super::XSI;
use super::identify::{write_formats, write_identity, write_sets};
use super::records::{write_headers, write_record, write_records};
use super::writer::Writer;
use crate::datestamp::Granularity;
use crate::model::{Answer, Response};

/// Namespace of the protocol.
const NAMESPACE: &str = "http://www.openarchives.org/OAI/2.0/";
/// Namespace and schema, exactly as the protocol spells them.
const SCHEMA_LOCATION: &str = "http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd";

/// The whole document.
pub(crate) fn write_document(response: &Response) -> String {
    let mut writer = Writer::new();
    if let Some(href) = &response.stylesheet {
        writer.stylesheet(href);
    }
    let root = [("xmlns", NAMESPACE), ("xmlns:xsi", XSI), ("xsi:schemaLocation", SCHEMA_LOCATION)];
    writer.element("OAI-PMH", &root, |writer| write_parts(writer, response));
    writer.finish()
}

fn write_parts(writer: &mut Writer, response: &Response) {
    writer.leaf("responseDate", &response.date.format(Granularity::Second));
    writer.leaf_with("request", &request_attributes(response), &response.base_url);
    match &response.outcome {
        Ok(answer) => write_answer(writer, answer, response.granularity),
        Err(errors) => {
            for error in errors {
                writer.leaf_with("error", &[("code", error.code.as_str())], &error.message);
            }
        }
    }
}

/// The arguments as they were received, or none after badVerb and badArgument.
fn request_attributes(response: &Response) -> Vec<(&str, &str)> {
    let errors = response.outcome.as_ref().err().into_iter().flatten();
    if errors.into_iter().any(|error| error.code.hides_arguments()) {
        return Vec::new();
    }
    let arguments = response.arguments.iter();
    arguments.map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn write_answer(writer: &mut Writer, answer: &Answer, granularity: Granularity) {
    let name = answer.verb().as_str();
    writer.element(name, &[], |writer| match answer {
        Answer::Identify(description) => write_identity(writer, description, granularity),
        Answer::ListMetadataFormats(formats) => write_formats(writer, formats),
        Answer::ListSets(page) => write_sets(writer, page),
        Answer::GetRecord(record) => write_record(writer, record, granularity),
        Answer::ListIdentifiers(page) => write_headers(writer, page, granularity),
        Answer::ListRecords(page) => write_records(writer, page, granularity),
    });
}
