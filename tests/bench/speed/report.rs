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
        let title = format!("{title} (load of the machine: {})", load_of_machine());
        Self { lines: vec![title], bars: Vec::new() }
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

/// How many processes want a processor, in the mean of a minute.
pub(crate) fn load_of_machine() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or("?").to_owned()
}

/// Figures in rows and columns, in Markdown.
#[derive(Debug)]
pub(crate) struct Grid {
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// A grid with a heading over the names of its rows and one over each column.
    pub(crate) fn new(names: &str, columns: impl IntoIterator<Item = String>) -> Self {
        Self { rows: vec![std::iter::once(names.to_owned()).chain(columns).collect()] }
    }

    pub(crate) fn row(&mut self, name: &str, cells: Vec<String>) {
        self.rows.push(std::iter::once(name.to_owned()).chain(cells).collect());
    }

    pub(crate) fn print(&self) {
        let width = |column: usize| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
                .max(3)
        };
        let widths: Vec<usize> = (0..self.rows.first().map_or(0, Vec::len)).map(width).collect();
        for (number, row) in self.rows.iter().enumerate() {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
                0 => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            });
            println!("| {} |", cells.collect::<Vec<_>>().join(" | "));
            if number == 0 {
                let ends = widths.iter().enumerate().map(|(column, width)| match column {
                    0 => "-".repeat(*width),
                    _ => format!("{}:", "-".repeat(width - 1)),
                });
                println!("| {} |", ends.collect::<Vec<_>>().join(" | "));
            }
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
