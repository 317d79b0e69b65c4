//! Code and what programs printed: lines in typewriter type that stand apart from the text.

use std::ops::Range;

use super::line::{Line, Span};
use super::pieces::{Piece, WIDE_SPACE, is_word_gap};
use super::{RawPage, median, number};
use crate::domain::extraction::BlockKind;
use crate::extract::pdf::MadeFor;

/// Share of a line's characters in typewriter type from which it may be code: comments may hold formulas.
const LEAST_MONO: f64 = 0.7;
/// Fewest characters of code on a line that stands alone.
const LEAST: usize = 4;
/// Distance from the text, in parts of the leading, from which a line stands apart.
const APART: f64 = 1.2;
/// Empty lines that are kept where code has room between its lines.
const MOST_EMPTY: usize = 2;
/// Spaces between two words up to which they stand on one line.
const MOST_APART: f64 = 16.0;
/// Words from which code may be prose, and the share of letters and points from which it is.
const PROSE_WORDS: usize = 12;
const PROSE: f64 = 0.97;
/// Most spaces between two words of a line.
const MOST_SPACES: usize = 80;

/// Takes the mark of typewriter type from all text of a document that is written in it for the most part: there it tells
/// nothing.
pub(super) fn forget_in_typescripts(pages: &mut [RawPage]) {
    let spans = || pages.iter().flat_map(|page| &page.frames).flat_map(|frame| &frame.pieces).flat_map(|it| &it.spans);
    let mono: usize = spans().filter(|span| span.style.is_mono()).map(|span| span.text.len()).sum();
    let all: usize = spans().map(|span| span.text.len()).sum();
    if mono * 2 > all {
        let frames = pages.iter_mut().flat_map(|page| &mut page.frames);
        let spans = frames.flat_map(|frame| &mut frame.pieces).flat_map(|piece| &mut piece.spans);
        for span in spans.filter(|span| span.style.is_mono()) {
            span.style.made_for = MadeFor::Text;
        }
    }
}

/// Makes the lines of code whole that wide spaces part, on a page of one column: they are no columns of the page.
pub(super) fn join_lines(page: &mut RawPage) {
    let Some(frame) = page.frames.iter_mut().find(|frame| frame.angle == 0) else { return };
    let pieces = &mut frame.pieces;
    if !pieces.iter().any(is_typed) || !is_one_column(pieces) {
        return;
    }
    pieces.dedup_by(|next, last| {
        let level = (next.y - last.y).abs() < 0.1 * last.size && (next.size - last.size).abs() < 0.05 * last.size;
        let joins = level && is_typed(last) && is_typed(next) && last.tag() == next.tag() && is_near(last, next);
        if joins {
            for span in std::mem::take(&mut next.spans) {
                last.push(span);
            }
        }
        joins
    });
}

/// Whether most of the text stands in pieces that go over more than half of the width that text has.
fn is_one_column(pieces: &[Piece]) -> bool {
    let left = pieces.iter().map(|piece| piece.x0).fold(f64::INFINITY, f64::min);
    let right = pieces.iter().map(|piece| piece.x1).fold(f64::NEG_INFINITY, f64::max);
    let length = |piece: &Piece| piece.spans.iter().map(|span| span.text.len()).sum::<usize>();
    let plain = || pieces.iter().filter(|piece| !is_typed(piece));
    let wide = plain().filter(|piece| piece.x1 - piece.x0 > 0.55 * (right - left)).map(length).sum::<usize>();
    wide * 2 >= plain().map(length).sum::<usize>()
}

fn is_typed(piece: &Piece) -> bool {
    piece.spans.iter().all(|span| span.style.is_mono()) && !piece.spans.is_empty()
}

/// Whether a piece stands behind another one with spaces between, and no rule.
fn is_near(last: &Piece, next: &Piece) -> bool {
    let (Some(end), Some(start)) = (last.spans.last(), next.spans.first()) else { return false };
    !start.fenced && (0.0..MOST_APART * pitch(end)).contains(&(start.x0 - end.x1))
}

/// Finds the lines of code among lines whose kinds are told so far.
pub(super) fn mark(lines: &[Line], kinds: &mut [BlockKind], leading: f64) {
    let may_be =
        |(line, kind): (&Line, &BlockKind)| !matches!(kind, BlockKind::Figure | BlockKind::Caption) && is_mono(line);
    let mut mono: Vec<bool> = lines.iter().zip(kinds.iter()).map(may_be).collect();
    for (place, line) in lines.iter().enumerate().filter(|(_, line)| is_bare_number(&line.spans)) {
        let beside = [place.checked_sub(1), place.checked_add(1)].map(|near| near.and_then(|near| mono.get(near)));
        let empty = beside == [Some(&true); 2] && !line.bold;
        mono.iter_mut().skip(place).take(1).for_each(|mark| *mark |= empty);
    }
    let mut start = 0;
    for run in mono.chunk_by(|a, b| a == b) {
        let end = start + run.len();
        let from =
            start + if run.first() == Some(&true) { words_of_text(lines, start..end, leading) } else { run.len() };
        if from < end && is_code(lines, from..end, leading) {
            kinds.iter_mut().take(end).skip(from).for_each(|kind| *kind = BlockKind::Code);
        }
        start = end;
    }
}

/// Whether a line is set in typewriter type, but for its number.
fn is_mono(line: &Line) -> bool {
    let spans = without_number(&line.spans);
    let count = |wanted: &dyn Fn(&Span) -> bool| {
        spans.iter().filter(|span| wanted(span)).map(|span| span.text.chars().count()).sum::<usize>()
    };
    let all = count(&|_| true);
    all > 0 && number(count(&|span| span.style.is_mono())) >= LEAST_MONO * number(all)
}

/// Whether nothing stands on a line but its number.
fn is_bare_number(spans: &[Span]) -> bool {
    matches!(spans, [number] if !number.style.is_mono() && is_digits(&number.text))
}

fn is_digits(text: &str) -> bool {
    (1..=4).contains(&text.trim().len()) && text.trim().bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether lines in typewriter type are not the words of a paragraph, an address or a list.
fn is_code(lines: &[Line], run: Range<usize>, leading: f64) -> bool {
    let Some([first, .., last] | [first @ last]) = lines.get(run.clone()) else { return false };
    let rows = lines.get(run.clone()).unwrap_or_default();
    let worded = rows.iter().any(|line| line.text.split(|char: char| !char.is_alphabetic()).any(|word| word.len() > 1));
    let bulleted = without_number(&first.spans).first().is_none_or(|span| !span.style.is_mono());
    let above = run.start.checked_sub(1).and_then(|above| lines.get(above));
    let below = lines.get(run.end);
    let goes_on = above.is_some_and(|above| flows(above, first, leading) && !is_over(above));
    let alone = rows.len() == 1;
    let is_gone_on_with = alone && below.is_some_and(|below| flows(last, below, leading));
    let mixed = alone && without_number(&first.spans).iter().any(|span| !span.style.is_mono());
    let short = alone && first.text.chars().count() < LEAST;
    worded && !bulleted && !goes_on && !is_gone_on_with && !mixed && !short && !is_address(rows) && !is_prose(rows)
}

/// How many lines at the start of a run are the last ones of the paragraph above, from which the rest stands apart.
fn words_of_text(lines: &[Line], run: Range<usize>, leading: f64) -> usize {
    let above = run.start.checked_sub(1).and_then(|above| lines.get(above));
    let own = lines.get(run).unwrap_or_default();
    let (Some(above), Some(first)) = (above, own.first()) else { return 0 };
    if is_over(above) || !flows(above, first, leading) {
        return 0;
    }
    own.windows(2).position(|pair| matches!(pair, [a, b] if b.y - a.y > APART * leading)).map_or(0, |place| place + 1)
}

/// Whether a line ends a sentence, or announces what follows.
fn is_over(line: &Line) -> bool {
    line.text.trim_end().ends_with([':', '.'])
}

/// Whether a line of text follows another one within a paragraph.
fn flows(above: &Line, below: &Line, leading: f64) -> bool {
    // Names within a text are set smaller than it.
    let alike = (above.size - below.size).abs() < 0.2 * below.size;
    let near = below.y - above.y < APART * leading;
    let em = below.size;
    // The first line of a paragraph may be set in.
    let flush = (-0.5 * em..3.0 * em).contains(&(above.x0 - below.x0));
    above.float.is_none() && below.float.is_none() && alike && near && flush
}

/// Whether lines are hardly more than addresses on the Web, of mail or of files.
fn is_address(rows: &[Line]) -> bool {
    let address = |word: &&str| word.contains("://") || word.contains("www.") || word.contains(['/', '@']);
    let words = || rows.iter().flat_map(|line| line.text.split_whitespace());
    let coded =
        |line: &Line| line.text.contains(['{', '}', '=', ';', '#', '$', '<', '>']) && !line.text.contains("://");
    !rows.iter().any(coded) && words().filter(address).count() * 5 >= words().count() * 2
}

/// Whether lines are sentences.
fn is_prose(rows: &[Line]) -> bool {
    let signs = || rows.iter().flat_map(|line| line.text.chars()).filter(|char| !char.is_whitespace());
    let prose = |char: &char| char.is_alphabetic() || ".,;'’-«»".contains(*char);
    rows.iter().map(|line| line.text.split_whitespace().count()).sum::<usize>() >= PROSE_WORDS
        && number(signs().filter(prose).count()) >= PROSE * number(signs().count())
}

/// The spans of a line without the number of the line that stands before it.
fn without_number(spans: &[Span]) -> &[Span] {
    match spans {
        [mark, rest @ ..] if rest.first().is_some_and(|next| is_number(mark, next)) => rest,
        _ if is_bare_number(spans) => &[],
        _ => spans,
    }
}

fn is_number(mark: &Span, next: &Span) -> bool {
    let other = mark.style != next.style || (mark.size - next.size).abs() > 0.05 * next.size;
    other && is_digits(&mark.text) && is_word_gap(mark, next)
}

/// The text of code: its lines, set in by as many spaces as they are on paper, without the numbers of lines.
pub(in crate::extract) fn listing(lines: &[Line]) -> String {
    let rows: Vec<(&[Span], f64)> = lines.iter().map(|line| (without_number(&line.spans), line.y)).collect();
    let left = rows.iter().filter_map(|(spans, _)| spans.first()).map(|span| span.x0).fold(f64::INFINITY, f64::min);
    let longest = rows.iter().flat_map(|(spans, _)| spans.iter()).filter(|span| span.style.is_mono());
    let longest = longest.max_by_key(|span| span.text.chars().count());
    let pitch = longest.map_or(1.0, pitch).max(0.1);
    let step = median(rows.windows(2).filter_map(|pair| Some(pair.last()?.1 - pair.first()?.1)).collect()).max(0.1);
    let mut text = String::new();
    let mut above: Option<f64> = None;
    for (spans, y) in rows {
        if let Some(above) = above {
            let lines = counted((y - above) / step).clamp(1, MOST_EMPTY + 1);
            text.extend(std::iter::repeat_n('\n', lines));
        }
        above = Some(y);
        let mut edge = left;
        for (place, span) in spans.iter().enumerate() {
            let least = usize::from(place > 0 && spans.get(place - 1).is_some_and(|last| is_word_gap(last, span)));
            let spaces = match (place, least) {
                (1.., 0) => 0,
                _ => counted((span.x0 - edge) / pitch).clamp(least, MOST_SPACES),
            };
            text.extend(std::iter::repeat_n(' ', spaces));
            text.extend(span.text.chars().map(typed));
            edge = span.x1;
        }
    }
    text
}

/// The width of a character of a span.
pub(super) fn pitch(span: &Span) -> f64 {
    (span.x1 - span.x0) / number(span.text.chars().count().max(1))
}

/// The sign of the keyboard that typewriter type shows otherwise.
fn typed(char: char) -> char {
    match char {
        '’' => '\'',
        '‘' => '`',
        'ˆ' => '^',
        '˜' | '∼' => '~',
        '−' => '-',
        '∗' => '*',
        WIDE_SPACE => ' ',
        other => other,
    }
}

/// A distance in whole characters or lines.
fn counted(distance: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped, and saturates")]
    let whole = distance.round().clamp(0.0, 1_000.0) as usize;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pdf::Style;

    fn typed(text: &str, x0: f64, y: f64) -> Span {
        Span { style: Style { made_for: MadeFor::Code, ..Style::default() }, ..Span::plain(text, x0, y) }
    }

    fn code(text: &str, x0: f64, y: f64) -> Line {
        Line::new(vec![typed(text, x0, y)])
    }

    fn text(text: &str, x0: f64, y: f64) -> Line {
        Line::new(vec![Span::plain(text, x0, y)])
    }

    fn marked(lines: &[Line]) -> Vec<bool> {
        let mut kinds = vec![BlockKind::Paragraph; lines.len()];
        mark(lines, &mut kinds, 12.0);
        kinds.into_iter().map(|kind| kind == BlockKind::Code).collect()
    }

    #[test]
    fn lines_in_typewriter_type_are_code_with_the_empty_ones_between_them() {
        let number = Line::new(vec![Span { size: 5.0, ..Span::plain("2", 0.0, 24.0) }]);
        let lines = [
            text("We do it so:", 0.0, 0.0),
            code("for x in y:", 20.0, 12.0),
            number,
            code("end", 20.0, 36.0),
            text("Then", 0.0, 60.0),
        ];
        assert_eq!(marked(&lines), [false, true, true, true, false]);
    }

    #[test]
    fn names_addresses_and_sentences_in_typewriter_type_are_text() {
        let within = [text("and it is in a file that is called", 0.0, 0.0), code("results_of_all.csv", 0.0, 12.0)];
        assert_eq!(marked(&within), [false, false]);
        let before = [code("results_of_all.csv", 0.0, 0.0), text("is the file with all of it", 0.0, 12.0)];
        assert_eq!(marked(&before), [false, false]);
        assert_eq!(marked(&[code("https://example.org/a, 2020.", 0.0, 0.0)]), [false]);
        assert_eq!(marked(&[code("roy@example.org, gel@example.org", 0.0, 0.0)]), [false]);
        let prose = "We weighed the snow of three lakes, and then we waited for the ice to melt.";
        assert_eq!(marked(&[code(prose, 0.0, 0.0)]), [false]);
        assert_eq!(marked(&[code("!\"#$%&'()*\"+,)#$-./0)*%&1*234", 0.0, 0.0)]), [false]);
    }

    #[test]
    fn code_keeps_its_indents_its_columns_and_its_empty_lines() {
        let number = Span { size: 5.0, ..Span::plain("3", 0.0, 24.0) };
        let lines = [
            code("for x in y:", 20.0, 0.0),
            Line::new(vec![typed("a", 40.0, 12.0), typed("= ‘b’", 65.0, 12.0)]),
            Line::new(vec![number, typed("− c", 40.0, 24.0)]),
            code("end", 20.0, 48.0),
        ];
        assert_eq!(listing(&lines), "for x in y:\n    a    = `b'\n    - c\n\nend");
    }

    #[test]
    fn characters_that_a_listing_stretches_to_columns_are_no_words() {
        let bold = |text: &str, x0: f64| {
            let span = typed(text, x0, 0.0);
            Span { style: Style { bold: true, ..span.style }, ..span }
        };
        let line = Line::new(vec![bold("end", 0.0), typed("(x)", 17.0, 0.0), typed("y", 38.0, 0.0)]);
        assert_eq!(listing(&[line]), "end(x) y");
    }
}
