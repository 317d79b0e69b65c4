//! A whole report as one JSON object: what it is, its rows, its figures, the definitions of these.

use std::io::Write;

use serde_json::json;

use super::lines::defined;
use super::{Error, Head, words};
use crate::compliance::indicators::FigureRecord;
use crate::compliance::report::Row;
use crate::i18n::Locale;

pub(super) struct Document<W: Write> {
    locale: Locale,
    out: W,
    rows: u64,
}

impl<W: Write> Document<W> {
    pub(super) fn new(head: &Head, mut out: W) -> Result<Self, Error> {
        let locale = Locale::of_lang(head.lang);
        let said = json!({
            "about": head.subject.kind(),
            "value": head.subject.value(),
            "title": words::subject(&head.subject, locale),
            "observed_on": head.day,
            "rules_version": head.rules_version,
            "language": locale.tag(),
            "site": head.site,
            "url": head.url,
        });
        write!(out, "{{\"report\":{said},\n\"rows\":[")?;
        Ok(Self { locale, out, rows: 0 })
    }

    pub(super) fn row(&mut self, row: &Row) -> Result<(), Error> {
        self.out.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
        self.rows += 1;
        Ok(serde_json::to_writer(&mut self.out, row)?)
    }

    pub(super) fn finish(mut self, figures: &[FigureRecord]) -> Result<(), Error> {
        let locale = self.locale;
        let definitions = defined(figures).map(|indicator| {
            json!({
                "indicator": indicator.id(),
                "version": indicator.version(),
                "name": words::name(indicator, locale),
                "meaning": words::meaning(indicator, locale),
                "formula": words::formula(indicator, locale),
            })
        });
        let definitions: Vec<_> = definitions.collect();
        self.out.write_all(b"\n],\n\"figures\":")?;
        serde_json::to_writer(&mut self.out, figures)?;
        self.out.write_all(b",\n\"definitions\":")?;
        serde_json::to_writer(&mut self.out, &definitions)?;
        self.out.write_all(b"}\n")?;
        Ok(self.out.flush()?)
    }
}
