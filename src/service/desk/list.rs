//! The articles of a work list, a page at a time, and all of them in batches.

use super::super::{ExceptionRequest, Repository, Result};
use super::{Desk, MOST_COUNTED};
use crate::domain::ids::UserId;
use crate::domain::{Article, ArticleId, Award, AwardNumber};
use crate::store::{DeskFilter, DeskFrom, DeskRow};

/// Lines read at a time.
const BATCH: usize = 500;

/// An article of a work list.
#[derive(Debug, Clone)]
pub struct DeskLine {
    /// What is known of its case.
    pub row: DeskRow,
    /// The article.
    pub article: Article,
    /// Its awards that the register knows; of a desk of an institution, those that it manages.
    pub awards: Vec<Award>,
}

/// A page of a work list.
#[derive(Debug, Clone)]
pub struct DeskLines {
    /// How many articles there are in all.
    pub total: i64,
    /// The lines of the page.
    pub lines: Vec<DeskLine>,
    /// Whether others follow.
    pub has_more: bool,
    /// Whether none stands before: it was reached backwards, and the list has become shorter.
    pub is_first: bool,
}

/// A work list that is read some hundred lines at a time.
pub struct DeskNumbers {
    repository: Repository,
    desk: Desk,
    all: Vec<ArticleId>,
    done: usize,
}

impl DeskNumbers {
    /// The next lines; nothing at the end.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn next(&mut self) -> Result<Option<Vec<DeskLine>>> {
        let batch: Vec<ArticleId> = self.all.iter().skip(self.done).take(BATCH).copied().collect();
        if batch.is_empty() {
            return Ok(None);
        }
        self.done += batch.len();
        Ok(Some(self.repository.desk_lines(&self.desk, &batch).await?))
    }
}

impl Repository {
    /// A page of the articles that a filter chooses at a desk, with how many there are.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn desk_page(&self, desk: &Desk, filter: &DeskFilter, from: DeskFrom, limit: i64) -> Result<DeskLines> {
        self.count_again(MOST_COUNTED).await?;
        let filter = within(desk, filter);
        let total = self.parts.store.count_desk(desk.key(), &filter).await?;
        let mut ids = self.parts.store.list_desk(desk.key(), &filter, from, limit + 1).await?;
        let has_more = i64::try_from(ids.len()).unwrap_or(i64::MAX) > limit;
        match from {
            _ if !has_more => {}
            DeskFrom::Before(_) => _ = ids.remove(0),
            _ => _ = ids.pop(),
        }
        let backwards = matches!(from, DeskFrom::Before(_));
        let lines = self.desk_lines(desk, &ids).await?;
        Ok(DeskLines { total, lines, has_more: has_more || backwards, is_first: backwards && !has_more })
    }

    /// The numbers of all articles that a filter chooses at a desk: the list of one moment, eight bytes an article.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn desk_numbers(&self, desk: &Desk, filter: &DeskFilter) -> Result<DeskNumbers> {
        self.count_again(MOST_COUNTED).await?;
        let filter = within(desk, filter);
        let all = self.parts.store.list_desk(desk.key(), &filter, DeskFrom::Offset(0), i64::MAX).await?;
        Ok(DeskNumbers { repository: self.clone(), desk: desk.clone(), all, done: 0 })
    }

    /// Some articles as a desk sees them, in the order asked for; those that it may not see are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn desk_selection(&self, desk: &Desk, articles: &[ArticleId]) -> Result<Vec<DeskLine>> {
        let articles = self.within_desk(desk, articles).await?;
        self.desk_lines(desk, &articles).await
    }

    async fn desk_lines(&self, desk: &Desk, ids: &[ArticleId]) -> Result<Vec<DeskLine>> {
        let mut articles = self.parts.store.list_articles(ids).await?;
        let mut lines = Vec::new();
        for id in ids {
            let Some(at) = articles.iter().position(|article| article.id == *id) else { continue };
            let article = articles.swap_remove(at);
            let Some((row, numbers)) = self.parts.store.find_desk_row(desk.place(), *id).await? else { continue };
            let mut awards = Vec::new();
            for number in numbers.iter().filter_map(|number| AwardNumber::parse(number).ok()) {
                awards.extend(self.parts.store.find_award(&number).await?);
            }
            if let Desk::Institution(ror) = desk {
                awards.retain(|award| award.institution.as_ref() == Some(ror));
            }
            lines.push(DeskLine { row, article, awards });
        }
        Ok(lines)
    }

    /// Does one act on the exceptions of several articles, each by the rules of exceptions; gives how many followed and
    /// those that did not, with why.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn act_on_exceptions(
        &self,
        articles: &[ArticleId],
        user: UserId,
        request: &ExceptionRequest,
    ) -> Result<(usize, Vec<(ArticleId, super::Error)>)> {
        let (mut done, mut refused) = (0, Vec::new());
        for article in self.within_desk(&Desk::Funder, articles).await? {
            match self.act_on_exception(article, user, request).await {
                Ok(()) => done += 1,
                Err(error) if error.kind() == super::super::Kind::Internal => return Err(error),
                Err(error) => refused.push((article, error)),
            }
        }
        Ok((done, refused))
    }
}

/// The filter with what the desk may see.
fn within(desk: &Desk, filter: &DeskFilter) -> DeskFilter {
    match desk.institution() {
        Some(place) => DeskFilter { place: Some(place.to_owned()), institution: None, ..filter.clone() },
        None => filter.clone(),
    }
}
