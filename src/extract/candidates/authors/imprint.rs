//! What some journals print in the margin beside the names: how to cite the article, who edited it, its history.

/// Labels of what journals print beside the names.
const IMPRINT: [&str; 18] = [
    "open access",
    "citation",
    "editor",
    "academic editor",
    "handling editor",
    "associate editor",
    "copyright",
    "data availability statement",
    "data availability",
    "funding",
    "competing interests",
    "conflict of interest",
    "received",
    "accepted",
    "published",
    "revised",
    "publisher’s note",
    "specialty section",
];
/// Labels without a colon.
const IMPRINT_STARTS: [&str; 6] = ["edited by ", "reviewed by ", "citation ", "copyright ", "received ", "accepted "];

/// Whether a block beside the names says how the article came to be and how to cite it, as the margins of some journals do.
pub(super) fn is_imprint(text: &str) -> bool {
    let text = text.trim_start().to_lowercase();
    let label = text.split([':', '\n']).next().unwrap_or_default().trim();
    let labelled = text.len() > label.len() && IMPRINT.contains(&label);
    labelled
        || IMPRINT.contains(&text.trim_end())
        || text.starts_with(['©', 'ⓒ'])
        || IMPRINT_STARTS.iter().any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_margin_is_told_from_names_and_places() {
        for text in ["Editor: Ana Roy, Université Laval", "OPEN ACCESS", "© 2021 Roy et al.", "EDITED BY Ana Roy"] {
            assert!(is_imprint(text), "{text}");
        }
        assert!(!is_imprint("Ana Roy, Université Laval") && !is_imprint("Editorial Services, McGill University"));
    }
}
