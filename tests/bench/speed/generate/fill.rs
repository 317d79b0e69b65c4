//! Writes generated articles into the data folder of a site, through the store, in big transactions.

use std::collections::HashMap;
use std::path::Path;

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use parvis::compliance::Known;
use parvis::domain::article::{File, MediaType, Version};
use parvis::domain::deposit::{DepositOrigin, ReviewMode};
use parvis::domain::dump::Dump;
use parvis::domain::ids::VersionId;
use parvis::domain::{AccessRight, Article, ArticleId, ArticleState, Clock, Metadata, Sha256};
use parvis::search::Index;
use parvis::service::sets_on;
use parvis::store::{NewDepositRow, NewVersion, Store, Tx};

use super::{Random, article};

/// Articles that one transaction writes.
const BATCH: u64 = 5_000;
/// Articles that were stamped within one second, as imports do.
const A_SECOND: u64 = 40;
/// Of a hundred articles, how many are withdrawn again.
const WITHDRAWN_PERCENT: u64 = 2;

/// Fills the data folder of a site with so many articles. The site can be served at once: there is an index, empty, and
/// a dump of today, so that `parvis serve` finds nothing to catch up with.
pub(crate) async fn fill(data: &Path, articles: u64) -> anyhow::Result<()> {
    std::fs::create_dir_all(data).with_context(|| format!("cannot make {}", data.display()))?;
    Index::open(&data.join("index"))?.index.rebuild_finished()?;
    let clock = Clock::system();
    let store = Store::open(&data.join("parvis.sqlite")).await?;
    let first = clock.now() - SignedDuration::from_hours(24 * 365);
    let mut next = tokio::task::spawn_blocking(move || described(0, articles));
    for start in (0..articles).step_by(usize::try_from(BATCH)?) {
        let batch = next.await?;
        next = tokio::task::spawn_blocking(move || described(start + BATCH, articles));
        let mut tx = store.begin().await?;
        for (number, metadata) in &batch {
            let seconds = i64::try_from(number / A_SECOND)?;
            write(&mut tx, *number, metadata, first + SignedDuration::from_secs(seconds), &clock).await?;
        }
        tx.commit().await?;
        eprint!("\r{} of {articles} articles written", start + u64::try_from(batch.len())?);
    }
    eprintln!();
    next.await?;
    store.put_dump(&Dump { day: clock.today(), made_at: clock.now(), parts: Vec::new(), tables: Vec::new() }).await?;
    store.close().await;
    Ok(())
}

fn described(start: u64, end: u64) -> Vec<(u64, Metadata)> {
    (start..end.min(start + BATCH)).map(|number| (number, article(number))).collect()
}

/// What the pipeline writes from deposit to publication.
async fn write(tx: &mut Tx, number: u64, metadata: &Metadata, at: Timestamp, clock: &Clock) -> anyhow::Result<()> {
    let random = &mut Random::new(number, 2);
    let file = File {
        sha256: Sha256::of(&number.to_le_bytes()),
        name: format!("article-{number}.pdf"),
        media_type: MediaType::Pdf,
        size_bytes: i64::try_from(random.within(90_000, 4_000_000))?,
        pages: Some(i64::try_from(random.within(4, 40))?),
    };
    tx.add_file(&file, at).await?;
    let id = tx.add_article(&file.sha256, at).await?;
    let deposit = NewDepositRow {
        article: id,
        file: &file.sha256,
        metadata: "{}",
        origin: DepositOrigin::Ingest,
        review: ReviewMode::Auto,
        depositor: None,
        created_at: at,
        version_of: None,
    };
    tx.add_deposit(&deposit).await?;
    tx.set_doi(id, metadata.doi.as_ref()).await?;
    tx.set_pages(&file.sha256, file.pages.unwrap_or_default()).await?;
    let new = NewVersion { article: id, metadata, file: &file.sha256, created_at: at };
    let version = tx.add_version(&new).await?;
    publish(tx, &shown(id, version, metadata, file, at), clock).await?;
    if random.chance(WITHDRAWN_PERCENT) {
        tx.set_state(id, ArticleState::Published, ArticleState::Withdrawn).await?;
        tx.stamp_withdrawn(id, at, "publié par erreur").await?;
    }
    Ok(())
}

async fn publish(tx: &mut Tx, article: &Article, clock: &Clock) -> anyhow::Result<()> {
    let (metadata, today) = (&article.version.metadata, clock.today());
    let embargo = metadata.embargo_until.filter(|_| metadata.access == Some(AccessRight::Embargoed));
    let at = article.published_at.unwrap_or_default();
    tx.set_state(article.id, ArticleState::Submitted, ArticleState::Published).await?;
    tx.stamp_published(article.id, at, embargo.map(|end| end.latest()), metadata.language).await?;
    // As the site itself would write them, so that its first round moves nothing.
    tx.set_sets(article.id, &sets_on(article, &Known::of_register(&HashMap::new()), "", today)).await?;
    Ok(())
}

fn shown(id: ArticleId, version: VersionId, metadata: &Metadata, file: File, at: Timestamp) -> Article {
    Article {
        id,
        own_doi: None,
        state: ArticleState::Published,
        version: Version { id: version, number: 1, metadata: metadata.clone(), file, created_at: at },
        published_at: Some(at),
        datestamp: Some(at),
        withdrawal_reason: None,
    }
}
