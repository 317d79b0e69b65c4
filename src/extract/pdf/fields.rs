//! The values of form fields that come without a drawn appearance (ISO 32000-2 §12.7.4), set in type roughly as a
//! viewer would.

use hayro_syntax::object::dict::keys::{CA, DA, FF, FT, MK, OPT, PARENT, V};
use hayro_syntax::object::{Array, Dict, Name, Object, Rect, String as PdfString};

use super::glyph::{Glyph, Style};
use super::matrix::Matrix;
use super::show::degrees;
use super::{text_string, unicode};

/// Highest chain of parents that is followed for an inherited entry.
const HIGHEST_PARENT: usize = 32;
/// Most characters that are set for one field.
const MOST_CHARACTERS: usize = 20_000;
/// Most options of a list that are read.
const MOST_OPTIONS: usize = 1_000;
/// Flags of fields (ISO 32000-2 tables 228, 230, 232).
const MULTILINE: i64 = 1 << 12;
const PASSWORD: i64 = 1 << 13;
const PUSH_BUTTON: i64 = 1 << 16;
const COMBO: i64 = 1 << 17;
/// Width of a character and distance of lines in parts of the type size.
const WIDTH: f64 = 0.5;
const LEADING: f64 = 1.15;

/// Text in a box.
#[derive(Debug)]
pub(super) struct Field {
    lines: Vec<String>,
    /// Type size, when the file fixes it.
    size: Option<f64>,
    /// Whether lines fill the box from the top, broken between words.
    wraps: bool,
}

impl Field {
    /// The text that a widget shows, when its field is one of text.
    pub(super) fn new(widget: &Dict<'_>, form: &Dict<'_>) -> Option<Self> {
        let flags = inherited(widget, FF, Dict::get::<i64>).unwrap_or_default();
        let size = type_size(widget, form);
        let value = inherited(widget, V, Dict::get::<Object<'_>>);
        match inherited(widget, FT, Dict::get::<Name<'_>>)?.as_ref() {
            b"Tx" if flags & PASSWORD == 0 => {
                let text = texts(value?).concat();
                let wraps = flags & MULTILINE != 0;
                Some(Self { lines: split_lines(&text), size, wraps })
            }
            b"Ch" if flags & COMBO == 0 => Some(Self { lines: options(widget), size, wraps: true }),
            b"Ch" => Some(Self { lines: texts(value?), size, wraps: false }),
            b"Btn" if flags & PUSH_BUTTON != 0 => {
                let caption = widget.get::<Dict<'_>>(MK)?.get::<PdfString<'_>>(CA)?;
                Some(Self { lines: vec![text_string::decode(caption.as_bytes())], size, wraps: false })
            }
            _ => None,
        }
    }

    /// Text that fills its box from the top.
    pub(super) fn paragraph(text: &str, size: Option<f64>) -> Self {
        Self { lines: split_lines(text), size, wraps: true }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.trim().is_empty())
    }

    /// The text in its rectangle, characters evenly wide.
    pub(super) fn glyphs(&self, rect: Rect, ctm: Matrix) -> Vec<Glyph> {
        let (width, height) = (rect.x1 - rect.x0, rect.y1 - rect.y0);
        let size = self.size.unwrap_or(if self.wraps { 12.0 } else { (0.7 * height).min(12.0) }).max(4.0);
        let lines = if self.wraps { wrap(&self.lines, width / (WIDTH * size)) } else { self.lines.clone() };
        let first = if self.wraps { rect.y1 - size } else { f64::midpoint(rect.y0, rect.y1) - 0.3 * size };
        let mut y = first;
        let mut glyphs = Vec::new();
        for line in lines {
            set_line(&line, (rect.x0 + 2.0, y), size, ctm, &mut glyphs);
            y -= LEADING * size;
        }
        glyphs.truncate(MOST_CHARACTERS);
        glyphs
    }
}

/// Sets a line whose baseline starts at a point of the page.
fn set_line(line: &str, start: (f64, f64), size: f64, ctm: Matrix, glyphs: &mut Vec<Glyph>) {
    if !ctm.is_finite() {
        return;
    }
    let angle = degrees(ctm.b.atan2(ctm.a));
    let (sin, cos) = f64::from(angle).to_radians().sin_cos();
    let unit = ctm.a.hypot(ctm.b);
    let (x, y) = ctm.apply(start.0, start.1);
    let (mut x0, y) = (x * cos + y * sin, y * cos - x * sin);
    let step = WIDTH * size * unit;
    for char in unicode::as_seen(unicode::clean(line)) {
        glyphs.push(Glyph { char, x0, x1: x0 + step, y, size: size * unit, angle, style: Style::default(), tag: None });
        x0 += step;
    }
}

/// An entry of a field or of the nearest parent that has it.
fn inherited<'a, T>(
    field: &Dict<'a>,
    key: &'static [u8],
    read: fn(&Dict<'a>, &'static [u8]) -> Option<T>,
) -> Option<T> {
    let mut current = field.clone();
    for _ in 0..HIGHEST_PARENT {
        if let Some(found) = read(&current, key) {
            return Some(found);
        }
        current = current.get::<Dict<'a>>(PARENT)?;
    }
    None
}

/// The type size of the default appearance, when it is fixed.
pub(super) fn type_size(widget: &Dict<'_>, form: &Dict<'_>) -> Option<f64> {
    let appearance = inherited(widget, DA, Dict::get::<PdfString<'_>>);
    let appearance = appearance.or_else(|| form.get::<PdfString<'_>>(DA))?;
    let text = String::from_utf8_lossy(appearance.as_bytes()).into_owned();
    let before: Vec<&str> = text.split_whitespace().take_while(|word| *word != "Tf").collect();
    let size: f64 = before.last()?.parse().ok()?;
    (1.0..=200.0).contains(&size).then_some(size)
}

/// The strings of a value.
fn texts(value: Object<'_>) -> Vec<String> {
    match value {
        Object::String(text) => vec![text_string::decode(text.as_bytes())],
        Object::Stream(stream) => {
            super::size::decode(&stream, 1 << 20).map(|data| vec![text_string::decode(&data)]).unwrap_or_default()
        }
        Object::Array(array) => {
            array.iter::<PdfString<'_>>().take(MOST_OPTIONS).map(|text| text_string::decode(text.as_bytes())).collect()
        }
        _ => Vec::new(),
    }
}

/// The labels of the options of a list; an option is a label, or a pair of the value sent and the label.
fn options(widget: &Dict<'_>) -> Vec<String> {
    let options = inherited(widget, OPT, Dict::get::<Array<'_>>).unwrap_or_default();
    options.iter::<Object<'_>>().take(MOST_OPTIONS).filter_map(|option| texts(option).pop()).collect()
}

fn split_lines(text: &str) -> Vec<String> {
    text.replace("\r\n", "\n").split(['\n', '\r']).map(str::to_owned).collect()
}

/// Breaks lines between words so that each has at most `most` characters.
fn wrap(lines: &[String], most: f64) -> Vec<String> {
    let fits = |length: usize| f64::from(u32::try_from(length).unwrap_or(u32::MAX)) <= most.max(8.0);
    let mut out: Vec<String> = Vec::new();
    for line in lines {
        let mut current = String::new();
        for word in line.split_whitespace() {
            if !current.is_empty() && !fits(current.chars().count() + 1 + word.chars().count()) {
                out.push(std::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        out.push(current);
    }
    out
}
