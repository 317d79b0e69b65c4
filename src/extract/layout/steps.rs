//! Steps of algorithms: lines that begin with a count and a colon (`3: for …`), or name what goes in and out.
//!
//! They are set as close as the lines of a paragraph and would be read as one.

use super::blocks::Chunk;
use super::line::Line;
use crate::domain::extraction::BlockKind;

/// Fewest lines with counts that follow each other.
const LEAST_STEPS: usize = 2;
/// What algorithms say before their steps, in French and English.
const NAMES: [&str; 12] = [
    "input",
    "output",
    "require",
    "ensure",
    "data",
    "result",
    "entrée",
    "entrées",
    "sortie",
    "sorties",
    "données",
    "résultat",
];

/// The chunk cut before each step, when it has any: what comes first keeps its kind, steps are items.
pub(in crate::extract) fn split(chunk: &Chunk) -> Option<Vec<Chunk>> {
    let running = matches!(chunk.kind, BlockKind::Paragraph | BlockKind::Caption);
    if !running || chunk.tagged.is_some() || chunk.lines.len() < LEAST_STEPS || !is_counted(&chunk.lines) {
        return None;
    }
    let mut parts: Vec<Chunk> = Vec::new();
    for line in &chunk.lines {
        match parts.last_mut() {
            Some(last) if !opens(line) => last.lines.push(line.clone()),
            _ => {
                let kind = if opens(line) { BlockKind::ListItem } else { chunk.kind };
                let continues = chunk.continues && parts.is_empty() && !opens(line);
                parts.push(Chunk { kind, continues, lines: vec![line.clone()], ..chunk.clone() });
            }
        }
    }
    Some(parts)
}

fn opens(line: &Line) -> bool {
    count(&line.text).is_some() || is_named(&line.text)
}

/// Whether at least two lines have counts and each is one more than the one before.
fn is_counted(lines: &[Line]) -> bool {
    let counts: Vec<u32> = lines.iter().filter_map(|line| count(&line.text)).collect();
    counts.len() >= LEAST_STEPS && counts.is_sorted_by(|one, next| one + 1 == *next)
}

/// The count that a line begins with: `12: …`.
fn count(text: &str) -> Option<u32> {
    let (digits, rest) = text.trim_start().split_once(':')?;
    let is_count = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_count && rest.starts_with(' ')).then(|| digits.parse().ok()).flatten()
}

/// Whether a line begins with a name and a colon as algorithms do.
fn is_named(text: &str) -> bool {
    let name = text.split(':').next().filter(|name| name.len() < text.len());
    name.is_some_and(|name| NAMES.contains(&name.trim().to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(lines: &[&str]) -> Chunk {
        let line = |text: &&str| Line { text: (*text).to_owned(), ..Line::new(Vec::new()) };
        Chunk {
            kind: BlockKind::Paragraph,
            lines: lines.iter().map(line).collect(),
            angle: 0,
            left: 0.0,
            opens_column: false,
            continues: false,
            area: None,
            rules: crate::extract::layout::grid::Rules::default(),
            tagged: None,
        }
    }

    fn parts(lines: &[&str]) -> Option<Vec<(BlockKind, usize)>> {
        split(&chunk(lines)).map(|parts| parts.iter().map(|part| (part.kind, part.lines.len())).collect())
    }

    #[test]
    fn each_step_of_an_algorithm_is_an_item() {
        use BlockKind::{ListItem, Paragraph};
        let lines = ["for all lakes", "Input: a lake", "1: measure its ice", "over all of it", "2: end"];
        assert_eq!(parts(&lines), Some(vec![(Paragraph, 1), (ListItem, 1), (ListItem, 2), (ListItem, 1)]));
        assert_eq!(parts(&["9: si la glace fond", "10: sinon"]), Some(vec![(ListItem, 1), (ListItem, 1)]));
    }

    #[test]
    fn times_ratios_and_single_counts_stay_in_their_paragraph() {
        for lines in [
            ["The bus leaves at", "12:30 and", "13:40 each day"],
            ["in a share of", "2: 3 or of", "9: 5 by weight"],
            ["as in", "4: the fourth case", "is rare"],
            ["Result: the ice", "melts in", "June"],
        ] {
            assert_eq!(parts(&lines), None, "{lines:?}");
        }
    }
}
