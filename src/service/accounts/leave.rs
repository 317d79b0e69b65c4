//! The end of an account, and before it everything that is kept about a person, as a file (Loi 25: Act respecting the
//! protection of personal information in the private sector, s. 27 and 28.1; Act respecting access, s. 83 and 84).

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::Client;
use crate::domain::ids::UserId;
use crate::domain::letter::AccountMatter;
use crate::domain::user::User;
use crate::service::{Error, Repository, Result};

/// Deposits that an export lists.
const MOST_DEPOSITS: i64 = 100_000;

/// How long a sign-in through a provider proves who somebody is.
const PROOF: SignedDuration = SignedDuration::from_mins(10);

impl Repository {
    /// Everything that is kept about a person.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn export_account(&self, user: &User) -> Result<Value> {
        let view = self.account_view(user.id).await?;
        let account = &view.account;
        let mut deposits = Vec::new();
        for item in self.deposits_of(user.id, MOST_DEPOSITS).await? {
            let name = account.user.name.as_str();
            let own = item.history.iter().filter(|event| event.user.as_deref() == Some(name));
            deposits.push(json!({
                "id": item.deposit.id, "article": item.deposit.article, "file": item.deposit.file.name,
                "state": item.state.code(), "created_at": item.deposit.created_at.to_string(),
                "history": own.map(|event| json!({
                    "at": event.at.to_string(), "action": event.action, "reason": event.reason,
                })).collect::<Vec<_>>(),
            }));
        }
        let alerts = self.alerts_of(user).await?;
        let reports = self.subscriptions_of(user).await?;
        Ok(json!({
            "exported_at": self.now().to_string(),
            "account": {
                "id": account.user.id, "email": account.user.email, "name": account.user.name,
                "role": account.user.role.code(), "language": account.language.as_str(),
                "orcid": account.orcid.as_ref().map(ToString::to_string), "institution": account.institution,
                "trusted": account.is_trusted, "messages": account.wants_news,
                "second_factor": account.has_second_factor, "created_at": account.created_at.to_string(),
                "work_list_of": self.parts.store.find_desk_institution(user.id).await?,
            },
            "compliance": self.export_compliance(user.id).await?,
            "sessions": view.sessions.iter().map(|session| json!({
                "browser": session.agent, "since": session.created_at.to_string(),
                "until": session.expires_at.to_string(),
            })).collect::<Vec<_>>(),
            "providers": view.identities.iter().map(|way| json!({
                "provider": way.provider, "issuer": way.issuer, "subject": way.subject, "label": way.label,
                "linked_at": way.linked_at.to_string(), "used_at": way.used_at.to_string(),
            })).collect::<Vec<_>>(),
            "tokens": view.tokens.iter().map(|token| json!({
                "name": token.name, "scopes": token.scopes, "created_at": token.created_at.to_string(),
                "expires_at": token.expires_at.to_string(), "used_at": token.used_at.map(|at| at.to_string()),
            })).collect::<Vec<_>>(),
            "alerts": alerts.iter().map(|alert| json!({
                "search": alert.name, "address": alert.address, "frequency": alert.frequency.code(),
            })).collect::<Vec<_>>(),
            "reports": reports.iter().map(|one| json!({
                "by": one.kind, "value": one.value, "file": one.file, "period": one.period.code(),
            })).collect::<Vec<_>>(),
            "deposits": deposits,
        }))
    }

    /// What is kept about a person's awards and articles, about reminders and work lists.
    async fn export_compliance(&self, user: UserId) -> Result<Value> {
        let store = &self.parts.store;
        let moment = |at_us: i64| Timestamp::from_microsecond(at_us).map(|at| at.to_string()).unwrap_or_default();
        let mut reminders = Vec::new();
        for (id, at_us) in store.list_reminders_of(user).await? {
            let named = store.list_reminded(id, "", MOST_DEPOSITS).await?;
            reminders.push(json!({
                "at": moment(at_us),
                "articles": named.iter().map(|(article, action)| json!({"article": article, "asked_for": action}))
                    .collect::<Vec<_>>(),
            }));
        }
        Ok(json!({
            "awards": store.list_held_rows(user).await?.iter().map(|held| json!({
                "number": held.number, "state": held.state, "named_at": moment(held.asked_us),
                "decided_at": held.decided_us.map(moment),
            })).collect::<Vec<_>>(),
            "articles": store.list_claims(user).await?.iter().map(|(article, mine)| json!({
                "article": article, "is_mine": mine,
            })).collect::<Vec<_>>(),
            "declarations": store.list_award_words(user).await?.iter().map(|word| json!({
                "article": word.article_id, "award": word.number, "comes_of_it": word.is_theirs,
                "at": moment(word.at_us), "taken_back_at": word.taken_back_us.map(moment),
            })).collect::<Vec<_>>(),
            "wants_reminders": store.wants_reminders(user).await?,
            "reminders": reminders,
            "looks_after": store.list_cases_of(user).await?.iter().map(|(desk, article)| json!({
                "work_list": desk, "article": article,
            })).collect::<Vec<_>>(),
        }))
    }

    /// Whether a person proves who they are through a provider: their account has no password.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn proves_by_provider(&self, user: UserId) -> Result<bool> {
        Ok(!self.account(user).await?.has_password)
    }

    /// Whether a session began a moment ago.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_new_session(&self, user: UserId, token: &str) -> Result<bool> {
        let sessions = self.parts.store.list_sessions(user, self.now()).await?;
        let own = sessions.iter().find(|session| Client::is_session(session, token));
        Ok(own.is_some_and(|own| self.now().duration_since(own.created_at) < PROOF))
    }

    /// Erases an account: what says who it was, sessions, tokens, alerts and messages. Articles and what happened to
    /// them stay, without the name.
    ///
    /// # Errors
    /// When the password is wrong; when there is none, and the session did not come from a provider a moment ago.
    pub async fn erase_account(&self, user: &User, password: &str, session: &str) -> Result<()> {
        if self.proves_by_provider(user.id).await? {
            if !self.is_new_session(user.id, session).await? {
                return Err(Error::NoPassword);
            }
        } else {
            self.require_password(user, password).await?;
        }
        let (account, alerts) = (self.account(user.id).await?, self.alerts_of(user).await?);
        for alert in alerts {
            self.remove_alert(user, alert.id).await?;
        }
        let mut tx = self.parts.store.begin().await?;
        tx.erase_account(user, self.now()).await?;
        let to = (user.email.as_str(), account.language);
        self.queue_account_letter(&mut tx, to, AccountMatter::Erased, "/").await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }
}
