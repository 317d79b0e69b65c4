//! What may be asked of the benchmark.

use std::path::PathBuf;

use clap::Args;

use crate::find;

/// Measures how many pages a second a site gives, how soon it starts and what it holds in memory.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Sizes of the sites: the same as those of `tests/bench/find`
    #[arg(long, value_delimiter = ',', default_value = "10000,100000")]
    pub(crate) articles: Vec<u64>,
    /// Pages of an article at most, where a site of all of them needs too much disk
    #[arg(long, default_value_t = find::PAGES.1)]
    pages: u64,
    /// Connections that ask at the same time, each for one page after the other; a network has eight places
    #[arg(long, default_value_t = 8)]
    pub(crate) connections: usize,
    /// Seconds of a round of one kind of page
    #[arg(long, default_value_t = 2.0)]
    pub(crate) seconds: f64,
    /// Rounds, in each of which the bare handler takes its turn
    #[arg(long, default_value_t = 3)]
    pub(crate) rounds: u32,
    /// Different articles and queries that are asked for again and again
    #[arg(long, default_value_t = 200)]
    pub(crate) different: u64,
    /// Program to measure: another build of `parvis`
    #[arg(long, default_value = env!("CARGO_BIN_EXE_parvis"))]
    pub(crate) program: PathBuf,
    /// Folder for the generated sites, the same as that of `tests/bench/find`
    #[arg(long, default_value = "target/bench-find")]
    pub(crate) data: PathBuf,
    /// Keep the generated sites for the next run
    #[arg(long)]
    pub(crate) keep: bool,
    /// File to write the figures to
    #[arg(long)]
    pub(crate) json: Option<PathBuf>,
    /// Given by `cargo bench`
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
}

impl Options {
    /// Pages of an article, at least and at most.
    pub(crate) fn pages(&self) -> (u64, u64) {
        (find::PAGES.0.min(self.pages), self.pages)
    }

    /// Where the site of a size is; `tests/bench/find` has the ones with all pages, too.
    pub(crate) fn folder(&self, articles: u64) -> PathBuf {
        let all = self.pages() == find::PAGES;
        self.data.join(if all { articles.to_string() } else { format!("{articles}-{}", self.pages) })
    }
}
