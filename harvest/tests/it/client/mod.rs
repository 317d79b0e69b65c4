//! The client against servers that behave as real ones do, and worse. Each server is a script on the loopback.

mod http;
mod lists;
mod markup;
mod mirror;
mod resume;
mod server;

use harvest::client::{Harvest, HarvestError, HarvestPage};

/// All pages up to the end or the first error.
async fn walk(harvest: &mut Harvest) -> (Vec<HarvestPage>, Option<HarvestError>) {
    let mut pages = Vec::new();
    loop {
        match harvest.next_page().await {
            Ok(Some(page)) => pages.push(page),
            Ok(None) => return (pages, None),
            Err(error) => return (pages, Some(error)),
        }
        assert!(pages.len() < 500, "the harvest does not end");
    }
}

/// Local parts of the identifiers delivered.
fn delivered(pages: &[HarvestPage]) -> Vec<u32> {
    let records = pages.iter().flat_map(|page| &page.records);
    records.map(|record| record.header.identifier.rsplit(':').next().unwrap().parse().unwrap()).collect()
}

/// A whole harvest that ends well.
async fn all(mut harvest: Harvest) -> (Vec<HarvestPage>, Harvest) {
    let (pages, error) = walk(&mut harvest).await;
    assert!(error.is_none(), "{error:?}");
    assert!(harvest.checkpoint().finished);
    (pages, harvest)
}
