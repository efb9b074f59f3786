//! The course of each line of a diary, as a picture with its table. A point is the mean of a day; what nobody answered
//! is a gap.

use attune_care::diary::{DayMean, DiaryState};
use attune_figures::{Figure, FigureError, FigureId, Frame, Measured, Range, Trajectory};
use jiff::civil::DateTime;

use crate::AppError;
use crate::language::{Here, key};

/// One line of a diary.
pub(super) struct Course {
    /// In the words agreed.
    pub(super) words: String,
    /// What the ends mean.
    pub(super) ends: String,
    /// The picture with its sentence and table; none before the first answer.
    pub(super) picture: Option<String>,
}

/// The lines of a diary, in the order asked. `now` is the moment they are counted until.
pub(super) fn courses(state: &DiaryState, now: DateTime) -> Result<Vec<Course>, AppError> {
    let agreement = &state.agreement.item;
    let highest = agreement.highest.value();
    let variables = agreement.variables.iter().enumerate();
    variables
        .map(|(at, variable)| {
            Ok(Course {
                words: variable.words.clone(),
                ends: format!("0 {}, {highest} {}", variable.low, variable.high),
                picture: picture(at, &variable.words, highest, &state.days(at, now))?,
            })
        })
        .collect()
}

fn picture(
    at: usize,
    words: &str,
    highest: u8,
    days: &[DayMean],
) -> Result<Option<String>, AppError> {
    let answers: usize = days.iter().map(|day| day.answers).sum();
    let asked: usize = days.iter().map(|day| day.asked).sum();
    let Some(last) = days.iter().rev().find_map(|day| day.mean) else {
        return Ok(None);
    };
    let answered = days.iter().filter(|day| day.mean.is_some()).count();
    let language = Here::now().language;
    let summary = language
        .say(key("diary-course"))
        .with("words", words)
        .with("last", language.number(last))
        .with("highest", highest.to_string())
        .with("answers", answers)
        .with("asked", asked)
        .with("days", answered)
        .to_string();
    let drawing = |error: FigureError| AppError::Broken(error.to_string());
    let picture = Trajectory {
        frame: Frame::new(
            FigureId::new(format!("diary-{at}")).map_err(drawing)?,
            words,
            summary,
        ),
        range: Range::new(0.0, f64::from(highest)).map_err(drawing)?,
        decimals: 1,
        measured: days.iter().map(measured).collect(),
        expected: Vec::new(),
        bands: Vec::new(),
        thresholds: Vec::new(),
        sessions: Vec::new(),
        marks: Vec::new(),
    };
    Ok(Some(picture.html()))
}

fn measured(day: &DayMean) -> Measured {
    let language = Here::now().language;
    Measured {
        date: day.on,
        value: day.mean,
        moved: None,
        link: None,
        label: match day.mean {
            Some(mean) => language
                .say(key("diary-day"))
                .with("mean", language.number(mean))
                .with("answers", day.answers)
                .with("asked", day.asked)
                .to_string(),
            None => language
                .say(key("diary-day-unanswered"))
                .with("asked", day.asked)
                .to_string(),
        },
    }
}
