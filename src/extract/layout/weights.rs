//! The weights of a document's type: what is bold depends on what the text is set in.

use super::RawPage;
use super::line::Span;

/// Takes type of the usual weight for bold in a document whose text is set in light type.
pub(super) fn settle(pages: &mut [RawPage]) {
    let spans = || pages.iter().flat_map(|page| &page.frames).flat_map(|frame| &frame.pieces).flat_map(|it| &it.spans);
    let count =
        |wanted: fn(&Span) -> bool| spans().filter(|span| wanted(span)).map(|span| span.text.len()).sum::<usize>();
    if count(|span| span.style.light) * 2 <= count(|_| true) {
        return;
    }
    let frames = pages.iter_mut().flat_map(|page| &mut page.frames);
    for span in frames.flat_map(|frame| &mut frame.pieces).flat_map(|piece| &mut piece.spans) {
        let usual = !span.style.light && !span.style.is_math() && !span.style.is_mono();
        span.style.bold |= usual;
    }
}

#[cfg(test)]
mod tests {
    use super::super::Frame;
    use super::super::pieces::Piece;
    use super::*;
    use crate::extract::pdf::Style;

    fn bold(texts: &[(&str, bool)]) -> Vec<bool> {
        let span = |&(text, light): &(&str, bool)| Span {
            style: Style { light, ..Style::default() },
            ..Span::plain(text, 0.0, 0.0)
        };
        let pieces = texts.iter().map(|text| Piece::new(span(text))).collect();
        let mut pages = [RawPage { frames: vec![Frame { angle: 0, pieces }], ..RawPage::default() }];
        settle(&mut pages);
        pages[0].frames[0].pieces.iter().map(|piece| piece.spans[0].style.bold).collect()
    }

    #[test]
    fn the_usual_weight_is_bold_beside_light_text() {
        assert_eq!(bold(&[("Heading", false), ("and a text that is set in light type", true)]), [true, false]);
        assert_eq!(bold(&[("A text that is set in usual type", false), ("a light word", true)]), [false, false]);
    }
}
