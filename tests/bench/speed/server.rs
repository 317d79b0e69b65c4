//! The shipped program serving a generated site, and what it costs.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// Ticks of the processor times in `/proc` (proc(5): `sysconf(_SC_CLK_TCK)`, 100 on every Linux of today).
const TICKS_A_SECOND: f64 = 100.0;
/// How long the start may take.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long the work of the start may take: a new site is indexed then, and its sets are gone through.
const SETTLING: Duration = Duration::from_hours(1);
/// Share of a processor below which the program is at rest, and for how many seconds in a row.
const REST: (f64, u32) = (0.03, 3);

/// Public address of the sites, the same at every start: records hold it, and what is kept of them holds for it alone.
pub(crate) const BASE_URL: &str = "https://parvis.example.org";

/// As `packaging/systemd/parvis.service` and the `Dockerfile` start the program.
const ARENAS: &str = "2";

/// A running `parvis serve`, or the bare handler.
pub(crate) struct Server {
    process: Child,
    /// `host:port`
    pub(crate) address: String,
    pid: u32,
}

/// What the process holds in memory, in megabytes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Memory {
    /// Now.
    pub(crate) resident: f64,
    /// At most so far.
    pub(crate) peak: f64,
    /// Of the resident part, what is its own: files that are mapped, such as those of the index, are pages of the
    /// system that it takes back whenever it wants.
    pub(crate) own: f64,
    /// Pages of mapped files.
    pub(crate) files: f64,
}

impl Server {
    /// Serves the site in a data folder on a free port of this machine, with more variables of its environment.
    pub(crate) async fn start(program: &Path, data: &Path, settings: &[(&str, String)]) -> anyhow::Result<Self> {
        let address = free_address()?;
        let mut command = Command::new(program);
        command
            .arg("serve")
            .env_remove("DATABASE_URL")
            .env("MALLOC_ARENA_MAX", ARENAS)
            .env("PARVIS_DATA", data)
            .env("PARVIS_LISTEN", &address)
            .env("PARVIS_BASE_URL", BASE_URL)
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .env("PARVIS_LOG", "info,parvis::web=warn,tower_http=warn");
        Self::run(command, address).await
    }

    /// Serves the bare handler that pages are compared with.
    pub(crate) async fn start_bare() -> anyhow::Result<Self> {
        let address = free_address()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("bare").arg(&address);
        Self::run(command, address).await
    }

    async fn run(mut command: Command, address: String) -> anyhow::Result<Self> {
        let mut process =
            command.stderr(Stdio::piped()).kill_on_drop(true).spawn().context("the server cannot be started")?;
        let log = process.stderr.take().context("the server has no log")?;
        let pid = process.id().context("the server has ended")?;
        tokio::time::timeout(PATIENCE, until_serving(log)).await.context("the server does not begin to serve")??;
        Ok(Self { process, address, pid })
    }

    /// Waits until the work of the start is done, so that only requests are measured.
    pub(crate) async fn settle(&self) -> anyhow::Result<()> {
        let (share, seconds) = REST;
        let resting = async {
            let mut quiet = 0;
            while quiet < seconds {
                let before = self.cpu_seconds()?;
                tokio::time::sleep(Duration::from_secs(1)).await;
                quiet = if self.cpu_seconds()? - before < share { quiet + 1 } else { 0 };
            }
            anyhow::Ok(())
        };
        tokio::time::timeout(SETTLING, resting).await.context("parvis does not come to rest")?
    }

    /// Seconds of processor time so far.
    pub(crate) fn cpu_seconds(&self) -> anyhow::Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid))?;
        // The name in brackets may hold spaces; user and system time are the 12th and 13th field behind it.
        let (_, fields) = stat.rsplit_once(')').context("/proc/…/stat has another form")?;
        let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
        Ok(ticks.sum::<Result<f64, _>>()? / TICKS_A_SECOND)
    }

    /// What it holds in memory.
    pub(crate) fn memory(&self) -> anyhow::Result<Memory> {
        memory_of(&self.pid.to_string())
    }

    /// Ends it.
    pub(crate) async fn stop(&mut self) -> anyhow::Result<()> {
        Ok(self.process.kill().await?)
    }
}

fn free_address() -> anyhow::Result<String> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

/// What a process holds in memory; `self` is this one.
pub(crate) fn memory_of(process: &str) -> anyhow::Result<Memory> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let megabytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<f64>().ok());
        kilobytes.unwrap_or_default() / 1024.0
    };
    Ok(Memory {
        resident: megabytes("VmRSS:"),
        peak: megabytes("VmHWM:"),
        own: megabytes("RssAnon:"),
        files: megabytes("RssFile:"),
    })
}

/// Reads the log until the program serves, and on in the background, so that it never waits for a reader.
async fn until_serving(log: tokio::process::ChildStderr) -> anyhow::Result<()> {
    let mut lines = BufReader::new(log).lines();
    let mut seen = String::new();
    while let Some(line) = lines.next_line().await? {
        if line.contains("serving") {
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            // The line comes just before the server takes connections.
            return Ok(());
        }
        seen.push_str(&line);
    }
    anyhow::bail!("the server ended: {seen}")
}
