//! Figures, tables, formulas and supplementary material.

use super::inline::is_web;
use super::{Writer, math};
use crate::metadata::jats::Element;

/// Most columns or rows that one cell may span.
const MAX_SPAN: u16 = 100;

impl Writer<'_> {
    /// `Label. Title. Text`
    fn caption(&mut self, element: &Element) {
        if let Some(label) = element.child("label") {
            self.put("<b>");
            self.inside(label);
            self.put("</b> ");
        }
        for (at, part) in element.child("caption").into_iter().flat_map(Element::elements).enumerate() {
            self.put(if at > 0 { " " } else { "" });
            self.inside(part);
        }
    }

    fn has_caption(element: &Element) -> bool {
        ["label", "caption"].iter().any(|name| element.child(name).is_some_and(|part| part.text().is_some()))
    }

    /// A figure: its picture stays where the journal keeps it, so what the file says of it stands here.
    pub(super) fn figure(&mut self, element: &Element, level: u8) {
        self.put("<figure class=\"picture\"");
        self.place(element);
        self.put(">\n");
        let own = element.elements().filter(|part| !matches!(part.name.as_str(), "label" | "caption" | "object-id"));
        for part in own {
            match part.name.as_str() {
                "alt-text" | "long-desc" => {
                    self.put("<p>");
                    self.inside(part);
                    self.put("</p>");
                }
                "graphic" | "media" => self.paragraph_of(part),
                "permissions" | "attrib" => {}
                _ => self.block(part, level),
            }
        }
        if element.find("graphic").is_some() {
            let said = self.locale.text("jats-no-picture");
            self.put(&format!("<p class=\"in-file\" lang=\"{}\">", self.locale.tag()));
            self.plain(&said);
            self.put("</p>");
        }
        if Self::has_caption(element) {
            self.put("<figcaption>");
            self.caption(element);
            self.put("</figcaption>");
        }
        self.put("</figure>\n");
    }

    fn paragraph_of(&mut self, graphic: &Element) {
        if graphic.find("alt-text").or_else(|| graphic.find("long-desc")).is_some() {
            self.put("<p>");
            self.described(graphic);
            self.put("</p>");
        }
    }

    pub(super) fn wrapped_table(&mut self, element: &Element, level: u8) {
        let label = self.locale.text("reading-table");
        let tables = element.find_all("table");
        if tables.is_empty() {
            self.figure(element, level);
            return;
        }
        for (at, table) in tables.iter().enumerate() {
            self.put("<div class=\"table-scroll\" role=\"group\" tabindex=\"0\"");
            self.attribute("aria-label", &label);
            if at == 0 {
                self.place(element);
            }
            self.put("><table>");
            if at == 0 && Self::has_caption(element) {
                self.put("<caption>");
                self.caption(element);
                self.put("</caption>");
            }
            self.rows(table);
            self.put("</table></div>\n");
        }
        for foot in element.children("table-wrap-foot") {
            self.notes(foot, level);
        }
    }

    /// A table without a caption.
    pub(super) fn table(&mut self, table: &Element) {
        let label = self.locale.text("reading-table");
        self.put("<div class=\"table-scroll\" role=\"group\" tabindex=\"0\"");
        self.attribute("aria-label", &label);
        self.put("><table>");
        self.rows(table);
        self.put("</table></div>\n");
    }

    fn rows(&mut self, table: &Element) {
        for part in table.elements() {
            match part.name.as_str() {
                "thead" | "tbody" | "tfoot" => {
                    self.put(&format!("<{}>", part.name));
                    part.children("tr").for_each(|row| self.row(row, part.name == "thead"));
                    self.put(&format!("</{}>", part.name));
                }
                "tr" => self.row(part, false),
                _ => {}
            }
        }
    }

    fn row(&mut self, row: &Element, is_head: bool) {
        self.put("<tr>");
        for cell in row.elements().filter(|cell| matches!(cell.name.as_str(), "td" | "th")) {
            self.put(&format!("<{}", cell.name));
            for name in ["colspan", "rowspan"] {
                let span = cell.attribute(name).and_then(|span| span.parse::<u16>().ok());
                if let Some(span) = span.filter(|span| (2..=MAX_SPAN).contains(span)) {
                    self.put(&format!(" {name}=\"{span}\""));
                }
            }
            if cell.name == "th" {
                let stated = cell.attribute("scope").filter(|scope| matches!(*scope, "row" | "col"));
                let scope = stated.unwrap_or(if is_head { "col" } else { "row" });
                self.put(&format!(" scope=\"{scope}\""));
            }
            self.put(">");
            self.cell(cell);
            self.put(&format!("</{}>", cell.name));
        }
        self.put("</tr>");
    }

    fn cell(&mut self, cell: &Element) {
        let held = ["p", "list", "disp-formula"];
        if cell.elements().any(|part| held.contains(&part.name.as_str())) {
            self.blocks(cell, 6);
        } else {
            self.inside(cell);
        }
    }

    /// A formula on lines of its own.
    pub(super) fn formula(&mut self, element: &Element) {
        let label = self.locale.text("reading-formula");
        self.put("<figure class=\"formula\" role=\"figure\"");
        self.attribute("aria-label", &label);
        self.place(element);
        self.put("><p>");
        match element.find("math") {
            Some(formula) => self.put(&math::displayed(formula)),
            None => element.elements().filter(|part| part.name != "label").for_each(|part| self.inline(part)),
        }
        if let Some(number) = element.child("label") {
            self.put(" <span class=\"number\">");
            self.inside(number);
            self.put("</span>");
        }
        self.put("</p></figure>\n");
    }

    /// Files beside the article, which stay where the journal keeps them.
    pub(super) fn supplement(&mut self, element: &Element, level: u8) {
        let label = self.locale.text("jats-supplement");
        self.put("<div class=\"boxed\" role=\"group\"");
        self.attribute("aria-label", &label);
        self.place(element);
        self.put("><p>");
        if Self::has_caption(element) {
            self.caption(element);
        } else {
            self.plain(&label);
        }
        let inner = element.find("media").and_then(|media| media.attribute("href"));
        if let Some(href) = element.attribute("href").or(inner).filter(|href| is_web(href)) {
            self.put(" <a");
            self.attribute("href", href);
            self.put(" rel=\"external nofollow\">");
            self.plain(href);
            self.put("</a>");
        }
        self.put("</p>");
        let rest = element.elements();
        let skipped = ["label", "caption", "media", "graphic", "object-id", "alt-text", "permissions"];
        rest.filter(|part| !skipped.contains(&part.name.as_str())).for_each(|part| self.block(part, level));
        self.put("</div>\n");
    }
}
