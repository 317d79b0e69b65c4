//! Packages of descriptions (`ResourceSync`, ANSI/NISO Z39.99-2017 §11): everything in a few files, for those who begin.
//!
//! A package holds the descriptions of two thousand numbers of articles and a manifest with their digests. It is made
//! when somebody asks for it, under the same limit as harvests; files stay where the resource list says they are.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::error::Fault;
use super::feeds::{escaped, sent};
use super::sync::{CAPABILITIES, DESCRIPTION, PACKAGES, document};
use super::{Site, oai};
use crate::domain::{Article, ArticleId, Sha256};
use crate::metadata::find;

/// Numbers of articles in a package: some megabytes of descriptions.
const SPAN: i64 = 2_000;

/// `GET /resourcesync/paquets.xml`: the packages there are (§11.1).
pub(crate) async fn list(State(site): State<Site>) -> Result<Response, Fault> {
    let at = site.repository.oai_now().await?;
    let base = escaped(&site.settings.base_url);
    let mut body = head(&base, "resourcedump", &at.to_string());
    let mut after = ArticleId(0);
    while let Some(next) = site.repository.list_published(after, 1).await?.pop() {
        let number = (next.id.0 - 1).div_euclid(SPAN);
        let _infallible = writeln!(
            body,
            "<url><loc>{base}/resourcesync/paquets/{number}.zip</loc><rs:md type=\"application/zip\" at=\"{at}\"/></url>"
        );
        after = ArticleId((number + 1) * SPAN);
    }
    Ok(sent("application/xml", document("urlset", &body)))
}

/// `GET /resourcesync/paquets/{number}.zip`: a package with its manifest (§11.2).
pub(crate) async fn package(State(site): State<Site>, Path(name): Path<String>) -> Result<Response, Fault> {
    let number = name.strip_suffix(".zip").and_then(|number| number.parse::<i64>().ok());
    let start = number.filter(|number| *number >= 0).and_then(|number| number.checked_mul(SPAN));
    let start = start.ok_or_else(Fault::not_found)?;
    let Some(place) = site.repository.oai_place().await else { return Ok(oai::busy()) };
    let at = site.repository.oai_now().await?.to_string();
    let mut articles = site.repository.list_published(ArticleId(start), SPAN).await?;
    articles.retain(|article| article.id.0 <= start.saturating_add(SPAN));
    if articles.is_empty() {
        return Err(Fault::not_found());
    }
    let work = move || {
        let bytes = pack(&site, &articles, &at);
        drop(place);
        bytes
    };
    let bytes = tokio::task::spawn_blocking(work).await.map_err(Fault::internal)??;
    let headers = [(header::CONTENT_TYPE, "application/zip"), (header::CACHE_CONTROL, "public, max-age=600")];
    Ok((headers, bytes).into_response())
}

fn head(base: &str, capability: &str, at: &str) -> String {
    format!(
        "<rs:ln rel=\"up\" href=\"{base}{}\"/>\n<rs:md capability=\"{capability}\" at=\"{at}\"/>\n",
        if capability == "resourcedump" { CAPABILITIES } else { PACKAGES }
    )
}

fn pack(site: &Site, articles: &[Article], at: &str) -> Result<Vec<u8>, Fault> {
    let crosswalk = find(DESCRIPTION).ok_or_else(Fault::not_found)?;
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let mut manifest = head(&escaped(&site.settings.base_url), "resourcedump-manifest", at);
    for article in articles {
        let file_url = site.repository.file_url(article);
        let text = crosswalk.write(&site.repository.record(article, &file_url)).map_err(Fault::internal)?;
        let text = crosswalk.format().whole(&text);
        let path = format!("ressources/{}.xml", article.id);
        package.start_file(path.as_str(), options).map_err(Fault::internal)?;
        package.write_all(text.as_bytes()).map_err(Fault::internal)?;
        let address = escaped(&site.settings.absolute(&format!("/articles/{}/export/{DESCRIPTION}", article.id)));
        let changed = article.datestamp.map(|at| format!("<lastmod>{at}</lastmod>")).unwrap_or_default();
        let _infallible = writeln!(
            manifest,
            "<url><loc>{address}</loc>{changed}<rs:md hash=\"sha-256:{}\" length=\"{}\" type=\"application/xml\" path=\"/{path}\"/></url>",
            Sha256::of(text.as_bytes()),
            text.len()
        );
    }
    package.start_file("manifest.xml", options).map_err(Fault::internal)?;
    package.write_all(document("urlset", &manifest).as_bytes()).map_err(Fault::internal)?;
    Ok(package.finish().map_err(Fault::internal)?.into_inner())
}
