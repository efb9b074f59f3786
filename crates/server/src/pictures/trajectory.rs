use attune_care::Record;
use attune_care::assess::{KnownTo, events_between, incomplete_forms};
use attune_care::review::{Meaning, Progress, meanings};
use attune_catalog::{Measure, ScoreRule};
use attune_figures::{
    Courses, Expected, Figure, FigureError, FigureId, Frame, Mark, MarkKind, Measured, Moved,
    PagePath, Range, Session, SeverityBand, Threshold, Trajectory,
};
use attune_ids::{ClientId, EntryId};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::words::frame;
use crate::AppError;
use crate::format::{day, number};
use crate::language::Language;

/// The sentence a score is read as: "PHQ-9 14, moderate; 6 points lower than at
/// the start, better by more than measurement error (Tue 14 May)".
fn sentence(measure: &Measure, progress: &Progress, today: Date) -> Option<String> {
    let last = progress.series.points.last()?;
    let mut sentence = format!("{} {}", measure.name, number(last.value));
    if let Some(band) = &last.band {
        sentence.push_str(", ");
        sentence.push_str(&band.label.to_lowercase());
    }
    if let Some(change) = &progress.change {
        sentence.push_str("; ");
        sentence.push_str(&change.words());
    }
    sentence.push_str(&format!(" ({})", day(last.on, today)));
    Some(sentence)
}

/// How long before the first score a life event still stands on its axis.
const BEFORE_DAYS: i64 = 90;

/// The course of one measure with what was expected, sessions, life events and plan
/// changes; everything in it opens what is behind it.
pub(crate) fn trajectory(
    client: ClientId,
    record: &Record,
    measure: &Measure,
    progress: &Progress,
    today: Date,
) -> Result<Option<String>, AppError> {
    let course = course(client, record, measure, progress, today)?;
    Ok(course.map(|course| course.html()))
}

/// The courses of several measures one above the other on one axis of time. None if
/// none of them has a score.
pub(crate) fn courses(
    client: ClientId,
    record: &Record,
    measures: &[(&Measure, Progress)],
    today: Date,
) -> Result<Option<String>, AppError> {
    let mut panels = Vec::new();
    for (measure, progress) in measures {
        if let Some(mut panel) = course(client, record, measure, progress, today)? {
            panel.frame.title.clone_from(&measure.name);
            panels.push(panel);
        }
    }
    if panels.is_empty() {
        return Ok(None);
    }
    // What happened is the same for all, and only the whole knows how far it reaches.
    let days = panels
        .iter()
        .flat_map(|panel| panel.measured.iter().map(|measured| measured.date));
    let (sessions, marks) = happened(client, record, days.min(), today)?;
    for panel in &mut panels {
        (panel.sessions, panel.marks) = (sessions.clone(), marks.clone());
    }
    let number = crate::format::count(panels.len(), "measure", "measures");
    let picture = Courses {
        frame: Frame::new(
            FigureId::new("courses").map_err(drawing)?,
            "All courses on one axis of time",
            format!(
                "{number}, each on its own scale: where a point lies can be compared along time, never from one measure to another."
            ),
        ),
        panels,
    };
    Ok(Some(picture.html()))
}

/// The same, before it is drawn.
pub(crate) fn course(
    client: ClientId,
    record: &Record,
    measure: &Measure,
    progress: &Progress,
    today: Date,
) -> Result<Option<Trajectory>, AppError> {
    let (Some(rule), Some(sentence)) = (measure.total_rule(), sentence(measure, progress, today))
    else {
        return Ok(None);
    };
    let mut summary = format!("{sentence}.");
    if progress.expected.is_some() {
        summary.push_str(" The tinted bands show where half and where eight in ten of the reference's people with the same first score would be.");
    }
    let (low, high) = rule.range;
    let link = |entry| page(client, &format!("assess/responses/{entry}"));
    let measured = measured(Language::English, record, measure, progress, &link)?;
    let first = measured.iter().map(|measured| measured.date).min();
    let (sessions, marks) = happened(client, record, first, today)?;
    Ok(Some(Trajectory {
        frame: Frame::new(
            FigureId::new(format!("course-{}", measure.id)).map_err(drawing)?,
            format!("{} over time", measure.name),
            summary,
        ),
        range: Range::new(f64::from(low), f64::from(high)).map_err(drawing)?,
        decimals: usize::from(!rule.whole()),
        measured,
        expected: expected(progress),
        bands: bands(rule),
        thresholds: thresholds(Language::English, measure),
        sessions,
        marks,
    }))
}

/// A page of this client's record.
fn page(client: ClientId, end: &str) -> Result<Option<PagePath>, AppError> {
    PagePath::new(format!("/clients/{client}/{end}"))
        .map(Some)
        .map_err(drawing)
}

/// Complete scores, and forms without one as gaps.
fn measured(
    language: Language,
    record: &Record,
    measure: &Measure,
    progress: &Progress,
    link_to: &dyn Fn(EntryId) -> Result<Option<PagePath>, AppError>,
) -> Result<Vec<Measured>, AppError> {
    let moved = meanings(measure, &progress.series);
    let mut all = Vec::new();
    for (point, meaning) in progress.series.points.iter().zip(moved) {
        // A total that was imported has no form behind it.
        let link = match record.response(point.entry) {
            Some(_) => link_to(point.entry)?,
            None => None,
        };
        all.push(Measured {
            date: point.on,
            value: Some(point.value),
            label: match &point.band {
                Some(band) => format!("{}, {}", language.number(point.value), band.label),
                None => language.number(point.value),
            },
            moved: match meaning {
                Meaning::Improved => Some(Moved::Better),
                Meaning::Deteriorated => Some(Moved::Worse),
                Meaning::Unchanged | Meaning::NoRule => None,
            },
            link,
        });
    }
    for incomplete in incomplete_forms(record, measure) {
        all.push(Measured {
            date: incomplete.item.on,
            value: None,
            label: language.say("figure-no-total").to_string(),
            moved: None,
            link: link_to(incomplete.entry)?,
        });
    }
    Ok(all)
}

/// Sessions, life events and plan versions from a little before the first score.
fn happened(
    client: ClientId,
    record: &Record,
    first: Option<Date>,
    today: Date,
) -> Result<(Vec<Session>, Vec<Mark>), AppError> {
    let held = record.sessions.iter().map(|session| session.meeting.on);
    let begun = first.into_iter().chain(held).min().unwrap_or(today);
    let from = begun.saturating_sub(BEFORE_DAYS.days());
    let sessions = record
        .sessions
        .iter()
        .map(|session| {
            Ok(Session {
                date: session.meeting.on,
                link: page(client, &format!("session/{}", session.meeting.id))?,
            })
        })
        .collect::<Result<_, AppError>>()?;
    let mut marks = Vec::new();
    for plan in &record.plans {
        marks.push(Mark {
            date: record.day(plan.at),
            kind: MarkKind::PlanChange,
            label: format!("plan {}", plan.item.number),
            link: page(client, &format!("plan/versions/{}", plan.item.number))?,
        });
    }
    for event in events_between(record, from, today) {
        let roughly = event.when.known_to != KnownTo::Day || event.until.is_some();
        marks.push(Mark {
            // What began before or is known only roughly stands inside the picture.
            date: event.when.middle().clamp(from, today.max(from)),
            kind: MarkKind::LifeEvent,
            label: if roughly {
                format!("{} ({})", event.what, event.when_words())
            } else {
                event.what.clone()
            },
            link: page(client, &format!("life#event-{}", event.id))?,
        });
    }
    Ok((sessions, marks))
}

/// The course for a letter: scores, published bands and the cut-off. Whoever reads a letter learns what happened besides
/// from its words, where somebody chose to write it.
pub(crate) fn letter_course(
    language: Language,
    summary: &str,
    record: &Record,
    measure: &Measure,
    progress: &Progress,
) -> Result<Option<Trajectory>, AppError> {
    let title = language
        .say("figure-over-time")
        .with("measure", &measure.name);
    let name = format!("course-{}", measure.id);
    let frame = frame(language, &name, title.to_string(), summary)?;
    let Some((rule, plain)) = measure
        .total_rule()
        .zip(plain_course(language, frame, measure, progress)?)
    else {
        return Ok(None);
    };
    Ok(Some(Trajectory {
        measured: measured(language, record, measure, progress, &|_| Ok(None))?,
        bands: bands(rule),
        thresholds: thresholds(language, measure),
        ..plain
    }))
}

/// The course for the client: what was answered and when, and nothing that needs explaining. No bands, no
/// cut-offs, no other people.
pub(crate) fn plain_course(
    language: Language,
    frame: Frame,
    measure: &Measure,
    progress: &Progress,
) -> Result<Option<Trajectory>, AppError> {
    let Some(rule) = measure.total_rule() else {
        return Ok(None);
    };
    let (low, high) = rule.range;
    let measured = progress.series.points.iter().map(|point| Measured {
        date: point.on,
        value: Some(point.value),
        label: language.number(point.value),
        moved: None,
        link: None,
    });
    Ok(Some(Trajectory {
        frame,
        range: Range::new(f64::from(low), f64::from(high)).map_err(drawing)?,
        decimals: usize::from(!rule.whole()),
        measured: measured.collect(),
        expected: Vec::new(),
        bands: Vec::new(),
        thresholds: Vec::new(),
        sessions: Vec::new(),
        marks: Vec::new(),
    }))
}

/// The expected course as far as the client has come, and a little further: a
/// reference of a year and a half would squeeze three sessions into a corner.
fn expected(progress: &Progress) -> Vec<Expected> {
    let (Some(first), Some(last), Some(expected)) = (
        progress.series.points.first(),
        progress.series.points.last(),
        &progress.expected,
    ) else {
        return Vec::new();
    };
    let passed = first
        .on
        .until(last.on)
        .map_or(0, |span| span.get_days())
        .max(60);
    expected
        .days
        .iter()
        .filter(|day| {
            first.on.until(day.on).map_or(0, |span| span.get_days()) <= passed + passed / 2
        })
        .map(|day| Expected {
            date: day.on,
            mean: day.mean,
            half: day.half,
            most: day.most,
        })
        .collect()
}

fn bands(rule: &ScoreRule) -> Vec<SeverityBand> {
    let bands = rule.bands.iter();
    bands
        .map(|band| SeverityBand {
            from: f64::from(band.from),
            name: band.label.clone(),
        })
        .collect()
}

fn thresholds(language: Language, measure: &Measure) -> Vec<Threshold> {
    let Some(total) = measure.total.as_deref() else {
        return Vec::new();
    };
    measure
        .default_norm(total)
        .and_then(|norm| norm.case_at)
        .map(|value| Threshold {
            value,
            name: language.say("figure-cut-off").to_string(),
        })
        .into_iter()
        .collect()
}

pub(super) fn drawing(error: FigureError) -> AppError {
    AppError::Broken(error.to_string())
}
