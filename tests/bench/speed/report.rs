//! Figures as lines, and the bars that they are held against.

use std::time::Duration;

/// What was measured.
#[derive(Debug)]
pub(crate) struct Table {
    lines: Vec<String>,
    bars: Vec<(String, bool)>,
}

impl Table {
    /// A table of one site; it also says how busy the machine is.
    pub(crate) fn new(title: &str) -> Self {
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split(' ').next().unwrap_or("?");
        Self { lines: vec![format!("{title} (load of the machine: {load})")], bars: Vec::new() }
    }

    pub(crate) fn line(&mut self, line: String) {
        self.lines.push(line);
    }

    /// Notes whether a bar is met.
    pub(crate) fn bar(&mut self, what: String, met: bool) {
        self.bars.push((what, met));
    }

    pub(crate) fn print(&self) {
        for line in &self.lines {
            println!("{line}");
        }
        for (what, met) in &self.bars {
            println!("{}  {what}", if *met { "met   " } else { "missed" });
        }
        println!();
    }
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
pub(crate) fn ratio(count: u64, unit: f64) -> f64 {
    count as f64 / unit.max(f64::EPSILON)
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
