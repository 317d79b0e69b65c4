//! Figures, tables, formulas and supplementary material.

use super::inline::{address_of, is_web};
use super::{Writer, math};
use crate::metadata::jats::Element;
use crate::web::pages::gallery::Image;

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
            self.in_its_language(part);
        }
    }

    fn has_caption(element: &Element) -> bool {
        ["label", "caption"].iter().any(|name| element.child(name).is_some_and(|part| part.text().is_some()))
    }

    /// A figure as the PDF of the article prints it; where there is none, what the file says of its picture.
    pub(super) fn figure(&mut self, element: &Element, level: u8) {
        let (print, found) = (self.print, self.find_print(element));
        let printed = found.and_then(|at| print.float(at));
        let images = printed.map(|float| float.images.as_slice()).unwrap_or_default();
        self.put("<figure class=\"picture\"");
        self.place(element);
        self.put(">\n");
        for (part, image) in (1_usize..).zip(images) {
            self.image(element, image, part);
        }
        let own = element.elements().filter(|part| !matches!(part.name.as_str(), "label" | "caption" | "object-id"));
        for part in own {
            match part.name.as_str() {
                // It stands for the picture above.
                "alt-text" if !images.is_empty() => {}
                "alt-text" | "long-desc" => {
                    self.put("<p>");
                    self.inside(part);
                    self.put("</p>");
                }
                "graphic" | "media" => self.paragraph_of(part, images.is_empty()),
                "alternatives" if is_picture(part) => self.paragraph_of(part, images.is_empty()),
                "permissions" | "attrib" => {}
                _ => self.block(part, level),
            }
        }
        if images.is_empty() && element.elements().any(|part| part.name == "graphic" || is_picture(part)) {
            self.where_kept(element);
        }
        if Self::has_caption(element) {
            self.put("<figcaption>");
            self.caption(element);
            self.put("</figcaption>");
        }
        if let Some(href) = printed.and_then(|float| float.href.as_deref()) {
            let said = self.locale.text("reading-figure-in-file");
            self.put(&format!("<p class=\"in-file\" lang=\"{}\"><a", self.locale.tag()));
            self.attribute("href", href);
            self.put(">");
            self.plain(&said);
            self.put("</a></p>");
        }
        self.put("</figure>\n");
    }

    /// The figure of the PDF that an element is; each is shown once.
    fn find_print(&mut self, element: &Element) -> Option<usize> {
        self.print.find(element).filter(|at| self.printed.insert(*at))
    }

    /// A picture of the PDF, called as the file says, else by its caption.
    fn image(&mut self, element: &Element, image: &Image, part: usize) {
        let said = element.find("alt-text").and_then(Element::text);
        let alt = match said {
            Some(said) if part == 1 => said,
            Some(said) => format!("{said} ({part})"),
            None => image.alt.clone(),
        };
        self.put("<a class=\"enlarge\"");
        self.attribute("href", &image.src);
        self.put("><img");
        self.attribute("src", &image.src);
        self.put(&format!(" width=\"{}\" height=\"{}\"", image.width, image.height));
        self.attribute("alt", &alt);
        self.put(" loading=\"lazy\" decoding=\"async\"></a>\n");
    }

    /// What a picture says of itself in words; its short text only where the picture itself is not shown.
    fn paragraph_of(&mut self, graphic: &Element, is_missing: bool) {
        let names = if is_missing { ["alt-text", "long-desc"].as_slice() } else { &["long-desc"] };
        for said in names.iter().filter_map(|name| graphic.find(name)) {
            self.put("<p><span class=\"alt\">");
            self.inside(said);
            self.put("</span></p>");
        }
    }

    /// Where a picture is that did not come with the file: a link to it or to the journal, and its name.
    fn where_kept(&mut self, element: &Element) {
        let graphics: Vec<&Element> = element.find_all("graphic");
        let names: Vec<&str> = graphics.iter().filter_map(|graphic| graphic.attribute("href")).collect();
        self.put(&format!("<p class=\"in-file\" lang=\"{}\">", self.locale.tag()));
        let mut linked = false;
        for href in names.iter().filter(|href| is_web(href)) {
            self.put(if linked { " " } else { "" });
            self.put("<a");
            self.attribute("href", href);
            self.put(" rel=\"external nofollow\">");
            let said = self.locale.text("jats-picture-there");
            self.plain(&said);
            self.put("</a>");
            linked = true;
        }
        if !linked {
            let said = match names.first() {
                Some(name) => self.locale.text_with("jats-no-picture-named", &[("name", last_segment(name))]),
                None => self.locale.text("jats-no-picture"),
            };
            self.plain(&said);
            self.way_to_journal();
        }
        self.put("</p>");
    }

    /// A link to the journal's version, where the article has an address there.
    fn way_to_journal(&mut self) {
        if let Some(href) = self.print.journal.clone() {
            let said = self.locale.text("jats-at-journal");
            self.put(" <a");
            self.attribute("href", &href);
            self.put(" rel=\"external nofollow\">");
            self.plain(&said);
            self.put("</a>");
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
            self.lang(cell);
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

    /// Files beside the article, which stay where the journal keeps them: each as a link, else by its name.
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
        self.put("</p>\n");
        let inner = ["media", "graphic"].into_iter().flat_map(|name| element.find_all(name));
        let files: Vec<&Element> =
            std::iter::once(element).chain(inner).filter(|file| file.attribute("href").is_some()).collect();
        if !files.is_empty() {
            self.put("<ul class=\"files\">");
            for file in files {
                self.file(file);
            }
            self.put("</ul>\n");
        }
        let rest = element.elements();
        let skipped = ["label", "caption", "media", "graphic", "object-id", "alt-text", "permissions"];
        rest.filter(|part| !skipped.contains(&part.name.as_str())).for_each(|part| self.block(part, level));
        self.put("</div>\n");
    }

    /// A file by its address or its name, with its caption and its type.
    fn file(&mut self, file: &Element) {
        let Some(href) = file.attribute("href") else { return };
        self.put("<li>");
        if let Some(address) = address_of(file) {
            self.put("<a");
            self.attribute("href", &address);
            self.put(" rel=\"external nofollow\">");
            self.plain(last_segment(href));
            self.put("</a>");
        } else {
            self.put("<span class=\"file-name\">");
            self.plain(last_segment(href));
            self.put("</span>");
            self.way_to_journal();
        }
        let kind = [file.attribute("mimetype"), file.attribute("mime-subtype")];
        let kind = kind.into_iter().flatten().collect::<Vec<_>>().join("/");
        if !kind.is_empty() {
            self.plain(&format!(" ({kind})"));
        }
        if matches!(file.name.as_str(), "media" | "graphic") && Self::has_caption(file) {
            self.put(" ");
            self.caption(file);
        }
        self.put("</li>");
    }
}

/// Whether an element offers the same picture in several forms, and nothing that can be read.
fn is_picture(element: &Element) -> bool {
    element.name == "alternatives" && element.elements().all(|part| matches!(part.name.as_str(), "graphic" | "media"))
}

/// The name of a file without the way to it.
fn last_segment(href: &str) -> &str {
    let bare = href.trim_end_matches('/');
    bare.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(href)
}
