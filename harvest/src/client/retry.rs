//! When to try again (RFC 9110 §10.2.3 for `Retry-After`).

use std::time::Duration;

use hyper::HeaderMap;
use hyper::header::{DATE, HeaderName, RETRY_AFTER};
use jiff::fmt::rfc2822::DateTimeParser;

use super::clock::Clock;
use super::settings::HttpSettings;
use crate::datestamp::Datestamp;

/// Longest interval of an announced rate that is believed, in seconds.
const MOST_RATE_SECONDS: u64 = 3_600;

/// Statuses after which the same request may succeed later.
pub(super) fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

/// Statuses by which a server says that it has too much to do.
pub(super) fn is_overload(status: u16) -> bool {
    matches!(status, 429 | 503)
}

/// The pause a server asks for: whole seconds, or a date, which is measured by the server's own clock when it shows it.
pub(super) fn retry_after(headers: &HeaderMap, now: Datestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = http_date(text)?.unix_seconds();
    let present = date_header(headers, &DATE).unwrap_or(now).unix_seconds();
    Some(Duration::from_secs(u64::try_from(until - present).unwrap_or(0)))
}

/// The pause between two requests by which a server's announced rate is kept: so many requests (`X-Rate-Limit-Limit`) in so
/// many seconds (`X-Rate-Limit-Interval: 1s`), as Crossref's REST API has it ("Access and authentication", request limits).
pub(super) fn rate_pause(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let requests: u32 = text("x-rate-limit-limit")?.parse().ok().filter(|requests| *requests > 0)?;
    let seconds: u64 = text("x-rate-limit-interval")?.trim_end_matches('s').trim_end().parse().ok()?;
    Some(Duration::from_secs(seconds.min(MOST_RATE_SECONDS)) / requests)
}

fn date_header(headers: &HeaderMap, name: &HeaderName) -> Option<Datestamp> {
    http_date(headers.get(name)?.to_str().ok()?)
}

fn http_date(text: &str) -> Option<Datestamp> {
    DateTimeParser::new().parse_timestamp(text).ok().map(Datestamp::from)
}

/// A pause of our own before try number `attempt` (from 1): doubled each time, between half and the whole of it.
pub(super) fn backoff(settings: &HttpSettings, clock: &dyn Clock, attempt: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
    let whole = settings.first_backoff.saturating_mul(doubled).min(settings.max_backoff);
    let half = whole / 2;
    let spread = u64::try_from(whole.saturating_sub(half).as_millis()).unwrap_or(u64::MAX);
    half + Duration::from_millis(clock.random() % spread.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::Sleep;
    use hyper::header::HeaderValue;

    struct Fixed(u64);

    impl Clock for Fixed {
        fn now(&self) -> Datestamp {
            Datestamp::MIN
        }
        fn elapsed(&self) -> Duration {
            Duration::ZERO
        }
        fn sleep(&self, _: Duration) -> Sleep<'_> {
            Box::pin(std::future::ready(()))
        }
        fn random(&self) -> u64 {
            self.0
        }
    }

    fn asked(value: &'static str, date: Option<&'static str>) -> Option<Duration> {
        let mut headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(value))]);
        headers.extend(date.map(|date| (DATE, HeaderValue::from_static(date))));
        retry_after(&headers, Datestamp::parse("2026-05-04T10:00:00Z").unwrap())
    }

    #[test]
    fn a_pause_is_asked_for_in_seconds_or_by_date() {
        assert_eq!(asked("120", None), Some(Duration::from_mins(2)));
        assert_eq!(asked("Mon, 04 May 2026 10:00:30 GMT", None), Some(Duration::from_secs(30)));
        assert_eq!(asked("Mon, 04 May 2026 09:00:00 GMT", None), Some(Duration::ZERO));
        assert_eq!(asked("soon", None), None);
    }

    #[test]
    fn an_announced_rate_is_a_pause_between_requests() {
        let rate = |limit: &'static str, interval: &'static str| {
            let pairs = [("x-rate-limit-limit", limit), ("x-rate-limit-interval", interval)];
            let pairs = pairs.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            rate_pause(&HeaderMap::from_iter(pairs))
        };
        assert_eq!(rate("50", "1s"), Some(Duration::from_millis(20)));
        assert_eq!(rate("1", "2s"), Some(Duration::from_secs(2)));
        assert_eq!(rate("1", "99999999s"), Some(Duration::from_hours(1)));
        assert_eq!((rate("0", "1s"), rate("many", "1s"), rate("5", "")), (None, None, None));
    }

    #[test]
    fn a_date_is_measured_by_the_clock_of_the_server() {
        let pause = asked("Mon, 04 May 2026 12:00:30 GMT", Some("Mon, 04 May 2026 12:00:00 GMT"));
        assert_eq!(pause, Some(Duration::from_secs(30)));
    }

    #[test]
    fn pauses_double_up_to_a_limit_and_differ_between_harvesters() {
        let mut settings = HttpSettings::new("test");
        settings.first_backoff = Duration::from_secs(2);
        settings.max_backoff = Duration::from_secs(10);
        let least: Vec<u64> = (1..6).map(|attempt| backoff(&settings, &Fixed(0), attempt).as_secs()).collect();
        assert_eq!(least, [1, 2, 4, 5, 5]);
        assert_eq!(backoff(&settings, &Fixed(3_999), 2), Duration::from_millis(3_999));
        assert!(backoff(&settings, &Fixed(u64::MAX), u32::MAX) <= settings.max_backoff);
    }
}
