//! What stands within a line.

use super::{Writer, math};
use crate::domain::Doi;
use crate::metadata::jats::{Element, Node};

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
            "pub-id" => self.number(element),
            "xref" => self.way(element),
            "math" => self.put(&math::inline(element)),
            "alternatives" => self.best(element),
            "tex-math" => self.code(element),
            "inline-graphic" | "graphic" | "media" => self.described(element),
            // Notes stand behind their paragraph; the others are for machines.
            "fn" | "object-id" | "index-term" | "institution-id" | "annotation" | "label-hidden" => {}
            _ => self.in_its_language(element),
        }
    }

    /// What an element holds, its language told where it says it.
    pub(super) fn in_its_language(&mut self, element: &Element) {
        let lang = element.attribute("lang").is_some();
        if lang {
            self.put("<span");
            self.lang(element);
            self.put(">");
        }
        self.inside(element);
        self.put(if lang { "</span>" } else { "" });
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
        match address_of(element) {
            Some(href) => self.link(&href, element),
            None if element.text().is_none() => self.say(element.attribute("href").unwrap_or_default()),
            None => self.inside(element),
        }
    }

    /// Adds a text in which addresses may be printed; each becomes a link.
    fn say_with_addresses(&mut self, text: &str) {
        let mut rest = text;
        while let Some((start, end)) = printed_address(rest) {
            let (before, from) = rest.split_at(start);
            let (address, after) = from.split_at(end - start);
            self.say(before);
            self.put("<a");
            self.attribute("href", address);
            self.put(" rel=\"external nofollow\">");
            self.say(address);
            self.put("</a>");
            rest = after;
        }
        self.say(rest);
    }

    /// Adds what a reference holds, its printed addresses as links.
    pub(super) fn inside_reference(&mut self, element: &Element) {
        for node in &element.nodes {
            match node {
                Node::Element(inner) => self.inline(inner),
                Node::Text(text) => self.say_with_addresses(text),
            }
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

    /// The number of a cited work, as a link to it where its register is known.
    fn number(&mut self, element: &Element) {
        match number_address(element) {
            Some(href) => self.link(&href, element),
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

/// The address that an element leads to: as it stands, or that of a DOI.
pub(super) fn address_of(element: &Element) -> Option<String> {
    let said = element.attribute("href").map(str::to_owned).or_else(|| element.text())?;
    if is_web(&said) {
        return Some(said);
    }
    let bare = said.strip_prefix("info:doi/").unwrap_or(&said);
    Doi::parse(bare).ok().map(|doi| doi.url())
}

/// The address of a cited work by its number: a DOI, or one of `PubMed`, `PubMed` Central or arXiv.
pub(super) fn number_address(id: &Element) -> Option<String> {
    let text = id.text()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-');
    let bare = text.trim_start_matches("arXiv:");
    let safe = !bare.is_empty() && bare.chars().all(plain);
    match id.attribute("pub-id-type")? {
        "doi" => Doi::parse(&text).ok().map(|doi| doi.url()),
        "pmid" if safe => Some(format!("https://pubmed.ncbi.nlm.nih.gov/{bare}/")),
        "pmcid" | "pmc" if safe => {
            let digits = bare.trim_start_matches("PMC");
            Some(format!("https://pmc.ncbi.nlm.nih.gov/articles/PMC{digits}/"))
        }
        "arxiv" if safe => Some(format!("https://arxiv.org/abs/{bare}")),
        _ => None,
    }
}

/// Longest address that is made a link, in bytes.
const LONGEST_ADDRESS: usize = 2_000;

/// Where the first address of the Web stands in a text, without the stop behind it.
fn printed_address(text: &str) -> Option<(usize, usize)> {
    let is_scheme = |at: &usize| {
        let rest = text.get(*at..).unwrap_or_default();
        rest.starts_with("https://") || rest.starts_with("http://")
    };
    let start = text.match_indices("http").map(|(at, _)| at).find(is_scheme)?;
    let rest = text.get(start..)?;
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '»')).unwrap_or(rest.len());
    let mut address = rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '\'', '’']);
    // A bracket that was opened before the address ends it.
    let opened = address.matches('(').count();
    let mut closed = address.matches(')').count();
    while closed > opened {
        let Some(shorter) = address.strip_suffix(')') else { break };
        address = shorter.trim_end_matches(['.', ',', ';']);
        closed -= 1;
    }
    if address.len() > LONGEST_ADDRESS {
        return None;
    }
    let beyond = address.find("://").map_or(0, |at| at + 3);
    (address.len() > beyond).then_some((start, start + address.len()))
}

/// Whether an address may be followed from a page.
pub(super) fn is_web(href: &str) -> bool {
    let start = href.trim_start().to_ascii_lowercase();
    start.starts_with("https://") || start.starts_with("http://")
}
