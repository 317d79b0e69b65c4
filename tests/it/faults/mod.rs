//! The fault harness: kills, cut connections to database and bucket, full disks, short and slow files. After each, `parvis verify` may find files
//! that nothing names, which cost room and nothing else; whatever is lost or there twice fails the test.
//!
//! A short round runs with all other tests. `PARVIS_FAULT_ROUNDS=12` makes twelve rounds, more than 200 kills;
//! `PARVIS_FAULT_SEED` repeats the moments of a run, whose seed is always printed (CONTRIBUTING.md, "Faults").
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

mod bucket;
mod connections;
mod disk;
mod kills;
mod reads;
mod schema;
pub(crate) mod serving;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::ingest::parvis;
use crate::support::pdf;

/// How many times each test does what it does in a short run.
fn rounds() -> u32 {
    std::env::var("PARVIS_FAULT_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// Moments that look random and can be had again (`SplitMix64`: Steele, Lea and Flood 2014).
struct Moments(u64);

impl Moments {
    fn new(what: &str) -> Self {
        let given = std::env::var("PARVIS_FAULT_SEED").ok().and_then(|text| text.parse().ok());
        let seed = given.unwrap_or_else(|| u64::from(getrandom::u32().unwrap()));
        println!("{what}: PARVIS_FAULT_SEED={seed}");
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// A moment within a time.
    fn within(&mut self, longest: Duration) -> Duration {
        Duration::from_micros(self.below(u64::try_from(longest.as_micros()).unwrap()))
    }
}

/// Kills processes, and counts those that were still at work.
struct Killer {
    what: &'static str,
    moments: Moments,
    killed: u32,
    mended: usize,
}

impl Killer {
    fn new(what: &'static str) -> Self {
        Self { what, moments: Moments::new(what), killed: 0, mended: 0 }
    }

    /// Starts a process, waits for a part of the time that it takes, and kills it.
    fn kill(&mut self, mut command: Command, longest: Duration) {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(self.moments.within(longest));
        self.killed += u32::from(child.try_wait().unwrap().is_none());
        // SIGKILL.
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Looks at the site after a kill.
    fn look(&mut self, data: &Path, environment: &[(&str, &str)]) -> Value {
        let (report, mended) = look(data, environment, &["file_unnamed"]);
        self.mended += mended;
        report
    }

    fn tell(&self) {
        println!("{}: {} killed at work, {} files that nothing named removed", self.what, self.killed, self.mended);
    }
}

/// How long a command takes that must go well.
fn timed(mut command: Command) -> Duration {
    let begun = Instant::now();
    let done = command.output().unwrap();
    let said = [&done.stdout[..], &done.stderr[..]].map(String::from_utf8_lossy).concat();
    assert!(done.status.success(), "{said}");
    begun.elapsed()
}

fn with(data: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = parvis(data, arguments);
    command.envs(environment.iter().copied());
    command
}

/// `parvis verify`: nothing may be wrong but what is allowed, and that must be mended. Gives the report, and how much was.
fn look(data: &Path, environment: &[(&str, &str)], allowed: &[&str]) -> (Value, usize) {
    let report = verified(data, environment, &["verify", "--json"]);
    let findings = report["findings"].as_array().unwrap();
    for finding in findings {
        assert!(allowed.contains(&finding["fault"].as_str().unwrap()), "{report:#}");
    }
    if findings.is_empty() {
        return (report, 0);
    }
    let mended = verified(data, environment, &["verify", "--repair", "--json"]);
    assert_eq!(mended["sound"], true, "{mended:#}");
    let again = verified(data, environment, &["verify", "--json"]);
    assert_eq!(again["findings"], Value::Array(Vec::new()), "{again:#}");
    (again, mended["findings"].as_array().unwrap().len())
}

fn verified(data: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Value {
    let done = with(data, environment, arguments).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    serde_json::from_slice(&done.stdout).unwrap_or_else(|error| panic!("{error}: {said}"))
}

/// Small articles in a folder.
fn articles(folder: &Path, numbers: std::ops::Range<u32>) {
    for number in numbers {
        let text = format!("Article numéro {number} sur les lacs du Nord");
        std::fs::write(folder.join(format!("{number}.pdf")), pdf(&[&text, "Deuxième page"])).unwrap();
    }
}

/// A site of so many articles.
fn site(data: &Path, count: u32) {
    let files = tempfile::tempdir().unwrap();
    articles(files.path(), 0..count);
    timed(parvis(data, &["ingest", files.path().to_str().unwrap()]));
}
