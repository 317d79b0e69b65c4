//! Consultations about the definitions of indicators. Anybody may speak without account or riddle; what is said is
//! public once an administrator has read it, and nothing is kept of who said it.

use jiff::civil::Date;

use super::throttle::Turn;
use super::{Client, Error, Repository, Result};
use crate::compliance::indicators::Indicator;
use crate::domain::Lang;
use crate::domain::consultation::{Comment, Consultation, LONGEST_COMMENT};
use crate::domain::ids::{CommentId, ConsultationId};

/// Comments that may wait; more are refused until some are read.
const MOST_WAITING: i64 = 2_000;
/// Consultations and comments that are listed.
const MOST_LISTED: i64 = 1_000;

impl Repository {
    /// Consultations, those that close last first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn consultations(&self) -> Result<Vec<Consultation>> {
        Ok(self.parts.store.list_consultations(MOST_LISTED).await?)
    }

    /// A consultation with its public comments.
    ///
    /// # Errors
    /// When there is none.
    pub async fn consultation(&self, id: ConsultationId) -> Result<(Consultation, Vec<Comment>)> {
        let found = self.parts.store.find_consultation(id).await?.ok_or(Error::NotFound { what: "consultation" })?;
        Ok((found, self.parts.store.list_shown_comments(id, MOST_LISTED).await?))
    }

    /// Opens a consultation about an indicator as it is defined now.
    ///
    /// # Errors
    /// When there is no such indicator, or the days are not in order or over.
    pub async fn open_consultation(&self, indicator: &str, days: (Date, Date)) -> Result<()> {
        let indicator =
            Indicator::find(indicator).ok_or_else(|| Error::Invalid(format!("no indicator {indicator:?}")))?;
        if days.0 > days.1 || days.1 < self.parts.clock.today() {
            return Err(Error::Invalid("a consultation needs a first day, and a last one that is not over".to_owned()));
        }
        let mut tx = self.parts.store.begin().await?;
        tx.add_consultation(indicator.id(), indicator.version(), days).await?;
        Ok(tx.commit().await?)
    }

    /// Ends a consultation at the end of yesterday.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn close_consultation(&self, id: ConsultationId) -> Result<()> {
        let today = self.parts.clock.today();
        let mut tx = self.parts.store.begin().await?;
        tx.close_consultation(id, today.yesterday().unwrap_or(today)).await?;
        Ok(tx.commit().await?)
    }

    /// Takes a comment in, to be read before it is public.
    ///
    /// # Errors
    /// When the consultation is not open, the comment is empty or too long, or a network or everybody says very much.
    pub async fn comment_on(&self, id: ConsultationId, body: &str, lang: Lang, client: &Client) -> Result<()> {
        let found = self.parts.store.find_consultation(id).await?;
        let consultation = found.ok_or(Error::NotFound { what: "consultation" })?;
        if !consultation.is_open(self.parts.clock.today()) {
            return Err(Error::NotOpen);
        }
        if body.is_empty() || body.chars().count() > LONGEST_COMMENT {
            return Err(Error::Invalid(format!("a comment has one to {LONGEST_COMMENT} characters")));
        }
        let now = self.now();
        let network = client.network();
        let key = format!("consultation {}", network.map(|network| network.to_string()).unwrap_or_default());
        let is_busy = self.turn(&key, network).await? != Turn::Yes;
        if is_busy || self.parts.store.count_waiting_comments().await? >= MOST_WAITING {
            return Err(Error::Throttled);
        }
        let mut tx = self.parts.store.begin().await?;
        tx.add_comment_on(id, body, lang, now).await?;
        Ok(tx.commit().await?)
    }

    /// Comments that wait, and those that were decided about.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn comments_to_decide(&self) -> Result<(Vec<Comment>, Vec<Comment>)> {
        let waiting = self.parts.store.list_waiting_comments(MOST_LISTED).await?;
        Ok((waiting, self.parts.store.list_decided_comments(MOST_LISTED).await?))
    }

    /// Makes a comment public or not, with an answer.
    ///
    /// # Errors
    /// When there is no such comment.
    pub async fn decide_comment(&self, id: CommentId, shown: bool, answer: &str) -> Result<()> {
        let mut tx = self.parts.store.begin().await?;
        if !tx.decide_comment(id, shown, answer, self.now()).await? {
            return Err(Error::NotFound { what: "comment" });
        }
        Ok(tx.commit().await?)
    }
}
