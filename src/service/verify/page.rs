//! The file behind a page: what the page itself says of it, to machines.

use harvest::client::joined_address;

use crate::source::Page;

/// Part of a page in which its head is looked for, in bytes.
const HEAD_BYTES: usize = 512 << 10;

/// The PDF that a page names: in a `Link` header or element of relation `item` (Signposting), or as `citation_pdf_url`
/// (Highwire Press tags, as Google Scholar's inclusion guidelines have them), which repositories and journals write alike.
pub(super) fn file_behind(page: &Page) -> Option<String> {
    let head = String::from_utf8_lossy(page.bytes.get(..page.bytes.len().min(HEAD_BYTES)).unwrap_or_default());
    let named = in_header(&page.links).or_else(|| tags(&head).find_map(|tag| in_tag(&tag)))?;
    joined_address(&page.url, &named)
}

/// `<https://…>; rel="item"; type="application/pdf"` (RFC 8288).
fn in_header(links: &str) -> Option<String> {
    let mut rest = links;
    while let Some((_, after)) = rest.split_once('<') {
        let (target, after) = after.split_once('>')?;
        let end = after.find(",<").or_else(|| after.find(", <")).unwrap_or(after.len());
        let (parameters, next) = after.split_at_checked(end)?;
        let parameters = parameters.to_ascii_lowercase().replace(['"', ' '], "");
        if parameters.contains("rel=item") && parameters.contains("type=application/pdf") {
            return Some(target.to_owned());
        }
        rest = next;
    }
    None
}

/// The elements `meta` and `link` of a page, by their text between the brackets.
fn tags(head: &str) -> impl Iterator<Item = String> + '_ {
    head.split('<').skip(1).filter_map(|part| {
        let tag = part.split_once('>').map_or(part, |(tag, _)| tag);
        let name = tag.get(..5)?.to_ascii_lowercase();
        (name.starts_with("meta") || name.starts_with("link")).then(|| tag.to_owned())
    })
}

fn in_tag(tag: &str) -> Option<String> {
    let is = |name: &str, value: &str| attribute(tag, name).is_some_and(|found| found.eq_ignore_ascii_case(value));
    if is("name", "citation_pdf_url") || is("property", "citation_pdf_url") {
        return attribute(tag, "content").filter(|url| !url.is_empty());
    }
    let is_item = is("rel", "item") || is("rel", "alternate");
    if is_item && is("type", "application/pdf") { attribute(tag, "href") } else { None }
}

/// The value of an attribute, in quotes or without.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let marks = [' ', '\n', '\t', '\r'].map(|space| format!("{space}{name}="));
    let at = marks.iter().find_map(|mark| lower.find(mark).map(|at| at + mark.len()))?;
    let rest = tag.get(at..)?;
    let value = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest.get(1..)?.split(quote).next()?,
        _ => rest.split([' ', '\n', '\t']).next()?,
    };
    Some(value.replace("&amp;", "&").trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn behind(html: &str, links: &str) -> Option<String> {
        file_behind(&Page {
            url: "https://depot.example.org/id/7".to_owned(),
            media_type: "text/html".to_owned(),
            etag: None,
            last_modified: None,
            links: links.to_owned(),
            bytes: html.as_bytes().to_vec(),
        })
    }

    #[test]
    fn a_page_names_its_file_in_its_head_or_in_a_header() {
        let here = Some("https://depot.example.org/7/a.pdf?x=1&y=2".to_owned());
        for html in [
            r#"<html><head><meta name="citation_title" content="x"><META content='/7/a.pdf?x=1&amp;y=2' name='Citation_PDF_URL'/>"#,
            "<link rel=item type=application/pdf href=/7/a.pdf?x=1&amp;y=2>",
        ] {
            assert_eq!(behind(html, ""), here, "{html}");
        }
        let header = "<https://a.org/x>; rel=\"author\", <../7/a.pdf?x=1&y=2>; rel=\"item\"; type=\"application/pdf\"";
        assert_eq!(behind("", header), here);
    }

    #[test]
    fn a_page_that_names_none_or_leads_out_of_the_web_has_none() {
        for html in [
            "",
            "<meta name=citation_pdf_url content=\"\">",
            "<meta name=\"citation_pdf_url\" content=\"file:///etc/passwd\">",
            "<meta name=\"citation_pdf_url\" content=\"http://depot.example.org/a.pdf\">",
            "<a href=\"a.pdf\">PDF</a><meta",
            "<é<meta name=",
        ] {
            assert_eq!(behind(html, "<x"), None, "{html}");
        }
    }
}
