//! Building the index of a generated site, in this process, as a new site's worker does.

use std::path::Path;
use std::time::{Duration, Instant};

use parvis::domain::{ArticleId, ArticleState, Lang};
use parvis::search::{Entry, Index};
use parvis::service::entry_of;
use parvis::store::Store;

use super::vocabulary;
use crate::generate::Random;
use crate::server::{Memory, memory_of};

/// Articles that go in between two looks at the clock.
const BATCH: u64 = 500;
/// Articles that one commit makes durable.
const COMMIT: u64 = 10_000;
/// Pages of an article, unless fewer are asked for.
pub(crate) const PAGES: (u64, u64) = (4, 16);

/// What building was like.
#[derive(Debug, Default)]
pub(crate) struct Build {
    pub(crate) articles: u64,
    pub(crate) pages: u64,
    /// Bytes of the texts of all pages.
    pub(crate) text_bytes: u64,
    /// Bytes of the files of the index.
    pub(crate) index_bytes: u64,
    /// Time in the index, without the making of the texts.
    pub(crate) wall: Duration,
    /// Memory of this process.
    pub(crate) memory: Memory,
}

/// Puts all public articles of the site into its index, each with pages of a number between two.
pub(crate) async fn build(data: &Path, articles: u64, pages: (u64, u64)) -> anyhow::Result<Build> {
    let store = Store::open(&data.join("parvis.sqlite")).await?;
    let index = Index::open(&data.join("index"))?.index;
    let mut build = Build::default();
    for start in (0..articles).step_by(usize::try_from(BATCH)?) {
        let entries = entries(&store, start..articles.min(start + BATCH), pages).await?;
        build.articles += u64::try_from(entries.len())?;
        build.pages += entries.iter().map(|entry| entry.pages.len() as u64).sum::<u64>();
        build.text_bytes +=
            entries.iter().flat_map(|entry| &entry.pages).map(|(_, text)| text.len() as u64).sum::<u64>();
        let begun = Instant::now();
        index.upsert(&entries)?;
        if (start + BATCH).is_multiple_of(COMMIT) || start + BATCH >= articles {
            index.commit()?;
        }
        build.wall += begun.elapsed();
        eprint!("\r{} articles indexed", build.articles);
    }
    eprintln!();
    build.memory = memory_of("self")?;
    build.index_bytes = bytes_below(&data.join("index"))?;
    store.close().await;
    Ok(build)
}

async fn entries(store: &Store, numbers: std::ops::Range<u64>, pages: (u64, u64)) -> anyhow::Result<Vec<Entry>> {
    let ids = numbers.map(|number| Ok(ArticleId(i64::try_from(number + 1)?))).collect::<anyhow::Result<Vec<_>>>()?;
    let mut found = store.list_articles(&ids).await?;
    found.retain(|article| article.state == ArticleState::Published);
    let texts = |article: &parvis::domain::Article| {
        let number = article.id.0.unsigned_abs();
        texts_of(number, pages, article.version.metadata.language.unwrap_or(Lang::EN))
    };
    Ok(found.iter().map(|article| entry_of(article.id, &article.version.metadata, texts(article))).collect())
}

/// Numbers and texts of the pages of an article.
fn texts_of(article: u64, pages: (u64, u64), lang: Lang) -> Vec<(u32, String)> {
    let count = Random::new(article, 4).within(pages.0, pages.1);
    (1..=count).zip(1..).map(|(page, number)| (number, vocabulary::page(article, page, lang))).collect()
}

fn bytes_below(dir: &Path) -> anyhow::Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        sum += if entry.file_type()?.is_dir() { bytes_below(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(sum)
}
