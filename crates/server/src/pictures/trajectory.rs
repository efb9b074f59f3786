use attune_care::Record;
use attune_care::review::Progress;
use attune_catalog::Measure;
use attune_figures::{
    Expected, Figure, FigureError, FigureId, Frame, Mark, MarkKind, Measured, Range, SeverityBand,
    Threshold, Trajectory,
};
use jiff::civil::Date;

use crate::AppError;
use crate::format::{day, number};

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

/// The course of one measure with what was expected, sessions and plan changes.
pub(crate) fn trajectory(
    record: &Record,
    measure: &Measure,
    progress: &Progress,
    today: Date,
) -> Result<Option<String>, AppError> {
    let (Some(rule), Some(sentence)) = (measure.total_rule(), sentence(measure, progress, today))
    else {
        return Ok(None);
    };
    let mut summary = format!("{sentence}.");
    if progress.expected.is_some() {
        summary.push_str(" The tinted bands show where half and where eight in ten of the reference's people with the same first score would be.");
    }
    let (low, high) = rule.range;
    let picture = Trajectory {
        frame: Frame::new(
            FigureId::new(format!("course-{}", measure.id)).map_err(drawing)?,
            format!("{} over time", measure.name),
            summary,
        ),
        range: Range::new(f64::from(low), f64::from(high)).map_err(drawing)?,
        decimals: usize::from(!rule.whole()),
        measured: progress
            .series
            .points
            .iter()
            .map(|point| Measured {
                date: point.on,
                value: Some(point.value),
                label: match &point.band {
                    Some(band) => format!("{}, {}", number(point.value), band.label),
                    None => number(point.value),
                },
            })
            .collect(),
        expected: expected(progress),
        bands: rule
            .bands
            .iter()
            .map(|band| SeverityBand {
                from: f64::from(band.from),
                name: band.label.clone(),
            })
            .collect(),
        thresholds: thresholds(measure),
        sessions: record
            .sessions
            .iter()
            .map(|session| session.meeting.on)
            .collect(),
        marks: record
            .plans
            .iter()
            .map(|plan| Mark {
                date: plan.at.to_zoned(jiff::tz::TimeZone::UTC).date(),
                kind: MarkKind::PlanChange,
                label: format!("plan {}", plan.item.number),
            })
            .collect(),
    };
    Ok(Some(picture.html()))
}

/// The course for the client: what was answered and when, and nothing that needs explaining. No bands, no
/// cut-offs, no other people.
pub(crate) fn plain_course(
    name: &str,
    title: &str,
    summary: &str,
    measure: &Measure,
    progress: &Progress,
) -> Result<Option<String>, AppError> {
    let Some(rule) = measure.total_rule() else {
        return Ok(None);
    };
    let (low, high) = rule.range;
    let measured = progress.series.points.iter().map(|point| Measured {
        date: point.on,
        value: Some(point.value),
        label: number(point.value),
    });
    let picture = Trajectory {
        frame: Frame::new(FigureId::new(name).map_err(drawing)?, title, summary),
        range: Range::new(f64::from(low), f64::from(high)).map_err(drawing)?,
        decimals: usize::from(!rule.whole()),
        measured: measured.collect(),
        expected: Vec::new(),
        bands: Vec::new(),
        thresholds: Vec::new(),
        sessions: Vec::new(),
        marks: Vec::new(),
    };
    Ok(Some(picture.html()))
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

fn thresholds(measure: &Measure) -> Vec<Threshold> {
    let Some(total) = measure.total.as_deref() else {
        return Vec::new();
    };
    measure
        .default_norm(total)
        .and_then(|norm| norm.case_at)
        .map(|value| Threshold {
            value,
            name: "clinical cut-off".to_owned(),
        })
        .into_iter()
        .collect()
}

pub(super) fn drawing(error: FigureError) -> AppError {
    AppError::Broken(error.to_string())
}
