//! `ResourceSync` (ANSI/NISO Z39.99-2017): descriptions and open files, for mirrors that would rather not crawl.
//!
//! A source description (§10) leads to the capability list (§9), that to the resource list (§10.1) and the change list
//! (§12); packages of descriptions (§11) are in [`super::packages`]. Both lists come whole while they are short, else as an index of parts. A record shows its last change only, as it
//! does over OAI-PMH; withdrawn articles stay in the change list for ever.

use std::fmt::Write;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;

use super::error::Fault;
use super::extract::Pairs;
use super::feeds::{XML_HEAD, escaped, sent};
use super::{Site, files};
use crate::domain::{Article, ArticleId, ArticleState};

/// Articles in a part; each has up to two resources, and a list holds 50,000 at most (sitemaps.org protocol 0.9).
const PART: i64 = 10_000;
/// Namespaces of every document (§6.2).
const NAMESPACES: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
                          xmlns:rs=\"http://www.openarchives.org/rs/terms/\"";
/// The description that is listed; the others hang on it by the page's typed links.
pub(super) const DESCRIPTION: &str = "oai_dc";

const SOURCE: &str = "/.well-known/resourcesync";
pub(super) const CAPABILITIES: &str = "/resourcesync/capacites.xml";
const RESOURCES: &str = "/resourcesync/ressources.xml";
const CHANGES: &str = "/resourcesync/changements.xml";
pub(super) const PACKAGES: &str = "/resourcesync/paquets.xml";

/// `GET /.well-known/resourcesync`: the source description (§10).
pub(crate) async fn description(State(site): State<Site>) -> Response {
    let base = escaped(&site.settings.base_url);
    let body = format!(
        "<rs:ln rel=\"describedby\" href=\"{base}/a-propos\"/>\n<rs:md capability=\"description\"/>\n\
         <url><loc>{base}{CAPABILITIES}</loc><rs:md capability=\"capabilitylist\"/></url>\n"
    );
    sent("application/xml", document("urlset", &body))
}

/// `GET /resourcesync/capacites.xml`: the capability list (§9).
pub(crate) async fn capabilities(State(site): State<Site>) -> Response {
    let base = escaped(&site.settings.base_url);
    let mut body = format!("<rs:ln rel=\"up\" href=\"{base}{SOURCE}\"/>\n<rs:md capability=\"capabilitylist\"/>\n");
    for (path, capability) in [(RESOURCES, "resourcelist"), (CHANGES, "changelist"), (PACKAGES, "resourcedump")] {
        let _infallible = writeln!(body, "<url><loc>{base}{path}</loc><rs:md capability=\"{capability}\"/></url>");
    }
    sent("application/xml", document("urlset", &body))
}

/// `GET /resourcesync/ressources.xml`: everything that can be fetched now (§10.1, §10.2).
pub(crate) async fn resources(State(site): State<Site>, pairs: Pairs) -> Result<Response, Fault> {
    let at = site.repository.oai_now().await?;
    let list = List { site: &site, path: RESOURCES, capability: "resourcelist", times: format!("at=\"{at}\"") };
    if let Ok(after) = pairs.first("apres").parse::<i64>() {
        let articles = site.repository.list_published(ArticleId(after), PART).await?;
        return Ok(list.part(articles.iter().map(|article| list.resources_of(article))).into_response());
    }
    let mut starts = Vec::new();
    let mut first = site.repository.list_published(ArticleId(0), PART).await?;
    if i64::try_from(first.len()).unwrap_or(i64::MAX) < PART {
        return Ok(list.part(first.iter().map(|article| list.resources_of(article))));
    }
    let mut after = ArticleId(0);
    while let Some(last) = first.last() {
        starts.push(after.0.to_string());
        after = last.id;
        first = site.repository.list_published(after, PART).await?;
    }
    Ok(list.index(&starts))
}

/// `GET /resourcesync/changements.xml`: what was made, changed or withdrawn, oldest first (§12).
pub(crate) async fn changes(State(site): State<Site>, pairs: Pairs) -> Result<Response, Fault> {
    let until = site.repository.oai_now().await?;
    let from = site.repository.first_change().await?;
    let times = from.map_or_else(|| format!("until=\"{until}\""), |from| format!("from=\"{from}\" until=\"{until}\""));
    let list = List { site: &site, path: CHANGES, capability: "changelist", times };
    let marks = site.repository.list_change_marks(PART).await?;
    let asked = pairs.first("apres");
    if asked.is_empty() && !marks.is_empty() {
        let starts = std::iter::once("0-0".to_owned());
        let starts = starts.chain(marks.iter().map(|(at, id)| format!("{}-{id}", at.as_second())));
        return Ok(list.index(&starts.collect::<Vec<_>>()));
    }
    let articles = site.repository.list_changes(place(asked), until, PART).await?;
    Ok(list.part(articles.iter().map(|article| list.changes_of(article))))
}

/// A place in the order of changes as addresses write it: `second-number`.
fn place(written: &str) -> Option<(Timestamp, ArticleId)> {
    let (second, id) = written.rsplit_once('-')?;
    Some((Timestamp::from_second(second.parse().ok()?).ok()?, id.parse().ok()?))
}

/// A list that is about to be written.
struct List<'a> {
    site: &'a Site,
    path: &'static str,
    capability: &'static str,
    /// Attributes that say when the list was true.
    times: String,
}

impl List<'_> {
    fn part(&self, entries: impl Iterator<Item = String>) -> Response {
        let body = entries.fold(self.head(CAPABILITIES), |body, entry| body + &entry);
        sent("application/xml", document("urlset", &body))
    }

    fn index(&self, starts: &[String]) -> Response {
        let base = escaped(&self.site.settings.base_url);
        let mut body = self.head(CAPABILITIES);
        for start in starts {
            let _infallible = writeln!(
                body,
                "<sitemap><loc>{base}{}?apres={start}</loc><rs:md {}/></sitemap>",
                self.path, self.times
            );
        }
        sent("application/xml", document("sitemapindex", &body))
    }

    fn head(&self, up: &str) -> String {
        let base = escaped(&self.site.settings.base_url);
        format!("<rs:ln rel=\"up\" href=\"{base}{up}\"/>\n<rs:md capability=\"{}\" {}/>\n", self.capability, self.times)
    }

    fn resources_of(&self, article: &Article) -> String {
        let mut text = Self::entry(
            article,
            &self.described(article),
            "type=\"application/xml\"",
            "describes",
            &self.page(article),
        );
        if article.is_open_on(self.site.repository.clock().today()) {
            text += &Self::entry(
                article,
                &self.file(article),
                &file_facts(article),
                "describedby",
                &self.described(article),
            );
        }
        text
    }

    /// A file that is closed today counts as gone: a mirror may hold it from the time when it was open.
    fn changes_of(&self, article: &Article) -> String {
        let datestamp = article.datestamp.unwrap_or_default();
        let change = match article.published_at {
            _ if article.state == ArticleState::Withdrawn => "deleted",
            Some(published) if published.as_second() == datestamp.as_second() => "created",
            _ => "updated",
        };
        let open = change != "deleted" && article.is_open_on(self.site.repository.clock().today());
        let of_file = if open { change } else { "deleted" };
        let facts = |change: &str, facts: &str| match change {
            "deleted" => format!("change=\"deleted\" datetime=\"{datestamp}\""),
            _ => format!("change=\"{change}\" datetime=\"{datestamp}\" {facts}"),
        };
        let described = self.described(article);
        let file_facts = facts(of_file, &file_facts(article));
        Self::entry(article, &described, &facts(change, "type=\"application/xml\""), "describes", &self.page(article))
            + &Self::entry(article, &self.file(article), &file_facts, "describedby", &described)
    }

    fn entry(article: &Article, address: &str, facts: &str, relation: &str, target: &str) -> String {
        let changed = article.datestamp.map(|at| format!("<lastmod>{at}</lastmod>")).unwrap_or_default();
        format!(
            "<url><loc>{address}</loc>{changed}<rs:md {facts}/><rs:ln rel=\"{relation}\" href=\"{target}\"/></url>\n"
        )
    }

    fn page(&self, article: &Article) -> String {
        escaped(&self.site.settings.absolute(&format!("/articles/{}", article.id)))
    }

    fn described(&self, article: &Article) -> String {
        format!("{}/export/{DESCRIPTION}", self.page(article))
    }

    fn file(&self, article: &Article) -> String {
        escaped(&self.site.settings.absolute(&files::path(article)))
    }
}

/// What a mirror checks a file by (§6.3: attributes of `rs:md`).
fn file_facts(article: &Article) -> String {
    let file = &article.version.file;
    format!("hash=\"sha-256:{}\" length=\"{}\" type=\"{}\"", file.sha256, file.size_bytes, file.media_type.as_str())
}

pub(super) fn document(root: &str, body: &str) -> String {
    format!("{XML_HEAD}<{root} {NAMESPACES}>\n{body}</{root}>\n")
}
