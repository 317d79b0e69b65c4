//! A report as a workbook: figures, list, definitions. Rows go to a temporary file as they come.

use std::io::Write;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::lines::defined;
use super::words::{self, is_delay};
use super::{Error, Head};
use crate::compliance::indicators::{FigureRecord, Indicator, Rate};
use crate::compliance::report::Row;
use crate::compliance::table::Record;
use crate::i18n::Locale;

/// Rows of verdicts on one sheet; Excel takes 1,048,576 with the heading (Excel specifications and limits).
const MOST_ROWS: u32 = 1_000_000;
/// Characters of a cell that Excel takes.
const LONGEST: usize = 32_767;
/// The row of headings on the sheet of figures, below title and note.
const FIGURES_HEAD: u32 = 3;
/// Keys of the headings of figures.
const FIGURE_COLUMNS: [&str; 13] = [
    "column-indicator",
    "column-share",
    "indicator-value",
    "column-numerator",
    "column-denominator",
    "column-unknown",
    "column-unknown-of",
    "column-low",
    "column-high",
    "column-bounds-of",
    "column-median-days",
    "indicator-id",
    "indicator-version",
];
/// Widths of the columns of verdicts, in characters.
const WIDTHS: [u16; 17] = [10, 28, 60, 8, 10, 14, 8, 16, 14, 12, 12, 12, 12, 24, 30, 44, 40];

pub(super) struct Sheet {
    head: Head,
    locale: Locale,
    book: Workbook,
    style: Style,
    /// The sheet that rows go to, and the next row on it.
    list: usize,
    next: u32,
    lists: u32,
}

/// Formats of cells.
struct Style {
    head: Format,
    title: Format,
    wrapped: Format,
    share: Format,
    count: Format,
    day: Format,
}

impl Style {
    fn new() -> Self {
        Self {
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_background_color(0x00E4_EEF5),
            title: Format::new().set_bold().set_font_size(14),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            share: Format::new().set_num_format("0.0%"),
            count: Format::new().set_num_format("#,##0"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
        }
    }
}

impl Sheet {
    pub(super) fn new(head: &Head) -> Result<Self, Error> {
        let locale = Locale::of_lang(head.lang);
        let mut book = Workbook::new();
        let title = words::subject(&head.subject, locale);
        let made = excel_day(head.day)?;
        let properties = DocProperties::new().set_title(&title).set_author(&head.site).set_comment(note(head, locale));
        book.set_properties(&properties.set_creation_datetime(&made));
        book.add_worksheet_with_constant_memory()?.set_name(locale.text("report-figures"))?;
        let mut sheet = Self { head: head.clone(), locale, book, style: Style::new(), list: 0, next: 0, lists: 0 };
        sheet.add_list()?;
        sheet.book.add_worksheet_with_constant_memory()?.set_name(locale.text("report-definitions"))?;
        Ok(sheet)
    }

    /// Begins a sheet of verdicts: the second sheet, or one more behind all others when it is full.
    fn add_list(&mut self) -> Result<(), Error> {
        self.lists += 1;
        let name = match self.lists {
            1 => self.locale.text("report-list"),
            number => format!("{} {number}", self.locale.text("report-list")),
        };
        let list = self.book.add_worksheet_with_constant_memory()?;
        list.set_name(name)?.set_freeze_panes(1, 0)?.set_landscape();
        let columns = Row::COLUMNS.iter().map(|column| format!("column-{}", column.replace('_', "-")));
        for (at, key) in (0..).zip(columns.chain(["report-address".to_owned()])) {
            list.write_string_with_format(0, at, self.locale.text(&key), &self.style.head)?;
        }
        for (at, width) in (0..).zip(WIDTHS) {
            list.set_column_width(at, width)?;
        }
        self.list = if self.lists == 1 { 1 } else { usize::try_from(self.lists).unwrap_or(usize::MAX) + 1 };
        self.next = 1;
        Ok(())
    }

    pub(super) fn row(&mut self, row: &Row) -> Result<(), Error> {
        if self.next > MOST_ROWS {
            self.end_list()?;
            self.add_list()?;
        }
        let (locale, at, style) = (self.locale, self.next, &self.style);
        let base = self.head.url.split("/rapports").next().unwrap_or_default().trim_end_matches("/en").to_owned();
        let list = self.book.worksheet_from_index(self.list)?;
        list.write_number(at, 0, number(u64::try_from(row.article_id.0).unwrap_or_default()))?;
        text(list, at, 1, row.doi.as_deref().unwrap_or_default())?;
        text(list, at, 2, row.title.as_deref().unwrap_or_default())?;
        if let Some(year) = row.year {
            list.write_number(at, 3, f64::from(year))?;
        }
        text(list, at, 4, &row.fund.to_uppercase())?;
        text(list, at, 5, row.award_number.as_deref().unwrap_or_default())?;
        text(list, at, 6, row.tier)?;
        text(list, at, 7, row.policy.as_deref().unwrap_or_default())?;
        text(list, at, 8, &row.rules_version)?;
        for (column, day) in (9..).zip([Some(row.observed_on), row.published, row.due, row.opened]) {
            if let Some(day) = day {
                write_day(list, (at, column), day, &style.day)?;
            }
        }
        text(list, at, 13, &words::outcome(row.outcome, locale))?;
        text(list, at, 14, &row.reason_codes.join(" "))?;
        text(list, at, 15, &words::action(row.next_action, locale))?;
        text(list, at, 16, &format!("{base}/articles/{}", row.article_id))?;
        self.next += 1;
        Ok(())
    }

    fn end_list(&mut self) -> Result<(), Error> {
        let last = u16::try_from(Row::COLUMNS.len()).unwrap_or_default();
        self.book.worksheet_from_index(self.list)?.autofilter(0, 0, self.next.saturating_sub(1), last)?;
        Ok(())
    }

    pub(super) fn finish(mut self, figures: &[FigureRecord], out: impl Write + Send) -> Result<(), Error> {
        self.end_list()?;
        self.figures(figures)?;
        self.definitions(figures)?;
        Ok(self.book.save_to_writer(out)?)
    }

    fn figures(&mut self, figures: &[FigureRecord]) -> Result<(), Error> {
        let (locale, style) = (self.locale, &self.style);
        let sheet = self.book.worksheet_from_index(0)?;
        sheet.write_string_with_format(0, 0, words::subject(&self.head.subject, locale), &style.title)?;
        sheet.write_string(1, 0, note(&self.head, locale))?;
        for (at, key) in (0..).zip(FIGURE_COLUMNS) {
            sheet.write_string_with_format(FIGURES_HEAD, at, locale.text(key), &style.head)?;
            sheet.set_column_width(at, if at < 2 { 36_u16 } else { 14 })?;
        }
        let mut row = FIGURES_HEAD;
        for record in figures {
            let Some(indicator) = Indicator::find(record.indicator) else { continue };
            row += 1;
            figure(sheet, row, (indicator, record), locale, style)?;
        }
        let last = u16::try_from(FIGURE_COLUMNS.len()).unwrap_or_default().saturating_sub(1);
        sheet.autofilter(FIGURES_HEAD, 0, row, last)?.set_freeze_panes(FIGURES_HEAD + 1, 2)?;
        Ok(())
    }

    fn definitions(&mut self, figures: &[FigureRecord]) -> Result<(), Error> {
        let (locale, style) = (self.locale, &self.style);
        let sheet = self.book.worksheet_from_index(2)?;
        let heads =
            ["column-indicator", "indicator-definition", "indicator-formula", "indicator-id", "indicator-version"];
        for (at, (key, width)) in (0..).zip(heads.into_iter().zip([32_u16, 70, 70, 24, 12])) {
            sheet.write_string_with_format(0, at, locale.text(key), &style.head)?;
            sheet.set_column_width(at, width)?;
        }
        let mut row = 0;
        for indicator in defined(figures) {
            row += 1;
            let told =
                [words::name(indicator, locale), words::meaning(indicator, locale), words::formula(indicator, locale)];
            for (at, told) in (0..).zip(told) {
                sheet.write_string_with_format(row, at, told, &style.wrapped)?;
            }
            sheet.write_string(row, 3, indicator.id())?;
            sheet.write_number(row, 4, f64::from(indicator.version()))?;
        }
        sheet.autofilter(0, 0, row, 4)?.set_freeze_panes(1, 1)?;
        for (after, line) in (2..).zip([note(&self.head, locale), self.head.url.clone()]) {
            sheet.write_string(row + after, 0, line)?;
        }
        Ok(())
    }
}

fn figure(
    sheet: &mut Worksheet,
    row: u32,
    (indicator, record): (Indicator, &FigureRecord),
    locale: Locale,
    style: &Style,
) -> Result<(), XlsxError> {
    sheet.write_string(row, 0, words::name(indicator, locale))?;
    sheet.write_string(row, 1, words::share_name(indicator, record.share, locale))?;
    match (record.numerator, record.denominator) {
        _ if record.protected => {
            sheet.write_string(row, 2, locale.text("indicator-few"))?;
        }
        (Some(numerator), Some(denominator)) if !is_delay(indicator) => {
            if let Some(thousandths) = Rate::of(numerator, denominator).per_mille() {
                sheet.write_number_with_format(row, 2, number(thousandths) / 1000.0, &style.share)?;
            }
        }
        _ => {}
    }
    let counts = [
        record.numerator,
        record.denominator,
        record.unknown,
        record.unknown_of,
        record.low,
        record.high,
        record.bounds_of,
    ];
    for (at, count) in (3..).zip(counts) {
        if let Some(count) = count {
            sheet.write_number_with_format(row, at, number(count), &style.count)?;
        }
    }
    if let Some(days) = record.median_days {
        sheet.write_number(row, 10, f64::from(days))?;
    }
    sheet.write_string(row, 11, record.indicator)?;
    sheet.write_number(row, 12, f64::from(record.version))?;
    Ok(())
}

/// When and by which rules.
pub(super) fn note(head: &Head, locale: Locale) -> String {
    let told = [("day", head.day.to_string()), ("rules", head.rules_version.clone()), ("site", head.site.clone())];
    locale.text_with("report-note", &told.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn text(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    let cut: String = text.chars().take(LONGEST).collect();
    sheet.write_string(row, column, cut)?;
    Ok(())
}

fn write_day(sheet: &mut Worksheet, (row, column): (u32, u16), day: Date, format: &Format) -> Result<(), XlsxError> {
    match excel_day(day) {
        Ok(day) => sheet.write_datetime_with_format(row, column, &day, format)?,
        // Excel knows no day before 1900.
        Err(_) => sheet.write_string(row, column, day.to_string())?,
    };
    Ok(())
}

fn excel_day(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |part: i8| u8::try_from(part).unwrap_or_default();
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or_default(), part(day.month()), part(day.day()))
}

/// A count as a number of a cell; no count comes near four thousand million.
fn number(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
