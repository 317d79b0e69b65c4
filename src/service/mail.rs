//! Empties the queue of messages: whoever queues one does so in its own transaction and need not think of the server.
//!
//! A message whose answer is lost goes out again; it carries the same number, so that mail programs show it once.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{Error, Repository, Result};
use crate::mail::{Mailer, Sender, compose};
use crate::store::Claimed;

/// Messages that are claimed at a time.
const BATCH: i64 = 20;
/// How long a claim holds: more than a batch can take.
const LEASE: Duration = Duration::from_mins(15);
/// Tries before a message is given up: with the pauses between them, some two days.
const MOST_ATTEMPTS: i64 = 8;
/// First pause; each later one is three times as long.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(1);
/// How long the keys of sent messages, and messages given up, stay.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Why a message was not sent.
struct Unsent {
    /// Whether no other try would help.
    is_final: bool,
    reason: String,
}

impl Repository {
    /// Whether the site sends mail.
    #[must_use]
    pub fn sends_mail(&self) -> bool {
        self.parts.mailer.is_some()
    }

    /// Sends what is due; gives how many messages went out. Does nothing where no server is configured.
    ///
    /// # Errors
    /// When the store fails; what a server refuses is tried again later and is no error.
    pub async fn send_due_mail(&self) -> Result<usize> {
        let Some(mailer) = &self.parts.mailer else { return Ok(0) };
        let mut sent = 0;
        loop {
            let batch = self.parts.store.claim_mail(self.now(), LEASE, BATCH).await?;
            if batch.is_empty() {
                self.parts.store.forget_mail_before(earlier(self.now(), KEPT)).await?;
                return Ok(sent);
            }
            for mail in &batch {
                sent += usize::from(self.send(mailer, mail).await?);
            }
        }
    }

    async fn send(&self, mailer: &Mailer, mail: &Claimed) -> Result<bool> {
        match self.try_to_send(mailer, mail).await {
            Ok(()) => {
                self.parts.store.mail_sent(mail.id).await?;
                Ok(true)
            }
            Err(unsent) => {
                self.put_mail_back(mail, &unsent).await?;
                Ok(false)
            }
        }
    }

    async fn try_to_send(&self, mailer: &Mailer, mail: &Claimed) -> Result<(), Unsent> {
        let for_good = |reason: String| Unsent { is_final: true, reason };
        let letter = mail.letter.as_ref().map_err(|error| for_good(error.to_string()))?;
        let site = &self.parts.site;
        let sender = Sender { name: site.name.clone(), base_url: site.base_url.clone() };
        let composed = compose(letter, mail.language, &sender).map_err(|error| for_good(error.to_string()))?;
        let key = format!("{}.{}", mail.created_at.as_microsecond(), mail.id);
        let sent = mailer.send(&mail.recipient, &composed, &key, mail.created_at).await;
        sent.map_err(|error| Unsent { is_final: error.is_final(), reason: Error::internal("mail", error).chain() })
    }

    async fn put_mail_back(&self, mail: &Claimed, unsent: &Unsent) -> Result<()> {
        // Never the address: what the log keeps is nobody's.
        tracing::warn!(mail.id = mail.id, mail.attempt = mail.attempt, error = unsent.reason, "a message was not sent");
        if unsent.is_final || mail.attempt >= MOST_ATTEMPTS {
            self.parts.store.fail_mail(mail.id, &unsent.reason).await?;
        } else {
            self.parts.store.retry_mail(mail.id, later(self.now(), mail.attempt), &unsent.reason).await?;
        }
        Ok(())
    }
}

/// When to try again: after 1, 3, 9 … minutes.
fn later(now: Timestamp, attempt: i64) -> Timestamp {
    let exponent = u32::try_from(attempt.clamp(1, MOST_ATTEMPTS) - 1).unwrap_or(0);
    now.checked_add(FIRST_PAUSE.saturating_mul(3_i32.saturating_pow(exponent))).unwrap_or(now)
}

fn earlier(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_sub(by).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_try_waits_longer_and_all_of_them_two_days() {
        let waits: Vec<i64> =
            (1..MOST_ATTEMPTS).map(|attempt| later(Timestamp::UNIX_EPOCH, attempt).as_second()).collect();
        assert_eq!(waits.first(), Some(&60));
        assert!(waits.is_sorted_by(|a, b| a < b), "{waits:?}");
        let hours = waits.iter().sum::<i64>() / 3600;
        assert!((12..72).contains(&hours), "{hours} hours");
    }
}
