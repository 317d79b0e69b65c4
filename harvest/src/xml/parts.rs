//! A document in parts, so that a page of records need not be written as a whole before it is sent.

use std::vec::IntoIter;

use super::document::write_document;
use super::records::write_record;
use super::writer::Writer;
use crate::datestamp::Granularity;
use crate::model::{Answer, Page, Record, Response};

/// Size that a part has at least, unless it is the last one.
const PART_BYTES: usize = 64 * 1024;
/// Start of the element that records stand in.
const LIST_START: &str = "<ListRecords>";

/// A document that is written while it is read.
pub(crate) struct Parts {
    head: Option<String>,
    records: IntoIter<Record>,
    tail: Option<String>,
    granularity: Granularity,
}

impl Parts {
    pub(crate) fn new(mut response: Response) -> Self {
        let records = match &mut response.outcome {
            Ok(Answer::ListRecords(Page { entries, .. })) => std::mem::take(entries),
            _ => Vec::new(),
        };
        let mut head = write_document(&response);
        // Behind it there is only the token, whose text is escaped.
        let split = head.rfind(LIST_START).filter(|_| !records.is_empty());
        let tail = split.map(|at| head.split_off(at + LIST_START.len()));
        Self { head: Some(head), records: records.into_iter(), tail, granularity: response.granularity }
    }
}

impl Iterator for Parts {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let mut writer = Writer::part(self.head.take().unwrap_or_default(), PART_BYTES + PART_BYTES / 2);
        while writer.len() < PART_BYTES {
            let Some(record) = self.records.next() else {
                writer.checked_markup(&self.tail.take().unwrap_or_default());
                break;
            };
            write_record(&mut writer, &record, self.granularity);
        }
        let part = writer.finish().into_bytes();
        (!part.is_empty()).then_some(part)
    }
}

#[cfg(test)]
mod tests {
    use crate::datestamp::Datestamp;
    use crate::model::{Format, Fragment, Header};

    use super::*;

    fn page(records: usize) -> Response {
        let format = Format::oai_dc();
        let text = "<ListRecords>".replace('<', "&lt;").repeat(20);
        let xml = format!("<d:dc xmlns:d='{}'>{text}</d:dc>", format.namespace());
        let record = |number| Record {
            header: Header {
                identifier: format!("oai:x.example:{number}"),
                datestamp: Datestamp::MIN,
                sets: Vec::new(),
                deleted: false,
            },
            metadata: Fragment::parse(&xml).ok(),
            about: Vec::new(),
        };
        let entries = (0..records).map(record).collect();
        Response {
            date: Datestamp::MIN,
            base_url: "https://x.example/oai".to_owned(),
            arguments: vec![("verb".to_owned(), "<ListRecords>".to_owned())],
            granularity: Granularity::Second,
            stylesheet: None,
            outcome: Ok(Answer::ListRecords(Page { entries, token: None })),
        }
    }

    #[test]
    fn the_parts_of_a_page_are_the_page() {
        for records in [1, 7, 500] {
            let whole = page(records).to_xml();
            let parts: Vec<Vec<u8>> = page(records).into_parts().collect();
            assert_eq!(parts.concat(), whole.as_bytes());
            assert_eq!(parts.len() > 1, records == 500);
        }
    }

    #[test]
    fn an_answer_without_records_is_one_part() {
        let refused = || Response { outcome: Err(Vec::new()), ..page(0) };
        let parts: Vec<Vec<u8>> = refused().into_parts().collect();
        assert_eq!(parts, [refused().to_xml().into_bytes()]);
    }
}
