//! Parses a file in a child process whose memory, time and output are bounded, and which reaches nothing (`confine`).
//!
//! A crafted file may overflow the stack or eat all memory, and nothing inside the process can catch that
//! (RUSTSEC-2026-0187). The child is this same program as `parvis extract-one`, `parvis describe-one` or
//! `parvis draw-one`: it gets the bytes on standard input, limits itself before it reads them, and answers on standard
//! output.

use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};

use super::confine::confine_this_process;
use crate::domain::extraction::ExtractionFailure;
use crate::telemetry::Span;

/// Exit status of the child when the file cannot be read; the reason stands on its standard output.
pub const EXIT_FAILURE: i32 = 3;

/// Longest time that drawing a page may take, and processor time in seconds: a reader waits for it. A busy machine may
/// need much of the one for little of the other.
const LONGEST_DRAWING: Duration = Duration::from_secs(25);
const DRAWING_CPU_SECONDS: u64 = 10;

/// How much a child may use.
#[derive(Debug, Clone)]
pub struct Sandbox {
    /// The program that is started: this one.
    pub program: PathBuf,
    /// Address space in bytes.
    pub memory_bytes: u64,
    /// Wall time; processor time is limited to the same number of seconds, or fewer.
    pub wall: Duration,
    /// Bytes of output that are taken.
    pub output_bytes: u64,
}

/// Why a child gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read; trying again gives the same.
    #[error("the file cannot be read")]
    File(#[source] ExtractionFailure),
    /// The child could not be started or spoken to; worth another try.
    #[error("the reading process could not be run")]
    Process(#[source] std::io::Error),
}

impl Sandbox {
    /// Reads a file; gives what the child wrote.
    ///
    /// # Errors
    /// The reason when the file cannot be read, or that the process could not be run.
    pub async fn read(&self, file: Bytes) -> Result<Vec<u8>, Error> {
        self.run("extract-one", Bytes::new(), file).await
    }

    /// What to add behind a PDF so that it carries a description (a line of JSON); empty when the file is better left
    /// alone.
    ///
    /// # Errors
    /// When the child went beyond its limits, or could not be run.
    pub async fn describe(&self, description: Bytes, file: Bytes) -> Result<Vec<u8>, Error> {
        self.run("describe-one", description, file).await
    }

    /// Draws regions of a PDF's page (a line of JSON): the length of each picture in four bytes, then the pictures.
    ///
    /// # Errors
    /// When the file cannot be opened, the child went beyond its limits, or could not be run.
    pub async fn draw(&self, drawing: Bytes, file: Bytes) -> Result<Vec<u8>, Error> {
        let hasty = Self { wall: self.wall.min(LONGEST_DRAWING), ..self.clone() };
        hasty.run_within("draw-one", DRAWING_CPU_SECONDS, drawing, file).await
    }

    async fn run(&self, task: &'static str, head: Bytes, file: Bytes) -> Result<Vec<u8>, Error> {
        self.run_within(task, self.wall.as_secs(), head, file).await
    }

    async fn run_within(
        &self,
        task: &'static str,
        cpu_seconds: u64,
        head: Bytes,
        file: Bytes,
    ) -> Result<Vec<u8>, Error> {
        let span = Span::reading(task, file.len());
        let done = self.bounded(task, cpu_seconds, head, file).await;
        span.ended(outcome(&done), matches!(done, Err(Error::Process(_))));
        done
    }

    async fn bounded(&self, task: &str, cpu_seconds: u64, head: Bytes, file: Bytes) -> Result<Vec<u8>, Error> {
        let mut child = self.command(task, cpu_seconds.min(self.wall.as_secs())).spawn().map_err(Error::Process)?;
        match tokio::time::timeout(self.wall, self.converse(&mut child, head, file)).await {
            Ok(answer) => {
                let (output, status) = answer.map_err(Error::Process)?;
                judge(output, status, self.output_bytes)
            }
            Err(_elapsed) => {
                child.kill().await.map_err(Error::Process)?;
                Err(Error::File(ExtractionFailure::LimitsExceeded))
            }
        }
    }

    fn command(&self, task: &str, cpu_seconds: u64) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg(task)
            .args(["--memory-bytes", &self.memory_bytes.to_string()])
            .args(["--cpu-seconds", &cpu_seconds.max(1).to_string()])
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        command
    }

    async fn converse(&self, child: &mut Child, head: Bytes, file: Bytes) -> std::io::Result<(Vec<u8>, ExitStatus)> {
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(std::io::Error::other("the child has no pipes"));
        };
        let send = async move {
            // A child that gives up early closes its input; its exit status tells why.
            if input.write_all(&head).await.is_ok() {
                let _ = input.write_all(&file).await;
            }
        };
        let mut answer = Vec::new();
        let mut capped = output.take(self.output_bytes.saturating_add(1));
        let receive = async {
            capped.read_to_end(&mut answer).await?;
            drop(capped);
            child.wait().await
        };
        let ((), status) = tokio::join!(send, receive);
        Ok((answer, status?))
    }
}

/// How reading ended, in a word.
fn outcome(done: &Result<Vec<u8>, Error>) -> &'static str {
    match done {
        Ok(_) => "done",
        Err(Error::Process(_)) => "not_run",
        Err(Error::File(ExtractionFailure::Empty)) => "empty",
        Err(Error::File(ExtractionFailure::WrongType)) => "wrong_type",
        Err(Error::File(ExtractionFailure::Encrypted)) => "encrypted",
        Err(Error::File(ExtractionFailure::Damaged)) => "damaged",
        Err(Error::File(ExtractionFailure::LimitsExceeded)) => "limits_exceeded",
    }
}

fn judge(output: Vec<u8>, status: ExitStatus, most: u64) -> Result<Vec<u8>, Error> {
    if u64::try_from(output.len()).unwrap_or(u64::MAX) > most {
        return Err(Error::File(ExtractionFailure::LimitsExceeded));
    }
    match status.code() {
        Some(0) => Ok(output),
        Some(EXIT_FAILURE) => Err(Error::File(serde_json::from_slice(&output).unwrap_or(ExtractionFailure::Damaged))),
        // Killed by a signal: out of memory or stack (abort), or out of processor time.
        None => Err(Error::File(ExtractionFailure::LimitsExceeded)),
        Some(code) => Err(Error::Process(std::io::Error::other(format!("exit status {code}")))),
    }
}

/// Limits the process it is called in, and confines it: the first thing that the child does, before any thread.
///
/// # Errors
/// When the system refuses a limit.
pub fn limit_this_process(memory_bytes: u64, cpu_seconds: u64) -> std::io::Result<()> {
    use rlimit::{Resource, setrlimit};
    setrlimit(Resource::AS, memory_bytes, memory_bytes)?;
    setrlimit(Resource::CPU, cpu_seconds, cpu_seconds)?;
    setrlimit(Resource::FSIZE, 0, 0)?;
    setrlimit(Resource::CORE, 0, 0)?;
    confine_this_process().map(|_| ())
}
