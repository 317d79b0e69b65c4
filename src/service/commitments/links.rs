//! Looks at the links of evidence each day: whether something is there, and since when nothing is.

use jiff::{SignedDuration, Timestamp};

use crate::domain::commitment::{EvidenceLink, LinkState};
use crate::service::harvest::chain;
use crate::service::{Repository, Result};
use crate::source::Visited;

/// Links looked at in a round.
const ROUND: i64 = 20;
/// Until a link is looked at again by a site that never does so by itself.
const USUAL_HOURS: i64 = 24;
/// Until a site that has too much to do is asked again, at the least.
const BUSY: SignedDuration = SignedDuration::from_hours(1);
/// Characters of what a server said that are kept.
const LONGEST_DETAIL: usize = 300;

impl Repository {
    /// Looks at the links that are due; gives how many. Nothing where the settings do not allow it.
    ///
    /// # Errors
    /// When the store fails. A server that misbehaves is what was found.
    pub async fn check_due_evidence(&self) -> Result<usize> {
        if self.parts.visits.settings.evidence_hours == 0 {
            return Ok(0);
        }
        let due = self.parts.store.list_due_evidence(self.now(), ROUND).await?;
        for link in &due {
            self.check_evidence(link).await?;
        }
        Ok(due.len())
    }

    /// The links there are, for somebody who wants to look at each.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn evidence_links(&self) -> Result<Vec<EvidenceLink>> {
        Ok(self.parts.store.list_evidence_links().await?)
    }

    /// The looks at a link, latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn evidence_checks(&self, url: &str, limit: i64) -> Result<Vec<(i64, String, String)>> {
        Ok(self.parts.store.list_evidence_checks(url, limit).await?)
    }

    /// Looks at a link now and writes down what was found.
    ///
    /// # Errors
    /// When the store fails. A server that misbehaves is what was found.
    pub async fn check_evidence(&self, link: &EvidenceLink) -> Result<EvidenceLink> {
        let visitor = self.parts.visits.visitor(&self.parts.net)?;
        let visited = visitor.look(&link.url).await;
        let (state, detail, pause) = match visited {
            Ok(visited) => found(visited),
            Err(error) => (LinkState::Barred, chain(&error), None),
        };
        let now = self.now();
        let hours = match self.parts.visits.settings.evidence_hours {
            0 => USUAL_HOURS,
            hours => hours,
        };
        let link = stands(link, (state, &detail), pause.unwrap_or(BUSY), SignedDuration::from_hours(hours), now);
        let mut tx = self.parts.store.begin().await?;
        tx.add_evidence_check(&link).await?;
        tx.commit().await?;
        Ok(link)
    }
}

fn found(visited: Visited) -> (LinkState, String, Option<SignedDuration>) {
    let status = |status: u16| format!("status {status}");
    match visited {
        Visited::Found(_) | Visited::Unchanged => (LinkState::Found, String::new(), None),
        Visited::Gone(code) => (LinkState::Gone, status(code), None),
        Visited::Refused(code) => (LinkState::Refused, status(code), None),
        Visited::Busy(pause) => (LinkState::Busy, String::new(), pause.and_then(|one| one.try_into().ok())),
        Visited::Silent(reason) => (LinkState::Silent, reason, None),
        Visited::Barred => (LinkState::Barred, "robots.txt".to_owned(), None),
    }
}

/// How a link stands after a look. A site that is busy or wants to be left alone says nothing about what is there.
fn stands(
    link: &EvidenceLink,
    (state, detail): (LinkState, &str),
    pause: SignedDuration,
    usual: SignedDuration,
    now: Timestamp,
) -> EvidenceLink {
    let wait = if state == LinkState::Busy { pause.max(BUSY).min(usual) } else { usual };
    EvidenceLink {
        url: link.url.clone(),
        due: now.checked_add(wait).unwrap_or(now),
        checked: Some(now),
        state: Some(state),
        detail: detail.chars().filter(|c| !c.is_control()).take(LONGEST_DETAIL).collect(),
        seen: if state == LinkState::Found { Some(now) } else { link.seen },
        failing: match state {
            LinkState::Found => None,
            state if state.is_failed() => link.failing.or(Some(now)),
            _ => link.failing,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_fails_keeps_the_day_it_was_last_seen() {
        let at = |hours: i64| Timestamp::from_second(1_790_000_000 + hours * 3600).unwrap();
        let (day, soon) = (SignedDuration::from_hours(24), SignedDuration::from_secs(5));
        let new = EvidenceLink {
            url: "https://example.org/".into(),
            due: at(0),
            checked: None,
            state: None,
            detail: String::new(),
            seen: None,
            failing: None,
        };
        let seen = stands(&new, (LinkState::Found, ""), soon, day, at(0));
        assert_eq!((seen.seen, seen.failing, seen.due), (Some(at(0)), None, at(24)));
        let gone = stands(&seen, (LinkState::Gone, "status 404"), soon, day, at(24));
        assert_eq!((gone.seen, gone.failing, gone.due), (Some(at(0)), Some(at(24)), at(48)));
        let again = stands(&gone, (LinkState::Silent, "no\u{0} answer"), soon, day, at(48));
        assert_eq!((again.seen, again.failing, again.detail.as_str()), (Some(at(0)), Some(at(24)), "no answer"));
        let busy = stands(&again, (LinkState::Busy, ""), soon, day, at(72));
        assert_eq!((busy.failing, busy.due), (Some(at(24)), at(73)), "a busy site proves nothing, and is not pressed");
        let back = stands(&busy, (LinkState::Found, ""), soon, day, at(73));
        assert_eq!((back.seen, back.failing), (Some(at(73)), None));
    }
}
