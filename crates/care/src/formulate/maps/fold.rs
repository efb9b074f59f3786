//! What entries about maps do to the record.

use super::JointState;
use crate::{Body, Dated, Entry, Record};

impl Record {
    /// The client's map, and what the two make of both.
    pub(crate) fn apply_maps(&mut self, entry: &Entry) {
        match &entry.body {
            Body::OwnMapDrawn(map) => {
                let map = Dated::of(entry, map);
                if map.item.told {
                    self.maps.told.push(map.clone());
                }
                self.maps.own = Some(map);
            }
            Body::SameThingSaid(same) => {
                self.maps.same.retain(|known| known.own != same.own);
                if same.drawn.is_some() {
                    self.maps.same.push(*same);
                }
            }
            Body::JointMapProposed(map) => self.maps.joint.push(JointState {
                proposed: Dated::of(entry, map),
                answers: Vec::new(),
            }),
            Body::JointMapAnswered(answer) => {
                let proposed = |state: &&mut JointState| state.proposed.entry == answer.proposal;
                if let Some(state) = self.maps.joint.iter_mut().find(proposed) {
                    state.answers.push(Dated::of(entry, answer));
                }
            }
            Body::JointMapTakenOver(taken) => {
                super::take_over::apply(&mut self.formulation, &taken.map);
            }
            _ => {}
        }
    }
}
