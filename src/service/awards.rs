//! The award register: taking it in from a file.

use std::io::Read;

use super::{Error, Repository, Result};
use crate::domain::Award;

/// Reads a register as CSV: `number,funder,holder,institution_ror,programme,kind,competition_launched,
/// launch_estimated,active_from,active_to,programme_policy`. Each bad row is an error of its own, with its line.
pub fn read_register(from: impl Read) -> impl Iterator<Item = Result<Award>> {
    let reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(from);
    reader.into_deserialize::<Award>().map(|row| {
        row.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            Error::Invalid(format!("line {line}: {error}"))
        })
    })
}

impl Repository {
    /// Writes awards into the register, over what it said of the same numbers; gives how many there were.
    ///
    /// # Errors
    /// When the store fails; then none is written.
    pub async fn put_awards(&self, awards: &[Award]) -> Result<usize> {
        let mut tx = self.parts.store.begin().await?;
        let now = self.now();
        for award in awards {
            tx.put_award(award, now, "import").await?;
        }
        Self::mark_sets_stale(&mut tx).await?;
        tx.commit().await?;
        Ok(awards.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,\
        active_from,active_to,programme_policy\n";

    #[test]
    fn a_register_is_read_and_a_bad_row_says_where_it_is() {
        let rows = format!(
            "{HEADER}900101,frqnt,\"Roy, Léa\",https://ror.org/0161xgx34,Projet,grant,2022-08-15,false,2023-04-01,2026-03-31,\n\
             abc,frqnt,X,,Projet,grant,,false,,,\n900102,frqs,Y,,Bourse,bursary,,true,,,2022\n"
        );
        let all: Vec<_> = read_register(rows.as_bytes()).collect();
        assert_eq!(all.len(), 3);
        assert_eq!(all[0].as_ref().unwrap().institution.as_ref().unwrap().as_str(), "0161xgx34");
        assert!(all[1].as_ref().unwrap_err().to_string().contains("line 3"));
        assert_eq!(all[2].as_ref().unwrap().programme_policy, Some(2022));
    }
}
