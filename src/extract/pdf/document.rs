//! An open PDF: its pages, document information and XMP packet.

use hayro_syntax::object::dict::keys::{CONTENTS, METADATA};
use hayro_syntax::object::{Array, Dict, Stream};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::fonts::Fonts;
use super::glyph::Glyph;
use super::interpret::Interpreter;
use super::layers::Layers;
use super::links::{self, Link};
use super::matrix::Matrix;
use super::outline::Outline;
use super::shapes::Shape;
use super::show::TextState;
use super::structure::{Element, Structure};
use super::{annotations, labels, size, text_string};
use crate::domain::extraction::ExtractionFailure;
use crate::extract::guard;
use crate::extract::limits::Budget;

/// Most bytes of an XMP packet.
const MOST_XMP_BYTES: u64 = 4 << 20;
/// Bytes before the header that are forgiven (ISO 32000-2 §7.5.2, note on leading bytes).
const HEADER_WITHIN: usize = 4_096;

/// A PDF that could be opened.
pub(in crate::extract) struct Document {
    pdf: Pdf,
}

/// The characters of one page and its size in points.
pub(in crate::extract) struct PageGlyphs {
    pub(in crate::extract) width: f64,
    pub(in crate::extract) height: f64,
    pub(in crate::extract) glyphs: Vec<Glyph>,
    /// What is drawn beside the characters.
    pub(in crate::extract) shapes: Vec<Shape>,
    /// The label of the page, when the file gives one.
    pub(in crate::extract) label: Option<String>,
    /// Titles of the outline that lead to the page, each with its level from 1.
    pub(in crate::extract) titles: Vec<(u8, String)>,
}

impl Document {
    /// Opens a PDF, repairing its structure where that can be done.
    pub(in crate::extract) fn open(bytes: &[u8]) -> Result<Self, ExtractionFailure> {
        if bytes.is_empty() {
            return Err(ExtractionFailure::Empty);
        }
        if !looks_like_pdf(bytes) {
            return Err(ExtractionFailure::WrongType);
        }
        match Pdf::new(bytes.to_vec()) {
            Ok(pdf) if pdf.pages().is_empty() => Err(ExtractionFailure::Damaged),
            Ok(pdf) => Ok(Self { pdf }),
            Err(LoadPdfError::Decryption(
                DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
            )) => Err(ExtractionFailure::Encrypted),
            Err(_) => Err(ExtractionFailure::Damaged),
        }
    }

    pub(in crate::extract) fn page_count(&self) -> usize {
        self.pdf.pages().len()
    }

    /// A reader of this document's pages, which shares their fonts.
    pub(in crate::extract) fn reader(&self) -> PageReader<'_> {
        let layers = self.catalog().map(|it| Layers::new(&it)).unwrap_or_default();
        let labels = guard(|| labels::read(&self.pdf)).unwrap_or_default();
        let outline = guard(|| Outline::read(&self.pdf)).unwrap_or_default();
        let structure = guard(|| Structure::read(&self.pdf)).unwrap_or_default();
        PageReader { document: self, fonts: Fonts::new(), layers, labels, outline, structure }
    }

    /// The addresses that a page (counted from 0) links to.
    pub(in crate::extract) fn links(&self, index: usize) -> Vec<Link> {
        self.pdf.pages().get(index).map(links::read).unwrap_or_default()
    }

    /// Title and author of the document information dictionary.
    pub(in crate::extract) fn info(&self) -> (Option<String>, Option<String>) {
        let metadata = self.pdf.metadata();
        let text = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(text_string::decode);
        (text(&metadata.title), text(&metadata.author))
    }

    /// A page (counted from 0).
    pub(super) fn page(&self, index: usize) -> Option<&Page<'_>> {
        self.pdf.pages().get(index)
    }

    fn catalog(&self) -> Option<Dict<'_>> {
        let xref = self.pdf.xref();
        xref.get::<Dict<'_>>(xref.root_id())
    }

    /// Subject of the document information dictionary.
    pub(in crate::extract) fn subject(&self) -> Option<String> {
        self.pdf.metadata().subject.as_deref().map(text_string::decode)
    }

    /// The XMP packet of the document.
    pub(in crate::extract) fn xmp(&self) -> Option<Vec<u8>> {
        let stream = self.catalog()?.get::<Stream<'_>>(METADATA)?;
        Some(size::decode(&stream, MOST_XMP_BYTES).ok()?.into_owned())
    }
}

fn looks_like_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(HEADER_WITHIN)).unwrap_or_default();
    head.windows(5).any(|window| window == b"%PDF-") || bytes.windows(9).any(|window| window == b"/Catalog ")
}

/// Reads pages one after the other.
pub(in crate::extract) struct PageReader<'a> {
    document: &'a Document,
    fonts: Fonts<'a>,
    layers: Layers,
    labels: Vec<String>,
    outline: Outline,
    structure: Structure,
}

impl PageReader<'_> {
    /// The elements of the structure tree in reading order.
    pub(in crate::extract) fn into_elements(self) -> Vec<Element> {
        self.structure.elements
    }

    /// The characters of a page (counted from 0), in the order of its content stream.
    pub(in crate::extract) fn read(&self, index: usize, budget: &mut Budget) -> Option<PageGlyphs> {
        let page = self.document.pdf.pages().get(index)?;
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        budget.start_page();
        let mut interpreter = Interpreter::new(&self.fonts, &self.layers, budget);
        if !self.structure.elements.is_empty() {
            interpreter.follow(&self.structure, index);
        }
        let data = contents(page, &mut interpreter);
        let ctm = Matrix::new(page.initial_transform(true).as_coeffs());
        interpreter.run(&data, page.resources(), TextState::new(ctm), 0);
        annotations::read(page, ctm, &self.layers, &mut interpreter);
        let (mut glyphs, shapes) = interpreter.finish();
        glyphs.retain(|glyph| is_on_page(glyph, width, height));
        Some(PageGlyphs {
            width,
            height,
            glyphs,
            shapes,
            label: self.labels.get(index).filter(|label| !label.is_empty()).cloned(),
            titles: self.outline.titles(index),
        })
    }
}

fn contents<'a>(page: &Page<'a>, interpreter: &mut Interpreter<'_, 'a>) -> Vec<u8> {
    if let Some(stream) = page.raw().get::<Stream<'_>>(CONTENTS) {
        return interpreter.decode(&stream).map(std::borrow::Cow::into_owned).unwrap_or_default();
    }
    let mut data = Vec::new();
    let streams = page.raw().get::<Array<'_>>(CONTENTS);
    for stream in streams.iter().flat_map(Array::iter::<Stream<'_>>) {
        if let Some(part) = interpreter.decode(&stream) {
            data.extend_from_slice(&part);
            data.push(b'\n');
        }
    }
    data
}

fn is_on_page(glyph: &Glyph, width: f64, height: f64) -> bool {
    let (sin, cos) = if glyph.angle == 0 { (0.0, 1.0) } else { f64::from(glyph.angle).to_radians().sin_cos() };
    let x = glyph.x0 * cos - glyph.y * sin;
    let y = glyph.x0 * sin + glyph.y * cos;
    let slack = 5.0;
    (-slack..=width + slack).contains(&x) && (-slack..=height + slack).contains(&y)
}
