//! Sections, paragraphs, lists, notes and references.

use super::Writer;
use super::inline::{address_of, number_address};
use crate::metadata::jats::{Element, Node};
use crate::web::pages::text::Entry;
use crate::web::pages::view::LangAttribute;

/// Deepest heading.
const DEEPEST: u8 = 6;

impl Writer<'_> {
    /// Adds a block whose heading, if any, has the level `level`.
    pub(super) fn block(&mut self, element: &Element, level: u8) {
        match element.name.as_str() {
            "p" => self.paragraph(element, level),
            "list" => self.list(element, level),
            "def-list" => self.definitions(element, level),
            "disp-quote" | "verse-group" => self.held("blockquote", "", element, level),
            "boxed-text" => self.boxed(element, level),
            "fig" | "fig-group" => self.figure(element, level),
            "table-wrap" => self.wrapped_table(element, level),
            "table" => self.table(element),
            "array" => self.blocks(element, level),
            "supplementary-material" | "media" => self.supplement(element, level),
            "disp-formula" => self.formula(element),
            "preformat" | "code" => self.verbatim(element),
            "ref-list" => self.references(element, level),
            "fn-group" | "table-wrap-foot" | "notes" if element.child("fn").is_some() => self.notes(element, level),
            "fn" => self.note(element),
            "ref" => self.lone_reference(element),
            "alternatives" => self.best(element),
            "label" | "title" | "sec-meta" | "permissions" | "object-id" | "kwd-group" | "attrib" => {}
            _ if is_line(element) => self.line(element),
            _ => self.section(element, level),
        }
    }

    /// Adds the blocks that an element holds.
    pub(super) fn blocks(&mut self, element: &Element, level: u8) {
        element.elements().for_each(|part| self.block(part, level));
    }

    /// A section, or anything else with a heading.
    fn section(&mut self, element: &Element, level: u8) {
        let inner = if self.heading(element, level) { level + 1 } else { level };
        self.blocks(element, inner.min(DEEPEST));
    }

    /// Adds the label and title of an element as a heading that the table of contents names.
    fn heading(&mut self, element: &Element, level: u8) -> bool {
        let parts: Vec<&Element> = [element.child("label"), element.child("title")].into_iter().flatten().collect();
        let text = parts.iter().filter_map(|part| part.text()).collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return false;
        }
        let anchor = format!("jt-{}", self.contents.len() + 1);
        self.put(&format!("<h{level} id=\"{anchor}\""));
        self.lang(element);
        self.put(">");
        self.place_mark(element);
        for (at, part) in parts.into_iter().enumerate() {
            self.put(if at > 0 { " " } else { "" });
            self.inside(part);
        }
        self.put(&format!("</h{level}>\n"));
        let lang = LangAttribute(element.attribute("lang").and_then(|tag| crate::domain::Lang::parse(tag).ok()));
        self.contents.push(Entry { level: level.min(4), anchor, lang, text });
        true
    }

    /// The name of an element that has no element of ours.
    fn place_mark(&mut self, element: &Element) {
        if let Some(id) = element.attribute("id").filter(|id| self.places.there.contains_key(*id)) {
            self.put(&format!("<span id=\"j-{id}\"></span>"));
        }
    }

    /// The paragraph cut at the blocks inside it; its notes follow.
    fn paragraph(&mut self, element: &Element, level: u8) {
        let mut open = false;
        for node in &element.nodes {
            match node {
                Node::Element(inner) if is_block(inner) => {
                    self.put(if open { "</p>\n" } else { "" });
                    open = false;
                    self.block(inner, level);
                }
                Node::Text(text) if !open && text.trim().is_empty() => {}
                other => {
                    if !open {
                        self.put("<p");
                        self.lang(element);
                        self.put(">");
                        open = true;
                    }
                    match other {
                        Node::Element(inner) => self.inline(inner),
                        Node::Text(text) => self.say(text),
                    }
                }
            }
        }
        self.put(if open { "</p>\n" } else { "" });
        for note in element.elements().filter(|part| !is_block(part)) {
            let own = (note.name == "fn").then_some(note);
            own.into_iter().chain(note.find_all("fn")).for_each(|note| self.note(note));
        }
    }

    /// Text that stands in a block without being a paragraph.
    fn line(&mut self, element: &Element) {
        self.put("<p");
        self.place(element);
        self.put(">");
        self.inside(element);
        self.put("</p>\n");
    }

    /// An element of ours around what an element holds.
    fn held(&mut self, name: &str, class: &str, element: &Element, level: u8) {
        self.put(&format!("<{name}"));
        if !class.is_empty() {
            self.attribute("class", class);
        }
        self.place(element);
        self.put(">\n");
        self.section(element, level);
        if let Some(source) = element.child("attrib") {
            self.put("<p class=\"attribution\">");
            self.inside(source);
            self.put("</p>");
        }
        self.put(&format!("</{name}>\n"));
    }

    fn boxed(&mut self, element: &Element, level: u8) {
        self.put("<div class=\"boxed\" role=\"group\"");
        let heading = element.child("caption").and_then(|caption| caption.child("title")).or(element.child("title"));
        let label = heading.and_then(Element::text).unwrap_or_else(|| self.locale.text("jats-box"));
        self.attribute("aria-label", &label);
        self.place(element);
        self.put(">\n");
        if let Some(caption) = element.child("caption") {
            self.section(caption, level);
        }
        let parts = element.elements().filter(|part| part.name != "caption");
        if element.child("title").is_some() {
            self.section(element, level);
        } else {
            parts.for_each(|part| self.block(part, level));
        }
        self.put("</div>\n");
    }

    fn list(&mut self, list: &Element, level: u8) {
        let (name, class) = match list.attribute("list-type") {
            Some("order" | "alpha-lower" | "alpha-upper" | "roman-lower" | "roman-upper") => ("ol", ""),
            Some("simple") => ("ul", "plain"),
            _ => ("ul", ""),
        };
        self.put(&format!("<{name}"));
        if !class.is_empty() {
            self.attribute("class", class);
        }
        self.place(list);
        self.put(">");
        for item in list.children("list-item") {
            self.put("<li");
            self.lang(item);
            self.put(">");
            if let Some(label) = item.child("label").filter(|_| name == "ul") {
                self.inside(label);
                self.put(" ");
            }
            self.blocks(item, level);
            self.put("</li>");
        }
        self.put(&format!("</{name}>\n"));
    }

    fn definitions(&mut self, list: &Element, level: u8) {
        self.put("<dl>");
        for item in list.children("def-item") {
            for term in item.children("term") {
                self.put("<dt>");
                self.inside(term);
                self.put("</dt>");
            }
            for meaning in item.children("def") {
                self.put("<dd>");
                self.blocks(meaning, level);
                self.put("</dd>");
            }
        }
        self.put("</dl>\n");
    }

    fn verbatim(&mut self, element: &Element) {
        let label = self.locale.text("reading-code");
        self.put("<pre tabindex=\"0\" role=\"group\"");
        self.attribute("aria-label", &label);
        self.put(">");
        self.say(&element.raw_text());
        self.put("</pre>\n");
    }

    pub(super) fn notes(&mut self, group: &Element, level: u8) {
        self.heading(group, level);
        for part in group.elements() {
            match part.name.as_str() {
                "fn" => self.note(part),
                _ => self.block(part, level),
            }
        }
    }

    fn note(&mut self, note: &Element) {
        let label = self.locale.text("reading-footnote");
        self.put("<div class=\"footnote\" role=\"note\"");
        self.attribute("aria-label", &label);
        self.place(note);
        self.put("><p>");
        if let Some(mark) = note.child("label") {
            self.inside(mark);
            self.put(" ");
        }
        for (at, node) in note.nodes.iter().enumerate() {
            match node {
                Node::Element(part) if part.name == "label" => {}
                Node::Element(part) => {
                    self.put(if at > 0 { " " } else { "" });
                    if part.name == "p" { self.inside(part) } else { self.inline(part) }
                }
                Node::Text(text) => self.say(text),
            }
        }
        self.ways_back(note, "reading-back-text");
        self.put("</p></div>\n");
    }

    fn references(&mut self, list: &Element, level: u8) {
        self.heading(list, level);
        self.put("<ul class=\"references\">");
        for entry in list.children("ref") {
            self.reference(entry);
        }
        self.put("</ul>\n");
        let others = list.elements().filter(|part| part.name != "ref");
        others.for_each(|part| self.block(part, (level + 1).min(DEEPEST)));
    }

    fn lone_reference(&mut self, entry: &Element) {
        self.put("<ul class=\"references\">");
        self.reference(entry);
        self.put("</ul>\n");
    }

    /// An entry put together from bare fields, its title in its own language.
    fn composed(&mut self, entry: &Element) {
        let text = crate::metadata::jats::reference_text(entry);
        let names = ["article-title", "chapter-title", "part-title", "data-title"];
        let title = names.iter().find_map(|name| entry.find(name)).filter(|title| title.attribute("lang").is_some());
        let said = title.and_then(Element::text);
        match title.zip(said.as_deref().and_then(|said| text.split_once(said))) {
            Some((title, (before, after))) => {
                self.say(before);
                self.in_its_language(title);
                self.say(after);
            }
            None => self.say(&text),
        }
    }

    /// An entry as it is printed; from bare fields it is put together, with its DOI as a link.
    fn reference(&mut self, entry: &Element) {
        self.put("<li");
        self.place(entry);
        self.put(">");
        let printed = entry.find("mixed-citation");
        if let Some(printed) = printed {
            if let Some(label) = entry.child("label") {
                self.inside(label);
                self.put(" ");
            }
            self.inside_reference(printed);
        } else {
            self.composed(entry);
        }
        let ids = entry.find_all("pub-id").into_iter().filter_map(number_address);
        let addresses = entry.find_all("uri").into_iter().chain(entry.find_all("ext-link")).filter_map(address_of);
        if let Some(address) = ids.chain(addresses).next().filter(|_| printed.is_none()) {
            self.put(" <a");
            self.attribute("href", &address);
            self.put(" rel=\"external nofollow\">");
            self.plain(&address);
            self.put("</a>");
        }
        self.ways_back(entry, "reading-back-citation");
        self.put("</li>");
    }
}

/// Whether an element is a block of its own wherever it stands.
fn is_block(element: &Element) -> bool {
    element.is_block() || matches!(element.name.as_str(), "p" | "sec")
}

/// Whether an element holds text and no blocks.
fn is_line(element: &Element) -> bool {
    let has_text = element.nodes.iter().any(|node| matches!(node, Node::Text(text) if !text.trim().is_empty()));
    has_text && !element.elements().any(is_block)
}
