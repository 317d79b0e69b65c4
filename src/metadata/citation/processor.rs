//! The CSL processor and what it works with, read once.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use hayagriva::citationberg::json::{Item, Value};
use hayagriva::citationberg::{DelimiterBehavior, IndependentStyle, Locale, LocaleCode, LocaleFile};
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest};

use super::pieces::pieces_of;
use super::{Citation, Piece, Style};
use crate::domain::Lang;

/// A style in the typography of one language.
struct Ready {
    style: Style,
    english: bool,
    /// `None` when the style cannot be read, which a test excludes.
    sheet: Option<IndependentStyle>,
}

static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(|| {
    let files = [include_str!("styles/locale-fr.xml"), include_str!("styles/locale-en.xml")];
    files.into_iter().filter_map(|xml| LocaleFile::from_xml(xml).ok()).map(Locale::from).collect()
});

static STYLES: LazyLock<Vec<Ready>> = LazyLock::new(|| {
    let ready = |style, english| Ready { style, english, sheet: read(style, english) };
    Style::ALL.into_iter().flat_map(|style| [ready(style, false), ready(style, true)]).collect()
});

/// Reads a style. English sets a comma before the *and* of a list, French none (*Le guide du rédacteur*, 7.2.17), except
/// behind a name that begins with the family name; ISO 690 has its own commas.
fn read(style: Style, english: bool) -> Option<IndependentStyle> {
    let mut sheet = IndependentStyle::from_xml(match style {
        Style::Apa => include_str!("styles/apa.csl"),
        Style::Mla => include_str!("styles/mla.csl"),
        Style::Chicago => include_str!("styles/chicago.csl"),
        Style::Vancouver => include_str!("styles/vancouver.csl"),
        Style::Iso690 => include_str!("styles/iso690.csl"),
    })
    .ok()?;
    let before_last = match (style, english) {
        (Style::Iso690, _) | (Style::Apa, false) => DelimiterBehavior::Never,
        (_, false) => DelimiterBehavior::AfterInvertedName,
        (_, true) => DelimiterBehavior::Always,
    };
    sheet.bibliography.as_mut()?.name_options.delimiter_precedes_last = Some(before_last);
    Some(sheet)
}

/// Lays out the reference of one item. The processor cuts some texts within a letter, which ends it: such a work is
/// cited by its title and its address.
pub(super) fn render(item: &Item, style: Style, lang: Lang) -> Citation {
    let laid_out = catch_unwind(AssertUnwindSafe(|| lay_out(item, style, lang)));
    laid_out.ok().filter(|citation| !citation.pieces.is_empty()).unwrap_or_else(|| plain(item))
}

/// Title and address alone.
fn plain(item: &Item) -> Citation {
    let said = |key| item.0.get(key).and_then(Value::to_str).map(Cow::into_owned);
    let title = said("title").map(|title| Piece::Plain(format!("{title}. ")));
    let address = said("URL").map(|href| Piece::Link { text: href.clone(), href });
    Citation { pieces: title.into_iter().chain(address).collect() }
}

fn lay_out(item: &Item, style: Style, lang: Lang) -> Citation {
    let english = lang == Lang::EN;
    let sheet = STYLES.iter().find(|ready| ready.style == style && ready.english == english);
    let Some(sheet) = sheet.and_then(|ready| ready.sheet.as_ref()) else { return Citation::default() };
    let code = LocaleCode((if english { "en-US" } else { "fr-CA" }).to_owned());
    let mut driver = BibliographyDriver::new();
    let cited = vec![CitationItem::with_entry(item)];
    driver.citation(CitationRequest::new(cited, sheet, Some(code.clone()), &LOCALES, None));
    let rendered = driver.finish(BibliographyRequest::new(sheet, Some(code), &LOCALES));
    let entry = rendered.bibliography.and_then(|bibliography| bibliography.items.into_iter().next());
    entry.map(|entry| pieces_of(&entry.content)).unwrap_or_default()
}
