//! One request at a time to one host, with a pause between.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;

use super::clock::Clock;

/// All hosts met so far. Whoever holds a lane may send a request to its host.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    lanes: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Duration>>>>,
}

/// The right to send one request to a host.
pub(super) struct Lane {
    /// Moment of the clock before which the next request may not be sent.
    not_before: OwnedMutexGuard<Duration>,
}

impl Hosts {
    /// Waits until no other request to the host is under way and its pause is over.
    pub(super) async fn enter(&self, host: &str, clock: &dyn Clock) -> Lane {
        let lane = {
            let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(lanes.entry(host.to_owned()).or_default())
        };
        let not_before = lane.lock_owned().await;
        let pause = not_before.saturating_sub(clock.elapsed());
        if !pause.is_zero() {
            clock.sleep(pause).await;
        }
        Lane { not_before }
    }
}

impl Lane {
    /// Leaves the host alone for a while.
    pub(super) fn pause(&mut self, clock: &dyn Clock, pause: Duration) {
        *self.not_before = clock.elapsed().saturating_add(pause);
    }
}
