//! How fast a site gives its records to harvesters, beside what the parts of that work can do at best in the same run.
//!
//! The site is the shipped program in a process of its own; the harvester here reads one page after the other over one
//! connection and counts the records. `tests/bench/README.md` says what the figures mean and which bars they meet.

mod options;
mod references;
mod report;
mod walks;

pub(crate) use options::Options;
use report::{Report, Way};

use crate::generate;
use crate::server::Server;

/// Measures repositories of all sizes asked for.
pub(crate) async fn run(options: &Options) -> anyhow::Result<()> {
    for articles in &options.articles {
        measure(options, *articles).await?;
    }
    Ok(())
}

/// Everything about a repository of one size.
async fn measure(options: &Options, articles: u64) -> anyhow::Result<()> {
    let data = options.data.join(articles.to_string());
    if !data.join("parvis.sqlite").exists() {
        generate::fill(&data, articles).await?;
    }
    let mut report = Report::new(articles, options.page_size);
    let settings = [("PARVIS_OAI_PAGE_SIZE", options.page_size.to_string())];
    let database = data.join("parvis.sqlite");
    report.note_read(references::keyset_read(&database, options.page_size).await?);
    report.note_writing(references::quick_xml_writing()?);
    for format in &options.formats {
        for way in [Way::Cold, Way::Plain, Way::Gzip] {
            let mut server = Server::start(&options.program, &data, &settings).await?;
            server.settle().await?;
            // At rest, since a site at its start keeps what is missing by itself.
            if way == Way::Cold {
                references::forget_kept(&database, format).await?;
            }
            let walk = walks::walk(&server, format, way == Way::Gzip).await?;
            report.note_walk(format, way, &walk);
            server.stop().await?;
        }
        let (records, bytes) = references::kept(&database).await?;
        report.note_kept(records, bytes);
        let mut server = Server::start(&options.program, &data, &settings).await?;
        server.settle().await?;
        report.note_client(format, &walks::with_our_client(&server, format).await?);
        server.stop().await?;
    }
    report.print();
    if !options.keep {
        std::fs::remove_dir_all(&data)?;
    }
    Ok(())
}
