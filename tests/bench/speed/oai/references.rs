//! What the parts of a provider's work take at best: reading the rows, and writing the XML.

use std::path::Path;
use std::time::{Duration, Instant};

use parvis::domain::{Metadata, VersionType};
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

use crate::generate;

/// The rows of a page as they lie in the database, nothing decoded, no sets, no count.
const KEYSET: &str = "SELECT a.id, a.state, a.published_us, a.datestamp_s, v.metadata, f.media_type, f.size_bytes \
     FROM articles a JOIN versions v ON v.id = a.version_id JOIN files f ON f.sha256 = v.file_sha256 \
     WHERE a.datestamp_s IS NOT NULL AND (a.datestamp_s, a.id) > ($1, $2) ORDER BY a.datestamp_s, a.id LIMIT $3";
/// Descriptions that are written, again and again, for [`quick_xml_writing`].
const DESCRIPTIONS: u64 = 2_000;
/// How often.
const ROUNDS: u64 = 20;

type Row = (i64, String, Option<i64>, i64, String, String, i64);

/// Something done to many records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate {
    pub(crate) records: u64,
    pub(crate) wall: Duration,
}

/// Takes away the records that are kept in a format, so that the next harvest finds none.
pub(crate) async fn forget_kept(database: &Path, format: &str) -> anyhow::Result<()> {
    let options = SqliteConnectOptions::new().filename(database);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    let there = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'oai_fragments'";
    if sqlx::query_scalar::<_, i64>(there).fetch_one(&pool).await? > 0 {
        sqlx::query("DELETE FROM oai_fragments WHERE format = $1").bind(format).execute(&pool).await?;
    }
    pool.close().await;
    Ok(())
}

/// How many records are kept, and the bytes of their XML.
pub(crate) async fn kept(database: &Path) -> anyhow::Result<(i64, i64)> {
    let options = SqliteConnectOptions::new().filename(database).read_only(true);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    let sums = "SELECT COUNT(*), COALESCE(SUM(LENGTH(CAST(xml AS BLOB))), 0) FROM oai_fragments";
    let found = sqlx::query_as(sums).fetch_one(&pool).await?;
    pool.close().await;
    Ok(found)
}

/// Reads all rows in pages with sqlx; the better of two rounds, so that the first one warms the caches.
pub(crate) async fn keyset_read(database: &Path, page_size: usize) -> anyhow::Result<Rate> {
    let first = read_all(database, page_size).await?;
    let second = read_all(database, page_size).await?;
    Ok(if first.wall < second.wall { first } else { second })
}

async fn read_all(database: &Path, page_size: usize) -> anyhow::Result<Rate> {
    let options = SqliteConnectOptions::new().filename(database).read_only(true);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    let limit = i64::try_from(page_size)?;
    let (mut records, mut after) = (0, (i64::MIN, 0));
    let begun = Instant::now();
    loop {
        let rows: Vec<Row> = sqlx::query_as(KEYSET).bind(after.0).bind(after.1).bind(limit).fetch_all(&pool).await?;
        let Some(last) = rows.last() else { break };
        after = (last.3, last.0);
        records += u64::try_from(rows.len())?;
    }
    let wall = begun.elapsed();
    pool.close().await;
    Ok(Rate { records, wall })
}

/// Writes descriptions that lie in memory as Dublin Core with quick-xml, and does nothing else.
pub(crate) fn quick_xml_writing() -> anyhow::Result<Rate> {
    let descriptions: Vec<Metadata> = (0..DESCRIPTIONS).map(generate::article).collect();
    let mut bytes = 0;
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        let mut writer = Writer::new(Vec::with_capacity(8 << 20));
        for metadata in &descriptions {
            write_record(&mut writer, metadata)?;
        }
        bytes += writer.into_inner().len();
    }
    anyhow::ensure!(bytes > 0, "nothing was written");
    Ok(Rate { records: DESCRIPTIONS * ROUNDS, wall: begun.elapsed() })
}

fn write_record(writer: &mut Writer<Vec<u8>>, metadata: &Metadata) -> std::io::Result<()> {
    writer.write_event(Event::Start(BytesStart::new("record")))?;
    writer.write_event(Event::Start(BytesStart::new("oai_dc:dc")))?;
    for title in &metadata.titles {
        leaf(writer, "dc:title", &title.text)?;
    }
    for author in &metadata.authors {
        leaf(writer, "dc:creator", &author.sort_name())?;
    }
    for text in metadata
        .keywords
        .iter()
        .map(|word| ("dc:subject", word))
        .chain(metadata.abstracts.iter().map(|text| ("dc:description", text)))
    {
        leaf(writer, text.0, &text.1.text)?;
    }
    leaf(writer, "dc:type", metadata.version.map_or("", VersionType::code))?;
    leaf(writer, "dc:relation", metadata.doi.as_ref().map_or("", |doi| doi.as_str()))?;
    leaf(writer, "dc:source", metadata.journal.as_ref().map_or("", |journal| journal.title.as_str()))?;
    leaf(writer, "dc:rights", metadata.licence.as_ref().map_or("", |licence| licence.code()))?;
    writer.write_event(Event::End(BytesEnd::new("oai_dc:dc")))?;
    writer.write_event(Event::End(BytesEnd::new("record")))
}

fn leaf(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> std::io::Result<()> {
    writer.write_event(Event::Start(BytesStart::new(name)))?;
    writer.write_event(Event::Text(BytesText::new(text)))?;
    writer.write_event(Event::End(BytesEnd::new(name)))
}
