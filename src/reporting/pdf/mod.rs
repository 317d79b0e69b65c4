//! A report as PDF/UA-1 (ISO 14289-1): title, figures, list, definitions, each tagged, table heads repeated on every page.
//!
//! `fonts` measures and breaks text, `layout` places it on pages, `table` does so for tables, `render` hands the pages
//! with their structure to `krilla`. Everything that is drawn is an element of the structure or an artifact.

mod fonts;
mod layout;
mod render;
mod table;

use self::layout::Layout;
use self::table::{Column, Table};
use super::lines::{defined, lines};
use super::sheet::note;
use super::{Error, Head, words};
use crate::compliance::indicators::FigureRecord;
use crate::compliance::report::Row;
use crate::i18n::Locale;

/// Widths of the columns of figures, in points; they fill the page.
const FIGURE_WIDTHS: [f32; 6] = [190.0, 170.0, 90.0, 110.0, 100.0, 102.0];
/// Widths of the columns of verdicts.
const LIST_WIDTHS: [f32; 6] = [268.0, 74.0, 44.0, 120.0, 76.0, 180.0];

/// Writes a report: `total` counts the verdicts there are, `rows` are the first of them.
pub(super) fn write(head: &Head, figures: &[FigureRecord], rows: &[Row], total: u64) -> Result<Vec<u8>, Error> {
    let locale = Locale::of_lang(head.lang);
    let title = words::subject(&head.subject, locale);
    let mut layout = Layout::new(format!("{} – {title} – {}", head.site, head.day))?;
    layout.heading(1, &title);
    layout.paragraph(&note(head, locale));
    layout.paragraph(&locale.text("report-lead"));
    layout.heading(2, &locale.text("report-figures"));
    figure_table(&mut layout, figures, locale);
    layout.heading(2, &locale.text("report-list"));
    list(&mut layout, head, rows, total, locale);
    layout.heading(2, &locale.text("report-definitions"));
    for indicator in defined(figures) {
        layout.heading(3, &words::name(indicator, locale));
        layout.paragraph(&words::meaning(indicator, locale));
        let version = indicator.version().to_string();
        let told =
            [("formula", words::formula(indicator, locale)), ("id", indicator.id().to_owned()), ("version", version)];
        layout.paragraph(
            &locale.text_with("report-formula", &told.each_ref().map(|(name, value)| (*name, value.as_str()))),
        );
    }
    render::render(&layout, &title, head)
}

fn figure_table(layout: &mut Layout, figures: &[FigureRecord], locale: Locale) {
    let keys = [
        "column-indicator",
        "column-share",
        "indicator-value",
        "indicator-counts",
        "column-unknown",
        "compliance-bounds",
    ];
    let columns = keys.iter().zip(FIGURE_WIDTHS).map(|(key, width)| Column { head: locale.text(key), width });
    let mut table = Table::begin(layout, columns.collect());
    for line in lines(figures, locale) {
        let [value, counts, unknown, bounds] = line.cells;
        table.row(layout, &[line.name, line.share, value, counts, unknown, bounds]);
    }
}

fn list(layout: &mut Layout, head: &Head, rows: &[Row], total: u64, locale: Locale) {
    if total == 0 {
        return layout.paragraph(&locale.text("report-nothing"));
    }
    let shown = u64::try_from(rows.len()).unwrap_or_default();
    if shown < total {
        let told = [("shown", locale.number(shown)), ("total", locale.number(total)), ("url", head.url.clone())];
        let told = told.each_ref().map(|(name, value)| (*name, value.as_str()));
        layout.paragraph(&locale.text_with("report-cut", &told));
    } else {
        layout.paragraph(&locale.text_with("report-whole", &[("url", &head.url)]));
    }
    let keys =
        ["changes-article", "compliance-award", "column-year", "column-outcome", "column-due", "column-next-action"];
    let columns = keys.iter().zip(LIST_WIDTHS).map(|(key, width)| Column { head: short(key, locale), width });
    let mut table = Table::begin(layout, columns.collect());
    for row in rows {
        let title = row.title.clone().unwrap_or_else(|| locale.text("article-untitled"));
        let award = row.award_number.clone().unwrap_or_else(|| row.fund.to_uppercase());
        let day = row.due.map_or_else(|| "—".to_owned(), |day| day.to_string());
        let year = row.year.map_or_else(|| "—".to_owned(), |year| year.to_string());
        let (outcome, action) = (words::outcome(row.outcome, locale), words::action(row.next_action, locale));
        table.row(layout, &[format!("{title} (№ {})", row.article_id), award, year, outcome, day, action]);
    }
}

/// The heading of a narrow column.
fn short(key: &str, locale: Locale) -> String {
    locale.text(if key == "column-year" { "compliance-year" } else { key })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::layout::Kind;
    use super::*;
    use crate::compliance::indicators::{Summary, subject_figures};
    use crate::compliance::subject::Subject;
    use crate::domain::{ArticleId, Lang};

    fn head(lang: Lang) -> Head {
        Head {
            subject: Subject::All,
            day: date(2026, 11, 21),
            rules_version: "2026-11-20".into(),
            lang,
            site: "Parvis".into(),
            url: "https://parvis.example/rapports".into(),
        }
    }

    fn row(number: i64, title: &str) -> Row {
        Row {
            article_id: ArticleId(number),
            doi: None,
            title: Some(title.to_owned()),
            year: Some(2024),
            fund: "frqnt",
            award_number: Some("312345".into()),
            tier: "A",
            policy: None,
            rules_version: "2026-11-20".into(),
            observed_on: date(2026, 11, 21),
            published: None,
            due: None,
            opened: None,
            outcome: "closed",
            reason_codes: Vec::new(),
            next_action: "deposit_manuscript",
        }
    }

    #[test]
    fn a_report_of_many_pages_is_pdf_ua_and_the_same_each_time() {
        let figures = subject_figures(date(2026, 11, 21), &Subject::All, &Summary::default());
        let long = "Un titre ".repeat(400);
        let titles = ["Gel, dégel & sève", "题名 不 在", "عنوان", "a\u{0}b\tc\n d", "", long.as_str()];
        let rows: Vec<_> = (1..300).zip(titles.iter().cycle()).map(|(number, title)| row(number, title)).collect();
        for lang in [Lang::FR, Lang::EN] {
            let pdf = write(&head(lang), &figures, &rows, 299).unwrap();
            assert!(pdf.starts_with(b"%PDF-1.7"));
            assert_eq!(pdf, write(&head(lang), &figures, &rows, 299).unwrap());
        }
    }

    #[test]
    fn a_report_about_nothing_is_a_sound_file_too() {
        assert!(write(&head(Lang::FR), &[], &[], 0).unwrap().starts_with(b"%PDF"));
    }

    #[test]
    fn headings_go_down_one_level_at_a_time() {
        assert_eq!([Kind::Heading(1), Kind::Heading(2)].map(Kind::is_heading), [true, true]);
        assert!(!Kind::Paragraph.is_heading());
    }
}
