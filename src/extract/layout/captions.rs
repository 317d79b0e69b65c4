//! Captions of two figures or tables beside each other, which stand on the same lines.

use super::blocks::{Chunk, is_caption};
use super::line::{Line, Span, is_as_large, text_of};
use super::run_in::cut_span;
use crate::domain::extraction::BlockKind;
use crate::extract::pdf::Shape;

/// Most blocks that stand between two figures and their captions.
const MOST_BETWEEN: usize = 6;

/// Parts captions that stand beside each other, and gives each to its figure.
pub(super) fn part(chunks: &mut Vec<Chunk>) {
    let mut at = 0;
    while at < chunks.len() {
        let found = chunks
            .get(at)
            .filter(|chunk| chunk.kind == BlockKind::Caption && chunk.angle == 0 && chunk.tagged.is_none());
        let parted = found.and_then(|caption| {
            let x = caption.lines.first().and_then(second)?;
            Some((x, owners(chunks, at, x)?))
        });
        if let Some((x, (left, right))) = parted {
            let mut caption = chunks.remove(at);
            let more = chunks.get(at).is_some_and(|next| goes_on(&caption, next, x));
            if more {
                caption.lines.extend(chunks.remove(at).lines);
            }
            let (first, second) = halves(caption, x);
            // The one further back in the order goes in first, so that the place of the other stays right.
            let mut both = [(left, first), (right, second)];
            both.sort_by_key(|(owner, _)| std::cmp::Reverse(*owner));
            for (owner, half) in both {
                let behind = if owner < at { owner + 1 } else { owner - usize::from(more) };
                chunks.insert(behind.min(chunks.len()), half);
            }
            at += 1;
        }
        at += 1;
    }
}

/// Where the next caption begins on the first line of a caption.
fn second(line: &Line) -> Option<f64> {
    let own = number(&line.text)?;
    line.spans.iter().enumerate().find_map(|(place, span)| {
        let after = line.spans.get(place + 1..).map(text_of).unwrap_or_default();
        let spaces = span.text.char_indices().filter(|(_, char)| char.is_whitespace());
        let starts = std::iter::once(0).chain(spaces.map(|(byte, char)| byte + char.len_utf8()));
        starts.filter(|byte| place + byte > 0).find_map(|byte| {
            let rest = format!("{}{after}", span.text.get(byte..)?);
            let next = is_caption(&rest) && number(&rest) == Some(own + 1);
            next.then(|| if byte == 0 { span.x0 } else { cut_span(span, byte).1.x0 })
        })
    })
}

/// The number of a figure or table.
fn number(caption: &str) -> Option<u32> {
    let digits = caption.split(|char: char| !char.is_ascii_digit()).find(|part| !part.is_empty())?;
    digits.parse().ok().filter(|number| *number < 1_000)
}

/// The figures or tables on both sides of a place, beside each other and right above or below a caption.
fn owners(chunks: &[Chunk], caption: usize, x: f64) -> Option<(usize, usize)> {
    let near = caption.saturating_sub(MOST_BETWEEN)..(caption + MOST_BETWEEN + 1).min(chunks.len());
    let areas: Vec<(usize, Shape)> = near.filter_map(|at| Some((at, chunks.get(at)?.area?))).collect();
    let first = chunks.get(caption)?.lines.first()?;
    let (y, size) = (first.y, first.size);
    let pairs = areas.iter().flat_map(|left| areas.iter().map(move |right| (left, right)));
    let fitting = pairs.filter(|((_, left), (_, right))| {
        let level = left.y0 < right.y1 && right.y0 < left.y1;
        level && left.x1 < right.x0 + size && left.x1 < x + size && x < f64::midpoint(right.x0, right.x1)
    });
    let apart = |area: &Shape| (area.y0 - y).abs().min((area.y1 - y).abs());
    let nearest = fitting.min_by(|((_, a), _), ((_, b), _)| apart(a).total_cmp(&apart(b)));
    nearest.map(|((left, _), (right, _))| (*left, *right))
}

/// Whether a block holds the next lines of captions beside each other, whose words stand on both sides of the gap.
fn goes_on(caption: &Chunk, next: &Chunk, x: f64) -> bool {
    let (Some(last), Some(first)) = (caption.lines.last(), next.lines.first()) else { return false };
    let near = (0.0..1.5 * last.size).contains(&(first.y - last.y)) && is_as_large(first.size, last.size);
    let crosses = |span: &Span| span.x0 < x - 0.3 * span.size && span.x1 > x + 0.3 * span.size;
    let parted = |line: &Line| line.x0 < x && line.x1 > x && !line.spans.iter().any(crosses);
    let text = matches!(next.kind, BlockKind::Paragraph | BlockKind::ListItem) && next.area.is_none();
    text && near && next.tagged.is_none() && next.lines.iter().all(parted)
}

/// The parts of a caption on both sides of a place.
fn halves(caption: Chunk, x: f64) -> (Chunk, Chunk) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for line in caption.lines {
        let slack = 0.3 * line.size;
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for span in line.spans {
            if span.x0 > x - slack {
                after.push(span);
            } else if span.x1 < x + slack {
                before.push(span);
            } else {
                let (head, rest) = parted(span, x);
                before.extend(head);
                after.extend(rest);
            }
        }
        left.extend((!before.is_empty()).then(|| Line::new(before)));
        right.extend((!after.is_empty()).then(|| Line::new(after)));
    }
    (Chunk::new(BlockKind::Caption, left, 0), Chunk::new(BlockKind::Caption, right, 0))
}

/// A span parted at the space that is nearest to a place; one without a space stands on one side of it.
fn parted(span: Span, x: f64) -> (Option<Span>, Option<Span>) {
    let spaces = span.text.char_indices().filter(|(_, char)| char.is_whitespace());
    let cuts = spaces.map(|(byte, char)| cut_span(&span, byte + char.len_utf8()));
    let apart = |(_, rest): &(Span, Span)| (rest.x0 - x).abs();
    match cuts.min_by(|a, b| apart(a).total_cmp(&apart(b))) {
        Some((head, rest)) => (Some(head), Some(rest)),
        None if f64::midpoint(span.x0, span.x1) < x => (Some(span), None),
        None => (None, Some(span)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pdf::ShapeKind;

    fn figure(x0: f64) -> Chunk {
        let area = Shape { kind: ShapeKind::Drawing, x0, y0: 0.0, x1: x0 + 180.0, y1: 90.0 };
        Chunk { area: Some(area), ..Chunk::new(BlockKind::Figure, Vec::new(), 0) }
    }

    /// The texts of blocks, figures without one.
    fn texts(mut chunks: Vec<Chunk>) -> Vec<String> {
        part(&mut chunks);
        chunks.iter().map(Chunk::plain).collect()
    }

    fn caption(first: &str) -> Chunk {
        let line = |left: &str, right: &str, y: f64| {
            Line::new(vec![Span::plain(left, 0.0, y), Span { space_before: true, ..Span::plain(right, 200.0, y) }])
        };
        Chunk::new(BlockKind::Caption, vec![line("Fig. 2: Snow that", first, 100.0), line("fell", "melts", 112.0)], 0)
    }

    #[test]
    fn captions_beside_each_other_go_to_their_figures() {
        let found = texts(vec![figure(0.0), figure(200.0), caption("Fig. 3: Snow that")]);
        assert_eq!(found, ["", "Fig. 2: Snow that fell", "", "Fig. 3: Snow that melts"]);
    }

    #[test]
    fn a_caption_that_names_another_figure_stays_whole() {
        let whole = |next: &str| format!("Fig. 2: Snow that {next} fell melts");
        let next = "Fig. 5: Snow that";
        assert_eq!(texts(vec![figure(0.0), figure(200.0), caption(next)]), ["", "", &whole(next)]);
        let next = "Fig. 3: Snow that";
        assert_eq!(texts(vec![figure(0.0), caption(next)]), ["", &whole(next)]);
    }
}
