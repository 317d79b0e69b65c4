//! The articles of a work list, a page at a time, and the same as a table.

use super::super::{ExceptionRequest, Repository, Result};
use super::{Desk, MOST_COUNTED};
use crate::domain::ids::UserId;
use crate::domain::{Article, ArticleId, Award, AwardNumber};
use crate::store::{DeskFilter, DeskRow};

/// Lines of a table.
const MOST_LINES: i64 = 20_000;
/// Lines read at a time.
const BATCH: i64 = 500;

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

impl Repository {
    /// A page of the articles that a filter chooses at a desk, with how many there are.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn desk_page(
        &self,
        desk: &Desk,
        filter: &DeskFilter,
        offset: i64,
        limit: i64,
    ) -> Result<(i64, Vec<DeskLine>)> {
        self.count_again(MOST_COUNTED).await?;
        let filter = within(desk, filter);
        let total = self.parts.store.count_desk(desk.key(), &filter).await?;
        let ids = self.parts.store.list_desk(desk.key(), &filter, offset, limit).await?;
        Ok((total, self.desk_lines(desk, &ids).await?))
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
            let Some((row, numbers)) = self.parts.store.find_desk_row(desk.key(), *id).await? else { continue };
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

    /// Calls `visit` with the articles that a filter chooses at a desk, some hundreds at a time, up to twenty thousand.
    ///
    /// # Errors
    /// When the store fails, or `visit` does.
    pub async fn for_each_desk_line(
        &self,
        desk: &Desk,
        filter: &DeskFilter,
        mut visit: impl FnMut(&[DeskLine]) -> Result<()> + Send,
    ) -> Result<()> {
        let filter = within(desk, filter);
        let ids = self.parts.store.list_desk(desk.key(), &filter, 0, MOST_LINES).await?;
        for ids in ids.chunks(usize::try_from(BATCH).unwrap_or(usize::MAX)) {
            visit(&self.desk_lines(desk, ids).await?)?;
        }
        Ok(())
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
    let institution = desk.institution().map(str::to_owned).or_else(|| filter.institution.clone());
    DeskFilter { institution, ..filter.clone() }
}
