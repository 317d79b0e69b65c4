//! What administrators see of people and decide about them.

use jiff::Timestamp;

use crate::domain::ids::UserId;
use crate::domain::user::{Account, Role, User};
use crate::service::{Error, Repository, Result};
use crate::store::Rights;

/// Accounts on a page.
const MOST_LISTED: usize = 200;

/// Which people are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleQuery {
    /// Letters of the address or the name.
    pub words: String,
    /// Their role.
    pub role: Option<Role>,
}

impl Repository {
    /// Accounts by address.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn people(&self, query: &PeopleQuery) -> Result<Vec<Account>> {
        Ok(self.parts.store.search_accounts(&query.words, query.role, MOST_LISTED).await?)
    }

    /// Changes what somebody may do. Their sessions end, so that the next sign-in has the new rights; tokens of an account
    /// that is closed are removed. Nobody changes their own rights, so that an administrator is always left.
    ///
    /// # Errors
    /// When the account is not there, or is the administrator's own.
    pub async fn change_rights(
        &self,
        administrator: &User,
        id: UserId,
        role: Role,
        is_trusted: bool,
        is_open: bool,
    ) -> Result<()> {
        let account = self.account(id).await?;
        if account.user.id == administrator.id {
            return Err(Error::Invalid("nobody changes their own rights".to_owned()));
        }
        let disabled_at: Option<Timestamp> = match (is_open, account.disabled_at) {
            (true, _) => None,
            (false, since) => since.or(Some(self.now())),
        };
        let mut tx = self.parts.store.begin().await?;
        tx.set_rights(id, Rights { role, is_trusted, disabled_at }).await?;
        if role != account.user.role || !is_open {
            tx.end_sessions_of(id, None).await?;
        }
        if !is_open {
            tx.remove_api_tokens(id).await?;
        }
        Ok(tx.commit().await?)
    }
}
