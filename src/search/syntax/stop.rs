//! Words too common to be asked for when others stand beside them.

/// Function words of French and English, without accents.
const STOP: [&str; 66] = [
    "a", "an", "and", "are", "as", "at", "au", "aux", "be", "by", "ce", "ces", "cette", "dans", "de", "des", "du",
    "elle", "elles", "en", "est", "et", "etre", "for", "from", "il", "ils", "in", "is", "it", "its", "la", "le", "les",
    "leur", "leurs", "ne", "of", "on", "or", "ou", "par", "pas", "pour", "qu", "que", "qui", "sa", "se", "ses", "son",
    "sont", "sur", "that", "the", "their", "this", "to", "un", "une", "was", "were", "which", "with", "avec",
    "comment",
];

/// Whether an accent-free word is one of them.
pub(crate) fn is_stop(folded: &str) -> bool {
    STOP.contains(&folded)
}
