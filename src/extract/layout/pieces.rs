//! Pieces of lines: characters that follow each other on one line without a wide gap.

use std::collections::HashSet;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::code::pitch;
use super::fences::Fences;
use super::line::{Span, text_of};
use super::{bidi, tenths, wide};
use crate::extract::pdf::{FIRST_RTL, Glyph, Shape, Tag, is_rtl};

/// Gap, in parts of the type size, from which two characters belong to two words. TeX shrinks its word spaces to
/// 0.22 of the size, and kerns by less than 0.12 within words.
const WORD_GAP: f64 = 0.16;
/// Gap from which a space is wider than any that justified lines have.
const WIDE_GAP: f64 = 0.85;
/// The space written for it within spans; lines have plain ones.
pub(in crate::extract) const WIDE_SPACE: char = '\u{2003}';
/// The same behind a punctuation mark, where type is not kerned apart.
const POINT_GAP: f64 = 0.1;
/// The same in typewriter type, in parts of a character's width: listings stretch their characters to columns.
const MONO_GAP: f64 = 0.7;
/// Gap, in the same parts, from which more than one space is there.
const MOST_MONO: f64 = 1.5;
/// The same on a line with a run of [`TIGHT_RUN`] characters without a space.
const TIGHT_GAP: f64 = 0.08;
const TIGHT_RUN: usize = 24;
/// The same between letters of a span whose other letters touch.
const LETTER_GAP: f64 = 0.125;
/// Gap from which letters do not touch.
const LOOSE_GAP: f64 = 0.03;
/// Characters from which a span tells how its letters are set.
const LEAST_SET: usize = 8;
/// Letters, each apart from the next, that make a word set wide, and how many may stand together where a pair is kerned.
const LEAST_WIDE: usize = 4;
const MOST_SET: usize = 2;
/// Gap, in parts of the type size, from which two words may belong to two columns.
const COLUMN_GAP: f64 = 1.05;

/// Bytes of text that most spans do not exceed.
const USUAL_BYTES: usize = 64;

/// Spans of one line without a gap as wide as a gutter.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) spans: Vec<Span>,
    pub(super) x0: f64,
    pub(super) x1: f64,
    /// Baseline of the largest span.
    pub(super) y: f64,
    /// Size of the largest span.
    pub(super) size: f64,
    /// The float that it stands for, by its place among those of the page.
    pub(super) float: Option<usize>,
}

impl Piece {
    pub(super) fn new(span: Span) -> Self {
        Self { x0: span.x0, x1: span.x1, y: span.y, size: span.size, spans: vec![span], float: None }
    }

    /// An empty piece in the place of a float.
    pub(super) fn float(place: usize, bounds: &Shape, size: f64) -> Self {
        Self { spans: Vec::new(), x0: bounds.x0, x1: bounds.x1, y: bounds.y1, size, float: Some(place) }
    }

    pub(super) fn text(&self) -> String {
        text_of(&self.spans)
    }

    /// The element of the structure tree that the piece belongs to.
    pub(super) fn tag(&self) -> Tag {
        self.spans.first().and_then(|span| span.tag)
    }

    pub(super) fn words(&self) -> usize {
        let word = |word: &&str| word.chars().filter(|char| char.is_alphabetic()).count() > 1;
        self.spans.iter().map(|span| span.text.split_whitespace().filter(word).count()).sum()
    }

    pub(super) fn top(&self) -> f64 {
        self.y - 0.75 * self.size
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + 0.22 * self.size
    }

    pub(super) fn push(&mut self, span: Span) {
        if span.size > self.size * 1.02 {
            (self.y, self.size) = (span.y, span.size);
        }
        self.x0 = self.x0.min(span.x0);
        self.x1 = self.x1.max(span.x1);
        self.spans.push(span);
    }

    /// Takes edges, baseline and size anew from the spans.
    pub(super) fn measure(&mut self) {
        let mut spans = std::mem::take(&mut self.spans).into_iter();
        if let Some(first) = spans.next() {
            *self = Self { float: self.float, ..Self::new(first) };
            spans.for_each(|span| self.push(span));
        }
    }

    /// Whether a span goes on right after this piece, be it raised or lowered.
    fn takes(&self, span: &Span) -> bool {
        let size = self.size.max(span.size);
        let leftwards = span.x1 < self.x0 + 0.3 * size && span.text.chars().next().is_some_and(is_rtl);
        let gap = if leftwards { self.x0 - span.x1 } else { span.x0 - self.x1 };
        let raised = (span.y - self.y).abs();
        !span.fenced
            && span.tag == self.tag()
            && gap > -0.4 * size
            && gap < COLUMN_GAP * size
            && raised < 0.55 * size
            && (raised < 0.2 * size || gap < 0.5 * size)
    }
}

/// Gathers characters, in the order of the content stream, to pieces that no vertical rule crosses.
pub(super) fn gather(glyphs: Vec<Glyph>, fences: &Fences) -> Vec<Piece> {
    let mut spans: Vec<Span> = Vec::new();
    let mut builder: Option<Builder> = None;
    let mut space: Option<Glyph> = None;
    for glyph in glyphs {
        if glyph.char == ' ' {
            space = Some(glyph);
            continue;
        }
        match builder.as_mut() {
            Some(open) if open.takes(&glyph) && !fences.part(&open.last, &glyph) => open.push(&glyph, space.is_some()),
            _ => {
                let before = space.filter(|_| builder.is_some());
                let behind_rule = builder.as_ref().is_some_and(|open| fences.part(&open.last, &glyph));
                let rtl = is_rtl(glyph.char) || builder.as_ref().is_some_and(|open| is_rtl(open.last.char));
                spans.extend(builder.take().map(|open| open.finish(space, rtl)));
                let mut started = Builder::new(&glyph, before, rtl);
                started.span.fenced = behind_rule;
                builder = Some(started);
            }
        }
        space = None;
    }
    spans.extend(builder.map(|open| open.finish(space, false)));
    join(without_doubles(spans))
}

/// A span being written.
struct Builder {
    span: Span,
    last: Glyph,
    /// The space in front of the span in the file.
    space: Option<Glyph>,
    /// Whether text that goes to the left stands on either side of that space.
    rtl: bool,
    /// Gaps that part words on a line set very tight: where in the text they are.
    doubtful: Vec<usize>,
    /// Those that part words where all other letters touch.
    likely: Vec<usize>,
    /// Places and widths of the spaces on both sides of single letters and pairs of letters.
    apart: Vec<(usize, f64)>,
    /// The last space written, when it is not among them.
    last_gap: Option<(usize, f64)>,
    chars: usize,
    /// Characters that stand a little apart from the one before.
    loose: usize,
    /// Characters since the last space.
    run: usize,
    longest_run: usize,
}

impl Builder {
    /// Starts a span behind a space.
    fn new(glyph: &Glyph, space: Option<Glyph>, rtl: bool) -> Self {
        let mut text = String::with_capacity(USUAL_BYTES);
        text.push(glyph.char);
        let span = Span {
            text,
            x0: glyph.x0,
            x1: glyph.x1,
            y: glyph.y,
            size: glyph.size,
            style: glyph.style,
            space_before: false,
            space_after: false,
            fenced: false,
            tag: glyph.tag,
        };
        Self {
            span,
            last: *glyph,
            space,
            rtl,
            doubtful: Vec::new(),
            likely: Vec::new(),
            apart: Vec::new(),
            last_gap: None,
            loose: 0,
            chars: 1,
            run: 1,
            longest_run: 1,
        }
    }

    /// Whether the text goes on to the left, as that of right-to-left scripts does.
    fn is_left_of(&self, glyph: &Glyph) -> bool {
        glyph.x0 < self.last.x0 && (is_rtl(glyph.char) || is_rtl(self.last.char))
    }

    /// Whether a vowel point stands on its letter, whichever of them comes first.
    fn shares_place(&self, glyph: &Glyph) -> bool {
        // No right-to-left script comes before it.
        if glyph.char < FIRST_RTL || self.last.char < FIRST_RTL {
            return false;
        }
        let size = self.span.size;
        let over = |mark: &Glyph, letter: &Glyph| {
            let reach = letter.x0 - 0.1 * size..letter.x1 - 0.1 * size;
            bidi::is_rtl_mark(mark.char) && is_rtl(letter.char) && reach.contains(&mark.middle())
        };
        (glyph.y - self.span.y).abs() < size && (over(glyph, &self.last) || over(&self.last, glyph))
    }

    fn takes(&self, glyph: &Glyph) -> bool {
        if self.shares_place(glyph) {
            return true;
        }
        let size = self.span.size;
        let gap = glyph.x0 - self.last.x1;
        (glyph.y - self.span.y).abs() < 0.06 * size
            && (glyph.size - size).abs() < 0.04 * size
            && glyph.style == self.span.style
            && glyph.tag == self.span.tag
            && gap > -0.6 * size
            && glyph.x0 >= self.last.x0 - 0.3 * size
            && !self.is_left_of(glyph)
            && gap < self.reach()
    }

    fn push(&mut self, glyph: &Glyph, space: bool) {
        if bidi::is_rtl_mark(glyph.char) && self.shares_place(glyph) {
            // Seen from left to right, the mark comes before its letter.
            let last = self.span.text.char_indices().next_back().map_or(0, |(place, _)| place);
            self.span.text.insert(last, glyph.char);
            return;
        }
        let gap = (glyph.x0 - self.last.x1) / self.span.size;
        if space || gap > self.word_gap() {
            self.note_gap((self.span.text.len(), gap));
            self.span.text.push(if gap > WIDE_GAP { WIDE_SPACE } else { ' ' });
            self.run = 0;
        } else if gap > TIGHT_GAP && !self.span.style.is_mono() {
            self.doubtful.push(self.span.text.len());
            if gap > LETTER_GAP && self.last.char.is_alphabetic() && glyph.char.is_alphabetic() {
                self.likely.push(self.span.text.len());
            }
        }
        self.chars += 1;
        self.loose += usize::from(gap > LOOSE_GAP && gap <= LETTER_GAP);
        self.run += 1;
        self.longest_run = self.longest_run.max(self.run);
        self.span.text.push(glyph.char);
        self.span.x0 = self.span.x0.min(glyph.x0);
        self.span.x1 = self.span.x1.max(glyph.x1);
        self.last = *glyph;
    }

    /// The gap that parts words behind the last character.
    fn word_gap(&self) -> f64 {
        if self.span.style.is_mono() {
            return MONO_GAP * (self.last.x1 - self.last.x0) / self.span.size;
        }
        let point = matches!(self.last.char, '.' | ',' | ';' | ':' | ')' | '!' | '?');
        if point { POINT_GAP } else { WORD_GAP }
    }

    /// The gap up to which characters belong to one span.
    fn reach(&self) -> f64 {
        // Code is set in columns, whose spaces are counted between spans.
        if self.span.style.is_mono() { MOST_MONO * (self.last.x1 - self.last.x0) } else { COLUMN_GAP * self.span.size }
    }

    /// Notes a space behind the characters since the last one.
    fn note_gap(&mut self, gap: (usize, f64)) {
        if self.run <= MOST_SET {
            self.apart.extend(self.last_gap.take());
            self.apart.push(gap);
        } else {
            self.last_gap = Some(gap);
        }
    }

    fn finish(mut self, space: Option<Glyph>, rtl: bool) -> Span {
        self.place_space(self.space, self.rtl, true);
        self.place_space(space, rtl, false);
        if self.run <= MOST_SET {
            self.apart.extend(self.last_gap.take());
        }
        if self.apart.len() + 2 > LEAST_WIDE
            && !self.span.style.is_mono()
            && wide::close_up(&mut self.span.text, &self.apart)
        {
            return self.span;
        }
        let touching =
            self.chars >= LEAST_SET && (self.likely.len() + self.loose) * 5 <= self.chars && !self.span.style.is_math();
        let parted = match self.longest_run {
            TIGHT_RUN.. => self.doubtful,
            _ if touching && self.likely.len() == self.doubtful.len() => self.likely,
            _ => Vec::new(),
        };
        for place in parted.into_iter().rev() {
            self.span.text.insert(place, ' ');
        }
        self.span
    }

    /// Notes on which side of the span a space stands that the file has before or behind it: in text that goes to the
    /// left, the side where it touches the span.
    fn place_space(&mut self, space: Option<Glyph>, rtl: bool, before: bool) {
        let Some(space) = space else { return };
        let span = &mut self.span;
        let near = 0.6 * span.size;
        let level = (space.y - span.y).abs() < near;
        let (left, right) = if rtl {
            (level && (span.x0 - space.x1).abs() < near, level && (space.x0 - span.x1).abs() < near)
        } else {
            (before, !before)
        };
        span.space_before |= left;
        span.space_after |= right;
    }
}

/// Drops spans printed twice on the same spot (poor man's bold, shadows).
fn without_doubles(spans: Vec<Span>) -> Vec<Span> {
    let hasher = RandomState::default();
    let mut seen: HashSet<(u64, i64, i64), RandomState> =
        HashSet::with_capacity_and_hasher(spans.len(), hasher.clone());
    let mut out = Vec::with_capacity(spans.len());
    for span in spans {
        let near = [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)];
        let (text, x, y) = (hasher.hash_one(&span.text), tenths(span.x0) / 12, tenths(span.y) / 12);
        let double = span.text.chars().any(char::is_alphanumeric)
            && near.into_iter().any(|(dx, dy)| seen.contains(&(text, x + dx, y + dy)));
        if !double {
            seen.insert((text, x, y));
            out.push(span);
        }
    }
    out
}

fn join(spans: Vec<Span>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for span in spans {
        match pieces.last_mut() {
            Some(last) if last.takes(&span) => last.push(span),
            _ => pieces.push(Piece::new(span)),
        }
    }
    pieces
}

/// Whether a space stands between two spans that follow each other on a line.
pub(super) fn is_word_gap(left: &Span, right: &Span) -> bool {
    let mono = left.style.is_mono() && right.style.is_mono();
    let least = || if mono { MONO_GAP * pitch(left) } else { WORD_GAP * left.size.min(right.size) };
    left.space_after || right.space_before || right.fenced || right.x0 - left.x1 > least()
}

#[cfg(test)]
#[path = "pieces_tests.rs"]
mod tests;
