//! The envelope of an answer and the entries of its list, as far as they can be read.

use std::collections::BTreeSet;

use super::dates;
use super::error::{HarvestError, RemoteError};
use super::recover;
use super::repair::Repair;
use super::tree::{Break, Cursor, Element, Step};
use crate::datestamp::Datestamp;

/// Namespace of the protocol.
const PROTOCOL: &str = "http://www.openarchives.org/OAI/2.0/";

/// A `resumptionToken` element; its value is empty on the last page.
#[derive(Debug, Default)]
pub(super) struct Token {
    pub(super) value: String,
    pub(super) expires: Option<Datestamp>,
    pub(super) complete_list_size: Option<u64>,
}

/// An entry of a list, or of an `Identify` answer.
#[derive(Debug)]
pub(super) enum Entry {
    Whole(Element),
    Broken { identifier: Option<String>, reason: String },
}

/// An answer, its foreign content still ranges of the text.
#[derive(Debug, Default)]
pub(super) struct Envelope {
    pub(super) date: Option<Datestamp>,
    pub(super) errors: Vec<RemoteError>,
    /// Root and verb element without their children: they may declare namespaces.
    pub(super) frame: Vec<Element>,
    pub(super) entries: Vec<Entry>,
    pub(super) token: Option<Token>,
    /// Why reading ended before the document did.
    pub(super) broken: Option<String>,
    pub(super) repairs: BTreeSet<Repair>,
}

impl Envelope {
    /// Reads a document whose characters and references are sound.
    pub(super) fn read(text: &str) -> Result<Self, HarvestError> {
        let mut cursor = Cursor::new(text, 0);
        let root = root(&mut cursor)?;
        let mut envelope = Self::default();
        let prefix = root.name.rsplit_once(':').map_or("", |(prefix, _)| prefix);
        if !root.declarations().any(|(declared, namespace)| declared == prefix && namespace == PROTOCOL) {
            envelope.repairs.insert(Repair::ProtocolNamespace);
        }
        envelope.frame.push(root);
        let end = envelope.read_root(text, &mut cursor);
        envelope.broken = end.err().map(|end| end.to_string());
        Ok(envelope)
    }

    /// The whole entries.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Whole(element) => Some(element),
            Entry::Broken { .. } => None,
        })
    }

    /// Fails when the server reports errors or the answer is not whole.
    pub(super) fn check(&self) -> Result<(), HarvestError> {
        if !self.errors.is_empty() {
            return Err(HarvestError::Protocol(self.errors.clone()));
        }
        match &self.broken {
            Some(reason) => Err(HarvestError::Truncated(reason.clone())),
            None => Ok(()),
        }
    }

    fn read_root<'a>(&mut self, text: &'a str, cursor: &mut Cursor<'a>) -> Result<(), Break> {
        loop {
            match cursor.step()? {
                Step::Open(element, true) if is_container(element.local()) => self.read_list(text, cursor, element)?,
                Step::Open(element, content) => {
                    let element = if content { cursor.complete(element, 1)? } else { element };
                    self.read_child(element);
                }
                Step::Text(_) => {}
                Step::Close(_) => return Ok(()),
                Step::End => return Err(Break::Broken("the document ends before its root element does".to_owned())),
            }
        }
    }

    fn read_child(&mut self, element: Element) {
        match element.local() {
            "responseDate" => self.date = dates::lenient(&element.text).map(|(date, _)| date),
            "error" => self.errors.push(RemoteError {
                code: element.attribute("code").unwrap_or_default().trim().to_owned(),
                message: element.text.trim().to_owned(),
            }),
            // A misplaced token counts all the same.
            "resumptionToken" => self.token = Some(token(&element)),
            name if is_container(name) => self.frame.push(element),
            _ => {}
        }
    }

    fn read_list<'a>(&mut self, text: &'a str, cursor: &mut Cursor<'a>, list: Element) -> Result<(), Break> {
        let kind = entry_name(list.local());
        let name = list.local().to_owned();
        self.frame.push(list);
        loop {
            let start = cursor.position();
            let entry = match cursor.step() {
                Ok(Step::Open(element, true)) => cursor.complete(element, 1),
                Ok(Step::Open(element, false)) => Ok(element),
                Ok(Step::Close(closed)) if closed.ends_with(&name) => return Ok(()),
                Ok(Step::Text(_) | Step::Close(_)) => continue,
                Ok(Step::End) => return Err(Break::Broken("the document ends inside a list".to_owned())),
                Err(broken) => Err(broken),
            };
            match entry {
                Ok(element) if element.local() == "resumptionToken" => self.token = Some(token(&element)),
                Ok(element) => self.entries.push(Entry::Whole(element)),
                Err(broken) => {
                    let Some(next) = recover::next_start(text, start + 1, kind) else { return Err(broken) };
                    let identifier = text.get(start..next).and_then(recover::identifier);
                    self.entries.push(Entry::Broken { identifier, reason: broken.to_string() });
                    *cursor = Cursor::new(text, next);
                }
            }
        }
    }
}

fn root(cursor: &mut Cursor<'_>) -> Result<Element, HarvestError> {
    loop {
        match cursor.step() {
            Ok(Step::Text(text)) if text.trim().is_empty() => {}
            Ok(Step::Open(element, _)) if element.local() == "OAI-PMH" => return Ok(element),
            Ok(Step::Open(element, _)) => {
                return Err(HarvestError::NotOai(format!("the root element is <{}>", element.name)));
            }
            Ok(_) => return Err(HarvestError::NotOai("there is no root element".to_owned())),
            Err(Break::DocumentType) => return Err(HarvestError::DocumentType),
            Err(Break::Broken(reason)) => return Err(HarvestError::NotOai(reason)),
        }
    }
}

fn is_container(name: &str) -> bool {
    name == "Identify" || name == "GetRecord" || name.starts_with("List")
}

/// Name of the entries of a verb's element.
fn entry_name(verb: &str) -> &'static str {
    match verb {
        "ListIdentifiers" => "header",
        "ListSets" => "set",
        "ListMetadataFormats" => "metadataFormat",
        _ => "record",
    }
}

fn token(element: &Element) -> Token {
    Token {
        value: element.text.trim().to_owned(),
        expires: element.attribute("expirationDate").and_then(dates::lenient).map(|(date, _)| date),
        complete_list_size: element.attribute("completeListSize").and_then(|size| size.trim().parse().ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAGE: &str = "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><responseDate>2024-01-01T00:00:00Z</responseDate>\
        <ListRecords><record><header status='deleted'><identifier>a</identifier></header></record>\
        <record><header><identifier>b</identifier></header><metadata><x:y xmlns:x='urn:x'>é &amp; <z/><![CDATA[</record>]]></x:y>\
        </metadata></record><record><header><identifier>c</identifier></header><metadata><record><header/></record></metadata>\
        </record><resumptionToken completeListSize='3'>t</resumptionToken></ListRecords></OAI-PMH>";

    fn identifiers(envelope: &Envelope) -> Vec<&str> {
        envelope.elements().filter_map(|record| record.find("header")?.text_of("identifier")).collect()
    }

    #[test]
    fn wherever_a_page_is_cut_the_records_before_are_kept_and_none_is_invented() {
        let ends: Vec<usize> = ["<record><header><identifier>b", "<record><header><identifier>c", "<resumptionToken"]
            .iter()
            .map(|next| PAGE.find(next).unwrap())
            .collect();
        let start = PAGE.find("<ListRecords>").unwrap();
        for cut in (start..PAGE.len()).filter(|cut| PAGE.is_char_boundary(*cut)) {
            let envelope = Envelope::read(&PAGE[..cut]).unwrap();
            let whole = ends.iter().filter(|end| **end <= cut).count();
            assert_eq!(identifiers(&envelope), ["a", "b", "c"][..whole], "{cut}");
            assert!(envelope.broken.is_some(), "{cut}");
        }
        let envelope = Envelope::read(PAGE).unwrap();
        assert!(envelope.broken.is_none() && envelope.repairs.is_empty());
        assert_eq!(envelope.token.unwrap().complete_list_size, Some(3));
    }

    proptest! {
        #[test]
        fn whatever_happens_to_a_page_reading_ends(at in 0..PAGE.len(), length in 0..40_usize, other in "[<>/&'a-c !\\[\\]-]{0,12}") {
            let mut bytes = PAGE.as_bytes().to_vec();
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, other.bytes());
            let text = String::from_utf8_lossy(&bytes);
            let mut repairs = BTreeSet::new();
            let text = crate::client::repair::repair_markup(&text, &mut repairs);
            if let Ok(envelope) = Envelope::read(&text) {
                prop_assert!(envelope.entries.len() <= 8);
            }
        }
    }
}
