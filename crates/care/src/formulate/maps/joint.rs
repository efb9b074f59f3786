//! The version both agree to: chosen arrow by arrow out of the two maps, and agreed to by the client in their space.

use attune_ids::{EntryId, FactorId};
use serde::{Deserialize, Serialize};

use super::arrow_id;
use crate::formulate::{Confidence, Factor, Influence, Sign, Voice};
use crate::record::Formulation;
use crate::{Body, Dated, NewEntry, Record, Refusal};

/// The longest words of an answer, in letters.
const LONGEST: usize = 4000;

/// A version that the clinician puts to the client; proposing it is agreeing to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JointMap {
    /// Of both maps; what both have keeps the clinician's id.
    pub factors: Vec<Factor>,
    /// Between those.
    pub influences: Vec<Influence>,
    /// The client's map it rests on.
    pub own: EntryId,
}

impl JointMap {
    /// As a drawing.
    pub fn formulation(&self) -> Formulation {
        Formulation {
            factors: self.factors.clone(),
            influences: self.influences.clone(),
            places: Vec::new(),
        }
    }
}

/// What the client says to a joint version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JointAnswer {
    /// The entry that proposed it.
    pub proposal: EntryId,
    /// It is theirs too.
    pub agreed: bool,
    /// In the client's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// A joint version with what was said to it.
#[derive(Debug, Clone, PartialEq)]
pub struct JointState {
    /// Who proposed it when: that person agrees.
    pub proposed: Dated<JointMap>,
    /// What the client said, oldest first; the last one counts.
    pub answers: Vec<Dated<JointAnswer>>,
}

impl JointState {
    /// The client's agreement, unless they said otherwise since.
    pub fn agreed(&self) -> Option<&Dated<JointAnswer>> {
        self.answers.last().filter(|answer| answer.item.agreed)
    }
}

/// Whose view of an arrow the joint version takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    /// As the client drew it.
    Own,
    /// As the clinician drew it.
    Drawn,
    /// Between both, where both say it leads the same way.
    Between,
    /// It is left out.
    Neither,
}

impl Take {
    /// Every choice.
    pub const ALL: [Self; 4] = [Self::Own, Self::Drawn, Self::Between, Self::Neither];

    /// The stable code used in form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Drawn => "drawn",
            Self::Between => "between",
            Self::Neither => "neither",
        }
    }

    /// The choice with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

/// An arrow of either map, to be chosen about. Ends are named as the joint version names them.
#[derive(Debug, Clone, PartialEq)]
pub struct ArrowChoice {
    /// Where it begins.
    pub from: FactorId,
    /// Where it leads.
    pub to: FactorId,
    /// As the client drew it.
    pub own: Option<Influence>,
    /// As the clinician drew it.
    pub drawn: Option<Influence>,
}

impl ArrowChoice {
    /// What can be chosen here, the likeliest first: between both where they say the same way, else the one there
    /// is. Where they point opposite ways there is nothing between.
    pub fn takes(&self) -> Vec<Take> {
        match (&self.own, &self.drawn) {
            (Some(own), Some(drawn)) if own.sign == drawn.sign => {
                vec![Take::Between, Take::Own, Take::Drawn, Take::Neither]
            }
            (Some(_), Some(_)) => vec![Take::Own, Take::Drawn, Take::Neither],
            (Some(_), None) => vec![Take::Own, Take::Neither],
            (None, _) => vec![Take::Drawn, Take::Neither],
        }
    }

    /// The arrow as it was chosen; `None` if it is left out.
    fn taken(&self, take: Take) -> Option<Influence> {
        let of = |arrow: &Influence| (arrow.sign, arrow.strength);
        let (sign, strength): (Sign, u8) = match take {
            Take::Neither => return None,
            Take::Own => of(self.own.as_ref()?),
            Take::Drawn => of(self.drawn.as_ref()?),
            Take::Between => {
                let (own, drawn) = (self.own.as_ref()?, self.drawn.as_ref()?);
                (own.sign, own.strength.midpoint(drawn.strength))
            }
        };
        let drawn = self.drawn.as_ref();
        Some(Influence {
            id: drawn.map_or_else(|| arrow_id(self.from, self.to), |arrow| arrow.id),
            from: self.from,
            to: self.to,
            sign,
            strength,
            voice: Voice::Both,
            confidence: drawn.map_or(Confidence::Medium, |arrow| arrow.confidence),
        })
    }
}

/// All factors and arrows of the client's map and of the drawing, those both have once. `None` while the client
/// has shown no map.
pub fn joint_choices(record: &Record) -> Option<(Vec<Factor>, Vec<ArrowChoice>)> {
    let own = record.maps.shown()?.item.formulation();
    let drawn = &record.formulation;
    let same = record.same_things(&own, drawn);
    let joint = |id: FactorId| {
        same.iter()
            .find(|pair| pair.0 == id)
            .map_or(id, |pair| pair.1)
    };
    let mut factors = drawn.factors.clone();
    let new = |factor: &&Factor| same.iter().all(|pair| pair.0 != factor.id);
    factors.extend(own.factors.iter().filter(new).cloned());
    let mut arrows: Vec<ArrowChoice> = drawn
        .influences
        .iter()
        .map(|arrow| ArrowChoice {
            from: arrow.from,
            to: arrow.to,
            own: None,
            drawn: Some(arrow.clone()),
        })
        .collect();
    for arrow in own.influences {
        let (from, to) = (joint(arrow.from), joint(arrow.to));
        let here = |known: &&mut ArrowChoice| known.from == from && known.to == to;
        match arrows.iter_mut().find(here) {
            Some(known) => known.own = Some(arrow),
            None => arrows.push(ArrowChoice {
                from,
                to,
                own: Some(arrow),
                drawn: None,
            }),
        }
    }
    Some((factors, arrows))
}

/// Puts a joint version to the client. `own` is the client's map that was looked at; `keep` the factors to keep; an
/// arrow that is not among `takes`, or an end of which is not kept, is left out.
///
/// # Errors
/// [`Refusal::NotThere`] if the client has shown another map since, or something chosen is in neither map;
/// [`Refusal::Invalid`] for a choice that is not there to be made; [`Refusal::Missing`] with fewer than two factors.
pub fn propose_joint(
    record: &Record,
    own: EntryId,
    keep: &[FactorId],
    takes: &[(FactorId, FactorId, Take)],
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let gone = Refusal::NotThere {
        what: "map as you saw it",
    };
    let shown = record.maps.shown();
    if shown.is_none_or(|shown| shown.entry != own) {
        return Err(gone);
    }
    let Some((all, arrows)) = joint_choices(record) else {
        return Err(gone);
    };
    if !keep
        .iter()
        .all(|id| all.iter().any(|factor| factor.id == *id))
    {
        return Err(gone);
    }
    let mut influences = Vec::new();
    for (from, to, take) in takes {
        let here = |arrow: &&ArrowChoice| arrow.from == *from && arrow.to == *to;
        let Some(arrow) = arrows.iter().find(here) else {
            return Err(gone);
        };
        if !arrow.takes().contains(take) {
            return Err(Refusal::Invalid {
                field: "An arrow",
                expected: "one of the choices beside it",
            });
        }
        if keep.contains(from) && keep.contains(to) {
            influences.extend(arrow.taken(*take));
        }
    }
    let factors: Vec<Factor> = all
        .into_iter()
        .filter(|factor| keep.contains(&factor.id))
        .collect();
    if factors.len() < 2 {
        return Err(Refusal::Missing {
            field: "at least two factors",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::JointMapProposed(JointMap {
            factors,
            influences,
            own,
        }),
    }])
}

/// What the client says to the newest joint version: that it is theirs too, or what is not right yet.
///
/// # Errors
/// [`Refusal::NotThere`] if another version was proposed meanwhile; [`Refusal::Missing`] without agreement and
/// words; [`Refusal::Invalid`] for too many; [`Refusal::AlreadyDone`] if they have agreed.
pub fn answer_joint(
    record: &Record,
    proposal: EntryId,
    agreed: bool,
    words: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let newest = record.maps.newest_joint();
    let Some(state) = newest.filter(|state| state.proposed.entry == proposal) else {
        return Err(Refusal::NotThere {
            what: "map as you saw it",
        });
    };
    let words = words.trim();
    if words.chars().count() > LONGEST {
        return Err(Refusal::Invalid {
            field: "Your words",
            expected: "at most 4000 letters at a time",
        });
    }
    if words.is_empty() && !agreed {
        return Err(Refusal::Missing {
            field: "your words",
        });
    }
    if words.is_empty() && state.agreed().is_some() {
        return Err(Refusal::AlreadyDone {
            what: "You have agreed to this already.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::JointMapAnswered(JointAnswer {
            proposal,
            agreed,
            words: (!words.is_empty()).then(|| words.to_owned()),
        }),
    }])
}
