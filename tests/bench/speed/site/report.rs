//! The figures as tables, and the bars that they are held against.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use super::kinds::Measured;
use super::load::Load;
use crate::report::{Grid, milliseconds, ratio};
use crate::server::Memory;

/// Share of the bare handler's pages that article pages have to reach.
const LEAST_OF_BARE: f64 = 0.2;
/// Most memory of a small site at rest, in megabytes, and what a small site is.
const MOST_IDLE: (f64, u64) = (100.0, 10_000);
/// Most memory of a large site, in megabytes, and what a large site is.
const MOST_RESIDENT: (f64, u64) = (512.0, 100_000);
/// Longest start in seconds.
const MOST_START: f64 = 2.0;

/// How long starts took, from the process to its first page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    pub(super) first: Duration,
    /// Whether the caches of the system were emptied before the first.
    pub(super) emptied: bool,
    /// The median of later ones.
    pub(super) again: Duration,
}

/// What was measured about one site.
#[derive(Debug)]
struct Site {
    articles: u64,
    start: Start,
    idle: Memory,
    loaded: Memory,
    pages: Vec<Measured>,
}

/// What was measured about all sites.
#[derive(Debug, Default)]
pub(super) struct Report(Vec<Site>);

impl Report {
    pub(super) fn note(&mut self, articles: u64, start: Start, (idle, loaded): (Memory, Memory), pages: Vec<Measured>) {
        self.0.push(Site { articles, start, idle, loaded, pages });
    }

    /// The pages of the last site, and its bars.
    pub(super) fn print_last(&self) {
        if let Some(site) = self.0.last() {
            site.print();
        }
    }

    /// How sites of different sizes differ.
    pub(super) fn print_growth(&self) {
        let sizes = self.0.iter().map(|site| format!("{} articles", site.articles));
        let mut grid = Grid::new("", sizes);
        let mut row =
            |name: &str, value: &dyn Fn(&Site) -> String| grid.row(name, self.0.iter().map(value).collect::<Vec<_>>());
        row("first start, caches emptied where allowed, ms", &|site| whole(milliseconds(site.start.first)));
        row("start to first page, ms", &|site| whole(milliseconds(site.start.again)));
        row("at rest, MB resident", &|site| whole(site.idle.resident));
        row("at rest, its own (RssAnon)", &|site| whole(site.idle.own));
        row("at rest, mapped files (RssFile)", &|site| whole(site.idle.files));
        row("after the load, MB resident", &|site| whole(site.loaded.resident));
        row("after the load, its own (RssAnon)", &|site| whole(site.loaded.own));
        row("after the load, mapped files (RssFile)", &|site| whole(site.loaded.files));
        for name in self.0.first().map(Site::names).unwrap_or_default() {
            row(&format!("{name}, pages/s"), &|site| {
                site.page(name).map_or_else(String::new, |page| whole(page.pace()))
            });
            row(&format!("{name}, of the bare handler"), &|site| {
                site.page(name).map_or_else(String::new, |page| format!("{:.3}", page.share()))
            });
        }
        grid.print();
    }

    pub(super) fn write(&self, file: &Path) -> anyhow::Result<()> {
        let sites: Vec<Value> = self.0.iter().map(Site::figures).collect();
        Ok(std::fs::write(file, serde_json::to_string_pretty(&json!({ "sites": sites }))? + "\n")?)
    }
}

impl Site {
    fn names(&self) -> Vec<&'static str> {
        self.pages.iter().map(|page| page.name).collect()
    }

    fn page(&self, name: &str) -> Option<&Measured> {
        self.pages.iter().find(|page| page.name == name)
    }

    fn print(&self) {
        println!("## {} articles (load of the machine: {})\n", self.articles, crate::report::load_of_machine());
        let columns = ["kB", "pages/s", "bare/s", "of bare", "CPU µs", "bare CPU µs", "median ms", "p95 ms"];
        let mut grid = Grid::new("pages", columns.map(str::to_owned));
        for page in &self.pages {
            grid.row(page.name, page.cells());
        }
        grid.print();
        for (what, is_met) in self.bars() {
            println!("{}  {what}", if is_met { "met   " } else { "missed" });
        }
        println!();
    }

    fn bars(&self) -> Vec<(String, bool)> {
        let start = self.start.again.as_secs_f64();
        let mut bars = vec![(format!("start to first page: {start:.2} s of {MOST_START}"), start <= MOST_START)];
        if let Some(page) = self.page("article") {
            let share = page.share();
            bars.push((
                format!("article pages: {share:.3} of the bare handler, bar {LEAST_OF_BARE}"),
                share >= LEAST_OF_BARE,
            ));
        }
        let (idle, most) = (self.idle.resident, MOST_IDLE.0);
        if self.articles <= MOST_IDLE.1 {
            bars.push((format!("at rest: {idle:.0} MB of {most}"), idle <= most));
        }
        let (resident, most) = (self.loaded.resident, MOST_RESIDENT.0);
        if self.articles <= MOST_RESIDENT.1 {
            bars.push((format!("resident after the load: {resident:.0} MB of {most}"), resident <= most));
        }
        bars
    }

    fn figures(&self) -> Value {
        let pages = self.pages.iter().map(|page| (page.name.to_owned(), page.figures()));
        let bars = self.bars().into_iter().map(|(bar, is_met)| json!({ "bar": bar, "met": is_met }));
        json!({
            "articles": self.articles,
            "start_seconds": self.start.again.as_secs_f64(),
            "first_start_seconds": self.start.first.as_secs_f64(),
            "first_start_with_caches_emptied": self.start.emptied,
            "idle": memory_figures(self.idle),
            "after_load": memory_figures(self.loaded),
            "pages": pages.collect::<serde_json::Map<_, _>>(),
            "bars": bars.collect::<Vec<_>>(),
        })
    }
}

impl Measured {
    fn pace(&self) -> f64 {
        per_second(&self.site)
    }

    /// Pages a second as a share of the bare handler's.
    fn share(&self) -> f64 {
        self.pace() / per_second(&self.bare).max(f64::EPSILON)
    }

    fn cells(&self) -> Vec<String> {
        vec![
            format!("{:.1}", ratio(u64::try_from(self.bytes).unwrap_or_default(), 1e3)),
            whole(self.pace()),
            whole(per_second(&self.bare)),
            format!("{:.3}", self.share()),
            whole(processor_us(&self.site)),
            whole(processor_us(&self.bare)),
            format!("{:.2}", milliseconds(self.site.percentile(50))),
            format!("{:.2}", milliseconds(self.site.percentile(95))),
        ]
    }

    fn figures(&self) -> Value {
        json!({
            "bytes": self.bytes,
            "pages_a_second": self.pace(),
            "bare_pages_a_second": per_second(&self.bare),
            "of_bare": self.share(),
            "cpu_us_a_page": processor_us(&self.site),
            "bare_cpu_us_a_page": processor_us(&self.bare),
            "median_ms": milliseconds(self.site.percentile(50)),
            "p95_ms": milliseconds(self.site.percentile(95)),
        })
    }
}

fn memory_figures(memory: Memory) -> Value {
    let Memory { resident, peak, own, files } = memory;
    json!({ "resident_mb": resident, "anon_mb": own, "file_mb": files, "peak_mb": peak })
}

fn per_second(load: &Load) -> f64 {
    ratio(load.pages, load.wall.as_secs_f64())
}

/// Microseconds of the server's processor time for a page.
fn processor_us(load: &Load) -> f64 {
    load.cpu_seconds * 1e6 / ratio(load.pages, 1.0).max(1.0)
}

fn whole(value: f64) -> String {
    format!("{value:.0}")
}
