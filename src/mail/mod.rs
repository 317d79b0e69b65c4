//! Mail: how messages are worded, and the way to the server that takes them.
//!
//! [`compose`] turns a `Letter` into a subject, plain text and simple HTML in French or English; [`Mailer`] hands that
//! to one SMTP server. The queue is in `store/mail.rs`, the round that empties it in `service/mail.rs`. No SQL and no
//! use case in here.

mod compose;
mod send;

pub use compose::{Composed, Sender, compose};
pub use send::{Error, Mailer, is_address};
