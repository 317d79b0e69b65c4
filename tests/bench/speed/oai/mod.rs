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

/// Everything about a repository of one size.
pub(crate) async fn measure(options: &Options, articles: u64) -> anyhow::Result<()> {
    let data = options.data.join(articles.to_string());
    if !data.join("parvis.sqlite").exists() {
        generate::fill(&data, articles).await?;
    }
    let mut report = Report::new(articles, options.page_size);
    let settings = [("PARVIS_OAI_PAGE_SIZE", options.page_size.to_string())];
    let database = data.join("parvis.sqlite");
    report.note_read(references::keyset_read(&database, options.page_size).await?);
    report.note_writing(references::quick_xml_writing()?);
    let mut server = Server::start(&options.program, &data, &settings).await?;
    // A site at its start keeps the records that are missing by itself, at its leisure.
    server.settle().await?;
    for format in &options.formats {
        for way in [Way::Plain, Way::Gzip] {
            report.note_walk(format, way, &walks::walk(&server, format, way == Way::Gzip).await?);
        }
        let (records, bytes) = references::kept(&database).await?;
        report.note_kept(records, bytes);
        report.note_client(format, &walks::with_our_client(&server, format).await?);
        references::forget_kept(&database, format).await?;
        report.note_walk(format, Way::Cold, &walks::walk(&server, format, false).await?);
    }
    server.stop().await?;
    report.print();
    if !options.keep {
        std::fs::remove_dir_all(&data)?;
    }
    Ok(())
}
