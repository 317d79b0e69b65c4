//! Ends the command when a file takes more time or memory than any article does.
//!
//! A site reads files in a child process (`extract::sandbox`). At the terminal a second process would cost as much as
//! reading a short article; a thread that looks at the clock and at the memory in use costs nothing, and can say why
//! the command ends.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::message::Speaker;

/// Wall time for one file.
const MOST_TIME: Duration = Duration::from_secs(30);
/// Memory in use; what is taken between two looks still fits below 512 MB.
const MOST_BYTES: u64 = 470_000_000;
/// Pause between two looks.
const PAUSE: Duration = Duration::from_millis(10);
/// Bytes of a memory page where the system does not say otherwise (proc(5), `/proc/pid/statm`; Linux on x86-64, arm64).
const PAGE_BYTES: u64 = 4_096;

/// Watches over the file that is being read.
#[derive(Debug, Clone)]
pub(super) struct Watch {
    current: Arc<Mutex<(PathBuf, Instant)>>,
}

impl Watch {
    /// Starts watching; ends the process with `status` and a reason when a limit is passed.
    pub(super) fn start(speaker: Speaker, status: u8) -> Self {
        let watch = Self { current: Arc::new(Mutex::new((PathBuf::new(), Instant::now()))) };
        let own = watch.clone();
        // Where no thread can be had, the file is read without a watch.
        let _ = std::thread::Builder::new().name("watch".to_owned()).spawn(move || own.look(speaker, status));
        watch
    }

    /// Counts the time from now, for another file.
    pub(super) fn turn_to(&self, file: &Path) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = (file.to_owned(), Instant::now());
    }

    fn look(&self, speaker: Speaker, status: u8) {
        loop {
            std::thread::sleep(PAUSE);
            let (file, since) = self.current.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if since.elapsed() > MOST_TIME || memory_bytes().is_some_and(|used| used > MOST_BYTES) {
                speaker.say(&file, "extract-limits");
                std::process::exit(i32::from(status));
            }
        }
    }
}

/// Memory that this process holds; `None` where the system does not tell.
fn memory_bytes() -> Option<u64> {
    let sizes = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = sizes.split(' ').nth(1)?.parse().ok()?;
    Some(pages.saturating_mul(PAGE_BYTES))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn memory_in_use_is_known() {
        let used = memory_bytes().unwrap();
        assert!((100_000..1 << 40).contains(&used), "{used}");
    }
}
