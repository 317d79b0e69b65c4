//! Abstracts in parts that each have a label: background, methods, results.

/// Words that label the first part of an abstract, and head the first section too.
const OPENINGS: [&str; 12] = [
    "Background",
    "Introduction",
    "Context",
    "Contexte",
    "Objective",
    "Objectives",
    "Objectif",
    "Objectifs",
    "Aim",
    "Aims",
    "Purpose",
    "Importance",
];
/// Words that label the other parts.
const OTHERS: [&str; 28] = [
    "But",
    "Rationale",
    "Method",
    "Methods",
    "Methods and findings",
    "Methods and results",
    "Materials and methods",
    "Methodology",
    "Design",
    "Setting",
    "Settings",
    "Participants",
    "Result",
    "Results",
    "Findings",
    "Conclusion",
    "Conclusions",
    "Discussion",
    "Interpretation",
    "Significance",
    "Limitations",
    "Méthode",
    "Méthodes",
    "Méthodologie",
    "Matériel et méthodes",
    "Résultats",
    "Constats",
    "Principal findings",
];

/// Whether a text is the label of a part and nothing else.
pub(super) fn is_part_label(text: &str) -> bool {
    let bare = text.trim().trim_end_matches([':', '.', '—', '–']).trim_end();
    OPENINGS.iter().chain(&OTHERS).any(|label| label.to_lowercase() == bare.to_lowercase())
}

/// Whether a text begins with such a label and goes on behind its colon.
pub(super) fn begins_part(text: &str) -> bool {
    label_of(text).is_some_and(is_part_label)
}

/// Whether it is the label of a first part.
pub(super) fn opens_parts(text: &str) -> bool {
    label_of(text).is_some_and(|label| OPENINGS.iter().any(|opening| opening.to_lowercase() == label.to_lowercase()))
}

/// What stands before the colon, the point or the dash that a text's first words end with.
fn label_of(text: &str) -> Option<&str> {
    text.split_once([':', '.', '—', '–']).map(|(label, _)| label.trim())
}

/// Whether a text begins with a first label that one of the parts before had: the body then begins.
pub(super) fn repeats_label<'t>(mut parts: impl Iterator<Item = &'t str>, text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    OPENINGS.contains(&word) && parts.any(|part| part.strip_prefix(word).is_some_and(|rest| rest.starts_with(':')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_parts_stand_alone_or_before_a_colon() {
        assert!(is_part_label("Methods") && is_part_label("RÉSULTATS") && is_part_label("Résultats :"));
        assert!(begins_part("Methods: We went out.") && opens_parts("Background: The ice is thin."));
        assert!(!begins_part("Methods of ice fishing: a review") && !opens_parts("Results: It breaks."));
    }

    #[test]
    fn the_body_begins_with_the_first_label_said_again() {
        let parts = ["Background: The ice is thin.", "Results: It breaks."];
        assert!(repeats_label(parts.into_iter(), "Background River ice forms in winter"));
        assert!(!repeats_label(parts.into_iter(), "Results were compared"));
        assert!(!repeats_label(["The ice is thin."].into_iter(), "Background River ice"));
    }
}
