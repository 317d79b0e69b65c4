//! What stands within a line.

use super::{Writer, math};
use crate::metadata::jats::Element;

impl Writer<'_> {
    /// Adds an element of a line. One that is not known is its content.
    pub(super) fn inline(&mut self, element: &Element) {
        match element.name.as_str() {
            "italic" => self.within("i", element),
            "bold" => self.within("b", element),
            "sup" => self.within("sup", element),
            "sub" => self.within("sub", element),
            "monospace" => self.within("code", element),
            "underline" => self.within("u", element),
            "strike" => self.within("s", element),
            "break" => self.put("<br>"),
            "ext-link" | "uri" | "self-uri" | "inline-supplementary-material" => self.outward(element),
            "pub-id" if element.has("pub-id-type", &["doi"]) => self.doi(element),
            "xref" => self.way(element),
            "math" => self.put(&math::inline(element)),
            "alternatives" => self.best(element),
            "tex-math" => self.code(element),
            "inline-graphic" | "graphic" | "media" => self.described(element),
            // Notes stand behind their paragraph; the others are for machines.
            "fn" | "object-id" | "index-term" | "institution-id" | "annotation" | "label-hidden" => {}
            _ => {
                let lang = element.attribute("lang").is_some();
                if lang {
                    self.put("<span");
                    self.lang(element);
                    self.put(">");
                }
                self.inside(element);
                self.put(if lang { "</span>" } else { "" });
            }
        }
    }

    fn within(&mut self, name: &str, element: &Element) {
        self.put(&format!("<{name}"));
        self.lang(element);
        self.put(">");
        self.inside(element);
        self.put(&format!("</{name}>"));
    }

    fn code(&mut self, element: &Element) {
        self.put("<code>");
        self.say(element.raw_text().trim());
        self.put("</code>");
    }

    /// `MathML` before TeX, a text before a picture.
    pub(super) fn best(&mut self, element: &Element) {
        let preferred = ["math", "tex-math", "textual-form", "table"];
        let best = preferred.iter().find_map(|name| element.child(name)).or_else(|| element.elements().next());
        if let Some(best) = best {
            if best.name == "table" { self.table(best) } else { self.inline(best) }
        }
    }

    /// A link to another site; its text alone when the address is of another kind.
    fn outward(&mut self, element: &Element) {
        let said = element.attribute("href").map(str::to_owned).or_else(|| element.text());
        match said.filter(|href| is_web(href)) {
            Some(href) => self.link(&href, element),
            None => self.inside(element),
        }
    }

    pub(super) fn link(&mut self, href: &str, element: &Element) {
        self.put("<a");
        self.attribute("href", href);
        self.put(" rel=\"external nofollow\">");
        if element.text().is_some() {
            self.inside(element);
        } else {
            self.plain(href);
        }
        self.put("</a>");
    }

    fn doi(&mut self, element: &Element) {
        match element.text().and_then(|text| crate::domain::Doi::parse(&text).ok()) {
            Some(doi) => self.link(&doi.url(), element),
            None => self.inside(element),
        }
    }

    /// A way to another place of the text, with a name to come back to; only its words when the place is not there.
    fn way(&mut self, element: &Element) {
        let named = element.attribute("rid").into_iter().flat_map(str::split_whitespace);
        let there: Vec<String> = named.filter(|id| self.places.there.contains_key(*id)).map(str::to_owned).collect();
        let Some(first) = there.first() else {
            self.inside(element);
            return;
        };
        // A mark that names several places leads to the first; names for coming back are there for all.
        for id in there.iter().skip(1) {
            let number = self.count(id);
            self.put(&format!("<span id=\"jc-{id}-{number}\"></span>"));
        }
        let number = self.count(first);
        self.put(&format!("<a href=\"#j-{first}\" id=\"jc-{first}-{number}\">"));
        self.inside(element);
        self.put("</a>");
    }

    fn count(&mut self, id: &str) -> usize {
        let count = self.cited.entry(id.to_owned()).or_default();
        *count += 1;
        *count
    }

    /// A picture that did not come with the file: what it says of it.
    pub(super) fn described(&mut self, element: &Element) {
        let said = ["alt-text", "long-desc"].iter().find_map(|name| element.child(name).and_then(Element::text));
        if let Some(said) = said {
            self.put("<span class=\"alt\">");
            self.say(&said);
            self.put("</span>");
        }
    }
}

/// Whether an address may be followed from a page.
pub(super) fn is_web(href: &str) -> bool {
    let start = href.trim_start().to_ascii_lowercase();
    start.starts_with("https://") || start.starts_with("http://")
}
