//! The figures as tables, and the bars that they are held against.

use std::time::Duration;

use super::references::Rate;
use super::walks::Walk;
use crate::report::{Table, milliseconds, ratio};

/// Records a second that `oai_dc` has to reach without compression.
const LEAST_A_SECOND: f64 = 30_000.0;
/// Share of the bare read that it has to reach.
const LEAST_OF_READ: f64 = 0.2;
/// How much longer than the second page the thousandth may take. The first one also counts the list.
const MOST_LATER: f64 = 1.2;
/// Share of the server's pace that our client has to reach.
const LEAST_OF_SERVER: f64 = 0.5;
/// How much memory may grow from the second to the last tenth of a harvest.
const MOST_GROWTH: f64 = 1.2;

/// What a harvest is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// The first one: no record is kept yet. Without compression.
    Cold,
    /// A later one, without compression.
    Plain,
    /// A later one, with compression.
    Gzip,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Self::Cold => "first, plain",
            Self::Plain => "plain",
            Self::Gzip => "gzip",
        }
    }
}

/// What was measured about one repository.
pub(crate) struct Report {
    table: Table,
    read: f64,
    /// Pace with compression of the format at hand.
    gzip: f64,
}

impl Report {
    pub(crate) fn new(articles: u64, page_size: usize) -> Self {
        Self { table: Table::new(&format!("{articles} articles, {page_size} a page")), read: 0.0, gzip: 0.0 }
    }

    pub(crate) fn note_read(&mut self, rate: Rate) {
        self.read = per_second(rate.records, rate.wall);
        self.table.line(format!("bare keyset read      {:>9.0} records/s", self.read));
    }

    pub(crate) fn note_writing(&mut self, rate: Rate) {
        let pace = per_second(rate.records, rate.wall);
        self.table.line(format!("quick-xml alone       {pace:>9.0} records/s"));
    }

    pub(crate) fn note_walk(&mut self, format: &str, way: Way, walk: &Walk) {
        let pace = per_second(walk.records, walk.wall);
        let way_name = way.name();
        self.table.line(format!(
            "{format:<14} {way_name:<12} {pace:>9.0} records/s  {} records, {} pages, {:.1} s, {:.1} s of processor ({:.0} records a second of it), {:.0} MB of XML, {:.0} MB sent",
            walk.records,
            walk.pages,
            walk.wall.as_secs_f64(),
            walk.cpu_seconds,
            ratio(walk.records, walk.cpu_seconds),
            ratio(walk.bytes, 1e6),
            ratio(walk.sent_bytes, 1e6),
        ));
        let resident: Vec<String> = walk.memory.iter().map(|memory| format!("{:.0}", memory.resident)).collect();
        let peak = walk.memory.last().map_or(0.0, |memory| memory.peak);
        self.table.line(format!("    memory by tenths, MB: {}; peak {peak:.0}", resident.join(" ")));
        let times = walk.page_times.iter().map(|(page, time)| format!("{page}: {:.2} ms", milliseconds(*time)));
        self.table.line(format!("    median time by page: {}", times.collect::<Vec<_>>().join(", ")));
        if way == Way::Gzip {
            self.gzip = pace;
        }
        self.hold_walk(format, way, pace, walk);
    }

    fn hold_walk(&mut self, format: &str, way: Way, pace: f64, walk: &Walk) {
        let name = way.name();
        if format == "oai_dc" && way == Way::Plain {
            self.table.bar(format!("oai_dc: {pace:.0} records/s of {LEAST_A_SECOND:.0}"), pace >= LEAST_A_SECOND);
            let share = pace / self.read;
            self.table.bar(format!("oai_dc: {share:.2} of the bare read, bar {LEAST_OF_READ}"), share >= LEAST_OF_READ);
        }
        let time = |page| walk.page_times.get(&page).copied().map(milliseconds);
        if let (Some(early), Some(late)) = (time(2), time(1_000)) {
            let share = late / early;
            let line = format!("{format}, {name}: page 1,000 takes {share:.2} of page 2, bar {MOST_LATER}");
            self.table.bar(line, share <= MOST_LATER);
        }
        if let (Some(early), Some(late)) = (walk.memory.get(1), walk.memory.last()) {
            let growth = late.resident / early.resident;
            let line = format!("{format}, {name}: memory grows to {growth:.2} of the second tenth, bar {MOST_GROWTH}");
            self.table.bar(line, growth <= MOST_GROWTH);
        }
    }

    pub(crate) fn note_client(&mut self, format: &str, walk: &Walk) {
        let pace = per_second(walk.records, walk.wall);
        let share = pace / self.gzip;
        self.table.line(format!(
            "{format:<14} client       {pace:>9.0} records/s  {} records, {:.1} s, {:.1} s of processor in the server",
            walk.records,
            walk.wall.as_secs_f64(),
            walk.cpu_seconds
        ));
        self.table.bar(
            format!("{format}: our client reaches {share:.2} of the server with gzip, bar {LEAST_OF_SERVER}"),
            share >= LEAST_OF_SERVER,
        );
    }

    /// How many records were kept by then, and how long they are.
    pub(crate) fn note_kept(&mut self, records: i64, bytes: i64) {
        let mean = bytes / records.max(1);
        self.table.line(format!("    {records} records kept, {mean} bytes each"));
    }

    pub(crate) fn print(&self) {
        self.table.print();
    }
}

fn per_second(records: u64, wall: Duration) -> f64 {
    ratio(records, wall.as_secs_f64())
}
