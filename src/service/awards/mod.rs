//! The award register: taking it in from a file, and finding awards in it.

mod find;
mod open_data;

pub(super) use find::words;
pub use find::{AwardCheck, Checked};

use std::collections::HashMap;
use std::io::Read;

use super::{Error, Repository, Result};
use crate::domain::{Award, AwardNumber};
use open_data::Layout;

/// Longest name in a register, in bytes.
const LONGEST_NAME: usize = 500;

/// Reads a register as CSV: ours (`number,funder,holder,institution_ror,programme,kind,competition_launched,
/// launch_estimated,active_from,active_to,programme_policy`), or a yearly file of Données Québec, whose rows of one award
/// become one. Each bad row is an error of its own, with its line.
pub fn read_register(mut from: impl Read) -> impl Iterator<Item = Result<Award>> {
    let mut bytes = Vec::new();
    let all = match from.read_to_end(&mut bytes) {
        Ok(_) => read_all(&decoded(bytes)),
        Err(error) => vec![Err(Error::internal("the register cannot be read", error))],
    };
    all.into_iter()
}

/// UTF-8 with or without mark, else Latin-1, as older files are.
fn decoded(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| error.into_bytes().iter().map(|byte| char::from(*byte)).collect());
    // The lines of rows are counted right with plain line ends alone.
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

fn read_all(text: &str) -> Vec<Result<Award>> {
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.matches(';').count() > head.matches(',').count() { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let read = match reader.headers().ok().and_then(Layout::of) {
        Some(layout) => read_open_data(&layout, &mut reader),
        None => reader.deserialize::<Award>().map(|row| row.map_err(|error| bad_row(&error))).collect(),
    };
    read.into_iter().map(|row| row.and_then(of_sound_length)).collect()
}

/// Names longer than any are a register with a broken quotation mark, and nothing that lists could be chosen by.
fn of_sound_length(award: Award) -> Result<Award> {
    for (column, text) in [("holder", &award.holder), ("programme", &award.programme)] {
        if text.len() > LONGEST_NAME {
            let number = &award.number;
            let text = format!(
                "award {number}: its {column} is longer than {LONGEST_NAME} bytes: is a quotation mark missing?"
            );
            return Err(Error::Invalid(text));
        }
    }
    Ok(award)
}

fn bad_row(error: &csv::Error) -> Error {
    let line = error.position().map_or(0, csv::Position::line);
    Error::Invalid(format!("line {line}: {error}"))
}

fn read_open_data(layout: &Layout, reader: &mut csv::Reader<&[u8]>) -> Vec<Result<Award>> {
    let mut places: HashMap<AwardNumber, usize> = HashMap::new();
    let (mut awards, mut bad): (Vec<Award>, Vec<Error>) = (Vec::new(), Vec::new());
    for row in reader.records() {
        let read = row.map_err(|error| bad_row(&error)).and_then(|row| {
            let line = row.position().map_or(0, csv::Position::line);
            layout.award(&row, line).map_err(|bad| Error::Invalid(format!("line {}: {}", bad.line, bad.reason)))
        });
        match read {
            Ok(award) => {
                if let Some(known) = places.get(&award.number).and_then(|at| awards.get_mut(*at)) {
                    open_data::merge(known, award);
                } else {
                    places.insert(award.number.clone(), awards.len());
                    awards.push(award);
                }
            }
            Err(error) => bad.push(error),
        }
    }
    awards.into_iter().map(Ok).chain(bad.into_iter().map(Err)).collect()
}

/// A text as names and titles are compared: words in lower case without accents, one space apart.
#[must_use]
pub fn folded_words(text: &str) -> String {
    words(text).join(" ")
}

impl Repository {
    /// Writes awards into the register, over what it said of the same numbers; gives how many there were. A launch date
    /// that a file leaves out stays as it was.
    ///
    /// # Errors
    /// When the store fails; then none is written.
    pub async fn put_awards(&self, awards: &[Award]) -> Result<usize> {
        let known: HashMap<AwardNumber, Award> =
            self.parts.store.list_awards().await?.into_iter().map(|award| (award.number.clone(), award)).collect();
        let mut tx = self.parts.store.begin().await?;
        let now = self.now();
        for award in awards {
            let award = with_launch(award.clone(), known.get(&award.number));
            tx.put_award(&award, &find::search_text(&award), now, "import").await?;
        }
        Self::mark_sets_stale(&mut tx).await?;
        tx.commit().await?;
        Ok(awards.len())
    }
}

fn with_launch(award: Award, known: Option<&Award>) -> Award {
    match known.filter(|_| award.launched.is_none()) {
        Some(known) => Award {
            launched: known.launched,
            launch_estimated: if known.launched.is_some() { known.launch_estimated } else { award.launch_estimated },
            programme_policy: award.programme_policy.or(known.programme_policy),
            // A yearly file tells of its year alone; the award lasts as long as all of them together say.
            active_from: known.active_from.into_iter().chain(award.active_from).min(),
            active_to: known.active_to.into_iter().chain(award.active_to).max(),
            ..award
        },
        None => award,
    }
}

#[cfg(test)]
mod tests;
