//! What programs that speak SWORD send: entries, `multipart/related`, packages.

use std::fmt::Write as _;
use std::io::Write as _;

use data_encoding::BASE64;
use zip::write::SimpleFileOptions;

/// An Atom entry with a title, an author and a DOI.
pub(crate) const ENTRY: &str = r#"<?xml version="1.0"?><entry xmlns="http://www.w3.org/2005/Atom"
    xmlns:dcterms="http://purl.org/dc/terms/"><title>Envoi</title><id>urn:x:1</id><updated>2026-11-01T00:00:00Z</updated>
    <dcterms:title xml:lang="fr">La neige du nord</dcterms:title><dcterms:creator>Roy, Anne</dcterms:creator>
    <dcterms:identifier>https://doi.org/10.5555/neige</dcterms:identifier><dcterms:language>fr</dcterms:language></entry>"#;

/// A METS file as OJS writes it, for files of these names.
pub(crate) fn mets(files: &[&str]) -> String {
    let statement = |property: &str, value: &str| {
        format!(
            "<epdcx:statement epdcx:propertyURI=\"http://purl.org/dc/elements/1.1/{property}\">\
             <epdcx:valueString>{value}</epdcx:valueString></epdcx:statement>"
        )
    };
    let mut listed = String::new();
    for name in files {
        write!(listed, "<file ID=\"f\"><FLocat LOCTYPE=\"URL\" xlink:href=\"{name}\"/></file>").unwrap();
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><mets xmlns=\"http://www.loc.gov/METS/\" \
         xmlns:xlink=\"http://www.w3.org/1999/xlink\" PROFILE=\"DSpace METS SIP Profile 1.0\"><metsHdr/><dmdSec ID=\"d\">\
         <mdWrap MDTYPE=\"OTHER\" OTHERMDTYPE=\"EPDCX\"><xmlData><epdcx:descriptionSet \
         xmlns:epdcx=\"http://purl.org/eprint/epdcx/2006-11-16/\"><epdcx:description>{}{}</epdcx:description>\
         </epdcx:descriptionSet></xmlData></mdWrap></dmdSec><fileSec><fileGrp>{listed}</fileGrp></fileSec></mets>",
        statement("title", "La glace du fleuve"),
        statement("creator", "Roy, Anne"),
    )
}

/// A zip file.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An entry and a file as `sword2` sends them, and their media type.
pub(crate) fn related(entry: &str, file: &[u8], headers: &str) -> (String, Vec<u8>) {
    let mut body = format!(
        "--limite\r\nContent-Type: application/atom+xml; charset=\"utf-8\"\r\nContent-Disposition: attachment; \
         name=\"atom\"\r\nMIME-Version: 1.0\r\n\r\n{entry}\r\n--limite\r\nContent-Type: application/pdf\r\n\
         Content-Disposition: attachment; name=\"payload\"; filename=\"neige.pdf\"\r\n{headers}MIME-Version: 1.0\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n"
    )
    .into_bytes();
    body.extend(BASE64.encode(file).into_bytes());
    body.extend(b"\r\n--limite--\r\n");
    ("multipart/related; boundary=\"limite\"; type=\"application/atom+xml\"".to_owned(), body)
}

/// The address of a link of an entry, without its host.
pub(crate) fn link(entry: &str, rel: &str) -> String {
    let pattern = format!(r#"<link rel="{}"[^>]* href="https://parvis.example.org([^"]+)""#, regex::escape(rel));
    regex::Regex::new(&pattern).unwrap().captures(entry).unwrap_or_else(|| panic!("no {rel} in {entry}"))[1].to_owned()
}
