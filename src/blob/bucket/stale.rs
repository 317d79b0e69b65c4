//! Uploads in parts that nobody ended: they cost room and no listing of objects shows them.
//!
//! `object_store` has no request for them, so that two of the API are made here: `ListMultipartUploads` and
//! `AbortMultipartUpload` (Amazon S3 API Reference).

use http::{Method, Request};
use jiff::Timestamp;
use object_store::aws::AwsAuthorizer;
use object_store::client::{HttpRequestBody, HttpService};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::Bucket;
use crate::blob::Error;

/// What stands in a query as it is (RFC 3986, unreserved characters), as signatures have it.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The same in a path.
const PLAIN_IN_PATH: &AsciiSet = &PLAIN.remove(b'/');
/// Largest list that is read, in bytes: a thousand uploads are some hundred kilobytes.
const MOST_BYTES: usize = 8 << 20;

/// An upload in parts.
#[derive(Debug, Default, PartialEq, Eq)]
struct Upload {
    key: String,
    id: String,
    begun: Option<Timestamp>,
}

impl Bucket {
    /// Ends the uploads in parts of this site that were begun before a moment; gives how many there were.
    pub(in crate::blob) async fn abort_stale(&self, before: Timestamp) -> Result<usize, Error> {
        let prefix = match self.settings.prefix.as_str() {
            "" => String::new(),
            prefix => format!("{prefix}/"),
        };
        let query = format!("prefix={}&uploads=", utf8_percent_encode(&prefix, PLAIN));
        let text = self.ask(Method::GET, "", &query).await?;
        let mut ended = 0;
        for upload in uploads(&text)? {
            // Services that do not filter by the prefix name uploads of others too.
            if upload.begun.is_some_and(|begun| begun < before) && upload.key.starts_with(&prefix) {
                let id = format!("uploadId={}", utf8_percent_encode(&upload.id, PLAIN));
                self.ask(Method::DELETE, &upload.key, &id).await?;
                ended += 1;
            }
        }
        Ok(ended)
    }

    /// A signed request about a key, or about the bucket; gives the text of the answer.
    async fn ask(&self, method: Method, key: &str, query: &str) -> Result<String, Error> {
        let endpoint = self.settings.reached_at(&self.settings.endpoint());
        let bucket = if self.settings.path_style { format!("/{}", self.settings.bucket) } else { String::new() };
        let key = utf8_percent_encode(key, PLAIN_IN_PATH);
        let request = Request::builder().method(method).uri(format!("{endpoint}{bucket}/{key}?{query}"));
        let mut request = request.body(HttpRequestBody::empty()).map_err(failed)?;
        let credential = self.brisk.credentials().get_credential().await?;
        AwsAuthorizer::new(&credential, "s3", &self.settings.region).try_authorize(&mut request, None)?;
        let (head, body) = self.transport.call(request).await.map_err(failed)?.into_parts();
        let body = http_body_util::BodyExt::collect(http_body_util::Limited::new(body, MOST_BYTES)).await;
        let body = body.map_err(|error| Error::Backend(object_store::Error::Generic { store: "S3", source: error }))?;
        let text = String::from_utf8_lossy(&body.to_bytes()).into_owned();
        // One that somebody else ended is gone.
        if head.status.is_success() || head.status == http::StatusCode::NOT_FOUND {
            return Ok(text);
        }
        Err(failed(std::io::Error::other(format!("{}: {text}", head.status))))
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Backend(object_store::Error::Generic { store: "S3", source: Box::new(error) })
}

/// The uploads that an answer lists.
fn uploads(text: &str) -> Result<Vec<Upload>, Error> {
    let mut reader = Reader::from_str(text);
    let (mut found, mut upload, mut element) = (Vec::new(), None::<Upload>, String::new());
    loop {
        match reader.read_event().map_err(failed)? {
            Event::Eof => return Ok(found),
            Event::Start(start) => {
                start.local_name().as_ref().clone_into(&mut element);
                if element == "Upload" {
                    upload = Some(Upload::default());
                }
            }
            Event::End(end) => {
                element.clear();
                if end.local_name().as_ref() == "Upload" {
                    found.extend(upload.take().filter(|upload| !upload.id.is_empty()));
                }
            }
            Event::Text(words) => {
                let words = words.xml10_content();
                match (&mut upload, element.as_str()) {
                    (Some(upload), "Key") => upload.key.push_str(&words),
                    (Some(upload), "UploadId") => upload.id.push_str(&words),
                    (Some(upload), "Initiated") => upload.begun = words.parse().ok(),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uploads_are_read_from_an_answer() {
        let text = "<?xml version=\"1.0\"?><ListMultipartUploadsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
            <Bucket>b</Bucket><Upload><Key>p/sha256/ab</Key><UploadId>one</UploadId>\
            <Initiator><ID>x</ID></Initiator><Initiated>2026-11-20T10:00:00.000Z</Initiated></Upload>\
            <Upload><Key>p/x</Key><UploadId></UploadId></Upload></ListMultipartUploadsResult>";
        let begun = "2026-11-20T10:00:00Z".parse().ok();
        let one = Upload { key: "p/sha256/ab".to_owned(), id: "one".to_owned(), begun };
        assert_eq!(uploads(text).unwrap(), [one]);
        assert!(uploads("").unwrap().is_empty());
        assert!(uploads("<a><b></a>").is_err());
    }
}
