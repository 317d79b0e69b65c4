//! Writes a site into a bag.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::payload::{Payload, unwritable};
use super::{Bagged, DIGEST_LABEL, LEFT_OUT, RECORDS_LABEL, SCHEMA_FILE, table_path};
use crate::domain::clock::quebec_date;
use crate::domain::{Article, ArticleId, Sha256};
use crate::metadata;
use crate::service::backup::digest;
use crate::service::{Error, Repository, Result};
use crate::store::{RowsOut, Store};

/// Articles read at a time.
const BATCH: i64 = 200;

/// A bag on its way, with what it holds so far.
struct Bag<'r> {
    site: &'r Repository,
    /// The database as it was at one moment.
    copy: Store,
    payload: Payload,
    told: Bagged,
    /// Files that the bag has, or that are missing.
    seen: HashSet<Sha256>,
}

impl Repository {
    /// Writes everything into a folder that is absent or empty, as a bag, while the site goes on. `progress` is told the
    /// articles done so far.
    ///
    /// # Errors
    /// When the folder holds something, or the store, the files or the disk fail; what is there then is no bag.
    pub async fn export(&self, folder: &Path, mut progress: impl FnMut(u64) + Send) -> Result<Bagged> {
        let mut payload = Payload::begin(folder)?;
        let work = tempfile::tempdir_in(folder).map_err(|error| unwritable(folder, &error))?;
        let file = work.path().join("parvis.sqlite");
        self.parts.store.copy_to(&file).await?;
        let rows = write_tables(&mut payload, &file).await?;
        let copy = Store::open(&file).await?;
        let (records, records_digest) = digest::records(&copy).await?;
        let told = Bagged { rows, records, ..Bagged::default() };
        let mut bag = Bag { site: self, copy, payload, told, seen: HashSet::new() };
        let (mut after, last) = (ArticleId(0), bag.copy.last_article().await?);
        while after < last {
            let end = ArticleId(after.0.saturating_add(BATCH));
            bag.write_articles(after, end).await?;
            progress(bag.told.articles);
            after = end;
        }
        bag.write_other_files().await?;
        let Bag { copy, payload, told, .. } = bag;
        copy.close().await;
        work.close().map_err(|error| unwritable(folder, &error))?;
        let info = self.bag_info(&payload, &told, &records_digest);
        payload.finish(&info)?;
        Ok(told)
    }

    /// Number of articles that an export goes through, those between which numbers are free among them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn count_articles_to_export(&self) -> Result<u64> {
        let articles = self.parts.store.last_article().await?;
        Ok(u64::try_from(articles.0).unwrap_or_default())
    }

    /// `bag-info.txt` (RFC 8493 §2.2.2). A label ends its line, so that no name of a site begins another.
    fn bag_info(&self, payload: &Payload, told: &Bagged, digest: &Sha256) -> String {
        let site = &self.parts.site;
        let name: String = site.name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let mut info = String::new();
        for (label, value) in [
            ("Source-Organization", name),
            ("Contact-Email", site.admin_email.clone()),
            ("External-Identifier", site.base_url.clone()),
            ("Bagging-Date", quebec_date(self.now()).to_string()),
            ("Bag-Software-Agent", format!("Parvis {}", env!("CARGO_PKG_VERSION"))),
            ("Payload-Oxum", format!("{}.{}", payload.bytes, payload.files)),
            (RECORDS_LABEL, told.records.to_string()),
            (DIGEST_LABEL, digest.to_string()),
        ] {
            let _ = writeln!(info, "{label}: {value}");
        }
        info
    }
}

/// The rows of all tables that are no secret and not under way; gives their number.
async fn write_tables(payload: &mut Payload, file: &Path) -> Result<u64> {
    let mut rows = RowsOut::open(file).await?;
    let (schema, mut tables) = rows.shape().await?;
    tables.retain(|table| !LEFT_OUT.contains(&table.name.as_str()));
    let mut count = 0;
    for table in &tables {
        let mut entry = payload.entry(&table_path(&table.name))?;
        count += rows.each(&table.name, |row| writeln!(entry, "{row}")).await?;
        payload.keep(entry)?;
    }
    let shape = json!({ "schema": schema, "tables": tables });
    payload.put(SCHEMA_FILE, format!("{shape:#}\n").as_bytes())?;
    Ok(count)
}

impl Bag<'_> {
    async fn write_articles(&mut self, after: ArticleId, end: ArticleId) -> Result<()> {
        let versions = self.copy.list_versions(after, end).await?;
        for versions in versions.chunk_by(|one, other| one.id == other.id) {
            self.write_article(versions).await?;
            self.told.articles += 1;
        }
        Ok(())
    }

    /// The folder of an article, given each of its versions.
    async fn write_article(&mut self, versions: &[Article]) -> Result<()> {
        let Some(latest) = versions.last() else { return Ok(()) };
        let shown = self.copy.find_article(latest.id).await?;
        let folder = format!("data/articles/{:06}", latest.id.0);
        let (mut listed, mut places) = (Vec::new(), Vec::<(&Sha256, String)>::new());
        for one in versions {
            let (version, file) = (&one.version, &one.version.file);
            let own = format!("v{}.{}", version.number, file.media_type.extension());
            let place = match places.iter().find(|(sha256, _)| *sha256 == &file.sha256) {
                Some((_, place)) => Some(place.clone()),
                None if self.write_file(&format!("{folder}/{own}"), &file.sha256).await? => Some(own),
                None => None,
            };
            places.extend(place.clone().map(|place| (&file.sha256, place)));
            listed.push(version_json(one, place.as_deref()));
        }
        let events = self.copy.list_events(latest.id).await?;
        let history = events
            .iter()
            .map(|event| json!({ "at": event.at, "who": event.user, "action": event.action, "reason": event.reason }));
        let article = shown.as_ref().unwrap_or(latest);
        let described = json!({
            "number": latest.id,
            "address": format!("{}/articles/{}", self.site.parts.site.base_url, latest.id),
            "state": article.state,
            "published_at": article.published_at,
            "datestamp": article.datestamp,
            "withdrawal_reason": article.withdrawal_reason,
            "doi_of_this_site": article.own_doi,
            "shown_version": shown.as_ref().map(|shown| shown.version.number),
            "versions": listed,
            "history": history.collect::<Vec<_>>(),
        });
        self.payload.put(&format!("{folder}/article.json"), format!("{described:#}\n").as_bytes())?;
        self.write_jats(&folder, article)
    }

    fn write_jats(&mut self, folder: &str, article: &Article) -> Result<()> {
        let Some(jats) = metadata::find("jats") else { return Ok(()) };
        let file_url = self.site.file_url(article);
        let failed = |error| Error::internal("an article cannot be written as JATS", error);
        let xml = jats.write(&self.site.record(article, &file_url)).map_err(failed)?;
        let xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{xml}\n");
        self.payload.put(&format!("{folder}/article.xml"), xml.as_bytes())
    }

    /// Puts a deposited file at its place, where the bag does not have it yet and the site has it; says whether it stands there.
    async fn write_file(&mut self, path: &str, sha256: &Sha256) -> Result<bool> {
        if !self.seen.insert(sha256.clone()) {
            return Ok(false);
        }
        let is_written = match self.site.parts.blobs.get(sha256, None).await {
            Ok((_, bytes)) => self.payload.copy(path, bytes, sha256).await?,
            Err(crate::blob::Error::NotFound(_)) => false,
            Err(error) => return Err(error.into()),
        };
        if is_written {
            self.told.files += 1;
        } else {
            self.told.missing.push(sha256.clone());
        }
        Ok(is_written)
    }

    /// Files that no version has: those of drafts and of deposits that nobody decided.
    async fn write_other_files(&mut self) -> Result<()> {
        let mut after = String::new();
        loop {
            let files = self.copy.list_files(&after, BATCH).await?;
            let Some((last, _)) = files.last() else { return Ok(()) };
            last.as_str().clone_into(&mut after);
            for (sha256, _) in files {
                let name = sha256.as_str();
                let (first, second) = (name.get(..2).unwrap_or_default(), name.get(2..4).unwrap_or_default());
                self.write_file(&format!("data/files/{first}/{second}/{name}"), &sha256).await?;
            }
        }
    }
}

/// A version with the place of its file, where that stands in the folder of the article.
fn version_json(article: &Article, place: Option<&str>) -> Value {
    let (version, file) = (&article.version, &article.version.file);
    json!({
        "number": version.number,
        "made_at": version.created_at,
        "file": {
            "path": place,
            "name": file.name,
            "media_type": file.media_type.as_str(),
            "sha256": file.sha256,
            "size_bytes": file.size_bytes,
            "pages": file.pages,
        },
        "metadata": version.metadata,
    })
}
