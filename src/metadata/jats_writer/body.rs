//! Body and back matter from the blocks of a file that was read.

use super::inline::{self, Inline};
use crate::domain::Lang;
use crate::domain::extraction::{Block, BlockKind, Cell, Extraction, Spanning, Table};
use crate::metadata::language::xml_lang;
use crate::metadata::text::is_text;
use crate::metadata::xml::Fragment;

/// A block with what goes on after a column or page break joined to it.
struct Piece<'a> {
    kind: BlockKind,
    text: String,
    lang: &'a Lang,
    /// How parts of the text are set, and where they lead.
    inline: Inline,
    /// The headings of a table that stand over several columns.
    spans: &'a [Spanning],
}

/// Writes `body` and `back`; nothing when the file gave no text. `around` is the language of the article.
pub(super) fn write(xml: &mut Fragment, extraction: &Extraction, around: Option<Lang>) {
    let pieces = pieces(extraction, around);
    let (back, body): (Vec<_>, Vec<_>) =
        pieces.into_iter().partition(|piece| matches!(piece.kind, BlockKind::Footnote | BlockKind::Reference));
    xml.group("body", &[], |xml| write_body(xml, &body));
    xml.group("back", &[], |xml| {
        let of = |kind| back.iter().filter(move |piece: &&Piece<'_>| piece.kind == kind);
        xml.group("fn-group", &[], |xml| {
            for note in of(BlockKind::Footnote) {
                xml.group("fn", &[], |xml| write_line(xml, "p", note));
            }
        });
        xml.group("ref-list", &[], |xml| {
            for reference in of(BlockKind::Reference) {
                xml.group("ref", &[], |xml| write_line(xml, "mixed-citation", reference));
            }
        });
    });
}

/// The blocks of the text itself: what the front matter says already and the labels of figures are left out.
fn pieces(extraction: &Extraction, around: Option<Lang>) -> Vec<Piece<'_>> {
    const NONE: &Lang = &Lang::UND;
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let in_text = |block: &Block| {
        let elsewhere =
            matches!(block.kind, BlockKind::Title | BlockKind::FrontMatter | BlockKind::Abstract | BlockKind::Figure);
        !elsewhere && block.text.chars().any(|c| is_text(c) && !c.is_whitespace())
    };
    let flow: Vec<&Block> =
        extraction.pages.iter().flat_map(|page| &page.blocks).filter(|block| block.kind.is_flow()).collect();
    // A heading over what is left out, such as « Résumé », would open an empty section.
    let heads_text = |place: usize| {
        let next = flow.iter().skip(place + 1).find(|block| !matches!(block.kind, BlockKind::Figure));
        next.is_some_and(|next| !matches!(next.kind, BlockKind::Abstract | BlockKind::FrontMatter | BlockKind::Title))
    };
    for (place, block) in flow.iter().enumerate().filter(|(_, block)| in_text(block)) {
        if matches!(block.kind, BlockKind::Heading(_)) && !heads_text(place) {
            continue;
        }
        // The language is told where it is not the article's.
        let lang = block.lang.as_ref().filter(|lang| Some(**lang) != around).unwrap_or(NONE);
        match pieces.iter_mut().rev().find(|piece| piece.kind == block.kind || !piece.kind.is_aside()) {
            Some(last) if block.continues && last.kind.goes_on_in(block.kind) => {
                let lines = matches!(block.kind, BlockKind::Table | BlockKind::Code);
                last.text.push(if lines { '\n' } else { ' ' });
                let rest = if block.kind == BlockKind::Table { rows(block) } else { &block.text };
                last.inline.append(Inline::of(block), last.text.len(), block.text.len() - rest.len());
                last.text.push_str(rest);
            }
            _ => {
                let (inline, spans) = (Inline::of(block), block.spans.as_slice());
                pieces.push(Piece { kind: block.kind, text: block.text.clone(), lang, inline, spans });
            }
        }
    }
    pieces
}

/// The rows of a table that goes on, without the headings that it repeats.
fn rows(table: &Block) -> &str {
    let first = Table::of(&table.text, &table.spans).body.first().and_then(|row| row.first()).map(|cell| cell.start);
    first.and_then(|first| table.text.get(first..)).unwrap_or_default()
}

fn write_line(xml: &mut Fragment, name: &str, piece: &Piece<'_>) {
    write_set(xml, name, &[("xml:lang", xml_lang(piece.lang))], piece);
}

/// A text with what stands out of it.
fn write_set(xml: &mut Fragment, name: &str, attributes: &[(&str, &str)], piece: &Piece<'_>) {
    if piece.inline.is_empty() {
        xml.line(name, attributes, &piece.text);
        return;
    }
    xml.open(name, attributes);
    inline::write(xml, &piece.text, (0, piece.text.len()), &piece.inline);
    xml.close(name);
}

/// Sections nest by the level of their headings.
fn write_body(xml: &mut Fragment, pieces: &[Piece<'_>]) {
    let mut open: Vec<u8> = Vec::new();
    let mut rest = pieces;
    while let Some((piece, after)) = rest.split_first() {
        rest = after;
        match piece.kind {
            BlockKind::Heading(level) => {
                while open.pop_if(|inner| *inner >= level).is_some() {
                    xml.close("sec");
                }
                open.push(level);
                xml.open("sec", &[]);
                write_set(xml, "title", &[], piece);
            }
            BlockKind::ListItem => {
                let count = after.iter().take_while(|next| next.kind == BlockKind::ListItem).count();
                let (items, others) = after.split_at_checked(count).unwrap_or((after, &[]));
                rest = others;
                write_list(xml, std::iter::once(piece).chain(items));
            }
            BlockKind::Caption => match after.split_first() {
                Some((table, others)) if table.kind == BlockKind::Table => {
                    rest = others;
                    write_table(xml, table, Some(piece));
                }
                _ => xml.group("fig", &[], |xml| xml.group("caption", &[], |xml| write_line(xml, "p", piece))),
            },
            BlockKind::Table => write_table(xml, piece, None),
            BlockKind::Formula => write_line(xml, "disp-formula", piece),
            BlockKind::Code => xml.group("preformat", &[], |xml| xml.raw_text(&piece.text)),
            _ => write_line(xml, "p", piece),
        }
    }
    for _ in open {
        xml.close("sec");
    }
}

/// The marks are part of the text: the list adds none.
fn write_list<'a>(xml: &mut Fragment, items: impl Iterator<Item = &'a Piece<'a>>) {
    xml.group("list", &[("list-type", "simple")], |xml| {
        for item in items {
            xml.group("list-item", &[], |xml| write_line(xml, "p", item));
        }
    });
}

/// Rows of headings, and the others.
fn write_table(xml: &mut Fragment, piece: &Piece<'_>, caption: Option<&Piece<'_>>) {
    let table = Table::of(&piece.text, piece.spans);
    xml.open("table-wrap", &[]);
    if let Some(caption) = caption {
        xml.group("caption", &[], |xml| write_line(xml, "p", caption));
    }
    xml.open("table", &[]);
    // The schema wants rows that are no headings.
    let (head, body) = if table.body.is_empty() { (table.body, table.head) } else { (table.head, table.body) };
    xml.group("thead", &[], |xml| head.iter().for_each(|row| write_row(xml, "th", row, piece)));
    xml.open("tbody", &[]);
    for row in &body {
        write_row(xml, "td", row, piece);
    }
    xml.close("tbody");
    xml.close("table");
    xml.close("table-wrap");
}

fn write_row(xml: &mut Fragment, name: &str, row: &[Cell], piece: &Piece<'_>) {
    let several = |count: usize| if count > 1 { count.to_string() } else { String::new() };
    xml.open("tr", &[]);
    for cell in row {
        xml.open(name, &[("colspan", &several(cell.columns)), ("rowspan", &several(cell.rows))]);
        let text = piece.text.get(cell.start..cell.end).unwrap_or_default();
        let start = cell.start + text.len() - text.trim_start().len();
        inline::write(xml, &piece.text, (start, start + text.trim().len()), &piece.inline);
        xml.close(name);
    }
    xml.close("tr");
}
