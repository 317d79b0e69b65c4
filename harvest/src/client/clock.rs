//! Time and chance as parameters, so that waiting can be tested without waiting.

use std::future::Future;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::pin::Pin;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::datestamp::Datestamp;

/// A future that ends when a time has passed.
pub type Sleep<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// What the client knows of time.
pub trait Clock: Send + Sync {
    /// The present moment, in UTC.
    fn now(&self) -> Datestamp;

    /// Time since a fixed moment of the clock's own choice; it never runs backwards.
    fn elapsed(&self) -> Duration;

    /// Waits.
    fn sleep(&self, duration: Duration) -> Sleep<'_>;

    /// A number that spreads retries of several harvesters; it need not be hard to guess.
    fn random(&self) -> u64;
}

/// The clock of the machine, waiting on tokio's timer.
#[derive(Debug, Clone)]
pub struct SystemClock {
    start: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that others take as a parameter")]
    fn now(&self) -> Datestamp {
        Datestamp::from(Timestamp::now())
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn random(&self) -> u64 {
        RandomState::new().build_hasher().finish()
    }
}
