//! For machines that pass by: Atom, sitemap, search description, robots, health.

use std::fmt::Write;

use askama::filters::{Escaper, Html};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Site;
use super::error::Fault;
use super::extract::Pairs;
use super::i18n::Locale;
use super::page::set;
use super::pages::view;
use crate::domain::{Article, ArticleId, Sha256};

/// Entries of the feed.
pub(super) const FEED_ENTRIES: usize = 30;
/// Most addresses of a sitemap (sitemaps.org protocol 0.9).
const SITEMAP_ADDRESSES: i64 = 50_000;

/// `GET /flux.atom`: the latest articles (RFC 4287).
pub(crate) async fn atom(State(site): State<Site>, headers: HeaderMap) -> Result<Response, Fault> {
    let articles = site.repository.latest(i64::try_from(FEED_ENTRIES).unwrap_or(i64::MAX)).await?;
    let base = escaped(&site.settings.base_url);
    let updated = articles.iter().filter_map(|article| article.datestamp).max();
    let updated = updated.unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _infallible = writeln!(
        xml,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr-CA\">\n<id>{base}/flux.atom</id>\n\
         <title>{} – {}</title>\n<updated>{updated}</updated>\n<link rel=\"self\" href=\"{base}/flux.atom\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{base}/\"/>",
        escaped(&site.settings.site_name),
        escaped(&Locale::French.text("feed-title")),
    );
    for article in &articles {
        xml.push_str(&entry(article, &base, Locale::French));
    }
    xml.push_str("</feed>\n");
    Ok(tagged("application/atom+xml; charset=utf-8", xml, &headers))
}

/// An article as an entry of Atom.
pub(super) fn entry(article: &Article, base: &str, locale: Locale) -> String {
    let metadata = &article.version.metadata;
    let title = view::title(metadata, locale);
    let address = format!("{base}/articles/{}", article.id);
    let updated = article.datestamp.unwrap_or(article.version.created_at);
    let published = article.published_at.unwrap_or(article.version.created_at);
    let mut xml = format!(
        "<entry>\n<id>{address}</id>\n<title{}>{}</title>\n<link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>\n\
         <published>{published}</published>\n<updated>{updated}</updated>\n",
        title.lang.0.map(|lang| format!(" xml:lang=\"{lang}\"")).unwrap_or_default(),
        escaped(&title.text),
    );
    for person in &metadata.authors {
        let _infallible = writeln!(xml, "<author><name>{}</name></author>", escaped(&person.display_name()));
    }
    if metadata.authors.is_empty() {
        xml.push_str("<author><name>–</name></author>\n");
    }
    if let Some(summary) = metadata.abstracts.first() {
        let _infallible = writeln!(xml, "<summary xml:lang=\"{}\">{}</summary>", summary.lang, escaped(&summary.text));
    }
    xml.push_str("</entry>\n");
    xml
}

/// `GET /sitemap.xml`: one sitemap, or an index of them by spans of article numbers.
pub(crate) async fn sitemap(State(site): State<Site>, pairs: Pairs) -> Result<Response, Fault> {
    if let Ok(span) = pairs.first("part").parse::<i64>() {
        return Ok(sent("application/xml", addresses(&site, span.clamp(0, i64::MAX / SITEMAP_ADDRESSES - 1)).await?));
    }
    let spans = spans(&site).await?;
    if let [] | [0] = spans.as_slice() {
        return Ok(sent("application/xml", addresses(&site, 0).await?));
    }
    let base = escaped(&site.settings.base_url);
    let maps = spans.iter().map(|span| format!("<sitemap><loc>{base}/sitemap.xml?part={span}</loc></sitemap>\n"));
    let list: String = maps.collect();
    Ok(sent("application/xml", format!("{XML_HEAD}<sitemapindex {SITEMAP_NAMESPACE}>\n{list}</sitemapindex>\n")))
}

pub(super) const XML_HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const SITEMAP_NAMESPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

/// The spans of article numbers that hold any article; one look into the database for each.
async fn spans(site: &Site) -> Result<Vec<i64>, Fault> {
    let mut spans = Vec::new();
    let mut after = ArticleId(0);
    while let Some(next) = site.repository.list_published(after, 1).await?.first() {
        let span = (next.id.0 - 1) / SITEMAP_ADDRESSES;
        spans.push(span);
        after = ArticleId((span + 1) * SITEMAP_ADDRESSES);
    }
    Ok(spans)
}

async fn addresses(site: &Site, span: i64) -> Result<String, Fault> {
    let first = span * SITEMAP_ADDRESSES;
    let mut articles = site.repository.list_published(ArticleId(first), SITEMAP_ADDRESSES).await?;
    articles.retain(|article| article.id.0 <= first + SITEMAP_ADDRESSES);
    let base = escaped(&site.settings.base_url);
    let mut xml = format!("{XML_HEAD}<urlset {SITEMAP_NAMESPACE}>\n");
    if span == 0 {
        let _infallible = writeln!(xml, "<url><loc>{base}/</loc></url>");
    }
    for article in &articles {
        let changed = article.datestamp.map(|at| format!("<lastmod>{at}</lastmod>")).unwrap_or_default();
        let _infallible = writeln!(xml, "<url><loc>{base}/articles/{}</loc>{changed}</url>", article.id);
    }
    xml.push_str("</urlset>\n");
    Ok(xml)
}

/// `GET /opensearch.xml`: lets browsers search here (`OpenSearch` 1.1 draft 6).
pub(crate) async fn opensearch(State(site): State<Site>) -> Response {
    let base = escaped(&site.settings.base_url);
    let name = escaped(&site.settings.site_name);
    let short: String = name.chars().take(16).collect();
    let description = escaped(&Locale::French.text("site-description"));
    let xml = format!(
        "{XML_HEAD}<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{short}</ShortName>\n<Description>{description}</Description>\n\
         <Url type=\"text/html\" template=\"{base}/recherche?q={{searchTerms}}\"/>\n\
         <Url type=\"application/json\" template=\"{base}/api/v1/articles?q={{searchTerms}}\"/>\n\
         <Language>fr-CA</Language>\n<InputEncoding>UTF-8</InputEncoding>\n</OpenSearchDescription>\n"
    );
    sent("application/opensearchdescription+xml", xml)
}

/// `GET /robots.txt` (RFC 9309): everything but the endless combinations of words and filters, and what is made of them.
/// The list of all articles stays open.
pub(crate) async fn robots(State(site): State<Site>) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /recherche?\nDisallow: /recherche/\nDisallow: /en/recherche?\nDisallow: /en/recherche/\n\
         Disallow: /connexion\nDisallow: /en/connexion\nDisallow: /alertes\nDisallow: /en/alertes\nDisallow: /api/\n\
         Sitemap: {}/sitemap.xml\n",
        site.settings.base_url
    );
    sent("text/plain; charset=utf-8", text)
}

/// `GET /healthz`: whether the database answers.
pub(crate) async fn health(State(site): State<Site>) -> Result<Response, Fault> {
    site.repository.latest_change().await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], "ok\n").into_response())
}

pub(super) fn sent(media_type: &'static str, text: String) -> Response {
    let headers = [(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "public, max-age=600")];
    (headers, text).into_response()
}

/// A feed with its tag; whoever has it already is told so.
pub(super) fn tagged(media_type: &'static str, text: String, asked: &HeaderMap) -> Response {
    let tag = format!("W/\"{}\"", Sha256::of(text.as_bytes()).as_str().get(..20).unwrap_or_default());
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|known| known.contains(&tag));
    let mut headers = HeaderMap::new();
    set(&mut headers, header::ETAG, &tag);
    set(&mut headers, header::CACHE_CONTROL, "public, max-age=600");
    set(&mut headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    if is_known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    set(&mut headers, header::CONTENT_TYPE, media_type);
    (headers, text).into_response()
}

/// Text for XML; characters that XML 1.0 forbids are left out (§2.2).
pub(super) fn escaped(text: &str) -> String {
    let allowed: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    let mut out = String::new();
    let _infallible = Html.write_escaped_str(&mut out, &allowed);
    out.retain(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_for_xml_is_escaped_and_holds_no_forbidden_character() {
        let text = escaped("a <b> & \"c\" \u{0} \u{FFFF}é");
        assert!(!text.contains('<') && !text.contains('\0') && !text.contains('\u{FFFF}'));
        assert!(text.ends_with('é'));
    }
}
