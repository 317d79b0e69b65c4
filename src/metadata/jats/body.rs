//! Body and back matter as blocks of text, one page a top-level section.

use super::front::{abstract_elements, lang_of, paragraphs};
use super::tree::{Element, Node};
use super::{reference, table};
use crate::domain::extraction::{Block, BlockKind, Page};
use crate::domain::{Lang, Metadata};
use crate::metadata::text::{code, one_line};

/// The pages: title, authors and abstracts first, then each section of the body and each part of the back matter.
pub(super) fn read(article: &Element, metadata: &Metadata) -> Vec<Page> {
    let pages = filled(article, metadata).into_iter().map(|(_, blocks)| blocks);
    (1..).zip(pages).map(|(number, blocks)| Page { number, label: None, width: 0.0, height: 0.0, blocks }).collect()
}

/// The parts of each page but the first with its number.
pub(super) fn numbered<'a>(article: &'a Element, metadata: &Metadata) -> Vec<(u32, Vec<&'a Element>)> {
    let numbered = (1..).zip(filled(article, metadata)).map(|(number, (parts, _))| (number, parts));
    numbered.filter(|(_, parts)| !parts.is_empty()).collect()
}

/// The parts and the blocks of each page that has any; the front matter has no parts.
fn filled<'a>(article: &'a Element, metadata: &Metadata) -> Vec<(Vec<&'a Element>, Vec<Block>)> {
    let main = metadata.language.unwrap_or(Lang::UND);
    let mut pages = vec![(Vec::new(), front_page(article, metadata, main))];
    pages.extend(groups(article).into_iter().map(|parts| {
        let mut blocks = Blocks::new(main);
        for part in &parts {
            blocks.walk(part, 1);
        }
        (parts, blocks.0)
    }));
    pages.retain(|(_, blocks)| !blocks.is_empty());
    pages
}

/// What makes a page together: a section, what stands loose between two, a part of the back matter.
fn groups(article: &Element) -> Vec<Vec<&Element>> {
    let mut groups = Vec::new();
    let mut loose = Vec::new();
    for part in article.child("body").into_iter().flat_map(Element::elements) {
        if part.name == "sec" {
            groups.push(std::mem::take(&mut loose));
            groups.push(vec![part]);
        } else {
            loose.push(part);
        }
    }
    groups.push(loose);
    for part in article.child("back").into_iter().flat_map(Element::elements) {
        match part.name.as_str() {
            "app-group" => groups.extend(part.elements().map(|app| vec![app])),
            _ => groups.push(vec![part]),
        }
    }
    groups.extend(article.children("floats-group").map(|floats| vec![floats]));
    groups
}

fn front_page(article: &Element, metadata: &Metadata, main: Lang) -> Vec<Block> {
    let mut blocks = Blocks::new(main);
    for title in &metadata.titles {
        blocks.push_in(title.lang, BlockKind::Title, &title.text);
    }
    let names: Vec<String> = metadata.authors.iter().map(crate::domain::Person::display_name).collect();
    blocks.push(BlockKind::FrontMatter, &names.join(", "));
    let mut places: Vec<&str> = Vec::new();
    for place in metadata.authors.iter().flat_map(|author| &author.affiliations) {
        if !places.contains(&place.name.as_str()) {
            places.push(&place.name);
        }
    }
    blocks.push(BlockKind::FrontMatter, &places.join("; "));
    let Some(meta) = article.child("front").and_then(|front| front.child("article-meta")) else { return blocks.0 };
    for element in abstract_elements(meta) {
        let lang = lang_of(element, if element.name == "abstract" { main } else { Lang::UND });
        for text in paragraphs(element) {
            blocks.push_in(lang, BlockKind::Abstract, &text);
        }
    }
    for statement in meta.find_all("funding-statement") {
        blocks.push(BlockKind::FrontMatter, &statement.inline_text());
    }
    blocks.0
}

/// Blocks that are being gathered, with the language around them.
struct Blocks(Vec<Block>, Lang);

/// Elements that stand inside a paragraph but are blocks of their own.
const BLOCKS: [&str; 17] = [
    "list",
    "def-list",
    "disp-formula",
    "disp-formula-group",
    "disp-quote",
    "fig",
    "fig-group",
    "table-wrap",
    "table-wrap-group",
    "boxed-text",
    "preformat",
    "code",
    "verse-group",
    "speech",
    "statement",
    "supplementary-material",
    "array",
];

impl Element {
    /// Whether it stands inside paragraphs and yet is a block of its own.
    pub(crate) fn is_block(&self) -> bool {
        BLOCKS.contains(&self.name.as_str())
    }
}

impl Blocks {
    fn new(lang: Lang) -> Self {
        Self(Vec::new(), lang)
    }

    fn push(&mut self, kind: BlockKind, text: &str) {
        self.push_in(self.1, kind, text);
    }

    fn push_in(&mut self, lang: Lang, kind: BlockKind, text: &str) {
        if !text.trim().is_empty() {
            let lang = Some(lang).filter(|lang| *lang != Lang::UND);
            self.0.push(Block { lang, ..Block::new(kind, text) });
        }
    }

    /// Adds the blocks of an element whose heading, if any, has the level `level`.
    fn walk(&mut self, element: &Element, level: u8) {
        let around = self.1;
        self.1 = lang_of(element, around);
        match element.name.as_str() {
            "p" => self.paragraph(element, level),
            "list" => self.list(element, level),
            "def-list" => self.definitions(element),
            "fig" | "table-wrap" | "supplementary-material" | "media" => self.float(element, level),
            "table" => self.push(BlockKind::Table, &table::text(element)),
            "disp-formula" => self.push(BlockKind::Formula, &formula(element)),
            "preformat" | "code" => self.push(BlockKind::Code, &code(&element.raw_text())),
            "fn" => self.push(BlockKind::Footnote, &element_text(element)),
            "table-wrap-foot" => self.notes(element),
            "ref" => self.push(BlockKind::Reference, &reference::text(element)),
            "alternatives" => {
                let best = element.child("table").or_else(|| element.elements().find(|e| e.text().is_some()));
                if let Some(inner) = best {
                    self.walk(inner, level);
                }
            }
            "sec-meta" | "permissions" | "object-id" | "graphic" | "title" | "label" | "kwd-group" => {}
            _ => self.section(element, level),
        }
        self.1 = around;
    }

    /// A section or anything else that holds blocks; what holds only text is a paragraph.
    fn section(&mut self, element: &Element, level: u8) {
        let heading = [element.child("label"), element.child("title")];
        let heading: Vec<String> = heading.into_iter().flatten().filter_map(Element::text).collect();
        if element.elements().next().is_none() || is_mixed(element) {
            self.push(BlockKind::Paragraph, &element.inline_text());
            return;
        }
        self.push(BlockKind::Heading(level.min(3)), &heading.join(" "));
        let inner = if heading.is_empty() { level } else { level.saturating_add(1) };
        element.elements().for_each(|part| self.walk(part, inner));
    }

    /// The paragraph cut at the blocks inside it; its footnotes follow.
    fn paragraph(&mut self, element: &Element, level: u8) {
        let mut text = String::new();
        for node in &element.nodes {
            match node {
                Node::Element(inner) if inner.is_block() => {
                    self.push(BlockKind::Paragraph, &one_line(&std::mem::take(&mut text)));
                    self.walk(inner, level);
                }
                other => other.push_inline(&mut text),
            }
        }
        self.push(BlockKind::Paragraph, &one_line(&text));
        for part in element.elements().filter(|part| !part.is_block()) {
            let own = (part.name == "fn").then_some(part);
            let notes = own.into_iter().chain(part.find_all("fn"));
            notes.for_each(|note| self.push(BlockKind::Footnote, &element_text(note)));
        }
    }

    fn list(&mut self, list: &Element, level: u8) {
        for (number, item) in (1_u32..).zip(list.children("list-item")) {
            let mark = match (item.child("label").and_then(Element::text), list.attribute("list-type")) {
                (Some(label), _) => format!("{label} "),
                (None, Some("order")) => format!("{number}. "),
                (None, Some("simple")) => String::new(),
                (None, _) => "• ".to_owned(),
            };
            let mut text = String::new();
            let mut inner: Vec<&Element> = Vec::new();
            for part in item.elements().filter(|part| part.name != "label") {
                if part.is_block() {
                    inner.push(part);
                } else {
                    inner.extend(part.elements().filter(|e| e.is_block()));
                    let own = part.nodes.iter().filter(|node| !matches!(node, Node::Element(e) if e.is_block()));
                    own.for_each(|node| node.push_inline(&mut text));
                    text.push(' ');
                }
            }
            let text = one_line(&text);
            if !text.is_empty() {
                self.push(BlockKind::ListItem, &format!("{mark}{text}"));
            }
            for part in inner {
                self.walk(part, level);
            }
        }
    }

    fn definitions(&mut self, list: &Element) {
        for item in list.children("def-item") {
            let term = item.child("term").map(Element::inline_text).unwrap_or_default();
            let meanings: Vec<String> = item.children("def").filter_map(Element::text).collect();
            self.push(BlockKind::ListItem, &format!("{term}: {}", meanings.join(" ")));
        }
    }

    /// `Label. Title. Text` as caption, then what the float holds.
    fn float(&mut self, element: &Element, level: u8) {
        let label = element.child("label").and_then(Element::text);
        let caption = element.child("caption").into_iter().flat_map(Element::elements).filter_map(Element::text);
        let parts: Vec<String> = label.into_iter().chain(caption).collect();
        let stopped: Vec<&str> = parts.iter().map(|part| part.trim_end_matches('.')).collect();
        self.push(BlockKind::Caption, &stopped.join(". "));
        for part in element.elements().filter(|part| !matches!(part.name.as_str(), "label" | "caption" | "alt-text")) {
            if part.elements().next().is_some() {
                self.walk(part, level);
            }
        }
    }

    fn notes(&mut self, foot: &Element) {
        for part in foot.elements() {
            match part.name.as_str() {
                "fn-group" => self.notes(part),
                _ => self.push(BlockKind::Footnote, &element_text(part)),
            }
        }
    }
}

/// Whether text stands beside the elements.
fn is_mixed(element: &Element) -> bool {
    element.nodes.iter().any(|node| matches!(node, Node::Text(text) if !text.trim().is_empty()))
}

/// The text of the parts of a note, its label in front.
fn element_text(element: &Element) -> String {
    if is_mixed(element) {
        return element.inline_text();
    }
    element.elements().filter_map(Element::text).collect::<Vec<_>>().join(" ")
}

/// The formula, then its number.
fn formula(element: &Element) -> String {
    let mut text = String::new();
    let body = element.nodes.iter().filter(|node| !matches!(node, Node::Element(inner) if inner.name == "label"));
    body.for_each(|node| node.push_inline(&mut text));
    let label = element.child("label").and_then(Element::text).unwrap_or_default();
    one_line(&format!("{text} {label}"))
}
