//! A cheap test that goes before all others: most paragraphs hold no letter sequence of an FRQ name.

/// Letter sequences, one of which every mention holds. Letters with accents are skipped: Québec gives "qubec", québécois
/// "qubcois".
const SEQUENCES: [&[u8]; 7] = [b"quebec", b"qubec", b"qubcois", b"frq", b"fqr", b"frsq", b"boursi"];

/// Whether a text can name an FRQ fund or award at all. One pass over the bytes, no allocation.
pub(in crate::extract) fn may_name_fund(text: &str) -> bool {
    let mut window: u64 = 0;
    for byte in text.bytes().filter(u8::is_ascii_alphabetic) {
        window = window << 8 | u64::from(byte.to_ascii_lowercase());
        // Each sequence ends in one of these letters.
        if matches!(byte | 0x20, b'c' | b's' | b'q' | b'r' | b'i')
            && SEQUENCES.iter().any(|sequence| ends_with(window, sequence))
        {
            return true;
        }
    }
    text.contains("FCAR") || text.contains("69777")
}

fn ends_with(window: u64, sequence: &[u8]) -> bool {
    let wanted = sequence.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
    let mask = (1_u64 << (8 * sequence.len())) - 1;
    window & mask == wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_names_trigger_and_plain_text_does_not() {
        for text in [
            "Que´bec",
            "québécois",
            "Quebecois",
            "QUÉBEC",
            "Qu´ ebec",
            "F.R.Q.S.",
            "fonds FCAR",
            "doi 10.69777/1",
            "chercheur-boursier",
        ] {
            assert!(may_name_fund(text), "{text}");
        }
        for text in ["We thank the reviewers for their research.", "Les fonds de la recherche", ""] {
            assert!(!may_name_fund(text), "{text}");
        }
    }
}
