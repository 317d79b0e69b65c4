//! What whoever runs the site can do when the service refuses.

/// Codes of S3 ("Error responses", Amazon S3 API Reference) and words of failed connections, with what to do.
const KNOWN: &[(&[&str], &str)] = &[
    (&["NoSuchBucket"], "the bucket does not exist: make it, or correct PARVIS_FILES"),
    (&["InvalidAccessKeyId"], "the service does not know the key: correct PARVIS_S3_KEY_ID"),
    (&["SignatureDoesNotMatch"], "the signature is refused: correct PARVIS_S3_SECRET, or PARVIS_S3_REGION"),
    (&["RequestTimeTooSkewed"], "this machine's clock is off: set it (timedatectl set-ntp true)"),
    (&["ExpiredToken", "TokenRefreshRequired"], "the session has ended: renew AWS_SESSION_TOKEN with its keys"),
    (
        &["AuthorizationHeaderMalformed", "PermanentRedirect"],
        "the bucket is in another region: correct PARVIS_S3_REGION",
    ),
    (
        &["AccessDenied", "403 Forbidden"],
        "the key may not do that: give it the rights to list, read, write and delete in the bucket",
    ),
    (
        &["MissingContentLength", "XAmzContentSHA256Mismatch", "x-amz-checksum", "InvalidRequest"],
        "the service does not understand the checksums: set PARVIS_S3_CHECKSUM=none",
    ),
    (&["QuotaExceeded", "InsufficientStorage", "StorageFull"], "the bucket is full: make room or raise its quota"),
    (
        &["certificate", "UnknownIssuer"],
        "the service's certificate is not trusted: add its authority to the system's (SSL_CERT_FILE), or correct PARVIS_S3_ENDPOINT",
    ),
    (
        &["error performing", "Error performing", "tcp connect", "dns error", "timed out"],
        "the service does not answer as S3 does: look whether it runs, and correct PARVIS_S3_ENDPOINT",
    ),
];

/// What to do about an error of the service, where that is known; told from the error and all that led to it.
pub(in crate::blob) fn advice(error: &object_store::Error) -> Option<&'static str> {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    KNOWN.iter().find(|(words, _)| words.iter().any(|word| text.contains(word))).map(|(_, advice)| *advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Option<&'static str> {
        advice(&object_store::Error::Generic { store: "S3", source: text.to_owned().into() })
    }

    #[test]
    fn each_refusal_says_what_to_do() {
        for (text, word) in [
            ("404 Not Found: <Code>NoSuchBucket</Code>", "make it"),
            ("403 Forbidden: <Code>InvalidAccessKeyId</Code>", "PARVIS_S3_KEY_ID"),
            ("403 Forbidden: <Code>SignatureDoesNotMatch</Code>", "PARVIS_S3_SECRET"),
            ("403 Forbidden: <Code>RequestTimeTooSkewed</Code>", "clock"),
            ("403 Forbidden: <Code>AccessDenied</Code>", "rights"),
            ("403 Forbidden: ", "rights"),
            ("Error performing PUT: tcp connect error", "PARVIS_S3_ENDPOINT"),
        ] {
            assert!(refused(text).is_some_and(|advice| advice.contains(word)), "{text}");
        }
        assert_eq!(refused("something else"), None);
    }
}
