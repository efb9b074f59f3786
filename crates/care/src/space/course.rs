use attune_catalog::{Catalog, Measure, ProblemArea};

use crate::Record;
use crate::review::{self, Meaning, Progress};

/// What a questionnaire is about, in everyday terms. Names of questionnaires are jargon, and
/// some are diagnoses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Mood and energy.
    Mood,
    /// Worry and fear.
    Worry,
    /// What happened, and how it comes back.
    Memories,
    /// Being with others.
    Closeness,
    /// Life as a whole.
    Life,
}

impl Topic {
    /// What a questionnaire is about, if it is about one thing.
    pub fn single(measure: &Measure) -> Option<Self> {
        Some(Self::of(&measure.problem_areas)).filter(|topic| *topic != Self::Life)
    }

    fn of(areas: &[ProblemArea]) -> Self {
        match areas {
            [ProblemArea::Depression] => Self::Mood,
            [ProblemArea::Anxiety] => Self::Worry,
            [ProblemArea::Trauma] => Self::Memories,
            [ProblemArea::Relationship] => Self::Closeness,
            _ => Self::Life,
        }
    }
}

/// Where answers have moved since the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moved {
    /// There is one set of answers; two make a course.
    First,
    /// Lighter, by more than such answers vary from day to day.
    Easier,
    /// Heavier, by more than such answers vary from day to day.
    Harder,
    /// Not further apart than such answers are from one day to the next.
    Same,
    /// Nobody has found out how much such answers vary, so that nothing is claimed.
    Unsure,
}

/// One course, for plain words.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// What it is about.
    pub topic: Topic,
    /// Where it has moved.
    pub moved: Moved,
    /// The scores and what the review knows of them.
    pub progress: Progress,
}

/// The courses of questionnaires with a total, the one answered most first. Answers that do
/// not add up because some are missing are no point of a course.
pub fn courses(record: &Record, catalog: &Catalog) -> Vec<Course> {
    review::courses(record, catalog)
        .into_iter()
        .filter(|progress| !progress.series.points.is_empty())
        .filter_map(|progress| {
            let measure = catalog.measure(&progress.measure)?;
            Some(Course {
                topic: Topic::of(&measure.problem_areas),
                moved: moved(&progress),
                progress,
            })
        })
        .collect()
}

fn moved(progress: &Progress) -> Moved {
    match progress.change.map(|change| change.meaning) {
        None => Moved::First,
        Some(Meaning::Improved) => Moved::Easier,
        Some(Meaning::Deteriorated) => Moved::Harder,
        Some(Meaning::Unchanged) => Moved::Same,
        Some(Meaning::NoRule) => Moved::Unsure,
    }
}
