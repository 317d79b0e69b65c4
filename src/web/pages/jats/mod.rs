//! The text of a JATS file as HTML: the whole of it, with its formulas as `MathML`, its tables, boxes and links.
//!
//! Only elements that are named here come out, each as an element of ours with attributes of ours; of any other, its
//! text does. Addresses lead to `http` and `https` alone, and nothing is loaded from anywhere. Depth and number of
//! elements are bounded by the reader of the file.

mod blocks;
mod floats;
mod inline;
mod math;
mod print;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::fmt;

use askama::filters::{Escaper, Html, HtmlSafe};

pub(crate) use self::print::Print;
use super::text::Entry;
use super::view::{LangAttribute, Marked};
use crate::domain::Lang;
use crate::metadata::jats::{Element, Node};
use crate::metadata::numbered_parts;
use crate::web::i18n::Locale;

/// HTML that was put together here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fragment(pub(super) String);

impl Fragment {
    /// Whether any word is marked.
    pub(crate) fn has_marks(&self) -> bool {
        self.0.contains("<mark>")
    }
}

impl fmt::Display for Fragment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// Everything that a file says is escaped where it is added (`Writer::say`, `Writer::attribute`).
impl HtmlSafe for Fragment {}

/// The pages of a text but the first, by number, and their headings.
#[derive(Debug, Default)]
pub(crate) struct JatsText {
    pub(crate) pages: HashMap<u32, Fragment>,
    pub(crate) contents: Vec<Entry>,
}

impl JatsText {
    /// The text of a file, its figures as they are printed; `mark` marks the words that are looked for.
    pub(crate) fn of(article: &Element, locale: Locale, print: &Print, mark: &dyn Fn(&str) -> Marked) -> Self {
        let pages = numbered_parts(article);
        let places = Places::of(&pages);
        let mut writer = Writer {
            html: String::new(),
            locale,
            mark,
            places: &places,
            print,
            printed: HashSet::new(),
            cited: HashMap::new(),
            contents: Vec::new(),
        };
        let mut text = Self::default();
        for (number, parts) in &pages {
            for part in parts {
                writer.block(part, 2);
            }
            text.pages.insert(*number, Fragment(std::mem::take(&mut writer.html)));
        }
        text.contents = writer.contents;
        text
    }
}

/// Elements that others lead to, with how often they do.
#[derive(Debug, Default)]
struct Places {
    /// What stands on the page, by its name in the file.
    there: HashMap<String, usize>,
}

/// Elements that get a name on the page.
const NAMED: [&str; 11] = [
    "sec",
    "fig",
    "table-wrap",
    "disp-formula",
    "ref",
    "fn",
    "boxed-text",
    "supplementary-material",
    "app",
    "statement",
    "list",
];

impl Places {
    fn of(pages: &[(u32, Vec<&Element>)]) -> Self {
        let mut places = Self::default();
        pages.iter().flat_map(|(_, parts)| parts).for_each(|part| places.add_named(part));
        pages.iter().flat_map(|(_, parts)| parts).for_each(|part| places.add_ways(part));
        places
    }

    fn add_named(&mut self, element: &Element) {
        if NAMED.contains(&element.name.as_str())
            && let Some(id) = element.attribute("id").filter(|id| is_name(id))
        {
            self.there.entry(id.to_owned()).or_default();
        }
        element.elements().for_each(|inner| self.add_named(inner));
    }

    fn add_ways(&mut self, element: &Element) {
        if element.name == "xref" {
            for id in element.attribute("rid").into_iter().flat_map(str::split_whitespace) {
                if let Some(ways) = self.there.get_mut(id) {
                    *ways += 1;
                }
            }
        }
        element.elements().for_each(|inner| self.add_ways(inner));
    }
}

/// Whether a name of the file can be a name on the page as it is.
fn is_name(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 100
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// What a text is written with.
struct Writer<'a> {
    html: String,
    locale: Locale,
    mark: &'a dyn Fn(&str) -> Marked,
    places: &'a Places,
    /// How the article's PDF prints the figures.
    print: &'a Print,
    /// Those that were shown so far.
    printed: HashSet<usize>,
    /// Ways to each place that were written so far.
    cited: HashMap<String, usize>,
    contents: Vec<Entry>,
}

impl Writer<'_> {
    /// Adds mark-up of ours.
    fn put(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Adds text of the file, its words marked.
    fn say(&mut self, text: &str) {
        self.html.push_str(&(self.mark)(text).to_string());
    }

    /// Adds text of ours or of the file that stands in an attribute, or where nothing is marked.
    fn plain(&mut self, text: &str) {
        let written = Html.write_escaped_str(&mut self.html, text);
        debug_assert!(written.is_ok(), "a string takes all text");
    }

    /// Adds an attribute with a space before it.
    fn attribute(&mut self, name: &str, value: &str) {
        self.put(&format!(" {name}=\""));
        self.plain(value);
        self.put("\"");
    }

    /// Adds the name of an element, when others may lead to it, and its language.
    fn place(&mut self, element: &Element) {
        if let Some(id) = element.attribute("id").filter(|id| self.places.there.contains_key(*id)) {
            self.attribute("id", &format!("j-{id}"));
        }
        self.lang(element);
    }

    fn lang(&mut self, element: &Element) {
        let lang = element.attribute("lang").and_then(|tag| Lang::parse(tag).ok());
        self.put(&LangAttribute(lang).to_string());
    }

    /// Adds the ways back to where a place is named.
    fn ways_back(&mut self, element: &Element, key: &str) {
        let Some(id) = element.attribute("id") else { return };
        let Some(count) = self.places.there.get(id).filter(|count| **count > 0) else { return };
        let (label, tag) = (self.locale.text(key), self.locale.tag());
        self.put(&format!(" <span class=\"way-back\" lang=\"{tag}\"><span aria-hidden=\"true\">↩</span> "));
        for way in 1..=*count {
            self.put(&format!("<a href=\"#jc-{id}-{way}\""));
            self.attribute("aria-label", &format!("{label} {way}"));
            self.put(&format!(">{way}</a> "));
        }
        self.put("</span>");
    }

    /// Adds what an element holds.
    fn inside(&mut self, element: &Element) {
        for node in &element.nodes {
            match node {
                Node::Element(inner) => self.inline(inner),
                Node::Text(text) => self.say(text),
            }
        }
    }
}
