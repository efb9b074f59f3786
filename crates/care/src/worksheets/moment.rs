use attune_catalog::Domain;
use attune_ids::{EntryId, FactorId, IdSource, MomentId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::assess::Lasting;
use crate::assess::kept::{standing, take_out};
use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

/// Something that happened (a row, a loss, a panic) and is looked at through more than one lens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Stays the same when it is told better.
    pub id: MomentId,
    /// The day it happened.
    pub on: Date,
    /// What happened, in a few words, as a film would show it.
    pub words: String,
    /// The sides of life it touches.
    #[serde(default)]
    pub domains: Vec<Domain>,
    /// Factors of the formulation it shows at work.
    #[serde(default)]
    pub factors: Vec<FactorId>,
}

impl Lasting for Moment {
    const WHAT: &'static str = "moment";
    type Id = MomentId;

    fn id(&self) -> MomentId {
        self.id
    }

    fn set_by(body: &Body) -> Option<&Self> {
        match body {
            Body::MomentSet(moment) => Some(moment),
            _ => None,
        }
    }
}

/// What the form sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MomentInput {
    /// None for a new one.
    pub id: Option<MomentId>,
    /// See [`Moment::on`].
    pub on: Date,
    /// See [`Moment::words`].
    pub words: String,
    /// See [`Moment::domains`].
    pub domains: Vec<Domain>,
    /// See [`Moment::factors`].
    pub factors: Vec<FactorId>,
}

/// Names something that happened, or tells it better.
///
/// # Errors
/// [`Refusal::Missing`] without words; [`Refusal::Invalid`] for a day that has not come; [`Refusal::NotThere`] if it or a
/// factor is gone.
pub fn set_moment(
    record: &Record,
    input: MomentInput,
    today: Date,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let words = required(&input.words, "what happened")?;
    if input.on > today {
        return Err(Refusal::Invalid {
            field: "The day",
            expected: "today or a day before",
        });
    }
    if let Some(id) = input.id {
        standing(&record.moments, id)?;
    }
    let known = |id: &FactorId| record.formulation.factor(*id).is_some();
    if !input.factors.iter().all(known) {
        return Err(Refusal::NotThere { what: "factor" });
    }
    let moment = Moment {
        id: input.id.unwrap_or_else(|| MomentId::new(ids)),
        on: input.on,
        words,
        domains: input.domains,
        factors: input.factors,
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::MomentSet(moment),
    }])
}

/// Takes a moment out of the count. Sheets that look at it stay.
///
/// # Errors
/// [`Refusal::NotThere`] if it is gone; [`Refusal::Missing`] without a reason.
pub fn take_moment_out(
    record: &Record,
    moment: MomentId,
    because: &str,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let kept = standing(&record.moments, moment)?;
    let because = required(because, "why")?;
    Ok(take_out(kept, &because, entry, ids))
}
