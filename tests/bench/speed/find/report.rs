//! The figures of finding, and their bars.

use std::collections::BTreeMap;
use std::time::Duration;

use super::build::Build;
use super::clients::Times;
use crate::report::{Table, milliseconds, ratio};
use crate::server::Memory;

/// Milliseconds that 95 of a hundred answers may take.
const MOST_P95: f64 = 50.0;
/// How much longer than the first page the hundredth may take.
const MOST_LATER: f64 = 1.2;

/// What was measured about one site.
pub(crate) struct Report(Table);

impl Report {
    pub(crate) fn new(articles: u64) -> Self {
        Self(Table::new(&format!("{articles} articles")))
    }

    pub(crate) fn note_kept(&mut self) {
        self.0.line("index of an earlier run".to_owned());
    }

    pub(crate) fn note_build(&mut self, build: &Build) {
        let seconds = build.wall.as_secs_f64();
        self.0.line(format!(
            "index built        {:>8.0} pages/s, {:.1} MB/s of text  {} articles, {} pages, {:.0} MB of text, {seconds:.0} s; peak memory {:.0} MB",
            ratio(build.pages, seconds),
            ratio(build.text_bytes, seconds * 1e6),
            build.articles,
            build.pages,
            ratio(build.text_bytes, 1e6),
            build.memory.peak,
        ));
        self.0.line(format!(
            "index on disk      {:>8.0} MB, {:.2} of the text",
            ratio(build.index_bytes, 1e6),
            ratio(build.index_bytes, ratio(build.text_bytes, 1.0)),
        ));
    }

    pub(crate) fn note_times(&mut self, name: &str, emptied: bool, times: &Times) {
        let emptied = if emptied { ", caches of the system emptied before" } else { "" };
        self.0.line(format!("{name:<18} {}  ({} answers{emptied})", row(times, None), times.count()));
        for kind in times.kinds() {
            self.0.line(format!("    {kind:<16} {}", row(times, Some(kind))));
        }
    }

    pub(crate) fn hold_warm(&mut self, clients: usize, times: &Times) {
        let p95 = milliseconds(times.percentile(95, None));
        self.0.bar(format!("p95 of {clients} readers at once: {p95:.1} ms of {MOST_P95:.0}"), p95 <= MOST_P95);
    }

    /// What the engine alone takes for words, in one thread.
    pub(crate) fn note_reference(&mut self, bare: Duration, times: &Times) {
        let bare = milliseconds(bare);
        let p50 = milliseconds(times.percentile(50, None));
        self.0.line(format!("engine alone       mean {bare:.2} ms for the words in the text alone; the median page takes {:.1} times that", p50 / bare.max(f64::EPSILON)));
    }

    pub(crate) fn note_deep(&mut self, pages: &BTreeMap<usize, Duration>) {
        let times: Vec<String> =
            pages.iter().map(|(page, time)| format!("{page}: {:.2} ms", milliseconds(*time))).collect();
        self.0.line(format!("median by page     {}", times.join(", ")));
        if let (Some(first), Some(late)) = (pages.get(&1), pages.get(&100)) {
            let share = late.as_secs_f64() / first.as_secs_f64();
            self.0.bar(format!("page 100 takes {share:.2} of page 1, bar {MOST_LATER}"), share <= MOST_LATER);
        }
    }

    pub(crate) fn note_memory(&mut self, memory: Memory) {
        self.0.line(format!(
            "memory             {:.0} MB resident (mapped files counted), peak {:.0} MB",
            memory.resident, memory.peak
        ));
    }

    pub(crate) fn note_indexing(&mut self, times: &Times) {
        self.0.line(format!("while it indexes   {}  ({} answers)", row(times, None), times.count()));
    }

    pub(crate) fn print(&self) {
        self.0.print();
    }
}

fn row(times: &Times, kind: Option<&str>) -> String {
    let at = |percent| milliseconds(times.percentile(percent, kind));
    format!("p50 {:>7.2} ms, p95 {:>7.2} ms, p99 {:>7.2} ms", at(50), at(95), at(99))
}
