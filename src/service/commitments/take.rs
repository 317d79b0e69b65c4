//! Takes a file of commitments in: what is new, what changed, what left; never a row twice.

use std::collections::{HashMap, HashSet};

use super::ReadPlan;
use crate::domain::commitment::{Act, Item};
use crate::service::{Repository, Result};

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlanTaken {
    /// Items that are new, or back.
    pub added: usize,
    /// Items that say something else.
    pub changed: usize,
    /// Items that say the same.
    pub same: usize,
    /// Items that the file leaves out, and that are withdrawn.
    pub withdrawn: usize,
    /// Items that the file leaves out, and that stay since rows were refused.
    pub kept: usize,
}

impl Repository {
    /// Writes the good rows of a file over what was said before. What the file leaves out is withdrawn, unless rows were
    /// refused: then nobody can tell what is missing. `dry` changes nothing and says what would happen.
    ///
    /// # Errors
    /// When the store fails; then nothing is written.
    pub async fn take_plan(&self, plan: &ReadPlan, dry: bool) -> Result<PlanTaken> {
        let now = self.now();
        let mut tx = self.parts.store.begin().await?;
        let known = self.parts.store.list_commitment_items().await?;
        let mut before: HashMap<(String, String), Item> =
            known.into_iter().map(|item| ((item.commitment.clone(), item.milestone.clone()), item)).collect();
        let mut taken = PlanTaken::default();
        let (mut named, mut moved): (Vec<Item>, Vec<(Item, Option<Act>)>) = (Vec::new(), Vec::new());
        for ((commitment, milestone, said), place) in plan.rows.iter().zip(0_i64..) {
            let old = before.remove(&(commitment.clone(), milestone.clone()));
            let act = match &old {
                None => Some(Act::Added),
                Some(old) if old.withdrawn.is_some() => Some(Act::Restored),
                Some(old) if old.said != *said => Some(Act::Changed),
                Some(_) => None,
            };
            let changed = old.filter(|_| act.is_none()).map_or(now, |old| old.changed);
            let (commitment, milestone, said) = (commitment.clone(), milestone.clone(), said.clone());
            let item = Item { commitment, milestone, place, said, changed, withdrawn: None };
            match act {
                Some(Act::Changed) => taken.changed += 1,
                Some(_) => taken.added += 1,
                None => taken.same += 1,
            }
            named.push(item.clone());
            moved.push((item, act));
        }
        for item in before.into_values().filter(|item| item.withdrawn.is_none()) {
            if plan.faults.is_empty() {
                taken.withdrawn += 1;
                moved.push((Item { withdrawn: Some(now), changed: now, ..item }, Some(Act::Withdrawn)));
            } else {
                taken.kept += 1;
                named.push(item);
            }
        }
        if dry {
            return Ok(taken);
        }
        for (item, act) in &moved {
            tx.put_commitment_item(item).await?;
            if let Some(act) = act {
                tx.add_commitment_act(item, *act, now).await?;
            }
        }
        let urls: HashSet<&str> =
            named.iter().flat_map(|item| &item.said.evidence).map(|one| one.url.as_str()).collect();
        tx.name_evidence(&urls.into_iter().collect::<Vec<_>>(), now).await?;
        tx.commit().await?;
        Ok(taken)
    }
}
