//! The copy of a PDF that says itself what it is: what is added behind the bytes of the file.
//!
//! An incremental update (ISO 32000-2 §7.5.6) leaves every deposited byte as it is and adds the catalogue with language
//! and XMP packet, the information dictionary and a cross-reference section. Files where that would break a promise or
//! rest on a guess are refused: encrypted, signed, or with a structure that had to be repaired. It belongs here because
//! it parses untrusted files and is checked by this module's own reader; the process is limited by its caller.

use std::sync::LazyLock;

use lopdf::{Dictionary, IncrementalDocument, LoadOptions, Object, Stream, dictionary, text_string};
use regex::bytes::Regex;

use super::guard;
use super::pdf::Document;
use crate::domain::description::FileDescription;

/// Version of what is added; a change of it makes older additions stale.
pub const WRITER_VERSION: &str = "1";

/// Entries of encrypted and of signed files (ISO 32000-2 §7.6, §12.8.1); neither may stand in a compressed object.
static SEALS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"/(?:Encrypt|ByteRange)(?-u:\b)").ok());
/// Where the last cross-reference section begins (§7.5.5).
static START: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"startxref\s+([0-9]{1,12})\s").ok());
/// How such a section begins: a table, or a stream (§7.5.4, §7.5.8).
static SECTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(?:xref\s|[0-9]+\s+[0-9]+\s+obj(?-u:\b))").ok());
/// Bytes at the end of a file that are searched for `startxref`.
const TAIL_BYTES: usize = 2_048;

/// Most bytes that one object or cross-reference stream may decode to.
const MOST_STREAM_BYTES: usize = 64 << 20;
/// Bit of `SigFlags` that says that there are signatures (ISO 32000-2 table 225).
const SIGNATURES_EXIST: i64 = 1;

/// Why a file gets no described copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is encrypted, be it with the empty password.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// It is signed: whatever is added would show as a change after the signature.
    #[error("the PDF is signed")]
    Signed,
    /// Its structure is broken, unusual or had to be repaired.
    #[error("the structure of the PDF is not sound")]
    Unsound,
}

/// Whether a look at a PDF already tells that nothing may be added to it. Quick; [`addition`] looks closer.
#[must_use]
pub fn is_sealed(bytes: &[u8]) -> bool {
    let sealed = SEALS.as_ref().is_none_or(|seals| seals.is_match(bytes));
    sealed || !bytes.starts_with(b"%PDF-") || !has_section(bytes).unwrap_or_default()
}

/// Whether the last `startxref` leads to a cross-reference section.
fn has_section(bytes: &[u8]) -> Option<bool> {
    let tail = bytes.get(bytes.len().saturating_sub(TAIL_BYTES)..)?;
    let found = START.as_ref()?.captures_iter(tail).last()?;
    let at: usize = std::str::from_utf8(found.get(1)?.as_bytes()).ok()?.parse().ok()?;
    let section = bytes.get(at..)?;
    Some(SECTION.as_ref()?.is_match(section.get(..64.min(section.len()))?))
}

/// The bytes to add behind a PDF so that it carries a description.
///
/// # Errors
/// When the file must stay as it is.
pub fn addition(bytes: &[u8], description: &FileDescription) -> Result<Vec<u8>, Refusal> {
    let update = guard(|| update(bytes, description)).unwrap_or(Err(Refusal::Unsound))?;
    let added = update.get(bytes.len()..).filter(|_| update.starts_with(bytes)).ok_or(Refusal::Unsound)?;
    if reads_as_before(bytes, &update, description) { Ok(added.to_vec()) } else { Err(Refusal::Unsound) }
}

/// The file with the update behind it.
fn update(bytes: &[u8], description: &FileDescription) -> Result<Vec<u8>, Refusal> {
    let mut file = IncrementalDocument::create_from(bytes.to_vec(), open(bytes)?);
    let before = file.get_prev_documents();
    let root = before.trailer.get(b"Root").and_then(Object::as_reference).map_err(|_| Refusal::Unsound)?;
    let mut catalog = before.get_dictionary(root).map_err(|_| Refusal::Unsound)?.clone();
    let mut info = old_info(before);
    let packet = with_accessibility_claim(&description.xmp, bytes);
    let update = &mut file.new_document;
    for (key, value) in &description.info {
        info.set(key.as_bytes(), text_string(value));
    }
    let info = update.add_object(info);
    // Not compressed, so that tools which know nothing of PDF find it (ISO 16684-3 §4.2).
    let stream = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet.into_bytes());
    let metadata = update.add_object(stream.with_compression(false));
    catalog.set("Metadata", metadata);
    set_language(&mut catalog, description);
    if !catalog.has(b"ViewerPreferences") {
        catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    }
    update.set_object(root, catalog);
    update.trailer.set("Info", info);
    // The update's own section follows; these describe the section before it (§7.5.8.4).
    update.trailer.remove(b"XRefStm");
    let mut written = Vec::with_capacity(bytes.len() + description.xmp.len() + 4_096);
    file.save_to(&mut written).map_err(|_| Refusal::Unsound)?;
    Ok(written)
}

fn open(bytes: &[u8]) -> Result<lopdf::Document, Refusal> {
    if !bytes.starts_with(b"%PDF-") {
        return Err(Refusal::Unsound);
    }
    let document =
        lopdf::Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(MOST_STREAM_BYTES))
            .map_err(|_| Refusal::Unsound)?;
    if document.is_encrypted() || document.was_encrypted() || document.trailer.has(b"Encrypt") {
        return Err(Refusal::Encrypted);
    }
    if is_signed(&document) {
        return Err(Refusal::Signed);
    }
    let sound = document.xref_recovery.is_none() && document.xref_start > 0;
    if sound { Ok(document) } else { Err(Refusal::Unsound) }
}

/// Whether there are signatures: the form says so, the catalogue names permissions they give, or one is found.
fn is_signed(document: &lopdf::Document) -> bool {
    let catalog = document.catalog().ok();
    let form = catalog.and_then(|catalog| catalog.get_deref(b"AcroForm", document).ok());
    let flags = form.and_then(|form| form.as_dict().ok()).and_then(|form| form.get(b"SigFlags").ok());
    let flagged = flags.and_then(|flags| flags.as_i64().ok()).is_some_and(|flags| flags & SIGNATURES_EXIST != 0);
    let permitted = catalog.is_some_and(|catalog| catalog.has(b"Perms"));
    let found = || document.objects.values().any(|object| object.as_dict().is_ok_and(|dict| dict.has(b"ByteRange")));
    flagged || permitted || found()
}

/// The entries of the information dictionary so far.
fn old_info(document: &lopdf::Document) -> Dictionary {
    let info = document.trailer.get(b"Info").and_then(|info| document.dereference(info));
    info.ok().and_then(|(_, info)| info.as_dict().ok().cloned()).unwrap_or_default()
}

/// Sets the language, but leaves a region that the file names itself (`fr-CA`).
fn set_language(catalog: &mut Dictionary, description: &FileDescription) {
    let Some(language) = description.language else { return };
    let old = catalog.get(b"Lang").ok().and_then(|lang| lang.as_str().ok()).map(String::from_utf8_lossy);
    let same = old.is_some_and(|old| crate::domain::Lang::parse(&old).is_ok_and(|old| old == language));
    if !same {
        catalog.set("Lang", Object::string_literal(language.as_str()));
    }
}

/// Keeps what the file's own packet says of accessibility (PDF/UA identification, ISO 14289-1 §5): pages and structure
/// stay as they were. Claims of PDF/A are left out: its validators ask for a schema of every property (ISO 19005-2 §6.6.2).
fn with_accessibility_claim(packet: &str, bytes: &[u8]) -> String {
    let old = Document::open(bytes).ok().and_then(|document| document.xmp()).unwrap_or_default();
    let old = String::from_utf8_lossy(&old);
    let part = ["1", "2"].into_iter().find(|part| {
        old.contains(&format!("<pdfuaid:part>{part}</pdfuaid:part>"))
            || old.contains(&format!("pdfuaid:part=\"{part}\""))
    });
    let Some(part) = part else { return packet.to_owned() };
    let claim = format!(
        "<rdf:Description xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"><pdfuaid:part>{part}</pdfuaid:part>\
         </rdf:Description></rdf:RDF>"
    );
    packet.replacen("</rdf:RDF>", &claim, 1)
}

/// Whether our own reader finds the same pages as before, and the packet.
fn reads_as_before(before: &[u8], after: &[u8], description: &FileDescription) -> bool {
    let read =
        |bytes: &[u8]| guard(|| Document::open(bytes).ok().map(|file| (file.page_count(), file.xmp()))).flatten();
    let (Some((pages, _)), Some((pages_after, packet))) = (read(before), read(after)) else { return false };
    let head = description.xmp.split("</rdf:RDF>").next().unwrap_or_default();
    pages == pages_after && packet.is_some_and(|packet| packet.starts_with(head.as_bytes()))
}

#[cfg(test)]
#[path = "described_tests.rs"]
mod tests;
