//! The structure tree of a tagged PDF (ISO 32000-2 §14.7, §14.8): which element each marked content belongs to.
//!
//! Only elements that make a block of their own are kept; inline ones (spans, links, labels) count as the block
//! around them. Whether the tree may be believed is for `layout` to say.

use std::collections::HashMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, Number, Object, String as PdfString};

use super::text_string;

/// Most nodes of a tree that are read.
const MOST_NODES: usize = 150_000;
/// Deepest nesting that is followed.
const DEEPEST: u8 = 60;
/// Steps through the role map until a standard type must be reached.
const MOST_ROLES: usize = 8;
/// Most columns that one cell of a table spans.
const WIDEST_CELL: u32 = 50;
/// Part of the contents from which a tree without blocks is not believed: one in so many.
const MOST_ORPHANS: usize = 5;
/// Longest alternative description in characters.
const LONGEST_ALT: usize = 2_000;

/// What a character belongs to, `None` where the file does not say.
pub(in crate::extract) type Tag = Option<Mark>;

/// What marked content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::extract) enum Mark {
    /// An element, by its place in reading order.
    Element(u32),
    /// A running head, page number or ornament (§14.8.2.2).
    Artifact,
}

/// The standard types that make blocks (§14.8.4), as far as layout tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Role {
    Text,
    Title,
    Heading(u8),
    Item,
    Caption,
    Note,
    Reference,
    /// A cell with the number of its table, its row and its column.
    Cell {
        table: u32,
        row: u32,
        column: u32,
    },
    Figure,
    Formula,
}

/// An element that makes a block.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::extract) struct Element {
    pub(in crate::extract) role: Role,
    /// Alternative description (§14.9.3).
    pub(in crate::extract) alt: Option<String>,
    /// The page that it names, counted from 0.
    pub(in crate::extract) page: Option<usize>,
}

/// The elements in reading order, and the marks of the pages' contents.
#[derive(Debug, Default)]
pub(in crate::extract) struct Structure {
    pub(in crate::extract) elements: Vec<Element>,
    marks: HashMap<(usize, i64), Mark>,
}

impl Structure {
    /// Reads the tree; a file without one has an empty one.
    pub(super) fn read(pdf: &Pdf) -> Self {
        let xref = pdf.xref();
        let catalog = xref.get::<Dict<'_>>(xref.root_id());
        let Some(root) = catalog.and_then(|catalog| catalog.get::<Dict<'_>>("StructTreeRoot")) else {
            return Self::default();
        };
        let ids = pdf.pages().iter().enumerate().filter_map(|(index, page)| Some((page.raw().obj_id()?, index)));
        let mut reader = Reader {
            pages: ids.map(|(id, index)| ((id.obj_number, id.gen_number), index)).collect(),
            roles: root.get::<Dict<'_>>("RoleMap").unwrap_or_default(),
            left: MOST_NODES,
            tables: 0,
            row: 0,
            column: 0,
            orphans: 0,
            found: Self::default(),
        };
        reader.kids(&root, Around::default());
        // A tree that holds its contents outside of blocks says nothing of them.
        if reader.orphans * MOST_ORPHANS > reader.found.marks.len() { Self::default() } else { reader.found }
    }

    /// What the marked content with a number on a page belongs to.
    pub(super) fn mark(&self, page: usize, number: i64) -> Tag {
        self.marks.get(&(page, number)).copied()
    }
}

/// What stands around an element.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    depth: u8,
    page: Option<usize>,
    /// What content belongs to.
    owner: Tag,
    /// Whether paragraphs are part of the owner: those of items, cells, captions and notes.
    holds: bool,
    /// Nesting of sections, the level of headings without a number.
    section: u8,
    table: u32,
}

struct Reader<'a> {
    pages: HashMap<(u32, i32), usize>,
    roles: Dict<'a>,
    left: usize,
    tables: u32,
    /// Row and column of the next cell.
    row: u32,
    column: u32,
    /// Contents that no block holds.
    orphans: usize,
    found: Structure,
}

impl<'a> Reader<'a> {
    fn kids(&mut self, node: &Dict<'a>, around: Around) {
        match node.get::<Object<'a>>("K") {
            Some(Object::Array(kids)) => kids.iter::<Object<'a>>().for_each(|kid| self.kid(kid, around)),
            Some(kid) => self.kid(kid, around),
            None => {}
        }
    }

    /// Reads one kid: marked content by its number or its reference, or an element.
    fn kid(&mut self, kid: Object<'a>, mut around: Around) {
        let Some(left) = self.left.checked_sub(1).filter(|_| around.depth < DEEPEST) else { return };
        self.left = left;
        around.depth += 1;
        match kid {
            Object::Number(number) => self.content(&number, around),
            Object::Dict(dict) => {
                around.page = self.page_of(&dict).or(around.page);
                match dict.get::<Number>("MCID") {
                    None => self.element(&dict, around),
                    // Marked content of a form has numbers of its own.
                    Some(_) if dict.contains_key("Stm") => {}
                    Some(number) => self.content(&number, around),
                }
            }
            _ => {}
        }
    }

    fn content(&mut self, number: &Number, around: Around) {
        let Some(page) = around.page else { return };
        let owner = around.owner.unwrap_or_else(|| {
            self.orphans += 1;
            self.open(Role::Text, None, around.page)
        });
        self.found.marks.insert((page, number.as_i64()), owner);
    }

    fn page_of(&self, dict: &Dict<'a>) -> Option<usize> {
        let page = dict.get_ref("Pg")?;
        self.pages.get(&(page.obj_number, page.gen_number)).copied()
    }

    fn open(&mut self, role: Role, alt: Option<String>, page: Option<usize>) -> Mark {
        let number = u32::try_from(self.found.elements.len()).unwrap_or(u32::MAX);
        self.found.elements.push(Element { role, alt, page });
        Mark::Element(number)
    }

    fn element(&mut self, dict: &Dict<'a>, mut around: Around) {
        let kind = self.standard(dict);
        let place = (self.row, self.column);
        match kind.as_slice() {
            b"Sect" => {
                around.section = (around.section + 1).min(6);
                around.leave();
            }
            b"L" => around.reset(),
            b"Table" => {
                self.tables += 1;
                around.reset();
                around.table = self.tables;
            }
            b"TR" => (self.row, self.column) = (self.row + 1, 0),
            b"Artifact" => around.owner = Some(Mark::Artifact),
            kind if GROUPS.contains(&kind) => around.leave(),
            kind => {
                if let Some(role) = self.role(kind, dict, around) {
                    let alt = dict.get::<PdfString<'a>>("Alt").map(|alt| text_string::decode(alt.as_bytes()));
                    let alt = alt.map(|alt| alt.trim().chars().take(LONGEST_ALT).collect::<String>());
                    around.owner = Some(self.open(role, alt.filter(|alt| !alt.is_empty()), around.page));
                    around.holds = !matches!(role, Role::Text | Role::Title | Role::Heading(_));
                }
            }
        }
        self.kids(dict, around);
        if kind == b"Table" {
            (self.row, self.column) = place;
        }
    }

    /// The role of an element that makes a block.
    fn role(&mut self, kind: &[u8], dict: &Dict<'a>, around: Around) -> Option<Role> {
        let within = around.holds && around.owner.is_some();
        Some(match kind {
            b"P" if !within => Role::Text,
            b"Title" => Role::Title,
            b"H" => Role::Heading(around.section.max(1)),
            [b'H', digit @ b'1'..=b'9'] => Role::Heading(digit - b'0'),
            b"LI" | b"TOCI" => Role::Item,
            b"Caption" => Role::Caption,
            b"Note" | b"FENote" => Role::Note,
            b"BibEntry" => Role::Reference,
            b"Figure" => Role::Figure,
            b"Formula" if around.owner.is_none() => Role::Formula,
            b"TH" | b"TD" => {
                let column = self.column;
                self.column += columns(dict);
                Role::Cell { table: around.table, row: self.row, column }
            }
            _ => return None,
        })
    }

    /// The standard type of an element, through the role map (§14.7.3).
    fn standard(&self, dict: &Dict<'a>) -> Vec<u8> {
        let mut kind = dict.get::<Name<'a>>("S").map(|kind| kind.to_vec()).unwrap_or_default();
        for _ in 0..MOST_ROLES {
            match self.roles.get::<Name<'a>>(kind.as_slice()) {
                Some(next) if next.as_ref() != kind.as_slice() => kind = next.to_vec(),
                _ => break,
            }
        }
        kind
    }
}

/// Types that group blocks.
const GROUPS: [&[u8]; 11] = [
    b"Document",
    b"DocumentFragment",
    b"Part",
    b"Art",
    b"Div",
    b"BlockQuote",
    b"Index",
    b"Aside",
    b"TOC",
    b"Private",
    b"NonStruct",
];

impl Around {
    /// Enters a group: what holds blocks goes on to hold them, a paragraph does not.
    fn leave(&mut self) {
        self.owner = self.owner.filter(|_| self.holds);
    }

    /// Enters a list or table, whose parts are blocks of their own.
    fn reset(&mut self) {
        (self.owner, self.holds) = (None, false);
    }
}

/// The columns that a cell spans (§14.8.5.7).
fn columns(cell: &Dict<'_>) -> u32 {
    let span = |dict: &Dict<'_>| dict.get::<i64>("ColSpan").and_then(|span| u32::try_from(span).ok());
    let found = match cell.get::<Object<'_>>("A") {
        Some(Object::Dict(dict)) => span(&dict),
        Some(Object::Array(all)) => all.iter::<Dict<'_>>().find_map(|dict| span(&dict)),
        _ => None,
    };
    found.unwrap_or(1).clamp(1, WIDEST_CELL)
}
