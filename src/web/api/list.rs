//! `/recherche/export/{format}`: the whole list of a search in a format for spreadsheets or reference managers.
//!
//! The list is drawn up once, as numbers; the articles follow in batches as the visitor takes them, so that a list of a
//! hundred thousand costs the memory of one batch.

use std::io;
use std::vec::IntoIter;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use tokio::sync::OwnedSemaphorePermit;

use crate::domain::{Article, ArticleId};
use crate::metadata::{Crosswalk, WriteError, find, table};
use crate::service::{Error, Kind};
use crate::web::Site;
use crate::web::address;
use crate::web::error::Fault;
use crate::web::extract::{FormatName, Pairs};
use crate::web::i18n::Locale;
use crate::web::page::set;

/// Articles that are read and written at a time.
const BATCH: usize = 200;
/// The name of the table among the formats.
pub(crate) const CSV: &str = "csv";
/// What a list is offered as: the name in its address and the name for people.
pub(crate) const OFFERED: [(&str, &str); 4] = [(CSV, "CSV"), ("bibtex", "BibTeX"), ("ris", "RIS"), ("csl", "CSL-JSON")];

/// How a list is written.
#[derive(Clone, Copy)]
enum Form {
    /// A table with headings in a language.
    Table(Locale),
    /// One entry of a format after the other.
    Entries(&'static dyn Crosswalk),
    /// The items of a format as one JSON array.
    Array(&'static dyn Crosswalk),
}

impl Form {
    fn of(name: &str, locale: Locale) -> Option<Self> {
        OFFERED.iter().find(|(offered, _)| *offered == name)?;
        match name {
            CSV => Some(Self::Table(locale)),
            "csl" => find(name).map(Self::Array),
            _ => find(name).map(Self::Entries),
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Table(_) => "text/csv; charset=utf-8; header=present",
            Self::Entries(crosswalk) | Self::Array(crosswalk) => crosswalk.format().media_type,
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Table(_) => CSV,
            Self::Entries(crosswalk) | Self::Array(crosswalk) => crosswalk.format().extension,
        }
    }

    fn head(self) -> Result<Vec<u8>, WriteError> {
        match self {
            Self::Table(locale) => table::line(&table::COLUMNS.map(|column| locale.text(&format!("csv-{column}")))),
            Self::Entries(_) => Ok(Vec::new()),
            Self::Array(_) => Ok(b"[".to_vec()),
        }
    }

    fn tail(self) -> &'static [u8] {
        if let Self::Array(_) = self { b"\n]\n" } else { b"" }
    }
}

/// A list on its way.
struct Sending {
    site: Site,
    form: Form,
    ids: IntoIter<ArticleId>,
    /// Entries written so far.
    written: u64,
    step: Step,
    /// The place among the lists that are sent at the same time.
    _place: OwnedSemaphorePermit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Head,
    Articles,
    Done,
}

impl Sending {
    /// The next piece; `None` at the end.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        match self.step {
            Step::Head => {
                self.step = Step::Articles;
                self.form.head().map(Some).map_err(|error| Error::internal("a list cannot be begun", error))
            }
            Step::Articles => {
                let batch: Vec<ArticleId> = self.ids.by_ref().take(BATCH).collect();
                if batch.is_empty() {
                    self.step = Step::Done;
                    return Ok(Some(self.form.tail().to_vec()));
                }
                let articles = self.site.repository.published_among(&batch).await?;
                self.write(&articles).map(Some).map_err(|error| Error::internal("a list cannot be written", error))
            }
            Step::Done => Ok(None),
        }
    }

    fn write(&mut self, articles: &[Article]) -> Result<Vec<u8>, WriteError> {
        let mut piece = Vec::new();
        for article in articles {
            let file_url = self.site.repository.file_url(article);
            let record = self.site.repository.record(article, &file_url);
            match self.form {
                Form::Table(locale) => piece.extend(table::line(&table::cells(&record, locale.lang()))?),
                Form::Entries(crosswalk) => {
                    piece.extend(crosswalk.write(&record)?.into_bytes());
                    piece.extend(b"\n");
                }
                Form::Array(crosswalk) => {
                    piece.extend(if self.written == 0 { &b"\n"[..] } else { &b",\n"[..] });
                    piece.extend(crosswalk.write(&record)?.into_bytes());
                }
            }
            self.written += 1;
        }
        Ok(piece)
    }

    /// Everything, piece by piece. A failure cuts the answer off, so that nobody takes half a list for a whole one.
    fn into_body(self) -> Body {
        Body::from_stream(stream::try_unfold(self, |mut sending| async move {
            match sending.next().await {
                Ok(piece) => Ok(piece.map(|piece| (Bytes::from(piece), sending))),
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "a list is cut off");
                    Err(io::Error::other(error))
                }
            }
        }))
    }
}

/// `GET /recherche/export/{format}`
pub(crate) async fn show(
    State(site): State<Site>,
    FormatName(name): FormatName,
    uri: Uri,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let (locale, _) = Locale::of_path(uri.path());
    let form = Form::of(&name, locale).ok_or_else(Fault::not_found)?;
    let place = site.repository.list_place().await.ok_or_else(|| Fault::of(Kind::Unavailable))?;
    let ids = site.repository.list_search(address::read(&pairs)).await?;
    let day = site.repository.clock().today();
    let file = format!("parvis-{}-{day}.{}", locale.text("export-file"), form.extension());
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, form.media_type());
    set(&mut headers, header::CONTENT_LANGUAGE, locale.tag());
    set(&mut headers, header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{file}\""));
    set(&mut headers, header::CACHE_CONTROL, "public, max-age=60");
    set(&mut headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(&mut headers, header::HeaderName::from_static("x-robots-tag"), "noindex");
    let sending = Sending { site, form, ids: ids.into_iter(), written: 0, step: Step::Head, _place: place };
    Ok((headers, sending.into_body()).into_response())
}
