//! From arguments to a finished document.
//!
//! Faults are reported in steps (each only when the one before found nothing): badVerb; badArgument; badResumptionToken; what the
//! repository does not have (format, set hierarchy, identifier); an empty list. Within a step all faults are reported.

mod entry;
mod list;
mod paging;
mod sets;

use crate::config::Config;
use crate::datestamp::Datestamp;
use crate::error::{ErrorCode, ProtocolError, quoted};
use crate::model::{Answer, DeletedRecords, Format, Header, Record, RepositoryDescription, Response};
use crate::provider::{Lookup, Provider};
use crate::request::{Request, Verb};

/// A value, or the protocol errors in its place.
type Outcome<T> = Result<T, Vec<ProtocolError>>;

/// Answers a request with a complete document, to be sent as `text/xml` with status 200.
///
/// `arguments` come from [`crate::parse_arguments`]. `now` is taken before anything is read, so that a harvester can use
/// `responseDate` as its next `from`; it is also the upper bound of a list that names none.
///
/// # Errors
/// The provider's own failure; nothing of the document has then been sent.
pub async fn respond<P: Provider>(
    provider: &P,
    config: &Config,
    arguments: Result<Vec<(String, String)>, ProtocolError>,
    now: Datestamp,
) -> Result<Vec<u8>, P::Error> {
    let response = answer(provider, config, arguments, now).await?;
    Ok(response.to_xml().into_bytes())
}

/// Like [`respond`], but gives the answer before it is written, for callers that log or count what is in it.
///
/// # Errors
/// The provider's own failure.
pub async fn answer<P: Provider>(
    provider: &P,
    config: &Config,
    arguments: Result<Vec<(String, String)>, ProtocolError>,
    now: Datestamp,
) -> Result<Response, P::Error> {
    let (arguments, request) = match arguments {
        Ok(arguments) => {
            let request = Request::parse(&arguments, config.granularity);
            (arguments, request)
        }
        Err(error) => (Vec::new(), Err(vec![error])),
    };
    let outcome = match request {
        Ok(request) => Session { provider, config, now }.answer(request).await?,
        Err(errors) => Err(errors),
    };
    Ok(Response {
        date: now,
        base_url: config.base_url.clone(),
        arguments,
        granularity: config.granularity,
        stylesheet: config.stylesheet.clone(),
        outcome,
    })
}

/// What answering one request needs.
struct Session<'a, P> {
    provider: &'a P,
    config: &'a Config,
    now: Datestamp,
}

impl<P: Provider> Session<'_, P> {
    async fn answer(&self, request: Request) -> Result<Outcome<Answer>, P::Error> {
        match request {
            Request::Identify => self.identify().await.map(Ok),
            Request::ListMetadataFormats { identifier } => self.formats(identifier.as_deref()).await,
            Request::ListSets { token } => Ok(self.sets(token.as_deref()).await?.map(Answer::ListSets)),
            Request::GetRecord { identifier, prefix } => self.record(&identifier, &prefix).await,
            Request::ListIdentifiers(arguments) => {
                let page = self.list::<Header>(Verb::ListIdentifiers, arguments).await?;
                Ok(page.map(Answer::ListIdentifiers))
            }
            Request::ListRecords(arguments) => {
                let page = self.list::<Record>(Verb::ListRecords, arguments).await?;
                Ok(page.map(Answer::ListRecords))
            }
        }
    }

    async fn identify(&self) -> Result<Answer, P::Error> {
        Ok(Answer::Identify(Box::new(RepositoryDescription {
            identity: self.provider.identify().await?,
            base_url: self.config.base_url.clone(),
            deleted_records: self.config.deleted_records,
        })))
    }

    async fn formats(&self, identifier: Option<&str>) -> Result<Outcome<Answer>, P::Error> {
        let formats = match identifier {
            None => self.provider.formats().await?,
            Some(identifier) => match self.provider.item_formats(identifier).await? {
                Some(formats) => formats,
                None => return Ok(Err(vec![unknown_identifier(identifier)])),
            },
        };
        if formats.is_empty() {
            let message = "no metadata format is available for this item";
            return Ok(Err(vec![ProtocolError::new(ErrorCode::NoMetadataFormats, message)]));
        }
        Ok(Ok(Answer::ListMetadataFormats(formats)))
    }

    async fn record(&self, identifier: &str, prefix: &str) -> Result<Outcome<Answer>, P::Error> {
        let record = match self.provider.record(identifier, prefix).await? {
            Lookup::Found(record) => record,
            Lookup::NoSuchFormat => return Ok(Err(vec![unsupported_format(prefix)])),
            Lookup::UnknownIdentifier => return self.unknown_record(identifier, prefix).await,
        };
        if record.header.deleted && self.config.deleted_records == DeletedRecords::No {
            return self.unknown_record(identifier, prefix).await;
        }
        if !record.header.deleted && record.metadata.is_none() {
            return Ok(Err(vec![unsupported_format(prefix)]));
        }
        Ok(Ok(Answer::GetRecord(record)))
    }

    async fn unknown_record(&self, identifier: &str, prefix: &str) -> Result<Outcome<Answer>, P::Error> {
        let mut errors = Vec::new();
        if !self.offers(prefix).await? {
            errors.push(unsupported_format(prefix));
        }
        errors.push(unknown_identifier(identifier));
        Ok(Err(errors))
    }

    /// Whether the repository has a format of this prefix.
    async fn offers(&self, prefix: &str) -> Result<bool, P::Error> {
        let formats: Vec<Format> = self.provider.formats().await?;
        Ok(formats.iter().any(|format| format.prefix() == prefix))
    }
}

impl<P> Session<'_, P> {
    /// Until when a token issued now is honoured.
    fn expiration(&self) -> Option<Datestamp> {
        let lifetime = self.config.token_lifetime?;
        Some(self.now.plus_seconds(lifetime.as_secs()))
    }
}

fn unsupported_format(prefix: &str) -> ProtocolError {
    let message =
        format!("the metadataPrefix {} is not available; ask ListMetadataFormats for those that are", quoted(prefix));
    ProtocolError::new(ErrorCode::CannotDisseminateFormat, message)
}

fn unknown_identifier(identifier: &str) -> ProtocolError {
    let message = format!("no item has the identifier {}", quoted(identifier));
    ProtocolError::new(ErrorCode::IdDoesNotExist, message)
}
