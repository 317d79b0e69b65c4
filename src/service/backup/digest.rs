//! A digest of everything that harvesters get, by which two sites, or a site and its backup, are told to be equal.

use jiff::Timestamp;
use sha2::Digest;

use crate::domain::Sha256;
use crate::service::Result;
use crate::store::{OaiSelection, Store};

/// Records read at a time.
const BATCH: i64 = 500;

/// The number and the digest of all records, in the order of their changes: number, datestamp, state, sets, file and
/// description of each.
pub(in crate::service) async fn records(store: &Store) -> Result<(u64, Sha256)> {
    let all = OaiSelection { from: Timestamp::MIN, until: Timestamp::MAX, set: None };
    let (mut hasher, mut count, mut after) = (sha2::Sha256::new(), 0, None);
    loop {
        let rows = store.list_oai(&all, after, BATCH).await?;
        let Some(last) = rows.last() else { return Ok((count, Sha256::from_hasher(hasher))) };
        after = Some((last.article.datestamp.unwrap_or_default(), last.article.id));
        for row in &rows {
            count += 1;
            let article = &row.article;
            let line = serde_json::to_vec(&(
                article.id.0,
                article.datestamp.map(Timestamp::as_second),
                format!("{:?}", article.state),
                &row.sets,
                article.version.file.sha256.as_str(),
                &article.version.metadata,
            ))?;
            hasher.update(u64::try_from(line.len()).unwrap_or_default().to_le_bytes());
            hasher.update(&line);
        }
    }
}
