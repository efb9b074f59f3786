//! A joint version that both agreed to becomes the drawing, in one step that can be taken back.

use attune_ids::{EntryId, FactorId, InfluenceId};
use serde::{Deserialize, Serialize};

use super::JointMap;
use crate::formulate::{Influence, quoted, strength_words};
use crate::record::Formulation;
use crate::{Body, NewEntry, Record, Refusal};

/// The drawing is this joint version from now on. It holds the version itself, so that what it did stays readable
/// whatever becomes of the proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TakingOver {
    /// The entry that proposed it.
    pub proposal: EntryId,
    /// What was agreed.
    pub map: JointMap,
}

/// What taking a joint version over would do to the drawing, in sentences: what goes first, then what comes, then
/// what changes. Empty if it would do nothing.
pub fn taking_over_changes(drawing: &Formulation, joint: &JointMap) -> Vec<String> {
    let after = joint.formulation();
    let name = |id: FactorId| {
        let found = after.factor(id).or_else(|| drawing.factor(id));
        found.map_or_else(|| "a factor".to_owned(), |factor| quoted(&factor.text))
    };
    let arrow = |one: &Influence| format!("{} on {}", name(one.from), name(one.to));
    let mut said = Vec::new();
    for factor in &drawing.factors {
        if after.factor(factor.id).is_none() {
            said.push(format!("{} goes.", quoted(&factor.text)));
        }
    }
    for old in &drawing.influences {
        if after.influence(old.id).is_none() {
            said.push(format!("The influence of {} goes.", arrow(old)));
        }
    }
    for factor in &after.factors {
        match drawing.factor(factor.id) {
            None => said.push(format!("{} comes.", quoted(&factor.text))),
            Some(old) if old.text != factor.text => said.push(format!(
                "{} reads {} again.",
                quoted(&old.text),
                quoted(&factor.text)
            )),
            Some(old) if old != factor => said.push(format!(
                "{} has the side of life and the part again that were agreed.",
                quoted(&factor.text)
            )),
            Some(_) => {}
        }
    }
    for new in &after.influences {
        let Some(old) = drawing.influence(new.id) else {
            said.push(format!(
                "The influence of {} comes: {}, {}.",
                arrow(new),
                new.sign.label(),
                strength_words(new.strength)
            ));
            continue;
        };
        if (old.sign, old.strength) != (new.sign, new.strength) {
            said.push(format!(
                "The influence of {}: {}, {} ({} of 10), where {}, {} ({} of 10) is drawn.",
                arrow(new),
                new.sign.label(),
                strength_words(new.strength),
                new.strength,
                old.sign.label(),
                strength_words(old.strength),
                old.strength
            ));
        } else if old != new {
            said.push(format!(
                "The influence of {} is the view of both.",
                arrow(new)
            ));
        }
    }
    said
}

/// Makes the newest joint version the drawing.
///
/// # Errors
/// [`Refusal::NotThere`] if `proposal` is not the newest joint version any more or the client does not agree to it;
/// [`Refusal::AlreadyDone`] if the drawing is that already.
pub fn take_over_joint(
    record: &Record,
    proposal: EntryId,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let newest = record.maps.newest_joint();
    let joint = newest
        .filter(|joint| joint.proposed.entry == proposal && joint.agreed().is_some())
        .ok_or(Refusal::NotThere {
            what: "joint version that both agreed to",
        })?;
    let map = &joint.proposed.item;
    if taking_over_changes(&record.formulation, map).is_empty() {
        return Err(Refusal::AlreadyDone {
            what: "The drawing is the joint version already.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::JointMapTakenOver(TakingOver {
            proposal,
            map: map.clone(),
        }),
    }])
}

/// What the entry does to the drawing. Cards stay where they were put, and what stays keeps its order.
pub(super) fn apply(drawing: &mut Formulation, map: &JointMap) {
    let factor_in = |id: FactorId| map.factors.iter().find(|factor| factor.id == id);
    drawing
        .factors
        .retain(|factor| factor_in(factor.id).is_some());
    for factor in &map.factors {
        match drawing
            .factors
            .iter_mut()
            .find(|known| known.id == factor.id)
        {
            Some(known) => *known = factor.clone(),
            None => drawing.factors.push(factor.clone()),
        }
    }
    drawing
        .places
        .retain(|placed| factor_in(placed.place.factor).is_some());
    let arrow_in = |id: InfluenceId| map.influences.iter().any(|arrow| arrow.id == id);
    drawing.influences.retain(|arrow| arrow_in(arrow.id));
    let both_ends =
        |arrow: &&Influence| factor_in(arrow.from).is_some() && factor_in(arrow.to).is_some();
    for arrow in map.influences.iter().filter(both_ends) {
        match drawing
            .influences
            .iter_mut()
            .find(|known| known.id == arrow.id)
        {
            Some(known) => *known = arrow.clone(),
            None => drawing.influences.push(arrow.clone()),
        }
    }
    // An arrow that was drawn with other ends than the version gives it can have lost one.
    let Formulation {
        factors,
        influences,
        ..
    } = drawing;
    let there = |id: FactorId| factors.iter().any(|factor| factor.id == id);
    influences.retain(|arrow| there(arrow.from) && there(arrow.to));
}
