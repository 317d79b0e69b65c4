//! The reader measured on labelled sentences (`labelled.tsv`), as precision and recall of fund and number pairs.

use std::collections::BTreeSet;

use super::{Place, find};
use crate::domain::AwardNumber;

const LABELLED: &str = include_str!("labelled.tsv");

/// Lowest precision of the whole set and of every part of it.
const PRECISION: f64 = 0.97;
/// Lowest recall of the whole set and of every part of it.
const RECALL: f64 = 0.95;

struct Row {
    set: &'static str,
    lang: &'static str,
    kind: &'static str,
    expected: BTreeSet<String>,
    found: BTreeSet<String>,
    text: String,
}

fn rows() -> Vec<Row> {
    let lines = LABELLED.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let [set, lang, kind, expected, text] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("five columns: {line}")
        };
        let expected = expected.split('|').filter(|pair| *pair != "-").map(str::to_owned).collect();
        let text = text.replace("\\n", "\n");
        Row { set, lang, kind, expected, found: read(&text), text }
    };
    lines.map(row).collect()
}

fn read(text: &str) -> BTreeSet<String> {
    let pair = |number: Option<&str>, fund: &str| format!("{fund}:{}", number.unwrap_or("-"));
    let found = find(text, Place::Text);
    found.iter().map(|one| pair(one.mention.number.as_ref().map(AwardNumber::as_str), one.mention.fund.key())).collect()
}

/// Counts of pairs.
#[derive(Default)]
struct Score {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Score {
    fn precision(&self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.wrong).max(1))
    }

    fn recall(&self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.missed).max(1))
    }
}

/// Scores the rows of one part, tells of each pair that is wrong or missing.
fn score(part: &str, rows: &[Row], belongs: impl Fn(&Row) -> bool) -> Score {
    let mut score = Score::default();
    for row in rows.iter().filter(|row| belongs(row)) {
        let count = |a: &BTreeSet<String>, b: &BTreeSet<String>| u32::try_from(a.difference(b).count()).unwrap();
        score.right += u32::try_from(row.found.intersection(&row.expected).count()).unwrap();
        score.wrong += count(&row.found, &row.expected);
        score.missed += count(&row.expected, &row.found);
        if part == row.set && part != "held" && row.found != row.expected {
            println!("{part} {} {:?} not {:?}: {}", row.kind, row.found, row.expected, row.text);
        }
    }
    println!(
        "{part}: precision {:.3} recall {:.3} of {}",
        score.precision(),
        score.recall(),
        score.right + score.missed
    );
    score
}

#[test]
fn funding_is_read_from_labelled_sentences_as_well_as_asked() {
    let rows = rows();
    assert!(rows.len() >= 360, "{} sentences", rows.len());
    let held = rows.iter().filter(|row| row.set == "held").count();
    assert!(held * 3 >= rows.len(), "{held} of {} are held out", rows.len());
    let mut scores = vec![("whole".to_owned(), score("whole", &rows, |_| true))];
    for set in rows.iter().map(|row| row.set).collect::<BTreeSet<_>>() {
        scores.push((set.to_owned(), score(set, &rows, |row| row.set == set)));
    }
    for lang in ["fr", "en"] {
        scores.push((lang.to_owned(), score(lang, &rows, |row| row.lang == lang)));
    }
    for kind in rows.iter().map(|row| row.kind).collect::<BTreeSet<_>>() {
        score(kind, &rows, |row| row.kind == kind);
    }
    for (part, score) in scores {
        assert!(score.precision() >= PRECISION, "{part}: precision {:.3}", score.precision());
        assert!(score.recall() >= RECALL, "{part}: recall {:.3}", score.recall());
    }
}
