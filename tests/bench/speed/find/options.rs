//! What may be asked of the benchmark.

use std::path::PathBuf;

use clap::Args;

/// Measures how fast a site finds.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Sizes of the sites; an article has ten pages, and 100,000 articles take about eight gigabytes
    #[arg(long, value_delimiter = ',', default_value = "10000,100000")]
    pub(crate) articles: Vec<u64>,
    /// Different queries
    #[arg(long, default_value_t = 200)]
    pub(crate) queries: u64,
    /// Readers who ask at the same time
    #[arg(long, default_value_t = 2)]
    pub(crate) clients: usize,
    /// How often each of them asks every query
    #[arg(long, default_value_t = 3)]
    pub(crate) rounds: usize,
    /// Program to measure: another build of `parvis`
    #[arg(long, default_value = env!("CARGO_BIN_EXE_parvis"))]
    pub(crate) program: PathBuf,
    /// Folder for the generated sites
    #[arg(long, default_value = "target/bench-find")]
    pub(crate) data: PathBuf,
    /// Keep the generated sites for the next run
    #[arg(long)]
    pub(crate) keep: bool,
    /// Given by `cargo bench`
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
}
