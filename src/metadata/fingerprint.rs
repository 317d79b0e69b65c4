//! What the formats write, in one digest: a harvester sees that it changed by the datestamps that are renewed then.

/// Digest of one full record in every format over OAI-PMH. When a release writes something differently, the test below
/// says the new value; sites that take the release then renew the datestamp of every record once.
pub const FORMATS_WRITTEN: &str = "04f2730b8228fe2518ae9cadce6892a7d27eceb87bdef0e01c917a30c1bb0ffc";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Sha256;
    use crate::metadata::{formats, samples};

    #[test]
    fn the_digest_is_raised_with_what_the_formats_write() {
        let metadata = samples::full();
        let over_oai = formats().iter().filter(|crosswalk| crosswalk.format().xml.is_some());
        let written: String = over_oai
            .flat_map(|crosswalk| {
                [samples::record(&metadata), samples::closed(&metadata)].map(|record| crosswalk.write(&record).unwrap())
            })
            .collect();
        assert_eq!(FORMATS_WRITTEN, Sha256::of(written.as_bytes()).as_str());
    }
}
