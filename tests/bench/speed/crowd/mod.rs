//! What people and harvesters notice of a crowd of robots: many addresses that ask for searches, facets and exports, each with
//! the name of a browser, faster than the machine can answer, and without looking at what a page is made of.

mod robots;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use hyper::header::USER_AGENT;

use crate::connection::Connection;
use crate::find;
use crate::generate;
use crate::report::{Table, milliseconds, ratio};
use crate::server::Server;

/// How long the quiet site is watched.
const QUIET: Duration = Duration::from_secs(20);
/// The pause of a person between two pages.
const READING: Duration = Duration::from_millis(300);
/// The program of the person.
const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0";
/// Bars: the slowest of twenty pages of a person in milliseconds, the share of the harvest that is left, growth of memory.
const BARS: (f64, f64, f64) = (300.0, 0.8, 1.2);

/// Measures what people and harvesters notice of a crowd of robots.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Articles of the site
    #[arg(long, default_value_t = 10_000)]
    articles: u64,
    /// Requests of the crowd a second
    #[arg(long, default_value_t = 500)]
    rate: u64,
    /// Addresses of this machine that they come from
    #[arg(long, default_value_t = 5_000)]
    addresses: u32,
    /// How long the crowd stays
    #[arg(long, default_value_t = 600)]
    seconds: u64,
    /// Program to measure: another build of `parvis`
    #[arg(long, default_value = env!("CARGO_BIN_EXE_parvis"))]
    program: PathBuf,
    /// Folder for the generated site, the same as that of `tests/bench/find`
    #[arg(long, default_value = "target/bench-find")]
    data: PathBuf,
    /// Given by `cargo bench`
    #[arg(long, hide = true)]
    bench: bool,
}

/// What a person and a harvester had meanwhile.
#[derive(Debug, Default)]
struct Noticed {
    /// Times of pages, sorted.
    pages: Vec<Duration>,
    refused: u64,
    records_a_second: f64,
    /// Memory of the server's own at most, in megabytes.
    memory: f64,
}

/// Measures the quiet site, then the same with the crowd.
pub(crate) async fn measure(options: &Options) -> anyhow::Result<()> {
    let data = options.data.join(options.articles.to_string());
    if !data.join("built").exists() {
        generate::fill(&data, options.articles).await?;
        find::build(&data, options.articles, find::PAGES).await?;
        std::fs::write(data.join("built"), "")?;
    }
    let mut table = Table::new(&format!("a crowd before {} articles", options.articles));
    let mut server = Server::start(&options.program, &data, &[]).await?;
    server.settle().await?;
    let paths: Vec<String> = find::mixed(options.articles, 400).into_iter().map(|asked| asked.path).collect();
    let crowd = robots::Crowd::new(&server.address, options.rate, options.addresses, &paths);
    let cold = server.memory()?.own;
    // Once before, so that both times find the same caches: a person's pages, and each of the addresses that the crowd asks
    // for, one after the other. What has grown after that is what many at once need.
    watch(&server, &paths, Duration::from_secs(5)).await?;
    let mut alone = Connection::open(&server).await?;
    for path in crowd.paths() {
        let status = alone.ask(path, &[]).await?.status();
        anyhow::ensure!(!status.is_server_error(), "{path}: the server answered {status}");
    }
    let quiet = watch(&server, &paths, QUIET).await?;
    let staying = tokio::spawn(crowd.stay(Duration::from_secs(options.seconds)));
    tokio::time::sleep(Duration::from_secs(2)).await;
    let during = watch(&server, &paths, Duration::from_secs(options.seconds.saturating_sub(4).max(1))).await?;
    let robots = staying.await??;
    server.stop().await?;
    table.line(format!(
        "  the crowd: {} requests from {} addresses, {:.0} a second; {} answered, {} sent away (429), {} failed (5xx), {} unanswered",
        robots.asked, options.addresses, ratio(robots.asked, robots.seconds), robots.answered, robots.sent_away,
        robots.failed, robots.unanswered
    ));
    describe(&mut table, "quiet", &quiet);
    describe(&mut table, "with the crowd", &during);
    let grown = during.memory / quiet.memory.max(1.0);
    let left = during.records_a_second / quiet.records_a_second.max(1.0);
    table.line(format!(
        "  memory of its own: {cold:.0} MB at rest; at most {:.0} MB with a person and a harvester, {:.0} MB with the crowd",
        quiet.memory, during.memory
    ));
    let slow = percentile(&during.pages, 95);
    table.bar(format!("95 of 100 pages of a person within {} ms: {slow:.0}", BARS.0), slow <= BARS.0);
    table
        .bar(format!("a person is never sent away: {} of {}", during.refused, during.pages.len()), during.refused == 0);
    table.bar(format!("harvests keep {} of their speed: {left:.2}", BARS.1), left >= BARS.1);
    table.bar(format!("no failure: {}", robots.failed), robots.failed == 0);
    table.bar(format!("memory at most {} times: {grown:.2}", BARS.2), grown <= BARS.2);
    table.print();
    Ok(())
}

fn describe(table: &mut Table, when: &str, noticed: &Noticed) {
    table.line(format!(
        "  {when}: a person's page {:.1} ms in the middle, {:.1} ms for 95 of 100 ({} pages); {:.0} records a second",
        percentile(&noticed.pages, 50),
        percentile(&noticed.pages, 95),
        noticed.pages.len(),
        noticed.records_a_second
    ));
}

fn percentile(sorted: &[Duration], percent: usize) -> f64 {
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(at).copied().map(milliseconds).unwrap_or_default()
}

/// A person reads and searches while a harvester takes what it can.
async fn watch(server: &Server, paths: &[String], time: Duration) -> anyhow::Result<Noticed> {
    let over = Arc::new(AtomicBool::new(false));
    let harvest = tokio::spawn(harvest(Connection::open(server).await?, over.clone()));
    let mut noticed = read(server, paths, time).await?;
    over.store(true, Ordering::Relaxed);
    noticed.records_a_second = harvest.await??;
    noticed.pages.sort_unstable();
    Ok(noticed)
}

/// Home, a search, an article, its text, one after the other, in a browser that fetched the style of the first page.
async fn read(server: &Server, paths: &[String], time: Duration) -> anyhow::Result<Noticed> {
    let mut browser = Connection::open(server).await?;
    let agent = [(USER_AGENT, BROWSER)];
    let home = browser.ask("/", &agent).await?;
    let style = style_of(&String::from_utf8_lossy(home.body()));
    anyhow::ensure!(browser.ask(&style, &agent).await?.status() == 200, "{style} is no style sheet");
    let begun = Instant::now();
    let mut noticed = Noticed::default();
    for number in 1.. {
        let path = match number % 4 {
            0 => "/".to_owned(),
            1 => paths.get(number % paths.len()).cloned().unwrap_or_default(),
            2 => format!("/articles/{number}"),
            _ => format!("/articles/{}/lire", number - 1),
        };
        let asked = Instant::now();
        let answer = browser.ask(&path, &agent).await?;
        noticed.pages.push(asked.elapsed());
        noticed.refused += u64::from(answer.status() == 429);
        noticed.memory = noticed.memory.max(server.memory()?.own);
        if begun.elapsed() > time {
            break;
        }
        tokio::time::sleep(READING).await;
    }
    Ok(noticed)
}

/// The address of the style sheet of a page.
pub(crate) fn style_of(page: &str) -> String {
    let sheet = page.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
    sheet.unwrap_or("/assets/app.css").to_owned()
}

/// Records a second of one harvest after the other, until it is over.
async fn harvest(mut connection: Connection, over: Arc<AtomicBool>) -> anyhow::Result<f64> {
    let first = "/oai?verb=ListRecords&metadataPrefix=oai_dc".to_owned();
    let (mut path, mut records, begun) = (first.clone(), 0_u64, Instant::now());
    while !over.load(Ordering::Relaxed) {
        let page = connection.get(&path, "identity").await?.into_body();
        let page = String::from_utf8_lossy(&page);
        records += u64::try_from(page.matches("<record>").count())?;
        let token = page.rsplit_once("<resumptionToken").and_then(|(_, rest)| rest.split(['>', '<']).nth(1));
        path = match token.filter(|token| !token.is_empty()) {
            Some(token) => format!("/oai?verb=ListRecords&resumptionToken={token}"),
            None => first.clone(),
        };
    }
    Ok(ratio(records, begun.elapsed().as_secs_f64()))
}
