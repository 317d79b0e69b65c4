//! Records as other repositories gave them, and what became of each.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::{Error, Result, Store, Tx};
use crate::domain::ids::{SourceId, SourceRecordId};
use crate::domain::source::{Fate, ForeignRecord, KeptRecord};
use crate::domain::{ArticleId, Sha256};

/// Nothing changes, and nothing is done again, where the record came as it is known.
const UPSERT: &str = "INSERT INTO source_records (source_id, identifier, datestamp_s, deleted, sets, sha256, metadata, \
     about, harvested_us, fate, is_origin) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending', FALSE) \
     ON CONFLICT (source_id, identifier) DO UPDATE SET datestamp_s = excluded.datestamp_s, \
     deleted = excluded.deleted, sets = excluded.sets, sha256 = excluded.sha256, metadata = excluded.metadata, \
     about = excluded.about, harvested_us = excluded.harvested_us, fate = 'pending', reason = NULL \
     WHERE source_records.datestamp_s <> excluded.datestamp_s OR source_records.deleted <> excluded.deleted \
     OR source_records.sets <> excluded.sets \
     OR COALESCE(source_records.sha256, '') <> COALESCE(excluded.sha256, '')";
const SELECT_PENDING: &str = "SELECT id, source_id, identifier, datestamp_s, deleted, sets, metadata, about, \
     harvested_us, article_id, is_origin, copy_url FROM source_records \
     WHERE source_id = $1 AND fate = 'pending' AND id > $2 ORDER BY id LIMIT $3";
const SELECT_PAGE: &str = "SELECT id, source_id, identifier, datestamp_s, deleted, sets, metadata, about, \
     harvested_us, article_id, is_origin, copy_url FROM source_records \
     WHERE source_id = $1 AND datestamp_s >= $2 AND datestamp_s <= $3 \
     AND (datestamp_s > $4 OR (datestamp_s = $4 AND id > $5)) ORDER BY datestamp_s, id LIMIT $6";
const SELECT_ONE: &str = "SELECT id, source_id, identifier, datestamp_s, deleted, sets, metadata, about, \
     harvested_us, article_id, is_origin, copy_url FROM source_records WHERE source_id = $1 AND identifier = $2";
const EARLIEST: &str = "SELECT MIN(datestamp_s) FROM source_records WHERE source_id = $1";
const COUNT_BY_FATE: &str = "SELECT fate, COUNT(*) FROM source_records WHERE source_id = $1 GROUP BY fate";
const UPDATE_FATE: &str = "UPDATE source_records SET fate = $2, reason = $3 WHERE id = $1";
const UPDATE_ARTICLE: &str = "UPDATE source_records SET fate = $2, reason = NULL, article_id = $3, is_origin = $4, \
     copy_url = $5 WHERE id = $1";
const SELECT_OTHER_COPIES: &str =
    "SELECT copy_url FROM source_records WHERE article_id = $1 AND id <> $2 AND copy_url IS NOT NULL";
const SELECT_ORIGINS: &str = "SELECT r.article_id, s.base_url, r.identifier, r.datestamp_s, s.namespace, r.harvested_us \
     FROM source_records r JOIN sources s ON s.id = r.source_id \
     WHERE r.is_origin";

/// What a record became, to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FateRow {
    /// The record.
    pub id: SourceRecordId,
    /// What became of it.
    pub fate: Fate,
    /// Why, in words.
    pub reason: Option<String>,
}

/// Where the article of a record came from.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OriginRow {
    /// The article.
    pub article_id: ArticleId,
    /// Address of the repository.
    pub base_url: String,
    /// Identifier there.
    pub identifier: String,
    /// Datestamp there, seconds since 1970.
    pub datestamp_s: i64,
    /// Namespace of the description there.
    pub namespace: String,
    /// When it was harvested, microseconds since 1970.
    pub harvested_us: i64,
}

/// Which records of a mirrored source are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorSelection {
    /// The source.
    pub source: SourceId,
    /// First second, inclusive.
    pub from: Timestamp,
    /// Last second, inclusive.
    pub until: Timestamp,
}

#[derive(sqlx::FromRow)]
struct RecordRow {
    id: SourceRecordId,
    source_id: SourceId,
    identifier: String,
    datestamp_s: i64,
    deleted: bool,
    sets: String,
    metadata: Option<Vec<u8>>,
    about: String,
    harvested_us: i64,
    article_id: Option<ArticleId>,
    is_origin: bool,
    copy_url: Option<String>,
}

impl TryFrom<RecordRow> for KeptRecord {
    type Error = Error;

    fn try_from(row: RecordRow) -> Result<Self> {
        let broken = |column| Error::Inconsistent { column, id: row.id.0, source: None };
        let metadata = row.metadata.as_deref().map(|bytes| unpacked(bytes).ok_or_else(|| broken("metadata")));
        Ok(Self {
            id: row.id,
            source: row.source_id,
            record: ForeignRecord {
                identifier: row.identifier,
                datestamp: Timestamp::from_second(row.datestamp_s).map_err(|_| broken("datestamp_s"))?,
                deleted: row.deleted,
                sets: serde_json::from_str(&row.sets)?,
                metadata: metadata.transpose()?,
                about: serde_json::from_str(&row.about)?,
            },
            harvested_at: Timestamp::from_microsecond(row.harvested_us).map_err(|_| broken("harvested_us"))?,
            article: row.article_id,
            is_origin: row.is_origin,
            copy_url: row.copy_url,
        })
    }
}

fn packed(text: &str) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).ok()?;
    encoder.finish().ok()
}

fn unpacked(bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    GzDecoder::new(bytes).read_to_string(&mut text).ok()?;
    Some(text)
}

fn records(rows: Vec<RecordRow>) -> Result<Vec<KeptRecord>> {
    rows.into_iter().map(KeptRecord::try_from).collect()
}

impl Store {
    /// Records of a source that wait to be looked at, after one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_pending(&self, source: SourceId, after: SourceRecordId, limit: i64) -> Result<Vec<KeptRecord>> {
        records(reading!(self, db => sqlx::query_as(SELECT_PENDING).bind(source).bind(after).bind(limit)
            .fetch_all(db).await?))
    }

    /// A page of a source's records after a position, in the order of (datestamp, number).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_source_records(
        &self,
        selection: &MirrorSelection,
        after: Option<(Timestamp, SourceRecordId)>,
        limit: i64,
    ) -> Result<Vec<KeptRecord>> {
        let (after_s, after_id) = after.map_or((i64::MIN, SourceRecordId(0)), |(at, id)| (at.as_second(), id));
        records(reading!(self, db => sqlx::query_as(SELECT_PAGE).bind(selection.source)
            .bind(selection.from.as_second()).bind(selection.until.as_second()).bind(after_s).bind(after_id)
            .bind(limit).fetch_all(db).await?))
    }

    /// One record of a source.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_source_record(&self, source: SourceId, identifier: &str) -> Result<Option<KeptRecord>> {
        let row: Option<RecordRow> =
            reading!(self, db => sqlx::query_as(SELECT_ONE).bind(source).bind(identifier).fetch_optional(db).await?);
        row.map(KeptRecord::try_from).transpose()
    }

    /// The earliest datestamp of a source's records.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn earliest_source_record(&self, source: SourceId) -> Result<Option<Timestamp>> {
        let second: Option<i64> = reading!(self, db => sqlx::query_scalar(EARLIEST).bind(source).fetch_one(db).await?);
        Ok(second.and_then(|second| Timestamp::from_second(second).ok()))
    }

    /// How many records of a source became what.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_fates(&self, source: SourceId) -> Result<Vec<(Fate, i64)>> {
        let rows: Vec<(String, i64)> =
            reading!(self, db => sqlx::query_as(COUNT_BY_FATE).bind(source).fetch_all(db).await?);
        Ok(rows.into_iter().filter_map(|(code, count)| Some((Fate::from_code(&code)?, count))).collect())
    }

    /// Where some articles came from, those that were harvested.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_origins(&self, articles: &[ArticleId]) -> Result<Vec<OriginRow>> {
        let mut found = Vec::new();
        for ids in articles.chunks(500) {
            let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
            let sql = format!("{SELECT_ORIGINS} AND r.article_id IN ({}) ORDER BY r.id", places.join(", "));
            let rows: Vec<OriginRow> = reading!(self, db => {
                let query = sqlx::query_as(AssertSqlSafe(sql));
                ids.iter().fold(query, |query, id| query.bind(*id)).fetch_all(db).await?
            });
            found.extend(rows);
        }
        Ok(found)
    }
}

impl Tx {
    /// Keeps a record, over what was known of it; `false` when it came as it is known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_source_record(
        &mut self,
        source: SourceId,
        record: &ForeignRecord,
        now: Timestamp,
    ) -> Result<bool> {
        let digest = record.metadata.as_deref().map(|text| Sha256::of(text.as_bytes()).to_string());
        let (sets, about) = (serde_json::to_string(&record.sets)?, serde_json::to_string(&record.about)?);
        let done = within!(self, db => sqlx::query(UPSERT).bind(source).bind(&record.identifier)
            .bind(record.datestamp.as_second()).bind(record.deleted).bind(sets).bind(digest)
            .bind(record.metadata.as_deref().and_then(packed)).bind(about).bind(now.as_microsecond())
            .execute(db).await?.rows_affected());
        Ok(done > 0)
    }

    /// The addresses of copies that other records show of an article, one a line each.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_other_copies(&mut self, article: ArticleId, record: SourceRecordId) -> Result<Vec<String>> {
        Ok(within!(self, db => sqlx::query_scalar(SELECT_OTHER_COPIES).bind(article).bind(record).fetch_all(db).await?))
    }

    /// Writes what became of records that touch no article.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_fates(&mut self, fates: &[FateRow]) -> Result<()> {
        for row in fates {
            within!(self, db => sqlx::query(UPDATE_FATE).bind(row.id).bind(row.fate.code()).bind(&row.reason)
                .execute(db).await?.rows_affected());
        }
        Ok(())
    }

    /// Writes that a record made an article or is a copy of it, and under which address the article lists it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_record_article(
        &mut self,
        id: SourceRecordId,
        article: ArticleId,
        is_origin: bool,
        copy_url: Option<&str>,
    ) -> Result<()> {
        let fate = if is_origin { Fate::Article } else { Fate::Copy };
        within!(self, db => sqlx::query(UPDATE_ARTICLE).bind(id).bind(fate.code()).bind(article).bind(is_origin)
            .bind(copy_url).execute(db).await?.rows_affected());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_kept_packed_and_comes_back() {
        let text = "<dc>é &amp; è</dc>".repeat(50);
        let bytes = packed(&text).unwrap();
        assert!(bytes.len() < text.len() / 4);
        assert_eq!(unpacked(&bytes).unwrap(), text);
        assert_eq!(unpacked(b"not gzip"), None);
    }
}
