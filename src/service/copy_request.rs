//! Copies that readers ask the depositor for while a file is under embargo: one link answers, another one gives the file
//! a few times within some days. Both are bounded, and what a reader wrote goes with the answer.

use jiff::{SignedDuration, Timestamp};

use super::accounts::{after, normal_address, secret};
use super::alerts::announced;
use super::{Client, Error, FileStream, Repository, Result};
use crate::domain::article::File;
use crate::domain::copy_request::{CopyRequest, GrantedCopy, NewCopyRequest};
use crate::domain::letter::{Announced, CopyAnswer, CopyAsked, Letter};
use crate::domain::user::Account;
use crate::domain::{AccessRight, Article, ArticleId, ArticleState, Lang, Sha256};
use crate::mail::is_address;
use crate::store::{NewMail, Tx};

/// Longest message of a reader, in characters.
const LONGEST_MESSAGE: usize = 2_000;
/// How long a copy can be fetched.
const GRANTED_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How often it can be fetched.
const DOWNLOADS: i64 = 3;
/// How long requests are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Repository {
    /// Whether readers can ask for a copy of an article: its file is under embargo today, and its depositor can be
    /// written to.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn takes_copy_requests(&self, article: &Article) -> Result<bool> {
        Ok(self.keeper(article).await?.is_some())
    }

    /// The account that answers for an article under embargo.
    async fn keeper(&self, article: &Article) -> Result<Option<Account>> {
        let closed = article.state == ArticleState::Published
            && article.version.metadata.access == Some(AccessRight::Embargoed)
            && !article.is_open_on(self.parts.clock.today());
        if !closed || !self.sends_mail() {
            return Ok(None);
        }
        let deposit = self.parts.store.find_deposit_of(article.id).await?;
        let Some(depositor) = deposit.and_then(|deposit| deposit.depositor) else { return Ok(None) };
        let account = self.parts.store.find_account(depositor).await?;
        Ok(account.filter(|account| account.disabled_at.is_none()))
    }

    /// Asks the depositor for a copy. The answer is the same however often somebody asks.
    ///
    /// # Errors
    /// When nobody can be asked, the address or the message cannot be used, or too many ask at once.
    pub async fn ask_for_copy(
        &self,
        id: ArticleId,
        (email, message): (&str, &str),
        language: Lang,
        client: &Client,
    ) -> Result<()> {
        let (email, message) = (normal_address(email)?, message.trim());
        if !is_address(&email) || message.is_empty() || message.chars().count() > LONGEST_MESSAGE {
            return Err(Error::Invalid("a request needs an address and a message".to_owned()));
        }
        let article = self.parts.store.find_article(id).await?.ok_or(Error::NotFound { what: "article" })?;
        let keeper = self.keeper(&article).await?.ok_or(Error::NotFound { what: "article" })?;
        let keepers = &keeper.user.email;
        // The depositor's part is counted by no network, or each request would count twice.
        if !self.may_write("copy for", &email, client).await?
            || !self.may_write("copy of", keepers, &Client::default()).await?
        {
            return Ok(());
        }
        let (now, token) = (self.now(), secret()?);
        let answer = Sha256::of(token.as_bytes());
        let mut tx = self.parts.store.begin().await?;
        let request = NewCopyRequest { article: id, email: &email, message, language, answer };
        tx.add_copy_request(&request, now).await?;
        let letter = Letter::CopyAsked(CopyAsked {
            article: self.named(&article, keeper.language),
            email: email.clone(),
            message: message.to_owned(),
            url: self.page(keeper.language, &format!("/copies/repondre?jeton={token}")),
        });
        let mail = NewMail {
            dedupe_key: &format!("copy-asked:{}", request.answer),
            recipient: &keeper.user.email,
            language: keeper.language,
            letter: &letter,
            due: now,
        };
        tx.add_mail(&mail).await?;
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    /// The request that a link answers, with its article.
    ///
    /// # Errors
    /// When there is none, or no longer.
    pub async fn copy_request(&self, token: &str) -> Result<(CopyRequest, Article)> {
        let request = self.parts.store.find_copy_request(&Sha256::of(token.as_bytes())).await?;
        let request = request.ok_or(Error::NotFound { what: "request" })?;
        let article = self.parts.store.find_article(request.article).await?;
        Ok((request, article.ok_or(Error::NotFound { what: "article" })?))
    }

    /// Answers a request; a second answer changes nothing.
    ///
    /// # Errors
    /// When there is no such request, or no longer.
    pub async fn answer_copy_request(&self, token: &str, is_granted: bool) -> Result<()> {
        let (request, article) = self.copy_request(token).await?;
        let (now, file_token) = (self.now(), secret()?);
        let until = after(now, GRANTED_FOR)?;
        let mut tx = self.parts.store.begin().await?;
        let first = if is_granted {
            tx.grant_copy(request.id, &Sha256::of(file_token.as_bytes()), until, DOWNLOADS).await?
        } else {
            tx.refuse_copy(request.id).await?
        };
        if first {
            let path = if is_granted { format!("/copies/lire?jeton={file_token}") } else { "/".to_owned() };
            let url = self.page(request.language, &path);
            self.queue_answer(&mut tx, &request, &article, is_granted, url).await?;
        }
        tx.commit().await?;
        self.parts.work_added.notify_waiters();
        Ok(())
    }

    async fn queue_answer(
        &self,
        tx: &mut Tx,
        request: &CopyRequest,
        article: &Article,
        is_granted: bool,
        url: String,
    ) -> Result<()> {
        let article = self.named(article, request.language);
        let mail = NewMail {
            dedupe_key: &format!("copy-answer:{}", request.id),
            recipient: &request.email,
            language: request.language,
            letter: &Letter::CopyAnswer(CopyAnswer { article, is_granted, url }),
            due: self.now(),
        };
        Ok(tx.add_mail(&mail).await?)
    }

    fn named(&self, article: &Article, lang: Lang) -> Announced {
        Announced { url: self.page(lang, &format!("/articles/{}", article.id)), ..announced(article) }
    }

    /// The copy that a link gives, with its article.
    ///
    /// # Errors
    /// When it gives nothing, or no longer.
    pub async fn granted_copy(&self, token: &str) -> Result<(GrantedCopy, Article)> {
        let copy = self.parts.store.find_granted_copy(&Sha256::of(token.as_bytes()), self.now()).await?;
        let copy = copy.ok_or(Error::NotFound { what: "copy" })?;
        let article = self.parts.store.find_article(copy.article).await?.ok_or(Error::NotFound { what: "article" })?;
        if article.state == ArticleState::Published {
            Ok((copy, article))
        } else {
            Err(Error::NotFound { what: "copy" })
        }
    }

    /// Gives the file to who has a link, and counts it.
    ///
    /// # Errors
    /// When the link gives nothing, or no longer.
    pub async fn take_copy(&self, token: &str) -> Result<(File, FileStream)> {
        let (_, article) = self.granted_copy(token).await?;
        let mut tx = self.parts.store.begin().await?;
        tx.use_copy(&Sha256::of(token.as_bytes()), self.now()).await?.ok_or(Error::NotFound { what: "copy" })?;
        tx.commit().await?;
        let file = article.version.file;
        let (size, bytes) = self.parts.blobs.get(&file.sha256, None).await?;
        Ok((file, FileStream { size, bytes }))
    }

    /// Removes requests that are old.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_copy_requests(&self) -> Result<usize> {
        let before = self.now().checked_sub(KEPT).unwrap_or(Timestamp::UNIX_EPOCH);
        let mut tx = self.parts.store.begin().await?;
        tx.forget_copy_requests(before).await?;
        tx.commit().await?;
        Ok(0)
    }
}
