//! A report piece by piece, so that one of any length costs the memory of a batch.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use super::knowledge::AsOf;
use super::report_scan::{Judged, Scan};
use super::{Error, Repository, Result};
use crate::compliance::indicators::{Dimension, FigureRecord, SMALL, Summary, subject_figures};
use crate::compliance::report::Row;
use crate::compliance::subject::Subject;
use crate::compliance::table::Format;
use crate::domain::Lang;
use crate::reporting::{Form, Head, Report};

/// A report that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRequest {
    /// What it is about.
    pub subject: Subject,
    /// A past day and the rules to judge by; today when none.
    pub as_of: Option<AsOf>,
    /// Language of its words.
    pub lang: Lang,
}

impl ReportRequest {
    /// Everything, as of today or a past day.
    #[must_use]
    pub fn everything(as_of: Option<AsOf>) -> Self {
        Self { subject: Subject::All, as_of, lang: Lang::FR }
    }
}

/// What a page shows of a report.
#[derive(Debug, Clone)]
pub struct ReportView {
    /// What the report says of itself.
    pub head: Head,
    /// Its figures.
    pub figures: Vec<FigureRecord>,
    /// The first of its verdicts.
    pub rows: Vec<Row>,
    /// How many verdicts it has.
    pub total: u64,
}

/// A report on its way.
pub struct ReportPieces {
    scan: Scan,
    summary: Summary,
    report: Option<Report<Buffer>>,
    written: Buffer,
}

/// What was written and not yet taken.
#[derive(Debug, Clone, Default)]
pub(super) struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    pub(super) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Repository {
    /// One row for each (article, award), as of today or as of a past day, in pieces. For a day that is over, they are
    /// the same whenever they are asked for.
    ///
    /// # Errors
    /// When the day lies ahead or the store fails.
    pub async fn report_pieces(&self, format: Format, as_of: Option<AsOf>) -> Result<ReportPieces> {
        self.open_report(&ReportRequest::everything(as_of), Form::List(format)).await
    }

    /// A report in pieces. A form that is only made at the end comes as one piece: rather ask for [`Self::report_file`].
    ///
    /// # Errors
    /// When the day lies ahead or the store fails.
    pub async fn open_report(&self, request: &ReportRequest, form: Form) -> Result<ReportPieces> {
        let scan = Scan::begin(self, request, Report::<Buffer>::needs_figures(form)).await?;
        let written = Buffer::default();
        let report = Report::new(form, self.report_head(request, &scan), written.clone()).map_err(failed)?;
        Ok(ReportPieces { scan, summary: Summary::default(), report: Some(report), written })
    }

    /// A report as a temporary file, its bytes not in memory; calls `progress` with the articles done.
    ///
    /// # Errors
    /// When the day lies ahead, the store fails or the file cannot be written.
    pub async fn report_file(
        &self,
        request: &ReportRequest,
        form: Form,
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<std::fs::File> {
        let file = tempfile::tempfile().map_err(output)?;
        let mut scan = Scan::begin(self, request, true).await?;
        let head = self.report_head(request, &scan);
        let (day, subject) = (head.day, head.subject.clone());
        let out = io::BufWriter::new(file.try_clone().map_err(output)?);
        let mut report = Report::new(form, head, out).map_err(failed)?;
        let mut summary = Summary::default();
        while let Some(all) = scan.next().await? {
            all.iter().try_for_each(|judged| judged.write(&mut summary, &mut report)).map_err(failed)?;
            progress(scan.articles());
        }
        let figures = subject_figures(day, &subject, &summary);
        tokio::task::spawn_blocking(move || report.finish(&figures))
            .await
            .map_err(|error| Error::internal("the report cannot be written", error))?
            .map_err(failed)?;
        let mut file = file;
        io::Seek::rewind(&mut file).map_err(output)?;
        Ok(file)
    }

    /// The figures of a report with the first of its verdicts, for a page.
    ///
    /// # Errors
    /// When the day lies ahead or the store fails.
    pub async fn report_view(&self, request: &ReportRequest, most: usize) -> Result<ReportView> {
        let mut scan = Scan::begin(self, request, true).await?;
        let head = self.report_head(request, &scan);
        let (mut summary, mut rows, mut total) = (Summary::default(), Vec::new(), 0);
        while let Some(all) = scan.next().await? {
            for judged in &all {
                summary.add(&judged.standings);
                total += u64::try_from(judged.verdicts.len()).unwrap_or_default();
                rows.extend(judged.rows().take(most.saturating_sub(rows.len())));
            }
        }
        let figures = subject_figures(head.day, &head.subject, &summary);
        Ok(ReportView { head, figures, rows, total })
    }

    /// Whether a report that may point to a person counts so few articles that it does: some, but fewer than five.
    ///
    /// # Errors
    /// When the day lies ahead or the store fails.
    pub async fn is_report_small(&self, request: &ReportRequest) -> Result<bool> {
        if !request.subject.dimension().is_some_and(Dimension::may_point_to_a_person) {
            return Ok(false);
        }
        let mut scan = Scan::begin(self, request, true).await?;
        let mut articles = 0_u64;
        while articles < SMALL
            && let Some(all) = scan.next().await?
        {
            articles += u64::try_from(all.len()).unwrap_or(SMALL);
        }
        Ok((1..SMALL).contains(&articles))
    }

    /// Programmes that there are reports about.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn report_programmes(&self, limit: i64) -> Result<Vec<String>> {
        Ok(self.parts.store.list_programmes(limit).await?)
    }

    /// Institutions that there are reports about, by their ROR ids.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn report_institutions(&self, limit: i64) -> Result<Vec<String>> {
        Ok(self.parts.store.list_standing_institutions(limit).await?)
    }

    fn report_head(&self, request: &ReportRequest, scan: &Scan) -> Head {
        let site = &self.parts.site;
        let day = request.as_of.map_or_else(|| self.parts.clock.today(), |as_of| as_of.day);
        Head {
            subject: request.subject.clone(),
            day,
            rules_version: scan.rules_version().to_owned(),
            lang: request.lang,
            site: site.name.clone(),
            url: report_address(&site.base_url, request.lang, "", &request.subject, Some(day)),
        }
    }
}

/// The absolute address of a report: of its page, or of one of its files.
pub(super) fn report_address(
    base: &str,
    lang: Lang,
    file: &str,
    subject: &Subject,
    day: Option<jiff::civil::Date>,
) -> String {
    let language = if lang == Lang::EN { "/en" } else { "" };
    let file = if file.is_empty() { String::new() } else { format!("/{file}") };
    let encoded =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let mut pairs = vec![format!("par={}", subject.kind())];
    if *subject != Subject::All {
        pairs.push(format!("valeur={}", encoded(&subject.value())));
    }
    pairs.extend(day.map(|day| format!("au={day}")));
    format!("{base}{language}/rapports{file}?{}", pairs.join("&"))
}

impl Judged {
    /// A row for each of its verdicts.
    fn rows(&self) -> impl Iterator<Item = Row> {
        self.verdicts.iter().map(|verdict| Row::new(self.article.id, &self.article.version.metadata, verdict))
    }

    /// Adds it to the figures and its rows to a report.
    fn write<W: Write + Send>(
        &self,
        summary: &mut Summary,
        report: &mut Report<W>,
    ) -> std::result::Result<(), crate::reporting::Error> {
        summary.add(&self.standings);
        self.rows().try_for_each(|row| report.row(row))
    }
}

impl ReportPieces {
    /// Articles done so far.
    #[must_use]
    pub fn articles(&self) -> u64 {
        self.scan.articles()
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let Some(mut report) = self.report.take() else { return Ok(None) };
        let Some(all) = self.scan.next().await? else {
            let figures = subject_figures(self.scan.day(), self.scan.subject(), &self.summary);
            report.finish(&figures).map_err(failed)?;
            return Ok(Some(self.written.take()));
        };
        all.iter().try_for_each(|judged| judged.write(&mut self.summary, &mut report)).map_err(failed)?;
        report.flush().map_err(failed)?;
        self.report = Some(report);
        Ok(Some(self.written.take()))
    }
}

fn failed(error: crate::reporting::Error) -> Error {
    Error::internal("the report cannot be written", error)
}

fn output(error: io::Error) -> Error {
    Error::internal("the report cannot be written", error)
}
