//! Hands pages and structure to `krilla`, which refuses what PDF/UA-1 forbids.

use std::num::NonZeroU16;

use jiff::civil::Date;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Stroke;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use super::fonts::Face;
use super::layout::{Element, Kind, Layout, MARGIN, Mark, PAGE, TEXT};
use super::{Error, Head};
use crate::i18n::Locale;

/// The file of a report.
pub(super) fn render(layout: &Layout, title: &str, head: &Head) -> Result<Vec<u8>, Error> {
    let failed = |what: String| Error::Pdf(what);
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = configuration.map_err(|error| failed(format!("{error:?}")))?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let fonts = layout.faces.each_ref().map(|face| Font::new(face.data().into(), 0));
    let [Some(regular), Some(bold)] = fonts else { return Err(failed("the fonts cannot be used".to_owned())) };
    let fonts = [regular, bold];
    let mut found: Vec<Vec<Identifier>> = layout.elements.iter().map(|_| Vec::new()).collect();
    let pages = layout.pages.len();
    for (number, marks) in (1..).zip(&layout.pages) {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| failed("no such page".to_owned()))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for mark in marks {
            draw(&mut surface, mark, layout, &fonts, &mut found);
        }
        let foot = Mark::Text {
            element: None,
            is_bold: false,
            size: 7.5,
            at: (MARGIN, PAGE.1 - MARGIN + TEXT),
            text: format!("{} – {number} / {pages}", layout.foot),
        };
        draw(&mut surface, &foot, layout, &fonts, &mut found);
        surface.finish();
        page.finish();
    }
    let locale = Locale::of_lang(head.lang);
    document.set_tag_tree(tree(&layout.elements, &found).with_lang(Some(locale.tag().to_owned())));
    document.set_outline(outline(&layout.elements));
    document.set_metadata(metadata(title, head, locale));
    document.finish().map_err(|error| failed(format!("{error:?}")))
}

fn metadata(title: &str, head: &Head, locale: Locale) -> Metadata {
    Metadata::new()
        .title(format!("{title} – {}", head.day))
        .language(locale.tag().to_owned())
        .creator(head.site.clone())
        .producer("Parvis".to_owned())
        .authors(vec![head.site.clone()])
        .creation_date(day(head.day))
        .document_id(format!("{} {} {} {}", head.url, head.day, head.rules_version, locale.tag()))
}

/// A report is as old as its observation, so that it is the same whenever it is made.
fn day(day: Date) -> DateTime {
    let part = |part: i8| u8::try_from(part).unwrap_or(1);
    let date =
        DateTime::new(u16::try_from(day.year()).unwrap_or_default()).month(part(day.month())).day(part(day.day()));
    date.hour(0).minute(0).second(0).utc_offset_hour(0).utc_offset_minute(0)
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, layout: &Layout, fonts: &[Font; 2], found: &mut [Vec<Identifier>]) {
    match mark {
        Mark::Text { element, is_bold, size, at, text } => {
            let tag = match element {
                Some(_) => ContentTag::Span(SpanTag::empty()),
                None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
            };
            let identifier = surface.start_tagged(tag);
            let [regular, bold] = fonts;
            let font = if *is_bold { bold } else { regular };
            write(surface, layout.face(*is_bold), font.clone(), (*size, *at), text);
            surface.end_tagged();
            if let Some(all) = element.and_then(|element| found.get_mut(element)) {
                all.push(identifier);
            }
        }
        Mark::Rule { from, to } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(*to, from.1);
            let Some(path) = path.finish() else { return };
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            surface.set_stroke(Some(Stroke { width: 0.4, ..Stroke::default() }));
            surface.draw_path(&path);
            surface.set_stroke(None);
            surface.end_tagged();
        }
    }
}

/// Draws a line; a space behind it keeps words of two lines apart for whoever reads the text.
fn write(surface: &mut Surface<'_>, face: &Face, font: Font, (size, at): (f32, (f32, f32)), text: &str) {
    let text = format!("{text} ");
    let glyphs: Vec<KrillaGlyph> = face
        .glyphs(&text)
        .into_iter()
        .map(|glyph| KrillaGlyph::new(GlyphId::new(glyph.id), glyph.advance, 0.0, 0.0, 0.0, glyph.place, None))
        .collect();
    surface.draw_glyphs(Point::from_xy(at.0, at.1), &glyphs, font, &text, size, false);
}

/// The structure: every element below its parent, in the order in which it was made.
fn tree(elements: &[Element], found: &[Vec<Identifier>]) -> TagTree {
    let mut groups: Vec<Option<TagGroup>> = elements.iter().map(|element| Some(TagGroup::new(tag(element)))).collect();
    for (group, identifiers) in groups.iter_mut().zip(found) {
        if let Some(group) = group {
            for identifier in identifiers {
                group.push(*identifier);
            }
        }
    }
    let mut children: Vec<Vec<usize>> = elements.iter().map(|_| Vec::new()).collect();
    let mut roots = Vec::new();
    for (number, element) in elements.iter().enumerate() {
        match element.parent.and_then(|parent| children.get_mut(parent)) {
            Some(siblings) => siblings.push(number),
            None => roots.push(number),
        }
    }
    let mut tree = TagTree::new();
    for root in roots {
        if let Some(group) = gather(root, &children, &mut groups) {
            tree.push(Node::Group(group));
        }
    }
    tree
}

fn gather(number: usize, children: &[Vec<usize>], groups: &mut [Option<TagGroup>]) -> Option<TagGroup> {
    let mut group = groups.get_mut(number)?.take()?;
    for child in children.get(number).into_iter().flatten() {
        if let Some(child) = gather(*child, children, groups) {
            group.push(Node::Group(child));
        }
    }
    Some(group)
}

fn tag(element: &Element) -> TagKind {
    match element.kind {
        Kind::Heading(level) => {
            Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(element.text.clone())).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::Table => Tag::Table.into(),
        Kind::TableHead => Tag::THead.into(),
        Kind::TableBody => Tag::TBody.into(),
        Kind::Row => Tag::TR.into(),
        Kind::HeadCell => Tag::TH(TableHeaderScope::Column).into(),
        Kind::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Kind::Cell => Tag::TD.into(),
    }
}

fn outline(elements: &[Element]) -> Outline {
    let mut outline = Outline::new();
    for element in elements.iter().filter(|element| element.kind.is_heading()) {
        let (page, y) = element.place;
        let place = XyzDestination::new(page, Point::from_xy(0.0, y));
        outline.push_child(OutlineNode::new(element.text.clone(), place));
    }
    outline
}
