//! What the two agree to watch, how often, and until when.

use attune_ids::{DiaryId, EntryId, FactorId};
use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};

use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

/// Asked at once, with mood. More is a questionnaire, and is not answered on a tram.
pub const MOST_VARIABLES: usize = 6;
/// Times of a day.
pub const MOST_TIMES: usize = 8;
/// Days from the first to the last. Longer needs a new agreement, and so a talk about whether it helps.
pub const LONGEST_DAYS: i32 = 92;

/// The highest value of the scale; the lowest is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Highest {
    /// 0 to 10, one press.
    Ten,
    /// 0 to 100, for who wants to tell small changes.
    Hundred,
}

impl Highest {
    /// Both, in the order offered.
    pub const ALL: [Self; 2] = [Self::Ten, Self::Hundred];

    /// The number.
    pub fn value(self) -> u8 {
        match self {
            Self::Ten => 10,
            Self::Hundred => 100,
        }
    }

    /// The one with this number, as a form sends it.
    pub fn from_value(value: u8) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|highest| highest.value() == value)
    }
}

/// One thing that is asked each time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// In the words agreed: "my mood".
    pub words: String,
    /// What 0 means.
    pub low: String,
    /// What the highest value means.
    pub high: String,
    /// The factor of the formulation it was taken from, if it was.
    #[serde(default)]
    pub factor: Option<FactorId>,
}

/// A diary as it was agreed. It is never changed; a change is a new diary, so that numbers with different meanings
/// never stand in one curve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Which diary.
    pub id: DiaryId,
    /// Two to six things, in the order asked.
    pub variables: Vec<Variable>,
    /// The scale of all of them.
    pub highest: Highest,
    /// Times of the day, ascending, where the practice is.
    pub times: Vec<Time>,
    /// Days of the week: 1 is Monday, 7 is Sunday; ascending.
    pub days: Vec<i8>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// A diary was ended before its last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiaryEnding {
    /// Which diary.
    pub diary: DiaryId,
    /// Why, if anybody said.
    #[serde(default)]
    pub because: String,
}

/// What a form says of a new diary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreeing {
    /// Lines without words are left out.
    pub variables: Vec<Variable>,
    /// The scale.
    pub highest: Highest,
    /// In any order.
    pub times: Vec<Time>,
    /// In any order.
    pub days: Vec<Weekday>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// Agrees a diary. One that still runs is ended by it: two at once ask too much.
///
/// # Errors
/// Something is missing, or asks more than is allowed here.
pub fn agree_diary(
    record: &Record,
    asked: &Agreeing,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let variables = variables(record, &asked.variables)?;
    let mut times = asked.times.clone();
    times.sort();
    times.dedup();
    if times.is_empty() || times.len() > MOST_TIMES {
        return Err(Refusal::Invalid {
            field: "Times of the day",
            expected: "at least one and at most eight",
        });
    }
    let mut days: Vec<i8> = asked
        .days
        .iter()
        .map(|day| day.to_monday_one_offset())
        .collect();
    days.sort_unstable();
    days.dedup();
    if days.is_empty() {
        return Err(Refusal::Missing {
            field: "days of the week",
        });
    }
    if asked.from < today {
        return Err(Refusal::Invalid {
            field: "First day",
            expected: "today or later",
        });
    }
    if asked.until < asked.from || (asked.until - asked.from).get_days() >= LONGEST_DAYS {
        return Err(Refusal::Invalid {
            field: "Last day",
            expected: "the first day or later, and at most three months of diary at a time",
        });
    }
    let agreement = Agreement {
        id: DiaryId(entry.0),
        variables,
        highest: asked.highest,
        times,
        days,
        from: asked.from,
        until: asked.until,
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::DiaryAgreed(agreement),
    }])
}

fn variables(record: &Record, asked: &[Variable]) -> Result<Vec<Variable>, Refusal> {
    let mut variables: Vec<Variable> = Vec::new();
    for variable in asked.iter().filter(|asked| !asked.words.trim().is_empty()) {
        let factor = variable
            .factor
            .filter(|factor| record.formulation.factor(*factor).is_some());
        let words = required(&variable.words, "what is watched")?;
        if variables.iter().any(|known| known.words == words) {
            return Err(Refusal::Invalid {
                field: "What is watched",
                expected: "each thing once",
            });
        }
        variables.push(Variable {
            words,
            low: required(&variable.low, "what 0 means")?,
            high: required(&variable.high, "what the highest number means")?,
            factor,
        });
    }
    if variables.len() < 2 || variables.len() > MOST_VARIABLES {
        return Err(Refusal::Invalid {
            field: "What is watched",
            expected: "two to six things",
        });
    }
    Ok(variables)
}

/// Ends a diary before its last day.
///
/// # Errors
/// It is not in the record, or it has ended already.
pub fn end_diary(
    record: &Record,
    diary: DiaryId,
    because: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record
        .diary(diary)
        .ok_or(Refusal::NotThere { what: "diary" })?;
    if state.ended.is_some() {
        return Err(Refusal::AlreadyDone {
            what: "This diary has ended already.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::DiaryEnded(DiaryEnding {
            diary,
            because: because.trim().to_owned(),
        }),
    }])
}
