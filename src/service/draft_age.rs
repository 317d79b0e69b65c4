//! Drafts that nobody touches: their depositors are told once, a fortnight before they are thrown away.

use jiff::{SignedDuration, Timestamp};

use super::{Repository, Result, proposed};
use crate::domain::Lang;
use crate::domain::draft::Draft;
use crate::domain::ids::{DraftId, UserId};
use crate::domain::letter::{Announced, DraftsEnd, Letter};
use crate::domain::user::Account;
use crate::store::NewMail;

/// How long before their end depositors are told.
const NOTICE: SignedDuration = SignedDuration::from_hours(24 * 14);
/// How long a file that nothing names stays, in case somebody is just about to name it.
const UNUSED: SignedDuration = SignedDuration::from_hours(24);
/// Drafts and files that are looked at a time.
const BATCH: i64 = 200;
/// Name of the day on which unused files were last looked for.
const LOOKED_ON: &str = "unused_files_day";

impl Repository {
    /// Tells depositors of drafts that will go, and throws away those that were told of long enough ago; gives how many
    /// went.
    ///
    /// # Errors
    /// When the store or the files fail.
    pub async fn end_old_drafts(&self) -> Result<usize> {
        let before = |span: SignedDuration| self.now().checked_sub(span).unwrap_or(Timestamp::UNIX_EPOCH);
        let kept = SignedDuration::from_hours(24 * self.parts.draft_days);
        let old = self.parts.store.list_old_drafts(before(kept - NOTICE), BATCH).await?;
        self.tell_of_drafts(&old).await?;
        let ended = self.parts.store.list_warned_drafts(before(kept), before(NOTICE), BATCH).await?;
        for id in &ended {
            if let Some(draft) = self.parts.store.find_draft(*id).await? {
                self.delete_draft(&draft).await?;
            }
        }
        self.forget_unnamed_files().await?;
        Ok(ended.len())
    }

    /// One message a depositor, for all of their drafts.
    async fn tell_of_drafts(&self, old: &[DraftId]) -> Result<()> {
        let mut drafts: Vec<Draft> = Vec::new();
        for id in old {
            drafts.extend(self.parts.store.find_draft(*id).await?);
        }
        for group in drafts.chunk_by(|one, other| one.owner == other.owner) {
            if let Some(first) = group.first() {
                self.tell_of_drafts_of(first.owner, group).await?;
            }
        }
        Ok(())
    }

    async fn tell_of_drafts_of(&self, owner: UserId, drafts: &[Draft]) -> Result<()> {
        let account = self.parts.store.find_account(owner).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        if !self.sends_mail() {
            // Nobody could be told, so that nothing ends.
            return Ok(());
        }
        let now = self.now();
        let mut tx = self.parts.store.begin().await?;
        if let Some(account) = &account {
            let letter = Letter::DraftsEnd(self.drafts_end(drafts, account, now));
            let mail = NewMail {
                dedupe_key: &format!("drafts-{owner}:{}", now.as_microsecond()),
                recipient: &account.user.email,
                language: account.language,
                letter: &letter,
                due: now,
            };
            tx.add_mail(&mail).await?;
        }
        for draft in drafts {
            tx.warn_draft(draft.id, now).await?;
        }
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    fn drafts_end(&self, drafts: &[Draft], account: &Account, now: Timestamp) -> DraftsEnd {
        let lang = account.language;
        let announced = |draft: &Draft| {
            let metadata = proposed(&draft.content, draft.found.as_ref());
            let title = metadata.main_title().map(|title| (title.text.clone(), title.lang));
            let file = || (draft.file.as_ref().map(|file| file.name.clone()).unwrap_or_default(), Lang::UND);
            let (title, title_lang) = title.unwrap_or_else(file);
            let url = self.page(lang, &format!("/deposer/{}", draft.id));
            let title = if title.is_empty() { url.clone() } else { title };
            Announced { title, lang: title_lang, byline: String::new(), url }
        };
        let end = now.checked_add(NOTICE).unwrap_or(now);
        DraftsEnd {
            drafts: drafts.iter().map(announced).collect(),
            end: crate::domain::clock::quebec_date(end).to_string(),
            url: self.page(lang, "/deposer"),
        }
    }

    /// Forgets files that nothing names any more, once a day: those of drafts that were erased with their account or got
    /// another file, and of imports that broke off.
    async fn forget_unnamed_files(&self) -> Result<()> {
        let today = self.parts.clock.today().to_string();
        if self.parts.store.find_site_value(LOOKED_ON).await?.as_ref() == Some(&today) {
            return Ok(());
        }
        let before = self.now().checked_sub(UNUSED).unwrap_or(Timestamp::UNIX_EPOCH);
        loop {
            let unused = self.parts.store.list_unused_files(before, BATCH).await?;
            self.forget_unused_files(&unused).await?;
            if unused.is_empty() {
                break;
            }
        }
        Ok(self.parts.store.put_site_value(LOOKED_ON, &today).await?)
    }
}
