//! What articles are recognised by where there is no DOI.

use sqlx::AssertSqlSafe;

use super::{Result, Store, Tx};
use crate::domain::ids::VersionId;
use crate::domain::{ArticleId, Metadata};

/// Articles whose current version has not been looked at; deposits that nobody accepted yet count by themselves.
const SELECT_UNTITLED: &str = "SELECT a.id, v.id, v.metadata FROM articles a JOIN versions v ON v.id = a.version_id \
     WHERE a.state NOT IN ('rejected', 'draft') AND NOT EXISTS (SELECT 1 FROM article_titles t \
     WHERE t.article_id = a.id AND t.version_id = a.version_id) ORDER BY a.id LIMIT $1";
const DELETE: &str = "DELETE FROM article_titles WHERE article_id = $1";
const INSERT: &str = "INSERT INTO article_titles (article_id, version_id, whole, short, author, year) \
     VALUES ($1, $2, $3, $4, $5, $6)";
const SELECT_MATCHES: &str = "SELECT t.article_id, t.whole, t.short, t.author, t.year, a.doi FROM article_titles t \
     JOIN articles a ON a.id = t.article_id WHERE a.state NOT IN ('rejected', 'draft')";
const SELECT_DOIS: &str = "SELECT doi, id FROM (SELECT doi, id FROM articles WHERE doi IS NOT NULL UNION ALL \
     SELECT own_doi, id FROM articles WHERE own_doi IS NOT NULL) known WHERE doi IS NOT NULL";
const IS_RECORD_ONLY: &str = "SELECT COUNT(*) FROM articles a JOIN deposits d ON d.article_id = a.id \
     AND d.file_sha256 = COALESCE((SELECT v.file_sha256 FROM versions v WHERE v.id = a.version_id), a.file_sha256) \
     WHERE a.id = $1 AND d.origin = 'record'";
const IS_TOUCHED: &str =
    "SELECT COUNT(*) FROM events WHERE article_id = $1 AND user_id IS NOT NULL AND action <> 'claim'";

/// A title that an article is recognised by. Texts are folded: letters and digits only, without accents.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct TitleRow {
    /// The article.
    pub article_id: ArticleId,
    /// The whole title.
    pub whole: String,
    /// The title before its subtitle; the whole one when it has none.
    pub short: String,
    /// Family name of the first author.
    pub author: String,
    /// Year of publication.
    pub year: Option<i64>,
    /// DOI of the article, read with the row and not kept in it.
    pub doi: Option<String>,
}

/// An article whose titles are not written down yet.
#[derive(Debug)]
pub struct Untitled {
    /// The article.
    pub article: ArticleId,
    /// Its version.
    pub version: VersionId,
    /// What the version says.
    pub metadata: Metadata,
}

impl Store {
    /// Articles whose titles are not those of their version.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_untitled(&self, limit: i64) -> Result<Vec<Untitled>> {
        let rows: Vec<(ArticleId, VersionId, String)> =
            reading!(self, db => sqlx::query_as(SELECT_UNTITLED).bind(limit).fetch_all(db).await?);
        let read = |(article, version, metadata): (_, _, String)| {
            Ok(Untitled { article, version, metadata: serde_json::from_str(&metadata)? })
        };
        rows.into_iter().map(read).collect()
    }

    /// The articles with some titles: `wholes` against whole titles, `shorts` against titles before their subtitle.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_titles(&self, wholes: &[String], shorts: &[String]) -> Result<Vec<TitleRow>> {
        let mut found: Vec<TitleRow> = Vec::new();
        for (column, keys) in [("t.whole", wholes), ("t.short", shorts)] {
            for keys in keys.chunks(200) {
                let sql = format!("{SELECT_MATCHES} AND {column} IN ({})", places(keys.len()));
                let rows: Vec<TitleRow> = reading!(self, db => {
                    let query = sqlx::query_as(AssertSqlSafe(sql));
                    keys.iter().fold(query, sqlx::query::QueryAs::bind).fetch_all(db).await?
                });
                found.extend(rows);
            }
        }
        Ok(found)
    }

    /// The articles with some DOIs, whatever their state.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_by_doi(&self, dois: &[String]) -> Result<Vec<(String, ArticleId)>> {
        let mut found = Vec::new();
        for dois in dois.chunks(200) {
            let sql = format!("{SELECT_DOIS} AND doi IN ({})", places(dois.len()));
            let rows: Vec<(String, ArticleId)> = reading!(self, db => {
                let query = sqlx::query_as(AssertSqlSafe(sql));
                dois.iter().fold(query, sqlx::query::QueryAs::bind).fetch_all(db).await?
            });
            found.extend(rows);
        }
        Ok(found)
    }
}

fn places(count: usize) -> String {
    (1..=count).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ")
}

impl Tx {
    /// Writes the titles that an article is recognised by, in place of those of an earlier version.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_titles(&mut self, article: ArticleId, version: VersionId, titles: &[TitleRow]) -> Result<()> {
        within!(self, db => sqlx::query(DELETE).bind(article).execute(db).await?.rows_affected());
        for title in titles {
            within!(self, db => sqlx::query(INSERT).bind(article).bind(version).bind(&title.whole).bind(&title.short)
                .bind(&title.author).bind(title.year).execute(db).await?.rows_affected());
        }
        Ok(())
    }

    /// Whether an article is known by a harvested record alone, without its file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_record_only(&mut self, article: ArticleId) -> Result<bool> {
        let count: i64 = within!(self, db => sqlx::query_scalar(IS_RECORD_ONLY).bind(article).fetch_one(db).await?);
        Ok(count > 0)
    }

    /// Whether a person ever decided about an article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_touched(&mut self, article: ArticleId) -> Result<bool> {
        let count: i64 = within!(self, db => sqlx::query_scalar(IS_TOUCHED).bind(article).fetch_one(db).await?);
        Ok(count > 0)
    }
}
