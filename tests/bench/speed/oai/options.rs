//! What may be asked of the benchmark.

use std::path::PathBuf;

use clap::Args;

/// Measures how fast a site gives its records to harvesters.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Sizes of the repositories; a million articles take about sixteen gigabytes while they are measured
    #[arg(long, value_delimiter = ',', default_value = "100000,1000000")]
    pub(crate) articles: Vec<u64>,
    /// Formats to harvest
    #[arg(long, value_delimiter = ',', default_value = "oai_dc,oai_openaire")]
    pub(crate) formats: Vec<String>,
    /// Records on a page
    #[arg(long, default_value_t = 500)]
    pub(crate) page_size: usize,
    /// Program to measure: another build of `parvis`
    #[arg(long, default_value = env!("CARGO_BIN_EXE_parvis"))]
    pub(crate) program: PathBuf,
    /// Folder for the generated sites
    #[arg(long, default_value = "target/bench-oai")]
    pub(crate) data: PathBuf,
    /// Keep the generated sites for the next run
    #[arg(long)]
    pub(crate) keep: bool,
    /// Given by `cargo bench`
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
}
