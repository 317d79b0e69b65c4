//! `/recherche/flux.atom` and `/recherche/flux.rss`: what a search finds as a feed, the latest public here first.
//!
//! The pairs of the address are those of the page of results, whatever order and page they ask for.

use std::fmt::Write;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use jiff::Timestamp;
use jiff::fmt::rfc2822;

use super::address;
use super::error::Fault;
use super::extract::Pairs;
use super::feeds::{FEED_ENTRIES, XML_HEAD, entry, escaped, tagged};
use super::i18n::Locale;
use super::pages::view;
use super::{Site, search_name};
use crate::domain::Article;
use crate::domain::query::{SearchQuery, Sort};
use crate::metadata::Record;

/// The path of a feed below the search.
pub(crate) const ATOM: &str = "/recherche/flux.atom";
/// The path of the same as RSS.
pub(crate) const RSS: &str = "/recherche/flux.rss";

/// A search with what it found, as a feed of either kind tells it.
struct Feed<'a> {
    site: &'a Site,
    locale: Locale,
    query: SearchQuery,
    articles: Vec<Article>,
}

impl<'a> Feed<'a> {
    async fn read(site: &'a Site, uri: &Uri) -> Result<Self, Fault> {
        let (locale, _) = Locale::of_path(uri.path());
        let query = SearchQuery { sort: Sort::Relevance, after: None, ..address::read(&Pairs::of(uri)) };
        let latest = SearchQuery { sort: Sort::Added, limit: FEED_ENTRIES, ..query.clone() };
        let articles = site.repository.search(latest).await?.articles;
        Ok(Self { site, locale, query: SearchQuery { limit: address::PAGE_SIZE, ..query }, articles })
    }

    fn title(&self) -> String {
        escaped(&format!("{} – {}", self.site.settings.site_name, search_name::name(&self.query, self.locale)))
    }

    /// Absolute address of a path of the site with this search.
    fn address(&self, path: &str) -> String {
        escaped(&self.site.settings.absolute(&address::of(self.locale, path, &self.query)))
    }

    /// When anything in the feed changed last.
    fn updated(&self) -> Timestamp {
        self.articles.iter().filter_map(|article| article.datestamp).max().unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Atom (RFC 4287).
    fn atom(&self) -> String {
        let mut xml = XML_HEAD.to_owned();
        let (own, page) = (self.address(ATOM), self.address("/recherche"));
        let _infallible = writeln!(
            xml,
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<id>{own}</id>\n<title>{}</title>\n\
             <updated>{}</updated>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>",
            self.locale.tag(),
            self.title(),
            self.updated(),
        );
        let base = escaped(&self.site.settings.base_url);
        for article in &self.articles {
            xml.push_str(&entry(article, &base, self.locale));
        }
        xml.push_str("</feed>\n");
        xml
    }

    /// RSS (2.0.11, rssboard.org), with names of authors in Dublin Core: its own element wants e-mail addresses.
    fn rss(&self) -> String {
        let mut xml = XML_HEAD.to_owned();
        let _infallible = writeln!(
            xml,
            "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
             <channel>\n<title>{}</title>\n<link>{}</link>\n<description>{}</description>\n<language>{}</language>\n\
             <lastBuildDate>{}</lastBuildDate>\n<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{}\"/>",
            self.title(),
            self.address("/recherche"),
            escaped(&self.locale.text("feed-of-search")),
            self.locale.tag().to_lowercase(),
            day_and_time(self.updated()),
            self.address(RSS),
        );
        for article in &self.articles {
            xml.push_str(&self.item(article));
        }
        xml.push_str("</channel>\n</rss>\n");
        xml
    }

    fn item(&self, article: &Article) -> String {
        let metadata = &article.version.metadata;
        let file_url = self.site.repository.file_url(article);
        let record: Record<'_> = self.site.repository.record(article, &file_url);
        let address = escaped(&record.url);
        let published = article.published_at.unwrap_or(article.version.created_at);
        let mut xml = format!(
            "<item>\n<title>{}</title>\n<link>{address}</link>\n<guid isPermaLink=\"true\">{address}</guid>\n\
             <pubDate>{}</pubDate>\n",
            escaped(&view::title(metadata, self.locale).text),
            day_and_time(published),
        );
        for person in &metadata.authors {
            let _infallible = writeln!(xml, "<dc:creator>{}</dc:creator>", escaped(&person.display_name()));
        }
        if let Some(summary) = metadata.abstracts.first() {
            let _infallible = writeln!(xml, "<description>{}</description>", escaped(&escaped(&summary.text)));
        }
        xml.push_str("</item>\n");
        xml
    }
}

/// A moment as RSS has it (RFC 822 with four digits of the year).
fn day_and_time(at: Timestamp) -> String {
    rfc2822::DateTimePrinter::new().timestamp_to_string(&at).unwrap_or_default()
}

/// `GET /recherche/flux.atom`
pub(crate) async fn atom(State(site): State<Site>, uri: Uri, headers: HeaderMap) -> Result<Response, Fault> {
    let xml = Feed::read(&site, &uri).await?.atom();
    Ok(tagged("application/atom+xml; charset=utf-8", xml, &headers))
}

/// `GET /recherche/flux.rss`
pub(crate) async fn rss(State(site): State<Site>, uri: Uri, headers: HeaderMap) -> Result<Response, Fault> {
    let xml = Feed::read(&site, &uri).await?.rss();
    Ok(tagged("application/rss+xml; charset=utf-8", xml, &headers))
}
