//! How fast a site is at sizes that no corpus has, beside what the parts of its work can do at best in the same run.
//!
//! The site is the shipped program in a process of its own. `tests/bench/README.md` says what the figures mean and which
//! bars they meet.

mod comply;
mod connection;
mod crowd;
mod find;
mod generate;
mod oai;
mod report;
mod server;
mod site;

use clap::Parser;

/// What is measured.
#[derive(Debug, Parser)]
#[command(name = "tests/bench")]
enum Bench {
    /// Measures how fast a site gives its records to harvesters
    Oai(oai::Options),
    /// Measures how fast verdicts are given and the barometer follows
    Comply(comply::Options),
    /// Measures what people and harvesters notice of a crowd of robots
    Crowd(crowd::Options),
    /// Measures how fast a site finds
    Find(find::Options),
    /// Measures how many pages a second a site gives, how soon it starts and what it holds in memory
    Site(site::Options),
    /// Serves the bare handler that pages are compared with
    #[command(hide = true)]
    Bare(site::BareOptions),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Bench::parse() {
        Bench::Oai(options) => {
            for articles in &options.articles {
                oai::measure(&options, *articles).await?;
            }
        }
        Bench::Comply(options) => {
            comply::verdicts(&options)?;
            for articles in &options.articles {
                Box::pin(comply::barometer(&options, *articles)).await?;
            }
        }
        Bench::Crowd(options) => crowd::measure(&options).await?,
        Bench::Site(options) => site::measure(&options).await?,
        Bench::Bare(options) => site::serve_bare(&options).await?,
        Bench::Find(options) => {
            for articles in &options.articles {
                find::measure(&options, *articles).await?;
            }
        }
    }
    Ok(())
}
