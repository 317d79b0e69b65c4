//! How fast verdicts are given, and how fast a site follows its barometer.
//!
//! Verdicts are measured in this process, on one thread; the barometer on the shipped program, which is asked for its
//! page when nothing has been counted, when what was counted is kept, and after one article changed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use jiff::civil::date;
use parvis::compliance::{Known, evaluate_all};
use parvis::domain::award::{Award, AwardKind};
use parvis::domain::{AccessRight, ArticleId, AwardNumber, Clock, Copy, CopyHost, Metadata, RepositoryKind};
use parvis::store::{NewVersion, Store};

use crate::connection::Connection;
use crate::generate;
use crate::report::{Table, milliseconds, ratio};
use crate::server::Server;

/// Articles that the pairs are made of; they are evaluated again and again.
const ARTICLES: u64 = 10_000;
/// Changes after which the page is asked for.
const CHANGES: usize = 9;

/// Measures how fast verdicts are given and the barometer follows
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// (article, award) pairs to evaluate
    #[arg(long, default_value_t = 1_000_000)]
    pairs: u64,
    /// Sizes of the sites
    #[arg(long, value_delimiter = ',', default_value = "10000,100000")]
    pub(crate) articles: Vec<u64>,
    /// Program to measure: another build of `parvis`
    #[arg(long, default_value = env!("CARGO_BIN_EXE_parvis"))]
    program: PathBuf,
    /// Folder for the generated sites
    #[arg(long, default_value = "target/bench-comply")]
    data: PathBuf,
    /// Given by `cargo bench`
    #[arg(long, hide = true)]
    bench: bool,
}

/// The awards that generated articles name, launched before and after the change of the policy.
fn register() -> HashMap<AwardNumber, Award> {
    let award = |number: u32| {
        let key = AwardNumber::parse(&number.to_string()).ok()?;
        let launched = match number % 5 {
            0 => date(2021, 9, 1),
            1 | 2 => date(2022, 8, 15),
            _ => date(2023, 9, 1),
        };
        let award = Award {
            number: key.clone(),
            fund: parvis::domain::Fund::Frq,
            holder: "Roy, Léa".to_owned(),
            institution: None,
            programme: format!("Programme {}", number % 40),
            kind: if number.is_multiple_of(11) { AwardKind::Infrastructure } else { AwardKind::Grant },
            launched: Some(launched),
            launch_estimated: number.is_multiple_of(17),
            active_from: Some(date(2023, 4, 1)),
            active_to: Some(date(2027, 3, 31)),
            programme_policy: None,
        };
        Some((key, award))
    };
    (100_000_u32..400_000).filter(|number| !number.is_multiple_of(3)).filter_map(award).collect()
}

/// Evaluates so many pairs on one thread.
pub(crate) fn verdicts(options: &Options) -> anyhow::Result<()> {
    let articles: Vec<(ArticleId, Metadata, Copy)> = (0..ARTICLES).map(described).collect();
    let register = register();
    let known = Known::of_register(&register);
    let on = date(2026, 11, 22);
    let (mut pairs, mut findings) = (0_u64, 0);
    let start = Instant::now();
    for (id, metadata, own) in articles.iter().cycle() {
        let verdicts = evaluate_all(*id, metadata, Some(own), on, &known);
        pairs += u64::try_from(verdicts.len())?;
        findings += verdicts.iter().map(|verdict| verdict.findings.len()).sum::<usize>();
        if pairs >= options.pairs {
            break;
        }
    }
    let time = start.elapsed();
    let speed = ratio(pairs, time.as_secs_f64());
    let mut table = Table::new(&format!("verdicts on {pairs} pairs, one thread"));
    table.line(format!("  {speed:.0} a second, {findings} findings with their details"));
    table.bar(format!("500,000 verdicts a second on one core: {speed:.0}"), speed >= 500_000.0);
    table.print();
    Ok(())
}

fn described(number: u64) -> (ArticleId, Metadata, Copy) {
    let metadata = generate::article(number);
    let own = Copy {
        host: CopyHost::Repository,
        repository_kind: Some(RepositoryKind::Funder),
        url: Some(format!("https://parvis.example.org/articles/{number}/fichier.pdf")),
        version: metadata.version,
        licence: metadata.licence.clone(),
        access: Some(metadata.access.unwrap_or(AccessRight::Open)),
        open_from: metadata.dates.deposited,
        seen_open: None,
        withdrawn: None,
    };
    (ArticleId(i64::try_from(number).unwrap_or_default() + 1), metadata, own)
}

/// Asks a site of one size for its barometer.
pub(crate) async fn barometer(options: &Options, articles: u64) -> anyhow::Result<()> {
    let data = options.data.join(articles.to_string());
    generate::fill(&data, articles).await?;
    let database = data.join("parvis.sqlite");
    put_register(&database).await?;
    let mut table = Table::new(&format!("barometer of {articles} articles"));
    let mut server = Server::start(&options.program, &data, &[]).await?;
    let counted = page(&server).await?;
    table.line(format!("  counted for the first time: {:.0} ms", milliseconds(counted)));
    server.stop().await?;
    let mut server = Server::start(&options.program, &data, &[]).await?;
    server.settle().await?;
    let kept = page(&server).await?;
    let again = page(&server).await?;
    table.line(format!(
        "  summed up from what is kept: {:.0} ms, again {:.1} ms",
        milliseconds(kept),
        milliseconds(again)
    ));
    let mut times = Vec::new();
    for change in 0..CHANGES {
        change_one(&database, i64::try_from(change)? * 7 + 1).await?;
        times.push(page(&server).await?);
    }
    times.sort_unstable();
    let after = times.get(CHANGES / 2).copied().unwrap_or_default();
    table.line(format!("  after one change: {:.1} ms (median of {CHANGES})", milliseconds(after)));
    let before = server.memory()?;
    let (time, bytes) = get(&server, "/conformite.csv").await?;
    let peak = server.memory()?;
    table.line(format!(
        "  whole list as CSV: {:.1} MB in {:.1} s; memory {:.0} MB before, {:.0} MB at most",
        ratio(bytes, 1e6),
        time.as_secs_f64(),
        before.resident,
        peak.peak
    ));
    table.bar(format!("barometer in 2 s: {:.2} s", kept.as_secs_f64()), kept < Duration::from_secs(2));
    table.bar(format!("after one change in 50 ms: {:.1} ms", milliseconds(after)), after < Duration::from_millis(50));
    table.print();
    server.stop().await?;
    std::fs::remove_dir_all(&data)?;
    Ok(())
}

async fn put_register(database: &Path) -> anyhow::Result<()> {
    let store = Store::open(database).await?;
    let mut tx = store.begin().await?;
    for award in register().values() {
        tx.put_award(award, "", Clock::system().now(), "bench").await?;
    }
    tx.commit().await?;
    store.close().await;
    Ok(())
}

/// Corrects the licence of an article, as a curator in another process would.
async fn change_one(database: &Path, article: i64) -> anyhow::Result<()> {
    let store = Store::open(database).await?;
    let now = Clock::system().now();
    let article = store.find_article(ArticleId(article)).await?.context("no such article")?;
    let mut metadata = article.version.metadata;
    metadata.licence = None;
    let mut tx = store.begin().await?;
    let file = &article.version.file.sha256;
    tx.add_version(&NewVersion { article: article.id, metadata: &metadata, file, created_at: now }).await?;
    tx.stamp_published(article.id, now, None, metadata.language).await?;
    tx.commit().await?;
    store.close().await;
    Ok(())
}

async fn page(server: &Server) -> anyhow::Result<Duration> {
    Ok(get(server, "/conformite").await?.0)
}

/// Time and bytes of an answer, over a connection of its own.
async fn get(server: &Server, path: &str) -> anyhow::Result<(Duration, u64)> {
    let mut connection = Connection::open(server).await?;
    let start = Instant::now();
    let answer = connection.get(path, "identity").await?;
    Ok((start.elapsed(), u64::try_from(answer.body().len())?))
}
