//! Two maps, one story: the map the client draws of what leads to what, beside the clinician's, and the version both
//! agree to.
//!
//! The client is asked as in perceived causal networks (Klintwall, Bellander & Cervin 2021): for one thing after the
//! other, which of the others lead to it, and then how much. So a map of `n` things takes `n` questions to find the
//! pairs, and one more for each pair that was marked; the others are known not to be there.

mod compare;
mod fold;
mod joint;
mod own;
mod take_over;
mod versions;

pub use compare::{Comparison, Difference, FAR_APART, Side, compare};
pub use joint::{
    ArrowChoice, JointAnswer, JointMap, JointState, Take, answer_joint, joint_choices,
    propose_joint,
};
pub use own::{
    MOST_CAUSES, MOST_THINGS, Question, ThingLine, ask_again, set_causes, set_how_much, set_things,
    tell,
};
pub use take_over::{TakingOver, take_over_joint, taking_over_changes};
pub use versions::{MapVersion, VersionKind, map_versions};

use attune_ids::{EntryId, FactorId, InfluenceId, derived};
use serde::{Deserialize, Serialize};

use super::{Confidence, Factor, Influence, Sign, Voice};
use crate::record::Formulation;
use crate::{Body, Dated, NewEntry, Record, Refusal};

/// The client's answer to "how much does it lead to that?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HowMuch {
    /// After all it does not.
    NotAtAll,
    /// A little.
    ALittle,
    /// Somewhat.
    Somewhat,
    /// A lot.
    ALot,
    /// Nearly always.
    NearlyAlways,
}

impl HowMuch {
    /// Every answer, the weakest first.
    pub const ALL: [Self; 5] = [
        Self::NotAtAll,
        Self::ALittle,
        Self::Somewhat,
        Self::ALot,
        Self::NearlyAlways,
    ];

    /// The stable code used in form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAtAll => "not_at_all",
            Self::ALittle => "a_little",
            Self::Somewhat => "somewhat",
            Self::ALot => "a_lot",
            Self::NearlyAlways => "nearly_always",
        }
    }

    /// The answer with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }

    /// The strength it stands for beside the clinician's 1 to 10, in the middle of the words that
    /// [`super::strength_words`] uses; none if it does not lead there. Our own convention.
    pub const fn strength(self) -> Option<u8> {
        match self {
            Self::NotAtAll => None,
            Self::ALittle => Some(3),
            Self::Somewhat => Some(5),
            Self::ALot => Some(8),
            Self::NearlyAlways => Some(10),
        }
    }
}

/// For one thing, which others lead to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Causes {
    /// The thing that was asked about.
    pub thing: FactorId,
    /// What was marked; may be none.
    pub led_by: Vec<FactorId>,
}

/// How much one thing leads to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What leads.
    pub cause: FactorId,
    /// What it leads to.
    pub effect: FactorId,
    /// How much.
    pub how_much: HowMuch,
    /// To more of it, or to less.
    pub sign: Sign,
}

/// The client's map as far as it is drawn. Every save holds all of it, so that each state is a version.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct OwnMap {
    /// In the client's own words, in their order.
    pub things: Vec<Factor>,
    /// Answered so far.
    #[serde(default)]
    pub causes: Vec<Causes>,
    /// Answered so far; only between things of this map.
    #[serde(default)]
    pub links: Vec<Link>,
    /// The client shows it to the people who work with them. Until then no page of the practice has it.
    pub told: bool,
}

impl OwnMap {
    /// The thing with this id.
    pub fn thing(&self, id: FactorId) -> Option<&Factor> {
        self.things.iter().find(|thing| thing.id == id)
    }

    /// The map as a drawing, to be shown or laid beside another. How sure the client is was not asked: every
    /// arrow counts as likely.
    pub fn formulation(&self) -> Formulation {
        let influences = self.links.iter().filter_map(|link| {
            self.thing(link.cause).and(self.thing(link.effect))?;
            Some(Influence {
                id: arrow_id(link.cause, link.effect),
                from: link.cause,
                to: link.effect,
                sign: link.sign,
                strength: link.how_much.strength()?,
                voice: Voice::Client,
                confidence: Confidence::Medium,
            })
        });
        Formulation {
            factors: self.things.clone(),
            influences: influences.collect(),
            places: Vec::new(),
        }
    }
}

/// The id of an arrow that nobody drew by hand: the same for the same two ends.
fn arrow_id(from: FactorId, to: FactorId) -> InfluenceId {
    InfluenceId(derived(from.0, &format!("leads to {to}")))
}

/// Both mean the same, whatever they call it. The clinician says so after asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameThing {
    /// A thing of the client's map.
    pub own: FactorId,
    /// The clinician's factor; none takes an earlier word back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<FactorId>,
}

/// The maps of a record besides the clinician's drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapsState {
    /// What the client has drawn so far, shown or not.
    pub own: Option<Dated<OwnMap>>,
    /// Each version the client showed, oldest first.
    pub told: Vec<Dated<OwnMap>>,
    /// What is the same thing under two names; each thing of the client's at most once.
    pub same: Vec<SameThing>,
    /// Joint versions, oldest first.
    pub joint: Vec<JointState>,
}

impl MapsState {
    /// The client's map that the practice may see.
    pub fn shown(&self) -> Option<&Dated<OwnMap>> {
        self.told.last()
    }

    /// The newest joint version.
    pub fn newest_joint(&self) -> Option<&JointState> {
        self.joint.last()
    }
}

impl Record {
    /// Which thing of the client's map is which factor of the drawing: what the clinician said is the same, what
    /// has the same id, and what has the same words. Each side at most once.
    pub fn same_things(&self, own: &Formulation, drawn: &Formulation) -> Vec<(FactorId, FactorId)> {
        let mut pairs: Vec<(FactorId, FactorId)> = Vec::new();
        let said = |id: FactorId| self.maps.same.iter().find(|same| same.own == id);
        let alike = |text: &str| text.trim().to_lowercase();
        for named in [true, false] {
            for thing in &own.factors {
                let found = match said(thing.id).and_then(|same| same.drawn) {
                    Some(factor) if named => drawn.factor(factor),
                    None if !named => drawn.factor(thing.id).or_else(|| {
                        let same_words =
                            |factor: &&Factor| alike(&factor.text) == alike(&thing.text);
                        drawn.factors.iter().find(same_words)
                    }),
                    _ => None,
                };
                let free = |factor: &&Factor| pairs.iter().all(|(_, taken)| *taken != factor.id);
                if let Some(factor) = found.filter(free) {
                    pairs.push((thing.id, factor.id));
                }
            }
        }
        pairs
    }
}

/// Says that a thing of the client's map is what a factor of the drawing is, or takes that back.
///
/// # Errors
/// [`Refusal::NotThere`] if either is gone.
pub fn say_same(
    record: &Record,
    own: FactorId,
    drawn: Option<FactorId>,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let shown = record.maps.shown();
    shown
        .and_then(|map| map.item.thing(own))
        .ok_or(Refusal::NotThere { what: "thing" })?;
    if let Some(factor) = drawn {
        record
            .formulation
            .factor(factor)
            .ok_or(Refusal::NotThere { what: "factor" })?;
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::SameThingSaid(SameThing { own, drawn }),
    }])
}
