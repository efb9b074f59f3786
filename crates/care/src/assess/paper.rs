//! Forms that were filled in on paper, typed in twice.
//!
//! Two passes that do not see each other find typing errors that one pass, however careful, does not (Barchard and
//! Pace 2011, <https://doi.org/10.1016/j.chb.2011.04.004>, compare double entry with visual checking). Each pass is
//! an entry with its author and time; the response says which passes it was made from.

use std::collections::BTreeMap;

use attune_catalog::{Answer, Catalog, Measure};
use attune_ids::{AssignmentId, EntryId, IdSource};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::assess::{Answered, Assignment, Way, alert, give_response, waiting};
use crate::entry::Voiding;
use crate::{Body, Dated, NewEntry, Record, Refusal};

/// One person's reading of a paper form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PaperPass {
    /// The request the form answers.
    pub assignment: AssignmentId,
    /// One answer per item, in item order.
    pub answers: Vec<Answer>,
    /// Words to the open questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The day the client filled it in.
    pub on: Date,
}

/// How a response on paper came into the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperOrigin {
    /// The entries of the passes it was made from: one, or two that were compared. Each has its author and time.
    pub passes: Vec<EntryId>,
    /// Items on which the passes differed and a person looked again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<String>,
}

impl PaperOrigin {
    /// "entered twice, 1 difference settled".
    pub fn words(&self) -> String {
        match (self.passes.len(), self.settled.len()) {
            (..=1, _) => "entered once".to_owned(),
            (_, 0) => "entered twice, both the same".to_owned(),
            (_, 1) => "entered twice, 1 difference settled".to_owned(),
            (_, more) => format!("entered twice, {more} differences settled"),
        }
    }
}

/// Where two passes differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperDifferences {
    /// Places of the items, from 0.
    pub items: Vec<usize>,
    /// The words differ.
    pub words: bool,
    /// The day of answering differs.
    pub day: bool,
}

impl PaperDifferences {
    /// The two say the same.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && !self.words && !self.day
    }
}

/// What a person says who looked at the paper once more. Only what differed is looked at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PaperSettlement {
    /// By item.
    pub answers: BTreeMap<String, Answer>,
    /// The words as they stand on the paper.
    pub words: Option<String>,
    /// The day as it stands on the paper.
    pub on: Option<Date>,
}

/// The passes of one form that count, the first one first.
pub fn paper_passes(record: &Record, assignment: AssignmentId) -> Vec<&Dated<PaperPass>> {
    record
        .papers
        .iter()
        .filter(|pass| pass.item.assignment == assignment)
        .collect()
}

/// Compares two passes.
pub fn paper_differences(one: &PaperPass, other: &PaperPass) -> PaperDifferences {
    let longest = one.answers.len().max(other.answers.len());
    PaperDifferences {
        items: (0..longest)
            .filter(|place| one.answers.get(*place) != other.answers.get(*place))
            .collect(),
        words: one.words != other.words,
        day: one.on != other.on,
    }
}

/// Takes a pass in. The second one, if it says the same as the first, makes the response; a risk answer raises its
/// alert with whichever pass it is read in first.
pub fn enter_paper(
    record: &Record,
    catalog: &Catalog,
    pass: PaperPass,
    today: Date,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let asked = waiting(record, pass.assignment, Way::Paper)?;
    let measure = measure_of(catalog, asked)?;
    check_day(pass.on, today)?;
    // Refuses answers that the form does not offer before anything is kept of them.
    attune_catalog::score(measure, &pass.answers)?;
    let passes = paper_passes(record, pass.assignment);
    let mut entries = vec![NewEntry {
        id: entry,
        body: Body::PaperEntered(pass.clone()),
    }];
    match passes.as_slice() {
        [first] if paper_differences(&first.item, &pass).is_empty() => {
            let origin = PaperOrigin {
                passes: vec![first.entry, entry],
                settled: Vec::new(),
            };
            entries.extend(respond(record, catalog, pass, &origin, ids)?);
        }
        [] | [_] => entries.extend(alert::raise(
            record,
            measure,
            &asked.measure,
            &pass.answers,
            response_entry(pass.assignment),
            pass.on,
            ids,
        )),
        _ => {
            return Err(Refusal::AlreadyDone {
                what: "Both passes are in. Look at where they differ.",
            });
        }
    }
    Ok(entries)
}

/// Makes the response of a form that was typed in once. It is marked so for ever.
pub fn accept_single_pass(
    record: &Record,
    catalog: &Catalog,
    assignment: AssignmentId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    waiting(record, assignment, Way::Paper)?;
    match paper_passes(record, assignment).as_slice() {
        [only] => {
            let origin = PaperOrigin {
                passes: vec![only.entry],
                settled: Vec::new(),
            };
            respond(record, catalog, only.item.clone(), &origin, ids)
        }
        [] => Err(Refusal::NotThere { what: "form" }),
        _ => Err(Refusal::AlreadyDone {
            what: "Both passes are in. Look at where they differ.",
        }),
    }
}

/// Makes the response of a form whose two passes differ, with what a person found who looked at the paper again.
/// Everything that differs has to be said; what did not differ stays.
pub fn settle_paper(
    record: &Record,
    catalog: &Catalog,
    assignment: AssignmentId,
    settlement: &PaperSettlement,
    today: Date,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let asked = waiting(record, assignment, Way::Paper)?;
    let measure = measure_of(catalog, asked)?;
    let passes = paper_passes(record, assignment);
    let [first, second] = passes.as_slice() else {
        return Err(Refusal::NotThere {
            what: "second pass",
        });
    };
    let differ = paper_differences(&first.item, &second.item);
    let mut settled = second.item.clone();
    let mut looked_at = Vec::new();
    for place in differ.items {
        let item = measure
            .items
            .get(place)
            .ok_or(Refusal::NotThere { what: "question" })?;
        let answer = settlement.answers.get(&item.id).copied();
        let answer = answer.ok_or(Refusal::Missing {
            field: "what the paper says for each difference",
        })?;
        if let Some(known) = settled.answers.get_mut(place) {
            *known = answer;
        }
        looked_at.push(item.id.clone());
    }
    if differ.words {
        settled.words.clone_from(&settlement.words);
    }
    if differ.day {
        settled.on = settlement.on.ok_or(Refusal::Missing {
            field: "the day that stands on the paper",
        })?;
        check_day(settled.on, today)?;
    }
    let origin = PaperOrigin {
        passes: vec![first.entry, second.entry],
        settled: looked_at,
    };
    respond(record, catalog, settled, &origin, ids)
}

/// Throws a pass away, for example one typed from another person's form. It stays readable and no longer counts; an
/// alert it raised stays until somebody acts on it.
pub fn discard_pass(
    record: &Record,
    assignment: AssignmentId,
    pass: EntryId,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    waiting(record, assignment, Way::Paper)?;
    if !paper_passes(record, assignment)
        .iter()
        .any(|known| known.entry == pass)
    {
        return Err(Refusal::NotThere { what: "pass" });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::Voided(Voiding {
            entry: pass,
            because: "Thrown away before the form was complete.".to_owned(),
        }),
    }])
}

/// The entry a form on paper is answered in. Made from the request's own id, so that there is one response.
fn response_entry(assignment: AssignmentId) -> EntryId {
    EntryId(assignment.0)
}

fn respond(
    record: &Record,
    catalog: &Catalog,
    pass: PaperPass,
    origin: &PaperOrigin,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let entry = response_entry(pass.assignment);
    // The sheet was printed in the language that was asked.
    let language = record
        .assignment(pass.assignment)
        .map_or_else(String::new, |state| {
            state.assignment.measure.language.clone()
        });
    let answered = Answered {
        assignment: pass.assignment,
        answers: pass.answers,
        words: pass.words,
        language,
    };
    let mut entries = give_response(record, catalog, answered, pass.on, entry, ids)?;
    for new in &mut entries {
        if let Body::ResponseGiven(response) = &mut new.body {
            response.paper = Some(origin.clone());
        }
    }
    Ok(entries)
}

fn check_day(on: Date, today: Date) -> Result<(), Refusal> {
    if on > today {
        return Err(Refusal::Invalid {
            field: "The day of answering",
            expected: "a day that has come already",
        });
    }
    Ok(())
}

fn measure_of<'a>(catalog: &'a Catalog, asked: &Assignment) -> Result<&'a Measure, Refusal> {
    catalog
        .measure_version(&asked.measure.id, &asked.measure.version)
        .ok_or_else(|| Refusal::UnknownMeasure {
            id: asked.measure.id.clone(),
        })
}
