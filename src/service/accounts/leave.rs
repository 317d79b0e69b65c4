//! The end of an account, and before it everything that is kept about a person, as a file (Loi 25: Act respecting the
//! protection of personal information in the private sector, s. 27 and 28.1; Act respecting access, s. 83 and 84).

use serde_json::{Value, json};

use crate::domain::letter::AccountMatter;
use crate::domain::user::User;
use crate::service::{Repository, Result};

/// Deposits that an export lists.
const MOST_DEPOSITS: i64 = 100_000;

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
            },
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

    /// Erases an account: what says who it was, sessions, tokens, alerts and messages. Articles and what happened to
    /// them stay, without the name.
    ///
    /// # Errors
    /// When the password is wrong.
    pub async fn erase_account(&self, user: &User, password: &str) -> Result<()> {
        self.require_password(user, password).await?;
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
