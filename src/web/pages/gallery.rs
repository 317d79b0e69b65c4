//! The pictures of a reading page: where they are loaded from, how large they are shown, and what stands for them where
//! they cannot be seen.

use std::collections::BTreeMap;

use crate::domain::Picture;
use crate::domain::picture::Subject;
use crate::web::i18n::Locale;

/// Pixels of the page for a point of the file: type of 10 points is as large as the page's own.
const PIXELS_PER_POINT: f32 = 1.75;
/// Longest text in place of a picture, in characters.
const LONGEST_ALT: usize = 160;

/// A picture on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Image {
    /// Address.
    pub(crate) src: String,
    /// Width in pixels of the page.
    pub(crate) width: u32,
    /// Height in pixels of the page.
    pub(crate) height: u32,
    /// What stands for it.
    pub(crate) alt: String,
    /// Whether the file itself says what stands for it.
    pub(crate) described: bool,
}

/// The pictures of a text by page, and the pages of the file.
#[derive(Debug)]
pub(crate) struct Gallery {
    pub(crate) locale: Locale,
    /// Pictures of each page, with their addresses.
    pub(crate) pictures: BTreeMap<u32, Vec<(Picture, String)>>,
    /// Address of the file, when its pages can be opened.
    pub(crate) file: Option<String>,
}

impl Gallery {
    /// No pictures, and no file to open.
    pub(crate) fn empty(locale: Locale) -> Self {
        Self { locale, pictures: BTreeMap::new(), file: None }
    }

    /// The picture of a block, when it is the first that the picture shows.
    pub(super) fn of_block(&self, page: u32, block: usize) -> Option<(&Picture, &str)> {
        self.on(page).find(|(picture, _)| picture.blocks.start == block && !picture.blocks.is_empty())
    }

    /// Whether a picture that began with an earlier block shows this one too.
    pub(super) fn shows(&self, page: u32, block: usize) -> bool {
        self.on(page).any(|(picture, _)| picture.blocks.contains(&block) && picture.blocks.start < block)
    }

    /// The picture of a whole page.
    pub(super) fn of_page(&self, page: u32) -> Option<(&Picture, &str)> {
        self.on(page).find(|(picture, _)| picture.subject == Subject::WholePage)
    }

    fn on(&self, page: u32) -> impl Iterator<Item = (&Picture, &str)> {
        self.pictures.get(&page).into_iter().flatten().map(|(picture, src)| (picture, src.as_str()))
    }

    /// The address of a page in the file.
    pub(super) fn page_href(&self, page: u32) -> Option<String> {
        self.file.as_ref().map(|file| format!("{file}#page={page}"))
    }

    /// A picture with the text that stands for it.
    pub(super) fn image(&self, picture: &Picture, src: &str, text: &str, page: u32) -> Image {
        let words = shortened(text);
        let alt = if words.is_empty() { self.nameless(picture.subject, page) } else { words };
        let (width, height) = size(picture);
        Image { src: src.to_owned(), width, height, alt, described: false }
    }

    /// What a picture is called that has no text.
    pub(super) fn nameless(&self, subject: Subject, page: u32) -> String {
        let key = match subject {
            Subject::Figure => "reading-alt-figure",
            Subject::Formula => "reading-alt-formula",
            Subject::Table | Subject::FailedTable => "reading-alt-table",
            Subject::GappyText | Subject::LostText => "reading-alt-text",
            Subject::WholePage => "reading-alt-page",
        };
        self.locale.text_with(key, &[("number", &page.to_string())])
    }
}

/// The size at which a picture is shown, before it is made to fit.
fn size(picture: &Picture) -> (u32, u32) {
    let bounds = picture.bounds;
    let pixels = |points: f32| {
        let whole = (points * PIXELS_PER_POINT).round().clamp(1.0, 20_000.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 20,000")]
        let whole = whole as u32;
        whole
    };
    (pixels(bounds.x1 - bounds.x0), pixels(bounds.y1 - bounds.y0))
}

/// The beginning of a text, cut between words.
pub(super) fn shortened(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = words.char_indices().nth(LONGEST_ALT) else { return words };
    let start = words.get(..end).unwrap_or_default();
    let cut = start.rsplit_once(' ').map_or(start, |(whole, _)| whole);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.']))
}
