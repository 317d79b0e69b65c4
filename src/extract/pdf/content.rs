//! Content streams as instructions (ISO 32000-2 §7.8.2), those that text and shapes depend on.
//!
//! Nearly all streams are written plainly: numbers, strings, names, arrays of numbers and strings. They are read here in
//! one pass. From the first instruction on that is not, the reader of `hayro-syntax` goes on, which knows inline images,
//! comments and what damaged streams hold.

use std::borrow::Cow;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Typed;
use hayro_syntax::object::dict::keys::OC;
use hayro_syntax::object::{Array, Dict, FromBytes, Name, Number, Object};

use super::scan::{self, Element};

/// Most numbers before an operator that is read here.
const MOST_NUMBERS: usize = 8;

/// Kinds of operands; those of an instruction are the octal digits of a number, in their order.
const NUMBER: u32 = 1;
const TEXT: u32 = 2;
const ARRAY: u32 = 3;
const NAME: u32 = 4;
const DICT: u32 = 5;

/// An instruction.
pub(super) enum Op<'d> {
    Save,
    Restore,
    Transform([f64; 6]),
    XObject(Name<'d>),
    MarkWith(Name<'d>, Properties<'d>),
    EndMark,
    Font(Name<'d>, f64),
    BeginText,
    CharSpace(f64),
    WordSpace(f64),
    Scale(f64),
    Leading(f64),
    Rise(f64),
    Move(f64, f64),
    MoveLeading(f64, f64),
    TextMatrix([f64; 6]),
    NextLine,
    Show(Cow<'d, [u8]>),
    NextLineShow(Cow<'d, [u8]>),
    NextLineShowSpaced(f64, f64, Cow<'d, [u8]>),
    /// The elements are those of [`Instructions::elements`].
    ShowAll,
    Path(Path),
    Other,
}

/// The properties of a marked-content sequence.
pub(super) enum Properties<'d> {
    Own(Dict<'d>),
    Named(Name<'d>),
    None,
}

/// A part of a path, or what becomes of it.
pub(super) enum Path {
    Start([f64; 2]),
    Line([f64; 2]),
    HalfCurve([f64; 4]),
    Curve([f64; 6]),
    Rectangle([f64; 4]),
    Paint,
    Drop,
    Image,
}

/// Reads the instructions of a stream.
pub(super) struct Instructions<'d> {
    rest: &'d [u8],
    elements: Vec<Element<'d>>,
    /// The reader of what is written in an unusual way.
    unusual: Option<TypedIter<'d>>,
}

/// What stands before an operator.
#[derive(Default)]
struct Operands<'d> {
    kinds: u32,
    numbers: [f64; MOST_NUMBERS],
    count: usize,
    name: &'d [u8],
    second: &'d [u8],
    text: Cow<'d, [u8]>,
    dict: &'d [u8],
}

impl<'d> Instructions<'d> {
    pub(super) fn new(data: &'d [u8]) -> Self {
        Self { rest: data, elements: Vec::new(), unusual: None }
    }

    /// Strings and shifts of the last [`Op::ShowAll`].
    pub(super) fn elements(&self) -> &[Element<'d>] {
        &self.elements
    }

    pub(super) fn next(&mut self) -> Option<Op<'d>> {
        if self.unusual.is_none() {
            if let Some(op) = self.read() {
                return Some(op);
            }
            self.unusual = Some(TypedIter::new(self.rest));
        }
        let op = self.unusual.as_mut()?.next()?;
        Some(read_typed(&op, &mut self.elements))
    }

    /// The next instruction, when it is plain.
    fn read(&mut self) -> Option<Op<'d>> {
        let mut operands = Operands::default();
        let mut rest = self.rest;
        loop {
            rest = rest.trim_ascii_start();
            let (kind, left) = match rest {
                [b'0'..=b'9' | b'-' | b'+' | b'.', ..] => {
                    let (number, left) = scan::number(rest)?;
                    *operands.numbers.get_mut(operands.count)? = number;
                    operands.count += 1;
                    (NUMBER, left)
                }
                [b'[', after @ ..] => (ARRAY, self.read_array(after)?),
                [b'<', b'<', ..] => {
                    let end = dict_end(rest)?;
                    operands.dict = rest.get(..end)?;
                    (DICT, rest.get(end..)?)
                }
                [b'(' | b'<', ..] => {
                    let (text, left) = scan::text(rest)?;
                    operands.text = text;
                    (TEXT, left)
                }
                [b'/', after @ ..] => {
                    let (name, left) = word(after)?;
                    let place = if operands.name.is_empty() { &mut operands.name } else { &mut operands.second };
                    *place = name;
                    (NAME, left)
                }
                _ => {
                    let (operator, left) = word(rest)?;
                    let op = operands.instruction(operator)?;
                    self.rest = left;
                    return Some(op);
                }
            };
            operands.kinds = operands.kinds.checked_mul(8)? + kind;
            rest = left;
        }
    }

    /// Keeps the elements of an array; gives what follows it.
    fn read_array(&mut self, data: &'d [u8]) -> Option<&'d [u8]> {
        self.elements.clear();
        let mut rest = data.trim_ascii_start();
        loop {
            if let [b']', after @ ..] = rest {
                return Some(after);
            }
            let (element, left) = scan::element(rest)?;
            self.elements.push(element);
            rest = left.trim_ascii_start();
        }
    }
}

impl<'d> Operands<'d> {
    /// The instruction of an operator; `None` when it is not what stands before it, or not read here.
    fn instruction(self, operator: &[u8]) -> Option<Op<'d>> {
        let name = || Name::new_unescaped(self.name);
        Some(match (operator, self.kinds, self.numbers) {
            (b"q", 0, _) => Op::Save,
            (b"Q", 0, _) => Op::Restore,
            (b"cm", 0o111_111, _) => Op::Transform(*self.numbers.first_chunk()?),
            (b"Do", 0o4, _) => Op::XObject(name()),
            (b"BMC", 0o4, _) => Op::MarkWith(name(), Properties::None),
            (b"BDC", 0o44, _) => Op::MarkWith(name(), Properties::Named(Name::new_unescaped(self.second))),
            (b"BDC", 0o45, _) if self.says_nothing() => Op::MarkWith(name(), Properties::None),
            (b"BDC", 0o45, _) => Op::MarkWith(name(), Properties::Own(Dict::from_bytes(self.dict)?)),
            (b"EMC", 0, _) => Op::EndMark,
            (b"Tf", 0o41, [size, ..]) => Op::Font(name(), size),
            (b"BT", 0, _) => Op::BeginText,
            (b"Tc", 0o1, [space, ..]) => Op::CharSpace(space),
            (b"Tw", 0o1, [space, ..]) => Op::WordSpace(space),
            (b"Tz", 0o1, [scale, ..]) => Op::Scale(scale),
            (b"TL", 0o1, [leading, ..]) => Op::Leading(leading),
            (b"Ts", 0o1, [rise, ..]) => Op::Rise(rise),
            (b"Td", 0o11, [x, y, ..]) => Op::Move(x, y),
            (b"TD", 0o11, [x, y, ..]) => Op::MoveLeading(x, y),
            (b"Tm", 0o111_111, _) => Op::TextMatrix(*self.numbers.first_chunk()?),
            (b"T*", 0, _) => Op::NextLine,
            (b"Tj", 0o2, _) => Op::Show(self.text),
            (b"'", 0o2, _) => Op::NextLineShow(self.text),
            (b"\"", 0o112, [words, chars, ..]) => Op::NextLineShowSpaced(words, chars, self.text),
            (b"TJ", 0o3, _) => Op::ShowAll,
            (b"m", 0o11, [x, y, ..]) => Op::Path(Path::Start([x, y])),
            (b"l", 0o11, [x, y, ..]) => Op::Path(Path::Line([x, y])),
            (b"c", 0o111_111, _) => Op::Path(Path::Curve(*self.numbers.first_chunk()?)),
            (b"v" | b"y", 0o1111, _) => Op::Path(Path::HalfCurve(*self.numbers.first_chunk()?)),
            (b"re", 0o1111, _) => Op::Path(Path::Rectangle(*self.numbers.first_chunk()?)),
            (b"f" | b"F" | b"f*" | b"s" | b"S" | b"b" | b"b*" | b"B" | b"B*", 0, _) => Op::Path(Path::Paint),
            (b"n", 0, _) => Op::Path(Path::Drop),
            (operator, ..) if !is_followed(operator) => Op::Other,
            _ => return None,
        })
    }

    /// Whether a marked-content sequence has properties that text does not depend on, as most have.
    fn says_nothing(&self) -> bool {
        let has = |word: &[u8]| self.dict.windows(word.len()).any(|window| window == word);
        self.name != OC && !has(b"ActualText") && !has(b"MCID") && !has(b"#")
    }
}

/// Whether text or shapes depend on an operator.
fn is_followed(operator: &[u8]) -> bool {
    matches!(
        operator,
        b"q" | b"Q" | b"cm" | b"Do" | b"BMC" | b"BDC" | b"EMC" | b"Tf" | b"BT" | b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Ts"
    ) || matches!(operator, b"Td" | b"TD" | b"Tm" | b"T*" | b"Tj" | b"'" | b"\"" | b"TJ" | b"BI")
        || matches!(operator, b"m" | b"l" | b"c" | b"v" | b"y" | b"re" | b"n" | b"f" | b"F" | b"f*" | b"s" | b"S")
        || matches!(operator, b"b" | b"b*" | b"B" | b"B*")
}

/// The regular characters that data starts with (ISO 32000-2 §7.2.3), and what follows them.
fn word(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let is_end = |byte: &u8| {
        matches!(
            byte,
            b'\0'
                | b'\t'
                | b'\n'
                | 0xc
                | b'\r'
                | b' '
                | b'('
                | b')'
                | b'<'
                | b'>'
                | b'['
                | b']'
                | b'{'
                | b'}'
                | b'/'
                | b'%'
        )
    };
    let end = data.iter().position(is_end).unwrap_or(data.len());
    let (word, rest) = data.split_at_checked(end)?;
    (!word.is_empty() && !word.contains(&b'#')).then_some((word, rest))
}

/// Where a dictionary without others in it ends.
fn dict_end(data: &[u8]) -> Option<usize> {
    let mut rest = data.get(2..)?;
    loop {
        rest = match rest {
            [b'>', b'>', after @ ..] => return Some(data.len() - after.len()),
            [b'<' | b'(', ..] => scan::text(rest)?.1,
            [b'>' | b')' | b'%', ..] => return None,
            _ => rest.get(1..)?,
        };
    }
}

/// An instruction of the reader of unusual streams.
fn read_typed<'d>(op: &Typed<'_, 'd>, elements: &mut Vec<Element<'d>>) -> Op<'d> {
    let f = Number::as_f64;
    match op {
        Typed::SaveState(_) => Op::Save,
        Typed::RestoreState(_) => Op::Restore,
        Typed::Transform(t) => Op::Transform([&t.0, &t.1, &t.2, &t.3, &t.4, &t.5].map(f)),
        Typed::XObject(object) => Op::XObject(object.0.clone()),
        Typed::BeginMarkedContent(mark) => Op::MarkWith(mark.0.clone(), Properties::None),
        Typed::BeginMarkedContentWithProperties(mark) => {
            let properties = match mark.1 {
                Object::Dict(dict) => Properties::Own(dict.clone()),
                Object::Name(name) => Properties::Named(name.clone()),
                _ => Properties::None,
            };
            Op::MarkWith(mark.0.clone(), properties)
        }
        Typed::EndMarkedContent(_) => Op::EndMark,
        Typed::TextFont(font) => Op::Font(font.0.clone(), f(&font.1)),
        Typed::BeginText(_) => Op::BeginText,
        Typed::CharacterSpacing(n) => Op::CharSpace(f(&n.0)),
        Typed::WordSpacing(n) => Op::WordSpace(f(&n.0)),
        Typed::HorizontalScaling(n) => Op::Scale(f(&n.0)),
        Typed::TextLeading(n) => Op::Leading(f(&n.0)),
        Typed::TextRise(n) => Op::Rise(f(&n.0)),
        Typed::NextLine(n) => Op::Move(f(&n.0), f(&n.1)),
        Typed::NextLineAndSetLeading(n) => Op::MoveLeading(f(&n.0), f(&n.1)),
        Typed::SetTextMatrix(t) => Op::TextMatrix([&t.0, &t.1, &t.2, &t.3, &t.4, &t.5].map(f)),
        Typed::NextLineUsingLeading(_) => Op::NextLine,
        Typed::ShowText(text) => Op::Show(text.0.as_bytes().to_vec().into()),
        Typed::NextLineAndShowText(text) => Op::NextLineShow(text.0.as_bytes().to_vec().into()),
        Typed::ShowTextWithParameters(text) => {
            Op::NextLineShowSpaced(f(&text.0), f(&text.1), text.2.as_bytes().to_vec().into())
        }
        Typed::ShowTexts(texts) => {
            *elements = scan::elements(texts.0.data()).unwrap_or_else(|| read_parts(texts.0));
            Op::ShowAll
        }
        other => read_path(other).map_or(Op::Other, Op::Path),
    }
}

fn read_path(op: &Typed<'_, '_>) -> Option<Path> {
    let f = Number::as_f64;
    Some(match op {
        Typed::MoveTo(to) => Path::Start([f(&to.0), f(&to.1)]),
        Typed::LineTo(to) => Path::Line([f(&to.0), f(&to.1)]),
        Typed::CubicTo(to) => Path::Curve([&to.0, &to.1, &to.2, &to.3, &to.4, &to.5].map(f)),
        Typed::CubicStartTo(to) => Path::HalfCurve([&to.0, &to.1, &to.2, &to.3].map(f)),
        Typed::CubicEndTo(to) => Path::HalfCurve([&to.0, &to.1, &to.2, &to.3].map(f)),
        Typed::RectPath(it) => Path::Rectangle([&it.0, &it.1, &it.2, &it.3].map(f)),
        Typed::StrokePath(_)
        | Typed::CloseAndStrokePath(_)
        | Typed::FillPathNonZero(_)
        | Typed::FillPathNonZeroCompatibility(_)
        | Typed::FillPathEvenOdd(_)
        | Typed::FillAndStrokeNonZero(_)
        | Typed::FillAndStrokeEvenOdd(_)
        | Typed::CloseFillAndStrokeNonZero(_)
        | Typed::CloseFillAndStrokeEvenOdd(_) => Path::Paint,
        Typed::EndPath(_) => Path::Drop,
        Typed::InlineImage(_) => Path::Image,
        _ => return None,
    })
}

/// The numbers and strings of an array.
fn read_parts<'d>(array: &Array<'d>) -> Vec<Element<'d>> {
    let parts = array.iter::<Object<'_>>().filter_map(|part| match part {
        Object::Number(amount) => Some(Element::Number(amount.as_f64())),
        Object::String(text) => Some(Element::Text(text.as_bytes().to_vec().into())),
        _ => None,
    });
    parts.collect()
}

#[cfg(test)]
#[path = "content_tests.rs"]
mod tests;
