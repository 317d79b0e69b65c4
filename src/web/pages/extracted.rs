//! What was read from one file as a page that stands alone: no site around it, nothing loaded from elsewhere.
//!
//! `parvis extract --format html` prints it. It is laid out as the reading page of an article is (`text`), so that
//! both give the same headings, lists and tables.

use askama::Template;

use super::gallery::Gallery;
use super::text::{Entry, Part, ReadingText, TextPage};
use super::view::{LangAttribute, Marked};
use crate::domain::extraction::{Candidate, Extraction, Reading};
use crate::domain::{Lang, Person};
use crate::web::i18n::Locale;

/// The page of a file.
#[derive(Debug, Template)]
#[template(path = "extracted.html")]
struct ExtractedPage {
    frame: Speech,
    lang: String,
    direction: &'static str,
    title: String,
    title_lang: LangAttribute,
    authors: Vec<String>,
    contents: Vec<Entry>,
    pages: Vec<TextPage>,
}

/// The messages of the page; templates reach them as they do on pages of the site.
#[derive(Debug)]
struct Speech {
    locale: Locale,
}

impl Speech {
    fn t(&self, key: &str) -> String {
        self.locale.text(key)
    }

    fn label(&self, page: &TextPage) -> String {
        let number = page.number.to_string();
        match &page.printed {
            Some(printed) => {
                self.locale.text_with("reading-page-printed", &[("number", &number), ("printed", printed)])
            }
            None => self.locale.text_with("reading-page", &[("number", &number)]),
        }
    }
}

/// The page of what was read; `name` stands in for a title that was not found.
pub(crate) fn page(reading: &Reading, name: &str) -> String {
    let extraction = &cleaned(&reading.extraction);
    let lang = language(reading);
    let locale = if lang == Some(Lang::FR) { Locale::French } else { Locale::English };
    let gallery = Gallery::empty(locale);
    let text = ReadingText::of(extraction, lang, &gallery, &Marked::plain);
    let (title, title_lang) = title(reading, lang).unwrap_or_else(|| (visible(name), LangAttribute(None)));
    let tag = lang.unwrap_or(Lang::UND).to_string();
    let page = ExtractedPage {
        frame: Speech { locale },
        direction: if matches!(tag.as_str(), "ar" | "he" | "fa" | "ur") { "rtl" } else { "ltr" },
        lang: tag,
        title,
        title_lang,
        authors: authors(reading).iter().map(Person::display_name).map(|name| visible(&name)).collect(),
        contents: text.contents,
        pages: text.pages,
    };
    page.render().unwrap_or_default()
}

fn best<T>(candidates: &[Candidate<T>]) -> Option<&T> {
    candidates.first().map(|candidate| &candidate.value)
}

/// The language stated by the file, else the one that was read.
fn language(reading: &Reading) -> Option<Lang> {
    let stated = reading.metadata.as_ref().and_then(|metadata| metadata.language);
    let read = || best(&reading.extraction.candidates.languages).copied();
    stated.or_else(read).filter(|lang| *lang != Lang::UND)
}

fn title(reading: &Reading, lang: Option<Lang>) -> Option<(String, LangAttribute)> {
    let stated = reading.metadata.as_ref().and_then(|metadata| metadata.main_title());
    let title = stated.or_else(|| best(&reading.extraction.candidates.titles))?;
    let other = Some(title.lang).filter(|own| Some(*own) != lang && *own != Lang::UND);
    Some((visible(&title.text), LangAttribute(other)))
}

fn authors(reading: &Reading) -> &[Person] {
    let stated = reading.metadata.as_ref().map(|metadata| metadata.authors.as_slice());
    let read = || best(&reading.extraction.candidates.authors).map(Vec::as_slice);
    stated.filter(|authors| !authors.is_empty()).or_else(read).unwrap_or_default()
}

/// The blocks without what HTML does not allow; places in it do not fit a text that this changes.
fn cleaned(extraction: &Extraction) -> Extraction {
    let mut cleaned = extraction.clone();
    for block in cleaned.pages.iter_mut().flat_map(|page| &mut page.blocks) {
        let text = visible(&block.text);
        if text.len() != block.text.len() {
            block.links.clear();
            block.scripts.clear();
            block.faces.clear();
            block.text = text;
        }
    }
    cleaned
}

/// A text without the control characters that HTML does not allow (HTML Living Standard §13.2.3.5).
fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Localised;
    use crate::domain::extraction::{Block, BlockKind, Candidates, Origin, Page};

    fn block(kind: BlockKind, text: &str, lang: Option<Lang>) -> Block {
        Block { lang, ..Block::new(kind, text) }
    }

    fn candidate<T>(value: T) -> Vec<Candidate<T>> {
        vec![Candidate { value, confidence: 0.9, origin: Origin::Layout, page: Some(1), snippet: String::new() }]
    }

    fn reading(blocks: Vec<Block>, candidates: Candidates) -> Reading {
        let pages = vec![Page { number: 7, label: None, width: 595.0, height: 842.0, blocks }];
        let extraction = Extraction { extractor: "test".to_owned(), pages, candidates, warnings: Vec::new() };
        Reading { metadata: None, extraction, sealed: false }
    }

    fn french(title: &str) -> Candidates {
        Candidates {
            titles: candidate(Localised::new(Lang::FR, title)),
            languages: candidate(Lang::FR),
            ..Candidates::default()
        }
    }

    #[test]
    fn the_page_names_its_language_its_title_and_its_pages() {
        let blocks = vec![
            block(BlockKind::Heading(1), "Méthode", Some(Lang::FR)),
            block(BlockKind::Abstract, "An abstract", Some(Lang::EN)),
            block(BlockKind::Table, "a\tb\n1\t2", None),
        ];
        let html = page(&reading(blocks, french("Le chant")), "file.pdf");
        assert!(html.starts_with("<!doctype html>\n<html lang=\"fr\" dir=\"ltr\">"), "{html}");
        for part in [
            "<title>Le chant</title>",
            "<h1>Le chant</h1>",
            "id=\"p7\"",
            ">Méthode</h2>",
            " lang=\"en\">An abstract",
            "<th scope=\"col\">a</th>",
            "<td>2</td>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn nothing_in_a_file_becomes_mark_up() {
        let hostile = "<script>alert(1)</script>&\"'\u{0}\u{1b}";
        let blocks = [
            BlockKind::Heading(1),
            BlockKind::Paragraph,
            BlockKind::Table,
            BlockKind::Caption,
            BlockKind::Reference,
            BlockKind::Code,
        ];
        let blocks = blocks.into_iter().map(|kind| block(kind, hostile, None)).collect();
        let html = page(&reading(blocks, french(hostile)), hostile);
        assert!(!html.contains("<script") && !html.contains(['\u{0}', '\u{1b}']), "{html}");
        assert!(html.matches("&#60;script").count() >= 8, "{html}");
    }

    #[test]
    fn a_file_without_a_title_is_called_by_its_name() {
        let html = page(&reading(Vec::new(), Candidates::default()), "notes & co.pdf");
        assert!(html.contains("<html lang=\"und\"") && html.contains("<h1>notes &#38; co.pdf</h1>"), "{html}");
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        let html = page(&reading(Vec::new(), Candidates::default()), "a.pdf");
        for reference in ["src=", "<link", "@import", "url(", "http"] {
            assert!(!html.contains(reference), "{reference}");
        }
    }
}
