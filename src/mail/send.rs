//! The way to the SMTP server (RFC 5321).

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp;
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::Composed;

/// Longest wait for the server.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Why a message was not sent.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address of the server cannot be used.
    #[error("the address of the mail server cannot be used: write smtp://host:port or smtps://user:password@host")]
    Server(#[source] smtp::Error),
    /// An address is none.
    #[error("an e-mail address cannot be used")]
    Address(#[from] lettre::address::AddressError),
    /// The message cannot be put together.
    #[error("the message cannot be put together")]
    Message(#[from] lettre::error::Error),
    /// The server did not take it.
    #[error("the mail server did not take the message")]
    Refused(#[source] smtp::Error),
}

impl Error {
    /// Whether another try would end the same way (RFC 5321 §4.2.1: replies 5yz).
    #[must_use]
    pub fn is_final(&self) -> bool {
        match self {
            Self::Address(_) | Self::Message(_) => true,
            Self::Server(_) => false,
            Self::Refused(error) => error.is_permanent(),
        }
    }
}

/// Hands messages to one SMTP server. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// Host of the site, for the numbers of messages.
    host: String,
}

impl std::fmt::Debug for Mailer {
    // The transport holds the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mailer").field("from", &self.from).finish_non_exhaustive()
    }
}

impl Mailer {
    /// The way to a server: `smtp://host:25`, `smtp://user:password@host:587?tls=required`, `smtps://user:password@host`.
    /// The sender is called as the site is where `from` is an address alone.
    ///
    /// # Errors
    /// When the address of the server or of the sender cannot be used.
    pub fn new(server: &str, from: &str, site_name: &str, host: &str) -> Result<Self, Error> {
        let from: Mailbox = from.parse()?;
        let from = Mailbox { name: from.name.or_else(|| Some(site_name.to_owned())), email: from.email };
        let name = ClientId::Domain(host.to_owned());
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(server).map_err(Error::Server)?;
        let transport = builder.timeout(Some(TIMEOUT)).hello_name(name).build();
        Ok(Self { transport, from, host: host.to_owned() })
    }

    /// Sends a message. `key` is its number here: a message that goes out twice because the first answer was lost
    /// carries the same `Message-ID`, so that readers show it once.
    ///
    /// # Errors
    /// When the server cannot be reached or does not take it.
    pub async fn send(&self, to: &str, composed: &Composed, key: &str, written: Timestamp) -> Result<(), Error> {
        let message = self.message(to, composed, key, written)?;
        self.transport.send(message).await.map(|_| ()).map_err(Error::Refused)
    }

    fn message(&self, to: &str, composed: &Composed, key: &str, written: Timestamp) -> Result<Message, Error> {
        let to: Mailbox = Mailbox::new(None, to.parse()?);
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(composed.subject.as_str())
            .date(SystemTime::from(written))
            .message_id(Some(format!("<{key}@{}>", self.host)))
            .raw_header(header("Content-Language", composed.lang.as_str()))
            // So that holiday notices do not answer (RFC 3834 §5).
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(address) = &composed.unsubscribe {
            builder = builder
                .raw_header(header("List-Unsubscribe", &format!("<{address}>")))
                // RFC 8058 §3.1.
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        let (text, html) = (composed.text.clone(), composed.html.clone());
        Ok(builder.multipart(MultiPart::alternative_plain_html(text, html))?)
    }
}

/// Whether a message can be addressed so: a mailbox by itself, without name (RFC 5321 §4.1.2).
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.parse::<lettre::Address>().is_ok()
}

/// A header whose value is ASCII of our own making and must not be folded within.
fn header(name: &'static str, value: &str) -> HeaderValue {
    let plain: String = value.chars().filter(|c| c.is_ascii() && !c.is_ascii_control()).collect();
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), plain.clone(), plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;

    fn composed() -> Composed {
        Composed {
            subject: "Été\r\nBcc: victime@example.org".into(),
            text: "Bonjour".into(),
            html: "<p>Bonjour</p>".into(),
            lang: Lang::FR,
            unsubscribe: Some(format!("https://parvis.example.org/alertes/arreter?jeton={}", "a".repeat(64))),
        }
    }

    fn mailer() -> Mailer {
        Mailer::new("smtp://127.0.0.1:25", "parvis@example.org", "Parvis, dépôt", "parvis.example.org").unwrap()
    }

    #[test]
    fn a_message_has_the_headers_that_mail_programs_ask_for() {
        let message = mailer().message("lea@example.org", &composed(), "mail-7", Timestamp::UNIX_EPOCH).unwrap();
        let text = String::from_utf8(message.formatted()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        for line in [
            "To: lea@example.org",
            "Date: Thu, 01 Jan 1970 00:00:00 +0000",
            "Message-ID: <mail-7@parvis.example.org>",
            "Auto-Submitted: auto-generated",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        ] {
            assert!(head.lines().any(|each| each == line), "{line} is not in {head}");
        }
        assert!(head.contains(&format!("List-Unsubscribe: <{}>", composed().unsubscribe.unwrap())));
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
        assert!(
            head.lines().any(|line| line.starts_with("From: ") && line.ends_with(" <parvis@example.org>")),
            "{head}"
        );
        assert!(body.contains("text/plain") && body.contains("text/html"));
    }

    #[test]
    fn addresses_that_are_none_are_refused_for_good() {
        assert!(is_address("lea.roy+alertes@example.org"));
        for to in ["", "x", "a@b\r\nRCPT TO:<c@example.org>", "a b@example.org", "<script>@example.org"] {
            let error = mailer().message(to, &composed(), "k", Timestamp::UNIX_EPOCH).unwrap_err();
            assert!(error.is_final() && !is_address(to), "{to:?}");
        }
        assert!(Mailer::new("http://x", "a@example.org", "P", "x").is_err());
        assert!(Mailer::new("smtp://x", "nobody", "P", "x").is_err());
    }
}
