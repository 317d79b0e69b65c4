//! Typed links for machines, so that nobody needs to read a page to find the file, its licence and its description.
//!
//! FAIR Signposting profile, levels 1 (HTTP `Link`, RFC 8288) and 2 (one link set, RFC 9264). `cite-as` is the address
//! here: it must resolve to this copy; the publisher's DOI names another one and stands as `related`.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::error::Fault;
use super::extract::Id;
use super::inbox;
use super::page::set;
use super::{Site, SiteSettings};
use crate::domain::{Article, Doi, Licence};
use crate::metadata::{Format, Record, formats};
use crate::service::{Kind, Shown};

const HTML: &str = "text/html";
const LINKSET: &str = "application/linkset+json";
const ABOUT_PAGE: &str = "https://schema.org/AboutPage";
const ARTICLE: &str = "https://schema.org/ScholarlyArticle";

/// One typed link.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Link {
    relation: &'static str,
    target: Target,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Target {
    href: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<&'static str>,
}

impl Link {
    fn new(relation: &'static str, href: &str) -> Self {
        Self { relation, target: Target { href: href.to_owned(), r#type: None, profile: None } }
    }

    fn typed(relation: &'static str, href: &str, media_type: &'static str) -> Self {
        let mut link = Self::new(relation, href);
        link.target.r#type = Some(media_type);
        link
    }

    fn header(&self) -> String {
        let Target { href, r#type, profile } = &self.target;
        let attributes = [("type", r#type), ("profile", profile)].into_iter();
        let attributes = attributes.filter_map(|(name, value)| Some(format!("; {name}=\"{}\"", (*value)?)));
        format!("<{href}>; rel=\"{}\"{}", self.relation, attributes.collect::<String>())
    }
}

/// The `Link` header of an article's page.
pub(crate) fn of_page(record: &Record<'_>, site: &SiteSettings) -> String {
    let mut links = landing(record, site);
    links.push(Link::typed("linkset", &format!("{}/linkset.json", record.url), LINKSET));
    joined(&links)
}

/// The `Link` header of an article's file.
pub(crate) fn of_file(article: &Article, site: &SiteSettings) -> String {
    let mut links = vec![Link::typed("collection", &page_of(article, site), HTML), Link::new("type", ARTICLE)];
    let licence = article.version.metadata.licence.as_ref().and_then(Licence::uri);
    links.extend(licence.map(|uri| Link::new("license", &uri)));
    joined(&links)
}

/// The `Link` header of a description.
pub(crate) fn of_description(article: &Article, site: &SiteSettings) -> String {
    joined(&[Link::typed("describes", &page_of(article, site), HTML)])
}

/// `GET /articles/{id}/linkset.json`: the links of the page, its file and its descriptions in one set (RFC 9264 §4.2).
pub(crate) async fn linkset(State(site): State<Site>, Id(id): Id) -> Result<Response, Fault> {
    let Shown::Article(article) = site.repository.show(id).await? else { return Err(Fault::of(Kind::Gone)) };
    let file_url = site.repository.file_url(&article);
    let record = site.repository.record(&article, &file_url);
    let mut contexts = vec![context(&record.url, &landing(&record, &site.settings))];
    if let Some(file) = &record.file_url {
        contexts.push(context(file, &[Link::typed("collection", &record.url, HTML)]));
    }
    for (address, _) in descriptions(&record, &site.settings) {
        contexts.push(context(&address, &[Link::typed("describes", &record.url, HTML)]));
    }
    let text = serde_json::to_string_pretty(&BTreeMap::from([("linkset", contexts)])).map_err(Fault::internal)?;
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, LINKSET);
    set(&mut headers, header::CACHE_CONTROL, "public, max-age=300");
    set(&mut headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    Ok((headers, text).into_response())
}

/// One link context: its anchor, and the targets of each relation.
#[derive(Debug, Serialize)]
struct Context {
    anchor: String,
    #[serde(flatten)]
    targets: BTreeMap<&'static str, Vec<Target>>,
}

fn context(anchor: &str, links: &[Link]) -> Context {
    let mut targets: BTreeMap<&'static str, Vec<Target>> = BTreeMap::new();
    for link in links {
        targets.entry(link.relation).or_default().push(link.target.clone());
    }
    Context { anchor: anchor.to_owned(), targets }
}

/// What the page of an article leads to.
fn landing(record: &Record<'_>, site: &SiteSettings) -> Vec<Link> {
    let metadata = record.metadata;
    let own = record.own_doi.map(Doi::url);
    let address = own.as_deref().unwrap_or(&record.url);
    let mut links = vec![Link::new("cite-as", address), Link::new("type", ABOUT_PAGE), Link::new("type", ARTICLE)];
    links.extend(metadata.doi.iter().filter(|_| own.is_none()).map(|doi| Link::new("related", &doi.url())));
    let authors = metadata.authors.iter().filter_map(|person| person.orcid.as_ref());
    links.extend(authors.map(|orcid| Link::new("author", &orcid.url())));
    let licence = metadata.licence.as_ref().and_then(Licence::uri);
    links.extend(licence.map(|uri| Link::new("license", &uri)));
    links.extend(record.file_url.iter().map(|file| Link::typed("item", file, record.media_type.as_str())));
    for (address, format) in descriptions(record, site) {
        let mut link = Link::typed("describedby", &address, format.media_type);
        link.target.profile = format.xml.map(|xml| xml.namespace);
        links.push(link);
    }
    links.push(Link::new(inbox::RELATION, &site.absolute(inbox::INBOX)));
    links
}

/// The addresses of an article's descriptions.
fn descriptions(record: &Record<'_>, site: &SiteSettings) -> Vec<(String, &'static Format)> {
    let applying = formats().iter().filter(|crosswalk| crosswalk.applies(record)).map(|crosswalk| crosswalk.format());
    applying
        .map(|format| (site.absolute(&format!("/articles/{}/export/{}", record.id, format.prefix)), format))
        .collect()
}

fn page_of(article: &Article, site: &SiteSettings) -> String {
    site.absolute(&format!("/articles/{}", article.id))
}

fn joined(links: &[Link]) -> String {
    links.iter().map(Link::header).collect::<Vec<_>>().join(", ")
}
