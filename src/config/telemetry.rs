//! Settings of the collector that spans are handed to: none, and no spans are made.

use http::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;

use super::search::is_this_machine;
use super::{Error, Reader, Secret, Setting};

/// A collector of spans.
#[derive(Debug, Clone, PartialEq)]
pub struct TelemetryConfig {
    /// Its address without trailing slash, before `/v1/traces`.
    pub endpoint: String,
    /// Headers of each request: names and values.
    pub headers: Vec<(String, Secret)>,
    /// Name of this service there.
    pub service: String,
    /// Share of the traces beginning here that are kept, 0 to 1.
    pub ratio: f64,
}

/// Reads the settings; `None` where no collector is named.
pub(super) fn read<F: Fn(&Setting) -> String>(reader: &Reader<F>) -> Result<Option<TelemetryConfig>, Error> {
    let Some(endpoint) = reader.service("telemetry_endpoint")? else { return Ok(None) };
    // Neither is repeated: people put keys into both.
    let error = |variable, key, reason| Error::Value { variable, key, value: "…".to_owned(), reason };
    let of_address = |reason| error("OTEL_EXPORTER_OTLP_ENDPOINT", "telemetry_endpoint", reason);
    if endpoint.contains(['@', '?', '#']) || http::Uri::try_from(endpoint.as_str()).is_err() {
        return Err(of_address("an address without account; keys go into OTEL_EXPORTER_OTLP_HEADERS"));
    }
    let headers = headers(&reader.text("telemetry_headers")).ok_or_else(|| {
        let form = "name=value, several separated by commas, values encoded as in addresses";
        error("OTEL_EXPORTER_OTLP_HEADERS", "telemetry_headers", form)
    })?;
    if !headers.is_empty() && endpoint.starts_with("http://") && !is_this_machine(&endpoint) {
        return Err(of_address("https:// where headers are set, unless the collector is on this machine"));
    }
    let ratio: f64 = reader.parsed("telemetry_ratio", "a number from 0 to 1")?;
    if !(0.0..=1.0).contains(&ratio) {
        return Err(reader.error("telemetry_ratio", "a number from 0 to 1"));
    }
    Ok(Some(TelemetryConfig { endpoint, headers, service: reader.text("telemetry_service"), ratio }))
}

/// Pairs as in W3C Baggage, without properties (OpenTelemetry specification, "OTLP exporter", 1.36).
fn headers(text: &str) -> Option<Vec<(String, Secret)>> {
    let pairs = text.split(',').map(str::trim).filter(|pair| !pair.is_empty());
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        let name = HeaderName::try_from(name.trim()).ok()?;
        let value = percent_decode_str(value.trim()).decode_utf8().ok()?;
        HeaderValue::from_str(&value).ok()?;
        Some((name.as_str().to_owned(), Secret::new(&value)))
    };
    pairs.map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn telemetry(values: &[(&str, &str)]) -> Result<Option<TelemetryConfig>, Error> {
        let config = Config::from_values(|setting| {
            let given = values.iter().find(|(key, _)| *key == setting.key);
            given.map_or(setting.default, |(_, value)| value).to_owned()
        });
        config.map(|config| config.telemetry)
    }

    #[test]
    fn headers_are_decoded_and_in_no_log() {
        let said = "Authorization=Bearer%20tr-secret, x-site = a=b";
        let read = telemetry(&[("telemetry_endpoint", "https://c.example.org:4318/"), ("telemetry_headers", said)]);
        let read = read.unwrap().unwrap();
        let told: Vec<_> = read.headers.iter().map(|(name, value)| (name.as_str(), value.reveal())).collect();
        assert_eq!(told, [("authorization", "Bearer tr-secret"), ("x-site", "a=b")]);
        assert_eq!((read.endpoint.as_str(), read.service.as_str()), ("https://c.example.org:4318", "parvis"));
        assert!(!format!("{read:?}").contains("secret"), "{read:?}");
        assert_eq!(telemetry(&[]).unwrap(), None);
    }

    #[test]
    fn what_cannot_be_used_is_refused_without_repeating_it() {
        let good = ("telemetry_endpoint", "http://127.0.0.1:4318");
        assert!(telemetry(&[good, ("telemetry_headers", "a=secret")]).unwrap().is_some());
        for wrong in [
            vec![("telemetry_endpoint", "ftp://c.example.org")],
            vec![("telemetry_endpoint", "https://me:secret@c.example.org")],
            vec![("telemetry_endpoint", "http://c.example.org"), ("telemetry_headers", "a=secret")],
            vec![good, ("telemetry_headers", "secret")],
            vec![good, ("telemetry_headers", "a=%00secret")],
            vec![good, ("telemetry_ratio", "2")],
            vec![good, ("telemetry_ratio", "NaN")],
        ] {
            let error = telemetry(&wrong).unwrap_err().to_string();
            assert!(error.contains("OTEL_") && !error.contains("secret"), "{error}");
        }
    }
}
