//! Follow-up of the open-government plan: commitments and milestones from a file, the links that show what was done, looked
//! at each day, and the barometer's reading at the date of each milestone.
//!
//! `table` reads the file, `take` writes it down beside what was said before, `links` looks at the links, `readings` keeps
//! what the barometer said on past days.

mod links;
mod readings;
mod table;
mod take;

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

pub use table::{ROW_COLUMNS, ReadPlan, RowFault, read_plan, row_cells};
pub use take::PlanTaken;

use super::{Error, Repository, Result};
use crate::domain::commitment::{Commitment, CommitmentAct, EvidenceLink, Item, ReadFigure};

/// Acts that are shown.
const MOST_ACTS: i64 = 100;

/// Everything that the follow-up pages show.
#[derive(Debug, Clone)]
pub struct FollowUp {
    /// Commitments in the order of the plan; those that left it come last.
    pub commitments: Vec<Commitment>,
    /// The links by their addresses.
    pub links: HashMap<String, EvidenceLink>,
    /// The barometer by days that are over.
    pub readings: BTreeMap<Date, Vec<ReadFigure>>,
}

impl Repository {
    /// The commitments with all that was found about them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn follow_up(&self) -> Result<FollowUp> {
        let store = &self.parts.store;
        let commitments = gathered(store.list_commitment_items().await?);
        let links = store.list_evidence_links().await?.into_iter().map(|link| (link.url.clone(), link)).collect();
        Ok(FollowUp { commitments, links, readings: self.kept_readings().await? })
    }

    /// What imports moved, latest first; of one commitment where one is named.
    ///
    /// # Errors
    /// When there is no such commitment.
    pub async fn commitment_acts(&self, commitment: Option<&str>) -> Result<Vec<CommitmentAct>> {
        let acts = self.parts.store.list_commitment_acts(commitment, MOST_ACTS).await?;
        if commitment.is_some() && acts.is_empty() {
            return Err(Error::NotFound { what: "commitment" });
        }
        Ok(acts)
    }
}

/// Commitments with their milestones. A milestone never stands without its commitment: the file that brings it has both.
fn gathered(items: Vec<Item>) -> Vec<Commitment> {
    let (heads, milestones): (Vec<Item>, Vec<Item>) = items.into_iter().partition(|item| item.milestone.is_empty());
    let mut by_code: HashMap<String, Vec<Item>> = HashMap::new();
    for milestone in milestones {
        by_code.entry(milestone.commitment.clone()).or_default().push(milestone);
    }
    let mut all: Vec<Commitment> = heads
        .into_iter()
        .map(|item| {
            let mut milestones = by_code.remove(&item.commitment).unwrap_or_default();
            milestones.sort_by_key(|milestone| milestone.withdrawn.is_some());
            Commitment { item, milestones }
        })
        .collect();
    all.sort_by_key(|commitment| commitment.item.withdrawn.is_some());
    all
}
