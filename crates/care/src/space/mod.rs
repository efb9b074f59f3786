//! The client's own space: what is shown there, and what the client says about it.
//!
//! Nothing of the clinician's work appears by itself. A plan version or the map is shared by
//! an entry that names exactly what was shared, and the client sees that and nothing newer.

mod course;
mod remark;
mod scores;
mod share;

pub use course::{Course, Moved, Topic, courses};
pub use remark::{Remark, remark};
pub use scores::{ScoresShown, show_scores};
pub use share::{Kind, Shareable, Sharing, Unsharing, as_shared, share, unshare};

use crate::Dated;

/// What stands in the space.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SpaceState {
    /// The plan version that is shared.
    pub plan: Option<Dated<Sharing>>,
    /// The map that is shared.
    pub map: Option<Dated<Sharing>>,
    /// What the client said about what was shared, oldest first.
    pub remarks: Vec<Dated<Remark>>,
    /// What was last said about scores, and by whom.
    pub scores: Option<Dated<ScoresShown>>,
}

impl SpaceState {
    /// What is shared of this kind.
    pub fn shared(&self, kind: Kind) -> Option<&Dated<Sharing>> {
        match kind {
            Kind::Plan => self.plan.as_ref(),
            Kind::Map => self.map.as_ref(),
        }
    }

    /// Whether scores stand in the space. They do until somebody says otherwise.
    pub fn shows_scores(&self) -> bool {
        self.scores.as_ref().is_none_or(|said| said.item.shown)
    }

    /// Whether the client has agreed to what is shared of this kind, as it is shared now.
    pub fn agreed(&self, kind: Kind) -> Option<&Dated<Remark>> {
        let shared = self.shared(kind)?.entry;
        self.remarks
            .iter()
            .rfind(|said| said.item.shared == shared && said.item.agreed)
    }

    /// Words the client left about what is shared of this kind, as it is shared now.
    pub fn words(&self, kind: Kind) -> impl Iterator<Item = &Dated<Remark>> {
        let shared = self.shared(kind).map(|shared| shared.entry);
        self.remarks
            .iter()
            .filter(move |said| Some(said.item.shared) == shared && said.item.words.is_some())
    }
}
