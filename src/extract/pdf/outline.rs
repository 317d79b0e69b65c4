//! The outline of a file (ISO 32000-2 §12.3.3), by the pages that its entries lead to.

use std::collections::HashMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, String as PdfString};

use super::text_string;

/// Most entries that are read.
const MOST_ENTRIES: usize = 5_000;
/// Most named destinations that are read.
const MOST_NAMES: usize = 50_000;
/// Deepest nesting that is followed.
const DEEPEST: u8 = 16;

/// Titles with their level from 1, by page counted from 0.
#[derive(Debug, Default)]
pub(super) struct Outline {
    by_page: HashMap<usize, Vec<(u8, String)>>,
}

impl Outline {
    /// Reads the outline; an absent one is empty.
    pub(super) fn read(pdf: &Pdf) -> Self {
        let xref = pdf.xref();
        let catalog = xref.get::<Dict<'_>>(xref.root_id());
        let first = catalog.as_ref().and_then(|catalog| catalog.get::<Dict<'_>>("Outlines")?.get::<Dict<'_>>("First"));
        let (Some(catalog), Some(first)) = (catalog, first) else { return Self::default() };
        let ids = pdf.pages().iter().enumerate().filter_map(|(index, page)| Some((page.raw().obj_id()?, index)));
        let mut reader = Reader {
            pages: ids.map(|(id, index)| ((id.obj_number, id.gen_number), index)).collect(),
            names: names(&catalog),
            left: MOST_ENTRIES,
            found: Self::default(),
        };
        reader.level(first, 1);
        reader.found
    }

    /// The titles that lead to a page.
    pub(super) fn titles(&self, page: usize) -> Vec<(u8, String)> {
        self.by_page.get(&page).cloned().unwrap_or_default()
    }
}

struct Reader<'a> {
    pages: HashMap<(u32, i32), usize>,
    names: HashMap<Vec<u8>, Object<'a>>,
    left: usize,
    found: Outline,
}

impl<'a> Reader<'a> {
    /// Reads the entries of one level from the first on.
    fn level(&mut self, first: Dict<'a>, level: u8) {
        let mut next = Some(first);
        while let Some(entry) = next {
            let Some(left) = self.left.checked_sub(1) else { return };
            self.left = left;
            let title = entry.get::<PdfString<'_>>("Title").map(|title| text_string::decode(title.as_bytes()));
            if let (Some(title), Some(page)) = (title, self.page_of(&entry)) {
                self.found.by_page.entry(page).or_default().push((level, title));
            }
            if let Some(child) = entry.get::<Dict<'a>>("First").filter(|_| level < DEEPEST) {
                self.level(child, level + 1);
            }
            next = entry.get::<Dict<'a>>("Next");
        }
    }

    fn page_of(&self, entry: &Dict<'a>) -> Option<usize> {
        let destination = entry.get::<Object<'a>>("Dest");
        let destination = destination.or_else(|| entry.get::<Dict<'a>>("A")?.get::<Object<'a>>("D"))?;
        self.resolve(destination, 0)
    }

    fn resolve(&self, destination: Object<'a>, depth: u8) -> Option<usize> {
        if depth > 2 {
            return None;
        }
        let named = |name: &[u8]| self.resolve(self.names.get(name)?.clone(), depth + 1);
        match destination {
            Object::Array(array) => match array.raw_iter().next()? {
                MaybeRef::Ref(ObjRef { obj_number, gen_number }) => self.pages.get(&(obj_number, gen_number)).copied(),
                MaybeRef::NotRef(_) => None,
            },
            Object::Dict(dict) => self.resolve(dict.get::<Object<'a>>("D")?, depth + 1),
            Object::String(name) => named(name.as_bytes()),
            Object::Name(name) => named(&name),
            _ => None,
        }
    }
}

/// The named destinations of a document, from the name tree and from the older dictionary.
fn names<'a>(catalog: &Dict<'a>) -> HashMap<Vec<u8>, Object<'a>> {
    let mut names = HashMap::new();
    if let Some(old) = catalog.get::<Dict<'a>>("Dests") {
        let keys: Vec<Name<'a>> = old.keys().take(MOST_NAMES).collect();
        names.extend(keys.into_iter().filter_map(|key| Some((key.to_vec(), old.get::<Object<'a>>(&key)?))));
    }
    if let Some(tree) = catalog.get::<Dict<'a>>("Names").and_then(|names| names.get::<Dict<'a>>("Dests")) {
        collect(&tree, 0, &mut names);
    }
    names
}

fn collect<'a>(node: &Dict<'a>, depth: u8, names: &mut HashMap<Vec<u8>, Object<'a>>) {
    if depth > DEEPEST || names.len() > MOST_NAMES {
        return;
    }
    let pairs = node.get::<Array<'a>>("Names");
    let mut parts = pairs.iter().flat_map(Array::iter::<Object<'a>>);
    while let (Some(name), Some(destination)) = (parts.next(), parts.next()) {
        if let Object::String(name) = name {
            names.insert(name.as_bytes().to_vec(), destination);
        }
    }
    let kids = node.get::<Array<'a>>("Kids");
    for kid in kids.iter().flat_map(Array::iter::<Dict<'a>>) {
        collect(&kid, depth + 1, names);
    }
}
